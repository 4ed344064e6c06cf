#pragma once
/*
 * A scene: one screen as data. Boxes, labels and pictures in drawing order, targets with their
 * places, and what would be spoken. Drawn by paint, read by tests, printed as text for golden
 * files. No pixel format, no font, no allocation: everything stands in the scene itself or is
 * borrowed from the survey.
 */
#include "buf.h"
#include "pictogram.h"
#include "stops.h"

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
    COLOUR_NIGHT,
    COLOUR_NIGHT_INK,
    COLOURS
};

enum weight { WEIGHT_REGULAR, WEIGHT_BOLD };
enum align { ALIGN_START, ALIGN_CENTRE, ALIGN_END }; /* start is right in right-to-left languages */

enum picture {
    PICTURE_NONE,
/* The pictograms of surveys, by the same numbers; the faces go from best to worst. */
#define X(name, text) PICTURE_##name,
    PICTOGRAM_MAP(X)
#undef X
        PICTURE_TICK,
    PICTURE_BOX,
    PICTURE_BOX_TICKED,
    PICTURE_RADIO,
    PICTURE_RADIO_CHOSEN,
    PICTURE_ARROW_BACK,
    PICTURE_SHIFT,
    PICTURE_BACKSPACE,
    PICTURE_PLUG,
    PICTURE_LISTEN,
    PICTURE_ARROW_ON,
    PICTURE_MENU,
    PICTURE_LANGUAGE,
    PICTURE_DISPLAY,
    PICTURE_HELP,
    PICTURE_LEAVE,
    PICTURE_SPACE,
    PICTURE_PRIVACY,
    PICTURES,
    PICTURE_LOGO = PICTURES /* the venue's: its drawing stands in the item's text */
};

/* "face-1", as in printed scenes and as its drawing's file is called; "" for no such picture. */
const char *picture_name(enum picture picture);

enum scene_kind { SCENE_BOX, SCENE_LABEL, SCENE_PICTURE };

struct scene_item {
    enum scene_kind kind;
    struct rect at;
    enum colour fill;   /* box: inside; label, picture: ink */
    enum colour border; /* box */
    uint8_t border_px, radius_px;
    enum picture picture;
    bool mirrored; /* picture: pointing the other way */
    /* label (text: of a logo, too): */
    const char *text;     /* UTF-8, may wrap; borrowed, or in the scene's pool */
    const char *language; /* tag: chooses font, script, direction */
    uint16_t size_px;     /* em */
    uint16_t line_px;     /* distance of base lines */
    enum weight weight;
    enum align align;
    uint8_t lines; /* how many it takes at this width, as measured */
    int16_t caret; /* byte offset of a caret to draw, -1 for none */
    bool again;    /* has stood on the part before, larger: a reminder, which may be smaller */
};

struct scene_target {
    struct target target;
    struct rect at;
    bool live; /* can be touched (under a sheet it cannot) */
};

/* One sentence of the spoken form: of the screen's own words, or of what a target is called, what
 * it shows and how it stands. A voice pauses behind each. */
struct scene_said {
    const char *text;     /* borrowed, or in the scene's pool */
    const char *language; /* tag: whose voice */
    struct target about;  /* TARGET_NONE: the screen itself */
};

enum { SCENE_ITEMS_MAX = 320, SCENE_TARGETS_MAX = STOPS_MAX, SCENE_POOL = 16384, SCENE_SAID = 320 };

struct scene {
    int width, height;
    int corner; /* side of the square at the top left whose hold opens the staff menu */
    bool right_to_left, contrast;
    uint32_t accent; /* of the venue, 0xRRGGBB, dark enough for words; 0: the theme's own */
    const char *language;
    int part, parts; /* which one is shown (from 0) of what does not fit at once; else 0 of 1 */
    struct scene_item items[SCENE_ITEMS_MAX];
    int item_count;
    struct scene_target targets[SCENE_TARGETS_MAX];
    int target_count;
    struct scene_said said[SCENE_SAID];
    int said_count;
    struct rect words; /* of the screen's own words, where the ring is when it is on them */
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
/* All that can be chosen now, in the order in which it is read: what is asked, row by row from the
 * start; then the foot; then the tools. */
void scene_stops(const struct scene *scene, struct stops *ret);
/* The scene as text, one line an item: exact golden files on every machine. */
void scene_print(const struct scene *scene, const struct kiosk *kiosk, struct buf *out);
