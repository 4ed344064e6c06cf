/* The command line's own lines of the audit log: see commands.h. */
#include "commands.h"
#include <jansson.h>
#include <stdlib.h>

bool command_note(struct hub *hub, enum audit_action action, const char *subject, json_t *detail,
                  struct err *err)
{
    char *text = detail == NULL ? NULL : json_dumps(detail, JSON_COMPACT);
    bool noted = audit_note(hub_store(hub), &audit_command_line, action, subject, text, err) ||
                 err_wrap(err, "the audit log has no line of it");
    free(text);
    json_decref(detail);
    return noted;
}
