#pragma once
/* The box with the words that are being written, and the cursor in them. */
#include "board.h"

void writing_box(struct canvas *canvas, struct rect at);
/* The least height of one line in it. */
int writing_line(const struct canvas *canvas);
/* The least height of the box itself: all letters of the keyboard have room for their ink in it,
 * though their line is higher. */
int writing_box_least(const struct canvas *canvas);
/* What is written may be of another script than the screen: it is shown, and sized, by its own. */
const char *writing_language(const struct canvas *canvas);
/* Does it begin at the right? */
bool writing_right_to_left(const struct canvas *canvas);
