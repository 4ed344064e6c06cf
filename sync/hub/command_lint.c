/* Running the linter; see command_lint.h. */
#include "command_lint.h"
#include "commands.h"
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

/* yousaid-kiosk in this program's own folder. */
static bool kiosk_beside(char ret[PATH_SIZE], struct err *err)
{
    char own[PATH_SIZE];
    ssize_t size = readlink("/proc/self/exe", own, sizeof own - 1);
    if (size < 0)
        return err_errno(err, "finding the folder of this program");
    own[size] = '\0';
    return file_join(ret, PATH_SIZE, dirname(own), "yousaid-kiosk", err);
}

bool command_lint(const struct cli_args *args, const struct survey *survey, uint32_t languages,
                  struct lint_report *ret, struct err *err)
{
    char beside[PATH_SIZE];
    struct command_values panels = command_values_of(args, "panel");
    if (!kiosk_beside(beside, err))
        return false;
    struct lint_options options = { .kiosk = cli_value(args, "kiosk", beside),
                                    .panels = panels.list,
                                    .languages = languages,
                                    .speaks = hub_speaks };
    if (cli_given(args, "no-screens"))
        options.kiosk = NULL;
    return lint_survey(survey, &options, ret, err);
}
