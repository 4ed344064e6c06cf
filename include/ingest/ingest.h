#pragma once
/*
 * What happens to a batch on the way in: verify, date, judge every answer against its survey
 * version, count, keep, and only then reply. Many connections share one commit: a writer thread
 * keeps what is waiting in one transaction.
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
MUST_CHECK bool ingest_start(const struct ingest_config *config, struct ingest **ret,
                             struct err *err);
void ingest_stop(struct ingest *ingest); /* finishes what is waiting; NULL is fine */

/* Called exactly once for each batch given, from the writer's or the calling thread. On success
 * err->kind is ERR_NONE and `reply` is the signed message, which may say that nothing was taken (a
 * fork); otherwise err says why (DENIED, LATER, TOO_LARGE, or what is wrong with the bytes). */
typedef void ingest_done(void *context, struct span reply, const struct err *err);

/* Takes a batch as received over HTTP (copied). Never blocks for the disk. */
void ingest_batch(struct ingest *ingest, struct span message, ingest_done *done, void *context);
/* The same for a batch from a stick: how long it was under way is not known, so that the kiosk's
 * own clock says more about its times than the moment of its arrival. */
void ingest_carried(struct ingest *ingest, struct span message, ingest_done *done, void *context);
/* The same, and waits for it; ret_reply is the caller's. */
MUST_CHECK bool ingest_carried_wait(struct ingest *ingest, struct span message,
                                    struct buf *ret_reply, struct err *err);
/* The same for made-up data, as if it had come by network at that time (seconds since 1970). */
void ingest_as_of(struct ingest *ingest, struct span message, int64_t received, ingest_done *done,
                  void *context);

/* What has gone through since the start. */
struct ingest_figures {
    uint64_t batches; /* answered with a receipt */
    uint64_t commits; /* transactions that it took */
};
void ingest_figures(struct ingest *ingest, struct ingest_figures *ret);
