#pragma once
/* Making the proof that somebody asked for, for the watch. */
#include "rest_int.h"
#include <stdatomic.h>

struct watch;

/* How far the proof is that this hub makes; of is 0 when it makes none. */
struct proof_progress {
    _Atomic uint64_t kiosks, of;
};

/* When one is asked for, or none was made for a day, makes it: ret_made. */
MUST_CHECK bool proof_turn(struct hub *hub, struct proof_progress *progress, bool *ret_made,
                           bool *ret_clean, struct err *err);
/* watch.c */
struct proof_progress *watch_proof(struct watch *watch);
