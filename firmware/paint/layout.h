#pragma once
/*
 * Text into lines of placed runs. Lines are broken first, in reading order, and only then put in
 * the order in which they are seen. Layouts are kept (bounded): the same text in the same box costs
 * a look-up.
 */
#include "runs.h"
#include "text_measure.h"

enum { LAYOUT_CHARS_MAX = 4096, LAYOUTS_BYTES = 1024 * 1024 };

struct layout_run {
    uint16_t start, size; /* bytes of the text */
    int x, width;         /* from the line's left end */
    uint8_t face, script, level;
};

struct layout_line {
    uint32_t start, end; /* bytes; spaces at the break belong to no line */
    int first, count;    /* runs, from left to right */
    int width;
};

struct layout {
    struct lru_entry entry;
    const struct writing *writing;
    enum weight weight;
    uint16_t size_px;
    int max_width;
    struct text_size size;
    struct layout_line *lines;
    struct layout_run *runs;
    int line_count, run_count;
    int line_room, run_room;
    char text[];
};

struct layout_scratch; /* private */

struct layouts {
    struct runs *runs;
    struct lru kept;
    struct layout_scratch *scratch;
};

MUST_CHECK bool layouts_init(struct layouts *layouts, struct runs *runs, struct err *err);
void layouts_finish(struct layouts *layouts);

/* Wraps at max_width (0: never). Valid until the next call; NULL when memory is gone. */
const struct layout *layouts_get(struct layouts *layouts, const char *text, struct text_style style,
                                 int max_width);

/* The key of a layout's run, for the run cache. */
struct run_key layout_run_key(const struct layout *layout, const struct layout_run *run);
/* Where a caret before this byte stands: line and distance from the line's left end. */
void layout_caret(struct layouts *layouts, const struct layout *layout, size_t byte, int *ret_line,
                  int *ret_x);
