/* Accounts and tokens as an administrator sees them. */
#include "rest_int.h"
#include <stdio.h>

/* ---- accounts ---- */

static bool take_account(void *context, const struct person *person)
{
    return page_take(context, person->created, person->id, account_json(person));
}

bool op_accounts(struct call *call, struct err *err)
{
    struct page page;
    if (!page_begin(call, &page, err))
        return false;
    struct person after = { .created = page.rank };
    (void)snprintf(after.id, sizeof after.id, "%.16s", page.id);
    bool listed =
        people_list(&call->people, page.continues ? &after : NULL, take_account, &page, err);
    page_end(call, &page);
    return listed;
}

/* Areas and venues that there are. */
void body_scope(struct body *body, const struct frame *frame, struct scope *ret)
{
    const json_t *list = body_array(body, "scope", true, SCOPE_MAX);
    *ret = (struct scope){ 0 };
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *node = json_string_value(json_array_get(list, i));
        if (node == NULL || (frame_area(frame, node) == NULL && frame_place(frame, node) == NULL)) {
            body_problem(body, "scope", "It names an area or venue that is not there.");
            return;
        }
        (void)snprintf(ret->nodes[ret->count++], sizeof ret->nodes[0], "%.32s", node);
    }
}

static void body_role(struct body *body, bool needed, enum desk_role *ret)
{
    char name[32];
    body_text(body, "role", needed, name, sizeof name);
    if (name[0] != '\0' && !desk_role_from_name(name, ret))
        body_problem(body, "role",
                     "It is administrator, author, analyst, venue_manager or inspector.");
}

/* The secret stands behind #, which no browser sends and no log sees. */
static bool answer_link(struct call *call, const struct person *person, const char *token,
                        struct err *err)
{
    char link[400];
    char host[256];
    (void)snprintf(host, sizeof host, "%.200s", http_header(call->exchange, "Host"));
    (void)snprintf(link, sizeof link, "https://%s/console/welcome#%s", host, token);
    call->answer = json_pack("{s:o, s:s, s:o}", "account", account_json(person), "link", link,
                             "expires", value_time(call->people.now + LINK_DAYS * 86400));
    return call->answer != NULL || err_set(err, ERR_LATER, "there is no memory for the answer");
}

bool op_account_invite(struct call *call, struct err *err)
{
    struct person person = { 0 };
    char token[TOKEN_SIZE];
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    struct body body = body_of(call);
    body_text(&body, "email", true, person.email, sizeof person.email);
    body_text(&body, "name", true, person.name, sizeof person.name);
    body_role(&body, true, &person.role);
    body_scope(&body, frame, &person.scope);
    if (!body_end(&body, err) || !people_invite(&call->people, &person, &person, token, err))
        return false;
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/accounts/%s", person.id);
    return answer_link(call, &person, token, err);
}

bool op_account_get(struct call *call, struct err *err)
{
    struct person person;
    if (!people_get(&call->people, call->values[0], &person, err))
        return false;
    call->answer = account_json(&person);
    return true;
}

static void body_state(struct body *body, enum person_state *ret)
{
    char state[16];
    body_text(body, "state", false, state, sizeof state);
    if (strcmp(state, "active") == 0)
        *ret = PERSON_ACTIVE;
    else if (strcmp(state, "closed") == 0)
        *ret = PERSON_CLOSED;
    else if (state[0] != '\0')
        body_problem(body, "state", "It is active or closed.");
}

/* What the change makes of the person; what is left out stays. */
static bool read_change(struct call *call, struct person *person, struct err *err)
{
    char name[STORE_NAME_MAX];
    const struct frame *frame = call_frame(call, err);
    struct body body = body_of(call);
    if (frame == NULL)
        return false;
    body_text(&body, "name", false, name, sizeof name);
    if (name[0] != '\0')
        memcpy(person->name, name, sizeof name);
    body_role(&body, false, &person->role);
    if (body_has(&body, "scope"))
        body_scope(&body, frame, &person->scope);
    body_state(&body, &person->state);
    return body_end(&body, err);
}

bool op_account_change(struct call *call, struct err *err)
{
    struct person person;
    if (!people_get(&call->people, call->values[0], &person, err) ||
        !call_unchanged(call, account_json(&person), err) || !read_change(call, &person, err) ||
        !people_change(&call->people, &person, err))
        return false;
    return op_account_get(call, err);
}

bool op_account_reset(struct call *call, struct err *err)
{
    struct person person;
    char token[TOKEN_SIZE];
    return people_reset(&call->people, call->values[0], token, err) &&
           people_get(&call->people, call->values[0], &person, err) &&
           answer_link(call, &person, token, err);
}

bool op_account_sessions(struct call *call, struct err *err)
{
    struct person person;
    return people_get(&call->people, call->values[0], &person, err) &&
           sessions_answer(call, person.id, err);
}

bool op_account_sessions_end(struct call *call, struct err *err)
{
    struct person person;
    return people_get(&call->people, call->values[0], &person, err) &&
           people_session_end(&call->people, person.id, NULL, err) &&
           call_note(call, DID_ACCOUNT_SESSIONS_ENDED, person.id, NULL, err);
}

/* ---- tokens ---- */

static json_t *token_json(const struct api_token *token)
{
    json_t *list = json_array();
    for (int i = 0; i < PERMISSIONS; i++)
        if (token->may & may((enum permission)i))
            (void)json_array_append_new(list, json_string(permission_name((enum permission)i)));
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:o, s:o}", "id", token->id, "name",
                     token->name, "may", list, "scope", value_scope(&token->scope), "created",
                     value_time(token->created), "created_by", token->by, "expires",
                     value_time(token->expires), "last_used",
                     token->last_used == 0 ? json_null() : value_day(token->last_used));
}

static bool take_token(void *context, const struct api_token *token)
{
    return page_take(context, token->created, token->id, token_json(token));
}

bool op_tokens(struct call *call, struct err *err)
{
    struct page page;
    if (!page_begin(call, &page, err))
        return false;
    struct api_token after = { .created = page.rank };
    (void)snprintf(after.id, sizeof after.id, "%.16s", page.id);
    bool listed =
        people_tokens(&call->people, page.continues ? &after : NULL, take_token, &page, err);
    page_end(call, &page);
    return listed;
}

static void body_permissions(struct body *body, permissions *ret)
{
    const json_t *list = body_array(body, "may", true, PERMISSIONS);
    enum permission permission;
    *ret = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        if (name == NULL || !permission_from_name(name, &permission)) {
            body_problem(body, "may", "It names a permission that there is not.");
            return;
        }
        *ret |= may(permission);
    }
    if (*ret == 0)
        body_problem(body, "may", "A token must be for something.");
}

bool op_token_new(struct call *call, struct err *err)
{
    struct api_token token = { 0 };
    char secret[TOKEN_SIZE];
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    struct body body = body_of(call);
    body_text(&body, "name", true, token.name, sizeof token.name);
    body_permissions(&body, &token.may);
    body_scope(&body, frame, &token.scope);
    int64_t days = body_int(&body, "days", false, 0, 1, 366);
    token.expires = days == 0 ? 0 : call->people.now + days * 86400;
    if (!body_end(&body, err) || !people_token_new(&call->people, &token, secret, err))
        return false;
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/tokens/%s", token.id);
    call->answer = json_pack("{s:o, s:s}", "token", token_json(&token), "secret", secret);
    seal_forget(secret, sizeof secret);
    return true;
}

bool op_token_end(struct call *call, struct err *err)
{
    return people_token_end(&call->people, call->values[0], err);
}
