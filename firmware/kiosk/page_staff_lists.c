/* What is only read: what people said, and the last attempts to send, a page at a time. */
#include "kiosk_int.h"

static struct effect tap_said(struct kiosk *kiosk, struct target target, msec now)
{
    bool back = target.kind == TARGET_STAFF && target.value == STAFF_BACK;
    (void)now;
    return back ? staff_show(kiosk, PAGE_STAFF_MENU) : effect_none();
}

static int last_page(const struct kiosk *kiosk)
{
    const struct staff_status *status = kiosk->standing.status;
    int count = status != NULL ? status->attempt_count : 0;
    return count > 0 ? (count - 1) / STAFF_LOG_ROWS : 0;
}

static struct effect tap_log(struct kiosk *kiosk, struct target target, msec now)
{
    struct staff *staff = &kiosk->staff;
    (void)now;
    if (target.kind != TARGET_STAFF)
        return effect_none();
    if (target.value == STAFF_OLDER && staff->page < last_page(kiosk))
        staff->page++;
    else if (target.value == STAFF_NEWER && staff->page > 0)
        staff->page--;
    else if (target.value == STAFF_BACK)
        return staff_show(kiosk, PAGE_STAFF_MORE);
    return effect_none();
}

const struct page_rules page_staff_said = { .tap = tap_said,
                                            .timing = TIMING_RESETS,
                                            .idle_ms = STAFF_IDLE_MS },
                        page_staff_log = { .tap = tap_log,
                                           .timing = TIMING_RESETS,
                                           .idle_ms = STAFF_IDLE_MS };
