#pragma once
/*
 * Runs: stretches of text of one direction, script and face. A run is shaped once; its width and
 * its coverage are kept (bounded), so that drawing a screen again shapes nothing.
 */
#include "faces.h"
#include "lru.h"
#include "packed.h"

enum { RUNS_BYTES = 8 * 1024 * 1024 };

struct run_key {
    const char *text; /* borrowed, size bytes */
    uint16_t size;
    uint16_t size_px;
    uint8_t face, weight, script;
    bool right_to_left;
};

struct run {
    struct lru_entry entry;
    struct run_key key; /* its text stands in `text` */
    int width;
    int left; /* where the mask begins */
    int base; /* rows of the mask above the base line */
    bool drawn;
    struct packed mask; /* once drawn: what has ink; no rows for spaces */
    char text[];
};

struct runs {
    struct faces *faces;
    struct lru kept;
    uint64_t shaped; /* how often text was shaped: for tests */
};

void runs_init(struct runs *runs, struct faces *faces);
void runs_finish(struct runs *runs);

/* Valid until the next call. NULL when there is no font or no memory for it. */
const struct run *runs_measure(struct runs *runs, const struct run_key *key);
const struct run *runs_draw(struct runs *runs, const struct run_key *key);
