/* All languages by their own names. A choice changes nothing but the words on the screen. */
#include "kiosk_int.h"

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    bool chosen = target.kind == TARGET_LANGUAGE && target.value < kiosk->program->language_count;
    if (chosen)
        kiosk->language = (uint8_t)target.value;
    if (chosen || target.kind == TARGET_BACK)
        kiosk_show(kiosk, kiosk->came_from);
    return effect_none();
}

const struct page_rules page_languages = { .tap = tap, .timing = TIMING_RESETS, .tools = true };
