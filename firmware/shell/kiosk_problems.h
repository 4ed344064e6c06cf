#pragma once
/* What loading a file found wrong with it, as the one error that a screen's log has room for. */
#include "survey.h"

/* Room for what loading finds; the caller's: free. */
struct problems *kiosk_problems_new(struct err *err);
/* False, always. ERR_REFUSED with the first error and its place, as `what` has it; ERR_LATER when
 * memory was wanting, which is no fault of the file. */
bool kiosk_problems_first(const struct problems *problems, const char *what, struct err *err);
