/* Numbering responses anew: see renumber.h. */
#include "renumber.h"
#include "answers_given.h"

/* A row of the life that grows: closed, in one commit with the others. */
static const char put_sql[] = "INSERT INTO response(" ROW_COLUMNS ") "
                              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char origin_sql[] = "INSERT INTO origin(through, life, first) VALUES(?1, ?2, ?3)";
static const char doing[] = "numbering responses anew";

bool renumber_begin(sqlite3 *db, uint64_t life, const struct chain_point *last, uint64_t total,
                    struct renumber *ret, struct err *err)
{
    *ret = (struct renumber){
        .db = db, .life = life, .last = *last, .total = total, .bytes = buf_new(RESPONSE_BYTES_MAX)
    };
    return sql_prepare(db, put_sql, &ret->put, err) &&
           sql_prepare(db, origin_sql, &ret->origin, err);
}

void renumber_finish(struct renumber *renumber)
{
    sql_finalize(&renumber->put);
    sql_finalize(&renumber->origin);
    buf_finish(&renumber->bytes);
}

static bool write_run(struct renumber *renumber, uint64_t through, uint64_t life, uint64_t first,
                      struct err *err)
{
    SQL_RESET_AUTO *origin = renumber->origin;
    int codes = sqlite3_bind_int64(origin, 1, (sqlite3_int64)through) |
                sqlite3_bind_int64(origin, 2, (sqlite3_int64)life) |
                sqlite3_bind_int64(origin, 3, (sqlite3_int64)first);
    return sql_bound(origin, codes, doing, err) && sql_run(origin, doing, err);
}

/* Through which number the table speaks of this life. */
static bool spoken_of(sqlite3 *db, uint64_t *ret, struct err *err)
{
    int64_t through = 0;
    if (!sql_number(db, "SELECT coalesce(max(through), 0) FROM origin", doing, &through, err))
        return false;
    *ret = (uint64_t)through;
    return true;
}

/* A run begins behind the one before it, so what was recorded here in between is a run too. */
static bool begin_run(struct renumber *renumber, const struct bound *bound, struct err *err)
{
    uint64_t end = 0;
    if (!spoken_of(renumber->db, &end, err))
        return false;
    if (end < renumber->last.seq &&
        !write_run(renumber, renumber->last.seq, renumber->life, end + 1, err))
        return false;
    renumber->run_life = bound->life;
    renumber->run_first = renumber->run_end = bound->seq;
    return true;
}

static bool follow_run(struct renumber *renumber, const struct bound *bound, struct err *err)
{
    if (renumber->run_end != 0 && bound->life == renumber->run_life &&
        bound->seq == renumber->run_end + 1) {
        renumber->run_end = bound->seq;
        return true;
    }
    return renumber_end(renumber, err) && begin_run(renumber, bound, err);
}

bool renumber_end(struct renumber *renumber, struct err *err)
{
    bool open = renumber->run_end != 0;
    renumber->run_end = 0;
    return !open ||
           write_run(renumber, renumber->last.seq, renumber->run_life, renumber->run_first, err);
}

bool renumber_add(struct renumber *renumber, const struct bound *bound, struct span body,
                  struct err *err)
{
    SQL_RESET_AUTO *put = renumber->put;
    struct response response;
    if (!response_get(body, &response, err) || !follow_run(renumber, bound, err))
        return false;
    response.seq = renumber->last.seq + 1;
    buf_clear(&renumber->bytes);
    if (!response_put(&response, &renumber->bytes, err))
        return false;
    struct chain_point after = chain_next(&renumber->last, buf_span(&renumber->bytes));
    struct row row = { .seq = response.seq,
                       .revision = 1,
                       .segment = response.segment,
                       .minute = response.minute,
                       .total = renumber->total + response_answers(&response),
                       .hash = after.hash,
                       .body = buf_span(&renumber->bytes) };
    if (!row_bind(put, &row, err) || !sql_run(put, doing, err))
        return false;
    renumber->last = after;
    renumber->total = row.total;
    return true;
}

bool origin_begin(sqlite3 *db, uint64_t former, uint64_t from, struct err *err)
{
    SQL_STATEMENT_AUTO *row = NULL;
    if (!sql_prepare(db, "INSERT INTO origin(through, life, first) VALUES(0, ?1, ?2)", &row, err))
        return false;
    int codes = sqlite3_bind_int64(row, 1, (sqlite3_int64)former) |
                sqlite3_bind_int64(row, 2, (sqlite3_int64)from);
    return sql_bound(row, codes, doing, err) && sql_run(row, doing, err);
}

bool bound_find(sqlite3 *db, uint64_t life, uint64_t seq, struct bound *ret, struct err *err)
{
    static const char sql[] =
        "SELECT life, first + ?1 - 1 - coalesce((SELECT max(through) FROM origin"
        " WHERE through < o.through), 0) FROM origin o WHERE through >= ?1"
        " ORDER BY through LIMIT 1";
    SQL_STATEMENT_AUTO *row = NULL;
    bool there = false;
    *ret = (struct bound){ life, seq };
    if (!sql_prepare(db, sql, &row, err) ||
        !sql_bound(row, sqlite3_bind_int64(row, 1, (sqlite3_int64)seq), doing, err) ||
        !sql_step(row, doing, &there, err))
        return false;
    if (there)
        *ret = (struct bound){ (uint64_t)sqlite3_column_int64(row, 0),
                               (uint64_t)sqlite3_column_int64(row, 1) };
    return true;
}
