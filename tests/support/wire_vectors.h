#pragma once
/* The test vectors of the wire format, as the code makes them today: what tests/vectors/wire.json
 * holds. */
#include "buf.h"

void vectors_put(struct buf *out);

/* Vectors of sealed boxes and wrapped keys, which are random when made: they are only opened. */
struct sealed_vector {
    const char *box_public, *box_secret;             /* hex */
    const char *words, *words_question, *words_text; /* of response 1 of life 0123456789abcdef */
    const char *counts;                              /* of the same response */
    const char *wrapped, *passphrase;                /* the secret key above, at the test cost */
};
extern const struct sealed_vector sealed_vector;
