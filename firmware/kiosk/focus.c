/*
 * The ring: where it is, how it moves in reading order from thing to thing and round again, and
 * what choosing does there. A row of the keyboard is entered before its keys are walked; a person
 * with one switch enters every group where many things stand on the screen. The keypad's keys are
 * here too.
 */
#include "kiosk_int.h"
#include <string.h>

enum { SCAN_LINEAR_MAX = 6 }; /* so few things are scanned one by one */

static const struct target nowhere = { TARGET_NONE, 0 };

enum stop_group stop_group_of(enum target_kind kind)
{
    switch (kind) {
    case TARGET_CONTINUE:
    case TARGET_SKIP:
    case TARGET_BACK:
    case TARGET_LEAVE:
    case TARGET_DONE:
    case TARGET_TAKE_PART:
    case TARGET_CLOSE:
    case TARGET_REPEAT:
    case TARGET_PART:
        return GROUP_FOOT;
    case TARGET_MORE_LANGUAGES:
    case TARGET_DISPLAY:
    case TARGET_HELP:
    case TARGET_LISTEN:
    case TARGET_MENU:
    case TARGET_PRIVACY:
        return GROUP_TOOLS;
    default:
        return kind >= TARGET_KEY && kind <= TARGET_KEY_ACCENTS ? GROUP_ROWS : GROUP_MAIN;
    }
}

int stops_find(const struct stops *stops, struct target target)
{
    for (int i = 0; i < stops->count; i++)
        if (target_equal(stops->list[i].target, target))
            return i;
    return -1;
}

/* --- groups --- */

static bool is_row(uint8_t group)
{
    return group >= GROUP_ROWS && group < GROUP_ROWS_END;
}

/* From the first stop of a group to behind its last. */
struct span_of_group {
    int first, end;
};

static struct span_of_group group_at(const struct stops *stops, int index)
{
    uint8_t group = stops->list[index].group;
    struct span_of_group span = { index, index + 1 };
    while (span.first > 0 && stops->list[span.first - 1].group == group)
        span.first--;
    while (span.end < stops->count && stops->list[span.end].group == group)
        span.end++;
    return span;
}

/* Is the group that this stop is in passed as one thing? */
static bool is_passed_whole(enum walker walker, const struct stops *stops, int index)
{
    struct span_of_group span = group_at(stops, index);
    bool many = walker == WALKER_SWITCH && stops->count > SCAN_LINEAR_MAX;
    return span.end - span.first > 1 && (many || is_row(stops->list[index].group));
}

static uint32_t count_places(enum walker walker, const struct stops *stops)
{
    uint32_t places = 0;
    for (int i = 0; i < stops->count; places++)
        i = is_passed_whole(walker, stops, i) ? group_at(stops, i).end : i + 1;
    return places;
}

/* --- where the ring is --- */

static int first_of_group(const struct stops *stops, uint8_t group)
{
    for (int i = 0; i < stops->count; i++)
        if (stops->list[i].group == group)
            return i;
    return -1;
}

/* A thing that has gone leaves the ring at the start of its group: a layer of keys was turned. */
static struct focus settled(struct focus focus, const struct stops *stops)
{
    if (focus.at.kind == TARGET_NONE)
        return focus;
    int index = stops_find(stops, focus.at);
    if (index < 0)
        index = first_of_group(stops, focus.group);
    if (index < 0)
        return (struct focus){ .walker = focus.walker,
                               .places = focus.places,
                               .step_at = focus.step_at };
    focus.at = stops->list[index].target;
    focus.group = stops->list[index].group;
    return focus;
}

struct focus kiosk_focus(const struct kiosk *kiosk, const struct stops *stops)
{
    struct focus none = { .walker = WALKER_NONE };
    return kiosk->focus.walker != WALKER_NONE ? settled(kiosk->focus, stops) : none;
}

static void put(struct kiosk *kiosk, const struct stops *stops, int index, bool whole)
{
    struct focus *focus = &kiosk->focus;
    focus->at = index >= 0 ? stops->list[index].target : nowhere;
    focus->group = index >= 0 ? stops->list[index].group : 0;
    focus->whole = whole;
}

/* To another thing, or to the group that it is in; outside the list is on the screen's own words,
 * and for a person with one switch, who can do nothing there, on the first thing again. */
static void land(struct kiosk *kiosk, const struct stops *stops, int index)
{
    enum walker walker = kiosk->focus.walker;
    if (index < 0 || index >= stops->count)
        index = walker == WALKER_SWITCH && stops->count > 0 ? 0 : -1;
    bool whole = index >= 0 && is_passed_whole(walker, stops, index);
    put(kiosk, stops, whole ? group_at(stops, index).first : index, whole);
}

static void leave_group(struct kiosk *kiosk, const struct stops *stops, int index)
{
    kiosk->focus.inside = false;
    land(kiosk, stops, index);
}

static void move_inside(struct kiosk *kiosk, const struct stops *stops, int index, int next)
{
    struct span_of_group span = group_at(stops, index);
    if (next < span.first || next >= span.end)
        leave_group(kiosk, stops, index);
    else
        put(kiosk, stops, next, false);
}

void focus_move(struct kiosk *kiosk, const struct stops *stops, bool forwards)
{
    kiosk->focus = settled(kiosk->focus, stops);
    struct focus *focus = &kiosk->focus;
    int index = focus->at.kind == TARGET_NONE ? -1 : stops_find(stops, focus->at);
    if (index >= 0 && focus->inside)
        move_inside(kiosk, stops, index, forwards ? index + 1 : index - 1);
    else if (index < 0)
        land(kiosk, stops, forwards ? 0 : stops->count - 1);
    else if (forwards)
        land(kiosk, stops, focus->whole ? group_at(stops, index).end : index + 1);
    else
        land(kiosk, stops, index - 1);
    speech_say(kiosk, SAYING_FOCUS, nowhere);
}

void focus_end(struct kiosk *kiosk)
{
    memset(&kiosk->focus, 0, sizeof kiosk->focus);
    kiosk->focus.step_at = NEVER;
}

void focus_begin(struct kiosk *kiosk, enum walker walker)
{
    focus_end(kiosk);
    kiosk->focus.walker = walker;
    kiosk->keypad_used |= walker == WALKER_KEYPAD;
    kiosk->switch_used |= walker == WALKER_SWITCH;
}

void focus_home(struct kiosk *kiosk)
{
    kiosk->focus.at = nowhere;
    kiosk->focus.group = 0;
    kiosk->focus.whole = kiosk->focus.inside = false;
}

void scan_see(struct kiosk *kiosk, const struct stops *stops)
{
    if (stops != NULL && kiosk->focus.walker == WALKER_SWITCH)
        kiosk->focus.places = count_places(WALKER_SWITCH, stops);
}

/* --- choosing --- */

static void enter(struct kiosk *kiosk)
{
    kiosk->focus.whole = false;
    kiosk->focus.inside = true;
    speech_say(kiosk, SAYING_FOCUS, nowhere);
}

/* Behind a letter the ring is round its row again: the next one is sought from there. */
struct effect focus_select(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    kiosk->focus = settled(kiosk->focus, stops);
    struct focus *focus = &kiosk->focus;
    struct target target = focus->at;
    int index = target.kind == TARGET_NONE ? -1 : stops_find(stops, target);
    if (index < 0 && adjust_waits(kiosk))
        return adjust_leave(kiosk);
    if (index < 0) {
        speech_say(kiosk, SAYING_SCREEN, nowhere);
        return effect_none();
    }
    if (focus->whole) {
        enter(kiosk);
        return effect_none();
    }
    if (kiosk_is_quiet(kiosk, target, now))
        return effect_none();
    if (focus->inside)
        leave_group(kiosk, stops, index);
    return kiosk_choose(kiosk, target, now);
}

/* --- the keypad --- */

static struct effect key_up(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    (void)now;
    focus_move(kiosk, stops, false);
    return effect_none();
}

static struct effect key_down(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    (void)now;
    focus_move(kiosk, stops, true);
    return effect_none();
}

static struct effect key_repeat(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    (void)stops;
    (void)now;
    if (kiosk->voice.on)
        speech_say(kiosk, SAYING_FOCUS, nowhere);
    else
        speech_turn_on(kiosk);
    return effect_none();
}

static struct effect key_volume(struct kiosk *kiosk, const struct stops *stops, msec now)
{
    (void)stops;
    (void)now;
    if (kiosk->voice.on)
        speech_louder(kiosk);
    else
        speech_turn_on(kiosk);
    return effect_none();
}

/* The first press only shows where the ring is, and begins to speak. */
struct effect focus_keypad(struct kiosk *kiosk, struct event event, msec now)
{
    static struct effect (*const keys[KEYPAD_KEYS])(struct kiosk *, const struct stops *, msec) = {
        [KEYPAD_UP] = key_up,         [KEYPAD_DOWN] = key_down,     [KEYPAD_SELECT] = focus_select,
        [KEYPAD_REPEAT] = key_repeat, [KEYPAD_VOLUME] = key_volume,
    };
    struct target key = { TARGET_KEY, event.target.value };
    if (kiosk->saving || kiosk_is_deaf(kiosk) || event.stops == NULL || key.value >= KEYPAD_KEYS ||
        kiosk_is_echo(kiosk, key, now))
        return effect_none();
    if (door_keys(kiosk, (enum keypad)key.value, now))
        return door_open(kiosk, now);
    if (kiosk->page == PAGE_ASLEEP)
        return standing_wake(kiosk, now);
    if (kiosk_is_still(kiosk) && kiosk->page != PAGE_NOT_ENROLLED)
        return speech_still(kiosk);
    kiosk_touched(kiosk, now);
    if (kiosk->focus.walker == WALKER_KEYPAD)
        return keys[key.value](kiosk, event.stops, now);
    focus_begin(kiosk, WALKER_KEYPAD);
    speech_turn_on(kiosk);
    return kiosk_woken(kiosk);
}
