/*
 * Migrations of the PostgreSQL engine: numbered, append-only, each once however many hubs start
 * together. All that are missing run in one transaction under one lock, each statement by itself;
 * a database that a newer program has brought further is left alone.
 */
#include "migrations.h"
#include "postgres_int.h"
#include <inttypes.h>
#include <stdio.h>

/* The lock that migrating hubs wait for: "yousaid" as a number. It belongs to the database. */
static const char lock[] = "SELECT pg_advisory_xact_lock(x'796f7573616964'::bigint)";

/* Waiting for a lock counts too, also on another machine, where lock_timeout does not reach. */
static const char patience[] = "SET LOCAL statement_timeout = '120s'";
static const char patience_for_locks[] = "SET LOCAL lock_timeout = 0";

static bool say(struct postgres_store *s, const char *sql, struct err *err)
{
    RESULT_AUTO *result = pg_say(s, sql, err);
    return result != NULL;
}

/* One number from a query that gives one. */
static bool ask(struct postgres_store *s, const char *sql, int64_t *ret, struct err *err)
{
    RESULT_AUTO *result = pg_say(s, sql, err);
    if (result == NULL)
        return false;
    *ret = pg_int(result, 0, 0);
    return true;
}

/* 0 for an empty schema. One that holds something else is refused. Both are asked at once: between
 * two questions another process may have made all of it. */
static bool schema_now(struct postgres_store *s, int64_t *ret, struct err *err)
{
    enum { EMPTY, OURS, FOREIGN };
    static const char whose[] =
        "SELECT CASE WHEN count(*) = 0 THEN 0"
        " WHEN count(*) FILTER (WHERE tablename = 'migration') > 0 THEN 1 ELSE 2 END"
        " FROM pg_tables WHERE schemaname = current_schema()";
    int64_t owner = EMPTY;
    if (!ask(s, whose, &owner, err))
        return false;
    if (owner == FOREIGN)
        return err_set(err, ERR_REFUSED, "this is a database of another program");
    *ret = 0;
    return owner == EMPTY || ask(s, "SELECT coalesce(max(number), 0) FROM migration", ret, err);
}

/* Is it a line of comment or an empty one? */
static bool says_nothing(const char *line, size_t length)
{
    size_t blank = strspn(line, " \t");
    return blank >= length || strncmp(line + blank, "--", 2) == 0;
}

/* The next statement: lines up to one that ends with a semicolon. Empty at the end. */
static const char *next_statement(const char *sql, struct buf *ret)
{
    buf_clear(ret);
    while (*sql != '\0') {
        size_t length = strcspn(sql, "\n");
        bool nothing = says_nothing(sql, length);
        bool last = !nothing && length > 0 && sql[length - 1] == ';';
        if (!nothing)
            buf_printf(ret, "%.*s\n", (int)length, sql);
        sql += length + (sql[length] == '\n');
        if (last)
            break;
    }
    return sql;
}

static bool run_file(struct postgres_store *s, const char *sql, struct err *err)
{
    enum { STATEMENT_MAX = 16 * 1024 };
    BUF_AUTO statement = buf_new(STATEMENT_MAX);
    for (;;) {
        sql = next_statement(sql, &statement);
        if (!buf_ok(&statement, "a statement of the schema", err))
            return false;
        if (statement.size == 0)
            return true;
        if (!say(s, buf_text(&statement), err))
            return false;
    }
}

static bool run_one(struct postgres_store *s, const struct migration *m, struct err *err)
{
    char note[200];
    (void)snprintf(note, sizeof note,
                   "INSERT INTO migration (number, name, applied) "
                   "VALUES (%d, '%s', extract(epoch FROM now())::bigint)",
                   m->number, m->name);
    return run_file(s, m->sql, err) && say(s, note, err);
}

/* Under the lock, so that of many programs one does it and the others find it done. */
static bool start_transaction(struct postgres_store *s, struct postgres_store **ret_tx,
                              struct err *err)
{
    return pg_begin(s, ret_tx, err) && say(s, patience, err) && say(s, patience_for_locks, err) &&
           say(s, lock, err) &&
           say(s,
               "CREATE TABLE IF NOT EXISTS migration (number integer NOT NULL PRIMARY KEY, "
               "name text NOT NULL, applied bigint NOT NULL)",
               err) &&
           say(s, "COMMENT ON TABLE migration IS 'desk: which steps this schema has taken'", err);
}

/* A spread database spreads the new tables too, in the same transaction. */
static bool run_missing(struct postgres_store *s, struct err *err)
{
    int64_t have = 0;
    PG_TX_AUTO tx = NULL;
    if (!start_transaction(s, &tx, err) ||
        !ask(s, "SELECT coalesce(max(number), 0) FROM migration", &have, err) ||
        !migrations_known(postgres_migrations, have, err))
        return false;
    for (const struct migration *m = postgres_migrations; m->number != 0; m++)
        if (m->number > have && !run_one(s, m, err))
            return err_wrap(err, "schema step %s", m->name);
    if (s->spread && !run_file(s, postgres_spread, err))
        return err_wrap(err, "spreading the tables");
    return pg_commit(&tx, err);
}

bool pg_migrate(struct postgres_store *s, bool create, struct err *err)
{
    int64_t have = 0;
    if (!schema_now(s, &have, err) || !migrations_known(postgres_migrations, have, err))
        return false;
    if (have == 0 && !create)
        return err_set(err, ERR_MISSING, "there is no hub's database at this URL");
    return have == migrations_newest(postgres_migrations) || run_missing(s, err);
}
