#pragma once
/* The languages on the first screen of a standing panel, in rows of buttons of one size. */
#include "view_int.h"

struct stack {
    int languages[KIOSK_LANGUAGES_MAX]; /* the program's indices, those that are not shown already
                                         */
    int count;
    int own; /* so many have a button; where that is not all, the others are behind one more */
    int columns, rows; /* 0: there is no such stack */
    int width, px;
};

/* In so many rows at most. No rows where a name has no room in a button. */
struct stack stack_of(const struct canvas *canvas, int most);
/* How high its rows are together. */
int stack_height(const struct canvas *canvas, const struct stack *stack);
void stack_draw(struct canvas *canvas, const struct stack *stack, int top);

/* The languages that are not shown already, in the venue's order. */
int stack_others(const struct canvas *canvas, int ret[KIOSK_LANGUAGES_MAX]);
/* A language's button by its own name, and the one for those that have none. */
struct button stack_language(const struct canvas *canvas, int language, enum type type);
struct button stack_more(const struct canvas *canvas, enum type type);
