#pragma once
/*
 * The bell: a program of the venue's own that tells staff that somebody at the kiosk asks for help.
 * That it ends with 0 means that they know; anything else, and taking too long, that they do not.
 */
#include "clock.h"
#include <stdbool.h>
#include <sys/types.h>

enum { BELL_PATIENCE_MS = 15000 };

struct bell {
    const char *program; /* borrowed; NULL: there is none */
    pid_t child;         /* 0: it does not ring */
    int fd;              /* readable when it has ended; -1 */
    msec until;          /* NEVER */
};

enum bell_news { BELL_NO_NEWS, BELL_TOLD, BELL_NOT_TOLD };

void bell_open(struct bell *bell, const char *program);
/* Rings, if it does not ring already; BELL_NOT_TOLD when it cannot. Never waits. */
enum bell_news bell_ring(struct bell *bell, msec now);
/* What has become of it since. */
enum bell_news bell_look(struct bell *bell, msec now);
/* Ends a program that still rings. */
void bell_close(struct bell *bell);
