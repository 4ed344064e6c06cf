/* How long answers and figures are kept: see retention.h. */
#include "retention.h"
#include "local_time.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char kind[] = "retention";

static int32_t day_of(const json_t *json, const char *name)
{
    int32_t day = 0;
    struct err err;
    const char *text = json_string_value(json_object_get(json, name));
    return text != NULL && local_day_from_text(text, &day, &err) ? day : 0;
}

static json_t *day_json(int32_t day)
{
    char text[11];
    local_day_text(day, text);
    return day == 0 ? json_null() : json_string(text);
}

static bool read_one(const struct store_paper *paper, struct retention *ret, struct err *err)
{
    json_t *json = json_loadb((const char *)paper->body.data, paper->body.size, 0, NULL);
    if (json == NULL)
        return err_set(err, ERR_CORRUPT, "how long \"%s\" is kept cannot be read", paper->id);
    *ret = (struct retention){
        .answers = (int)json_integer_value(json_object_get(json, "answers")),
        .figures = (int)json_integer_value(json_object_get(json, "figures")),
        .answers_before = day_of(json, "answers_before"),
        .figures_before = day_of(json, "figures_before"),
        .deletion = (uint64_t)json_integer_value(json_object_get(json, "deletion")),
        .version = paper->version,
    };
    (void)snprintf(ret->survey, sizeof ret->survey, "%.*s", STORE_ID_MAX, paper->id);
    json_decref(json);
    return true;
}

bool retention_get(struct store *store, const char *survey, struct retention *ret, struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    *ret = (struct retention){ 0 };
    (void)snprintf(ret->survey, sizeof ret->survey, "%s", survey);
    if (!store_paper_get(store, kind, survey, &paper, &body, err))
        return err->kind == ERR_MISSING;
    return read_one(&paper, ret, err);
}

static bool makes_sense(const struct retention *r, struct err *err)
{
    bool short_ = (r->answers != 0 && r->answers < RETENTION_MONTHS_MIN) ||
                  (r->figures != 0 && r->figures < RETENTION_MONTHS_MIN);
    if (short_ || r->answers < 0 || r->figures < 0 || r->answers > RETENTION_MONTHS_MAX ||
        r->figures > RETENTION_MONTHS_MAX)
        return err_set(err, ERR_REFUSED, "Months are %d to %d, or 0 for good.",
                       RETENTION_MONTHS_MIN, RETENTION_MONTHS_MAX);
    if (r->figures != 0 && (r->answers == 0 || r->answers > r->figures))
        return err_set(err, ERR_REFUSED,
                       "Figures cannot go before the answers that they are made of.");
    return true;
}

bool retention_put(struct store *store, const struct retention *r, struct err *err)
{
    struct store_paper paper = { 0 };
    if (!makes_sense(r, err))
        return false;
    (void)snprintf(paper.kind, sizeof paper.kind, "%s", kind);
    (void)snprintf(paper.id, sizeof paper.id, "%s", r->survey);
    json_t *json =
        json_pack("{s:i, s:i, s:o, s:o, s:I}", "answers", r->answers, "figures", r->figures,
                  "answers_before", day_json(r->answers_before), "figures_before",
                  day_json(r->figures_before), "deletion", (json_int_t)r->deletion);
    char *text = json == NULL ? NULL : json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(json);
    if (text == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep this");
    paper.body = span_text(text);
    bool kept = store_paper_put(store, &paper, r->version, err);
    free(text);
    return kept;
}

struct listing {
    bool (*take)(void *context, const struct retention *retention);
    void *context;
    struct err *err;
    bool failed;
};

static bool take_paper(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct retention retention;
    listing->failed = !read_one(paper, &retention, listing->err);
    return !listing->failed && listing->take(listing->context, &retention);
}

bool retentions(struct store *store, bool (*take)(void *context, const struct retention *retention),
                void *context, struct err *err)
{
    struct listing listing = { take, context, err, false };
    struct paper_query query = { .kind = kind };
    return store_papers(store, &query, take_paper, &listing, err) && !listing.failed;
}

/* The first day of the month so many months before the one that the day is in. */
static int32_t months_before(int32_t day, int months)
{
    int32_t month = local_month_start(day);
    for (int i = 0; i < months; i++)
        month = local_month_start(month - 1);
    return month;
}

int32_t retention_answers_due(const struct retention *retention, int32_t today)
{
    return retention->answers == 0 ? 0 : months_before(today, retention->answers);
}

int32_t retention_figures_due(const struct retention *retention, int32_t today)
{
    return retention->figures == 0 ? 0 : months_before(today, retention->figures);
}
