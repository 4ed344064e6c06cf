/* The door of the room: opening, measuring, drawing scenes and writing them as pictures. */
#include "paint.h"
#include "changes.h"
#include "utf8.h"
#include <SDL_image.h>
#include <stdlib.h>

bool paint_open(const char *fonts, struct paint **ret, struct err *err)
{
    struct paint *paint = calloc(1, sizeof *paint);
    if (!paint)
        return err_set(err, ERR_LATER, "no memory for drawing");
    runs_init(&paint->runs, &paint->faces);
    pictures_init(&paint->pictures);
    if (!faces_init(&paint->faces, fonts, err) ||
        !layouts_init(&paint->layouts, &paint->runs, err)) {
        paint_close(paint);
        return false;
    }
    *ret = paint;
    return true;
}

void paint_close(struct paint *paint)
{
    if (!paint)
        return;
    if (paint->layouts.runs)
        layouts_finish(&paint->layouts);
    runs_finish(&paint->runs);
    pictures_finish(&paint->pictures);
    faces_finish(&paint->faces);
    free(paint);
}

void paint_rest(struct paint *paint)
{
    faces_rest(&paint->faces);
}

static struct text_size measure(void *self, const char *text, struct text_style style,
                                int max_width)
{
    struct paint *paint = self;
    const struct layout *layout = layouts_get(&paint->layouts, text, style, max_width);
    return layout ? layout->size : (struct text_size){ 0 };
}

static size_t line_start(void *self, const char *text, struct text_style style, int max_width,
                         int line)
{
    struct paint *paint = self;
    const struct layout *layout = layouts_get(&paint->layouts, text, style, max_width);
    return layout && line < layout->line_count ? layout->lines[line].start : 0;
}

/* A line's ink, up and down from its middle. */
static struct text_ink line_ink(struct paint *paint, const struct layout *layout,
                                const struct layout_line *line)
{
    struct text_ink ink = { 0 };
    int base = draw_base(layout->writing, layout->size_px);
    for (int i = 0; i < line->count; i++) {
        struct run_key key = layout_run_key(layout, &layout->runs[line->first + i]);
        const struct run *run = runs_draw(&paint->runs, &key);
        if (!run || !run->mask.rows)
            continue;
        int above = run->base - base, below = run->mask.h - above;
        ink.above = above > ink.above ? above : ink.above;
        ink.below = below > ink.below ? below : ink.below;
    }
    return ink;
}

static struct text_ink ink(void *self, const char *text, struct text_style style, int max_width)
{
    struct paint *paint = self;
    const struct layout *layout = layouts_get(&paint->layouts, text, style, max_width);
    if (!layout)
        return (struct text_ink){ 0 };
    struct text_ink first = line_ink(paint, layout, &layout->lines[0]);
    struct text_ink last = line_ink(paint, layout, &layout->lines[layout->line_count - 1]);
    return (struct text_ink){ first.above, last.below };
}

/* What is never drawn but tells how to: line breaks, joiners, marks of direction, variants. */
static bool is_unseen(uint32_t character)
{
    return character <= ' ' || character == 0x00AD ||
           (character >= 0x200B && character <= 0x200F) ||
           (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x206F) ||
           (character >= 0xFE00 && character <= 0xFE0F);
}

static uint32_t missing(void *self, const char *text, struct text_style style)
{
    struct paint *paint = self;
    size_t size = strlen(text), at = 0;
    while (at < size) {
        uint32_t character = utf8_next(text, size, &at);
        if (!is_unseen(character) && !faces_have(&paint->faces, character, style.weight))
            return character;
    }
    return 0;
}

struct text_measure paint_measure(struct paint *paint)
{
    return (struct text_measure){ paint, measure, line_start, ink, missing };
}

void paint_scene(struct paint *paint, const struct scene *scene, struct SDL_Surface *onto)
{
    struct canvas canvas = canvas_of(onto);
    draw_scene(paint, scene, &canvas);
}

struct rect paint_changes(struct paint *paint, const struct scene *last, const struct scene *scene,
                          struct SDL_Surface *onto)
{
    struct changes changes;
    changes_find(last, scene, &changes);
    struct canvas canvas = canvas_of(onto);
    struct rect whole = canvas.clip, around = { 0 };
    for (int i = 0; i < changes.count; i++) {
        canvas.clip = rect_common(whole, changes.rects[i]);
        draw_scene(paint, scene, &canvas);
        around = rect_around(around, canvas.clip);
    }
    return around;
}

bool paint_png(struct paint *paint, const struct scene *scene, const char *path, struct err *err)
{
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, scene->width, scene->height, 24, SDL_PIXELFORMAT_RGB888);
    if (!surface)
        return err_set(err, ERR_LATER, "no memory for a picture of %d by %d", scene->width,
                       scene->height);
    paint_scene(paint, scene, surface);
    bool written = IMG_SavePNG(surface, path) == 0;
    SDL_FreeSurface(surface);
    return written || err_set(err, ERR_LATER, "cannot write %s: %s", path, IMG_GetError());
}
