#pragma once
/*
 * COSE_Sign1 (RFC 9052, tag 18) with EdDSA over Ed25519. The external_aad keeps the purposes apart:
 * a receipt can never pass as a bundle. Signatures are over the bytes as received.
 */
#include "seal.h"

#define ENVELOPE_PURPOSE_MAP(X)                                                                    \
    X(BATCH, "yousaid/1 batch")                                                                    \
    X(REPLY, "yousaid/1 reply")                                                                    \
    X(BUNDLE, "yousaid/1 bundle")                                                                  \
    X(STATEMENT, "yousaid/1 statement")                                                            \
    X(CERTIFICATE, "yousaid/1 enrolment")                                                          \
    X(SURVEY, "yousaid/1 survey")                                                                  \
    X(ADOPTION, "yousaid/1 adoption")                                                              \
    X(OFFER, "yousaid/1 offer")                                                                    \
    X(DELETION, "yousaid/1 deletion")                                                              \
    X(CHAIN_LIST, "yousaid/1 chain list")

enum envelope_purpose {
#define X(name, text) PURPOSE_##name,
    ENVELOPE_PURPOSE_MAP(X)
#undef X
};

/* Appends the tagged, signed message. The key id (header 4) is the first 8 bytes of the digest of
 * the public key. */
MUST_CHECK bool envelope_sign(enum envelope_purpose purpose, const struct secret_key *key,
                              struct span payload, struct buf *ret_message, struct err *err);

struct key_id {
    uint8_t bytes[8];
};
struct key_id key_id_of(const struct public_key *key);

/* Reads frame and key id without judging the signature; the payload is borrowed. */
MUST_CHECK bool envelope_open(struct span message, struct key_id *ret_key, struct span *ret_payload,
                              struct err *err);
/* Checks algorithm, key id and signature; the payload is borrowed. ERR_DENIED when it is another's.
 */
MUST_CHECK bool envelope_verify(enum envelope_purpose purpose, const struct public_key *key,
                                struct span message, struct span *ret_payload, struct err *err);
