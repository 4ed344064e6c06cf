/* Desk tables of the PostgreSQL engine: settings, counters, statements, invitations. */
#include "postgres_int.h"
#include <unistd.h>

enum { INVITATION_IDS = 32768, INVITATION_TRIES = 16 };

bool postgres_setting_get(struct store *store, const char *key, struct buf *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_SETTING_GET);
    pg_put_text(&args, key);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_SETTING_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no setting \"%s\"", key);
    buf_put_span(ret, pg_span(result, 0, 0));
    return buf_ok(ret, "a setting", err);
}

bool postgres_setting_put(struct store *store, const char *key, struct span value, struct err *err)
{
    struct pg_args args = pg_args_of(PG_SETTING_PUT);
    pg_put_text(&args, key);
    pg_put_span(&args, value);
    return pg_do(postgres_of(store), PG_SETTING_PUT, &args, NULL, err);
}

bool postgres_counter(struct store *store, const char *counter, uint64_t *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_COUNTER);
    pg_put_text(&args, counter);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_COUNTER, &args, err);
    if (result == NULL)
        return false;
    *ret = PQntuples(result) == 0 ? 0 : (uint64_t)pg_int(result, 0, 0);
    return true;
}

static bool counter_full(const char *counter, struct err *err)
{
    return err_set(err, ERR_FULL, "the counter \"%s\" is at its end", counter);
}

bool postgres_next(struct store *store, const char *counter, uint64_t at_least, uint64_t *ret,
                   struct err *err)
{
    if (at_least > STORE_COUNTER_MAX)
        return counter_full(counter, err);
    struct pg_args args = pg_args_of(PG_NEXT);
    pg_put_text(&args, counter);
    pg_put_int(&args, (int64_t)at_least);
    pg_put_int(&args, (int64_t)STORE_COUNTER_MAX);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_NEXT, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return counter_full(counter, err);
    *ret = (uint64_t)pg_int(result, 0, 0);
    return true;
}

bool postgres_statement_add(struct store *store, uint64_t number, int kind, struct span message,
                            struct err *err)
{
    struct pg_args args = pg_args_of(PG_STATEMENT_ADD);
    pg_put_int(&args, (int64_t)number);
    pg_put_int(&args, kind);
    pg_put_span(&args, message);
    return pg_do(postgres_of(store), PG_STATEMENT_ADD, &args, NULL, err) ||
           err_wrap(err, "statement %llu", (unsigned long long)number);
}

bool postgres_statements(struct store *store, bool (*take)(void *, uint64_t, int, struct span),
                         void *context, struct err *err)
{
    struct pg_args args = pg_args_of(PG_STATEMENTS);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_STATEMENTS, &args, err);
    for (int i = 0; i < PQntuples(result); i++)
        if (!take(context, (uint64_t)pg_int(result, i, 0), (int)pg_int(result, i, 1),
                  pg_span(result, i, 2)))
            break;
    return result != NULL;
}

static void put_invitation(struct pg_args *args, int64_t id,
                           const struct store_invitation *invitation)
{
    pg_put_int(args, id);
    pg_put_span(args, span_of(invitation->mac_key, sizeof invitation->mac_key));
    pg_put_text(args, invitation->venue);
    pg_put_int(args, invitation->expires);
    pg_put_digest(args, &invitation->pin_blob);
}

/* A random id that no living invitation has. */
static bool invitation_choose(struct postgres_store *s, int64_t now, int64_t *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_INVITATION_FREE);
    pg_put_int(&args, INVITATION_IDS);
    pg_put_int(&args, now);
    RESULT_AUTO *result = pg_run(s, PG_INVITATION_FREE, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_FULL, "32,768 invitations are open: let some expire first");
    *ret = pg_int(result, 0, 0);
    return true;
}

/* A random id that nobody ever had, while those are easy to find. *ret_id is -1 when none was. */
static bool invitation_place_new(struct postgres_store *s,
                                 const struct store_invitation *invitation, int64_t *ret_id,
                                 struct err *err)
{
    for (int i = 0; i < INVITATION_TRIES; i++) {
        uint16_t random;
        int64_t changed;
        if (getentropy(&random, sizeof random) != 0)
            return err_errno(err, "choosing an invitation's number");
        struct pg_args args = pg_args_of(PG_INVITATION_NEW);
        put_invitation(&args, random % INVITATION_IDS, invitation);
        if (!pg_do(s, PG_INVITATION_NEW, &args, &changed, err))
            return false;
        *ret_id = changed == 1 ? random % INVITATION_IDS : -1;
        if (changed == 1)
            return true;
    }
    return true;
}

/* The place of one that has expired, or that nobody had. *ret_id is -1 when others were quicker. */
static bool invitation_place_again(struct postgres_store *s,
                                   const struct store_invitation *invitation, int64_t now,
                                   int64_t *ret_id, struct err *err)
{
    int64_t id = 0;
    int64_t changed = 0;
    if (!invitation_choose(s, now, &id, err))
        return false;
    struct pg_args args = pg_args_of(PG_INVITATION_RENEW);
    put_invitation(&args, id, invitation);
    pg_put_int(&args, now);
    if (!pg_do(s, PG_INVITATION_RENEW, &args, &changed, err))
        return false;
    *ret_id = changed == 1 ? id : -1;
    return true;
}

bool postgres_invitation_add(struct store *store, struct store_invitation *invitation, int64_t now,
                             struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    int64_t id = -1;
    if (!invitation_place_new(s, invitation, &id, err))
        return false;
    for (int i = 0; id < 0 && i < INVITATION_TRIES; i++)
        if (!invitation_place_again(s, invitation, now, &id, err))
            return false;
    if (id < 0)
        return err_set(err, ERR_LATER, "others were quicker with every invitation's number");
    invitation->id = (uint16_t)id;
    return true;
}

static void invitation_read(const PGresult *result, int row, struct store_invitation *ret)
{
    *ret = (struct store_invitation){ .id = (uint16_t)pg_int(result, row, 0),
                                      .expires = pg_int(result, row, 3),
                                      .used = PQgetisnull(result, row, 5) == 0,
                                      .kiosk = (uint64_t)pg_int(result, row, 6) };
    pg_bytes(result, row, 1, ret->mac_key, sizeof ret->mac_key);
    pg_text(result, row, 2, ret->venue, sizeof ret->venue);
    pg_bytes(result, row, 4, ret->pin_blob.bytes, sizeof ret->pin_blob.bytes);
    pg_bytes(result, row, 5, ret->used_by, sizeof ret->used_by);
}

bool postgres_invitation_get(struct store *store, uint16_t id, struct store_invitation *ret,
                             struct err *err)
{
    struct pg_args args = pg_args_of(PG_INVITATION_GET);
    pg_put_int(&args, id);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_INVITATION_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no such invitation");
    invitation_read(result, 0, ret);
    return true;
}

bool postgres_invitation_end(struct store *store, uint16_t id, struct err *err)
{
    struct store_invitation there;
    int64_t changed;
    if (!postgres_invitation_get(store, id, &there, err))
        return false;
    struct pg_args args = pg_args_of(PG_INVITATION_END);
    pg_put_int(&args, id);
    if (!pg_do(postgres_of(store), PG_INVITATION_END, &args, &changed, err))
        return false;
    return changed == 1 || err_set(err, ERR_CONFLICT, "a kiosk has used this invitation");
}

bool postgres_invitations(struct store *store,
                          bool (*take)(void *, const struct store_invitation *), void *context,
                          struct err *err)
{
    struct store_invitation invitation;
    struct pg_args args = pg_args_of(PG_INVITATIONS);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_INVITATIONS, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        invitation_read(result, i, &invitation);
        if (!take(context, &invitation))
            break;
    }
    return result != NULL;
}
