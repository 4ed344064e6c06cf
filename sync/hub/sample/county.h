#pragma once
/* The county's places: what each venue is called, where it lies, and what happens there. */
#include "dice.h"
#include "store.h"

/* What a venue goes through. Those at the head of the county each have a story, so that even a
 * small one shows them; all others only have seasons and a little luck. */
enum story {
    STORY_CHANGE, /* something was changed half way, and it is better since */
    STORY_DECLINE,
    STORY_FEW,    /* seldom open, and too few answers to say anything */
    STORY_HAND,   /* now and then one hand taps and taps */
    STORY_CLOCK,  /* its clock was dead for a fortnight */
    STORY_SILENT, /* nothing has come from there for days */
    STORY_PLAIN,
};

struct place {
    struct venue venue;
    const char *area; /* static */
    enum story story;
    double level;   /* share of those who are content, at the middle of the time */
    double a_day;   /* people who begin, on a day with usual business */
    double foreign; /* how much more often another language than English is met, 1: as usual */
};

struct area {
    const char *id, *name;
};
enum { AREAS = 3 };
extern const struct area areas[AREAS];

/* When a place with STORY_CHANGE changes, of all of the time. */
#define PLACE_CHANGED_AT 0.55

struct place place_make(uint32_t number, struct dice *dice);
/* The share of those who are content there, on the day-th of `days` days; `date`: that day. */
double place_mood(const struct place *place, uint32_t day, uint32_t days, int32_t date);
/* How many people begin there on that day. */
uint32_t place_people(const struct place *place, int32_t date, uint32_t day, uint32_t days,
                      struct dice *dice);
