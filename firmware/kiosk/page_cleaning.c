/* A minute in which the screen can be wiped: nothing that touches it means anything. */
#include "kiosk_int.h"

enum { CLEANING_MS = 60000 };

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)kiosk;
    (void)target;
    (void)now;
    return effect_none();
}

struct effect cleaning_begin(struct kiosk *kiosk, msec now)
{
    struct effect effect = staff_show(kiosk, PAGE_CLEANING);
    kiosk->clears_at = now + CLEANING_MS;
    return effect;
}

const struct page_rules page_cleaning = { .tap = tap, .timing = TIMING_CLEARS, .deaf = true };
