/* From bytes to a JSON object, or to a problem that says where. See json_read.h. */
#include "json_read.h"
#include "json_depth.h"
#include "json_memory.h"
#include <stdio.h>

static void too_deep(struct span bytes, size_t offset, struct problems *problems)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < offset; i++) {
        column = bytes.data[i] == '\n' ? 1 : column + 1;
        line += bytes.data[i] == '\n';
    }
    problems_syntax(problems, line, column, "brackets are nested too deeply: no survey needs that");
}

static json_t *broken(const json_error_t *error, struct problems *problems)
{
    problems_syntax(problems, error->line, error->column < 1 ? 1 : error->column,
                    "this is not JSON: %s; correct it at this place", error->text);
    return NULL;
}

/* The whole value, or NULL with a problem. */
static json_t *parse(struct span bytes, struct problems *problems)
{
    json_error_t error;
    if (!json_memory_begin(bytes.size)) {
        problems_starved(problems);
        return NULL;
    }
    json_t *root = json_loadb((const char *)bytes.data, bytes.size,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    bool starved = json_memory_starved();
    if (starved) {
        json_decref(root);
        root = NULL;
        problems_starved(problems);
    }
    json_memory_end();
    return root || starved ? root : broken(&error, problems);
}

/* Said before anything is read of it. */
static bool is_readable(struct span bytes, size_t size_max, struct problems *problems)
{
    size_t offset;
    if (bytes.size > size_max)
        problems_syntax(problems, 1, 1, "the file has %zu bytes; at most %zu are taken", bytes.size,
                        size_max);
    else if (bytes.size == 0)
        problems_syntax(problems, 1, 1, "the file is empty");
    else if (!json_is_shallow(bytes, JSON_FILE_DEPTH_MAX, &offset))
        too_deep(bytes, offset, problems);
    else
        return true;
    return false;
}

json_t *json_read_object(struct span bytes, size_t size_max, struct problems *problems)
{
    if (!is_readable(bytes, size_max, problems))
        return NULL;
    JSON_AUTO *root = parse(bytes, problems);
    if (!root)
        return NULL;
    if (!json_is_object(root)) {
        problems_syntax(problems, 1, 1, "the file must be one JSON object, { ... }");
        return NULL;
    }
    return json_incref(root);
}

void json_read_release(json_t **json)
{
    json_decref(*json);
}

const char *json_read_kind(const json_t *json)
{
    static const char *const kinds[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",  [JSON_STRING] = "a text",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };
    return kinds[json_typeof(json)];
}
