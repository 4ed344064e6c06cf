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

/* What the linter's calls back know. */
struct looking {
    struct listening listening;
    struct command_values named; /* venues */
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
    struct listening *listening = &((struct looking *)context)->listening;
    struct digest digest = digest_of(survey->bytes);
    struct speech_programs programs = { .kiosk = listening->kiosk };
    struct speech_source source = { .tag = tag, .survey = &digest, .file = survey->bytes };
    listening->take = take;
    listening->to = to;
    return speech_list(hub_store(listening->hub), &programs, &source, take_missing, listening, err);
}

/* --- venues --- */

struct asking {
    struct hub *hub;
    const struct survey *survey;
    const char *const *named; /* ends with NULL; none: all that the survey is for */
    bool (*take)(void *to, const struct lint_venue *venue, struct err *err);
    void *to;
    bool fine;
    struct err *err;
};

static bool is_asked(const struct asking *asking, const struct venue *venue)
{
    const char *const *named = asking->named;
    if (*named == NULL)
        return hub_survey_is_for(asking->survey, venue);
    for (; *named != NULL; named++)
        if (strcmp(*named, venue->id) == 0)
            return true;
    return false;
}

static bool take_venue(void *context, const struct venue *venue)
{
    struct asking *asking = context;
    BUF_AUTO whole = buf_new(VENUE_WHOLE_MAX);
    if (!is_asked(asking, venue))
        return true;
    asking->fine =
        hub_venue_whole(asking->hub, venue->id, asking->survey->bytes, &whole, asking->err);
    if (!asking->fine)
        return false;
    asking->fine =
        asking->take(asking->to, &(struct lint_venue){ venue->id, buf_span(&whole) }, asking->err);
    return asking->fine;
}

static bool each_venue(void *context, const struct survey *survey,
                       bool (*take)(void *to, const struct lint_venue *venue, struct err *err),
                       void *to, struct err *err)
{
    struct looking *looking = context;
    struct asking asking = { .hub = looking->listening.hub,
                             .survey = survey,
                             .named = looking->named.list,
                             .take = take,
                             .to = to,
                             .fine = true,
                             .err = err };
    bool read = store_venues(hub_store(asking.hub), take_venue, &asking, err);
    return asking.fine && read;
}

static bool names_are_there(struct hub *hub, const struct command_values *named, struct err *err)
{
    struct venue venue;
    if (hub == NULL && named->list[0] != NULL)
        return err_set(err, ERR_USAGE,
                       "--venue names a venue of a hub; name its folder with --data DIR");
    for (const char *const *id = named->list; *id != NULL; id++)
        if (!store_venue_get(hub_store(hub), *id, &venue, err))
            return err->kind == ERR_MISSING
                       ? err_set(err, ERR_MISSING,
                                 "there is no venue \"%s\"; see yousaid-hub venue list", *id)
                       : false;
    return true;
}

/* --- the whole --- */

bool command_lint(const struct cli_args *args, struct hub *hub, bool clips,
                  const struct survey *survey, uint32_t languages, struct lint_report *ret,
                  struct err *err)
{
    char kiosk[KIOSK_PATH_MAX];
    struct command_values panels = command_values_of(args, "panel");
    struct looking looking = { .named = command_values_of(args, "venue") };
    if (!command_kiosk(args, kiosk, err) || !names_are_there(hub, &looking.named, err))
        return false;
    looking.listening = (struct listening){ .hub = hub, .kiosk = kiosk };
    struct lint_options options = { .kiosk = kiosk,
                                    .panels = panels.list,
                                    .languages = languages,
                                    .speaks = hub_speaks,
                                    .unspoken = hub != NULL && clips ? unspoken : NULL,
                                    .venues = hub != NULL ? each_venue : NULL,
                                    .context = &looking };
    if (cli_given(args, "no-screens"))
        options.kiosk = NULL;
    return lint_survey(survey, &options, ret, err);
}
