/* Desk tables of the SQLite engine: settings, counters, statements, invitations. */
#include "sqlite_int.h"

enum { INVITATION_IDS = 32768, INVITATION_TRIES = 64 };

bool sqlite_setting_get(struct store *store, const char *key, struct buf *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_SETTING_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, key);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no setting \"%s\"", key);
    buf_put_span(ret, sqlite_span(st, 0));
    return buf_ok(ret, "a setting", err);
}

bool sqlite_setting_put(struct store *store, const char *key, struct span value, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_SETTING_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, key);
    sqlite_put_span(st, 2, value);
    return sqlite_run(s, st, err);
}

bool sqlite_counter(struct store *store, const char *counter, uint64_t *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_COUNTER, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, counter);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret = row ? (uint64_t)sqlite_int(st, 0) : 0;
    return true;
}

bool sqlite_next(struct store *store, const char *counter, uint64_t at_least, uint64_t *ret,
                 struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    uint64_t last;
    if (!sqlite_counter(store, counter, &last, err))
        return false;
    if (at_least > STORE_COUNTER_MAX || last >= STORE_COUNTER_MAX)
        return err_set(err, ERR_FULL, "the counter \"%s\" is at its end", counter);
    USE_AUTO st = sqlite_use(s, SQL_NEXT, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, counter);
    sqlite_put_int(st, 2, (int64_t)at_least);
    if (!sqlite_step(s, st, &row, err))
        return false;
    must(row, "a counter gave no number");
    uint64_t number = (uint64_t)sqlite_int(st, 0);
    if (!sqlite_run(s, st, err)) /* only the last step commits */
        return false;
    *ret = number;
    return true;
}

bool sqlite_statement_add(struct store *store, uint64_t number, int kind, struct span message,
                          struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_STATEMENT_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)number);
    sqlite_put_int(st, 2, kind);
    sqlite_put_span(st, 3, message);
    if (!sqlite_run(s, st, err))
        return err_wrap(err, "statement %llu", (unsigned long long)number);
    return true;
}

bool sqlite_statements(struct store *store, bool (*take)(void *, uint64_t, int, struct span),
                       void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_STATEMENTS, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row ||
            !take(context, (uint64_t)sqlite_int(st, 0), (int)sqlite_int(st, 1), sqlite_span(st, 2)))
            return true;
    }
    return false;
}

/* Is there an invitation of this id? With `living_only` an expired one does not count. */
static bool invitation_taken(struct sqlite_store *s, uint32_t id, int64_t now, bool living_only,
                             bool *ret, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_TAKEN, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    sqlite_put_int(st, 2, now);
    sqlite_put_int(st, 3, !living_only);
    return sqlite_step(s, st, ret, err);
}

/* A random id that nobody ever had, while those are easy to find; else one whose holder has
 * expired. */
static bool invitation_choose(struct sqlite_store *s, int64_t now, uint16_t *ret, struct err *err)
{
    uint32_t random;
    bool taken;
    for (int i = 0; i < INVITATION_TRIES + INVITATION_IDS; i++) {
        bool scan = i >= INVITATION_TRIES;
        if (!scan || i == INVITATION_TRIES)
            sqlite3_randomness(sizeof random, &random);
        uint32_t id = (scan ? random + (uint32_t)i : random) % INVITATION_IDS;
        if (!invitation_taken(s, id, now, scan, &taken, err))
            return false;
        if (!taken) {
            *ret = (uint16_t)id;
            return true;
        }
    }
    return err_set(err, ERR_FULL, "32,768 invitations are open: let some expire first");
}

bool sqlite_invitation_add(struct store *store, struct store_invitation *invitation, int64_t now,
                           struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    uint16_t id = 0;
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err) || !invitation_choose(s, now, &id, err))
        return false;
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_PUT, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    sqlite_put_span(st, 2, span_of(invitation->mac_key, sizeof invitation->mac_key));
    sqlite_put_text(st, 3, invitation->venue);
    sqlite_put_int(st, 4, invitation->expires);
    sqlite_put_digest(st, 5, &invitation->pin_blob);
    if (!sqlite_run(s, st, err) || !sqlite_commit(&tx, err))
        return false;
    invitation->id = id;
    return true;
}

static void invitation_read(sqlite3_stmt *st, struct store_invitation *ret)
{
    *ret = (struct store_invitation){ .id = (uint16_t)sqlite_int(st, 0),
                                      .expires = sqlite_int(st, 3),
                                      .used = sqlite3_column_type(st, 5) != SQLITE_NULL,
                                      .kiosk = (uint64_t)sqlite_int(st, 6) };
    sqlite_bytes(st, 1, ret->mac_key, sizeof ret->mac_key);
    sqlite_text(st, 2, ret->venue, sizeof ret->venue);
    sqlite_bytes(st, 4, ret->pin_blob.bytes, sizeof ret->pin_blob.bytes);
    sqlite_bytes(st, 5, ret->used_by, sizeof ret->used_by);
}

bool sqlite_invitation_get(struct store *store, uint16_t id, struct store_invitation *ret,
                           struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no such invitation");
    invitation_read(st, ret);
    return true;
}

bool sqlite_invitation_end(struct store *store, uint16_t id, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_invitation there;
    if (!sqlite_invitation_get(store, id, &there, err))
        return false;
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_END, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    if (!sqlite_run(s, st, err))
        return false;
    return sqlite3_changes(s->db) == 1 ||
           err_set(err, ERR_CONFLICT, "a kiosk has used this invitation");
}

bool sqlite_invitations(struct store *store, bool (*take)(void *, const struct store_invitation *),
                        void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_invitation invitation;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_INVITATIONS, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        invitation_read(st, &invitation);
        if (!take(context, &invitation))
            return true;
    }
    return false;
}
