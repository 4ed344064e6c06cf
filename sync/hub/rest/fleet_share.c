/* The fleet, read once and shared for some seconds by all calls: see fleet_share.h. */
#include "fleet_share.h"
#include "rest_state.h"
#include <stdlib.h>

/* Older than the first it is read anew by the watch, older than the second by whoever asks. */
enum { FRESH_MS = 10 * 1000, KEPT_MS = 30 * 1000 };

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

/* NULL: it must be read. */
static struct shared_fleet *take_kept(struct rest *rest)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct shared_fleet *shared = rest->fleet;
    msec age = shared == NULL ? KEPT_MS : clock_mono() - shared->read;
    if (age < KEPT_MS)
        shared->holders++;
    else
        shared = NULL;
    rest->fleet_wanted = rest->fleet_wanted || (shared != NULL && age >= FRESH_MS);
    (void)pthread_mutex_unlock(&rest->lock);
    return shared;
}

static uint64_t changes(struct rest *rest)
{
    (void)pthread_mutex_lock(&rest->lock);
    uint64_t so_far = rest->fleet_changes;
    (void)pthread_mutex_unlock(&rest->lock);
    return so_far;
}

/* Puts it in the place of the old one, unless a kiosk was changed while it was read. */
static void replace(struct rest *rest, struct shared_fleet *fresh, uint64_t since)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct shared_fleet *old = rest->fleet;
    bool holds = since == rest->fleet_changes;
    if (holds) {
        rest->fleet = fresh;
        rest->fleet_wanted = false;
        fresh->holders++;
    }
    (void)pthread_mutex_unlock(&rest->lock);
    if (holds)
        fleet_give(rest, old);
}

void fleet_forget(struct rest *rest)
{
    (void)pthread_mutex_lock(&rest->lock);
    struct shared_fleet *old = rest->fleet;
    rest->fleet = NULL;
    rest->fleet_changes++;
    (void)pthread_mutex_unlock(&rest->lock);
    fleet_give(rest, old);
}

/* Read, and shared with the calls to come; NULL with *err. */
static struct shared_fleet *read_anew(struct rest *rest, struct store *store, int64_t now,
                                      struct err *err)
{
    struct fleet_rules rules;
    uint64_t since = changes(rest);
    struct shared_fleet *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the fleet");
        return NULL;
    }
    shared->rest = rest;
    shared->holders = 1;
    shared->read = clock_mono();
    if (!alert_rules_fleet(store, &rules, err) ||
        !fleet_read(store, &rules, now, &shared->fleet, err)) {
        fleet_give(rest, shared);
        return NULL;
    }
    replace(rest, shared, since);
    return shared;
}

struct shared_fleet *fleet_take(struct call *call, struct err *err)
{
    struct shared_fleet *shared = take_kept(call->rest);
    return shared != NULL ? shared : read_anew(call->rest, call->store, call->people.now, err);
}

bool fleet_renew(struct rest *rest, struct store *store, int64_t now, struct err *err)
{
    (void)pthread_mutex_lock(&rest->lock);
    bool wanted = rest->fleet_wanted;
    rest->fleet_wanted = false;
    (void)pthread_mutex_unlock(&rest->lock);
    struct shared_fleet *shared = wanted ? read_anew(rest, store, now, err) : NULL;
    bool renewed = !wanted || shared != NULL;
    fleet_give(rest, shared);
    return renewed;
}

void fleet_drop(struct shared_fleet **shared)
{
    if (*shared != NULL)
        fleet_give((*shared)->rest, *shared);
}
