/* Published surveys for reports: see book.h. */
#include "book.h"
#include <stdlib.h>

struct collecting {
    struct book *book;
    const char *survey_id;
    bool failed;
};

static bool collect(void *context, const struct published_survey *published)
{
    struct collecting *collecting = context;
    struct book *book = collecting->book;
    if (collecting->survey_id != NULL && strcmp(published->id, collecting->survey_id) != 0)
        return true;
    struct book_entry *grown = realloc(book->entries, (book->count + 1) * sizeof *grown);
    collecting->failed = grown == NULL;
    if (grown == NULL)
        return false;
    book->entries = grown;
    book->entries[book->count++] = (struct book_entry){ .published = *published };
    return true;
}

static bool load(struct store *store, struct book_entry *entry, struct problems *problems,
                 struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    if (!store_blob_get(store, &entry->published.digest, &bytes, err))
        return err_wrap(err, "survey %s %u", entry->published.id, entry->published.version);
    entry->survey = entry->own = survey_load(buf_span(&bytes), problems);
    enum err_kind why = problems->starved ? ERR_LATER : ERR_CORRUPT;
    return entry->survey != NULL || err_set(err, why, "survey %s %u cannot be loaded",
                                            entry->published.id, entry->published.version);
}

static bool load_all(struct store *store, struct book *book, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    bool loaded = problems != NULL || err_set(err, ERR_LATER, "there is no memory for the surveys");
    for (size_t i = 0; problems != NULL && loaded && i < book->count; i++) {
        *problems = (struct problems){ 0 };
        loaded = load(store, &book->entries[i], problems, err);
    }
    free(problems);
    return loaded;
}

/* What was published never changes, so what was loaded once is as good as what is loaded now. */
static bool take_all(struct store *store, struct book *book, struct err *err)
{
    for (size_t i = 0; i < book->count; i++) {
        struct book_entry *entry = &book->entries[i];
        entry->known = survey_cache_take(book->cache, store, &entry->published.digest, err);
        if (entry->known == NULL)
            return false;
        entry->survey = entry->known->survey;
    }
    return true;
}

static bool open_with(struct survey_cache *cache, struct store *store, const char *survey_id,
                      struct book *ret, struct err *err)
{
    struct collecting collecting = { .book = ret, .survey_id = survey_id };
    *ret = (struct book){ .cache = cache };
    if (!store_surveys(store, collect, &collecting, err))
        return false;
    if (collecting.failed)
        return err_set(err, ERR_LATER, "there is no memory for the surveys");
    return cache == NULL ? load_all(store, ret, err) : take_all(store, ret, err);
}

bool book_open(struct store *store, const char *survey_id, struct book *ret, struct err *err)
{
    return open_with(NULL, store, survey_id, ret, err);
}

bool book_for(const struct report_ask *ask, struct book *ret, struct err *err)
{
    return open_with(ask->surveys, ask->store, NULL, ret, err);
}

void book_finish(struct book *book)
{
    for (size_t i = 0; i < book->count; i++) {
        survey_free(book->entries[i].own);
        if (book->entries[i].known != NULL)
            survey_cache_give(book->cache, book->entries[i].known);
    }
    free(book->entries);
    *book = (struct book){ 0 };
}

const struct book_entry *book_find(const struct book *book, const struct digest *digest)
{
    for (size_t i = 0; i < book->count; i++)
        if (memcmp(&book->entries[i].published.digest, digest, sizeof *digest) == 0)
            return &book->entries[i];
    return NULL;
}
