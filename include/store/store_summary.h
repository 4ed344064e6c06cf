#pragma once
/*
 * A venue's month: the tallies of its kiosks added up, so that a report reads a handful of rows
 * however many kiosks and responses there are. Batches only note which months are stale; folding
 * adds those up again from the tallies. `verify` proves that they agree.
 */
#include "store.h"

enum { SUMMARY_DAYS = 31, SUMMARY_HOURS = 24, SUMMARY_LANGUAGES = 32 };

/* One value of one question (store_tally's, with the same special values). */
struct store_summary {
    struct digest survey;
    char venue[STORE_ID_MAX + 1];
    char question[SURVEY_NAME_MAX + 1];
    char value[SURVEY_NAME_MAX + 1];
    int32_t month;                                      /* its first day */
    uint32_t days[SUMMARY_DAYS], flagged[SUMMARY_DAYS]; /* flagged: of them, in bursts */
    uint32_t hours[SUMMARY_HOURS];
    uint32_t access[ACCESS_MODES];
    struct {
        char tag[LANGUAGE_TAG_MAX + 1];
        uint32_t n;
    } languages[SUMMARY_LANGUAGES]; /* the first of which n is 0 ends them */
    uint32_t sealed;                /* answers that were sealed: known by the month alone */
};

/* Adds stale months up again, at most so many; ret_left tells how many wait. */
MUST_CHECK bool store_fold(struct store *store, size_t limit, size_t *ret_left, struct err *err);
/* All that are stale when it begins; while more come in all the time, that is enough. */
MUST_CHECK bool store_fold_all(struct store *store, struct err *err);
/* Adds one month of one venue up from the tallies, as folding does, and hands over what it is:
 * nothing is written. */
MUST_CHECK bool store_summary_again(struct store *store, const char *venue,
                                    const struct digest *survey, int32_t month,
                                    bool (*take)(void *context, const struct store_summary *row),
                                    void *context, struct err *err);

/* Rows of one question and month, of one venue or of all when NULL, in the order of venue and
 * value. */
MUST_CHECK bool store_summaries(struct store *store, const struct digest *survey,
                                const char *question, int32_t month, const char *venue,
                                bool (*take)(void *context, const struct store_summary *row),
                                void *context, struct err *err);

/* The first and the last month of a survey version that were added up; false in *ret_any for none.
 */
MUST_CHECK bool store_summary_months(struct store *store, const struct digest *survey,
                                     bool *ret_any, int32_t *ret_first, int32_t *ret_last,
                                     struct err *err);

/* Whose tallies a venue's month is made of. */
struct store_member {
    char venue[STORE_ID_MAX + 1];
    struct digest survey;
    int32_t month;
    uint64_t kiosk;
};
/* All, in the order of venue, survey, month, kiosk. */
MUST_CHECK bool store_members(struct store *store,
                              bool (*take)(void *context, const struct store_member *member),
                              void *context, struct err *err);

/* ---- a kiosk's days, by its own counters ---- */

struct store_kiosk_day {
    uint64_t kiosk;
    char venue[STORE_ID_MAX + 1];
    int32_t day; /* on which it was heard, the venue's */
    uint32_t exchanges, woken, started, completed, restarts, responses;
    uint32_t dead, helped;      /* touches that met nothing; calls for help */
    uint32_t pending, write_ms; /* the highest */
    uint32_t room_mib;          /* the lowest */
    char version[24];           /* the last that it said */
};
/* Of one kiosk, or of all when 0, in the order of kiosk, day, venue. */
MUST_CHECK bool store_kiosk_days(struct store *store, uint64_t kiosk, int32_t from, int32_t to,
                                 bool (*take)(void *context, const struct store_kiosk_day *day),
                                 void *context, struct err *err);
