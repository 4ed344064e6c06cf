/* The register of initiatives, and notes on charts. */
#include "local_time.h"
#include "report_ask.h"
#include <stdio.h>
#include <stdlib.h>

enum { NOTES_MOST = 200, VENUES_MOST = 500, COSTS_MOST = 50 };

/* ---- annotations ---- */

struct noting {
    struct call *call;
    const struct frame *frame;
    const struct asking *asking; /* NULL: whatever the asker may see */
    json_t *list;
    bool failed;
    struct err *err;
};

/* A note is seen by whoever may see what it is about; one about everything by everybody. */
static bool is_seen(const struct noting *noting, const json_t *json)
{
    const char *venue = json_string_value(json_object_get(json, "venue"));
    const char *area = json_string_value(json_object_get(json, "area"));
    for (size_t i = 0; (venue != NULL || area != NULL) && i < noting->frame->place_count; i++) {
        const struct place *place = &noting->frame->places[i];
        bool meant = venue != NULL ? strcmp(place->venue.id, venue) == 0
                                   : frame_below(noting->frame, place, area);
        if (meant && call_reaches(noting->call, noting->frame, place) &&
            (noting->asking == NULL || noting->asking->chosen[i]))
            return true;
    }
    return venue == NULL && area == NULL;
}

static json_t *annotation_json(const char *id, const json_t *kept)
{
    json_t *json = json_deep_copy(kept);
    (void)json_object_set_new(json, "id", json_string(id));
    return json;
}

static bool take_note(void *context, const struct store_paper *paper)
{
    struct noting *noting = context;
    JSON_AUTO *json = paper_json(paper, noting->err);
    noting->failed = json == NULL;
    if (json != NULL && is_seen(noting, json))
        (void)json_array_append_new(
            noting->list, noting->asking == NULL
                              ? annotation_json(paper->id, json)
                              : json_pack("{s:O, s:O}", "day", json_object_get(json, "day"), "text",
                                          json_object_get(json, "text")));
    return json != NULL && json_array_size(noting->list) < NOTES_MOST;
}

static bool list_notes(struct noting *noting, int32_t from, int32_t to)
{
    struct paper_query query = { .kind = "annotation", .lowest = from, .below = (int64_t)to + 1 };
    return store_papers(noting->call->store, &query, take_note, noting, noting->err) &&
           !noting->failed;
}

/* The chart's own days, which reach further back than what was asked for. */
bool annotations_put(struct call *call, const struct asking *asking, json_t *chart, struct err *err)
{
    const json_t *points = json_object_get(chart, "points");
    int32_t from = asking->ask.from;
    struct noting noting = { .call = call, .frame = asking->frame, .asking = asking, .err = err };
    const char *first = json_string_value(json_object_get(json_array_get(points, 0), "from"));
    if (first != NULL && !local_day_from_text(first, &from, err))
        return false;
    noting.list = json_object_get(chart, "annotations");
    return list_notes(&noting, from, asking->ask.to);
}

bool op_annotations(struct call *call, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    if (!asking_begin(call, &asking, err))
        return false;
    struct noting noting = { .call = call, .frame = asking.frame, .err = err };
    noting.list = json_array();
    call->answer = json_pack("{s:o}", "items", noting.list);
    return list_notes(&noting, asking.ask.from, asking.ask.to);
}

/* An optional venue or area that the asker may see. */
static void body_node(struct body *body, const struct frame *frame, const char *name, bool area,
                      char ret[STORE_ID_MAX + 1])
{
    body_id(body, name, false, ret, STORE_ID_MAX + 1);
    if (ret[0] == '\0')
        return;
    const struct place *place = area ? NULL : frame_place(frame, ret);
    if (area ? frame_area(frame, ret) == NULL
             : place == NULL || !call_reaches(body->call, frame, place))
        body_problem(body, name, "There is no such area or venue.");
}

bool op_annotation_new(struct call *call, struct err *err)
{
    struct store_paper paper = { .kind = "annotation" };
    char venue[STORE_ID_MAX + 1];
    char area[STORE_ID_MAX + 1];
    char text[200];
    int32_t day = 0;
    const struct frame *frame = call_frame(call, err);
    struct body body = body_of(call);
    if (frame == NULL)
        return false;
    body_day(&body, "day", true, &day);
    body_node(&body, frame, "venue", false, venue);
    body_node(&body, frame, "area", true, area);
    body_text(&body, "text", true, text, sizeof text);
    if (!body_end(&body, err))
        return false;
    value_new_key(paper.id);
    paper.rank = day;
    json_t *json = json_pack("{s:o, s:o, s:o, s:s, s:s}", "day", value_day(day), "venue",
                             value_text_or_null(venue), "area", value_text_or_null(area), "text",
                             text, "by", call->asker.name);
    call->status = 201;
    call->answer = annotation_json(paper.id, json);
    (void)snprintf(call->location, sizeof call->location, "/api/v1/annotations/%s", paper.id);
    if (!store_together(call->store, err)) {
        json_decref(json);
        return false;
    }
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json, PAPER_NEW, err) &&
           call_note(call, DID_ANNOTATION_MADE, paper.id, json_incref(call->answer), err) &&
           store_together_keep(call->store, err);
}

bool op_annotation_remove(struct call *call, struct err *err)
{
    return paper_remove_noted(call, "annotation", "note", DID_ANNOTATION_REMOVED, err);
}

/* ---- initiatives ---- */

static json_t *initiative_json(const char *id, const json_t *kept)
{
    json_t *json = json_deep_copy(kept);
    (void)json_object_set_new(json, "id", json_string(id));
    return json;
}

static bool take_initiative(void *context, const struct store_paper *paper)
{
    struct err err;
    JSON_AUTO *json = paper_json(paper, &err);
    return json == NULL ||
           page_take(context, paper->rank, paper->id, initiative_json(paper->id, json));
}

bool op_initiatives(struct call *call, struct err *err)
{
    struct page page;
    if (!page_begin(call, &page, err))
        return false;
    return page_papers(call, &page, "initiative", take_initiative, &page, err);
}

static bool initiative_read(struct call *call, struct store_paper *ret, json_t **ret_json,
                            struct err *err)
{
    json_t *kept = NULL;
    if (!paper_read(call->store, "initiative", call->values[0], "initiative", ret, &kept, err))
        return false;
    *ret_json = initiative_json(call->values[0], kept);
    json_decref(kept);
    return true;
}

bool op_initiative_get(struct call *call, struct err *err)
{
    struct store_paper paper;
    return initiative_read(call, &paper, &call->answer, err);
}

static void body_venues(struct body *body, const struct frame *frame, const char *name, bool any)
{
    const json_t *list = body_array(body, name, true, VENUES_MOST);
    if (any && list != NULL && json_array_size(list) == 0)
        body_problem(body, name, "It must name a venue at least.");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *venue = json_string_value(json_array_get(list, i));
        if (venue == NULL || frame_place(frame, venue) == NULL) {
            body_problem(body, name, "It names a venue that is not there.");
            return;
        }
    }
}

static void body_costs(struct body *body)
{
    const json_t *list = body_array(body, "costs", true, COSTS_MOST);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct body cost = { .call = body->call, .json = json_array_get(list, i) };
        char what[200];
        (void)snprintf(cost.at, sizeof cost.at, "/costs/%zu", i);
        body_text(&cost, "what", true, what, sizeof what);
        (void)body_int(&cost, "pence", true, 0, 0, INT64_C(1) << 50);
        (void)body_int(&cost, "staff_minutes", true, 0, 0, INT32_MAX);
    }
}

/* The members as they were sent, once all are known to be good. NULL with *err. */
static json_t *read_initiative(struct call *call, int32_t *ret_starts, struct err *err)
{
    static const char *const names[] = { "title", "what",   "why",        "risks", "starts",
                                         "ends",  "venues", "comparison", "costs" };
    const struct frame *frame = call_frame(call, err);
    struct body body = body_of(call);
    char text[2000];
    char title[STORE_NAME_MAX];
    int32_t ends = 0;
    if (frame == NULL)
        return NULL;
    body_text(&body, "title", true, title, sizeof title);
    for (size_t i = 1; i <= 3; i++)
        (void)body_borrow(&body, names[i], true, sizeof text - 1);
    body_day(&body, "starts", true, ret_starts);
    body_day(&body, "ends", false, &ends);
    body_venues(&body, frame, "venues", true);
    body_venues(&body, frame, "comparison", false);
    body_costs(&body);
    if (!body_end(&body, err))
        return NULL;
    json_t *json = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        json_t *value = json_object_get(call->body, names[i]);
        (void)json_object_set(json, names[i], value == NULL ? json_null() : value);
    }
    (void)json_object_set_new(json, "changed", value_time(call->people.now));
    (void)json_object_set_new(json, "changed_by", json_string(call->asker.name));
    return json;
}

static bool keep_initiative(struct call *call, const char *id, json_t *json, int32_t starts,
                            uint64_t over, struct err *err)
{
    struct store_paper paper = { .kind = "initiative", .rank = starts };
    (void)snprintf(paper.id, sizeof paper.id, "%s", id);
    JSON_AUTO *kept = value_as_kept(json);
    call->answer = kept == NULL ? NULL : initiative_json(id, kept);
    if (call->answer == NULL) {
        json_decref(json);
        return err_set(err, ERR_LATER, "there is no memory to keep this");
    }
    if (!store_together(call->store, err)) {
        json_decref(json);
        return false;
    }
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json, over, err) &&
           call_note(call, over == PAPER_NEW ? DID_INITIATIVE_MADE : DID_INITIATIVE_CHANGED, id,
                     json_incref(call->answer), err) &&
           store_together_keep(call->store, err);
}

bool op_initiative_new(struct call *call, struct err *err)
{
    char id[PEOPLE_ID_SIZE];
    int32_t starts = 0;
    json_t *json = read_initiative(call, &starts, err);
    if (json == NULL)
        return false;
    value_new_key(id);
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/initiatives/%s", id);
    return keep_initiative(call, id, json, starts, PAPER_NEW, err);
}

bool op_initiative_put(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *now = NULL;
    int32_t starts = 0;
    if (!initiative_read(call, &paper, &now, err) || !call_unchanged(call, now, err))
        return false;
    json_t *json = read_initiative(call, &starts, err);
    return json != NULL && keep_initiative(call, call->values[0], json, starts, paper.version, err);
}

bool op_initiative_remove(struct call *call, struct err *err)
{
    return paper_remove_noted(call, "initiative", "initiative", DID_INITIATIVE_REMOVED, err);
}

bool paper_remove_noted(struct call *call, const char *kind, const char *what,
                        enum audit_action action, struct err *err)
{
    struct store_paper paper;
    json_t *json = NULL;
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!paper_read(call->store, kind, call->values[0], what, &paper, &json, err))
        return false;
    return store_paper_remove(call->store, kind, call->values[0], err) &&
           call_note(call, action, call->values[0], json, err) &&
           store_together_keep(call->store, err);
}

/* ---- evaluation ---- */

/* The list's texts, ended by NULL; borrowed. NULL without memory. */
static const char **texts_of(const json_t *list)
{
    const char **texts = calloc(json_array_size(list) + 1, sizeof *texts);
    for (size_t i = 0; texts != NULL && i < json_array_size(list); i++)
        texts[i] = json_string_value(json_array_get(list, i));
    return texts;
}

/* An hour of staff is worth what the register says of it; where it says nothing, it costs nothing
 * here, and the minutes stand beside it. */
static int64_t pence_of(const json_t *json)
{
    const json_t *costs = json_object_get(json, "costs");
    int64_t pence = 0;
    for (size_t i = 0; i < json_array_size(costs); i++)
        pence += json_integer_value(json_object_get(json_array_get(costs, i), "pence"));
    return pence;
}

static bool evaluate(struct call *call, const json_t *json, struct err *err)
{
    ASKING_AUTO asking = { 0 };
    const char **venues = texts_of(json_object_get(json, "venues"));
    const char **comparison = texts_of(json_object_get(json, "comparison"));
    struct report_initiative initiative = { .venues = venues,
                                            .comparison = comparison,
                                            .pence = pence_of(json),
                                            .today = (int32_t)(call->people.now / 86400) };
    bool told = venues != NULL && comparison != NULL &&
                local_day_from_text(json_string_value(json_object_get(json, "starts")),
                                    &initiative.starts, err) &&
                asking_begin(call, &asking, err) &&
                report_tell_evaluation(&asking.ask, &initiative, &call->answer, err);
    if (told)
        behind_put(&asking, json_object_get(call->answer, "notes"));
    free(venues);
    free(comparison);
    return told;
}

bool op_initiative_evaluate(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *json = NULL;
    if (!initiative_read(call, &paper, &json, err))
        return false;
    bool told = evaluate(call, json, err);
    json_decref(json);
    if (told)
        (void)json_object_set_new(call->answer, "initiative", json_string(call->values[0]));
    return told;
}
