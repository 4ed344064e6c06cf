/* Kinds of alerts by name: see alert_kinds.h. */
#include "alert_kinds.h"
#include <string.h>

static const char *const names[] = {
#define X(name, text) text,
    ALERT_KIND_MAP(X)
#undef X
};

const char *alert_kind_name(enum alert_kind kind)
{
    return names[kind];
}

bool alert_kind_from_name(const char *name, enum alert_kind *ret)
{
    for (int i = 0; i < ALERT_KINDS; i++)
        if (strcmp(names[i], name) == 0) {
            *ret = (enum alert_kind)i;
            return true;
        }
    return false;
}
