/* Running the linter; see command_lint.h. */
#include "command_lint.h"
#include "speech.h"
#include "venue_profile.h"
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Names of panels, each once. */
struct panels {
    char names[LINT_PANELS_MAX][PANEL_NAME_MAX + 1];
    const char *list[LINT_PANELS_MAX + 1]; /* of them; ends with NULL */
    int count;
};

/* What the linter's calls back know. */
struct looking {
    struct listening listening;
    struct command_values named; /* venues */
    bool told;                   /* which panels, whatever venues have */
    struct panels panels;        /* that they have */
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
    bool told;
    struct panels *panels;
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

static bool add_panel(struct panels *panels, const char *name, struct err *err)
{
    for (int i = 0; i < panels->count; i++)
        if (strcmp(panels->names[i], name) == 0)
            return true;
    if (panels->count == LINT_PANELS_MAX)
        return err_set(err, ERR_USAGE,
                       "the venues have more than %d kinds of panels; say with --panel on which to "
                       "look",
                       LINT_PANELS_MAX);
    (void)snprintf(panels->names[panels->count], sizeof panels->names[0], "%s", name);
    panels->list[panels->count] = panels->names[panels->count];
    panels->count++;
    return true;
}

static void profile_drop(struct venue_profile **profile)
{
    venue_profile_free(*profile);
}

/* Those of a venue; the usual ones where it has not said. */
static bool add_panels_of(struct hub *hub, const char *venue, struct panels *panels,
                          struct err *err)
{
    __attribute__((cleanup(profile_drop))) struct venue_profile *profile = NULL;
    if (!hub_venue_profile(hub, venue, &profile, err))
        return false;
    bool added = true;
    for (int i = 0; i < profile->panel_count && added; i++)
        added = add_panel(panels, profile->panels[i], err);
    for (int i = 0; profile->panel_count == 0 && lint_usual_panels[i] != NULL && added; i++)
        added = add_panel(panels, lint_usual_panels[i], err);
    return added;
}

static bool take_venue(void *context, const struct venue *venue)
{
    struct asking *asking = context;
    struct panels own = { .count = 0 };
    BUF_AUTO whole = buf_new(VENUE_WHOLE_MAX);
    if (!is_asked(asking, venue))
        return true;
    asking->fine =
        (asking->told || add_panels_of(asking->hub, venue->id, &own, asking->err)) &&
        hub_venue_whole(asking->hub, venue->id, asking->survey->bytes, &whole, asking->err) &&
        asking->take(
            asking->to,
            &(struct lint_venue){ venue->id, buf_span(&whole), asking->told ? NULL : own.list },
            asking->err);
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
                             .told = looking->told,
                             .take = take,
                             .to = to,
                             .fine = true,
                             .err = err };
    bool read = store_venues(hub_store(asking.hub), take_venue, &asking, err);
    return asking.fine && read;
}

/* The panels of all that are asked, before anything is looked at. */
static bool take_panels(void *context, const struct venue *venue)
{
    struct asking *asking = context;
    asking->fine = !is_asked(asking, venue) ||
                   add_panels_of(asking->hub, venue->id, asking->panels, asking->err);
    return asking->fine;
}

static bool find_panels(struct looking *looking, const struct survey *survey, struct err *err)
{
    struct asking asking = { .hub = looking->listening.hub,
                             .survey = survey,
                             .named = looking->named.list,
                             .panels = &looking->panels,
                             .fine = true,
                             .err = err };
    if (asking.hub == NULL || looking->told)
        return true;
    return store_venues(hub_store(asking.hub), take_panels, &asking, err) && asking.fine;
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
    struct looking looking = { .named = command_values_of(args, "venue"),
                               .told = cli_given(args, "panel") };
    if (!command_kiosk(args, kiosk, err) || !names_are_there(hub, &looking.named, err))
        return false;
    looking.listening = (struct listening){ .hub = hub, .kiosk = kiosk };
    if (!find_panels(&looking, survey, err))
        return false;
    struct lint_options options = { .kiosk = kiosk,
                                    .panels = looking.told ? panels.list : looking.panels.list,
                                    .languages = languages,
                                    .speaks = hub_speaks,
                                    .unspoken = hub != NULL && clips ? unspoken : NULL,
                                    .venues = hub != NULL ? each_venue : NULL,
                                    .context = &looking };
    if (cli_given(args, "no-screens"))
        options.kiosk = NULL;
    return lint_survey(survey, &options, ret, err);
}
