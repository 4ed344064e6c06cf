/*
 * Head and page of a log's frame in one write: the same bytes in fewer calls, the same database to
 * whoever reads it without, and nothing half done where a write fails. fault.power cuts the hub's
 * power over it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "disk_shim.h"
#include "sqlite_log.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COMMITS = 40, FAULTS_MOST = 400 };

static char folder[] = "/tmp/yousaid-log-XXXXXX";
static char path[64];

static void clear(void)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[80];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
}

static int makes(void **state)
{
    (void)state;
    disk_shim_install();
    disk_shim_hurry(true);
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/a.sqlite", folder);
    return 0;
}

static int removes(void **state)
{
    (void)state;
    clear();
    return rmdir(folder);
}

static sqlite3 *open_with(const char *vfs)
{
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    (void)sqlite3_open_v2(path, &db, flags, vfs);
    assert_non_null(db);
    return db;
}

static bool runs(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static int number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int number = sqlite3_column_int(st, 0);
    (void)sqlite3_finalize(st);
    return number;
}

/* As many commits as succeed; the log is worked into the file now and then, and begun anew. */
static int fill(sqlite3 *db, int page)
{
    char sql[80];
    int kept = 0;
    (void)snprintf(sql, sizeof sql, "PRAGMA page_size = %d; PRAGMA journal_mode = WAL;", page);
    bool fine = runs(db, sql) && runs(db, "PRAGMA synchronous = FULL") &&
                runs(db, "PRAGMA wal_autocheckpoint = 20") &&
                runs(db, "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)");
    for (int i = 0; fine && i < COMMITS; i++)
        kept += runs(db, "INSERT INTO t (b) VALUES (zeroblob(6000))");
    return kept;
}

/* What another finds there, without what is tested. */
static int found(void)
{
    sqlite3 *db = open_with(NULL);
    bool made = number_of(db, "SELECT count(*) FROM sqlite_schema") == 1;
    assert_int_equal(number_of(db, "SELECT count(*) FROM pragma_integrity_check "
                                   "WHERE integrity_check = 'ok'"),
                     1);
    int rows = made ? number_of(db, "SELECT count(*) FROM t WHERE b = zeroblob(6000)") : 0;
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return rows;
}

/* Leaves the log where it is, as a process that was killed does. */
static struct disk_counts written(const char *vfs, int page)
{
    clear();
    sqlite3 *db = open_with(vfs);
    (void)disk_shim_counts();
    assert_int_equal(fill(db, page), COMMITS);
    struct disk_counts counts = disk_shim_counts();
    assert_int_equal(found(), COMMITS);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return counts;
}

static void the_same_bytes_go_in_fewer_writes(void **state)
{
    (void)state;
    assert_non_null(sqlite_log_vfs());
    struct disk_counts plain = written(NULL, 4096), joined = written(sqlite_log_vfs(), 4096);
    assert_int_equal(joined.bytes, plain.bytes);
    assert_int_equal(joined.syncs, plain.syncs);
    /* At least two frames a commit. */
    assert_true(joined.writes + 2 * COMMITS <= plain.writes);
}

static void other_pages_go_as_they_did(void **state)
{
    (void)state;
    for (int page = 512; page <= 65536; page *= 2) {
        struct disk_counts plain = written(NULL, page), joined = written(sqlite_log_vfs(), page);
        assert_int_equal(joined.bytes, plain.bytes);
        assert_true(page <= 4096 ? joined.writes < plain.writes : joined.writes == plain.writes);
    }
}

/* The commit that was told to have failed may be there: its sync may be what failed. */
static bool survives(long n, enum disk_fault fault, bool for_ever)
{
    clear();
    sqlite3 *db = open_with(sqlite_log_vfs());
    disk_shim_arm(n, fault, for_ever);
    int kept = fill(db, 4096);
    bool fired = disk_shim_fired();
    (void)sqlite3_close(db);
    disk_shim_disarm();
    int rows = found();
    assert_in_range(rows, kept, kept + 1);
    return fired;
}

static void a_write_that_fails_is_told_and_breaks_nothing(void **state)
{
    (void)state;
    for (int how = 0; how < 4; how++) {
        enum disk_fault fault = how % 2 != 0 ? DISK_FULL : DISK_BROKEN;
        long n = 0;
        while (survives(n, fault, how >= 2))
            n++;
        assert_in_range(n, COMMITS, FAULTS_MOST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_go_in_fewer_writes),
        cmocka_unit_test(other_pages_go_as_they_did),
        cmocka_unit_test(a_write_that_fails_is_told_and_breaks_nothing),
    };
    return cmocka_run_group_tests(tests, makes, removes);
}
