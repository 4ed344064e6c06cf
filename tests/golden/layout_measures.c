/* Measuring a screen; see layout_measures.h. */
#include "layout_measures.h"
#include <math.h>
#include <stdio.h>

static const double mm_an_inch = 25.4;

static void fault(const struct measures *measures, const char *what, const struct scene_item *item)
{
    measures->fault(measures->context, what, item);
}

/* --- millimetres --- */

static double mm(const struct measures *measures, int pixels)
{
    return pixels * mm_an_inch / measures->panel.ppi;
}

/* A panel smaller than one of 7 inches has everything smaller than it should be: how much. */
static double permitted(const struct measures *measures)
{
    enum { SMALLEST_WIDTH = 152, SMALLEST_HEIGHT = 91 };
    double width = mm(measures, measures->panel.width) / SMALLEST_WIDTH;
    double height = mm(measures, measures->panel.height) / SMALLEST_HEIGHT;
    bool lies = measures->panel.width >= measures->panel.height;
    double least = width < height ? width : height;
    return lies && least < 1 ? least : 1;
}

static bool is_key(struct target target)
{
    return target.kind >= TARGET_KEY && target.kind <= TARGET_KEY_ACCENTS;
}

static double least_side(struct target target)
{
    return is_key(target) ? 12 : 12.9;
}

static void measure_target(const struct measures *measures, const struct scene_target *target)
{
    char name[80], what[200];
    double permits = (is_key(target->target) ? 1 : permitted(measures)) - 0.005;
    double width = mm(measures, target->at.w), height = mm(measures, target->at.h);
    target_name(measures->kiosk, target->target, name, sizeof name);
    (void)snprintf(what, sizeof what, "%s is too small: %.1f x %.1f mm", name, width, height);
    double least = least_side(target->target) * permits;
    if (width < least || height < least)
        fault(measures, what, NULL);
}

static int gap_between(int start, int size, int other, int other_size)
{
    return other >= start + size ? other - start - size : start - other - other_size;
}

/* What stands side by side, or one over the other, has air between it. */
static void measure_gap(const struct measures *measures, const struct scene_target *a,
                        const struct scene_target *b)
{
    static const double least = 0.8;
    int across = gap_between(a->at.x, a->at.w, b->at.x, b->at.w);
    int down = gap_between(a->at.y, a->at.h, b->at.y, b->at.h);
    int gap = across > down ? across : down;
    char one[80], other[80], what[240];
    if (mm(measures, gap) >= least * permitted(measures))
        return;
    target_name(measures->kiosk, a->target, one, sizeof one);
    target_name(measures->kiosk, b->target, other, sizeof other);
    (void)snprintf(what, sizeof what, "%s and %s stand too near: %.1f mm", one, other,
                   mm(measures, gap));
    fault(measures, what, NULL);
}

/* The answers' own height, how many rows they take, and the air that is left for them. */
struct answers_seen {
    int count, top, bottom, height, width;
    int rows;
};

static struct answers_seen answers_on(const struct scene *scene)
{
    struct answers_seen seen = { .count = 0 };
    int row = -1;
    for (int i = 0; i < scene->target_count; i++) {
        struct rect at = scene->targets[i].at;
        if (scene->targets[i].target.kind != TARGET_ANSWER || !scene->targets[i].live)
            continue;
        if (seen.count++ == 0)
            seen = (struct answers_seen){ 1, at.y, at.y, at.h, at.w, 0 };
        seen.rows += at.y != row;
        row = at.y;
        seen.bottom = at.y + at.h > seen.bottom ? at.y + at.h : seen.bottom;
    }
    return seen;
}

/* The highest that answers may reach down: what stands under them. */
static int floor_under(const struct scene *scene, int bottom)
{
    int floor = scene->height;
    for (int i = 0; i < scene->target_count; i++) {
        struct rect at = scene->targets[i].at;
        if (scene->targets[i].target.kind != TARGET_ANSWER && at.y >= bottom && at.y < floor)
            floor = at.y;
    }
    return floor;
}

/* Between the answers and that, what is written under them. */
static int words_under(const struct scene *scene, int bottom, int floor)
{
    int highest = 0;
    for (int i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (item->kind == SCENE_LABEL && item->at.y >= bottom && item->at.y + item->at.h <= floor)
            highest = item->at.h > highest ? item->at.h : highest;
    }
    return highest;
}

/* An answer is 20 mm high, unless the rows of its question would not have room then. In parts all
 * rows are as high as the fullest of them holds. */
static void measure_answers(const struct measures *measures)
{
    static const double wanted = 20, air = 4;
    struct answers_seen seen = answers_on(measures->scene);
    if (seen.count == 0 || measures->scene->parts > 1)
        return;
    int floor = floor_under(measures->scene, seen.bottom);
    int words = words_under(measures->scene, seen.bottom, floor);
    double room = mm(measures, floor - seen.top - words);
    double needed = seen.rows * (wanted + air);
    if (needed < room && mm(measures, seen.height) < wanted * permitted(measures) - 0.2)
        fault(measures, "answers are under 20 mm high where there is room", NULL);
}

void measure_targets(const struct measures *measures)
{
    const struct scene *scene = measures->scene;
    for (int i = 0; i < scene->target_count; i++) {
        if (!scene->targets[i].live)
            continue;
        measure_target(measures, &scene->targets[i]);
        for (int j = 0; j < i; j++)
            if (scene->targets[j].live)
                measure_gap(measures, &scene->targets[i], &scene->targets[j]);
    }
    measure_answers(measures);
}

/* --- degrees --- */

/* EN 301 549, 5.1.4: psi = 180 H / (pi D), of a capital H, which is 0.714 em in Noto Sans. */
static double degrees(const struct measures *measures, int size_px)
{
    static const double pi = 3.14159265358979, capital = 0.714, distance_mm = 500;
    return 180 * mm(measures, size_px) * capital / (pi * distance_mm);
}

/* Larger text has the standard's least, at the distance for which it was made; what only reminds of
 * a part before need not. All else, and each
 * of the screens that staff see, has the theme's: 20 pixels of 149 an inch, less half a pixel of a
 * coarse panel. */
void measure_texts(const struct measures *measures)
{
    double usual = 0.26 * permitted(measures);
    for (int i = measures->first; i < measures->scene->item_count; i++) {
        const struct scene_item *item = &measures->scene->items[i];
        char what[80];
        double least = measures->kiosk->large && !item->again ? 0.7 : usual;
        if (item->kind != SCENE_LABEL || degrees(measures, item->size_px) >= least)
            continue;
        (void)snprintf(what, sizeof what, "is too small: %.2f degrees",
                       degrees(measures, item->size_px));
        fault(measures, what, item);
    }
}

/* --- contrast --- */

static double linear(uint32_t channel)
{
    double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

static double ratio_of(enum colour a, enum colour b, bool strong)
{
    double one = luminance(view_colour(a, strong)), two = luminance(view_colour(b, strong));
    return one > two ? (one + 0.05) / (two + 0.05) : (two + 0.05) / (one + 0.05);
}

static bool holds(struct rect at, int x, int y)
{
    return x >= at.x && y >= at.y && x < at.x + at.w && y < at.y + at.h;
}

/* What lies under this point: the filled box nearest below item `number`. */
static enum colour behind(const struct measures *measures, int number, int x, int y)
{
    for (int i = number - 1; i >= 0; i--) {
        const struct scene_item *under = &measures->scene->items[i];
        if (under->kind == SCENE_BOX && under->fill != COLOUR_NONE && holds(under->at, x, y))
            return under->fill;
    }
    return COLOUR_PAPER;
}

static void measure_ratio(const struct measures *measures, const struct scene_item *item,
                          enum colour one, enum colour two, double least)
{
    for (int strong = 0; strong < 2; strong++) {
        char what[80];
        double ratio = ratio_of(one, two, strong != 0);
        (void)snprintf(what, sizeof what, "has a contrast of %.1f%s", ratio,
                       strong ? " in the strong palette" : "");
        if (ratio < least)
            fault(measures, what, item);
    }
}

/* A box whose edge is all that shows where it can be touched; a veil and a ring have none. */
static bool has_edge(const struct scene_item *box)
{
    bool ring = box->border == COLOUR_FOCUS || box->border == COLOUR_FOCUS_EDGE;
    return box->border != COLOUR_NONE && box->border_px > 0 && !ring;
}

static void measure_colour(const struct measures *measures, int number)
{
    const struct scene_item *item = &measures->scene->items[number];
    struct rect at = item->at;
    enum colour middle = behind(measures, number, at.x + at.w / 2, at.y + at.h / 2);
    enum colour outside = behind(measures, number, at.x - 1, at.y + at.h / 2);
    if (item->kind == SCENE_LABEL)
        measure_ratio(measures, item, item->fill, middle, 7);
    else if (item->kind == SCENE_PICTURE)
        measure_ratio(measures, item, item->fill, middle, 3);
    else if (has_edge(item))
        measure_ratio(measures, item, item->border, outside, 3);
}

void measure_colours(const struct measures *measures)
{
    for (int i = measures->first; i < measures->scene->item_count; i++)
        measure_colour(measures, i);
}
