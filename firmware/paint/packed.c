/* Coverage without its empty parts: packing it, and blending it onto a surface; see packed.h. */
#include "packed.h"
#include <stdlib.h>
#include <string.h>

/*
 * A stretch: how many pixels are passed over, then how many follow. Where FULL is set, these are
 * covered wholly and nothing else is written, as within the strokes of large letters; else their
 * bytes follow. What is shorter than FULL_LEAST costs less among its neighbours' bytes.
 */
enum { EMPTY_MAX = 255, INKED_MAX = 127, FULL = 128, FULL_LEAST = 5, STRETCH_HEAD = 2, STRIDE = 8 };

static int at_most(int count, int most)
{
    return count < most ? count : most;
}

/* Most of a row is empty: that is counted in strides. */
static int count_empty(const uint8_t *cover, int count)
{
    int most = at_most(count, EMPTY_MAX), length = 0;
    uint64_t together;
    for (; length + STRIDE <= most; length += STRIDE) {
        memcpy(&together, cover + length, sizeof together);
        if (together != 0)
            break;
    }
    while (length < most && cover[length] == 0)
        length++;
    return length;
}

static int count_full(const uint8_t *cover, int count)
{
    int most = at_most(count, INKED_MAX), length = 0;
    while (length < most && cover[length] == UINT8_MAX)
        length++;
    return length;
}

/* Up to what is empty, or full for long enough. */
static int count_partly(const uint8_t *cover, int count)
{
    int most = at_most(count, INKED_MAX), length = 0, full = 0;
    while (length < most && cover[length] != 0 && full < FULL_LEAST)
        full = cover[length++] == UINT8_MAX ? full + 1 : 0;
    return full < FULL_LEAST ? length : length - full;
}

/* What follows the empty part, of `count` pixels: how many it tells of; its size in *size. */
static int pack_ink(const uint8_t *cover, int count, uint8_t *to, size_t *size)
{
    int full = count_full(cover, count);
    bool wholly = full >= FULL_LEAST;
    int inked = wholly ? full : count_partly(cover, count);
    size_t bytes = wholly ? 0 : (size_t)inked;
    if (to) {
        *to = (uint8_t)(wholly ? inked | FULL : inked);
        memcpy(to + 1, cover, bytes);
    }
    *size = 1 + bytes;
    return inked;
}

/* The size of the row's stretches, which are written where `to` is not NULL. */
static size_t pack_row(const uint8_t *cover, int count, uint8_t *to)
{
    size_t size = 0;
    for (int x = 0; x < count;) {
        int empty = count_empty(cover + x, count - x);
        size_t ink;
        if (to)
            to[size] = (uint8_t)empty;
        x += empty;
        x += pack_ink(cover + x, count - x, to ? to + size + 1 : NULL, &ink);
        size += 1 + ink;
    }
    return size;
}

static size_t rows_bytes(int h)
{
    return ((size_t)h + 1) * sizeof(uint32_t);
}

bool packed_new(struct packed *ret, const uint8_t *cover, int stride, int w, int h)
{
    size_t size = 0;
    for (int y = 0; y < h; y++)
        size += pack_row(cover + (ptrdiff_t)y * stride, w, NULL);
    uint32_t *rows = size <= UINT32_MAX ? malloc(rows_bytes(h) + size) : NULL;
    if (!rows)
        return false;
    *ret = (struct packed){ w, h, rows, (uint8_t *)(rows + h + 1) };
    rows[0] = 0;
    for (int y = 0; y < h; y++)
        rows[y + 1] = rows[y] + (uint32_t)pack_row(cover + (ptrdiff_t)y * stride, w,
                                                   ret->stretches + rows[y]);
    return true;
}

size_t packed_bytes(const struct packed *packed)
{
    return packed->rows ? rows_bytes(packed->h) + packed->rows[packed->h] : 0;
}

void packed_free(struct packed *packed)
{
    free(packed->rows);
    *packed = (struct packed){ 0 };
}

/* row: of the canvas; x: where in it the packed row begins, from..to: what of it is drawn. */
static void ink_row(uint32_t *row, int x, int from, int to, const uint8_t *at, const uint8_t *end,
                    uint32_t colour)
{
    while (at < end && x < to) {
        x += at[0];
        bool wholly = at[1] & FULL;
        int inked = at[1] & INKED_MAX;
        const uint8_t *cover = at + STRETCH_HEAD;
        int first = from > x ? from - x : 0;
        int last = at_most(to - x, inked);
        if (wholly)
            ink_full(row + x + first, last - first, colour);
        for (int i = first; !wholly && i < last; i++)
            ink_pixel(&row[x + i], colour, cover[i]);
        x += inked;
        at = wholly ? cover : cover + inked;
    }
}

void ink_packed(const struct canvas *canvas, int x, int y, const struct packed *packed,
                uint32_t colour)
{
    struct rect part = rect_common(canvas->clip, (struct rect){ x, y, packed->w, packed->h });
    for (int py = part.y; py < part.y + part.h; py++) {
        const uint32_t *begin = &packed->rows[py - y];
        ink_row(canvas->pixels + (ptrdiff_t)py * canvas->stride, x, part.x, part.x + part.w,
                packed->stretches + begin[0], packed->stretches + begin[1], colour);
    }
}
