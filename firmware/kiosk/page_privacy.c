/* Who is responsible, what is kept and how long, whom to ask: one tap from the first screen. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_CLOSE)
        kiosk_show(kiosk, PAGE_ATTRACT);
    return effect_none();
}

const struct page_rules page_privacy = { .tap = tap, .timing = TIMING_RESETS, .tools = true };
