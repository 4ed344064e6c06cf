/* Months that people have entered: see entered.h. */
#include "entered.h"
#include "local_time.h"
#include "store_desk.h"
#include <stdio.h>

struct reading {
    const struct report_ask *ask;
    bool (*take)(void *context, const char *venue, int32_t month, const json_t *json);
    void *context;
    struct err *err;
    bool failed;
};

static bool take_paper(void *context, const struct store_paper *paper)
{
    struct reading *reading = context;
    struct report_place place;
    if (!reading->ask->place(reading->ask->context, paper->part, &place))
        return true;
    json_t *json = json_loadb((const char *)paper->body.data, paper->body.size, 0, NULL);
    reading->failed = json == NULL;
    if (json == NULL)
        return err_set(reading->err, ERR_CORRUPT, "what was entered for %s cannot be read",
                       paper->id);
    bool more = reading->take(reading->context, paper->part, (int32_t)paper->rank, json);
    json_decref(json);
    return more;
}

bool entered_months(const struct report_ask *ask, int32_t from_month, int32_t to_month,
                    bool (*take)(void *context, const char *venue, int32_t month,
                                 const json_t *json),
                    void *context, struct err *err)
{
    struct reading reading = { ask, take, context, err, false };
    struct paper_query query = { .kind = "month",
                                 .lowest = from_month,
                                 .below = (int64_t)to_month + 1 };
    return store_papers(ask->store, &query, take_paper, &reading, err) && !reading.failed;
}

static bool add_visits(void *context, const char *venue, int32_t month, const json_t *json)
{
    struct entered_visits *visits = context;
    const json_t *entered = json_object_get(json, "visits");
    const char *tag;
    json_t *n;
    (void)venue;
    (void)month;
    visits->total += json_integer_value(json_object_get(entered, "total"));
    json_object_foreach(json_object_get(entered, "by_language"), tag, n)
    {
        json_int_t sum = json_integer_value(json_object_get(visits->by_language, tag));
        (void)json_object_set_new(visits->by_language, tag,
                                  json_integer(sum + json_integer_value(n)));
    }
    return true;
}

bool entered_visits(const struct report_ask *ask, struct entered_visits *ret, struct err *err)
{
    *ret = (struct entered_visits){ .by_language = json_object() };
    return entered_months(ask, local_month_start(ask->from), local_month_start(ask->to), add_visits,
                          ret, err);
}

void entered_visits_finish(struct entered_visits *visits)
{
    json_decref(visits->by_language);
    *visits = (struct entered_visits){ 0 };
}
