#pragma once
/* What the venue chooses and what it did, from a bundle or from files on a desk. */
#include "bundle.h"
#include "notices.h"
#include "venue_profile.h"

/* The bundle's; the caller's. NULL where it has none, and where this program cannot read it, which
 * the log then says: a screen with the usual settings is better than none. */
MUST_CHECK bool venue_of_bundle(const char *data, const struct manifest *manifest,
                                struct venue_profile **ret, struct err *err);
/* "You said, we did", in the same way. */
MUST_CHECK bool notices_of_bundle(const char *data, const struct manifest *manifest,
                                  struct notices **ret, struct err *err);
MUST_CHECK bool notices_from_bytes(struct span bytes, struct notices **ret, struct err *err);
MUST_CHECK bool venue_from_bytes(struct span bytes, struct venue_profile **ret, struct err *err);
