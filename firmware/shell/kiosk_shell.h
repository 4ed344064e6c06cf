#pragma once
/* What the files of `yousaid-kiosk run` share: the one program state, and the parts of its loop. */
#include "journal.h"
#include "kiosk_gesture.h"
#include "kiosk_holding.h"
#include "kiosk_link.h"
#include "kiosk_pin.h"
#include "kiosk_script.h"
#include "kiosk_voice.h"
#include "motion.h"

struct shell_options {
    const char *data; /* NULL: a desk look with --survey */
    struct desk desk; /* its survey NULL: what the courier brought */
    const char *script;
    const char *speech;       /* a folder of speech packs for a look at a desk; NULL: none */
    const char *fonts;        /* a folder of fonts; NULL: the system's */
    struct panel_size window; /* all 0: the whole screen */
    int panel_mm;             /* of the panel's longer side, as measured; 0: as the panel says */
    const char *edid;         /* the folder in which panels say how large they are */
    bool practice, trace;
    bool require_seal; /* no screen at all rather than one that could use a network */
    const char *stick; /* the folder in which a USB stick appears as a folder of its own */
};

struct shell {
    struct shell_options options;

    /* Seeing and touching. */
    struct paint *paint;
    struct panel *panel;
    struct text_measure measure;
    struct panel_size size;
    struct scene *shown, *next; /* what is on the panel, and room for what comes */
    bool drawn;                 /* `shown` really is on the panel */
    struct motion motion;
    msec frame_at;      /* something moves, and is drawn again then; NEVER: nothing does */
    struct stops stops; /* of what is shown */
    struct gesture gesture;
    struct script script;
    struct buf traced; /* the last trace line */

    /* Being heard. */
    struct voice *voice; /* NULL until there is something to say */
    struct spoken spoken;
    uint32_t heard_serial; /* of what was said last */
    enum voice_sound sound;

    /* Asking. */
    struct kiosk kiosk;
    struct holding *held, *coming; /* what is asked, and what is asked after this visit */
    struct active active;          /* the newest that was ever asked: never an older one again */

    /* Remembering. */
    struct courier_state *state;
    struct trust trust;
    struct journal *journal;   /* NULL before enrolment */
    struct journal *practised; /* while staff practise: in memory, of nobody */
    struct link link;
    int lock, signals, jack; /* jack: of the headphones; -1: none */
    msec chores_at;          /* NEVER: nothing to tidy */
    msec opened_at;          /* the journal */
    msec looked_at;          /* when it was last asked to be looked through */
    uint32_t heard_attempt;  /* of the courier, at whose word it was looked through */
    bool life_waits;         /* for a moment in which nobody answers */
    bool short_of_room;      /* no words are asked for */
    bool purges;             /* there may be more that need not be kept */
    bool damaged;            /* the journal, as some errand has found out: it is mended next */
    bool ended;

    /* The staff's own. */
    struct pin_worker *pin;
    struct pin_hashes hashes;
    struct staff_status status;
    struct staff_said said;
    struct people *people; /* looking through the journal; NULL: not now */
    enum clock_class clock;
    msec clock_at;        /* the wall clock is looked at again; NEVER: nobody goes by it */
    int light, own_light; /* percent, as set and as found; -1: not known */
    bool revoked;
};

/* kiosk_effects.c: the event, and whatever follows from it; what the courier says of a call. */
void shell_give(struct shell *shell, struct event event);
void help_heard(void *self, const char *message);

/* kiosk_pitch.c: the panel's size in pixels, and how many of them are an inch. Asked when the
 * screen is opened, turned, or another one, and before each person: the panel may have been
 * changed. */
void pitch_ask(struct shell *shell);

/* kiosk_show.c: draws the kiosk as it is and shows what changed. */
void shell_show(struct shell *shell);
/* Prints the screen, when it is another than the last one printed. */
void shell_trace(struct shell *shell);
/* Prints a sentence that is about to be said. */
void trace_said(const char *text, const char *language);

/* kiosk_staff.c: what the staff screens ask for. */
MUST_CHECK bool staff_start(struct shell *shell, struct err *err); /* before anything is shown */
void staff_begin(struct shell *shell);                             /* once the kiosk is there */
void staff_finish(struct shell *shell);
/* The courier's state or the bundle has changed. */
void staff_news(struct shell *shell);
void staff_clock(struct shell *shell);
void staff_pin_answer(struct shell *shell);
/* The panel's light follows the screen. */
void staff_light(struct shell *shell);
struct effect staff_look(struct shell *shell, struct effect effect);
struct effect staff_check_pin(struct shell *shell, struct effect effect);
struct effect staff_check_code(struct shell *shell, struct effect effect);
struct effect staff_practise(struct shell *shell, struct effect effect);
struct effect staff_settings(struct shell *shell, struct effect effect);

/* kiosk_status_now.c: how the kiosk does, for the staff menu. */
void status_now(struct shell *shell, struct staff_status *ret);
/* The venue's local minute of a moment. */
struct staff_when status_when(const struct shell *shell, unix_seconds moment);

/* kiosk_tasks.c: what the courier does for the staff screens. */
struct effect task_enrol(struct shell *shell, struct effect effect);
struct effect task_provision(struct shell *shell, struct effect effect);
struct effect task_stick(struct shell *shell, struct effect effect);
void task_heard(void *self, const char *message);

/* kiosk_people.c: what people said on days that are over. */
struct effect people_ask(struct shell *shell, struct effect effect);
void people_go_on(struct shell *shell);
void people_stop(struct shell *shell);

/* kiosk_keep.c: the journal. */
/* Who this kiosk is by what the courier and the programme say. */
struct journal_identity keep_identity(const struct shell *shell);
/* Does nothing that is answered now count? */
bool keep_is_practice(const struct shell *shell);
MUST_CHECK bool keep_practise(struct shell *shell, struct err *err);

MUST_CHECK bool keep_open(struct shell *shell, struct err *err);
/* Does what FX_SAVE or FX_END ask for, prints what is durable now; false when the disk refuses. */
bool keep_effect(struct shell *shell, struct effect effect);
/* The program ends while somebody is answering: what is stored of the visit is one that was left,
 * no crash. True when there was such a visit. */
bool keep_leave(struct shell *shell);
/* What can wait until nobody touches. */
void keep_tidy(struct shell *shell);
/* The courier's state has changed: know the time, purge what is acknowledged, take newer keys. */
void keep_courier_news(struct shell *shell);
/* Is this state that of the life and the programme that the journal has pinned? */
MUST_CHECK bool keep_knows(const struct shell *shell, const struct courier_state *state,
                           struct err *err);

/* kiosk_news.c: enrolment and bundles. */
/* Opens the journal too, which says whom to believe. */
MUST_CHECK bool news_start(struct shell *shell, struct err *err);
/* Reads DIR/courier/state again. */
void news_state(struct shell *shell);
/* After each step: a program that was taken up is made durable as the active one. */
void news_settle(struct shell *shell);
