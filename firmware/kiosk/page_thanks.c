/* The end of a visit, recorded (thanks) or without an answer (goodbye): it clears by itself. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_DONE)
        kiosk_reset(kiosk);
    return effect_none();
}

const struct page_rules page_thanks = { .tap = tap, .timing = TIMING_CLEARS, .tools = true };
