/* Reading of the SQLite engine: rows, batches, what was set aside, tallies; one at a time, so that
 * memory stays flat however much there is. */
#include "answers_pack.h"
#include "sqlite_int.h"

static bool row_read(struct sqlite_store *s, sqlite3_stmt *st, struct store_row *ret,
                     struct err *err)
{
    struct store_response *r = &ret->response;
    *ret = (struct store_row){ .kiosk = (uint64_t)sqlite_int(st, 0),
                               .life = (uint64_t)sqlite_int(st, 1) };
    r->seq = (uint64_t)sqlite_int(st, 2);
    sqlite_text(st, 3, r->venue, sizeof r->venue);
    if (!sqlite_survey_digest(s, sqlite_int(st, 4), &r->survey, err))
        return false;
    r->day = (int32_t)sqlite_int(st, 5);
    r->hour = (uint8_t)sqlite_int(st, 6);
    r->quality = (enum time_quality)sqlite_int(st, 7);
    sqlite_text(st, 8, r->language, sizeof r->language);
    r->access = (uint8_t)sqlite_int(st, 9);
    r->assisted = sqlite_int(st, 10) != 0;
    r->ending = (uint8_t)sqlite_int(st, 11);
    r->flagged = sqlite_int(st, 12) != 0;
    size_t count = answers_unpack(sqlite_span(st, 13), r->state);
    if (count > SURVEY_QUESTIONS_MAX)
        return err_set(err, ERR_CORRUPT, "the answers of response %llu are damaged",
                       (unsigned long long)r->seq);
    r->count = (uint8_t)count;
    return true;
}

static bool rows_read(struct sqlite_store *s, sqlite3_stmt *st,
                      bool (*take)(void *, const struct store_row *), void *context,
                      struct err *err)
{
    struct store_row row;
    bool more = true;
    while (sqlite_step(s, st, &more, err)) {
        if (!more)
            return true;
        if (!row_read(s, st, &row, err))
            return false;
        if (!take(context, &row))
            return true;
    }
    return false;
}

/* Most rows of a hub belong to another survey: two numbers tell those apart at once, and where the
 * survey has one version that is all. */
static bool survey_bounds(struct sqlite_store *s, const char *survey_id, bool *ret_any,
                          int64_t *ret_low, int64_t *ret_high, struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_BOUNDS, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, survey_id);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret_any = row && sqlite3_column_type(st, 0) != SQLITE_NULL;
    *ret_low = sqlite_int(st, 0);
    *ret_high = sqlite_int(st, 1);
    return true;
}

bool sqlite_rows(struct store *store, const char *survey_id, int32_t from_day, int32_t to_day,
                 const struct store_row *after, bool (*take)(void *, const struct store_row *),
                 void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool any;
    int64_t low;
    int64_t high;
    if (!survey_bounds(s, survey_id, &any, &low, &high, err))
        return false;
    if (!any)
        return true;
    USE_AUTO st = sqlite_use(s, after == NULL ? SQL_ROWS : SQL_ROWS_AFTER, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, low);
    sqlite_put_int(st, 2, high);
    sqlite_put_text(st, 3, survey_id);
    sqlite_put_int(st, 4, from_day);
    sqlite_put_int(st, 5, to_day);
    if (after != NULL) {
        sqlite_put_int(st, 6, (int64_t)after->kiosk);
        sqlite_put_int(st, 7, (int64_t)after->life);
        sqlite_put_int(st, 8, (int64_t)after->response.seq);
    }
    return rows_read(s, st, take, context, err);
}

bool sqlite_kiosk_rows(struct store *store, uint64_t kiosk,
                       bool (*take)(void *, const struct store_row *), void *context,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_ROWS, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    return rows_read(s, st, take, context, err);
}

static void batch_read(sqlite3_stmt *st, struct store_batch *ret)
{
    *ret = (struct store_batch){ .kiosk = (uint64_t)sqlite_int(st, 0),
                                 .life = (uint64_t)sqlite_int(st, 1),
                                 .first = (uint64_t)sqlite_int(st, 2),
                                 .last = (uint64_t)sqlite_int(st, 3),
                                 .received = sqlite_int(st, 4),
                                 .carried = sqlite_int(st, 5) != 0,
                                 .bytes = sqlite_span(st, 7) };
    sqlite_text(st, 6, ret->time_zone, sizeof ret->time_zone);
    sqlite_bytes(st, 8, ret->hash.bytes, sizeof ret->hash.bytes);
}

bool sqlite_batches(struct store *store, uint64_t kiosk,
                    bool (*take)(void *, const struct store_batch *), void *context,
                    struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_batch batch;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_BATCHES, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        batch_read(st, &batch);
        if (!take(context, &batch))
            return true;
    }
    return false;
}

bool sqlite_batch_at(struct store *store, uint64_t kiosk, uint64_t life, uint64_t seq,
                     struct buf *ret, uint64_t *ret_first, uint64_t *ret_last, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BATCH_AT, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)life);
    sqlite_put_int(st, 3, (int64_t)seq);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row || (uint64_t)sqlite_int(st, 1) < seq)
        return err_set(err, ERR_MISSING, "no batch holds response %llu", (unsigned long long)seq);
    buf_put_span(ret, sqlite_span(st, 2));
    *ret_first = (uint64_t)sqlite_int(st, 0);
    *ret_last = (uint64_t)sqlite_int(st, 1);
    return buf_ok(ret, "a batch", err);
}

bool sqlite_asides(struct store *store, uint64_t kiosk,
                   bool (*take)(void *, uint64_t, uint64_t, const struct store_aside *),
                   void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_aside aside;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_ASIDES, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        aside.seq = (uint64_t)sqlite_int(st, 2);
        sqlite_text(st, 3, aside.reason, sizeof aside.reason);
        if (!take(context, (uint64_t)sqlite_int(st, 0), (uint64_t)sqlite_int(st, 1), &aside))
            return true;
    }
    return false;
}

static void tally_read(sqlite3_stmt *st, bool monthly, struct store_tally *ret)
{
    *ret = (struct store_tally){ .day = (int32_t)sqlite_int(st, 2),
                                 .monthly = monthly,
                                 .access = (uint8_t)sqlite_int(st, 7),
                                 .hour = (uint8_t)sqlite_int(st, 8),
                                 .flagged = sqlite_int(st, 9) != 0,
                                 .n = (uint32_t)sqlite_int(st, 10) };
    sqlite_bytes(st, 1, ret->survey.bytes, sizeof ret->survey.bytes);
    sqlite_text(st, 3, ret->venue, sizeof ret->venue);
    sqlite_text(st, 4, ret->question, sizeof ret->question);
    sqlite_text(st, 5, ret->value, sizeof ret->value);
    sqlite_text(st, 6, ret->language, sizeof ret->language);
}

bool sqlite_tallies(struct store *store, uint64_t kiosk, bool monthly,
                    bool (*take)(void *, uint64_t, const struct store_tally *), void *context,
                    struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_tally tally;
    bool row = true;
    USE_AUTO st = sqlite_use(s, monthly ? SQL_TALLIES_MONTH : SQL_TALLIES_DAY, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        tally_read(st, monthly, &tally);
        if (!take(context, (uint64_t)sqlite_int(st, 0), &tally))
            return true;
    }
    return false;
}
