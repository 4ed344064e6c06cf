#pragma once
/*
 * Deterministic CBOR (RFC 8949 section 4.2.1) as two small streams of items over libcbor. The
 * writer puts only shortest forms; the caller puts map keys in order. The reader refuses everything
 * that is not deterministic, deeper than 16, or behind the end, and has a sticky error: read twenty
 * fields, ask once.
 */
#include "buf.h"

void item_put_uint(struct buf *out, uint64_t value);
void item_put_int(struct buf *out, int64_t value);
void item_put_bytes(struct buf *out, struct span bytes);
void item_put_text(struct buf *out, const char *text);
void item_put_array(struct buf *out, size_t count);
void item_put_map(struct buf *out, size_t pairs);
void item_put_tag(struct buf *out, uint64_t tag);
void item_put_bool(struct buf *out, bool value);
void item_put_null(struct buf *out);

enum { CBOR_DEPTH_MAX = 16 };

struct cbor_reader {
    struct span rest;
    size_t at;                     /* offset of the next item, for messages */
    int depth;                     /* containers that are open, */
    uint64_t left[CBOR_DEPTH_MAX]; /* and the items still to come in each */
    bool failed;
    struct err err; /* says what was wrong and at which byte */
};

struct cbor_reader cbor_reader_of(struct span bytes);
uint64_t item_get_uint(struct cbor_reader *in);
int64_t item_get_int(struct cbor_reader *in);
struct span item_get_bytes(struct cbor_reader *in); /* borrowed from the input */
struct span item_get_text(struct cbor_reader *in);  /* valid UTF-8 */
void item_get_bytes_exact(struct cbor_reader *in, void *ret, size_t size);
/* Copies a text of at most size - 1 bytes. */
void item_get_text_into(struct cbor_reader *in, char *ret, size_t size);
bool item_get_bool(struct cbor_reader *in);
uint64_t item_get_tag(struct cbor_reader *in);
/* Item counts; more than `max` is an error. */
size_t item_get_array(struct cbor_reader *in, size_t max);
size_t item_get_map(struct cbor_reader *in, size_t max);
/* Takes a null when it is next. */
bool item_take_null(struct cbor_reader *in);
/* Makes the reader fail with this sentence (a value out of its range, say). */
void cbor_refuse(struct cbor_reader *in, const char *fmt, ...) PRINTF(2, 3);
/* True when all was read without an error and nothing is left. */
MUST_CHECK bool cbor_done(struct cbor_reader *in, const char *what, struct err *err);
