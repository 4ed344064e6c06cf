/* Invitations, as sheets to print: see rest_sheet.h. */
#include "kiosks.h"
#include "rest_sheet.h"
#include "rest_state.h"
#include <stdio.h>

enum { INVITES_MOST = 50 };

/* ---- inviting ---- */

struct inviting {
    struct call *call;
    const struct place *place;
    const char *name;
    uint64_t replaces; /* the kiosk that ends when the new one enrols; 0 for none */
    char hub[300];     /* what the kiosk is to call */
    json_t *sheets;
    struct buf html;
};

static json_t *sheet_json(const struct inviting *inviting, const struct invite *invite,
                          const char *qr)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s}", "code", invite->code, "pin",
                     invite->pin, "recovery", invite->recovery, "venue", inviting->place->venue.id,
                     "venue_name", inviting->place->venue.name, "name", inviting->name, "expires",
                     value_time(invite->expires), "qr", qr);
}

static bool invite_one(struct inviting *inviting, struct err *err)
{
    struct call *call = inviting->call;
    struct invite invite;
    BUF_AUTO qr = buf_new(REST_QR_MAX);
    struct kiosk_wish wish = { inviting->place->venue.id, inviting->name, inviting->replaces };
    struct rest_sheet sheet = { .programme = hub_programme(call->hub),
                                .venue = inviting->place->venue.name,
                                .name = inviting->name,
                                .hub = inviting->hub,
                                .invite = &invite };
    bool done = hub_kiosk_invite(call->hub, &wish, &call->people.actor, &invite, err) &&
                rest_sheet_qr(&sheet, &qr, err);
    if (done) {
        rest_sheet_put(&inviting->html, &sheet, buf_text(&qr));
        (void)json_array_append_new(inviting->sheets, sheet_json(inviting, &invite, buf_text(&qr)));
    }
    seal_forget(&invite, sizeof invite);
    return done;
}

/* As the operator says; else as whoever invites calls the hub, for want of anything better. */
static void put_address(struct inviting *inviting)
{
    const struct call *call = inviting->call;
    if (*call->rest->address != '\0')
        (void)snprintf(inviting->hub, sizeof inviting->hub, "%s", call->rest->address);
    else
        (void)snprintf(inviting->hub, sizeof inviting->hub, "https://%.255s",
                       http_header(call->exchange, "Host"));
}

bool invite_kiosks(struct call *call, const char *venue, int count, const char *name,
                   uint64_t replaces, struct err *err)
{
    struct inviting inviting = {
        .call = call, .name = name, .replaces = replaces, .html = buf_new(REST_SHEETS_MAX)
    };
    inviting.place = call_place(call, venue, err);
    bool done = inviting.place != NULL;
    inviting.sheets = json_array();
    put_address(&inviting);
    rest_sheets_begin(&inviting.html);
    for (int i = 0; done && i < count; i++)
        done = invite_one(&inviting, err);
    rest_sheets_end(&inviting.html);
    if (done)
        call->answer = json_pack("{s:s, s:s, s:O, s:s}", "hub", inviting.hub, "programme",
                                 hub_programme(call->hub), "sheets", inviting.sheets, "html",
                                 buf_text(&inviting.html));
    json_decref(inviting.sheets);
    if (inviting.html.data != NULL)
        seal_forget(inviting.html.data, inviting.html.size);
    buf_finish(&inviting.html);
    return done;
}

bool op_invitation_new(struct call *call, struct err *err)
{
    char venue[STORE_ID_MAX + 1];
    char name[STORE_NAME_MAX];
    struct body body = body_of(call);
    body_id(&body, "venue", true, venue, sizeof venue);
    body_text(&body, "name", false, name, sizeof name);
    int64_t count = body_int(&body, "count", false, 1, 1, INVITES_MOST);
    if (venue[0] != '\0' && call_place(call, venue, err) == NULL)
        body_problem(&body, "venue", "There is no such venue.");
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/kiosk-invitations");
    return body_end(&body, err) && invite_kiosks(call, venue, (int)count, name, 0, err);
}

/* ---- those that were made ---- */

struct listing {
    struct call *call;
    const char *venue; /* "" for all */
    json_t *items;
};

static bool take_invitation(void *context, const struct store_invitation *invitation)
{
    struct listing *listing = context;
    struct call *call = listing->call;
    const struct place *place = frame_place(call->frame, invitation->venue);
    if (place == NULL || !call_reaches(call, call->frame, place) ||
        (listing->venue[0] != '\0' && strcmp(listing->venue, invitation->venue) != 0))
        return true;
    bool open = !invitation->used && invitation->expires > call->people.now;
    (void)json_array_append_new(
        listing->items,
        json_pack("{s:i, s:s, s:o, s:s, s:o}", "id", (int)invitation->id, "venue",
                  invitation->venue, "expires",
                  invitation->expires <= 0 ? json_string("1970-01-01T00:00:00Z")
                                           : value_time(invitation->expires),
                  "state",
                  invitation->used ? "used"
                  : open           ? "open"
                                   : "expired",
                  "kiosk", invitation->used ? value_key(invitation->kiosk) : json_null()));
    return true;
}

bool op_invitations(struct call *call, struct err *err)
{
    char venue[STORE_ID_MAX + 2];
    if (call_frame(call, err) == NULL || !query_text(call, "venue", venue, sizeof venue, err))
        return false;
    struct listing listing = { call, venue, json_array() };
    call->answer = json_pack("{s:o}", "items", listing.items);
    return store_invitations(call->store, take_invitation, &listing, err);
}

bool op_invitation_end(struct call *call, struct err *err)
{
    struct store_invitation invitation;
    unsigned id;
    char end;
    if (sscanf(call->values[0], "%5u%c", &id, &end) != 1 || id > 32767)
        return err_set(err, ERR_MISSING, "There is no such invitation.");
    if (!store_invitation_get(call->store, (uint16_t)id, &invitation, err))
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such invitation.")
                                        : false;
    if (call_place(call, invitation.venue, err) == NULL)
        return err_set(err, ERR_MISSING, "There is no such invitation.");
    if (!store_together(call->store, err))
        return false;
    bool ended = false;
    {
        TOGETHER_AUTO together = call->store;
        if (!store_invitation_end(call->store, (uint16_t)id, err))
            return err->kind == ERR_CONFLICT
                       ? err_tell(err, ERR_CONFLICT, "A kiosk has used this invitation.")
                       : false;
        ended = call_note(call, DID_INVITATION_ENDED, call->values[0], NULL, err) &&
                store_together_keep(call->store, err);
    }
    return ended && hub_bundle_refresh(call->hub, invitation.venue, err);
}
