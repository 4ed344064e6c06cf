/* The one row of the table `meta`: see meta.h. */
#include "meta.h"

#define COLUMNS                                                                                    \
    "life, kiosk, purged_seq, purged_hash, purged_total, woken, started, completed, restarts, "    \
    "slowest_ms"

static bool meta_get(sqlite3_stmt *row, struct meta *ret, struct err *err)
{
    *ret = (struct meta){
        .life = (uint64_t)sqlite3_column_int64(row, 0),
        .purged.seq = (uint64_t)sqlite3_column_int64(row, 2),
        .purged_total = (uint64_t)sqlite3_column_int64(row, 4),
        .woken = (uint64_t)sqlite3_column_int64(row, 5),
        .started = (uint64_t)sqlite3_column_int64(row, 6),
        .completed = (uint64_t)sqlite3_column_int64(row, 7),
        .restarts = (uint64_t)sqlite3_column_int64(row, 8),
        .slowest_ms = (uint32_t)sqlite3_column_int64(row, 9),
    };
    if (sql_blob(row, 1, ret->kiosk.bytes, sizeof ret->kiosk.bytes) &&
        sql_blob(row, 3, ret->purged.hash.bytes, sizeof ret->purged.hash.bytes))
        return true;
    return err_set(err, ERR_CORRUPT, "the journal's own record of itself is damaged");
}

bool meta_load(sqlite3 *db, struct meta *ret, bool *ret_there, struct err *err)
{
    SQL_STATEMENT_AUTO *row = NULL;
    *ret_there = false;
    return sql_prepare(db, "SELECT " COLUMNS " FROM meta", &row, err) &&
           sql_step(row, "reading the journal", ret_there, err) &&
           (!*ret_there || meta_get(row, ret, err));
}

static int meta_bind(sqlite3_stmt *row, const struct meta *meta)
{
    return sqlite3_bind_int64(row, 1, (sqlite3_int64)meta->life) |
           sqlite3_bind_blob(row, 2, meta->kiosk.bytes, sizeof meta->kiosk.bytes, SQLITE_STATIC) |
           sqlite3_bind_int64(row, 3, (sqlite3_int64)meta->purged.seq) |
           sqlite3_bind_blob(row, 4, meta->purged.hash.bytes, sizeof meta->purged.hash.bytes,
                             SQLITE_STATIC) |
           sqlite3_bind_int64(row, 5, (sqlite3_int64)meta->purged_total) |
           sqlite3_bind_int64(row, 6, (sqlite3_int64)meta->woken) |
           sqlite3_bind_int64(row, 7, (sqlite3_int64)meta->started) |
           sqlite3_bind_int64(row, 8, (sqlite3_int64)meta->completed) |
           sqlite3_bind_int64(row, 9, (sqlite3_int64)meta->restarts) |
           sqlite3_bind_int64(row, 10, meta->slowest_ms);
}

bool meta_save(sqlite3 *db, const struct meta *meta, struct err *err)
{
    static const char sql[] =
        "INSERT INTO meta(one, " COLUMNS
        ", folds) VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)"
        " ON CONFLICT(one) DO UPDATE SET life = ?1, kiosk = ?2, purged_seq = ?3, purged_hash = ?4,"
        " purged_total = ?5, woken = ?6, started = ?7, completed = ?8, restarts = ?9,"
        " slowest_ms = ?10, folds = folds + 1";
    const char *doing = "writing the journal's record of itself";
    SQL_STATEMENT_AUTO *row = NULL;
    return sql_prepare(db, sql, &row, err) && sql_bound(row, meta_bind(row, meta), doing, err) &&
           sql_run(row, doing, err);
}
