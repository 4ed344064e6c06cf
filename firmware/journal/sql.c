/* SQLite in this room's words: see sql.h. */
#include "sql.h"
#include <errno.h>
#include <string.h>

static bool is_no_room(sqlite3 *db, int code)
{
    if ((code & 0xff) == SQLITE_FULL)
        return true;
    int system = db == NULL ? 0 : sqlite3_system_errno(db);
    return (code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT);
}

static enum err_kind kind_of(sqlite3 *db, int code)
{
    if (is_no_room(db, code))
        return ERR_FULL;
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return ERR_CORRUPT;
    default:
        return ERR_LATER;
    }
}

bool sql_error(sqlite3 *db, int code, const char *doing, struct err *err)
{
    must((code & 0xff) != SQLITE_MISUSE && (code & 0xff) != SQLITE_RANGE, "SQLite is used wrongly");
    return err_set(err, kind_of(db, code), "%s: %s (SQLite %d)", doing, sqlite3_errstr(code), code);
}

bool sql_exec(sqlite3 *db, const char *sql, const char *doing, struct err *err)
{
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || sql_error(db, sqlite3_extended_errcode(db), doing, err);
}

bool sql_number(sqlite3 *db, const char *sql, const char *doing, int64_t *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *statement = NULL;
    bool row = false;
    if (!sql_prepare(db, sql, &statement, err) || !sql_step(statement, doing, &row, err))
        return false;
    *ret = row ? sqlite3_column_int64(statement, 0) : 0;
    return true;
}

bool sql_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct err *err)
{
    int code = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    return code == SQLITE_OK ||
           sql_error(db, sqlite3_extended_errcode(db), "preparing the journal", err);
}

bool sql_bound(sqlite3_stmt *statement, int codes, const char *doing, struct err *err)
{
    if (codes == SQLITE_OK)
        return true;
    sqlite3 *db = sqlite3_db_handle(statement);
    return sql_error(db, sqlite3_extended_errcode(db), doing, err);
}

bool sql_step(sqlite3_stmt *statement, const char *doing, bool *ret_row, struct err *err)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        sqlite3 *db = sqlite3_db_handle(statement);
        return sql_error(db, sqlite3_extended_errcode(db), doing, err);
    }
    *ret_row = code == SQLITE_ROW;
    return true;
}

bool sql_run(sqlite3_stmt *statement, const char *doing, struct err *err)
{
    bool row = false;
    return sql_step(statement, doing, &row, err);
}

bool sql_blob(sqlite3_stmt *statement, int column, void *ret, size_t size)
{
    if (sqlite3_column_type(statement, column) != SQLITE_BLOB ||
        (size_t)sqlite3_column_bytes(statement, column) != size)
        return false;
    memcpy(ret, sqlite3_column_blob(statement, column), size);
    return true;
}

void sql_reset(sqlite3_stmt **statement)
{
    if (*statement == NULL)
        return;
    (void)sqlite3_reset(*statement);
    (void)sqlite3_clear_bindings(*statement);
}

void sql_finalize(sqlite3_stmt **statement)
{
    (void)sqlite3_finalize(*statement);
    *statement = NULL;
}

/* What could not be rolled back when it failed, for want of memory, is rolled back now. */
bool sql_begin(sqlite3 *db, sqlite3 **ret_open, struct err *err)
{
    sqlite3 *left = db;
    sql_rollback(&left);
    if (!sql_exec(db, "BEGIN IMMEDIATE", "beginning to write the journal", err))
        return false;
    *ret_open = db;
    return true;
}

bool sql_commit(sqlite3 **open, const char *doing, struct err *err)
{
    if (!sql_exec(*open, "COMMIT", doing, err))
        return false;
    *open = NULL;
    return true;
}

void sql_rollback(sqlite3 **open)
{
    if (*open != NULL && sqlite3_get_autocommit(*open) == 0)
        (void)sqlite3_exec(*open, "ROLLBACK", NULL, NULL, NULL);
    *open = NULL;
}
