/* Fingers, one of which acts; see kiosk_gesture.h. */
#include "kiosk_gesture.h"

/* Events of one step in the making. */
struct meaning {
    struct event *events;
    int count;
};

static void mean(struct meaning *meaning, enum event_kind kind, struct target target)
{
    meaning->events[meaning->count++] = (struct event){ .kind = kind, .target = target };
}

/* --- contacts --- */

static int contact_of(const struct gesture *gesture, int finger)
{
    for (int i = 0; i < GESTURE_CONTACTS; i++)
        if (gesture->contacts[i].down && gesture->contacts[i].finger == finger)
            return i;
    return -1;
}

static int free_contact(const struct gesture *gesture)
{
    for (int i = 0; i < GESTURE_CONTACTS; i++)
        if (!gesture->contacts[i].down)
            return i;
    return -1;
}

static bool rests(const struct contact *contact, msec now)
{
    return now - contact->since >= RESTING_MS;
}

/* How many fingers are on the glass that have not been there for long. */
static int busy_contacts(const struct gesture *gesture, msec now)
{
    int count = 0;
    for (int i = 0; i < GESTURE_CONTACTS; i++)
        count += gesture->contacts[i].down && !rests(&gesture->contacts[i], now);
    return count;
}

/* --- steps --- */

static void call_off(struct gesture *gesture, struct meaning *meaning)
{
    if (gesture->acts && !gesture->off)
        mean(meaning, EV_SLIDE_OFF, gesture->target);
    gesture->acts = false;
}

static bool is_palm(const struct gesture *gesture, msec now)
{
    return now - gesture->contacts[gesture->acting].since < PALM_MS ||
           busy_contacts(gesture, now) >= PALM_CONTACTS;
}

static struct touch_place place_of(const struct scene *shown, const struct panel_event *step)
{
    return (struct touch_place){ (int32_t)((int64_t)step->x * TOUCH_ONE / shown->width),
                                 (int32_t)((int64_t)step->y * TOUCH_ONE / shown->height) };
}

static bool in_corner(const struct scene *shown, const struct panel_event *step)
{
    return step->x >= 0 && step->y >= 0 && step->x < shown->corner && step->y < shown->corner;
}

static void act(struct gesture *gesture, const struct scene *shown, const struct panel_event *step,
                int contact, struct meaning *meaning)
{
    gesture->acts = true;
    gesture->acting = contact;
    gesture->off = false;
    gesture->target = scene_hit(shown, step->x, step->y);
    gesture->corner = in_corner(shown, step);
    mean(meaning, EV_PRESS, gesture->target);
    meaning->events[meaning->count - 1].place = place_of(shown, step);
    meaning->events[meaning->count - 1].corner = gesture->corner;
}

static void press(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, msec now, struct meaning *meaning)
{
    int known = contact_of(gesture, step->finger); /* its lifting was lost */
    int contact = known >= 0 ? known : free_contact(gesture);
    if (contact < 0)
        return;
    if (gesture->acts &&
        (contact == gesture->acting || rests(&gesture->contacts[gesture->acting], now)))
        call_off(gesture, meaning);
    gesture->contacts[contact] = (struct contact){ true, step->finger, now };
    if (gesture->acts && is_palm(gesture, now))
        call_off(gesture, meaning);
    else if (!gesture->acts && busy_contacts(gesture, now) == 1)
        act(gesture, shown, step, contact, meaning);
}

static bool is_acting(const struct gesture *gesture, int contact)
{
    return gesture->acts && contact >= 0 && contact == gesture->acting;
}

static bool is_on(const struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step)
{
    return target_equal(scene_hit(shown, step->x, step->y), gesture->target);
}

static void slide(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, struct meaning *meaning)
{
    bool acting = is_acting(gesture, contact_of(gesture, step->finger));
    if (acting && gesture->corner && !in_corner(shown, step)) {
        gesture->corner = false;
        mean(meaning, EV_OFF_CORNER, gesture->target);
    }
    if (!acting || gesture->off || is_on(gesture, shown, step))
        return;
    gesture->off = true;
    mean(meaning, EV_SLIDE_OFF, gesture->target);
}

static void lift(struct gesture *gesture, const struct scene *shown, const struct panel_event *step,
                 msec now, struct meaning *meaning)
{
    int contact = contact_of(gesture, step->finger);
    if (contact < 0)
        return;
    gesture->contacts[contact].down = false;
    if (!is_acting(gesture, contact))
        return;
    gesture->acts = false;
    bool taps = is_on(gesture, shown, step) && !rests(&gesture->contacts[contact], now);
    if (!gesture->off)
        mean(meaning, taps ? EV_RELEASE : EV_SLIDE_OFF, gesture->target);
}

int gesture_take(struct gesture *gesture, const struct scene *shown, const struct panel_event *step,
                 msec now, struct event ret[GESTURE_EVENTS])
{
    struct meaning meaning = { ret, 0 };
    if (step->kind == PANEL_DOWN)
        press(gesture, shown, step, now, &meaning);
    else if (step->kind == PANEL_MOVE)
        slide(gesture, shown, step, &meaning);
    else if (step->kind == PANEL_UP)
        lift(gesture, shown, step, now, &meaning);
    return meaning.count;
}
