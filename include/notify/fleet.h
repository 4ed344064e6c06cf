#pragma once
/*
 * The fleet as it stands: each kiosk's state in words, from when it was heard, when its venue is
 * open, its own counters and what was odd about it. What the console shows and what alerts are made
 * of.
 */
#include "store_summary.h"

enum fleet_state {
    FLEET_WELL,
    FLEET_SILENT,
    FLEET_ODD,
    FLEET_NEW,
    FLEET_NEVER_HEARD,
    FLEET_REPLACED,
    FLEET_REVOKED,
    FLEET_STATES
};
const char *fleet_state_name(enum fleet_state state);
MUST_CHECK bool fleet_state_from_name(const char *name, enum fleet_state *ret);

/* When a kiosk is said to be silent or odd. */
struct fleet_rules {
    int silent_hours; /* opening hours without a word */
    int room_mib;     /* less is too little */
    int write_ms;     /* slower is too slow */
    int restarts;     /* so many in a day are odd */
};
extern const struct fleet_rules fleet_rules_usual;

enum { FLEET_REASONS = 6, FLEET_NAME_MAX = STORE_NAME_MAX };

struct fleet_reason {
    const char *code; /* "silent", "disk_slow" */
    int value;        /* days, mebibytes, milliseconds, times */
    int expected;     /* answers, for a silent one */
    char *text;       /* a sentence; never NULL */
};

/* Small: there may be a million. */
struct fleet_kiosk {
    uint64_t id, life;
    char venue[STORE_ID_MAX + 1];
    int64_t enrolled, revoked_from, last_seen; /* as in store_kiosk */
    uint64_t bundle_serial;
    char *name;           /* as people call it; else "kiosk" and a number in its venue */
    char *note;           /* NULL for none */
    char replaced_by[17]; /* "" for none */
    enum fleet_state state;
    struct fleet_reason *reasons; /* the gravest first; NULL for none */
    int reason_count;
    uint32_t pending, room_mib, write_ms;
    bool has_health;
    char version[24];
    uint32_t restarts;     /* in seven days */
    uint32_t restarts_day; /* today and yesterday, */
    uint32_t dead_day;     /* touches that met nothing, */
    uint32_t started_day;  /* and visits that began */
    uint32_t responses;    /* that arrived in seven days */
    int64_t helped;        /* when help was asked for last; 0: not of late */
};

struct fleet {
    struct fleet_kiosk *list; /* by id */
    size_t count;
    int64_t at; /* when it was looked at */
};
MUST_CHECK bool fleet_read(struct store *store, const struct fleet_rules *rules, int64_t now,
                           struct fleet *ret, struct err *err);
void fleet_finish(struct fleet *fleet);
#define FLEET_AUTO __attribute__((cleanup(fleet_finish))) struct fleet
/* The code of a finding for what ingest and enrolment remembered of a kiosk in a sentence, by how
 * the sentence begins; NULL for what has none. Static. */
const char *fleet_event_code(const char *what);
const struct fleet_kiosk *fleet_find(const struct fleet *fleet, uint64_t kiosk);
