/*
 * The flash bench's peer: SQLite as anybody would use it. One row a commit, in a table with a
 * number, a time and a text, write-ahead log, synchronous=FULL, its own pages, its own checkpoints.
 *
 *   flash_peer FILE COMMITS
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "flash_peer: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK)
        return 2;
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE answer(id INTEGER PRIMARY KEY, at INTEGER, body TEXT);");
    for (long i = 0; i < atol(argv[2]); i++)
        run(db, "INSERT INTO answer(at, body) VALUES(unixepoch(), printf('%.*c', 147, 'a'))");
    (void)sqlite3_close(db);
    return 0;
}
