/* What an earlier salvage saved, and a hub has not spoken of yet, when the card loses its way
 * again: only what stood on the damaged pages is lost, and that is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "visits.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 1024, VISITS = 60, HOLE = 30, PAGES_MAX = 64 };

/* A journal of which one response was lost: the others wait in `stranded`. */
struct wreck {
    struct visits *visits;
    char path[600];
    struct buf file;                /* as the first salvage left it */
    uint8_t hash[VISITS + 1][32];   /* by number; there is none for the hole */
    size_t page_of[VISITS + 1];     /* where that response stands in the file */
    size_t pages[PAGES_MAX], count; /* all of these, in the order of the numbers */
};

static void run_sql(const struct wreck *wreck, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(wreck->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static struct journal_salvaged salvage(const struct wreck *wreck)
{
    struct journal_salvaged salvaged = { 0 };
    struct err err = { 0 };
    if (!journal_salvage(wreck->visits->folder, &wreck->visits->identity, &salvaged, &err))
        fail_msg("%s", err.text);
    return salvaged;
}

/* Which of them wait; by number. */
static size_t read_stranded(const struct wreck *wreck, bool ret_there[VISITS + 1],
                            uint8_t hash[VISITS + 1][32])
{
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    size_t count = 0;
    memset(ret_there, 0, (VISITS + 1) * sizeof *ret_there);
    assert_int_equal(sqlite3_open(wreck->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT seq % 100000, hash FROM stranded ORDER BY seq",
                                        -1, &rows, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(rows) == SQLITE_ROW; count++) {
        int seq = sqlite3_column_int(rows, 0);
        assert_in_range(seq, 1, VISITS);
        assert_int_equal(sqlite3_column_bytes(rows, 1), 32);
        ret_there[seq] = true;
        memcpy(hash[seq], sqlite3_column_blob(rows, 1), 32);
    }
    assert_int_equal(sqlite3_finalize(rows), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return count;
}

static void find_pages(struct wreck *wreck)
{
    for (size_t seq = 1; seq <= VISITS; seq++) {
        if (seq == HOLE)
            continue;
        const uint8_t *at = memmem(wreck->file.data, wreck->file.size, wreck->hash[seq], 32);
        assert_non_null(at);
        wreck->page_of[seq] = (size_t)(at - wreck->file.data) / PAGE;
        assert_in_range(wreck->page_of[seq], 1, wreck->file.size / PAGE - 1);
        if (wreck->count == 0 || wreck->pages[wreck->count - 1] != wreck->page_of[seq]) {
            assert_in_range(wreck->count, 0, PAGES_MAX - 1);
            wreck->pages[wreck->count++] = wreck->page_of[seq];
        }
    }
    assert_in_range(wreck->count, 6, PAGES_MAX);
}

static int begin_with(void **state, const char *change)
{
    struct wreck *wreck = calloc(1, sizeof *wreck);
    bool there[VISITS + 1];
    assert_non_null(wreck);
    *state = wreck;
    wreck->visits = visits_begin();
    wreck->file = buf_new(1024 * 1024);
    (void)snprintf(wreck->path, sizeof wreck->path, "%s/screen/journal.sqlite",
                   wreck->visits->folder);
    struct journal *journal = visits_open(wreck->visits);
    for (uint32_t i = 0; i < VISITS; i++)
        (void)visits_pass(journal, wreck->visits, i % 5);
    journal_close(journal);
    run_sql(wreck, "DELETE FROM response WHERE seq = 30");
    struct journal_salvaged salvaged = salvage(wreck);
    assert_true(salvaged.new_life);
    assert_int_equal(salvaged.lost, 1);
    run_sql(wreck, change);
    assert_int_equal(read_stranded(wreck, there, wreck->hash), VISITS - 1);
    assert_true(file_read(wreck->path, &wreck->file, NULL));
    find_pages(wreck);
    return 0;
}

static int begin(void **state)
{
    return begin_with(state, "");
}

/* What comes before these was acknowledged and has been purged. */
static int begin_far(void **state)
{
    return begin_with(state, "UPDATE stranded SET seq = seq + 700000, first = first + 700000");
}

static int end(void **state)
{
    struct wreck *wreck = *state;
    visits_end(wreck->visits);
    buf_finish(&wreck->file);
    free(wreck);
    return 0;
}

/* The file as it was, with garbage on that page and, unless it is 0, on the other. */
static void spoil(const struct wreck *wreck, size_t page, size_t other)
{
    uint8_t garbage[PAGE];
    FILE *file = fopen(wreck->path, "we");
    assert_non_null(file);
    for (size_t at = 0; at < PAGE; at++)
        garbage[at] = (uint8_t)(0xa5 ^ at * 37);
    for (size_t at = 0; at < wreck->file.size; at += PAGE) {
        bool bad = at / PAGE == page || (other != 0 && at / PAGE == other);
        assert_int_equal(fwrite(bad ? garbage : wreck->file.data + at, 1, PAGE, file), PAGE);
    }
    assert_int_equal(fclose(file), 0);
}

/* All on sound pages, as they were, and no others; how many are gone. */
static size_t check_kept(const struct wreck *wreck, size_t page, size_t other)
{
    bool there[VISITS + 1];
    uint8_t hash[VISITS + 1][32] = { 0 };
    size_t kept = read_stranded(wreck, there, hash);
    for (size_t seq = 1; seq <= VISITS; seq++) {
        bool bad = seq == HOLE || wreck->page_of[seq] == page ||
                   (other != 0 && wreck->page_of[seq] == other);
        assert_int_equal(there[seq], !bad);
        assert_true(bad || memcmp(hash[seq], wreck->hash[seq], 32) == 0);
    }
    return VISITS - 1 - kept;
}

/* Do the numbers around what stands on that page say how many stood there? */
static bool told_by_numbers(const struct wreck *wreck, size_t page)
{
    return wreck->page_of[1] != page && wreck->page_of[VISITS] != page &&
           wreck->page_of[HOLE - 1] != page && wreck->page_of[HOLE + 1] != page;
}

static void a_damaged_page_takes_only_its_own_of_those_that_wait(void **state)
{
    const struct wreck *wreck = *state;
    size_t exact = 0;
    for (size_t i = 0; i < wreck->count; i++) {
        spoil(wreck, wreck->pages[i], 0);
        struct journal_salvaged salvaged = salvage(wreck);
        size_t gone = check_kept(wreck, wreck->pages[i], 0);
        assert_false(salvaged.new_life);
        assert_in_range(gone, 1, VISITS / 4);
        assert_in_range(salvaged.lost, 1, gone + 1);
        if (told_by_numbers(wreck, wreck->pages[i])) {
            assert_int_equal(salvaged.lost, gone);
            exact++;
        }
    }
    assert_in_range(exact, 2, PAGES_MAX);
}

static void what_stands_between_two_damaged_pages_is_kept(void **state)
{
    const struct wreck *wreck = *state;
    for (size_t i = 0; i + 2 < wreck->count; i++) {
        spoil(wreck, wreck->pages[i], wreck->pages[i + 2]);
        struct journal_salvaged salvaged = salvage(wreck);
        size_t gone = check_kept(wreck, wreck->pages[i], wreck->pages[i + 2]);
        assert_in_range(salvaged.lost, 2, gone + 1);
    }
}

static void what_is_kept_goes_on_when_the_hub_has_spoken(void **state)
{
    const struct wreck *wreck = *state;
    struct err err = { 0 };
    struct journal_status status;
    struct chain_point known = { .seq = 10 };
    uint64_t waiting = 0;
    spoil(wreck, wreck->pages[wreck->count / 2], 0);
    (void)salvage(wreck);
    size_t gone = check_kept(wreck, wreck->pages[wreck->count / 2], 0);
    struct journal *journal = visits_open(wreck->visits);
    assert_true(journal_stranded(journal, &waiting, &err));
    assert_int_equal(waiting, VISITS - 1 - gone);
    memcpy(&known.hash, wreck->hash[10], sizeof known.hash);
    if (!journal_settle_stranded(journal, &known, &err))
        fail_msg("%s", err.text);
    assert_true(journal_status(journal, &status, &err));
    assert_int_equal(status.last.seq, VISITS - 10 - 1 - gone);
    journal_close(journal);
}

/* One that nobody can read would keep all the others from going on. */
static void one_that_waits_and_cannot_be_read_is_counted_as_lost(void **state)
{
    const struct wreck *wreck = *state;
    bool there[VISITS + 1];
    uint8_t hash[VISITS + 1][32];
    run_sql(wreck, "UPDATE stranded SET body = x'00' WHERE seq = 20");
    run_sql(wreck, "UPDATE stranded SET hash = x'00' WHERE seq = 22");
    assert_int_equal(salvage(wreck).lost, 2);
    assert_int_equal(read_stranded(wreck, there, hash), VISITS - 3);
    assert_false(there[20]);
    assert_false(there[22]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
#define FAR(name)  cmocka_unit_test_setup_teardown(name, begin_far, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_damaged_page_takes_only_its_own_of_those_that_wait),
        TEST(what_stands_between_two_damaged_pages_is_kept),
        FAR(a_damaged_page_takes_only_its_own_of_those_that_wait),
        FAR(what_stands_between_two_damaged_pages_is_kept),
        TEST(what_is_kept_goes_on_when_the_hub_has_spoken),
        TEST(one_that_waits_and_cannot_be_read_is_counted_as_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
