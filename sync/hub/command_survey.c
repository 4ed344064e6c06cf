/* survey walk, list. The first needs no hub. */
#include "answers.h"
#include "commands.h"
#include "problems_print.h"
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
