/*
 * The rules under which one schema serves one PostgreSQL and many machines (docs/DATABASE.md), held
 * against the catalogue that the migrations leave, against every statement of the engine, and
 * against stand-ins for the functions with which Citus spreads tables.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "expect.h"
#include "migrations.h"
#include "postgres_int.h"
#include "postgres_server.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static struct postgres_server server;
static struct err err;

/* ---- migrations ---- */

static void each_step_is_there_for_both_engines(void **state)
{
    (void)state;
    const struct migration *a = sqlite_migrations;
    const struct migration *b = postgres_migrations;
    for (int number = 1; a->number != 0 || b->number != 0; number++, a++, b++) {
        assert_int_equal(a->number, number);
        assert_int_equal(b->number, number);
        assert_string_equal(a->name, b->name);
    }
}

/* ---- the catalogue ---- */

/* Each of these finds what breaks a rule; nothing may be found. */
static const struct {
    const char *rule;
    const char *sql;
} catalogue[] = {
    { "each table says its class",
      "SELECT c.relname FROM ours c WHERE coalesce(obj_description(c.oid, 'pg_class'), '') "
      "!~ '^(kiosk|frame|desk): .'" },
    { "each table has a primary key",
      "SELECT c.relname FROM ours c WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k "
      "WHERE k.conrelid = c.oid AND k.contype = 'p')" },
    { "a kiosk table begins with kiosk_id bigint NOT NULL",
      "SELECT c.relname FROM ours c WHERE class = 'kiosk' AND NOT EXISTS (SELECT 1 "
      "FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = 1 AND a.attname = 'kiosk_id' "
      "AND a.atttypid = 'bigint'::regtype AND a.attnotnull)" },
    { "every key of a kiosk table begins with kiosk_id",
      "SELECT i.indexrelid::regclass FROM ours c JOIN pg_index i ON i.indrelid = c.oid "
      "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'kiosk_id' "
      "WHERE class = 'kiosk' AND i.indisunique AND i.indkey[0] <> a.attnum" },
    { "no triggers and no foreign keys",
      "SELECT t.tgname FROM ours c JOIN pg_trigger t ON t.tgrelid = c.oid" },
    { "no rules and no views",
      "SELECT v.relname FROM pg_class v WHERE v.relnamespace = to_regnamespace("
      "current_schema()::text) AND v.relkind IN ('v', 'm')" },
    { "no sequences: what numbers things is a counter",
      "SELECT s.relname FROM pg_class s WHERE s.relnamespace = to_regnamespace("
      "current_schema()::text) AND s.relkind = 'S'" },
    { "no default is made by a function",
      "SELECT c.relname || '.' || a.attname FROM ours c JOIN pg_attrdef d ON d.adrelid = c.oid "
      "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum "
      "WHERE pg_get_expr(d.adbin, d.adrelid) LIKE '%(%'" },
    { "texts that are part of a key compare byte by byte",
      "SELECT c.relname || '.' || a.attname FROM ours c JOIN pg_index i ON i.indrelid = c.oid "
      "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) "
      "WHERE a.atttypid = 'text'::regtype AND a.attcollation <> '\"C\"'::regcollation" },
};

static void the_catalogue_keeps_the_rules(void **state)
{
    (void)state;
    char url[POSTGRES_URL_MAX];
    struct store *store;
    postgres_server_schema(&server, url);
    OK(store_open(url, true, &store, &err));
    store_close(store);
    for (size_t i = 0; i < sizeof catalogue / sizeof catalogue[0]; i++) {
        char sql[1500];
        char found[200];
        (void)snprintf(sql, sizeof sql,
                       "WITH ours AS (SELECT oid, relname, split_part(obj_description(oid, "
                       "'pg_class'), ':', 1) AS class FROM pg_class WHERE relkind = 'r' "
                       "AND relnamespace = to_regnamespace(current_schema()::text)) %s LIMIT 1",
                       catalogue[i].sql);
        postgres_sql(url, sql, found, sizeof found);
        if (found[0] != '\0')
            fail_msg("%s: %s", catalogue[i].rule, found);
    }
}

/* ---- the statements ---- */

static const struct {
    const char *name, *types, *text;
} statements[] = {
#define X(name, types, text) { #name, types, text },
    PG_SQL_MAP(X)
#undef X
};

static const char *const kiosk_tables[] = {
    "aside",       "batch",    "gone",  "gone_figures", "kiosk",       "kiosk_day",
    "kiosk_event", "response", "stale", "tally_day",    "tally_month", "watermark",
};

static void the_catalogue_has_these_kiosk_tables(void **state)
{
    (void)state;
    char url[POSTGRES_URL_MAX];
    char found[400];
    struct store *store;
    BUF_AUTO wanted = buf_new(sizeof found);
    postgres_server_schema(&server, url);
    OK(store_open(url, true, &store, &err));
    store_close(store);
    for (size_t i = 0; i < sizeof kiosk_tables / sizeof kiosk_tables[0]; i++)
        buf_printf(&wanted, "%s%s", i == 0 ? "" : " ", kiosk_tables[i]);
    postgres_sql(url,
                 "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class "
                 "WHERE relkind = 'r' AND obj_description(oid, 'pg_class') LIKE 'kiosk:%' "
                 "AND relnamespace = to_regnamespace(current_schema()::text)",
                 found, sizeof found);
    assert_string_equal(found, buf_text(&wanted));
}

static bool is_kiosk_table(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof kiosk_tables / sizeof kiosk_tables[0]; i++)
        if (strlen(kiosk_tables[i]) == length && strncmp(kiosk_tables[i], word, length) == 0)
            return true;
    return false;
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

/* How many kiosk tables a statement touches, and how many others. */
static void count_tables(const char *sql, int *ret_kiosk, int *ret_other)
{
    static const char *const before[] = { "FROM ", "JOIN ", "INTO ", "UPDATE " };
    *ret_kiosk = *ret_other = 0;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        for (const char *at = strstr(sql, before[i]); at != NULL; at = strstr(at + 1, before[i])) {
            const char *word = at + strlen(before[i]);
            size_t length = word_length(word);
            bool is_table = length > 0 && word[length] != '(' && islower((unsigned char)*word);
            bool is_kiosk = is_kiosk_table(word, length);
            *ret_kiosk += is_table && is_kiosk;
            *ret_other += is_table && !is_kiosk;
        }
}

/* What Citus refuses, or what turns one machine's commit into several machines'. */
static void no_statement_has_a_banned_word(void **state)
{
    static const char *const banned[] = { "now(",     "clock_timestamp", "advisory",     "NOTIFY",
                                          "LISTEN",   "TRIGGER",         "MERGE",        "ROLLUP",
                                          "GROUPING", "RECURSIVE",       "SERIALIZABLE", "COPY ",
                                          "TEMP",     "WITH x" };
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
        for (size_t k = 0; k < sizeof banned / sizeof banned[0]; k++)
            if (strstr(statements[i].text, banned[k]) != NULL)
                fail_msg("%s has \"%s\"", statements[i].name, banned[k]);
}

static bool is_anchored(const char *sql)
{
    return strstr(sql, "kiosk_id = $1") != NULL ||
           (strstr(sql, "(kiosk_id, ") != NULL && strstr(sql, "VALUES ($1, ") != NULL);
}

static bool writes(const char *sql)
{
    return strncmp(sql, "SELECT", 6) != 0 || strstr(sql, "FOR UPDATE") != NULL;
}

/* Whatever writes to a kiosk table names the one kiosk it is about, and what keeps a batch touches
 * nothing but kiosk tables. */
static void what_writes_to_a_kiosk_table_names_its_kiosk(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        const char *sql = statements[i].text;
        int of_kiosks;
        int of_others;
        count_tables(sql, &of_kiosks, &of_others);
        if (of_kiosks > 0 && writes(sql) && !is_anchored(sql))
            fail_msg("%s names no kiosk", statements[i].name);
        if (strncmp(statements[i].name, "KEEP_", 5) == 0 && (of_kiosks == 0 || of_others > 0))
            fail_msg("%s touches what is not a kiosk table", statements[i].name);
    }
}

static void rows_of_a_batch_are_anchored_to_their_kiosk(void **state)
{
    (void)state;
    for (int table = 0; table < PG_ROWS_TABLES; table++)
        for (size_t rows = 0; rows <= PG_VALUES_MAX; rows++) {
            BUF_AUTO sql = buf_new(16 * 1024);
            int of_kiosks;
            int of_others;
            pg_rows_sql((enum pg_rows_table)table, rows, &sql);
            count_tables(buf_text(&sql), &of_kiosks, &of_others);
            assert_int_equal(of_kiosks, rows == 0 ? 2 : 1);
            assert_int_equal(of_others, 0);
            assert_true(is_anchored(buf_text(&sql)));
            if (rows == 0)
                assert_non_null(strstr(buf_text(&sql), "WHERE k.kiosk_id = $1"));
        }
}

/* ---- spread over several machines ---- */

/* Stands in for Citus: writes down what was asked for. */
static const char *const stand_in[] = {
    "CREATE SCHEMA citus",
    "CREATE TABLE citus.pg_dist_partition (logicalrel regclass)",
    "CREATE TABLE citus.said (n serial, what text)",
    "CREATE FUNCTION citus.create_reference_table(t regclass) RETURNS void LANGUAGE sql AS "
    "'INSERT INTO citus.pg_dist_partition VALUES (t); "
    "INSERT INTO citus.said (what) VALUES (''everywhere '' || t)'",
    "CREATE FUNCTION citus.create_distributed_table(t regclass, by text, colocate_with text) "
    "RETURNS void LANGUAGE sql AS 'INSERT INTO citus.pg_dist_partition VALUES (t); "
    "INSERT INTO citus.said (what) VALUES (t || '' by '' || by || '' with '' || colocate_with)'",
    "CREATE FUNCTION citus.citus_add_local_table_to_metadata(t regclass) RETURNS void "
    "LANGUAGE sql AS 'INSERT INTO citus.pg_dist_partition VALUES (t); "
    "INSERT INTO citus.said (what) VALUES (''here '' || t)'",
};

static void spread_url(char ret[POSTGRES_URL_MAX])
{
    static const char rest[] = "%2Ccitus";
    postgres_server_schema(&server, ret);
    assert_true(strlen(ret) + sizeof rest <= POSTGRES_URL_MAX);
    memcpy(ret + strlen(ret), rest, sizeof rest);
}

static void a_spread_database_spreads_its_tables_by_class(void **state)
{
    (void)state;
    char url[POSTGRES_URL_MAX];
    char said[2000];
    struct store *store;
    spread_url(url);
    for (size_t i = 0; i < sizeof stand_in / sizeof stand_in[0]; i++)
        postgres_sql(url, stand_in[i], NULL, 0);
    OK(store_open(url, true, &store, &err));
    assert_true(postgres_of(store)->spread);
    store_close(store);
    OK(store_open(url, true, &store, &err)); /* nothing is spread twice */
    store_close(store);
    postgres_sql(url, "SELECT string_agg(what, '; ' ORDER BY n) FROM citus.said", said,
                 sizeof said);
    assert_string_equal(
        said, "everywhere blob; everywhere bundle; everywhere notice; everywhere survey; "
              "everywhere venue; "
              "everywhere venue_file; everywhere venue_survey; "
              "kiosk by kiosk_id with none; aside by kiosk_id with kiosk; "
              "batch by kiosk_id with kiosk; gone by kiosk_id with kiosk; "
              "gone_figures by kiosk_id with kiosk; "
              "kiosk_day by kiosk_id with kiosk; kiosk_event by "
              "kiosk_id with kiosk; "
              "response by kiosk_id with kiosk; stale by kiosk_id with kiosk; tally_day by "
              "kiosk_id with kiosk; "
              "tally_month by kiosk_id with kiosk; watermark by kiosk_id with kiosk; "
              "here audit; here counter; here invitation; here migration; here paper; here "
              "setting; here statement; here summary; here summary_member; here turn");
}

static struct digest digest_like(uint64_t seq)
{
    struct digest digest = { { 0 } };
    memcpy(digest.bytes, &seq, sizeof seq);
    return digest;
}

static void enrol(struct store *store, uint64_t id)
{
    struct store_invitation invitation = { .expires = INT64_MAX, .venue = "gp" };
    struct store_kiosk kiosk = { .id = id, .venue = "gp", .life = 42 };
    struct digest start = digest_like(0);
    BUF_AUTO reply = buf_new(10);
    OK(store_invitation_add(store, &invitation, 0, &err));
    OK(store_enrol(store, invitation.id, &kiosk, &start, span_text("r"), &reply, &err));
}

static struct store_keep empty_batch(uint64_t kiosk, uint64_t seq)
{
    return (struct store_keep){ .kiosk = kiosk,
                                .life = 42,
                                .before = { 42, seq - 1, digest_like(seq - 1), 0, 0 },
                                .after = { 42, seq, digest_like(seq), 0, 0 },
                                .batch = span_text("bytes"),
                                .time_zone = "UTC" };
}

/* Kiosk 8's second batch cannot be kept, as somebody has put something in its place. */
static void on_a_spread_database_each_kiosk_commits_for_itself(void **state)
{
    (void)state;
    char url[POSTGRES_URL_MAX];
    char found[20];
    struct store *store;
    spread_url(url);
    OK(store_open(url, true, &store, &err));
    for (uint64_t kiosk = 7; kiosk < 10; kiosk++)
        enrol(store, kiosk);
    postgres_sql(url,
                 "INSERT INTO batch SELECT 8, 42, 2, 2, 0, false, decode(repeat('00', 32), 'hex'), "
                 "'UTC', ''",
                 NULL, 0);
    struct store_keep keeps[] = { empty_batch(9, 1), empty_batch(8, 1), empty_batch(7, 1),
                                  empty_batch(8, 2), empty_batch(9, 2) };
    OK(store_keep(store, keeps, 5, &err));
    const enum keep_verdict wanted[] = { KEEP_KEPT, KEEP_LATER, KEEP_KEPT, KEEP_LATER, KEEP_KEPT };
    for (int i = 0; i < 5; i++)
        assert_int_equal(keeps[i].verdict, wanted[i]);
    postgres_sql(url, "SELECT count(DISTINCT xmin::text) FROM batch WHERE kiosk_id <> 8", found,
                 sizeof found);
    assert_string_equal(found, "2"); /* kiosks 7 and 9; both batches of 9 together */
    keeps[0] = empty_batch(8, 1);
    keeps[1] = empty_batch(8, 2);
    assert_false(store_keep(store, keeps, 2, &err));
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_is_there_for_both_engines),
        cmocka_unit_test(the_catalogue_keeps_the_rules),
        cmocka_unit_test(the_catalogue_has_these_kiosk_tables),
        cmocka_unit_test(no_statement_has_a_banned_word),
        cmocka_unit_test(what_writes_to_a_kiosk_table_names_its_kiosk),
        cmocka_unit_test(rows_of_a_batch_are_anchored_to_their_kiosk),
        cmocka_unit_test(a_spread_database_spreads_its_tables_by_class),
        cmocka_unit_test(on_a_spread_database_each_kiosk_commits_for_itself),
    };
    postgres_server_start(&server);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    postgres_server_stop(&server);
    return failed;
}
