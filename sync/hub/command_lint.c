/* Running the linter; see command_lint.h. */
#include "command_lint.h"
#include "speech.h"
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

/* --- clips --- */

struct listening {
    struct hub *hub;
    const char *kiosk;
    void (*take)(void *to, const char *text);
    void *to;
};

static void take_missing(void *context, const char *language, const char *text,
                         enum speech_clip_state state)
{
    struct listening *listening = context;
    (void)language;
    if (state == SPEECH_MISSING)
        listening->take(listening->to, text);
}

static bool unspoken(void *context, const struct survey *survey, const char *tag,
                     void (*take)(void *to, const char *text), void *to, struct err *err)
{
    struct listening *listening = context;
    struct digest digest = digest_of(survey->bytes);
    struct speech_programs programs = { .kiosk = listening->kiosk };
    struct speech_source source = { .tag = tag, .survey = &digest, .file = survey->bytes };
    listening->take = take;
    listening->to = to;
    return speech_list(hub_store(listening->hub), &programs, &source, take_missing, listening, err);
}

bool command_lint(const struct cli_args *args, struct hub *hub, const struct survey *survey,
                  uint32_t languages, struct lint_report *ret, struct err *err)
{
    char kiosk[KIOSK_PATH_MAX];
    struct command_values panels = command_values_of(args, "panel");
    if (!command_kiosk(args, kiosk, err))
        return false;
    struct lint_options options = {
        .kiosk = kiosk, .panels = panels.list, .languages = languages, .speaks = hub_speaks
    };
    struct listening listening = { .hub = hub, .kiosk = kiosk };
    options.context = &listening;
    options.unspoken = hub != NULL ? unspoken : NULL;
    if (cli_given(args, "no-screens"))
        options.kiosk = NULL;
    return lint_survey(survey, &options, ret, err);
}
