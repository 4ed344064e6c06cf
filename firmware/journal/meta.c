/* The one row of the table `meta`: see meta.h. */
#include "meta.h"

#define COLUMNS                                                                                    \
    "life, kiosk, purged_seq, purged_hash, purged_total, woken, started, completed, restarts, "    \
    "slowest_ms, programme, words_key, words_statement, counts_key, counts_statement, counters"

/* An empty blob is a key that is not there yet. */
static bool key_get(sqlite3_stmt *row, int column, bool *ret_has, void *ret_key)
{
    *ret_has = sqlite3_column_bytes(row, column) != 0;
    return !*ret_has || sql_blob(row, column, ret_key, sizeof(struct public_key));
}

static int key_bind(sqlite3_stmt *row, int parameter, bool has, const void *key)
{
    return sqlite3_bind_blob(row, parameter, key, has ? (int)sizeof(struct public_key) : 0,
                             SQLITE_STATIC);
}

static bool keys_get(sqlite3_stmt *row, struct journal_identity *own)
{
    bool pinned;
    return sql_blob(row, 1, own->kiosk.bytes, sizeof own->kiosk.bytes) &&
           key_get(row, 10, &pinned, &own->programme) &&
           key_get(row, 11, &own->has_words_key, &own->words_key) &&
           key_get(row, 13, &own->has_counts_key, &own->counts_key);
}

/* Those that had a column before the others came keep it. A journal of an older format has no
 * others. */
static bool counters_read(sqlite3_stmt *row, struct counters *ret)
{
    uint8_t bytes[COUNTERS_BYTES] = { 0 };
    bool empty = sqlite3_column_bytes(row, 15) == 0;
    if (!empty && !sql_blob(row, 15, bytes, sizeof bytes))
        return false;
    counters_get(bytes, ret);
    ret->woken = (uint32_t)sqlite3_column_int64(row, 5);
    ret->started = (uint32_t)sqlite3_column_int64(row, 6);
    ret->completed = (uint32_t)sqlite3_column_int64(row, 7);
    ret->restarts = (uint32_t)sqlite3_column_int64(row, 8);
    return true;
}

static bool meta_get(sqlite3_stmt *row, struct meta *ret, struct err *err)
{
    *ret = (struct meta){
        .own.life = (uint64_t)sqlite3_column_int64(row, 0),
        .own.words_statement = (uint64_t)sqlite3_column_int64(row, 12),
        .own.counts_statement = (uint64_t)sqlite3_column_int64(row, 14),
        .purged.seq = (uint64_t)sqlite3_column_int64(row, 2),
        .purged_total = (uint64_t)sqlite3_column_int64(row, 4),
        .slowest_ms = (uint32_t)sqlite3_column_int64(row, 9),
    };
    if (counters_read(row, &ret->counters) && keys_get(row, &ret->own) &&
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
    const struct journal_identity *own = &meta->own;
    const struct counters *counters = &meta->counters;
    uint8_t bytes[COUNTERS_BYTES];
    counters_put(counters, bytes);
    return sqlite3_bind_int64(row, 1, (sqlite3_int64)own->life) |
           key_bind(row, 2, true, &own->kiosk) | key_bind(row, 11, true, &own->programme) |
           key_bind(row, 12, own->has_words_key, &own->words_key) |
           sqlite3_bind_int64(row, 13, (sqlite3_int64)own->words_statement) |
           key_bind(row, 14, own->has_counts_key, &own->counts_key) |
           sqlite3_bind_int64(row, 15, (sqlite3_int64)own->counts_statement) |
           sqlite3_bind_int64(row, 3, (sqlite3_int64)meta->purged.seq) |
           sqlite3_bind_blob(row, 4, meta->purged.hash.bytes, sizeof meta->purged.hash.bytes,
                             SQLITE_STATIC) |
           sqlite3_bind_int64(row, 5, (sqlite3_int64)meta->purged_total) |
           sqlite3_bind_int64(row, 6, counters->woken) |
           sqlite3_bind_int64(row, 7, counters->started) |
           sqlite3_bind_int64(row, 8, counters->completed) |
           sqlite3_bind_int64(row, 9, counters->restarts) |
           sqlite3_bind_int64(row, 10, meta->slowest_ms) |
           sqlite3_bind_blob(row, 16, bytes, COUNTERS_BYTES, SQLITE_TRANSIENT);
}

bool meta_save(sqlite3 *db, const struct meta *meta, struct err *err)
{
    static const char sql[] =
        "INSERT INTO meta(one, " COLUMNS ", folds) VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
        "?10, ?11, ?12, ?13, ?14, ?15, ?16, 1)"
        " ON CONFLICT(one) DO UPDATE SET life = ?1, kiosk = ?2, purged_seq = ?3, purged_hash = ?4,"
        " purged_total = ?5, woken = ?6, started = ?7, completed = ?8, restarts = ?9,"
        " slowest_ms = ?10, programme = ?11, words_key = ?12, words_statement = ?13,"
        " counts_key = ?14, counts_statement = ?15, counters = ?16, folds = folds + 1";
    const char *doing = "writing the journal's record of itself";
    SQL_STATEMENT_AUTO *row = NULL;
    return sql_prepare(db, sql, &row, err) && sql_bound(row, meta_bind(row, meta), doing, err) &&
           sql_run(row, doing, err);
}
