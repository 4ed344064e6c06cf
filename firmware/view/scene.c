/* A scene's own verbs: what lies under a finger, where a name is, and the scene as text. */
#include "scene.h"
#include "kiosk.h"
#include <stdio.h>

static bool holds(struct rect at, int x, int y)
{
    return x >= at.x && y >= at.y && x < at.x + at.w && y < at.y + at.h;
}

struct target scene_hit(const struct scene *scene, int x, int y)
{
    for (int i = scene->target_count - 1; i >= 0; i--)
        if (scene->targets[i].live && holds(scene->targets[i].at, x, y))
            return scene->targets[i].target;
    return (struct target){ TARGET_NONE, 0 };
}

bool scene_find(const struct scene *scene, const struct kiosk *kiosk, const char *name,
                struct target *ret_target, struct rect *ret_at)
{
    for (int i = 0; i < scene->target_count; i++) {
        char known[80];
        target_name(kiosk, scene->targets[i].target, known, sizeof known);
        if (!scene->targets[i].live || strcmp(known, name) != 0)
            continue;
        *ret_target = scene->targets[i].target;
        *ret_at = scene->targets[i].at;
        return true;
    }
    return false;
}

static const char *const colour_names[COLOURS] = {
    [COLOUR_NONE] = "none", [COLOUR_PAPER] = "paper",   [COLOUR_CARD] = "card",
    [COLOUR_SOFT] = "soft", [COLOUR_INK] = "ink",       [COLOUR_MUTED] = "muted",
    [COLOUR_EDGE] = "edge", [COLOUR_ACCENT] = "accent", [COLOUR_ON_ACCENT] = "on-accent",
    [COLOUR_TINT] = "tint", [COLOUR_FOCUS] = "focus",   [COLOUR_FOCUS_EDGE] = "focus-edge",
    [COLOUR_VEIL] = "veil", [COLOUR_NIGHT] = "night",   [COLOUR_NIGHT_INK] = "night-ink",
};

static const char *const picture_names[PICTURES] = {
    [PICTURE_NONE] = "none",
#define X(name, text) [PICTURE_##name] = text,
    PICTOGRAM_MAP(X)
#undef X
        [PICTURE_TICK] = "tick",
    [PICTURE_BOX] = "box",
    [PICTURE_BOX_TICKED] = "box-ticked",
    [PICTURE_RADIO] = "radio",
    [PICTURE_RADIO_CHOSEN] = "radio-chosen",
    [PICTURE_ARROW_BACK] = "arrow-back",
    [PICTURE_SHIFT] = "shift",
    [PICTURE_BACKSPACE] = "backspace",
    [PICTURE_PLUG] = "plug",
    [PICTURE_LISTEN] = "listen",
    [PICTURE_ARROW_ON] = "arrow-on",
    [PICTURE_MENU] = "menu",
    [PICTURE_LANGUAGE] = "language",
    [PICTURE_DISPLAY] = "display",
    [PICTURE_HELP] = "help",
    [PICTURE_LEAVE] = "leave",
    [PICTURE_SPACE] = "space",
    [PICTURE_PRIVACY] = "privacy",
};

const char *picture_name(enum picture picture)
{
    if (picture == PICTURE_LOGO)
        return "logo";
    return picture < PICTURES ? picture_names[picture] : "";
}

static void print_rect(struct buf *out, struct rect at)
{
    buf_printf(out, " %d,%d %dx%d", at.x, at.y, at.w, at.h);
}

static void print_quoted(struct buf *out, const char *text)
{
    buf_put_byte(out, '"');
    for (; *text != '\0'; text++)
        if (*text == '\n')
            buf_printf(out, "\\n");
        else if (*text == '"' || *text == '\\')
            buf_printf(out, "\\%c", *text);
        else
            buf_put_byte(out, (uint8_t)*text);
    buf_put_byte(out, '"');
}

static void print_label(const struct scene_item *item, struct buf *out)
{
    static const char *const aligns[] = { "start", "centre", "end" };
    buf_printf(out, " %s %s %dpx/%d %s %s lines %d", item->language, colour_names[item->fill],
               item->size_px, item->line_px, item->weight == WEIGHT_BOLD ? "bold" : "regular",
               aligns[item->align], item->lines);
    if (item->caret >= 0)
        buf_printf(out, " caret %d", item->caret);
    if (item->again)
        buf_printf(out, " again");
    buf_put_byte(out, ' ');
    print_quoted(out, item->text);
}

static void print_item(const struct scene_item *item, struct buf *out)
{
    static const char *const kinds[] = { "box", "label", "picture" };
    buf_printf(out, "%s", kinds[item->kind]);
    print_rect(out, item->at);
    if (item->kind == SCENE_BOX)
        buf_printf(out, " %s border %s %d radius %d", colour_names[item->fill],
                   colour_names[item->border], item->border_px, item->radius_px);
    else if (item->kind == SCENE_LABEL)
        print_label(item, out);
    else
        buf_printf(out, " %s %s%s", picture_name(item->picture), colour_names[item->fill],
                   item->mirrored ? " mirrored" : "");
    buf_put_byte(out, '\n');
}

static void print_target(const struct scene_target *target, const struct kiosk *kiosk,
                         struct buf *out)
{
    char name[80];
    target_name(kiosk, target->target, name, sizeof name);
    buf_printf(out, "target");
    print_rect(out, target->at);
    buf_printf(out, " %s%s\n", name, target->live ? "" : " asleep");
}

static void print_said(const struct scene_said *said, const struct kiosk *kiosk, struct buf *out)
{
    char name[80] = "";
    if (said->about.kind != TARGET_NONE)
        target_name(kiosk, said->about, name, sizeof name);
    buf_printf(out, "said %s %s%s", said->language, name, name[0] != '\0' ? " " : "");
    print_quoted(out, said->text);
    buf_put_byte(out, '\n');
}

void scene_print(const struct scene *scene, const struct kiosk *kiosk, struct buf *out)
{
    buf_printf(out, "scene %dx%d %s %s%s%s\n", scene->width, scene->height, scene->language,
               scene->right_to_left ? "right-to-left" : "left-to-right",
               scene->contrast ? " contrast" : "", scene->overflow ? " OVERFLOW" : "");
    if (scene->parts > 1)
        buf_printf(out, "part %d of %d\n", scene->part + 1, scene->parts);
    if (scene->accent != 0)
        buf_printf(out, "accent #%06x\n", scene->accent);
    for (int i = 0; i < scene->item_count; i++)
        print_item(&scene->items[i], out);
    for (int i = 0; i < scene->target_count; i++)
        print_target(&scene->targets[i], kiosk, out);
    for (int i = 0; i < scene->said_count; i++)
        print_said(&scene->said[i], kiosk, out);
}
