#pragma once
/*
 * Boot segments: stretches of time on one monotonic clock. Responses count minutes from a segment's
 * base, so that a wrong wall clock can be mended later by mending one row.
 */
#include "clock.h"
#include "response.h"
#include "sql.h"

struct boot_segment {
    struct segment known; /* number, class, wall clock at the base */
    struct boot_id boot;
    msec base; /* on that boot's monotonic clock */
};

/* What the machine's wall clock is worth by itself: below the build's day it is surely wrong. */
enum clock_class segment_belief(unix_seconds wall);

/* The segment of this moment: the newest one when it is of this boot, else a new row. */
MUST_CHECK bool segment_enter(sqlite3 *db, const struct moment *now, struct boot_segment *ret,
                              struct err *err);
/* Keeps what a clock of this class said at `mono` unless it teaches nothing: a lesser class, or the
 * same within a minute. */
MUST_CHECK bool segment_teach(sqlite3 *db, struct boot_segment *segment, enum clock_class clock,
                              unix_seconds wall, msec mono, struct err *err);

/* Reads the row "number, boot, base_mono, base_wall, clock" at which a statement stands. */
#define SEGMENT_COLUMNS "number, boot, base_mono, base_wall, clock"
MUST_CHECK bool segment_get(sqlite3_stmt *row, struct boot_segment *ret, struct err *err);
/* Whole minutes since the base; 0 before it. */
uint32_t segment_minute(const struct boot_segment *segment, msec mono);
