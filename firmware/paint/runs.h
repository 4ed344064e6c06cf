#pragma once
/*
 * Runs: stretches of text of one direction, script and face. A run is shaped once; its width and
 * its coverage are kept (bounded), so that drawing a screen again shapes nothing.
 */
#include "faces.h"
#include "ink.h"
#include "lru.h"

enum { RUNS_BYTES = 3 * 1024 * 1024 };

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
    int base;             /* rows of the mask above the base line */
    int ink_top, ink_end; /* rows of the mask with the first ink and behind the last */
    bool drawn;
    struct mask mask; /* once drawn; no pixels for spaces */
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
