/* What can be chosen on a scene, in the order in which it is read. */
#include "keyboard.h"
#include "view_int.h"

/* Do both stand on one line? Their middles are about equally high. */
static bool same_line(struct rect a, struct rect b)
{
    int apart = (2 * a.y + a.h) - (2 * b.y + b.h), least = a.h < b.h ? a.h : b.h;
    return 3 * (apart < 0 ? -apart : apart) < 2 * least;
}

static bool before(const struct scene *scene, struct rect a, struct rect b)
{
    if (!same_line(a, b))
        return a.y < b.y;
    return scene->right_to_left ? a.x + a.w > b.x + b.w : a.x < b.x;
}

/* Stops with their places, while they are put in order. */
struct ordering {
    const struct scene *scene;
    struct stops *stops;
    struct rect at[STOPS_MAX];
};

static bool belongs_before(const struct ordering *ordering, struct stop stop, struct rect at, int i)
{
    const struct stop *other = &ordering->stops->list[i];
    if (stop.group != other->group)
        return stop.group < other->group;
    return before(ordering->scene, at, ordering->at[i]);
}

static void insert(struct ordering *ordering, struct stop stop, struct rect at)
{
    struct stops *stops = ordering->stops;
    if (stops->count == STOPS_MAX || stops_find(stops, stop.target) >= 0)
        return;
    int i = stops->count++;
    for (; i > 0 && belongs_before(ordering, stop, at, i - 1); i--) {
        stops->list[i] = stops->list[i - 1];
        ordering->at[i] = ordering->at[i - 1];
    }
    stops->list[i] = stop;
    ordering->at[i] = at;
}

/* Keys have come as one group; each of their lines becomes one. */
static void part_rows(struct ordering *ordering)
{
    struct stops *stops = ordering->stops;
    int row = GROUP_ROWS;
    for (int i = 1; i < stops->count; i++) {
        if (stops->list[i].group != GROUP_ROWS || stops->list[i - 1].group < GROUP_ROWS)
            continue;
        if (!same_line(ordering->at[i], ordering->at[i - 1]) && row < GROUP_ROWS_END - 1)
            row++;
        stops->list[i].group = (uint8_t)row;
    }
}

void scene_stops(const struct scene *scene, struct stops *ret)
{
    struct ordering ordering = { .scene = scene, .stops = ret };
    ret->count = 0;
    for (int i = 0; i < scene->target_count; i++) {
        const struct scene_target *target = &scene->targets[i];
        struct stop stop = { target->target, (uint8_t)stop_group_of(target->target.kind) };
        if (target->live)
            insert(&ordering, stop, target->at);
    }
    part_rows(&ordering);
}
