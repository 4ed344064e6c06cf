/* Finding programs; see command_programs.h. */
#include "command_programs.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* In the folders of PATH. */
static bool find_installed(const char *name, const char *package, char ret[KIOSK_PATH_MAX],
                           struct err *err)
{
    const char *path = getenv("PATH");
    for (const char *at = path != NULL ? path : ""; *at != '\0';) {
        size_t length = strcspn(at, ":");
        (void)snprintf(ret, KIOSK_PATH_MAX, "%.*s/%s", (int)length, at, name);
        if (length > 0 && access(ret, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    return err_set(err, ERR_MISSING, "there is no program %s; install the package %s", name,
                   package);
}

bool programs_find(struct speaking_programs *programs, struct err *err)
{
    programs->found.kiosk = programs->kiosk;
    programs->found.espeak = programs->espeak;
    programs->found.opusenc = programs->opusenc;
    return find_installed("espeak-ng", "espeak-ng", programs->espeak, err) &&
           find_installed("opusenc", "opus-tools", programs->opusenc, err);
}
