/* From bytes to a JSON object, or to a problem that says where. See json_read.h. */
#include "json_read.h"
#include "json_depth.h"
#include "json_memory.h"
#include <stdio.h>

static json_t *refuse(struct problems *problems, int line, int column, const char *text)
{
    problems_syntax(problems, line, column, text);
    return NULL;
}

static json_t *too_deep(struct span bytes, size_t offset, struct problems *problems)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < offset; i++) {
        column = bytes.data[i] == '\n' ? 1 : column + 1;
        line += bytes.data[i] == '\n';
    }
    return refuse(problems, line, column, "brackets are nested too deeply: no survey needs that");
}

static json_t *broken(const json_error_t *error, struct problems *problems)
{
    char text[sizeof problems->list[0].text];
    (void)snprintf(text, sizeof text, "this is not JSON: %s; correct it at this place",
                   error->text);
    return refuse(problems, error->line, error->column < 1 ? 1 : error->column, text);
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

json_t *json_read_object(struct span bytes, size_t size_max, struct problems *problems)
{
    size_t offset;
    if (bytes.size > size_max) {
        char text[100];
        (void)snprintf(text, sizeof text, "the file has %zu bytes; at most %zu are taken",
                       bytes.size, size_max);
        return refuse(problems, 1, 1, text);
    }
    if (bytes.size == 0)
        return refuse(problems, 1, 1, "the file is empty");
    if (!json_is_shallow(bytes, JSON_FILE_DEPTH_MAX, &offset))
        return too_deep(bytes, offset, problems);
    JSON_AUTO *root = parse(bytes, problems);
    if (!root)
        return NULL;
    if (!json_is_object(root))
        return refuse(problems, 1, 1, "the file must be one JSON object, { ... }");
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
