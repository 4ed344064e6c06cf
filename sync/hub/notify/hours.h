#pragma once
/* When venues are open, from what they choose for their kiosks. */
#include "store.h"

struct hours_book; /* opaque */
MUST_CHECK bool hours_book_open(struct store *store, struct hours_book **ret, struct err *err);
void hours_book_close(struct hours_book *book); /* NULL is fine */
/* How many hours a venue was open between two moments, as far as `most`: counting ends there. A
 * venue that has not said is taken to be open from 8 to 18 on weekdays. */
int hours_open(struct hours_book *book, const char *venue, int64_t from, int64_t to, int most);
