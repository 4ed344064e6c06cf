#pragma once
/*
 * What the files of this room share: the theme, the canvas on which a screen is laid out, and the
 * parts that screens have in common. Everything is laid out from the start edge; the canvas mirrors
 * it for right-to-left languages, so no screen knows a direction.
 */
#include "view.h"
#include <uchar.h>

/* The type scale, smallest first. Tiny is for compact panels only. */
enum type { TYPE_TINY, TYPE_SMALL, TYPE_TEXT, TYPE_BUTTON, TYPE_SUB, TYPE_HEAD, TYPE_HUGE, TYPES };

struct theme {
    bool compact; /* a low panel: one step down the scale, narrow margins */
    bool portrait;
    bool narrow;                       /* standing and small: narrow margins */
    int least;                         /* with larger text nothing is smaller than this; else 0 */
    int type[TYPES];                   /* em, pixels */
    int usual[TYPES];                  /* the same as small as it may be */
    int title_least, tall_title_least; /* no question's title is smaller, in tall scripts */
    int s8, s16, s24, s32, s40;
    int margin;
    int target;            /* least height of what can be tapped: 12.9 mm */
    int tile;              /* least height of an answer tile where there is room: 20 mm */
    int gap;               /* between answer tiles where there is room: 7 mm */
    int key, key_least;    /* height of a key; least width */
    int key_lowest;        /* height where what is written needs the room */
    int row;               /* least height of a button with words */
    int tool;              /* height of the buttons in the head: without words on a low panel */
    int bar;               /* height of the buttons at the foot */
    int line, edge, thick; /* borders: tools, tiles, pressed */
    int round_key, round_row, round_tile;
    int ribbon, usual_ribbon;    /* height of the practice ribbon, 0 for none */
    int head_y, head_h;          /* the head: the name and the tools */
    int name_h;                  /* the name's own line on a standing panel, else 0 */
    int tools_y;                 /* the tools' line */
    int foot_y, foot_rows;       /* top of the foot, and its rows of buttons: 3 are as high */
    int under_head, under_title; /* air */
};

/* How the screen is laid out, in one attempt to make everything fit. */
enum { LARGEST = 4, USUAL_DISTANCE_MM = 500 };
struct display {
    bool large;    /* larger text: nothing under the least */
    int larger;    /* how far the type goes from there (0) to its largest (LARGEST) */
    int less;      /* hundredths that are taken from the least: only when nothing else helps */
    bool compact;  /* laid out as on a low panel */
    int languages; /* so many must be one tap away from a first screen with larger text: 0 for any
                    */
    int more_rows; /* of buttons in the foot, beyond the one; of two, they are one of two lines */
    int ribbon;    /* height of the practice ribbon: 0 for none */
    int words;     /* a button's least height for its words */
    int name;      /* the least height of the name's own line */
    bool nameless; /* on a standing panel, that line is given to the words */
};

/* Which part of what does not fit at once is shown. */
struct parts {
    int shown, count; /* count 0 is 1: all of it fits */
};

struct canvas {
    const struct kiosk *kiosk;
    const struct wording *wording;
    int language; /* the survey's index of the language shown */
    struct panel_size panel;
    const struct text_measure *measure;
    struct scene *scene;
    struct display display;
    struct theme theme;
    msec now;
    bool large;                /* larger text */
    const struct usual *usual; /* with larger text, how large texts are without; else NULL */
    uint32_t part;             /* wanted of the page */
    bool in_parts;             /* the page does not fit at once */
    struct parts parts;        /* of the page */
    bool leaves_by_menu;       /* the foot has no room for the way out */
    bool unmirrored;           /* inside what has one direction for everybody: keyboards */
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
enum { LESS_STEP = 10, LESS_MOST = 50 };
void theme_make(struct theme *theme, struct panel_size panel, struct display display);
double theme_ppi(struct panel_size panel);
/* The least em of larger text, in pixels. */
int theme_least(struct panel_size panel);

/* canvas.c */
const char *canvas_word(const struct canvas *canvas, enum wording_key key);
const char *canvas_survey_text(const struct canvas *canvas, const struct texts *texts);
const char *canvas_fill(struct canvas *canvas, enum wording_key key, const char *const *pairs);
/* A number in the language's own digits; as it is written, or as it is counted. */
const char *canvas_number(struct canvas *canvas, const char *number);
const char *canvas_count(struct canvas *canvas, uint32_t number);
const char *canvas_keep(struct canvas *canvas, const char *text);
const char *canvas_keep_part(struct canvas *canvas, const char *text, size_t size);
struct fitted canvas_fit(const struct canvas *canvas, const struct text *text, int width,
                         int height);
struct scene_item *canvas_item(struct canvas *canvas, enum scene_kind kind, struct rect at);
void canvas_box(struct canvas *canvas, struct rect at, enum colour fill, enum colour border,
                int border_px, int radius_px);
void canvas_picture(struct canvas *canvas, struct rect at, enum picture picture, enum colour ink);
/* The venue's own drawing, in its accent. */
void canvas_logo(struct canvas *canvas, struct rect at, const char *drawing);
/* Puts a text at the top of the box, or in its middle; returns the height that it took. */
int canvas_text(struct canvas *canvas, const struct text *text, struct rect box);
void canvas_text_middle(struct canvas *canvas, const struct text *text, struct rect box);
struct scene_item *canvas_fitted(struct canvas *canvas, const struct text *text,
                                 struct fitted fitted, struct rect box, int y);
void canvas_target(struct canvas *canvas, struct target target, struct rect at);
/* One more sentence that is said: of the screen's own words; of what a target is called, shows and
 * how it stands (language NULL: the screen's). And where the screen's own words are seen. */
void canvas_say(struct canvas *canvas, const char *text);
void canvas_say_in(struct canvas *canvas, const char *text, const char *language);
void canvas_name(struct canvas *canvas, struct target target, const char *text,
                 const char *language);
void canvas_words(struct canvas *canvas, struct rect at);
/* "1 of 6" */
void canvas_name_position(struct canvas *canvas, struct target target, int number, int count);
bool canvas_pressed(const struct canvas *canvas, struct target target);
/* The page has so many parts: the one that is wanted is shown, or the last. */
void canvas_parts(struct canvas *canvas, int count);
/* A script whose lines stand far apart, such as Nastaliq? */
bool canvas_is_tall(const struct canvas *canvas);
/* The same canvas with the usual sizes: for what keeps them with larger text, too. */
struct canvas canvas_usual(const struct canvas *canvas);
/* usual.c: how large the texts are for whoever has not asked for larger ones. */
struct usual {
    int count, largest;
    struct {
        uint32_t digest;
        uint16_t px;
    } texts[SCENE_ITEMS_MAX];
};
/* What stands on the scene from this item on. */
void usual_take(struct usual *usual, const struct scene *scene, int first);
/* How large a text is then, and how large the largest of all is; 0 when it does not stand there, or
 * nobody has asked for larger text. */
int usual_px(const struct canvas *canvas, const char *text);
int usual_title(const struct canvas *canvas);
/* Is no text of the scene smaller than it is then, and one as large as the largest? */
bool usual_is_kept(const struct canvas *canvas);
/* The next smaller size to try, down to the least and then below it. */
int canvas_step_down(int px, int least);
/* The next smaller size of a title: between the two largest of the scale it steps gently, so that
 * one in a language with longer words is hardly smaller than the same in another. */
int canvas_title_down(const struct canvas *canvas, int px);
/* Makes the theme of this attempt, its buttons high enough for the language's words. */
void canvas_dress(struct canvas *canvas, struct display display);
/* No smaller than larger text may be. */
int canvas_floor(const struct canvas *canvas, int px);
/* How high a frame must be for this text to stand in its middle. */
int canvas_inked_height(const struct canvas *canvas, const struct text *text, int width);
/* How high a button must be for the words of the interface at their least size, set like those of
 * this language (NULL: the screen's). */
int canvas_words_height(const struct canvas *canvas, const char *language);
int canvas_width_of(const struct canvas *canvas, const struct text *text);

/* parts.c */
enum look { LOOK_PRIMARY, LOOK_OUTLINED, LOOK_PLAIN };
struct button {
    struct target target;
    const char *text;
    const char *language; /* NULL: the screen's */
    const char *said;     /* what it is called when that is not its text */
    enum look look;
    enum type type;     /* the largest */
    int px;             /* of this very size, which its neighbours have too; 0: by the scale */
    int lines;          /* so many may its words take where nothing stands above them; 0: one */
    enum picture arrow; /* back before the text, on behind it, or none */
    enum picture icon;  /* before the text, or alone where there is none */
    bool upright;       /* the icon stands above the text */
    int above, below;   /* then: how far the letters of its row reach; 0: its own */
    bool may_hide;      /* in the foot: it stands in the menu where there is no room for it */
    bool at_last;       /* in the foot: only where nothing more is to come */
};
int part_button_width(const struct canvas *canvas, const struct button *button, int padding);
void part_button(struct canvas *canvas, const struct button *button, struct rect at);
/* How high it must be at this width, a bar or more; 0 when its words have no room even then. */
int part_button_height(const struct canvas *canvas, const struct button *button, int width);
/* Do its letters stay inside a button of this height? */
bool part_button_holds(const struct canvas *canvas, const struct button *button, int height);
/* How far the letters of an upright button reach above and below the middle of their line. */
void part_button_reach(const struct canvas *canvas, const struct button *button, int *ret_above,
                       int *ret_below);
/* How large the icon above the word is in an upright button of this height. */
int part_icon_px(const struct canvas *canvas, const struct button *button, int height);
/* Narrows widths that are too much for the room alike. */
void part_squeeze(int *widths, int count, int gap, int room);

/* head.c: the name at the start, the tools always at the same places at the end. */
enum { TOOLS_MAX = 5 };
struct tool {
    struct target target;
    enum picture picture;
    const char *text;
};
/* The venue's own name for itself, with its language; else (language NULL: the screen's) the name
 * that the hub knows. Where no venue has a name, the survey's owner stands in, in the language
 * shown. */
struct local_text part_venue_name(const struct canvas *canvas);
/* How high the name's own line must be on a standing panel, if the name has room in one. */
int part_name_height(const struct canvas *whole);
/* The tools that this screen has, in their order; a new one is a row of the table in head.c. */
int head_tools(const struct canvas *canvas, struct tool ret[TOOLS_MAX]);
/* How high it is, whatever the theme says. */
int part_ribbon_height(const struct canvas *canvas);
void part_ribbon(struct canvas *canvas);
/* Tools without room for their words are behind one button, the menu; so is the way out, when the
 * foot said so before. */
void part_head(struct canvas *whole);
/* Has the head room for the name? */
bool part_head_names(const struct canvas *whole);
/* That one button by itself, at the end of a line, with its word or as a sign alone: where it would
 * begin, and drawn. */
int part_menu_start(const struct canvas *whole, int height, bool worded);
int part_menu_button(struct canvas *whole, int y, int height, bool worded);

/* foot.c */
enum { FOOT_BUTTONS_MAX = 4 };
struct foot {
    const struct button *start; /* the way back, or NULL */
    const struct button *end;
    int count;
    int y;
    int right; /* where it ends */
};
/* To be called before the head is drawn: decides whether the way out stands in the menu. False when
 * it does not fit even then. */
bool foot_plan(struct canvas *canvas, const struct foot *foot);
void foot_draw(struct canvas *whole, const struct foot *foot);
/* Where the ways on begin. */
int foot_ways_on(struct canvas *whole, const struct foot *foot);
/* Both at their usual place. With parts, the way back leads to the part before, and the way on to
 * the next one. */
void part_foot(struct canvas *canvas, const struct button *start, const struct button *end,
               int count);

/* flow.c: texts and rows one under another, in as many parts as they need. */
enum { FLOW_PIECES_MAX = 24, FLOW_TEXT_MAX = 4096 };
struct piece {
    struct text text; /* broken between its lines; or, where there are rows: */
    int rows, row_h, row_gap;
    void (*draw)(struct canvas *canvas, const void *context, int row, struct rect at);
    const void *context;
    int above;     /* air above it, not at the top of a part */
    bool stays;    /* on the part on which what follows begins */
    bool together; /* its rows begin a part of their own rather than stand on two */
    /* What is heard of a text, on every part that it reaches: NULL, all of it; "", nothing here. */
    const char *said;
};
struct flow {
    struct piece pieces[FLOW_PIECES_MAX];
    int count;
    int repeated; /* so many of the first stand at the top of each part */
};
void flow_add(struct flow *flow, struct piece piece);
/* A text with so much air above it; nothing when it is empty. */
void flow_text(struct flow *flow, struct text text, int above);
/* The page's title: no smaller than it is without larger text. */
void flow_title(const struct canvas *canvas, struct flow *flow, struct piece piece);
/* How many parts there are in this room; 0 when something has no room even by itself. */
int flow_parts(const struct canvas *canvas, const struct flow *flow, struct rect room);
/* How high it is when all stands in one part. */
int flow_height(const struct canvas *canvas, const struct flow *flow, int width);
void flow_draw(struct canvas *canvas, const struct flow *flow, struct rect room, int part);
/* The page's body, from under the head to above the foot. */
struct rect flow_body(const struct canvas *canvas);
/* The whole page as parts: plans, draws head, part and foot. */
void flow_page(struct canvas *canvas, const struct flow *flow, const struct foot *foot);

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
    const char *language; /* of the body; NULL: the screen's */
    enum type type;       /* of the body */
};
int part_card_height(const struct canvas *canvas, const struct card *card, int width);
void part_card(struct canvas *canvas, const struct card *card, struct rect at);

/* pair.c: two cards of one width; beside one another of one height, under one another each as high
 * as its words. */
struct pair {
    struct card first, second;
    enum type largest; /* of their words */
    int width, heights[2], gap;
    bool stacked;
    bool fits;
};
/* "You said, we did" with its dates, where a notice speaks the language shown; else why we ask, and
 * what happens with the answers; without either: no heading. */
struct pair pair_of(struct canvas *canvas);
/* The same as large as this height allows. */
struct pair pair_measure(const struct canvas *canvas, const struct pair *words, int room);
int pair_height(const struct pair *pair);
void pair_draw(struct canvas *canvas, const struct pair *pair, int top);
/* For parts: each card's heading with its words. */
void pair_flow(const struct canvas *canvas, struct flow *flow, const struct pair *pair);
/* A heading with words under it that stay with it. */
void card_flow(const struct canvas *canvas, struct flow *flow, const struct card *card);

/* One screen a file. */
void screen_attract(struct canvas *canvas);
void screen_languages(struct canvas *canvas);
void screen_question(struct canvas *canvas);
void screen_writing(struct canvas *canvas);
void screen_end(struct canvas *canvas);
void screen_privacy(struct canvas *canvas);
void screen_taking_part(struct canvas *canvas);
void screen_refuses(struct canvas *canvas);
void screen_waiting(struct canvas *canvas);
void sheet_draw(struct canvas *canvas);

/* ring.c */
void ring_draw(struct canvas *canvas);

/* spoken.c: numbers as they are said, letters as they are called, and who says them. */
enum { SPOKEN_LETTER = 8, SPOKEN_LETTER_LAST = 0xFFFF };
uint32_t spoken_seconds(uint32_t seconds);
uint32_t spoken_count(uint32_t count);
uint32_t spoken_minute(uint32_t minute); /* of a day */
/* The next letter of a text, which is moved on. */
char32_t spoken_next(const char **text);
const char *spoken_voice(const struct wording *wording, char32_t letter);
/* A letter as it stands on its key, and as it is said. */
void spoken_letter(char32_t letter, char ret[SPOKEN_LETTER]);

/* view.c: the words of the language that the kiosk shows. */
const struct wording *view_wording(const struct kiosk *kiosk);
/* The languages that stand side by side: where the venue wants Welsh and English equal, those two,
 * and before them a third one that is shown; else the one that is shown. Returns how many. */
enum { SIDE_BY_SIDE_MAX = 3 };
int view_side_by_side(const struct kiosk *kiosk, int ret[SIDE_BY_SIDE_MAX]);

/* A button with one of the interface's words. */
struct button part_word_button(const struct canvas *canvas, enum target_kind kind,
                               enum wording_key word, enum look look);

/* seconds.c: as it is said, and as it is read, its last sentence on one line where this width has
 * room for that in a text like this one. */
const char *part_seconds_said(struct canvas *canvas, uint32_t seconds);
/* A text of some sentences, with spaces in the last of them at which no line ends; NULL where it is
 * but one. */
const char *part_last_together(struct canvas *canvas, const char *plain);
const char *part_seconds_text(struct canvas *canvas, uint32_t seconds, const struct text *like,
                              int width);

/* question_foot.c */
/* The ways back and on; ret holds the buttons. */
struct question_foot {
    struct button back, end[FOOT_BUTTONS_MAX];
    struct foot foot;
};
void question_foot(const struct canvas *canvas, struct question_foot *ret);

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
/* How large the faces come out over their words; 0 for none, or where they stand beside them. */
int tiles_face(const struct canvas *canvas, const struct question *question,
               const struct tiles_room *room);
void tiles_draw(struct canvas *canvas, const struct question *question,
                const struct tiles_room *room);

/* tiles_flow.c: the whole page of a question in parts. */
void tiles_page(struct canvas *canvas, const struct question *question,
                const struct heading *heading, const struct foot *foot);
