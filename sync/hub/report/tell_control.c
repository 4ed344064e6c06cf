/* A share over time, against what is usual here; and the overview, which begins with it. */
#include "local_time.h"
#include "spread.h"
#include "stats.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WEEKS = 26, YEAR = 365, VENUES_TOLD = 12 };
static const uint32_t satisfaction_roles = 1u << ROLE_SATISFACTION | 1u << ROLE_FFT_OVERALL;
static const double z95 = 1.96;
/* Many venues are looked at, so one is told of only where chance hardly explains it. */
static const double z_venue = 3.09;
/* Bursts of two or three happen anywhere; where they are one answer in five, somebody should look.
 */
enum { HAND_PART = 5 };

/* ---- the chart ---- */

static int32_t step(enum report_unit unit, int32_t day)
{
    if (unit == UNIT_MONTH)
        return local_month_start(day + 31);
    return day + (unit == UNIT_WEEK ? 7 : 1);
}

static int32_t begin(enum report_unit unit, int32_t day)
{
    if (unit == UNIT_MONTH)
        return local_month_start(day);
    return unit == UNIT_WEEK ? report_week_start(day) : day;
}

static const struct spread_group *group_at(const struct spread *spread, enum report_unit unit,
                                           int32_t day)
{
    char key[11];
    local_day_text(day, key);
    key[unit == UNIT_MONTH ? 7 : 10] = '\0';
    for (size_t i = 0; i < spread->count; i++)
        if (strcmp(spread->groups[i].key, key) == 0)
            return &spread->groups[i];
    return NULL;
}

/* Only whole units take part: a week that has just begun is always odd. */
static size_t count_units(enum report_unit unit, int32_t from, int32_t to)
{
    size_t count = 0;
    for (int32_t at = begin(unit, from); at <= to; at = step(unit, at))
        count += at >= from && step(unit, at) - 1 <= to;
    return count;
}

static json_t *point_json(enum report_unit unit, int32_t day, const struct spread_group *group,
                          const struct stats_point *point, enum stats_chart chart)
{
    static const char *const signals[] = { "run_below", "below", NULL, "above", "run_above" };
    enum disclosure shown = group == NULL ? DISCLOSED_SMALL_BASE : group->disclosure;
    const char *signal = point->counted ? signals[point->signal + 2] : NULL;
    bool charted = point->counted && chart != STATS_NONE;
    return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "from", spread_day_json(day), "to",
                     spread_day_json(step(unit, day) - 1), "n",
                     disclosed_n(shown) ? json_integer((json_int_t)point->n) : json_null(),
                     "status", disclosure_name(shown), "percent",
                     point->counted ? spread_tenth(100 * (double)point->part / (double)point->n)
                                    : json_null(),
                     "lower", charted ? spread_tenth(point->lower) : json_null(), "upper",
                     charted ? spread_tenth(point->upper) : json_null(), "signal",
                     charted && signal != NULL ? json_string(signal) : json_null());
}

static void fill_points(const struct spread *spread, enum report_unit unit,
                        struct stats_point *points)
{
    size_t i = 0;
    for (int32_t at = begin(unit, spread->ask.from); at <= spread->ask.to; at = step(unit, at)) {
        if (at < spread->ask.from || step(unit, at) - 1 > spread->ask.to)
            continue;
        const struct spread_group *group = group_at(spread, unit, at);
        if (group != NULL)
            points[i] =
                (struct stats_point){ .part = spread_positive(&group->figure),
                                      .n = group->figure.n,
                                      .counted = disclosed_percent(group->disclosure) != 0 };
        i++;
    }
}

static json_t *points_json(const struct spread *spread, enum report_unit unit,
                           const struct stats_point *points, enum stats_chart chart)
{
    json_t *list = json_array();
    size_t i = 0;
    for (int32_t at = begin(unit, spread->ask.from); at <= spread->ask.to; at = step(unit, at))
        if (at >= spread->ask.from && step(unit, at) - 1 <= spread->ask.to)
            (void)json_array_append_new(
                list, point_json(unit, at, group_at(spread, unit, at), &points[i++], chart));
    return list;
}

/* From a spread that is broken down by this unit. NULL with *err. */
static json_t *chart_json(const struct spread *spread, enum report_unit unit, struct err *err)
{
    static const char *const units[] = { "day", "week", "month" };
    static const char *const kinds[] = { "none", "p", "xmr" };
    size_t count = count_units(unit, spread->ask.from, spread->ask.to);
    struct stats_point *points = calloc(count + 1, sizeof *points);
    double centre = 0;
    if (points == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for a chart");
        return NULL;
    }
    fill_points(spread, unit, points);
    enum stats_chart chart = stats_control(points, count, &centre);
    bool any = chart != STATS_NONE;
    json_t *json =
        json_pack("{s:o, s:s, s:s, s:o, s:o, s:o, s:[], s:s}", "question",
                  spread_question_json(&spread->question), "unit", units[unit], "kind",
                  kinds[chart], "centre", any ? spread_tenth(centre) : json_null(), "baseline",
                  any ? spread_days_json(spread->ask.from, spread->ask.to) : json_null(), "points",
                  points_json(spread, unit, points, chart), "annotations", "status",
                  any ? "fine" : "too_few_points");
    free(points);
    return json;
}

bool report_tell_control(const struct report_ask *ask, enum report_unit unit, json_t **ret,
                         struct err *err)
{
    static const enum report_by by[] = { BY_DAY, BY_WEEK, BY_MONTH };
    struct report_ask units = *ask;
    struct spread_question question;
    BOOK_AUTO book = { 0 };
    SPREAD_AUTO spread = { 0 };
    units.by = by[unit];
    if (!book_for(ask, &book, err) ||
        !spread_choose(&book, ask, satisfaction_roles, &question, err) ||
        !spread_collect(&units, &book, &question, &spread, err))
        return false;
    *ret = chart_json(&spread, unit, err);
    return *ret != NULL;
}

/* ---- the overview ---- */

struct overview {
    struct spread total, before, weeks, venues, year;
};

static void overview_finish(struct overview *overview)
{
    struct spread *all[] = { &overview->total, &overview->before, &overview->weeks,
                             &overview->venues, &overview->year };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        spread_finish(all[i]);
}

static bool collect(const struct report_ask *ask, const struct book *book,
                    const struct spread_question *question, struct overview *ret, struct err *err)
{
    struct report_ask asks[5] = { *ask, *ask, *ask, *ask, *ask };
    const struct report_ask *pointers[5] = { &asks[0], &asks[1], &asks[2], &asks[3], &asks[4] };
    struct spread *const spreads[5] = { &ret->total, &ret->before, &ret->weeks, &ret->venues,
                                        &ret->year };
    int32_t length = ask->to - ask->from + 1;
    bool month = local_month_start(ask->from) == ask->from && length >= 28 && length <= 31;
    asks[0].by = BY_NONE;
    asks[1].by = BY_NONE;
    asks[1].to = ask->from - 1;
    asks[1].from = month ? local_month_start(ask->from - 1) : ask->from - length;
    asks[2].by = BY_WEEK;
    asks[2].to = report_week_start(ask->to + 1) - 1;
    asks[2].from = asks[2].to + 1 - 7 * WEEKS;
    asks[3].by = BY_VENUE;
    asks[4].by = BY_VENUE;
    asks[4].to = ask->from - 1;
    asks[4].from = ask->from - YEAR;
    return spread_collect_many(pointers, 5, book, question, spreads, err);
}

static const struct spread_group *same_venue(const struct spread *spread, const char *venue)
{
    size_t low = 0;
    size_t high = spread->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(spread->groups[middle].key, venue);
        if (order == 0)
            return &spread->groups[middle];
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return NULL;
}

/* What the data bear of a venue. */
static void add_findings(const struct overview *overview, const struct spread_group *group,
                         json_t *list)
{
    const struct spread_group *past = same_venue(&overview->year, group->key);
    const struct figure *now = &group->figure;
    int verdict = 0;
    if (past != NULL)
        json_decref(spread_difference_json(now, &past->figure, z_venue, &verdict));
    if (verdict != 0)
        (void)json_array_append_new(
            list, finding_json(verdict < 0 ? "lower_than_own_past" : "higher_than_own_past", NULL,
                               "%s than its own past year", verdict < 0 ? "lower" : "higher"));
    if (disclosed_percent(group->disclosure) && HAND_PART * now->flagged >= now->n)
        (void)json_array_append_new(
            list,
            finding_json("looks_like_one_hand",
                         json_pack("{s:i}", "percent", (int)figure_percent(now->flagged, now->n)),
                         "%u %% of taps look like one hand", figure_percent(now->flagged, now->n)));
    if (!disclosed_percent(group->disclosure) && group->disclosure != DISCLOSED_SECONDARY)
        (void)json_array_append_new(list, finding_json("too_few_to_say", NULL, "too few to say"));
}

/* Grave ones first: what moved, then what looks odd, then what is too little. */
static int weight_of(const json_t *findings)
{
    const char *code = json_string_value(json_object_get(json_array_get(findings, 0), "code"));
    if (code == NULL)
        return 9;
    if (strcmp(code, "lower_than_own_past") == 0)
        return 0;
    if (strcmp(code, "looks_like_one_hand") == 0)
        return 1;
    return strcmp(code, "higher_than_own_past") == 0 ? 2 : 3;
}

static json_t *venue_json(const struct spread_group *group, json_t *findings)
{
    return json_pack("{s:s, s:s, s:o, s:O}", "venue", group->key, "name", group->label, "figure",
                     spread_figure_json(&group->figure, group->disclosure), "findings", findings);
}

/* The first of each weight, in the order of the venues, until enough are told of. */
static json_t *venues_json(const struct overview *overview)
{
    enum { WEIGHTS = 4 };
    json_t *by_weight[WEIGHTS] = { json_array(), json_array(), json_array(), json_array() };
    json_t *list = json_array();
    for (size_t i = 0; i < overview->venues.count; i++) {
        const struct spread_group *group = &overview->venues.groups[i];
        json_t *findings = json_array();
        add_findings(overview, group, findings);
        int weight = weight_of(findings);
        if (weight < WEIGHTS && json_array_size(by_weight[weight]) < VENUES_TOLD)
            (void)json_array_append_new(by_weight[weight], venue_json(group, findings));
        json_decref(findings);
    }
    for (int weight = 0; weight < WEIGHTS; weight++) {
        for (size_t i = 0;
             json_array_size(list) < VENUES_TOLD && i < json_array_size(by_weight[weight]); i++)
            (void)json_array_append(list, json_array_get(by_weight[weight], i));
        json_decref(by_weight[weight]);
    }
    return list;
}

/* "Very good" or "Good", in the words of the question itself. */
static void name_best(const struct figure *figure, char ret[300])
{
    struct spread_scale scale;
    size_t used = 0;
    ret[0] = '\0';
    if (!spread_scale(figure->asked, &scale))
        return;
    for (size_t i = 0; i < scale.best_count; i++)
        used += (size_t)snprintf(ret + used, 300 - used, "%s\"%.100s\"", i == 0 ? "" : " or ",
                                 figure->values[scale.best_first + i].label);
}

static void add_headline(const struct overview *overview, json_t *list)
{
    const struct figure *figure = &overview->total.total;
    double low;
    double high;
    if (!disclosed_percent(overview->total.disclosure) ||
        !stats_wilson(spread_positive(figure), figure->n, z95, &low, &high)) {
        (void)json_array_append_new(
            list, finding_json("too_few_to_say", NULL, "Too few have answered to say."));
        return;
    }
    unsigned percent = figure_percent(spread_positive(figure), figure->n);
    char best[300];
    name_best(figure, best);
    (void)json_array_append_new(
        list, finding_json("positive_share",
                           json_pack("{s:i, s:s}", "percent", (int)percent, "answers", best),
                           "%u %% answered %s", percent, best));
    (void)json_array_append_new(
        list, finding_json("answers_and_interval",
                           json_pack("{s:I, s:i, s:o, s:o}", "n", (json_int_t)figure->n, "venues",
                                     (int)overview->venues.count, "low", spread_tenth(low), "high",
                                     spread_tenth(high)),
                           "%llu answers at %zu venues. Between %.0f %% and %.0f %% if only "
                           "chance mattered; this says nothing of people who did not answer.",
                           (unsigned long long)figure->n, overview->venues.count, low, high));
}

static void add_change(const json_t *difference, json_t *list)
{
    const char *verdict = json_string_value(json_object_get(difference, "verdict"));
    double points = json_real_value(json_object_get(difference, "points"));
    double low = json_real_value(json_object_get(difference, "low"));
    double high = json_real_value(json_object_get(difference, "high"));
    if (strcmp(verdict, "higher") == 0 || strcmp(verdict, "lower") == 0)
        (void)json_array_append_new(
            list, finding_json(
                      strcmp(verdict, "higher") == 0 ? "higher_than_before" : "lower_than_before",
                      json_pack("{s:f, s:f, s:f}", "points", points, "low", low, "high", high),
                      "%s than before by %.1f points (%.1f to %.1f).",
                      strcmp(verdict, "higher") == 0 ? "Higher" : "Lower", fabs(points),
                      fmin(fabs(low), fabs(high)), fmax(fabs(low), fabs(high))));
    else if (strcmp(verdict, "no_clear_difference") == 0)
        (void)json_array_append_new(
            list, finding_json("no_clear_difference", NULL, "No clear difference from before."));
}

static json_t *overview_json(const struct report_ask *ask, const struct overview *overview,
                             json_t *weeks)
{
    int verdict;
    json_t *sentences = json_array();
    json_t *difference =
        spread_difference_json(&overview->total.total, &overview->before.total, z95, &verdict);
    add_headline(overview, sentences);
    add_change(difference, sentences);
    return json_pack(
        "{s:o, s:b, s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "days",
        spread_days_json(ask->from, ask->to), "live", ask->live, "question",
        spread_question_json(&overview->total.question), "venues_count",
        (int)overview->venues.count, "total",
        spread_figure_json(&overview->total.total, overview->total.disclosure), "previous",
        json_pack("{s:o, s:o}", "days",
                  spread_days_json(overview->before.ask.from, overview->before.ask.to), "figure",
                  spread_figure_json(&overview->before.total, overview->before.disclosure)),
        "difference", difference, "sentences", sentences, "weeks", weeks, "venues",
        venues_json(overview));
}

/* Before anybody has published a survey there is nothing to say, and that is said. */
static json_t *nothing_json(const struct report_ask *ask)
{
    json_t *sentences = json_array();
    static const struct figure none;
    (void)json_array_append_new(
        sentences, finding_json("no_survey", NULL, "No survey that asks this is published yet."));
    return json_pack("{s:o, s:b, s:n, s:i, s:o, s:n, s:n, s:o, s:n, s:[]}", "days",
                     spread_days_json(ask->from, ask->to), "live", ask->live, "question",
                     "venues_count", 0, "total", spread_figure_json(&none, DISCLOSED_SMALL_BASE),
                     "previous", "difference", "sentences", sentences, "weeks", "venues");
}

bool report_tell_overview(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct spread_question question;
    BOOK_AUTO book = { 0 };
    __attribute__((cleanup(overview_finish))) struct overview overview = { 0 };
    if (!book_for(ask, &book, err))
        return false;
    if (!spread_choose(&book, ask, satisfaction_roles, &question, err)) {
        *ret = err->kind == ERR_MISSING && ask->survey_id[0] == '\0' ? nothing_json(ask) : NULL;
        return *ret != NULL;
    }
    if (!collect(ask, &book, &question, &overview, err))
        return false;
    json_t *weeks = chart_json(&overview.weeks, UNIT_WEEK, err);
    *ret = weeks == NULL ? NULL : overview_json(ask, &overview, weeks);
    return *ret != NULL;
}
