/* The codes of what the audit log tells of: see audit_actions.h. */
#include "audit_actions.h"

const char *audit_action_code(enum audit_action action)
{
    static const char *const codes[] = {
#define AUDIT_ACTION(name, code) [name] = code,
        AUDIT_ACTIONS(AUDIT_ACTION)
#undef AUDIT_ACTION
    };
    return codes[action];
}
