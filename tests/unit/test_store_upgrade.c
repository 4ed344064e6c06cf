/*
 * Databases of every schema that there was, with what their hubs had written, become databases of
 * this program's: in both engines, with the same outcome. tests/vectors/schema has a file for each
 * step, what a hub of that schema writes beyond the one before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "file.h"
#include "migrations.h"
#include "postgres_server.h"
#include "seal.h"
#include "store_picture.h"
#include <ctype.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KIOSK = 7001, LIFE = 42, FILE_MAX = 64 * 1024, NEWEST_MIN = 7 };

static char folder[] = "/tmp/yousaid-upgrade-XXXXXX";
static struct postgres_server server;
static struct err err;

/* ---- how each engine writes what the files leave open ---- */

struct dialect {
    const char *name;
    const char *bytes_before, *bytes_after, *yes, *no;
    const struct migration *migrations;
    void (*run)(const char *url, const char *sql);
    const char *note; /* a step that was taken */
};

static void run_sqlite(const char *url, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(strchr(url, ':') + 1, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sqlite3_errmsg(db), sql);
    (void)sqlite3_close(db);
}

static void run_postgres(const char *url, const char *sql)
{
    postgres_sql(url, sql, NULL, 0);
}

static const struct dialect dialects[] = {
    { "sqlite", "X'", "'", "1", "0", sqlite_migrations, run_sqlite,
      "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY, "
      "name TEXT NOT NULL, applied INTEGER NOT NULL)" },
    { "postgres", "'\\x", "'::bytea", "true", "false", postgres_migrations, run_postgres,
      "CREATE TABLE IF NOT EXISTS migration (number integer NOT NULL PRIMARY KEY, "
      "name text NOT NULL, applied bigint NOT NULL)" },
};

/* {6869}, {05*32}, {yes}: bytes in hexadecimal, a byte so many times, a truth. */
static void put_open(const struct dialect *dialect, const char *open, size_t size, struct buf *out)
{
    const char *star = memchr(open, '*', size);
    if (strncmp(open, "yes}", size + 1) == 0 || strncmp(open, "no}", size + 1) == 0) {
        buf_printf(out, "%s", *open == 'y' ? dialect->yes : dialect->no);
        return;
    }
    buf_printf(out, "%s", dialect->bytes_before);
    for (long i = star == NULL ? 1 : strtol(star + 1, NULL, 10); i > 0; i--)
        buf_put(out, open, star == NULL ? size : (size_t)(star - open));
    buf_printf(out, "%s", dialect->bytes_after);
}

/* An empty pair of braces is itself: JSON. */
static void translate(const struct dialect *dialect, const char *text, struct buf *out)
{
    for (; *text != '\0'; text++) {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (end == NULL || end == text + 1) {
            buf_put_byte(out, (uint8_t)*text);
            continue;
        }
        put_open(dialect, text + 1, (size_t)(end - text) - 1, out);
        text = end;
    }
}

static void write_as_then(const struct dialect *dialect, const char *url, int number)
{
    char path[300];
    BUF_AUTO text = buf_new(FILE_MAX);
    BUF_AUTO sql = buf_new(FILE_MAX);
    (void)snprintf(path, sizeof path, "%s/tests/vectors/schema/%04d.sql", SOURCE_DIR, number);
    OK(file_read(path, &text, &err));
    translate(dialect, buf_text(&text), &sql);
    OK(buf_ok(&sql, path, &err));
    dialect->run(url, buf_text(&sql));
}

/* A database of this schema, with what hubs wrote at each step on the way there. */
static void make_old(const struct dialect *dialect, const char *url, int schema)
{
    char note[200];
    dialect->run(url, dialect->note);
    for (const struct migration *m = dialect->migrations; m->number != 0 && m->number <= schema;
         m++) {
        dialect->run(url, m->sql);
        (void)snprintf(note, sizeof note, "INSERT INTO migration VALUES (%d, '%s', 0)", m->number,
                       m->name);
        dialect->run(url, note);
        write_as_then(dialect, url, m->number);
    }
}

static void place_of(const struct dialect *dialect, int schema, char ret[POSTGRES_URL_MAX])
{
    if (dialect->run == run_postgres)
        postgres_server_schema(&server, ret);
    else
        (void)snprintf(ret, POSTGRES_URL_MAX, "sqlite:%s/%d.sqlite", folder, schema);
}

/* Upgrades it by opening, and draws what it holds then. */
static struct store *upgrade(const struct dialect *dialect, int schema, struct buf *ret)
{
    char url[POSTGRES_URL_MAX];
    struct store *store;
    place_of(dialect, schema, url);
    make_old(dialect, url, schema);
    OK(store_open(url, false, &store, &err));
    store_picture(store, KIOSK, ret);
    return store;
}

/* ---- what must hold afterwards ---- */

static struct digest digest_like(uint8_t fill)
{
    struct digest digest;
    memset(digest.bytes, fill, sizeof digest.bytes);
    return digest;
}

/* The next batch joins on, and the next bundle follows the last. */
static void goes_on(struct store *store, int schema)
{
    struct store_keep keep = { .kiosk = KIOSK,
                               .life = LIFE,
                               .before = { .life = LIFE, .seq = 2, .hash = digest_like(0x66) },
                               .after = { .life = LIFE, .seq = 3, .hash = digest_like(0x67) },
                               .batch = span_text("b"),
                               .time_zone = "UTC",
                               .now_segment = 9,
                               .now_ms = 1,
                               .received = 1795000100 };
    struct store_bundle bundle = { .serial = 8, .manifest = digest_like(8), .follows = 5 };
    struct store_kiosk kiosk;
    OK(store_keep(store, &keep, 1, &err));
    assert_int_equal(keep.verdict, KEEP_KEPT);
    OK(store_kiosk_get(store, KIOSK, &kiosk, &err));
    assert_int_equal(kiosk.last_seen, 1795000100);
    OK(store_bundle_put(store, "gp", &bundle, &err));
    bundle.serial = 9;
    bundle.follows = 3; /* 5 follows 3 already */
    assert_false(store_bundle_put(store, "gp", &bundle, &err));
    assert_int_equal(err.kind, ERR_STALE);
    bundle.follows = schema < 7 ? 4 : 6;
    OK(store_bundle_put(store, "west", &bundle, &err));
}

static void every_schema_becomes_todays_in_both_engines(void **state)
{
    (void)state;
    int newest = migrations_newest(sqlite_migrations);
    assert_true(newest >= NEWEST_MIN);
    for (int schema = 1; schema <= newest; schema++) {
        BUF_AUTO a = buf_new(FILE_MAX);
        BUF_AUTO b = buf_new(FILE_MAX);
        struct store *sqlite = upgrade(&dialects[0], schema, &a);
        struct store *postgres = upgrade(&dialects[1], schema, &b);
        assert_string_equal(buf_text(&a), buf_text(&b));
        assert_non_null(strstr(buf_text(&a), "row 1 1 20395 cy"));
        assert_non_null(strstr(buf_text(&a), "watermark 42 2"));
        goes_on(sqlite, schema);
        goes_on(postgres, schema);
        store_close(sqlite);
        store_close(postgres);
    }
}

/* ---- what was released stays as it was ---- */

static const struct {
    const char *path, *digest;
} released[] = {
    { "sqlite/0001_first.sql", "afe4a08e58dee79b98aa25c2bdc2a21e5ef607914a77a5b25115e171eb7de334" },
    { "sqlite/0002_heard.sql", "0504f2b8758361b560af4b68bc56a601e23a3184baaed71306c04679edb79aae" },
};

static void steps_that_were_released_are_never_changed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof released / sizeof released[0]; i++) {
        char path[300];
        char hex[65];
        BUF_AUTO text = buf_new(FILE_MAX);
        (void)snprintf(path, sizeof path, "%s/sync/hub/store/schema/%s", SOURCE_DIR,
                       released[i].path);
        OK(file_read(path, &text, &err));
        struct digest digest = digest_of(buf_span(&text));
        digest_hex(&digest, hex);
        assert_string_equal(hex, released[i].digest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_schema_becomes_todays_in_both_engines),
        cmocka_unit_test(steps_that_were_released_are_never_changed),
    };
    char command[100];
    seal_start();
    if (mkdtemp(folder) == NULL)
        return 1;
    postgres_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    postgres_server_stop(&server);
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? failed : 1;
}
