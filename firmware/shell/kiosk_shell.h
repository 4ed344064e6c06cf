#pragma once
/* What the files of `yousaid-kiosk run` share: the one program state, and the parts of its loop. */
#include "journal.h"
#include "kiosk_gesture.h"
#include "kiosk_holding.h"
#include "kiosk_link.h"
#include "kiosk_script.h"

struct shell_options {
    const char *data;   /* NULL: a desk look with --survey */
    const char *survey; /* NULL: what the courier brought */
    const char *script;
    struct panel_size window; /* all 0: the whole screen */
    bool practice, trace;
    bool require_seal; /* no screen at all rather than one that could use a network */
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
    struct gesture gesture;
    struct script script;
    struct buf traced; /* the last trace line */

    /* Asking. */
    struct kiosk kiosk;
    struct holding *held, *coming; /* what is asked, and what is asked after this visit */
    struct active active;          /* the newest that was ever asked: never an older one again */

    /* Remembering. */
    struct courier_state *state;
    struct trust trust;
    struct journal *journal; /* NULL before enrolment */
    struct link link;
    int lock, signals;
    msec chores_at; /* NEVER: nothing to tidy */
    bool ended;
};

/* kiosk_run.c: the event, and whatever follows from it. */
void shell_give(struct shell *shell, struct event event);

/* kiosk_show.c: draws the kiosk as it is and shows what changed. */
void shell_show(struct shell *shell);
/* Prints the screen, when it is another than the last one printed. */
void shell_trace(struct shell *shell);

/* kiosk_keep.c: the journal. */
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
