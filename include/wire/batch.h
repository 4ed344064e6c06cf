#pragma once
/*
 * A batch: a run of consecutive closed responses of one life, as signed bytes. Columns of equal
 * things side by side, so that zstd packs them near their entropy: COSE_Sign1(zstd(deterministic
 * CBOR)).
 */
#include "chain.h"
#include "envelope.h"

enum {
    BATCH_RESPONSES_MAX = 20000,
    BATCH_PACKED_MAX = 1024 * 1024,
    BATCH_OPEN_MAX = 8 * 1024 * 1024,
    BATCH_SEGMENTS_MAX = 4096,
    NONCE_SIZE = 16,
    HEALTH_REGIONS = 9, /* of the screen: three rows of three, from the top left */
    BATCH_ORIGINS_MAX = 16,
};

/* Bundles' serials end here, far from the ends of integers: a kiosk cannot push them further. */
#define BUNDLE_SERIAL_MAX ((UINT64_C(1) << 48) - 1)

struct nonce {
    uint8_t bytes[NONCE_SIZE];
};

/* How long it took until answers were durable: half of them no longer than half_ms, nineteen in
 * twenty no longer than most_ms. */
struct write_times {
    uint32_t count, half_ms, most_ms, slowest_ms;
};

/* Visits that ended before the end of the survey, by the question that was on the screen. */
struct left_where {
    struct digest survey;
    uint32_t at[SURVEY_QUESTIONS_MAX];
    uint8_t count; /* of `at`; 0 when nobody left */
};

/* What people at the hub should look into; several may be set. */
enum health_trouble {
    TROUBLE_SALVAGED = 1, /* the journal was damaged, and what could be read of it was saved */
    TROUBLE_MISCOUNT = 2, /* what the kiosk counts of its own records does not agree */
    TROUBLE_ROOM = 4,     /* room is short: words are no longer asked for */
    TROUBLE_CLOCK = 8,    /* the clock shows less than is possible */
    TROUBLE_ALL = 15,
};

/* Counters since the last acknowledged exchange, and the state of the device. */
struct health {
    uint32_t woken, started, completed, restarts;
    uint32_t pending;  /* responses closed and not acknowledged, this batch included */
    uint32_t room_mib; /* free on the data partition */
    struct write_times writes;
    uint32_t dead[HEALTH_REGIONS]; /* touches that met nothing, by where */
    struct left_where left;
    uint32_t trouble;   /* of enum health_trouble */
    bool knows_answers; /* how many answers responses 1 to `before` of this life hold: those that */
    uint64_t answers;   /* lie open in them or are words */
    char version[24];   /* of the kiosk program */
    uint32_t helped;    /* how often help was asked for; told only to a hub that takes it */
};

/*
 * A kiosk that begins a new life (after a fork, a salvage or a new enrolment) numbers anew what the
 * hub lacks. An origin says of a run of responses, from behind the one before it through number
 * `through`, that they were first, first + 1 ... of an older life: what was sealed then is still
 * bound to those numbers. The first may be of no responses (through 0): it only names the life
 * before this one.
 */
struct life_origin {
    uint64_t life;
    uint64_t first;
    uint64_t through;
};

struct batch_head {
    uint64_t kiosk;
    uint64_t life;
    struct nonce nonce;
    struct chain_point before; /* responses start at before.seq + 1 */
    struct chain_point after;  /* equals before when there are none: a mere question for news */
    /* Those of this life that the responses need, in the order of the numbers; none in a life that
     * took nothing over. */
    struct life_origin origins[BATCH_ORIGINS_MAX];
    size_t origin_count;
    uint64_t bundle_serial; /* held by the kiosk; 0 for none, at most BUNDLE_SERIAL_MAX */
    uint32_t now_segment;   /* the boot segment in which the batch was made, */
    uint64_t now_ms;        /* the milliseconds since its base, */
    int64_t now_wall;       /* and what the kiosk believes the time to be */
    struct health health;
};

/* An opened batch. Responses' spans are borrowed from it. */
struct batch {
    struct batch_head head;
    struct segment *segments;
    size_t segment_count;
    struct response *responses;
    size_t response_count;
    struct buf open; /* private: the unpacked bytes */
};

/* Under which life and number a response of this batch was sealed: its own, or those of the life in
 * which it was recorded. */
void batch_bound(const struct batch_head *head, uint64_t seq, uint64_t *ret_life,
                 uint64_t *ret_seq);

struct batch_writer; /* opaque */

/* Starts a batch behind head->before (head->after is filled in by finish). NULL when out of memory.
 */
struct batch_writer *batch_writer_new(const struct batch_head *head);
void batch_writer_free(struct batch_writer *writer);
void batch_writer_segment(struct batch_writer *writer, const struct segment *segment);
/* Adds the next response (copied). False, with nothing added, when the batch is full: finish it. */
MUST_CHECK bool batch_writer_add(struct batch_writer *writer, const struct response *response);
/* Packs and signs. ret_after is the chain's point behind the last response. */
MUST_CHECK bool batch_writer_finish(struct batch_writer *writer, const struct secret_key *kiosk,
                                    struct buf *ret_message, struct chain_point *ret_after,
                                    struct err *err);

/* Who claims to have sent it, without unpacking more than 64 bytes or judging the signature: to
 * find the key to verify with. */
MUST_CHECK bool batch_sender(struct span message, uint64_t *ret_kiosk, struct err *err);
/* Verifies, unpacks within the limits, re-computes the chain over all responses. The batch is the
 * caller's: batch_finish. Pure; any thread. */
MUST_CHECK bool batch_open(struct span message, const struct public_key *kiosk, struct batch *ret,
                           struct err *err);
void batch_finish(struct batch *batch); /* fine on zeroes */
