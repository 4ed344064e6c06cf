#pragma once
/*
 * Another program, run on somebody's bytes: with no network, no environment, no files of ours open,
 * and limits of time, memory and output. What it reads and says lies in memory, so that nothing is
 * passed to and fro while it runs; several run side by side.
 */
#include "buf.h"
#include "clock.h"
#include <sys/types.h>

struct limits {
    unsigned processor_seconds;
    size_t memory_bytes; /* of addresses; 0: as much as there is */
    size_t output_bytes;
    msec time_ms;
};

struct limited_program {
    const char *path;             /* with its folder */
    const char *const *arguments; /* behind the program's name; ends with NULL */
    const char *unsealed;         /* one more where this machine lets no child leave the network */
};

/* One that runs, or has ended; pid 0 for none. */
struct limited {
    pid_t pid;
    int ended; /* becomes readable when it has */
    int said, complained;
    msec until;
    size_t output_bytes;
};

enum { LIMITED_ARGUMENTS_MAX = 60 };

/* The input becomes its standard input. */
MUST_CHECK bool limited_start(const struct limited_program *program, struct span input,
                              const struct limits *limits, struct limited *ret, struct err *err);
/* Sleeps until one of them has ended; who has had its time is killed. Its index, -1 when none runs.
 */
int limited_wait(struct limited *children, int count);
/* What it said, when it ended by itself with 0 or 1 (then in *ret_status); else what went wrong, in
 * its own words where it has some. It is none afterwards. */
MUST_CHECK bool limited_finish(struct limited *child, int *ret_status, struct buf *out,
                               struct err *err);
/* Kills what still runs. */
void limited_stop(struct limited *child);
