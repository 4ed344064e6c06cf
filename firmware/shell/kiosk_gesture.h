#pragma once
/* Fingers to what they mean: one at a time; a press that slides off its target is called off. */
#include "kiosk.h"
#include "panel.h"

struct gesture {
    bool down, off;
    int finger;
    struct target target;
};

/* False when the step means nothing to the kiosk. */
bool gesture_take(struct gesture *gesture, const struct scene *shown,
                  const struct panel_event *step, struct event *ret);
