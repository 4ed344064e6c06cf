#pragma once
/*
 * Putting ink on a 32-bit surface through a coverage of 0 to 255 a pixel. Everything that is drawn
 * (boxes, glyphs, pictures) comes down to these few verbs.
 */
#include "scene.h"
#include <SDL_surface.h>

/* Where it is drawn, and the part of it that may change. */
struct canvas {
    uint32_t *pixels;
    int stride; /* pixels from row to row */
    struct rect clip;
    SDL_PixelFormat *format;
};

/* A picture without colour: how much of each pixel is covered. */
struct mask {
    int w, h;
    uint8_t *cover; /* w * h, row by row */
};

/* The part of both; w or h is 0 when there is none. */
struct rect rect_common(struct rect a, struct rect b);
/* The smallest that holds both; an empty one counts for nothing. */
struct rect rect_around(struct rect a, struct rect b);
struct rect rect_grown(struct rect rect, int by);
static inline bool rect_empty(struct rect rect)
{
    return rect.w <= 0 || rect.h <= 0;
}

/* The whole surface. The surface must be of 32 bits. */
struct canvas canvas_of(SDL_Surface *surface);
/* 0xRRGGBB as the canvas writes it. */
uint32_t canvas_colour(const struct canvas *canvas, uint32_t rgb);

/* colour: from canvas_colour. */
void ink_pixel(uint32_t *at, uint32_t colour, uint32_t cover);
/* count pixels of a row, covered wholly; none when it is 0 or less. */
void ink_full(uint32_t *row, int count, uint32_t colour);
void ink_rect(const struct canvas *canvas, struct rect rect, uint32_t colour, uint32_t cover);
void ink_mask(const struct canvas *canvas, int x, int y, const struct mask *mask, uint32_t colour,
              bool mirrored);
