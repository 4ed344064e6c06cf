/* A venue's own questions: proposed there, judged against what the venue asks, approved at the
 * centre; taking them away needs nobody's approval. */
#include "survey_view.h"
#include <stdio.h>
#include <stdlib.h>

static bool local_read(struct call *call, const char *venue, struct store_paper *ret,
                       json_t **ret_kept, struct err *err)
{
    return paper_read(call->store, "local", venue, "proposal", ret, ret_kept, err) ||
           err->kind == ERR_MISSING;
}

/* What kiosks ask there; NULL for nothing. False with *err. */
static bool approved_read(struct call *call, const char *venue, json_t **ret, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    *ret = NULL;
    if (!hub_local_get(call->hub, venue, &file, err))
        return false;
    if (file.size > 0)
        *ret = json_loadb((const char *)file.data, file.size, 0, NULL);
    return true;
}

static json_t *member_or_null(const json_t *kept, const char *name)
{
    json_t *value = json_object_get(kept, name);
    return value == NULL ? json_null() : json_incref(value);
}

/* NULL with *err. */
static json_t *local_json(struct call *call, const char *venue, struct err *err)
{
    struct store_paper paper;
    json_t *found = NULL;
    json_t *approved = NULL;
    if (!local_read(call, venue, &paper, &found, err) ||
        !approved_read(call, venue, &approved, err)) {
        json_decref(found);
        return NULL;
    }
    JSON_AUTO *kept = found;
    bool waits = json_is_object(json_object_get(kept, "survey"));
    json_t *survey = waits ? json_incref(json_object_get(kept, "survey")) : approved;
    if (waits)
        json_decref(approved);
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "state",
                     waits            ? "waiting"
                     : survey != NULL ? "approved"
                                      : "none",
                     "survey", survey == NULL ? json_null() : survey, "changed",
                     member_or_null(kept, "changed"), "changed_by",
                     member_or_null(kept, "changed_by"), "approved_by",
                     waits ? json_null() : member_or_null(kept, "approved_by"));
}

static bool answer_local(struct call *call, struct err *err)
{
    const struct place *place = call_place(call, call->values[0], err);
    if (place == NULL)
        return false;
    call->answer = local_json(call, place->venue.id, err);
    return call->answer != NULL;
}

bool op_local_get(struct call *call, struct err *err)
{
    return answer_local(call, err);
}

static bool keep(struct call *call, const char *venue, json_t *json, enum audit_action action,
                 struct err *err)
{
    struct store_paper paper = { .kind = "local" };
    (void)snprintf(paper.id, sizeof paper.id, "%s", venue);
    JSON_AUTO *owned = json;
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return paper_write(call->store, &paper, json_incref(owned), PAPER_ANY, err) &&
           call_note(call, action, venue, json_incref(owned), err) &&
           store_together_keep(call->store, err);
}

static json_t *proposal(struct call *call, json_t *survey)
{
    return json_pack("{s:o, s:s, s:o}", "changed", value_time(call->people.now), "changed_by",
                     call->asker.name, "survey",
                     survey == NULL ? json_null() : json_incref(survey));
}

/* Judges, or puts, a file; its problems become the call's. */
static bool with_problems(struct call *call, const char *venue, struct span file, bool put,
                          struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read questions");
    bool fine = put ? hub_local_put(call->hub, venue, file, problems, err)
                    : hub_local_fits(call->hub, venue, file, problems, err);
    if (!fine && err->kind == ERR_REFUSED) {
        struct err why = *err; /* it says more where no place in the file is to blame */
        survey_refuse(call, "/survey", problems);
        (void)err_tell(err, put ? ERR_CONFLICT : ERR_REFUSED,
                       "These questions do not go with what the venue asks%s%s.",
                       problems->count == 0 ? ": " : "", problems->count == 0 ? why.text : "");
    }
    free(problems);
    return fine;
}

static bool take_away(struct call *call, const char *venue, struct err *err)
{
    return with_problems(call, venue, span_text(""), true, err) &&
           keep(call, venue, proposal(call, NULL), DID_VENUE_QUESTIONS_REMOVED, err);
}

bool op_local_put(struct call *call, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    const struct place *place = call_place(call, call->values[0], err);
    json_t *now = place == NULL ? NULL : local_json(call, place->venue.id, err);
    if (now == NULL || !call_unchanged(call, now, err))
        return false;
    const char *venue = place->venue.id;
    struct body body = body_of(call);
    bool none = json_is_null(json_object_get(call->body, "survey"));
    bool there = none ? body_given(&body, "survey") : survey_of_body(&body, "survey", &file);
    if (!body_end(&body, err) || !there)
        return false;
    if (none)
        return take_away(call, venue, err) && answer_local(call, err);
    return with_problems(call, venue, buf_span(&file), false, err) &&
           keep(call, venue, proposal(call, json_object_get(call->body, "survey")),
                DID_VENUE_QUESTIONS_PROPOSED, err) &&
           answer_local(call, err);
}

static bool approve(struct call *call, const char *venue, json_t *kept, struct err *err)
{
    char *text = json_dumps(json_object_get(kept, "survey"), JSON_INDENT(2));
    bool put = text != NULL ? with_problems(call, venue, span_text(text), true, err)
                            : err_set(err, ERR_LATER, "there is no memory to read questions");
    free(text);
    if (!put)
        return false;
    (void)json_object_set_new(kept, "survey", json_null());
    (void)json_object_set_new(kept, "approved_by", json_string(call->asker.name));
    return keep(call, venue, json_incref(kept), DID_VENUE_QUESTIONS_APPROVED, err);
}

bool op_local_approve(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *found = NULL;
    const struct place *place = call_place(call, call->values[0], err);
    if (place == NULL || !local_read(call, place->venue.id, &paper, &found, err))
        return false;
    JSON_AUTO *kept = found;
    if (!json_is_object(json_object_get(kept, "survey")))
        return err_tell(err, ERR_CONFLICT, "Nothing waits for approval here.");
    return approve(call, place->venue.id, kept, err) && answer_local(call, err);
}
