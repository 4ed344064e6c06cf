#pragma once
/* What was changed at a venue of the county, as its team would have registered it. */
#include "kiosk_days.h"

/* Its id as an initiative. */
#define CHANGED_ID "0000000000000001"

/* The day on which it began. */
int32_t changed_from(const struct sample_time *time);

/* Registers the change of the place that has one, beside places of its kind that had none. */
MUST_CHECK bool changed_put(struct store *store, const struct place *places, uint32_t count,
                            const struct sample_time *time, struct err *err);
