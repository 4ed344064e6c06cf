#pragma once
/*
 * Carrying retention out: what is over is deleted under a number, and a record of it is signed with
 * the hub's key, kept as a paper and named in the audit log, so that it can be proved what was
 * deleted, when and by whom (docs/DATABASE.md). `yousaid-hub verify` checks it.
 */
#include "api.h"
#include "audit.h"
#include "retention.h"
#include "retire.h"

/* Decides how long a survey's answers and figures are kept (months, 0: for good) and notes it in
 * the audit log. ERR_MISSING for a survey that was never published; ERR_STALE over another version
 * (UINT64_MAX: over whatever there is). */
MUST_CHECK bool hub_retention_set(struct hub *hub, const struct audit_actor *who,
                                  const char *survey, int answers, int figures, uint64_t over,
                                  struct err *err);

struct hub_deletion {
    uint64_t number; /* 0: nothing was due, or nothing was there */
    struct retire_counts counts;
};
/* Is anything due, or a deletion begun and not finished? */
MUST_CHECK bool hub_retention_due(struct hub *hub, int64_t now, bool *ret, struct err *err);
/* Deletes what is due. Goes on with one that was interrupted. */
MUST_CHECK bool hub_retention_run(struct hub *hub, const struct audit_actor *who, int64_t now,
                                  struct hub_deletion *ret, struct err *err);

/* Records, newest first: what was signed, as JSON (json_t, borrowed; docs/openapi.json has its
 * members), and the signed bytes themselves. */
struct json_t;
MUST_CHECK bool hub_deletions(struct hub *hub,
                              bool (*take)(void *context, const struct json_t *record,
                                           struct span signed_bytes),
                              void *context, struct err *err);
