/* survey publish: looked at on its screens as `survey check` does, kept, sent to its venues, and
 * read aloud. */
#include "clock.h"
#include "command_lint.h"
#include "commands.h"
#include "lint_print.h"
#include "problems_print.h"
#include "seal.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static void problems_drop(struct problems **problems)
{
    free(*problems);
}
#define PROBLEMS_AUTO __attribute__((cleanup(problems_drop))) struct problems

static void survey_drop(struct survey **survey)
{
    survey_free(*survey);
}
#define SURVEY_AUTO __attribute__((cleanup(survey_drop))) struct survey

static void report_drop(struct lint_report **report)
{
    free(*report);
}
#define REPORT_AUTO __attribute__((cleanup(report_drop))) struct lint_report

/* ---- languages ---- */

/* Tags given one by one or with commas between: "pl,ro". */
struct tags {
    char text[512];
    const char *list[SURVEY_LANGUAGES_MAX + 1];
};

static bool tags_split(const char *const *values, struct tags *ret, struct err *err)
{
    size_t used = 0;
    int count = 0;
    *ret = (struct tags){ .text = "" };
    for (; *values != NULL; values++) {
        int size = snprintf(ret->text + used, sizeof ret->text - used, "%s,", *values);
        used += size > 0 ? (size_t)size : 0;
        if (used >= sizeof ret->text)
            return err_set(err, ERR_USAGE, "--accept-unreviewed names too many languages");
    }
    char *rest = ret->text;
    for (char *tag = strsep(&rest, ","); tag != NULL; tag = strsep(&rest, ",")) {
        if (*tag == '\0')
            continue;
        if (count == SURVEY_LANGUAGES_MAX)
            return err_set(err, ERR_USAGE, "--accept-unreviewed names too many languages");
        ret->list[count++] = tag;
    }
    return true;
}

/* ---- looking at it ---- */

static uint32_t offered_languages(const struct survey *survey, const struct tags *accepted)
{
    uint32_t languages = 0;
    for (int i = 0; i < survey->language_count; i++)
        languages |= survey_offers(survey, i, accepted->list) ? UINT32_C(1) << i : 0;
    return languages;
}

/* "12:8 /elements/0/title": where the first error is to be mended. */
static void first_place(const struct lint_report *report, char ret[220])
{
    const struct lint_finding *first = report->findings;
    while (first->level != PROBLEM_ERROR && first < &report->findings[report->count - 1])
        first++;
    const char *where = first->pointer[0] != '\0' ? first->pointer : "/";
    if (first->line > 0)
        (void)snprintf(ret, 220, "%d:%d %s", first->line, first->column, where);
    else
        (void)snprintf(ret, 220, "%s", where);
}

static void print_looked(const struct lint_report *report)
{
    printf("%d screens looked at", report->screens);
    lint_print_venues(report, stdout);
}

static bool judge(const struct cli_args *args, const struct survey *survey,
                  const struct lint_report *report, struct err *err)
{
    char place[220];
    lint_print(report, survey, report->errors > 0 ? stderr : stdout);
    if (report->errors > 0) {
        first_place(report, place);
        return err_set(err, ERR_REFUSED,
                       "the survey is not published: mend what is said above, %d error%s, first at "
                       "%s",
                       report->errors, report->errors == 1 ? "" : "s", place);
    }
    if (cli_given(args, "no-screens"))
        printf("No screen was looked at: nobody knows whether the texts fit. Where yousaid-kiosk "
               "is, yousaid-hub survey check %s tells.\n",
               args->files[0]);
    else
        print_looked(report);
    return true;
}

/* What could not be published anyhow is refused with more words than are known here. */
static bool look(const struct cli_args *args, struct hub *hub, struct span file,
                 const struct tags *accepted, struct err *err)
{
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    REPORT_AUTO *report = calloc(1, sizeof *report);
    if (problems == NULL || report == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the survey");
    SURVEY_AUTO *survey = survey_load_publishable(file, accepted->list,
                                                  (int32_t)(clock_now().wall / 86400), problems);
    if (survey == NULL)
        return true;
    return command_lint(args, hub, false, survey, offered_languages(survey, accepted), report,
                        err) &&
           judge(args, survey, report, err);
}

/* ---- publishing it ---- */

/* Did somebody publish these very bytes before? */
static bool is_known(struct hub *hub, struct span file)
{
    struct published_survey known;
    struct err err;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!survey_canonical(file, &bytes, &err))
        return false; /* publishing says why */
    struct digest digest = digest_of(buf_span(&bytes));
    return store_survey_get(hub_store(hub), &digest, &known, &err) && known.published != 0;
}

static bool publish(struct hub *hub, const struct cli_args *args, struct problems *problems,
                    bool *ret_known, struct published_survey *ret, struct err *err)
{
    struct command_values venues = command_values_of(args, "venue");
    struct command_values given = command_values_of(args, "accept-unreviewed");
    struct tags accepted;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!tags_split(given.list, &accepted, err) || !file_read(args->files[0], &bytes, err))
        return false;
    if (!look(args, hub, buf_span(&bytes), &accepted, err))
        return false;
    *ret_known = is_known(hub, buf_span(&bytes));
    bool published =
        hub_publish(hub, buf_span(&bytes), venues.list, accepted.list, problems, ret, err);
    problems_print(problems, published ? stdout : stderr);
    return published;
}

static bool run_publish(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct published_survey published;
    bool known;
    char hex[65];
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    (void)ret_status;
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the survey");
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !publish(hub, args, problems, &known, &published, err) ||
        !command_note(hub, DID_SURVEY_PUBLISHED, published.id,
                      json_pack("{s:i}", "version", (int)published.version), err))
        return false;
    digest_hex(&published.digest, hex);
    printf("%s%s %sversion %u (%s)\n", known ? "" : "published ", published.id,
           known ? "is already published as " : "", (unsigned)published.version, hex);
    (void)fflush(stdout);
    if (!cli_given(args, "no-speech"))
        command_speech_for(hub, args);
    return true;
}

static const struct cli_option publish_options[] = {
    OPTION_DATA,
    { "venue", "ID", "only at this venue; without it, at all of the survey's kinds", false, true },
    { "accept-unreviewed", "LANG",
      "offer this language, or LANG,LANG, although no speaker has read it", false, true },
    OPTION_LINT_PANEL,
    OPTION_LINT_KIOSK,
    { "no-screens", NULL, "publish without a look at the screens, where yousaid-kiosk is not there",
      false, false },
    { "no-speech", NULL, "make no clips now: yousaid-hub speech make makes them later", false,
      false },
    OPTION_END,
};

const struct cli_command command_survey_publish = {
    "survey publish",
    "FILE",
    "Publishes a survey: from now on its venues ask it.\n"
    "What survey check finds is found here too, in the languages that are offered: an error "
    "refuses,\n"
    "a warning only tells.\n"
    "Makes the clips with which kiosks read it aloud, where espeak-ng and opusenc are installed.",
    publish_options,
    1,
    1,
    run_publish,
};
