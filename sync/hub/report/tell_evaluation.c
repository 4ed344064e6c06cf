/*
 * What happened to the figures after an initiative, against comparison venues: difference in
 * differences of venues' shares over windows of 3, 12 and 24 months, with the same windows earlier
 * as a placebo, and the trend before. With few venues there is no inference, only the estimate.
 */
#include "local_time.h"
#include "spread.h"
#include "stats.h"
#include <math.h>
#include <stdlib.h>

enum { WINDOWS = 3, VENUES_MOST = 1000, TREND_MONTHS = 12 };
static const int window_months[WINDOWS] = { 3, 12, 24 };
static const uint32_t satisfaction_roles = 1u << ROLE_SATISFACTION | 1u << ROLE_FFT_OVERALL;

struct evaluating {
    const struct report_ask *ask;
    const struct report_initiative *initiative;
    struct book book;
    struct spread_question question;
};

/* Only venues of one list; the ask's own limits hold too. */
struct side {
    const struct report_ask *ask;
    const char *const *venues;
};

static bool is_listed(const char *const *list, const char *venue)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, venue) == 0)
            return true;
    return false;
}

static bool side_place(void *context, const char *venue, struct report_place *ret)
{
    const struct side *side = context;
    return is_listed(side->venues, venue) && side->ask->place(side->ask->context, venue, ret);
}

/* The same day so many months later; a day that the month does not have becomes its last. */
static int32_t months_later(int32_t day, int months)
{
    int32_t start = local_month_start(day);
    int32_t offset = day - start;
    for (; months > 0; months--)
        start = local_month_start(start + 31);
    for (; months < 0; months++)
        start = local_month_start(start - 1);
    int32_t length = local_month_start(start + 31) - start;
    return start + (offset < length ? offset : length - 1);
}

static bool collect(const struct evaluating *e, const char *const *venues, int32_t from, int32_t to,
                    enum report_by by, struct spread *ret, struct err *err)
{
    struct side side = { e->ask, venues };
    struct report_ask ask = *e->ask;
    ask.from = from;
    ask.to = to;
    ask.by = by;
    ask.place = side_place;
    ask.nth = NULL;
    ask.context = &side;
    bool collected = spread_collect(&ask, &e->book, &e->question, ret, err);
    ret->ask.context = NULL; /* it was this function's */
    return collected;
}

/* ---- one comparison: four spreads ---- */

struct comparison {
    struct spread before[2], after[2]; /* comparison venues, treated venues */
};

static void comparison_finish(struct comparison *c)
{
    for (int side = 0; side < 2; side++) {
        spread_finish(&c->before[side]);
        spread_finish(&c->after[side]);
    }
}
#define COMPARISON_AUTO __attribute__((cleanup(comparison_finish))) struct comparison

static bool compare(const struct evaluating *e, int32_t start, int months, struct comparison *ret,
                    struct err *err)
{
    int32_t from = months_later(start, -months);
    int32_t to = months_later(start, months);
    const char *const *const lists[] = { e->initiative->comparison, e->initiative->venues };
    for (int side = 0; side < 2; side++)
        if (!collect(e, lists[side], from, start - 1, BY_VENUE, &ret->before[side], err) ||
            !collect(e, lists[side], start, to - 1, BY_VENUE, &ret->after[side], err))
            return false;
    return true;
}

static double share(const struct figure *figure)
{
    return 100 * (double)spread_positive(figure) / (double)figure->n;
}

/* Venues with enough answers in both windows. */
static size_t changes_of(const struct comparison *c, struct stats_change *ret)
{
    size_t count = 0;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < c->before[side].count; i++) {
            const struct spread_group *before = &c->before[side].groups[i];
            for (size_t k = 0; k < c->after[side].count && count < VENUES_MOST; k++) {
                const struct spread_group *after = &c->after[side].groups[k];
                if (strcmp(before->key, after->key) == 0 && before->figure.n >= DISCLOSE_RELIABLE &&
                    after->figure.n >= DISCLOSE_RELIABLE)
                    ret[count++] = (struct stats_change){ side == 1, share(&after->figure) -
                                                                         share(&before->figure) };
            }
        }
    return count;
}

static bool have_answers(const struct comparison *c)
{
    for (int side = 0; side < 2; side++)
        if (c->before[side].total.n < DISCLOSE_CHANGE || c->after[side].total.n < DISCLOSE_CHANGE)
            return false;
    return true;
}

/* ---- JSON ---- */

static json_t *interval_json(const struct stats_did *did)
{
    return json_pack("{s:o, s:o, s:o}", "points", spread_tenth(did->points), "low",
                     did->has_interval ? spread_tenth(did->low) : json_null(), "high",
                     did->has_interval ? spread_tenth(did->high) : json_null());
}

static json_t *permutation_json(const struct stats_did *did)
{
    if (!did->has_permutation)
        return json_null();
    return json_pack("{s:f, s:f, s:i, s:b}", "p", round(did->p * 10000) / 10000, "smallest_p",
                     round(did->smallest_p * 10000) / 10000, "draws", (int)did->draws, "exact",
                     did->exact);
}

static json_t *leave_out_json(const struct stats_did *did)
{
    return did->has_leave_out ? json_pack("{s:o, s:o}", "low", spread_tenth(did->leave_low), "high",
                                          spread_tenth(did->leave_high))
                              : json_null();
}

static json_t *sides_json(const struct comparison *c, int side)
{
    return json_pack("{s:o, s:o}", "before",
                     spread_figure_json(&c->before[side].total, c->before[side].disclosure),
                     "after", spread_figure_json(&c->after[side].total, c->after[side].disclosure));
}

static const char *verdict_of(const struct comparison *c, const struct stats_did *did, bool any,
                              bool over)
{
    if (!over)
        return "too_soon";
    if (!any || !did->has_interval)
        return "too_few_venues";
    if (!have_answers(c))
        return "too_few_answers";
    if (did->low > 0)
        return "higher";
    return did->high < 0 ? "lower" : "no_clear_difference";
}

/* What a point cost, where points were gained beyond chance. */
static json_t *cost_json(const struct evaluating *e, const struct stats_did *did)
{
    double pence = (double)e->initiative->pence;
    if (!did->has_interval || did->low <= 0 || e->initiative->pence == 0)
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "pence", spread_tenth(pence / did->points), "low",
                     spread_tenth(pence / did->high), "high", spread_tenth(pence / did->low));
}

/* ---- the trend before, and the placebo ---- */

static size_t monthly(const struct spread *spread, double *ret)
{
    size_t count = 0;
    for (size_t i = 0; i < spread->count && count < TREND_MONTHS; i++)
        if (spread->groups[i].figure.n >= DISCLOSE_RELIABLE)
            ret[count++] = share(&spread->groups[i].figure);
    return count;
}

static bool tell_trend(const struct evaluating *e, json_t **ret, struct err *err)
{
    double slopes[2];
    const char *const *const lists[] = { e->initiative->comparison, e->initiative->venues };
    int32_t start = e->initiative->starts;
    *ret = NULL;
    for (int side = 0; side < 2; side++) {
        SPREAD_AUTO spread = { 0 };
        double months[TREND_MONTHS];
        if (!collect(e, lists[side], months_later(start, -TREND_MONTHS), start - 1, BY_MONTH,
                     &spread, err))
            return false;
        if (!stats_slope(months, monthly(&spread, months), &slopes[side])) {
            *ret = json_null();
            return true;
        }
    }
    *ret = json_pack("{s:o}", "points", json_real(round((slopes[1] - slopes[0]) * 100) / 100));
    return true;
}

static bool tell_placebo(const struct evaluating *e, int months, json_t **ret, struct err *err)
{
    COMPARISON_AUTO c = { 0 };
    struct stats_did did;
    struct stats_change *changes = calloc(VENUES_MOST, sizeof *changes);
    *ret = NULL;
    if (changes == NULL)
        return err_set(err, ERR_LATER, "there is no memory for an evaluation");
    bool compared = compare(e, months_later(e->initiative->starts, -months), months, &c, err);
    if (compared)
        *ret =
            stats_did(changes, changes_of(&c, changes), &did) ? interval_json(&did) : json_null();
    free(changes);
    return compared;
}

/* ---- a window ---- */

static bool tell_window(const struct evaluating *e, int months, json_t *list, struct err *err)
{
    COMPARISON_AUTO c = { 0 };
    struct stats_did did = { 0 };
    json_t *placebo = NULL;
    json_t *trend = NULL;
    int32_t start = e->initiative->starts;
    int32_t end = months_later(start, months);
    struct stats_change *changes = calloc(VENUES_MOST, sizeof *changes);
    if (changes == NULL)
        return err_set(err, ERR_LATER, "there is no memory for an evaluation");
    bool told = compare(e, start, months, &c, err) && tell_placebo(e, months, &placebo, err) &&
                tell_trend(e, &trend, err);
    bool any = told && stats_did(changes, changes_of(&c, changes), &did);
    free(changes);
    bool over = end <= e->initiative->today;
    if (told)
        (void)json_array_append_new(
            list,
            json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "months",
                      months, "before", spread_days_json(months_later(start, -months), start - 1),
                      "after", spread_days_json(start, end - 1), "treated", sides_json(&c, 1),
                      "comparison", sides_json(&c, 0), "did",
                      any && over ? interval_json(&did) : json_null(), "permutation",
                      over ? permutation_json(&did) : json_null(), "leave_one_out",
                      over ? leave_out_json(&did) : json_null(), "placebo", placebo, "trend_before",
                      trend, "verdict", verdict_of(&c, &did, any, over), "cost_per_point",
                      over ? cost_json(e, &did) : json_null()));
    return told;
}

static json_t *notes_json(void)
{
    json_t *notes = spread_notes();
    (void)json_array_append_new(
        notes, finding_json("parallel_trends", NULL,
                            "A difference in differences takes it that both groups would have "
                            "gone on alike; the trend before and the placebo tell how far that "
                            "held."));
    return notes;
}

static bool tell_windows(const struct evaluating *e, json_t *list, struct err *err)
{
    for (int i = 0; i < WINDOWS; i++)
        if (!tell_window(e, window_months[i], list, err))
            return false;
    return true;
}

/* The survey that this venue asks now; NULL when it is not known. */
static const struct book_entry *asked_at(const struct evaluating *e, const char *venue)
{
    struct digest digest;
    struct err unread;
    bool asks = venue != NULL && store_venue_survey_get(e->ask->store, venue, &digest, &unread);
    return asks ? book_find(&e->book, &digest) : NULL;
}

/* Unless a survey is named it is the one of the first venue where something changed: the newest of
 * a programme may be asked at none of them. */
static bool choose(struct evaluating *e, struct err *err)
{
    struct report_ask there = *e->ask;
    struct err missing;
    bool is_named = there.survey_id[0] != '\0';
    const struct book_entry *entry = is_named ? NULL : asked_at(e, e->initiative->venues[0]);
    if (entry != NULL) {
        there.survey_id = entry->published.id;
        if (spread_choose(&e->book, &there, satisfaction_roles, &e->question, &missing))
            return true;
    }
    return spread_choose(&e->book, e->ask, satisfaction_roles, &e->question, err);
}

bool report_tell_evaluation(const struct report_ask *ask,
                            const struct report_initiative *initiative, json_t **ret,
                            struct err *err)
{
    struct evaluating e = { .ask = ask, .initiative = initiative };
    json_t *list = json_array();
    bool told = book_for(ask, &e.book, err) && choose(&e, err) && tell_windows(&e, list, err);
    if (told)
        *ret = json_pack("{s:o, s:I, s:o, s:o}", "question", spread_question_json(&e.question),
                         "pence", (json_int_t)initiative->pence, "windows", list, "notes",
                         notes_json());
    else
        json_decref(list);
    book_finish(&e.book);
    return told;
}
