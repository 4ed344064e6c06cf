/*
 * Screens on which there is nothing to answer: not set up, no survey, closed, paused, asleep,
 * revoked. They stay until that changes. Only a kiosk that is not set up can be touched, to do so;
 * the corner opens the staff menu on all of them.
 */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (kiosk->page != PAGE_NOT_ENROLLED || target.kind != TARGET_STAFF)
        return effect_none();
    if (target.value == STAFF_SETUP)
        return staff_show(kiosk, PAGE_SETUP_CODE);
    return target.value == STAFF_FILE ? setup_by_file(kiosk) : effect_none();
}

const struct page_rules page_calm = { .tap = tap, .timing = TIMING_STILL, .tools = false };
