#pragma once
/*
 * One touch can arrive twice: as a touch and as a mouse click that the display server makes of it,
 * even where it was told not to. The second to come, soon and at the same place, is the echo of the
 * first and is passed over until it is lifted. Pure; time comes in.
 */
#include "clock.h"
#include <stdbool.h>

enum { ECHO_MS = 700, ECHO_PX = 48 };

enum echo_source { ECHO_MOUSE, ECHO_TOUCH, ECHO_SOURCES };
enum echo_step { ECHO_DOWN, ECHO_MOVE, ECHO_UP };

struct echo {
    struct echo_track {
        bool seen, swallowing;
        int x, y;
        msec at;
    } track[ECHO_SOURCES];
};

/* Is this step meant, and not the echo of the other source's? */
bool echo_is_meant(struct echo *echo, enum echo_source source, enum echo_step step, int x, int y,
                   msec now);
