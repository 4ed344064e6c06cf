#pragma once
/*
 * A crowd before a screen: random people with fingers, keypad, switch and keyboard at a kiosk whose
 * scenes are really drawn (with the stage's text measure), a journal that now and then refuses,
 * surveys and news that arrive at any moment, and staff who know the PIN. What a person does is
 * what the glass allows: fingers come down on pixels, not on targets. NEEDS view kiosk model base,
 * and firmware/shell/kiosk_gesture.c.
 */
#include "kiosk.h"
#include "kiosk_gesture.h"
#include "stage.h"
#include "view.h"

enum { CROWD_PROGRAMS = 5 };

struct crowd {
    uint64_t seed;
    struct stage stages[3]; /* every type, the two surveys of the tree */
    struct program programs[CROWD_PROGRAMS];
    struct text_measure measure;
    struct panel_size panel;
    struct kiosk kiosk;
    struct scene scene;
    struct stops stops;
    struct gesture gesture;
    msec now;

    /* The journal: what it would hold. */
    bool open, open_aside; /* of the one that is used; of the true one, while staff practise */
    struct answers saved;
    long events, closed, refused, screens, woken, resets, staff;
    bool steady;    /* the disk takes everything */
    bool knows_pin; /* whoever is at the screen */
    struct staff_status status;
    struct staff_said said;

    /* Asked after each step; NULL: nobody watches. */
    void (*watch)(struct crowd *crowd, const struct kiosk *before, struct event event,
                  struct effect effect);
};

/* SEED of the environment, else the clock; printed. */
void crowd_open(struct crowd *crowd, struct panel_size panel);
void crowd_close(struct crowd *crowd);
/* An untouched kiosk with the first program. */
void crowd_reset(struct crowd *crowd);

uint64_t crowd_random(struct crowd *crowd);
uint32_t crowd_below(struct crowd *crowd, uint32_t limit);

/* One thing that somebody does, and all that follows; time goes on. */
void crowd_act(struct crowd *crowd);
/* Gives one event and whatever follows from it; the screen is drawn anew. */
void crowd_give(struct crowd *crowd, struct event event);
/* A finger down and up again in the middle of this target, taken for a tap. */
void crowd_tap(struct crowd *crowd, struct target target);
/* Nobody does anything until the next moment that the kiosk waits for. */
void crowd_wait(struct crowd *crowd);
/* An attract screen or one that stays that nobody has touched, with nothing open. */
bool crowd_rests(const struct crowd *crowd);
