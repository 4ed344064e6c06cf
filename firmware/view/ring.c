/* The ring of a person with the keypad or one switch: thick and yellow with a black edge, round
 * what a press would choose, or round the words that are read. */
#include "view_int.h"

static struct rect joined(struct rect a, struct rect b)
{
    if (a.w == 0)
        return b;
    int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    int x = a.x < b.x ? a.x : b.x, y = a.y < b.y ? a.y : b.y;
    return (struct rect){ x, y, right - x, bottom - y };
}

static struct rect place_of(const struct scene *scene, struct target target)
{
    for (int i = 0; i < scene->target_count; i++)
        if (scene->targets[i].live && target_equal(scene->targets[i].target, target))
            return scene->targets[i].at;
    return (struct rect){ 0, 0, 0, 0 };
}

static struct rect group_place(const struct scene *scene, const struct stops *stops, uint8_t group)
{
    struct rect all = { 0, 0, 0, 0 };
    for (int i = 0; i < stops->count; i++)
        if (stops->list[i].group == group)
            all = joined(all, place_of(scene, stops->list[i].target));
    return all;
}

static struct rect place_of_focus(const struct scene *scene, const struct stops *stops,
                                  struct focus focus)
{
    if (focus.walker == WALKER_NONE)
        return (struct rect){ 0, 0, 0, 0 };
    if (focus.at.kind == TARGET_NONE)
        return focus.walker == WALKER_KEYPAD ? scene->words : (struct rect){ 0, 0, 0, 0 };
    return focus.whole ? group_place(scene, stops, focus.group) : place_of(scene, focus.at);
}

/* As round as what it goes round. */
static int radius_of(const struct canvas *canvas, struct rect at)
{
    for (int i = 0; i < canvas->scene->item_count; i++) {
        const struct scene_item *item = &canvas->scene->items[i];
        bool same =
            item->at.x == at.x && item->at.y == at.y && item->at.w == at.w && item->at.h == at.h;
        if (item->kind == SCENE_BOX && same)
            return item->radius_px;
    }
    return canvas->theme.round_key;
}

static struct rect grown(const struct canvas *canvas, struct rect at, int by)
{
    int width = canvas->scene->width, height = canvas->scene->height;
    int left = at.x > by ? at.x - by : 0, top = at.y > by ? at.y - by : 0;
    int right = at.x + at.w + by < width ? at.x + at.w + by : width;
    int bottom = at.y + at.h + by < height ? at.y + at.h + by : height;
    return (struct rect){ left, top, right - left, bottom - top };
}

void ring_draw(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct stops stops;
    if (canvas->kiosk->focus.walker == WALKER_NONE)
        return;
    scene_stops(canvas->scene, &stops);
    struct focus focus = kiosk_focus(canvas->kiosk, &stops);
    struct rect at = place_of_focus(canvas->scene, &stops, focus);
    if (at.w == 0)
        return;
    int radius = radius_of(canvas, at), thick = theme->thick;
    bool loose = focus.whole || focus.at.kind == TARGET_NONE;
    if (loose)
        at = grown(canvas, at, focus.whole ? theme->edge : theme->s8);
    canvas->unmirrored = true; /* the places are those of the scene already */
    canvas_box(canvas, grown(canvas, at, thick), COLOUR_NONE, COLOUR_FOCUS, thick, radius + thick);
    canvas_box(canvas, at, COLOUR_NONE, COLOUR_FOCUS_EDGE, theme->edge, radius);
    canvas->unmirrored = false;
}
