/* Saving to a USB stick: what it is for, how far it is, and when it may be pulled out. */
#include "kiosk_int.h"

static struct effect begin(struct kiosk *kiosk)
{
    kiosk->staff.task = (struct task){ .phase = TASK_WORKING };
    return effect_of(FX_STICK, 0);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    bool works = kiosk->staff.task.phase == TASK_WORKING;
    (void)now;
    if (target.kind != TARGET_STAFF || works)
        return effect_none();
    if (target.value == STAFF_NEXT || target.value == STAFF_AGAIN)
        return begin(kiosk);
    return target.value == STAFF_BACK ? staff_show(kiosk, PAGE_STAFF_MENU) : effect_none();
}

/* News of what takes a while; what is over is not taken up again. */
struct effect task_news(struct kiosk *kiosk, struct event event, msec now)
{
    bool shown = kiosk->page == PAGE_STAFF_STICK || kiosk->page == PAGE_SETUP_WAIT;
    if (!shown || kiosk->staff.task.phase != TASK_WORKING)
        return effect_none();
    kiosk->staff.task = event.task;
    kiosk->last_touch = now;
    return effect_none();
}

const struct page_rules page_staff_stick = { .tap = tap,
                                             .timing = TIMING_RESETS,
                                             .idle_ms = SETUP_IDLE_MS };
