/* What was sent, member by member: see rest_int.h. */
#include "local_time.h"
#include "rest_int.h"
#include <ctype.h>
#include <stdio.h>

struct body body_of(struct call *call)
{
    return (struct body){ .call = call, .json = call->body };
}

void body_problem(struct body *body, const char *name, const char *fmt, ...)
{
    char pointer[200], text[200];
    struct said said;
    va_list args;
    struct call *call = body->call;
    if (call->problems == NULL)
        call->problems = json_array();
    if (json_array_size(call->problems) == CALL_PROBLEMS_MAX)
        return;
    (void)snprintf(pointer, sizeof pointer, "%s%s%s", body->at, name == NULL ? "" : "/",
                   name == NULL ? "" : name);
    va_start(args, fmt);
    said_note(&said, fmt, args);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    json_t *problem = json_pack("{s:s, s:s}", "pointer", pointer, "text", text);
    value_said(problem, &said);
    (void)json_array_append_new(call->problems, problem);
}

/* The member, NULL when it is left out or null; notes that it was asked for. */
static const json_t *member(struct body *body, const char *name, bool needed)
{
    const json_t *value = json_object_get(body->json, name);
    must(body->asked_count < sizeof body->asked / sizeof body->asked[0],
         "a body has more members than there is room for");
    body->asked[body->asked_count++] = name;
    if (json_is_null(value))
        value = NULL;
    if (value == NULL && needed)
        body_problem(body, name, "It must be there.");
    return value;
}

bool body_has(struct body *body, const char *name)
{
    return member(body, name, false) != NULL;
}

bool body_given(struct body *body, const char *name)
{
    (void)member(body, name, false);
    return json_object_get(body->json, name) != NULL;
}

struct body body_object(struct body *body, const char *name, bool needed)
{
    struct body inner = { .call = body->call, .json = member(body, name, needed) };
    (void)snprintf(inner.at, sizeof inner.at, "%.100s/%.50s", body->at, name);
    if (inner.json != NULL && !json_is_object(inner.json)) {
        body_problem(body, name, "It must be an object.");
        inner.json = NULL;
    }
    return inner;
}

/* Line ends and tabs are text, other control characters are not. */
static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' && strchr("\n\t", *text) == NULL)
            return false;
    return true;
}

const char *body_borrow(struct body *body, const char *name, bool needed, size_t max)
{
    const json_t *value = member(body, name, needed);
    const char *text = json_string_value(value);
    if (value == NULL)
        return NULL;
    if (text == NULL || strlen(text) != json_string_length(value) || !is_plain(text)) {
        body_problem(body, name, "It must be a text.");
        return NULL;
    }
    if (strlen(text) <= max)
        return text;
    body_problem(body, name, "It may have at most %zu bytes.", max);
    return NULL;
}

void body_text(struct body *body, const char *name, bool needed, char *ret, size_t size)
{
    const char *text = body_borrow(body, name, needed, size - 1);
    if (text != NULL && *text == '\0' && needed)
        body_problem(body, name, "It must not be empty.");
    (void)snprintf(ret, size, "%s", text == NULL ? "" : text);
}

int64_t body_int(struct body *body, const char *name, bool needed, int64_t fallback, int64_t min,
                 int64_t max)
{
    const json_t *value = member(body, name, needed);
    int64_t number = json_integer_value(value);
    if (value == NULL)
        return fallback;
    if (json_is_integer(value) && number >= min && number <= max)
        return number;
    body_problem(body, name, "It must be a whole number from %lld to %lld.", (long long)min,
                 (long long)max);
    return fallback;
}

bool body_bool(struct body *body, const char *name, bool fallback)
{
    const json_t *value = member(body, name, false);
    if (value == NULL)
        return fallback;
    if (!json_is_boolean(value))
        body_problem(body, name, "It must be true or false.");
    return json_is_true(value);
}

void body_day(struct body *body, const char *name, bool needed, int32_t *ret)
{
    const char *text = body_borrow(body, name, needed, 10);
    if (text != NULL && !local_day_from_text(text, ret, NULL))
        body_problem(body, name, "It must be a day such as 2026-11-23.");
}

bool value_is_id(const char *text)
{
    size_t length = strlen(text);
    bool fine = length >= 1 && length <= STORE_ID_MAX && islower((unsigned char)text[0]);
    for (size_t i = 0; fine && i < length; i++)
        fine = islower((unsigned char)text[i]) || isdigit((unsigned char)text[i]) ||
               text[i] == '_' || text[i] == '-';
    return fine;
}

void body_id(struct body *body, const char *name, bool needed, char *ret, size_t size)
{
    const char *text = body_borrow(body, name, needed, size - 1);
    (void)snprintf(ret, size, "%s", text == NULL ? "" : text);
    if (text != NULL && !value_is_id(text))
        body_problem(body, name,
                     "It must have 1 to 32 small letters, digits, - or _, a letter first.");
}

const json_t *body_json(struct body *body, const char *name, bool needed)
{
    return member(body, name, needed);
}

const json_t *body_array(struct body *body, const char *name, bool needed, size_t max)
{
    const json_t *value = member(body, name, needed);
    if (value == NULL)
        return NULL;
    if (json_is_array(value) && json_array_size(value) <= max)
        return value;
    body_problem(body, name, "It must be a list of at most %zu.", max);
    return NULL;
}

void body_alert_kinds(struct body *body, const char *name, const json_t *list)
{
    enum alert_kind kind;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text == NULL || !alert_kind_from_name(text, &kind)) {
            body_problem(body, name, "It names a kind of alert that there is not.");
            return;
        }
    }
}

static bool was_asked(const struct body *body, const char *name)
{
    for (size_t i = 0; i < body->asked_count; i++)
        if (strcmp(body->asked[i], name) == 0)
            return true;
    return false;
}

bool body_end(struct body *body, struct err *err)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)body->json, name, value)
    {
        (void)value;
        if (!was_asked(body, name))
            body_problem(body, name, "Nobody knows what this is.");
    }
    size_t count = json_array_size(body->call->problems);
    if (count == 0)
        return true;
    const json_t *first = json_array_get(body->call->problems, 0);
    return err_set(err, ERR_REFUSED, "%.60s: %s",
                   json_string_value(json_object_get(first, "pointer")),
                   json_string_value(json_object_get(first, "text")));
}
