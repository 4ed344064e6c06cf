#pragma once
/* The published surveys that a report speaks of, loaded. */
#include "store.h"

struct book_entry {
    struct published_survey published;
    struct survey *survey;
};

struct book {
    struct book_entry *entries; /* newest first */
    size_t count;
};

/* All versions of one survey id, or everything published when it is NULL. */
MUST_CHECK bool book_open(struct store *store, const char *survey_id, struct book *ret,
                          struct err *err);
void book_finish(struct book *book); /* fine on zeroes */
/* NULL when it is not in the book. */
const struct book_entry *book_find(const struct book *book, const struct digest *digest);

#define BOOK_AUTO __attribute__((cleanup(book_finish))) struct book
