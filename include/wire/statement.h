#pragma once
/*
 * Programme statements: the only way anything is introduced. Numbered, signed by the programme key.
 */
#include "envelope.h"

enum statement_kind {
    STATEMENT_HUB_KEY,       /* subject: Ed25519 public key of a hub */
    STATEMENT_WORDS_KEY,     /* subject: X25519 public key */
    STATEMENT_COUNTS_KEY,    /* subject: X25519 public key */
    STATEMENT_CA,            /* subject: a CA certificate, DER */
    STATEMENT_REVOKED_KIOSK, /* subject: kiosk id, 8 bytes big-endian; from: the date */
    STATEMENT_RESTORED,      /* the hub was restored from a backup; from: its age */
    STATEMENT_KINDS
};

enum { STATEMENT_BYTES_MAX = 16 * 1024, STATEMENTS_MAX = 1024 };

struct statement {
    uint64_t number; /* rises by one in a programme */
    enum statement_kind kind;
    int64_t issued;      /* seconds since 1970 */
    int64_t from;        /* holds from then on */
    struct span subject; /* borrowed */
};

MUST_CHECK bool statement_sign(const struct statement *statement,
                               const struct secret_key *programme, struct buf *ret_message,
                               struct err *err);
MUST_CHECK bool statement_open(struct span message, const struct public_key *programme,
                               struct statement *ret, struct err *err);
