/* retention set, show, run: how long answers and figures are kept, and deleting what is over. */
#include "clock.h"
#include "commands.h"
#include "deletion.h"
#include "local_time.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- set ---- */

/* Months, or "good" for 0. */
static bool months_of(const struct cli_args *args, const char *name, int *ret, struct err *err)
{
    long months;
    const char *given = cli_value(args, name, "good");
    *ret = 0;
    if (strcmp(given, "good") == 0)
        return true;
    if (!cli_number(args, name, 0, RETENTION_MONTHS_MIN, RETENTION_MONTHS_MAX, &months, err))
        return false;
    *ret = (int)months;
    return true;
}

static void print_kept(const char *what, int months)
{
    if (months == 0)
        printf("%s for good", what);
    else
        printf("%s %d months", what, months);
}

static bool run_set(const struct cli_args *args, int *ret_status, struct err *err)
{
    int answers;
    int figures;
    (void)ret_status;
    if (!months_of(args, "answers", &answers, err) || !months_of(args, "figures", &figures, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_retention_set(hub, &audit_command_line, args->files[0], answers,
                                          figures, UINT64_MAX, err))
        return false;
    printf("%s keeps ", args->files[0]);
    print_kept("answers", answers);
    print_kept(" and figures", figures);
    printf(".\n");
    return true;
}

static const struct cli_option set_options[] = {
    OPTION_DATA,
    { "answers", "MONTHS|good", "what people said one by one; good (for ever) unless given", false,
      false },
    { "figures", "MONTHS|good", "the counts that reports are made of; good unless given", false,
      false },
    OPTION_END,
};

const struct cli_command command_retention_set = {
    "retention set",
    "SURVEY",
    "Decides how long answers to a survey, and figures of it, are kept.\n"
    "Months are whole ones: what came in in March is kept to the end of the month that lies so\n"
    "many months behind it. A hub that serves deletes what is over, once a month.",
    set_options,
    1,
    1,
    run_set,
};

/* ---- show ---- */

static bool print_retention(void *context, const struct retention *r)
{
    char day[11];
    (void)context;
    printf("%-24s ", r->survey);
    print_kept("answers", r->answers);
    print_kept(", figures", r->figures);
    local_day_text(r->answers_before, day);
    if (r->answers_before != 0)
        printf("; answers that came in before %s are deleted", day);
    local_day_text(r->figures_before, day);
    if (r->figures_before != 0)
        printf("; figures before %.7s are deleted", day);
    printf("\n");
    return true;
}

static bool print_record(void *context, const json_t *record, struct span signed_bytes)
{
    const json_t *facts = json_object_get(record, "facts");
    (void)context;
    (void)signed_bytes;
    printf("deletion %06" JSON_INTEGER_FORMAT "  %s  by %s: %" JSON_INTEGER_FORMAT
           " responses, %" JSON_INTEGER_FORMAT " set aside, %" JSON_INTEGER_FORMAT
           " signed batches, of %" JSON_INTEGER_FORMAT " kiosks\n",
           json_integer_value(json_object_get(record, "number")),
           json_string_value(json_object_get(record, "at")),
           json_string_value(json_object_get(record, "by")),
           json_integer_value(json_object_get(facts, "responses")),
           json_integer_value(json_object_get(facts, "set_aside")),
           json_integer_value(json_object_get(facts, "batches")),
           json_integer_value(json_object_get(facts, "kiosks")));
    return true;
}

static bool run_show(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    return hub != NULL && retentions(hub_store(hub), print_retention, NULL, err) &&
           hub_deletions(hub, print_record, NULL, err);
}

static const struct cli_option show_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_retention_show = {
    "retention show", NULL, "Lists how long surveys are kept, and the records of what was deleted.",
    show_options,     0,    0,
    run_show,
};

/* ---- run ---- */

static bool run_run(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct hub_deletion done;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL || !hub_retention_run(hub, &audit_command_line, clock_now().wall, &done, err))
        return false;
    if (done.number == 0)
        printf("Nothing is over: nothing was deleted.\n");
    else
        printf("Deletion %06" PRIu64 ": %" PRIu64 " responses and %" PRIu64
               " set aside, in %" PRIu64 " signed batches of %" PRIu64 " kiosks, are gone.\n",
               done.number, done.counts.responses, done.counts.asides, done.counts.batches,
               done.counts.kiosks);
    if (done.counts.doubted > 0) {
        *ret_status = 1;
        return err_set(err, ERR_REFUSED,
                       "%" PRIu64 " kiosks were left as they are, since there is a doubt about "
                       "them; yousaid-hub verify says which",
                       done.counts.doubted);
    }
    return true;
}

const struct cli_command command_retention_run = {
    "retention run",
    NULL,
    "Deletes what is over now, and keeps a signed record of it.\n"
    "Each kiosk is proved first; one about which there is a doubt is left as it is.",
    show_options,
    0,
    0,
    run_run,
};
