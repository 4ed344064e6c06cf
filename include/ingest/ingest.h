#pragma once
/*
 * What happens to a batch on the way in: verify, date, judge every answer against its survey version,
 * count, keep, and only then reply. Many connections share one commit: a writer thread keeps what is
 * waiting in one transaction.
 */
#include "receipt.h"
#include "store.h"

struct ingest; /* opaque; every function may be called from any thread */

struct ingest_config {
    const char *store_url;
    struct secret_key hub_key;
    bool has_counts_key;
    struct box_public counts_public;
    struct box_secret counts_secret;
};

/* Opens its own stores and starts the writer. */
MUST_CHECK bool ingest_start(const struct ingest_config *config, struct ingest **ret, struct err *err);
void ingest_stop(struct ingest *ingest); /* finishes what is waiting; NULL is fine */

/* Called exactly once for each batch given, from the writer's or the calling thread. On success `reply`
 * is the signed message; otherwise err says why (DENIED, REFUSED, LATER, TOO_LARGE). */
typedef void ingest_done(void *context, struct span reply, const struct err *err);

/* Takes a batch as received over HTTP or from a stick (copied). Never blocks for the disk. */
void ingest_batch(struct ingest *ingest, struct span message, ingest_done *done, void *context);

/* The tallies that one response adds (both kinds); appended to a caller's array of `max`. Used by ingest
 * and by the rebuild that proves the tallies right. Returns how many. */
size_t ingest_tallies(const struct survey *survey, const struct store_response *response,
                      struct store_tally *ret, size_t max);
