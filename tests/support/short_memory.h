#pragma once
/*
 * Memory that runs short on order: malloc and its kin are wrapped by the linker (list it with
 * memory_wraps in tests/lists/fault.cmake), the room model gives them to jansson, and each story
 * is run with its n-th allocation failing, once and from then on. What shared libraries allocate by
 * themselves is theirs.
 */
#include "err.h"
#include <stddef.h>

/* Does the whole thing. True when it came to its good end; false with an error. What can go wrong
 * without being part of it stands between memory_rest and memory_go_on. */
typedef bool memory_story(void *context, struct err *err);

struct memory_trial {
    const char *name;
    memory_story *run;
    void *context;
    /* The trials each way; 0 is every allocation there is. Fewer than there are: evenly spread, and
     * SEED, which is printed, says from where on, so that many runs come to all of them. */
    long at_most;
    /* After every trial, unarmed: what must hold however it ended. NULL for nothing. */
    void (*after)(void *context, bool fine);
    bool may_grow; /* what is allocated stays: a cache. The caller asks memory_alive at the end. */
};

/* Runs the trial once in peace, then with every chosen failure. Every failing story must say
 * ERR_LATER with a sentence, nothing may leak, and the story in peace must come to its end again
 * after each failure. Prints how many allocations there are and how many were tried. */
void memory_survives(const struct memory_trial *trial);

/* Nothing fails in between, on any thread. */
void memory_rest(void);
void memory_go_on(void);

/* Blocks allocated and not freed since the start. */
long memory_alive(void);

/* The sum of all blocks that were asked for since memory_watch. */
void memory_watch(void);
size_t memory_asked(void);
