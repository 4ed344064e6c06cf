#pragma once
/*
 * Alerts: what somebody should look at. One is open for a matter at a time; it is raised again
 * while it lasts, acknowledged by a person, and closed when the matter is over. When they are
 * raised is a rule that administrators change.
 */
#include "alert_kinds.h"
#include "fleet.h"
#include "store_desk.h"

struct alert_rules {
    struct fleet_rules fleet;
    int low_score; /* per cent positive under which a venue's week is low */
    struct {
        bool on, mail, webhook;
    } kinds[ALERT_KINDS];
    uint64_t version; /* 0: nobody changed them yet */
};
MUST_CHECK bool alert_rules_get(struct store *store, struct alert_rules *ret, struct err *err);
/* Over what was read. ERR_STALE. */
MUST_CHECK bool alert_rules_put(struct store *store, const struct alert_rules *rules,
                                struct err *err);
MUST_CHECK bool alert_rules_fleet(struct store *store, struct fleet_rules *ret, struct err *err);

enum { ALERT_ID_SIZE = 17, ALERT_KEY_MAX = 80, ALERT_TEXT_MAX = 300, ALERT_VALUES_MAX = 300 };

/* What it is about, and what is said of it. */
struct alert_matter {
    enum alert_kind kind;
    char key[ALERT_KEY_MAX]; /* one alert is open for each kind and key */
    char venue[STORE_ID_MAX + 1];
    uint64_t kiosk;                /* 0 for none */
    char code[40];                 /* "silent" */
    char text[ALERT_TEXT_MAX];     /* an English sentence */
    char values[ALERT_VALUES_MAX]; /* a JSON object, "" for none: alert_values */
};

enum alert_state { ALERT_OPEN, ALERT_ACKNOWLEDGED, ALERT_CLOSED, ALERT_STATES };
const char *alert_state_name(enum alert_state state);
MUST_CHECK bool alert_state_from_name(const char *name, enum alert_state *ret);

struct alert {
    char id[ALERT_ID_SIZE];
    struct alert_matter matter;
    enum alert_state state;
    int64_t raised, last, acknowledged;
    int32_t times;
    char acknowledged_by[STORE_NAME_MAX];
    bool told; /* whoever wants to know was told */
};

/* Puts them into the matter, for whoever says it in another language; none where they are too long.
 * Takes the object over. */
struct json_t;
void alert_values(struct alert_matter *matter, struct json_t *values);

/* Raises it, or notes that it still is so. ret_new tells the first time. */
MUST_CHECK bool alert_raise(struct store *store, const struct alert_matter *matter, int64_t now,
                            struct alert *ret, bool *ret_new, struct err *err);
/* The matter is over; that there was no alert is fine. */
MUST_CHECK bool alert_close(struct store *store, enum alert_kind kind, const char *key, int64_t now,
                            struct err *err);
/* ERR_MISSING; ERR_CONFLICT when it is closed, or somebody acknowledged it before. */
MUST_CHECK bool alert_acknowledge(struct store *store, const char *id, const char *by, int64_t now,
                                  struct alert *ret, struct err *err);
MUST_CHECK bool alert_get(struct store *store, const char *id, struct alert *ret, struct err *err);
/* Within store_together: whoever wants to know is told. */
MUST_CHECK bool alert_told(struct store *store, const char *id, struct err *err);
/* Newest first, behind `after` (NULL: from the newest). */
MUST_CHECK bool alert_list(struct store *store, const struct alert *after,
                           bool (*take)(void *context, const struct alert *alert), void *context,
                           struct err *err);
/* Those in this state. */
MUST_CHECK bool alert_list_in(struct store *store, enum alert_state state,
                              const struct alert *after,
                              bool (*take)(void *context, const struct alert *alert), void *context,
                              struct err *err);
/* Closed ones that were last heard of before then are forgotten. */
MUST_CHECK bool alerts_tidy(struct store *store, int64_t before, struct err *err);
