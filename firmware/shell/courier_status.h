#pragma once
/* What the courier knows, for people and for scripts. */
#include "courier_state.h"

/* Prints it on standard output; as one JSON object when asked. */
MUST_CHECK bool courier_status_print(const struct courier_state *state, bool as_json,
                                     struct err *err);
