#pragma once
/*
 * The whole behaviour of the screen as a function on values: kiosk_step(kiosk, event, now) ->
 * effect. No clock, no I/O, no allocation: a week of use replays in a moment, and a bug report is a
 * list of events. Effects come back as events: FX_SAVE is answered by EV_SAVED or EV_SAVE_FAILED.
 */
#include "clock.h"
#include "response.h"
#include "target.h"
#include "wording.h"

enum { KIOSK_LANGUAGES_MAX = SURVEY_LANGUAGES_MAX, KIOSK_WORDS_BYTES = SURVEY_COMMENT_MAX * 4 + 1 };

/* What this kiosk asks, in whose name, in which languages. Borrowed; never changes under a visit.
 */
struct program {
    const struct survey *survey;                         /* NULL: no survey yet */
    const struct wording *wordings[KIOSK_LANGUAGES_MAX]; /* one for each language offered */
    uint8_t survey_language[KIOSK_LANGUAGES_MAX]; /* the same language's index in the survey */
    uint8_t language_count;
    uint8_t default_language; /* index among those offered */
    char venue_name[200];
    bool practice;                        /* a ribbon on every screen; nothing counts */
    uint32_t idle_ms, warn_ms, thanks_ms; /* 0: the defaults, 60 s, 24 s, 8 s */
};

#define PAGE_MAP(X)                                                                                \
    X(NOT_ENROLLED, "not_enrolled")                                                                \
    X(NO_SURVEY, "no_survey")                                                                      \
    X(ATTRACT, "attract")                                                                          \
    X(LANGUAGES, "languages")                                                                      \
    X(QUESTION, "question")                                                                        \
    X(THANKS, "thanks")                                                                            \
    X(GOODBYE, "goodbye")                                                                          \
    X(DISK_REFUSES, "disk_refuses")

/* GOODBYE: left without any answer: nothing was recorded, and the screen does not say so. */
enum page {
#define X(name, text) PAGE_##name,
    PAGE_MAP(X)
#undef X
        PAGES
};

/* A sheet that lies over a page. */
enum sheet { SHEET_NONE, SHEET_TIME, SHEET_HELP, SHEET_DISPLAY, SHEETS };

enum keyboard_layer {
    KEYBOARD_LETTERS,
    KEYBOARD_CAPITALS,
    KEYBOARD_SYMBOLS,
    KEYBOARD_ACCENTS,
    KEYBOARD_ACCENT_CAPITALS,
    KEYBOARD_LAYERS
};

enum effect_kind {
    FX_NONE,
    FX_SAVE,      /* journal_save with the kiosk's answers and words; closing as said */
    FX_END,       /* journal_end: close the open visit as it was last saved */
    FX_CALL_HELP, /* a person asked for help */
    FX_WOKEN,
    FX_STARTED, /* counters */
};

struct effect {
    enum effect_kind kind;
    bool closing;
    enum ending ending;
    int question; /* FX_SAVE: whose answer changed, for the record; -1 */
};

/* What a save under way leads to: the first when it is kept, see visit.c for when it is not. */
enum after_save {
    AFTER_SHOW, /* the question next_question */
    AFTER_THANKS,
    AFTER_GOODBYE, /* left after the disk refused: nothing is claimed */
    AFTER_RESET,   /* nobody is there any more */
    AFTER_START,   /* an earlier visit had to be closed first */
};

/* Items of the Display sheet, values of TARGET_SETTING: "setting:larger", "setting:contrast". */
enum setting { SETTING_LARGER, SETTING_CONTRAST, SETTINGS };

struct kiosk {
    const struct program *program;
    const struct program *next_program; /* taken up at the next reset */
    bool has_next_program;
    enum page page;
    enum page came_from; /* PAGE_LANGUAGES: where it returns to */
    enum sheet sheet;
    int question;         /* PAGE_QUESTION: which item; else -1 before the first */
    uint8_t language;     /* index among those offered */
    bool large, contrast; /* Display: for this person only */
    struct answers answers;
    char words[SURVEY_COMMENTS_MAX][KIOSK_WORDS_BYTES];   /* as sent with Continue */
    char writing[SURVEY_COMMENTS_MAX][KIOSK_WORDS_BYTES]; /* being written, dropped at time-out */
    enum keyboard_layer layer;
    bool woken;              /* somebody has touched since the reset */
    bool any_saved;          /* this visit has something in the journal */
    bool saving;             /* a save is under way: touches are ignored */
    struct effect under_way; /* that save; kept on PAGE_DISK_REFUSES to be tried again */
    enum after_save after;
    int next_question;
    bool unclosed; /* the journal could not close an earlier visit */
    enum ending unclosed_ending;
    struct target pressed;      /* shown as pressed: a finger is on it */
    struct target pending;      /* shown as pressed: what the save under way belongs to */
    msec last_touch;            /* idling runs from here */
    msec clears_at;             /* when the screen clears by itself; NEVER for not yet */
    msec deadline;              /* when EV_TICK is wanted next; NEVER for not */
    msec quiet_until;           /* presses before this are double taps ... */
    struct target quiet_target; /* ... on this target; on any when it is TARGET_NONE */
};

enum event_kind {
    EV_TICK,
    EV_PRESS,     /* a finger came down on target (TARGET_NONE: beside all) */
    EV_SLIDE_OFF, /* it left the target: cancelled */
    EV_RELEASE,   /* it went up on the same target */
    EV_SAVED,
    EV_SAVE_FAILED,
    EV_PROGRAM,   /* a new program (borrowed): taken up on the attract screen only */
    EV_CHARACTER, /* on the writing screen, from real keys: target.value; 8 deletes */
};

struct event {
    enum event_kind kind;
    struct target target;
    const struct program *program;
};

void kiosk_init(struct kiosk *kiosk, const struct program *program);
struct effect kiosk_step(struct kiosk *kiosk, struct event event, msec now);

/* Whole seconds until the screen clears, for the time sheet and thanks; 0 when it will not. */
uint32_t kiosk_seconds_left(const struct kiosk *kiosk, msec now);

/* The words being written on this question, and how many characters are left. */
const char *kiosk_writing(const struct kiosk *kiosk);
uint32_t kiosk_characters_left(const struct kiosk *kiosk);
/* Is there a way back from this question? Not from the first one once something is recorded. */
bool kiosk_can_go_back(const struct kiosk *kiosk);
/* Does this question wait for Continue (checkbox, comment, information)? */
bool kiosk_has_continue(const struct kiosk *kiosk);
/* Are there words on the screen that Continue has not sent yet? */
bool kiosk_has_unsent_words(const struct kiosk *kiosk);

/* "answer:very_good", "key:a", "language:cy" and back. The name is what `run --script` says. */
void target_name(const struct kiosk *kiosk, struct target target, char *ret, size_t size);
const char *page_name(enum page page);
