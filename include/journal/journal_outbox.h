#pragma once
/* The courier's view of the journal: opened read-only, by another user, beside the running screen. */
#include "outbox.h"

struct journal_reader; /* opaque */

/* Opens DIR/screen/journal.sqlite for reading. ERR_MISSING while the screen has not made it. */
MUST_CHECK bool journal_reader_open(const char *data, struct journal_reader **ret, struct err *err);
void journal_reader_close(struct journal_reader *reader); /* NULL is fine */
/* The door that the courier drains; valid while the reader is open. */
struct outbox journal_outbox(struct journal_reader *reader);
