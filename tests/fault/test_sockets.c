/*
 * Sockets that fail: the n-th call of the courier's own socket, on either side, once and from then
 * on. Whoever asks gets an answer or learns that there is none, nobody waits for ever, no
 * descriptor is left open, and when sockets work again so does everything.
 */
#include "courier.h"
#include "courier_socket.h"
#include "disk_calls.h"
#include "fake_hub.h"
#include "file.h"
#include "open_files.h"
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { ASKS = 3, PLACES_MAX = 300 };

struct stage {
    char data[600];
    struct fake_hub hub;
    struct courier *courier;
    pthread_t thread;
    int stop[2];
    bool ended_well;
    atomic_bool over;
};

static struct err err;

static void *run_courier(void *context)
{
    struct stage *stage = context;
    struct err why = { 0 };
    stage->ended_well = courier_run(stage->courier, stage->stop[0], &why);
    atomic_store(&stage->over, true);
    return NULL;
}

static void start(struct stage *stage)
{
    atomic_store(&stage->over, false);
    assert_int_equal(pipe(stage->stop), 0);
    assert_int_equal(pthread_create(&stage->thread, NULL, run_courier, stage), 0);
}

static void stop(struct stage *stage)
{
    assert_int_equal(write(stage->stop[1], "x", 1), 1);
    assert_int_equal(pthread_join(stage->thread, NULL), 0);
    file_close(&stage->stop[0]);
    file_close(&stage->stop[1]);
}

static bool listens(const struct stage *stage)
{
    char path[700];
    (void)snprintf(path, sizeof path, "%s/courier/courier.sock", stage->data);
    return file_exists(path);
}

/* Asks until somebody answers or the courier has ended: at most ten seconds. */
static bool asked_well(const struct stage *stage)
{
    char text[COURIER_MESSAGE_MAX];
    bool fine = false;
    for (int i = 0; i < 1000 && !atomic_load(&stage->over); i++) {
        if (courier_ask(stage->data, "sync", &fine, text) == 1)
            return true;
        (void)usleep(10000);
    }
    return false;
}

/* True when it came to the n-th call. */
static bool ask_with_trouble(struct stage *stage, long n, bool for_ever)
{
    char text[COURIER_MESSAGE_MAX];
    bool fine = false;
    disk_calls_arm(CALL_SOCKET, n, n % 2 == 0 ? ENOBUFS : EIO, for_ever);
    start(stage);
    while (!listens(stage) && !atomic_load(&stage->over))
        (void)usleep(1000);
    for (int i = 0; i < ASKS; i++)
        (void)courier_ask(stage->data, "sync", &fine, text);
    bool fired = disk_calls_fired();
    disk_calls_disarm();
    if (!asked_well(stage)) { /* it could not even begin, and may have ended only just now */
        assert_true(atomic_load(&stage->over));
        stop(stage);
        assert_false(stage->ended_well);
        start(stage);
        assert_true(asked_well(stage));
    }
    stop(stage);
    assert_true(stage->ended_well);
    return fired;
}

static void whoever_asks_is_answered_or_told(void **state)
{
    struct stage *stage = *state;
    long before = open_files();
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        long n = 0;
        while (ask_with_trouble(stage, n, for_ever != 0))
            n++;
        print_message("%ld calls of sockets came to fail%s\n", n,
                      for_ever != 0 ? " and all behind them" : "");
        assert_in_range(n, 8, PLACES_MAX);
    }
    assert_int_equal(open_files(), before);
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("sockets"));
    fake_hub_init(&stage->hub);
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &stage->courier, &err) ||
        !courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err))
        fail_msg("%s", err.text);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    fake_hub_finish(&stage->hub);
    free(stage);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(
        whoever_asks_is_answered_or_told, set_up, tear_down) };
    return cmocka_run_group_tests_name("sockets", tests, NULL, NULL);
}
