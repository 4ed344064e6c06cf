/* Accounts: invited, changed, closed. See people.h. */
#include "people_int.h"
#include <stdio.h>

/* ---- reading ---- */

bool people_get(const struct people *p, const char *id, struct person *ret, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!account_read(p, id, &account, err))
        return false;
    *ret = account.person;
    return true;
}

bool people_find(const struct people *p, const char *email, struct person *ret, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!account_by_email(p, email, &account, err))
        return false;
    *ret = account.person;
    return true;
}

struct listing {
    bool (*take)(void *context, const struct person *person);
    void *context;
    struct err *err;
    bool failed;
};

static bool take_account(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    ACCOUNT_AUTO account = { 0 };
    listing->failed = !account_from_paper(paper, &account, listing->err);
    return !listing->failed && listing->take(listing->context, &account.person);
}

bool people_list(const struct people *p, const struct person *after,
                 bool (*take)(void *context, const struct person *person), void *context,
                 struct err *err)
{
    struct listing listing = { .take = take, .context = context, .err = err };
    struct paper_query query = { .kind = KIND_ACCOUNT };
    if (after != NULL) {
        query.after_rank = after->created;
        query.after_id = after->id;
    }
    return store_papers(p->store, &query, take_account, &listing, err) && !listing.failed;
}

/* ---- inviting ---- */

static bool put_link(const struct people *p, const struct person *person, bool reset,
                     char ret_token[TOKEN_SIZE], struct err *err)
{
    struct store_paper link = { .kind = KIND_LINK, .rank = p->now + LINK_DAYS * 86400 };
    char digest[65];
    secret_token("", ret_token);
    const char *token = ret_token;
    secret_digest(token, digest);
    (void)snprintf(link.id, sizeof link.id, "%s", digest);
    (void)snprintf(link.part, sizeof link.part, "%s", person->id);
    return store_papers_remove(p->store, KIND_LINK, person->id, INT64_MAX, err) &&
           paper_write(p->store, &link, json_pack("{s:b}", "reset", reset), PAPER_NEW, err);
}

bool people_invite(const struct people *p, const struct person *person, struct person *ret,
                   char ret_token[TOKEN_SIZE], struct err *err)
{
    ACCOUNT_AUTO account = { .person = *person };
    if (strchr(person->email, '@') == NULL)
        return err_tell(err, ERR_REFUSED, "\"%.60s\" is no e-mail address.", person->email);
    account.person.state = PERSON_INVITED;
    account.person.created = p->now;
    account.person.last_sign_in = 0;
    account.person.version = PAPER_NEW;
    secret_id(account.person.id);
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    *ret = account.person;
    ret->version = 1;
    return account_write(p, &account, err) && put_link(p, &account.person, false, ret_token, err) &&
           note(p, DID_ACCOUNT_INVITED, account.person.id, err, "email", person->email, "role",
                desk_role_name(person->role), NULL) &&
           store_together_keep(p->store, err);
}

bool people_reset(const struct people *p, const char *id, char ret_token[TOKEN_SIZE],
                  struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, id, &account, err))
        return false;
    account.password[0] = '\0';
    account.person.state = account.person.state == PERSON_CLOSED ? PERSON_CLOSED : PERSON_INVITED;
    buf_clear(&account.totp);
    buf_clear(&account.totp_next);
    memset(account.codes, 0, sizeof account.codes);
    account.failures = 0;
    account.next_try = 0;
    return account_write(p, &account, err) && people_session_end(p, id, NULL, err) &&
           put_link(p, &account.person, true, ret_token, err) &&
           note(p, DID_ACCOUNT_RESET, id, err, NULL) && store_together_keep(p->store, err);
}

/* ---- changing ---- */

struct counting {
    const char *but;
    int administrators;
};

static bool count_administrator(void *context, const struct person *person)
{
    struct counting *counting = context;
    counting->administrators += person->role == DESK_ADMINISTRATOR &&
                                person->state == PERSON_ACTIVE && person->scope.count == 0 &&
                                strcmp(person->id, counting->but) != 0;
    return true;
}

/* Somebody must be left who can let others in. */
static bool may_lose(const struct people *p, const struct person *from, const struct person *to,
                     struct err *err)
{
    struct counting counting = { .but = from->id };
    bool stays =
        to->role == DESK_ADMINISTRATOR && to->state != PERSON_CLOSED && to->scope.count == 0;
    if (stays || from->role != DESK_ADMINISTRATOR || from->state != PERSON_ACTIVE)
        return true;
    if (!people_list(p, NULL, count_administrator, &counting, err))
        return false;
    return counting.administrators > 0 ||
           err_tell(err, ERR_CONFLICT, "This is the last administrator. Invite another one first.");
}

static bool rights_shrink(const struct person *from, const struct person *to)
{
    return to->state == PERSON_CLOSED ||
           (desk_role_may(from->role) & ~desk_role_may(to->role)) != 0 ||
           memcmp(&from->scope, &to->scope, sizeof to->scope) != 0;
}

static bool note_change(const struct people *p, const struct person *person, struct err *err)
{
    return note(p, DID_ACCOUNT_CHANGED, person->id, err, "name", person->name, "role",
                desk_role_name(person->role), "state", person_state_name(person->state), NULL);
}

bool people_change(const struct people *p, const struct person *person, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, person->id, &account, err) || !may_lose(p, &account.person, person, err))
        return false;
    bool shrinks = rights_shrink(&account.person, person);
    enum person_state state = person->state;
    if (state == PERSON_ACTIVE && account.password[0] == '\0')
        state = PERSON_INVITED; /* nobody has taken up the invitation yet */
    memcpy(account.person.name, person->name, sizeof account.person.name);
    account.person.role = person->role;
    account.person.scope = person->scope;
    account.person.state = state;
    account.person.version = person->version;
    return account_write(p, &account, err) &&
           (!shrinks || people_session_end(p, person->id, NULL, err)) &&
           note_change(p, &account.person, err) && store_together_keep(p->store, err);
}

bool people_rename(const struct people *p, const char *id, const char *name, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, id, &account, err))
        return false;
    (void)snprintf(account.person.name, sizeof account.person.name, "%s", name);
    return account_write(p, &account, err) && note_change(p, &account.person, err) &&
           store_together_keep(p->store, err);
}

bool people_wishes(const struct people *p, const char *id, struct buf *ret, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!account_read(p, id, &account, err))
        return false;
    buf_put_span(ret, buf_span(&account.wishes));
    return buf_ok(ret, "alert wishes", err);
}

bool people_wishes_put(const struct people *p, const char *id, struct span json, struct err *err)
{
    ACCOUNT_AUTO account = { 0 };
    if (!store_together(p->store, err))
        return false;
    TOGETHER_AUTO together = p->store;
    if (!account_read(p, id, &account, err))
        return false;
    buf_clear(&account.wishes);
    buf_put_span(&account.wishes, json);
    return buf_ok(&account.wishes, "alert wishes", err) && account_write(p, &account, err) &&
           note(p, DID_ACCOUNT_MAILS_CHANGED, id, err, NULL) && store_together_keep(p->store, err);
}
