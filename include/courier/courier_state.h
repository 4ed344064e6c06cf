#pragma once
/*
 * What the courier knows, in one file (DIR/courier/state): who this kiosk is, whom it trusts, how
 * far the hub has its life, and how the last attempts went. Written by the courier alone (write,
 * fsync, rename); read by the screen. Deterministic CBOR with a version and a digest over it. What
 * enrolment gave stands in a second file too (DIR/courier/identity): a damaged state is renamed
 * .broken by the courier and loses only progress, which the hub's next reply gives back.
 */
#include "bundle.h"
#include "chain.h"
#include "clock.h"
#include "counters.h"
#include "receipt.h"
#include "statement.h"

enum {
    COURIER_STATE_VERSION = 4, /* of the file's form */
    COURIER_HUB_KEYS_MAX = 16,
    COURIER_ATTEMPTS_MAX = 200,
    COURIER_URL_MAX = 500,
    COURIER_REFUSED_MAX = 1000,
    COURIER_STATE_MAX = 256 * 1024,
    COURIER_STATEMENTS_MAX = 512 * 1024
};

/* How an attempt ended, in a word; attempt_sentence gives the sentence for people. */
#define ATTEMPT_MAP(X)                                                                             \
    X(NONE, "none", "No attempt yet.")                                                             \
    X(ACKNOWLEDGED, "acknowledged", "The hub has everything.")                                     \
    X(NO_NETWORK, "no_network", "There is no network.")                                            \
    X(NO_NAME, "no_name", "The hub's name was not found.")                                         \
    X(NO_ANSWER, "no_answer", "The hub did not answer in time.")                                   \
    X(NOT_TRUSTED, "not_trusted", "The hub's certificate is not the one this kiosk knows.")        \
    X(CLOCK, "clock", "The clock of this kiosk is wrong.")                                         \
    X(SIGN_IN, "sign_in", "The network wants a sign-in page.")                                     \
    X(NOT_A_RECEIPT, "not_a_receipt", "Something answered that is not the hub.")                   \
    X(BUSY, "busy", "The hub is busy and asked to wait.")                                          \
    X(UNPROVEN, "unproven", "This kiosk was turned away, but not over the hub's signature.")       \
    X(SURVEY_WANTED, "survey_wanted", "The hub lacks a survey that was answered at this kiosk.")   \
    X(REFUSED, "refused", "The hub does not accept this kiosk.")                                   \
    X(FORK, "fork",                                                                                \
      "This kiosk's memory was copied or set back; the hub must give it a new life.")              \
    X(BROKEN, "broken", "The kiosk's own record could not be read.")                               \
    X(NEW_LIFE, "new_life",                                                                        \
      "This kiosk's memory was copied or set back; it goes on under a new name.")                  \
    X(HUB_LACKS, "hub_lacks",                                                                      \
      "The hub was set back further than this kiosk keeps answers; it goes on under a new name.")

enum attempt_outcome {
#define X(name, word, sentence) ATTEMPT_##name,
    ATTEMPT_MAP(X)
#undef X
        ATTEMPTS
};

struct attempt {
    int64_t when; /* seconds since 1970, as the kiosk believed */
    enum attempt_outcome outcome;
    uint32_t responses; /* acknowledged by it */
};

struct courier_state {
    /* From enrolment; all zero before it. */
    bool enrolled;
    char hub_url[COURIER_URL_MAX];
    uint64_t kiosk;
    uint64_t life;
    uint16_t
        invitation; /* by whose code it was enrolled: its PIN's hash has this name in bundles */
    struct public_key kiosk_key;
    struct public_key programme;
    char programme_name[200];
    struct public_key hub_keys[COURIER_HUB_KEYS_MAX];  /* introduced by programme statements, */
    uint64_t hub_key_statements[COURIER_HUB_KEYS_MAX]; /* these */
    uint8_t hub_key_count;
    bool has_ca; /* it introduced certificates too: ca.pem alone is trusted, else the system's */
    bool has_words_key, has_counts_key;
    struct box_public words_key; /* the newest introduced */
    struct box_public counts_key;
    uint64_t words_statement, counts_statement; /* by these */
    uint64_t last_statement;

    /* From exchanges. */
    struct chain_point acknowledged; /* the watermark */
    uint64_t refused_count;          /* of the acknowledged, set aside by the hub; */
    uint16_t refused_listed;         /* the newest of them with its reasons, ascending */
    struct refusal refused[COURIER_REFUSED_MAX];
    int64_t hub_time; /* the newest signed time, seconds; 0 for none: the clock's floor */
    struct boot_id hub_time_boot; /* and when it came, on which boot's clock */
    msec hub_time_mono;
    uint64_t bundle_serial; /* newest whole bundle in blobs/; 0 for none */
    struct digest bundle;
    struct digest previous_bundle; /* kept for a screen that has not moved on; zero: none */
    struct counters counted;       /* the journal's counters as last told */
    uint64_t salvages_told;        /* of the journal, as last told */
    bool paused;                   /* the hub refuses this kiosk: staff must act */
    char pause_reason[200];
    uint32_t attempts_total;
    uint8_t failures;     /* in a row: how far the back-off has gone */
    int64_t next_attempt; /* wall, for people; the loop uses the monotonic clock */
    struct attempt attempts[COURIER_ATTEMPTS_MAX]; /* newest last */
    uint8_t attempt_count;
};

const char *attempt_word(enum attempt_outcome outcome);
const char *attempt_sentence(enum attempt_outcome outcome);

MUST_CHECK bool courier_state_put(const struct courier_state *state, struct buf *ret_bytes,
                                  struct err *err);
MUST_CHECK bool courier_state_get(struct span bytes, struct courier_state *ret, struct err *err);
/* Is DIR a folder? ERR_MISSING with what to do when it is not. Only enrolling makes one: a mistyped
 * path must not look like a kiosk that nobody has enrolled yet. */
MUST_CHECK bool courier_folder_is_there(const char *data, struct err *err);

/* DIR/courier/state; when it is missing or damaged, what DIR/courier/identity still knows. Without
 * either an empty state and true; ERR_CORRUPT when damaged files are all there is. Changes nothing.
 */
MUST_CHECK bool courier_state_load(const char *data, struct courier_state *ret, struct err *err);
MUST_CHECK bool courier_state_save(const char *data, const struct courier_state *state,
                                   struct err *err);

/* Has the hub set this response aside? Known of the newest COURIER_REFUSED_MAX. */
bool courier_state_refused(const struct courier_state *state, uint64_t seq);

/* Reads DIR/courier/blobs/<hex> and checks it against its name. ERR_MISSING when it is not there.
 */
MUST_CHECK bool courier_blob_load(const char *data, const struct digest *name,
                                  struct buf *ret_bytes, struct err *err);
/* Opens the same file to be read in pieces. It is the courier's, so each piece must be judged. */
MUST_CHECK bool courier_blob_open(const char *data, const struct digest *name, int *ret_fd,
                                  struct err *err);

/*
 * What no hub has any more and this kiosk no longer keeps, as far as the courier was told
 * (DIR/courier/lost): a run of responses for each life.
 */
enum { COURIER_LOST_MAX = 16 };
struct courier_lost_run {
    uint64_t life, first, last;
    int64_t noted; /* when, seconds since 1970, as the kiosk believed */
};
struct courier_lost {
    struct courier_lost_run runs[COURIER_LOST_MAX];
    size_t count;
};
/* None, and true, where there is no such file, or none that can be read. */
MUST_CHECK bool courier_lost_load(const char *data, struct courier_lost *ret, struct err *err);
/* Responses in those that were noted from then on. */
uint64_t courier_lost_count(const struct courier_lost *lost, int64_t since);

/* Responses that a hub once had and, as a stick has said, lacks now, and of which no receipt has
 * come since; 0 where nobody knows. */
uint64_t courier_again(const char *data);

/*
 * What proves the state, for readers who believe the programme's key alone. The state may name less
 * than the receipt does (the hub asked for something again), never more.
 */

/* The hub's last signed reply (reply_open), at most REPLY_BYTES_MAX; stands on the disk before the
 * state that relies on it. ERR_MISSING before the first. */
MUST_CHECK bool courier_receipt_load(const char *data, struct buf *ret, struct err *err);
/* The programme statements received (statement_open), oldest first, until `take` returns false.
 * ERR_MISSING before enrolment. */
MUST_CHECK bool courier_statements_load(const char *data,
                                        bool (*take)(void *context, struct span message),
                                        void *context, struct err *err);
