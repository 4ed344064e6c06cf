#pragma once
/*
 * What the files of this room share: the theme, the canvas on which a screen is laid out, and the
 * parts that screens have in common. Everything is laid out from the start edge; the canvas mirrors
 * it for right-to-left languages, so no screen knows a direction.
 */
#include "view.h"

/* The type scale, smallest first. Tiny is for compact panels only. */
enum type { TYPE_TINY, TYPE_SMALL, TYPE_TEXT, TYPE_BUTTON, TYPE_SUB, TYPE_HEAD, TYPE_HUGE, TYPES };

struct theme {
    bool compact; /* a low panel: one step down the scale, narrow margins */
    bool portrait;
    int type[TYPES];                   /* em, pixels */
    int usual[TYPES];                  /* the same without larger text */
    int title_least, tall_title_least; /* no question's title is smaller, in tall scripts */
    int s8, s16, s24, s32, s40;
    int margin;
    int target;            /* least height of what can be tapped: 12.9 mm */
    int tile;              /* least height of an answer tile where there is room: 20 mm */
    int gap;               /* between answer tiles where there is room: 7 mm */
    int key;               /* height of a key at most */
    int bar;               /* height of the buttons at the foot */
    int line, edge, thick; /* borders: tools, tiles, pressed */
    int round_key, round_row, round_tile;
    int ribbon;                  /* height of the practice ribbon, 0 for none */
    int head_y, head_h;          /* the head with its tools */
    int foot_y;                  /* top of the foot */
    int under_head, under_title; /* air */
};

struct canvas {
    const struct kiosk *kiosk;
    const struct wording *wording;
    int language; /* the survey's index of the language shown */
    struct panel_size panel;
    const struct text_measure *measure;
    struct scene *scene;
    struct theme theme;
    msec now;
    bool large;      /* larger text, unless only the usual sizes fit */
    bool unmirrored; /* inside what has one direction for everybody: keyboards */
};

/* A text and how it stands. */
struct text {
    const char *text;
    const char *language; /* NULL: the screen's */
    enum type largest, smallest;
    int px; /* of this very size, which the scale does not know; 0: by the scale */
    enum weight weight;
    enum colour colour;
    enum align align;
    int max_lines; /* 0: as many as fit */
    bool balanced; /* lines of about one length, in tall scripts further apart: for titles */
    bool fixed;    /* of this very size, also with larger text: others have been fitted to it */
    bool inked;    /* in the middle of a frame: its ink, too, stays inside */
};

/* A text measured into a width and height. */
struct fitted {
    uint16_t size_px, line_px;
    int lines;
    int width; /* of the widest line */
    int room;  /* in which it wraps: the width given, or a balanced one */
    int height;
    int over; /* of the height, what stands above the first line for ink that rises there */
    struct text_ink ink;
    bool fits;
};

/* theme.c */
enum { LARGEST = 4 };
/* larger: how far the type goes from the usual sizes (0) to those of larger text (LARGEST). */
void theme_make(struct theme *theme, struct panel_size panel, int larger, bool practice);
double theme_ppi(struct panel_size panel);

/* canvas.c */
const char *canvas_word(const struct canvas *canvas, enum wording_key key);
const char *canvas_survey_text(const struct canvas *canvas, const struct texts *texts);
const char *canvas_fill(struct canvas *canvas, enum wording_key key, const char *const *pairs);
const char *canvas_keep(struct canvas *canvas, const char *text);
struct fitted canvas_fit(const struct canvas *canvas, const struct text *text, int width,
                         int height);
struct scene_item *canvas_item(struct canvas *canvas, enum scene_kind kind, struct rect at);
void canvas_box(struct canvas *canvas, struct rect at, enum colour fill, enum colour border,
                int border_px, int radius_px);
void canvas_picture(struct canvas *canvas, struct rect at, enum picture picture, enum colour ink);
/* Puts a text at the top of the box, or in its middle; returns the height that it took. */
int canvas_text(struct canvas *canvas, const struct text *text, struct rect box);
void canvas_text_middle(struct canvas *canvas, const struct text *text, struct rect box);
struct scene_item *canvas_fitted(struct canvas *canvas, const struct text *text,
                                 struct fitted fitted, struct rect box, int y);
void canvas_target(struct canvas *canvas, struct target target, struct rect at);
void canvas_say(struct canvas *canvas, const char *text);
bool canvas_pressed(const struct canvas *canvas, struct target target);
/* A script whose lines stand far apart, such as Nastaliq? */
bool canvas_is_tall(const struct canvas *canvas);
/* The same canvas with the usual sizes: for what keeps them with larger text, too. */
struct canvas canvas_usual(const struct canvas *canvas);
/* The next smaller size to try, down to the least and then below it. */
int canvas_step_down(int px, int least);
int canvas_width_of(const struct canvas *canvas, const struct text *text);

/* parts.c */
enum look { LOOK_PRIMARY, LOOK_OUTLINED, LOOK_PLAIN };
struct button {
    struct target target;
    const char *text;
    const char *language; /* NULL: the screen's */
    enum look look;
    enum type type;
    enum picture arrow; /* PICTURE_ARROW_BACK before the text, or none */
};
int part_button_width(const struct canvas *canvas, const struct button *button, int padding);
void part_button(struct canvas *canvas, const struct button *button, struct rect at);
void part_squeeze(int *widths, int count, int gap, int room);
void part_ribbon(struct canvas *canvas);
void part_head(struct canvas *canvas);
enum { FOOT_BUTTONS_MAX = 3 };
void part_foot(struct canvas *canvas, const struct button *start, const struct button *end,
               int count);
/* The title under the head with its description. Both return the y where the rest may begin, the
 * first one the panel's end when the title does not fit at all. */
struct heading {
    const char *title, *description;
    enum type largest;
    int px; /* the title's very size; 0: by the scale */
};
int part_heading_measure(const struct canvas *canvas, const struct heading *heading);
int part_heading(struct canvas *canvas, const struct heading *heading);
/* Where a tile's words may stand: clear of the edge that it has when it is chosen. */
struct rect part_tile_inside(const struct canvas *canvas, struct rect at, int pad);
void part_tile(struct canvas *canvas, struct target target, struct rect at, bool chosen);
struct card {
    const char *heading, *body;
    enum type type; /* of the body */
};
int part_card_height(const struct canvas *canvas, const struct card *card, int width);
void part_card(struct canvas *canvas, const struct card *card, struct rect at);

/* One screen a file. */
void screen_attract(struct canvas *canvas);
void screen_languages(struct canvas *canvas);
void screen_question(struct canvas *canvas);
void screen_writing(struct canvas *canvas);
void screen_end(struct canvas *canvas);
void screen_refuses(struct canvas *canvas);
void screen_waiting(struct canvas *canvas);
void sheet_draw(struct canvas *canvas);

/* The question shares its foot with the writing screen. */
void question_foot(struct canvas *canvas);

/* tiles.c */
struct tiles_room {
    int top, bottom;
    int columns;     /* 0: one row of tall tiles */
    int most, least; /* sizes of the words */
};
/* Which numbers of columns to try: first those in which people read best. Returns how many of these
 * read well, ret_count how many there are. */
enum { TILES_LAYOUTS_MAX = 4 };
int tiles_layouts(const struct canvas *canvas, const struct question *question,
                  int ret[TILES_LAYOUTS_MAX], int *ret_count);
/* The largest size at which every answer fits; 0 when none does. */
int tiles_fit(const struct canvas *canvas, const struct question *question,
              const struct tiles_room *room);
void tiles_draw(struct canvas *canvas, const struct question *question,
                const struct tiles_room *room);
