/* Thousands of changes at once: see spread.h. */
#include "spread.h"
#include <time.h>

enum { PAUSE_MS = 20 };

void spread_pause(void)
{
    (void)nanosleep(&(struct timespec){ .tv_nsec = PAUSE_MS * 1000000L }, NULL);
}

static bool keep_some(struct store *store, size_t from, size_t until,
                      bool (*change)(void *context, size_t at, struct err *err), void *context,
                      struct err *err)
{
    if (!store_together(store, err))
        return false;
    TOGETHER_AUTO together = store;
    for (size_t at = from; at < until; at++)
        if (!change(context, at, err))
            return false;
    return store_together_keep(store, err);
}

bool spread(struct store *store, size_t count,
            bool (*change)(void *context, size_t at, struct err *err), void *context,
            struct err *err)
{
    for (size_t from = 0; from < count; from += SPREAD_AT_ONCE) {
        size_t until = from + SPREAD_AT_ONCE < count ? from + SPREAD_AT_ONCE : count;
        if (from > 0)
            spread_pause();
        if (!keep_some(store, from, until, change, context, err))
            return false;
    }
    return true;
}
