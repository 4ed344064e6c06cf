/* Signing in and out, and invitations taken up. */
#include "rest_int.h"
#include "survey_view.h"
#include <stdio.h>

enum { COOKIE_SECONDS = SESSION_SECONDS };

/* No more is kept of a browser than what its owner needs to know it again. */
static void browser_of(const struct call *call, char ret[80])
{
    static const char *const browsers[][2] = {
        { "Edg/", "Edge" },      { "OPR/", "Opera" },     { "Firefox/", "Firefox" },
        { "Chrome/", "Chrome" }, { "Safari/", "Safari" }, { "curl/", "curl" },
    };
    static const char *const systems[][2] = {
        { "Android", "Android" }, { "iPhone", "iPhone" },  { "iPad", "iPad" },
        { "Windows", "Windows" }, { "Mac OS X", "a Mac" }, { "Linux", "Linux" },
    };
    const char *agent = http_header(call->exchange, "User-Agent");
    const char *browser = "a program";
    const char *system = NULL;
    for (size_t i = sizeof browsers / sizeof browsers[0]; i-- > 0;)
        if (strstr(agent, browsers[i][0]) != NULL)
            browser = browsers[i][1];
    for (size_t i = sizeof systems / sizeof systems[0]; i-- > 0;)
        if (strstr(agent, systems[i][0]) != NULL)
            system = systems[i][1];
    (void)snprintf(ret, 80, "%s%s%s", browser, system == NULL ? "" : " on ",
                   system == NULL ? "" : system);
}

static void set_cookie(struct call *call, const char *token, int seconds)
{
    (void)snprintf(call->cookie, sizeof call->cookie,
                   CALL_COOKIE "=%s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Strict", token,
                   seconds);
}

json_t *account_json(const struct person *person)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:b, s:o, s:o}", "id", person->id, "email",
                     person->email, "name", person->name, "role", desk_role_name(person->role),
                     "scope", value_scope(&person->scope), "state",
                     person_state_name(person->state), "second_factor", person->second_factor,
                     "created", value_time(person->created), "last_sign_in",
                     value_time(person->last_sign_in));
}

/* A token is no person: it is shown as one that may sign in nowhere. */
static json_t *token_as_account(const struct asker *asker)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:b, s:s, s:n}", "id", asker->id, "email",
                     "token@invalid.example", "name", asker->name, "role", "inspector", "scope",
                     value_scope(&asker->scope), "state", "active", "second_factor", false,
                     "created", "1970-01-01T00:00:00Z", "last_sign_in");
}

static json_t *permissions_json(permissions allowed)
{
    json_t *list = json_array();
    for (int i = 0; i < PERMISSIONS; i++)
        if (allowed & may((enum permission)i))
            (void)json_array_append_new(list, json_string(permission_name((enum permission)i)));
    return list;
}

static json_t *musts_json(const struct asker *asker, const struct person *person)
{
    json_t *list = json_array();
    if (asker->must_set_up)
        (void)json_array_append_new(list, json_string("set_up_second_factor"));
    if (person != NULL && person->second_factor && person->recovery_left < 3)
        (void)json_array_append_new(list, json_string("keep_recovery_codes"));
    return list;
}

/* What a page of figures is about until another survey is chosen: said here, so that nobody has to
 * ask twice before the first page. Who may not see surveys, or has something to do first, is told
 * of none. */
static bool find_main_survey(struct call *call, char ret[STORE_ID_MAX + 1], struct err *err)
{
    ret[0] = '\0';
    return call->asker.must_set_up || !call_may(call, MAY_SEE_SURVEYS) ||
           survey_main(call, ret, err);
}

static bool answer_session(struct call *call, struct err *err)
{
    struct person person = { 0 };
    char survey[STORE_ID_MAX + 1];
    const struct asker *asker = &call->asker;
    if ((!asker->is_token && !people_get(&call->people, asker->id, &person, err)) ||
        !find_main_survey(call, survey, err))
        return false;
    call->answer = json_pack(
        "{s:o, s:o, s:s, s:b, s:o, s:o, s:o, s:o}", "account",
        asker->is_token ? token_as_account(asker) : account_json(&person), "may",
        permissions_json(asker->must_set_up ? 0 : asker->may), "programme",
        hub_programme(call->hub), "sample", hub_is_sample(call->hub), "main_survey",
        value_text_or_null(survey), "csrf", value_text_or_null(asker->csrf), "expires",
        value_time(asker->expires), "must", musts_json(asker, asker->is_token ? NULL : &person));
    return call->answer != NULL || err_set(err, ERR_LATER, "there is no memory for the answer");
}

bool op_session_get(struct call *call, struct err *err)
{
    return answer_session(call, err);
}

/* The session that has just begun asks for itself. */
static bool begin(struct call *call, const char *token, struct err *err)
{
    if (!people_session(&call->people, token, &call->asker, err))
        return false;
    set_cookie(call, token, COOKIE_SECONDS);
    return answer_session(call, err);
}

static bool refuse_sign_in(struct call *call, enum sign_in_result result, unsigned wait,
                           struct err *err)
{
    if (result == SIGN_IN_NEEDS_CODE) {
        call->problem = "second-factor-needed";
        return err_set(err, ERR_NOBODY, "Enter the code that your app shows, or a recovery code.");
    }
    call_note_guess(call);
    call->retry_after = wait;
    if (result == SIGN_IN_WAIT)
        return err_set(err, ERR_TOO_MANY,
                       "There were too many wrong tries. Try again in %u seconds.", wait);
    call->problem = "sign-in-wrong";
    return err_set(err, ERR_NOBODY,
                   "The e-mail address, the password or the code is wrong. Check them, or ask an "
                   "administrator for a new link.");
}

bool op_session_new(struct call *call, struct err *err)
{
    char email[EMAIL_MAX + 1];
    char password[PASSWORD_MAX + 1];
    char code[33];
    char browser[80];
    char token[TOKEN_SIZE] = "";
    enum sign_in_result result = SIGN_IN_WRONG;
    unsigned wait = 0;
    struct person person;
    struct body body = body_of(call);
    body_text(&body, "email", true, email, sizeof email);
    body_text(&body, "password", true, password, sizeof password);
    body_text(&body, "code", false, code, sizeof code);
    browser_of(call, browser);
    struct sign_in in = { email, password, code, browser };
    bool judged = body_end(&body, err) &&
                  people_sign_in(&call->people, &in, &result, &wait, &person, token, err);
    seal_forget(password, sizeof password);
    if (!judged)
        return false;
    bool begun =
        result == SIGN_IN_DONE ? begin(call, token, err) : refuse_sign_in(call, result, wait, err);
    seal_forget(token, sizeof token);
    return begun;
}

bool op_session_end(struct call *call, struct err *err)
{
    set_cookie(call, "", 0);
    return people_session_end(&call->people, call->asker.id, call->asker.session, err);
}

/* ---- invitations ---- */

bool op_link_open(struct call *call, struct err *err)
{
    char token[TOKEN_SIZE + 41];
    struct person person;
    bool reset = false;
    int64_t expires;
    struct body body = body_of(call);
    body_text(&body, "token", true, token, sizeof token);
    if (!body_end(&body, err))
        return false;
    if (!people_link(&call->people, token, &person, &reset, &expires, err)) {
        call_note_guess(call);
        return false;
    }
    call->answer = json_pack("{s:s, s:s, s:s, s:s, s:b}", "email", person.email, "name",
                             person.name, "role", desk_role_name(person.role), "programme",
                             hub_programme(call->hub), "reset", reset);
    return true;
}

static bool accept(struct call *call, const char *link, const char *password, struct err *err)
{
    char browser[80];
    char token[TOKEN_SIZE];
    struct person person;
    browser_of(call, browser);
    if (!people_link_accept(&call->people, link, password, &person, err)) {
        if (err->kind == ERR_MISSING)
            call_note_guess(call);
        return false;
    }
    /* A reset keeps no second factor, so the link alone opens the door here. */
    bool begun =
        people_session_new(&call->people, &person, browser, token, err) && begin(call, token, err);
    seal_forget(token, sizeof token);
    return begun;
}

bool op_link_accept(struct call *call, struct err *err)
{
    char link[TOKEN_SIZE + 41];
    char password[PASSWORD_MAX + 1];
    struct body body = body_of(call);
    body_text(&body, "token", true, link, sizeof link);
    body_text(&body, "password", true, password, sizeof password);
    bool done = body_end(&body, err) && accept(call, link, password, err);
    seal_forget(password, sizeof password);
    return done;
}
