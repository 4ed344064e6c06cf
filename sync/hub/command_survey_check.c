/* survey check: all that is wrong with a survey file. Needs no hub, but looks at more with one. */
#include "command_lint.h"
#include "commands.h"
#include "lint_print.h"
#include "problems_print.h"
#include <stdlib.h>

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

static void print_fine(const char *file, const struct survey *survey,
                       const struct lint_report *report)
{
    printf("%s is fine: %d screens in ", file, survey->question_count);
    print_tags(survey, is_complete);
    if (any_unreviewed(survey)) {
        printf("; no speaker has reviewed ");
        print_tags(survey, is_unreviewed);
    }
    printf("\n");
    if (report->reading_count > 0)
        printf("reading age %.0f; ", report->readings[0].age);
    printf("%d screens looked at", report->screens);
    lint_print_venues(report, stdout);
}

/* One look at a file. */
struct check {
    struct problems problems;
    struct lint_report report;
    struct survey *survey; /* NULL: it does not load */
};

static void check_drop(struct check **check)
{
    if (*check != NULL)
        survey_free((*check)->survey);
    free(*check);
}
#define CHECK_AUTO __attribute__((cleanup(check_drop))) struct check

static int errors_of(const struct check *check)
{
    return check->problems.errors + check->report.errors;
}

static void print_json(const struct check *check)
{
    json_t *list = json_array(), *readings = json_array();
    problems_put_json(&check->problems, list);
    if (check->survey != NULL) {
        lint_put_json(&check->report, check->survey, list);
        json_decref(readings);
        readings = lint_readings_json(&check->report, check->survey);
    }
    json_t *whole =
        json_pack("{s:b, s:i, s:i, s:i, s:i, s:o, s:o}", "ok", errors_of(check) == 0, "errors",
                  errors_of(check), "warnings",
                  check->report.warnings + check->problems.count - check->problems.errors,
                  "screens", check->report.screens, "venues", check->report.venues, "reading",
                  readings, "problems", list);
    (void)json_dumpf(whole, stdout, JSON_INDENT(2));
    (void)fputc('\n', stdout);
    json_decref(whole);
}

static void print_text(const struct check *check, const char *file)
{
    problems_print(&check->problems, stdout);
    if (check->survey == NULL)
        return;
    lint_print(&check->report, check->survey, stdout);
    if (errors_of(check) == 0)
        print_fine(file, check->survey, &check->report);
}

static uint32_t complete_languages(const struct survey *survey)
{
    uint32_t languages = 0;
    for (int i = 0; i < survey->language_count; i++)
        languages |= survey->languages[i].complete ? UINT32_C(1) << i : 0;
    return languages;
}

/* A hub knows which clips there are, and what venues say of their own. */
static bool open_hub(const struct cli_args *args, struct hub **ret, struct err *err)
{
    *ret = cli_given(args, "data") ? command_hub(args, err) : NULL;
    return *ret != NULL || !cli_given(args, "data");
}

static bool run_check(const struct cli_args *args, int *ret_status, struct err *err)
{
    HUB_AUTO *hub = NULL;
    const char *file = args->files[0];
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    CHECK_AUTO *check = calloc(1, sizeof *check);
    (void)ret_status;
    if (check == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the survey");
    if (!file_read(file, &bytes, err) || !open_hub(args, &hub, err))
        return false;
    check->survey = survey_load(buf_span(&bytes), &check->problems);
    if (check->survey != NULL &&
        !command_lint(args, hub, true, check->survey, complete_languages(check->survey),
                      &check->report, err))
        return false;
    if (cli_given(args, "json"))
        print_json(check);
    else
        print_text(check, file);
    int errors = errors_of(check);
    return errors == 0 ||
           err_set(err, ERR_REFUSED, "%s has %d error%s", file, errors, errors == 1 ? "" : "s");
}

static const struct cli_option check_options[] = {
    OPTION_LINT_PANEL,
    OPTION_LINT_KIOSK,
    { "data", "DIR",
      "a hub's folder: say too which sentences it has no clip of, and what its venues' own texts "
      "and "
      "questions look like",
      false, false },
    OPTION_LINT_VENUE("with --data, only this venue's; without it, all that the survey is for"),
    { "no-screens", NULL, "only what stands in the file; no screen is looked at", false, false },
    { "json", NULL, "all of it as one JSON object", false, false },
    OPTION_END,
};

const struct cli_command command_survey_check = {
    "survey check",
    "FILE",
    "Says everything that is wrong with a survey file, and what to do about it.\n"
    "Every screen is looked at in every language, on each panel, as it is, with larger text and "
    "with\n"
    "more contrast, by yousaid-kiosk, which is looked for beside this program. docs/CHECKING.md "
    "has\n"
    "what is found and how it is written in JSON. Exits 1 when there is an error; warnings only "
    "tell.",
    check_options,
    1,
    1,
    run_check,
};
