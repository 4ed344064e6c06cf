/* What may be said of figures, as JSON: see spread.h. */
#include "local_time.h"
#include "spread.h"
#include "stats.h"
#include <math.h>
#include <stdio.h>

static const double z95 = 1.96;

/* ---- scales ---- */

/* Answers that stand beside the scale, not on it. */
static bool is_off_scale(const char *value)
{
    static const char *const off[] = { "dont_know", "not_sure", "prefer_not_to_say" };
    for (size_t i = 0; i < sizeof off / sizeof off[0]; i++)
        if (strcmp(value, off[i]) == 0)
            return true;
    return false;
}

static bool has_scale(const struct question *asked)
{
    return asked->type == QUESTION_RATING || asked->role == ROLE_SATISFACTION ||
           asked->role == ROLE_FFT_OVERALL ||
           (asked->role >= ROLE_DRIVER_RIGHT && asked->role <= ROLE_DRIVER_SUPPORTIVE);
}

bool spread_scale(const struct question *asked, struct spread_scale *ret)
{
    if (asked == NULL || !has_scale(asked) || asked->type == QUESTION_CHECKBOX)
        return false;
    size_t on = 0;
    while (on < asked->choice_count && !is_off_scale(asked->choices[on].value))
        on++;
    size_t ends = on <= 3 ? 1 : 2;
    bool rising = asked->choices[0].is_number;
    if (on < 2)
        return false;
    *ret = (struct spread_scale){ .best_first = rising ? on - ends : 0,
                                  .best_count = ends,
                                  .worst_first = rising ? 0 : on - ends,
                                  .worst_count = ends };
    return true;
}

uint64_t spread_positive(const struct figure *figure)
{
    struct spread_scale scale;
    return spread_scale(figure->asked, &scale)
               ? figure_sum(figure, scale.best_first, scale.best_count)
               : 0;
}

uint64_t spread_negative(const struct figure *figure)
{
    struct spread_scale scale;
    return spread_scale(figure->asked, &scale)
               ? figure_sum(figure, scale.worst_first, scale.worst_count)
               : 0;
}

/* ---- JSON ---- */

/* To a tenth: more would pretend to more than there is. */
json_t *spread_tenth(double value)
{
    return json_real(round(value * 10) / 10);
}

static json_t *share_json(uint64_t part, uint64_t n, bool percent)
{
    double low;
    double high;
    if (!percent || !stats_wilson(part, n, z95, &low, &high))
        return json_null();
    return json_pack("{s:I, s:i, s:o, s:o}", "count", (json_int_t)part, "percent",
                     (int)figure_percent(part, n), "low", spread_tenth(low), "high",
                     spread_tenth(high));
}

/* Shares of a set's choices are of those who answered it, and add up to more than a hundred. */
static json_t *answers_json(const struct figure *figure, enum disclosure disclosure)
{
    json_t *list = json_array();
    bool counts = disclosed_n(disclosure) != 0;
    bool percents = disclosed_percent(disclosure) != 0;
    for (size_t i = 0; i < figure->value_count; i++) {
        const struct figure_value *value = &figure->values[i];
        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:o, s:o}", "value", value->value, "label", value->label, "count",
                      counts ? json_integer((json_int_t)value->count) : json_null(), "percent",
                      percents ? json_integer(figure_percent(value->count, figure->n))
                               : json_null()));
    }
    return list;
}

json_t *spread_figure_json(const struct figure *figure, enum disclosure disclosure)
{
    struct spread_scale scale;
    bool counts = disclosed_n(disclosure) != 0;
    bool shares = disclosed_percent(disclosure) != 0 && spread_scale(figure->asked, &scale);
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "n",
                     counts ? json_integer((json_int_t)figure->n) : json_null(), "status",
                     disclosure_name(disclosure), "flagged",
                     counts ? json_integer((json_int_t)figure->flagged) : json_null(), "positive",
                     share_json(spread_positive(figure), figure->n, shares), "negative",
                     share_json(spread_negative(figure), figure->n, shares), "answers",
                     answers_json(figure, disclosure));
}

json_t *spread_day_json(int32_t day)
{
    char text[11];
    local_day_text(day, text);
    return json_string(text);
}

json_t *spread_days_json(int32_t from, int32_t to)
{
    return json_pack("{s:o, s:o}", "from", spread_day_json(from), "to", spread_day_json(to));
}

json_t *spread_question_json(const struct spread_question *question)
{
    static const char *const roles[] = {
#define X(name, text) text,
        QUESTION_ROLE_MAP(X)
#undef X
    };
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "survey", question->survey, "name",
                     question->asked->name, "title", question->asked->title.in[0], "role",
                     roles[question->asked->role], "type",
                     question_type_name(question->asked->type));
}

json_t *spread_notes(void)
{
    json_t *list = json_array();
    (void)json_array_append_new(
        list, finding_json("who_chose_to_answer", NULL,
                           "People chose whether to answer: an interval is the uncertainty of "
                           "sampling alone and does not cover who chose to."));
    return list;
}

json_t *spread_difference_json(const struct figure *now, const struct figure *before, double z,
                               int *ret_verdict)
{
    static const char *const verdicts[] = { "lower", "no_clear_difference", "higher" };
    double points;
    double low;
    double high;
    *ret_verdict = 0;
    if (now->n < DISCLOSE_CHANGE || before->n < DISCLOSE_CHANGE ||
        !stats_newcombe(spread_positive(now), now->n, spread_positive(before), before->n, z,
                        &points, &low, &high))
        return json_pack("{s:n, s:n, s:n, s:s}", "points", "low", "high", "verdict", "too_few");
    *ret_verdict = (low > 0) - (high < 0);
    return json_pack("{s:o, s:o, s:o, s:s}", "points", spread_tenth(points), "low",
                     spread_tenth(low), "high", spread_tenth(high), "verdict",
                     verdicts[*ret_verdict + 1]);
}
