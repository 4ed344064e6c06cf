#pragma once
/*
 * A made-up county: venues, kiosks and months of answers that look like real ones, for whoever
 * wants to see what the hub shows before anybody has tapped. Kiosks have keys of their own and sign
 * their batches; these go the way of every batch, as if each had come in on its day. The hub is
 * marked for good, and every page and every export says so.
 */
#include "api.h"

enum { SAMPLE_VENUES_MAX = 400, SAMPLE_MONTHS_MAX = 36, SAMPLE_BUSIER_MAX = 40 };

struct sample_wish {
    uint32_t venues; /* 1 to SAMPLE_VENUES_MAX */
    uint32_t months; /* 1 to SAMPLE_MONTHS_MAX, the last of them this one */
    uint32_t busier; /* 1 to SAMPLE_BUSIER_MAX times as many people everywhere */
    uint64_t seed;   /* the same wish on the same day makes the same answers */
};

struct sample_made {
    uint32_t venues, kiosks;
    uint64_t responses;
    uint64_t words; /* sealed; 0 when the programme has no words key yet */
};

/* ERR_REFUSED when the hub holds anything that is not made up, or a sample already; ERR_USAGE when
 * the wish is out of bounds. Days are told as they are done (NULL: to nobody). What was made before
 * a failure stays, marked as a sample. */
MUST_CHECK bool sample_make(struct hub *hub, const struct sample_wish *wish,
                            void (*done)(void *context, uint32_t day, uint32_t days), void *context,
                            struct sample_made *ret, struct err *err);
