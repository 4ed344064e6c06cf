#pragma once
/* The one row of the table `meta`: whose journal it is, where it was purged, and counters. */
#include "counters.h"
#include "journal.h"
#include "sql.h"

struct meta {
    struct journal_identity own;
    struct chain_point purged;
    uint64_t purged_total; /* answers in what was purged */
    struct counters counters;
    uint32_t slowest_ms;
};

/* *ret_there is false in a journal that was only just made. */
MUST_CHECK bool meta_load(sqlite3 *db, struct meta *ret, bool *ret_there, struct err *err);
/* Writes the whole row. It differs from what was there each time, so that it always reaches the
 * disk: journal.c relies on it (fold). */
MUST_CHECK bool meta_save(sqlite3 *db, const struct meta *meta, struct err *err);
