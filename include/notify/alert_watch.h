#pragma once
/* Alerts from what is seen: raised while a matter lasts, closed when it is over. */
#include "alerts.h"
#include <stdatomic.h>

/* Silent and odd kiosks, failing disks, forks. Once `over` is true (NULL: never) the rest waits for
 * the next look. */
MUST_CHECK bool alerts_from_fleet(struct store *store, const struct fleet *fleet,
                                  const struct alert_rules *rules, int64_t now,
                                  const atomic_bool *over, struct err *err);
/* A proof was made: one that finds a doubt is a matter until one is clean. */
MUST_CHECK bool alert_proof(struct store *store, bool clean, int64_t now, struct err *err);
/* The hub's certificate still holds for so many days: a matter when they are few. */
MUST_CHECK bool alert_certificate(struct store *store, const char *hub, int days, int64_t now,
                                  struct err *err);
/* So many MiB are left where the hub on this machine keeps its folder: a matter when they are few,
 * until there are plainly more. */
MUST_CHECK bool alert_room(struct store *store, const char *machine, uint64_t mib, int64_t now,
                           struct err *err);
