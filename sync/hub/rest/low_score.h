#pragma once
/* Venues of which the last whole week was below the mark that the rules of alerts set. */
#include "alerts.h"
#include "api.h"

/* Raises an alert for each, as far as enough people answered for a percentage, and closes those of
 * venues that are over it. */
MUST_CHECK bool low_scores_turn(struct hub *hub, const struct alert_rules *rules, int64_t now,
                                struct err *err);
