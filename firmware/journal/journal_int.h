#pragma once
/* What the files of this room share of an open journal. */
#include "draft.h"
#include "journal.h"
#include "meta.h"
#include "row.h"
#include "segment.h"
#include "standing.h"

/* A log of so many pages (8 MiB) is folded even without a pause. */
enum { JOURNAL_WAL_BOUND = 8192 };

struct journal {
    sqlite3 *db;
    int lock;            /* of place.h; -1 in practice */
    bool practice;       /* in memory: nothing to sync, nothing to fold */
    bool begun;          /* opening came to its end */
    sqlite3_stmt *write; /* the one statement of the tap path */
    sqlite3_stmt *find;  /* a row by its number */

    /* The disk's state as of the last commit: moved only after a commit has succeeded. */
    struct meta meta;
    struct standing standing;
    struct boot_segment here;
    struct chain_point last; /* behind the last closed response */
    uint64_t total;          /* answers in closed responses */

    /* The visit in progress. */
    bool open;
    uint32_t revision;
    struct digest survey;
    struct draft_seals seals;

    struct recorded recovered; /* what opening closed */
    bool unclean;              /* the stop before was none: journal_check has something to do */
    struct chain_point checked;
    uint64_t checked_total;

    bool knows_previous; /* when the response before closed: kept in memory alone */
    msec previous;

    int wal_pages; /* in the write-ahead log after the last commit */
    int wal_bound; /* at so many, a tap folds it; rises while that fails */
    bool unfolded; /* something was committed, or counted, since the last fold, */
    bool unnoted;  /* or counted since the record of ourselves was last written */
    msec folded_at, noted_at;
    uint32_t slowest_ms;
    struct buf canonical;
};

/* What the hub acknowledges must be ours: else one of two cards was copied or set back. */
MUST_CHECK bool journal_knows(struct journal *journal, const struct chain_point *acknowledged,
                              struct err *err);
/* Moves those up to `end` that the receipt names to the table `aside`. */
MUST_CHECK bool journal_set_aside(struct journal *journal, const struct journal_receipt *receipt,
                                  uint64_t end, size_t *ret_count, struct err *err);
/* journal_life.c: takes up another identity with what it was let to take along. In a transaction.
 */
MUST_CHECK bool journal_move(struct journal *journal, const struct journal_identity *given,
                             struct err *err);
/* Moves the write-ahead log into the file and writes the counters. */
MUST_CHECK bool journal_fold(struct journal *journal, int mode, struct err *err);
