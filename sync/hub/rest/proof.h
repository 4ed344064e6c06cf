#pragma once
/* Making the proof that somebody asked for, for the watch. */
#include "rest_int.h"

/* When one is asked for, or none was made for a day, makes it: ret_made. */
MUST_CHECK bool proof_turn(struct hub *hub, bool *ret_made, bool *ret_clean, struct err *err);
