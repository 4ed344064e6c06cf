/* Stores for the serving threads: a store is used by one thread at a time, so each request borrows
 * one. */
#include "desks.h"
#include "hub_int.h"
#include <stdlib.h>

void desks_init(struct desks *desks, const char *database)
{
    *desks = (struct desks){ .database = database };
    (void)pthread_mutex_init(&desks->lock, NULL);
}

void desks_finish(struct desks *desks)
{
    for (size_t i = 0; i < desks->free_count; i++)
        store_close(desks->free[i]);
    (void)pthread_mutex_destroy(&desks->lock);
}

struct store *desk_take(struct desks *desks, struct err *err)
{
    struct store *store = NULL;
    (void)pthread_mutex_lock(&desks->lock);
    if (desks->free_count > 0)
        store = desks->free[--desks->free_count];
    (void)pthread_mutex_unlock(&desks->lock);
    if (store == NULL && !store_open(desks->database, false, &store, err))
        return NULL;
    return store;
}

void desk_give(struct desks *desks, struct store *store)
{
    (void)pthread_mutex_lock(&desks->lock);
    bool kept = desks->free_count < DESKS_MAX;
    if (kept)
        desks->free[desks->free_count++] = store;
    (void)pthread_mutex_unlock(&desks->lock);
    if (!kept)
        store_close(store);
}
