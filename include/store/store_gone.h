#pragma once
/*
 * What was deleted because its time was over, and what is kept in its place: where each run of a
 * life began and ended, its chain point, and the sums that it leaves in the tallies. With these,
 * `verify` proves what stays, and the next batch still follows from the last. Kiosk tables.
 */
#include "store.h"

/* A run of consecutive signed batches of a life, gone as a whole. */
struct store_gone {
    uint64_t kiosk, life;
    uint64_t first, last; /* the responses that were in it */
    struct digest hash;   /* the chain's value behind the last */
    struct digest bytes;  /* over the digests of its batches, in their order */
    uint64_t deletion;    /* the number of its record */
    uint32_t batches, responses, asides;
    uint32_t unopened; /* counts blocks that were sealed to another key: in no sum */
};

/* What responses that are gone leave in a kiosk's tallies, of one survey and month, as text
 * (gone_figures.h). */
struct store_gone_figures {
    uint64_t kiosk, deletion;
    struct digest survey;
    int32_t month;    /* its first day */
    struct span text; /* borrowed */
};

/* In one transaction: the batches of these runs go, with their rows and what was set aside of them,
 * and runs and figures stand in their place. All are of one kiosk. ERR_STALE, and nothing is done,
 * when a run is not made of exactly so many whole batches that end at its hash. */
MUST_CHECK bool store_gone_add(struct store *store, uint64_t kiosk, const struct store_gone *runs,
                               size_t run_count, const struct store_gone_figures *figures,
                               size_t figure_count, struct err *err);
/* Runs of one kiosk, or of all when 0, in the order of kiosk, life, first. */
MUST_CHECK bool store_gone(struct store *store, uint64_t kiosk,
                           bool (*take)(void *context, const struct store_gone *run), void *context,
                           struct err *err);
/* In the order of kiosk, deletion, survey, month. */
MUST_CHECK bool store_gone_figures(struct store *store, uint64_t kiosk,
                                   bool (*take)(void *context,
                                                const struct store_gone_figures *figures),
                                   void *context, struct err *err);

/* A kiosk's tallies of a survey version before this month go, and what is kept of those of
 * responses that are gone. */
MUST_CHECK bool store_figures_forget(struct store *store, uint64_t kiosk,
                                     const struct digest *survey, int32_t month, struct err *err);
/* And the months of all venues that were added up from them. */
MUST_CHECK bool store_summaries_forget(struct store *store, const struct digest *survey,
                                       int32_t month, struct err *err);
