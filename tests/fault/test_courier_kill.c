/*
 * kill -9 of the courier at random moments, hundreds of times: while it enrols, fetches a bundle,
 * carries and saves. The hub, the journal and what they know lie in memory shared with the child,
 * and so outlive it; the courier has nothing but its folder.
 */
#include "courier.h"
#include "fake_hub.h"
#include "file.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CROWD = 3000, KILLS = 150, DONE = 7 };

static struct err err;

struct stage {
    char data[600];
    struct fake_hub hub;
    struct fake_journal journal;
};

static struct stage *stage;
static struct dice dice;

static void *shared(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    return memory;
}

static int set_up(void **state)
{
    (void)state;
    stage = shared(sizeof *stage);
    dice = dice_new(dice_seed());
    fake_hub_init(&stage->hub);
    fake_journal_init(&stage->journal, 5, CROWD);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("kill"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_journal_finish(&stage->journal);
    fake_hub_finish(&stage->hub);
    return munmap(stage, sizeof *stage);
}

static struct courier *open_courier(struct outbox *outbox)
{
    struct courier *courier = NULL;
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &courier, &err))
        fail_msg("opening: %s", err.text);
    *outbox = fake_journal_outbox(&stage->journal);
    courier_set_outbox(courier, outbox);
    return courier;
}

/* Runs `work` in a child and kills it after a random while. True when it had finished by itself. */
static bool struck(void (*work)(void), unsigned most_us)
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        work();
        _exit(DONE);
    }
    (void)usleep(dice_roll(&dice, most_us));
    (void)kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return false;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != DONE)
        fail_msg("the courier failed by itself, status %d", status);
    return true;
}

static void carry_for_ever(void)
{
    struct outbox outbox;
    struct courier *courier = open_courier(&outbox);
    while (stage->journal.count < CROWD) {
        struct courier_result result;
        stage->journal.count++;
        if (!courier_sync(courier, &result, &err))
            _exit(1);
    }
    courier_close(courier);
}

static void check_mark(void)
{
    struct courier_state state;
    if (!courier_state_load(stage->data, &state, &err))
        fail_msg("the state cannot be read: %s", err.text);
    uint64_t mark = state.acknowledged.seq;
    assert_true(state.enrolled);
    assert_true(mark <= stage->hub.through.seq); /* never ahead of what the hub has */
    assert_memory_equal(&state.acknowledged.hash, &stage->journal.points[mark].hash, 32);
}

static void enrol_here(void)
{
    struct outbox outbox;
    struct courier *courier = open_courier(&outbox);
    if (!courier_enrol(courier, "https://hub.example", stage->hub.code, &err))
        fail_msg("enrolling: %s", err.text);
    courier_close(courier);
}

static void killed_while_carrying_it_loses_nothing_and_doubles_nothing(void **state)
{
    struct courier_result result;
    struct outbox outbox;
    int kills = 0;
    (void)state;
    enrol_here();
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 0);
    while (kills < KILLS && !struck(carry_for_ever, 15000)) {
        kills++;
        check_mark();
    }
    struct courier *courier = open_courier(&outbox);
    assert_true(courier_sync(courier, &result, &err));
    assert_int_equal(result.pending, 0);
    check_mark();
    assert_int_equal(stage->hub.through.seq, stage->journal.count);
    assert_memory_equal(&stage->hub.through, &stage->journal.points[stage->journal.count],
                        sizeof stage->hub.through);
    print_message("%d kills, %zu responses carried\n", kills, stage->journal.count);
    courier_close(courier);
}

static void enrol_from_the_start(void)
{
    struct outbox outbox;
    struct courier *courier = open_courier(&outbox);
    if (!courier_enrol(courier, "https://hub.example", stage->hub.code, &err))
        _exit(1);
    courier_close(courier);
}

/* The hub knows one key for ever: a courier that made a second one would be refused. */
static void killed_while_enrolling_the_same_code_still_works(void **state)
{
    static uint8_t large[300000];
    struct digest name = fake_hub_blob(&stage->hub, span_of(large, sizeof large));
    struct blob_name blob = fake_blob_name(BLOB_PICTURE, "one", &name, sizeof large);
    int kills = 0;
    (void)state;
    fake_hub_offer(&stage->hub, 1, &blob, 1);
    for (int round = 0; round < KILLS; round++) {
        (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("kill-enrol"));
        stage->hub.enrolled = false;
        /* Each try has more time than the one before, so that one of them comes through. */
        for (unsigned us = 1000; !struck(enrol_from_the_start, us); us += 1000 + us / 8)
            kills++;
        struct courier_state now;
        assert_true(courier_state_load(stage->data, &now, &err));
        assert_true(now.enrolled);
        assert_int_equal(now.bundle_serial, 1);
        BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
        assert_true(courier_blob_load(stage->data, &name, &bytes, &err));
    }
    print_message("%d kills in %d enrolments\n", kills, KILLS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_while_carrying_it_loses_nothing_and_doubles_nothing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(killed_while_enrolling_the_same_code_still_works, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
