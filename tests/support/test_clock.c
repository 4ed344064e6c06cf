/* The clock of tests: the linker (--wrap) puts these in the place of base/clock.c's. */
#include "visits.h"

struct moment __wrap_clock_now(void);
msec __wrap_clock_mono(void);

struct moment __wrap_clock_now(void)
{
    return visits_clock;
}

msec __wrap_clock_mono(void)
{
    return visits_clock.mono;
}
