#pragma once
/*
 * Thousands of changes at once, as when a whole network fails: so many are kept in one commit, and
 * between two commits there is a moment in which batches get their turn. SQLite's writers do not
 * queue: one that waits looks again after some milliseconds, and finds the database taken by a loop
 * that has begun its next commit meanwhile.
 */
#include "store_desk.h"
#include <stdatomic.h>

enum { SPREAD_AT_ONCE = 64 };

/* Calls `change` for each number below count, each in a commit with others of its like. What was
 * kept before a failure stays. Once `over` is true (NULL: never) nothing more is begun, and that is
 * no failure. Any thread that has the store for itself; sleeps between commits. */
MUST_CHECK bool spread(struct store *store, size_t count, const atomic_bool *over,
                       bool (*change)(void *context, size_t at, struct err *err), void *context,
                       struct err *err);

/* That moment; false when it is over. */
bool spread_pause(const atomic_bool *over);
