/*
 * Migrations: numbered, append-only, each once. All that are missing run in one transaction, so a
 * database is never between two schemas; one that a newer program has made is left alone.
 */
#include "migrations.h"
#include "sqlite_int.h"
#include <stdio.h>

/* One number from a query that gives one. */
static bool ask(struct sqlite_store *s, const char *sql, int64_t *ret, struct err *err)
{
    sqlite3_stmt *st = NULL;
    bool fine = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) == SQLITE_OK &&
                sqlite3_step(st) == SQLITE_ROW;
    if (fine)
        *ret = sqlite3_column_int64(st, 0);
    else
        (void)sqlite_fail(s, "reading the schema's version", err);
    (void)sqlite3_finalize(st);
    return fine;
}

/* 0 for an empty file. A database that holds something else is refused. Both are asked at once:
 * between two questions another process may have made all of it. */
static bool schema_now(struct sqlite_store *s, int64_t *ret, struct err *err)
{
    enum { EMPTY, OURS, FOREIGN };
    static const char whose[] = "SELECT CASE WHEN count(*) = 0 THEN 0"
                                " WHEN sum(name = 'migration') > 0 THEN 1 ELSE 2 END"
                                " FROM sqlite_schema";
    int64_t owner = EMPTY;
    if (!ask(s, whose, &owner, err))
        return false;
    if (owner == FOREIGN)
        return err_set(err, ERR_REFUSED, "this is a database of another program");
    *ret = 0;
    return owner == EMPTY || ask(s, "SELECT max(number) FROM migration", ret, err);
}

static bool run(struct sqlite_store *s, const char *sql, struct err *err)
{
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_fail(s, "bringing the schema up to date", err);
    return true;
}

static bool run_one(struct sqlite_store *s, const struct migration *m, struct err *err)
{
    char note[200];
    (void)snprintf(note, sizeof note,
                   "INSERT INTO migration (number, name, applied) "
                   "VALUES (%d, '%s', CAST(strftime('%%s', 'now') AS INTEGER))",
                   m->number, m->name);
    return run(s, m->sql, err) && run(s, note, err);
}

static bool run_missing(struct sqlite_store *s, struct err *err)
{
    int64_t have = 0;
    TX_AUTO tx = NULL;
    /* Asked again inside: another process may have been quicker. */
    if (!sqlite_begin(s, &tx, err) ||
        !run(s,
             "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY, "
             "name TEXT NOT NULL, applied INTEGER NOT NULL)",
             err) ||
        !ask(s, "SELECT coalesce(max(number), 0) FROM migration", &have, err) ||
        !migrations_known(sqlite_migrations, have, err))
        return false;
    for (const struct migration *m = sqlite_migrations; m->number != 0; m++)
        if (m->number > have && !run_one(s, m, err))
            return err_wrap(err, "schema step %s", m->name);
    return sqlite_commit(&tx, err);
}

bool sqlite_migrate(struct sqlite_store *s, struct err *err)
{
    int64_t have = 0;
    return schema_now(s, &have, err) && migrations_known(sqlite_migrations, have, err) &&
           (have == migrations_newest(sqlite_migrations) || run_missing(s, err));
}
