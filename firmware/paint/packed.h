#pragma once
/*
 * Coverage without its empty and its full parts, for what is kept in numbers: most of a line of
 * text is empty, and most of a large letter is full. A row is stretches: how many pixels are passed
 * over, how many follow, and the bytes of those that are neither.
 */
#include "ink.h"

struct packed {
    int w, h;
    uint32_t *rows; /* where each row begins in stretches, and where the last one ends */
    uint8_t *stretches;
};

/* One allocation; w and h above 0, stride bytes from one row to the next. False when there is no
 * memory. */
bool packed_new(struct packed *ret, const uint8_t *cover, int stride, int w, int h);
size_t packed_bytes(const struct packed *packed);
void packed_free(struct packed *packed);
void ink_packed(const struct canvas *canvas, int x, int y, const struct packed *packed,
                uint32_t colour);
