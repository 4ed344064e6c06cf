#pragma once
/*
 * Fingers to what they mean. One finger acts at a time, on release; sliding off its target calls it
 * off. A second finger does nothing. A palm, which comes as several fingers at once or one after
 * the other, does nothing at all. What rests on the glass for long is no tap, and is not waited
 * for: the next finger acts.
 */
#include "clock.h"
#include "kiosk.h"
#include "panel.h"

enum {
    GESTURE_CONTACTS = 10,
    GESTURE_EVENTS = 2,
    PALM_MS = 100,     /* fingers that come within so short a time are one hand */
    PALM_CONTACTS = 3, /* so many on the glass are a hand */
    RESTING_MS = 5000,
};

struct contact {
    bool down;
    int finger;
    msec since;
};

struct gesture {
    struct contact contacts[GESTURE_CONTACTS];
    bool acts; /* contacts[acting] presses on target */
    int acting;
    bool off;    /* it has slid off */
    bool corner; /* it came down in the corner, and is still there */
    struct target target;
};

/* What the step means to the kiosk, in order: returns how many events. */
int gesture_take(struct gesture *gesture, const struct scene *shown, const struct panel_event *step,
                 msec now, struct event ret[GESTURE_EVENTS]);
