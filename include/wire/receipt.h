#pragma once
/*
 * The hub's signed reply to one exchange, and the receipt in it. Only a receipt moves the
 * watermark.
 */
#include "batch.h"

enum { REPLY_REFUSALS_MAX = 1000, REPLY_BYTES_MAX = 256 * 1024 };

struct refusal {
    uint64_t seq;
    char reason[160];
};

enum instruction {
    INSTRUCTION_NONE,
    INSTRUCTION_NEW_LIFE,
    INSTRUCTION_SEND_FROM,
    INSTRUCTION_SEND_SURVEY,
    INSTRUCTION_REVOKED
};

struct reply {
    uint64_t kiosk;
    uint64_t life;
    struct nonce nonce;         /* echoes the batch's */
    struct chain_point through; /* the receipt: the hub durably has the life through here */
    int64_t hub_time;           /* seconds since 1970 */
    uint64_t bundle_serial;     /* the venue's current one; 0 when there is none */
    struct digest bundle;       /* digest of its signed manifest */
    enum instruction instruction;
    uint64_t instruction_value; /* SEND_FROM: first seq wanted; NEW_LIFE: the new life's number */
    struct digest instruction_survey; /* SEND_SURVEY: which */
    struct refusal
        *refusals; /* borrowed when writing; the caller's after reply_open: reply_finish */
    size_t refusal_count;
};

MUST_CHECK bool reply_sign(const struct reply *reply, const struct secret_key *hub,
                           struct buf *ret_message, struct err *err);
MUST_CHECK bool reply_open(struct span message, const struct public_key *hub, struct reply *ret,
                           struct err *err);
void reply_finish(struct reply *reply);
