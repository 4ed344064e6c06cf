#pragma once
/*
 * What the two halves of batches share: the numbers of the fields, and contexts: what many
 * responses have in common, said once. Contexts with the same survey share a sheet: one column a
 * question.
 */
#include "batch.h"
#include "cbor_io.h"
#include "fields.h"
#include "table.h"
#include "times.h"

enum batch_field {
    BATCH_VERSION,
    BATCH_KIOSK, /* stands early, so that batch_sender need not unpack more */
    BATCH_LIFE,
    BATCH_NONCE,
    BATCH_BEFORE,
    BATCH_AFTER,
    BATCH_ORIGINS,
    BATCH_BUNDLE_SERIAL,
    BATCH_NOW,
    BATCH_HEALTH,
    BATCH_SEGMENTS,
    BATCH_BODY,
    BATCH_FIELDS
};

enum {
    CONTEXTS_MAX = 1024,
    BODY_PARTS = 6,   /* contexts, times, context column, ending column, sheets, what is sealed */
    SEALED_PARTS = 4, /* strays, lengths of words, words, counts blocks */
    CONTEXT_PARTS = 7,
};

struct context {
    struct digest bundle;
    struct digest survey;
    char language[LANGUAGE_TAG_MAX + 1];
    enum access_mode access;
    bool assisted;
    uint8_t count;        /* questions */
    uint16_t counts_size; /* bytes of each response's counts block */
    uint16_t sheet;
};

/* Gives contexts[index] its sheet: that of an earlier context with the same survey, or the next;
 * says how many sheets there are now. */
size_t context_set_sheet(struct context *contexts, size_t index, size_t sheet_count);
void context_put(const struct context *context, struct buf *out);
void context_get(struct cbor_reader *in, struct context *ret);
void head_put(const struct batch_head *head, struct buf *out);
void head_get(struct cbor_reader *in, struct batch_head *ret);
/* health.c */
void health_put(const struct health *health, struct buf *out);
void health_get(struct cbor_reader *in, struct health *ret);
void segments_put(const struct segment *segments, size_t count, struct buf *out);

/* A sheet's rows with context and ending in their columns; those of the questions are zero. */
MUST_CHECK bool sheet_init(struct table *sheet, const struct table *all,
                           const struct context *contexts, uint16_t number, uint32_t *ret_rows);
