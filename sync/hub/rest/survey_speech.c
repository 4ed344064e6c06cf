/* What becomes of a survey that is published: what stands in its file is judged before, and who
 * will hear it is said after. */
#include "lint.h"
#include "survey_view.h"
#include <stdio.h>
#include <stdlib.h>

static void report_drop(struct lint_report **report)
{
    free(*report);
}
#define REPORT_AUTO __attribute__((cleanup(report_drop))) struct lint_report

static void refuse(struct call *call, const char *member, const struct lint_report *report)
{
    char pointer[200], text[600];
    if (call->problems == NULL)
        call->problems = json_array();
    for (int i = 0; i < report->count; i++) {
        const struct lint_finding *finding = &report->findings[i];
        if (finding->level != PROBLEM_ERROR)
            continue;
        lint_text(finding, text, sizeof text);
        (void)snprintf(pointer, sizeof pointer, "%s%s", member, finding->pointer);
        json_t *json =
            json_pack("{s:s, s:s, s:s}", "pointer", pointer, "text", text, "level", "error");
        lint_said_json(json, finding);
        (void)json_array_append_new(call->problems, json);
    }
}

bool survey_file_is_sound(struct call *call, const char *member, const struct survey *survey,
                          struct err *err)
{
    struct lint_options options = { .speaks = hub_speaks };
    REPORT_AUTO *report = calloc(1, sizeof *report);
    if (report == NULL)
        return err_set(err, ERR_LATER, "there is no memory to check a survey");
    if (!lint_survey(survey, &options, report, err))
        return false;
    if (report->errors == 0)
        return true;
    refuse(call, member, report);
    return err_set(err, ERR_REFUSED, "The survey is not published: mend what is said below.");
}

/* ---- who hears it ---- */

void survey_accepted(const struct published_survey *published, struct accepted_tags *ret)
{
    int count = 0;
    char *text = ret->text;
    (void)snprintf(ret->text, sizeof ret->text, "%s", published->accepted);
    for (char *tag = strsep(&text, ","); tag != NULL; tag = strsep(&text, ","))
        if (*tag != '\0' && count < SURVEY_LANGUAGES_MAX)
            ret->tags[count++] = tag;
    ret->tags[count] = NULL;
}

json_t *survey_speech_json(struct call *call, const struct published_survey *published,
                           struct err *err)
{
    struct accepted_tags accepted;
    SURVEY_AUTO *survey = survey_of(call, &published->digest, err);
    if (survey == NULL)
        return NULL;
    survey_accepted(published, &accepted);
    JSON_AUTO *heard = json_array(), *silent = json_array();
    for (int i = 0; i < survey->language_count; i++) {
        bool spoken = false;
        const char *tag = survey->languages[i].tag;
        if (!survey_offers(survey, i, accepted.tags))
            continue;
        if (!hub_speaks_aloud(call->store, tag, &spoken, err))
            return NULL;
        (void)json_array_append_new(spoken ? heard : silent, json_string(tag));
    }
    return json_pack("{s:O, s:O}", "read_aloud", heard, "silent", silent);
}
