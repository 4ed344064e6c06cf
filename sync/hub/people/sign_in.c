/*
 * Signing in: e-mail, password, and a one-time or recovery code where a second factor is set up.
 * Wrong ones make an account wait, longer each time; what is wrong is not said.
 */
#include "people_int.h"

enum { FREE_TRIES = 5, WAIT_FIRST = 2, WAIT_MOST = 900 };

static unsigned wait_after(int failures)
{
    unsigned seconds = WAIT_FIRST;
    for (int i = FREE_TRIES; i < failures && seconds < WAIT_MOST; i++)
        seconds *= 2;
    return failures < FREE_TRIES ? 0 : seconds < WAIT_MOST ? seconds : WAIT_MOST;
}

static bool note_failure(const struct people *p, struct account *account, struct err *err)
{
    account->failures++;
    unsigned wait = wait_after(account->failures);
    account->next_try = p->now + wait;
    if (!account_write(p, account, err))
        return err->kind == ERR_STALE; /* another try came between: it counts itself */
    return account->failures != FREE_TRIES ||
           note(p, DID_ACCOUNT_SIGN_IN_SLOWED, account->person.id, err, NULL);
}

/* A recovery code is good once. */
static bool use_recovery(struct account *account, const char *code)
{
    char plain[RECOVERY_CODE_SIZE];
    char digest[65];
    secret_recovery_plain(code, plain);
    secret_digest(plain, digest);
    for (size_t i = 0; i < RECOVERY_CODES; i++)
        if (account->codes[i][0] != '\0' && strcmp(account->codes[i], digest) == 0) {
            account->codes[i][0] = '\0';
            account->person.recovery_left--;
            return true;
        }
    return false;
}

/* False when the code is wrong, or with *err set when it cannot be judged. */
static bool code_is_right(const struct people *p, struct account *account, const char *code,
                          struct err *err)
{
    BUF_AUTO secret = buf_new(64);
    if (account->totp.size == 0)
        return true;
    if (!secret_open(&p->key, account->person.id, buf_span(&account->totp), &secret, err))
        return false;
    bool right =
        codes_match(buf_span(&secret), code, p->now, account->totp_step, &account->totp_step) ||
        use_recovery(account, code);
    if (secret.data != NULL)
        seal_forget(secret.data, secret.size);
    return right;
}

static bool let_in(const struct people *p, struct account *account, const struct sign_in *in,
                   struct person *ret_person, char ret_token[TOKEN_SIZE], struct err *err)
{
    struct people as = *p;
    memcpy(as.actor.id, account->person.id, sizeof account->person.id);
    memcpy(as.actor.name, account->person.name, sizeof account->person.name);
    account->failures = 0;
    account->next_try = 0;
    account->person.last_sign_in = p->now;
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    *ret_person = account->person;
    ret_person->version++;
    return account_write(p, account, err) &&
           people_session_new(&as, &account->person, in->browser, ret_token, err) &&
           note(&as, DID_SESSION_BEGAN, account->person.id, err, "browser", in->browser, NULL) &&
           store_together_keep(p->store, err);
}

/* With an account found, or without one: as long and as silent. */
static bool judge(const struct people *p, struct account *account, const struct sign_in *in,
                  enum sign_in_result *ret, struct err *err)
{
    bool known = account->person.id[0] != '\0' && account->person.state == PERSON_ACTIVE;
    bool right = passwords_match(known ? account->password : "", in->password);
    *ret = SIGN_IN_WRONG;
    if (!known)
        return true;
    if (right && account->totp.size > 0 && in->code[0] == '\0') {
        *ret = SIGN_IN_NEEDS_CODE;
        return true;
    }
    *err = (struct err){ 0 };
    if (right && code_is_right(p, account, in->code, err))
        *ret = SIGN_IN_DONE;
    if (err->kind != ERR_NONE)
        return false;
    return *ret == SIGN_IN_DONE || note_failure(p, account, err);
}

bool people_sign_in(const struct people *p, const struct sign_in *in, enum sign_in_result *ret,
                    unsigned *ret_wait, struct person *ret_person, char ret_token[TOKEN_SIZE],
                    struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    *ret_wait = 0;
    if (!account_by_email(p, in->email, &account, err) && err->kind != ERR_MISSING)
        return false;
    if (account.next_try > p->now) {
        *ret = SIGN_IN_WAIT;
        *ret_wait = (unsigned)(account.next_try - p->now);
        return true;
    }
    return judge(p, &account, in, ret, err) &&
           (*ret != SIGN_IN_DONE || let_in(p, &account, in, ret_person, ret_token, err));
}
