#pragma once
/*
 * One zstd frame around a message, within limits that are checked before anything is decoded. The
 * frame states its size, has no dictionary, no checksum (a signature stands around it) and nothing
 * behind it.
 */
#include "buf.h"

/*
 * Where a column of many bytes begins or ends. Flushing there gives each column a block, and so a
 * Huffman table, of its own.
 */
struct marks {
    size_t at[4096];
    size_t count;
};

/* Remembers that a column ends here; more than there is room for are let go, which costs only
 * bytes. */
void marks_add(struct marks *marks, size_t at);

/* Appends the smallest frame of those tried. */
MUST_CHECK bool pack(struct span raw, const struct marks *marks, struct buf *out, struct err *err);
/* The same for bytes that are like others that the reader has, which need not be repeated: one
 * frame that can be unpacked behind the same `before` alone. */
MUST_CHECK bool pack_behind(struct span before, struct span raw, struct buf *out, struct err *err);
/* Unpacks into ret, whose ceiling is the limit. */
MUST_CHECK bool unpack(struct span packed, struct buf *ret, struct err *err);
/* What pack_behind has packed. Behind another `before` it fails or gives other bytes. */
MUST_CHECK bool unpack_behind(struct span before, struct span packed, struct buf *ret,
                              struct err *err);
/* The first bytes of what is packed, at most `size` of them. */
MUST_CHECK bool unpack_start(struct span packed, void *ret, size_t size, size_t *ret_size,
                             struct err *err);
/* How many bytes a column would take in a block of its own; 0 when there is no memory to say. */
size_t pack_estimate(struct span column);
