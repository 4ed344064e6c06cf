/* What is only read: what people said, and the last attempts to send, a page at a time. */
#include "kiosk_int.h"

static struct effect tap_said(struct kiosk *kiosk, struct target target, msec now)
{
    bool back = target.kind == TARGET_STAFF && target.value == STAFF_BACK;
    (void)now;
    return back ? staff_show(kiosk, PAGE_STAFF_MENU) : effect_none();
}

/* The parts of a long list are turned as those of any page are (kiosk.c). */
static struct effect tap_log(struct kiosk *kiosk, struct target target, msec now)
{
    bool back = target.kind == TARGET_STAFF && target.value == STAFF_BACK;
    (void)now;
    return back ? staff_show(kiosk, PAGE_STAFF_MORE) : effect_none();
}

const struct page_rules page_staff_said = { .tap = tap_said,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = STAFF_IDLE_MS },
                        page_staff_log = { .tap = tap_log,
                                           .timing = TIMING_RESETS,
                                           .idle_ms = STAFF_IDLE_MS };
