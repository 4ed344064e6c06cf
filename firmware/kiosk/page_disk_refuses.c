/* The disk did not take the answer. The screen says so; a person may try again or leave. */
#include "kiosk_int.h"

static struct effect leave(struct kiosk *kiosk)
{
    return visit_close(kiosk, ENDING_LEFT);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_CONTINUE)
        return kiosk->under_way;
    if (target.kind == TARGET_LEAVE)
        return leave(kiosk);
    return effect_none();
}

const struct page_rules page_disk_refuses = { .tap = tap, .timing = TIMING_WARNS, .tools = true };
