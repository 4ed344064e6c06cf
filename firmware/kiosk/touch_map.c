/* Where a finger really is: see touch_map.h. */
#include "touch_map.h"

enum { FAR_OFF = TOUCH_ONE / 20, LEAST_SCALE = TOUCH_ONE / 2, MOST_SCALE = TOUCH_ONE * 2 };

const struct touch_map touch_map_none = { { TOUCH_ONE, 0, 0, 0, TOUCH_ONE, 0 } };

static int32_t inside(int64_t value)
{
    if (value < 0)
        return 0;
    return value >= TOUCH_ONE ? TOUCH_ONE - 1 : (int32_t)value;
}

static int64_t along(const int32_t *row, struct touch_place at)
{
    return ((int64_t)row[0] * at.x + (int64_t)row[1] * at.y) / TOUCH_ONE + row[2];
}

struct touch_place touch_map_apply(const struct touch_map *map, struct touch_place felt)
{
    return (struct touch_place){ inside(along(map->m, felt)), inside(along(map->m + 3, felt)) };
}

/* The normal equations of the least squares: S * row = t, with S from the places felt. */
struct sums {
    double xx, xy, x, yy, y, n;
};

static struct sums sums_of(const struct touch_place *felt, int count)
{
    struct sums sums = { .n = count };
    for (int i = 0; i < count; i++) {
        double x = felt[i].x, y = felt[i].y;
        sums.xx += x * x;
        sums.xy += x * y;
        sums.yy += y * y;
        sums.x += x;
        sums.y += y;
    }
    return sums;
}

static double determinant(const struct sums *s)
{
    return s->xx * (s->yy * s->n - s->y * s->y) - s->xy * (s->xy * s->n - s->y * s->x) +
           s->x * (s->xy * s->y - s->yy * s->x);
}

static int32_t rounded(double value)
{
    return (int32_t)(value < 0 ? value - 0.5 : value + 0.5);
}

/* Cramer's rule for one row; tx, ty, t1 are the sums of what is meant with x, y and 1. */
static bool solve(const struct sums *s, double tx, double ty, double t1, int32_t ret[3])
{
    double whole = determinant(s);
    double a = tx * (s->yy * s->n - s->y * s->y) - s->xy * (ty * s->n - s->y * t1) +
               s->x * (ty * s->y - s->yy * t1);
    double b = s->xx * (ty * s->n - s->y * t1) - tx * (s->xy * s->n - s->y * s->x) +
               s->x * (s->xy * t1 - ty * s->x);
    double c = s->xx * (s->yy * t1 - ty * s->y) - s->xy * (s->xy * t1 - ty * s->x) +
               tx * (s->xy * s->y - s->yy * s->x);
    const double most = 4.0 * TOUCH_ONE;
    double row[] = { a / whole * TOUCH_ONE, b / whole * TOUCH_ONE, c / whole };
    for (int i = 0; i < 3; i++) {
        if (!(row[i] > -most && row[i] < most))
            return false;
        ret[i] = rounded(row[i]);
    }
    return true;
}

static bool find(const struct touch_place *meant, const struct touch_place *felt, int count,
                 struct touch_map *ret)
{
    struct sums sums = sums_of(felt, count);
    double x[3] = { 0 }, y[3] = { 0 };
    for (int i = 0; i < count; i++) {
        const double by[3] = { felt[i].x, felt[i].y, 1 };
        for (int k = 0; k < 3; k++) {
            x[k] += meant[i].x * by[k];
            y[k] += meant[i].y * by[k];
        }
    }
    /* On one line nothing is known across it. */
    double side = (double)TOUCH_ONE * TOUCH_ONE;
    double flat = side * side / 1e4;
    return determinant(&sums) > flat && solve(&sums, x[0], x[1], x[2], ret->m) &&
           solve(&sums, y[0], y[1], y[2], ret->m + 3);
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

static bool is_near(int64_t value, int32_t meant)
{
    return size_of(value - meant) <= FAR_OFF;
}

/* A panel may be built in any of eight ways; each axis of the picture follows mainly one of its. */
static bool row_is_sensible(const int32_t *row)
{
    int64_t a = size_of(row[0]), b = size_of(row[1]);
    int64_t most = a > b ? a : b, least = a > b ? b : a;
    return most >= LEAST_SCALE && most <= MOST_SCALE && least <= most / 2 &&
           size_of(row[2]) <= 2 * (int64_t)TOUCH_ONE;
}

bool touch_map_is_sensible(const struct touch_map *map)
{
    bool swapped = size_of(map->m[0]) < size_of(map->m[1]);
    bool other_swapped = size_of(map->m[4]) < size_of(map->m[3]);
    return row_is_sensible(map->m) && row_is_sensible(map->m + 3) && swapped == other_swapped;
}

bool touch_map_find(const struct touch_place *meant, const struct touch_place *felt, int count,
                    struct touch_map *ret)
{
    struct touch_map map;
    if (count < 3 || !find(meant, felt, count, &map) || !touch_map_is_sensible(&map))
        return false;
    for (int i = 0; i < count; i++)
        if (!is_near(along(map.m, felt[i]), meant[i].x) ||
            !is_near(along(map.m + 3, felt[i]), meant[i].y))
            return false;
    *ret = map;
    return true;
}

struct touch_place touch_to_picture(enum turn turn, struct touch_place panel)
{
    int32_t last = TOUCH_ONE - 1;
    switch (turn) {
    case TURN_RIGHT: /* the picture's top is at the panel's right */
        return (struct touch_place){ panel.y, last - panel.x };
    case TURN_OVER:
        return (struct touch_place){ last - panel.x, last - panel.y };
    case TURN_LEFT:
        return (struct touch_place){ last - panel.y, panel.x };
    default:
        return panel;
    }
}

struct touch_place touch_to_panel(enum turn turn, struct touch_place picture)
{
    static const enum turn back[TURNS] = { TURN_NONE, TURN_LEFT, TURN_OVER, TURN_RIGHT };
    return touch_to_picture(back[turn], picture);
}
