/* The orders of the list of kiosks: see kiosk_order.h. */
#include "kiosk_order.h"
#include <stdlib.h>

enum { SECONDS_BITS = 40 }; /* a time in seconds fits, for some thousand years */

bool kiosk_order_read(const struct call *call, enum kiosk_order *ret, struct err *err)
{
    static const char *const names[] = { "id", "need", "name", "heard" };
    char text[8];
    if (!query_text(call, "order", text, sizeof text, err))
        return false;
    *ret = KIOSKS_BY_ID;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(text, names[i]) == 0 || text[0] == '\0') {
            *ret = (enum kiosk_order)i;
            return true;
        }
    return err_set(err, ERR_USAGE, "The parameter order is id, need, name or heard.");
}

/* What somebody must go to comes first; what is set aside for good comes last. */
static int64_t need_of(enum fleet_state state)
{
    static const int need[FLEET_STATES] = {
        [FLEET_SILENT] = 0, [FLEET_ODD] = 1,      [FLEET_NEVER_HEARD] = 2, [FLEET_NEW] = 3,
        [FLEET_WELL] = 4,   [FLEET_REPLACED] = 5, [FLEET_REVOKED] = 6,
    };
    return need[state];
}

struct listed_kiosk kiosk_listed(enum kiosk_order order, const struct fleet_kiosk *kiosk,
                                 const struct place *place)
{
    struct listed_kiosk listed = { .kiosk = kiosk, .place = place };
    if (order == KIOSKS_BY_NEED)
        listed.rank = (need_of(kiosk->state) << SECONDS_BITS) + kiosk->last_seen;
    else if (order == KIOSKS_BY_HEARD)
        listed.rank = kiosk->last_seen;
    return listed;
}

static int by_rank(const void *a, const void *b)
{
    const struct listed_kiosk *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return (left->kiosk->id > right->kiosk->id) - (left->kiosk->id < right->kiosk->id);
}

static const char *venue_name(const struct listed_kiosk *listed)
{
    return listed->place == NULL ? listed->kiosk->venue : listed->place->venue.name;
}

/* Kiosk 2 stands before kiosk 10. */
static int by_name(const void *a, const void *b)
{
    const struct listed_kiosk *left = a, *right = b;
    int order = strcasecmp(venue_name(left), venue_name(right));
    if (order == 0)
        order = strcmp(left->kiosk->venue, right->kiosk->venue);
    if (order == 0)
        order = strverscmp(left->kiosk->name, right->kiosk->name);
    return order != 0 ? order : by_rank(a, b);
}

int kiosk_order_compare(enum kiosk_order order, const struct listed_kiosk *a,
                        const struct listed_kiosk *b)
{
    return order == KIOSKS_BY_NAME ? by_name(a, b) : by_rank(a, b);
}

void kiosk_order_sort(enum kiosk_order order, struct listed_kiosk *list, size_t count)
{
    if (order != KIOSKS_BY_ID) /* as the fleet is */
        qsort(list, count, sizeof *list, order == KIOSKS_BY_NAME ? by_name : by_rank);
}
