#pragma once
/*
 * What the courier may know of the journal: a queue of closed responses, read and never written.
 * The journal fills this in (journal_outbox.h); tests fill it in with a list in memory. Owned by
 * courier, because sync must not know the device.
 */
#include "batch.h"
#include "clock.h"

struct outbox {
    void *self;

    /* Calls `take` for each closed response from seq `from` on, in order, with its canonical bytes,
     * the chain's point behind it and its boot segment's number; stops when take returns false,
     * when there are no more, or after `limit`. Spans are valid during the call. One read
     * transaction. */
    bool (*read)(void *self, uint64_t from, size_t limit,
                 bool (*take)(void *context, const struct response *response,
                              const struct chain_point *after),
                 void *context, struct err *err);
    /* All boot segments with a number of `from` or above, and the base of each on its boot's
     * monotonic clock. */
    bool (*segments)(void *self, uint32_t from,
                     bool (*take)(void *context, const struct segment *segment,
                                  const struct boot_id *boot, msec base),
                     void *context, struct err *err);
    /* The chain's point behind the last closed response, and behind the last one purged.
     * ERR_MISSING while the screen has not made its journal: there is nothing to send yet. */
    bool (*ends)(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                 struct err *err);
    /* The journal's counters (woken, started, ...) since it began; pending and version are not its.
     */
    bool (*health)(void *self, struct health *ret, struct err *err);
};
