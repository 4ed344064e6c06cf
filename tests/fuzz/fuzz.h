#pragma once
/*
 * What the fuzz entries share. An entry is one function that is given bytes from a stranger and
 * must neither crash nor hang nor break a promise; promises are held with must(), which ends the
 * process. libFuzzer calls it (fuzz_NAME), and replay.c with the files of its corpus (fuzz.NAME).
 */
#include "envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes small things off the front of an input; zeroes when it has ended. */
struct feed {
    struct span rest;
};
uint8_t feed_byte(struct feed *feed);
uint64_t feed_number(struct feed *feed, int bytes); /* big-endian */
struct span feed_take(struct feed *feed, size_t size);
/* A piece behind its own length of two bytes, at most what is left. */
struct span feed_piece(struct feed *feed);

/* A copy that ends with a zero, in `space`; cut to what there is room for. */
const char *fuzz_text(struct span bytes, char *space, size_t room);

/* The payload as a message of this purpose: strangers' bytes behind a true signature. */
struct buf fuzz_signed(enum envelope_purpose purpose, const struct secret_key *key,
                       struct span payload);

/* An input was taken whole, in this way; the replay fails when a way that the entry names in
 * tests/lists/fuzz.cmake is never gone, as when a format has moved on and its corpus has not. */
void fuzz_accepted(const char *way);
size_t fuzz_accepted_count(const char *way);

/* A folder of this process alone, in memory where the machine has such a place; it goes with the
 * process. */
const char *fuzz_folder(void);
/* Writes a file inside it, whole, without waiting for a disk. */
void fuzz_write(const char *name, struct span bytes);

/* What passed before the message of the entry `frame` that leans on it. */
#define FUZZ_PASSED "Thank you. It is recorded. What passed before need not be said again."
