#pragma once
/* The fleet as calls see it: read when it is older than some seconds. */
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
void fleet_drop(struct shared_fleet **shared);
#define SHARED_AUTO __attribute__((cleanup(fleet_drop))) struct shared_fleet
