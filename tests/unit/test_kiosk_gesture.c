/* Fingers on the screen: one at a time, and a slide calls a press off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk_gesture.h"

static struct scene scene = {
    .target_count = 2,
    .targets = { { { TARGET_START, 0 }, { 0, 0, 100, 100 }, true },
                 { { TARGET_HELP, 0 }, { 200, 0, 100, 100 }, true } },
};

static bool step(struct gesture *gesture, enum panel_event_kind kind, int finger, int x,
                 struct event *ret)
{
    struct panel_event event = { .kind = kind, .finger = finger, .x = x, .y = 50 };
    return gesture_take(gesture, &scene, &event, ret);
}

static void a_tap_is_a_press_and_a_release(void **state)
{
    (void)state;
    struct gesture gesture = { 0 };
    struct event event;
    assert_true(step(&gesture, PANEL_DOWN, 1, 50, &event));
    assert_int_equal(event.kind, EV_PRESS);
    assert_int_equal(event.target.kind, TARGET_START);
    assert_false(step(&gesture, PANEL_MOVE, 1, 60, &event));
    assert_true(step(&gesture, PANEL_UP, 1, 60, &event));
    assert_int_equal(event.kind, EV_RELEASE);
    assert_int_equal(event.target.kind, TARGET_START);
}

static void sliding_off_calls_it_off_once_and_for_good(void **state)
{
    (void)state;
    struct gesture gesture = { 0 };
    struct event event;
    assert_true(step(&gesture, PANEL_DOWN, 1, 50, &event));
    assert_true(step(&gesture, PANEL_MOVE, 1, 150, &event));
    assert_int_equal(event.kind, EV_SLIDE_OFF);
    assert_false(step(&gesture, PANEL_MOVE, 1, 250, &event));
    assert_false(step(&gesture, PANEL_MOVE, 1, 50, &event));
    assert_false(step(&gesture, PANEL_UP, 1, 50, &event));
}

static void lifting_elsewhere_is_no_release(void **state)
{
    (void)state;
    struct gesture gesture = { 0 };
    struct event event;
    assert_true(step(&gesture, PANEL_DOWN, 1, 50, &event));
    assert_true(step(&gesture, PANEL_UP, 1, 250, &event));
    assert_int_equal(event.kind, EV_SLIDE_OFF);
}

static void a_second_finger_means_nothing(void **state)
{
    (void)state;
    struct gesture gesture = { 0 };
    struct event event;
    assert_true(step(&gesture, PANEL_DOWN, 1, 50, &event));
    assert_false(step(&gesture, PANEL_DOWN, 2, 250, &event));
    assert_false(step(&gesture, PANEL_UP, 2, 250, &event));
    assert_true(step(&gesture, PANEL_UP, 1, 50, &event));
    assert_int_equal(event.kind, EV_RELEASE);
}

static void a_finger_beside_everything_still_wakes(void **state)
{
    (void)state;
    struct gesture gesture = { 0 };
    struct event event;
    assert_true(step(&gesture, PANEL_DOWN, 1, 150, &event));
    assert_int_equal(event.kind, EV_PRESS);
    assert_int_equal(event.target.kind, TARGET_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tap_is_a_press_and_a_release),
        cmocka_unit_test(sliding_off_calls_it_off_once_and_for_good),
        cmocka_unit_test(lifting_elsewhere_is_no_release),
        cmocka_unit_test(a_second_finger_means_nothing),
        cmocka_unit_test(a_finger_beside_everything_still_wakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
