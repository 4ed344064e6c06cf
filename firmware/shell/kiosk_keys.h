#pragma once
/* Real keys to what they mean: a keypad's, a keyboard's, one switch. See docs/SPEECH.md. */
#include "kiosk.h"

/* key: an SDL keycode. writing: a comment is on the screen, where the space bar writes. False when
 * the key means nothing to the kiosk. */
bool keys_take(int key, bool writing, bool right_to_left, struct event *ret);
/* By its name in a script, "up" or "switch"; leaves *ret alone when there is none such. */
bool keys_named(const char *name, struct event *ret);
