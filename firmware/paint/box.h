#pragma once
/* Boxes with round corners and borders, anti-aliased. */
#include "ink.h"

/* How much of the corner pixel (x, y), counted from the box's own corner, a corner of this radius
 * covers: 0 to 255. Symmetric in x and y. */
uint8_t box_corner_cover(int radius, int x, int y);

/* fill, border: from canvas_colour; cover of the fill: 255 for opaque, 0 for none. */
struct box {
    struct rect at;
    int radius, border_px;
    uint32_t fill, border;
    uint8_t fill_cover;
};
void box_draw(const struct canvas *canvas, const struct box *box);
