#pragma once
/*
 * The few verbs in which this room speaks to SQLite, and the one table that turns its codes into
 * errors with a remedy. A statement and a transaction cannot be forgotten: both have a cleanup.
 */
#include "err.h"
#include "span.h"
#include <sqlite3.h>

/* Sets the error that belongs to a result code ("doing" says what was tried). Returns false. */
bool sql_error(sqlite3 *db, int code, const char *doing, struct err *err);

MUST_CHECK bool sql_exec(sqlite3 *db, const char *sql, const char *doing, struct err *err);
/* The first column of the first row as a whole number; 0 when there is no row. */
MUST_CHECK bool sql_number(sqlite3 *db, const char *sql, const char *doing, int64_t *ret,
                           struct err *err);

MUST_CHECK bool sql_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct err *err);
/* Takes the folded result codes of several binds. */
MUST_CHECK bool sql_bound(sqlite3_stmt *statement, int codes, const char *doing, struct err *err);
/* One step: *ret_row says whether there is a row. */
MUST_CHECK bool sql_step(sqlite3_stmt *statement, const char *doing, bool *ret_row,
                         struct err *err);
/* Runs a statement that gives no rows; outside a transaction it has committed on return. */
MUST_CHECK bool sql_run(sqlite3_stmt *statement, const char *doing, struct err *err);
/* Copies a blob column of exactly this size; false when it is another size. */
MUST_CHECK bool sql_blob(sqlite3_stmt *statement, int column, void *ret, size_t size);

/* Cleanups: one keeps a prepared statement for its next use, the other lets it go. */
void sql_reset(sqlite3_stmt **statement);
void sql_finalize(sqlite3_stmt **statement);
#define SQL_RESET_AUTO     __attribute__((cleanup(sql_reset))) sqlite3_stmt
#define SQL_STATEMENT_AUTO __attribute__((cleanup(sql_finalize))) sqlite3_stmt

/* A transaction that is rolled back unless it was committed: SQL_ROLLBACK_AUTO *tx = NULL. */
MUST_CHECK bool sql_begin(sqlite3 *db, sqlite3 **ret_open, struct err *err);
MUST_CHECK bool sql_commit(sqlite3 **open, const char *doing, struct err *err);
void sql_rollback(sqlite3 **open);
#define SQL_ROLLBACK_AUTO __attribute__((cleanup(sql_rollback))) sqlite3
