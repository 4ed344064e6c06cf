/* The simpler reports: one question by groups, all questions, two periods, both formulas of GOV.UK,
 * the drivers. See reports.h. */
#include "local_time.h"
#include "spread.h"
#include "stats.h"
#include <math.h>

static const uint32_t satisfaction_roles = 1u << ROLE_SATISFACTION | 1u << ROLE_FFT_OVERALL;
static const double z95 = 1.96;

static const char *const by_names[] = { "none",  "venue",    "area",   "day", "week",
                                        "month", "language", "access", "hour" };

const char *report_by_name(enum report_by by)
{
    return by_names[by];
}

bool report_by_from_name(const char *name, enum report_by *ret)
{
    for (int i = 0; i < REPORT_BYS; i++)
        if (strcmp(by_names[i], name) == 0) {
            *ret = (enum report_by)i;
            return true;
        }
    return false;
}

/* 1970-01-01 was a Thursday. */
int32_t report_week_start(int32_t day)
{
    int32_t weekday = (day % 7 + 7 + 3) % 7;
    return day - weekday;
}

static bool made(json_t *json, json_t **ret, struct err *err)
{
    *ret = json;
    return json != NULL || err_set(err, ERR_LATER, "there is no memory for a report");
}

/* ---- satisfaction ---- */

static json_t *groups_json(const struct spread *spread)
{
    json_t *list = json_array();
    for (size_t i = 0; i < spread->count; i++) {
        const struct spread_group *group = &spread->groups[i];
        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:o}", "key", group->key, "label", group->label, "figure",
                            spread_figure_json(&group->figure, group->disclosure)));
    }
    return list;
}

static json_t *notes_for(const struct report_ask *ask, const struct spread *spread)
{
    json_t *notes = spread_notes();
    if (ask->from != spread->ask.from || ask->to != spread->ask.to)
        (void)json_array_append_new(
            notes, finding_json("whole_months", NULL,
                                "Language, access mode and hour are known by whole months, so "
                                "the days were widened to these."));
    if (spread->question.asked->role == ROLE_FFT_OVERALL)
        (void)json_array_append_new(
            notes, finding_json("fft_no_comparison", NULL,
                                "The Friends and Family Test is no official statistic and no "
                                "fair comparison between providers."));
    return notes;
}

bool report_tell_satisfaction(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct spread_question question;
    BOOK_AUTO book = { 0 };
    SPREAD_AUTO spread = { 0 };
    if (!book_for(ask, &book, err) ||
        !spread_choose(&book, ask, satisfaction_roles, &question, err) ||
        !spread_collect(ask, &book, &question, &spread, err))
        return false;
    return made(json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "days",
                          spread_days_json(spread.ask.from, spread.ask.to), "by",
                          report_by_name(ask->by), "question", spread_question_json(&question),
                          "total", spread_figure_json(&spread.total, spread.disclosure), "groups",
                          groups_json(&spread), "notes", notes_for(ask, &spread)),
                ret, err);
}

/* ---- every question ---- */

static bool is_open(const struct question *question)
{
    return question->type != QUESTION_INFORMATION && question->type != QUESTION_COMMENT &&
           question->sensitivity == SENSITIVITY_OPEN;
}

static bool tell_question(const struct report_ask *ask, const struct book *book,
                          const struct spread_question *question, json_t *list, struct err *err)
{
    SPREAD_AUTO spread = { 0 };
    if (!spread_collect(ask, book, question, &spread, err))
        return false;
    return json_array_append_new(
               list, json_pack("{s:o, s:o}", "question", spread_question_json(question), "figure",
                               spread_figure_json(&spread.total, spread.disclosure))) == 0 ||
           err_set(err, ERR_LATER, "there is no memory for a report");
}

/* The survey that is meant: the one asked for, or the newest with a satisfaction question. */
static const struct book_entry *choose_survey(const struct book *book, const struct report_ask *ask,
                                              struct err *err)
{
    struct spread_question question;
    struct report_ask any = *ask;
    any.question = "";
    uint32_t roles = ask->survey_id[0] == '\0' ? satisfaction_roles : UINT32_MAX;
    if (!spread_choose(book, &any, roles, &question, err))
        return NULL;
    for (size_t i = 0; i < book->count; i++)
        if (strcmp(book->entries[i].published.id, question.survey) == 0)
            return &book->entries[i];
    return NULL;
}

bool report_tell_questions(const struct report_ask *ask, json_t **ret, struct err *err)
{
    BOOK_AUTO book = { 0 };
    if (!book_for(ask, &book, err))
        return false;
    const struct book_entry *entry = choose_survey(&book, ask, err);
    json_t *list = entry == NULL ? NULL : json_array();
    for (int i = 0; entry != NULL && i < entry->survey->question_count; i++) {
        struct spread_question question = { entry->published.id, &entry->survey->questions[i] };
        if (is_open(question.asked) && !tell_question(ask, &book, &question, list, err)) {
            json_decref(list);
            return false;
        }
    }
    return entry != NULL &&
           made(json_pack("{s:o, s:s, s:o}", "days", spread_days_json(ask->from, ask->to), "survey",
                          entry->published.id, "questions", list),
                ret, err);
}

/* ---- two periods ---- */

static json_t *period_json(const struct spread *spread)
{
    return json_pack("{s:o, s:o}", "days", spread_days_json(spread->ask.from, spread->ask.to),
                     "figure", spread_figure_json(&spread->total, spread->disclosure));
}

bool report_tell_difference(const struct report_ask *ask, int32_t from, int32_t to, json_t **ret,
                            struct err *err)
{
    struct spread_question question;
    struct report_ask against = *ask;
    BOOK_AUTO book = { 0 };
    SPREAD_AUTO second = { 0 };
    SPREAD_AUTO first = { 0 };
    int verdict;
    against.from = from;
    against.to = to;
    if (!book_for(ask, &book, err) ||
        !spread_choose(&book, ask, satisfaction_roles, &question, err) ||
        !spread_collect(ask, &book, &question, &second, err) ||
        !spread_collect(&against, &book, &question, &first, err))
        return false;
    return made(json_pack("{s:o, s:o, s:o, s:o, s:o}", "question", spread_question_json(&question),
                          "first", period_json(&first), "second", period_json(&second),
                          "difference",
                          spread_difference_json(&second.total, &first.total, z95, &verdict),
                          "notes", spread_notes()),
                ret, err);
}

/* ---- GOV.UK ---- */

enum { GOVUK_STEPS = STATS_STEPS };

/* Five answers from very satisfied to very dissatisfied, best first; another may stand behind. */
static bool is_govuk(const struct question *asked)
{
    struct spread_scale scale;
    return spread_scale(asked, &scale) && !asked->choices[0].is_number &&
           scale.worst_first + scale.worst_count == GOVUK_STEPS;
}

/* (100 VS + 75 S + 50 N + 25 D) / n, of those on the scale. */
static json_t *weighted_json(const struct figure *figure, bool shown)
{
    uint64_t counts[GOVUK_STEPS];
    double score;
    double se;
    for (size_t i = 0; i < GOVUK_STEPS; i++)
        counts[i] = figure->values[i].count;
    if (!shown || figure_sum(figure, 0, GOVUK_STEPS) < DISCLOSE_RELIABLE ||
        !stats_weighted(counts, &score, &se))
        return json_null();
    return json_pack("{s:f, s:f}", "score", round(score * 100) / 100, "se", round(se * 100) / 100);
}

/* Jobcentres ask "fairly satisfied": the formula is GOV.UK's, and the figure no service's there. */
static json_t *govuk_notes(const struct question *asked)
{
    json_t *notes = spread_notes();
    if (strcmp(asked->choices[1].value, "satisfied") != 0)
        (void)json_array_append_new(
            notes, finding_json("govuk_other_words", NULL,
                                "The answers are not in GOV.UK's own words, so these figures are "
                                "no comparison with those of services that ask in them."));
    return notes;
}

static json_t *top_two_json(const struct figure *figure, bool shown)
{
    uint64_t n = figure_sum(figure, 0, GOVUK_STEPS);
    uint64_t part = figure_sum(figure, 0, 2);
    double low;
    double high;
    if (!shown || n < DISCLOSE_RELIABLE || !stats_wilson(part, n, z95, &low, &high))
        return json_null();
    return json_pack("{s:i, s:f, s:f}", "percent", (int)figure_percent(part, n), "low",
                     round(low * 10) / 10, "high", round(high * 10) / 10);
}

bool report_tell_govuk(const struct report_ask *ask, json_t **ret, struct err *err)
{
    struct spread_question question;
    BOOK_AUTO book = { 0 };
    SPREAD_AUTO spread = { 0 };
    if (!book_for(ask, &book, err) ||
        !spread_choose(&book, ask, 1u << ROLE_SATISFACTION, &question, err))
        return false;
    if (!is_govuk(question.asked))
        return err_set(err, ERR_MISSING,
                       "No question has the five answers of GOV.UK's user satisfaction.");
    if (!spread_collect(ask, &book, &question, &spread, err))
        return false;
    bool shown = disclosed_percent(spread.disclosure) != 0;
    return made(
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "days", spread_days_json(ask->from, ask->to),
                  "question", spread_question_json(&question), "figure",
                  spread_figure_json(&spread.total, spread.disclosure), "top_two",
                  top_two_json(&spread.total, shown), "weighted",
                  weighted_json(&spread.total, shown), "notes", govuk_notes(question.asked)),
        ret, err);
}

/* ---- drivers ---- */

static bool tell_driver(const struct report_ask *ask, const struct book *book,
                        enum question_role role, json_t *list, struct err *err)
{
    static const char *const names[] = {
#define X(name, text) text,
        QUESTION_ROLE_MAP(X)
#undef X
    };
    struct spread_question question;
    struct report_ask any = *ask;
    SPREAD_AUTO spread = { 0 };
    any.question = "";
    if (!spread_choose(book, &any, 1u << role, &question, err))
        return err->kind == ERR_MISSING; /* a driver that is not asked about is left out */
    if (!spread_collect(ask, book, &question, &spread, err))
        return false;
    (void)json_array_append_new(list,
                                json_pack("{s:s, s:o, s:o}", "role", names[role], "question",
                                          spread_question_json(&question), "figure",
                                          spread_figure_json(&spread.total, spread.disclosure)));
    return true;
}

bool report_tell_drivers(const struct report_ask *ask, json_t **ret, struct err *err)
{
    BOOK_AUTO book = { 0 };
    if (!book_for(ask, &book, err))
        return false;
    json_t *list = json_array();
    for (int role = ROLE_DRIVER_RIGHT; role <= ROLE_DRIVER_SUPPORTIVE; role++)
        if (!tell_driver(ask, &book, (enum question_role)role, list, err)) {
            json_decref(list);
            return false;
        }
    json_t *notes = spread_notes();
    (void)json_array_append_new(
        notes, finding_json("drivers_no_comparison", NULL,
                            "These are opt-in answers on a screen, and no comparison with the "
                            "telephone survey of the same drivers."));
    return made(json_pack("{s:o, s:o, s:o}", "days", spread_days_json(ask->from, ask->to),
                          "drivers", list, "notes", notes),
                ret, err);
}
