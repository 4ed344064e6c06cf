#pragma once
/* How large a text is: owned by view, filled in by paint (real fonts) and by tests. */
#include "scene.h"

struct text_style {
    const char *language;
    uint16_t size_px;
    enum weight weight;
};

struct text_size {
    int width; /* of the widest line, pixels */
    int lines;
    int line_px;      /* natural distance of base lines for this language and size */
    int longest_word; /* pixels: wider than the box means that a word would be broken */
};

/* How far the ink reaches from the middle of a line: of the first line upwards, of the last one
 * downwards. Letters such as a Nastaliq kaf rise well above what a line's height says. */
struct text_ink {
    int above, below; /* pixels */
};

struct text_measure {
    void *self;
    /* Wraps at max_width (0: one line). No allocation once warm. */
    struct text_size (*measure)(void *self, const char *text, struct text_style style,
                                int max_width);
    /* Where a line of the same text begins, in bytes; line: from 0, less than its lines. */
    size_t (*line_start)(void *self, const char *text, struct text_style style, int max_width,
                         int line);
    /* The same text's ink. NULL: nobody knows, and a line's height is trusted. */
    struct text_ink (*ink)(void *self, const char *text, struct text_style style, int max_width);
    /* The first of its characters that no font has; 0 when all can be drawn. NULL: nobody knows. */
    uint32_t (*missing)(void *self, const char *text, struct text_style style);
};
