#pragma once
/* Published surveys, loaded once and shared by all threads; a bounded number of them stays. */
#include "store.h"

struct survey_cache; /* opaque */

/* A survey that is held; what it points to lives until it is given back. */
struct known_survey {
    struct digest digest;
    const struct survey *survey;
};

/* An empty one; NULL when out of memory. Free it when nothing of it is held any more. */
struct survey_cache *survey_cache_new(void);
void survey_cache_free(struct survey_cache *cache); /* fine on NULL */
/* The survey, held until it is given back; loaded from the store when it is not here yet. NULL with
 * ERR_MISSING when it was not published. */
const struct known_survey *survey_cache_take(struct survey_cache *cache, struct store *store,
                                             const struct digest *digest, struct err *err);
/* Ends the holding of one that was taken; any thread may. */
void survey_cache_give(struct survey_cache *cache, const struct known_survey *known);
