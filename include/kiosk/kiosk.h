#pragma once
/*
 * The whole behaviour of the screen as a function on values: kiosk_step(kiosk, event, now) ->
 * effect. No clock, no I/O, no allocation: a week of use replays in a moment, and a bug report is a
 * list of events. Effects come back as events: FX_SAVE is answered by EV_SAVED or EV_SAVE_FAILED.
 */
#include "clock.h"
#include "notices.h"
#include "response.h"
#include "staff.h"
#include "stops.h"
#include "venue_profile.h"
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
    const struct venue_profile *venue;    /* NULL: it has chosen nothing; see program_venue */
    const struct notices *notices;        /* NULL: none */
    bool practice;                        /* a ribbon on every screen; nothing counts */
    uint32_t idle_ms, warn_ms, thanks_ms; /* 0: the defaults, 60 s, 24 s, 8 s */
    bool speaks[KIOSK_LANGUAGES_MAX];     /* there are clips to read this language aloud */
    int32_t review_day, closing_day;      /* of the survey, in local days; 0: none */
};

#define PAGE_MAP(X)                                                                                \
    X(NOT_ENROLLED, "not_enrolled")                                                                \
    X(NO_SURVEY, "no_survey")                                                                      \
    X(ATTRACT, "attract")                                                                          \
    X(LANGUAGES, "languages")                                                                      \
    X(QUESTION, "question")                                                                        \
    X(THANKS, "thanks")                                                                            \
    X(GOODBYE, "goodbye")                                                                          \
    X(DISK_REFUSES, "disk_refuses")                                                                \
    X(CLOSED, "closed")                                                                            \
    X(PAUSED, "paused")                                                                            \
    X(ASLEEP, "asleep")                                                                            \
    X(REVOKED, "revoked")                                                                          \
    X(CLEANING, "cleaning")                                                                        \
    X(SETUP_CODE, "setup_code")                                                                    \
    X(SETUP_HUB, "setup_hub")                                                                      \
    X(SETUP_WAIT, "setup_wait")                                                                    \
    X(STAFF_PIN, "staff_pin")                                                                      \
    X(STAFF_RECOVERY, "staff_recovery")                                                            \
    X(STAFF_MENU, "staff_menu")                                                                    \
    X(STAFF_PAUSE, "staff_pause")                                                                  \
    X(STAFF_BACK_AT, "staff_back_at")                                                              \
    X(STAFF_STICK, "staff_stick")                                                                  \
    X(STAFF_SAID, "staff_said")                                                                    \
    X(STAFF_MORE, "staff_more")                                                                    \
    X(STAFF_LANGUAGES, "staff_languages")                                                          \
    X(STAFF_SOUND, "staff_sound")                                                                  \
    X(STAFF_HOURS, "staff_hours")                                                                  \
    X(STAFF_TEST, "staff_test")                                                                    \
    X(STAFF_LOG, "staff_log")                                                                      \
    X(STAFF_TURN, "staff_turn")                                                                    \
    X(STAFF_ADJUST, "staff_adjust")                                                                \
    X(PRIVACY, "privacy")                                                                          \
    X(TAKING_PART, "taking_part")

/* GOODBYE: left without any answer: nothing was recorded, and the screen does not say so. CLOSED:
 * the survey's closing date has passed. ASLEEP: outside the opening hours. */
enum page {
#define X(name, text) PAGE_##name,
    PAGE_MAP(X)
#undef X
        PAGES
};

/* A sheet that lies over a page. */
enum sheet { SHEET_NONE, SHEET_TIME, SHEET_HELP, SHEET_DISPLAY, SHEET_LISTEN, SHEET_MENU, SHEETS };

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
    FX_CALL_HELP, /* tell staff; answered by EV_HELP_TOLD or EV_HELP_NOT_TOLD, or by nothing */
    FX_WOKEN,
    FX_STARTED,       /* counters */
    FX_LOOK,          /* answered by EV_STATUS */
    FX_PEOPLE,        /* what people said; answered by EV_PEOPLE */
    FX_CHECK_PIN,     /* what is typed, 1: as a recovery code; answered by EV_PIN */
    FX_CHECK_CODE,    /* what is typed, as an invitation's; answered by EV_CODE */
    FX_ENROL,         /* with staff.code, at the hub that is typed; answered by EV_TASK */
    FX_PROVISION,     /* by the file on a stick; answered by EV_TASK */
    FX_STICK,         /* answered by EV_TASK */
    FX_PRACTICE,      /* 1: a journal in memory from now on; 0: no more */
    FX_TRY_SETTINGS,  /* let them hold */
    FX_KEEP_SETTINGS, /* and outlive this program */
};

struct effect {
    enum effect_kind kind;
    bool closing;
    enum ending ending;
    int question; /* FX_SAVE: whose answer changed, for the record; -1 */
    int value;
};

/* What a save under way leads to: the first when it is kept, see visit.c for when it is not. */
enum after_save {
    AFTER_SHOW, /* the question next_question */
    AFTER_THANKS,
    AFTER_GOODBYE, /* left after the disk refused: nothing is claimed */
    AFTER_RESET,   /* nobody is there any more */
    AFTER_START,   /* an earlier visit had to be closed first */
    AFTER_STAFF,   /* somebody has opened the staff menu */
};

/* Items of the sheets, values of TARGET_SETTING: "setting:larger". ASSISTED: somebody helps. */
enum setting {
    SETTING_LARGER,
    SETTING_CONTRAST,
    SETTING_SPEECH,
    SETTING_VOLUME,
    SETTING_ASSISTED,
    SETTINGS
};

/* What has become of this person's call for help. NOT_TOLD: nobody could be told. */
enum help_call { HELP_NOT_CALLED, HELP_CALLING, HELP_TOLD, HELP_NOT_TOLD };

/* The keys of a keypad. One press, one event: held keys do not repeat. */
enum keypad { KEYPAD_UP, KEYPAD_DOWN, KEYPAD_SELECT, KEYPAD_REPEAT, KEYPAD_VOLUME, KEYPAD_KEYS };

/* Who moves the ring: nobody, a person with the keypad, or time itself for one with a switch. */
enum walker { WALKER_NONE, WALKER_KEYPAD, WALKER_SWITCH };

/* Where the ring is. */
struct focus {
    enum walker walker;
    struct target at; /* TARGET_NONE: on the screen's own words */
    uint8_t group;    /* that `at` stands in: where that goes, the ring stays in its group */
    bool whole;       /* round the whole group ... */
    bool inside;      /* ... or inside one that was entered */
    uint32_t places;  /* that the ring goes through in one round, as last seen */
    msec step_at;     /* WALKER_SWITCH: the next step */
};

/* What is to be heard now. A new serial ends what is being said. */
enum saying {
    SAYING_NOTHING,
    SAYING_SCREEN,
    SAYING_FOCUS,
    SAYING_TARGET, /* what became of `about`, which was chosen */
    SAYING_VOLUME,
    SAYING_TIME, /* how many seconds are left */
};

enum { VOLUME_STEPS = 8 };

struct listening {
    bool on;
    uint8_t volume; /* from 1 to VOLUME_STEPS */
    enum saying saying;
    struct target about;
    uint32_t serial;
    uint8_t reminded; /* of so many seconds, this second */
};

/* What outlives every visit: what staff have set, and what the shell has told. */
struct standing {
    struct local_settings settings;
    struct local_clock clock;
    const struct staff_status *status; /* borrowed; NULL until the first FX_LOOK is answered */
    const struct staff_said *said;     /* borrowed; NULL until the first FX_SAID is answered */
    bool revoked;                      /* the hub has said so, over its signature */
    bool has_pin;                      /* else the menu asks for none */
    bool disk_refuses;                 /* the last answer could not be recorded */
    bool headphones;                   /* are plugged in, as the machine has told */
    uint32_t tries;                    /* wrong PINs in a row, */
    msec pin_after;                    /* and none is taken before this */
    bool practising;
    msec practice_until, practice_ends; /* without a touch; whatever happens */
    bool unclosed;                      /* as the kiosk's, of the journal that was put aside to */
    enum ending unclosed_ending;        /* practise; taken up again when the practice is over */
};

struct kiosk {
    const struct program *program;
    const struct program *next_program; /* taken up at the next reset */
    bool has_next_program;
    enum page page;
    enum page came_from; /* PAGE_LANGUAGES: where it returns to */
    enum sheet sheet;
    int question; /* PAGE_QUESTION: which item; else -1 before the first */
    /* What does not fit at once is shown in parts: which one of the page, which one of the sheet.
     * How many there are depends on the panel: the view offers only those that there are. */
    uint32_t part, sheet_part;
    uint8_t language;     /* index among those offered */
    bool large, contrast; /* Display: for this person only */
    struct focus focus;
    struct listening voice;
    bool keypad_used, switch_used;
    struct target last_key; /* of keypad or switch, as TARGET_KEY; TARGET_NONE before the first */
    msec last_key_at;
    bool assisted; /* somebody helps this person to answer */
    enum help_call help;
    msec help_until;      /* HELP_CALLING: nobody has been told by then */
    uint32_t notice_turn; /* which of the notices is shown, modulo how many there are */
    msec notice_at;       /* when the next one takes its turn; NEVER for not by itself */
    uint32_t chance;      /* of the last event */
    bool drawn;           /* has this person been drawn yet ... */
    bool offers_equality; /* ... and are the equality questions offered? */
    bool short_of_room;   /* of the last event */
    bool keeps_no_words;  /* as it was when this person was drawn: none are asked for */
    struct answers answers;
    char words[SURVEY_COMMENTS_MAX][KIOSK_WORDS_BYTES];   /* as sent with Continue */
    char writing[SURVEY_COMMENTS_MAX][KIOSK_WORDS_BYTES]; /* being written, dropped at time-out */
    uint16_t behind_cursor; /* so many bytes of what is being written stand behind the cursor */
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
    msec now;                   /* of the last event */
    int left_at;                /* a visit has ended early, at this question; -1: none has */
    msec corner_at;             /* since when a finger holds the corner; NEVER: none does */
    enum page door_from;        /* PAGE_STAFF_PIN: where it returns to */
    uint8_t door_keys;          /* of the keys that open the door, so many have been pressed, */
    msec door_keys_at;          /* the last of them then */
    struct standing standing;
    struct staff staff;
};

enum event_kind {
    EV_TICK,
    EV_PRESS,     /* a finger came down on target (TARGET_NONE: beside all) */
    EV_SLIDE_OFF, /* it left the target: cancelled */
    EV_RELEASE,   /* it went up on the same target */
    EV_SAVED,
    EV_SAVE_FAILED,
    EV_PROGRAM,    /* a new program (borrowed): taken up on the attract screen only */
    EV_CHARACTER,  /* where something is typed, from real keys: target.value; 8 deletes */
    EV_KEYPAD,     /* target.value: which key */
    EV_SWITCH,     /* the one switch */
    EV_JACK,       /* headphones were plugged in */
    EV_UNPLUGGED,  /* and pulled out again */
    EV_SAID,       /* target.value: the serial of what has been said to its end */
    EV_OFF_CORNER, /* the finger that held the corner has left it */
    EV_CLOCK,      /* the wall clock as it is now known */
    EV_SETTINGS,   /* what stands in the file, when the program starts */
    EV_REVOKED,    /* target.value: whether the hub has revoked this kiosk */
    EV_TRIES,      /* target.value: wrong PINs before this program started; place.x: is there one */
    EV_STATUS,
    EV_PEOPLE, /* what people said */
    EV_PIN,    /* target.value: 1 right; else place.x wrong ones in a row */
    EV_CODE,   /* target.value: 1 when the code that is typed checks */
    EV_TASK,
    EV_PRACTICE,      /* what FX_PRACTICE asked for is done */
    EV_HELP_TOLD,     /* staff have been told that somebody here asks for help */
    EV_HELP_NOT_TOLD, /* nobody could be told */
};

struct event {
    enum event_kind kind;
    struct target target;
    const struct program *program;
    const struct stops *stops; /* of the screen that is shown (borrowed); NULL: nothing is shown */
    uint32_t chance; /* a random number, any of 32 bits: whom the equality questions are offered */
    bool short_of_room;       /* little is left on the disk: no words are asked for */
    struct touch_place place; /* EV_PRESS: where, in fractions of the picture */
    bool corner;              /* EV_PRESS: in the corner that opens the staff menu */
    struct local_clock clock;
    const struct local_settings *settings;
    const struct staff_status *status;
    const struct staff_said *said;
    struct task task;
};

/* What the venue chooses, or what holds where it has chosen nothing. */
const struct venue_profile *program_venue(const struct program *program);

void kiosk_init(struct kiosk *kiosk, const struct program *program);
struct effect kiosk_step(struct kiosk *kiosk, struct event event, msec now);

/* Is nothing that is answered now recorded? */
bool kiosk_is_practice(const struct kiosk *kiosk);
/* Is a member of staff at the screen, or has nobody anything to answer? */
bool kiosk_is_staff_page(enum page page);
/* At which question a visit has ended early since this was asked last; -1: none has. */
int kiosk_take_left(struct kiosk *kiosk);
/* How far the hold of the corner has come, of CORNER_STEPS; 0 while nothing of it shows. */
enum { CORNER_STEPS = 8 };
int kiosk_corner_step(const struct kiosk *kiosk);
/* Is what is typed on this page a secret, which no loudspeaker may tell the room (EN 301 549,
 * 5.1.3.8)? */
bool kiosk_types_secret(const struct kiosk *kiosk);
/* Setting up did not reach a hub: may a stick be carried there instead? */
bool setup_goes_by_stick(const struct kiosk *kiosk);
/* Seconds until another PIN is taken; 0: now. */
uint32_t kiosk_pin_wait(const struct kiosk *kiosk, msec now);
/* The local minute; false when nobody knows the time. */
bool kiosk_local_now(const struct kiosk *kiosk, int32_t *ret_day, uint16_t *ret_minute);
/* The hours of the local day; false when the venue is open at all times, or the time unknown. */
bool kiosk_hours(const struct kiosk *kiosk, uint16_t *ret_from, uint16_t *ret_to);
/* The staff menu's title and the sentence under it. */
struct verdict {
    enum wording_key title, more;
    struct staff_when since; /* for {when} in the title */
};
struct verdict kiosk_verdict(const struct kiosk *kiosk);
/* Where the mark that is to be touched is on the picture. */
struct touch_place kiosk_mark(const struct kiosk *kiosk);

/* Whole seconds until the screen clears, for the time sheet and thanks; 0 when it will not. */
uint32_t kiosk_seconds_left(const struct kiosk *kiosk, msec now);

/* The words being written on this question, and how many characters are left. */
const char *kiosk_writing(const struct kiosk *kiosk);
uint32_t kiosk_characters_left(const struct kiosk *kiosk);
/* Where the cursor stands in them, in bytes. */
size_t kiosk_cursor(const struct kiosk *kiosk);
/* Is there a way back from this question? Not from the first one once something is recorded. */
bool kiosk_can_go_back(const struct kiosk *kiosk);
/* Does this question wait for Continue (checkbox, comment, information)? */
bool kiosk_has_continue(const struct kiosk *kiosk);
/* Are there words on the screen that Continue has not sent yet? */
bool kiosk_has_unsent_words(const struct kiosk *kiosk);

/* The notice whose turn it is, of those that speak the language shown; NULL when none does. */
const struct notice *kiosk_notice(const struct kiosk *kiosk);
/* Does the page say how to do more than answer? Only the thanks can. */
bool kiosk_can_take_part(const struct kiosk *kiosk);

/* When the next touch or key is taken for one, and not for the echo of the last. */
msec kiosk_ready_at(const struct kiosk *kiosk);
/* Are words being written now? */
bool kiosk_is_writing(const struct kiosk *kiosk);
/* Can the screen be read aloud in the language that it shows? */
bool kiosk_speaks(const struct kiosk *kiosk);
/* How loud each person's voice begins: as staff have set it here, else as the venue has. */
uint8_t kiosk_usual_volume(const struct kiosk *kiosk);
/* Where the ring is on a screen of these stops; walker is WALKER_NONE when there is no ring. */
struct focus kiosk_focus(const struct kiosk *kiosk, const struct stops *stops);
/* How the answers are being given, for the record: by switch, else by keypad, else by listening,
 * else with larger text, else by touch alone. */
enum access_mode kiosk_access(const struct kiosk *kiosk);

/* "answer:very_good", "key:a", "language:cy" and back. The name is what `run --script` says. */
void target_name(const struct kiosk *kiosk, struct target target, char *ret, size_t size);
const char *page_name(enum page page);
