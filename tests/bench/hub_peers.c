/*
 * What stands beside the hub's figures: the disk and the libraries below it, each doing only the
 * one thing that the hub cannot do without. Prints one JSON line.
 *
 *   hub_peers commits FILE SECONDS   SQLite: one row a commit, WAL, synchronous=FULL
 *   hub_peers rows FILE SECONDS      SQLite: 200 rows a commit, likewise
 *   hub_peers signatures - SECONDS   libsodium: one Ed25519 signature made and verified, CPU time
 *   hub_peers answer TLS-DIR 0       libmicrohttpd: takes each batch and answers 200, until it is
 *                                    killed; prints the port
 */
#include "http.h"
#include "hub_crowd.h"
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void say(double rate, const char *unit)
{
    (void)printf("{\"figure\":\"rate\",\"value\":%.0f,\"unit\":\"%s\"}\n", rate, unit);
    (void)fflush(stdout);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_fail(sqlite3_errmsg(db), NULL);
}

static sqlite3 *open_db(const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        bench_fail("opening a database", NULL);
    run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "CREATE TABLE row (kiosk INTEGER, seq INTEGER, day INTEGER, answers BLOB,"
            " PRIMARY KEY (kiosk, seq)) WITHOUT ROWID");
    return db;
}

static void insert(sqlite3 *db, sqlite3_stmt *row, int64_t seq)
{
    (void)sqlite3_bind_int64(row, 1, 7001);
    (void)sqlite3_bind_int64(row, 2, seq);
    (void)sqlite3_bind_int64(row, 3, 20000 + seq / 200);
    (void)sqlite3_bind_blob(row, 4, "\4\3\5\1\2\1", 6, SQLITE_STATIC);
    if (sqlite3_step(row) != SQLITE_DONE)
        bench_fail(sqlite3_errmsg(db), NULL);
    (void)sqlite3_reset(row);
}

static void insert_rows(const char *path, double limit, int64_t each)
{
    sqlite3 *db = open_db(path);
    sqlite3_stmt *row = NULL;
    int64_t seq = 0;
    if (sqlite3_prepare_v2(db, "INSERT INTO row VALUES (?1, ?2, ?3, ?4)", -1, &row, NULL) !=
        SQLITE_OK)
        bench_fail(sqlite3_errmsg(db), NULL);
    double start = seconds();
    while (seconds() - start < limit) {
        run(db, "BEGIN IMMEDIATE");
        for (int64_t i = 0; i < each; i++)
            insert(db, row, ++seq);
        run(db, "COMMIT");
    }
    say((double)seq / (seconds() - start), "rows/s");
    (void)sqlite3_finalize(row);
    (void)sqlite3_close(db);
}

static void commits(const char *path, double limit)
{
    insert_rows(path, limit, 1);
}

static void rows(const char *path, double limit)
{
    insert_rows(path, limit, 200);
}

static double cpu_seconds(void)
{
    struct timespec spent;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

static void signatures(const char *path, double limit)
{
    enum { SIGNED = 400 }; /* about what is signed of a batch of three */
    uint8_t message[SIGNED] = { 0 };
    uint8_t signature[crypto_sign_BYTES];
    uint8_t public[crypto_sign_PUBLICKEYBYTES];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    long count = 0;
    (void)path;
    if (sodium_init() < 0 || crypto_sign_keypair(public, secret) != 0)
        bench_fail("making keys", NULL);
    double start = cpu_seconds();
    for (; cpu_seconds() - start < limit; count++)
        if (crypto_sign_detached(signature, NULL, message, sizeof message, secret) != 0 ||
            crypto_sign_verify_detached(signature, message, sizeof message, public) != 0)
            bench_fail("verifying", NULL);
    (void)printf("{\"figure\":\"rate\",\"value\":%.5f,\"unit\":\"ms\"}\n",
                 (cpu_seconds() - start) * 1000 / (double)count);
}

static void handle(void *context, const struct http_request *request,
                   struct http_exchange *exchange)
{
    (void)context, (void)request;
    http_answer_static(exchange, 200, "application/cose", span_text("ok"));
}

static void answer(const char *folder, double limit)
{
    static const struct http_route routes[] = { { "POST", "/v1/sync", 1 << 20, handle }, { 0 } };
    char cert[4096];
    char key[4096];
    struct http_server *server = NULL;
    struct err err = { 0 };
    (void)limit;
    (void)snprintf(cert, sizeof cert, "%s/server.pem", folder);
    (void)snprintf(key, sizeof key, "%s/server.key", folder);
    struct http_config config = { .address = "127.0.0.1",
                                  .cert_file = cert,
                                  .key_file = key,
                                  .connections_max = 100,
                                  .idle_seconds = 60,
                                  .routes = routes };
    if (!http_start(&config, &server, &err))
        bench_fail("serving", &err);
    (void)printf("listening on %u\n", (unsigned)http_port(server));
    (void)fflush(stdout);
    (void)pause();
}

static const struct {
    const char *name;
    void (*run)(const char *path, double limit);
} peers[] = {
    { "commits", commits }, { "rows", rows }, { "signatures", signatures }, { "answer", answer }
};

int main(int count, char **words)
{
    if (count != 4)
        bench_fail("hub_peers commits|rows|signatures|answer PATH SECONDS", NULL);
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++)
        if (strcmp(peers[i].name, words[1]) == 0)
            peers[i].run(words[2], strtod(words[3], NULL));
    return 0;
}
