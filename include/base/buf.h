#pragma once
/*
 * A growable buffer that is born with a ceiling. Failure (ceiling or memory) is sticky: put what
 * you like, ask once at the end with buf_ok. The bytes are always followed by a zero that is not
 * counted.
 */
#include "err.h"
#include "span.h"

struct buf {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t ceiling;
    bool failed;
    bool starved; /* failed for want of memory, not for its ceiling */
};

/* An empty buffer that never grows past ceiling bytes. Release with buf_finish. */
struct buf buf_new(size_t ceiling);
/* Frees the memory; fine on a zeroed buffer; usable as a cleanup attribute. */
void buf_finish(struct buf *buf);
/* Makes it empty and clears a failure; keeps the memory. */
void buf_clear(struct buf *buf);

void buf_put(struct buf *buf, const void *data, size_t size);
void buf_put_byte(struct buf *buf, uint8_t byte);
void buf_put_span(struct buf *buf, struct span span);
void buf_put_text(struct buf *buf, const char *text);
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF(2, 3);
/* Fails when a buffer that was to become part of it has failed, for the same reason. */
void buf_fail_with(struct buf *buf, const struct buf *part);
/* Room for `size` more bytes to be written by the caller, counted at once; NULL when it failed. */
uint8_t *buf_grow(struct buf *buf, size_t size);

/* False with a sentence naming `what` when anything put did not fit: ERR_TOO_LARGE for the ceiling,
 * ERR_LATER when memory was wanting. */
bool buf_ok(const struct buf *buf, const char *what, struct err *err);
struct span buf_span(const struct buf *buf);
const char *buf_text(const struct buf *buf);

#define BUF_AUTO __attribute__((cleanup(buf_finish))) struct buf
