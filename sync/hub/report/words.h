#pragma once
/* What opening words from the store and from a file share. */
#include "buf.h"
#include "seal.h"
#include <jansson.h>
#include <stdio.h>

struct words_opening {
    const struct box_public *key;
    const struct box_secret *secret;
    FILE *out;
    uint64_t opened;
    uint64_t misplaced; /* sealed for another person, question or survey than where they stand */
    struct err err;
    bool failed;
};

/* Opens one text and writes a line: the members of `line` and "question", "text". Words sealed to
 * another key are passed over; misplaced ones are written with "error" and counted. `line` is
 * taken. */
MUST_CHECK bool words_write(struct words_opening *opening, json_t *line,
                            const struct seal_binding *binding, struct span sealed,
                            struct err *err);
/* At the end: an error when anything was misplaced. */
MUST_CHECK bool words_whole(const struct words_opening *opening, struct err *err);
