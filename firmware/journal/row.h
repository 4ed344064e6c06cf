#pragma once
/* A row of the table `response`, as a value. */
#include "chain.h"
#include "sql.h"

struct row {
    uint64_t seq;
    bool open;
    uint32_t revision;
    uint32_t segment;
    uint32_t minute;
    uint64_t total; /* answers since the life began, this response's included */
    struct digest hash;
    struct span body; /* borrowed: from the statement until its next step, or the caller's */
};

/* The columns in the order that row_get and row_bind know. */
#define ROW_COLUMNS "seq, open, revision, segment, minute, total, hash, body"

/* Reads the row at which a statement stands, and doubts it. */
MUST_CHECK bool row_get(sqlite3_stmt *statement, struct row *ret, struct err *err);
/* ERR_CORRUPT when it stands at or before the last one that was purged: one of the two is a lie. */
MUST_CHECK bool row_is_behind(const struct row *row, const struct chain_point *purged,
                              struct err *err);
/* Binds to the parameters 1 to 8. The body is borrowed until the statement is reset. */
MUST_CHECK bool row_bind(sqlite3_stmt *statement, const struct row *row, struct err *err);
/* Looks one up: ERR_CORRUPT when it is not there although it should be. */
MUST_CHECK bool row_find(sqlite3_stmt *by_seq, uint64_t seq, struct row *ret, struct err *err);
