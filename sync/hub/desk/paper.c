/* Papers as JSON: see paper.h. */
#include "paper.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

void paper_drop(json_t **json)
{
    json_decref(*json);
}

bool paper_write(struct store *store, struct store_paper *paper, json_t *json, uint64_t over,
                 struct err *err)
{
    JSON_AUTO *owned = json;
    char *text = owned == NULL ? NULL : json_dumps(owned, JSON_COMPACT | JSON_SORT_KEYS);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep this");
    paper->body = span_text(text);
    bool kept = store_paper_put(store, paper, over, err);
    explicit_bzero(text, strlen(text));
    free(text);
    return kept;
}

json_t *paper_json(const struct store_paper *paper, struct err *err)
{
    json_t *json = json_loadb((const char *)paper->body.data, paper->body.size, 0, NULL);
    if (json == NULL)
        (void)err_set(err, ERR_CORRUPT, "what is kept of this %s cannot be read", paper->kind);
    return json;
}

bool paper_read(struct store *store, const char *kind, const char *id, const char *what,
                struct store_paper *ret, json_t **ret_json, struct err *err)
{
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    *ret_json = NULL;
    if (!store_paper_get(store, kind, id, ret, &body, err))
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such %s.", what)
                                        : false;
    *ret_json = paper_json(ret, err);
    ret->body = span_of(NULL, 0);
    return *ret_json != NULL;
}

void paper_text(const json_t *object, const char *name, char *ret, size_t size)
{
    const char *text = json_string_value(json_object_get(object, name));
    (void)snprintf(ret, size, "%s", text == NULL ? "" : text);
}

int64_t paper_number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}
