#pragma once
/*
 * One question's counts over the groups of a breakdown, read from venues' months: what all reports
 * of the API are made from. See spread.c.
 */
#include "disclosure.h"
#include "figures.h"
#include "finding.h"
#include "reports.h"
#include <jansson.h>

/* A question of a survey, all versions. */
struct spread_question {
    const char *survey;           /* its id */
    const struct question *asked; /* in its newest version */
};
/* The one that the ask means, or the newest with such a role (bits). ERR_MISSING. */
MUST_CHECK bool spread_choose(const struct book *book, const struct report_ask *ask, uint32_t roles,
                              struct spread_question *ret, struct err *err);

/* Stands for a value: that a set was answered, whatever is in it. */
enum { SPREAD_ANSWERED = FIGURE_VALUES_MAX + 1 };

struct spread_group {
    char key[STORE_ID_MAX + 8];
    char label[STORE_NAME_MAX];
    struct figure figure;
    enum disclosure disclosure;
};
/* Which groups the days of the month that is being read belong to. */
struct spread_month {
    int32_t first;              /* its first day */
    size_t group[SUMMARY_DAYS]; /* their number from 1 on; 0: not looked up yet */
};
struct spread {
    struct report_ask ask; /* with the days that were really looked at */
    const struct book *book;
    struct spread_question question;
    struct figure total;
    enum disclosure disclosure;
    struct spread_group *groups;
    size_t count, room;
    size_t *index; /* groups by the hash of their key */
    size_t index_size;
    struct spread_month month;
    size_t venue_group; /* of the venue whose rows are being read, from 1 on; 0: not looked up */
    uint64_t sealed[SPREAD_ANSWERED + 1]; /* of each value of total */
    uint64_t shown, skipped;              /* seen and not answered; skipped */
};
/* Counts, orders, discloses. `value_of` question "" counts the responses themselves. */
MUST_CHECK bool spread_collect(const struct report_ask *ask, const struct book *book,
                               const struct spread_question *question, struct spread *ret,
                               struct err *err);
/* Several breakdowns of one question in one reading. */
MUST_CHECK bool spread_collect_many(const struct report_ask *const *asks, size_t count,
                                    const struct book *book, const struct spread_question *question,
                                    struct spread *const *ret, struct err *err);
/* The responses themselves, by how they ended. */
MUST_CHECK bool spread_responses(const struct report_ask *ask, const struct book *book,
                                 const char *survey, struct spread *ret, struct err *err);
void spread_finish(struct spread *spread);
#define SPREAD_AUTO __attribute__((cleanup(spread_finish))) struct spread

/* What stands best and worst on a question's scale: the two ends, or one where there are two or
 * three answers. False for a question that has no scale. */
struct spread_scale {
    size_t best_first, best_count, worst_first, worst_count;
};
bool spread_scale(const struct question *asked, struct spread_scale *ret);
uint64_t spread_positive(const struct figure *figure);
uint64_t spread_negative(const struct figure *figure);

/* ---- JSON of what may be said ---- */
json_t *spread_figure_json(const struct figure *figure, enum disclosure disclosure);
json_t *spread_days_json(int32_t from, int32_t to);
json_t *spread_question_json(const struct spread_question *question);
json_t *spread_day_json(int32_t day);
/* The sentence on who chose to answer, which every report with an interval carries. */
json_t *spread_notes(void);
json_t *spread_tenth(double value);
/* Newcombe's difference of the positive shares; no claim with few answers. */
json_t *spread_difference_json(const struct figure *now, const struct figure *before, double z,
                               int *ret_verdict);
