/*
 * A child on somebody's bytes: it reads what it is given and says what it says, and whatever else
 * it tries, it gets no network, no files of ours, no environment, and no more time, memory and room
 * than it was given. The children are small shell scripts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "limited.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct limits usual = { .processor_seconds = 20,
                                     .output_bytes = 65536,
                                     .time_ms = 60000 };

static struct buf said;
static struct err err;

static int begin(void **state)
{
    (void)state;
    said = buf_new(65536);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_finish(&said);
    return 0;
}

static void start(const char *script, const struct limits *limits, struct limited *ret)
{
    const char *arguments[] = { "-c", script, NULL };
    struct limited_program program = { "/bin/sh", arguments, NULL };
    if (!limited_start(&program, span_text("one\ntwo\n"), limits, ret, &err))
        fail_msg("%s", err.text);
}

/* True when it ended by itself and said something. */
static bool run(const char *script, const struct limits *limits)
{
    struct limited child;
    int status;
    buf_clear(&said);
    err = (struct err){ .text = "" };
    start(script, limits, &child);
    assert_int_equal(limited_wait(&child, 1), 0);
    bool fine = limited_finish(&child, &status, &said, &err);
    assert_int_equal(limited_wait(&child, 1), -1);
    return fine;
}

static void it_reads_its_input_and_is_heard(void **state)
{
    (void)state;
    assert_true(run("read a; read b; echo $b $a", &usual));
    assert_string_equal(buf_text(&said), "two one\n");
    assert_true(run("echo found; exit 1", &usual));
}

static void its_failure_is_told_in_its_own_words(void **state)
{
    (void)state;
    assert_false(run("echo 'no such\033 face' >&2; echo more >&2; exit 1", &usual));
    assert_string_equal(err.text, "no such? face");
    assert_false(run("echo half; echo wrong use >&2; exit 2", &usual));
    assert_string_equal(err.text, "wrong use");
    assert_false(run("kill -SEGV $$", &usual));
    assert_string_equal(err.text, "it was ended by the signal 11");
}

static void it_has_no_environment_and_none_of_our_files(void **state)
{
    (void)state;
    int ours = open("/dev/null", O_RDONLY); /* not closed by exec: nothing but we close it */
    assert_true(ours > 2);
    assert_int_equal(setenv("SECRET_OF_OURS", "x", 1), 0);
    assert_true(run("echo \"[$SECRET_OF_OURS$HOME]\"; for i in 3 4 5 6 7 8 9; do"
                    " [ ! -e /proc/self/fd/$i ] || echo open $i; done; pwd",
                    &usual));
    assert_string_equal(buf_text(&said), "[]\n/\n");
    (void)close(ours);
}

/* In a network of its own there is no interface but a dead one: what says so is the kernel. */
static void it_is_cut_off_from_the_network_or_told_to_be(void **state)
{
    (void)state;
    const char *arguments[] = { "-c", "echo $1; grep -c : /proc/net/dev", "sh", NULL };
    struct limited_program program = { "/bin/sh", arguments, "sealed yourself?" };
    struct limited child;
    int status;
    buf_clear(&said);
    assert_true(limited_start(&program, span_text(""), &usual, &child, &err));
    assert_int_equal(limited_wait(&child, 1), 0);
    assert_true(limited_finish(&child, &status, &said, &err));
    bool alone = strcmp(buf_text(&said), "\n1\n") == 0;
    assert_true(alone || strncmp(buf_text(&said), "sealed yourself?\n", 17) == 0);
}

static void what_takes_too_long_is_ended(void **state)
{
    (void)state;
    struct limits short_time = usual, little_work = usual;
    short_time.time_ms = 200;
    little_work.processor_seconds = 1;
    assert_false(run("exec sleep 600", &short_time));
    assert_string_equal(err.text, "it was ended, for it took too long");
    assert_false(run("while :; do :; done", &little_work));
    assert_string_equal(err.text, "it was ended, for it took too much of the processor");
}

static void what_says_too_much_is_ended(void **state)
{
    (void)state;
    struct limits quiet = usual;
    quiet.output_bytes = 4096;
    assert_false(run("while :; do echo and again; done", &quiet));
    assert_string_equal(err.text, "it was ended, for it said too much");
}

static void it_starts_no_other_programs(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* the kernel lets root, and we do not ask it to */
    assert_false(run("true & echo started", &usual));
}

static void memory_has_an_end(void **state)
{
    (void)state;
    struct limits narrow = usual;
    narrow.memory_bytes = 64 * 1024 * 1024;
    assert_false(run("a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done; echo grown", &narrow));
    assert_int_equal(said.size, 0);
}

static void several_run_side_by_side_and_are_told_apart(void **state)
{
    (void)state;
    struct limited children[3];
    bool ended[3] = { false };
    start("echo 0", &usual, &children[0]);
    start("echo 1", &usual, &children[1]);
    start("echo 2", &usual, &children[2]);
    for (int i = 0; i < 3; i++) {
        int status, which = limited_wait(children, 3);
        assert_in_range(which, 0, 2);
        assert_false(ended[which]);
        ended[which] = true;
        buf_clear(&said);
        assert_true(limited_finish(&children[which], &status, &said, &err));
        assert_int_equal(buf_text(&said)[0], '0' + which);
    }
    assert_int_equal(limited_wait(children, 3), -1);
}

static void a_program_that_is_not_there_is_named(void **state)
{
    (void)state;
    const char *arguments[] = { NULL };
    struct limited_program program = { "/nowhere/yousaid-kiosk", arguments, NULL };
    struct limited child;
    assert_false(limited_start(&program, span_text(""), &usual, &child, &err));
    assert_string_equal(err.text, "there is no program /nowhere/yousaid-kiosk");
    limited_stop(&child);
}

static void one_that_is_no_longer_wanted_is_stopped(void **state)
{
    (void)state;
    struct limited child;
    start("exec sleep 600", &usual, &child);
    limited_stop(&child);
    assert_int_equal(child.pid, 0);
    assert_int_equal(limited_wait(&child, 1), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_its_input_and_is_heard),
        cmocka_unit_test(its_failure_is_told_in_its_own_words),
        cmocka_unit_test(it_has_no_environment_and_none_of_our_files),
        cmocka_unit_test(it_is_cut_off_from_the_network_or_told_to_be),
        cmocka_unit_test(what_takes_too_long_is_ended),
        cmocka_unit_test(what_says_too_much_is_ended),
        cmocka_unit_test(it_starts_no_other_programs),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(several_run_side_by_side_and_are_told_apart),
        cmocka_unit_test(a_program_that_is_not_there_is_named),
        cmocka_unit_test(one_that_is_no_longer_wanted_is_stopped),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
