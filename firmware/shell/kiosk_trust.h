#pragma once
/*
 * Whom the screen believes. The courier writes down what it has been told, and could be made to
 * write anything; so the screen goes by the programme's key, which its own journal has pinned, and
 * by what is signed under it: hub keys, words and counts keys by programme statements, and how far
 * the hub has this life by the hub's signed reply.
 */
#include "courier_state.h"
#include "receipt.h"

struct trust_key {
    bool known;
    uint64_t statement; /* the highest seen that introduces one */
    struct box_public key;
};

struct trust {
    struct public_key hub_keys[COURIER_HUB_KEYS_MAX];
    uint64_t hub_statements[COURIER_HUB_KEYS_MAX];
    size_t hub_key_count;
    struct trust_key words, counts;
};

/* Adds what this statement introduces; ERR_DENIED when it is not the programme's. */
MUST_CHECK bool trust_take(struct trust *trust, const struct public_key *programme,
                           struct span message, struct err *err);
/* Adds what the statements in DIR/courier introduce. One that is not the programme's is passed over
 * and said in the log. */
MUST_CHECK bool trust_load(const char *data, const struct public_key *programme,
                           struct trust *trust, struct err *err);

/* The hub's last reply in DIR/courier, signed by a hub of the programme for this kiosk's life.
 * ERR_MISSING when there is none yet. The caller's: reply_finish. */
MUST_CHECK bool trust_reply(const char *data, const struct trust *trust, uint64_t kiosk,
                            uint64_t life, struct reply *ret, struct err *err);
