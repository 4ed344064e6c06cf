/* The writing half of deterministic CBOR: see cbor_io.h. libcbor's encoders put shortest forms. */
#include "cbor_io.h"
#include <cbor.h>

enum { HEAD_MAX = 9 };

/* The head of an item as one of libcbor's encoders makes it. */
static void put_head(struct buf *out, uint64_t value,
                     size_t (*encode)(uint64_t, unsigned char *, size_t))
{
    unsigned char head[HEAD_MAX];
    buf_put(out, head, encode(value, head, sizeof head));
}

/* The same for what libcbor counts in the machine's own size. */
static void put_count(struct buf *out, size_t count,
                      size_t (*encode)(size_t, unsigned char *, size_t))
{
    unsigned char head[HEAD_MAX];
    buf_put(out, head, encode(count, head, sizeof head));
}

void item_put_uint(struct buf *out, uint64_t value)
{
    put_head(out, value, cbor_encode_uint);
}

void item_put_int(struct buf *out, int64_t value)
{
    if (value >= 0)
        item_put_uint(out, (uint64_t)value);
    else
        put_head(out, (uint64_t)(-1 - value), cbor_encode_negint);
}

void item_put_bytes(struct buf *out, struct span bytes)
{
    put_count(out, bytes.size, cbor_encode_bytestring_start);
    buf_put_span(out, bytes);
}

void item_put_text(struct buf *out, const char *text)
{
    struct span bytes = span_text(text);
    put_count(out, bytes.size, cbor_encode_string_start);
    buf_put_span(out, bytes);
}

void item_put_array(struct buf *out, size_t count)
{
    put_count(out, count, cbor_encode_array_start);
}

void item_put_map(struct buf *out, size_t pairs)
{
    put_count(out, pairs, cbor_encode_map_start);
}

void item_put_tag(struct buf *out, uint64_t tag)
{
    put_head(out, tag, cbor_encode_tag);
}

void item_put_bool(struct buf *out, bool value)
{
    unsigned char head[HEAD_MAX];
    buf_put(out, head, cbor_encode_bool(value, head, sizeof head));
}

void item_put_null(struct buf *out)
{
    unsigned char head[HEAD_MAX];
    buf_put(out, head, cbor_encode_null(head, sizeof head));
}
