/*
 * Every screen of both surveys, in three languages, on panels of two sizes and many pitches, usual
 * and with larger text: nothing overlaps, no word is broken, and the ink of every text, Nastaliq's
 * high letters too, stays inside its frame. Measured with the real fonts; nothing to keep.
 *
 *   golden_layout      exit 1 when anything is wrong, with a line for each fault
 */
#include "paint.h"
#include "screens.h"
#include "view.h"
#include <stdio.h>
#include <stdlib.h>

struct gallery {
    struct text_measure measure;
    struct scene *scene;
    struct panel_size panel;
    const char *survey, *language, *screen, *how;
    int first; /* item: what lies under a sheet has been looked at on its own page */
    int screens, faults;
};

static void fault(struct gallery *gallery, const char *what, const struct scene_item *item)
{
    gallery->faults++;
    (void)printf("%s %s %dx%d@%.0f %s%s: %s", gallery->survey, gallery->language,
                 gallery->panel.width, gallery->panel.height, gallery->panel.ppi, gallery->screen,
                 gallery->how, what);
    if (item != NULL)
        (void)printf(" (%d,%d %dx%d) %s", item->at.x, item->at.y, item->at.w, item->at.h,
                     item->kind == SCENE_LABEL ? item->text : "");
    (void)printf("\n");
}

static bool overlap(struct rect a, struct rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool inside(struct rect a, struct rect b)
{
    return a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;
}

static struct rect shrunk(struct rect at, int by)
{
    return (struct rect){ at.x + by, at.y + by, at.w - 2 * by, at.h - 2 * by };
}

static struct text_style style_of(const struct scene_item *item)
{
    return (struct text_style){ item->language, item->size_px, item->weight };
}

/* Where a label's ink lies; for a picture and a box, all of it. */
static struct rect ink_of(const struct gallery *gallery, const struct scene_item *item)
{
    const struct text_measure *measure = &gallery->measure;
    struct rect at = item->at;
    if (item->kind != SCENE_LABEL)
        return at;
    struct text_size size = measure->measure(measure->self, item->text, style_of(item), at.w);
    struct text_ink ink = measure->ink(measure->self, item->text, style_of(item), at.w);
    int middle = at.y + item->line_px / 2;
    bool right = (item->align == ALIGN_END) != gallery->scene->right_to_left;
    int spare = at.w - size.width;
    at.x += item->align == ALIGN_CENTRE ? spare / 2 : right ? spare : 0;
    at.w = size.width;
    at.y = middle - ink.above;
    at.h = ink.above + (size.lines - 1) * item->line_px + ink.below;
    return at;
}

static void check_word(struct gallery *gallery, const struct scene_item *item)
{
    const struct text_measure *measure = &gallery->measure;
    struct text_size size = measure->measure(measure->self, item->text, style_of(item), item->at.w);
    bool written = item->caret >= 0; /* people may write any word */
    if (!written && size.longest_word > item->at.w)
        fault(gallery, "a word is broken", item);
    if (size.lines * item->line_px > item->at.h)
        fault(gallery, "a text is higher than its room", item);
}

/* A text lies in a frame or outside it, never across its edge, and never under it. */
static void check_framed(struct gallery *gallery, int number)
{
    const struct scene *scene = gallery->scene;
    const struct scene_item *item = &scene->items[number];
    struct rect ink = ink_of(gallery, item);
    for (int i = gallery->first; i < scene->item_count; i++) {
        const struct scene_item *box = &scene->items[i];
        if (box->kind != SCENE_BOX || !overlap(ink, box->at))
            continue;
        if (i > number)
            fault(gallery, "lies under a box", item);
        else if (!inside(ink, shrunk(box->at, box->border_px)))
            fault(gallery, "sticks out of its box", item);
    }
}

/* Nastaliq's tails reach between the letters of the next line: a little is not a collision. */
static struct rect body_of(const struct gallery *gallery, const struct scene_item *item)
{
    struct rect at = ink_of(gallery, item);
    int little = item->kind == SCENE_LABEL ? item->size_px / 5 : 0;
    if (2 * little < at.h) {
        at.y += little;
        at.h -= 2 * little;
    }
    return at;
}

static void check_pair(struct gallery *gallery, const struct scene_item *item,
                       const struct scene_item *other)
{
    if (item->kind == SCENE_BOX && other->kind == SCENE_BOX) {
        if (overlap(item->at, other->at) && !inside(item->at, other->at))
            fault(gallery, "a box lies across another", item);
    } else if (item->kind == SCENE_LABEL || other->kind == SCENE_LABEL) {
        bool framed = item->kind == SCENE_BOX || other->kind == SCENE_BOX;
        if (!framed && overlap(body_of(gallery, item), body_of(gallery, other)))
            fault(gallery, "lies over another thing", item);
    }
}

static void check_item(struct gallery *gallery, int number)
{
    const struct scene *scene = gallery->scene;
    const struct scene_item *item = &scene->items[number];
    struct rect all = { 0, 0, scene->width, scene->height };
    if (!inside(ink_of(gallery, item), all))
        fault(gallery, "reaches beyond the screen", item);
    if (item->kind == SCENE_LABEL) {
        check_word(gallery, item);
        check_framed(gallery, number);
    }
    for (int i = gallery->first; i < number; i++)
        check_pair(gallery, item, &scene->items[i]);
}

static void check_writing(struct gallery *gallery)
{
    const struct scene *scene = gallery->scene;
    for (int i = 1; i < scene->item_count; i++) {
        const struct scene_item *box = &scene->items[i - 1], *text = &scene->items[i];
        if (text->kind == SCENE_LABEL && text->caret >= 0 && box->kind == SCENE_BOX &&
            box->at.h < text->line_px + 2 * box->border_px)
            fault(gallery, "the box holds no line", box);
    }
}

static void check_screen(struct gallery *gallery, const struct kiosk *kiosk, msec now)
{
    struct scene *scene = gallery->scene;
    view_draw(kiosk, gallery->panel, &gallery->measure, now, scene);
    gallery->screens++;
    if (scene->overflow)
        fault(gallery, "something does not fit", NULL);
    gallery->first = 1;
    for (int i = 1; i < scene->item_count; i++)
        if (scene->items[i].fill == COLOUR_VEIL)
            gallery->first = i + 1;
    for (int i = gallery->first; i < scene->item_count; i++)
        check_item(gallery, i);
    check_writing(gallery);
}

static bool see(void *context, const struct walk_screen *screen)
{
    struct gallery *gallery = context;
    struct kiosk larger = *screen->kiosk;
    gallery->screen = screen->name;
    gallery->how = "";
    check_screen(gallery, screen->kiosk, screen->now);
    larger.large = true;
    gallery->how = " larger";
    check_screen(gallery, &larger, screen->now);
    return true;
}

static void see_panel(struct gallery *gallery)
{
    static const char *const surveys[] = { "gp-fft", "jobcentre" };
    static const char *const languages[] = { "en", "cy", "ur" };
    for (size_t survey = 0; survey < 2; survey++)
        for (size_t language = 0; language < 3; language++) {
            char path[80];
            gallery->survey = surveys[survey];
            gallery->language = languages[language];
            (void)snprintf(path, sizeof path, "assets/surveys/%s.json", gallery->survey);
            screens_walk(path, gallery->language, see, gallery);
        }
}

/* 0: nobody knows. */
static void see_all(struct gallery *gallery)
{
    static const double pitches[] = { 0, 96, 110, 133, 149, 160, 170, 189, 216 };
    static const struct panel_size sizes[] = { { 1280, 800, 0 }, { 800, 480, 0 } };
    for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)
        for (size_t pitch = 0; pitch < sizeof pitches / sizeof *pitches; pitch++) {
            gallery->panel = sizes[size];
            gallery->panel.ppi = pitches[pitch];
            see_panel(gallery);
        }
}

int main(void)
{
    struct gallery gallery = { 0 };
    struct paint *paint;
    struct err err = { 0 };
    must(paint_open(NULL, &paint, &err), err.text);
    gallery.measure = paint_measure(paint);
    gallery.scene = calloc(1, sizeof *gallery.scene);
    must(gallery.scene != NULL, "there is memory for a scene");
    see_all(&gallery);
    (void)printf("%d screens, %d faults\n", gallery.screens, gallery.faults);
    free(gallery.scene);
    paint_close(paint);
    return gallery.faults == 0 ? 0 : 1;
}
