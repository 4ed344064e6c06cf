/* Surveys that are being written: kept as they are, however unfinished. */
#include "rest_int.h"
#include "survey.h"
#include <stdio.h>
#include <stdlib.h>

/* Whole, or without the survey itself for lists. */
static json_t *draft_json(const char *id, const json_t *kept, bool whole)
{
    json_t *json = json_pack(
        "{s:s, s:O, s:O, s:O}", "id", id, "name", json_object_get(kept, "name"), "changed",
        json_object_get(kept, "changed"), "changed_by", json_object_get(kept, "changed_by"));
    if (whole)
        (void)json_object_set(json, "survey", json_object_get(kept, "survey"));
    return json;
}

static bool take_draft(void *context, const struct store_paper *paper)
{
    struct err err;
    JSON_AUTO *json = paper_json(paper, &err);
    return json == NULL ||
           page_take(context, paper->rank, paper->id, draft_json(paper->id, json, false));
}

bool op_drafts(struct call *call, struct err *err)
{
    struct page page;
    if (!page_begin(call, &page, err))
        return false;
    return page_papers(call, &page, "draft", take_draft, &page, err);
}

static bool draft_read(struct call *call, struct store_paper *ret, json_t **ret_json,
                       struct err *err)
{
    json_t *kept = NULL;
    if (!paper_read(call->store, "draft", call->values[0], "draft", ret, &kept, err))
        return false;
    *ret_json = draft_json(call->values[0], kept, true);
    json_decref(kept);
    return true;
}

bool op_draft_get(struct call *call, struct err *err)
{
    struct store_paper paper;
    return draft_read(call, &paper, &call->answer, err);
}

/* One that would not load for its size alone is refused; all else may be wrong with a draft. */
static void judge_size(struct body *body, const json_t *survey)
{
    char *text = json_dumps(survey, JSON_COMPACT);
    if (text != NULL && strlen(text) > SURVEY_FILE_MAX)
        body_problem(body, "survey", "A survey may have at most 256 KiB.");
    free(text);
}

/* NULL with *err. */
static json_t *read_draft(struct call *call, struct err *err)
{
    char name[STORE_NAME_MAX];
    struct body body = body_of(call);
    body_text(&body, "name", true, name, sizeof name);
    struct body survey = body_object(&body, "survey", true);
    if (survey.json != NULL)
        judge_size(&body, survey.json);
    if (!body_end(&body, err))
        return NULL;
    return json_pack("{s:s, s:o, s:s, s:O}", "name", name, "changed", value_time(call->people.now),
                     "changed_by", call->asker.name, "survey", survey.json);
}

/* Its text is not in the log: it is saved every few seconds. */
static bool keep_draft(struct call *call, const char *id, json_t *json, uint64_t over,
                       struct err *err)
{
    struct store_paper paper = { .kind = "draft", .rank = call->people.now };
    (void)snprintf(paper.id, sizeof paper.id, "%s", id);
    JSON_AUTO *kept = value_as_kept(json);
    call->answer = kept == NULL ? NULL : draft_json(id, kept, true);
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
           (over != PAPER_NEW || call_note(call, DID_DRAFT_MADE, id, NULL, err)) &&
           store_together_keep(call->store, err);
}

bool op_draft_new(struct call *call, struct err *err)
{
    char id[PEOPLE_ID_SIZE];
    json_t *json = read_draft(call, err);
    if (json == NULL)
        return false;
    value_new_key(id);
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/drafts/%s", id);
    return keep_draft(call, id, json, PAPER_NEW, err);
}

bool op_draft_put(struct call *call, struct err *err)
{
    struct store_paper paper;
    json_t *now = NULL;
    if (!draft_read(call, &paper, &now, err) || !call_unchanged(call, now, err))
        return false;
    json_t *json = read_draft(call, err);
    return json != NULL && keep_draft(call, call->values[0], json, paper.version, err);
}

bool op_draft_remove(struct call *call, struct err *err)
{
    return paper_remove_noted(call, "draft", "draft", DID_DRAFT_REMOVED, err);
}
