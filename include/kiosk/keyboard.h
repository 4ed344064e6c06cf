#pragma once
/*
 * Which letters the keyboard on the screen has, a table a language. A language in Latin letters has
 * its accents on the layer of that name; one in letters of its own has plain Latin ones there, and
 * behind shift the rest of its own.
 */
#include "kiosk.h"
#include <uchar.h>

enum {
    KEYBOARD_ROWS = 3,
    KEYBOARD_ROW_KEYS = 10,
    KEYBOARD_LAST_ROW_KEYS = 7,
    KEYBOARD_END_KEYS = 3
};

/* One layer: three rows, the third between shift and delete, and what stands beside the space. */
struct keyboard_keys {
    const char32_t *rows[KEYBOARD_ROWS];
    const char32_t *ends;
};

struct keyboard_layout {
    const char *language; /* the tag's first part */
    bool own_letters;     /* not Latin ones */
    /* Words that are being written are set like this language's: Urdu's in the low lines of the
     * letters on its keys, as on telephones; Nastaliq would need twice the box. */
    const char *set_like;
    const struct keyboard_keys *layers[KEYBOARD_LAYERS];
};

/* Never NULL: a language without a table of its own writes like English. */
const struct keyboard_layout *keyboard_of(const char *language);
