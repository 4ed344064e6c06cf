#pragma once
/*
 * What words and counts blocks have in common: a short text behind its binding, padded, in a
 * libsodium sealed box. The plain bytes are binding (16), size of the text (2, big-endian), text,
 * zeroes up to a multiple of SEAL_PAD.
 */
#include "seal.h"

enum {
    BINDING_SIZE = 16,
    SEALED_TEXT_HEAD = BINDING_SIZE + 2,
    SEALED_TEXT_EXTRA = 48, /* what a sealed box adds */
    SEALED_TEXT_PLAIN_MAX = WORDS_SEALED_MAX - SEALED_TEXT_EXTRA,
};

/* One of these two stands in the binding, so that words can never be read as counts. */
#define SEALED_WORDS  "yousaid/1 words"
#define SEALED_COUNTS "yousaid/1 counts"

MUST_CHECK bool sealed_text_put(const char *purpose, const struct box_public *key,
                                const struct seal_binding *binding, struct span text,
                                struct buf *ret_sealed, struct err *err);
MUST_CHECK bool sealed_text_open(const char *purpose, const struct box_public *key,
                                 const struct box_secret *secret,
                                 const struct seal_binding *binding, struct span sealed,
                                 struct buf *ret_text, struct err *err);
/* Could these be the bytes of a sealed text? Nobody but the key's holder can say more. */
bool sealed_text_size_fits(size_t size);
