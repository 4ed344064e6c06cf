#pragma once
/*
 * The only place that asks the machine for the time. Time-outs run on the monotonic clock; wall
 * time is doubted (boards without a clock chip wake in 1970) and is only ever a claim with a class.
 */
#include <stdint.h>

/* Milliseconds on the monotonic clock. */
typedef uint64_t msec;
/* Seconds since 1970-01-01 UTC. */
typedef int64_t unix_seconds;

#define NEVER UINT64_MAX

struct boot_id {
    uint8_t bytes[16];
};

/* A point in time as this machine knows it. */
struct moment {
    unix_seconds wall;
    msec mono; /* CLOCK_BOOTTIME: goes on during suspend, starts anew with each boot */
    struct boot_id boot;
};

/* The present moment. The environment variable YOUSAID_CLOCK_OFFSET (seconds) shifts the wall clock
 * for tests. */
struct moment clock_now(void);
msec clock_mono(void);

/* No honest clock shows less: when this program was built (seconds). */
unix_seconds clock_build_floor(void);
