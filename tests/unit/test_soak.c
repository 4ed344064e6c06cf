/*
 * A crowd before a screen that is really painted: what the program holds in memory has its bounds,
 * however long they go on. SOAK=n is how many acts; the seed is printed.
 */
#include "crowd.h"
#include "paint.h"
#include <SDL.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ACTS = 2400, MOST = 14 * 1024 * 1024, LEFT = 1024 * 1024 };

static struct crowd crowd;
static struct paint *paint;
static struct scene shown;
static SDL_Surface *surface;

static void paint_as_it_is(void)
{
    (void)paint_changes(paint, &shown, &crowd.scene, surface);
    shown = crowd.scene;
}

static size_t held(void)
{
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

static void act(long count)
{
    for (long i = 0; i < count; i++) {
        crowd_act(&crowd);
        paint_as_it_is();
    }
}

static void open_paint(void)
{
    struct err err = { 0 };
    if (!paint_open(NULL, &paint, &err))
        fail_msg("%s", err.text);
    crowd_open(&crowd, (struct panel_size){ 800, 480, 133, 0 });
    crowd.measure = paint_measure(paint);
    crowd_reset(&crowd);
    surface = SDL_CreateRGBSurfaceWithFormat(0, 800, 480, 24, SDL_PIXELFORMAT_RGB888);
    assert_non_null(surface);
    shown = crowd.scene;
}

static void close_paint(void)
{
    SDL_FreeSurface(surface);
    crowd_close(&crowd);
    paint_close(paint);
}

/* Most of it are words that were drawn, which have 8 MB; and at the end all of it is given back. */
static void what_is_held_has_its_bounds(void **state)
{
    (void)state;
    const char *given = getenv("SOAK");
    long count = given != NULL && strtol(given, NULL, 10) > 0 ? strtol(given, NULL, 10) : ACTS;
    size_t before = held();
    open_paint();
    act(count);
    size_t after = held();
    close_paint();
    size_t end = held();
    print_message("%zu kB held after %ld acts, %zu at the end\n", (after - before) / 1024, count,
                  (end - before) / 1024);
    assert_true(after - before < MOST);
    assert_true(end < before + LEFT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_held_has_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
