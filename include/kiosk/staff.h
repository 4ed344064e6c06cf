#pragma once
/*
 * What the staff screens show and hold: values that the shell brings, and what is being typed or
 * chosen while the menu is open. Places and words are the view's business.
 */
#include "clock.h"
#include "local_settings.h"
#include "response.h"
#include "wording.h"

/* Items of the staff screens, values of TARGET_STAFF: "staff:practice" in scripts. */
#define STAFF_ITEM_MAP(X)                                                                          \
    X(SETUP, "setup")                                                                              \
    X(FILE, "file")                                                                                \
    X(NEXT, "next")                                                                                \
    X(CLOSE, "close")                                                                              \
    X(BACK, "back")                                                                                \
    X(AGAIN, "again")                                                                              \
    X(RECOVERY, "recovery")                                                                        \
    X(PIN, "pin")                                                                                  \
    X(PRACTICE, "practice")                                                                        \
    X(PAUSE, "pause")                                                                              \
    X(STICK, "stick")                                                                              \
    X(SAID, "said")                                                                                \
    X(MORE, "more")                                                                                \
    X(CLEAN, "clean")                                                                              \
    X(OUT_OF_ORDER, "out-of-order")                                                                \
    X(CLOSED_TODAY, "closed-today")                                                                \
    X(BACK_AT, "back-at")                                                                          \
    X(RESUME, "resume")                                                                            \
    X(EARLIER, "earlier")                                                                          \
    X(LATER, "later")                                                                              \
    X(PAUSE_NOW, "pause-now")                                                                      \
    X(LANGUAGES, "languages")                                                                      \
    X(SOUND, "sound")                                                                              \
    X(HOURS, "hours")                                                                              \
    X(TEST, "test")                                                                                \
    X(LOG, "log")                                                                                  \
    X(TURN, "turn")                                                                                \
    X(ADJUST, "adjust")                                                                            \
    X(DARKER, "darker")                                                                            \
    X(LIGHTER, "lighter")                                                                          \
    X(SOFTER, "softer")                                                                            \
    X(LOUDER, "louder")                                                                            \
    X(ALOUD, "aloud")                                                                              \
    X(OPENS_EARLIER, "opens-earlier")                                                              \
    X(OPENS_LATER, "opens-later")                                                                  \
    X(CLOSES_EARLIER, "closes-earlier")                                                            \
    X(CLOSES_LATER, "closes-later")                                                                \
    X(USUAL, "usual")                                                                              \
    X(UPRIGHT, "upright")                                                                          \
    X(RIGHT, "right")                                                                              \
    X(OVER, "over")                                                                                \
    X(LEFT, "left")                                                                                \
    X(KEEP, "keep")                                                                                \
    X(UNDO, "undo")

enum staff_item {
#define X(name, word) STAFF_##name,
    STAFF_ITEM_MAP(X)
#undef X
        STAFF_ITEMS
};

/* A minute of a local day; known is false for never, and where nobody knows. */
struct staff_when {
    bool known;
    int32_t day;
    uint16_t minute;
};

/* One attempt of the courier, in words. */
struct staff_attempt {
    struct staff_when when;
    enum wording_key words;
    uint32_t responses; /* acknowledged by it */
};

enum { STAFF_ATTEMPTS_MAX = 200, STAFF_MONTHS_UNKNOWN = UINT16_MAX };

/* How the kiosk does, as the shell knows it when it is asked (FX_LOOK). */
struct staff_status {
    bool enrolled;
    bool carried;         /* there is a courier at the other end of the socket */
    bool refused;         /* the hub does not accept this kiosk */
    bool failing;         /* the last attempt did not come to the hub */
    bool stuck;           /* nothing has come to the hub for more than a day */
    enum wording_key why; /* the last attempt, in words */
    bool knows_today;
    uint32_t today;   /* responses of this local day */
    uint64_t pending; /* responses that the hub has not acknowledged */
    uint64_t set_aside;
    uint64_t lost; /* responses of which it was lately told that no hub has them, nor this kiosk */
    struct staff_when last_sent, last_try;
    enum clock_class clock;
    struct staff_when clock_set; /* CLOCK_SIGNED: when the hub said the time */
    uint32_t room_mib;
    uint16_t room_months; /* at the pace of the last weeks; STAFF_MONTHS_UNKNOWN */
    bool has_light;       /* the panel's light can be set */
    uint64_t bundle;      /* its serial; 0 for none */
    char version[24];
    char kiosk[17];                                    /* its number at the hub, in hex; "": none */
    struct staff_attempt attempts[STAFF_ATTEMPTS_MAX]; /* newest first */
    uint16_t attempt_count;
};

/* What people said on days that are over, of which enough of them spoke. */
struct staff_said {
    bool known;   /* the journal has been looked through */
    int question; /* of the survey that is asked; -1: none whose answers can be shown */
    uint32_t total;
    uint32_t counts[SURVEY_CHOICES_MAX];
    uint32_t days; /* that are in it */
    int32_t first, last;
};
enum { STAFF_SAID_LEAST = 10 }; /* with fewer, nothing is shown */

/* Something that takes a while: enrolling, writing a stick. */
enum task_phase { TASK_NONE, TASK_WORKING, TASK_DONE, TASK_FAILED };
/* What a stick brought from the hub. */
enum task_news { NEWS_NONE, NEWS_TAKEN, NEWS_BAD };

struct task {
    enum task_phase phase;
    uint32_t done, total;   /* TASK_WORKING: so far; total 0: nobody knows */
    uint64_t count;         /* TASK_DONE: responses on the stick */
    enum wording_key words; /* TASK_FAILED: why */
    enum task_news news;    /* TASK_DONE */
};

/* The wall clock as the kiosk goes by it. */
struct local_clock {
    bool known;
    int32_t day;
    uint16_t minute;
    msec at; /* when that minute began */
};

enum {
    PIN_DIGITS = 6,
    CODE_LETTERS = 20, /* of invitations and recovery codes, in four groups */
    CODE_GROUP = 5,
    HUB_ADDRESS_MAX = 120,
    TEST_MARKS_MAX = 12,
};

/* What is wrong with what was typed. */
enum typed_fault { TYPED_FINE, TYPED_WRONG, TYPED_MISTAKE, TYPED_SHORT };

/* While the staff screens are open. Wiped when they close. */
struct staff {
    char typed[HUB_ADDRESS_MAX + 1]; /* PIN, code or address */
    char code[CODE_LETTERS + 1];     /* the invitation's, until it is used */
    enum typed_fault fault;
    bool checking; /* somebody is at work on what was typed */
    struct task task;
    uint16_t minute;              /* "back at" */
    struct local_settings before; /* of a trial: what to go back to */
    bool on_trial;                /* "Keep this?" */
    struct touch_place felt[TOUCH_MARKS];
    uint8_t felt_count;
    bool felt_badly; /* the last marks made no map */
    struct touch_place marks[TEST_MARKS_MAX];
    uint8_t mark_count; /* all that were felt; the newest TEST_MARKS_MAX are kept */
};

const char *staff_item_name(enum staff_item item);
