/*
 * A disk that refuses: the n-th write, sync or truncation fails, for every n, once or from then on,
 * as a full disk and as a broken one. What was acknowledged is there, what was not is nowhere half,
 * and when the disk obeys again the next save works.
 */
#include "disk_shim.h"
#include "file.h"
#include "visits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

enum { VISITS = 4, TAPS = 3 };

/* What the journal said was durable. */
struct promise {
    uint64_t closed;              /* responses */
    uint64_t open_seq;            /* the visit in progress, 0 for none */
    uint32_t ratings[VISITS + 8]; /* by seq: the last state that was acknowledged */
    uint32_t revision;            /* of the visit in progress */
    size_t refused;
};

static int begin(void **state)
{
    disk_shim_install();
    *state = visits_begin();
    return 0;
}

static int end(void **state)
{
    disk_shim_disarm();
    visits_end(*state);
    return 0;
}

static void note(struct promise *promise, const struct recorded *recorded, uint32_t rating)
{
    assert_in_range(recorded->seq, 1, VISITS + 7);
    promise->ratings[recorded->seq] = rating;
    promise->open_seq = recorded->closed ? 0 : recorded->seq;
    promise->revision = recorded->closed ? 0 : recorded->revision;
    if (recorded->closed)
        promise->closed = recorded->seq;
}

static void try_save(struct journal *journal, const struct visits *visits, uint32_t rating,
                     bool closing, struct promise *promise)
{
    struct err err = { 0 };
    struct recorded recorded = { 0 };
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + rating;
    if (journal_save(journal, &draft, closing, ENDING_COMPLETE, &recorded, &err)) {
        /* A number is given once: the next one, or the one that is open. */
        assert_int_equal(recorded.seq,
                         promise->open_seq != 0 ? promise->open_seq : promise->closed + 1);
        assert_int_equal(recorded.revision, promise->revision + 1);
        note(promise, &recorded, ANSWER_FIRST + rating);
        return;
    }
    promise->refused++;
    assert_true(err.kind == ERR_FULL || err.kind == ERR_LATER);
    assert_int_equal(recorded.seq, 0);
}

/* A day in small: visits, a pause with a checkpoint, a purge. Everything may be refused. */
static void live(struct journal *journal, const struct visits *visits, struct promise *promise)
{
    for (uint32_t visit = 0; visit < VISITS; visit++) {
        struct chain_point none = { 0 };
        size_t deleted;
        for (uint32_t tap = 0; tap < TAPS; tap++)
            try_save(journal, visits, (visit + tap) % 5, tap == TAPS - 1, promise);
        journal_count(journal, COUNT_WOKEN);
        visits_clock.mono += 2000000;
        bool rested = journal_idle(journal, NULL);
        bool purged = visits_purge(journal, &none, 0, &deleted, NULL);
        (void)rested;
        (void)purged;
    }
}

struct check {
    const struct promise *promise;
    struct chain_point before;
};

static bool check_one(void *context, const struct response *response,
                      const struct chain_point *after)
{
    struct check *check = context;
    BUF_AUTO bytes = buf_new(RESPONSE_BYTES_MAX);
    assert_int_equal(response->seq, check->before.seq + 1);
    assert_true(response_put(response, &bytes, NULL));
    struct chain_point point = chain_next(&check->before, buf_span(&bytes));
    assert_memory_equal(&point.hash, &after->hash, sizeof point.hash);
    check->before = point;
    if (response->seq <= check->promise->closed)
        assert_int_equal(response->state[Q_RATING], check->promise->ratings[response->seq]);
    return true;
}

/* The journal as the courier sees it holds each promised response once, in one chain. */
static void check_promise(const struct visits *visits, const struct promise *promise)
{
    struct err err = { 0 };
    struct check check = { promise, chain_start(visits->identity.life, &visits->identity.kiosk) };
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    if (!outbox.read(outbox.self, 1, 1000, check_one, &check, &err))
        fail_msg("%s", err.text);
    assert_true(check.before.seq >= promise->closed);
    journal_reader_close(reader);
}

/* After the fault the disk obeys: in the same process, and again after a new start. */
static void check_goes_on(struct journal *journal, const struct visits *visits,
                          struct promise *promise)
{
    size_t refused = promise->refused;
    try_save(journal, visits, 4, false, promise);
    try_save(journal, visits, 3, true, promise);
    assert_int_equal(promise->refused, refused);
    check_promise(visits, promise);
    journal_close(journal);
    journal = visits_open(visits);
    struct journal_status status;
    assert_true(journal_status(journal, &status, NULL));
    assert_int_equal(status.last.seq, promise->closed);
    try_save(journal, visits, 2, true, promise);
    assert_int_equal(promise->refused, refused);
    journal_close(journal);
    check_promise(visits, promise);
}

static void survive_each_failure(enum disk_fault fault, bool for_ever)
{
    size_t refused = 0;
    long n = 0;
    for (bool fired = true; fired; n++) {
        struct visits *visits = visits_begin();
        struct promise promise = { 0 };
        struct journal *journal = visits_open(visits);
        disk_shim_arm(n, fault, for_ever);
        live(journal, visits, &promise);
        fired = disk_shim_fired();
        disk_shim_disarm();
        refused += promise.refused;
        check_goes_on(journal, visits, &promise);
        visits_end(visits);
    }
    print_message("%ld places to fail, %zu saves refused\n", n - 1, refused);
    assert_in_range(n, 20, 10000);
    assert_in_range(refused, 5, 1000000);
}

static void a_disk_that_is_full_once_loses_nothing(void **state)
{
    (void)state;
    survive_each_failure(DISK_FULL, false);
}

static void a_disk_that_stays_full_loses_nothing(void **state)
{
    (void)state;
    survive_each_failure(DISK_FULL, true);
}

static void a_disk_that_breaks_once_loses_nothing(void **state)
{
    (void)state;
    survive_each_failure(DISK_BROKEN, false);
}

static void a_disk_that_stays_broken_loses_nothing(void **state)
{
    (void)state;
    survive_each_failure(DISK_BROKEN, true);
}

/* The first start of all, and a start with an open visit, on a disk that refuses. */
static void a_start_that_fails_can_be_tried_again(void **state)
{
    (void)state;
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        long n = 0;
        for (bool fired = true; fired; n++) {
            struct visits *visits = visits_begin();
            struct promise promise = { 0 };
            struct journal *journal = NULL;
            disk_shim_arm(n, n % 2 == 0 ? DISK_FULL : DISK_BROKEN, for_ever != 0);
            bool opened = journal_open(visits->folder, &visits->identity, &journal, NULL);
            fired = disk_shim_fired();
            disk_shim_disarm();
            if (!opened)
                journal = visits_open(visits);
            check_goes_on(journal, visits, &promise);
            visits_end(visits);
        }
        assert_in_range(n, 5, 1000);
    }
}

static void a_start_after_a_crash_that_fails_can_be_tried_again(void **state)
{
    (void)state;
    long n = 0;
    for (bool fired = true; fired; n++) {
        struct visits *visits = visits_begin();
        struct promise promise = { 0 };
        struct journal *journal = visits_open(visits);
        try_save(journal, visits, 1, true, &promise);
        try_save(journal, visits, 2, false, &promise);
        journal_close(journal);
        disk_shim_arm(n, DISK_FULL, true);
        bool opened = journal_open(visits->folder, &visits->identity, &journal, NULL);
        fired = disk_shim_fired();
        disk_shim_disarm();
        if (!opened)
            journal = visits_open(visits);
        promise.closed = 2;
        promise.open_seq = 0;
        promise.revision = 0;
        check_goes_on(journal, visits, &promise);
        visits_end(visits);
    }
    assert_in_range(n, 2, 1000);
}

static struct chain_point status_points(struct journal *journal, struct chain_point *ret_last)
{
    struct journal_status status;
    assert_true(journal_status(journal, &status, NULL));
    *ret_last = status.last;
    return status.purged;
}

static void a_purge_happens_whole_or_not_at_all(void **state)
{
    (void)state;
    long n = 0;
    for (bool fired = true; fired; n++) {
        struct visits *visits = visits_begin();
        struct journal *journal = visits_open(visits);
        struct chain_point last, again;
        size_t deleted = 0;
        for (uint32_t i = 0; i < 60; i++)
            (void)visits_pass(journal, visits, i % 5);
        (void)status_points(journal, &last);
        disk_shim_arm(n, n % 2 == 0 ? DISK_FULL : DISK_BROKEN, n % 3 == 0);
        bool purged = visits_purge(journal, &last, 0, &deleted, NULL);
        fired = disk_shim_fired();
        disk_shim_disarm();
        assert_int_equal(deleted, purged ? 60 : 0);
        assert_int_equal(status_points(journal, &again).seq, deleted);
        assert_int_equal(visits_pass(journal, visits, 1), 61);
        journal_close(journal);
        journal = visits_open(visits);
        assert_int_equal(status_points(journal, &again).seq, deleted);
        assert_int_equal(again.seq, 61);
        assert_true(visits_purge(journal, &last, 0, &deleted, NULL));
        assert_int_equal(deleted, purged ? 0 : 60);
        journal_close(journal);
        visits_end(visits);
    }
    assert_in_range(n, 4, 1000);
}

/* Words enough that what is deleted is worth giving back. */
static void fill(struct journal *journal, const struct visits *visits, uint32_t count)
{
    static char words[SURVEY_COMMENT_MAX + 1];
    struct draft draft = visits_draft(visits);
    memset(words, 'w', SURVEY_COMMENT_MAX);
    draft.answers.state[Q_WHY] = draft.answers.state[Q_MORE] = ANSWER_FIRST;
    draft.words[0] = draft.words[1] = words;
    for (uint32_t i = 0; i < count; i++)
        (void)visits_save(journal, &draft, true);
}

enum { LONG_AGO = 500 };

static void journal_path(const struct visits *visits, char ret[600])
{
    (void)snprintf(ret, 600, "%s/screen/journal.sqlite", visits->folder);
}

/* A file of which nearly all was deleted. */
static void leave_a_large_file(const struct visits *visits, struct buf *ret)
{
    char path[600];
    struct chain_point last;
    size_t deleted = 0;
    struct journal *journal = visits_open(visits);
    fill(journal, visits, LONG_AGO);
    (void)status_points(journal, &last);
    assert_int_equal(visits_pass(journal, visits, 1), LONG_AGO + 1);
    assert_true(visits_purge(journal, &last, 0, &deleted, NULL));
    journal_close(journal);
    journal_path(visits, path);
    assert_true(file_read(path, ret, NULL));
}

/* Its log with it, which was empty. */
static void put_back(const char *path, const struct buf *bytes)
{
    char log[610];
    (void)snprintf(log, sizeof log, "%s-wal", path);
    (void)unlink(log);
    assert_true(file_write_durable(path, buf_span(bytes), 0640, NULL));
}

static void a_file_is_made_smaller_whole_or_not_at_all(void **state)
{
    struct visits *visits = visits_begin();
    BUF_AUTO large = buf_new((size_t)8 << 20);
    char path[600];
    (void)state;
    leave_a_large_file(visits, &large);
    journal_path(visits, path);
    long n = 0;
    for (bool fired = true; fired; n++) {
        struct chain_point last;
        bool smaller = false;
        put_back(path, &large);
        struct journal *journal = visits_open(visits);
        disk_shim_arm(n, n % 2 == 0 ? DISK_FULL : DISK_BROKEN, n % 3 == 0);
        (void)!journal_shrink(journal, &smaller, NULL);
        fired = disk_shim_fired();
        disk_shim_disarm();
        assert_true(smaller || fired);
        assert_int_equal(visits_pass(journal, visits, 1), LONG_AGO + 2);
        journal_close(journal);
        journal = visits_open(visits);
        assert_int_equal(status_points(journal, &last).seq, LONG_AGO);
        assert_int_equal(last.seq, LONG_AGO + 2);
        journal_close(journal);
    }
    visits_end(visits);
    assert_in_range(n, 4, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_disk_that_is_full_once_loses_nothing),
        TEST(a_disk_that_stays_full_loses_nothing),
        TEST(a_disk_that_breaks_once_loses_nothing),
        TEST(a_disk_that_stays_broken_loses_nothing),
        TEST(a_start_that_fails_can_be_tried_again),
        TEST(a_start_after_a_crash_that_fails_can_be_tried_again),
        TEST(a_purge_happens_whole_or_not_at_all),
        TEST(a_file_is_made_smaller_whole_or_not_at_all),
    };
    return cmocka_run_group_tests_name("journal_disk", tests, NULL, NULL);
}
