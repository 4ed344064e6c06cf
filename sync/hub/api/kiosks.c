/*
 * Kiosks as people keep them: see kiosks.h. What is said of a kiosk is a paper beside its row in
 * the store, so that nothing of it is in the way of what the kiosk itself sends.
 */
#include "kiosks.h"
#include "hub_int.h"
#include "paper.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void id_text(uint64_t kiosk, char ret[17])
{
    (void)snprintf(ret, 17, "%016" PRIx64, kiosk);
}

bool kiosk_paper_update(struct store *store, const char *kiosk, json_t *members, struct err *err)
{
    struct store_paper paper = { .kind = "kiosk" };
    json_t *kept = NULL;
    if (!paper_read(store, "kiosk", kiosk, "kiosk", &paper, &kept, err) && err->kind != ERR_MISSING)
        return false;
    if (kept == NULL)
        kept = json_object();
    (void)json_object_update(kept, members);
    paper = (struct store_paper){ .kind = "kiosk" };
    (void)snprintf(paper.id, sizeof paper.id, "%s", kiosk);
    return paper_write(store, &paper, kept, PAPER_ANY, err);
}

static bool note(struct store *store, const struct audit_actor *actor, enum audit_action action,
                 const char *subject, json_t *detail, struct err *err)
{
    JSON_AUTO *owned = detail;
    char *text = owned == NULL ? NULL : json_dumps(owned, JSON_COMPACT);
    bool noted = text != NULL ? audit_note(store, actor, action, subject, text, err)
                              : err_set(err, ERR_LATER, "there is no memory for the audit log");
    free(text);
    return noted;
}

bool hub_kiosk_name(struct hub *hub, uint64_t kiosk, char ret[STORE_NAME_MAX], struct err *err)
{
    char id[17];
    struct store_paper paper;
    json_t *kept = NULL;
    *ret = '\0';
    id_text(kiosk, id);
    if (!paper_read(hub->store, "kiosk", id, "kiosk", &paper, &kept, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = kept;
    paper_text(json, "name", ret, STORE_NAME_MAX);
    return true;
}

/* ---- changing ---- */

static json_t *members_of(const struct kiosk_change *change)
{
    json_t *members = json_object();
    if (change->name != NULL)
        (void)json_object_set_new(members, "name", json_string(change->name));
    if (change->note != NULL)
        (void)json_object_set_new(members, "note", json_string(change->note));
    return members;
}

static json_t *detail_of(const struct kiosk_change *change)
{
    json_t *detail = members_of(change);
    if (change->venue != NULL)
        (void)json_object_set_new(detail, "venue", json_string(change->venue));
    return detail;
}

static bool keep_change(struct store *store, uint64_t kiosk, const struct kiosk_change *change,
                        const struct audit_actor *actor, struct err *err)
{
    char id[17];
    JSON_AUTO *members = members_of(change);
    id_text(kiosk, id);
    if (!store_together(store, err))
        return false;
    TOGETHER_AUTO together = store;
    return kiosk_paper_update(store, id, members, err) &&
           (change->venue == NULL || store_kiosk_move(store, kiosk, change->venue, err)) &&
           note(store, actor, change->venue == NULL ? DID_KIOSK_CHANGED : DID_KIOSK_MOVED, id,
                detail_of(change), err) &&
           store_together_keep(store, err);
}

bool hub_kiosk_change(struct hub *hub, uint64_t kiosk, const struct kiosk_change *change,
                      const struct audit_actor *actor, struct err *err)
{
    struct store_kiosk before;
    struct venue venue;
    if (!store_kiosk_get(hub->store, kiosk, &before, err) ||
        (change->venue != NULL && !hub_venue_get(hub, change->venue, &venue, err)) ||
        !keep_change(hub->store, kiosk, change, actor, err))
        return false;
    return change->venue == NULL || strcmp(before.venue, change->venue) == 0 ||
           (hub_bundle_refresh(hub, before.venue, err) &&
            hub_bundle_refresh(hub, change->venue, err));
}

/* ---- inviting ---- */

static bool may_be_replaced(struct store *store, uint64_t kiosk, struct err *err)
{
    char id[17];
    char successor[17] = "";
    struct store_kiosk row;
    struct store_paper paper;
    json_t *kept = NULL;
    id_text(kiosk, id);
    if (!store_kiosk_get(store, kiosk, &row, err) ||
        (!paper_read(store, "kiosk", id, "kiosk", &paper, &kept, err) && err->kind != ERR_MISSING))
        return false;
    JSON_AUTO *json = kept;
    paper_text(json, "replaced_by", successor, sizeof successor);
    if (row.revoked_from == 0 && successor[0] == '\0')
        return true;
    return err_tell(err, ERR_CONFLICT,
                    "This kiosk is revoked or replaced: invite a new one instead.");
}

static bool keep_wish(struct store *store, uint16_t invitation, const char *name,
                      const char *replaces, struct err *err)
{
    struct store_paper paper = { .kind = "invitation" };
    if (*name == '\0' && *replaces == '\0')
        return true;
    (void)snprintf(paper.id, sizeof paper.id, "%u", (unsigned)invitation);
    return paper_write(store, &paper, json_pack("{s:s, s:s}", "name", name, "replaces", replaces),
                       PAPER_ANY, err);
}

bool hub_kiosk_invite(struct hub *hub, const struct kiosk_wish *wish,
                      const struct audit_actor *actor, struct invite *ret, struct err *err)
{
    char id[8];
    char replaces[17] = "";
    if (wish->replaces != 0)
        id_text(wish->replaces, replaces);
    if ((wish->replaces != 0 && !may_be_replaced(hub->store, wish->replaces, err)) ||
        !hub_invite(hub, wish->venue, ret, err))
        return false;
    (void)snprintf(id, sizeof id, "%u", (unsigned)ret->id);
    return keep_wish(hub->store, ret->id, wish->name, replaces, err) &&
           note(hub->store, actor, DID_INVITATION_MADE, id,
                json_pack("{s:s, s:s}", "venue", wish->venue, "replaces", replaces), err);
}
