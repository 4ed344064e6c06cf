/*
 * Pausing the kiosk: a minute for a cloth, or until somebody says otherwise, with a reason that
 * citizens read.
 */
#include "kiosk_int.h"

enum { STEP = 15, DAY_MINUTES = 24 * 60 };

static struct effect pause(struct kiosk *kiosk, struct pause pause)
{
    kiosk->standing.settings.pause = pause;
    kiosk_reset(kiosk);
    return effect_of(FX_KEEP_SETTINGS, 0);
}

/* Without a clock it lasts until somebody ends it. */
static int32_t today(const struct kiosk *kiosk)
{
    int32_t day;
    uint16_t minute;
    return kiosk_local_now(kiosk, &day, &minute) ? day : 0;
}

/* The next quarter that is half an hour away. */
static struct effect ask_when(struct kiosk *kiosk)
{
    int32_t day;
    uint16_t minute;
    if (!kiosk_local_now(kiosk, &day, &minute))
        return effect_none();
    struct effect effect = staff_show(kiosk, PAGE_STAFF_BACK_AT);
    kiosk->staff.minute = (uint16_t)((minute + 2 * STEP + STEP - 1) / STEP * STEP % DAY_MINUTES);
    return effect;
}

static struct effect tap_pause(struct kiosk *kiosk, struct target target, msec now)
{
    if (target.kind != TARGET_STAFF)
        return effect_none();
    switch (target.value) {
    case STAFF_CLEAN:
        return cleaning_begin(kiosk, now);
    case STAFF_OUT_OF_ORDER:
        return pause(kiosk, (struct pause){ .kind = PAUSE_OUT_OF_ORDER });
    case STAFF_CLOSED_TODAY:
        return pause(kiosk, (struct pause){ .kind = PAUSE_CLOSED_TODAY, .day = today(kiosk) });
    case STAFF_BACK_AT:
        return ask_when(kiosk);
    case STAFF_RESUME:
        return pause(kiosk, (struct pause){ .kind = PAUSE_NONE });
    case STAFF_BACK:
        return staff_show(kiosk, PAGE_STAFF_MENU);
    default:
        return effect_none();
    }
}

/* A minute that is over for today is tomorrow's. */
static struct effect pause_until(struct kiosk *kiosk)
{
    int32_t day;
    uint16_t minute;
    if (!kiosk_local_now(kiosk, &day, &minute))
        return effect_none();
    return pause(kiosk, (struct pause){ .kind = PAUSE_BACK_AT,
                                        .day = kiosk->staff.minute > minute ? day : day + 1,
                                        .minute = kiosk->staff.minute });
}

static void move(struct kiosk *kiosk, int by)
{
    kiosk->staff.minute = (uint16_t)((kiosk->staff.minute + DAY_MINUTES + by) % DAY_MINUTES);
}

static struct effect tap_back_at(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind != TARGET_STAFF)
        return effect_none();
    if (target.value == STAFF_EARLIER)
        move(kiosk, -STEP);
    else if (target.value == STAFF_LATER)
        move(kiosk, STEP);
    else if (target.value == STAFF_PAUSE_NOW)
        return pause_until(kiosk);
    else if (target.value == STAFF_BACK)
        return staff_show(kiosk, PAGE_STAFF_PAUSE);
    return effect_none();
}

const struct page_rules page_staff_pause = { .tap = tap_pause,
                                             .timing = TIMING_RESETS,
                                             .idle_ms = STAFF_IDLE_MS },
                        page_staff_back_at = { .tap = tap_back_at,
                                               .timing = TIMING_RESETS,
                                               .idle_ms = STAFF_IDLE_MS };
