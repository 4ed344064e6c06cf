#pragma once
/* What the files of the people room share: an account with all that it keeps, tokens and their
 * digests, and the lock under which passwords are hashed. */
#include "paper.h"
#include "people.h"
#include <jansson.h>

#define KIND_ACCOUNT "account"
#define KIND_SESSION "session"
#define KIND_LINK    "link"
#define KIND_TOKEN   "token"

enum { SECRET_BYTES = 32, TOTP_BYTES = 20, ACCOUNT_MAX = 64 * 1024, WISHES_MAX = 4096 };

struct account {
    struct person person;
    char password[PASSWORD_HASH_SIZE]; /* "" for none */
    struct buf totp;                   /* sealed; empty for none */
    struct buf totp_next;              /* begun and not confirmed */
    int64_t totp_step;                 /* no code of this step or before is good again */
    char codes[RECOVERY_CODES][65];    /* digests; "" when used */
    int failures;
    int64_t next_try;
    struct buf wishes;
};
void account_finish(struct account *account);
#define ACCOUNT_AUTO __attribute__((cleanup(account_finish))) struct account

MUST_CHECK bool account_read(const struct people *p, const char *id, struct account *ret,
                             struct err *err);
MUST_CHECK bool account_by_email(const struct people *p, const char *email, struct account *ret,
                                 struct err *err);
MUST_CHECK bool account_from_paper(const struct store_paper *paper, struct account *ret,
                                   struct err *err);
/* Over the version that was read; 0 for a new one. */
MUST_CHECK bool account_write(const struct people *p, const struct account *account,
                              struct err *err);

/* ---- secrets.c ---- */
void secret_id(char ret[PEOPLE_ID_SIZE]); /* 16 random hexadecimal digits */
/* prefix and 32 random bytes in base64url. */
void secret_token(const char *prefix, char ret[TOKEN_SIZE]);
/* The digest by which a token is found; the token itself is kept nowhere. */
void secret_digest(const char *token, char ret[65]);
void secret_recovery(char ret[RECOVERY_CODE_SIZE]);
/* Without dashes and blanks, in capitals. */
void secret_recovery_plain(const char *code, char ret[RECOVERY_CODE_SIZE]);

/* ---- passwords.c: one at a time ---- */
MUST_CHECK bool passwords_hash(const char *password, char ret[PASSWORD_HASH_SIZE], struct err *err);
/* With hash "" it takes as long and fails. */
bool passwords_match(const char *hash, const char *password);
/* ERR_REFUSED with what to do. */
MUST_CHECK bool passwords_good(const struct person *person, const char *password, struct err *err);

/* ---- codes.c: RFC 6238 ---- */
/* Is it a code of now, or a step before or after, and later than the last one used? */
bool codes_match(struct span secret, const char *code, int64_t now, int64_t last_step,
                 int64_t *ret_step);
MUST_CHECK bool codes_base32(struct span secret, char ret[64], struct err *err);

/* ---- json.c ---- */
json_t *scope_json(const struct scope *scope);
void scope_read(const json_t *object, struct scope *ret);
/* A line of the log: {"name": value, ...} of pairs of texts that end with NULL. */
MUST_CHECK bool note_pairs(const struct people *p, enum audit_action action, const char *subject,
                           struct err *err, const char *const *pairs);
#define note(p, action, subject, err, ...)                                                         \
    note_pairs(p, action, subject, err, (const char *const[]){ __VA_ARGS__ })
