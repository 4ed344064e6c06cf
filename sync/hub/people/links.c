/* Links of invitations and resets, and what is set by them. See people.h. */
#include "people_int.h"
#include <stdio.h>

static bool link_has_ended(struct err *err)
{
    return err_tell(err, ERR_MISSING,
                    "This link has ended or was used. Ask an administrator for a new one.");
}

/* Whose link it is; ret_id is its paper's. */
static bool link_read(const struct people *p, const char *token, struct account *ret,
                      bool *ret_reset, int64_t *ret_expires, char ret_id[65], struct err *err)
{
    struct store_paper link;
    BUF_AUTO body = buf_new(1024);
    *ret = (struct account){ 0 };
    secret_digest(token, ret_id);
    if (!store_paper_get(p->store, KIND_LINK, ret_id, &link, &body, err))
        return err->kind == ERR_MISSING ? link_has_ended(err) : false;
    if (link.rank <= p->now)
        return link_has_ended(err);
    JSON_AUTO *json = paper_json(&link, err);
    *ret_reset = json_is_true(json_object_get(json, "reset"));
    *ret_expires = link.rank;
    if (json == NULL || !account_read(p, link.part, ret, err))
        return false;
    return ret->person.state != PERSON_CLOSED || link_has_ended(err);
}

bool people_link(const struct people *p, const char *token, struct person *ret, bool *ret_reset,
                 int64_t *ret_expires, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    char id[65];
    if (!link_read(p, token, &account, ret_reset, ret_expires, id, err))
        return false;
    *ret = account.person;
    return true;
}

bool people_link_accept(const struct people *p, const char *token, const char *password,
                        struct person *ret, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    char hash[PASSWORD_HASH_SIZE];
    char id[65];
    bool reset = false;
    int64_t expires;
    if (!people_link(p, token, ret, &reset, &expires, err) || !passwords_good(ret, password, err) ||
        !passwords_hash(password, hash, err) || !store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!link_read(p, token, &account, &reset, &expires, id, err))
        return false;
    memcpy(account.password, hash, sizeof hash);
    account.person.state = PERSON_ACTIVE;
    account.person.last_sign_in = p->now;
    *ret = account.person;
    ret->version++;
    return account_write(p, &account, err) && store_paper_remove(p->store, KIND_LINK, id, err) &&
           note(p, reset ? DID_ACCOUNT_PASSWORD_SET : DID_ACCOUNT_ACCEPTED, account.person.id, err,
                NULL) &&
           store_together_keep(p->store, err);
}

/* ---- one's own password ---- */

static bool old_is_right(const struct account *account, const char *old, struct err *err)
{
    return passwords_match(account->password, old) ||
           err_tell(err, ERR_DENIED, "The present password is another.");
}

struct ending_others {
    const struct people *p;
    const char *account, *but;
    struct err *err;
    bool failed;
};

static bool end_other(void *context, const struct listed_session *session)
{
    struct ending_others *ending = context;
    if (strcmp(session->id, ending->but) != 0)
        ending->failed = !people_session_end(ending->p, ending->account, session->id, ending->err);
    return !ending->failed;
}

bool people_password(const struct people *p, const char *id, const char *old, const char *password,
                     const char *session, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    char hash[PASSWORD_HASH_SIZE];
    struct ending_others ending = { .p = p, .account = id, .but = session, .err = err };
    if (!account_read(p, id, &account, err) || !old_is_right(&account, old, err) ||
        !passwords_good(&account.person, password, err) || !passwords_hash(password, hash, err) ||
        !store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    memcpy(account.password, hash, sizeof hash);
    return account_write(p, &account, err) && people_sessions(p, id, end_other, &ending, err) &&
           !ending.failed && note(p, DID_ACCOUNT_PASSWORD_CHANGED, id, err, NULL) &&
           store_together_keep(p->store, err);
}

/* ---- one-time codes ---- */

static bool seal_totp(const struct people *p, const char *id, struct span secret, struct buf *ret,
                      struct err *err)
{
    buf_clear(ret);
    return secret_seal(&p->key, id, secret, ret, err);
}

bool people_totp_begin(const struct people *p, const char *id, const char *password,
                       char ret_secret[64], struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    uint8_t secret[TOTP_BYTES];
    seal_random(secret, sizeof secret);
    bool begun = account_read(p, id, &account, err) && old_is_right(&account, password, err) &&
                 codes_base32(span_of(secret, sizeof secret), ret_secret, err) &&
                 seal_totp(p, id, span_of(secret, sizeof secret), &account.totp_next, err) &&
                 account_write(p, &account, err);
    seal_forget(secret, sizeof secret);
    return begun;
}

static void new_codes(struct account *account, char ret_codes[RECOVERY_CODES][RECOVERY_CODE_SIZE])
{
    char plain[RECOVERY_CODE_SIZE];
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        secret_recovery(ret_codes[i]);
        secret_recovery_plain(ret_codes[i], plain);
        secret_digest(plain, account->codes[i]);
    }
}

bool people_totp_confirm(const struct people *p, const char *id, const char *code,
                         char ret_codes[RECOVERY_CODES][RECOVERY_CODE_SIZE], struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    BUF_AUTO secret = buf_new(64);
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, id, &account, err))
        return false;
    if (account.totp_next.size == 0)
        return err_tell(err, ERR_CONFLICT, "Begin first: there is no secret to confirm.");
    if (!secret_open(&p->key, id, buf_span(&account.totp_next), &secret, err))
        return false;
    if (!codes_match(buf_span(&secret), code, p->now, 0, &account.totp_step))
        return err_tell(err, ERR_DENIED,
                        "This is not the code that the app shows now. Is the phone's clock right?");
    buf_clear(&account.totp);
    buf_put_span(&account.totp, buf_span(&account.totp_next));
    buf_clear(&account.totp_next);
    new_codes(&account, ret_codes);
    return account_write(p, &account, err) &&
           note(p, DID_ACCOUNT_SECOND_FACTOR_SET, id, err, NULL) &&
           store_together_keep(p->store, err);
}

bool people_totp_remove(const struct people *p, const char *id, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, id, &account, err))
        return false;
    if (account.person.role == DESK_ADMINISTRATOR)
        return err_tell(err, ERR_CONFLICT, "Administrators must have a second factor.");
    buf_clear(&account.totp);
    buf_clear(&account.totp_next);
    memset(account.codes, 0, sizeof account.codes);
    return account_write(p, &account, err) &&
           note(p, DID_ACCOUNT_SECOND_FACTOR_REMOVED, id, err, NULL) &&
           store_together_keep(p->store, err);
}

bool people_recovery(const struct people *p, const char *id, const char *password,
                     char ret_codes[RECOVERY_CODES][RECOVERY_CODE_SIZE], struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!account_read(p, id, &account, err) || !old_is_right(&account, password, err))
        return false;
    if (account.totp.size == 0)
        return err_tell(err, ERR_CONFLICT,
                        "Recovery codes stand in for a second factor: set one up.");
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    new_codes(&account, ret_codes);
    return account_write(p, &account, err) && note(p, DID_ACCOUNT_CODES_MADE, id, err, NULL) &&
           store_together_keep(p->store, err);
}
