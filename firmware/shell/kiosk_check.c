/* Looking at one screen with a person's eyes, fingers and ears; see kiosk_check.h. */
#include "kiosk_check.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Tenths of a millimetre: the least side of what a grown finger touches, as in look.md. */
enum { LEAST_TARGET = 120 };

/* WCAG 2.2, 1.4.3 and 1.4.11: texts, and what a graphic or a target is seen by. */
static const double text_contrast = 4.5, graphic_contrast = 3.0;

struct check {
    const struct scene *scene;
    const struct kiosk *kiosk;
    struct panel_size panel;
    const struct text_measure *measure;
    struct check_faults *faults;
    int first; /* item: what lies under a sheet has been looked at on its own page */
};

static void fault(struct check *check, enum check_kind kind, const char *about)
{
    struct check_fault *fault = &check->faults->of[kind];
    if (fault->count++ == 0)
        (void)snprintf(fault->about, sizeof fault->about, "%s", about);
}

/* --- targets --- */

static bool is_beyond(const struct scene *scene, struct rect at)
{
    return at.x < 0 || at.y < 0 || at.x + at.w > scene->width || at.y + at.h > scene->height;
}

/* Who chooses by ear must hear what each target is. */
static bool is_said(const struct scene *scene, struct target target)
{
    for (int i = 0; i < scene->said_count; i++)
        if (target_equal(scene->said[i].about, target) && scene->said[i].text[0] != '\0')
            return true;
    return false;
}

static void check_target(struct check *check, const struct scene_target *target)
{
    char name[96];
    int side = target->at.w < target->at.h ? target->at.w : target->at.h;
    target_name(check->kiosk, target->target, name, sizeof name);
    if (target->live && side * 254.0 / check->panel.ppi < LEAST_TARGET - 1)
        fault(check, CHECK_SMALL_TARGET, name);
    if (is_beyond(check->scene, target->at))
        fault(check, CHECK_BEYOND, name);
    if (target->live && !is_said(check->scene, target->target))
        fault(check, CHECK_SILENT, name);
}

/* --- texts --- */

static void check_text_fits(struct check *check, const struct scene_item *item)
{
    const struct text_measure *measure = check->measure;
    struct text_style style = { item->language, item->size_px, item->weight };
    struct text_size size = measure->measure(measure->self, item->text, style, item->at.w);
    bool written = item->caret >= 0; /* people may write any word */
    if (!written && size.longest_word > item->at.w)
        fault(check, CHECK_BROKEN_WORD, item->text);
    if (size.lines * item->line_px > item->at.h)
        fault(check, CHECK_HIGH_TEXT, item->text);
    if (measure->missing != NULL && measure->missing(measure->self, item->text, style) != 0)
        fault(check, CHECK_NO_LETTER, item->text);
    if (!item->again && item->size_px < view_least_text(check->kiosk, check->panel))
        fault(check, CHECK_SMALL_TEXT, item->text);
}

/* --- contrast --- */

static double linear(uint32_t channel)
{
    double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

/* Relative luminance of 0xRRGGBB. */
static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

static double contrast_of(const struct check *check, enum colour a, enum colour b)
{
    double one = luminance(view_colour_in(check->scene, a));
    double two = luminance(view_colour_in(check->scene, b));
    return one > two ? (one + 0.05) / (two + 0.05) : (two + 0.05) / (one + 0.05);
}

static bool holds(struct rect outer, struct rect inner)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

/* What the item stands on: the filled box nearest under its middle. */
static enum colour behind(const struct check *check, int number)
{
    struct rect at = check->scene->items[number].at;
    struct rect middle = { at.x + at.w / 2, at.y + at.h / 2, 1, 1 };
    for (int i = number - 1; i >= 0; i--) {
        const struct scene_item *under = &check->scene->items[i];
        if (under->kind == SCENE_BOX && under->fill != COLOUR_NONE && holds(under->at, middle))
            return under->fill;
    }
    return COLOUR_PAPER;
}

static void check_contrast(struct check *check, int number)
{
    const struct scene_item *item = &check->scene->items[number];
    bool label = item->kind == SCENE_LABEL;
    double ratio = contrast_of(check, item->fill, behind(check, number));
    if (ratio < (label ? text_contrast : graphic_contrast))
        fault(check, CHECK_LOW_CONTRAST, label ? item->text : picture_name(item->picture));
}

static void check_item(struct check *check, int number)
{
    const struct scene_item *item = &check->scene->items[number];
    if (item->kind == SCENE_LABEL)
        check_text_fits(check, item);
    if (item->kind != SCENE_BOX)
        check_contrast(check, number);
}

/* --- one screen --- */

static int first_above_veil(const struct scene *scene)
{
    int first = 1;
    for (int i = 1; i < scene->item_count; i++)
        if (scene->items[i].fill == COLOUR_VEIL)
            first = i + 1;
    return first;
}

void check_scene(const struct scene *scene, const struct kiosk *kiosk, struct panel_size panel,
                 const struct text_measure *measure, struct check_faults *ret)
{
    struct check check = { scene, kiosk, panel, measure, ret, first_above_veil(scene) };
    *ret = (struct check_faults){ 0 };
    if (scene->said_count == 0)
        fault(&check, CHECK_SILENT, "");
    for (int i = 0; i < scene->target_count; i++)
        check_target(&check, &scene->targets[i]);
    for (int i = check.first; i < scene->item_count; i++)
        check_item(&check, i);
    bool named = ret->of[CHECK_BROKEN_WORD].count > 0 || ret->of[CHECK_HIGH_TEXT].count > 0;
    if (scene->overflow && !named)
        fault(&check, CHECK_TOO_FULL, "");
}

static const struct {
    const char *name, *text;
} kinds[CHECK_KINDS] = {
#define X(name, key, text) { key, text },
    CHECK_MAP(X)
#undef X
};

const char *check_name(enum check_kind kind)
{
    return kinds[kind].name;
}

const char *check_text(enum check_kind kind)
{
    return kinds[kind].text;
}
