/*
 * The way from SQLite to PostgreSQL: see store_move.h. Both have the same tables and columns, so
 * that the catalogue of the new one says what is to be copied. One transaction on each side: the
 * new one commits first, then the old one is shut; whatever happens between the two, no response is
 * in one alone that counts.
 */
#include "store_move.h"
#include "migrations.h"
#include "postgres_int.h"
#include "sqlite_int.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    COLUMNS_MAX = 32,
    NAME_MAX_BYTES = 64,
    PIECE = 64 * 1024,
    SQL_MAX = 4096,
    ROW_MAX = 64 * 1024 * 1024
};

struct column {
    char name[NAME_MAX_BYTES];
    char type[16]; /* int8, int4, int2, bool, text, bytea */
};

struct table {
    char name[NAME_MAX_BYTES];
    struct column columns[COLUMNS_MAX];
    int count;
};

struct move {
    struct sqlite_store *from;
    struct postgres_store *to;
    void (*take)(void *context, const struct store_moved *moved);
    void *context;
};

/* ---- what is to be copied ---- */

/* All tables of a hub but those that belong to the new database alone. */
static const char tables_sql[] = "SELECT relname FROM pg_class WHERE relkind = 'r' "
                                 "AND relnamespace = to_regnamespace(current_schema()::text) "
                                 "AND relname NOT IN ('migration', 'turn') ORDER BY relname";

static bool table_read(struct postgres_store *s, const char *name, struct table *ret,
                       struct err *err)
{
    char sql[512];
    *ret = (struct table){ 0 };
    (void)snprintf(ret->name, sizeof ret->name, "%s", name);
    (void)snprintf(sql, sizeof sql,
                   "SELECT a.attname::text, t.typname::text FROM pg_attribute a "
                   "JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = '%s'::regclass "
                   "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
                   ret->name);
    RESULT_AUTO *result = pg_say(s, sql, err);
    if (result == NULL)
        return false;
    ret->count = PQntuples(result);
    must(ret->count <= COLUMNS_MAX, "a table has more columns than can be moved");
    for (int i = 0; i < ret->count; i++) {
        pg_text(result, i, 0, ret->columns[i].name, sizeof ret->columns[i].name);
        pg_text(result, i, 1, ret->columns[i].type, sizeof ret->columns[i].type);
    }
    return true;
}

static void put_columns(const struct table *table, struct buf *out)
{
    for (int i = 0; i < table->count; i++)
        buf_printf(out, "%s%s", i == 0 ? "" : ", ", table->columns[i].name);
}

/* ---- one value, in the server's binary form ---- */

static void put_number(struct buf *out, size_t size, int64_t value)
{
    uint8_t *at = buf_grow(out, size);
    if (at != NULL)
        pg_pack(at, size, value);
}

static void put_bytes(struct buf *out, const void *data, size_t size)
{
    put_number(out, 4, (int64_t)size);
    buf_put(out, data, size);
}

static size_t width_of(const char *type)
{
    static const struct {
        const char *type;
        size_t width;
    } widths[] = { { "int8", 8 }, { "int4", 4 }, { "int2", 2 }, { "bool", 1 } };
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
        if (strcmp(widths[i].type, type) == 0)
            return widths[i].width;
    return 0;
}

static void put_value(struct buf *out, sqlite3_stmt *st, int column, const char *type)
{
    size_t width = width_of(type);
    if (sqlite3_column_type(st, column) == SQLITE_NULL) {
        put_number(out, 4, -1);
    } else if (width > 0) {
        put_number(out, 4, (int64_t)width);
        put_number(out, width, sqlite3_column_int64(st, column));
    } else {
        const void *data = sqlite3_column_blob(st, column);
        put_bytes(out, data == NULL ? "" : data, (size_t)sqlite3_column_bytes(st, column));
    }
}

/* ---- one table ---- */

static bool push(struct move *move, struct buf *piece, struct err *err)
{
    if (!buf_ok(piece, "a row on its way", err))
        return false;
    if (PQputCopyData(move->to->conn, (const char *)piece->data, (int)piece->size) != 1)
        return pg_fail(move->to, NULL, "the new database", err);
    buf_clear(piece);
    return true;
}

/* Each row, as many bytes at a time as fill a piece. */
static bool push_rows(struct move *move, sqlite3_stmt *st, const struct table *table,
                      uint64_t *ret_rows, struct err *err)
{
    static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
    BUF_AUTO piece = buf_new(ROW_MAX + PIECE);
    bool row = true;
    buf_put(&piece, head, sizeof head);
    for (*ret_rows = 0;; ++*ret_rows) {
        if (!sqlite_step(move->from, st, &row, err))
            return false;
        if (!row)
            break;
        put_number(&piece, 2, table->count);
        for (int i = 0; i < table->count; i++)
            put_value(&piece, st, i, table->columns[i].type);
        if (piece.size >= PIECE && !push(move, &piece, err))
            return false;
    }
    put_number(&piece, 2, -1);
    return push(move, &piece, err);
}

static bool start_copy(struct move *move, const struct table *table, struct err *err)
{
    BUF_AUTO sql = buf_new(SQL_MAX);
    buf_printf(&sql, "COPY %s (", table->name);
    put_columns(table, &sql);
    buf_printf(&sql, ") FROM STDIN (FORMAT binary)");
    RESULT_AUTO *result = PQexec(move->to->conn, buf_text(&sql));
    return PQresultStatus(result) == PGRES_COPY_IN ||
           pg_fail(move->to, result, "the new database", err);
}

static bool end_copy(struct move *move, bool fine, struct err *err)
{
    struct err last = { 0 };
    (void)PQputCopyEnd(move->to->conn, fine ? NULL : "given up");
    RESULT_AUTO *result = PQgetResult(move->to->conn);
    bool ended = PQresultStatus(result) == PGRES_COMMAND_OK ||
                 pg_fail(move->to, result, "the new database", &last);
    PQclear(PQgetResult(move->to->conn));
    if (fine && !ended)
        *err = last;
    return fine && ended;
}

static void statement_drop(sqlite3_stmt **st)
{
    (void)sqlite3_finalize(*st);
}
#define STATEMENT_AUTO __attribute__((cleanup(statement_drop))) sqlite3_stmt

static sqlite3_stmt *read_rows(struct move *move, const struct table *table, struct err *err)
{
    sqlite3_stmt *st = NULL;
    BUF_AUTO sql = buf_new(SQL_MAX);
    buf_printf(&sql, "SELECT ");
    put_columns(table, &sql);
    buf_printf(&sql, " FROM %s", table->name);
    if (sqlite3_prepare_v2(move->from->db, buf_text(&sql), -1, &st, NULL) != SQLITE_OK)
        (void)sqlite_fail(move->from, "the old database", err);
    return st;
}

/* Counted once more where they have arrived. */
static bool count_again(struct move *move, const struct table *table, uint64_t rows,
                        struct err *err)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table->name);
    RESULT_AUTO *result = pg_say(move->to, sql, err);
    if (result == NULL)
        return false;
    uint64_t there = (uint64_t)pg_int(result, 0, 0);
    return there == rows ||
           err_set(err, ERR_CORRUPT, "%s has %llu rows in the old database and %llu in the new one",
                   table->name, (unsigned long long)rows, (unsigned long long)there);
}

static bool move_table(struct move *move, const struct table *table, struct err *err)
{
    uint64_t rows = 0;
    STATEMENT_AUTO *st = read_rows(move, table, err);
    if (st == NULL || !start_copy(move, table, err))
        return false;
    bool pushed = push_rows(move, st, table, &rows, err);
    if (!end_copy(move, pushed, err) || !count_again(move, table, rows, err))
        return err_wrap(err, "moving %s", table->name);
    move->take(move->context, &(struct store_moved){ table->name, rows });
    return true;
}

/* ---- all ---- */

static bool is_empty(struct move *move, const struct table *table, struct err *err)
{
    struct err counted = { 0 };
    if (count_again(move, table, 0, &counted))
        return true;
    return err_set(err, ERR_REFUSED, "the new database is not empty; there are rows in %s",
                   table->name);
}

static bool each_table(struct move *move, const PGresult *names,
                       bool (*act)(struct move *, const struct table *, struct err *),
                       struct err *err)
{
    for (int i = 0; i < PQntuples(names); i++) {
        struct table table;
        char name[NAME_MAX_BYTES];
        pg_text(names, i, 0, name, sizeof name);
        if (!table_read(move->to, name, &table, err) || !act(move, &table, err))
            return false;
    }
    return true;
}

/* Opening it again is refused; who has it open finds no watermark to move. */
static bool shut(struct sqlite_store *s, struct err *err)
{
    char sql[300];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO migration (number, name, applied) "
                   "VALUES (%d, 'moved', CAST(strftime('%%s', 'now') AS INTEGER)); "
                   "ALTER TABLE watermark RENAME TO watermark_moved",
                   MIGRATION_MOVED);
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           sqlite_fail(s, "shutting the old database", err);
}

static bool move_all(struct move *move, struct err *err)
{
    TX_AUTO from = NULL;
    PG_TX_AUTO to = NULL;
    if (!sqlite_begin(move->from, &from, err) || !pg_begin(move->to, &to, err))
        return false;
    RESULT_AUTO *names = pg_say(move->to, tables_sql, err);
    return names != NULL && each_table(move, names, is_empty, err) &&
           each_table(move, names, move_table, err) && shut(move->from, err) &&
           pg_commit(&to, err) && sqlite_commit(&from, err);
}

/* Before either is opened: opening makes what is not there. */
static bool engines_fit(const char *from, const char *to, struct err *err)
{
    const char *where;
    return (store_engine_of(from, &where) == &sqlite_engine &&
            store_engine_of(to, &where) == &postgres_engine) ||
           err_set(err, ERR_USAGE, "a database can be moved from SQLite to PostgreSQL only");
}

bool store_move(const char *from_url, const char *to_url,
                void (*take)(void *context, const struct store_moved *moved), void *context,
                struct err *err)
{
    struct store *from = NULL;
    struct store *to = NULL;
    bool moved = engines_fit(from_url, to_url, err) && store_open(from_url, false, &from, err) &&
                 store_open(to_url, true, &to, err);
    if (moved) {
        struct move move = { sqlite_of(from), postgres_of(to), take, context };
        moved = move_all(&move, err);
    }
    store_close(to);
    store_close(from);
    return moved;
}
