#pragma once
/* What the files of this room share. */
#include "bundle_file.h"
#include "courier.h"
#include "leaning.h"
#include "stick_socket.h"

enum { COURIER_PATH_MAX = 4096, COURIER_FOLDER_MODE = 02750 };

/* The courier's own folder inside DIR. */
#define COURIER_FOLDER "courier"

/* Calls for help that the hub has yet to hear of. They are news of this moment, so they are kept in
 * memory alone. */
struct courier_help {
    bool takes;     /* the hub said with its last answer that it takes them */
    uint32_t asked; /* how often, since it was told */
    msec last;      /* when somebody asked last */
    msec told;      /* when the hub was told last; 0: never */
};

struct courier {
    char data[COURIER_PATH_MAX - 200]; /* DIR; the rest is room for the names inside */
    struct courier_world world;
    struct courier_settings settings;
    struct courier_state state;
    struct outbox outbox; /* self NULL and read NULL: none yet */
    struct secret_key key;
    bool has_key;
    bool small_packets;      /* something was not answered since this program started */
    bool miscounted;         /* the journal's sums and its responses do not agree */
    uint64_t shown_serial;   /* of a bundle that the hub had forgotten and was shown */
    bool older;              /* a copy that speaks of a life before the present one */
    msec older_due;          /* when the hub is asked how far it has those */
    bool set_back;           /* it has shown that it was, since it was asked last */
    bool ask_first;          /* progress was lost: ask how far the hub is before sending anything */
    uint32_t last_segment;   /* the present boot's, as last seen; saves walking those before it */
    size_t batch;            /* responses to try in the next batch */
    uint32_t retry_after;    /* what the last answer asked for, seconds */
    msec not_before;         /* back-off */
    struct leaning *leaning; /* of its transport: copies share it */
    int stop_fd;
    const char *stick_socket; /* of yousaid-stick, borrowed; NULL: nobody is asked about sticks */
    const char *bell;         /* the program that calls staff, borrowed; NULL: none */
    struct courier_help help;
    int lock_fd;
    char notice[400];
    const char *fault; /* of the last enrolment or stick */
    void (*told)(void *self, uint32_t done, uint32_t total);
    void *told_self;
    struct span extra_ca; /* PEM that an enrolment under way was given beside its code */
    bool beyond_reach;    /* no hub was found by the last enrolment */
};

/* courier_files.c: paths, the state file and its twin, the key */

/* DIR/courier/NAME, or just the folder for "". */
MUST_CHECK bool courier_path(const char *data, const char *name, char ret[COURIER_PATH_MAX],
                             struct err *err);
/* What loading found. */
enum state_found { STATE_NEW, STATE_WHOLE, STATE_RECOVERED };
MUST_CHECK bool courier_state_find(const char *data, struct courier_state *ret,
                                   enum state_found *ret_found, struct err *err);
/* Writes the identity twin: the state as enrolment made it, without progress. */
MUST_CHECK bool courier_identity_save(const char *data, const struct courier_state *state,
                                      struct err *err);
/* Reads DIR/courier/key, or makes one (0600, never over another) when `make` is true. */
MUST_CHECK bool courier_key_load(const char *data, bool make, struct secret_key *ret,
                                 struct err *err);

/* courier_blobs.c */
MUST_CHECK bool courier_blob_path(const char *data, const struct digest *name, const char *suffix,
                                  char ret[COURIER_PATH_MAX], struct err *err);
/* A manifest that is here, as one of the hubs known here has signed it. */
MUST_CHECK bool courier_manifest_open(const struct courier *courier, const struct digest *name,
                                      struct manifest *ret, struct err *err);
bool courier_is_survey(struct span bytes);
/* The same, and true when there is no memory to find out: what is deleted is gone. */
bool courier_may_be_survey(struct span bytes);

/* courier_proof.c */

MUST_CHECK bool courier_receipt_save(const char *data, struct span message, struct err *err);
/* Adds those that are not there yet. */
MUST_CHECK bool courier_statements_add(const char *data, const struct span *messages, size_t count,
                                       struct err *err);

/* courier_refused.c */

/* Each number once: courier_refused_forget before it may come again. */
void courier_refused_add(struct courier_state *state, const struct refusal *refusal);
/* What lies behind `after` will be judged anew. */
void courier_refused_forget(struct courier_state *state, uint64_t after);

/* courier_trust.c */

/* Takes over what a statement introduces; verified with the programme key. CA certificates are
 * appended as PEM to ret_ca. Kinds that are no kiosk's business pass unnoticed. */
MUST_CHECK bool courier_trust_statement(struct courier_state *state, struct span message,
                                        struct buf *ret_ca, struct err *err);
/* Writes DIR/courier/ca.pem: what stands there already and is wanted, then what is new. */
MUST_CHECK bool courier_trust_save_ca(const char *data, bool keep_old, struct span pem,
                                      bool *ret_changed, struct err *err);

/* courier_bundle.c */

/* Where the parts of a bundle come from. */
struct bundle_source {
    /* Keeps a part that the manifest names in DIR/courier/blobs, once it is what its name says. */
    bool (*bring)(void *self, const struct blob_name *blob, enum attempt_outcome *ret_outcome,
                  struct err *err);
    /* Is that all that there was? NULL: nobody need ask. */
    bool (*end)(void *self, enum attempt_outcome *ret_outcome, struct err *err);
    void *self;
    bool in_turn; /* each part is asked for, here already or not, in the manifest's order */
};
/* Takes a bundle whose manifest is here, all of it or nothing. */
MUST_CHECK bool courier_bundle_take(struct courier *courier, uint64_t serial,
                                    const struct digest *name, const struct bundle_source *from,
                                    enum attempt_outcome *ret_outcome, struct err *err);
/* Fetches the bundle of that name whole, then makes it the current one. */
MUST_CHECK bool courier_bundle_fetch(struct courier *courier, uint64_t serial,
                                     const struct digest *name, enum attempt_outcome *ret_outcome,
                                     struct err *err);

/* courier_bundle_carried.c */

/* Takes what lies in an open folder for this kiosk, when it is newer than what is held, and says in
 * *ret what became of it. Whatever is wrong with it is no reason not to save to the stick. */
void courier_bundle_carried(struct courier *courier, int folder, struct courier_stick *ret);

/* courier_enrol.c */

/* An invitation that is being used. The code itself is kept nowhere. */
struct enrolling {
    char hub_url[COURIER_URL_MAX];
    uint16_t invitation;
    struct digest key; /* a secret */
    struct span ca;    /* PEM that came with the code; borrowed */
};
/* The request, in the same bytes however often it is made. Makes the kiosk's key if there is none.
 */
MUST_CHECK bool courier_enrol_ask(struct courier *courier, const struct enrolling *with,
                                  struct buf *ret_message, struct err *err);
/* Judges the hub's answer to it and keeps what it brings: from then on this kiosk is enrolled, and
 * *ret names its first bundle. */
MUST_CHECK bool courier_enrol_answered(struct courier *courier, const struct enrolling *with,
                                       struct span message, struct enrol_reply *ret,
                                       struct err *err);

/* courier_pending.c: an invitation whose hub could not be reached, DIR/courier/pending (0600) */

enum { PENDING_BYTES_MAX = 40 * 1024 };
MUST_CHECK bool courier_pending_save(const struct courier *courier, const struct enrolling *with,
                                     struct err *err);
/* ERR_MISSING when there is none. What ret borrows is in `bytes`, which is a secret. */
MUST_CHECK bool courier_pending_load(const struct courier *courier, struct buf *bytes,
                                     struct enrolling *ret, struct err *err);
void courier_pending_forget(const struct courier *courier);

/* courier_enrol_carried.c */

enum carried_answer { FOUND_NOTHING, FOUND_ANSWER, FOUND_WRONG };
/* Looks for the answer to a pending invitation, and for the bundle beside it. FOUND_ANSWER: this
 * kiosk is enrolled; err says what is wrong with the bundle, when the fault says that something is.
 */
enum carried_answer courier_enrol_find(struct courier *courier, const char *folder,
                                       struct err *err);
/* Writes the question of the pending invitation there; always false: err says what people are to
 * do. */
bool courier_enrol_carry(struct courier *courier, const char *folder, struct err *err);

/* courier_again.c */

/* How many responses went onto a stick again; 0: a hub has them. */
MUST_CHECK bool courier_again_save(const char *data, uint64_t count, struct err *err);

/* courier_stick_clear.c */

enum { STICK_ENTRIES_MAX = 10000, STICK_NAME_MAX = 120 };
/* Removes from a stick what this kiosk wrote and no longer needs, and what was laid there for it
 * and is done with; never anybody else's. `idle`: it has nothing more to say, so that what lies
 * beside its batches may go with the last of them. How many of its batches
 * are left that it needs. */
size_t courier_stick_clear(const struct courier *courier, int folder, bool idle);

/* courier_stick.c */

/* The name of a batch of these responses, or of what belongs to it. */
void courier_batch_name(const struct courier *courier, uint64_t life, uint64_t from, uint64_t to,
                        const char *kind, char ret[STICK_NAME_MAX]);
/* Asks yousaid-stick, where there is one, that the folder may be written. */
MUST_CHECK bool courier_stick_borrow(const struct courier *courier, const char *folder,
                                     struct stick_loan *ret, struct err *err);
/* courier_help.c */

void courier_help_asked(struct courier *courier);
/* How often help was asked for, as this batch is to tell it; 0 also where the hub would not read
 * that, and when it is long ago. */
uint32_t courier_help_untold(struct courier *courier);
/* The hub has kept a batch that told of so many. */
void courier_help_told(struct courier *courier, uint32_t count);
/* When the hub should hear of it; NEVER when there is nothing, or nobody who listens. */
msec courier_help_due(const struct courier *courier);

/* courier_tidy.c */

enum { COURIER_OLD_SURVEYS_MAX = 64 };
/* Removes blobs that nothing can ask for any more. */
void courier_tidy(const struct courier *courier);
/* The same where room runs out: those of the bundle before go too, and what a cut fetch left of any
 * but the one that is coming; all zero: none is. */
void courier_make_room(const struct courier *courier, const struct digest *coming);

/* courier_exchange.c */

/* How a batch's making and a reply's judging went. */
struct exchange {
    struct nonce nonce;
    struct chain_point before, after; /* of the batch */
    struct chain_point purged, last;  /* of the journal; equal to before when there is none */
    bool has_journal;
    struct outbox_lives lives;
    bool asks_former; /* asks how far the hub has the life before the journal's present one */
    size_t most;      /* responses that fit beside the origins that they need */
    size_t count;     /* responses in the batch */
    struct counters counted; /* the journal's counters as told in it, */
    uint32_t helped;         /* and how often help was asked for */
    bool room_is_short;      /* and that so little is left */
    uint64_t acknowledged, refused;
    bool heard; /* the hub's reply says how far it has this life: */
    uint64_t hub_has;
    bool lacks; /* a receipt off a stick says that the hub has less than it once acknowledged: */
    struct chain_point lacks_from; /* what lies behind this */
    bool new_life;                 /* and that it has another history: a life was given out */
    bool again;                    /* the hub's reply asks for another exchange at once */
    bool miscounted;  /* its responses do not hold what the journal says, which it does not tell yet
                       */
    bool turned_away; /* the hub says, unsigned, that it does not know this kiosk */
    bool revoked;     /* a receipt all the same: what was recorded before that day counts */
    bool lacks_survey; /* it will not take responses to this one until it has it */
    struct digest survey;
    uint64_t bundle_serial; /* what the hub offers */
    struct digest bundle;
    char remark[200]; /* for the log: what the reply said beside the receipt */
};

/* Makes a batch of what lies behind the watermark, or behind `from`, another point of our own
 * chain, when that is not NULL. On failure ret_outcome says FORK or BROKEN. */
MUST_CHECK bool exchange_make(struct courier *courier, size_t limit, const struct chain_point *from,
                              struct exchange *ret, struct buf *ret_message,
                              enum attempt_outcome *ret_outcome, struct err *err);
/* Judges a reply and moves the state accordingly. Only a reply that echoes `nonce` may lower the
 * watermark, bring news and give orders; a receipt that came by stick answers some earlier batch
 * and can only raise the watermark and the clock's floor. */
MUST_CHECK bool exchange_take(struct courier *courier, struct exchange *exchange,
                              struct span message, bool by_stick, enum attempt_outcome *ret_outcome,
                              struct err *err);
/* Where our own life stands behind response seq. False with FORK when it is not ours to know. */
MUST_CHECK bool exchange_point(struct courier *courier, const struct exchange *exchange,
                               uint64_t seq, struct chain_point *ret, struct err *err);

/* courier.c */

/* Sends one batch of at most so many responses, behind `from` when that is not NULL, and takes the
 * reply. */
enum attempt_outcome courier_exchange(struct courier *courier, size_t limit,
                                      const struct chain_point *from, struct exchange *ret,
                                      struct err *err);

/* courier_older.c */

/* When it is time to: asks the hub how far it has the lives before the present one, sends what it
 * lacks and is kept, and tells what is not. What fails is tried again with the next exchange. */
void courier_older_look(struct courier *courier);
/* Calls `see` for each life before the present one, in the order in which they ended, until it
 * returns false: with a copy that speaks of that life as of its own, and of which nothing is saved,
 * and the outbox turned to it. */
MUST_CHECK bool courier_older_each(struct courier *courier,
                                   bool (*see)(void *context, struct courier *other,
                                               const struct outbox_older *older),
                                   void *context, struct err *err);
/* The hub may have been set back, or a life has just ended. */
void courier_older_due(struct courier *courier);

/* courier_carried.c */

enum { CARRIED_MAX = 256 };
/* The batches of the present life that were written onto one stick. */
struct carried {
    struct nonce nonces[CARRIED_MAX];
    size_t count;
    uint64_t purged; /* what the journal had let go of by then */
};
/* Before those of earlier sticks, of which the newest are kept, CARRIED_MAX of all. */
MUST_CHECK bool courier_carried_save(const char *data, const struct carried *carried,
                                     struct err *err);
/* Was that one of the last sticks' batches, and what had the journal let go of by then? */
bool courier_carried_when(const char *data, const struct nonce *nonce, uint64_t *ret_purged);

/* courier_lost.c */

/* Notes what is lost of a life, in place of what was noted of it before; *ret_new says whether that
 * was something else. */
MUST_CHECK bool courier_lost_note(const char *data, const struct courier_lost_run *run,
                                  bool *ret_new, struct err *err);
/* Nothing of that life is lost after all. */
MUST_CHECK bool courier_lost_forget(const char *data, uint64_t life, struct err *err);

/* courier_life.c */

/* Whose responses the journal holds; follows it into a new life. */
MUST_CHECK bool courier_know_life(struct courier *courier, struct exchange *x, struct err *err);
/* Where the responses of the batch were recorded. */
MUST_CHECK bool courier_origins(struct courier *courier, struct exchange *x,
                                struct batch_head *head, struct err *err);
/* What people at the hub should know, of enum health_trouble. */
uint32_t courier_trouble(const struct courier *courier, const struct exchange *x);

/* A time that was signed once, nobody knows when: it only raises the clock's floor. */
void courier_take_floor(struct courier_state *state, int64_t hub_time);

/* courier_survey.c */

enum { SURVEY_ERRANDS_MAX = 8 };
/* The surveys that the hub was sent in one go, each once. */
struct survey_errands {
    struct digest sent[SURVEY_ERRANDS_MAX];
    size_t count;
};
/* Sends a survey that the hub asked for: true when it took it, so that the responses may be sent
 * again at once. Either way err->text says what happened. */
MUST_CHECK bool courier_survey_send(struct courier *courier, const struct digest *survey,
                                    struct survey_errands *errands,
                                    enum attempt_outcome *ret_outcome, struct err *err);

/* A survey that is here, signed by this kiosk; ERR_REFUSED when it is none. */
MUST_CHECK bool courier_survey_sign(const struct courier *courier, const struct digest *survey,
                                    struct buf *ret_message, struct err *err);

/* courier_adopt.c */

/* What a hub that does not know this kiosk is shown, as a signed message; and the survey that its
 * bundle asks, zero for none. */
MUST_CHECK bool courier_adoption_make(const struct courier *courier, struct buf *ret_message,
                                      struct digest *ret_survey, struct err *err);

/* Shows a hub that does not know this kiosk, or its bundle, what a hub of the programme signed for
 * it, and brings the survey that it asks. True when the hub took it: the exchange may be tried
 * again at once. */
MUST_CHECK bool courier_introduce(struct courier *courier, enum attempt_outcome *ret_outcome,
                                  struct err *err);

/* courier_open.c */

/* The folder is there, and the group may look but not change. */
MUST_CHECK bool courier_folder_make(const char *data, const char *name, struct err *err);

/* courier_notes.c */

/* Posts a signed message to the hub; ret's body is a buffer with the ceiling that is wanted. */
enum transport_result courier_post(const struct courier *courier, const char *path,
                                   struct span message, struct transport_answer *ret,
                                   struct err *err);
/* What went wrong in the hub's own words (RFC 9457), for the log; anybody else's page is not
 * quoted. */
void courier_quote_answer(const struct transport_answer *answer, struct err *err);
/* Notes how an attempt ended and saves the state. */
MUST_CHECK bool courier_note(struct courier *courier, enum attempt_outcome outcome,
                             uint64_t responses, const char *why, struct err *err);
/* Keeps the word for why something does not work; false, as the error that goes with it. */
bool courier_blame(struct courier *courier, const char *fault);
void courier_tell(const struct courier *courier, uint32_t done, uint32_t total);
bool courier_stopping(const struct courier *courier);
bool courier_clock_wrong(const struct courier *courier);
struct moment courier_now(const struct courier *courier);
/* At which time a hub's certificate must hold: what a hub has signed in this boot, gone on since;
 * else what the clock shows, and never less than is possible. */
unix_seconds courier_judging_time(const struct courier *courier);
/* It did not hold then. By which time to judge it once more; 0 for none: the clock may be far
 * ahead, and what was signed last is nearer; or what was signed came from a hub whose own clock was
 * wrong, and ours is nearer. Only the programme's own certificates: what is behind them signs a
 * time. */
unix_seconds courier_second_time(const struct courier *courier, enum transport_result result);
