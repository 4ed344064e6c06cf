/* One touch counts once, however often the display server tells of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "echo.h"

static void a_click_made_of_a_touch_is_passed_over(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1000));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 102, 99, 1003));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_MOVE, 103, 99, 1010));
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_UP, 100, 100, 1100));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 102, 99, 1101));
}

static void a_touch_that_comes_after_its_click_is_passed_over(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 100, 100, 1000));
    assert_false(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1002));
    assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 100, 100, 1050));
    assert_false(echo_is_meant(&echo, ECHO_TOUCH, ECHO_UP, 100, 100, 1051));
}

static void a_click_after_the_touch_was_lifted_is_still_its_echo(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1000));
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_UP, 100, 100, 1080));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 100, 100, 1081));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 100, 100, 1082));
}

static void a_mouse_elsewhere_or_later_is_a_hand_of_its_own(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1000));
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_UP, 100, 100, 1080));
    assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 600, 100, 1100));
    assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 600, 100, 1110));
    assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 600, 100, 9000));
}

static void one_source_alone_is_never_an_echo(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    for (msec now = 1000; now < 3000; now += 100) {
        assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 100, 100, now));
        assert_true(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 100, 100, now + 50));
    }
}

static void the_next_touch_after_an_echo_counts(void **state)
{
    (void)state;
    struct echo echo = { 0 };
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1000));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_DOWN, 100, 100, 1002));
    assert_false(echo_is_meant(&echo, ECHO_MOUSE, ECHO_UP, 100, 100, 1052));
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_UP, 100, 100, 1050));
    assert_true(echo_is_meant(&echo, ECHO_TOUCH, ECHO_DOWN, 100, 100, 1300));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_click_made_of_a_touch_is_passed_over),
        cmocka_unit_test(a_touch_that_comes_after_its_click_is_passed_over),
        cmocka_unit_test(a_click_after_the_touch_was_lifted_is_still_its_echo),
        cmocka_unit_test(a_mouse_elsewhere_or_later_is_a_hand_of_its_own),
        cmocka_unit_test(one_source_alone_is_never_an_echo),
        cmocka_unit_test(the_next_touch_after_an_echo_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
