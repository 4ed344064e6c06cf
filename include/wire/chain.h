#pragma once
/* The chain over the responses of one life: H(n) = BLAKE2b-256(H(n-1) || canonical bytes of n), and
 * H(0) = BLAKE2b-256("yousaid/1 life" || life, 8 bytes big-endian || kiosk key). */
#include "seal.h"

/* A point of a life: the chain's value behind response `seq` (0: before the first). */
struct chain_point {
    uint64_t seq;
    struct digest hash;
};

struct chain_point chain_start(uint64_t life, const struct public_key *kiosk);
/* The life that a kiosk begins when this one's histories part: the same whoever asks and however
 * often, as `branch` is H of the first response that the hub has otherwise. */
uint64_t chain_next_life(uint64_t life, const struct public_key *kiosk,
                         const struct digest *branch);
/* The point behind `canonical`, which must be the bytes of response point.seq + 1. */
struct chain_point chain_next(const struct chain_point *point, struct span canonical);

/* Canonical bytes: deterministic CBOR, an array in the order of struct response (docs/WIRE.md). */
enum { RESPONSE_BYTES_MAX = 4 * WORDS_SEALED_MAX + 2048 };
MUST_CHECK bool response_put(const struct response *response, struct buf *out, struct err *err);
/* Reads it back; spans are borrowed from the bytes. */
MUST_CHECK bool response_get(struct span bytes, struct response *ret, struct err *err);
