#pragma once
/*
 * How long answers and figures of a survey are kept, and what was deleted already. Answers are what
 * people said one by one: signed batches, rows, sealed words, what was set aside. Figures are the
 * tallies that reports are made of. Kept as a paper for each survey id; a survey without one is
 * kept for good.
 */
#include "store_desk.h"

enum { RETENTION_MONTHS_MIN = 3, RETENTION_MONTHS_MAX = 600 };

struct retention {
    char survey[STORE_ID_MAX + 1];
    int answers;            /* whole months after the month in which they came in; 0: for good */
    int figures;            /* whole months after the month that they are of; 0: for good */
    int32_t answers_before; /* a month's first day: what came in before was deleted; 0: nothing */
    int32_t figures_before; /* a month's first day: figures before it were deleted; 0: none */
    uint64_t deletion;      /* the record that said so last; 0: none */
    uint64_t version;       /* of the paper; 0: there is none */
};
/* True with zeroes for a survey that nobody has decided about. */
MUST_CHECK bool retention_get(struct store *store, const char *survey, struct retention *ret,
                              struct err *err);
/* ERR_REFUSED in words when it makes no sense: too short, or figures shorter than answers, without
 * which they could be made again. ERR_STALE over another version. */
MUST_CHECK bool retention_put(struct store *store, const struct retention *retention,
                              struct err *err);
/* Those that somebody has decided about, in the order of their survey ids. */
MUST_CHECK bool retentions(struct store *store,
                           bool (*take)(void *context, const struct retention *retention),
                           void *context, struct err *err);

/* What is due on a day: what came in before this month goes, and figures before this month. 0 for
 * nothing. Whole months: so it happens once a month, and what is left of them is of many people. */
int32_t retention_answers_due(const struct retention *retention, int32_t today);
int32_t retention_figures_due(const struct retention *retention, int32_t today);
