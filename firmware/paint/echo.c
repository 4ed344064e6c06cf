/* Telling a touch from its echo; see echo.h. */
#include "echo.h"
#include <stdlib.h>

static bool follows(const struct echo_track *first, int x, int y, msec now)
{
    return first->seen && !first->swallowing && now - first->at < ECHO_MS &&
           abs(x - first->x) <= ECHO_PX && abs(y - first->y) <= ECHO_PX;
}

bool echo_is_meant(struct echo *echo, enum echo_source source, enum echo_step step, int x, int y,
                   msec now)
{
    struct echo_track *own = &echo->track[source];
    const struct echo_track *other = &echo->track[source == ECHO_MOUSE ? ECHO_TOUCH : ECHO_MOUSE];
    if (step == ECHO_DOWN)
        own->swallowing = follows(other, x, y, now);
    bool meant = !own->swallowing;
    if (meant)
        *own = (struct echo_track){ true, false, x, y, now };
    if (step == ECHO_UP)
        own->swallowing = false;
    return meant;
}
