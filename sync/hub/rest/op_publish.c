/* Publishing: to which venues, at once or stage by stage; and what becomes of a rollout. */
#include "fleet_share.h"
#include "rollout.h"
#include "survey_view.h"
#include <stdio.h>
#include <stdlib.h>

enum { STAGES_MOST = 10, VENUES_MOST = 20000, HOURS_MOST = 720, USUAL_HOURS = 48, TAGS_MOST = 16 };

/* ---- a rollout as JSON ---- */

static json_t *stage_json(const json_t *kept, const json_t *stage, const struct fleet *fleet)
{
    int kiosks;
    int took;
    rollout_count(kept, stage, fleet, &kiosks, &took);
    return json_pack("{s:O, s:O, s:O, s:o, s:i, s:i}", "venues", json_object_get(stage, "venues"),
                     "percent", json_object_get(stage, "percent"), "state",
                     json_object_get(stage, "state"), "begun",
                     value_time(json_integer_value(json_object_get(stage, "begun"))), "took_it",
                     took, "kiosks", kiosks);
}

static json_t *rollout_json(const char *id, const json_t *kept, const struct fleet *fleet)
{
    static const char *const same[] = { "survey",  "version",    "digest", "state",     "reason",
                                        "started", "started_by", "stage",  "wait_hours" };
    json_t *stages = json_array();
    const json_t *list = json_object_get(kept, "stages");
    for (size_t i = 0; i < json_array_size(list); i++)
        (void)json_array_append_new(stages, stage_json(kept, json_array_get(list, i), fleet));
    json_t *json = json_pack("{s:s}", "id", id);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        (void)json_object_set(json, same[i], json_object_get(kept, same[i]));
    (void)json_object_set_new(json, "stages", stages);
    return json;
}

struct listing {
    struct page page;
    const struct fleet *fleet;
};

static bool take_rollout(void *context, const struct store_paper *paper)
{
    struct err err;
    struct listing *listing = context;
    JSON_AUTO *json = paper_json(paper, &err);
    return json == NULL || page_take(&listing->page, paper->rank, paper->id,
                                     rollout_json(paper->id, json, listing->fleet));
}

bool op_rollouts(struct call *call, struct err *err)
{
    struct listing listing = { .fleet = NULL };
    SHARED_AUTO *shared = fleet_take(call, err);
    if (shared == NULL || !page_begin(call, &listing.page, err))
        return false;
    listing.fleet = &shared->fleet;
    return page_papers(call, &listing.page, ROLLOUT_PAPER, take_rollout, &listing, err);
}

static bool rollout_read(struct call *call, struct store_paper *ret, json_t **ret_kept,
                         struct err *err)
{
    return paper_read(call->store, ROLLOUT_PAPER, call->values[0], "rollout", ret, ret_kept, err);
}

static bool answer_rollout(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = NULL;
    SHARED_AUTO *shared = fleet_take(call, err);
    if (shared == NULL || !rollout_read(call, &paper, &kept, err))
        return false;
    call->answer = rollout_json(call->values[0], kept, &shared->fleet);
    json_decref(kept);
    return true;
}

bool op_rollout_get(struct call *call, struct err *err)
{
    return answer_rollout(call, err);
}

/* ---- steering it ---- */

/* A venue that is none of the asker's makes all of it somebody else's. */
static bool is_own(struct call *call, const json_t *kept, struct err *err)
{
    const char *venue;
    json_t *value;
    const struct frame *frame = call_frame(call, err);
    json_object_foreach(json_object_get(kept, "before"), venue, value)
    {
        (void)value;
        const struct place *place = frame == NULL ? NULL : frame_place(frame, venue);
        if (place != NULL && !call_reaches(call, frame, place))
            return err_tell(err, ERR_DENIED, "This rollout has venues that are none of yours.");
    }
    return frame != NULL;
}

static bool steer(struct call *call, enum audit_action action,
                  bool (*how)(struct call *call, const struct store_paper *paper, json_t *kept,
                              struct err *err),
                  struct err *err)
{
    struct store_paper paper;
    json_t *read = NULL;
    if (!rollout_read(call, &paper, &read, err))
        return false;
    JSON_AUTO *kept = read;
    if (!is_own(call, kept, err))
        return false;
    if (!how(call, &paper, kept, err))
        return err->kind == ERR_STALE
                   ? err_tell(err, ERR_CONFLICT, "Somebody else has just changed this rollout.")
                   : false;
    return call_note(call, action, call->values[0], NULL, err) && answer_rollout(call, err);
}

static bool advance(struct call *call, const struct store_paper *paper, json_t *kept,
                    struct err *err)
{
    return rollout_advance(call->hub, paper, kept, call->people.now, err);
}

bool op_rollout_advance(struct call *call, struct err *err)
{
    return steer(call, DID_ROLLOUT_ADVANCED, advance, err);
}

static bool is_state(const json_t *kept, const char *state, struct err *err)
{
    bool runs = strcmp(state, "running") == 0;
    return strcmp(rollout_state(kept), state) == 0 ||
           err_tell(err, ERR_CONFLICT,
                    runs ? "This rollout is not running." : "This rollout is not halted.");
}

static bool halt(struct call *call, const struct store_paper *paper, json_t *kept, struct err *err)
{
    return is_state(kept, "running", err) &&
           rollout_turn(call->hub, paper, kept, "halted",
                        finding_json("by_hand", json_pack("{s:s}", "name", call->asker.name),
                                     "Halted by %s.", call->asker.name),
                        err);
}

bool op_rollout_halt(struct call *call, struct err *err)
{
    return steer(call, DID_ROLLOUT_HALTED, halt, err);
}

static bool resume(struct call *call, const struct store_paper *paper, json_t *kept,
                   struct err *err)
{
    return is_state(kept, "halted", err) &&
           rollout_turn(call->hub, paper, kept, "running", NULL, err);
}

bool op_rollout_resume(struct call *call, struct err *err)
{
    return steer(call, DID_ROLLOUT_RESUMED, resume, err);
}

static bool undo(struct call *call, const struct store_paper *paper, json_t *kept, struct err *err)
{
    return rollout_undo(call->hub, paper, kept, err);
}

bool op_rollout_undo(struct call *call, struct err *err)
{
    return steer(call, DID_ROLLOUT_UNDONE, undo, err);
}

/* ---- which venues ---- */

/* A venue in an order of its own for each survey, so that no venue is always the first. */
struct candidate {
    struct digest order;
    const char *venue;
    bool planned;
};

struct publication {
    struct call *call;
    struct published_survey published;
    struct candidate *list;
    size_t count;
    int64_t wait_hours;
};

static int by_order(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct digest));
}

static void add_candidate(struct publication *publication, const char *venue)
{
    const struct span parts[] = { span_of(&publication->published.digest, sizeof(struct digest)),
                                  span_text(venue) };
    publication->list[publication->count++] =
        (struct candidate){ .order = digest_of_all(parts, 2), .venue = venue };
}

static bool is_named(const json_t *names, const char *venue)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        if (name != NULL && strcmp(name, venue) == 0)
            return true;
    }
    return false;
}

/* Those named, or all of the survey's kinds; of those that the asker reaches. */
static bool choose_venues(struct publication *publication, const json_t *names, struct err *err)
{
    struct call *call = publication->call;
    const struct frame *frame = call_frame(call, err);
    SURVEY_AUTO *survey =
        frame == NULL ? NULL : survey_of(call, &publication->published.digest, err);
    if (survey == NULL)
        return false;
    publication->list = calloc(frame->place_count + 1, sizeof *publication->list);
    if (publication->list == NULL)
        return err_set(err, ERR_LATER, "there is no memory to publish");
    for (size_t i = 0; i < frame->place_count; i++) {
        const struct place *place = &frame->places[i];
        bool meant = names != NULL ? is_named(names, place->venue.id)
                                   : hub_survey_is_for(survey, &place->venue) && !place->closed;
        if (meant && call_reaches(call, frame, place))
            add_candidate(publication, place->venue.id);
    }
    qsort(publication->list, publication->count, sizeof *publication->list, by_order);
    return true;
}

static bool send_to_all(struct publication *publication, struct err *err)
{
    for (size_t i = 0; i < publication->count; i++)
        if (!hub_survey_send(publication->call->hub, publication->list[i].venue,
                             &publication->published.digest, err))
            return false;
    return true;
}

/* ---- stages ---- */

static void plan(struct candidate *candidate, json_t *venues)
{
    candidate->planned = true;
    (void)json_array_append_new(venues, json_string(candidate->venue));
}

/* The venues named, or so many of a hundred of all, with those of the stages before. */
static json_t *plan_stage(struct publication *publication, const json_t *stage)
{
    const json_t *names = json_object_get(stage, "venues");
    json_t *percent = json_object_get(stage, "percent");
    json_t *venues = json_array();
    size_t planned = 0;
    size_t wanted = ((size_t)json_integer_value(percent) * publication->count + 99) / 100;
    for (size_t i = 0; i < publication->count; i++)
        planned += publication->list[i].planned;
    for (size_t i = 0; i < publication->count; i++) {
        struct candidate *candidate = &publication->list[i];
        bool meant = json_is_array(names) ? is_named(names, candidate->venue)
                                          : planned + json_array_size(venues) < wanted;
        if (meant && !candidate->planned)
            plan(candidate, venues);
    }
    return json_pack("{s:o, s:o, s:s, s:i, s:b}", "venues", venues, "percent",
                     json_is_integer(percent) ? json_incref(percent) : json_null(), "state",
                     "waiting", "begun", 0, "sent", 0);
}

static json_t *plan_rollout(struct publication *publication, const json_t *stages)
{
    char digest[65];
    struct call *call = publication->call;
    json_t *planned = json_array();
    digest_hex(&publication->published.digest, digest);
    for (size_t i = 0; i < json_array_size(stages); i++)
        (void)json_array_append_new(planned, plan_stage(publication, json_array_get(stages, i)));
    return json_pack("{s:s, s:i, s:s, s:s, s:n, s:o, s:s, s:i, s:I, s:o, s:{}, s:{}}", "survey",
                     publication->published.id, "version", (int)publication->published.version,
                     "digest", digest, "state", "running", "reason", "started",
                     value_time(call->people.now), "started_by", call->asker.name, "stage", 0,
                     "wait_hours", (json_int_t)publication->wait_hours, "stages", planned, "before",
                     "serials");
}

/* What is on its way of the same survey stops where it is. */
static bool take_other(void *context, const struct store_paper *paper)
{
    struct err err;
    struct publication *publication = context;
    JSON_AUTO *kept = paper_json(paper, &err);
    const char *survey = json_string_value(json_object_get(kept, "survey"));
    const char *state = rollout_state(kept);
    bool lives = strcmp(state, "running") == 0 || strcmp(state, "halted") == 0;
    if (!lives || survey == NULL || strcmp(survey, publication->published.id) != 0)
        return true;
    if (!rollout_turn(publication->call->hub, paper, kept, "stopped",
                      finding_json("followed", NULL, "Another version follows it."), &err))
        return err.kind == ERR_STALE;
    return true;
}

static bool stop_others(struct publication *publication, struct err *err)
{
    struct paper_query query = { .kind = ROLLOUT_PAPER, .backwards = true };
    return store_papers(publication->call->store, &query, take_other, publication, err);
}

static bool start_rollout(struct publication *publication, const json_t *stages, json_t **ret,
                          struct err *err)
{
    struct call *call = publication->call;
    struct store_paper paper = { .kind = ROLLOUT_PAPER, .rank = call->people.now, .version = 1 };
    JSON_AUTO *kept = plan_rollout(publication, stages);
    value_new_key(paper.id);
    (void)snprintf(call->values[0], sizeof call->values[0], "%s", paper.id);
    if (!paper_write(call->store, &paper, json_incref(kept), PAPER_NEW, err) ||
        !rollout_advance(call->hub, &paper, kept, call->people.now, err) ||
        !answer_rollout(call, err))
        return false;
    *ret = call->answer;
    call->answer = NULL;
    return true;
}

/* ---- what was sent ---- */

struct publishing {
    const json_t *venues, *stages; /* NULL when left out */
    const char *accepted[TAGS_MOST + 1];
    int64_t wait_hours;
};

static void read_tags(struct body *body, struct publishing *ret)
{
    const json_t *list = body_array(body, "accept_unreviewed", false, TAGS_MOST);
    for (size_t i = 0; i < json_array_size(list); i++) {
        ret->accepted[i] = json_string_value(json_array_get(list, i));
        if (ret->accepted[i] == NULL) {
            body_problem(body, "accept_unreviewed", "Each is a language's tag.");
            return;
        }
    }
}

static void read_names(struct body *body, const char *name, const json_t *list)
{
    const struct frame *frame = body->call->frame;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *venue = json_string_value(json_array_get(list, i));
        const struct place *place = venue == NULL ? NULL : frame_place(frame, venue);
        if (place == NULL || !call_reaches(body->call, frame, place)) {
            body_problem(body, name, "It names a venue that is not there.");
            return;
        }
    }
}

static void read_stages(struct body *body, const json_t *stages)
{
    for (size_t i = 0; i < json_array_size(stages); i++) {
        struct body stage = { .call = body->call, .json = json_array_get(stages, i) };
        (void)snprintf(stage.at, sizeof stage.at, "/stages/%zu", i);
        const json_t *venues = body_array(&stage, "venues", false, VENUES_MOST);
        int64_t percent = body_int(&stage, "percent", false, 0, 1, 100);
        read_names(&stage, "venues", venues);
        if ((venues == NULL) == (percent == 0))
            body_problem(&stage, NULL, "A stage has either venues or a percentage.");
    }
}

static bool read_publishing(struct call *call, struct buf *file, struct publishing *ret,
                            struct err *err)
{
    struct body body = body_of(call);
    if (call_frame(call, err) == NULL)
        return false;
    bool there = survey_of_body(&body, "survey", file);
    ret->venues = body_array(&body, "venues", false, VENUES_MOST);
    ret->stages = body_array(&body, "stages", false, STAGES_MOST);
    ret->wait_hours = body_int(&body, "wait_hours", false, USUAL_HOURS, 0, HOURS_MOST);
    read_tags(&body, ret);
    read_names(&body, "venues", ret->venues);
    read_stages(&body, ret->stages);
    return body_end(&body, err) && there;
}

/* ---- publishing ---- */

/* What cannot be published anyhow is refused with more words where it would be kept. */
static bool is_sound(struct call *call, struct span file, const struct publishing *sent,
                     struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to publish");
    SURVEY_AUTO *survey = survey_load_publishable(file, sent->accepted,
                                                  (int32_t)(call->people.now / 86400), problems);
    free(problems);
    return survey == NULL || survey_file_is_sound(call, "/survey", survey, err);
}

static bool keep_survey(struct publication *publication, struct span file,
                        const struct publishing *sent, struct problems *problems, struct err *err)
{
    struct call *call = publication->call;
    if (hub_survey_keep(call->hub, file, sent->accepted, problems, &publication->published, err))
        return true;
    if (err->kind == ERR_REFUSED && problems->count > 0)
        survey_refuse(call, "/survey", problems);
    return err->kind == ERR_REFUSED
               ? err_set(err, ERR_REFUSED, "The survey is not published: mend what is said below.")
               : false;
}

static bool send(struct publication *publication, const struct publishing *sent, json_t **ret,
                 struct err *err)
{
    *ret = NULL;
    if (!choose_venues(publication, sent->venues, err) || !stop_others(publication, err))
        return false;
    if (json_array_size(sent->stages) == 0)
        return send_to_all(publication, err);
    publication->wait_hours = sent->wait_hours;
    return start_rollout(publication, sent->stages, ret, err);
}

static bool publish(struct publication *publication, struct span file,
                    const struct publishing *sent, struct problems *problems, struct err *err)
{
    struct call *call = publication->call;
    json_t *rollout = NULL;
    if (!is_sound(call, file, sent, err) || !keep_survey(publication, file, sent, problems, err) ||
        !call_note(call, DID_SURVEY_PUBLISHED, publication->published.id,
                   json_pack("{s:i}", "version", (int)publication->published.version), err) ||
        !send(publication, sent, &rollout, err))
        return false;
    JSON_AUTO *known = rollout;
    JSON_AUTO *version = survey_published_json(call, &publication->published, err);
    JSON_AUTO *speech =
        version == NULL ? NULL : survey_speech_json(call, &publication->published, err);
    if (speech == NULL)
        return false;
    call->answer = json_pack("{s:O, s:O?, s:o, s:O}", "version", version, "rollout", known,
                             "problems", survey_problems_json(problems), "speech", speech);
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/surveys/%s/versions/%u",
                   publication->published.id, publication->published.version);
    return true;
}

bool op_publish(struct call *call, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    struct publishing sent = { 0 };
    struct publication publication = { .call = call };
    if (!read_publishing(call, &file, &sent, err))
        return false;
    struct problems *problems = calloc(1, sizeof *problems);
    bool published = problems != NULL ? publish(&publication, buf_span(&file), &sent, problems, err)
                                      : err_set(err, ERR_LATER, "there is no memory to publish");
    free(publication.list);
    free(problems);
    return published;
}
