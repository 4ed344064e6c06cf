#pragma once
/* A leaf: what a sheet says, its rows and its buttons. sheet.c lays it out, one sheet a function.
 */
#include "view_int.h"

enum { LEAF_LINES = 3, LEAF_BUTTONS = 3 };

struct leaf {
    const char *title;
    const char *lines[LEAF_LINES]; /* NULL and "": none */
    const char *said[LEAF_LINES];  /* what is said in the place of a line; NULL: the line itself */
    const char *language[LEAF_LINES]; /* NULL: the screen's */
    bool strong;                      /* the first line is what matters now */
    struct piece rows, settings; /* tools, and what can be set, under the lines; rows 0: none */
    enum type largest;           /* of the title */
    bool may_lack_title;         /* it is said, but not seen where it would cost a part */
    struct button buttons[LEAF_BUTTONS];
    int button_count;
};

/* How wide what stands on a leaf may be. */
int leaf_width(const struct canvas *canvas);
void leaf_draw(struct canvas *canvas, const struct leaf *leaf);

/* sheet_settings.c: which settings stand on a sheet, as rows. */
struct settings {
    enum setting list[SETTINGS];
    int count;
};
struct piece settings_rows(struct canvas *canvas, const struct settings *settings);

/* sheet_settings.c, sheet_menu.c, sheet_help.c */
void sheet_display(struct canvas *canvas);
void sheet_listen(struct canvas *canvas);
void sheet_menu(struct canvas *canvas);
void sheet_help(struct canvas *canvas);
