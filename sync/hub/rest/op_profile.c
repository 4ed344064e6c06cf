/* What a venue chooses for its kiosks, and what was entered for a month of it. */
#include "local_time.h"
#include "rest_int.h"
#include "survey_view.h"
#include "venue_profile.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- profile ---- */

static json_t *profile_json(struct call *call, const char *venue, struct err *err)
{
    BUF_AUTO file = buf_new(VENUE_FILE_MAX);
    if (!store_venue_file_get(call->store, venue, STORE_FILE_PROFILE, &file, err) &&
        err->kind != ERR_MISSING)
        return NULL;
    json_t *json = file.size == 0 ? json_pack("{s:i}", "version", VENUE_VERSION)
                                  : json_loadb((const char *)file.data, file.size, 0, NULL);
    if (json == NULL)
        (void)err_set(err, ERR_CORRUPT, "the profile of %s cannot be read", venue);
    return json;
}

bool op_profile_get(struct call *call, struct err *err)
{
    const struct place *place = call_place(call, call->values[0], err);
    if (place == NULL)
        return false;
    call->answer = profile_json(call, place->venue.id, err);
    return call->answer != NULL;
}

void call_take_problems(struct call *call, const struct problems *problems)
{
    if (call->problems == NULL)
        call->problems = json_array();
    for (int i = 0; i < problems->count && i < CALL_PROBLEMS_MAX; i++) {
        const struct problem *problem = &problems->list[i];
        (void)json_array_append_new(call->problems, survey_problem_json(problem));
    }
}

/* Judged by the strict reader that kiosks have too. */
static bool is_good_profile(struct call *call, struct span file, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read a profile");
    struct venue_profile *profile = venue_profile_load(file, problems);
    bool good = profile != NULL;
    if (!good && !problems->starved)
        call_take_problems(call, problems);
    venue_profile_free(profile);
    free(problems);
    return good || err_set(err, ERR_REFUSED,
                           "The profile is not taken; what is wrong with it stands below.");
}

static bool keep_profile(struct call *call, const char *venue, struct span file, struct err *err)
{
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return store_venue_file_put(call->store, venue, STORE_FILE_PROFILE, file, err) &&
           call_note(call, DID_VENUE_PROFILE_CHANGED, venue, json_incref(call->body), err) &&
           store_together_keep(call->store, err);
}

bool op_profile_put(struct call *call, struct err *err)
{
    const struct place *place = call_place(call, call->values[0], err);
    json_t *now = place == NULL ? NULL : profile_json(call, place->venue.id, err);
    if (now == NULL || !call_unchanged(call, now, err))
        return false;
    char *text = json_dumps(call->body, JSON_INDENT(2));
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep a profile");
    bool kept = is_good_profile(call, span_text(text), err) &&
                keep_profile(call, place->venue.id, span_text(text), err) &&
                hub_bundle_refresh(call->hub, place->venue.id, err);
    free(text);
    return kept && op_profile_get(call, err);
}

/* ---- a month ---- */

static const char *const modes[] = { "sms",       "paper_here", "paper_home",
                                     "telephone", "online",     "other" };
static const char *const six[] = {
    "very_good", "good", "neither", "poor", "very_poor", "dont_know"
};

static bool month_read(struct call *call, const char *venue, int32_t month, json_t **ret,
                       struct err *err)
{
    struct store_paper paper;
    char id[PAPER_ID_MAX + 1];
    char day[11];
    local_day_text(month, day);
    (void)snprintf(id, sizeof id, "%s/%.7s", venue, day);
    if (paper_read(call->store, "month", id, "month", &paper, ret, err))
        return true;
    *ret = json_pack("{s:o, s:n, s:[], s:n, s:s, s:s, s:n}", "month", value_month(month), "visits",
                     "counts", "costs", "note", "", "entered_by", "", "entered");
    return err->kind == ERR_MISSING;
}

bool op_month_get(struct call *call, struct err *err)
{
    int32_t month;
    const struct place *place = call_place(call, call->values[0], err);
    return place != NULL && value_month_read(call->values[1], &month, err) &&
           month_read(call, place->venue.id, month, &call->answer, err);
}

static json_t *read_visits(struct body *body)
{
    struct body visits = body_object(body, "visits", false);
    char source[STORE_NAME_MAX];
    if (visits.json == NULL)
        return json_null();
    int64_t total = body_int(&visits, "total", true, 0, 0, INT32_MAX);
    struct body languages = body_object(&visits, "by_language", true);
    body_text(&visits, "source", true, source, sizeof source);
    json_t *by = json_object();
    const char *tag;
    json_t *n;
    json_object_foreach((json_t *)(uintptr_t)languages.json, tag, n)
    {
        if (strlen(tag) > LANGUAGE_TAG_MAX || !json_is_integer(n) || json_integer_value(n) < 0)
            body_problem(&languages, tag, "It must be a language's tag and a whole number.");
        (void)json_object_set(by, tag, n);
    }
    return json_pack("{s:I, s:o, s:s}", "total", (json_int_t)total, "by_language", by, "source",
                     source);
}

static json_t *read_count(struct body *body, const json_t *json, size_t at)
{
    struct body count = { .call = body->call, .json = json };
    char mode[16];
    bool known = false;
    (void)snprintf(count.at, sizeof count.at, "/counts/%zu", at);
    body_text(&count, "mode", true, mode, sizeof mode);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        known = known || strcmp(modes[i], mode) == 0;
    if (!known)
        body_problem(&count, "mode", "It must be one of the return's ways of collecting.");
    struct body answers = body_object(&count, "answers", true);
    json_t *six_counts = json_object();
    for (size_t i = 0; i < sizeof six / sizeof six[0]; i++) {
        int64_t n = body_int(&answers, six[i], true, 0, 0, INT32_MAX);
        (void)json_object_set_new(six_counts, six[i], json_integer((json_int_t)n));
    }
    return json_pack("{s:s, s:o}", "mode", mode, "answers", six_counts);
}

static json_t *read_counts(struct body *body)
{
    const json_t *list = body_array(body, "counts", true, sizeof modes / sizeof modes[0]);
    json_t *counts = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        (void)json_array_append_new(counts, read_count(body, json_array_get(list, i), i));
    return counts;
}

static json_t *read_costs(struct body *body)
{
    static const char *const names[] = { "hardware_pence", "translation_pence", "other_pence",
                                         "staff_minutes" };
    struct body costs = body_object(body, "costs", false);
    if (costs.json == NULL)
        return json_null();
    json_t *json = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int64_t n = body_int(&costs, names[i], true, 0, 0, INT32_MAX);
        (void)json_object_set_new(json, names[i], json_integer((json_int_t)n));
    }
    return json;
}

static json_t *read_month(struct call *call, int32_t month, struct err *err)
{
    char text[1000];
    struct body body = body_of(call);
    json_t *json =
        json_pack("{s:o, s:o, s:o, s:o}", "month", value_month(month), "visits", read_visits(&body),
                  "counts", read_counts(&body), "costs", read_costs(&body));
    body_text(&body, "note", false, text, sizeof text);
    (void)json_object_set_new(json, "note", json_string(text));
    (void)json_object_set_new(json, "entered_by", json_string(call->asker.name));
    (void)json_object_set_new(json, "entered", value_time(call->people.now));
    if (body_end(&body, err))
        return json;
    json_decref(json);
    return NULL;
}

static bool keep_month(struct call *call, const char *venue, int32_t month, json_t *json,
                       struct err *err)
{
    struct store_paper paper = { .kind = "month", .rank = month };
    char day[11];
    local_day_text(month, day);
    (void)snprintf(paper.id, sizeof paper.id, "%s/%.7s", venue, day);
    (void)snprintf(paper.part, sizeof paper.part, "%s", venue);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json_incref(json), PAPER_ANY, err) &&
           call_note(call, DID_VENUE_MONTH_ENTERED, paper.id, json_incref(json), err) &&
           store_together_keep(call->store, err);
}

/* Is the month's return frozen? Then nothing more may be entered. */
static bool is_open(struct call *call, int32_t month, struct err *err)
{
    struct store_paper paper;
    json_t *json = NULL;
    char day[11];
    local_day_text(month, day);
    day[7] = '\0';
    bool frozen = paper_read(call->store, "return", day, "return", &paper, &json, err);
    json_decref(json);
    if (frozen)
        return err_tell(err, ERR_CONFLICT, "The return of %.7s is frozen; nothing can be entered.",
                        day);
    return err->kind == ERR_MISSING;
}

bool op_month_put(struct call *call, struct err *err)
{
    int32_t month;
    json_t *now = NULL;
    const struct place *place = call_place(call, call->values[0], err);
    if (place == NULL || !value_month_read(call->values[1], &month, err) ||
        !month_read(call, place->venue.id, month, &now, err) || !call_unchanged(call, now, err) ||
        !is_open(call, month, err))
        return false;
    JSON_AUTO *json = read_month(call, month, err);
    if (json == NULL)
        return false;
    call->answer = value_as_kept(json);
    if (call->answer == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep this");
    return keep_month(call, place->venue.id, month, json, err);
}
