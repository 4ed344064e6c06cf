/*
 * Fingers on a touch panel of a real X server, before the whole program: two of them, a palm, one
 * that slides off, one that comes as a click of a mouse as well, the held corner, and all that on a
 * picture that is turned. Skipped (77) where there is no Xorg with a panel for tests.
 *
 *   kiosk_fingers PROGRAM SURVEY WORK
 */
#include "x_fingers.h"
#include "x_kiosk.h"
#include <X11/extensions/XTest.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 1280,
    HEIGHT = 800,
    NEW_SCREEN_MS = 800, /* a new screen takes no press for a while, and no echo of the last */
    QUIET_MS = 900,      /* whatever came twice would have come by now */
    TWO_APART_MS = 300,
    HELD_MS = 3600,
    PALM = 4,
    PALM_APART = 30,
    CORNER = 12
};

/* Where the panel feels the middle of a target. */
struct place {
    int left, top;
};

static bool over; /* the picture stands on its head */

/* --- screens and places --- */

/* The next screen on which there is this. */
static json_t *await(const char *target)
{
    int unused_x, unused_y;
    for (;;) {
        json_t *screen = x_await_line("screen");
        if (x_find(screen, target, &unused_x, &unused_y))
            return screen;
        json_decref(screen);
    }
}

static struct place place_of(const json_t *screen, const char *target)
{
    struct place at;
    x_check(x_find(screen, target, &at.left, &at.top), target);
    return over ? (struct place){ WIDTH - 1 - at.left, HEIGHT - 1 - at.top } : at;
}

static void touch(struct place at)
{
    x_finger(X_FINGER_DOWN, 0, at.left, at.top);
    x_finger(X_FINGER_UP, 0, at.left, at.top);
}

static void tap(json_t *screen, const char *target)
{
    struct place at = place_of(screen, target);
    json_decref(screen);
    x_nap(NEW_SCREEN_MS);
    touch(at);
}

/* --- visits --- */

static void check_recorded(const char *value)
{
    json_t *line = x_await_line("recorded");
    const char *got = json_string_value(json_object_get(line, "value"));
    x_check(value ? got && strcmp(got, value) == 0 : !got, value ? value : "and nothing else");
    json_decref(line);
}

/* Two answers of the first question. */
static struct place good, poor;

static void begin(void)
{
    tap(await("start"), "start");
    json_t *question = await("answer:good");
    good = place_of(question, "answer:good");
    poor = place_of(question, "answer:poor");
    json_decref(question);
    x_nap(NEW_SCREEN_MS);
}

/* This was recorded, and nothing else was; the next person is welcome. */
static void end_with(const char *value)
{
    check_recorded(value);
    x_nap(QUIET_MS);
    tap(await("leave"), "leave");
    check_recorded(NULL);
    tap(await("done"), "done");
}

/* What was tried on "poor" did nothing: "good" is the first that is recorded. */
static void end_with_good(void)
{
    x_nap(QUIET_MS);
    touch(good);
    end_with("good");
}

static void a_double_tap_answers_once(void)
{
    begin();
    touch(poor);
    touch(poor);
    end_with("poor");
}

static void of_two_fingers_the_first_acts(void)
{
    begin();
    x_finger(X_FINGER_DOWN, 0, poor.left, poor.top);
    x_nap(TWO_APART_MS);
    x_finger(X_FINGER_DOWN, 1, good.left, good.top);
    x_finger(X_FINGER_UP, 1, good.left, good.top);
    x_finger(X_FINGER_UP, 0, poor.left, poor.top);
    end_with("poor");
}

static void a_palm_does_nothing(void)
{
    begin();
    for (unsigned i = 0; i < PALM; i++)
        x_finger(X_FINGER_DOWN, i, poor.left + (int)i * PALM_APART, poor.top);
    for (unsigned i = 0; i < PALM; i++)
        x_finger(X_FINGER_UP, i, poor.left + (int)i * PALM_APART, poor.top);
    end_with_good();
}

static void sliding_off_calls_a_finger_off(void)
{
    begin();
    x_finger(X_FINGER_DOWN, 0, poor.left, poor.top);
    x_finger(X_FINGER_MOVE, 0, poor.left, HEIGHT - 1);
    x_finger(X_FINGER_MOVE, 0, poor.left, poor.top);
    x_finger(X_FINGER_UP, 0, poor.left, poor.top);
    end_with_good();
}

/* As drivers do that make a mouse of a panel: beside the finger, and a little after it. */
static void a_finger_that_comes_as_a_click_too_counts_once(void)
{
    begin();
    x_finger(X_FINGER_DOWN, 0, poor.left, poor.top);
    (void)XTestFakeMotionEvent(x.display, -1, poor.left, poor.top, CurrentTime);
    (void)XTestFakeButtonEvent(x.display, 1, True, CurrentTime);
    (void)XSync(x.display, False);
    x_finger(X_FINGER_UP, 0, poor.left, poor.top);
    (void)XTestFakeButtonEvent(x.display, 1, False, CurrentTime);
    (void)XSync(x.display, False);
    end_with("poor");
}

/* --- staff --- */

static void hold_the_corner(void)
{
    json_decref(await("start"));
    x_nap(NEW_SCREEN_MS);
    x_finger(X_FINGER_DOWN, 0, CORNER, CORNER);
    x_nap(HELD_MS);
    x_finger(X_FINGER_UP, 0, CORNER, CORNER);
}

static void a_held_finger_opens_the_door_and_the_picture_turns_under_it(void)
{
    hold_the_corner();
    tap(await("staff:more"), "staff:more");
    tap(await("staff:turn"), "staff:turn");
    tap(await("staff:over"), "staff:over");
    over = true;
    tap(await("staff:keep"), "staff:keep");
    tap(await("staff:turn"), "staff:back");
    tap(await("staff:close"), "staff:close");
    a_double_tap_answers_once();
    a_palm_does_nothing();
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    char *words[] = { "--survey", argv[2], NULL };
    if (!x_start_touch_server(WIDTH, HEIGHT, argv[3]))
        return 77;
    x_start_kiosk(argv[1], words);
    a_double_tap_answers_once();
    of_two_fingers_the_first_acts();
    a_palm_does_nothing();
    sliding_off_calls_a_finger_off();
    a_finger_that_comes_as_a_click_too_counts_once();
    a_held_finger_opens_the_door_and_the_picture_turns_under_it();
    (void)XCloseDisplay(x.display);
    return 0;
}
