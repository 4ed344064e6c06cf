/* Lives that ended: see older.h. */
#include "older.h"
#include "row.h"
#include "seal.h"

static const char doing[] = "reading what older lives left";

/* ---- written by the screen ---- */

bool older_note(sqlite3 *db, const struct older_life *life, struct err *err)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO older(life, before, purged_seq, purged_hash, seq, hash) VALUES(?1,"
        " coalesce((SELECT life FROM origin WHERE through = 0 AND life <> ?1), 0), ?2, ?3, ?4, ?5)";
    SQL_STATEMENT_AUTO *put = NULL;
    if (!sql_prepare(db, sql, &put, err))
        return false;
    int codes =
        sqlite3_bind_int64(put, 1, (sqlite3_int64)life->life) |
        sqlite3_bind_int64(put, 2, (sqlite3_int64)life->purged.seq) |
        sqlite3_bind_blob(put, 3, &life->purged.hash, sizeof life->purged.hash, SQLITE_STATIC) |
        sqlite3_bind_int64(put, 4, (sqlite3_int64)life->last.seq) |
        sqlite3_bind_blob(put, 5, &life->last.hash, sizeof life->last.hash, SQLITE_STATIC);
    return sql_bound(put, codes, "noting an older life", err) &&
           sql_run(put, "noting an older life", err);
}

bool older_shorten(sqlite3 *db, int64_t place, struct err *err)
{
    static const char sql[] =
        "UPDATE older SET (purged_seq, purged_hash) = (SELECT f.seq, f.hash FROM former f"
        " WHERE f.sent = older.life AND f.number <= ?1 ORDER BY f.seq DESC LIMIT 1)"
        " WHERE EXISTS(SELECT 1 FROM former f WHERE f.sent = older.life AND f.number <= ?1)";
    SQL_STATEMENT_AUTO *put = NULL;
    return sql_prepare(db, sql, &put, err) &&
           sql_bound(put, sqlite3_bind_int64(put, 1, place), "noting an older life", err) &&
           sql_run(put, "noting an older life", err);
}

bool older_drop(sqlite3 *db, struct err *err)
{
    return sql_exec(db, "DELETE FROM older; UPDATE former SET sent = 0", "leaving older lives",
                    err);
}

/* ---- read by the courier ---- */

static bool get_point(sqlite3_stmt *row, int column, struct chain_point *ret, struct err *err)
{
    ret->seq = (uint64_t)sqlite3_column_int64(row, column);
    return sql_blob(row, column + 1, &ret->hash, sizeof ret->hash) ||
           err_set(err, ERR_CORRUPT, "the journal's record of an older life is damaged");
}

bool older_list(sqlite3 *db, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                size_t *ret_count, struct err *err)
{
    static const char sql[] =
        "SELECT number, life, seq, hash FROM older WHERE number > ?1 ORDER BY number";
    SQL_STATEMENT_AUTO *rows = NULL;
    bool there = false;
    *ret_count = 0;
    if (!sql_prepare(db, sql, &rows, err) ||
        !sql_bound(rows, sqlite3_bind_int64(rows, 1, (sqlite3_int64)after), doing, err) ||
        !sql_step(rows, doing, &there, err))
        return false;
    while (there && *ret_count < OUTBOX_OLDER_MAX) {
        struct outbox_older *older = &ret[*ret_count];
        struct err damaged = { 0 };
        older->number = (uint64_t)sqlite3_column_int64(rows, 0);
        older->life = (uint64_t)sqlite3_column_int64(rows, 1);
        *ret_count += get_point(rows, 2, &older->last, &damaged) ? 1 : 0;
        if (!sql_step(rows, doing, &there, err))
            return false;
    }
    return true;
}

struct ends {
    uint64_t before; /* the life before it, 0 for none */
    struct chain_point purged, last;
};

static bool find_ends(sqlite3 *db, uint64_t life, struct ends *ret, struct err *err)
{
    static const char sql[] =
        "SELECT before, purged_seq, purged_hash, seq, hash FROM older WHERE life = ?1";
    SQL_STATEMENT_AUTO *row = NULL;
    bool there = false;
    if (!sql_prepare(db, sql, &row, err) ||
        !sql_bound(row, sqlite3_bind_int64(row, 1, (sqlite3_int64)life), doing, err) ||
        !sql_step(row, doing, &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_MISSING, "the journal knows no such older life");
    ret->before = (uint64_t)sqlite3_column_int64(row, 0);
    return get_point(row, 1, &ret->purged, err) && get_point(row, 3, &ret->last, err);
}

bool older_ends(sqlite3 *db, uint64_t life, struct chain_point *ret_purged,
                struct chain_point *ret_last, struct err *err)
{
    struct ends ends = { .before = 0 };
    if (!find_ends(db, life, &ends, err))
        return false;
    *ret_purged = ends.purged;
    *ret_last = ends.last;
    return true;
}

/* What was set aside stands elsewhere, and belongs to the chain all the same. */
static const char rows_sql[] =
    "SELECT seq, hash, body FROM former WHERE sent = ?1 AND seq BETWEEN ?2 AND ?3"
    " UNION ALL SELECT seq, hash, body FROM aside WHERE life = ?1 AND seq BETWEEN ?2 AND ?3"
    " ORDER BY seq";

static bool rows_open(sqlite3 *db, const char *sql, uint64_t life, uint64_t from, uint64_t through,
                      sqlite3_stmt **ret, struct err *err)
{
    if (!sql_prepare(db, sql, ret, err))
        return false;
    int codes = sqlite3_bind_int64(*ret, 1, (sqlite3_int64)life) |
                sqlite3_bind_int64(*ret, 2, (sqlite3_int64)from) |
                sqlite3_bind_int64(*ret, 3, (sqlite3_int64)through);
    return sql_bound(*ret, codes, doing, err);
}

/* The row at which the statement stands, as the response behind `point`, which moves on to it. */
static bool follow(sqlite3_stmt *rows, struct chain_point *point, struct response *ret,
                   struct err *err)
{
    struct digest hash;
    struct span body = span_of(sqlite3_column_blob(rows, 2), (size_t)sqlite3_column_bytes(rows, 2));
    struct chain_point after = chain_next(point, body);
    if ((uint64_t)sqlite3_column_int64(rows, 0) != after.seq ||
        !sql_blob(rows, 1, &hash, sizeof hash) || !seal_equal(&hash, &after.hash, sizeof hash))
        return err_set(err, ERR_CORRUPT,
                       "response %llu of an older life does not follow on the one before it",
                       (unsigned long long)after.seq);
    *point = after;
    return response_get(body, ret, err);
}

static bool point_before(sqlite3 *db, uint64_t life, uint64_t from, const struct ends *ends,
                         struct chain_point *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *row = NULL;
    bool there = false;
    *ret = ends->purged;
    if (from == ends->purged.seq + 1)
        return true;
    if (from <= ends->purged.seq)
        return err_set(err, ERR_MISSING, "response %llu of an older life is no longer kept",
                       (unsigned long long)from);
    if (!rows_open(db, rows_sql, life, from - 1, from - 1, &row, err) ||
        !sql_step(row, doing, &there, err))
        return false;
    return (there && get_point(row, 0, ret, err)) ||
           err_set(err, ERR_CORRUPT, "the journal lacks response %llu of an older life",
                   (unsigned long long)from - 1);
}

bool older_read(sqlite3 *db, uint64_t life, uint64_t from, size_t limit,
                bool (*take)(void *context, const struct response *response,
                             const struct chain_point *after),
                void *context, struct err *err)
{
    SQL_STATEMENT_AUTO *rows = NULL;
    struct ends ends = { .before = 0 };
    struct chain_point point;
    struct response response;
    bool there = false;
    if (!find_ends(db, life, &ends, err))
        return false;
    if (from > ends.last.seq || limit == 0)
        return true;
    if (!point_before(db, life, from, &ends, &point, err) ||
        !rows_open(db, rows_sql, life, from, ends.last.seq, &rows, err))
        return false;
    for (size_t i = 0; i < limit; i++) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return true;
        if (!follow(rows, &point, &response, err))
            return false;
        if (!take(context, &response, &point))
            return true;
    }
    return true;
}

/* Runs of responses that were recorded under consecutive numbers of one life. */
struct runs {
    bool (*take)(void *context, const struct life_origin *origin);
    void *context;
    uint64_t life, from;       /* of the batch: what ends before it is of no use to it */
    struct life_origin run;    /* the one that grows; life 0: none yet */
    struct life_origin before; /* the one before it, not yet given; life 0: none */
    uint64_t begins;           /* the number in this life at which the run does */
    bool given, full;
};

static void give(struct runs *runs, const struct life_origin *origin)
{
    runs->full = runs->full || !runs->take(runs->context, origin);
    runs->given = true;
}

/* The first that is given says, by its end, where the next begins. */
static void end_run(struct runs *runs, uint64_t through)
{
    runs->run.through = through;
    if (runs->run.life == 0 || runs->full)
        return;
    if (through >= runs->from && !runs->given && runs->before.life != 0)
        give(runs, &runs->before);
    if (through >= runs->from && !runs->full)
        give(runs, &runs->run);
    runs->before = runs->run;
}

static void add_row(struct runs *runs, uint64_t seq, uint64_t life, uint64_t first)
{
    bool joins = runs->run.life == life && first - seq == runs->run.first - runs->begins;
    if (joins)
        return;
    end_run(runs, seq - 1);
    runs->run = (struct life_origin){ .life = life, .first = first };
    runs->begins = seq;
}

/* What lies behind the last run is this life's own and needs none. */
static void end_runs(struct runs *runs, uint64_t last)
{
    bool own = runs->run.life == runs->life && runs->run.first == runs->begins;
    if (!own)
        end_run(runs, last);
}

/* What was set aside has no place of its own: it goes with the run in which it stands. */
static bool walk_runs(sqlite3 *db, const struct ends *ends, struct runs *runs, struct err *err)
{
    static const char sql[] = "SELECT seq, life, first FROM former WHERE sent = ?1"
                              " AND seq BETWEEN ?2 AND ?3 ORDER BY seq";
    SQL_STATEMENT_AUTO *rows = NULL;
    bool there = false;
    if (!rows_open(db, sql, runs->life, ends->purged.seq + 1, ends->last.seq, &rows, err) ||
        !sql_step(rows, doing, &there, err))
        return false;
    while (there && !runs->full) {
        add_row(runs, (uint64_t)sqlite3_column_int64(rows, 0),
                (uint64_t)sqlite3_column_int64(rows, 1), (uint64_t)sqlite3_column_int64(rows, 2));
        if (!sql_step(rows, doing, &there, err))
            return false;
    }
    end_runs(runs, ends->last.seq);
    return true;
}

bool older_origins(sqlite3 *db, uint64_t life, uint64_t from,
                   bool (*take)(void *context, const struct life_origin *origin), void *context,
                   struct err *err)
{
    struct ends ends = { .before = 0 };
    struct runs runs = { .take = take, .context = context, .life = life, .from = from };
    if (!find_ends(db, life, &ends, err))
        return false;
    if (ends.before != 0 && from == 1)
        give(&runs, &(struct life_origin){ .life = ends.before, .first = 1 });
    else if (ends.purged.seq > 0)
        runs.before = (struct life_origin){ .life = life, .first = 1, .through = ends.purged.seq };
    return walk_runs(db, &ends, &runs, err);
}
