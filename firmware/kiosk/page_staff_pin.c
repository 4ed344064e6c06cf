/* The PIN, and the recovery code of the printed sheet for those who have lost it. */
#include "kiosk_int.h"
#include <string.h>

static const char digits[] = "0123456789";
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static struct effect check(struct kiosk *kiosk, size_t wanted, int recovery)
{
    struct staff *staff = &kiosk->staff;
    if (strlen(staff->typed) < wanted)
        return effect_none();
    staff->checking = true;
    return effect_of(FX_CHECK_PIN, recovery);
}

static struct effect other_page(struct kiosk *kiosk, enum page page)
{
    enum page from = kiosk->door_from;
    (void)staff_show(kiosk, page);
    kiosk->door_from = from;
    return effect_none();
}

static struct effect leave(struct kiosk *kiosk)
{
    door_leave(kiosk);
    return effect_none();
}

static struct effect tap_pin(struct kiosk *kiosk, struct target target, msec now)
{
    struct staff *staff = &kiosk->staff;
    bool waits = kiosk_pin_wait(kiosk, now) > 0;
    if (target.kind == TARGET_KEY && !waits && typed_add(staff, target.value, digits, PIN_DIGITS))
        return check(kiosk, PIN_DIGITS, 0);
    if (target.kind == TARGET_KEY_BACKSPACE)
        typed_delete(staff);
    if (target.kind != TARGET_STAFF || staff->checking)
        return effect_none();
    if (target.value == STAFF_RECOVERY)
        return other_page(kiosk, PAGE_STAFF_RECOVERY);
    return target.value == STAFF_CLOSE ? leave(kiosk) : effect_none();
}

/* Nobody guesses a hundred bits: so it is not made to wait. */
static struct effect tap_recovery(struct kiosk *kiosk, struct target target, msec now)
{
    struct staff *staff = &kiosk->staff;
    (void)now;
    if (target.kind == TARGET_KEY &&
        typed_add(staff, typed_code_letter(target.value), letters, CODE_LETTERS))
        return check(kiosk, CODE_LETTERS, 1);
    if (target.kind == TARGET_KEY_BACKSPACE)
        typed_delete(staff);
    if (target.kind != TARGET_STAFF || staff->checking)
        return effect_none();
    if (target.value == STAFF_PIN)
        return other_page(kiosk, PAGE_STAFF_PIN);
    return target.value == STAFF_CLOSE ? leave(kiosk) : effect_none();
}

const struct page_rules page_staff_pin = { .tap = tap_pin,
                                           .timing = TIMING_RETURNS,
                                           .idle_ms = DOOR_IDLE_MS,
                                           .types = true },
                        page_staff_recovery = { .tap = tap_recovery,
                                                .timing = TIMING_RETURNS,
                                                .idle_ms = SETUP_IDLE_MS,
                                                .types = true };
