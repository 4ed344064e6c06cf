/* Fingers on the screen: one acts, on release; a slide calls a press off; second fingers, palms and
 * what rests on the glass do nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk_gesture.h"

enum { NOW = 100000 };

static struct scene scene = {
    .width = 400,
    .height = 200,
    .target_count = 2,
    .targets = { { { TARGET_START, 0 }, { 0, 0, 100, 100 }, true },
                 { { TARGET_HELP, 0 }, { 200, 0, 100, 100 }, true } },
};

static struct gesture gesture;
static struct event events[GESTURE_EVENTS];
static msec now;

static int begin(void **state)
{
    (void)state;
    gesture = (struct gesture){ 0 };
    scene.corner = 0;
    now = NOW;
    return 0;
}

static int step(enum panel_event_kind kind, int finger, int x)
{
    struct panel_event event = { .kind = kind, .finger = finger, .x = x, .y = 50 };
    return gesture_take(&gesture, &scene, &event, now, events);
}

static void means(int count, enum event_kind kind, enum target_kind target)
{
    assert_int_equal(count, 1);
    assert_int_equal(events[0].kind, kind);
    assert_int_equal(events[0].target.kind, target);
}

static void a_tap_is_a_press_and_a_release(void **state)
{
    (void)state;
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
    assert_int_equal(step(PANEL_MOVE, 1, 60), 0);
    now += 80;
    means(step(PANEL_UP, 1, 60), EV_RELEASE, TARGET_START);
}

static void sliding_off_calls_it_off_once_and_for_good(void **state)
{
    (void)state;
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
    means(step(PANEL_MOVE, 1, 150), EV_SLIDE_OFF, TARGET_START);
    assert_int_equal(step(PANEL_MOVE, 1, 250), 0);
    assert_int_equal(step(PANEL_MOVE, 1, 50), 0);
    assert_int_equal(step(PANEL_UP, 1, 50), 0);
}

static void lifting_elsewhere_is_no_release(void **state)
{
    (void)state;
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
    means(step(PANEL_UP, 1, 250), EV_SLIDE_OFF, TARGET_START);
}

static void a_second_finger_means_nothing(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += 300;
    assert_int_equal(step(PANEL_DOWN, 2, 250), 0);
    assert_int_equal(step(PANEL_MOVE, 2, 150), 0);
    assert_int_equal(step(PANEL_UP, 2, 250), 0);
    means(step(PANEL_UP, 1, 50), EV_RELEASE, TARGET_START);
}

static void a_finger_beside_everything_still_wakes(void **state)
{
    (void)state;
    means(step(PANEL_DOWN, 1, 150), EV_PRESS, TARGET_NONE);
}

/* The second finger stays: it does not act when the first has gone, and a third one waits. */
static void a_second_finger_never_takes_over(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += 300;
    (void)step(PANEL_DOWN, 2, 250);
    (void)step(PANEL_UP, 1, 50);
    assert_int_equal(step(PANEL_MOVE, 2, 50), 0);
    assert_int_equal(step(PANEL_DOWN, 3, 50), 0);
    (void)step(PANEL_UP, 3, 50);
    assert_int_equal(step(PANEL_UP, 2, 250), 0);
    means(step(PANEL_DOWN, 4, 50), EV_PRESS, TARGET_START);
}

static void fingers_that_come_together_are_a_palm(void **state)
{
    (void)state;
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
    now += 30;
    means(step(PANEL_DOWN, 2, 70), EV_SLIDE_OFF, TARGET_START);
    assert_int_equal(step(PANEL_DOWN, 3, 90), 0);
    assert_int_equal(step(PANEL_UP, 2, 70), 0);
    assert_int_equal(step(PANEL_UP, 1, 50), 0);
    assert_int_equal(step(PANEL_UP, 3, 90), 0);
}

static void a_hand_that_is_laid_down_slowly_is_a_palm_too(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += 200;
    assert_int_equal(step(PANEL_DOWN, 2, 70), 0);
    now += 200;
    means(step(PANEL_DOWN, 3, 90), EV_SLIDE_OFF, TARGET_START);
    assert_int_equal(step(PANEL_UP, 1, 50), 0);
}

static void what_rests_for_long_is_no_tap(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += RESTING_MS;
    means(step(PANEL_UP, 1, 50), EV_SLIDE_OFF, TARGET_START);
}

static void a_slow_tap_is_a_tap(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += RESTING_MS - 1;
    means(step(PANEL_UP, 1, 50), EV_RELEASE, TARGET_START);
}

/* A palm on the edge, and a finger of which nobody said that it went up. */
static void what_rests_on_the_glass_blocks_nobody(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    (void)step(PANEL_DOWN, 2, 60);
    now += RESTING_MS;
    means(step(PANEL_DOWN, 3, 250), EV_PRESS, TARGET_HELP);
    means(step(PANEL_UP, 3, 250), EV_RELEASE, TARGET_HELP);
}

static void a_resting_finger_gives_way_to_the_next(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += RESTING_MS;
    assert_int_equal(step(PANEL_DOWN, 2, 250), 2);
    assert_int_equal(events[0].kind, EV_SLIDE_OFF);
    assert_int_equal(events[0].target.kind, TARGET_START);
    assert_int_equal(events[1].kind, EV_PRESS);
    assert_int_equal(events[1].target.kind, TARGET_HELP);
    assert_int_equal(step(PANEL_UP, 1, 50), 0);
    means(step(PANEL_UP, 2, 250), EV_RELEASE, TARGET_HELP);
}

static void a_finger_that_comes_twice_begins_anew(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 50);
    now += 300;
    assert_int_equal(step(PANEL_DOWN, 1, 250), 2);
    assert_int_equal(events[0].kind, EV_SLIDE_OFF);
    assert_int_equal(events[1].target.kind, TARGET_HELP);
}

static void more_fingers_than_there_is_room_for_are_passed_over(void **state)
{
    (void)state;
    for (int finger = 1; finger <= 3 * GESTURE_CONTACTS; finger++) {
        now += 400;
        (void)step(PANEL_DOWN, finger, 50);
    }
    for (int finger = 1; finger <= 3 * GESTURE_CONTACTS; finger++)
        assert_int_equal(step(PANEL_UP, finger, 50), 0);
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
}

static void a_press_says_where_it_was(void **state)
{
    (void)state;
    (void)step(PANEL_DOWN, 1, 300);
    assert_int_equal(events[0].place.x, TOUCH_ONE * 3 / 4);
    assert_int_equal(events[0].place.y, TOUCH_ONE / 4);
    assert_false(events[0].corner);
}

static void a_finger_that_leaves_the_corner_says_so_once(void **state)
{
    (void)state;
    scene.corner = 80;
    means(step(PANEL_DOWN, 1, 50), EV_PRESS, TARGET_START);
    assert_true(events[0].corner);
    assert_int_equal(step(PANEL_MOVE, 1, 79), 0);
    means(step(PANEL_MOVE, 1, 80), EV_OFF_CORNER, TARGET_START);
    assert_int_equal(step(PANEL_MOVE, 1, 90), 0);
    assert_int_equal(step(PANEL_MOVE, 1, 50), 0);
    means(step(PANEL_UP, 1, 50), EV_RELEASE, TARGET_START);
}

int main(void)
{
#define BEGUN(test) cmocka_unit_test_setup(test, begin)
    const struct CMUnitTest tests[] = {
        BEGUN(a_tap_is_a_press_and_a_release),
        BEGUN(sliding_off_calls_it_off_once_and_for_good),
        BEGUN(lifting_elsewhere_is_no_release),
        BEGUN(a_second_finger_means_nothing),
        BEGUN(a_finger_beside_everything_still_wakes),
        BEGUN(a_second_finger_never_takes_over),
        BEGUN(fingers_that_come_together_are_a_palm),
        BEGUN(a_hand_that_is_laid_down_slowly_is_a_palm_too),
        BEGUN(what_rests_for_long_is_no_tap),
        BEGUN(a_slow_tap_is_a_tap),
        BEGUN(what_rests_on_the_glass_blocks_nobody),
        BEGUN(a_resting_finger_gives_way_to_the_next),
        BEGUN(a_finger_that_comes_twice_begins_anew),
        BEGUN(more_fingers_than_there_is_room_for_are_passed_over),
        BEGUN(a_press_says_where_it_was),
        BEGUN(a_finger_that_leaves_the_corner_says_so_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
