/* Alerts about low scores: see low_score.h. They are read from the same report that people read, so
 * that nothing is told of by mail that a page would hold back. */
#include "low_score.h"
#include "paper.h"
#include "reports.h"
#include <jansson.h>
#include <stdio.h>

enum { DAY_SECONDS = 86400 };

/* Every venue is asked for; its own day matters little to a week that is over. */
static bool any_place(void *context, const char *venue, struct report_place *ret)
{
    const struct report_ask *ask = context;
    *ret =
        (struct report_place){ .name = venue, .area = "", .area_name = "", .today = ask->to + 1 };
    return true;
}

struct scoring {
    struct hub *hub;
    const struct alert_rules *rules;
    const json_t *groups;
    int64_t now;
    struct err *err;
    bool failed;
};

/* The share of good answers at a venue; NULL where it is not said. */
static const json_t *share_of(const json_t *groups, const char *venue)
{
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        const char *key = json_string_value(json_object_get(group, "key"));
        if (key != NULL && strcmp(key, venue) == 0)
            return json_object_get(json_object_get(group, "figure"), "positive");
    }
    return NULL;
}

static bool raise(const struct scoring *scoring, const struct venue *venue, int percent)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = ALERT_LOW_SCORE, .code = "low_score" };
    (void)snprintf(matter.key, sizeof matter.key, "%s", venue->id);
    (void)snprintf(matter.venue, sizeof matter.venue, "%s", venue->id);
    (void)snprintf(matter.text, sizeof matter.text,
                   "%d %% of last week's answers at %.100s were good; the mark is %d %%.", percent,
                   venue->name, scoring->rules->low_score);
    alert_values(&matter, json_pack("{s:i, s:i, s:s}", "percent", percent, "mark",
                                    scoring->rules->low_score, "venue", venue->name));
    return alert_raise(hub_store(scoring->hub), &matter, scoring->now, &alert, &is_new,
                       scoring->err);
}

static bool take_venue(void *context, const struct venue *venue)
{
    struct scoring *scoring = context;
    const json_t *percent = json_object_get(share_of(scoring->groups, venue->id), "percent");
    bool low = scoring->rules->kinds[ALERT_LOW_SCORE].on && json_is_number(percent) &&
               json_number_value(percent) < scoring->rules->low_score;
    scoring->failed = low ? !raise(scoring, venue, (int)json_number_value(percent))
                          : !alert_close(hub_store(scoring->hub), ALERT_LOW_SCORE, venue->id,
                                         scoring->now, scoring->err);
    return !scoring->failed;
}

bool low_scores_turn(struct hub *hub, const struct alert_rules *rules, int64_t now, struct err *err)
{
    json_t *read = NULL;
    int32_t week = report_week_start((int32_t)(now / DAY_SECONDS));
    struct report_ask ask = { .store = hub_store(hub),
                              .survey_id = "",
                              .question = "",
                              .from = week - 7,
                              .to = week - 1,
                              .by = BY_VENUE,
                              .place = any_place,
                              .context = &ask };
    if (!store_fold_all(ask.store, err))
        return false;
    if (!report_tell_satisfaction(&ask, &read, err))
        return err->kind == ERR_MISSING; /* no survey asks for it yet */
    JSON_AUTO *report = read;
    struct scoring scoring = { hub, rules, json_object_get(report, "groups"), now, err, false };
    return store_venues(ask.store, take_venue, &scoring, err) && !scoring.failed;
}
