#pragma once
/*
 * Enrolment: an invitation's secret is never sent; request and reply carry a MAC keyed from it.
 * That MAC is the anchor of all trust, so this one exchange may meet a certificate nobody can
 * verify.
 *
 * A code is 20 Crockford base-32 characters: 3 of id, 16 of secret (80 bits), 1 of check; shown in
 * groups of five with dashes, read in any case with o, i and l forgiven.
 */
#include "receipt.h"

enum { CODE_SIZE = 24, ENROL_BYTES_MAX = 256 * 1024, ENROL_STATEMENTS_MAX = 64 };

struct invitation {
    uint16_t id; /* 15 bits */
    uint8_t secret[10];
};

void invitation_new(uint16_t id, struct invitation *ret);
/* "XXXXX-XXXXX-XXXXX-XXXXX" and a zero. */
void invitation_code(const struct invitation *invitation, char ret[CODE_SIZE]);
/* Says which group is mistyped as far as the check can tell. */
MUST_CHECK bool invitation_from_code(const char *code, struct invitation *ret, struct err *err);
/* The MAC key that hub and kiosk derive from the secret, whatever the id: a hub keeps it from
 * before the id is chosen, and the code cannot be told from it. */
struct digest invitation_key(const struct invitation *invitation);

struct enrol_request {
    uint16_t invitation;
    struct public_key kiosk;
    struct nonce nonce;
    char version[24];
};

struct enrol_reply {
    struct nonce nonce; /* echoes the request's */
    uint64_t kiosk;     /* the kiosk's number */
    uint64_t life;
    int64_t hub_time;
    struct public_key programme;
    char programme_name[200];
    struct span certificate; /* signed by the hub: what an unknown hub of the programme believes */
    struct span statements[ENROL_STATEMENTS_MAX]; /* hub, words, counts keys and CA certificates */
    size_t statement_count;
    uint64_t bundle_serial; /* 0 when there is none yet */
    struct digest bundle;
};

MUST_CHECK bool enrol_request_put(const struct enrol_request *request, const struct digest *key,
                                  struct buf *ret_bytes, struct err *err);
/* The invitation's number, before the MAC can be checked. */
MUST_CHECK bool enrol_request_invitation(struct span bytes, uint16_t *ret, struct err *err);
MUST_CHECK bool enrol_request_open(struct span bytes, const struct digest *key,
                                   struct enrol_request *ret, struct err *err);
MUST_CHECK bool enrol_reply_put(const struct enrol_reply *reply, const struct digest *key,
                                struct buf *ret_bytes, struct err *err);
/* Spans are borrowed from the bytes. */
MUST_CHECK bool enrol_reply_open(struct span bytes, const struct digest *key,
                                 struct enrol_reply *ret, struct err *err);

/* The enrolment certificate: who a kiosk is, said by a hub of its programme. */
struct enrol_certificate {
    uint64_t kiosk;
    uint64_t life;
    struct public_key key;
    char venue[SURVEY_NAME_MAX + 1];
    int64_t issued;
};

MUST_CHECK bool enrol_certificate_sign(const struct enrol_certificate *certificate,
                                       const struct secret_key *hub, struct buf *ret_message,
                                       struct err *err);
MUST_CHECK bool enrol_certificate_open(struct span message, const struct public_key *hub,
                                       struct enrol_certificate *ret, struct err *err);

/*
 * What a kiosk shows a hub that does not know it (one that was restored from an older backup, or
 * another of its programme): its certificate, and what its venue is, by the hub's own signed
 * manifest. Signed by the kiosk.
 */
enum { ADOPTION_BYTES_MAX = 136 * 1024 };

struct adoption {
    struct span certificate; /* as the hub signed it */
    struct span manifest;    /* of the bundle it holds, as the hub signed it; empty for none */
    uint16_t invitation;     /* that enrolled it: used, whatever the hub remembers */
    struct span pin;         /* the blob of its PIN's hash; empty for none */
};

MUST_CHECK bool adoption_sign(const struct adoption *adoption, const struct secret_key *kiosk,
                              struct buf *ret_message, struct err *err);
/* The certificate in it, before anything is judged: it says with which key to open the whole.
 * Borrowed. */
MUST_CHECK bool adoption_certificate(struct span message, struct span *ret, struct err *err);
/* Spans are borrowed from the message. */
MUST_CHECK bool adoption_open(struct span message, const struct public_key *kiosk,
                              struct adoption *ret, struct err *err);
