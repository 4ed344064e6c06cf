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
    /* What the courier says but "state", and "gone" when it is; NULL: nobody listens. */
    void (*heard)(void *self, const char *message);
    void *self;
};

/* Never fails: without a courier the link is silent. Leaves who listens as it is. */
void link_open(struct link *link, const char *data, msec now);
void link_close(struct link *link);
/* Descriptors to watch, -1 for none. */
void link_fds(const struct link *link, int ret[LINK_FDS]);
/* One of the descriptors is readable, or time has come: true when the courier's state may have
 * changed. */
bool link_hear(struct link *link, int fd, msec now);
void link_retry(struct link *link, msec now);
/* "poke", "help" and the like; lost when nobody is there, and nothing is lost by that. */
void link_say(struct link *link, const char *message);
/* Is somebody at the other end? */
bool link_is_up(const struct link *link);
