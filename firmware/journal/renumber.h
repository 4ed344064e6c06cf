#pragma once
/*
 * Numbering responses anew, behind the last one of a life: their bytes name their number, so each
 * is written again, and the chain runs through them as if they had been given now. Where they came
 * from stands in the table `origin`; what was sealed stays bound to that.
 */
#include "journal.h"
#include "row.h"

struct renumber {
    sqlite3 *db;
    struct chain_point last; /* of the life that grows */
    uint64_t life;
    uint64_t total;
    sqlite3_stmt *put, *origin;
    struct buf bytes;
    /* The run that is being written, not yet in the table. */
    uint64_t run_life, run_first, run_end;
};

/* Where a response was recorded. */
struct bound {
    uint64_t life, seq;
};

MUST_CHECK bool renumber_begin(sqlite3 *db, uint64_t life, const struct chain_point *last,
                               uint64_t total, struct renumber *ret, struct err *err);
/* The next response; segment and minute are of its body. */
MUST_CHECK bool renumber_add(struct renumber *renumber, const struct bound *bound, struct span body,
                             struct err *err);
/* Writes the last run. */
MUST_CHECK bool renumber_end(struct renumber *renumber, struct err *err);
void renumber_finish(struct renumber *renumber); /* fine on zeroes */
#define RENUMBER_AUTO __attribute__((cleanup(renumber_finish))) struct renumber

/* The table `origin` begins with the life that came before, and from which of its numbers on this
 * one goes on in its place: what stands below that is the older life's to tell. 1 for not known. */
MUST_CHECK bool origin_begin(sqlite3 *db, uint64_t former, uint64_t from, struct err *err);
/* Where response seq of `life` was recorded, by the table: in it, unless that says otherwise. */
MUST_CHECK bool bound_find(sqlite3 *db, uint64_t life, uint64_t seq, struct bound *ret,
                           struct err *err);
