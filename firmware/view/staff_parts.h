#pragma once
/*
 * What the staff screens have in common: a head with the way out, a title that says it in words,
 * rows of a label and a value, lists of large buttons, and keys. They keep the usual sizes whatever
 * the person before had chosen.
 */
#include "view_int.h"

/* The head of a page: what it is, and the one way out of it. */
struct staff_page {
    const char *title, *more;
    enum staff_item out; /* STAFF_CLOSE or STAFF_BACK; STAFF_ITEMS: there is none */
    bool small;          /* the title leaves more room */
};
/* Draws it; returns what is left for the page's own. */
struct rect staff_page(struct canvas *canvas, const struct staff_page *page);
/* The same for a long list: on a low panel the title stands in the head. */
struct rect staff_list_page(struct canvas *canvas, const struct staff_page *page);
/* The head alone; returns the y under it. */
int staff_head(struct canvas *canvas, enum staff_item out);
/* The head with title and sentence in the place of what the page is. */
int staff_head_title(struct canvas *canvas, const struct staff_page *page);
/* Title and sentence in a column; returns the y under them. */
int staff_title(struct canvas *canvas, const struct staff_page *page, struct rect column);

struct staff_row {
    const char *label, *value;
};
/* All in one size: the largest in which they fit. Where there is not room for all, as many as there
 * is room for, but no fewer than `least`. */
void staff_rows(struct canvas *canvas, struct rect at, const struct staff_row *rows, int count,
                int least);

/* The line under a row. */
void staff_rule(struct canvas *canvas, int x, int y, int width);

/* How many of them, from the first on, have room there. */
int staff_rows_held(const struct canvas *canvas, struct rect at, const struct staff_row *rows,
                    int count);

struct staff_button {
    struct target target;
    const char *text;
    const char *language; /* NULL: the screen's */
    bool on;              /* chosen already */
};
struct staff_button staff_button(const struct canvas *canvas, enum staff_item item,
                                 enum wording_key word);
/* As many columns as are asked for, on standing panels one; one more where rows would stand too
 * near to one another. */
void staff_list(struct canvas *canvas, struct rect at, const struct staff_button *buttons,
                int count, int columns);
/* How high such a list must be at least. */
int staff_list_least(const struct theme *theme, int count, int columns);
/* Buttons of their own width side by side, from the start. */
void staff_bar(struct canvas *canvas, struct rect at, const struct staff_button *buttons,
               int count);
/* "−  value  +": two buttons round what they change; one that could do nothing is not there. */
struct staff_step {
    const char *label, *value;
    struct staff_button less, more;
    bool least, most; /* it is so already */
};
/* How high its place must be. */
int staff_step_height(const struct canvas *canvas);
void staff_step(struct canvas *canvas, struct rect at, const struct staff_step *step);

/* The foot of a page in parts: back at the start, on at the end, "2 of 17" between them. */
void staff_turns(struct canvas *canvas, struct rect foot, enum wording_key back,
                 enum wording_key on);

/* Rows of keys, one a string of ASCII; '<' deletes, ' ' is a gap. */
enum { STAFF_KEY_ROWS_MAX = 4 };
/* How many rows they take at this width: where keys would be too narrow to be hit, the second half
 * of a row stands under its first. */
int staff_key_rows(const struct theme *theme, int width, const char *const *rows, int count);
void staff_keys(struct canvas *canvas, struct rect at, const char *const *rows, int count);
/* What is typed, in one direction for everybody. */
void staff_typed(struct canvas *canvas, const char *text, struct rect at);
/* A sentence in the middle of a place. */
void staff_say(struct canvas *canvas, const char *text, enum colour colour, struct rect at);

/* "27/11/2026", "27/11/2026, 09:05", "today, 09:05", "09:05", in the language's own digits. */
const char *staff_day(struct canvas *canvas, int32_t day);
const char *staff_time(struct canvas *canvas, uint32_t minute);
const char *staff_when(struct canvas *canvas, struct staff_when when);
/* One word filled in with one value. */
const char *staff_filled(struct canvas *canvas, enum wording_key word, const char *name,
                         const char *value);

void screen_pin(struct canvas *canvas);
void screen_recovery(struct canvas *canvas);
void screen_setup_code(struct canvas *canvas);
void screen_setup_hub(struct canvas *canvas);
void screen_setup_wait(struct canvas *canvas);
void screen_asleep(struct canvas *canvas);
void screen_cleaning(struct canvas *canvas);
void screen_staff_menu(struct canvas *canvas);
void screen_staff_more(struct canvas *canvas);
void screen_staff_pause(struct canvas *canvas);
void screen_staff_back_at(struct canvas *canvas);
void screen_staff_stick(struct canvas *canvas);
void screen_staff_said(struct canvas *canvas);
void screen_staff_log(struct canvas *canvas);
void screen_staff_languages(struct canvas *canvas);
void screen_staff_sound(struct canvas *canvas);
void screen_staff_hours(struct canvas *canvas);
void screen_staff_test(struct canvas *canvas);
void screen_staff_turn(struct canvas *canvas);
void screen_staff_adjust(struct canvas *canvas);
/* How far the hold of the corner has come: a line at the top that grows. */
void corner_hint(struct canvas *canvas);
