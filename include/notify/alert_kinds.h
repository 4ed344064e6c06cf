#pragma once
/* What the hub may tell somebody of. */
#include "err.h"

#define ALERT_KIND_MAP(X)                                                                          \
    X(KIOSK_SILENT, "kiosk_silent")                                                                \
    X(KIOSK_ODD, "kiosk_odd")                                                                      \
    X(HELP_ASKED, "help_asked")                                                                    \
    X(DISK_FAILING, "disk_failing")                                                                \
    X(FORK, "fork")                                                                                \
    X(VERIFY_MISMATCH, "verify_mismatch")                                                          \
    X(LOW_SCORE, "low_score")                                                                      \
    X(ROLLOUT_HALTED, "rollout_halted")                                                            \
    X(CERTIFICATE_ENDS, "certificate_ends")                                                        \
    X(WEBHOOK_DEAD, "webhook_dead")                                                                \
    X(HUB_ROOM, "hub_room")

enum alert_kind {
#define X(name, text) ALERT_##name,
    ALERT_KIND_MAP(X)
#undef X
        ALERT_KINDS
};
const char *alert_kind_name(enum alert_kind kind);
/* False when there is none of that name. */
MUST_CHECK bool alert_kind_from_name(const char *name, enum alert_kind *ret);
