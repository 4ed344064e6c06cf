#pragma once
/*
 * The screen's end of the courier. The courier may come and go; nothing here waits for it. Its
 * coming is seen by inotify, so that an absent courier costs no wake-ups.
 */
#include "clock.h"
#include "err.h"

enum { LINK_FDS = 2 };

struct link {
    const char *data; /* NULL: there is no courier to look for */
    int notify, socket;
    msec retry_at; /* NEVER: nothing to try */
    int tries;
};

/* Never fails: without a courier the link is silent. */
void link_open(struct link *link, const char *data, msec now);
void link_close(struct link *link);
/* Descriptors to watch, -1 for none. */
void link_fds(const struct link *link, int ret[LINK_FDS]);
/* One of the descriptors is readable, or time has come: true when the courier's state may have
 * changed. */
bool link_hear(struct link *link, int fd, msec now);
void link_retry(struct link *link, msec now);
/* "poke" or "help"; lost when nobody is there, and nothing is lost by that. */
void link_say(struct link *link, const char *message);
