/* API tokens: see people.h. */
#include "people_int.h"
#include <stdio.h>

enum { DAY_SECONDS = 86400 };

static json_t *permissions_json(permissions allowed)
{
    json_t *list = json_array();
    for (int i = 0; i < PERMISSIONS; i++)
        if (allowed & may((enum permission)i))
            (void)json_array_append_new(list, json_string(permission_name((enum permission)i)));
    return list;
}

static permissions read_permissions(const json_t *json)
{
    const json_t *list = json_object_get(json, "may");
    permissions allowed = 0;
    enum permission permission;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        if (name != NULL && permission_from_name(name, &permission))
            allowed |= may(permission);
    }
    return allowed;
}

static json_t *token_json(const struct api_token *token)
{
    return json_pack("{s:s, s:s, s:o, s:o, s:I, s:I, s:i}", "name", token->name, "by", token->by,
                     "may", permissions_json(token->may), "scope", scope_json(&token->scope),
                     "created", (json_int_t)token->created, "expires", (json_int_t)token->expires,
                     "used", (int)token->last_used);
}

static bool token_from_paper(const struct store_paper *paper, struct api_token *ret,
                             struct err *err)
{
    JSON_AUTO *json = paper_json(paper, err);
    if (json == NULL)
        return false;
    *ret = (struct api_token){
        .may = read_permissions(json),
        .created = json_integer_value(json_object_get(json, "created")),
        .expires = json_integer_value(json_object_get(json, "expires")),
        .last_used = (int32_t)json_integer_value(json_object_get(json, "used")),
    };
    memcpy(ret->id, paper->id, sizeof ret->id - 1);
    paper_text(json, "name", ret->name, sizeof ret->name);
    paper_text(json, "by", ret->by, sizeof ret->by);
    scope_read(json, &ret->scope);
    return true;
}

bool people_token_new(const struct people *p, struct api_token *token, char ret_secret[TOKEN_SIZE],
                      struct err *err)
{
    struct store_paper paper = { .kind = KIND_TOKEN, .rank = p->now };
    token->created = p->now;
    (void)snprintf(token->by, sizeof token->by, "%s", p->actor.name);
    secret_id(token->id);
    secret_token("ysd_", ret_secret);
    (void)snprintf(paper.id, sizeof paper.id, "%s", token->id);
    secret_digest(ret_secret, paper.also);
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    return paper_write(p->store, &paper, token_json(token), PAPER_NEW, err) &&
           note(p, DID_TOKEN_MADE, token->id, err, "name", token->name, NULL) &&
           store_together_keep(p->store, err);
}

static bool nobody(struct err *err)
{
    return err_set(err, ERR_NOBODY, "This token is not known here, or has ended.");
}

/* The day of its last use is enough to find tokens that nobody needs. */
static bool note_use(const struct people *p, struct store_paper *paper, struct api_token *token,
                     struct err *err)
{
    int32_t today = (int32_t)(p->now / DAY_SECONDS);
    if (token->last_used == today)
        return true;
    token->last_used = today;
    return paper_write(p->store, paper, token_json(token), paper->version, err) ||
           err->kind == ERR_STALE;
}

bool people_token(const struct people *p, const char *secret, struct asker *ret, struct err *err)
{
    struct store_paper paper;
    struct api_token token;
    char digest[65];
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    secret_digest(secret, digest);
    if (!store_paper_find(p->store, KIND_TOKEN, digest, &paper, &body, err))
        return err->kind == ERR_MISSING ? nobody(err) : false;
    if (!token_from_paper(&paper, &token, err))
        return false;
    if (token.expires != 0 && token.expires <= p->now)
        return nobody(err);
    *ret = (struct asker){
        .is_token = true, .may = token.may, .scope = token.scope, .expires = token.expires
    };
    memcpy(ret->id, token.id, sizeof ret->id);
    memcpy(ret->name, token.name, sizeof ret->name);
    return note_use(p, &paper, &token, err);
}

struct listing {
    bool (*take)(void *context, const struct api_token *token);
    void *context;
    struct err *err;
    bool failed;
};

static bool take_token(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct api_token token;
    listing->failed = !token_from_paper(paper, &token, listing->err);
    return !listing->failed && listing->take(listing->context, &token);
}

bool people_tokens(const struct people *p, const struct api_token *after,
                   bool (*take)(void *context, const struct api_token *token), void *context,
                   struct err *err)
{
    struct listing listing = { .take = take, .context = context, .err = err };
    struct paper_query query = { .kind = KIND_TOKEN };
    if (after != NULL) {
        query.after_rank = after->created;
        query.after_id = after->id;
    }
    return store_papers(p->store, &query, take_token, &listing, err) && !listing.failed;
}

bool people_token_end(const struct people *p, const char *id, struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!store_paper_get(p->store, KIND_TOKEN, id, &paper, &body, err))
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such token.")
                                        : false;
    return store_paper_remove(p->store, KIND_TOKEN, id, err) &&
           note(p, DID_TOKEN_ENDED, id, err, NULL) && store_together_keep(p->store, err);
}
