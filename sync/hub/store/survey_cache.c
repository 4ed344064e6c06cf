/* Published surveys in memory: see survey_cache.h. */
#include "survey_cache.h"
#include <pthread.h>
#include <stdlib.h>

enum { CACHE_MAX = 64 };

struct entry {
    struct known_survey known; /* first: what callers hold is the entry */
    struct survey *survey;
    struct entry *next;
    size_t holders;
    uint64_t used; /* the cache's clock when it was last taken */
};

struct survey_cache {
    pthread_mutex_t lock;
    struct entry *first;
    size_t count;
    uint64_t clock;
};

struct survey_cache *survey_cache_new(void)
{
    struct survey_cache *cache = calloc(1, sizeof *cache);
    if (cache != NULL)
        (void)pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

static void entry_free(struct entry *entry)
{
    survey_free(entry->survey);
    free(entry);
}

void survey_cache_free(struct survey_cache *cache)
{
    if (cache == NULL)
        return;
    for (struct entry *entry = cache->first, *next; entry != NULL; entry = next) {
        next = entry->next;
        entry_free(entry);
    }
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct entry *find(struct survey_cache *cache, const struct digest *digest)
{
    for (struct entry *entry = cache->first; entry != NULL; entry = entry->next)
        if (memcmp(&entry->known.digest, digest, sizeof *digest) == 0)
            return entry;
    return NULL;
}

/* Drops what nobody holds and was not used for longest, until the cache is within its bound. */
static void trim(struct survey_cache *cache)
{
    while (cache->count > CACHE_MAX) {
        struct entry **oldest = NULL;
        for (struct entry **at = &cache->first; *at != NULL; at = &(*at)->next)
            if ((*at)->holders == 0 && (oldest == NULL || (*at)->used < (*oldest)->used))
                oldest = at;
        if (oldest == NULL)
            return;
        struct entry *gone = *oldest;
        *oldest = gone->next;
        cache->count--;
        entry_free(gone);
    }
}

static struct survey *load(struct store *store, const struct digest *digest, struct err *err)
{
    struct published_survey published;
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!store_survey_get(store, digest, &published, err) ||
        !store_blob_get(store, digest, &bytes, err))
        return NULL;
    struct problems *problems = calloc(1, sizeof *problems);
    struct survey *survey = problems == NULL ? NULL : survey_load(buf_span(&bytes), problems);
    if (survey == NULL)
        (void)err_set(err, problems == NULL || problems->starved ? ERR_LATER : ERR_CORRUPT,
                      "the published survey \"%s\" %u cannot be loaded", published.id,
                      published.version);
    free(problems);
    return survey;
}

static struct entry *add(struct survey_cache *cache, struct store *store,
                         const struct digest *digest, struct err *err)
{
    struct survey *survey = load(store, digest, err);
    if (survey == NULL)
        return NULL;
    struct entry *entry = calloc(1, sizeof *entry);
    if (entry == NULL) {
        survey_free(survey);
        (void)err_set(err, ERR_LATER, "there is no memory for a survey");
        return NULL;
    }
    entry->known = (struct known_survey){ .digest = *digest, .survey = survey };
    entry->survey = survey;
    entry->next = cache->first;
    cache->first = entry;
    cache->count++;
    return entry;
}

const struct known_survey *survey_cache_take(struct survey_cache *cache, struct store *store,
                                             const struct digest *digest, struct err *err)
{
    (void)pthread_mutex_lock(
        &cache->lock); /* held while loading, so that nothing is loaded twice */
    struct entry *entry = find(cache, digest);
    if (entry == NULL)
        entry = add(cache, store, digest, err);
    if (entry != NULL) {
        entry->holders++;
        entry->used = ++cache->clock;
        trim(cache);
    }
    (void)pthread_mutex_unlock(&cache->lock);
    return entry == NULL ? NULL : &entry->known;
}

void survey_cache_give(struct survey_cache *cache, const struct known_survey *known)
{
    (void)pthread_mutex_lock(&cache->lock);
    ((struct entry *)(uintptr_t)known)->holders--;
    (void)pthread_mutex_unlock(&cache->lock);
}
