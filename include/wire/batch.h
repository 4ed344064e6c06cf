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
};

/* Bundles' serials end here, far from the ends of integers: a kiosk cannot push them further. */
#define BUNDLE_SERIAL_MAX ((UINT64_C(1) << 48) - 1)

struct nonce {
    uint8_t bytes[NONCE_SIZE];
};

/* Counters since the last acknowledged exchange, and the state of the device. */
struct health {
    uint32_t woken, started, completed, restarts;
    uint32_t pending;  /* responses closed and not acknowledged, this batch included */
    uint32_t room_mib; /* free on the data partition */
    uint32_t write_ms; /* slowest commit since the last exchange */
    char version[24];  /* of the kiosk program */
};

/*
 * After a fork a kiosk begins a new life and numbers anew what the hub lacks: its responses 1 to
 * `through` were numbers `shift` + 1 and so on of `life`. What was sealed then is still bound to
 * those numbers. All zero in a life that took nothing over.
 */
struct life_origin {
    uint64_t life;
    uint64_t shift;
    uint64_t through;
};

struct batch_head {
    uint64_t kiosk;
    uint64_t life;
    struct nonce nonce;
    struct chain_point before; /* responses start at before.seq + 1 */
    struct chain_point after;  /* equals before when there are none: a mere question for news */
    struct life_origin origin;
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
