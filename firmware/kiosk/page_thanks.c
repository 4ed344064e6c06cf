/*
 * The end of a visit, recorded (thanks) or without an answer (goodbye): it clears by itself. Behind
 * the thanks, and never before, stands how to do more.
 */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_DONE)
        kiosk_reset(kiosk);
    else if (target.kind == TARGET_TAKE_PART && kiosk_can_take_part(kiosk))
        kiosk_show(kiosk, PAGE_TAKING_PART);
    return effect_none();
}

bool kiosk_can_take_part(const struct kiosk *kiosk)
{
    return kiosk->page == PAGE_THANKS && program_venue(kiosk->program)->taking_part.count > 0;
}

const struct page_rules page_thanks = { .tap = tap, .timing = TIMING_CLEARS, .tools = true };
