/* survey walk, publish, list. The first needs no hub. */
#include "answers.h"
#include "commands.h"
#include "problems_print.h"
#include "seal.h"
#include "survey.h"
#include <stdio.h>
#include <stdlib.h>

enum { WALK_MAX = 1024 * 1024 };

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

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_LATER, "there is no memory to read the survey");
}

/* ---- walk ---- */

static bool run_walk(const struct cli_args *args, int *ret_status, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO out = buf_new(WALK_MAX);
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    (void)ret_status;
    if (problems == NULL)
        return no_memory(err);
    if (!file_read(args->files[0], &bytes, err))
        return false;
    SURVEY_AUTO *survey = survey_load(buf_span(&bytes), problems);
    if (survey == NULL) {
        problems_print(problems, stderr);
        return err_set(err, ERR_REFUSED, "%s is no survey that can be walked through",
                       args->files[0]);
    }
    if (!answers_walk(survey, span_text(cli_value(args, "answers", "")), &out, err))
        return false;
    printf("%s\n", buf_text(&out));
    return true;
}

static const struct cli_option walk_options[] = {
    { "answers", "JSON", "one JSON object, question name to value, in the order of answering", true,
      false },
    OPTION_END,
};

const struct cli_command command_survey_walk = {
    "survey walk",
    "FILE",
    "Answers a survey and prints which questions are visible, taken and refused.",
    walk_options,
    1,
    1,
    run_walk,
};

/* ---- publish ---- */

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

static bool publish(struct hub *hub, const struct cli_args *args, struct problems *problems,
                    bool *ret_known, struct published_survey *ret, struct err *err)
{
    struct command_values venues = command_values_of(args, "venue");
    struct command_values given = command_values_of(args, "accept-unreviewed");
    struct tags accepted;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!tags_split(given.list, &accepted, err) || !file_read(args->files[0], &bytes, err))
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
        return no_memory(err);
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !publish(hub, args, problems, &known, &published, err))
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
    { "no-speech", NULL, "make no clips now: yousaid-hub speech make makes them later", false,
      false },
    OPTION_END,
};

const struct cli_command command_survey_publish = {
    "survey publish",
    "FILE",
    "Publishes a survey: from now on its venues ask it.\n"
    "Makes the clips with which kiosks read it aloud, where espeak-ng and opusenc are installed.",
    publish_options,
    1,
    1,
    run_publish,
};

/* ---- list ---- */

static bool print_published(void *context, const struct published_survey *survey)
{
    char hex[65];
    char date[11];
    (void)context;
    digest_hex(&survey->digest, hex);
    command_date(survey->published, date);
    static const struct digest none;
    bool own = memcmp(&survey->base, &none, sizeof none) != 0;
    printf("%-32s  version %-4u  %s  %.16s  %s%s\n", survey->id, (unsigned)survey->version, date,
           hex, survey->accepted, own ? "  (with a venue's own questions)" : "");
    return true;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    return hub != NULL && store_surveys(hub_store(hub), print_published, NULL, err);
}

static const struct cli_option list_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_survey_list = {
    "survey list", NULL, "Lists what was published, newest first.", list_options, 0, 0, run_list,
};
