/* Not enrolled, or no survey yet: nothing can be touched until a program arrives. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)kiosk;
    (void)target;
    (void)now;
    return effect_none();
}

const struct page_rules page_waiting = { .tap = tap, .timing = TIMING_STILL, .tools = false };
