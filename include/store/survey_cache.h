#pragma once
/*
 * Published surveys, loaded once and shared by all threads. As many stay as fit into a bound of
 * memory: each venue that asks questions of its own has a version of its own, so that a large
 * programme has hundreds in use at once.
 */
#include "store.h"

struct survey_cache; /* opaque */

/* A survey that is held; what it points to lives until it is given back. */
struct known_survey {
    struct digest digest;
    const struct survey *survey;
};

/* Room for some five hundred versions of the shipped surveys. */
enum { SURVEY_CACHE_BYTES = 64 * 1024 * 1024 };

/* An empty one, of about so many bytes; NULL when out of memory. What is held stays beyond that.
 * Free it when nothing of it is held any more. */
struct survey_cache *survey_cache_new(size_t bytes);
void survey_cache_free(struct survey_cache *cache); /* fine on NULL */
/* The survey, held until it is given back; loaded from the store when it is not here yet. NULL with
 * ERR_MISSING when it was not published. */
const struct known_survey *survey_cache_take(struct survey_cache *cache, struct store *store,
                                             const struct digest *digest, struct err *err);
/* Ends the holding of one that was taken; any thread may. */
void survey_cache_give(struct survey_cache *cache, const struct known_survey *known);
/* How often a survey was loaded into it; any thread may ask. */
uint64_t survey_cache_loads(struct survey_cache *cache);
