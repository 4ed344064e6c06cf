#pragma once
/*
 * What happens by itself, on a thread of its own: notices begin and end, rollouts go on or halt,
 * alerts are raised and closed, a proof that was asked for is made. Of several hubs on one database
 * one does it: it holds the lease.
 */
#include "err.h"

struct rest;
struct watch;
/* look_seconds: how often it looks at kiosks, notices, roll-outs and alerts; what waits to be sent
 * goes four times as often. */
MUST_CHECK bool watch_start(const char *data, int look_seconds, struct rest *rest,
                            struct watch **ret, struct err *err);
void watch_stop(struct watch *watch); /* NULL is fine */
/* Something waits: it looks at once. */
void watch_wake(struct watch *watch);
