#pragma once
/*
 * Lives of this kiosk that ended, and what is kept of them: how far the hub had each, and those of
 * its responses that are here still, under the numbers and the chain with which they were sent. A
 * hub that is set back is sent them again exactly so, and knows what it has.
 */
#include "outbox.h"
#include "sql.h"

struct older_life {
    uint64_t life;
    struct chain_point purged; /* behind this all is kept through `last`, here or set aside */
    struct chain_point last;   /* the last that the hub had */
};

/* A life has ended; its name is still in the table `origin`'s place as the one before is. */
MUST_CHECK bool older_note(sqlite3 *db, const struct older_life *life, struct err *err);
/* What stands in `former` through that place is about to go. In a transaction. */
MUST_CHECK bool older_shorten(sqlite3 *db, int64_t place, struct err *err);
/* Another hub has nothing to do with any of them. */
MUST_CHECK bool older_drop(sqlite3 *db, struct err *err);

/* As outbox.older. */
MUST_CHECK bool older_list(sqlite3 *db, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                           size_t *ret_count, struct err *err);
/* ERR_MISSING when there is no such life. */
MUST_CHECK bool older_ends(sqlite3 *db, uint64_t life, struct chain_point *ret_purged,
                           struct chain_point *ret_last, struct err *err);
/* As outbox.read and outbox.origins, of an older life. */
MUST_CHECK bool older_read(sqlite3 *db, uint64_t life, uint64_t from, size_t limit,
                           bool (*take)(void *context, const struct response *response,
                                        const struct chain_point *after),
                           void *context, struct err *err);
MUST_CHECK bool older_origins(sqlite3 *db, uint64_t life, uint64_t from,
                              bool (*take)(void *context, const struct life_origin *origin),
                              void *context, struct err *err);
