/*
 * One request from its path to its answer: who asks, whether that is allowed, what was sent; and
 * what is said. See rest_int.h.
 */
#include "json_depth.h"
#include "log.h"
#include "rest_state.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum {
    ANSWER_MAX = 16 * 1024 * 1024,
    TOKEN_BURST = 60,
    SESSION_BURST = 200,
};
static const double token_a_second = 20;
static const double session_a_second = 50;

/* ---- finding the operation ---- */

/* A value is letters, digits, - _ . and nothing else: no path tricks reach any further. */
static size_t value_length(const char *path)
{
    size_t length = 0;
    while (isalnum((unsigned char)path[length]) ||
           (path[length] != '\0' && strchr("-_.", path[length]) != NULL))
        length++;
    return length;
}

static bool path_fits(const char *pattern, const char *path, struct call *call)
{
    int values = 0;
    while (*pattern != '\0') {
        if (strncmp(pattern, "{}", 2) != 0) {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t length = value_length(path);
        if (length == 0 || length > CALL_VALUE_MAX || values == CALL_PATH_VALUES)
            return false;
        memcpy(call->values[values], path, length);
        call->values[values++][length] = '\0';
        path += length;
        pattern += 2;
    }
    return *path == '\0';
}

static bool method_fits(const char *method, const char *asked)
{
    return strcmp(method, asked) == 0 || (strcmp(asked, "HEAD") == 0 && strcmp(method, "GET") == 0);
}

static void allow(struct call *call, const char *method)
{
    size_t length = strlen(call->allow);
    (void)snprintf(call->allow + length, sizeof call->allow - length, "%s%s%s",
                   length == 0 ? "" : ", ", method, strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

bool call_find(struct call *call, struct err *err)
{
    const char *path = call->request->path + strlen("/api/v1");
    for (const struct operation *o = operations; o->method != NULL; o++) {
        if (!path_fits(o->path, path, call))
            continue;
        if (!method_fits(o->method, call->request->method)) {
            allow(call, o->method);
            continue;
        }
        call->operation = o;
        return true;
    }
    return *call->allow != '\0' ? err_set(err, ERR_METHOD, "This path is not for %s, but for %s.",
                                          call->request->method, call->allow)
                                : err_set(err, ERR_MISSING, "There is nothing at this path.");
}

/* ---- who asks ---- */

bool call_may_guess(struct call *call, struct err *err)
{
    (void)pthread_mutex_lock(&call->rest->lock);
    call->retry_after = throttle_ask(&call->rest->guesses, call->request->peer, clock_mono());
    (void)pthread_mutex_unlock(&call->rest->lock);
    return call->retry_after == 0 ||
           err_set(err, ERR_TOO_MANY, "There were too many wrong tries. Try again in %u seconds.",
                   call->retry_after);
}

void call_note_guess(struct call *call)
{
    (void)pthread_mutex_lock(&call->rest->lock);
    throttle_failed(&call->rest->guesses, call->request->peer, clock_mono());
    (void)pthread_mutex_unlock(&call->rest->lock);
}

/* The session's cookie among others. */
static bool cookie_value(const char *cookies, char ret[TOKEN_SIZE])
{
    static const char name[] = CALL_COOKIE "=";
    for (const char *at = cookies; at != NULL; at = strchr(at, ';')) {
        at += strspn(at, "; ");
        if (strncmp(at, name, sizeof name - 1) != 0)
            continue;
        size_t length = strcspn(at + sizeof name - 1, "; ");
        if (length == 0 || length >= TOKEN_SIZE)
            return false;
        memcpy(ret, at + sizeof name - 1, length);
        ret[length] = '\0';
        return true;
    }
    return false;
}

static bool is_change(const struct call *call)
{
    return strcmp(call->operation->method, "GET") != 0;
}

/* What another site makes a browser send has neither this header nor this origin. */
static bool is_own_doing(const struct call *call, struct err *err)
{
    const char *csrf = http_header(call->exchange, "X-CSRF-Token");
    const char *site = http_header(call->exchange, "Sec-Fetch-Site");
    bool foreign = *site != '\0' && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    if (strlen(csrf) == strlen(call->asker.csrf) &&
        seal_equal(csrf, call->asker.csrf, strlen(csrf)) && !foreign)
        return true;
    return err_tell(err, ERR_DENIED,
                    "This change does not come from the console itself. Reload the page and try "
                    "again.");
}

static bool ask_by_token(struct call *call, const char *authorization, struct err *err)
{
    static const char scheme[] = "Bearer ";
    if (strncasecmp(authorization, scheme, sizeof scheme - 1) != 0)
        return err_set(err, ERR_NOBODY, "Send a token as \"Authorization: Bearer TOKEN\".");
    return people_token(&call->people, authorization + sizeof scheme - 1, &call->asker, err);
}

static bool ask_by_session(struct call *call, struct err *err)
{
    char token[TOKEN_SIZE];
    if (!cookie_value(http_header(call->exchange, "Cookie"), token))
        return err_set(err, ERR_NOBODY, "Sign in first.");
    bool known = people_session(&call->people, token, &call->asker, err);
    seal_forget(token, sizeof token);
    return known && (!is_change(call) || is_own_doing(call, err));
}

/* So many requests a second on average, and some more at once. */
static bool keep_pace(struct call *call, struct err *err)
{
    bool token = call->asker.is_token;
    double most = token ? TOKEN_BURST : SESSION_BURST;
    double rate = token ? token_a_second : session_a_second;
    msec now = clock_mono();
    uint64_t place = strtoull(call->asker.id, NULL, 16) % PACES;
    (void)pthread_mutex_lock(&call->rest->lock);
    struct pace *pace = &call->rest->paces[place];
    if (strcmp(pace->who, call->asker.id) != 0) {
        *pace = (struct pace){ .tokens = most, .filled = now };
        memcpy(pace->who, call->asker.id, sizeof pace->who);
    }
    pace->tokens += (double)(now - pace->filled) / 1000 * rate;
    pace->tokens = pace->tokens < most ? pace->tokens : most;
    pace->filled = now;
    bool fine = pace->tokens >= 1;
    if (fine)
        pace->tokens -= 1;
    (void)pthread_mutex_unlock(&call->rest->lock);
    call->retry_after = fine ? 0 : 1;
    return fine || err_set(err, ERR_TOO_MANY, "These are too many requests: wait a second.");
}

bool call_may(const struct call *call, enum permission permission)
{
    return (call->asker.may & may(permission)) != 0;
}

static bool is_allowed(struct call *call, struct err *err)
{
    unsigned flags = call->operation->flags;
    if (call->asker.must_set_up && (flags & OP_SETTING_UP) == 0) {
        call->problem = "second-factor-missing";
        return err_set(err, ERR_DENIED,
                       "An administrator must have a second factor. Set it up first.");
    }
    if (call->asker.is_token && (flags & OP_SESSION_ONLY) != 0)
        return err_set(err, ERR_DENIED, "A token cannot do this; sign in.");
    if ((flags & OP_ANYBODY) != 0 || call_may(call, call->operation->may))
        return true;
    return err_set(err, ERR_DENIED,
                   "Your role does not allow this (it takes \"%s\"). An administrator can change "
                   "that.",
                   permission_name(call->operation->may));
}

static bool authenticate(struct call *call, struct err *err)
{
    const char *authorization = http_header(call->exchange, "Authorization");
    call->people = (struct people){ .store = call->store, .now = clock_now().wall };
    call->people.key = hub_desk_key(call->hub);
    call->people.actor = (struct audit_actor){ .name = "nobody" };
    if ((call->operation->flags & OP_PUBLIC) != 0)
        return call_may_guess(call, err);
    bool known =
        *authorization != '\0' ? ask_by_token(call, authorization, err) : ask_by_session(call, err);
    if (!known || !keep_pace(call, err))
        return false;
    (void)snprintf(call->people.actor.id, sizeof call->people.actor.id, "%s", call->asker.id);
    (void)snprintf(call->people.actor.name, sizeof call->people.actor.name, "%s", call->asker.name);
    return is_allowed(call, err);
}

/* ---- what was sent ---- */

static bool is_json_type(const char *type)
{
    size_t length = strcspn(type, "; ");
    return length == strlen("application/json") &&
           strncasecmp(type, "application/json", length) == 0;
}

static bool read_body(struct call *call, struct err *err)
{
    struct span body = call->request->body;
    json_error_t why;
    if ((call->operation->flags & OP_BODY) == 0)
        return true;
    if (!is_json_type(call->request->content_type))
        return err_set(err, ERR_TYPE, "Send the body as application/json.");
    if (body.size > CALL_BODY_MAX)
        return err_set(err, ERR_TOO_LARGE, "The body may have at most %d bytes.", CALL_BODY_MAX);
    if (!json_is_shallow(body, JSON_BODY_DEPTH_MAX, NULL))
        return err_set(err, ERR_USAGE, "The body is nested too deeply.");
    call->body = json_loadb((const char *)body.data, body.size, JSON_REJECT_DUPLICATES, &why);
    if (call->body == NULL)
        return err_set(err, ERR_USAGE, "The body is not JSON: line %d, column %d: %s.", why.line,
                       why.column, why.text);
    return json_is_object(call->body) || err_set(err, ERR_USAGE, "The body is not a JSON object.");
}

static bool is_versioned(struct call *call, struct err *err)
{
    if ((call->operation->flags & OP_VERSIONED) == 0 ||
        *http_header(call->exchange, "If-Match") != '\0')
        return true;
    return err_set(err, ERR_UNVERSIONED,
                   "Send If-Match with the ETag of what you have changed, so that nobody's change "
                   "is lost.");
}

/* ---- what is said ---- */

void call_etag_of(struct span text, char ret[CALL_ETAG_SIZE])
{
    char hex[65];
    struct digest digest = digest_of(text);
    digest_hex(&digest, hex);
    (void)snprintf(ret, CALL_ETAG_SIZE, "\"%.20s\"", hex);
}

void call_etag(const char *text, char ret[CALL_ETAG_SIZE])
{
    call_etag_of(span_text(text), ret);
}

bool call_unchanged(struct call *call, json_t *now, struct err *err)
{
    char etag[CALL_ETAG_SIZE];
    const char *match = http_header(call->exchange, "If-Match");
    JSON_AUTO *owned = now;
    char *text = json_dumps(owned, JSON_COMPACT);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to compare versions");
    call_etag(text, etag);
    free(text);
    return *match == '\0' || http_etag_among(match, etag) ||
           err_set(err, ERR_STALE,
                   "Somebody else has changed this since you read it. Read it again, and put your "
                   "change into what is there now.");
}

bool call_note(struct call *call, enum audit_action action, const char *subject, json_t *detail,
               struct err *err)
{
    JSON_AUTO *owned = detail;
    char *text = owned == NULL ? NULL : json_dumps(owned, JSON_COMPACT);
    bool noted = audit_note(call->store, &call->people.actor, action, subject, text, err);
    free(text);
    return noted;
}

/* Headers that every answer of the API has: it is data for one reader, and no page. */
static void put_fields(struct call *call, struct http_reply *reply, const char *etag)
{
    const struct http_field all[] = {
        { "Cache-Control", "private, no-cache" },
        { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "no-referrer" },
        { "Strict-Transport-Security", "max-age=31536000; includeSubDomains" },
        { "ETag", etag },
        { "Location", call->location },
        { "Set-Cookie", call->cookie },
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (*all[i].value != '\0')
            reply->fields[count++] = all[i];
    reply->pack = true;
}

static void say(struct call *call, struct span body, const char *type)
{
    char etag[CALL_ETAG_SIZE] = "";
    struct http_reply reply = { .status = call->status == 0 ? 200 : call->status,
                                .content_type = type,
                                .body = body };
    if (body.size > 0 && reply.status < 300)
        call_etag_of(body, etag);
    if (!is_change(call) && http_etag_among(http_header(call->exchange, "If-None-Match"), etag)) {
        reply.status = 304;
        reply.body = span_of(NULL, 0);
    }
    put_fields(call, &reply, etag);
    metrics_note(call->rest, reply.status);
    http_answer_with(call->exchange, &reply);
}

static void say_nothing(struct call *call)
{
    call->status = 204;
    say(call, span_of(NULL, 0), NULL);
}

static bool say_json(struct call *call)
{
    char *text = json_dumps(call->answer, JSON_COMPACT);
    if (text == NULL)
        return false;
    say(call, span_text(text), "application/json");
    free(text);
    return true;
}

struct http_stream *call_stream(struct call *call, const char *type, struct err *err)
{
    struct http_reply reply = { .status = 200, .content_type = type };
    put_fields(call, &reply, "");
    struct http_stream *stream = http_stream_begin(call->exchange, &reply, err);
    call->streamed = stream != NULL;
    if (call->streamed)
        metrics_note(call->rest, reply.status);
    return stream;
}

void call_stream_over(const struct call *call, bool whole, const struct err *err)
{
    if (!whole)
        log_line(LOG_WARN, "rest", "%s %s ended early: %s", call->operation->method,
                 call->operation->path, err->text);
}

static unsigned later_seconds(const struct call *call, const struct err *err)
{
    if (call->retry_after > 0)
        return call->retry_after;
    return err->kind == ERR_LATER ? 5 : 0;
}

/* A fault of the hub is for its log; who asked is told no more than that. */
static const char *detail_of(const struct call *call, const struct err *err)
{
    if (err->kind != ERR_CORRUPT)
        return err->text;
    log_line(LOG_ERROR, "rest", "%s %s: %s", call->operation->method, call->operation->path,
             err->text);
    return "The hub has a fault here; its log says which.";
}

/* What was asked may be quoted in it, and is bytes of any kind; an answer is text. */
static json_t *detail_json(const struct call *call, const struct err *err)
{
    json_t *detail = json_string(detail_of(call, err));
    return detail != NULL ? detail : json_string("What was asked for is no text in UTF-8.");
}

static void say_problem(struct call *call, const struct err *err)
{
    char type[80];
    (void)snprintf(type, sizeof type, "urn:yousaid:problem:%s",
                   call->problem == NULL ? err_name(err->kind) : call->problem);
    JSON_AUTO *problem =
        json_pack("{s:s, s:s, s:i, s:o}", "type", type, "title", err_meaning(err->kind), "status",
                  err_http(err->kind), "detail", detail_json(call, err));
    if (problem != NULL)
        value_said(problem, &err->said);
    if (call->problems != NULL)
        (void)json_object_set(problem, "problems", call->problems);
    char *text = problem == NULL ? NULL : json_dumps(problem, JSON_COMPACT);
    if (text == NULL) {
        http_answer_error(call->exchange, err, later_seconds(call, err));
        return;
    }
    struct http_reply reply = { .status = err_http(err->kind),
                                .content_type = "application/problem+json",
                                .body = span_text(text),
                                .retry_after = later_seconds(call, err) };
    put_fields(call, &reply, "");
    metrics_note(call->rest, reply.status);
    http_answer_with(call->exchange, &reply);
    free(text);
}

static void answer(struct call *call, bool done, struct err *err)
{
    if (call->streamed)
        return;
    if (!done)
        say_problem(call, err);
    else if (call->answer != NULL) {
        if (!say_json(call)) {
            (void)err_set(err, ERR_LATER, "there is no memory for the answer");
            say_problem(call, err);
        }
    } else if (call->type != NULL)
        say(call, buf_span(&call->text), call->type);
    else
        say_nothing(call);
}

void call_run(struct call *call)
{
    struct err err = { 0 };
    call->text = buf_new(ANSWER_MAX);
    bool done = authenticate(call, &err) && parameters_are_known(call, &err) &&
                is_versioned(call, &err) && read_body(call, &err) &&
                call->operation->run(call, &err);
    answer(call, done, &err);
    frame_give(call->rest, call->frame);
    json_decref(call->body);
    json_decref(call->answer);
    json_decref(call->problems);
    buf_finish(&call->text);
    seal_forget(call->cookie, sizeof call->cookie);
}
