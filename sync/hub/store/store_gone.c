/* The door store_gone.h: every verb goes to the store's engine. */
#include "store_int.h"

bool store_gone_add(struct store *store, uint64_t kiosk, const struct store_gone *runs,
                    size_t run_count, const struct store_gone_figures *figures, size_t figure_count,
                    struct err *err)
{
    return store->engine->gone_add(store, kiosk, runs, run_count, figures, figure_count, err);
}

bool store_gone(struct store *store, uint64_t kiosk,
                bool (*take)(void *context, const struct store_gone *run), void *context,
                struct err *err)
{
    return store->engine->gone(store, kiosk, take, context, err);
}

bool store_gone_figures(struct store *store, uint64_t kiosk,
                        bool (*take)(void *context, const struct store_gone_figures *figures),
                        void *context, struct err *err)
{
    return store->engine->gone_figures(store, kiosk, take, context, err);
}

bool store_figures_forget(struct store *store, uint64_t kiosk, const struct digest *survey,
                          int32_t month, struct err *err)
{
    return store->engine->figures_forget(store, kiosk, survey, month, err);
}

bool store_summaries_forget(struct store *store, const struct digest *survey, int32_t month,
                            struct err *err)
{
    return store->engine->summaries_forget(store, survey, month, err);
}

bool store_gone_refuse(const struct store_gone *run, struct err *err)
{
    return err_set(err, ERR_STALE,
                   "responses %llu to %llu are not the batches that were to be deleted",
                   (unsigned long long)run->first, (unsigned long long)run->last);
}
