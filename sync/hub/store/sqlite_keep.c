/*
 * Keeping of the SQLite engine: what one exchange adds goes in whole or not at all, many exchanges
 * in one commit. The database itself guards the watermark: it moves only from exactly where the
 * batch begins, so that no two writers can both count a response.
 */
#include "answers_pack.h"
#include "sqlite_int.h"

/* Surveys' numbers are looked up once a connection: a batch asks for the same one for every row. */
static void remember_number(struct sqlite_store *s, const struct digest *digest, int64_t number)
{
    size_t at = s->number_next++ % SURVEY_NUMBERS;
    s->numbers[at].digest = *digest;
    s->numbers[at].number = number;
}

bool sqlite_survey_number(struct sqlite_store *s, const struct digest *digest, int64_t *ret,
                          struct err *err)
{
    bool row;
    for (size_t i = 0; i < SURVEY_NUMBERS; i++)
        if (s->numbers[i].number != 0 &&
            memcmp(&s->numbers[i].digest, digest, sizeof *digest) == 0) {
            *ret = s->numbers[i].number;
            return true;
        }
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_NUMBER, err);
    if (st == NULL)
        return false;
    sqlite_put_digest(st, 1, digest);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "a response names a survey that was not published here");
    *ret = sqlite_int(st, 0);
    remember_number(s, digest, *ret);
    return true;
}

bool sqlite_survey_digest(struct sqlite_store *s, int64_t number, struct digest *ret,
                          struct err *err)
{
    bool row;
    for (size_t i = 0; i < SURVEY_NUMBERS; i++)
        if (s->numbers[i].number == number && number != 0) {
            *ret = s->numbers[i].digest;
            return true;
        }
    USE_AUTO st = sqlite_use(s, SQL_SURVEY_DIGEST, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, number);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_CORRUPT, "a row names survey %lld, which is not there",
                       (long long)number);
    sqlite_bytes(st, 0, ret->bytes, sizeof ret->bytes);
    remember_number(s, ret, number);
    return true;
}

static bool put_batch(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_BATCH_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, (int64_t)keep->life);
    sqlite_put_int(st, 3, (int64_t)(keep->before.seq + 1));
    sqlite_put_int(st, 4, (int64_t)keep->after.seq);
    sqlite_put_digest(st, 5, &keep->after.hash);
    sqlite_put_int(st, 6, keep->received);
    sqlite_put_int(st, 7, keep->carried);
    sqlite_put_text(st, 8, keep->time_zone);
    sqlite_put_span(st, 9, keep->batch);
    return sqlite_run(s, st, err);
}

/* Kiosk and life stay bound from row to row. */
static bool put_response(struct sqlite_store *s, sqlite3_stmt *st, const struct store_response *r,
                         struct err *err)
{
    uint8_t packed[PACK_MAX];
    int64_t number;
    if (!sqlite_survey_number(s, &r->survey, &number, err))
        return false;
    size_t size = answers_pack(r->state, r->count, packed);
    sqlite_put_int(st, 3, (int64_t)r->seq);
    sqlite_put_text(st, 4, r->venue);
    sqlite_put_int(st, 5, number);
    sqlite_put_int(st, 6, r->day);
    sqlite_put_int(st, 7, r->hour);
    sqlite_put_int(st, 8, r->quality);
    sqlite_put_text(st, 9, r->language);
    sqlite_put_int(st, 10, r->access);
    sqlite_put_int(st, 11, r->assisted);
    sqlite_put_int(st, 12, r->ending);
    sqlite_put_int(st, 13, r->flagged);
    sqlite_put_span(st, 14, span_of(packed, size));
    bool fine = sqlite_run(s, st, err);
    (void)sqlite3_reset(st);
    return fine;
}

static bool put_responses(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_RESPONSE_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, (int64_t)keep->life);
    for (size_t i = 0; i < keep->response_count; i++)
        if (!put_response(s, st, &keep->responses[i], err))
            return false;
    return true;
}

static bool put_asides(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    if (keep->aside_count == 0)
        return true;
    USE_AUTO st = sqlite_use(s, SQL_ASIDE_ADD, err);
    if (st == NULL)
        return false;
    for (size_t i = 0; i < keep->aside_count; i++) {
        sqlite_put_int(st, 1, (int64_t)keep->kiosk);
        sqlite_put_int(st, 2, (int64_t)keep->life);
        sqlite_put_int(st, 3, (int64_t)keep->asides[i].seq);
        sqlite_put_text(st, 4, keep->asides[i].reason);
        if (!sqlite_run(s, st, err))
            return false;
        (void)sqlite3_reset(st);
    }
    return true;
}

/* The columns that both tallies begin with; the kiosk stays bound from row to row. */
static bool put_tally_head(struct sqlite_store *s, sqlite3_stmt *st, const struct store_tally *t,
                           struct err *err)
{
    int64_t number;
    if (!sqlite_survey_number(s, &t->survey, &number, err))
        return false;
    sqlite_put_int(st, 2, number);
    sqlite_put_int(st, 3, t->day);
    sqlite_put_text(st, 4, t->venue);
    sqlite_put_text(st, 5, t->question);
    sqlite_put_text(st, 6, t->value);
    return true;
}

static bool put_tally(struct sqlite_store *s, sqlite3_stmt *st, const struct store_tally *t,
                      struct err *err)
{
    if (!put_tally_head(s, st, t, err))
        return false;
    if (t->monthly) {
        sqlite_put_text(st, 7, t->language);
        sqlite_put_int(st, 8, t->access);
        sqlite_put_int(st, 9, t->hour);
        sqlite_put_int(st, 10, t->n);
    } else {
        sqlite_put_int(st, 7, t->flagged);
        sqlite_put_int(st, 8, t->n);
    }
    bool fine = sqlite_run(s, st, err);
    (void)sqlite3_reset(st);
    return fine;
}

/* Those of days, or those of months: most of the statements that a small batch runs. */
static bool put_tallies_of(struct sqlite_store *s, const struct store_keep *keep, bool monthly,
                           struct err *err)
{
    USE_AUTO st = sqlite_use(s, monthly ? SQL_TALLY_MONTH : SQL_TALLY_DAY, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    for (size_t i = 0; i < keep->tally_count; i++)
        if (keep->tallies[i].monthly == monthly && !put_tally(s, st, &keep->tallies[i], err))
            return false;
    return true;
}

static bool put_tallies(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    return put_tallies_of(s, keep, false, err) && put_tallies_of(s, keep, true, err);
}

static bool put_stale(struct sqlite_store *s, uint64_t kiosk, const struct store_tally *t,
                      struct err *err)
{
    int64_t number;
    USE_AUTO st = sqlite_use(s, SQL_STALE_ADD, err);
    if (st == NULL || !sqlite_survey_number(s, &t->survey, &number, err))
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_text(st, 2, t->venue);
    sqlite_put_int(st, 3, number);
    sqlite_put_int(st, 4, t->day);
    return sqlite_run(s, st, err);
}

static bool same_month(const struct store_tally *a, const struct store_tally *b)
{
    return a->day == b->day && strcmp(a->venue, b->venue) == 0 &&
           memcmp(&a->survey, &b->survey, sizeof a->survey) == 0;
}

/* Notes the months that are added to. Tallies come in groups, so hardly any is noted twice. */
static bool put_stales(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    const struct store_tally *last = NULL;
    for (size_t i = 0; i < keep->tally_count; i++) {
        const struct store_tally *tally = &keep->tallies[i];
        if (!tally->monthly || (last != NULL && same_month(last, tally)))
            continue;
        if (!put_stale(s, keep->kiosk, tally, err))
            return false;
        last = tally;
    }
    return true;
}

/* The kiosk's counters go to its day. */
static bool put_day(struct sqlite_store *s, const struct store_keep *keep, struct err *err)
{
    const struct store_counters *counters = &keep->counters;
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_DAY_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, keep->day);
    sqlite_put_text(st, 3, keep->venue);
    sqlite_put_int(st, 4, counters->woken);
    sqlite_put_int(st, 5, counters->started);
    sqlite_put_int(st, 6, counters->completed);
    sqlite_put_int(st, 7, counters->restarts);
    sqlite_put_int(st, 8, (int64_t)(keep->after.seq - keep->before.seq));
    sqlite_put_int(st, 9, counters->pending);
    sqlite_put_int(st, 10, counters->room_mib);
    sqlite_put_int(st, 11, counters->write_ms);
    sqlite_put_text(st, 12, counters->version);
    sqlite_put_int(st, 13, counters->dead);
    sqlite_put_int(st, 14, counters->helped);
    return sqlite_run(s, st, err);
}

/* Is this later by the kiosk's own time than what was last heard of this life? Notes it if so. */
static bool heard_on(struct sqlite_store *s, const struct store_keep *keep, bool *ret,
                     struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_HEARD_ON, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, (int64_t)keep->life);
    sqlite_put_int(st, 3, keep->now_segment);
    sqlite_put_int(st, 4, keep->now_ms > INT64_MAX ? INT64_MAX : (int64_t)keep->now_ms);
    sqlite_put_int(st, 5, keep->now_wall);
    if (!sqlite_run(s, st, err))
        return false;
    *ret = sqlite3_changes(s->db) == 1;
    return true;
}

/* ret_on: it goes on from what was heard of it before. */
static bool heard(struct sqlite_store *s, const struct store_keep *keep, bool *ret_on,
                  struct err *err)
{
    *ret_on = false;
    if (!keep->carried && !heard_on(s, keep, ret_on, err))
        return false;
    if (!*ret_on)
        return true;
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_HEARD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, keep->received);
    sqlite_put_int(st, 3, (int64_t)keep->bundle_serial);
    must(sqlite3_bind_text64(st, 4, keep->health.size == 0 ? "" : (const char *)keep->health.data,
                             keep->health.size, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK,
         "binding a text");
    return sqlite_run(s, st, err);
}

/* Moves the watermark from where the batch begins; *ret_moved tells whether it stood there. */
static bool move(struct sqlite_store *s, const struct store_keep *keep, bool *ret_moved,
                 struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_WATERMARK_MOVE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, (int64_t)keep->life);
    sqlite_put_int(st, 3, (int64_t)keep->before.seq);
    sqlite_put_digest(st, 4, &keep->before.hash);
    sqlite_put_int(st, 5, (int64_t)keep->after.seq);
    sqlite_put_digest(st, 6, &keep->after.hash);
    sqlite_put_int(st, 7, keep->after.run);
    sqlite_put_int(st, 8, (int64_t)keep->after.print);
    if (!sqlite_run(s, st, err))
        return false;
    *ret_moved = sqlite3_changes(s->db) == 1;
    return true;
}

/* A batch that ends inside what is known: the same as before, another, or not to be told from here.
 */
static bool judge_known(struct sqlite_store *s, struct store_keep *keep, struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_BATCH_END, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)keep->kiosk);
    sqlite_put_int(st, 2, (int64_t)keep->life);
    sqlite_put_int(st, 3, (int64_t)keep->after.seq);
    if (!sqlite_step(s, st, &row, err))
        return false;
    struct span known = row ? sqlite_span(st, 0) : span_of(NULL, 0);
    struct span after = span_of(keep->after.hash.bytes, sizeof keep->after.hash.bytes);
    keep->verdict = !row ? KEEP_OVERLAP : span_equal(known, after) ? KEEP_KNOWN : KEEP_FORK;
    return true;
}

/* Why the watermark did not stand where the batch begins. */
static bool judge(struct sqlite_store *s, struct store_keep *keep, struct err *err)
{
    const struct store_watermark *at = &keep->at;
    if (!sqlite_watermark(&s->base, keep->kiosk, keep->life, &keep->at, err))
        return false;
    keep->verdict = KEEP_OVERLAP;
    if (keep->before.seq > at->seq)
        keep->verdict = KEEP_GAP;
    else if (keep->before.seq == at->seq)
        keep->verdict = KEEP_FORK;
    else if (keep->after.seq == at->seq)
        keep->verdict =
            memcmp(&keep->after.hash, &at->hash, sizeof at->hash) == 0 ? KEEP_KNOWN : KEEP_FORK;
    else if (keep->after.seq < at->seq)
        return judge_known(s, keep, err);
    return true;
}

static bool keep_one(struct sqlite_store *s, struct store_keep *keep, struct err *err)
{
    bool moved;
    bool on;
    if (!heard(s, keep, &on, err) || !move(s, keep, &moved, err))
        return false;
    if (!moved)
        return judge(s, keep, err);
    if (on && keep->venue != NULL && !put_day(s, keep, err))
        return false;
    keep->verdict = KEEP_KEPT;
    keep->at = keep->after;
    if (keep->after.seq == keep->before.seq)
        return true;
    return put_batch(s, keep, err) && put_responses(s, keep, err) && put_asides(s, keep, err) &&
           put_tallies(s, keep, err) && put_stales(s, keep, err);
}

bool sqlite_keep(struct store *store, struct store_keep *keeps, size_t count, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!keep_one(s, &keeps[i], err))
            return err_wrap(err, "keeping batch %zu of %zu", i + 1, count);
    return sqlite_commit(&tx, err);
}
