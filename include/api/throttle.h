#pragma once
/* Guessed codes and passwords are throttled: a few failures an address, and some more from all
 * addresses. Not for several threads at once. */
#include "clock.h"

enum { THROTTLE_PLACES = 1024 };

struct throttle_bucket {
    uint64_t who; /* hash of the address */
    double tokens;
    msec filled;
};
struct throttle {
    struct throttle_bucket everybody;
    struct throttle_bucket places[THROTTLE_PLACES];
    uint64_t seed;
};
void throttle_init(struct throttle *throttle, uint64_t seed, msec now);
/* May this address try? 0, or the seconds after which it may. */
unsigned throttle_ask(struct throttle *throttle, const char *peer, msec now);
void throttle_failed(struct throttle *throttle, const char *peer, msec now);
