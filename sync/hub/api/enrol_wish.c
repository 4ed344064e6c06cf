/*
 * What the desk wished for with an invitation: what the new kiosk is to be called, and which one it
 * takes the place of. What that one still has to send is taken in; it is looked after no more.
 */
#include "hub_int.h"
#include "log.h"
#include "paper.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

static bool note_on_kiosk(struct store *store, const char *kiosk, const char *name,
                          const char *value, struct err *err)
{
    JSON_AUTO *member = json_pack("{s:s}", name, value);
    return *value == '\0' || kiosk_paper_update(store, kiosk, member, err);
}

static bool grant(struct store *store, const char *wish, const char *kiosk, struct err *err)
{
    char name[STORE_NAME_MAX];
    char old[17];
    struct store_paper paper;
    json_t *read = NULL;
    if (!paper_read(store, "invitation", wish, "wish", &paper, &read, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = read;
    paper_text(json, "name", name, sizeof name);
    paper_text(json, "replaces", old, sizeof old);
    /* NOLINTNEXTLINE(readability-suspicious-call-argument): one kiosk is told of the other. */
    bool told = old[0] == '\0' || note_on_kiosk(store, old, "replaced_by", kiosk, err);
    return told && note_on_kiosk(store, kiosk, "name", name, err) &&
           store_paper_remove(store, "invitation", wish, err);
}

/* The kiosk has enrolled, whatever becomes of this. */
void enrol_grant_wish(struct store *store, uint16_t invitation, uint64_t kiosk)
{
    char wish[8];
    char id[17];
    struct err err = { 0 };
    (void)snprintf(wish, sizeof wish, "%u", (unsigned)invitation);
    (void)snprintf(id, sizeof id, "%016" PRIx64, kiosk);
    if (!store_together(store, &err)) {
        log_line(LOG_WARN, "enrol", "kiosk %s has no name yet: %s", id, err.text);
        return;
    }
    TOGETHER_AUTO together = store;
    if (!grant(store, wish, id, &err) || !store_together_keep(store, &err))
        log_line(LOG_WARN, "enrol", "kiosk %s has no name yet: %s", id, err.text);
}
