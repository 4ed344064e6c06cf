/* Blending coverage onto a surface; see ink.h. */
#include "ink.h"
#include "err.h"
#include <SDL_pixels.h>
#include <string.h>

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

struct rect rect_common(struct rect a, struct rect b)
{
    int x = most(a.x, b.x), y = most(a.y, b.y);
    int w = least(a.x + a.w, b.x + b.w) - x, h = least(a.y + a.h, b.y + b.h) - y;
    return w > 0 && h > 0 ? (struct rect){ x, y, w, h } : (struct rect){ 0 };
}

struct rect rect_around(struct rect a, struct rect b)
{
    if (rect_empty(a) || rect_empty(b))
        return rect_empty(a) ? b : a;
    int x = least(a.x, b.x), y = least(a.y, b.y);
    return (struct rect){ x, y, most(a.x + a.w, b.x + b.w) - x, most(a.y + a.h, b.y + b.h) - y };
}

struct rect rect_grown(struct rect rect, int by)
{
    return (struct rect){ rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by };
}

struct canvas canvas_of(SDL_Surface *surface)
{
    must(surface->format->BytesPerPixel == 4, "surfaces to draw on have 32 bits a pixel");
    return (struct canvas){
        surface->pixels, surface->pitch / 4, { 0, 0, surface->w, surface->h }, surface->format
    };
}

uint32_t canvas_colour(const struct canvas *canvas, uint32_t rgb)
{
    return SDL_MapRGB(canvas->format, (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb);
}

/* Two channels at a time, whatever their order; 0 to 255 is widened to 0 to 256 so that full is
 * full. */
static uint32_t mix(uint32_t below, uint32_t above, uint32_t cover)
{
    uint32_t part = cover + (cover >> 7);
    uint32_t even = ((below & 0xFF00FFu) * (256 - part) + (above & 0xFF00FFu) * part) >> 8;
    uint32_t odd = (below >> 8 & 0xFF00FFu) * (256 - part) + (above >> 8 & 0xFF00FFu) * part;
    return (even & 0xFF00FFu) | (odd & 0xFF00FF00u);
}

void ink_pixel(uint32_t *at, uint32_t colour, uint32_t cover)
{
    if (cover == 255)
        *at = colour;
    else if (cover)
        *at = mix(*at, colour, cover);
}

void ink_full(uint32_t *row, int count, uint32_t colour)
{
    for (int x = 0; x < count; x++)
        row[x] = colour;
}

void ink_rect(const struct canvas *canvas, struct rect rect, uint32_t colour, uint32_t cover)
{
    struct rect part = rect_common(canvas->clip, rect);
    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row = canvas->pixels + (ptrdiff_t)y * canvas->stride + part.x;
        if (cover == 255)
            ink_full(row, part.w, colour);
        for (int x = 0; cover != 255 && x < part.w; x++)
            ink_pixel(&row[x], colour, cover);
    }
}

enum { STRIDE = 8 }; /* bytes of coverage that are looked at together */

/* Most of a mask is empty: that is passed over in strides. */
static int skip_empty(const uint8_t *cover, int at, int count)
{
    uint64_t together;
    while (at + STRIDE <= count) {
        memcpy(&together, cover + at, sizeof together);
        if (together != 0)
            break;
        at += STRIDE;
    }
    return at;
}

static void mask_row(uint32_t *row, const uint8_t *cover, int count, uint32_t colour)
{
    for (int x = skip_empty(cover, 0, count); x < count; x = skip_empty(cover, x, count)) {
        int end = x + STRIDE < count ? x + STRIDE : count;
        for (; x < end; x++)
            ink_pixel(&row[x], colour, cover[x]);
    }
}

static void mask_row_mirrored(uint32_t *row, const uint8_t *last, int count, uint32_t colour)
{
    for (int x = 0; x < count; x++)
        ink_pixel(&row[x], colour, last[-x]);
}

void ink_mask(const struct canvas *canvas, int x, int y, const struct mask *mask, uint32_t colour,
              bool mirrored)
{
    struct rect part = rect_common(canvas->clip, (struct rect){ x, y, mask->w, mask->h });
    for (int py = part.y; py < part.y + part.h; py++) {
        uint32_t *row = canvas->pixels + (ptrdiff_t)py * canvas->stride + part.x;
        const uint8_t *cover = mask->cover + (ptrdiff_t)(py - y) * mask->w;
        if (mirrored)
            mask_row_mirrored(row, cover + mask->w - 1 - (part.x - x), part.w, colour);
        else
            mask_row(row, cover + (part.x - x), part.w, colour);
    }
}
