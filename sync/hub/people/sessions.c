/* Sessions: found by their token's digest, ended by idleness, by age, by their owner. See people.h.
 */
#include "people_int.h"
#include <stdio.h>

enum { NOTE_SECONDS = 60 }; /* use is noted no finer than this */

static json_t *session_json(int64_t created, int64_t used, const char *browser)
{
    return json_pack("{s:I, s:I, s:s}", "created", (json_int_t)created, "used", (json_int_t)used,
                     "browser", browser);
}

/* When it ends unless it is used: the paper's rank, by which ended ones are found. */
static int64_t end_of(int64_t created, int64_t used)
{
    int64_t idle = used + SESSION_IDLE_SECONDS;
    int64_t old = created + SESSION_SECONDS;
    return idle < old ? idle : old;
}

bool people_session_new(const struct people *p, const struct person *person, const char *browser,
                        char ret_token[TOKEN_SIZE], struct err *err)
{
    struct store_paper paper = { .kind = KIND_SESSION, .rank = end_of(p->now, p->now) };
    secret_token("", ret_token);
    secret_id(paper.id);
    secret_digest(ret_token, paper.also);
    (void)snprintf(paper.part, sizeof paper.part, "%s", person->id);
    return paper_write(p->store, &paper, session_json(p->now, p->now, browser), PAPER_NEW, err);
}

static bool nobody(struct err *err)
{
    return err_set(err, ERR_NOBODY, "Sign in: nobody is signed in, or the session has ended.");
}

/* Two requests at once may both want to note it: one of them is enough. */
static bool note_use(const struct people *p, struct store_paper *paper, const json_t *json,
                     struct err *err)
{
    char browser[80];
    int64_t created = paper_number(json, "created");
    if (p->now - paper_number(json, "used") < NOTE_SECONDS)
        return true;
    paper_text(json, "browser", browser, sizeof browser);
    paper->rank = end_of(created, p->now);
    return paper_write(p->store, paper, session_json(created, p->now, browser), paper->version,
                       err) ||
           err->kind == ERR_STALE;
}

static void fill_asker(const struct people *p, const struct person *person,
                       const struct store_paper *session, struct asker *ret)
{
    *ret = (struct asker){ .role = person->role,
                           .may = desk_role_may(person->role),
                           .scope = person->scope,
                           .expires = session->rank };
    memcpy(ret->id, person->id, sizeof ret->id);
    memcpy(ret->name, person->name, sizeof ret->name);
    memcpy(ret->session, session->id, sizeof ret->session);
    struct digest csrf = mac_of(span_of(&p->key, sizeof p->key), span_text(session->also));
    digest_hex(&csrf, ret->csrf);
    ret->must_set_up = person->role == DESK_ADMINISTRATOR && !person->second_factor;
}

bool people_session(const struct people *p, const char *token, struct asker *ret, struct err *err)
{
    struct store_paper paper;
    struct person person;
    char digest[65];
    BUF_AUTO body = buf_new(4096);
    secret_digest(token, digest);
    if (!store_paper_find(p->store, KIND_SESSION, digest, &paper, &body, err))
        return err->kind == ERR_MISSING ? nobody(err) : false;
    if (paper.rank <= p->now)
        return nobody(err);
    JSON_AUTO *json = paper_json(&paper, err);
    if (json == NULL)
        return false;
    if (!people_get(p, paper.part, &person, err))
        return err->kind == ERR_MISSING ? nobody(err) : false;
    if (person.state != PERSON_ACTIVE)
        return nobody(err);
    fill_asker(p, &person, &paper, ret);
    return note_use(p, &paper, json, err);
}

bool people_session_end(const struct people *p, const char *account, const char *session,
                        struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(4096);
    if (session == NULL)
        return store_papers_remove(p->store, KIND_SESSION, account, INT64_MAX, err);
    if (!store_paper_get(p->store, KIND_SESSION, session, &paper, &body, err))
        return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such session.")
                                        : false;
    if (strcmp(paper.part, account) != 0)
        return err_set(err, ERR_MISSING, "There is no such session.");
    return store_paper_remove(p->store, KIND_SESSION, session, err);
}

struct listing {
    int64_t now;
    bool (*take)(void *context, const struct listed_session *session);
    void *context;
    struct listed_session list[64];
    size_t count;
    struct err *err;
    bool failed;
};

static bool take_session(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct listed_session *session = &listing->list[listing->count];
    JSON_AUTO *json = paper_json(paper, listing->err);
    listing->failed = json == NULL;
    if (json == NULL)
        return false;
    if (paper->rank <= listing->now)
        return true;
    *session = (struct listed_session){ .created = paper_number(json, "created"),
                                        .last_used = paper_number(json, "used") };
    memcpy(session->id, paper->id, sizeof session->id - 1);
    paper_text(json, "browser", session->browser, sizeof session->browser);
    listing->count++;
    return listing->count < sizeof listing->list / sizeof listing->list[0];
}

/* Gathered first, so that they can be ended while they are told. */
bool people_sessions(const struct people *p, const char *account,
                     bool (*take)(void *context, const struct listed_session *session),
                     void *context, struct err *err)
{
    struct listing listing = { .now = p->now, .err = err };
    struct paper_query query = { .kind = KIND_SESSION, .part = account, .backwards = true };
    if (!store_papers(p->store, &query, take_session, &listing, err) || listing.failed)
        return false;
    for (size_t i = 0; i < listing.count; i++)
        if (!take(context, &listing.list[i]))
            break;
    return true;
}

bool people_tidy(const struct people *p, struct err *err)
{
    return store_papers_remove(p->store, KIND_SESSION, NULL, p->now, err) &&
           store_papers_remove(p->store, KIND_LINK, NULL, p->now, err);
}
