#pragma once
/* The signed response behind a row: rows hold no words, the batches do. Asked in the order of the
 * rows, so that each batch is verified and unpacked once. */
#include "batch.h"
#include "store.h"

struct sealed_source {
    struct store *store;
    uint64_t kiosk, life, first, last; /* what the opened batch covers; last 0: none is open */
    struct batch batch;
};

struct sealed_source sealed_source_of(struct store *store);
void sealed_source_finish(struct sealed_source *source);
#define SOURCE_AUTO __attribute__((cleanup(sealed_source_finish))) struct sealed_source

/* The response from its verified batch; borrowed until the next is asked for. */
MUST_CHECK bool sealed_find(struct sealed_source *source, const struct store_row *row,
                            const struct response **ret, struct err *err);
/* The life and number to which what is sealed in the response is bound. */
void sealed_bound_to(const struct sealed_source *source, const struct response *response,
                     uint64_t *ret_life, uint64_t *ret_seq);
