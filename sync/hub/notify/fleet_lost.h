#pragma once
/*
 * Responses that are lost: the hub was set back, and the kiosk has said that it no longer keeps
 * what is missing of one of its lives. Whether it is missing still, the store knows: it may have
 * come on a stick meanwhile.
 */
#include "store.h"

struct fleet_lost_life {
    uint64_t kiosk, life, last; /* the last response that the kiosk once had of it */
};
struct fleet_lost {
    struct fleet_lost_life *list;
    size_t count;
};

/* Takes the event when it tells of such. False only for want of memory. */
MUST_CHECK bool fleet_lost_hear(struct fleet_lost *lost, const struct store_event *event,
                                struct err *err);
/* How many responses are still missing of one of these lives; 0 when it has all come. */
MUST_CHECK bool fleet_lost_count(struct store *store, const struct fleet_lost_life *life,
                                 uint64_t *ret, struct err *err);
void fleet_lost_finish(struct fleet_lost *lost);
