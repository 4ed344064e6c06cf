/* Kiosks of the SQLite engine: enrolment, the fleet, watermarks, events. */
#include "sqlite_int.h"

enum { INVITATION_USED_BY = 5, INVITATION_REPLY = 7 };

/* How an invitation stands to the key that asks for it. */
enum invitation_state { INVITATION_FREE, INVITATION_OURS };

static bool invitation_state(struct sqlite_store *s, uint16_t id, const uint8_t key[32],
                             enum invitation_state *ret, struct buf *ret_reply, struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no such invitation");
    *ret = INVITATION_FREE;
    if (sqlite3_column_type(st, INVITATION_USED_BY) == SQLITE_NULL)
        return true;
    if (!span_equal(sqlite_span(st, INVITATION_USED_BY), span_of(key, 32)))
        return err_set(err, ERR_REFUSED, "another kiosk has used this invitation");
    *ret = INVITATION_OURS;
    buf_put_span(ret_reply, sqlite_span(st, INVITATION_REPLY));
    return buf_ok(ret_reply, "an enrolment reply", err);
}

static bool invitation_use(struct sqlite_store *s, uint16_t id, const struct store_kiosk *kiosk,
                           struct span reply, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_USE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, id);
    sqlite_put_span(st, 2, span_of(kiosk->key, sizeof kiosk->key));
    sqlite_put_int(st, 3, (int64_t)kiosk->id);
    sqlite_put_span(st, 4, reply);
    return sqlite_run(s, st, err);
}

static bool kiosk_add(struct sqlite_store *s, const struct store_kiosk *kiosk, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk->id);
    sqlite_put_span(st, 2, span_of(kiosk->key, sizeof kiosk->key));
    sqlite_put_text(st, 3, kiosk->venue);
    sqlite_put_int(st, 4, (int64_t)kiosk->life);
    sqlite_put_int(st, 5, kiosk->invitation);
    sqlite_put_digest(st, 6, &kiosk->pin_blob);
    sqlite_put_int(st, 7, kiosk->enrolled);
    sqlite_put_int(st, 8, kiosk->revoked_from);
    sqlite_put_int(st, 9, kiosk->last_seen);
    sqlite_put_int(st, 10, (int64_t)kiosk->bundle_serial);
    return sqlite_run(s, st, err);
}

static bool watermark_add(struct sqlite_store *s, uint64_t kiosk, uint64_t life,
                          const struct digest *start, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_WATERMARK_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)life);
    sqlite_put_digest(st, 3, start);
    return sqlite_run(s, st, err);
}

bool sqlite_enrol(struct store *store, uint16_t invitation, const struct store_kiosk *kiosk,
                  const struct digest *chain_start, struct span reply, struct buf *ret_reply,
                  struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    enum invitation_state state = INVITATION_FREE;
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err) ||
        !invitation_state(s, invitation, kiosk->key, &state, ret_reply, err))
        return false;
    if (state == INVITATION_OURS)
        return true;
    if (!invitation_use(s, invitation, kiosk, reply, err) || !kiosk_add(s, kiosk, err) ||
        !watermark_add(s, kiosk->id, kiosk->life, chain_start, err) || !sqlite_commit(&tx, err))
        return false;
    buf_put_span(ret_reply, reply);
    return buf_ok(ret_reply, "an enrolment reply", err);
}

static void kiosk_read(sqlite3_stmt *st, struct store_kiosk *ret)
{
    ret->id = (uint64_t)sqlite_int(st, 0);
    sqlite_bytes(st, 1, ret->key, sizeof ret->key);
    sqlite_text(st, 2, ret->venue, sizeof ret->venue);
    ret->life = (uint64_t)sqlite_int(st, 3);
    ret->invitation = (uint16_t)sqlite_int(st, 4);
    sqlite_bytes(st, 5, ret->pin_blob.bytes, sizeof ret->pin_blob.bytes);
    ret->enrolled = sqlite_int(st, 6);
    ret->revoked_from = sqlite_int(st, 7);
    ret->last_seen = sqlite_int(st, 8);
    ret->bundle_serial = (uint64_t)sqlite_int(st, 9);
    sqlite_text(st, 10, ret->health, sizeof ret->health);
}

bool sqlite_kiosk_get(struct store *store, uint64_t kiosk, struct store_kiosk *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no such kiosk");
    kiosk_read(st, ret);
    return true;
}

static bool life_put(struct sqlite_store *s, uint64_t kiosk, uint64_t life, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_LIFE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)life);
    if (!sqlite_run(s, st, err))
        return false;
    return sqlite3_changes(s->db) == 1 || err_set(err, ERR_MISSING, "there is no such kiosk");
}

bool sqlite_life_begin(struct store *store, uint64_t kiosk, uint64_t life,
                       const struct digest *chain_start, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    TX_AUTO tx = NULL;
    return sqlite_begin(s, &tx, err) && life_put(s, kiosk, life, err) &&
           watermark_add(s, kiosk, life, chain_start, err) && sqlite_commit(&tx, err);
}

static bool invitation_adopt(struct sqlite_store *s, const struct store_kiosk *kiosk,
                             struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_INVITATION_ADOPT, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, kiosk->invitation);
    sqlite_put_span(st, 2, span_of(kiosk->key, sizeof kiosk->key));
    sqlite_put_int(st, 3, (int64_t)kiosk->id);
    return sqlite_run(s, st, err);
}

bool sqlite_adopt(struct store *store, const struct store_kiosk *kiosk,
                  const struct digest *chain_start, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_kiosk here;
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err))
        return false;
    if (sqlite_kiosk_get(store, kiosk->id, &here, err))
        return store_adopted(kiosk, &here, err);
    return err->kind == ERR_MISSING && kiosk_add(s, kiosk, err) &&
           watermark_add(s, kiosk->id, kiosk->life, chain_start, err) &&
           invitation_adopt(s, kiosk, err) && sqlite_commit(&tx, err);
}

bool sqlite_kiosks(struct store *store, const char *venue,
                   bool (*take)(void *, const struct store_kiosk *), void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_kiosk kiosk;
    bool row = true;
    USE_AUTO st = sqlite_use(s, venue == NULL ? SQL_KIOSKS : SQL_KIOSKS_AT, err);
    if (st == NULL)
        return false;
    if (venue != NULL)
        sqlite_put_text(st, 1, venue);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        kiosk_read(st, &kiosk);
        if (!take(context, &kiosk))
            return true;
    }
    return false;
}

bool sqlite_kiosk_move(struct store *store, uint64_t kiosk, const char *venue, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_MOVE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_text(st, 2, venue);
    if (!sqlite_run(s, st, err))
        return false;
    return sqlite3_changes(s->db) == 1 || err_set(err, ERR_MISSING, "there is no such kiosk");
}

bool sqlite_kiosk_revoke(struct store *store, uint64_t kiosk, int64_t from, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_REVOKE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, from);
    if (!sqlite_run(s, st, err))
        return false;
    return sqlite3_changes(s->db) == 1 || err_set(err, ERR_MISSING, "there is no such kiosk");
}

static void watermark_read(sqlite3_stmt *st, struct store_watermark *ret)
{
    ret->life = (uint64_t)sqlite_int(st, 0);
    ret->seq = (uint64_t)sqlite_int(st, 1);
    sqlite_bytes(st, 2, ret->hash.bytes, sizeof ret->hash.bytes);
    ret->run = (uint32_t)sqlite_int(st, 3);
    ret->print = (uint64_t)sqlite_int(st, 4);
}

bool sqlite_watermark(struct store *store, uint64_t kiosk, uint64_t life,
                      struct store_watermark *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_WATERMARK_GET, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)life);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "this kiosk has no such life here");
    watermark_read(st, ret);
    return true;
}

static bool sender_read(struct store *store, uint64_t kiosk, struct store_sender *ret,
                        struct err *err)
{
    if (!sqlite_kiosk_get(store, kiosk, &ret->kiosk, err))
        return false;
    if (!sqlite_venue_get(store, ret->kiosk.venue, &ret->venue, err))
        return err->kind == ERR_MISSING
                   ? err_set(err, ERR_CORRUPT, "the kiosk's venue \"%s\" is not there",
                             ret->kiosk.venue)
                   : false;
    if (!sqlite_counter(store, "bundle", &ret->bundles_made, err) ||
        (!sqlite_bundle_get(store, ret->kiosk.venue, &ret->bundle, err) &&
         err->kind != ERR_MISSING))
        return false;
    ret->found = sqlite_watermark(store, kiosk, ret->kiosk.life, &ret->at, err);
    return ret->found || err->kind == ERR_MISSING;
}

bool sqlite_sender(struct store *store, uint64_t kiosk, struct store_sender *ret, struct err *err)
{
    TX_AUTO tx = NULL;
    *ret = (struct store_sender){ 0 };
    return sqlite_look(sqlite_of(store), &tx, err) && sender_read(store, kiosk, ret, err);
}

bool sqlite_watermarks(struct store *store, uint64_t kiosk,
                       bool (*take)(void *, const struct store_watermark *), void *context,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_watermark watermark;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_WATERMARKS, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        watermark_read(st, &watermark);
        if (!take(context, &watermark))
            return true;
    }
    return false;
}

bool sqlite_event(struct store *store, uint64_t kiosk, int64_t when, const char *what,
                  struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_EVENT, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_text(st, 2, what);
    sqlite_put_int(st, 3, when);
    return sqlite_run(s, st, err);
}

static void event_read(sqlite3_stmt *st, struct store_event *ret)
{
    ret->kiosk = (uint64_t)sqlite_int(st, 0);
    ret->first = sqlite_int(st, 1);
    ret->last = sqlite_int(st, 2);
    ret->times = (uint32_t)sqlite_int(st, 3);
    sqlite_text(st, 4, ret->what, sizeof ret->what);
}

bool sqlite_events(struct store *store, uint64_t kiosk,
                   bool (*take)(void *, const struct store_event *), void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_event event;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_EVENTS, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        event_read(st, &event);
        if (!take(context, &event))
            return true;
    }
    return false;
}
