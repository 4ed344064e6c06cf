#pragma once
/*
 * The time column of a batch. Minutes since the previous response and the gap in seconds share one
 * byte, because they depend on each other: a gap of under a minute leaves the minute as it is or
 * moves it by one. What has no such byte (the first response, a new boot segment, a night) is
 * stated whole.
 *
 *   0 to 59     the same minute, this gap
 *   60 to 119   the next minute, a gap of byte - 60
 *   120 to 254  byte - 119 minutes later, a gap of 60
 *   255         segment, minute and gap are the next ones in the three lists
 */
#include "cbor_io.h"
#include "pack.h"

/* When one response closed; fields as in struct response. */
struct closing {
    uint32_t segment;
    uint32_t minute;
    uint8_t gap;
};

/* Writes [bytes, [segment, ...], [minute, ...], [gap, ...]]. */
void times_put(const struct closing *closings, size_t count, struct buf *out, struct marks *marks);
/* Reads exactly `count` closings. */
void times_get(struct cbor_reader *in, struct closing *ret, size_t count);
