#pragma once
/*
 * A survey on its way to its venues, stage by stage, for the calls and for the watch. It is a paper
 * that says what was planned, what was begun, and what each venue asked before.
 */
#include "fleet.h"
#include "rest_int.h"

#define ROLLOUT_PAPER "rollout"

/* Begins the next stage of what was read; ERR_CONFLICT when it is not running or has no more, and
 * ERR_STALE when somebody else was quicker. */
MUST_CHECK bool rollout_advance(struct hub *hub, const struct store_paper *paper, json_t *kept,
                                int64_t now, struct err *err);
/* Every venue of a stage that was begun asks again what it asked before. */
MUST_CHECK bool rollout_undo(struct hub *hub, const struct store_paper *paper, json_t *kept,
                             struct err *err);
/* Writes another state over what was read; reason is let go of, NULL for none. */
MUST_CHECK bool rollout_turn(struct hub *hub, const struct store_paper *paper, json_t *kept,
                             const char *state, json_t *reason, struct err *err);
/* How many kiosks stand at a stage's venues, and how many of them hold what was sent. */
void rollout_count(const json_t *kept, const json_t *stage, const struct fleet *fleet,
                   int *ret_kiosks, int *ret_took);
const char *rollout_state(const json_t *kept);

/* What is due now: a stage that is well for long enough is followed by the next, and one whose
 * kiosks go quiet or restart halts, with an alert. */
MUST_CHECK bool rollouts_turn(struct hub *hub, const struct fleet *fleet, int64_t now,
                              struct err *err);
