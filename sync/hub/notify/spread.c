/* Thousands of changes at once: see spread.h. */
#include "spread.h"
#include <time.h>

enum { PAUSE_MS = 20 };

static bool is_over(const atomic_bool *over)
{
    return over != NULL && atomic_load(over);
}

bool spread_pause(const atomic_bool *over)
{
    if (!is_over(over))
        (void)nanosleep(&(struct timespec){ .tv_nsec = PAUSE_MS * 1000000L }, NULL);
    return !is_over(over);
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

bool spread(struct store *store, size_t count, const atomic_bool *over,
            bool (*change)(void *context, size_t at, struct err *err), void *context,
            struct err *err)
{
    for (size_t from = 0; from < count; from += SPREAD_AT_ONCE) {
        size_t until = from + SPREAD_AT_ONCE < count ? from + SPREAD_AT_ONCE : count;
        if (from > 0 ? !spread_pause(over) : is_over(over))
            return true;
        if (!keep_some(store, from, until, change, context, err))
            return false;
    }
    return true;
}
