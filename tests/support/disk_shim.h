#pragma once
/*
 * A disk that can be watched and that can fail: a VFS between SQLite and the real one, which
 * becomes SQLite's default in the test program. It counts what is written and synced, and lets the
 * n-th such call fail, once or from then on.
 */
#include "disk_witness.h"

struct disk_counts {
    uint64_t syncs;
    uint64_t writes;
    uint64_t bytes;
};

/* DISK_FULL leaves half of the write behind, as a full disk may; DISK_BROKEN leaves nothing. */
enum disk_fault { DISK_FULL, DISK_BROKEN };

void disk_shim_install(void);
/* What was done since the last call. */
struct disk_counts disk_shim_counts(void);
/* Who is asked before SQLite changes a file; NULL for nobody. */
void disk_shim_watch(const struct disk_witness *who);
/* Syncs are counted but not done: for tests that only need many rows. */
void disk_shim_hurry(bool hurry);

/* The n-th call (from 0) that changes the disk fails, and all behind it when `for_ever`. */
void disk_shim_arm(long n, enum disk_fault fault, bool for_ever);
void disk_shim_disarm(void);
/* Did it come to that? */
bool disk_shim_fired(void);

/* Does something to the database at this path; false when SQLite refuses. */
bool disk_shim_alter(const char *path, const char *sql);
/* Makes a small database of somebody else's at this path. */
void disk_shim_make_database(const char *path);
