/*
 * The panel itself: where a finger is felt, how the picture stands, and where a finger really is.
 * A picture or a map that cannot be touched any more undoes itself: it is on trial until somebody
 * says "Keep", and that takes a finger that meets.
 */
#include "kiosk_int.h"

enum { TRIAL_MS = 15000 };

/* In the order in which they are touched: the corners of a smaller picture, and the middle. */
static const struct touch_place marks[TOUCH_MARKS] = {
    { TOUCH_ONE / 10, TOUCH_ONE / 10 },         { TOUCH_ONE * 9 / 10, TOUCH_ONE / 10 },
    { TOUCH_ONE * 9 / 10, TOUCH_ONE * 9 / 10 }, { TOUCH_ONE / 10, TOUCH_ONE * 9 / 10 },
    { TOUCH_ONE / 2, TOUCH_ONE / 2 },
};

struct touch_place kiosk_mark(const struct kiosk *kiosk)
{
    uint8_t next = kiosk->staff.felt_count;
    return marks[next < TOUCH_MARKS ? next : 0];
}

/* --- where a finger is felt --- */

static struct effect tap_test(struct kiosk *kiosk, struct target target, msec now)
{
    bool back = target.kind == TARGET_STAFF && target.value == STAFF_BACK;
    (void)now;
    return back ? staff_show(kiosk, PAGE_STAFF_MORE) : effect_none();
}

static void feel_test(struct kiosk *kiosk, struct touch_place place)
{
    struct staff *staff = &kiosk->staff;
    staff->marks[staff->mark_count % TEST_MARKS_MAX] = place;
    staff->mark_count = staff->mark_count < 2 * TEST_MARKS_MAX ? (uint8_t)(staff->mark_count + 1)
                                                               : (uint8_t)(TEST_MARKS_MAX + 1);
}

/* --- trials --- */

static struct effect put_on_trial(struct kiosk *kiosk, const struct local_settings *settings,
                                  msec now)
{
    staff_try(kiosk, settings);
    kiosk->clears_at = now + TRIAL_MS;
    return effect_of(FX_TRY_SETTINGS, 0);
}

static struct effect keep(struct kiosk *kiosk)
{
    kiosk->staff.on_trial = false;
    (void)staff_show(kiosk, PAGE_STAFF_MORE);
    return effect_of(FX_KEEP_SETTINGS, 0);
}

static struct effect undo(struct kiosk *kiosk)
{
    struct effect effect = staff_undo(kiosk);
    (void)staff_show(kiosk, PAGE_STAFF_MORE);
    return effect;
}

struct effect trial_is_over(struct kiosk *kiosk)
{
    return undo(kiosk);
}

/* --- how the picture stands --- */

static struct effect turn(struct kiosk *kiosk, uint32_t item, msec now)
{
    struct local_settings settings = kiosk->standing.settings;
    if (item < STAFF_UPRIGHT || item > STAFF_LEFT)
        return effect_none();
    settings.turn = (enum turn)(TURN_NONE + (int)(item - STAFF_UPRIGHT));
    if (settings.turn == kiosk->standing.settings.turn)
        return effect_none();
    return put_on_trial(kiosk, &settings, now);
}

static struct effect tap_turn(struct kiosk *kiosk, struct target target, msec now)
{
    bool trial = kiosk->staff.on_trial;
    if (target.kind != TARGET_STAFF)
        return effect_none();
    if (trial && target.value == STAFF_KEEP)
        return keep(kiosk);
    if (trial)
        return target.value == STAFF_UNDO ? undo(kiosk) : effect_none();
    if (target.value == STAFF_BACK)
        return staff_show(kiosk, PAGE_STAFF_MORE);
    return turn(kiosk, target.value, now);
}

/* --- where a finger really is --- */

/* Until the marks are touched, nothing is mapped. */
struct effect adjust_begin(struct kiosk *kiosk)
{
    struct local_settings settings = kiosk->standing.settings;
    (void)staff_show(kiosk, PAGE_STAFF_ADJUST);
    settings.touch = touch_map_none;
    staff_try(kiosk, &settings);
    return effect_of(FX_TRY_SETTINGS, 0);
}

bool adjust_waits(const struct kiosk *kiosk)
{
    return kiosk->page == PAGE_STAFF_ADJUST && kiosk->staff.felt_count < TOUCH_MARKS;
}

struct effect adjust_leave(struct kiosk *kiosk)
{
    return undo(kiosk);
}

static struct effect tap_adjust(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind != TARGET_STAFF || kiosk->staff.felt_count < TOUCH_MARKS)
        return effect_none();
    if (target.value == STAFF_KEEP)
        return keep(kiosk);
    return target.value == STAFF_UNDO ? undo(kiosk) : effect_none();
}

static struct effect find_map(struct kiosk *kiosk, msec now)
{
    struct staff *staff = &kiosk->staff;
    struct local_settings settings = kiosk->standing.settings;
    struct touch_place meant[TOUCH_MARKS], felt[TOUCH_MARKS];
    for (int i = 0; i < TOUCH_MARKS; i++) {
        meant[i] = touch_to_panel(settings.turn, marks[i]);
        felt[i] = touch_to_panel(settings.turn, staff->felt[i]);
    }
    staff->felt_badly = !touch_map_find(meant, felt, TOUCH_MARKS, &settings.touch);
    if (!staff->felt_badly)
        return put_on_trial(kiosk, &settings, now);
    staff->felt_count = 0;
    return effect_none();
}

static struct effect feel_adjust(struct kiosk *kiosk, struct touch_place place, msec now)
{
    struct staff *staff = &kiosk->staff;
    if (staff->felt_count >= TOUCH_MARKS)
        return effect_none();
    staff->felt[staff->felt_count++] = place;
    return staff->felt_count == TOUCH_MARKS ? find_map(kiosk, now) : effect_none();
}

struct effect touch_felt(struct kiosk *kiosk, struct touch_place place, msec now)
{
    if (kiosk->page == PAGE_STAFF_TEST)
        feel_test(kiosk, place);
    return kiosk->page == PAGE_STAFF_ADJUST ? feel_adjust(kiosk, place, now) : effect_none();
}

const struct page_rules
    page_staff_test = { .tap = tap_test, .timing = TIMING_RESETS, .idle_ms = STAFF_IDLE_MS },
    page_staff_turn = { .tap = tap_turn, .timing = TIMING_RESETS, .idle_ms = STAFF_IDLE_MS },
    page_staff_adjust = { .tap = tap_adjust, .timing = TIMING_RESETS, .idle_ms = DOOR_IDLE_MS };
