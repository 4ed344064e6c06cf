/* Alerts from what is seen: see alert_watch.h. */
#include "alert_watch.h"
#include "spread.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    AGAIN_SECONDS = 3600, /* how often an open one is noted to last */
    CERTIFICATE_DAYS = 30,
    ROOM_MIB = 1024,
    ROOM_ENOUGH_MIB = 2 * ROOM_MIB,
};

/* Which kind of alert a kiosk's reason is. */
static enum alert_kind kind_of(const char *code)
{
    static const struct {
        const char *code;
        enum alert_kind kind;
    } kinds[] = { { "silent", ALERT_KIOSK_SILENT },     { "never_heard", ALERT_KIOSK_SILENT },
                  { "disk_full", ALERT_DISK_FAILING },  { "disk_slow", ALERT_DISK_FAILING },
                  { "room_short", ALERT_DISK_FAILING }, { "fork", ALERT_FORK },
                  { "help_asked", ALERT_HELP_ASKED } };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].code, code) == 0)
            return kinds[i].kind;
    return ALERT_KIOSK_ODD;
}

/* The first of its reasons that is of this kind; NULL for none. */
static const struct fleet_reason *reason_of(const struct fleet_kiosk *kiosk, enum alert_kind kind)
{
    for (int i = 0; i < kiosk->reason_count; i++)
        if (kind_of(kiosk->reasons[i].code) == kind)
            return &kiosk->reasons[i];
    return NULL;
}

static bool is_watched(enum alert_kind kind)
{
    return kind == ALERT_KIOSK_SILENT || kind == ALERT_KIOSK_ODD || kind == ALERT_DISK_FAILING ||
           kind == ALERT_FORK || kind == ALERT_HELP_ASKED;
}

/* ---- what is open already ---- */

struct open_alert {
    enum alert_kind kind;
    uint64_t kiosk;
    int64_t last;
};

struct open_alerts {
    struct open_alert *list;
    size_t count, room;
    bool failed;
};

static bool take_open(void *context, const struct alert *alert)
{
    struct open_alerts *open = context;
    if (!is_watched(alert->matter.kind))
        return true;
    if (open->count == open->room) {
        size_t room = open->room == 0 ? 64 : 2 * open->room;
        struct open_alert *grown = realloc(open->list, room * sizeof *grown);
        open->failed = grown == NULL;
        if (grown == NULL)
            return false;
        open->list = grown;
        open->room = room;
    }
    open->list[open->count++] =
        (struct open_alert){ alert->matter.kind, alert->matter.kiosk, alert->last };
    return true;
}

static int by_matter(const void *a, const void *b)
{
    const struct open_alert *left = a;
    const struct open_alert *right = b;
    int order = (int)left->kind - (int)right->kind;
    return order != 0 ? order : (left->kiosk > right->kiosk) - (left->kiosk < right->kiosk);
}

static const struct open_alert *find_open(const struct open_alerts *open, enum alert_kind kind,
                                          uint64_t kiosk)
{
    struct open_alert key = { .kind = kind, .kiosk = kiosk };
    return open->count == 0 ? NULL : bsearch(&key, open->list, open->count, sizeof key, by_matter);
}

/* ---- raising and closing ---- */

static void kiosk_key(uint64_t kiosk, char ret[17])
{
    (void)snprintf(ret, 17, "%016" PRIx64, kiosk);
}

static bool raise(struct store *store, const struct fleet_kiosk *kiosk, enum alert_kind kind,
                  const struct fleet_reason *reason, int64_t now, struct err *err)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = kind, .kiosk = kiosk->id };
    kiosk_key(kiosk->id, matter.key);
    (void)snprintf(matter.venue, sizeof matter.venue, "%s", kiosk->venue);
    (void)snprintf(matter.code, sizeof matter.code, "%s", reason->code);
    (void)snprintf(matter.text, sizeof matter.text, "%.60s at %.32s: %.200s.", kiosk->name,
                   kiosk->venue, reason->text);
    alert_values(&matter,
                 json_pack("{s:i, s:i, s:s, s:s}", "value", reason->value, "expected",
                           reason->expected, "kiosk_name", kiosk->name, "venue", kiosk->venue));
    return alert_raise(store, &matter, now, &alert, &is_new, err);
}

/* ---- all of a look ---- */

/* An alert that is to be raised for a kiosk, or closed where there is no reason any more. */
struct change {
    enum alert_kind kind;
    uint64_t kiosk;
    const struct fleet_kiosk *of;
    const struct fleet_reason *reason;
};

struct changes {
    struct change *list;
    size_t count, room;
    struct store *store;
    int64_t now;
};

static bool add(struct changes *changes, struct change change, struct err *err)
{
    if (changes->count == changes->room) {
        size_t room = changes->room == 0 ? 64 : 2 * changes->room;
        struct change *grown = realloc(changes->list, room * sizeof *grown);
        if (grown == NULL)
            return err_set(err, ERR_LATER, "there is no memory for alerts");
        changes->list = grown;
        changes->room = room;
    }
    changes->list[changes->count++] = change;
    return true;
}

static bool find_raised(struct changes *changes, const struct fleet_kiosk *kiosk,
                        const struct open_alerts *open, const struct alert_rules *rules,
                        struct err *err)
{
    for (int i = 0; i < ALERT_KINDS; i++) {
        enum alert_kind kind = (enum alert_kind)i;
        const struct fleet_reason *reason =
            is_watched(kind) && rules->kinds[i].on ? reason_of(kiosk, kind) : NULL;
        const struct open_alert *before = find_open(open, kind, kiosk->id);
        bool noted = before != NULL && before->last > changes->now - AGAIN_SECONDS;
        struct change change = { kind, kiosk->id, kiosk, reason };
        if (reason != NULL && !noted && !add(changes, change, err))
            return false;
    }
    return true;
}

static bool lasts(const struct fleet *fleet, const struct alert_rules *rules,
                  const struct open_alert *open)
{
    const struct fleet_kiosk *kiosk = fleet_find(fleet, open->kiosk);
    return kiosk != NULL && rules->kinds[open->kind].on && reason_of(kiosk, open->kind) != NULL;
}

static bool find_changes(struct changes *changes, const struct fleet *fleet,
                         const struct alert_rules *rules, const struct open_alerts *open,
                         struct err *err)
{
    for (size_t i = 0; i < open->count; i++) {
        struct change over = { .kind = open->list[i].kind, .kiosk = open->list[i].kiosk };
        if (!lasts(fleet, rules, &open->list[i]) && !add(changes, over, err))
            return false;
    }
    for (size_t i = 0; i < fleet->count; i++)
        if (fleet->list[i].reason_count > 0 &&
            !find_raised(changes, &fleet->list[i], open, rules, err))
            return false;
    return true;
}

static bool do_change(void *context, size_t at, struct err *err)
{
    char key[17];
    struct changes *changes = context;
    const struct change *change = &changes->list[at];
    kiosk_key(change->kiosk, key);
    return change->reason != NULL
               ? raise(changes->store, change->of, change->kind, change->reason, changes->now, err)
               : alert_close(changes->store, change->kind, key, changes->now, err);
}

static bool list_open(struct store *store, struct open_alerts *ret, struct err *err)
{
    bool listed = alert_list_in(store, ALERT_OPEN, NULL, take_open, ret, err) &&
                  alert_list_in(store, ALERT_ACKNOWLEDGED, NULL, take_open, ret, err) &&
                  (!ret->failed || err_set(err, ERR_LATER, "there is no memory for alerts"));
    if (listed && ret->count > 0)
        qsort(ret->list, ret->count, sizeof *ret->list, by_matter);
    return listed;
}

bool alerts_from_fleet(struct store *store, const struct fleet *fleet,
                       const struct alert_rules *rules, int64_t now, const atomic_bool *over,
                       struct err *err)
{
    struct open_alerts open = { 0 };
    struct changes changes = { .store = store, .now = now };
    bool done = list_open(store, &open, err) && find_changes(&changes, fleet, rules, &open, err) &&
                spread(store, changes.count, over, do_change, &changes, err);
    free(changes.list);
    free(open.list);
    return done;
}

bool alert_proof(struct store *store, bool clean, int64_t now, struct err *err)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = ALERT_VERIFY_MISMATCH,
                                   .key = "proof",
                                   .code = "verify_mismatch",
                                   .text = "The last proof found a doubt: rows, tallies, signed "
                                           "batches or the log do not agree." };
    return clean ? alert_close(store, ALERT_VERIFY_MISMATCH, "proof", now, err)
                 : alert_raise(store, &matter, now, &alert, &is_new, err);
}

bool alert_certificate(struct store *store, const char *hub, int days, int64_t now, struct err *err)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = ALERT_CERTIFICATE_ENDS, .code = "certificate_ends" };
    (void)snprintf(matter.key, sizeof matter.key, "%.60s", hub);
    (void)snprintf(matter.text, sizeof matter.text,
                   "A hub's certificate ends in %d days; kiosks cannot call it then.", days);
    (void)snprintf(matter.values, sizeof matter.values, "{\"days\":%d}", days);
    return days >= CERTIFICATE_DAYS
               ? alert_close(store, ALERT_CERTIFICATE_ENDS, matter.key, now, err)
               : alert_raise(store, &matter, now, &alert, &is_new, err);
}

/* A database that cannot write takes nothing in: kiosks keep it, and nobody sees that from afar. */
bool alert_room(struct store *store, const char *machine, uint64_t mib, int64_t now,
                struct err *err)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = ALERT_HUB_ROOM, .code = "hub_room" };
    (void)snprintf(matter.key, sizeof matter.key, "%.60s", machine);
    (void)snprintf(matter.text, sizeof matter.text,
                   "Only %" PRIu64 " MiB are left on the disk of the hub on %.60s.", mib, machine);
    alert_values(&matter, json_pack("{s:I, s:s}", "mib", (json_int_t)mib, "machine", machine));
    if (mib >= ROOM_MIB)
        return mib < ROOM_ENOUGH_MIB || alert_close(store, ALERT_HUB_ROOM, matter.key, now, err);
    return alert_raise(store, &matter, now, &alert, &is_new, err);
}
