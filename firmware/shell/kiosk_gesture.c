/* One finger's way over the screen; see kiosk_gesture.h. */
#include "kiosk_gesture.h"

static bool press(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, struct event *ret)
{
    if (gesture->down)
        return false;
    struct target target = scene_hit(shown, step->x, step->y);
    *gesture = (struct gesture){ .down = true, .finger = step->finger, .target = target };
    *ret = (struct event){ .kind = EV_PRESS, .target = target };
    return true;
}

static bool slide(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, struct event *ret)
{
    bool on = target_equal(scene_hit(shown, step->x, step->y), gesture->target);
    if (on || gesture->off)
        return false;
    gesture->off = true;
    *ret = (struct event){ .kind = EV_SLIDE_OFF, .target = gesture->target };
    return true;
}

static bool lift(struct gesture *gesture, const struct scene *shown, const struct panel_event *step,
                 struct event *ret)
{
    bool on = target_equal(scene_hit(shown, step->x, step->y), gesture->target);
    gesture->down = false;
    if (gesture->off)
        return false;
    *ret = (struct event){ .kind = on ? EV_RELEASE : EV_SLIDE_OFF, .target = gesture->target };
    return true;
}

bool gesture_take(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, struct event *ret)
{
    if (step->kind == PANEL_DOWN)
        return press(gesture, shown, step, ret);
    if (!gesture->down || step->finger != gesture->finger)
        return false;
    if (step->kind == PANEL_MOVE)
        return slide(gesture, shown, step, ret);
    return step->kind == PANEL_UP && lift(gesture, shown, step, ret);
}
