#pragma once
/* The published surveys that a report speaks of, loaded. */
#include "reports.h"
#include "survey_cache.h"

struct book_entry {
    struct published_survey published;
    const struct survey *survey;
    struct survey *own;               /* the book's, to be freed, */
    const struct known_survey *known; /* or a cache's, to be given back */
};

struct book {
    struct book_entry *entries; /* newest first */
    size_t count;
    struct survey_cache *cache; /* NULL: the book loads its own */
};

/* All versions of one survey id, or everything published when it is NULL. */
MUST_CHECK bool book_open(struct store *store, const char *survey_id, struct book *ret,
                          struct err *err);
/* Everything published, for what is asked: with the surveys that the ask has at hand. */
MUST_CHECK bool book_for(const struct report_ask *ask, struct book *ret, struct err *err);
void book_finish(struct book *book); /* fine on zeroes */
/* NULL when it is not in the book. */
const struct book_entry *book_find(const struct book *book, const struct digest *digest);

#define BOOK_AUTO __attribute__((cleanup(book_finish))) struct book
