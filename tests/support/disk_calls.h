#pragma once
/*
 * The system calls with which the programs' own files come to the disk, and with which they talk:
 * wrapped by the linker (list them with disk_wraps in tests/lists/fault.cmake). The n-th call of
 * the kinds that are armed fails, once or from then on; and a witness may refuse a change of the
 * disk.
 */
#include "disk_witness.h"

enum call_kind {
    CALL_OPEN = 1,
    CALL_WRITE = 2,
    CALL_SYNC = 4,
    CALL_RENAME = 8,
    CALL_REMOVE = 16,
    CALL_FOLDER = 32, /* mkdir */
    CALL_DISK = 63,   /* all of these */
    CALL_SOCKET = 64, /* socket, bind, listen, accept4, connect, send, recv */
};

/* The n-th call (from 0) of these kinds fails with this errno, and all behind it when `for_ever`.
 */
void disk_calls_arm(unsigned kinds, long n, int failure, bool for_ever);
void disk_calls_disarm(void);
/* Did it come to that? */
bool disk_calls_fired(void);

/* NULL for none. */
void disk_calls_watch(const struct disk_witness *who);
