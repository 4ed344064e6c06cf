#pragma once
/*
 * From where a panel says that a finger is to where it is: six numbers, found by touching marks.
 * Places are fractions of the panel's width and height as it is built, in 65,536ths, so that a map
 * holds for every way of turning the picture. Pure.
 */
#include <stdbool.h>
#include <stdint.h>

enum { TOUCH_ONE = 65536, TOUCH_MARKS = 5 };

struct touch_place {
    int32_t x, y;
};

/* x' = (m[0] x + m[1] y) / TOUCH_ONE + m[2], y' = (m[3] x + m[4] y) / TOUCH_ONE + m[5]. */
struct touch_map {
    int32_t m[6];
};

extern const struct touch_map touch_map_none; /* changes nothing */

/* Where it really is; inside the panel whatever the map says. */
struct touch_place touch_map_apply(const struct touch_map *map, struct touch_place felt);
/* The map that brings `felt` to `meant` as well as one can. False when they say nothing (all on one
 * line), when one of them would end up further off than a twentieth of the panel, or when the map
 * is no panel's: it shrinks or stretches to less than a half or more than twice. */
bool touch_map_find(const struct touch_place *meant, const struct touch_place *felt, int count,
                    struct touch_map *ret);
/* Could touch_map_find have made it? A file may hold any numbers. */
bool touch_map_is_sensible(const struct touch_map *map);

/* How the picture stands on the panel. */
enum turn { TURN_NONE, TURN_RIGHT, TURN_OVER, TURN_LEFT, TURNS };

/* A place on the panel as a place on the turned picture, and back. */
struct touch_place touch_to_picture(enum turn turn, struct touch_place panel);
struct touch_place touch_to_panel(enum turn turn, struct touch_place picture);
