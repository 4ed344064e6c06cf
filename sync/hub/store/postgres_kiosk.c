/* Kiosks of the PostgreSQL engine: enrolment, the fleet, watermarks, events. */
#include "postgres_int.h"
#include <stdio.h>

enum { PAGE = 1000 };

/* How an invitation stands to the key that asks for it. */
enum invitation_state { INVITATION_FREE, INVITATION_OURS };

/* Its row stays locked until the transaction ends: of two that come at once one is the first. */
static bool invitation_state(struct postgres_store *s, uint16_t id, const uint8_t key[32],
                             enum invitation_state *ret, struct buf *ret_reply, struct err *err)
{
    struct pg_args args = pg_args_of(PG_INVITATION_LOCK);
    pg_put_int(&args, id);
    RESULT_AUTO *result = pg_run(s, PG_INVITATION_LOCK, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "there is no such invitation");
    *ret = INVITATION_FREE;
    if (PQgetisnull(result, 0, 0) != 0)
        return true;
    if (!span_equal(pg_span(result, 0, 0), span_of(key, 32)))
        return err_set(err, ERR_REFUSED, "another kiosk has used this invitation");
    *ret = INVITATION_OURS;
    buf_put_span(ret_reply, pg_span(result, 0, 1));
    return buf_ok(ret_reply, "an enrolment reply", err);
}

static bool invitation_use(struct postgres_store *s, uint16_t id, const struct store_kiosk *kiosk,
                           struct span reply, struct err *err)
{
    struct pg_args args = pg_args_of(PG_INVITATION_USE);
    pg_put_int(&args, id);
    pg_put_span(&args, span_of(kiosk->key, sizeof kiosk->key));
    pg_put_int(&args, (int64_t)kiosk->id);
    pg_put_span(&args, reply);
    return pg_do(s, PG_INVITATION_USE, &args, NULL, err);
}

static bool kiosk_add(struct postgres_store *s, const struct store_kiosk *kiosk, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KIOSK_ADD);
    pg_put_int(&args, (int64_t)kiosk->id);
    pg_put_span(&args, span_of(kiosk->key, sizeof kiosk->key));
    pg_put_text(&args, kiosk->venue);
    pg_put_int(&args, (int64_t)kiosk->life);
    pg_put_int(&args, kiosk->invitation);
    pg_put_digest(&args, &kiosk->pin_blob);
    pg_put_int(&args, kiosk->enrolled);
    pg_put_int(&args, kiosk->revoked_from);
    pg_put_int(&args, kiosk->last_seen);
    pg_put_int(&args, (int64_t)kiosk->bundle_serial);
    return pg_do(s, PG_KIOSK_ADD, &args, NULL, err);
}

static bool watermark_add(struct postgres_store *s, uint64_t kiosk, uint64_t life,
                          const struct digest *start, struct err *err)
{
    struct pg_args args = pg_args_of(PG_WATERMARK_ADD);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)life);
    pg_put_digest(&args, start);
    return pg_do(s, PG_WATERMARK_ADD, &args, NULL, err);
}

bool postgres_enrol(struct store *store, uint16_t invitation, const struct store_kiosk *kiosk,
                    const struct digest *chain_start, struct span reply, struct buf *ret_reply,
                    struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    enum invitation_state state = INVITATION_FREE;
    PG_TX_AUTO tx = NULL;
    if (!pg_begin(s, &tx, err) ||
        !invitation_state(s, invitation, kiosk->key, &state, ret_reply, err))
        return false;
    if (state == INVITATION_OURS)
        return true;
    if (!invitation_use(s, invitation, kiosk, reply, err) || !kiosk_add(s, kiosk, err) ||
        !watermark_add(s, kiosk->id, kiosk->life, chain_start, err) || !pg_commit(&tx, err))
        return false;
    buf_put_span(ret_reply, reply);
    return buf_ok(ret_reply, "an enrolment reply", err);
}

static void kiosk_read(const PGresult *result, int row, struct store_kiosk *ret)
{
    ret->id = (uint64_t)pg_int(result, row, 0);
    pg_bytes(result, row, 1, ret->key, sizeof ret->key);
    pg_text(result, row, 2, ret->venue, sizeof ret->venue);
    ret->life = (uint64_t)pg_int(result, row, 3);
    ret->invitation = (uint16_t)pg_int(result, row, 4);
    pg_bytes(result, row, 5, ret->pin_blob.bytes, sizeof ret->pin_blob.bytes);
    ret->enrolled = pg_int(result, row, 6);
    ret->revoked_from = pg_int(result, row, 7);
    ret->last_seen = pg_int(result, row, 8);
    ret->bundle_serial = (uint64_t)pg_int(result, row, 9);
    pg_text(result, row, 10, ret->health, sizeof ret->health);
}

static bool no_such_kiosk(struct err *err)
{
    return err_set(err, ERR_MISSING, "there is no such kiosk");
}

bool postgres_kiosk_get(struct store *store, uint64_t kiosk, struct store_kiosk *ret,
                        struct err *err)
{
    struct pg_args args = pg_args_of(PG_KIOSK_GET);
    pg_put_int(&args, (int64_t)kiosk);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_KIOSK_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return no_such_kiosk(err);
    kiosk_read(result, 0, ret);
    return true;
}

bool postgres_kiosks(struct store *store, const char *venue,
                     bool (*take)(void *, const struct store_kiosk *), void *context,
                     struct err *err)
{
    struct store_kiosk kiosk = { 0 };
    enum pg_sql which = venue == NULL ? PG_KIOSKS : PG_KIOSKS_AT;
    for (int count = PAGE; count == PAGE;) {
        struct pg_args args = pg_args_of(which);
        pg_put_int(&args, (int64_t)kiosk.id);
        pg_put_int(&args, PAGE);
        if (venue != NULL)
            pg_put_text(&args, venue);
        RESULT_AUTO *result = pg_run(postgres_of(store), which, &args, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            kiosk_read(result, i, &kiosk);
            if (!take(context, &kiosk))
                return true;
        }
    }
    return true;
}

bool postgres_kiosk_move(struct store *store, uint64_t kiosk, const char *venue, struct err *err)
{
    int64_t changed;
    struct pg_args args = pg_args_of(PG_KIOSK_MOVE);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_text(&args, venue);
    if (!pg_do(postgres_of(store), PG_KIOSK_MOVE, &args, &changed, err))
        return false;
    return changed == 1 || no_such_kiosk(err);
}

static bool life_put(struct postgres_store *s, uint64_t kiosk, uint64_t life, struct err *err)
{
    int64_t changed;
    struct pg_args args = pg_args_of(PG_KIOSK_LIFE);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)life);
    if (!pg_do(s, PG_KIOSK_LIFE, &args, &changed, err))
        return false;
    return changed == 1 || no_such_kiosk(err);
}

bool postgres_life_begin(struct store *store, uint64_t kiosk, uint64_t life,
                         const struct digest *chain_start, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    PG_TX_AUTO tx = NULL;
    return pg_begin(s, &tx, err) && life_put(s, kiosk, life, err) &&
           watermark_add(s, kiosk, life, chain_start, err) && pg_commit(&tx, err);
}

static bool invitation_adopt(struct postgres_store *s, const struct store_kiosk *kiosk,
                             struct err *err)
{
    struct pg_args args = pg_args_of(PG_INVITATION_ADOPT);
    pg_put_int(&args, kiosk->invitation);
    pg_put_span(&args, span_of(kiosk->key, sizeof kiosk->key));
    pg_put_int(&args, (int64_t)kiosk->id);
    return pg_do(s, PG_INVITATION_ADOPT, &args, NULL, err);
}

bool postgres_adopt(struct store *store, const struct store_kiosk *kiosk,
                    const struct digest *chain_start, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    struct store_kiosk here;
    PG_TX_AUTO tx = NULL;
    if (!pg_begin(s, &tx, err))
        return false;
    if (postgres_kiosk_get(store, kiosk->id, &here, err))
        return store_adopted(kiosk, &here, err);
    return err->kind == ERR_MISSING && kiosk_add(s, kiosk, err) &&
           watermark_add(s, kiosk->id, kiosk->life, chain_start, err) &&
           invitation_adopt(s, kiosk, err) && pg_commit(&tx, err);
}

bool postgres_kiosk_revoke(struct store *store, uint64_t kiosk, int64_t from, struct err *err)
{
    int64_t changed;
    struct pg_args args = pg_args_of(PG_KIOSK_REVOKE);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, from);
    if (!pg_do(postgres_of(store), PG_KIOSK_REVOKE, &args, &changed, err))
        return false;
    return changed == 1 || no_such_kiosk(err);
}

static void watermark_read(const PGresult *result, int row, int column, struct store_watermark *ret)
{
    ret->life = (uint64_t)pg_int(result, row, column);
    ret->seq = (uint64_t)pg_int(result, row, column + 1);
    pg_bytes(result, row, column + 2, ret->hash.bytes, sizeof ret->hash.bytes);
    ret->run = (uint32_t)pg_int(result, row, column + 3);
    ret->print = (uint64_t)pg_int(result, row, column + 4);
}

bool postgres_watermark(struct store *store, uint64_t kiosk, uint64_t life,
                        struct store_watermark *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_WATERMARK_GET);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)life);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_WATERMARK_GET, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0)
        return err_set(err, ERR_MISSING, "this kiosk has no such life here");
    watermark_read(result, 0, 0, ret);
    return true;
}

bool postgres_watermarks(struct store *store, uint64_t kiosk,
                         bool (*take)(void *, const struct store_watermark *), void *context,
                         struct err *err)
{
    struct store_watermark watermark;
    struct pg_args args = pg_args_of(PG_WATERMARKS);
    pg_put_int(&args, (int64_t)kiosk);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_WATERMARKS, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        watermark_read(result, i, 0, &watermark);
        if (!take(context, &watermark))
            break;
    }
    return result != NULL;
}

/* The columns of SENDER behind the kiosk's own. */
enum { SENDER_VENUE = 11, SENDER_SERIAL = 15, SENDER_MANIFEST, SENDER_LIFE };

static bool sender_read(const PGresult *result, struct store_sender *ret, struct err *err)
{
    if (PQntuples(result) == 0)
        return no_such_kiosk(err);
    kiosk_read(result, 0, &ret->kiosk);
    if (PQgetisnull(result, 0, SENDER_VENUE) != 0)
        return err_set(err, ERR_CORRUPT, "the kiosk's venue \"%s\" is not there", ret->kiosk.venue);
    pg_text(result, 0, SENDER_VENUE, ret->venue.id, sizeof ret->venue.id);
    pg_text(result, 0, SENDER_VENUE + 1, ret->venue.name, sizeof ret->venue.name);
    pg_text(result, 0, SENDER_VENUE + 2, ret->venue.time_zone, sizeof ret->venue.time_zone);
    pg_text(result, 0, SENDER_VENUE + 3, ret->venue.kind, sizeof ret->venue.kind);
    ret->bundle.serial = (uint64_t)pg_int(result, 0, SENDER_SERIAL);
    pg_bytes(result, 0, SENDER_MANIFEST, ret->bundle.manifest.bytes,
             sizeof ret->bundle.manifest.bytes);
    ret->found = PQgetisnull(result, 0, SENDER_LIFE) == 0;
    watermark_read(result, 0, SENDER_LIFE, &ret->at);
    return true;
}

static bool send_questions(struct postgres_store *s, uint64_t kiosk, struct err *err)
{
    struct pg_args sender = pg_args_of(PG_SENDER);
    struct pg_args counter = pg_args_of(PG_COUNTER);
    pg_put_int(&sender, (int64_t)kiosk);
    pg_put_text(&counter, "bundle");
    return pg_pipe(s, PG_SENDER, &sender, err) && pg_pipe(s, PG_COUNTER, &counter, err) &&
           pg_pipe_flush(s, err);
}

/* One question for all but the counter, which is no kiosk's; both on one way. */
static bool ask_for_sender(struct postgres_store *s, uint64_t kiosk, PGresult *ret[2],
                           struct err *err)
{
    static const enum pg_sql list[] = { PG_SENDER, PG_COUNTER };
    if (!pg_ready(s, err) || !pg_need(s, list, 2, err) || !pg_pipe_begin(s, err))
        return false;
    if (send_questions(s, kiosk, err)) {
        ret[0] = pg_pipe_take(s, err);
        ret[1] = ret[0] == NULL ? NULL : pg_pipe_take(s, err);
    }
    pg_pipe_end(s);
    return ret[1] != NULL;
}

bool postgres_sender(struct store *store, uint64_t kiosk, struct store_sender *ret, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    PGresult *results[2] = { NULL, NULL };
    *ret = (struct store_sender){ 0 };
    bool asked = ask_for_sender(s, kiosk, results, err);
    if (!asked && !s->in_transaction && PQstatus(s->conn) != CONNECTION_OK) {
        PQclear(results[0]);
        results[0] = NULL;
        asked = ask_for_sender(s, kiosk, results, err);
    }
    bool read = asked && sender_read(results[0], ret, err);
    if (read)
        ret->bundles_made = PQntuples(results[1]) == 0 ? 0 : (uint64_t)pg_int(results[1], 0, 0);
    PQclear(results[0]);
    PQclear(results[1]);
    return read;
}

bool postgres_event(struct store *store, uint64_t kiosk, int64_t when, const char *what,
                    struct err *err)
{
    struct pg_args args = pg_args_of(PG_EVENT);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_text(&args, what);
    pg_put_int(&args, when);
    return pg_do(postgres_of(store), PG_EVENT, &args, NULL, err);
}

static void event_read(const PGresult *result, int row, struct store_event *ret)
{
    ret->kiosk = (uint64_t)pg_int(result, row, 0);
    ret->first = pg_int(result, row, 1);
    ret->last = pg_int(result, row, 2);
    ret->times = (uint32_t)pg_int(result, row, 3);
    pg_text(result, row, 4, ret->what, sizeof ret->what);
}

static PGresult *events_page(struct postgres_store *s, uint64_t kiosk,
                             const struct store_event *after, struct err *err)
{
    struct pg_args args = pg_args_of(PG_EVENTS);
    pg_put_kiosks(&args, kiosk);
    pg_put_int(&args, after->last);
    pg_put_int(&args, (int64_t)after->kiosk);
    pg_put_text(&args, after->what);
    pg_put_int(&args, PAGE);
    return pg_run(s, PG_EVENTS, &args, err);
}

bool postgres_events(struct store *store, uint64_t kiosk,
                     bool (*take)(void *, const struct store_event *), void *context,
                     struct err *err)
{
    struct store_event event = { .last = INT64_MAX };
    for (int count = PAGE; count == PAGE;) {
        RESULT_AUTO *result = events_page(postgres_of(store), kiosk, &event, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            event_read(result, i, &event);
            if (!take(context, &event))
                return true;
        }
    }
    return true;
}
