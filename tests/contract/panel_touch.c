/*
 * Fingers as SDL tells of them, on a window of SDL's, through to what they mean: two fingers, a
 * palm, a touch that the display server also makes a mouse click of, and all that on a panel that
 * is turned or tells of fingers elsewhere. Run it on an X server. Here they begin where SDL has
 * read them from the server, which says what it likes of each; kiosk_fingers has fingers on a
 * panel.
 */
#include "kiosk_gesture.h"
#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WIDTH = 800, HEIGHT = 480, TOUCH_PANEL = 7 };

static struct panel *panel;
static struct gesture gesture;
static struct scene scene = {
    .width = WIDTH,
    .height = HEIGHT,
    .target_count = 2,
    .targets = { { { TARGET_START, 0 }, { 0, 0, 300, 300 }, true },
                 { { TARGET_HELP, 0 }, { 500, 0, 300, 300 }, true } },
};
static struct event events[32];
static int event_count;
static msec now;

static int open_panel(void **state)
{
    struct err err = { 0 };
    (void)state;
    if (!panel_open(WIDTH, HEIGHT, &panel, &err))
        fail_msg("%s", err.text);
    return 0;
}

static int close_panel(void **state)
{
    (void)state;
    panel_close(panel);
    return 0;
}

/* Everything that SDL has to tell, with its meaning. */
static void drain(void)
{
    for (;;) {
        struct event meant[GESTURE_EVENTS];
        struct panel_event step = panel_wait(panel, 0, NULL, 0);
        if (step.kind == PANEL_NOTHING)
            return;
        int count = gesture_take(&gesture, &scene, &step, now, meant);
        for (int i = 0; i < count && event_count < 32; i++)
            events[event_count++] = meant[i];
    }
}

static void finger(uint32_t type, SDL_FingerID id, int x, int y)
{
    SDL_Event event = { .tfinger = { .type = type,
                                     .touchId = TOUCH_PANEL,
                                     .fingerId = id,
                                     .x = (float)x / WIDTH,
                                     .y = (float)y / HEIGHT } };
    assert_int_equal(SDL_PushEvent(&event), 1);
    drain();
}

static void click(uint32_t type, uint32_t which, int x, int y)
{
    SDL_Event event = {
        .button = { .type = type, .which = which, .button = SDL_BUTTON_LEFT, .x = x, .y = y }
    };
    assert_int_equal(SDL_PushEvent(&event), 1);
    drain();
}

static int begin(void **state)
{
    (void)state;
    drain();
    gesture = (struct gesture){ 0 };
    event_count = 0;
    now += 100000;
    return 0;
}

static int released(enum target_kind target)
{
    int count = 0;
    for (int i = 0; i < event_count; i++)
        count += events[i].kind == EV_RELEASE && events[i].target.kind == target;
    return count;
}

static void of_two_fingers_the_first_acts(void **state)
{
    (void)state;
    finger(SDL_FINGERDOWN, 1, 100, 100);
    now += 300;
    finger(SDL_FINGERDOWN, 2, 600, 100);
    finger(SDL_FINGERUP, 2, 600, 100);
    finger(SDL_FINGERUP, 1, 110, 100);
    assert_int_equal(released(TARGET_START), 1);
    assert_int_equal(released(TARGET_HELP), 0);
}

static void a_palm_does_nothing(void **state)
{
    (void)state;
    for (int id = 1; id <= 4; id++)
        finger(SDL_FINGERDOWN, id, 80 + 30 * id, 120);
    now += 700;
    for (int id = 1; id <= 4; id++)
        finger(SDL_FINGERUP, id, 80 + 30 * id, 120);
    assert_int_equal(released(TARGET_START), 0);
}

/* The click comes once with SDL's own mark and once as the server's, which bears none. */
static void a_touch_that_comes_as_a_click_too_counts_once(void **state)
{
    (void)state;
    finger(SDL_FINGERDOWN, 1, 600, 100);
    click(SDL_MOUSEBUTTONDOWN, SDL_TOUCH_MOUSEID, 600, 100);
    click(SDL_MOUSEBUTTONDOWN, 0, 602, 101);
    finger(SDL_FINGERUP, 1, 600, 100);
    click(SDL_MOUSEBUTTONUP, SDL_TOUCH_MOUSEID, 600, 100);
    click(SDL_MOUSEBUTTONUP, 0, 602, 101);
    assert_int_equal(released(TARGET_HELP), 1);
}

static void sliding_off_calls_a_finger_off(void **state)
{
    (void)state;
    finger(SDL_FINGERDOWN, 1, 100, 100);
    finger(SDL_FINGERMOTION, 1, 400, 400);
    finger(SDL_FINGERMOTION, 1, 100, 100);
    finger(SDL_FINGERUP, 1, 100, 100);
    assert_int_equal(released(TARGET_START), 0);
}

/* --- a picture that stands otherwise, on a panel that tells of fingers elsewhere --- */

enum { CORNER = 150 };

/* Two targets, in opposite corners of the picture as it stands. */
static void draw_corners(void)
{
    struct panel_size size = panel_size(panel);
    scene.width = size.width;
    scene.height = size.height;
    scene.targets[0].at = (struct rect){ 0, 0, CORNER, CORNER };
    scene.targets[1].at =
        (struct rect){ size.width - CORNER, size.height - CORNER, CORNER, CORNER };
}

/* The finger on the middle of a target, as a panel with this map tells of it. */
static struct touch_place told(enum turn turn, bool swaps, const struct rect *target)
{
    struct touch_place picture = { (2 * target->x + target->w) * (TOUCH_ONE / 2) / scene.width,
                                   (2 * target->y + target->h) * (TOUCH_ONE / 2) / scene.height };
    struct touch_place real = touch_to_panel(turn, picture);
    return swaps ? (struct touch_place){ TOUCH_ONE - 1 - real.y, real.x } : real;
}

static void check_corner(enum turn turn, bool swaps, int number)
{
    const struct scene_target *target = &scene.targets[number];
    struct touch_place at = told(turn, swaps, &target->at);
    int x = at.x * WIDTH / TOUCH_ONE, y = at.y * HEIGHT / TOUCH_ONE;
    (void)begin(NULL);
    finger(SDL_FINGERDOWN, 1, x, y);
    click(SDL_MOUSEBUTTONDOWN, 0, x, y);
    finger(SDL_FINGERUP, 1, x, y);
    click(SDL_MOUSEBUTTONUP, 0, x, y);
    assert_int_equal(released(target->target.kind), 1);
    assert_int_equal(released(scene.targets[1 - number].target.kind), 0);
}

static void a_finger_meets_what_is_drawn_under_it_on_any_panel(void **state)
{
    /* As touch_map_find makes it of a panel that is swapped and mirrored. */
    static const struct touch_map swapped = { { 0, TOUCH_ONE, 0, -TOUCH_ONE, 0, TOUCH_ONE - 1 } };
    struct scene before = scene;
    (void)state;
    for (int turn = 0; turn < TURNS; turn++)
        for (int swaps = 0; swaps < 2; swaps++) {
            panel_arrange(panel, (enum turn)turn, swaps ? &swapped : &touch_map_none);
            draw_corners();
            check_corner((enum turn)turn, swaps != 0, 0);
            check_corner((enum turn)turn, swaps != 0, 1);
        }
    panel_arrange(panel, TURN_NONE, &touch_map_none);
    scene = before;
}

int main(void)
{
#define BEGUN(test) cmocka_unit_test_setup(test, begin)
    const struct CMUnitTest tests[] = {
        BEGUN(of_two_fingers_the_first_acts),
        BEGUN(a_palm_does_nothing),
        BEGUN(a_touch_that_comes_as_a_click_too_counts_once),
        BEGUN(sliding_off_calls_a_finger_off),
        BEGUN(a_finger_meets_what_is_drawn_under_it_on_any_panel),
    };
    return cmocka_run_group_tests(tests, open_panel, close_panel);
}
