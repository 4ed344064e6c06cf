#pragma once
/*
 * The fleet as calls see it. Whoever looks again and again is shown what was read some seconds ago,
 * and the watch reads it anew meanwhile: ten thousand kiosks take a tenth of a second and more.
 */
#include "alerts.h"
#include "clock.h"
#include "fleet.h"
#include "rest_int.h"

struct shared_fleet {
    struct rest *rest;
    struct fleet fleet;
    msec read;
    int holders;
};
/* NULL with *err. */
struct shared_fleet *fleet_take(struct call *call, struct err *err);
void fleet_give(struct rest *rest, struct shared_fleet *shared); /* NULL is fine */
/* After a change of a kiosk: the next call reads anew. */
void fleet_forget(struct rest *rest);
/* By the watch: reads it when a call has found it no longer new. */
MUST_CHECK bool fleet_renew(struct rest *rest, struct store *store, int64_t now, struct err *err);
void fleet_drop(struct shared_fleet **shared);
#define SHARED_AUTO __attribute__((cleanup(fleet_drop))) struct shared_fleet
