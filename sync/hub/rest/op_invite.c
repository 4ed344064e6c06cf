/*
 * Invitations as printed sheets: code, PIN and recovery code are shown once, with the square code
 * and three steps for whoever unpacks the kiosk.
 */
#include "local_time.h"
#include "qr.h"
#include "rest_int.h"
#include <stdio.h>

enum { INVITES_MOST = 50, HTML_MAX = 8 * 1024 * 1024 };

/* ---- the page to print ---- */

static void put_html(struct buf *out, const char *text)
{
    static const char *const escapes[][2] = {
        { "&", "&amp;" }, { "<", "&lt;" }, { ">", "&gt;" }, { "\"", "&quot;" }, { "'", "&#39;" }
    };
    for (; *text != '\0'; text++) {
        const char *escape = NULL;
        for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++)
            if (*text == escapes[i][0][0])
                escape = escapes[i][1];
        if (escape != NULL)
            buf_put_span(out, span_text(escape));
        else
            buf_put_byte(out, (uint8_t)*text);
    }
}

/* A style of its own and nothing else: no script, no picture from elsewhere. */
static const char head[] =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<title>Yousaid: invitations</title><style>"
    "@page{size:A4;margin:18mm}body{font:14pt/1.45 sans-serif;color:#111;margin:0}"
    "section{page-break-after:always;break-after:page;max-width:174mm}"
    "h1{font-size:24pt;margin:0 0 2mm}.where{font-size:16pt;margin:0 0 8mm}"
    "ol{padding-left:7mm}li{margin:0 0 5mm}"
    ".code{font:700 22pt monospace;letter-spacing:.06em;display:block;margin:2mm 0}"
    "table{border-collapse:collapse;margin:8mm 0}td{padding:1.5mm 8mm 1.5mm 0;vertical-align:top}"
    "td+td{font:700 15pt monospace}.row{display:flex;gap:10mm;align-items:flex-start}"
    "svg{width:44mm;height:44mm;flex:none}.keep{border-top:.3mm solid #999;padding-top:5mm;"
    "font-size:12pt}</style></head><body>";

static void put_sheet(struct buf *out, const char *programme, const char *venue, const char *name,
                      const struct invite *invite, const char *qr)
{
    char expires[11];
    local_day_text((int32_t)(invite->expires / 86400), expires);
    buf_put_span(out, span_text("<section><h1>A new kiosk</h1><p class=\"where\">"));
    put_html(out, venue);
    if (*name != '\0') {
        buf_put_span(out, span_text(" &middot; "));
        put_html(out, name);
    }
    buf_put_span(out, span_text("<br>"));
    put_html(out, programme);
    buf_put_span(out,
                 span_text("</p><div class=\"row\"><ol>"
                           "<li>Put the kiosk where people pass, and plug it in.</li>"
                           "<li>When it asks for a code, type this one:<span class=\"code\">"));
    put_html(out, invite->code);
    buf_put_span(out, span_text("</span></li><li>It says that it is ready. That is all: no "
                                "password, no settings.</li></ol>"));
    buf_put_span(out, span_text(qr));
    buf_put_span(out, span_text("</div><table><tr><td>PIN of its staff menu</td><td>"));
    put_html(out, invite->pin);
    buf_put_span(out, span_text("</td></tr><tr><td>if the PIN is lost</td><td>"));
    put_html(out, invite->recovery);
    buf_put_span(out, span_text("</td></tr><tr><td>use the code before</td><td>"));
    put_html(out, expires);
    buf_put_span(out,
                 span_text("</td></tr></table><p class=\"keep\">The code works once. Keep this "
                           "sheet where only staff can see it: the PIN opens the kiosk's "
                           "staff menu, and none of this can be shown again.</p></section>"));
}

/* ---- inviting ---- */

struct inviting {
    struct call *call;
    const struct place *place;
    const char *name;
    const char *replaces; /* the kiosk that ends when the new one enrols; "" for none */
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

/* What the kiosk that takes it up is to be called, and whose place it takes. */
static bool keep_wish(struct inviting *inviting, const struct invite *invite, struct err *err)
{
    struct call *call = inviting->call;
    struct store_paper paper = { .kind = "invitation" };
    if (inviting->name[0] == '\0' && inviting->replaces[0] == '\0')
        return true;
    (void)snprintf(paper.id, sizeof paper.id, "%u", (unsigned)invite->id);
    return paper_write(
        call->store, &paper,
        json_pack("{s:s, s:s}", "name", inviting->name, "replaces", inviting->replaces), PAPER_ANY,
        err);
}

static bool invite_one(struct inviting *inviting, struct err *err)
{
    struct call *call = inviting->call;
    struct invite invite;
    char id[8];
    BUF_AUTO qr = buf_new(QR_SVG_MAX);
    if (!hub_invite(call->hub, inviting->place->venue.id, &invite, err))
        return false;
    (void)snprintf(id, sizeof id, "%u", (unsigned)invite.id);
    bool done = keep_wish(inviting, &invite, err) && qr_put_svg(invite.code, &qr, err) &&
                call_note(call, DID_INVITATION_MADE, id,
                          json_pack("{s:s, s:s}", "venue", inviting->place->venue.id, "replaces",
                                    inviting->replaces),
                          err);
    if (done) {
        put_sheet(&inviting->html, hub_programme(call->hub), inviting->place->venue.name,
                  inviting->name, &invite, buf_text(&qr));
        (void)json_array_append_new(inviting->sheets, sheet_json(inviting, &invite, buf_text(&qr)));
    }
    seal_forget(&invite, sizeof invite);
    return done;
}

bool invite_kiosks(struct call *call, const char *venue, int count, const char *name,
                   const char *replaces, struct err *err)
{
    struct inviting inviting = {
        .call = call, .name = name, .replaces = replaces, .html = buf_new(HTML_MAX)
    };
    char hub[300];
    inviting.place = call_place(call, venue, err);
    bool done = inviting.place != NULL;
    inviting.sheets = json_array();
    buf_put_span(&inviting.html, span_text(head));
    for (int i = 0; done && i < count; i++)
        done = invite_one(&inviting, err);
    buf_put_span(&inviting.html, span_text("</body></html>"));
    (void)snprintf(hub, sizeof hub, "https://%.255s", http_header(call->exchange, "Host"));
    if (done)
        call->answer =
            json_pack("{s:s, s:s, s:O, s:s}", "hub", hub, "programme", hub_programme(call->hub),
                      "sheets", inviting.sheets, "html", buf_text(&inviting.html));
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
    return body_end(&body, err) && invite_kiosks(call, venue, (int)count, name, "", err);
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
