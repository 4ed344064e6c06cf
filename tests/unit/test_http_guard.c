/* Crawling connections are cut, and only they. The clock is the test's own. */
#include "http_int.h"
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IDLE_SECONDS = 60, IDLE_MS = IDLE_SECONDS * 1000, LONG_MS = 10 * 60 * 1000 };

static atomic_ullong now;

msec __wrap_clock_mono(void);
msec __wrap_clock_mono(void)
{
    return atomic_load(&now);
}

struct rig {
    struct guard guard;
    int ends[2];
    struct connection *connection;
};

static int rig_open(void **state)
{
    static struct rig rig;
    struct err err;
    rig = (struct rig){ 0 };
    atomic_store(&now, 1000);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, rig.ends), 0);
    assert_true(guard_start(&rig.guard, IDLE_SECONDS, &err));
    rig.connection = guard_add(&rig.guard, rig.ends[0], NULL);
    *state = &rig;
    return 0;
}

static int rig_close(void **state)
{
    struct rig *rig = *state;
    guard_remove(&rig->guard, rig->connection);
    guard_stop(&rig->guard);
    (void)close(rig->ends[0]);
    (void)close(rig->ends[1]);
    return 0;
}

/* The other end sees the cut as an end of file; waits as long as it takes. */
static bool is_cut(const struct rig *rig)
{
    struct pollfd other = { .fd = rig->ends[1], .events = POLLIN };
    char byte;
    return poll(&other, 1, -1) == 1 && read(rig->ends[1], &byte, 1) == 0;
}

/* Two of the guard's rounds later nothing has happened: a second connection that is overdue is cut,
 * and this one, which the same rounds have seen, is not. */
static bool is_left_alone(struct rig *rig)
{
    struct pollfd other = { .fd = rig->ends[1], .events = POLLIN };
    int witness[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, witness), 0);
    struct connection *overdue = guard_add(&rig->guard, witness[0], NULL);
    (void)pthread_mutex_lock(&rig->guard.lock);
    overdue->due = 0;
    (void)pthread_mutex_unlock(&rig->guard.lock);
    struct pollfd cut = { .fd = witness[1], .events = POLLIN };
    assert_int_equal(poll(&cut, 1, -1), 1);
    guard_remove(&rig->guard, overdue);
    (void)close(witness[0]);
    (void)close(witness[1]);
    return poll(&other, 1, 0) == 0;
}

static void a_connection_that_never_asks_is_cut(void **state)
{
    struct rig *rig = *state;
    assert_true(is_left_alone(rig));
    atomic_fetch_add(&now, IDLE_MS);
    assert_true(is_left_alone(rig));
    atomic_fetch_add(&now, LONG_MS);
    assert_true(is_cut(rig));
}

static void a_body_that_moves_on_earns_its_time(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 100; i++) {
        atomic_fetch_add(&now, 10 * 1000);
        guard_moved(&rig->guard, rig->connection, 10 * 1000);
    }
    assert_true(is_left_alone(rig));
}

static void a_body_that_dribbles_is_cut(void **state)
{
    struct rig *rig = *state;
    for (int i = 0; i < 100; i++) {
        atomic_fetch_add(&now, 10 * 1000);
        guard_moved(&rig->guard, rig->connection, 1);
    }
    assert_true(is_cut(rig));
}

static void while_the_hub_thinks_nobody_is_cut(void **state)
{
    struct rig *rig = *state;
    guard_thinking(&rig->guard, rig->connection);
    guard_moved(&rig->guard, rig->connection, 1000);
    atomic_fetch_add(&now, LONG_MS);
    assert_true(is_left_alone(rig));
}

static void an_answer_that_nobody_reads_is_cut_by_its_size(void **state)
{
    struct rig *rig = *state;
    guard_writing(&rig->guard, rig->connection, LONG_MS);
    atomic_fetch_add(&now, LONG_MS);
    assert_true(is_left_alone(rig));
    atomic_fetch_add(&now, LONG_MS);
    assert_true(is_cut(rig));
}

static void after_an_answer_the_idle_time_begins_anew(void **state)
{
    struct rig *rig = *state;
    atomic_fetch_add(&now, IDLE_MS);
    guard_waiting(&rig->guard, rig->connection);
    atomic_fetch_add(&now, IDLE_MS);
    assert_true(is_left_alone(rig));
}

#define RIGGED(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGGED(a_connection_that_never_asks_is_cut),
        RIGGED(a_body_that_moves_on_earns_its_time),
        RIGGED(a_body_that_dribbles_is_cut),
        RIGGED(while_the_hub_thinks_nobody_is_cut),
        RIGGED(an_answer_that_nobody_reads_is_cut_by_its_size),
        RIGGED(after_an_answer_the_idle_time_begins_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
