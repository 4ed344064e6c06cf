/* The courier's loop and its socket: a screen that pokes, commands that ask, an end that is clean.
 */
#include "courier.h"
#include "courier_socket.h"
#include "fake_hub.h"
#include "file.h"
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct err err;

/* A courier that runs in a thread of its own, in the real time of this machine. */
struct stage {
    char data[600];
    struct fake_hub hub;
    struct fake_journal journal;
    struct outbox outbox;
    struct courier *courier;
    pthread_t thread;
    int stop[2];
    bool ended_well;
    struct rusage usage;
};

static struct moment real_now(void *self)
{
    (void)self;
    return clock_now();
}

static void *run_courier(void *context)
{
    struct stage *stage = context;
    struct err why;
    stage->ended_well = courier_run(stage->courier, stage->stop[0], &why);
    (void)getrusage(RUSAGE_THREAD, &stage->usage);
    return NULL;
}

/* Waits for it, and for nothing longer than ten seconds. */
static void await(bool (*come)(const struct stage *stage), const struct stage *stage)
{
    for (int i = 0; i < 1000; i++) {
        if (come(stage))
            return;
        assert_int_equal(usleep(10000), 0);
    }
    fail_msg("it never came");
}

static bool listens(const struct stage *stage)
{
    int fd = courier_connect(stage->data);
    bool there = fd >= 0;
    file_close(&fd);
    return there;
}

static void start(struct stage *stage)
{
    assert_int_equal(pipe(stage->stop), 0);
    assert_int_equal(pthread_create(&stage->thread, NULL, run_courier, stage), 0);
    await(listens, stage);
}

static void stop(struct stage *stage)
{
    assert_int_equal(write(stage->stop[1], "x", 1), 1);
    assert_int_equal(pthread_join(stage->thread, NULL), 0);
    assert_true(stage->ended_well);
    file_close(&stage->stop[0]);
    file_close(&stage->stop[1]);
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    struct courier_settings settings = courier_settings_default();
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("run"));
    fake_hub_init(&stage->hub);
    fake_journal_init(&stage->journal, 3, 40);
    struct courier_world world = fake_hub_world(&stage->hub);
    world.now = real_now;
    assert_true(courier_open_in(stage->data, &world, &stage->courier, &err));
    stage->outbox = fake_journal_outbox(&stage->journal);
    courier_set_outbox(stage->courier, &stage->outbox);
    settings.start_spread = settings.boot_spread = 0;
    courier_set_settings(stage->courier, &settings);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    fake_journal_finish(&stage->journal);
    fake_hub_finish(&stage->hub);
    free(stage);
    return 0;
}

static void enrol(struct stage *stage, size_t closed)
{
    assert_true(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, closed);
}

static bool hear_in_time(int fd, char text[COURIER_MESSAGE_MAX])
{
    struct pollfd waiting = { .fd = fd, .events = POLLIN };
    return poll(&waiting, 1, 10000) == 1 && courier_hear(fd, text) == 1;
}

static uint64_t saved_mark(const struct stage *stage)
{
    struct courier_state state;
    assert_true(courier_state_load(stage->data, &state, &err));
    return state.acknowledged.seq;
}

static void the_first_exchange_needs_no_poke(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 7);
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    stop(stage);
    assert_int_equal(saved_mark(stage), 7);
    assert_int_equal(stage->hub.responses_taken, 7);
}

static void a_poke_after_an_exchange_sends_at_once_and_tells_the_screen(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 2);
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    FD_AUTO screen = courier_connect(stage->data);
    assert_true(screen >= 0);
    stage->journal.count = 5; /* the loop is asleep and looks only when it is poked */
    assert_true(courier_say(screen, "poke"));
    do
        assert_true(hear_in_time(screen, text));
    while (saved_mark(stage) < 5);
    assert_string_equal(text, "state");
    stop(stage);
}

static void a_command_asks_for_an_exchange_and_hears_how_it_went(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 3);
    fake_hub_down(&stage->hub, 1, TRANSPORT_NO_NETWORK);
    start(stage);
    while (stage->hub.posts < 2)
        assert_int_equal(usleep(1000), 0);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    assert_non_null(strstr(text, "pending 0"));
    fake_hub_down(&stage->hub, 1, TRANSPORT_NO_NAME);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_false(fine);
    assert_non_null(strstr(text, "name was not found"));
    stop(stage);
}

static void a_running_courier_is_enrolled_by_way_of_its_socket(void **state)
{
    struct stage *stage = *state;
    bool fine = true;
    char text[COURIER_MESSAGE_MAX];
    char message[COURIER_MESSAGE_MAX];
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_false(fine);
    assert_int_equal(courier_ask(stage->data, "enrol https://hub.example", &fine, text), 1);
    assert_false(fine);
    (void)snprintf(message, sizeof message, "enrol https://hub.example %s", stage->hub.code);
    assert_int_equal(courier_ask(stage->data, message, &fine, text), 1);
    assert_true(fine);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    stop(stage);
}

static void an_end_in_mid_exchange_is_no_failure(void **state)
{
    struct stage *stage = *state;
    enrol(stage, 3);
    /* The hub is out of reach because the program is told to stop: curl gives up in the same way.
     */
    assert_int_equal(pipe(stage->stop), 0);
    assert_int_equal(write(stage->stop[1], "x", 1), 1);
    fake_hub_down(&stage->hub, 1, TRANSPORT_STOPPED);
    assert_true(courier_run(stage->courier, stage->stop[0], &err));
    assert_int_equal(courier_state(stage->courier)->failures, 0);
    file_close(&stage->stop[0]);
    file_close(&stage->stop[1]);
}

static void a_command_without_a_courier_is_told_so(void **state)
{
    struct stage *stage = *state;
    bool fine;
    char text[COURIER_MESSAGE_MAX];
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 0);
    assert_int_equal(courier_connect(stage->data), -1);
}

static void the_socket_a_dead_courier_left_is_taken_over(void **state)
{
    struct stage *stage = *state;
    char path[700];
    (void)snprintf(path, sizeof path, "%s/courier/courier.sock", stage->data);
    write_bytes(path, span_text(""));
    start(stage);
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    assert_true(S_ISSOCK(about.st_mode));
    assert_int_equal(about.st_mode & 0777, 0660);
    stop(stage);
    assert_false(file_exists(path));
}

/* On a connection of its own: the courier hangs up on some of it. */
static void say_alone(const struct stage *stage, const char *bytes, size_t size)
{
    FD_AUTO fd = courier_connect(stage->data);
    assert_true(fd >= 0);
    assert_int_equal(send(fd, bytes, size, MSG_NOSIGNAL), size);
}

static void nonsense_on_the_socket_harms_nothing(void **state)
{
    struct stage *stage = *state;
    bool fine;
    char text[COURIER_MESSAGE_MAX];
    static char large[5000];
    memset(large, 'a', sizeof large);
    enrol(stage, 1);
    start(stage);
    say_alone(stage, "dance", 5);
    say_alone(stage, "", 0);
    say_alone(stage, large, sizeof large);
    say_alone(stage, "\0\1\2\377", 4);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    stop(stage);
}

/* What the screen hears when it calls for help where this is the bell. */
static void call_with(struct stage *stage, const char *bell, char answer[COURIER_MESSAGE_MAX])
{
    courier_set_bell(stage->courier, bell);
    start(stage);
    FD_AUTO screen = courier_connect(stage->data);
    assert_true(screen >= 0 && courier_say(screen, "help"));
    do
        assert_true(hear_in_time(screen, answer));
    while (strcmp(answer, "state") == 0);
    stop(stage);
}

static void staff_have_been_told_when_the_bell_says_so(void **state)
{
    char answer[COURIER_MESSAGE_MAX];
    call_with(*state, "/bin/true", answer);
    assert_string_equal(answer, "told");
}

static void a_bell_that_fails_told_nobody(void **state)
{
    char answer[COURIER_MESSAGE_MAX];
    call_with(*state, "/bin/false", answer);
    assert_string_equal(answer, "untold");
}

static void a_bell_that_is_not_there_told_nobody(void **state)
{
    char answer[COURIER_MESSAGE_MAX];
    call_with(*state, "/nowhere/bell", answer);
    assert_string_equal(answer, "untold");
}

static void without_a_bell_nobody_is_told(void **state)
{
    char answer[COURIER_MESSAGE_MAX];
    call_with(*state, NULL, answer);
    assert_string_equal(answer, "untold");
}

static char *bell_script(const struct stage *stage, const char *lines)
{
    static char path[700];
    (void)snprintf(path, sizeof path, "%s/bell", stage->data);
    write_bytes(path, span_text(lines));
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

/* It ends with the courier: nothing rings on. */
static void a_bell_that_hangs_does_not_hold_the_courier(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 1);
    courier_set_bell(stage->courier, bell_script(stage, "#!/bin/sh\nexec sleep 1000\n"));
    start(stage);
    FD_AUTO screen = courier_connect(stage->data);
    assert_true(courier_say(screen, "help"));
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    stop(stage);
}

static void ask_for_help(const struct stage *stage)
{
    FD_AUTO screen = courier_connect(stage->data);
    assert_true(screen >= 0 && courier_say(screen, "help"));
}

static bool was_told(const struct stage *stage)
{
    return stage->hub.helped > 0;
}

/* An hour before the next question for news. */
static void the_hub_is_told_at_once_that_somebody_asks_for_help(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 1);
    stage->hub.takes_help = true;
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_int_equal(stage->hub.helped, 0);
    ask_for_help(stage);
    await(was_told, stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    stop(stage);
    assert_int_equal(stage->hub.helped, 1);
}

/* It would refuse the batch, and the responses in it. */
static void a_hub_that_does_not_take_it_is_not_told_of_help(void **state)
{
    struct stage *stage = *state;
    bool fine = false;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 1);
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    ask_for_help(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    assert_true(fine);
    assert_int_equal(stage->hub.helped, 0);
    /* A newer hub says that it does, and hears of it with the next. */
    stage->hub.takes_help = true;
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    await(was_told, stage);
    stop(stage);
    assert_int_equal(stage->hub.helped, 1);
}

static void more_guests_than_there_are_seats_are_turned_away(void **state)
{
    struct stage *stage = *state;
    int guests[40];
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 1);
    start(stage);
    for (int i = 0; i < 40; i++)
        guests[i] = courier_connect(stage->data);
    /* The first is still heard. */
    assert_true(courier_say(guests[0], "sync"));
    bool answered = false;
    while (!answered && hear_in_time(guests[0], text))
        answered = strncmp(text, "ok ", 3) == 0;
    assert_true(answered);
    for (int i = 0; i < 40; i++)
        file_close(&guests[i]);
    stop(stage);
}

static void an_idle_courier_sleeps(void **state)
{
    struct stage *stage = *state;
    bool fine;
    char text[COURIER_MESSAGE_MAX];
    enrol(stage, 1);
    start(stage);
    assert_int_equal(courier_ask(stage->data, "sync", &fine, text), 1);
    long before = (long)stage->journal.reads;
    assert_int_equal(sleep(3), 0);
    stop(stage);
    assert_int_equal((long)stage->journal.reads, before);
    /* It was woken by the first exchange, the question and the end, not by a tick. */
    print_message("%ld wake-ups in all\n", stage->usage.ru_nvcsw);
    assert_true(stage->usage.ru_nvcsw < 200);
}

#define on_stage(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_stage(the_first_exchange_needs_no_poke),
        on_stage(a_poke_after_an_exchange_sends_at_once_and_tells_the_screen),
        on_stage(a_command_asks_for_an_exchange_and_hears_how_it_went),
        on_stage(a_running_courier_is_enrolled_by_way_of_its_socket),
        on_stage(an_end_in_mid_exchange_is_no_failure),
        on_stage(a_command_without_a_courier_is_told_so),
        on_stage(the_socket_a_dead_courier_left_is_taken_over),
        on_stage(nonsense_on_the_socket_harms_nothing),
        on_stage(more_guests_than_there_are_seats_are_turned_away),
        on_stage(staff_have_been_told_when_the_bell_says_so),
        on_stage(a_bell_that_fails_told_nobody),
        on_stage(a_bell_that_is_not_there_told_nobody),
        on_stage(without_a_bell_nobody_is_told),
        on_stage(a_bell_that_hangs_does_not_hold_the_courier),
        on_stage(the_hub_is_told_at_once_that_somebody_asks_for_help),
        on_stage(a_hub_that_does_not_take_it_is_not_told_of_help),
        on_stage(an_idle_courier_sleeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
