/* The first screen: who asks, why, what becomes of it. Start, another language, or privacy. */
#include "kiosk_int.h"

/* Where two languages are on an equal footing each has its own start, which begins in it. */
static struct effect start(struct kiosk *kiosk, uint32_t value)
{
    if (value > 0 && value <= kiosk->program->language_count)
        kiosk->language = (uint8_t)(value - 1);
    return visit_begin(kiosk);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_START)
        return start(kiosk, target.value);
    if (target.kind == TARGET_PRIVACY)
        kiosk_show(kiosk, PAGE_PRIVACY);
    if (target.kind == TARGET_LANGUAGE && target.value < kiosk->program->language_count)
        kiosk->language = (uint8_t)target.value;
    return effect_none();
}

const struct page_rules page_attract = { .tap = tap, .timing = TIMING_RESETS, .tools = true };
