/*
 * "You said, we did": a notice is written, somebody else approves it, and kiosks show it from its
 * first day to its last. What kiosks are sent is the file that docs/VENUE.md explains: said in the
 * month in which the notice was begun, done on its first day.
 */
#include "local_time.h"
#include "notice_desk.h"
#include "notices.h"
#include "rest_int.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUOTES_MOST = 20, QUOTE_MAX = 500, VENUES_MOST = 500 };

static const char *const members[] = { "said", "did",    "venues",    "starts",
                                       "ends", "quotes", "initiative" };
enum { MEMBERS = sizeof members / sizeof members[0] };

/* Did the asker write what it says now? By id: two people may have one name. */
static bool is_own(const struct call *call, const json_t *kept)
{
    const char *author = json_string_value(json_object_get(kept, "author_id"));
    return author != NULL && strcmp(author, call->asker.id) == 0;
}

static json_t *notice_json(const struct call *call, const char *id, const json_t *kept)
{
    static const char *const known[] = { "state",  "said",        "did",    "venues",
                                         "starts", "ends",        "quotes", "initiative",
                                         "author", "approved_by", "changed" };
    json_t *json = json_pack("{s:s, s:b}", "id", id, "own", is_own(call, kept));
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        (void)json_object_set(json, known[i], json_object_get(kept, known[i]));
    return json;
}

static const char *state_of(const json_t *kept)
{
    const char *state = json_string_value(json_object_get(kept, "state"));
    return state == NULL ? "" : state;
}

/* One that is shown everywhere is anybody's. */
static bool is_reached(const struct call *call, const json_t *kept)
{
    const json_t *venues = json_object_get(kept, "venues");
    for (size_t i = 0; i < json_array_size(venues); i++) {
        const char *venue = json_string_value(json_array_get(venues, i));
        const struct place *place = venue == NULL ? NULL : frame_place(call->frame, venue);
        if (place != NULL && call_reaches(call, call->frame, place))
            return true;
    }
    return json_array_size(venues) == 0;
}

/* May the asker change it? All of its venues must be within reach. */
static bool is_owned(const struct call *call, const json_t *kept)
{
    const json_t *venues = json_object_get(kept, "venues");
    for (size_t i = 0; i < json_array_size(venues); i++) {
        const char *venue = json_string_value(json_array_get(venues, i));
        const struct place *place = venue == NULL ? NULL : frame_place(call->frame, venue);
        if (place == NULL || !call_reaches(call, call->frame, place))
            return false;
    }
    return json_array_size(venues) > 0 || call->asker.scope.count == 0;
}

/* ---- listing ---- */

struct listing {
    struct call *call;
    struct page page;
    char state[16];
};

static bool take_notice(void *context, const struct store_paper *paper)
{
    struct err err;
    struct listing *listing = context;
    JSON_AUTO *json = paper_json(paper, &err);
    if (json == NULL || !is_reached(listing->call, json) ||
        (listing->state[0] != '\0' && strcmp(listing->state, state_of(json)) != 0))
        return true;
    return page_take(&listing->page, paper->rank, paper->id,
                     notice_json(listing->call, paper->id, json));
}

bool op_notices(struct call *call, struct err *err)
{
    struct listing listing = { .call = call };
    if (call_frame(call, err) == NULL ||
        !query_text(call, "state", listing.state, sizeof listing.state, err) ||
        !page_begin(call, &listing.page, err))
        return false;
    return page_papers(call, &listing.page, NOTICE_PAPER, take_notice, &listing, err);
}

/* What is there, as far as the asker may see it. */
static bool notice_read(struct call *call, struct store_paper *ret, json_t **ret_kept,
                        struct err *err)
{
    if (call_frame(call, err) == NULL ||
        !paper_read(call->store, NOTICE_PAPER, call->values[0], "notice", ret, ret_kept, err))
        return false;
    if (is_reached(call, *ret_kept))
        return true;
    json_decref(*ret_kept);
    *ret_kept = NULL;
    return err_set(err, ERR_MISSING, "There is no such notice.");
}

bool op_notice_get(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = NULL;
    if (!notice_read(call, &paper, &kept, err))
        return false;
    call->answer = notice_json(call, call->values[0], kept);
    json_decref(kept);
    return true;
}

/* ---- writing ---- */

/* The same reader that kiosks have says what is wrong with the two sides. */
static bool judge_texts(struct call *call, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    JSON_AUTO *file = notice_file(call->body, call->people.now, 0);
    char *text = file == NULL ? NULL : json_dumps(file, JSON_COMPACT);
    struct notices *notices =
        problems == NULL || text == NULL ? NULL : notice_load(span_text(text), problems);
    bool starved = problems == NULL || text == NULL || problems->starved;
    if (notices == NULL && !starved)
        call_take_problems(call, problems);
    notices_free(notices);
    free(problems);
    free(text);
    return !starved || err_set(err, ERR_LATER, "there is no memory to read a notice");
}

static void body_texts(struct body *body, const char *name)
{
    struct body texts = body_object(body, name, true);
    const char *tag;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)texts.json, tag, value)
    {
        if (!json_is_string(value))
            body_problem(&texts, tag, "It must be a text.");
    }
}

/* Nobody writes for venues that are none of his. */
static void body_venues(struct body *body, const struct frame *frame)
{
    const json_t *list = body_array(body, "venues", true, VENUES_MOST);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *venue = json_string_value(json_array_get(list, i));
        const struct place *place = venue == NULL ? NULL : frame_place(frame, venue);
        if (place == NULL || !call_reaches(body->call, frame, place)) {
            body_problem(body, "venues", "It names a venue that is not there.");
            return;
        }
    }
}

static void body_quotes(struct body *body)
{
    const json_t *list = body_array(body, "quotes", true, QUOTES_MOST);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *quote = json_string_value(json_array_get(list, i));
        if (quote == NULL || strlen(quote) > QUOTE_MAX)
            body_problem(body, "quotes", "A quote is a text of at most 500 bytes.");
    }
}

static bool judge_body(struct call *call, struct err *err)
{
    int32_t starts = INT32_MIN;
    int32_t ends = INT32_MAX;
    char initiative[PAPER_ID_MAX + 1];
    struct body body = body_of(call);
    const struct frame *frame = call_frame(call, err);
    if (frame == NULL)
        return false;
    body_texts(&body, "said");
    body_texts(&body, "did");
    body_venues(&body, frame);
    body_day(&body, "starts", false, &starts);
    body_day(&body, "ends", false, &ends);
    body_quotes(&body);
    body_text(&body, "initiative", false, initiative, sizeof initiative);
    if (starts > ends)
        body_problem(&body, "ends", "It ends before it starts.");
    if (!body_end(&body, err) || !judge_texts(call, err))
        return false;
    return call->problems == NULL ||
           err_set(err, ERR_REFUSED, "The notice is not taken; what is wrong stands below.");
}

/* All venues of somebody who is limited to some. */
static json_t *own_venues(const struct call *call)
{
    json_t *list = json_array();
    const struct frame *frame = call->frame;
    for (size_t i = 0; call->asker.scope.count > 0 && i < frame->place_count; i++)
        if (call_reaches(call, frame, &frame->places[i]))
            (void)json_array_append_new(list, json_string(frame->places[i].venue.id));
    return list;
}

/* The members as they were sent, over what is kept. */
static void put_members(struct call *call, json_t *kept)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        json_t *value = json_object_get(call->body, members[i]);
        (void)json_object_set_new(kept, members[i],
                                  value == NULL ? json_null() : json_incref(value));
    }
    if (json_array_size(json_object_get(kept, "venues")) == 0)
        (void)json_object_set_new(kept, "venues", own_venues(call));
    (void)json_object_set_new(kept, "state", json_string("draft"));
    (void)json_object_set_new(kept, "author", json_string(call->asker.name));
    (void)json_object_set_new(kept, "author_id", json_string(call->asker.id));
    (void)json_object_set_new(kept, "approved_by", json_null());
    (void)json_object_set_new(kept, "changed", value_time(call->people.now));
}

/* kept is let go of. */
static bool keep(struct call *call, struct store_paper *paper, json_t *kept, uint64_t over,
                 enum audit_action action, struct err *err)
{
    JSON_AUTO *owned = kept;
    call->answer = notice_json(call, paper->id, kept);
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, paper, json_incref(owned), over, err) &&
           call_note(call, action, paper->id, json_incref(call->answer), err) &&
           store_together_keep(call->store, err);
}

bool op_notice_new(struct call *call, struct err *err)
{
    struct store_paper paper = { .kind = NOTICE_PAPER, .rank = call->people.now };
    if (!judge_body(call, err))
        return false;
    value_new_key(paper.id);
    json_t *kept = json_pack("{s:I}", "made", (json_int_t)call->people.now);
    put_members(call, kept);
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/notices/%s", paper.id);
    return keep(call, &paper, kept, PAPER_NEW, DID_NOTICE_MADE, err);
}

/* What has been approved is what was read: it can be ended, not changed. */
static bool is_open(const json_t *kept, struct err *err)
{
    const char *state = state_of(kept);
    return strcmp(state, "draft") == 0 || strcmp(state, "waiting") == 0 ||
           err_tell(err, ERR_CONFLICT,
                    "This notice has been approved. End it, and write another one.");
}

bool op_notice_put(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = NULL;
    if (!notice_read(call, &paper, &kept, err))
        return false;
    bool fine = call_unchanged(call, notice_json(call, call->values[0], kept), err) &&
                (is_owned(call, kept) ||
                 err_tell(err, ERR_DENIED, "This notice is for venues that are none of yours.")) &&
                is_open(kept, err) && judge_body(call, err);
    if (!fine) {
        json_decref(kept);
        return false;
    }
    put_members(call, kept);
    return keep(call, &paper, kept, paper.version, DID_NOTICE_CHANGED, err);
}

/* ---- from state to state ---- */

/* Reads it when it is in this state and the asker's to change; NULL with *err. */
static json_t *take_in_state(struct call *call, const char *state, const char *or_state,
                             struct store_paper *ret, struct err *err)
{
    json_t *kept = NULL;
    if (!notice_read(call, ret, &kept, err))
        return NULL;
    bool fits = strcmp(state_of(kept), state) == 0 || strcmp(state_of(kept), or_state) == 0;
    bool mine = is_owned(call, kept);
    if (fits && mine)
        return kept;
    (void)err_tell(err, mine ? ERR_CONFLICT : ERR_DENIED,
                   mine ? "The notice is not in a state in which this can be done."
                        : "This notice is for venues that are none of yours.");
    json_decref(kept);
    return NULL;
}

static void set_state(struct call *call, json_t *kept, const char *state)
{
    (void)json_object_set_new(kept, "state", json_string(state));
    (void)json_object_set_new(kept, "changed", value_time(call->people.now));
}

bool op_notice_submit(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = take_in_state(call, "draft", "draft", &paper, err);
    if (kept == NULL)
        return false;
    set_state(call, kept, "waiting");
    return keep(call, &paper, kept, paper.version, DID_NOTICE_SUBMITTED, err);
}

/* Four eyes: whoever wrote it does not approve it. */
bool op_notice_approve(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = take_in_state(call, "waiting", "waiting", &paper, err);
    if (kept == NULL)
        return false;
    if (is_own(call, kept)) {
        json_decref(kept);
        return err_tell(err, ERR_DENIED, "Somebody else must approve what you have written.");
    }
    set_state(call, kept, "approved");
    (void)json_object_set_new(kept, "approved_by", json_string(call->asker.name));
    if (!keep(call, &paper, kept, paper.version, DID_NOTICE_APPROVED, err) ||
        !notice_turn(call->hub, call->values[0], call->people.now, err))
        return false;
    json_decref(call->answer);
    call->answer = NULL;
    return op_notice_get(call, err);
}

bool op_notice_end(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *kept = take_in_state(call, "shown", "approved", &paper, err);
    if (kept == NULL)
        return false;
    set_state(call, kept, "ended");
    return keep(call, &paper, json_incref(kept), paper.version, DID_NOTICE_ENDED, err) &&
           notice_withdraw(call->hub, kept, err) && (json_decref(kept), true);
}
