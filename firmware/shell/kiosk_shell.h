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
    int width, height; /* 0: the whole screen */
    bool practice, trace;
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

    /* Remembering. */
    struct courier_state *state;
    struct journal *journal;          /* NULL before enrolment */
    struct journal_identity identity; /* as the journal was opened */
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
/* What can wait until nobody touches. */
void keep_tidy(struct shell *shell);
/* The courier's state has changed: purge what is acknowledged, know the time. */
void keep_courier_news(struct shell *shell);

/* kiosk_news.c: enrolment and bundles. */
MUST_CHECK bool news_start(struct shell *shell, struct err *err);
/* Reads DIR/courier/state again. */
void news_state(struct shell *shell);
/* After each step: a program that was taken up is made durable as the active one. */
void news_settle(struct shell *shell);
