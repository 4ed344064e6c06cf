/* Coverage without its empty parts: packing it, and blending it onto a surface; see packed.h. */
#include "packed.h"
#include <stdlib.h>
#include <string.h>

enum { STRETCH_MAX = 255, STRETCH_HEAD = 2, STRIDE = 8 };

static int at_most(int count)
{
    return count < STRETCH_MAX ? count : STRETCH_MAX;
}

/* Most of a row is empty: that is counted in strides. */
static int count_empty(const uint8_t *cover, int count)
{
    int most = at_most(count), length = 0;
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

static int count_inked(const uint8_t *cover, int count)
{
    const uint8_t *end = memchr(cover, 0, (size_t)at_most(count));
    return end ? (int)(end - cover) : at_most(count);
}

/* The size of the row's stretches, which are written where `to` is not NULL. */
static size_t pack_row(const uint8_t *cover, int count, uint8_t *to)
{
    size_t size = 0;
    for (int x = 0; x < count;) {
        int empty = count_empty(cover + x, count - x);
        x += empty;
        int inked = count_inked(cover + x, count - x);
        if (to) {
            to[size] = (uint8_t)empty;
            to[size + 1] = (uint8_t)inked;
            memcpy(to + size + STRETCH_HEAD, cover + x, (size_t)inked);
        }
        size += STRETCH_HEAD + (size_t)inked;
        x += inked;
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
        int inked = at[1];
        const uint8_t *cover = at + STRETCH_HEAD;
        int first = from > x ? from - x : 0;
        int last = to - x < inked ? to - x : inked;
        for (int i = first; i < last; i++)
            ink_pixel(&row[x + i], colour, cover[i]);
        x += inked;
        at = cover + inked;
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
