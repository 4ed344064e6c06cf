#pragma once
/*
 * What tests of the journal share: a folder of their own, one survey, one identity with the secret
 * halves at hand, and a clock that stands still until it is moved.
 */
#include "journal.h"
#include "journal_outbox.h"

enum { Q_RATING, Q_REASON, Q_WHY, Q_AGE, Q_MORE, VISIT_QUESTIONS };

struct visits {
    char folder[256]; /* made by visits_begin, taken away by visits_end */
    struct survey survey;
    struct journal_identity identity;
    struct box_secret words_secret, counts_secret;
};

struct visits *visits_begin(void);
void visits_end(struct visits *visits);

/* A draft in which nothing is answered yet. */
struct draft visits_draft(const struct visits *visits);
/* Opens the journal or fails the test. */
struct journal *visits_open(const struct visits *visits);
struct journal_reader *visits_read(const struct visits *visits);
/* Saves or fails the test. */
struct recorded visits_save(struct journal *journal, const struct draft *draft, bool closing);
/* journal_purge when the hub has set nothing aside. */
bool visits_purge(struct journal *journal, const struct chain_point *through, uint32_t keep_minutes,
                  size_t *ret_deleted, struct err *err);
/* One whole visit of three taps that ends as complete; the rating is `rating`. */
uint64_t visits_pass(struct journal *journal, const struct visits *visits, uint32_t rating);

/* The binding under which a seal of this visit was made. */
struct seal_binding visits_binding(const struct visits *visits, uint64_t seq, const char *question);

/* Does a file of DIR/screen (journal.sqlite, journal.sqlite-wal ...) hold these bytes? */
bool visits_on_disk(const struct visits *visits, const void *bytes, size_t size);

/* The clock of the tests that are linked with --wrap=clock_now and --wrap=clock_mono. */
extern struct moment visits_clock;
