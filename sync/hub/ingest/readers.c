/* A pool of stores for reading: see readers.h. */
#include "readers.h"
#include <pthread.h>
#include <stdlib.h>

enum { READERS_KEPT = 16 };

struct readers {
    pthread_mutex_t lock;
    struct store *idle[READERS_KEPT];
    size_t idle_count;
    char *url;
};

struct readers *readers_new(const char *url)
{
    struct readers *readers = calloc(1, sizeof *readers);
    if (readers == NULL)
        return NULL;
    readers->url = strdup(url);
    if (readers->url == NULL) {
        free(readers);
        return NULL;
    }
    (void)pthread_mutex_init(&readers->lock, NULL);
    return readers;
}

void readers_free(struct readers *readers)
{
    if (readers == NULL)
        return;
    for (size_t i = 0; i < readers->idle_count; i++)
        store_close(readers->idle[i]);
    (void)pthread_mutex_destroy(&readers->lock);
    free(readers->url);
    free(readers);
}

struct store *readers_take(struct readers *readers, struct err *err)
{
    struct store *store = NULL;
    (void)pthread_mutex_lock(&readers->lock);
    if (readers->idle_count > 0)
        store = readers->idle[--readers->idle_count];
    (void)pthread_mutex_unlock(&readers->lock);
    if (store == NULL && !store_open(readers->url, false, &store, err))
        return NULL;
    return store;
}

void readers_give(struct readers *readers, struct store *store)
{
    (void)pthread_mutex_lock(&readers->lock);
    if (readers->idle_count < READERS_KEPT) {
        readers->idle[readers->idle_count++] = store;
        store = NULL;
    }
    (void)pthread_mutex_unlock(&readers->lock);
    store_close(store);
}
