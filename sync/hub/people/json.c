/* Scopes in papers, and lines of the audit log. */
#include "people_int.h"
#include <stdio.h>
#include <stdlib.h>

json_t *scope_json(const struct scope *scope)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scope->count; i++)
        (void)json_array_append_new(list, json_string(scope->nodes[i]));
    return list;
}

void scope_read(const json_t *object, struct scope *ret)
{
    const json_t *list = json_object_get(object, "scope");
    ret->count = 0;
    for (size_t i = 0; i < json_array_size(list) && ret->count < SCOPE_MAX; i++) {
        const char *node = json_string_value(json_array_get(list, i));
        if (node != NULL)
            (void)snprintf(ret->nodes[ret->count++], sizeof ret->nodes[0], "%s", node);
    }
}

bool note_pairs(const struct people *p, enum audit_action action, const char *subject,
                struct err *err, const char *const *pairs)
{
    JSON_AUTO *detail = json_object();
    for (; pairs[0] != NULL; pairs += 2)
        (void)json_object_set_new(detail, pairs[0], json_string(pairs[1]));
    char *text = json_dumps(detail, JSON_COMPACT);
    bool noted = text != NULL && audit_note(p->store, &p->actor, action, subject, text, err);
    if (text == NULL)
        (void)err_set(err, ERR_LATER, "there is no memory for the audit log");
    free(text);
    return noted;
}
