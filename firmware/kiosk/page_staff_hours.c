/* The opening hours of this day, which may be other ones than the venue's usual. */
#include "kiosk_int.h"

enum { STEP = 30, DAY_MINUTES = 24 * 60, OPENED_FROM = 9 * 60, OPENED_TO = 17 * 60 };

static uint16_t moved(uint16_t minute, int by)
{
    int next = minute + by;
    return (uint16_t)(next < 0 ? 0 : next > DAY_MINUTES ? DAY_MINUTES : next);
}

/* A day can shrink to nothing, which is closed, and not turn round. One that was closed begins as
 * offices do. */
static void change_hours(struct other_hours *hours, int from_by, int to_by)
{
    if (hours->from == hours->to) {
        hours->from = OPENED_FROM;
        hours->to = OPENED_TO;
        return;
    }
    uint16_t from = moved(hours->from, from_by), to = moved(hours->to, to_by);
    hours->from = from_by > 0 && from > hours->to ? hours->to : from;
    hours->to = to_by < 0 && to < hours->from ? hours->from : to;
}

static struct effect change(struct kiosk *kiosk, int from_by, int to_by)
{
    struct other_hours *today = &kiosk->standing.settings.today;
    struct other_hours next = { 0 };
    uint16_t minute;
    (void)kiosk_hours(kiosk, &next.from, &next.to);
    if (!kiosk_local_now(kiosk, &next.day, &minute))
        return effect_none();
    change_hours(&next, from_by, to_by);
    *today = next;
    return effect_of(FX_KEEP_SETTINGS, 0);
}

static struct effect usual(struct kiosk *kiosk)
{
    kiosk->standing.settings.today = (struct other_hours){ 0 };
    return effect_of(FX_KEEP_SETTINGS, 0);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind != TARGET_STAFF)
        return effect_none();
    switch (target.value) {
    case STAFF_OPENS_EARLIER:
        return change(kiosk, -STEP, 0);
    case STAFF_OPENS_LATER:
        return change(kiosk, STEP, 0);
    case STAFF_CLOSES_EARLIER:
        return change(kiosk, 0, -STEP);
    case STAFF_CLOSES_LATER:
        return change(kiosk, 0, STEP);
    case STAFF_USUAL:
        return usual(kiosk);
    case STAFF_BACK:
        return staff_show(kiosk, PAGE_STAFF_MORE);
    default:
        return effect_none();
    }
}

const struct page_rules page_staff_hours = { .tap = tap,
                                             .timing = TIMING_RESETS,
                                             .idle_ms = STAFF_IDLE_MS };
