/* Published surveys in memory: see survey_cache.h. */
#include "survey_cache.h"
#include <pthread.h>
#include <stdlib.h>

enum { BUCKETS = 1024 };

struct entry {
    struct known_survey known; /* first: what callers hold is the entry */
    struct survey *survey;
    struct entry *next;
    size_t holders;
    size_t bytes;  /* about what it takes */
    uint64_t used; /* the cache's clock when it was last taken */
};

struct survey_cache {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS]; /* by the first bytes of the digest */
    size_t bytes, bytes_max;
    uint64_t clock, loads;
};

struct survey_cache *survey_cache_new(size_t bytes)
{
    struct survey_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        return NULL;
    cache->bytes_max = bytes;
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
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct entry *entry = cache->buckets[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            entry_free(entry);
        }
    (void)pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct entry **bucket_of(struct survey_cache *cache, const struct digest *digest)
{
    return &cache->buckets[((size_t)digest->bytes[0] << 8 | digest->bytes[1]) % BUCKETS];
}

static struct entry *find(struct survey_cache *cache, const struct digest *digest)
{
    for (struct entry *entry = *bucket_of(cache, digest); entry != NULL; entry = entry->next)
        if (memcmp(&entry->known.digest, digest, sizeof *digest) == 0)
            return entry;
    return NULL;
}

/* The one that nobody holds and that was not used for longest; NULL when all are held. */
static struct entry **oldest(struct survey_cache *cache)
{
    struct entry **ret = NULL;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct entry **at = &cache->buckets[i]; *at != NULL; at = &(*at)->next)
            if ((*at)->holders == 0 && (ret == NULL || (*at)->used < (*ret)->used))
                ret = at;
    return ret;
}

static void trim(struct survey_cache *cache)
{
    while (cache->bytes > cache->bytes_max) {
        struct entry **at = oldest(cache);
        if (at == NULL)
            return;
        struct entry *gone = *at;
        *at = gone->next;
        cache->bytes -= gone->bytes;
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

static struct entry *make(struct store *store, const struct digest *digest, struct err *err)
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
    entry->bytes = sizeof *survey + 2 * survey->bytes.size; /* the file, and its texts once more */
    return entry;
}

static struct entry *add(struct survey_cache *cache, struct entry *fresh)
{
    struct entry **bucket = bucket_of(cache, &fresh->known.digest);
    fresh->next = *bucket;
    *bucket = fresh;
    cache->bytes += fresh->bytes;
    return fresh;
}

/* Loads without the lock, so that nobody waits who finds what they want; when two load the same,
 * the first stays. */
static struct entry *bring(struct survey_cache *cache, struct store *store,
                           const struct digest *digest, struct err *err)
{
    (void)pthread_mutex_unlock(&cache->lock);
    struct entry *fresh = make(store, digest, err);
    (void)pthread_mutex_lock(&cache->lock);
    if (fresh == NULL)
        return NULL;
    cache->loads++;
    struct entry *there = find(cache, digest);
    if (there == NULL)
        return add(cache, fresh);
    entry_free(fresh);
    return there;
}

const struct known_survey *survey_cache_take(struct survey_cache *cache, struct store *store,
                                             const struct digest *digest, struct err *err)
{
    (void)pthread_mutex_lock(&cache->lock);
    struct entry *entry = find(cache, digest);
    if (entry == NULL)
        entry = bring(cache, store, digest, err);
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

uint64_t survey_cache_loads(struct survey_cache *cache)
{
    (void)pthread_mutex_lock(&cache->lock);
    uint64_t loads = cache->loads;
    (void)pthread_mutex_unlock(&cache->lock);
    return loads;
}
