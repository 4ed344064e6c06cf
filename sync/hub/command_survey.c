/* survey check, walk, publish, list. The first two need no hub. */
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

/* ---- check ---- */

static bool is_complete(const struct survey_language *language)
{
    return language->complete;
}

static bool is_unreviewed(const struct survey_language *language)
{
    return language->complete && !language->reviewed;
}

static void print_tags(const struct survey *survey,
                       bool (*is_meant)(const struct survey_language *language))
{
    const char *between = "";
    for (int i = 0; i < survey->language_count; i++) {
        if (!is_meant(&survey->languages[i]))
            continue;
        printf("%s%s", between, survey->languages[i].tag);
        between = ", ";
    }
}

static bool any_unreviewed(const struct survey *survey)
{
    for (int i = 0; i < survey->language_count; i++)
        if (is_unreviewed(&survey->languages[i]))
            return survey->has_about;
    return false;
}

static void print_fine(const char *file, const struct survey *survey)
{
    printf("%s is fine: %d screens in ", file, survey->question_count);
    print_tags(survey, is_complete);
    if (any_unreviewed(survey)) {
        printf("; no speaker has reviewed ");
        print_tags(survey, is_unreviewed);
    }
    printf("\n");
}

static bool run_check(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *file = args->files[0];
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    (void)ret_status;
    if (problems == NULL)
        return no_memory(err);
    if (!file_read(file, &bytes, err))
        return false;
    SURVEY_AUTO *survey = survey_load(buf_span(&bytes), problems);
    if (cli_given(args, "json"))
        problems_print_json(problems, stdout);
    else
        problems_print(problems, stdout);
    if (survey == NULL)
        return err_set(err, ERR_REFUSED, "%s has %d error%s", file, problems->errors,
                       problems->errors == 1 ? "" : "s");
    if (!cli_given(args, "json"))
        print_fine(file, survey);
    return true;
}

static const struct cli_option check_options[] = {
    { "json", NULL, "the problems as one JSON object", false, false },
    OPTION_END,
};

const struct cli_command command_survey_check = {
    "survey check",
    "FILE",
    "Says everything that is wrong with a survey file, and what to do about it.",
    check_options,
    1,
    1,
    run_check,
};

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

static bool publish(struct hub *hub, const struct cli_args *args, struct problems *problems,
                    bool *ret_known, struct published_survey *ret, struct err *err)
{
    struct command_values venues = command_values_of(args, "venue");
    struct command_values accepted = command_values_of(args, "accept-unreviewed");
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!file_read(args->files[0], &bytes, err))
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
    return true;
}

static const struct cli_option publish_options[] = {
    OPTION_DATA,
    { "venue", "ID", "only at this venue; without it, at all of the survey's kinds", false, true },
    { "accept-unreviewed", "LANG", "offer this language although no speaker has read it", false,
      true },
    OPTION_END,
};

const struct cli_command command_survey_publish = {
    "survey publish", "FILE", "Publishes a survey: from now on its venues ask it.",
    publish_options,  1,      1,
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
    printf("%-32s  version %-4u  %s  %.16s  %s\n", survey->id, (unsigned)survey->version, date, hex,
           survey->accepted);
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
