/*
 * What differs between two scenes, as a few rectangles: a pressed key costs a key, not a screen.
 * Items are compared in order; where their number differs, what stands between the equal beginning
 * and the equal end is drawn anew.
 */
#include "changes.h"
#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_rect(struct rect a, struct rect b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool same_look(const struct scene_item *a, const struct scene_item *b)
{
    return a->kind == b->kind && same_rect(a->at, b->at) && a->fill == b->fill &&
           a->border == b->border && a->border_px == b->border_px && a->radius_px == b->radius_px &&
           a->picture == b->picture && a->mirrored == b->mirrored &&
           (a->picture != PICTURE_LOGO || same_text(a->text, b->text));
}

static bool same_label(const struct scene_item *a, const struct scene_item *b)
{
    return a->size_px == b->size_px && a->line_px == b->line_px && a->weight == b->weight &&
           a->align == b->align && a->caret == b->caret && same_text(a->text, b->text) &&
           same_text(a->language, b->language);
}

static bool same_item(const struct scene_item *a, const struct scene_item *b)
{
    return same_look(a, b) && (a->kind != SCENE_LABEL || same_label(a, b));
}

static bool touching(struct rect a, struct rect b)
{
    return !rect_empty(rect_common(rect_grown(a, 1), b));
}

static void add(struct changes *changes, struct rect rect)
{
    for (int i = 0; i < changes->count; i++)
        if (touching(changes->rects[i], rect) || changes->count == CHANGES_MAX) {
            rect = rect_around(changes->rects[i], rect);
            changes->rects[i] = changes->rects[--changes->count];
            i = -1;
        }
    changes->rects[changes->count++] = rect;
}

static void compare_item_by_item(const struct scene *last, const struct scene *scene,
                                 struct changes *changes)
{
    for (int i = 0; i < scene->item_count; i++)
        if (!same_item(&last->items[i], &scene->items[i])) {
            add(changes, draw_reach(&last->items[i]));
            add(changes, draw_reach(&scene->items[i]));
        }
}

static void compare_middles(const struct scene *last, const struct scene *scene,
                            struct changes *changes)
{
    int less = last->item_count < scene->item_count ? last->item_count : scene->item_count;
    int start = 0, end = 0;
    while (start < less && same_item(&last->items[start], &scene->items[start]))
        start++;
    while (end < less - start && same_item(&last->items[last->item_count - 1 - end],
                                           &scene->items[scene->item_count - 1 - end]))
        end++;
    for (int i = start; i < last->item_count - end; i++)
        add(changes, draw_reach(&last->items[i]));
    for (int i = start; i < scene->item_count - end; i++)
        add(changes, draw_reach(&scene->items[i]));
}

void changes_find(const struct scene *last, const struct scene *scene, struct changes *changes)
{
    *changes = (struct changes){ 0 };
    if (!last || last->width != scene->width || last->height != scene->height ||
        last->contrast != scene->contrast || last->accent != scene->accent ||
        last->right_to_left != scene->right_to_left)
        add(changes, (struct rect){ 0, 0, scene->width, scene->height });
    else if (last->item_count == scene->item_count)
        compare_item_by_item(last, scene, changes);
    else
        compare_middles(last, scene, changes);
}
