#pragma once
/* All that a store holds as text, read through its doors, so that two can be compared. */
#include "store.h"

enum { PICTURE_MONTH = 20393 /* 2025-11-01 */ };

/* Of watermarks those of one kiosk; of summaries question "q" of survey 0101... in that month. */
void store_picture(struct store *store, uint64_t kiosk, struct buf *out);
