/* Published surveys, what is wrong with one, and a walk through it. */
#include "answers.h"
#include "lint.h"
#include "survey_view.h"
#include <stdio.h>
#include <stdlib.h>

void survey_drop(struct survey **survey)
{
    survey_free(*survey);
}

struct survey *survey_of(struct call *call, const struct digest *digest, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!store_blob_get(call->store, digest, &bytes, err))
        return NULL;
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey = problems == NULL ? NULL : survey_load(buf_span(&bytes), problems);
    if (survey == NULL)
        (void)err_set(err, problems == NULL || problems->starved ? ERR_LATER : ERR_CORRUPT,
                      "a published survey cannot be read");
    free(problems);
    return survey;
}

/* ---- a version as JSON ---- */

static bool is_same(const struct digest *a, const struct digest *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

struct asking_venues {
    struct call *call;
    const struct frame *frame;
    const struct digest *digest;
    json_t *list; /* NULL: they are counted only */
    int count;
};

static bool take_asking(void *context, const char *venue, const struct digest *survey)
{
    struct asking_venues *asking = context;
    const struct place *place = frame_place(asking->frame, venue);
    if (place == NULL || !is_same(survey, asking->digest) ||
        !call_reaches(asking->call, asking->frame, place))
        return true;
    asking->count++;
    if (asking->list != NULL)
        (void)json_array_append_new(asking->list, json_string(venue));
    return true;
}

bool survey_venues(struct call *call, const struct digest *digest, json_t *list, int *ret,
                   struct err *err)
{
    struct asking_venues asking = { call, call_frame(call, err), digest, list, 0 };
    bool read = asking.frame != NULL && store_venue_surveys(call->store, take_asking, &asking, err);
    *ret = asking.count;
    return read;
}

/* Those that people can choose; there may be texts in more. */
static json_t *offered_json(const struct published_survey *published, const struct survey *survey)
{
    struct accepted_tags accepted;
    json_t *tags = json_array();
    survey_accepted(published, &accepted);
    for (int i = 0; i < survey->language_count; i++)
        if (survey_offers(survey, i, accepted.tags))
            (void)json_array_append_new(tags, json_string(survey->languages[i].tag));
    return tags;
}

/* "cy,ur" as a list. */
static json_t *accepted_json(const char *accepted)
{
    json_t *tags = json_array();
    while (*accepted != '\0') {
        size_t length = strcspn(accepted, ",");
        (void)json_array_append_new(tags, json_stringn(accepted, length));
        accepted += length + (accepted[length] == ',');
    }
    return tags;
}

static json_t *kinds_json(const struct survey *survey)
{
    json_t *kinds = json_array();
    for (int i = 0; i < survey->about.kind_count; i++)
        (void)json_array_append_new(kinds, json_string(survey->about.kinds[i]));
    return kinds;
}

static const char *in_own_language(const struct survey *survey, const struct texts *texts)
{
    const char *text = texts->in[survey->default_language];
    return text == NULL ? "" : text;
}

static json_t *titles_json(const struct survey *survey)
{
    json_t *titles = json_object();
    for (int i = 0; i < survey->language_count; i++)
        if (survey->title.in[i] != NULL && survey->title.in[i][0] != '\0')
            (void)json_object_set_new(titles, survey->languages[i].tag,
                                      json_string(survey->title.in[i]));
    return titles;
}

json_t *survey_version_json(const struct published_survey *published, const struct survey *survey,
                            int venues)
{
    char digest[65];
    digest_hex(&published->digest, digest);
    return json_pack(
        "{s:s, s:i, s:s, s:o, s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:o, s:i, s:i}", "id",
        published->id, "version", (int)published->version, "digest", digest, "published",
        value_time(published->published), "title", in_own_language(survey, &survey->title),
        "titles", titles_json(survey), "languages", offered_json(published, survey), "accepted",
        accepted_json(published->accepted), "purpose",
        in_own_language(survey, &survey->about.purpose), "owner",
        in_own_language(survey, &survey->about.owner), "review_date", survey->about.review_date,
        "closing_date", survey->about.closing_date, "kinds", kinds_json(survey), "venues", venues,
        "questions", (int)survey->question_count);
}

json_t *survey_published_json(struct call *call, const struct published_survey *published,
                              struct err *err)
{
    int venues = 0;
    SURVEY_AUTO *survey = survey_of(call, &published->digest, err);
    if (survey == NULL || !survey_venues(call, &published->digest, NULL, &venues, err))
        return NULL;
    return survey_version_json(published, survey, venues);
}

/* ---- the list ---- */

struct version {
    struct published_survey published;
    int venues;
};

struct versions {
    struct call *call;
    const struct frame *frame;
    const char *id; /* "" for all */
    struct version *list;
    size_t count;
    bool failed;
};

/* What a venue joined questions of its own to is the same version to everybody else. */
static bool take_version(void *context, const struct published_survey *published)
{
    static const struct digest none;
    struct versions *versions = context;
    if (!is_same(&published->base, &none) ||
        (versions->id[0] != '\0' && strcmp(versions->id, published->id) != 0))
        return true;
    struct version *grown = realloc(versions->list, (versions->count + 1) * sizeof *grown);
    versions->failed = grown == NULL;
    if (grown == NULL)
        return false;
    versions->list = grown;
    grown[versions->count++] = (struct version){ .published = *published };
    return true;
}

static bool count_venue(void *context, const char *venue, const struct digest *asked)
{
    struct versions *versions = context;
    const struct place *place = frame_place(versions->frame, venue);
    if (place == NULL || !call_reaches(versions->call, versions->frame, place))
        return true;
    for (size_t i = 0; i < versions->count; i++)
        versions->list[i].venues += is_same(&versions->list[i].published.digest, asked);
    return true;
}

/* All versions, or those of one id, each with how many of the asker's venues ask it. */
static bool read_versions(struct call *call, const char *id, struct versions *ret, struct err *err)
{
    *ret = (struct versions){ .call = call, .frame = call_frame(call, err), .id = id };
    return ret->frame != NULL && store_surveys(call->store, take_version, ret, err) &&
           (!ret->failed || err_set(err, ERR_LATER, "there is no memory for a list")) &&
           store_venue_surveys(call->store, count_venue, ret, err);
}

static bool list_versions(struct call *call, const struct versions *versions, struct page *page,
                          struct err *err)
{
    bool behind = !page->continues;
    char digest[65];
    for (size_t i = 0; i < versions->count; i++) {
        const struct version *version = &versions->list[i];
        digest_hex(&version->published.digest, digest);
        if (!behind) {
            behind = strcmp(digest, page->id) == 0;
            continue;
        }
        SURVEY_AUTO *survey = survey_of(call, &version->published.digest, err);
        if (survey == NULL)
            return false;
        if (!page_take(page, version->published.published, digest,
                       survey_version_json(&version->published, survey, version->venues)))
            break;
    }
    return true;
}

bool op_surveys(struct call *call, struct err *err)
{
    struct page page;
    char id[STORE_ID_MAX + 2];
    struct versions versions = { 0 };
    if (!query_text(call, "id", id, sizeof id, err) || !page_begin(call, &page, err))
        return false;
    bool listed =
        read_versions(call, id, &versions, err) && list_versions(call, &versions, &page, err);
    page_end(call, &page);
    free(versions.list);
    return listed;
}

bool survey_main(struct call *call, char ret[STORE_ID_MAX + 1], struct err *err)
{
    struct versions versions;
    int most = 0;
    bool counted = read_versions(call, "", &versions, err);
    ret[0] = '\0';
    for (size_t i = 0; counted && i < versions.count; i++)
        if (versions.list[i].venues > most) {
            most = versions.list[i].venues;
            (void)snprintf(ret, STORE_ID_MAX + 1, "%s", versions.list[i].published.id);
        }
    free(versions.list);
    return counted;
}

/* ---- one version ---- */

static json_t *choices_json(const struct survey *survey, const struct question *question)
{
    json_t *choices = json_array();
    for (int i = 0; i < question->choice_count; i++)
        (void)json_array_append_new(
            choices, json_pack("{s:s, s:s}", "value", question->choices[i].value, "label",
                               in_own_language(survey, &question->choices[i].text)));
    return choices;
}

/* What is only read has a name of its own here: in a file it is called by how it is written. */
static const char *type_text(const struct question *question)
{
    return question->type == QUESTION_INFORMATION ? "information"
                                                  : question_type_name(question->type);
}

static json_t *question_json(const struct survey *survey, const struct question *question)
{
    static const char *const sealed[] = { "no", "words", "counts" };
    static const char *const roles[] = {
#define X(name, text) text,
        QUESTION_ROLE_MAP(X)
#undef X
    };
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "name", question->name, "type",
                     type_text(question), "role", roles[question->role], "title",
                     in_own_language(survey, &question->title), "sealed",
                     sealed[question->sensitivity], "choices", choices_json(survey, question));
}

struct seeking {
    const char *id;
    uint32_t version;
    struct published_survey found;
    bool is_found;
};

static bool seek(void *context, const struct published_survey *published)
{
    struct seeking *seeking = context;
    seeking->is_found =
        published->version == seeking->version && strcmp(published->id, seeking->id) == 0;
    seeking->found = *published;
    return !seeking->is_found;
}

static bool find_version(struct call *call, struct published_survey *ret, struct err *err)
{
    struct seeking seeking = { .id = call->values[0] };
    char end;
    if (sscanf(call->values[1], "%9u%c", &seeking.version, &end) == 1 &&
        !store_surveys(call->store, seek, &seeking, err))
        return false;
    *ret = seeking.found;
    return seeking.is_found || err_set(err, ERR_MISSING, "There is no such version of a survey.");
}

bool op_survey_get(struct call *call, struct err *err)
{
    struct published_survey published;
    int count = 0;
    if (!find_version(call, &published, err))
        return false;
    SURVEY_AUTO *survey = survey_of(call, &published.digest, err);
    if (survey == NULL)
        return false;
    json_t *questions = json_array();
    json_t *venues = json_array();
    for (int i = 0; i < survey->question_count; i++)
        (void)json_array_append_new(questions, question_json(survey, &survey->questions[i]));
    bool counted = survey_venues(call, &published.digest, venues, &count, err);
    call->answer =
        json_pack("{s:o, s:o, s:o, s:o}", "version", survey_version_json(&published, survey, count),
                  "questions", questions, "survey",
                  json_loadb((const char *)survey->bytes.data, survey->bytes.size, 0, NULL),
                  "venues", venues);
    return counted;
}

/* ---- checking ---- */

json_t *survey_problem_json(const struct problem *problem)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:i, s:i}", "level",
                             problem->level == PROBLEM_ERROR ? "error" : "warning", "pointer",
                             problem->pointer, "text", problem->text, "line", problem->line,
                             "column", problem->column);
    value_said(json, &problem->said);
    return json;
}

json_t *survey_problems_json(const struct problems *problems)
{
    json_t *list = json_array();
    for (int i = 0; i < problems->count; i++)
        (void)json_array_append_new(list, survey_problem_json(&problems->list[i]));
    return list;
}

void lint_said_json(json_t *json, const struct lint_finding *finding)
{
    (void)json_object_set_new(json, "code", json_string(lint_kind_name(finding->kind)));
    if (finding->about[0] != '\0')
        (void)json_object_set_new(json, "values", json_pack("[s]", finding->about));
}

static void put_finding(json_t *list, const struct lint_finding *finding)
{
    char text[600];
    lint_text(finding, text, sizeof text);
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:i, s:i}", "level",
                  finding->level == PROBLEM_ERROR ? "error" : "warning", "pointer",
                  finding->pointer, "text", text, "line", finding->line, "column", finding->column);
    lint_said_json(json, finding);
    (void)json_array_append_new(list, json);
}

/* What stands in the file alone: it is asked at every stop of the keys. */
static bool lint_file(const struct survey *survey, json_t *problems, int *ret_errors,
                      struct err *err)
{
    struct lint_options options = { .speaks = hub_speaks };
    struct lint_report *report = calloc(1, sizeof *report);
    if (report == NULL)
        return err_set(err, ERR_LATER, "there is no memory to check a survey");
    bool looked = lint_survey(survey, &options, report, err);
    for (int i = 0; looked && i < report->count; i++)
        put_finding(problems, &report->findings[i]);
    *ret_errors = report->errors;
    free(report);
    return looked;
}

static json_t *languages_json(const struct survey *survey)
{
    json_t *list = json_array();
    for (int i = 0; survey != NULL && i < survey->language_count; i++)
        (void)json_array_append_new(list,
                                    json_pack("{s:s, s:b, s:b}", "tag", survey->languages[i].tag,
                                              "complete", survey->languages[i].complete, "reviewed",
                                              survey->languages[i].reviewed));
    return list;
}

static bool check(struct call *call, struct problems *problems, struct err *err)
{
    struct span file = call->request->body;
    int32_t today = (int32_t)(call->people.now / 86400);
    int found = 0;
    SURVEY_AUTO *survey = survey_load(file, problems);
    bool loads = survey != NULL;
    if (problems->starved)
        return err_set(err, ERR_LATER, "there is no memory to check a survey");
    *problems = (struct problems){ 0 };
    SURVEY_AUTO *fit = survey_load_publishable(file, NULL, today, problems);
    json_t *list = survey_problems_json(problems);
    call->answer = json_pack("{s:b, s:b, s:o, s:o}", "ok", loads, "publishable", fit != NULL,
                             "languages", languages_json(survey), "problems", list);
    return !loads || lint_file(survey, list, &found, err);
}

bool op_survey_check(struct call *call, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    bool checked = problems != NULL ? check(call, problems, err)
                                    : err_set(err, ERR_LATER, "there is no memory for a check");
    free(problems);
    return checked;
}

/* ---- walking ---- */

bool survey_of_body(struct body *body, const char *name, struct buf *ret)
{
    struct body survey = body_object(body, name, true);
    char *text = survey.json == NULL ? NULL : json_dumps(survey.json, JSON_COMPACT);
    if (text != NULL)
        buf_put_span(ret, span_text(text));
    free(text);
    if (ret->failed)
        body_problem(body, name, "A survey may have at most 256 KiB.");
    return text != NULL && !ret->failed;
}

void survey_refuse(struct call *call, const char *member, const struct problems *problems)
{
    char pointer[200];
    if (call->problems == NULL)
        call->problems = json_array();
    for (int i = 0; i < problems->count; i++) {
        const struct problem *problem = &problems->list[i];
        if (problem->level != PROBLEM_ERROR)
            continue; /* it is not what is in the way */
        (void)snprintf(pointer, sizeof pointer, "%s%s", member, problem->pointer);
        json_t *json = json_pack("{s:s, s:s, s:s}", "pointer", pointer, "text", problem->text,
                                 "level", "error");
        value_said(json, &problem->said);
        (void)json_array_append_new(call->problems, json);
    }
}

/* NULL with *err, and the problems taken. */
static struct survey *load_sent(struct call *call, struct span file, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey = problems == NULL ? NULL : survey_load(file, problems);
    if (survey == NULL && (problems == NULL || problems->starved))
        (void)err_set(err, ERR_LATER, "there is no memory to read a survey");
    else if (survey == NULL) {
        survey_refuse(call, "/survey", problems);
        (void)err_set(err, ERR_REFUSED,
                      "This survey cannot be walked: mend what the check says of it.");
    }
    free(problems);
    return survey;
}

static bool walk(struct call *call, const struct survey *survey, const json_t *answers,
                 struct err *err)
{
    BUF_AUTO out = buf_new(CALL_BODY_MAX);
    char *text = json_dumps(answers, JSON_COMPACT);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a walk");
    bool walked = answers_walk(survey, span_text(text), &out, err) && buf_ok(&out, "the walk", err);
    free(text);
    if (walked)
        call->answer = json_loadb((const char *)out.data, out.size, 0, NULL);
    return walked && (call->answer != NULL || err_set(err, ERR_LATER, "no memory for a walk"));
}

bool op_survey_walk(struct call *call, struct err *err)
{
    BUF_AUTO file = buf_new(SURVEY_FILE_MAX);
    struct body body = body_of(call);
    bool there = survey_of_body(&body, "survey", &file);
    struct body answers = body_object(&body, "answers", true);
    if (!body_end(&body, err) || !there)
        return false;
    SURVEY_AUTO *survey = load_sent(call, buf_span(&file), err);
    return survey != NULL && walk(call, survey, answers.json, err);
}
