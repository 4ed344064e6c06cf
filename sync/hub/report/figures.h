#pragma once
/* Counts of one question in one venue, read from the months that tallies add up to, and what may be
 * said of them. */
#include "book.h"
#include "disclosure.h"
#include "report.h"

enum {
    FIGURE_PRIVATE = DISCLOSE_PRIVATE,
    FIGURE_RELIABLE = DISCLOSE_RELIABLE,
    FIGURE_VALUES_MAX = 2 * SURVEY_CHOICES_MAX,
};

struct figure_value {
    char value[SURVEY_NAME_MAX + 1];
    const char *label; /* in the survey's first language; borrowed from the book */
    uint64_t count;
};

struct figure {
    char survey[SURVEY_NAME_MAX + 1];
    char question[SURVEY_NAME_MAX + 1];
    char venue[SURVEY_NAME_MAX + 1];
    int32_t month;                /* 0 where days are added up */
    const struct question *asked; /* in its newest version */
    struct figure_value values[FIGURE_VALUES_MAX];
    size_t value_count;
    uint64_t n;
    uint64_t flagged; /* of them, in bursts */
};

struct figures {
    struct book book;
    struct figure *list; /* by survey, venue, month */
    size_t count;
};

/* Bit i: questions of role i are wanted. */
MUST_CHECK bool figures_collect(struct store *store, const struct report_query *query,
                                uint32_t roles, bool monthly, struct figures *ret, struct err *err);
void figures_finish(struct figures *figures);
#define FIGURES_AUTO __attribute__((cleanup(figures_finish))) struct figures

/* "", "unreliable" or "suppressed_small_base": the reason why something is not said. */
const char *figure_status(uint64_t n);
/* Whole percent, a half rounded up; n is not 0. */
unsigned figure_percent(uint64_t part, uint64_t n);
/* Wilson's interval at 95 %, in percent with a fraction. No interval without a base: false. */
bool figure_interval(uint64_t count, uint64_t n, double *ret_low, double *ret_high);
/* Adds up the counts of so many values from `first` on. */
uint64_t figure_sum(const struct figure *figure, size_t first, size_t values);
/* The days that a report is about, as text ("all days" without bounds). */
void figures_put_days(struct buf *out, const struct report_query *query);
