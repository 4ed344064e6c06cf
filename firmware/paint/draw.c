/*
 * A scene's items onto a canvas, in order. A label's first line begins at the top of its rectangle;
 * each line is line_px high and the optical middle of its writing stands in the middle of that.
 */
#include "box.h"
#include "paint_int.h"

enum { VEIL_COVER = 216, CARET_PX = 3, CARET_PART = 12 /* of the letters' size */ };

static uint32_t colour_of(const struct canvas *canvas, const struct scene *scene,
                          enum colour colour)
{
    return canvas_colour(canvas, view_colour_in(scene, colour));
}

static void draw_box(struct paint *paint, const struct scene *scene, const struct scene_item *item,
                     const struct canvas *canvas)
{
    (void)paint;
    uint8_t cover = item->fill == COLOUR_NONE ? 0 : item->fill == COLOUR_VEIL ? VEIL_COVER : 255;
    struct box box = { .at = item->at,
                       .radius = item->radius_px,
                       .border_px = item->border == COLOUR_NONE ? 0 : item->border_px,
                       .fill = colour_of(canvas, scene, item->fill),
                       .border = colour_of(canvas, scene, item->border),
                       .fill_cover = cover };
    box_draw(canvas, &box);
}

static void draw_picture(struct paint *paint, const struct scene *scene,
                         const struct scene_item *item, const struct canvas *canvas)
{
    const char *logo = item->picture == PICTURE_LOGO ? item->text : NULL;
    const struct mask *mask =
        pictures_get(&paint->pictures, item->picture, logo, item->at.w, item->at.h);
    if (!mask)
        return;
    ink_mask(canvas, item->at.x + (item->at.w - mask->w) / 2,
             item->at.y + (item->at.h - mask->h) / 2, mask, colour_of(canvas, scene, item->fill),
             item->mirrored);
}

/* --- labels --- */

static int line_left(const struct scene *scene, const struct scene_item *item, int width)
{
    int room = item->at.w - width;
    if (item->align == ALIGN_CENTRE)
        return item->at.x + room / 2;
    bool right = (item->align == ALIGN_END) != scene->right_to_left;
    return right ? item->at.x + room : item->at.x;
}

int draw_base(const struct writing *writing, int size_px)
{
    return (size_px * writing->middle_percent + 50) / 100;
}

static int line_base(const struct scene_item *item, const struct writing *writing, int line)
{
    int middle = item->at.y + line * item->line_px + item->line_px / 2;
    return middle + draw_base(writing, item->size_px);
}

static void draw_line(struct paint *paint, const struct layout *layout,
                      const struct layout_line *line, const struct canvas *canvas, int left,
                      int base, uint32_t ink)
{
    for (int i = 0; i < line->count; i++) {
        const struct layout_run *placed = &layout->runs[line->first + i];
        struct run_key key = layout_run_key(layout, placed);
        const struct run *run = runs_draw(&paint->runs, &key);
        if (run && run->mask.rows)
            ink_packed(canvas, left + placed->x + run->left, base - run->base, &run->mask, ink);
    }
}

static void draw_caret(struct paint *paint, const struct scene *scene,
                       const struct scene_item *item, const struct layout *layout,
                       const struct canvas *canvas)
{
    int line, x, wide = item->size_px / CARET_PART;
    wide = wide > CARET_PX ? wide : CARET_PX;
    layout_caret(&paint->layouts, layout, (size_t)item->caret, &line, &x);
    int left = line_left(scene, item, layout->lines[line].width) + x - wide / 2;
    int middle = item->at.y + line * item->line_px + item->line_px / 2;
    int high = item->size_px * 5 / 4;
    ink_rect(canvas, (struct rect){ left, middle - high / 2, wide, high },
             colour_of(canvas, scene, COLOUR_ACCENT), 255);
}

static void draw_label(struct paint *paint, const struct scene *scene,
                       const struct scene_item *item, const struct canvas *canvas)
{
    struct text_style style = { item->language, item->size_px, item->weight };
    const struct layout *layout = layouts_get(&paint->layouts, item->text, style, item->at.w);
    if (!layout)
        return;
    uint32_t ink = colour_of(canvas, scene, item->fill);
    for (int i = 0; i < layout->line_count; i++) {
        const struct layout_line *line = &layout->lines[i];
        draw_line(paint, layout, line, canvas, line_left(scene, item, line->width),
                  line_base(item, layout->writing, i), ink);
    }
    if (item->caret >= 0)
        draw_caret(paint, scene, item, layout, canvas);
}

/* --- scenes --- */

static void (*const drawers[])(struct paint *, const struct scene *, const struct scene_item *,
                               const struct canvas *) = {
    [SCENE_BOX] = draw_box,
    [SCENE_LABEL] = draw_label,
    [SCENE_PICTURE] = draw_picture,
};

struct rect draw_reach(const struct scene_item *item)
{
    /* Tails and marks of a writing such as Nastaliq reach beyond the line they belong to. */
    return item->kind == SCENE_LABEL ? rect_grown(item->at, item->size_px) : item->at;
}

void draw_scene(struct paint *paint, const struct scene *scene, const struct canvas *canvas)
{
    ink_rect(canvas, canvas->clip, colour_of(canvas, scene, COLOUR_PAPER), 255);
    for (int i = 0; i < scene->item_count; i++) {
        const struct scene_item *item = &scene->items[i];
        if (!rect_empty(rect_common(draw_reach(item), canvas->clip)))
            drawers[item->kind](paint, scene, item, canvas);
    }
}
