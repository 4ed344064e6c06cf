/* How to do more than answer: reached from the thanks, when nothing is left to be recorded. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_BACK)
        kiosk_show(kiosk, PAGE_THANKS);
    else if (target.kind == TARGET_DONE)
        kiosk_reset(kiosk);
    return effect_none();
}

const struct page_rules page_taking_part = { .tap = tap, .timing = TIMING_RESETS, .tools = true };
