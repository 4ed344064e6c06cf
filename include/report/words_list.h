#pragma once
/*
 * What people wrote, as it was sealed, for whoever opens it elsewhere. None of it is told of before
 * it is a day old, and a venue's are told five or more at a time, so that nobody can tell whose
 * words they are by when they came.
 */
#include "reports.h"
#include "response.h"

enum { WORDS_REF_SIZE = 96 };

/* The words of one person to one question. */
struct words_item {
    const struct store_row *row;
    const char *survey; /* its id */
    int question;       /* in that version */
    const char *name;   /* of the question */
    const char *answer; /* to the satisfaction question; NULL for none */
    uint64_t bound_life, bound_seq;
    struct span sealed;
};

/* Names words for ever: "KIOSK.LIFE.NUMBER.QUESTION". */
void words_ref(const struct store_row *row, const char *question, char ret[WORDS_REF_SIZE]);
/* ERR_MISSING when it is none. */
MUST_CHECK bool words_ref_read(const char *ref, struct store_row *ret, char question[33],
                               struct err *err);
/* In which venue they were written; ERR_MISSING when there are no such words. */
MUST_CHECK bool words_venue(struct store *store, const char *ref, char ret[STORE_ID_MAX + 1],
                            struct err *err);

/* Those of the ask's survey, venues and days, kiosk by kiosk in the order of their numbers, behind
 * `after` (NULL: from the first). The ask's question is not looked at. ret_total: how many there
 * are with all that comes before and behind, by the tallies; what was deleted since, because its
 * time was over, may be among them. */
MUST_CHECK bool words_list(const struct report_ask *ask, const char *after,
                           bool (*take)(void *context, const struct words_item *item),
                           void *context, uint64_t *ret_total, struct err *err);

/* Of how many something was said: the rule of all reports. ret[i] names it, and tells whether the
 * number may be said. */
struct words_count {
    uint64_t n;
    const char *status;
    bool shown;
};
void words_disclose(struct words_count *counts, size_t count);
