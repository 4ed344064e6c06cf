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

/* Is a visit in progress? */
bool journal_is_open(const struct journal *journal);

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
/* When nobody is touching, as often as one likes: writes the counters down twice an hour, and moves
 * a log that has grown, or is four hours old, into the file. May take tens of milliseconds then. */
MUST_CHECK bool journal_idle(struct journal *journal, struct err *err);
/* For a disk on which little is left: where most of a large file is what was deleted, and nobody is
 * answering, makes it as small as what is in it. *ret_smaller says whether. */
MUST_CHECK bool journal_shrink(struct journal *journal, bool *ret_smaller, struct err *err);
/* What is known of the time in this boot: a signed time at a moment re-classes the segment. */
MUST_CHECK bool journal_clock(struct journal *journal, enum clock_class clock, int64_t wall,
                              msec mono, struct err *err);
/* How many responses closed in the last so many minutes, as far as anybody knows. */
MUST_CHECK bool journal_newer(struct journal *journal, uint32_t minutes, uint64_t *ret,
                              struct err *err);
/* Calls `take` for each closed response that is still here, from seq `from` on, in order, at most
 * `limit` of them; `wall` is the minute in which it closed, INT64_MIN where nobody knows. Spans are
 * valid during the call. */
MUST_CHECK bool journal_each(struct journal *journal, uint64_t from, size_t limit,
                             void (*take)(void *context, const struct response *response,
                                          unix_seconds wall),
                             void *context, struct err *err);

/* Counters for the hub's participation figures; kept in memory, written by journal_idle (at the
 * latest after half an hour) and journal_close. A crash loses what was counted since. */
enum journal_counter { COUNT_WOKEN, COUNT_STARTED, COUNT_COMPLETED, COUNT_RESTARTS, COUNTERS };
void journal_count(struct journal *journal, enum journal_counter counter);
/* A touch that met nothing, by where on the screen it was (of HEALTH_REGIONS). */
void journal_count_dead(struct journal *journal, int region);
/* A visit that ended before the end of the survey, at this question of it. */
void journal_count_left(struct journal *journal, const struct digest *survey, int question);

/*
 * A stop that was none (the power went, a kill): everything is looked through once, `most`
 * responses in one call, between two touches. ERR_CORRUPT when something is damaged: close it,
 * journal_salvage, open it again.
 */
bool journal_needs_check(const struct journal *journal);
/* Asks for the same without such a stop: once a day, so that damage is found while a hub may still
 * have what it spoils. */
void journal_look_again(struct journal *journal);
MUST_CHECK bool journal_check(struct journal *journal, size_t most, bool *ret_done,
                              struct err *err);

/* Makes a new file of what can be read of a damaged one, which stays beside it as
 * journal.sqlite.broken. Nobody has it open. Where the chain is cut, a new life begins, and what
 * was read waits until the hub says how much of the old one it has: journal_settle_stranded. */
struct journal_salvaged {
    uint64_t kept, lost; /* responses */
    bool new_life;
};
MUST_CHECK bool journal_salvage(const char *data, const struct journal_identity *identity,
                                struct journal_salvaged *ret, struct err *err);

/*
 * New lives. Not in the middle of a visit: ERR_LATER, and nothing changes.
 */

/* Numbers what lies behind receipt->through anew, as the beginning of this life; the hub has the
 * rest, which is kept for the retention. The receipt must be of the present life. */
MUST_CHECK bool journal_begin_life(struct journal *journal, uint64_t life,
                                   const struct journal_receipt *receipt, struct err *err);
/* The hub was set back, and lacks responses of this life that are no longer kept: numbers all that
 * are anew, as the beginning of another life, whose name follows from the first of them. */
MUST_CHECK bool journal_begin_kept(struct journal *journal, struct err *err);
/* The life before this one, as long as the courier may still speak of it; 0 for none. */
uint64_t journal_former_life(const struct journal *journal);
/* How many responses wait to know whether the hub has them. */
MUST_CHECK bool journal_stranded(struct journal *journal, uint64_t *ret, struct err *err);
/* The hub has the life before this one through that point: what waits behind it goes on in this
 * one. */
MUST_CHECK bool journal_settle_stranded(struct journal *journal, const struct chain_point *known,
                                        struct err *err);

/* Staff let the kiosk be enrolled anew, in another programme too: the next identity with which the
 * journal is opened is taken up, and with it what no hub has acknowledged, or, when the hub is gone
 * for good, all that is kept. The receipt says what is acknowledged; may be empty. */
enum journal_take { TAKE_UNSENT, TAKE_ALL };
MUST_CHECK bool journal_let_move(struct journal *journal, enum journal_take take,
                                 const struct journal_receipt *receipt, struct err *err);

/* What that takes along, and what stays as the old hub's. */
struct journal_leaving {
    uint64_t along, behind;
};
MUST_CHECK bool journal_leaving(struct journal *journal, struct journal_leaving *ret,
                                struct err *err);

MUST_CHECK bool journal_status(struct journal *journal, struct journal_status *ret,
                               struct err *err);
