#pragma once
/*
 * Samples for the tests of the room wire: known keys, seeded random responses, and the two trials
 * that every message must stand: no bit can be flipped and no end cut off without its being
 * refused.
 */
#include "batch.h"

struct sample_keys {
    struct public_key public;
    struct secret_key secret;
};

/* Test keys 1, 2 and 3 of RFC 8032 section 7.1. */
struct sample_keys sample_kiosk(void);
struct sample_keys sample_hub(void);
struct sample_keys sample_programme(void);

/* Bytes from hex; the caller's. Fails the test when it is none. */
struct buf sample_hex(const char *hex);

/* A small generator of its own, so that a seed means the same on every machine. */
struct dice {
    uint64_t state;
};
struct dice dice_new(uint64_t seed);
uint32_t dice_roll(struct dice *dice, uint32_t sides); /* 0 to sides - 1 */
/* The seed of this run: the environment's SEED or 1; printed, so that a failure can be had again.
 */
uint64_t dice_seed(void);

/* Responses that one kiosk could have closed one behind the other. */
struct sample_crowd {
    struct response *responses;
    size_t count;
    uint8_t *sealed; /* what their spans borrow */
};

/* Wild ones: many surveys, languages and endings, words and counts blocks of random bytes, clocks
 * that jump. */
struct sample_crowd crowd_wild(struct dice *dice, uint64_t first_seq, size_t count);
void crowd_finish(struct sample_crowd *crowd);

struct batch_head sample_head(void);
/* Packs, signs and fails the test when that does not work. The message is the caller's. */
struct buf crowd_pack(const struct sample_crowd *crowd, const struct batch_head *head,
                      struct chain_point *ret_after);
bool same_response(const struct response *a, const struct response *b);

/* A message is opened by a function that says whether it was taken. */
typedef bool message_opener(struct span message);
void every_flipped_bit_is_refused(struct span message, message_opener *open);
void every_cut_is_refused(struct span message, message_opener *open);
