/* The first screen: who asks, why, what becomes of it. Start, or another language. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_START)
        return visit_begin(kiosk);
    if (target.kind == TARGET_LANGUAGE && target.value < kiosk->program->language_count)
        kiosk->language = (uint8_t)target.value;
    return effect_none();
}

const struct page_rules page_attract = { .tap = tap, .timing = TIMING_RESETS, .tools = true };
