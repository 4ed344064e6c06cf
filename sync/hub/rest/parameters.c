/* What may stand in a query: what docs/openapi.json says of the operation, and nothing else. A
 * filter that was misspelt would otherwise be answered with everything. */
#include "openapi.h"
#include "rest_state.h"
#include <stdio.h>

enum { NAME_MAX_SHOWN = 40 };

/* "get /venues/{}" of "get" and "/venues/{venue}". */
static void operation_key(const char *method, const char *path, char *ret, size_t size)
{
    size_t at = (size_t)snprintf(ret, size, "%s ", method);
    bool inside = false;
    for (; *path != '\0' && at + 1 < size; path++) {
        inside = inside && *path != '}';
        if (!inside)
            ret[at++] = *path;
        inside = inside || *path == '{';
    }
    ret[at] = '\0';
}

/* A parameter, or where in the document it stands. */
static const json_t *described(const json_t *document, const json_t *parameter)
{
    const char *from = json_string_value(json_object_get(parameter, "$ref"));
    const char *name = from == NULL ? NULL : strrchr(from, '/');
    if (name == NULL)
        return parameter;
    return json_object_get(json_object_get(json_object_get(document, "components"), "parameters"),
                           name + 1);
}

static json_t *names_of(const json_t *document, const json_t *operation)
{
    json_t *names = json_array();
    size_t i;
    const json_t *each;
    json_array_foreach(json_object_get(operation, "parameters"), i, each)
    {
        const json_t *parameter = described(document, each);
        const char *in = json_string_value(json_object_get(parameter, "in"));
        if (in != NULL && strcmp(in, "query") == 0)
            (void)json_array_append(names, json_object_get(parameter, "name"));
    }
    return names;
}

json_t *parameters_read(struct err *err)
{
    JSON_AUTO *document = json_loadb((const char *)openapi_text, openapi_size, 0, NULL);
    json_t *all = document == NULL ? NULL : json_object();
    const char *path;
    const char *method;
    json_t *operations_there;
    json_t *operation;
    if (all == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the API's description");
        return NULL;
    }
    json_object_foreach(json_object_get(document, "paths"), path, operations_there)
    {
        json_object_foreach(operations_there, method, operation)
        {
            char key[120];
            operation_key(method, path, key, sizeof key);
            (void)json_object_set_new(all, key, names_of(document, operation));
        }
    }
    return all;
}

static bool is_among(const json_t *names, const char *name, size_t length)
{
    size_t i;
    const json_t *each;
    json_array_foreach(names, i, each)
    {
        if (json_string_length(each) == length &&
            strncmp(json_string_value(each), name, length) == 0)
            return true;
    }
    return false;
}

static bool stands_before(const char *query, const char *name, size_t length)
{
    for (const char *at = query; at < name; at += strcspn(at, "&") + 1)
        if (strncmp(at, name, length) == 0 && (at[length] == '=' || at[length] == '&'))
            return true;
    return false;
}

/* How much of a name can be said again: as far as it is made of what names are made of. A query is
 * bytes of any kind, and an answer is text. */
static int sayable(const char *name, size_t length)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.%";
    size_t most = length < NAME_MAX_SHOWN ? length : NAME_MAX_SHOWN;
    size_t said = strspn(name, plain);
    return (int)(said < most ? said : most);
}

static bool refuse_unknown(const json_t *names, const char *name, size_t length, struct err *err)
{
    char list[240] = "";
    size_t at = 0;
    size_t i;
    const json_t *each;
    int shown = sayable(name, length);
    json_array_foreach(names, i, each)
    {
        if (at < sizeof list)
            at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i == 0 ? "" : ", ",
                                   json_string_value(each));
    }
    if (at == 0)
        return err_set(err, ERR_USAGE, "This path takes no parameters, so not \"%.*s\".", shown,
                       name);
    return err_set(err, ERR_USAGE, "There is no parameter \"%.*s\" here. There are: %s.", shown,
                   name, list);
}

bool parameters_are_known(const struct call *call, struct err *err)
{
    char method[8];
    char key[120];
    const char *query = call->request->query;
    size_t length = strlen(call->operation->method);
    if (query == NULL || length >= sizeof method)
        return true;
    for (size_t i = 0; i <= length; i++)
        method[i] = (char)(call->operation->method[i] | (i < length ? 0x20 : 0));
    operation_key(method, call->operation->path, key, sizeof key);
    const json_t *names = json_object_get(call->rest->parameters, key);
    for (const char *at = query; *at != '\0'; at += strspn(at, "&")) {
        size_t name = strcspn(at, "=&");
        if (name > 0 && !is_among(names, at, name))
            return refuse_unknown(names, at, name, err);
        if (name > 0 && stands_before(query, at, name))
            return err_set(err, ERR_USAGE, "The parameter %.*s stands there twice.", (int)name, at);
        at += strcspn(at, "&");
    }
    return true;
}
