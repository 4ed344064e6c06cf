#pragma once
/* "You said, we did" of the county: one notice that kiosks show, one that waits for approval. */
#include "api.h"
#include "kiosk_days.h"

/* Tells of the change of the place that has one, and proposes another notice for everywhere. Makes
 * bundles; comes after changed_put, and before kiosks are enrolled with what their venues have. */
MUST_CHECK bool noticed_put(struct hub *hub, const struct place *places, uint32_t count,
                            const struct sample_time *time, struct err *err);
