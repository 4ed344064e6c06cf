/* notice add, list, withdraw: "you said, we did". */
#include "commands.h"
#include "notices.h"
#include "problems_print.h"
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static void problems_drop(struct problems **problems)
{
    free(*problems);
}
#define PROBLEMS_AUTO __attribute__((cleanup(problems_drop))) struct problems

/* ---- add ---- */

/* One language on the command line; a file has as many as one likes. */
static bool file_from_options(const struct cli_args *args, struct buf *ret, struct err *err)
{
    const char *said = cli_value(args, "said", NULL), *did = cli_value(args, "did", NULL);
    const char *said_on = cli_value(args, "said-on", NULL), *did_on = cli_value(args, "date", NULL);
    const char *tag = cli_value(args, "language", "en");
    if (said == NULL || did == NULL || said_on == NULL || did_on == NULL)
        return err_set(err, ERR_USAGE,
                       "a file is wanted, or all of --said, --said-on, --did and --date");
    json_t *json =
        json_pack("{s:i, s:{s:s}, s:s, s:{s:s}, s:s}", "version", NOTICES_VERSION, "said", tag,
                  said, "said_on", said_on, "did", tag, did, "did_on", did_on);
    char *text = json != NULL ? json_dumps(json, JSON_INDENT(1)) : NULL;
    json_decref(json);
    if (text == NULL)
        return err_set(err, ERR_USAGE, "the notice is no text");
    buf_put_span(ret, span_text(text));
    free(text);
    return buf_ok(ret, "the notice", err);
}

static bool where(const struct cli_args *args, struct command_values *ret, struct err *err)
{
    *ret = command_values_of(args, "venue");
    bool all = cli_given(args, "all");
    return all == (ret->list[0] == NULL) ||
           err_set(err, ERR_USAGE, "either --venue, as often as one likes, or --all");
}

struct noting {
    struct hub *hub;
    struct err *err;
    bool failed;
};

static void note_added(void *context, uint64_t number)
{
    struct noting *noting = context;
    char id[24];
    (void)snprintf(id, sizeof id, "%llu", (unsigned long long)number);
    if (!command_note(noting->hub, DID_NOTICE_MADE, id, NULL, noting->err))
        noting->failed = true;
}

static bool run_add(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct command_values venues;
    BUF_AUTO file = buf_new(NOTICES_FILE_MAX);
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    (void)ret_status;
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the notice");
    if (!where(args, &venues, err) || !(args->file_count > 0 ? file_read(args->files[0], &file, err)
                                                             : file_from_options(args, &file, err)))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct noting noting = { .hub = hub, .err = err };
    bool added =
        hub_notice_add(hub, venues.list, buf_span(&file), problems, note_added, &noting, err);
    problems_print(problems, added ? stdout : stderr);
    if (!added || noting.failed)
        return false;
    printf("The notice is shown from the next exchange on.\n");
    command_speech_fresh(hub, args);
    return true;
}

static const struct cli_option add_options[] = {
    OPTION_DATA,
    { "venue", "ID", "at this venue", false, true },
    { "all", NULL, "at every venue", false, false },
    { "said", "TEXT", "what people said, 140 characters at most", false, false },
    { "said-on", "DATE", "when: 2026-09, or 2026-09-14", false, false },
    { "did", "TEXT", "what was done about it, 140 characters at most", false, false },
    { "date", "DATE", "when that was", false, false },
    { "language", "TAG", "of both texts; en unless given", false, false },
    OPTION_END,
};

const struct cli_command command_notice_add = {
    "notice add",
    "[FILE]",
    "Shows what people said and what was done about it.\n"
    "In more than one language it comes from a file (docs/VENUE.md). A venue shows its 6 newest.",
    add_options,
    0,
    1,
    run_add,
};

/* ---- list ---- */

static const char *text_of(const struct local_texts *texts)
{
    return local_text_for(texts, "en").text;
}

static bool print_notice(void *context, const struct store_notice *kept)
{
    char date[11];
    (void)context;
    PROBLEMS_AUTO *problems = calloc(1, sizeof *problems);
    struct notices *notices = problems != NULL ? notice_load(kept->bytes, problems) : NULL;
    command_date(kept->added, date);
    printf("%-6llu %s  %-32s %s\n", (unsigned long long)kept->number, date,
           kept->venue[0] != '\0' ? kept->venue : "(all)",
           kept->withdrawn != 0 ? "(withdrawn)" : "");
    if (notices != NULL)
        printf("       \"%s\"\n       %s\n", text_of(&notices->list[0].said),
               text_of(&notices->list[0].did));
    notices_free(notices);
    return true;
}

static bool run_list(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    return hub != NULL && store_notices(hub_store(hub), print_notice, NULL, err);
}

static const struct cli_option list_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_notice_list = {
    "notice list", NULL, "Lists the notices with their numbers.", list_options, 0, 0, run_list,
};

/* ---- withdraw ---- */

static bool run_withdraw(const struct cli_args *args, int *ret_status, struct err *err)
{
    char *end = NULL;
    unsigned long long number = strtoull(args->files[0], &end, 10);
    (void)ret_status;
    if (*end != '\0' || number == 0 || number > LLONG_MAX)
        return err_set(err, ERR_USAGE, "\"%.20s\" is no number of a notice", args->files[0]);
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_notice_withdraw(hub, number, err) ||
        !command_note(hub, DID_NOTICE_ENDED, args->files[0], NULL, err))
        return false;
    printf("Notice %llu is not shown any more.\n", number);
    return true;
}

static const struct cli_option withdraw_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_notice_withdraw = {
    "notice withdraw", "NUMBER", "Shows a notice no more.", withdraw_options, 1, 1, run_withdraw,
};
