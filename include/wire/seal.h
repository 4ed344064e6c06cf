#pragma once
/*
 * Keys, digests, signatures and sealed boxes: a thin, typed door over libsodium, so that sizes and
 * purposes cannot be mixed up. Call seal_start once before anything else.
 */
#include "response.h"

struct public_key { /* Ed25519 */
    uint8_t bytes[32];
};
struct secret_key { /* Ed25519, libsodium's 64 bytes; seal_forget when done */
    uint8_t bytes[64];
};
struct signature {
    uint8_t bytes[64];
};
struct box_public { /* X25519 */
    uint8_t bytes[32];
};
struct box_secret {
    uint8_t bytes[32];
};

/* Starts libsodium; ends the process when there is no source of randomness. Any thread, many times.
 */
void seal_start(void);

void seal_random(void *ret, size_t size);
/* Overwrites a secret. */
void seal_forget(void *secret, size_t size);
bool seal_equal(const void *a, const void *b, size_t size); /* constant time */

struct digest digest_of(struct span bytes); /* BLAKE2b-256 */
/* BLAKE2b-256 of several spans in a row. */
struct digest digest_of_all(const struct span *spans, size_t count);
/* Lower-case hex with a closing zero: 65 bytes. */
void digest_hex(const struct digest *digest, char ret[65]);
MUST_CHECK bool digest_from_hex(const char *hex, struct digest *ret);

void key_pair_new(struct public_key *ret_public, struct secret_key *ret_secret);
/* The public half of a secret key. */
struct public_key key_public(const struct secret_key *secret);
struct signature key_sign(const struct secret_key *secret, struct span message);
MUST_CHECK bool key_verify(const struct public_key *key, struct span message,
                           const struct signature *sig);

void box_pair_new(struct box_public *ret_public, struct box_secret *ret_secret);
/* The X25519 halves of a pair that signs: what is sealed to a kiosk is sealed to its own key. False
 * for a public key that is no point of the curve. */
MUST_CHECK bool box_public_of(const struct public_key *key, struct box_public *ret);
void box_secret_of(const struct secret_key *key, struct box_secret *ret);

/* HMAC-SHA-256 (RFC 2104), for what others verify. */
struct digest hmac_of(struct span key, struct span message);
/* BLAKE2b-256 keyed MAC. */
struct digest mac_of(struct span key, struct span message);

/* What stands first in everything sealed, so that nobody can move it to another person or venue. */
struct seal_binding {
    uint64_t life;
    uint64_t seq;
    struct digest survey;
    char question[SURVEY_NAME_MAX + 1]; /* "" for the counts block */
};

enum { SEAL_PAD = 32, WORDS_SEALED_MAX = 48 + 128 + SURVEY_COMMENT_MAX * 4 + SEAL_PAD };

/* Seals words to the words key: binding, text, padding to a multiple of SEAL_PAD, sealed box. */
MUST_CHECK bool words_seal(const struct box_public *key, const struct seal_binding *binding,
                           struct span text, struct buf *ret_sealed, struct err *err);
/* Opens and checks the binding. ERR_REFUSED when it is another person's, ERR_DENIED with another
 * key. */
MUST_CHECK bool words_open(const struct box_public *key, const struct box_secret *secret,
                           const struct seal_binding *binding, struct span sealed,
                           struct buf *ret_text, struct err *err);

/* The counts block: the states of all questions of sensitivity COUNTS, in order, in one fixed size
 * for the survey. */
MUST_CHECK bool counts_seal(const struct box_public *key, const struct seal_binding *binding,
                            const struct survey *survey, const struct answers *answers,
                            struct buf *ret_sealed, struct err *err);
MUST_CHECK bool counts_open(const struct box_public *key, const struct box_secret *secret,
                            const struct seal_binding *binding, const struct survey *survey,
                            struct span sealed, struct answers *ret_answers, struct err *err);

/* A private words key wrapped by a passphrase (Argon2id sensitive, XChaCha20-Poly1305). Takes about
 * a second and 1 GiB by design. Builds with assertions take the smallest cost instead when
 * YOUSAID_TEST_KDF=1 stands in the environment, so that tests stay short; builds with NDEBUG never
 * do. The wrapped form records its cost. */
MUST_CHECK bool words_key_wrap(const struct box_secret *secret, struct span passphrase,
                               struct buf *ret_wrapped, struct err *err);
/* Was it wrapped with less than the default cost? Whoever keeps such a form must be told. */
bool words_key_is_weak(struct span wrapped);
/* Is it the wrapped form of a key at all, at the default cost or more? */
bool words_key_is_sound(struct span wrapped);
MUST_CHECK bool words_key_unwrap(struct span wrapped, struct span passphrase,
                                 struct box_secret *ret_secret, struct err *err);

/* Seven pronounceable words of five letters from 112 random bits, with dashes, zero-ended. */
enum { PASSPHRASE_SIZE = 7 * 6 };
void passphrase_new(char ret[PASSPHRASE_SIZE]);

/* A person's password as Argon2id's string (64 MiB, three passes), and its check. One at a time is
 * the caller's business. Builds with assertions take the smallest cost when YOUSAID_TEST_KDF=1. */
enum { PASSWORD_HASH_SIZE = 128 };
MUST_CHECK bool password_hash(struct span password, char ret[PASSWORD_HASH_SIZE], struct err *err);
MUST_CHECK bool password_matches(const char *hash, struct span password);

/* Seals a few secret bytes to a key of one's own, bound to a name (XChaCha20-Poly1305). */
MUST_CHECK bool secret_seal(const struct digest *key, const char *name, struct span secret,
                            struct buf *ret_sealed, struct err *err);
/* ERR_DENIED with another key or name. */
MUST_CHECK bool secret_open(const struct digest *key, const char *name, struct span sealed,
                            struct buf *ret_secret, struct err *err);

/* A PIN's or recovery code's Argon2id hash as libsodium's string (8 MiB), and its check. */
enum { PIN_HASH_SIZE = 128 };
MUST_CHECK bool pin_hash(const char *pin, char ret[PIN_HASH_SIZE], struct err *err);
MUST_CHECK bool pin_matches(const char *hash, const char *pin);

/* The blob that holds a kiosk's hashes (BLOB_PIN), sealed to the counts key and bound to the kiosk.
 * ERR_TOO_LARGE for what no such blob is. */
MUST_CHECK bool pin_blob_seal(const struct box_public *key, uint64_t kiosk, struct span blob,
                              struct buf *ret_sealed, struct err *err);
/* ERR_DENIED with another key, ERR_REFUSED when it is another kiosk's or no such thing. */
MUST_CHECK bool pin_blob_open(const struct box_public *key, const struct box_secret *secret,
                              uint64_t kiosk, struct span sealed, struct buf *ret_blob,
                              struct err *err);
