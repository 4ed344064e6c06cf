/* Growable buffers with a ceiling: see buf.h. */
#include "buf.h"
#include <stdio.h>
#include <stdlib.h>

struct buf buf_new(size_t ceiling)
{
    return (struct buf){ .ceiling = ceiling };
}

void buf_finish(struct buf *buf)
{
    free(buf->data);
    *buf = (struct buf){ .ceiling = buf->ceiling };
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    buf->failed = false;
    buf->starved = false;
    if (buf->data != NULL)
        buf->data[0] = 0;
}

/* Makes room for size more bytes and the closing zero. */
static bool reserve(struct buf *buf, size_t size)
{
    if (buf->failed || size > buf->ceiling - buf->size) {
        buf->failed = true;
        return false;
    }
    size_t needed = buf->size + size + 1;
    if (needed <= buf->capacity)
        return true;
    size_t capacity = buf->capacity < 64 ? 64 : buf->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    if (capacity > buf->ceiling + 1)
        capacity = buf->ceiling + 1;
    uint8_t *data = realloc(buf->data, capacity);
    if (data == NULL) {
        buf->failed = true;
        buf->starved = true;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

uint8_t *buf_grow(struct buf *buf, size_t size)
{
    if (!reserve(buf, size))
        return NULL;
    uint8_t *start = buf->data + buf->size;
    buf->size += size;
    buf->data[buf->size] = 0;
    return start;
}

void buf_put(struct buf *buf, const void *data, size_t size)
{
    uint8_t *to = buf_grow(buf, size);
    if (to != NULL && size > 0)
        memcpy(to, data, size);
}

void buf_put_byte(struct buf *buf, uint8_t byte)
{
    buf_put(buf, &byte, 1);
}

void buf_put_span(struct buf *buf, struct span span)
{
    buf_put(buf, span.data, span.size);
}

void buf_put_text(struct buf *buf, const char *text)
{
    buf_put(buf, text, strlen(text));
}

void buf_fail_with(struct buf *buf, const struct buf *part)
{
    buf->failed |= part->failed;
    buf->starved |= part->starved;
}

/* Most texts fit into the room that is there: those are written once. */
void buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    va_list again;
    va_start(args, fmt);
    va_copy(again, args);
    size_t room = buf->failed ? 0 : buf->capacity - buf->size;
    int size = vsnprintf(room == 0 ? NULL : (char *)buf->data + buf->size, room, fmt, args);
    va_end(args);
    if (room > 0 && (size < 0 || (size_t)size >= room))
        buf->data[buf->size] = 0; /* what was cut off is not there */
    if (size >= 0 && reserve(buf, (size_t)size)) {
        if ((size_t)size >= room)
            (void)vsnprintf((char *)buf->data + buf->size, (size_t)size + 1, fmt, again);
        buf->size += (size_t)size;
    } else {
        buf->failed = true;
    }
    va_end(again);
}

bool buf_ok(const struct buf *buf, const char *what, struct err *err)
{
    if (!buf->failed)
        return true;
    if (buf->starved)
        return err_set(err, ERR_LATER, "there is no memory for %s", what);
    return err_set(err, ERR_TOO_LARGE, "%s does not fit in %zu bytes", what, buf->ceiling);
}

struct span buf_span(const struct buf *buf)
{
    return span_of(buf->data, buf->size);
}

const char *buf_text(const struct buf *buf)
{
    return buf->data == NULL ? "" : (const char *)buf->data;
}
