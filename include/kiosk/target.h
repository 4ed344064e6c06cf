#pragma once
/*
 * What can be touched. A target is what a person means, not where it is: the view gives it a place,
 * the kiosk gives it a meaning, `run --script` names it (target_name), and no pixel is in between.
 */
#include "survey.h"

enum target_kind {
    TARGET_NONE,
    TARGET_START,  /* value: 0, or 1 more than the index of the language to begin in */
    TARGET_ANSWER, /* value: index of the choice */
    TARGET_CONTINUE,
    TARGET_SKIP,
    TARGET_BACK,
    TARGET_LEAVE,
    TARGET_DONE,
    TARGET_FINISHED,
    TARGET_MORE_TIME,
    TARGET_LANGUAGE, /* value: index of the offered language */
    TARGET_MORE_LANGUAGES,
    TARGET_DISPLAY,
    TARGET_HELP,
    TARGET_LISTEN,
    TARGET_REPEAT,
    TARGET_KEY, /* value: a Unicode character */
    TARGET_KEY_SPACE,
    TARGET_KEY_BACKSPACE,
    TARGET_KEY_CURSOR_BACK, /* towards the start of what is written ... */
    TARGET_KEY_CURSOR_ON,   /* ... and towards its end */
    TARGET_KEY_SHIFT,
    TARGET_KEY_SYMBOLS,
    TARGET_KEY_ACCENTS,
    TARGET_STAFF,   /* value: an item of the staff screens */
    TARGET_CLOSE,   /* closes a sheet such as Display or Help: "close" */
    TARGET_SETTING, /* value: an item of the Display sheet */
    TARGET_MENU,    /* the tools, where the head has no room for them */
    TARGET_PART,    /* value: which part of what does not fit on the screen at once */
    TARGET_PRIVACY,
    TARGET_TAKE_PART, /* how to do more than answer */
    TARGET_KINDS
};

struct target {
    enum target_kind kind;
    uint32_t value;
};

static inline bool target_equal(struct target a, struct target b)
{
    return a.kind == b.kind && a.value == b.value;
}
