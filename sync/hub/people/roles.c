/* Roles and permissions: see people.h. */
#include "people.h"

static const char *const permission_names[] = {
#define X(name, text) text,
    PERMISSION_MAP(X)
#undef X
};

_Static_assert(PERMISSIONS <= 32, "a permission is a bit of 32");

const char *permission_name(enum permission permission)
{
    return permission_names[permission];
}

bool permission_from_name(const char *name, enum permission *ret)
{
    for (int i = 0; i < PERMISSIONS; i++)
        if (strcmp(permission_names[i], name) == 0) {
            *ret = (enum permission)i;
            return true;
        }
    return false;
}

#define MAY(name) ((permissions)1 << MAY_##name)
#define LOOKING   (MAY(SEE_REPORTS) | MAY(SEE_SURVEYS) | MAY(SEE_VENUES) | MAY(SEE_KIOSKS))

static const struct {
    const char *name;
    permissions may;
} roles[DESK_ROLES] = {
    [DESK_ADMINISTRATOR] = { "administrator", ((permissions)1 << PERMISSIONS) - 1 },
    [DESK_AUTHOR] = { "author", LOOKING | MAY(EDIT_SURVEYS) | MAY(PUBLISH_SURVEYS) |
                                    MAY(EDIT_NOTICES) | MAY(APPROVE_NOTICES) | MAY(SEE_ALERTS) },
    [DESK_ANALYST] = { "analyst", LOOKING | MAY(SEE_LIVE) | MAY(SEE_ROWS) | MAY(SEE_WORDS) |
                                      MAY(ENTER_COUNTS) | MAY(EDIT_NOTICES) | MAY(APPROVE_NOTICES) |
                                      MAY(EDIT_INITIATIVES) | MAY(FREEZE_RETURNS) |
                                      MAY(SEE_ALERTS) },
    [DESK_VENUE_MANAGER] = { "venue_manager", LOOKING | MAY(ENTER_COUNTS) | MAY(EDIT_NOTICES) |
                                                  MAY(SEE_ALERTS) | MAY(IMPORT_BATCHES) },
    [DESK_INSPECTOR] = { "inspector",
                         LOOKING | MAY(SEE_ROWS) | MAY(SEE_AUDIT) | MAY(VERIFY) | MAY(SEE_ALERTS) },
};

const char *desk_role_name(enum desk_role role)
{
    return roles[role].name;
}

bool desk_role_from_name(const char *name, enum desk_role *ret)
{
    for (int i = 0; i < DESK_ROLES; i++)
        if (strcmp(roles[i].name, name) == 0) {
            *ret = (enum desk_role)i;
            return true;
        }
    return false;
}

permissions desk_role_may(enum desk_role role)
{
    return roles[role].may;
}

const char *person_state_name(enum person_state state)
{
    static const char *const names[] = { "invited", "active", "closed" };
    return names[state];
}
