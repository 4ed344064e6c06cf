/*
 * A panel that is built in another way than its picture stands, on a real X server: staff turn the
 * picture, and what is seen is the same picture, turned, pixel by pixel, and a finger hits what is
 * drawn under it; a panel whose touches are swapped, mirrored, shifted or of another scale is
 * adjusted by somebody who reaches the marks with five keys, and meets from then on. Skipped (77)
 * where there is no Xvfb.
 *
 *   kiosk_turned PROGRAM SURVEY
 */
#include "touch_map.h"
#include "x_kiosk.h"
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PRESSES_MAX = 64,
    LONG = 1280,
    SHORT = 800,
    NEW_SCREEN_MS = 1000,
    KEY_GUARD_MS = 130,
    SHOWN_MS = 1000
};

/* Where a panel says that a finger is: mostly where it is. */
struct build {
    const char *name;
    bool swaps, mirrors_x, mirrors_y;
    double scale;
    double shift;
};

static const struct build true_panel = { "as it is built", false, false, false, 1, 0 };

static char *program;
static char *survey;
static Window window;
static XWindowAttributes at;
static enum turn turn;
static struct build panel;

/* --- the window --- */

static void find_window(int width, int height)
{
    Window root, parent, *children = NULL;
    unsigned count = 0;
    window = None;
    (void)XSync(x.display, False);
    (void)XQueryTree(x.display, DefaultRootWindow(x.display), &root, &parent, &children, &count);
    for (unsigned i = 0; i < count && window == None; i++)
        if (XGetWindowAttributes(x.display, children[i], &at) && at.width == width &&
            at.height == height && at.map_state == IsViewable)
            window = children[i];
    if (children)
        (void)XFree(children);
    x_check(window != None, "there is a window of the panel's size");
    (void)XTestFakeMotionEvent(x.display, -1, at.x + 5, at.y + height - 5, CurrentTime);
}

static void open_kiosk(int width, int height, const struct build *build)
{
    char size[32];
    (void)snprintf(size, sizeof size, "%dx%d", width, height);
    char *words[] = { "--survey", survey, "--window", size, NULL };
    x_start_kiosk(program, words);
    json_decref(x_await_screen("attract"));
    find_window(width, height);
    turn = TURN_NONE;
    panel = *build;
}

static uint32_t *pixels_of_window(void)
{
    XImage *image = XGetImage(x.display, window, 0, 0, (unsigned)at.width, (unsigned)at.height,
                              AllPlanes, ZPixmap);
    uint32_t *pixels = calloc((size_t)at.width * (size_t)at.height, sizeof *pixels);
    x_check(image != NULL && pixels != NULL, "the window can be read");
    for (int y = 0; y < at.height; y++)
        for (int px = 0; px < at.width; px++)
            pixels[(size_t)y * (size_t)at.width + (size_t)px] =
                (uint32_t)XGetPixel(image, px, y) & 0xFFFFFF;
    (void)XDestroyImage(image);
    return pixels;
}

/* --- fingers --- */

static bool stands(void)
{
    return turn == TURN_RIGHT || turn == TURN_LEFT;
}

static double report(double real, bool mirrors)
{
    double place = mirrors ? 1 - real : real;
    return (place - 0.5) * panel.scale + 0.5 + panel.shift;
}

/* A finger on this place of the picture, as the panel tells of it. */
static void touch(struct touch_place picture)
{
    struct touch_place real = touch_to_panel(turn, picture);
    double real_x = (double)real.x / TOUCH_ONE, real_y = (double)real.y / TOUCH_ONE;
    double told_x = report(panel.swaps ? real_y : real_x, panel.mirrors_x);
    double told_y = report(panel.swaps ? real_x : real_y, panel.mirrors_y);
    x_nap(NEW_SCREEN_MS);
    x_click(1, at.x + (int)(told_x * at.width), at.y + (int)(told_y * at.height));
}

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

/* Touches what is called this on a screen that comes, and takes that screen away. */
static void tap(json_t *screen, const char *target)
{
    int px, py, width = stands() ? at.height : at.width, height = stands() ? at.width : at.height;
    x_check(x_find(screen, target, &px, &py), target);
    json_decref(screen);
    touch((struct touch_place){ (int32_t)((int64_t)px * TOUCH_ONE / width),
                                (int32_t)((int64_t)py * TOUCH_ONE / height) });
}

/* --- five keys --- */

enum { KEY_APART_MS = 20 };

static json_t *open_menu(void)
{
    static const KeySym door[] = { XK_Up,   XK_Down,  XK_Up,   XK_Down,
                                   XK_Home, XK_Prior, XK_Home, XK_Prior };
    for (size_t i = 0; i < sizeof door / sizeof *door; i++) {
        x_key(door[i]);
        x_nap(KEY_APART_MS);
    }
    return await("staff:more");
}

static bool ring_is_on(const json_t *screen, const char *name)
{
    const char *on = json_string_value(json_object_get(screen, "ring"));
    return on && strcmp(on, name) == 0;
}

/* By the ring: down until it is there. Each press waits until the kiosk has told of the one before,
 * so that none is its echo. The screen is taken away. */
static void choose(json_t *screen, const char *name)
{
    for (int presses = 0; !ring_is_on(screen, name); presses++) {
        x_check(presses < PRESSES_MAX, name);
        json_decref(screen);
        x_nap(KEY_GUARD_MS);
        x_key(XK_Down);
        screen = x_await_line("screen");
    }
    json_decref(screen);
    x_nap(NEW_SCREEN_MS);
    x_key(XK_Return);
}

/* --- turning --- */

static const char *const turn_items[TURNS] = { "staff:upright", "staff:right", "staff:over",
                                               "staff:left" };

static void back_to_attract(json_t *more)
{
    tap(more, "staff:back");
    tap(await("staff:close"), "staff:close");
}

static void turn_picture(enum turn to)
{
    tap(open_menu(), "staff:more");
    tap(await("staff:turn"), "staff:turn");
    tap(await(turn_items[to]), turn_items[to]);
    turn = to;
    tap(await("staff:keep"), "staff:keep");
    back_to_attract(await("staff:turn"));
}

/* The panel's pixel that shows this pixel of a picture so large. */
static size_t pixel_of_panel(enum turn to, int px, int py)
{
    int w = at.width, h = at.height;
    int panel_x = px, panel_y = py;
    if (to == TURN_RIGHT)
        panel_x = w - 1 - py, panel_y = px;
    else if (to == TURN_OVER)
        panel_x = w - 1 - px, panel_y = h - 1 - py;
    else if (to == TURN_LEFT)
        panel_x = py, panel_y = h - 1 - px;
    return (size_t)panel_y * (size_t)w + (size_t)panel_x;
}

static bool is_same_turned(const uint32_t *upright, const uint32_t *shown)
{
    int width = stands() ? at.height : at.width, height = stands() ? at.width : at.height;
    for (int y = 0; y < height; y++)
        for (int px = 0; px < width; px++)
            if (upright[(size_t)y * (size_t)width + (size_t)px] !=
                shown[pixel_of_panel(turn, px, y)])
                return false;
    return true;
}

/* The trace is written when the pixels are under way. */
static void check_picture(const uint32_t *upright)
{
    bool same = false;
    for (int i = 0; i < X_PATIENCE_MS / 100 && !same; i++) {
        uint32_t *shown = pixels_of_window();
        same = is_same_turned(upright, shown);
        free(shown);
        if (!same)
            x_nap(100);
    }
    x_check(same, "every pixel is that of the picture, turned");
}

/* The first screen as it is on a panel that is built like that. */
static uint32_t *upright_picture(int width, int height)
{
    open_kiosk(width, height, &true_panel);
    x_nap(SHOWN_MS);
    uint32_t *pixels = pixels_of_window();
    x_stop(&x.kiosk);
    return pixels;
}

/* Somebody answers: each finger hits what is drawn under it. */
static void answer(json_t *attract)
{
    tap(attract, "start");
    tap(await("answer:good"), "answer:good");
    json_t *line = x_await_line("recorded");
    const char *value = json_string_value(json_object_get(line, "value"));
    x_check(value && strcmp(value, "good") == 0, "the finger hits what is drawn under it");
    json_decref(line);
    json_decref(await("leave"));
}

static void a_turned_picture_is_seen_and_touched(void)
{
    uint32_t *lying = upright_picture(LONG, SHORT), *standing = upright_picture(SHORT, LONG);
    for (int to = TURN_RIGHT; to <= TURN_LEFT; to++) {
        open_kiosk(LONG, SHORT, &true_panel);
        turn_picture((enum turn)to);
        json_t *attract = await("start");
        (void)printf("-- turned: %s\n", turn_items[to]);
        check_picture(to == TURN_OVER ? lying : standing);
        answer(attract);
        x_stop(&x.kiosk);
    }
    free(lying);
    free(standing);
}

/* A picture that nobody keeps comes back by itself, so that nobody is locked out. */
static void a_turn_that_nobody_keeps_is_undone(void)
{
    open_kiosk(LONG, SHORT, &true_panel);
    tap(open_menu(), "staff:more");
    tap(await("staff:turn"), "staff:turn");
    tap(await("staff:over"), "staff:over");
    json_decref(await("staff:keep"));
    back_to_attract(await("staff:turn"));
    answer(await("start"));
    x_stop(&x.kiosk);
}

/* --- adjusting: unit.touch_map tries every build under every turn --- */

static const struct touch_place marks[TOUCH_MARKS] = {
    { TOUCH_ONE / 10, TOUCH_ONE / 10 },         { TOUCH_ONE * 9 / 10, TOUCH_ONE / 10 },
    { TOUCH_ONE * 9 / 10, TOUCH_ONE * 9 / 10 }, { TOUCH_ONE / 10, TOUCH_ONE * 9 / 10 },
    { TOUCH_ONE / 2, TOUCH_ONE / 2 },
};

static void adjust(void)
{
    choose(open_menu(), "staff:more");
    choose(await("staff:adjust"), "staff:adjust");
    json_decref(x_await_screen("staff_adjust"));
    for (int i = 0; i < TOUCH_MARKS; i++)
        touch(marks[i]);
    tap(await("staff:keep"), "staff:keep");
}

static void a_panel_that_tells_wrong_is_adjusted(void)
{
    static const struct build builds[] = {
        { "shifted and too small", false, false, false, 0.9, 0.04 },
        { "mirrored both ways, too large", false, true, true, 1.06, -0.01 },
        { "swapped, mirrored and shifted", true, false, true, 0.92, -0.02 },
    };
    for (size_t i = 0; i < sizeof builds / sizeof *builds; i++) {
        (void)printf("-- a panel that is %s\n", builds[i].name);
        open_kiosk(LONG, SHORT, &builds[i]);
        adjust();
        back_to_attract(await("staff:adjust"));
        answer(await("start"));
        x_stop(&x.kiosk);
    }
}

/* What was adjusted holds when the picture is turned afterwards. */
static void an_adjusted_panel_may_be_turned(void)
{
    static const struct build build = { "swapped", true, true, false, 0.95, 0.01 };
    open_kiosk(LONG, SHORT, &build);
    adjust();
    back_to_attract(await("staff:adjust"));
    json_decref(await("start"));
    turn_picture(TURN_LEFT);
    answer(await("start"));
    x_stop(&x.kiosk);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    program = argv[1];
    survey = argv[2];
    if (!x_start_server("1280x1280"))
        return 77;
    a_turned_picture_is_seen_and_touched();
    a_turn_that_nobody_keeps_is_undone();
    a_panel_that_tells_wrong_is_adjusted();
    an_adjusted_panel_may_be_turned();
    (void)XCloseDisplay(x.display);
    return 0;
}
