/* Guessed codes: an address may fail a few times, then waits; others are not in its way. */
#include "throttle.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>

enum { NOW = 1000000 };

static struct throttle throttle;

static int begin(void **state)
{
    (void)state;
    throttle_init(&throttle, 42, NOW);
    return 0;
}

/* Fails until it has to wait; returns how often it could. */
static int fail_until_refused(const char *peer, msec now)
{
    int failures = 0;
    while (failures < 100000 && throttle_ask(&throttle, peer, now) == 0) {
        throttle_failed(&throttle, peer, now);
        failures++;
    }
    return failures;
}

static void asking_without_failing_costs_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(throttle_ask(&throttle, "192.0.2.1", NOW), 0);
}

static void an_address_fails_ten_times_and_then_waits(void **state)
{
    (void)state;
    assert_int_equal(fail_until_refused("192.0.2.1", NOW), 10);
    assert_in_range(throttle_ask(&throttle, "192.0.2.1", NOW), 1, 7);
}

static void waiting_as_long_as_was_said_is_enough(void **state)
{
    (void)state;
    (void)fail_until_refused("192.0.2.1", NOW);
    unsigned seconds = throttle_ask(&throttle, "192.0.2.1", NOW);
    assert_int_equal(throttle_ask(&throttle, "192.0.2.1", NOW + seconds * 1000), 0);
    assert_int_equal(fail_until_refused("192.0.2.1", NOW + seconds * 1000), 1);
}

static void another_address_is_not_in_the_way(void **state)
{
    (void)state;
    (void)fail_until_refused("192.0.2.1", NOW);
    assert_int_equal(throttle_ask(&throttle, "192.0.2.2", NOW), 0);
    assert_int_equal(throttle_ask(&throttle, "2001:db8::1", NOW), 0);
}

static void an_ipv6_network_counts_as_one_and_a_mapped_address_as_itself(void **state)
{
    (void)state;
    (void)fail_until_refused("2001:db8::1", NOW);
    assert_int_not_equal(throttle_ask(&throttle, "2001:db8::ffff:2", NOW), 0);
    assert_int_equal(throttle_ask(&throttle, "2001:db8:0:1::1", NOW), 0);
    (void)fail_until_refused("::ffff:192.0.2.1", NOW);
    assert_int_equal(throttle_ask(&throttle, "::ffff:192.0.2.2", NOW), 0);
}

static void from_many_addresses_all_together_are_bounded(void **state)
{
    int failures = 0;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        char peer[32];
        (void)snprintf(peer, sizeof peer, "10.0.%d.%d", i / 250, i % 250);
        if (throttle_ask(&throttle, peer, NOW) != 0)
            continue;
        throttle_failed(&throttle, peer, NOW);
        failures++;
    }
    assert_int_equal(failures, 600);
}

static void a_clock_that_stands_still_gives_nothing_back(void **state)
{
    (void)state;
    (void)fail_until_refused("192.0.2.1", NOW);
    assert_int_equal(fail_until_refused("192.0.2.1", NOW), 0);
    assert_int_equal(fail_until_refused("192.0.2.1", NOW - 5000), 0);
}

#define BEGUN(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BEGUN(asking_without_failing_costs_nothing),
        BEGUN(an_address_fails_ten_times_and_then_waits),
        BEGUN(waiting_as_long_as_was_said_is_enough),
        BEGUN(another_address_is_not_in_the_way),
        BEGUN(an_ipv6_network_counts_as_one_and_a_mapped_address_as_itself),
        BEGUN(from_many_addresses_all_together_are_bounded),
        BEGUN(a_clock_that_stands_still_gives_nothing_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
