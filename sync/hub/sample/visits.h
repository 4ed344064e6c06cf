#pragma once
/* How many people came, by the venues' own books: what answers are held against. */
#include "kiosk_days.h"

/* Writes each whole month of each place, as a person would enter it. */
MUST_CHECK bool visits_put(struct store *store, const struct place *places, uint32_t count,
                           const struct sample_time *time, struct dice *dice, struct err *err);
