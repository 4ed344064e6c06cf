#pragma once
/*
 * Our own keyboard. Ten keys stand in a row; where ten are too narrow for fingers, five, each row's
 * first half above its second, what turns the layers and moves the cursor in a row below, and under
 * that the space.
 */
#include "keyboard.h"
#include "view_int.h"

struct board {
    bool halved; /* five keys in a row */
    int x, y, whole;
    int key_w, key_h, gap, wide;
};

/* The keyboard that ends at the bottom; where it begins is its y. Its keys are of the least height,
 * and nearer, where it would begin above the top otherwise. */
struct board board_between(const struct canvas *canvas, int top, int bottom);
/* The same, with keys only as much lower as it takes to begin below the top, and not below the
 * lowest. */
struct board board_below(const struct canvas *canvas, int top, int bottom);
void board_draw(struct canvas *canvas, const struct board *board);
/* A letter as it stands on its key, kept with the scene. */
const char *board_letter(struct canvas *canvas, char32_t letter);
