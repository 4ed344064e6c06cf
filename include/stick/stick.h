#pragma once
/*
 * The keeper of USB sticks: finds them, mounts each read-only under a number of ours, and lets one
 * be written while somebody saves. One thread; sleeps in poll() until the kernel, an asker or a
 * signal has something to say.
 */
#include "err.h"
#include <stddef.h>
#include <sys/types.h>

enum { STICK_KIND_SIZE = 16 };

/* Looks which of these kinds of file system (ends with NULL) an open device holds: 1 and its name,
 * 0 none of them, -1 it cannot be read. */
typedef int (*stick_probe)(int fd, char *kinds[], char ret_kind[STICK_KIND_SIZE]);

struct stick_settings {
    const char *folder;  /* in which a stick appears as a folder */
    const char *socket;  /* see stick_socket.h */
    const char *devices; /* /sys, or a folder like it */
    const char *kinds;   /* of file systems, with commas; a subset of what stick_kinds.c lists */
    uid_t uid;           /* whose the files are: the courier */
    gid_t gid;           /* whose members may ask */
    stick_probe probe;
    void (*ready)(void); /* is told once sticks are looked after; NULL: nobody */
};

/* Looks after sticks until SIGTERM or SIGINT; SIGHUP makes it look again. At the end nothing of
 * its is mounted. Logs in words. */
MUST_CHECK bool stick_run(const struct stick_settings *settings, struct err *err);
