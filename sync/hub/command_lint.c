/* Running the linter; see command_lint.h. */
#include "command_lint.h"
#include "commands.h"
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

bool command_kiosk(const struct cli_args *args, char ret[KIOSK_PATH_MAX], struct err *err)
{
    char own[KIOSK_PATH_MAX];
    const char *given = cli_value(args, "kiosk", NULL);
    if (given != NULL)
        return snprintf(ret, KIOSK_PATH_MAX, "%s", given) < KIOSK_PATH_MAX ||
               err_set(err, ERR_USAGE, "the name of the kiosk's program is too long");
    ssize_t size = readlink("/proc/self/exe", own, sizeof own - 1);
    if (size < 0)
        return err_errno(err, "finding the folder of this program");
    own[size] = '\0';
    return file_join(ret, KIOSK_PATH_MAX, dirname(own), "yousaid-kiosk", err);
}

bool command_lint(const struct cli_args *args, const struct survey *survey, uint32_t languages,
                  struct lint_report *ret, struct err *err)
{
    char kiosk[KIOSK_PATH_MAX];
    struct command_values panels = command_values_of(args, "panel");
    if (!command_kiosk(args, kiosk, err))
        return false;
    struct lint_options options = {
        .kiosk = kiosk, .panels = panels.list, .languages = languages, .speaks = hub_speaks
    };
    if (cli_given(args, "no-screens"))
        options.kiosk = NULL;
    return lint_survey(survey, &options, ret, err);
}
