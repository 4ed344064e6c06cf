#pragma once
/* What the files of an adoption share: what a kiosk has shown, and what of it was believed. */
#include "enrol.h"
#include "hub_int.h"

struct adopting {
    const struct hub *hub;
    struct store *store;
    struct hub_keys keys; /* of all hubs of the programme */
    struct enrol_certificate certificate;
    struct adoption said;
    bool has_manifest;
    struct manifest manifest;
    struct store_kiosk kiosk; /* as it is here, or will be */
};

/* ---- adopt_bundle.c ---- */
/* Takes up the bundle that the kiosk holds where it is newer than what is known here of its venue,
 * and with it the survey that is asked there, once that is here. False in *ret_settled while
 * it is not: no bundle may be made meanwhile, since it would be newer than the one that is to be
 * taken up, and ask something older. */
MUST_CHECK bool adopt_bundle(const struct adopting *a, bool *ret_settled, struct err *err);
