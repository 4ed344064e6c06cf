/* How long answers and figures are kept, and the records of what was deleted. */
#include "base64.h"
#include "deletion.h"
#include "report_ask.h"
#include "rest_int.h"
#include <stdio.h>

static json_t *months_json(int months)
{
    return months == 0 ? json_null() : json_integer(months);
}

static json_t *day_or_null(int32_t day)
{
    return day == 0 ? json_null() : value_day(day);
}

static json_t *retention_json(const struct retention *r)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o}", "survey", r->survey, "answers",
                     months_json(r->answers), "figures", months_json(r->figures), "answers_before",
                     day_or_null(r->answers_before), "figures_before",
                     day_or_null(r->figures_before), "deletion",
                     r->deletion == 0 ? json_null() : json_integer((json_int_t)r->deletion));
}

static bool take_retention(void *context, const struct retention *r)
{
    (void)json_array_append_new(context, retention_json(r));
    return true;
}

bool op_retention_list(struct call *call, struct err *err)
{
    json_t *items = json_array();
    call->answer = json_pack("{s:o}", "items", items);
    return retentions(call->store, take_retention, items, err);
}

/* ---- one survey ---- */

static bool is_published(void *context, const struct published_survey *survey)
{
    const char **wanted = context;
    if (*wanted != NULL && strcmp(survey->id, *wanted) == 0)
        *wanted = NULL;
    return *wanted != NULL;
}

static bool read_one(struct call *call, struct retention *ret, struct err *err)
{
    const char *missing = call->values[0];
    if (!store_surveys(call->store, is_published, &missing, err))
        return false;
    if (missing != NULL || strlen(call->values[0]) > STORE_ID_MAX)
        return err_set(err, ERR_MISSING, "No such survey was published here.");
    return retention_get(call->store, call->values[0], ret, err);
}

bool op_retention_get(struct call *call, struct err *err)
{
    struct retention retention = { 0 };
    if (!read_one(call, &retention, err))
        return false;
    call->answer = retention_json(&retention);
    return true;
}

static bool read_months(struct call *call, int *ret_answers, int *ret_figures, struct err *err)
{
    struct body body = body_of(call);
    *ret_answers =
        (int)body_int(&body, "answers", false, 0, RETENTION_MONTHS_MIN, RETENTION_MONTHS_MAX);
    *ret_figures =
        (int)body_int(&body, "figures", false, 0, RETENTION_MONTHS_MIN, RETENTION_MONTHS_MAX);
    if (*ret_figures != 0 && (*ret_answers == 0 || *ret_figures < *ret_answers))
        body_problem(&body, "figures", "Figures cannot go before the answers they are made of.");
    return body_end(&body, err);
}

bool op_retention_put(struct call *call, struct err *err)
{
    struct retention retention = { 0 };
    struct audit_actor who = call->people.actor;
    int answers;
    int figures;
    if (!read_one(call, &retention, err) ||
        !call_unchanged(call, retention_json(&retention), err) ||
        !read_months(call, &answers, &figures, err) ||
        !hub_retention_set(call->hub, &who, retention.survey, answers, figures, retention.version,
                           err) ||
        !read_one(call, &retention, err))
        return false;
    call->answer = retention_json(&retention);
    return true;
}

/* ---- records ---- */

/* Of each survey its days alone: what the digests are for stands in what was signed. */
static json_t *days_json(const json_t *surveys)
{
    const char *survey;
    json_t *part;
    json_t *days = json_object();
    json_object_foreach((json_t *)(uintptr_t)surveys, survey, part)(void)
        json_object_set(days, survey, json_object_get(part, "days"));
    return days;
}

static bool take_record(void *context, const json_t *record, struct span signed_bytes)
{
    static const char *const own[] = { "number", "at", "by", "rules", "left_alone" };
    static const char *const counted[] = { "kiosks", "batches", "responses", "set_aside" };
    const json_t *facts = json_object_get(record, "facts");
    BUF_AUTO text = buf_new(PAPER_BODY_MAX);
    json_t *item = json_object();
    base64_put(&text, signed_bytes);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        (void)json_object_set(item, own[i], json_object_get(record, own[i]));
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
        (void)json_object_set(item, counted[i], json_object_get(facts, counted[i]));
    (void)json_object_set_new(item, "surveys", days_json(json_object_get(facts, "surveys")));
    (void)json_object_set_new(item, "signed", json_string(buf_text(&text)));
    (void)json_array_append_new(context, item);
    return true;
}

bool op_deletions(struct call *call, struct err *err)
{
    json_t *items = json_array();
    call->answer = json_pack("{s:o}", "items", items);
    return hub_deletions(call->hub, take_record, items, err);
}

/* ---- into reports ---- */

struct telling {
    const struct asking *asking;
    json_t *notes;
};

static bool tell_deleted(void *context, const struct retention *r)
{
    struct telling *telling = context;
    const struct asking *asking = telling->asking;
    char month[11];
    bool asked = asking->survey[0] == '\0' || strcmp(asking->survey, r->survey) == 0;
    if (!asked || asking->ask.from >= r->figures_before)
        return true;
    json_t *day = value_day(r->figures_before);
    (void)snprintf(month, sizeof month, "%.7s", json_string_value(day));
    json_decref(day);
    (void)json_array_append_new(
        telling->notes,
        finding_json("figures_deleted",
                     json_pack("{s:s, s:s}", "survey", r->survey, "month", month),
                     "Figures of %.64s before %.7s are deleted: nothing is said of them here.",
                     r->survey, month));
    return true;
}

bool deleted_put(const struct asking *asking, json_t *notes, struct err *err)
{
    struct telling telling = { asking, notes };
    return retentions(asking->call->store, tell_deleted, &telling, err);
}
