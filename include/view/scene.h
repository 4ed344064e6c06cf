#pragma once
/*
 * A scene: one screen as data. Boxes, labels and pictures in drawing order, targets with their
 * places, and what would be spoken. Drawn by paint, read by tests, printed as text for golden
 * files. No pixel format, no font, no allocation: everything stands in the scene itself or is
 * borrowed from the survey.
 */
#include "buf.h"
#include "target.h"

struct rect {
    int x, y, w, h; /* pixels */
};

enum colour {
    COLOUR_NONE,
    COLOUR_PAPER,
    COLOUR_CARD,
    COLOUR_SOFT,
    COLOUR_INK,
    COLOUR_MUTED,
    COLOUR_EDGE,
    COLOUR_ACCENT,
    COLOUR_ON_ACCENT,
    COLOUR_TINT,
    COLOUR_FOCUS,
    COLOUR_FOCUS_EDGE,
    COLOUR_VEIL,
    COLOURS
};

enum weight { WEIGHT_REGULAR, WEIGHT_BOLD };
enum align { ALIGN_START, ALIGN_CENTRE, ALIGN_END }; /* start is right in right-to-left languages */

enum picture {
    PICTURE_NONE,
    PICTURE_FACE_1,
    PICTURE_FACE_2,
    PICTURE_FACE_3,
    PICTURE_FACE_4,
    PICTURE_FACE_5, /* best to worst */
    PICTURE_TICK,
    PICTURE_BOX,
    PICTURE_BOX_TICKED,
    PICTURE_RADIO,
    PICTURE_RADIO_CHOSEN,
    PICTURE_ARROW_BACK,
    PICTURE_SHIFT,
    PICTURE_BACKSPACE,
    PICTURE_PLUG,
    PICTURES
};

enum scene_kind { SCENE_BOX, SCENE_LABEL, SCENE_PICTURE };

struct scene_item {
    enum scene_kind kind;
    struct rect at;
    enum colour fill;   /* box: inside; label, picture: ink */
    enum colour border; /* box */
    uint8_t border_px, radius_px;
    enum picture picture;
    bool mirrored; /* picture: pointing the other way */
    /* label: */
    const char *text;     /* UTF-8, may wrap; borrowed, or in the scene's pool */
    const char *language; /* tag: chooses font, script, direction */
    uint16_t size_px;     /* em */
    uint16_t line_px;     /* distance of base lines */
    enum weight weight;
    enum align align;
    uint8_t lines; /* how many it takes at this width, as measured */
    int16_t caret; /* byte offset of a caret to draw, -1 for none */
};

struct scene_target {
    struct target target;
    struct rect at;
    bool live; /* can be touched (under a sheet it cannot) */
};

enum { SCENE_ITEMS_MAX = 320, SCENE_TARGETS_MAX = 96, SCENE_POOL = 12288, SCENE_SPOKEN = 4096 };

struct scene {
    int width, height;
    bool right_to_left, contrast;
    const char *language;
    struct scene_item items[SCENE_ITEMS_MAX];
    int item_count;
    struct scene_target targets[SCENE_TARGETS_MAX];
    int target_count;
    char spoken[SCENE_SPOKEN];
    char pool[SCENE_POOL];
    size_t pool_used;
    bool overflow; /* something did not fit: a fault of the layout, found by tests and `render
                      --check` */
};

/* The live target at a point, TARGET_NONE when there is none. Topmost first. */
struct target scene_hit(const struct scene *scene, int x, int y);
/* The place of a live target by name as in `run --script`; false when it is not on the screen. */
struct kiosk;
MUST_CHECK bool scene_find(const struct scene *scene, const struct kiosk *kiosk, const char *name,
                           struct target *ret_target, struct rect *ret_at);
/* The scene as text, one line an item: exact golden files on every machine. */
void scene_print(const struct scene *scene, const struct kiosk *kiosk, struct buf *out);
