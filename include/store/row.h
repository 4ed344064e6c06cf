#pragma once
/*
 * What a response becomes at the hub: dated once, judged against its survey version, a row with its
 * place in the tallies or something set aside. Pure values and arithmetic: ingest uses it when a
 * batch comes in, and the proof that rows and tallies are right uses it on the signed batches
 * again.
 */
#include "store.h"

/* ---- bursts: many taps that look like one hand ---- */

/*
 * A response is flagged when it is the third or a later one of a run in which each closed within
 * ROW_BURST_GAP seconds of the one before it and gave the very same answers to the same survey.
 * Flagged responses are kept and counted, and can be told apart; they are never dropped.
 */
enum { ROW_BURST_GAP = 5, ROW_BURST_LENGTH = 3 };

struct row_burst {
    uint32_t run;   /* how many of the last responses belong together */
    uint64_t print; /* what they answered */
};
/* Takes the next response of the life, in order; tells whether it is flagged. */
bool row_burst_next(struct row_burst *burst, const struct response *response);

/* ---- time ---- */

/* What is known of one boot segment once the batch is here. */
struct row_segment {
    uint32_t number;
    uint32_t last_minute; /* the highest minute a response of the batch has in it */
    bool known;
    int64_t base; /* seconds since 1970 */
    enum time_quality quality;
};

/* All that dating asks for. Borrowed pointers must live as long. */
struct row_clock {
    int64_t received; /* when the hub had the batch */
    int64_t enrolled; /* no response of the kiosk is older */
    bool carried;     /* on a stick */
    const char *time_zone;
    struct row_segment *segments; /* private */
    size_t segment_count;
    int64_t hour_at; /* private: the quarter of an hour that was last made local */
    int32_t day;
    uint8_t hour;
};

/*
 * Settles each boot segment of a batch: a base set by the hub's signed time is exact; the segment
 * in which the batch was sent is exact too (the hub knows when that was, unless the batch was
 * carried); a clock somebody set is believed while it is possible; everything else is estimated as
 * the latest it can be, so that a segment ends where the next one begins. The fields above the
 * private ones are filled in by the caller.
 */
MUST_CHECK bool row_clock_start(struct row_clock *clock, const struct segment *segments,
                                size_t segment_count, const struct response *responses,
                                size_t response_count, uint32_t now_segment, uint64_t now_ms,
                                struct err *err);
void row_clock_finish(struct row_clock *clock); /* fine on zeroes */
/* When a response closed: never after it was received, never before enrolment. */
int64_t row_date(const struct row_clock *clock, const struct response *response,
                 enum time_quality *ret_quality);

/* ---- rows ---- */

/* The row of a response in a venue. False with the reason (ERR_REFUSED) when it must be set aside:
 * its answers cannot have been given to this survey. A time that makes no sense is no reason. */
MUST_CHECK bool row_judge(struct row_clock *clock, const struct survey *survey, const char *venue,
                          const struct response *response, bool flagged, struct store_response *ret,
                          struct err *err);

/* The reason with which responses of a revoked kiosk are set aside. */
#define ROW_REVOKED "the kiosk was revoked before this"

/* ---- tallies ---- */

struct tally_sum; /* opaque: increments added up by what they count */

struct tally_sum *tally_sum_new(void); /* NULL when out of memory */
void tally_sum_free(struct tally_sum *sum);
/* Adds all that a row counts for, by day and by month. The survey is borrowed until the list is
 * made. */
MUST_CHECK bool tally_sum_add(struct tally_sum *sum, const struct survey *survey,
                              const struct store_response *row, struct err *err);
/* Adds the opened answers of a counts block: by month alone, without language, access mode and
 * hour. */
MUST_CHECK bool tally_sum_add_sealed(struct tally_sum *sum, const struct survey *survey,
                                     const struct store_response *row,
                                     const struct answers *answers, struct err *err);
/* All of it, each once, daily ones first; the list is the caller's (free). */
MUST_CHECK bool tally_sum_list(const struct tally_sum *sum, struct store_tally **ret,
                               size_t *ret_count, struct err *err);
