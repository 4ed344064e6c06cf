/*
 * Where a finger really is: every way of turning the picture, with every way in which a touch panel
 * can be built into it (swapped, mirrored on each axis, shifted, too large or too small), there and
 * back; and marks that make no map.
 */
#include "touch_map.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { STEPS = 16, BUILDS = 8, NEAR = TOUCH_ONE / 200 };

static const struct touch_place corners[] = {
    { 0, 0 }, { TOUCH_ONE - 1, 0 }, { TOUCH_ONE - 1, TOUCH_ONE - 1 }, { 0, TOUCH_ONE - 1 }
};
enum { TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT };

/* The marks that are touched on the picture; see kiosk_mark. */
static const struct touch_place marks[TOUCH_MARKS] = {
    { TOUCH_ONE / 10, TOUCH_ONE / 10 },         { TOUCH_ONE * 9 / 10, TOUCH_ONE / 10 },
    { TOUCH_ONE * 9 / 10, TOUCH_ONE * 9 / 10 }, { TOUCH_ONE / 10, TOUCH_ONE * 9 / 10 },
    { TOUCH_ONE / 2, TOUCH_ONE / 2 },
};

/* A panel that reports a finger elsewhere than it is. */
struct panel {
    bool swaps, mirrors_x, mirrors_y;
    double scale_x, scale_y;
    int32_t shift_x, shift_y;
};

static int32_t report_one(int32_t real, bool mirrors, double scale, int32_t shift)
{
    double at = mirrors ? TOUCH_ONE - 1 - real : real;
    return (int32_t)((at - TOUCH_ONE / 2.0) * scale + TOUCH_ONE / 2.0) + shift;
}

static struct touch_place report(const struct panel *panel, struct touch_place real)
{
    int32_t x = panel->swaps ? real.y : real.x, y = panel->swaps ? real.x : real.y;
    return (struct touch_place){ report_one(x, panel->mirrors_x, panel->scale_x, panel->shift_x),
                                 report_one(y, panel->mirrors_y, panel->scale_y, panel->shift_y) };
}

static struct panel build(int number, double scale, int32_t shift)
{
    return (struct panel){ .swaps = (number & 1) != 0,
                           .mirrors_x = (number & 2) != 0,
                           .mirrors_y = (number & 4) != 0,
                           .scale_x = scale,
                           .scale_y = 2 - scale,
                           .shift_x = shift,
                           .shift_y = -shift / 2 };
}

static void assert_same(struct touch_place a, struct touch_place b)
{
    assert_int_equal(a.x, b.x);
    assert_int_equal(a.y, b.y);
}

static void assert_near(struct touch_place a, struct touch_place b)
{
    assert_in_range(abs(a.x - b.x), 0, NEAR);
    assert_in_range(abs(a.y - b.y), 0, NEAR);
}

static struct touch_place grid(int across, int down)
{
    return (struct touch_place){ (TOUCH_ONE - 1) * across / STEPS, (TOUCH_ONE - 1) * down / STEPS };
}

/* --- turning --- */

/* Turned to the right, the picture's top left corner is at the panel's top right one, and so on. */
static void each_turn_moves_the_corners_round(void **state)
{
    (void)state;
    static const int at[TURNS][4] = {
        [TURN_NONE] = { TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT },
        [TURN_RIGHT] = { TOP_RIGHT, BOTTOM_RIGHT, BOTTOM_LEFT, TOP_LEFT },
        [TURN_OVER] = { BOTTOM_RIGHT, BOTTOM_LEFT, TOP_LEFT, TOP_RIGHT },
        [TURN_LEFT] = { BOTTOM_LEFT, TOP_LEFT, TOP_RIGHT, BOTTOM_RIGHT },
    };
    for (int turn = 0; turn < TURNS; turn++)
        for (int i = 0; i < 4; i++) {
            assert_same(touch_to_panel((enum turn)turn, corners[i]), corners[at[turn][i]]);
            assert_same(touch_to_picture((enum turn)turn, corners[at[turn][i]]), corners[i]);
        }
}

static void there_and_back_is_the_same_place(void **state)
{
    (void)state;
    for (int turn = 0; turn < TURNS; turn++)
        for (int x = 0; x <= STEPS; x++)
            for (int y = 0; y <= STEPS; y++) {
                struct touch_place place = grid(x, y);
                enum turn way = (enum turn)turn;
                assert_same(touch_to_picture(way, touch_to_panel(way, place)), place);
                assert_same(touch_to_panel(way, touch_to_picture(way, place)), place);
            }
}

static void four_quarters_are_a_whole_turn(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct touch_place right = corners[i], left = corners[i];
        for (int quarter = 0; quarter < 2; quarter++) {
            right = touch_to_picture(TURN_RIGHT, right);
            left = touch_to_picture(TURN_LEFT, left);
        }
        assert_same(right, touch_to_picture(TURN_OVER, corners[i]));
        assert_same(left, right);
    }
}

/* --- adjusting --- */

/* As the kiosk does it: marks on the turned picture, felt through a map that changes nothing. */
static bool adjust(enum turn turn, const struct panel *panel, struct touch_map *ret)
{
    struct touch_place meant[TOUCH_MARKS], felt[TOUCH_MARKS];
    for (int i = 0; i < TOUCH_MARKS; i++) {
        meant[i] = touch_to_panel(turn, marks[i]);
        felt[i] = touch_map_apply(&touch_map_none, report(panel, meant[i]));
    }
    return touch_map_find(meant, felt, TOUCH_MARKS, ret);
}

/* A finger on this place of the picture is taken to be there. */
static void check_hits(enum turn turn, const struct panel *panel, const struct touch_map *map,
                       struct touch_place picture)
{
    struct touch_place felt = report(panel, touch_to_panel(turn, picture));
    assert_near(touch_to_picture(turn, touch_map_apply(map, felt)), picture);
}

static void check_panel(enum turn turn, const struct panel *panel)
{
    struct touch_map map;
    assert_true(adjust(turn, panel, &map));
    assert_true(touch_map_is_sensible(&map));
    for (int x = 1; x < STEPS; x++)
        for (int y = 1; y < STEPS; y++)
            check_hits(turn, panel, &map, grid(x, y));
}

static void every_panel_is_adjusted_under_every_turn(void **state)
{
    (void)state;
    static const double scales[] = { 0.8, 0.93, 1, 1.07, 1.12 };
    static const int32_t shifts[] = { 0, TOUCH_ONE / 50, -TOUCH_ONE / 25 };
    for (int turn = 0; turn < TURNS; turn++)
        for (int number = 0; number < BUILDS; number++)
            for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
                for (size_t j = 0; j < sizeof shifts / sizeof *shifts; j++) {
                    struct panel panel = build(number, scales[i], shifts[j]);
                    check_panel((enum turn)turn, &panel);
                }
}

/* A map is of the panel, not of the picture: it holds when the picture is turned later. */
static void a_map_holds_for_every_turn(void **state)
{
    (void)state;
    for (int number = 0; number < BUILDS; number++)
        for (int made = 0; made < TURNS; made++) {
            struct panel panel = build(number, 0.9, TOUCH_ONE / 40);
            struct touch_map map;
            assert_true(adjust((enum turn)made, &panel, &map));
            for (int turn = 0; turn < TURNS; turn++)
                check_hits((enum turn)turn, &panel, &map, grid(3, 11));
        }
}

static void fingers_that_do_not_meet_exactly_make_a_map(void **state)
{
    (void)state;
    static const int off[TOUCH_MARKS][2] = { { 1, -1 }, { -1, 1 }, { 1, 1 }, { -1, -1 }, { 1, 0 } };
    struct panel panel = build(5, 0.95, 0);
    struct touch_place felt[TOUCH_MARKS];
    struct touch_map map;
    for (int i = 0; i < TOUCH_MARKS; i++) {
        felt[i] = report(&panel, marks[i]);
        felt[i].x += off[i][0] * TOUCH_ONE / 100;
        felt[i].y += off[i][1] * TOUCH_ONE / 100;
    }
    assert_true(touch_map_find(marks, felt, TOUCH_MARKS, &map));
    struct touch_place middle = touch_map_apply(&map, report(&panel, grid(8, 8)));
    assert_in_range(abs(middle.x - grid(8, 8).x), 0, TOUCH_ONE / 50);
    assert_in_range(abs(middle.y - grid(8, 8).y), 0, TOUCH_ONE / 50);
}

/* --- marks that say nothing --- */

static void marks_that_make_no_map_change_nothing(void **state)
{
    (void)state;
    struct touch_place line[TOUCH_MARKS], far[TOUCH_MARKS], crossed[TOUCH_MARKS];
    struct touch_map map = touch_map_none;
    for (int i = 0; i < TOUCH_MARKS; i++) {
        line[i] = (struct touch_place){ marks[i].x, TOUCH_ONE / 3 };
        far[i] = marks[i];
        crossed[i] = marks[i];
    }
    far[2].x -= TOUCH_ONE / 3;
    crossed[0] = marks[1];
    crossed[1] = marks[0];
    assert_false(touch_map_find(marks, line, TOUCH_MARKS, &map));
    assert_false(touch_map_find(marks, far, TOUCH_MARKS, &map));
    assert_false(touch_map_find(marks, crossed, TOUCH_MARKS, &map));
    assert_false(touch_map_find(marks, marks, 2, &map));
    assert_memory_equal(&map, &touch_map_none, sizeof map);
}

/* All five at one place: a finger that hammers, or a panel that is stuck. */
static void one_place_five_times_is_no_map(void **state)
{
    (void)state;
    struct touch_place felt[TOUCH_MARKS];
    struct touch_map map;
    for (int i = 0; i < TOUCH_MARKS; i++)
        felt[i] = (struct touch_place){ 30000 + i, 30000 - i };
    assert_false(touch_map_find(marks, felt, TOUCH_MARKS, &map));
}

static void a_map_out_of_a_file_is_judged(void **state)
{
    (void)state;
    static const struct touch_map bad[] = {
        { { 0 } },
        { { TOUCH_ONE, 0, 0, TOUCH_ONE, 0, 0 } },             /* both of one axis */
        { { TOUCH_ONE * 3, 0, 0, 0, TOUCH_ONE, 0 } },         /* thrice as wide */
        { { TOUCH_ONE / 3, 0, 0, 0, TOUCH_ONE, 0 } },         /* a third */
        { { TOUCH_ONE, TOUCH_ONE, 0, 0, TOUCH_ONE, 0 } },     /* sheared */
        { { TOUCH_ONE, 0, 3 * TOUCH_ONE, 0, TOUCH_ONE, 0 } }, /* out of sight */
        { { INT32_MIN, 0, INT32_MIN, 0, INT32_MAX, INT32_MAX } },
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(touch_map_is_sensible(&bad[i]));
    assert_true(touch_map_is_sensible(&touch_map_none));
    struct touch_place place = touch_map_apply(&bad[6], corners[BOTTOM_RIGHT]);
    assert_in_range(place.x, 0, TOUCH_ONE - 1);
    assert_in_range(place.y, 0, TOUCH_ONE - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_turn_moves_the_corners_round),
        cmocka_unit_test(there_and_back_is_the_same_place),
        cmocka_unit_test(four_quarters_are_a_whole_turn),
        cmocka_unit_test(every_panel_is_adjusted_under_every_turn),
        cmocka_unit_test(a_map_holds_for_every_turn),
        cmocka_unit_test(fingers_that_do_not_meet_exactly_make_a_map),
        cmocka_unit_test(marks_that_make_no_map_change_nothing),
        cmocka_unit_test(one_place_five_times_is_no_map),
        cmocka_unit_test(a_map_out_of_a_file_is_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
