/*
 * Turning the picture, pixel by pixel: whole and box by box, each pixel is where a finger on it is
 * taken to be (touch_map), and nothing beside the box is touched.
 */
#include "panel_turn.h"
#include <SDL.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WIDTH = 24, HEIGHT = 10, UNTOUCHED = 0x00777777 };

static SDL_Surface *picture, *panel;

static bool stands(enum turn turn)
{
    return turn == TURN_RIGHT || turn == TURN_LEFT;
}

static uint32_t *pixel(SDL_Surface *surface, int x, int y)
{
    uint8_t *row = (uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch;
    return (uint32_t *)(void *)row + x;
}

static uint32_t colour_of(int x, int y)
{
    return (uint32_t)(x << 8 | y) | 0x00010000;
}

/* A picture of which no two pixels are alike, before a panel of one colour. */
static void open_panel(enum turn turn)
{
    int width = stands(turn) ? HEIGHT : WIDTH, height = stands(turn) ? WIDTH : HEIGHT;
    panel = SDL_CreateRGBSurfaceWithFormat(0, WIDTH, HEIGHT, 32, SDL_PIXELFORMAT_RGB888);
    picture = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_RGB888);
    assert_non_null(panel);
    assert_non_null(picture);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            *pixel(panel, x, y) = UNTOUCHED;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            *pixel(picture, x, y) = colour_of(x, y);
}

static void close_panel(void)
{
    SDL_FreeSurface(picture);
    SDL_FreeSurface(panel);
}

/* The middle of a panel's pixel as a place, and the pixel of the picture that it is in. */
static struct touch_place place_of(int x, int y, int width, int height)
{
    return (struct touch_place){ (2 * x + 1) * TOUCH_ONE / (2 * width),
                                 (2 * y + 1) * TOUCH_ONE / (2 * height) };
}

static bool is_inside(struct rect box, int x, int y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

/* What a finger at the panel's pixel would be taken to touch is what is seen there. */
static void check_panel(enum turn turn, struct rect box)
{
    int inside = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            struct touch_place at = touch_to_picture(turn, place_of(x, y, WIDTH, HEIGHT));
            int px = at.x * picture->w / TOUCH_ONE, py = at.y * picture->h / TOUCH_ONE;
            bool copied = is_inside(box, px, py);
            inside += copied;
            assert_int_equal(*pixel(panel, x, y), copied ? colour_of(px, py) : UNTOUCHED);
        }
    assert_int_equal(inside, box.w * box.h);
}

static void the_whole_picture_is_where_fingers_find_it(void **state)
{
    (void)state;
    for (int turn = 0; turn < TURNS; turn++) {
        open_panel((enum turn)turn);
        struct rect whole = { 0, 0, picture->w, picture->h };
        struct rect to = turn_copy((enum turn)turn, picture, panel, whole);
        assert_int_equal(to.x, 0);
        assert_int_equal(to.y, 0);
        assert_int_equal(to.w, WIDTH);
        assert_int_equal(to.h, HEIGHT);
        check_panel((enum turn)turn, whole);
        close_panel();
    }
}

static void a_box_is_where_fingers_find_it_and_nothing_else_moves(void **state)
{
    (void)state;
    static const struct rect boxes[] = {
        { 0, 0, 1, 1 }, { 2, 3, 5, 4 }, { 1, 0, 3, 9 }, { 4, 5, 6, 2 }
    };
    for (int turn = 0; turn < TURNS; turn++)
        for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
            open_panel((enum turn)turn);
            struct rect to = turn_copy((enum turn)turn, picture, panel, boxes[i]);
            struct rect meant = turn_box((enum turn)turn, WIDTH, HEIGHT, boxes[i]);
            assert_memory_equal(&to, &meant, sizeof to);
            check_panel((enum turn)turn, boxes[i]);
            close_panel();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_picture_is_where_fingers_find_it),
        cmocka_unit_test(a_box_is_where_fingers_find_it_and_nothing_else_moves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
