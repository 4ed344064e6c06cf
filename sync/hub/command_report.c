/* export, report, verify: what was said, and the proof that it is all there. */
#include "commands.h"
#include "local_time.h"
#include "report.h"
#include "retention.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

struct named_value {
    const char *name;
    int value;
};

/* The value that an option names in a table that ends with NULL. */
static bool choose(const struct cli_args *args, const char *option, const char *fallback,
                   const struct named_value *table, int *ret, struct err *err)
{
    const char *name = cli_value(args, option, fallback);
    for (; table->name != NULL; table++)
        if (strcmp(table->name, name) == 0) {
            *ret = table->value;
            return true;
        }
    return err_set(err, ERR_USAGE, "--%s does not know \"%.30s\"; see --help", option, name);
}

static bool day_option(const struct cli_args *args, const char *name, int32_t fallback,
                       int32_t *ret, struct err *err)
{
    const char *text = cli_value(args, name, NULL);
    *ret = fallback;
    return text == NULL || local_day_from_text(text, ret, err);
}

static bool span_of_days(const struct cli_args *args, int32_t *ret_from, int32_t *ret_to,
                         struct err *err)
{
    if (!day_option(args, "from", 0, ret_from, err) ||
        !day_option(args, "to", INT32_MAX, ret_to, err))
        return false;
    return *ret_from <= *ret_to || err_set(err, ERR_USAGE, "--from is later than --to");
}

static bool stdout_is_whole(struct err *err)
{
    return (fflush(stdout) == 0 && ferror(stdout) == 0) || err_errno(err, "writing the output");
}

/* ---- export ---- */

enum { EXPORT_BLOCK = 64 * 1024 }; /* as much as a pipe holds: one call for some 200 rows */

struct wanted {
    const char *id;
    bool found;
};

static bool match_survey(void *context, const struct published_survey *survey)
{
    struct wanted *wanted = context;
    wanted->found = wanted->found || strcmp(wanted->id, survey->id) == 0;
    return true;
}

static bool is_published(struct store *store, const char *id, struct err *err)
{
    struct wanted wanted = { .id = id };
    if (!store_surveys(store, match_survey, &wanted, err))
        return false;
    return wanted.found ||
           err_set(err, ERR_MISSING,
                   "no survey \"%.40s\" was published; see yousaid-hub survey list", id);
}

struct place {
    const char *venue;
};

static bool is_there(void *context, const char *venue)
{
    const struct place *place = context;
    return strcmp(place->venue, venue) == 0;
}

/* In whose hands a file or a page of figures ends up, nobody knows: what was made up says so. */
static void say_sample(struct hub *hub, FILE *out)
{
    if (hub_is_sample(hub))
        (void)fprintf(out, "SAMPLE DATA: this hub holds a made-up county.\n");
}

/* ---- what was deleted ---- */

struct saying {
    const char *survey; /* NULL: any */
    int32_t from;
    bool figures; /* else answers */
    FILE *out;
};

static bool say_one(void *context, const struct retention *kept)
{
    const struct saying *saying = context;
    int32_t before = saying->figures ? kept->figures_before : kept->answers_before;
    char date[11];
    if (saying->from >= before ||
        (saying->survey != NULL && strcmp(saying->survey, kept->survey) != 0))
        return true;
    local_day_text(before, date);
    if (saying->figures)
        (void)fprintf(saying->out,
                      "Figures of %s before %.7s are deleted: nothing is said of them here.\n",
                      kept->survey, date);
    else
        (void)fprintf(saying->out, "Answers to %s that came in before %s are deleted.\n",
                      kept->survey, date);
    return true;
}

bool command_say_deleted(struct hub *hub, const char *survey, int32_t from, bool figures, FILE *out,
                         struct err *err)
{
    struct saying saying = { survey, from, figures, out };
    return retentions(hub_store(hub), say_one, &saying, err);
}

/* null for a side that stays open. */
static json_t *day_json(int32_t day)
{
    char text[11];
    if (day == 0 || day == INT32_MAX)
        return json_null();
    local_day_text(day, text);
    return json_string(text);
}

/* Before the first row: whoever breaks off has the others. */
static bool note_export(struct hub *hub, const struct export_query *query, const char *venue,
                        struct err *err)
{
    json_t *detail =
        json_pack("{s:o, s:o, s:s}", "from", day_json(query->from_day), "to",
                  day_json(query->to_day), "format", query->format == EXPORT_CSV ? "csv" : "jsonl");
    if (venue != NULL)
        (void)json_object_set_new(detail, "venue", json_string(venue));
    return command_note(hub, DID_EXPORT_MADE, query->survey_id, detail, err);
}

static bool run_export(const struct cli_args *args, int *ret_status, struct err *err)
{
    static const struct named_value formats[] = { { "csv", EXPORT_CSV },
                                                  { "jsonl", EXPORT_JSONL },
                                                  { NULL, 0 } };
    struct place place = { .venue = cli_value(args, "venue", NULL) };
    struct export_query query = { .survey_id = cli_value(args, "survey", ""),
                                  .place = place.venue == NULL ? NULL : is_there,
                                  .context = &place };
    uint64_t rows = 0;
    uint64_t answers = 0;
    int format = 0;
    (void)ret_status;
    if (!choose(args, "format", "csv", formats, &format, err) ||
        !span_of_days(args, &query.from_day, &query.to_day, err))
        return false;
    query.format = (enum export_format)format;
    HUB_AUTO *hub = command_hub(args, err);
    (void)setvbuf(stdout, NULL, _IOFBF, EXPORT_BLOCK);
    query.sample = hub != NULL && hub_is_sample(hub);
    if (hub == NULL || !is_published(hub_store(hub), query.survey_id, err) ||
        !note_export(hub, &query, place.venue, err) ||
        !report_export(hub_store(hub), &query, stdout, &rows, &answers, err) ||
        !stdout_is_whole(err))
        return false;
    say_sample(hub, stderr);
    if (!command_say_deleted(hub, query.survey_id, query.from_day, false, stderr, err))
        return false;
    (void)fprintf(stderr, "exported %" PRIu64 " responses with %" PRIu64 " answers\n", rows,
                  answers);
    return true;
}

static const struct cli_option export_options[] = {
    OPTION_DATA,
    { "survey", "ID", "which survey, all its versions", true, false },
    { "format", "csv|jsonl", "csv unless given", false, false },
    { "venue", "ID", "one venue", false, false },
    { "from", "DATE", "first local day", false, false },
    { "to", "DATE", "last local day", false, false },
    OPTION_END,
};

const struct cli_command command_export = {
    "export", NULL,       "Writes the responses of a survey, one row each.", export_options, 0,
    0,        run_export,
};

/* ---- report ---- */

typedef bool report_verb(struct store *store, const struct report_query *query, FILE *out,
                         struct err *err);

static bool run_report(const struct cli_args *args, report_verb *verb, struct err *err)
{
    static const struct named_value formats[] = {
        { "text", REPORT_TEXT }, { "csv", REPORT_CSV }, { "json", REPORT_JSON }, { NULL, 0 }
    };
    struct report_query query = {
        .survey_id = cli_value(args, "survey", NULL),
        .venue = cli_value(args, "venue", NULL),
    };
    int format = 0;
    if (!choose(args, "format", "text", formats, &format, err) ||
        !span_of_days(args, &query.from_day, &query.to_day, err))
        return false;
    query.format = (enum report_format)format;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL ||
        (query.survey_id != NULL && !is_published(hub_store(hub), query.survey_id, err)))
        return false;
    FILE *beside = format == REPORT_TEXT ? stdout : stderr;
    say_sample(hub, beside);
    if (!command_say_deleted(hub, query.survey_id, query.from_day, true, beside, err))
        return false;
    return verb(hub_store(hub), &query, stdout, err) && stdout_is_whole(err);
}

static bool run_satisfaction(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    return run_report(args, report_satisfaction, err);
}

static bool run_fft(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    return run_report(args, report_fft, err);
}

static const struct cli_option report_options[] = {
    OPTION_DATA,
    { "survey", "ID", "one survey; without it, every survey that asks this", false, false },
    { "venue", "ID", "one venue", false, false },
    { "from", "DATE", "first local day", false, false },
    { "to", "DATE", "last local day", false, false },
    { "format", "text|csv|json", "text unless given", false, false },
    OPTION_END,
};

const struct cli_command command_report_satisfaction = {
    "report satisfaction", NULL, "How satisfied people were, with the number who answered.",
    report_options,        0,    0,
    run_satisfaction,
};

const struct cli_command command_report_fft = {
    "report fft",   NULL, "The Friends and Family Test by month, as it is handed in.",
    report_options, 0,    0,
    run_fft,
};

/* ---- verify ---- */

static bool run_verify(const struct cli_args *args, int *ret_status, struct err *err)
{
    bool clean = false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct ingest_config config = hub_ingest_config(hub);
    struct report_counts counts = { config.counts_public, config.counts_secret };
    bool read = report_verify_sealed(hub_store(hub), &counts, stdout, &clean, err);
    seal_forget(&config, sizeof config);
    seal_forget(&counts, sizeof counts);
    if (!read)
        return false;
    *ret_status = clean ? 0 : 1;
    return stdout_is_whole(err);
}

static const struct cli_option verify_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_verify = {
    "verify",
    NULL,
    "Reads every signed batch again: signatures, chain, rows, tallies; one line a kiosk.",
    verify_options,
    0,
    0,
    run_verify,
};
