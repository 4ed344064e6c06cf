#pragma once
/*
 * Every screen that a survey can show, one after the other, without anybody touching: for previews,
 * checks and golden files. States are made, not reached, so that a screen behind a condition is
 * seen too.
 */
#include "kiosk.h"

struct walk_screen {
    int number;       /* from 1, in the order of the walk */
    const char *name; /* "question-overall", "keyboard-accents", "time" */
    const struct kiosk *kiosk;
    msec now;
};

/* Which of its parts a screen shows that does not fit at once: the page's, or its sheet's. How many
 * there are says the scene. */
uint32_t *walk_part_of(struct kiosk *kiosk);

/* program: with a survey; language: an index of those it offers. Stops when see returns false,
 * which is then its own answer too. */
bool walk_screens(const struct program *program, uint8_t language,
                  bool (*see)(void *context, const struct walk_screen *screen), void *context);

/* The staff screens alone, as walk_screens shows them too; `kiosk` is room to work in, and numbers
 * go on from `number`. One thread. */
bool walk_staff(const struct program *program, uint8_t language, struct kiosk *kiosk, int number,
                bool (*see)(void *context, const struct walk_screen *screen), void *context);
