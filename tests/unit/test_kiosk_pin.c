/* The staff's PIN: a wrong one is counted on the disk before anybody knows that it was wrong, the
 * plug takes nothing back, and what cannot be counted is not checked. */
#include "file.h"
#include "kiosk_pin.h"
#include "seal.h"
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 60000, AS_MANY_AS_DAMAGE = 8 };

static const char pin[] = "271828", recovery[] = "7K2QF-31M4X-PZ00A-9BTYW";

static char folder[256], screen[300], tries[310];
static struct pin_hashes hashes;
static struct pin_worker *worker;

static void open_worker(void)
{
    struct err err = { 0 };
    if (!pin_worker_open(folder, &worker, &err))
        fail_msg("%s", err.text);
}

/* As when the plug is pulled: all that is known is what stands on the disk. */
static void start_again(void)
{
    pin_worker_close(worker);
    open_worker();
}

static int begin(void **state)
{
    const char *at = getenv("TMPDIR");
    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/pin-XXXXXX", at == NULL ? "/tmp" : at);
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(screen, sizeof screen, "%s/screen", folder);
    (void)snprintf(tries, sizeof tries, "%s/tries", screen);
    if (!file_make_folder(screen, 0700, NULL))
        return -1;
    open_worker();
    return 0;
}

static int end(void **state)
{
    (void)state;
    pin_worker_close(worker);
    (void)unlink(tries);
    (void)rmdir(screen);
    return rmdir(folder);
}

/* Asks and waits for the answer; how many were wrong in a row stands in ret_tries. */
static bool opens(const char *typed, bool as_recovery, uint32_t *ret_tries)
{
    struct pollfd answer = { .fd = pin_worker_fd(worker), .events = POLLIN };
    bool right = false;
    pin_worker_ask(worker, &hashes, typed, as_recovery);
    assert_int_equal(poll(&answer, 1, PATIENCE_MS), 1);
    assert_true(pin_worker_take(worker, &right, ret_tries));
    assert_false(pin_worker_take(worker, &right, ret_tries));
    return right;
}

static void the_right_pin_opens(void **state)
{
    (void)state;
    uint32_t wrong = 99;
    assert_true(opens(pin, false, &wrong));
    assert_int_equal(wrong, 0);
    assert_int_equal(pin_tries_load(folder), 0);
}

static void wrong_ones_are_counted_and_the_plug_takes_none_back(void **state)
{
    (void)state;
    uint32_t wrong = 0;
    for (uint32_t i = 1; i <= 3; i++) {
        assert_false(opens("271829", false, &wrong));
        assert_int_equal(wrong, i);
        assert_int_equal(pin_tries_load(folder), i);
    }
    start_again();
    assert_false(opens("", false, &wrong));
    assert_int_equal(wrong, 4);
    assert_true(opens(pin, false, &wrong));
    assert_int_equal(wrong, 0);
    assert_int_equal(pin_tries_load(folder), 0);
}

static void the_recovery_code_opens_and_is_not_counted(void **state)
{
    (void)state;
    uint32_t wrong = 0;
    assert_false(opens("000000", false, &wrong));
    assert_false(opens("00000-00000-00000-00000", true, &wrong));
    assert_int_equal(wrong, 1);
    assert_false(opens(pin, true, &wrong));
    assert_int_equal(pin_tries_load(folder), 1);
    assert_true(opens(recovery, true, &wrong));
    assert_int_equal(wrong, 0);
    assert_int_equal(pin_tries_load(folder), 0);
    assert_false(opens(recovery, false, &wrong));
}

static void a_try_that_cannot_be_counted_is_no_try(void **state)
{
    (void)state;
    uint32_t wrong = 0;
    assert_int_equal(rmdir(screen), 0);
    assert_false(opens(pin, false, &wrong));
    assert_true(file_make_folder(screen, 0700, NULL));
    assert_true(opens(pin, false, &wrong));
}

static void a_damaged_count_is_a_high_one(void **state)
{
    (void)state;
    static const char *const damaged[] = { "", "none\n", "3", "3 \n", "1001\n", "-1\n", "\n" };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        assert_true(file_write_durable(tries, span_text(damaged[i]), 0640, NULL));
        if (pin_tries_load(folder) != AS_MANY_AS_DAMAGE)
            fail_msg("\"%s\" counts as %u", damaged[i], pin_tries_load(folder));
    }
    assert_true(file_write_durable(tries, span_text("1000\n"), 0640, NULL));
    assert_int_equal(pin_tries_load(folder), 1000);
}

static void without_a_disk_nothing_is_kept(void **state)
{
    (void)state;
    assert_int_equal(pin_tries_load(NULL), 0);
    assert_int_equal(pin_worker_fd(NULL), -1);
    pin_worker_close(NULL);
}

static void only_two_hashes_and_nothing_else_are_a_pin(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "",
        "[]",
        "{}",
        "{\"pin\": \"a\"}",
        "{\"pin\": \"a\", \"recovery\": \"\"}",
        "{\"pin\": 1, \"recovery\": \"b\"}",
        "{\"pin\": \"a\", \"recovery\": \"b\", \"more\": 1}",
        "{\"pin\": \"a\", \"pin\": \"b\", \"recovery\": \"c\"}",
        "{\"pin\": \"a\\u0000b\", \"recovery\": \"b\"}",
    };
    struct pin_hashes read = { 0 };
    struct err err = { 0 };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (pin_hashes_read(span_text(odd[i]), &read, &err))
            fail_msg("taken: %s", odd[i]);
    assert_false(read.known);
    assert_true(pin_hashes_read(span_text("{\"pin\": \"a\", \"recovery\": \"b\"}"), &read, &err));
    assert_true(read.known);
    assert_string_equal(read.pin, "a");
    assert_string_equal(read.recovery, "b");
}

static int make_hashes(void **state)
{
    struct err err = { 0 };
    (void)state;
    (void)setenv("YOUSAID_TEST_KDF", "1", 1);
    seal_start();
    hashes.known = true;
    return pin_hash(pin, hashes.pin, &err) && pin_hash(recovery, hashes.recovery, &err) ? 0 : -1;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_right_pin_opens),
        TEST(wrong_ones_are_counted_and_the_plug_takes_none_back),
        TEST(the_recovery_code_opens_and_is_not_counted),
        TEST(a_try_that_cannot_be_counted_is_no_try),
        TEST(a_damaged_count_is_a_high_one),
        TEST(without_a_disk_nothing_is_kept),
        TEST(only_two_hashes_and_nothing_else_are_a_pin),
    };
    return cmocka_run_group_tests(tests, make_hashes, NULL);
}
