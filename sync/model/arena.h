#pragma once
/*
 * Memory that lives exactly as long as one survey or one language file: many small pieces, freed
 * together. It is born with a ceiling, and failure is sticky: texts read as "", asked once at the
 * end.
 */
#include "span.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    size_t left; /* bytes that may still be asked for */
    bool failed; /* a piece did not fit or there was no memory */
};

struct arena arena_new(size_t ceiling);
void arena_finish(struct arena *arena);

/* Zeroed, aligned for anything; NULL when it failed. */
void *arena_take(struct arena *arena, size_t size);
/* A copy that ends with a zero; "" when it failed. */
const char *arena_text(struct arena *arena, const char *text, size_t size);
