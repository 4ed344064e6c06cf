#pragma once
/*
 * The kiosk's durable record. The screen process alone writes it: one commit and one fsync a tap,
 * one row, no second index. What is on the screen as recorded is here. DIR/screen/journal.sqlite.
 */
#include "chain.h"
#include "clock.h"
#include "receipt.h"

struct journal; /* opaque; one thread */

/* Whose journal it is, and what to seal to. Life, kiosk and programme are pinned when the journal
 * is made; of the keys, that of the highest statement stays. */
struct journal_identity {
    uint64_t life;
    struct public_key kiosk;
    struct public_key programme;
    bool has_words_key, has_counts_key;
    struct box_public words_key;
    struct box_public counts_key;
    uint64_t words_statement, counts_statement; /* the statements that introduced them */
};

/* A visit in progress, as the kiosk holds it. Words are plain here and sealed before they are
 * written. */
struct draft {
    const struct survey *survey;
    struct digest survey_digest;
    struct digest bundle;
    char language[LANGUAGE_TAG_MAX + 1];
    enum access_mode access;
    bool assisted;
    struct answers answers;
    const char *words[SURVEY_COMMENTS_MAX]; /* NULL or ""; by question.comment */
};

struct recorded {
    uint64_t seq;
    uint32_t revision; /* from 1, rises with each commit of this response */
    bool closed;
};

struct journal_status {
    struct chain_point last;   /* behind the last closed response */
    struct chain_point purged; /* behind the last one deleted */
    uint64_t closed_answers;   /* as in journal_outbox.h, of all closed responses */
    uint64_t responses_today;  /* closed in the last 24 hours of this boot or by believed date */
    bool open;                 /* a visit is in progress */
    uint32_t slowest_ms;       /* slowest commit since the program started */
};

/* Opens or makes DIR/screen/journal.sqlite (WAL, FULL, secure_delete), migrates it, closes a visit
 * that a crash left open (ENDING_CRASHED) and begins a new boot segment when the machine has booted
 * since. A journal of another life or programme, or of a newer program, is ERR_REFUSED; while
 * another program has it open, ERR_LATER. */
MUST_CHECK bool journal_open(const char *data, const struct journal_identity *identity,
                             struct journal **ret, struct err *err);
/* The same in memory: for practice; nothing counts, nothing is kept. */
MUST_CHECK bool journal_open_practice(const struct journal_identity *identity, struct journal **ret,
                                      struct err *err);
/* The visit that opening closed after a crash; seq 0 when there was none. */
struct recorded journal_recovered(const struct journal *journal);
/* Whose journal it is, with the keys of the highest statements that it has ever seen. */
struct journal_identity journal_identity(const struct journal *journal);
/* Seals to these keys from now on (a new words key came, or the first); one of no higher statement
 * than the one in use changes nothing. Not in the middle of a visit: false, and nothing changes. */
MUST_CHECK bool journal_set_keys(struct journal *journal, const struct journal_identity *identity);
void journal_close(struct journal *journal); /* NULL is fine */

/* Saves the visit as it now stands: the first call opens response seq + 1, later ones rewrite its
 * row, `closing` numbers and chains it in the same commit. Durable on return (one fsync). ERR_FULL
 * or ERR_LATER when the disk refuses: nothing changed. */
MUST_CHECK bool journal_save(struct journal *journal, const struct draft *draft, bool closing,
                             enum ending ending, struct recorded *ret, struct err *err);
/* Closes the open visit as it was last saved (time-out, leave). True with ret->seq 0 when none is
 * open. */
MUST_CHECK bool journal_end(struct journal *journal, enum ending ending, struct recorded *ret,
                            struct err *err);

/* What a receipt says: how far the hub has this life, and which of it it has set aside. */
struct journal_receipt {
    struct chain_point through;
    const struct refusal *refused; /* borrowed; in any order */
    size_t refused_count;
};
/* Deletes responses that are acknowledged and older than the retention, keeping the chain's point;
 * a few thousand at most in one call. What the hub has set aside is set aside here too, with the
 * reason, and never deleted. ERR_REFUSED when what is acknowledged is not this journal's: a fork (a
 * copied card, or one that was set back). */
MUST_CHECK bool journal_purge(struct journal *journal, const struct journal_receipt *receipt,
                              uint32_t keep_minutes, size_t *ret_deleted, struct err *err);
/* When nobody is touching, as often as one likes: moves a log that has grown, or is half an hour
 * old, into the file, and writes the counters with it. May take tens of milliseconds then. */
MUST_CHECK bool journal_idle(struct journal *journal, struct err *err);
/* What is known of the time in this boot: a signed time at a moment re-classes the segment. */
MUST_CHECK bool journal_clock(struct journal *journal, enum clock_class clock, int64_t wall,
                              msec mono, struct err *err);
/* Counters for the hub's participation figures; kept in memory, written by journal_idle (at the
 * latest after half an hour) and journal_close. A crash loses what was counted since. */
enum journal_counter { COUNT_WOKEN, COUNT_STARTED, COUNT_COMPLETED, COUNT_RESTARTS, COUNTERS };
void journal_count(struct journal *journal, enum journal_counter counter);

MUST_CHECK bool journal_status(struct journal *journal, struct journal_status *ret,
                               struct err *err);
