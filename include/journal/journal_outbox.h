#pragma once
/* The courier's view of the journal: opened read-only, by another user, beside the running screen.
 */
#include "outbox.h"

struct journal_reader; /* opaque */

/* Opens DIR/screen/journal.sqlite for reading. ERR_MISSING while the screen has not made it. */
MUST_CHECK bool journal_reader_open(const char *data, struct journal_reader **ret, struct err *err);
void journal_reader_close(struct journal_reader *reader); /* NULL is fine */
/* What has closed in this life up to a number, purged responses included. Answers are those that
 * lie open in a response or are words; what is in the counts block nobody can count here. */
struct journal_counts {
    uint64_t responses, answers;
};
/* `through` may be UINT64_MAX for all. ERR_MISSING when just behind it more was purged. */
MUST_CHECK bool journal_reader_counts(struct journal_reader *reader, uint64_t through,
                                      struct journal_counts *ret, struct err *err);
/* Of these, what the hub has set aside and is kept apart since the rest of its time was purged. */
MUST_CHECK bool journal_reader_aside(struct journal_reader *reader, struct journal_counts *ret,
                                     struct err *err);
/* The door that the courier drains; valid while the reader is open. */
struct outbox journal_outbox(struct journal_reader *reader);
