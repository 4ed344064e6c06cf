/* survey module, survey local: questions that are joined to a survey. */
#include "commands.h"
#include "problems_print.h"
#include "survey_join.h"
#include <stdio.h>
#include <stdlib.h>

static void problems_drop(struct problems **problems)
{
    free(*problems);
}
#define PROBLEMS_AUTO __attribute__((cleanup(problems_drop))) struct problems

static struct problems *problems_new(struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        (void)err_set(err, ERR_LATER, "there is no memory to read the survey");
    return problems;
}

/* ---- module ---- */

static bool run_module(const struct cli_args *args, int *ret_status, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO joined = buf_new(SURVEY_FILE_MAX);
    PROBLEMS_AUTO *problems = problems_new(err);
    (void)ret_status;
    if (problems == NULL || !file_read(args->files[1], &bytes, err))
        return false;
    bool added = hub_module_add(args->files[0], buf_span(&bytes), &joined, problems, err);
    if (!added)
        problems_print(problems, stderr);
    else
        printf("%s", buf_text(&joined));
    return added;
}

const struct cli_command command_survey_module = {
    "survey module",
    "NAME FILE",
    "Prints the survey with a module's questions behind its own.\n"
    "The module \"equality\" asks for age, disability and ethnic group, once somebody has said yes "
    "to\n"
    "that. A venue says in how many visits it is offered: venue set --equality.",
    NULL,
    2,
    2,
    run_module,
};

/* ---- local ---- */

static bool print_local(struct hub *hub, const char *venue, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!hub_local_get(hub, venue, &bytes, err))
        return false;
    if (bytes.size == 0)
        printf("%s has no questions of its own\n", venue);
    else
        printf("%s\n", buf_text(&bytes));
    return true;
}

static bool put_local(struct hub *hub, const char *venue, struct span file, struct err *err)
{
    PROBLEMS_AUTO *problems = problems_new(err);
    if (problems == NULL)
        return false;
    bool put = hub_local_put(hub, venue, file, problems, err);
    problems_print(problems, put ? stdout : stderr);
    return put &&
           command_note(hub,
                        file.size == 0 ? DID_VENUE_QUESTIONS_REMOVED : DID_VENUE_QUESTIONS_APPROVED,
                        venue, NULL, err);
}

static bool run_local(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *venue = args->files[0];
    bool remove = cli_given(args, "remove"), take = args->file_count > 1;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    (void)ret_status;
    if (remove && take)
        return err_set(err, ERR_USAGE, "either a file or --remove");
    if (take && !file_read(args->files[1], &bytes, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    if (!remove && !take)
        return print_local(hub, venue, err);
    if (!put_local(hub, venue, buf_span(&bytes), err))
        return false;
    printf(take ? "%s asks these questions behind its survey's\n"
                : "%s has no questions of its own any more\n",
           venue);
    command_speech_fresh(hub, args);
    return true;
}

static const struct cli_option local_options[] = {
    OPTION_DATA,
    { "remove", NULL, "takes them away", false, false },
    OPTION_END,
};

const struct cli_command command_survey_local = {
    "survey local",
    "VENUE [FILE]",
    "Takes what a venue asks of its own from a file, or prints it.\n"
    "The file is a small survey of at most 3 questions whose names begin with local_. They come "
    "behind\n"
    "the survey's own, in every language that it speaks (docs/VENUE.md).",
    local_options,
    1,
    2,
    run_local,
};
