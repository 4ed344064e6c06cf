/* The reports that the API tells, at the command line: the same figures, the same rule. */
#include "clock.h"
#include "commands.h"
#include "figures_print.h"
#include "local_time.h"
#include "rest_report.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { CSV_MAX = 64 * 1024 * 1024 };

static bool day_of(const struct cli_args *args, const char *name, int32_t *ret, struct err *err)
{
    const char *text = cli_value(args, name, NULL);
    return text == NULL || local_day_from_text(text, ret, err);
}

/* The last month that is over, unless days are given. */
static bool take_days(const struct cli_args *args, struct rest_report *ret, struct err *err)
{
    int32_t today = (int32_t)(clock_now().wall / 86400);
    ret->to = local_month_start(today) - 1;
    ret->from = local_month_start(ret->to);
    if (cli_given(args, "from") && !cli_given(args, "to"))
        ret->to = today;
    if (!day_of(args, "from", &ret->from, err) || !day_of(args, "to", &ret->to, err))
        return false;
    return ret->from <= ret->to || err_set(err, ERR_USAGE, "--from is later than --to");
}

static bool take_ask(const struct cli_args *args, struct rest_report *ret, struct err *err)
{
    const char *by = cli_value(args, "by", "none");
    *ret = (struct rest_report){ .survey = cli_value(args, "survey", ""),
                                 .question = cli_value(args, "question", ""),
                                 .venue = cli_value(args, "venue", ""),
                                 .area = cli_value(args, "area", ""),
                                 .unflagged = cli_given(args, "without-flagged") };
    if (!report_by_from_name(by, &ret->by))
        return err_set(err, ERR_USAGE,
                       "--by does not know \"%.30s\": venue, area, day, week, month, language, "
                       "access or hour",
                       by);
    return take_days(args, ret, err);
}

static bool print_csv(const json_t *report, struct err *err)
{
    BUF_AUTO csv = buf_new(CSV_MAX);
    return report_csv(report, &csv, err) &&
           (fwrite(buf_text(&csv), 1, csv.size, stdout) == csv.size ||
            err_errno(err, "writing the output"));
}

static bool print_json(const json_t *report, struct err *err)
{
    bool printed = json_dumpf(report, stdout, JSON_INDENT(1)) == 0 && fputc('\n', stdout) != EOF;
    return printed || err_errno(err, "writing the output");
}

static bool print(const struct cli_args *args, struct hub *hub, int32_t from, const json_t *report,
                  struct err *err)
{
    const char *format = cli_value(args, "format", "text");
    bool text = strcmp(format, "text") == 0;
    FILE *beside = text ? stdout : stderr;
    if (hub_is_sample(hub))
        (void)fprintf(beside, "SAMPLE DATA: this hub holds a made-up county.\n");
    if (!command_say_deleted(hub, cli_value(args, "survey", NULL), from, true, beside, err))
        return false;
    bool printed = text                         ? figures_print(report, stdout, err)
                   : strcmp(format, "csv") == 0 ? print_csv(report, err)
                                                : print_json(report, err);
    return printed && (fflush(stdout) == 0 || err_errno(err, "writing the output"));
}

static bool format_is_known(const struct cli_args *args, struct err *err)
{
    const char *format = cli_value(args, "format", "text");
    return strcmp(format, "text") == 0 || strcmp(format, "csv") == 0 ||
           strcmp(format, "json") == 0 ||
           err_set(err, ERR_USAGE, "--format does not know \"%.30s\"; see --help", format);
}

static bool run(const struct cli_args *args, report_tell *tell, struct err *err)
{
    struct rest_report asked;
    json_t *report = NULL;
    if (!take_ask(args, &asked, err) || !format_is_known(args, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    bool done = hub != NULL && rest_report(hub, &asked, tell, &report, err) &&
                print(args, hub, asked.from, report, err);
    json_decref(report);
    return done;
}

#define FIGURES(name)                                                                              \
    static bool run_##name(const struct cli_args *args, int *ret_status, struct err *err)          \
    {                                                                                              \
        (void)ret_status;                                                                          \
        return run(args, report_tell_##name, err);                                                 \
    }
FIGURES(satisfaction)
FIGURES(questions)
FIGURES(govuk)
FIGURES(drivers)
FIGURES(participation)
FIGURES(fairness)

static bool run_return(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct rest_report asked;
    json_t *report = NULL;
    char day[16];
    int32_t month = 0;
    const char *text = cli_value(args, "month", "");
    (void)ret_status;
    (void)snprintf(day, sizeof day, "%.7s-01", text);
    if (strlen(text) != 7 || !local_day_from_text(day, &month, err))
        return err_set(err, ERR_USAGE, "--month is a month as in 2026-10");
    if (!take_ask(args, &asked, err) || !format_is_known(args, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    bool done = hub != NULL && rest_report_return(hub, &asked, month, &report, err) &&
                print(args, hub, month, report, err);
    json_decref(report);
    return done;
}

#define OPTIONS_WHERE                                                                              \
    OPTION_DATA, { "survey", "ID", "unless given, the newest that asks this", false, false },      \
        { "venue", "ID", "one venue", false, false },                                              \
        { "area", "ID", "all venues below an area", false, false },                                \
    {                                                                                              \
        "format", "text|csv|json", "text unless given", false, false                               \
    }
#define OPTIONS_WHEN                                                                               \
    { "from", "DATE", "first local day; the last whole month unless given", false, false },        \
        { "to", "DATE", "last local day", false, false },                                          \
    {                                                                                              \
        "without-flagged", NULL, "leave out bursts that look like one hand", false, false          \
    }

static const struct cli_option group_options[] = {
    OPTIONS_WHERE,
    OPTIONS_WHEN,
    { "question", "NAME", "unless given, its question about satisfaction", false, false },
    { "by", "WHAT", "venue, area, day, week, month, language, access or hour", true, false },
    OPTION_END,
};
static const struct cli_option figure_options[] = { OPTIONS_WHERE, OPTIONS_WHEN, OPTION_END };
static const struct cli_option part_options[] = {
    OPTIONS_WHERE,
    OPTIONS_WHEN,
    { "by", "WHAT", "venue, area, day, week or month", false, false },
    OPTION_END,
};
static const struct cli_option return_options[] = {
    OPTIONS_WHERE,
    { "month", "YYYY-MM", "which month", true, false },
    OPTION_END,
};

#define COMMAND(name, verb, help, options, run)                                                    \
    const struct cli_command command_report_##name = {                                             \
        "report " verb, NULL, help, options, 0, 0, run                                             \
    }
COMMAND(groups, "groups", "How people answered one question, by venue, week, language and so on.",
        group_options, run_satisfaction);
COMMAND(questions, "questions", "How people answered every question of a survey.", figure_options,
        run_questions);
COMMAND(govuk, "govuk", "User satisfaction by both formulas of GOV.UK, each under its own name.",
        figure_options, run_govuk);
COMMAND(drivers, "drivers", "The four drivers of a jobcentre's service.", figure_options,
        run_drivers);
COMMAND(participation, "participation",
        "How many woke a kiosk, began and came to the end, against who visited.", part_options,
        run_participation);
COMMAND(fairness, "fairness", "Who answers against who visits.", figure_options, run_fairness);
COMMAND(
    return, "return",
          "The Friends and Family Test's return of a month, with paper and telephone; as it was "
          "frozen, if it was.",
          return_options, run_return);
