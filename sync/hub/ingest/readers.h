#pragma once
/* Stores for threads that come and go: a store serves one thread at a time, so each takes one and
 * gives it back. */
#include "store.h"

struct readers; /* opaque */

struct readers *readers_new(const char *url); /* NULL when out of memory; the url is copied */
void readers_free(struct readers *readers);   /* NULL is fine; all must have been given back */
/* NULL with err when none can be opened. */
struct store *readers_take(struct readers *readers, struct err *err);
void readers_give(struct readers *readers, struct store *store);
