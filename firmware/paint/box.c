/*
 * Rounded boxes; see box.h. A corner's coverage is the distance of the pixel's middle from the
 * circle, one pixel wide: exact enough for the eye, and the same for all four corners by
 * construction.
 */
#include "box.h"
#include <math.h>

uint8_t box_corner_cover(int radius, int x, int y)
{
    if (x >= radius || y >= radius)
        return 255;
    double dx = radius - x - 0.5, dy = radius - y - 0.5;
    double inside = radius - sqrt(dx * dx + dy * dy) + 0.5;
    return (uint8_t)(inside <= 0 ? 0 : inside >= 1 ? 255 : lround(inside * 255));
}

/* Corner coordinates of a pixel: how far from the nearest vertical and horizontal edge. */
static int from_edge(int at, int start, int size)
{
    int near = at - start, far = start + size - 1 - at;
    return near < far ? near : far;
}

static uint32_t cover_at(struct rect box, int radius, int x, int y)
{
    int ex = from_edge(x, box.x, box.w), ey = from_edge(y, box.y, box.h);
    return ex < 0 || ey < 0 ? 0 : box_corner_cover(radius, ex, ey);
}

static int fitting_radius(struct rect at, int radius)
{
    int half = (at.w < at.h ? at.w : at.h) / 2;
    return radius < 0 ? 0 : radius < half ? radius : half;
}

struct ring {
    struct rect outer, inner;
    int outer_radius, inner_radius;
};

/* Border and fill of one pixel where corners are near: fill under border, so that no seam shows. */
static void round_pixel(uint32_t *at, const struct box *box, const struct ring *ring, int x, int y)
{
    uint32_t outer = cover_at(ring->outer, ring->outer_radius, x, y);
    uint32_t inner = cover_at(ring->inner, ring->inner_radius, x, y);
    if (box->border_px && box->fill_cover == 0) {
        ink_pixel(at, box->border, outer - (inner < outer ? inner : outer));
        return;
    }
    if (box->border_px)
        ink_pixel(at, box->border, outer);
    ink_pixel(at, box->fill, inner * box->fill_cover / 255);
}

static void round_rows(const struct canvas *canvas, const struct box *box, const struct ring *ring,
                       struct rect rows)
{
    struct rect part = rect_common(canvas->clip, rows);
    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row = canvas->pixels + (ptrdiff_t)y * canvas->stride;
        for (int x = part.x; x < part.x + part.w; x++)
            round_pixel(&row[x], box, ring, x, y);
    }
}

/* The four squares in which corners bend; the rest is straight. */
static void draw_corners(const struct canvas *canvas, const struct box *box,
                         const struct ring *ring, int reach)
{
    struct rect at = box->at;
    int right = at.x + at.w - reach, low = at.y + at.h - reach;
    round_rows(canvas, box, ring, (struct rect){ at.x, at.y, reach, reach });
    round_rows(canvas, box, ring, (struct rect){ right, at.y, reach, reach });
    round_rows(canvas, box, ring, (struct rect){ at.x, low, reach, reach });
    round_rows(canvas, box, ring, (struct rect){ right, low, reach, reach });
}

static void draw_straight(const struct canvas *canvas, const struct box *box, int reach)
{
    struct rect at = box->at;
    int b = box->border_px, wide = at.w - 2 * reach, high = at.h - 2 * reach;
    ink_rect(canvas, (struct rect){ at.x + reach, at.y, wide, b }, box->border, 255);
    ink_rect(canvas, (struct rect){ at.x + reach, at.y + at.h - b, wide, b }, box->border, 255);
    ink_rect(canvas, (struct rect){ at.x, at.y + reach, b, high }, box->border, 255);
    ink_rect(canvas, (struct rect){ at.x + at.w - b, at.y + reach, b, high }, box->border, 255);
    ink_rect(canvas, (struct rect){ at.x + reach, at.y + b, wide, reach - b }, box->fill,
             box->fill_cover);
    ink_rect(canvas, (struct rect){ at.x + reach, at.y + at.h - reach, wide, reach - b }, box->fill,
             box->fill_cover);
    ink_rect(canvas, (struct rect){ at.x + b, at.y + reach, at.w - 2 * b, high }, box->fill,
             box->fill_cover);
}

void box_draw(const struct canvas *canvas, const struct box *box)
{
    int radius = fitting_radius(box->at, box->radius);
    int reach = radius > box->border_px ? radius : box->border_px;
    struct ring ring = { box->at, rect_grown(box->at, -box->border_px), radius,
                         radius > box->border_px ? radius - box->border_px : 0 };
    draw_corners(canvas, box, &ring, reach);
    draw_straight(canvas, box, reach);
}
