/* The fleet, read once and shared for some seconds by all calls: see fleet_share.h. */
#include "fleet_share.h"
#include "rest_state.h"
#include <stdlib.h>

enum { FRESH_MS = 10 * 1000 };

void fleet_give(struct rest *rest, struct shared_fleet *shared)
{
    if (shared == NULL)
        return;
    (void)pthread_mutex_lock(&rest->lock);
    bool last = --shared->holders == 0;
    (void)pthread_mutex_unlock(&rest->lock);
    if (!last)
        return;
    fleet_finish(&shared->fleet);
    free(shared);
}

static struct shared_fleet *take_fresh(struct rest *rest)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct shared_fleet *shared = rest->fleet;
    if (shared != NULL && clock_mono() - shared->read < FRESH_MS)
        shared->holders++;
    else
        shared = NULL;
    (void)pthread_mutex_unlock(&rest->lock);
    return shared;
}

static void replace(struct rest *rest, struct shared_fleet *fresh)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct shared_fleet *old = rest->fleet;
    rest->fleet = fresh;
    if (fresh != NULL)
        fresh->holders++;
    (void)pthread_mutex_unlock(&rest->lock);
    fleet_give(rest, old);
}

void fleet_forget(struct rest *rest)
{
    replace(rest, NULL);
}

struct shared_fleet *fleet_take(struct call *call, struct err *err)
{
    struct shared_fleet *shared = take_fresh(call->rest);
    struct fleet_rules rules;
    if (shared != NULL)
        return shared;
    shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the fleet");
        return NULL;
    }
    shared->rest = call->rest;
    shared->holders = 1;
    shared->read = clock_mono();
    if (!alert_rules_fleet(call->store, &rules, err) ||
        !fleet_read(call->store, &rules, call->people.now, &shared->fleet, err)) {
        fleet_give(call->rest, shared);
        return NULL;
    }
    replace(call->rest, shared);
    return shared;
}

void fleet_drop(struct shared_fleet **shared)
{
    if (*shared != NULL)
        fleet_give((*shared)->rest, *shared);
}
