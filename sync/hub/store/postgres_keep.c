/*
 * Keeping of the PostgreSQL engine: many exchanges in one commit, in two volleys. The first locks
 * the watermarks; between the two it is decided what is kept; the second brings all of it and ends
 * with the COMMIT. The database guards the watermark once more: it moves only from exactly where
 * the batch begins, and where it does not, the statement fails and the COMMIT behind it is skipped.
 */
#include "postgres_int.h"
#include <stdlib.h>

enum { TRIES = 2 };

/* One life of one kiosk, as it was locked and as it is to be. */
struct place {
    uint64_t kiosk, life;
    struct store_watermark before, now;
    int64_t heard_segment, heard_ms, heard_wall;
    const struct store_keep *heard; /* the latest sign of life, if there is one */
    bool moved;
};

/* A group on its way. */
struct group {
    struct postgres_store *s;
    struct store_keep **keeps;
    size_t count;
    bool *heard;          /* of each, whether it is a sign of life */
    struct place *places; /* in the order of kiosk and life: no two groups lock crosswise */
    size_t place_count;
};

/* ---- places ---- */

static int by_place(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;
    int order = (x->kiosk > y->kiosk) - (x->kiosk < y->kiosk);
    return order != 0 ? order : (x->life > y->life) - (x->life < y->life);
}

static bool places_make(struct group *group, struct err *err)
{
    size_t kept = 0;
    group->places = calloc(group->count + 1, sizeof *group->places);
    group->heard = calloc(group->count + 1, sizeof *group->heard);
    if (group->places == NULL || group->heard == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep batches");
    for (size_t i = 0; i < group->count; i++) {
        group->places[i].kiosk = group->keeps[i]->kiosk;
        group->places[i].life = group->keeps[i]->life;
    }
    qsort(group->places, group->count, sizeof *group->places, by_place);
    for (size_t i = 0; i < group->count; i++)
        if (i == 0 || by_place(&group->places[kept - 1], &group->places[i]) != 0)
            group->places[kept++] = group->places[i];
    group->place_count = kept;
    return true;
}

static struct place *place_of(const struct group *group, const struct store_keep *keep)
{
    struct place wanted = { .kiosk = keep->kiosk, .life = keep->life };
    return bsearch(&wanted, group->places, group->place_count, sizeof wanted, by_place);
}

/* ---- the first volley ---- */

static bool send_locks(struct group *group, struct err *err)
{
    struct pg_args none = pg_args_of(PG_BEGIN);
    if (!pg_pipe(group->s, PG_BEGIN, &none, err))
        return false;
    for (size_t i = 0; i < group->place_count; i++) {
        struct pg_args args = pg_args_of(PG_KEEP_LOCK);
        pg_put_int(&args, (int64_t)group->places[i].kiosk);
        pg_put_int(&args, (int64_t)group->places[i].life);
        if (!pg_pipe(group->s, PG_KEEP_LOCK, &args, err))
            return false;
    }
    return pg_pipe_flush(group->s, err);
}

static void place_read(const PGresult *result, struct place *ret)
{
    ret->before.life = ret->life;
    ret->before.seq = (uint64_t)pg_int(result, 0, 0);
    pg_bytes(result, 0, 1, ret->before.hash.bytes, sizeof ret->before.hash.bytes);
    ret->before.run = (uint32_t)pg_int(result, 0, 2);
    ret->before.print = (uint64_t)pg_int(result, 0, 3);
    ret->now = ret->before;
    ret->heard_segment = pg_int(result, 0, 4);
    ret->heard_ms = pg_int(result, 0, 5);
    ret->heard_wall = pg_int(result, 0, 6);
}

static bool take_locks(struct group *group, struct err *err)
{
    RESULT_AUTO *begun = pg_pipe_take(group->s, err);
    if (begun == NULL)
        return false;
    group->s->in_transaction = true;
    for (size_t i = 0; i < group->place_count; i++) {
        RESULT_AUTO *result = pg_pipe_take(group->s, err);
        if (result == NULL)
            return false;
        if (PQntuples(result) == 0)
            return err_set(err, ERR_MISSING, "this kiosk has no such life here");
        place_read(result, &group->places[i]);
    }
    return true;
}

/* ---- deciding ---- */

static bool same(const struct digest *a, const struct digest *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Is this later by the kiosk's own time than what was last heard of this life? */
static bool is_later(const struct place *place, const struct store_keep *keep, int64_t now_ms)
{
    if (keep->now_segment == 0)
        return keep->now_wall > place->heard_wall;
    return keep->now_segment > place->heard_segment ||
           (keep->now_segment == place->heard_segment && now_ms > place->heard_ms);
}

/* Notes a sign of life; tells whether it is one. */
static bool hear(struct place *place, const struct store_keep *keep)
{
    int64_t now_ms = keep->now_ms > INT64_MAX ? INT64_MAX : (int64_t)keep->now_ms;
    if (keep->carried || !is_later(place, keep, now_ms))
        return false;
    place->heard = keep;
    if (keep->now_segment == 0) {
        place->heard_wall = keep->now_wall;
    } else {
        place->heard_segment = keep->now_segment;
        place->heard_ms = now_ms;
    }
    return true;
}

/* Why the watermark does not stand where the batch begins. What ends inside of what is known is
 * compared with the batches, when these are there to be asked. */
static enum keep_verdict judge(const struct store_watermark *at, const struct store_keep *keep)
{
    if (keep->before.seq > at->seq)
        return KEEP_GAP;
    if (keep->before.seq == at->seq)
        return KEEP_FORK;
    if (keep->after.seq == at->seq)
        return same(&keep->after.hash, &at->hash) ? KEEP_KNOWN : KEEP_FORK;
    return KEEP_OVERLAP;
}

static bool ends_inside(const struct store_keep *keep)
{
    return keep->verdict == KEEP_OVERLAP && keep->after.seq < keep->at.seq;
}

static void decide(struct group *group, size_t i)
{
    struct store_keep *keep = group->keeps[i];
    struct place *place = place_of(group, keep);
    group->heard[i] = hear(place, keep);
    keep->verdict = KEEP_KEPT;
    if (place->now.seq == keep->before.seq && same(&place->now.hash, &keep->before.hash)) {
        place->now = keep->after;
        place->moved = true;
    } else {
        keep->verdict = judge(&place->now, keep);
    }
    keep->at = place->now;
}

static bool brings_rows(const struct store_keep *keep)
{
    return keep->verdict == KEEP_KEPT && keep->after.seq > keep->before.seq;
}

/* ---- the second volley ---- */

static bool send_place(struct postgres_store *s, const struct place *place, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KEEP_MOVE);
    if (!place->moved && place->heard == NULL)
        return true;
    pg_put_int(&args, (int64_t)place->kiosk);
    pg_put_int(&args, (int64_t)place->life);
    pg_put_int(&args, (int64_t)place->before.seq);
    pg_put_digest(&args, &place->before.hash);
    pg_put_int(&args, (int64_t)place->now.seq);
    pg_put_digest(&args, &place->now.hash);
    pg_put_int(&args, place->now.run);
    pg_put_int(&args, (int64_t)place->now.print);
    pg_put_int(&args, place->heard_segment);
    pg_put_int(&args, place->heard_ms);
    pg_put_int(&args, place->heard_wall);
    return pg_pipe(s, PG_KEEP_MOVE, &args, err);
}

static bool send_heard(struct postgres_store *s, const struct place *place, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KEEP_HEARD);
    if (place->heard == NULL)
        return true;
    pg_put_int(&args, (int64_t)place->kiosk);
    pg_put_int(&args, place->heard->received);
    pg_put_int(&args, (int64_t)place->heard->bundle_serial);
    pg_put_span(&args, place->heard->health);
    return pg_pipe(s, PG_KEEP_HEARD, &args, err);
}

static bool same_month(const struct store_tally *a, const struct store_tally *b)
{
    return a->day == b->day && strcmp(a->venue, b->venue) == 0 && same(&a->survey, &b->survey);
}

static bool send_stale(struct postgres_store *s, uint64_t kiosk, const struct store_tally *tally,
                       struct err *err)
{
    int64_t survey;
    struct pg_args args = pg_args_of(PG_KEEP_STALE);
    if (!pg_survey_number(s, &tally->survey, &survey, err))
        return false;
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_text(&args, tally->venue);
    pg_put_int(&args, survey);
    pg_put_int(&args, tally->day);
    return pg_pipe(s, PG_KEEP_STALE, &args, err);
}

/* Notes the months that are added to. Tallies come in groups, so hardly any is noted twice. */
static bool send_stales(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    const struct store_tally *last = NULL;
    for (size_t i = 0; i < keep->tally_count; i++) {
        const struct store_tally *tally = &keep->tallies[i];
        if (!tally->monthly || (last != NULL && same_month(last, tally)))
            continue;
        if (!send_stale(s, keep->kiosk, tally, err))
            return false;
        last = tally;
    }
    return true;
}

static bool send_batch(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KEEP_BATCH);
    pg_put_int(&args, (int64_t)keep->kiosk);
    pg_put_int(&args, (int64_t)keep->life);
    pg_put_int(&args, (int64_t)(keep->before.seq + 1));
    pg_put_int(&args, (int64_t)keep->after.seq);
    pg_put_digest(&args, &keep->after.hash);
    pg_put_int(&args, keep->received);
    pg_put_int(&args, keep->carried);
    pg_put_text(&args, keep->time_zone);
    pg_put_span(&args, keep->batch);
    return pg_pipe(s, PG_KEEP_BATCH, &args, err) && pg_rows_send(s, keep, err) &&
           send_stales(s, keep, err);
}

/* The kiosk's counters go to its day. */
static bool send_day(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    const struct store_counters *counters = &keep->counters;
    struct pg_args args = pg_args_of(PG_KEEP_DAY);
    pg_put_int(&args, (int64_t)keep->kiosk);
    pg_put_int(&args, keep->day);
    pg_put_text(&args, keep->venue);
    pg_put_int(&args, counters->woken);
    pg_put_int(&args, counters->started);
    pg_put_int(&args, counters->completed);
    pg_put_int(&args, counters->restarts);
    pg_put_int(&args, (int64_t)(keep->after.seq - keep->before.seq));
    pg_put_int(&args, counters->pending);
    pg_put_int(&args, counters->room_mib);
    pg_put_int(&args, counters->write_ms);
    pg_put_text(&args, counters->version);
    pg_put_int(&args, counters->dead);
    pg_put_int(&args, counters->helped);
    return pg_pipe(s, PG_KEEP_DAY, &args, err);
}

/* All that one exchange adds. */
static bool send_keep(const struct group *group, size_t i, struct err *err)
{
    const struct store_keep *keep = group->keeps[i];
    bool day = keep->verdict == KEEP_KEPT && group->heard[i] && keep->venue != NULL;
    return (!day || send_day(group->s, keep, err)) &&
           (!brings_rows(keep) || send_batch(group->s, keep, err));
}

/* Last, so that it finds what this group itself brings. */
static bool send_question(struct postgres_store *s, const struct store_keep *keep, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KEEP_KNOWN);
    pg_put_int(&args, (int64_t)keep->kiosk);
    pg_put_int(&args, (int64_t)keep->life);
    pg_put_int(&args, (int64_t)keep->after.seq);
    return pg_pipe(s, PG_KEEP_KNOWN, &args, err);
}

static bool send_all(struct group *group, struct err *err)
{
    struct postgres_store *s = group->s;
    struct pg_args none = pg_args_of(PG_COMMIT);
    for (size_t i = 0; i < group->place_count; i++)
        if (!send_place(s, &group->places[i], err) || !send_heard(s, &group->places[i], err))
            return false;
    for (size_t i = 0; i < group->count; i++)
        if (!send_keep(group, i, err))
            return false;
    for (size_t i = 0; i < group->count; i++)
        if (ends_inside(group->keeps[i]) && !send_question(s, group->keeps[i], err))
            return false;
    return pg_pipe(s, PG_COMMIT, &none, err) && pg_pipe_flush(s, err);
}

static void answer_question(const PGresult *result, struct store_keep *keep)
{
    struct span after = span_of(keep->after.hash.bytes, sizeof keep->after.hash.bytes);
    if (PQntuples(result) == 1)
        keep->verdict = span_equal(pg_span(result, 0, 0), after) ? KEEP_KNOWN : KEEP_FORK;
}

/* Only COMMIT's own answer says that it is on the disk. */
static bool take_commit(struct postgres_store *s, struct err *err)
{
    RESULT_AUTO *result = pg_pipe_take(s, err);
    if (result == NULL)
        return false;
    s->in_transaction = false;
    return strcmp(PQcmdStatus(result), "COMMIT") == 0 ||
           err_set(err, ERR_LATER, "the database took a transaction back");
}

static bool take_all(struct group *group, struct err *err)
{
    struct postgres_store *s = group->s;
    size_t questions = 0;
    for (size_t i = 0; i < group->count; i++)
        questions += ends_inside(group->keeps[i]);
    while (s->queued > questions + 1) {
        RESULT_AUTO *result = pg_pipe_take(s, err);
        if (result == NULL)
            return false;
    }
    for (size_t i = 0; i < group->count; i++) {
        if (!ends_inside(group->keeps[i]))
            continue;
        RESULT_AUTO *result = pg_pipe_take(s, err);
        if (result == NULL)
            return false;
        answer_question(result, group->keeps[i]);
    }
    return take_commit(s, err);
}

/* ---- a group ---- */

/* What the volleys want, so that nothing has to be prepared inside of them. */
static bool prepare(struct postgres_store *s, struct err *err)
{
    static const enum pg_sql list[] = { PG_BEGIN,      PG_COMMIT,     PG_KEEP_LOCK,
                                        PG_KEEP_MOVE,  PG_KEEP_HEARD, PG_KEEP_BATCH,
                                        PG_KEEP_KNOWN, PG_KEEP_STALE, PG_KEEP_DAY };
    return pg_need(s, list, sizeof list / sizeof list[0], err);
}

static bool prepare_rows(const struct group *group, struct err *err)
{
    for (size_t i = 0; i < group->count; i++)
        if (!pg_rows_prepare(group->s, group->keeps[i], err))
            return false;
    return true;
}

/* One volley: sent, answered, and the link as it was. */
static bool volley(struct group *group, bool (*send)(struct group *, struct err *),
                   bool (*take)(struct group *, struct err *), struct err *err)
{
    if (!pg_pipe_begin(group->s, err))
        return false;
    bool fine = send(group, err) && take(group, err);
    pg_pipe_end(group->s);
    return fine;
}

static bool keep_once(struct group *group, struct err *err)
{
    struct postgres_store *s = group->s;
    for (size_t i = 0; i < group->place_count; i++)
        group->places[i].heard = NULL, group->places[i].moved = false;
    if (!pg_ready(s, err) || !prepare(s, err) || !prepare_rows(group, err) ||
        !volley(group, send_locks, take_locks, err))
        return false;
    for (size_t i = 0; i < group->count; i++)
        decide(group, i);
    return volley(group, send_all, take_all, err);
}

/* Tried again from its beginning, the watermarks, when the link broke or others were in the way:
 * what was kept although nobody heard of it is then found to be known. */
static bool keep_group(struct group *group, struct err *err)
{
    struct postgres_store *s = group->s;
    bool made = places_make(group, err);
    bool kept = false;
    for (int i = 0; made && !kept && i < TRIES; i++) {
        struct postgres_store *tx = s;
        s->mendable = false;
        kept = keep_once(group, err);
        if (!kept && s->in_transaction)
            pg_rollback(&tx);
        if (!s->mendable)
            break;
    }
    free(group->places);
    free(group->heard);
    return kept;
}

/* ---- spread over several machines ---- */

static int by_kiosk(const void *a, const void *b)
{
    const struct store_keep *x = *(const struct store_keep *const *)a;
    const struct store_keep *y = *(const struct store_keep *const *)b;
    int order = (x->kiosk > y->kiosk) - (x->kiosk < y->kiosk);
    return order != 0 ? order : (x > y) - (x < y); /* one kiosk's stay in their order */
}

static size_t of_one_kiosk(struct store_keep *const *keeps, size_t count)
{
    size_t end = 1;
    while (end < count && keeps[end]->kiosk == keeps[0]->kiosk)
        end++;
    return end;
}

/* Each kiosk in a commit of its own, which stays on one machine. What fails behind the first is
 * for later. */
static bool keep_each(struct postgres_store *s, struct store_keep **keeps, size_t count,
                      struct err *err)
{
    size_t kept = 0;
    qsort(keeps, count, sizeof(struct store_keep *), by_kiosk);
    for (size_t at = 0; at < count;) {
        struct group group = { .s = s, .keeps = keeps + at };
        group.count = of_one_kiosk(group.keeps, count - at);
        bool fine = keep_group(&group, err);
        for (size_t i = 0; !fine && i < group.count; i++)
            group.keeps[i]->verdict = KEEP_LATER;
        kept += fine;
        at += group.count;
    }
    return kept > 0 || count == 0;
}

bool postgres_keep(struct store *store, struct store_keep *keeps, size_t count, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    must(!s->together, "batches are no part of a whole change");
    struct store_keep **list = calloc(count + 1, sizeof(struct store_keep *));
    if (list == NULL)
        return err_set(err, ERR_LATER, "there is no memory to keep batches");
    for (size_t i = 0; i < count; i++)
        list[i] = &keeps[i];
    struct group group = { .s = s, .keeps = list, .count = count };
    bool kept = s->spread ? keep_each(s, list, count, err) : keep_group(&group, err);
    free(list);
    return kept;
}
