/* A table out of a damaged file: see copy_rows.h. One statement for the whole would copy nothing
 * when one page is damaged, wherever that is. */
#include "copy_rows.h"
#include <stdio.h>
#include <string.h>

static const char doing[] = "saving a damaged journal";

enum { SQL_MAX = 600, COLUMNS_MAX = 18 };

/* Behind damage the next numbers are tried one after another, which passes over some hundred pages
 * and no row between them; then in steps that double, as numbers may begin far from 0. */
enum { NEAR = 4096 };

struct copying {
    const struct copy_table *table;
    sqlite3_stmt *rows, *put;
    sqlite3_int64 next; /* all below it is copied, or cannot be read */
    bool damaged;       /* something before `next` could not be read */
    int refused;        /* what SQLite said when it was not for damage; else SQLITE_OK */
};

static void copying_finish(struct copying *copying)
{
    sql_finalize(&copying->rows);
    sql_finalize(&copying->put);
}

bool copy_refused(int code)
{
    int kind = code & 0xff;
    return kind == SQLITE_NOMEM || kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
}

static bool prepare_rows(struct copying *copying, sqlite3 *db, const char *values)
{
    struct err ignored;
    char sql[SQL_MAX];
    if (values == NULL)
        return false;
    (void)snprintf(sql, sizeof sql,
                   "SELECT rowid, %s FROM old.%s NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid",
                   values, copying->table->name);
    return sql_prepare(db, sql, &copying->rows, &ignored);
}

static bool prepare_put(struct copying *copying, sqlite3 *db, struct err *err)
{
    static const char places[] = "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?";
    int columns = sqlite3_column_count(copying->rows) - 1;
    char sql[SQL_MAX];
    must(columns >= 1 && columns <= COLUMNS_MAX, "there is a place for every column");
    (void)snprintf(sql, sizeof sql, "INSERT OR IGNORE INTO main.%s(%s) VALUES(%.*s)",
                   copying->table->name, copying->table->columns, columns * 2 - 1, places);
    return sql_prepare(db, sql, &copying->put, err);
}

/* A row below the number that is due stands in a place that is damaged: all stand in order. No row
 * of ours has the last number that there is. */
static int step_to(struct copying *copying, sqlite3_int64 due)
{
    int code = sqlite3_step(copying->rows);
    if (copy_refused(code))
        copying->refused = code;
    if (code != SQLITE_ROW)
        return code;
    sqlite3_int64 number = sqlite3_column_int64(copying->rows, 0);
    if (number == INT64_MAX)
        return SQLITE_DONE;
    return number < due ? SQLITE_CORRUPT : SQLITE_ROW;
}

/* Stands at the first row from `from` on. SQLITE_DONE when there is none. */
static int look(struct copying *copying, sqlite3_int64 from)
{
    (void)sqlite3_reset(copying->rows);
    int code = sqlite3_bind_int64(copying->rows, 1, from);
    return code == SQLITE_OK ? step_to(copying, from) : code;
}

static bool readable(int code)
{
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The least number above `bad` from which can be read, when `good` is one: by halves, and then
 * among those just below, where something sound may stand between two damaged pages. */
static sqlite3_int64 edge(struct copying *copying, sqlite3_int64 bad, sqlite3_int64 good)
{
    sqlite3_int64 low = bad;
    while (good - low > 1) {
        sqlite3_int64 middle = low + (good - low) / 2;
        if (readable(look(copying, middle)))
            good = middle;
        else
            low = middle;
    }
    sqlite3_int64 first = good;
    for (int below = 1; below <= NEAR && good - below > bad; below++)
        if (readable(look(copying, good - below)))
            first = good - below;
    return first;
}

/* Goes on behind the damage at `next`; false when nothing behind it can be read. */
static bool pass_over(struct copying *copying)
{
    sqlite3_int64 bad = copying->next;
    sqlite3_int64 step = 1;
    for (int tries = 1; bad <= INT64_MAX - step; tries++) {
        if (readable(look(copying, bad + step))) {
            copying->next = edge(copying, bad, bad + step);
            return true;
        }
        bad += step;
        if (tries >= NEAR)
            step = step > INT64_MAX / 2 ? INT64_MAX : step * 2;
    }
    return false;
}

/* A row that its table does not take is none. */
static bool put_row(struct copying *copying, struct err *err)
{
    SQL_RESET_AUTO *put = copying->put;
    int codes = SQLITE_OK;
    int columns = sqlite3_bind_parameter_count(put);
    for (int i = 1; i <= columns; i++)
        codes |= sqlite3_bind_value(put, i, sqlite3_column_value(copying->rows, i));
    if (!sql_bound(put, codes, doing, err))
        return false;
    int code = sqlite3_step(put);
    return code == SQLITE_DONE || (code & 0xff) == SQLITE_CONSTRAINT ||
           sql_error(sqlite3_db_handle(put), code, doing, err);
}

static bool wanted(struct copying *copying, sqlite3_stmt *row)
{
    const struct copy_table *table = copying->table;
    return table->keep == NULL || table->keep(table->context, row, copying->damaged);
}

/* Copies up to the end, or to the next damage; *ret_code says which. */
static bool copy_run(struct copying *copying, int *ret_code, struct err *err)
{
    *ret_code = look(copying, copying->next);
    for (; *ret_code == SQLITE_ROW; *ret_code = step_to(copying, copying->next)) {
        sqlite3_int64 number = sqlite3_column_int64(copying->rows, 0);
        if (wanted(copying, copying->rows) && !put_row(copying, err))
            return false;
        copying->damaged = false;
        copying->next = number + 1;
    }
    copying->damaged |= *ret_code != SQLITE_DONE;
    return true;
}

/* From `next` on once more before anything is passed over: the row there may be sound. */
static bool copy_all(struct copying *copying, struct err *err)
{
    for (;;) {
        sqlite3_int64 before = copying->next;
        int code = SQLITE_OK;
        if (!copy_run(copying, &code, err))
            return false;
        bool over = code == SQLITE_DONE || (copying->next == before && !pass_over(copying));
        if (copying->refused != SQLITE_OK)
            return sql_error(sqlite3_db_handle(copying->rows), copying->refused, doing, err);
        if (over)
            return true;
    }
}

bool copy_rows(sqlite3 *db, const struct copy_table *table, struct err *err)
{
    __attribute__((cleanup(copying_finish))) struct copying copying = { .table = table };
    if (!prepare_rows(&copying, db, table->columns) && !prepare_rows(&copying, db, table->older)) {
        int code = sqlite3_errcode(db);
        return !copy_refused(code) || sql_error(db, code, doing, err);
    }
    if (!prepare_put(&copying, db, err) || !copy_all(&copying, err))
        return false;
    if (copying.damaged)
        (void)wanted(&copying, NULL);
    return true;
}
