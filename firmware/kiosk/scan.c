/*
 * One switch: the ring moves by itself, a press chooses. Where the screen is read aloud, the ring
 * waits until the name of a thing has been said. Whoever scans is given more time everywhere.
 */
#include "kiosk_int.h"

static const struct target nowhere = { TARGET_NONE, 0 };

static msec step_ms(const struct kiosk *kiosk)
{
    return program_venue(kiosk->program)->scan_ms;
}

static bool scans(const struct kiosk *kiosk)
{
    return kiosk->focus.walker == WALKER_SWITCH;
}

/* What was chosen may have ended the visit, and the ring with it. */
static void wait_for_step(struct kiosk *kiosk, msec now)
{
    if (!scans(kiosk))
        return;
    bool speaking = kiosk->voice.on && kiosk->voice.saying != SAYING_NOTHING;
    kiosk->focus.step_at = now + (speaking ? SAY_LONGEST_MS : step_ms(kiosk));
}

/* The first press only starts the ring. */
struct effect scan_switch(struct kiosk *kiosk, struct event event, msec now)
{
    struct target key = { TARGET_KEY, KEYPAD_KEYS };
    if (kiosk->saving || kiosk_is_deaf(kiosk) || event.stops == NULL ||
        kiosk_is_echo(kiosk, key, now))
        return effect_none();
    if (kiosk->page == PAGE_ASLEEP)
        return standing_wake(kiosk, now);
    if (kiosk_is_still(kiosk) && kiosk->page != PAGE_NOT_ENROLLED)
        return speech_still(kiosk);
    kiosk_touched(kiosk, now);
    if (!scans(kiosk)) {
        focus_begin(kiosk, WALKER_SWITCH);
        scan_see(kiosk, event.stops);
        speech_say(kiosk, SAYING_SCREEN, nowhere);
        wait_for_step(kiosk, now);
        return kiosk_woken(kiosk);
    }
    bool on_something = kiosk->focus.at.kind != TARGET_NONE || adjust_waits(kiosk);
    struct effect effect = on_something ? focus_select(kiosk, event.stops, now) : effect_none();
    wait_for_step(kiosk, now);
    return effect;
}

void scan_tick(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    if (!scans(kiosk) || kiosk->saving || now < kiosk->focus.step_at)
        return;
    if (stops != NULL && stops->count > 0)
        focus_move(kiosk, stops, true);
    wait_for_step(kiosk, now);
}

void scan_said(struct kiosk *kiosk, msec now)
{
    if (scans(kiosk))
        kiosk->focus.step_at = now + step_ms(kiosk);
}

msec scan_deadline(const struct kiosk *kiosk)
{
    return scans(kiosk) ? kiosk->focus.step_at : NEVER;
}

msec scan_patience(const struct kiosk *kiosk)
{
    return scans(kiosk) ? SCAN_ROUNDS * (kiosk->focus.places + 1) * step_ms(kiosk) : 0;
}
