/* One's own account: name, password, second factor, sessions, mails. */
#include "qr.h"
#include "rest_int.h"
#include <stdio.h>

static bool change_password(struct call *call, const char *old, const char *password,
                            struct err *err)
{
    bool changed =
        people_password(&call->people, call->asker.id, old, password, call->asker.session, err);
    if (!changed && err->kind == ERR_DENIED)
        call_note_guess(call);
    return changed;
}

bool op_account_change_own(struct call *call, struct err *err)
{
    char name[STORE_NAME_MAX];
    char password[PASSWORD_MAX + 1];
    char old[PASSWORD_MAX + 1];
    struct person person;
    struct body body = body_of(call);
    body_text(&body, "name", false, name, sizeof name);
    body_text(&body, "password", false, password, sizeof password);
    body_text(&body, "old_password", false, old, sizeof old);
    bool changed = body_end(&body, err) &&
                   (password[0] == '\0' || change_password(call, old, password, err)) &&
                   (name[0] == '\0' || people_rename(&call->people, call->asker.id, name, err)) &&
                   people_get(&call->people, call->asker.id, &person, err);
    seal_forget(password, sizeof password);
    seal_forget(old, sizeof old);
    if (changed)
        call->answer = account_json(&person);
    return changed;
}

/* ---- second factor ---- */

static bool own_password(struct call *call, char ret[PASSWORD_MAX + 1], struct err *err)
{
    struct body body = body_of(call);
    body_text(&body, "password", true, ret, PASSWORD_MAX + 1);
    return body_end(&body, err);
}

static bool show_secret(struct call *call, const char *secret, struct err *err)
{
    struct person person;
    char uri[700];
    BUF_AUTO label = buf_new(sizeof uri);
    BUF_AUTO svg = buf_new(QR_SVG_MAX);
    if (!people_get(&call->people, call->asker.id, &person, err))
        return false;
    qr_put_uri_text(&label, hub_programme(call->hub));
    buf_put_byte(&label, ':');
    qr_put_uri_text(&label, person.email);
    (void)snprintf(uri, sizeof uri, "otpauth://totp/%.500s?secret=%s&issuer=Yousaid",
                   buf_text(&label), secret);
    if (!qr_put_svg(uri, &svg, err))
        return false;
    call->answer = json_pack("{s:s, s:s, s:s}", "secret", secret, "uri", uri, "qr", buf_text(&svg));
    return true;
}

bool op_totp_begin(struct call *call, struct err *err)
{
    char password[PASSWORD_MAX + 1] = "";
    char secret[64];
    bool begun = own_password(call, password, err) &&
                 people_totp_begin(&call->people, call->asker.id, password, secret, err) &&
                 show_secret(call, secret, err);
    seal_forget(password, sizeof password);
    seal_forget(secret, sizeof secret);
    if (!begun && err->kind == ERR_DENIED)
        call_note_guess(call);
    return begun;
}

static void show_codes(struct call *call, char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE])
{
    json_t *list = json_array();
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        (void)json_array_append_new(list, json_string(codes[i]));
    call->answer = json_pack("{s:o}", "recovery_codes", list);
    seal_forget(codes, (size_t)RECOVERY_CODES * RECOVERY_CODE_SIZE);
}

bool op_totp_confirm(struct call *call, struct err *err)
{
    char code[9];
    char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE];
    struct body body = body_of(call);
    body_text(&body, "code", true, code, sizeof code);
    if (!body_end(&body, err))
        return false;
    if (!people_totp_confirm(&call->people, call->asker.id, code, codes, err)) {
        if (err->kind == ERR_DENIED)
            call_note_guess(call);
        return false;
    }
    show_codes(call, codes);
    return true;
}

bool op_totp_remove(struct call *call, struct err *err)
{
    return people_totp_remove(&call->people, call->asker.id, err);
}

bool op_recovery_new(struct call *call, struct err *err)
{
    char password[PASSWORD_MAX + 1] = "";
    char codes[RECOVERY_CODES][RECOVERY_CODE_SIZE];
    bool made = own_password(call, password, err) &&
                people_recovery(&call->people, call->asker.id, password, codes, err);
    seal_forget(password, sizeof password);
    if (made)
        show_codes(call, codes);
    else if (err->kind == ERR_DENIED)
        call_note_guess(call);
    return made;
}

/* ---- sessions ---- */

struct listing {
    json_t *items;
    const char *own;
};

static bool take_session(void *context, const struct listed_session *session)
{
    struct listing *listing = context;
    (void)json_array_append_new(
        listing->items,
        json_pack("{s:s, s:b, s:o, s:o, s:s}", "id", session->id, "this",
                  strcmp(session->id, listing->own) == 0, "created", value_time(session->created),
                  "last_used", value_time(session->last_used), "browser", session->browser));
    return true;
}

bool sessions_answer(struct call *call, const char *account, struct err *err)
{
    struct listing listing = { json_array(), call->asker.session };
    call->answer = json_pack("{s:o}", "items", listing.items);
    return people_sessions(&call->people, account, take_session, &listing, err);
}

bool op_sessions_own(struct call *call, struct err *err)
{
    return sessions_answer(call, call->asker.id, err);
}

bool op_session_end_own(struct call *call, struct err *err)
{
    return people_session_end(&call->people, call->asker.id, call->values[0], err);
}

/* ---- mails ---- */

/* What somebody gets by mail who has not said: nothing. */
static bool answer_mails(struct call *call, struct err *err)
{
    BUF_AUTO wishes = buf_new(PAPER_BODY_MAX);
    if (!people_wishes(&call->people, call->asker.id, &wishes, err))
        return false;
    JSON_AUTO *kept = json_loadb((const char *)wishes.data, wishes.size, 0, NULL);
    const json_t *kinds = json_object_get(kept, "kinds");
    const char *digest = json_string_value(json_object_get(kept, "digest"));
    call->answer =
        json_pack("{s:o, s:s}", "kinds", kinds == NULL ? json_array() : json_deep_copy(kinds),
                  "digest", digest == NULL ? "none" : digest);
    return true;
}

bool op_mails_get(struct call *call, struct err *err)
{
    return answer_mails(call, err);
}

bool op_mails_put(struct call *call, struct err *err)
{
    char digest[16];
    struct body body = body_of(call);
    const json_t *kinds = body_array(&body, "kinds", true, ALERT_KINDS);
    body_text(&body, "digest", true, digest, sizeof digest);
    body_alert_kinds(&body, "kinds", kinds);
    if (strcmp(digest, "none") != 0 && strcmp(digest, "daily") != 0 &&
        strcmp(digest, "weekly") != 0)
        body_problem(&body, "digest", "It is none, daily or weekly.");
    if (!body_end(&body, err))
        return false;
    JSON_AUTO *wishes = json_pack("{s:O, s:s}", "kinds", kinds, "digest", digest);
    char *text = json_dumps(wishes, JSON_COMPACT);
    bool kept =
        text != NULL && people_wishes_put(&call->people, call->asker.id, span_text(text), err);
    free(text);
    return kept && answer_mails(call, err);
}
