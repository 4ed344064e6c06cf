/* Reading of the PostgreSQL engine: rows, batches, what was set aside, tallies; a page at a time,
 * each behind the key that the one before ended with, so that memory stays flat however much there
 * is and nothing stays open meanwhile. */
#include "answers_pack.h"
#include "postgres_int.h"
#include <stdio.h>
#include <stdlib.h>

enum { PAGE_ROWS = 4000, PAGE_BATCHES = 16, PAGE_TALLIES = 4000, NUMBERS_MAX = 4096 };

/* ---- rows ---- */

static bool row_read(struct postgres_store *s, const PGresult *result, int row,
                     struct store_row *ret, struct err *err)
{
    struct store_response *r = &ret->response;
    *ret = (struct store_row){ .kiosk = (uint64_t)pg_int(result, row, 0),
                               .life = (uint64_t)pg_int(result, row, 1) };
    r->seq = (uint64_t)pg_int(result, row, 2);
    pg_text(result, row, 3, r->venue, sizeof r->venue);
    if (!pg_survey_digest(s, pg_int(result, row, 4), &r->survey, err))
        return false;
    r->day = (int32_t)pg_int(result, row, 5);
    r->hour = (uint8_t)pg_int(result, row, 6);
    r->quality = (enum time_quality)pg_int(result, row, 7);
    pg_text(result, row, 8, r->language, sizeof r->language);
    r->access = (uint8_t)pg_int(result, row, 9);
    r->assisted = pg_int(result, row, 10) != 0;
    r->ending = (uint8_t)pg_int(result, row, 11);
    r->flagged = pg_int(result, row, 12) != 0;
    size_t count = answers_unpack(pg_span(result, row, 13), r->state);
    if (count > SURVEY_QUESTIONS_MAX)
        return err_set(err, ERR_CORRUPT, "the answers of response %llu are damaged",
                       (unsigned long long)r->seq);
    r->count = (uint8_t)count;
    return true;
}

/* Where reading stands: what was read last, and whether there is more. */
struct reading {
    struct postgres_store *s;
    bool (*take)(void *, const struct store_row *);
    void *context;
    struct store_row last;
    bool more;
};

/* Hands the rows of a page on. */
static bool rows_take(struct reading *reading, const PGresult *result, struct err *err)
{
    int count = PQntuples(result);
    reading->more = count == PAGE_ROWS;
    for (int i = 0; i < count; i++) {
        if (!row_read(reading->s, result, i, &reading->last, err))
            return false;
        if (!reading->take(reading->context, &reading->last)) {
            reading->more = false;
            break;
        }
    }
    return result != NULL;
}

static void put_key(struct pg_args *args, uint64_t kiosk, uint64_t life, uint64_t seq)
{
    pg_put_int(args, (int64_t)kiosk);
    pg_put_int(args, (int64_t)life);
    pg_put_int(args, (int64_t)seq);
}

bool postgres_rows(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                   const struct store_row *after, bool (*take)(void *, const struct store_row *),
                   void *context, struct err *err)
{
    struct reading reading = { postgres_of(store), take, context, { 0 }, true };
    BUF_AUTO numbers = buf_new(NUMBERS_MAX * 8 + 32);
    if (!pg_survey_versions(reading.s, survey_id, &numbers, err))
        return false;
    reading.last.life = (uint64_t)INT64_MAX; /* no kiosk is 0 */
    if (after != NULL)
        reading.last = *after;
    while (reading.more) {
        struct pg_args args = pg_args_of(PG_ROWS);
        pg_put_span(&args, buf_span(&numbers));
        pg_put_int(&args, from_day);
        pg_put_int(&args, to_day);
        put_key(&args, reading.last.kiosk, reading.last.life, reading.last.response.seq);
        pg_put_int(&args, PAGE_ROWS);
        RESULT_AUTO *result = pg_run(reading.s, PG_ROWS, &args, err);
        if (result == NULL || !rows_take(&reading, result, err))
            return false;
    }
    return true;
}

bool postgres_kiosk_rows(struct store *store, uint64_t kiosk,
                         bool (*take)(void *, const struct store_row *), void *context,
                         struct err *err)
{
    struct reading reading = { postgres_of(store), take, context, { 0 }, true };
    reading.last.life = (uint64_t)INT64_MIN;
    while (reading.more) {
        struct pg_args args = pg_args_of(PG_KIOSK_ROWS);
        put_key(&args, kiosk, reading.last.life, reading.last.response.seq);
        pg_put_int(&args, PAGE_ROWS);
        RESULT_AUTO *result = pg_run(reading.s, PG_KIOSK_ROWS, &args, err);
        if (result == NULL || !rows_take(&reading, result, err))
            return false;
    }
    return true;
}

/* ---- batches ---- */

static void batch_read(const PGresult *result, int row, struct store_batch *ret)
{
    *ret = (struct store_batch){ .kiosk = (uint64_t)pg_int(result, row, 0),
                                 .life = (uint64_t)pg_int(result, row, 1),
                                 .first = (uint64_t)pg_int(result, row, 2),
                                 .last = (uint64_t)pg_int(result, row, 3),
                                 .received = pg_int(result, row, 4),
                                 .carried = pg_int(result, row, 5) != 0,
                                 .bytes = pg_span(result, row, 7) };
    pg_text(result, row, 6, ret->time_zone, sizeof ret->time_zone);
    pg_bytes(result, row, 8, ret->hash.bytes, sizeof ret->hash.bytes);
}

/* A page of what is keyed by kiosk, life and number, behind this key. */
static PGresult *page_behind(struct postgres_store *s, enum pg_sql which, uint64_t kiosk,
                             const uint64_t key[3], int size, struct err *err)
{
    struct pg_args args = pg_args_of(which);
    pg_put_kiosks(&args, kiosk);
    put_key(&args, key[0], key[1], key[2]);
    pg_put_int(&args, size);
    return pg_run(s, which, &args, err);
}

/* Before the first of a kiosk, or of all. */
static void key_start(uint64_t kiosk, uint64_t ret[3])
{
    ret[0] = kiosk;
    ret[1] = (uint64_t)INT64_MIN;
    ret[2] = 0;
}

bool postgres_batches(struct store *store, uint64_t kiosk,
                      bool (*take)(void *, const struct store_batch *), void *context,
                      struct err *err)
{
    uint64_t key[3];
    key_start(kiosk, key);
    for (int count = PAGE_BATCHES; count == PAGE_BATCHES;) {
        struct store_batch batch;
        RESULT_AUTO *result =
            page_behind(postgres_of(store), PG_BATCHES, kiosk, key, PAGE_BATCHES, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            batch_read(result, i, &batch);
            if (!take(context, &batch))
                return true;
            memcpy(key, (uint64_t[]){ batch.kiosk, batch.life, batch.first }, sizeof key);
        }
    }
    return true;
}

bool postgres_batch_at(struct store *store, uint64_t kiosk, uint64_t life, uint64_t seq,
                       struct buf *ret, uint64_t *ret_first, uint64_t *ret_last, struct err *err)
{
    struct pg_args args = pg_args_of(PG_BATCH_AT);
    put_key(&args, kiosk, life, seq);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_BATCH_AT, &args, err);
    if (result == NULL)
        return false;
    if (PQntuples(result) == 0 || (uint64_t)pg_int(result, 0, 1) < seq)
        return err_set(err, ERR_MISSING, "no batch holds response %llu", (unsigned long long)seq);
    buf_put_span(ret, pg_span(result, 0, 2));
    *ret_first = (uint64_t)pg_int(result, 0, 0);
    *ret_last = (uint64_t)pg_int(result, 0, 1);
    return buf_ok(ret, "a batch", err);
}

/* ---- what was set aside ---- */

bool postgres_asides(struct store *store, uint64_t kiosk,
                     bool (*take)(void *, uint64_t, uint64_t, const struct store_aside *),
                     void *context, struct err *err)
{
    uint64_t key[3];
    key_start(kiosk, key);
    for (int count = PAGE_ROWS; count == PAGE_ROWS;) {
        struct store_aside aside;
        RESULT_AUTO *result =
            page_behind(postgres_of(store), PG_ASIDES, kiosk, key, PAGE_ROWS, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            aside.seq = (uint64_t)pg_int(result, i, 2);
            pg_text(result, i, 3, aside.reason, sizeof aside.reason);
            memcpy(key,
                   (uint64_t[]){ (uint64_t)pg_int(result, i, 0), (uint64_t)pg_int(result, i, 1),
                                 aside.seq },
                   sizeof key);
            if (!take(context, key[0], key[1], &aside))
                return true;
        }
    }
    return true;
}

/* ---- tallies ---- */

/* The last tally of a page, as the key of the next. */
struct tally_key {
    uint64_t kiosk;
    int64_t survey;
    struct store_tally tally;
};

static void put_tally_key(struct pg_args *args, uint64_t kiosk, const struct tally_key *key)
{
    const struct store_tally *t = &key->tally;
    pg_put_kiosks(args, kiosk);
    pg_put_int(args, (int64_t)key->kiosk);
    pg_put_int(args, key->survey);
    pg_put_int(args, t->day);
    pg_put_text(args, t->venue);
    pg_put_text(args, t->question);
    pg_put_text(args, t->value);
    if (t->monthly) {
        pg_put_text(args, t->language);
        pg_put_int(args, t->access);
        pg_put_int(args, t->hour);
    } else {
        pg_put_int(args, t->flagged);
    }
    pg_put_int(args, PAGE_TALLIES);
}

static bool tally_read(struct postgres_store *s, const PGresult *result, int row,
                       struct tally_key *ret, struct err *err)
{
    struct store_tally *t = &ret->tally;
    ret->kiosk = (uint64_t)pg_int(result, row, 0);
    ret->survey = pg_int(result, row, 1);
    t->day = (int32_t)pg_int(result, row, 2);
    pg_text(result, row, 3, t->venue, sizeof t->venue);
    pg_text(result, row, 4, t->question, sizeof t->question);
    pg_text(result, row, 5, t->value, sizeof t->value);
    if (t->monthly) {
        pg_text(result, row, 6, t->language, sizeof t->language);
        t->access = (uint8_t)pg_int(result, row, 7);
        t->hour = (uint8_t)pg_int(result, row, 8);
    } else {
        t->flagged = pg_int(result, row, 6) != 0;
    }
    t->n = (uint32_t)pg_int(result, row, t->monthly ? 9 : 7);
    return pg_survey_digest(s, ret->survey, &t->survey, err);
}

bool postgres_tallies(struct store *store, uint64_t kiosk, bool monthly,
                      bool (*take)(void *, uint64_t, const struct store_tally *), void *context,
                      struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    enum pg_sql which = monthly ? PG_TALLIES_MONTH : PG_TALLIES_DAY;
    struct tally_key key = { .kiosk = kiosk, .tally = { .day = INT32_MIN, .monthly = monthly } };
    for (int count = PAGE_TALLIES; count == PAGE_TALLIES;) {
        struct pg_args args = pg_args_of(which);
        put_tally_key(&args, kiosk, &key);
        RESULT_AUTO *result = pg_run(s, which, &args, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            if (!tally_read(s, result, i, &key, err))
                return false;
            if (!take(context, key.kiosk, &key.tally))
                return true;
        }
    }
    return true;
}
