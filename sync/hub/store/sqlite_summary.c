/* Summaries and kiosks' days of the SQLite engine: see store_summary.h. */
#include "local_time.h"
#include "sqlite_int.h"
#include "summary_pack.h"

/* ---- what is stale ---- */

static void member_read(sqlite3_stmt *st, struct store_member *ret)
{
    *ret = (struct store_member){ .month = (int32_t)sqlite_int(st, 2),
                                  .kiosk = (uint64_t)sqlite_int(st, 3) };
    sqlite_text(st, 0, ret->venue, sizeof ret->venue);
    sqlite_bytes(st, 1, ret->survey.bytes, sizeof ret->survey.bytes);
}

bool sqlite_stale(struct store *store, size_t limit,
                  bool (*take)(void *, const struct store_stale *), void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_stale stale;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_STALE, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)limit);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        member_read(st, &stale.member);
        stale.n = (uint64_t)sqlite_int(st, 4);
        if (!take(context, &stale))
            return true;
    }
    return false;
}

bool sqlite_stale_count(struct store *store, size_t *ret, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_STALE_COUNT, err);
    if (st == NULL || !sqlite_step(s, st, &row, err))
        return false;
    *ret = row ? (size_t)sqlite_int(st, 0) : 0;
    return true;
}

static bool add_member(struct sqlite_store *s, const struct store_member *member, int64_t survey,
                       struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_MEMBER_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_text(st, 1, member->venue);
    sqlite_put_int(st, 2, survey);
    sqlite_put_int(st, 3, member->month);
    sqlite_put_int(st, 4, (int64_t)member->kiosk);
    return sqlite_run(s, st, err);
}

bool sqlite_stale_done(struct store *store, const struct store_stale *stale, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    const struct store_member *member = &stale->member;
    int64_t survey;
    USE_AUTO st = sqlite_use(s, SQL_STALE_DROP, err);
    if (st == NULL || !sqlite_survey_number(s, &member->survey, &survey, err))
        return false;
    sqlite_put_int(st, 1, (int64_t)member->kiosk);
    sqlite_put_text(st, 2, member->venue);
    sqlite_put_int(st, 3, survey);
    sqlite_put_int(st, 4, member->month);
    sqlite_put_int(st, 5, (int64_t)stale->n);
    return sqlite_run(s, st, err) && add_member(s, member, survey, err);
}

static bool members_read(struct sqlite_store *s, sqlite3_stmt *st,
                         bool (*take)(void *, const struct store_member *), void *context,
                         struct err *err)
{
    struct store_member member;
    bool row = true;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        member_read(st, &member);
        if (!take(context, &member))
            return true;
    }
    return false;
}

bool sqlite_members(struct store *store, const char *venue, const struct digest *survey,
                    int32_t month, bool (*take)(void *, const struct store_member *), void *context,
                    struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    int64_t number = 0;
    USE_AUTO st = sqlite_use(s, venue == NULL ? SQL_MEMBERS_ALL : SQL_MEMBERS, err);
    if (st == NULL || (venue != NULL && !sqlite_survey_number(s, survey, &number, err)))
        return false;
    if (venue != NULL) {
        sqlite_put_text(st, 1, venue);
        sqlite_put_int(st, 2, number);
        sqlite_put_int(st, 3, month);
    }
    return members_read(s, st, take, context, err);
}

/* ---- a month's tallies ---- */

static void day_read(sqlite3_stmt *st, struct store_tally *ret)
{
    ret->day = (int32_t)sqlite_int(st, 0);
    sqlite_text(st, 1, ret->question, sizeof ret->question);
    sqlite_text(st, 2, ret->value, sizeof ret->value);
    ret->flagged = sqlite_int(st, 3) != 0;
    ret->n = (uint32_t)sqlite_int(st, 4);
}

static void month_read(sqlite3_stmt *st, struct store_tally *ret)
{
    sqlite_text(st, 0, ret->question, sizeof ret->question);
    sqlite_text(st, 1, ret->value, sizeof ret->value);
    sqlite_text(st, 2, ret->language, sizeof ret->language);
    ret->access = (uint8_t)sqlite_int(st, 3);
    ret->hour = (uint8_t)sqlite_int(st, 4);
    ret->n = (uint32_t)sqlite_int(st, 5);
}

static void bind_month(sqlite3_stmt *st, const struct store_member *member, int64_t survey,
                       bool monthly)
{
    sqlite_put_int(st, 1, (int64_t)member->kiosk);
    sqlite_put_int(st, 2, survey);
    sqlite_put_int(st, 3, member->month);
    if (!monthly)
        sqlite_put_int(st, 4, local_month_start(member->month + SUMMARY_DAYS) - 1);
    sqlite_put_text(st, monthly ? 4 : 5, member->venue);
}

bool sqlite_month_tallies(struct store *store, const struct store_member *member, bool monthly,
                          bool (*take)(void *, uint64_t, const struct store_tally *), void *context,
                          struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    int64_t survey;
    bool row = true;
    struct store_tally tally = { .survey = member->survey,
                                 .day = member->month,
                                 .monthly = monthly };
    memcpy(tally.venue, member->venue, sizeof tally.venue);
    USE_AUTO st = sqlite_use(s, monthly ? SQL_MONTH_MONTHS : SQL_MONTH_DAYS, err);
    if (st == NULL || !sqlite_survey_number(s, &member->survey, &survey, err))
        return false;
    bind_month(st, member, survey, monthly);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        (monthly ? month_read : day_read)(st, &tally);
        if (!take(context, member->kiosk, &tally))
            return true;
    }
    return false;
}

/* ---- summaries ---- */

bool sqlite_summary_put(struct store *store, const struct store_summary *row, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    uint8_t packed[SUMMARY_PACKED_MAX];
    int64_t survey;
    size_t size = summary_pack(row, packed);
    USE_AUTO st = sqlite_use(s, SQL_SUMMARY_PUT, err);
    if (st == NULL || !sqlite_survey_number(s, &row->survey, &survey, err))
        return false;
    sqlite_put_int(st, 1, survey);
    sqlite_put_text(st, 2, row->question);
    sqlite_put_int(st, 3, row->month);
    sqlite_put_text(st, 4, row->venue);
    sqlite_put_text(st, 5, row->value);
    sqlite_put_span(st, 6, span_of(packed, size));
    return sqlite_run(s, st, err);
}

/* Thousands are read for a report: into one summary, whose survey, question and month stay. */
static bool summary_read(sqlite3_stmt *st, struct store_summary *ret, struct err *err)
{
    sqlite_text(st, 0, ret->venue, sizeof ret->venue);
    sqlite_text(st, 1, ret->value, sizeof ret->value);
    return summary_unpack(sqlite_span(st, 2), ret) ||
           err_set(err, ERR_CORRUPT,
                   "a venue's month is damaged; rebuild it with yousaid-hub "
                   "verify --mend");
}

bool sqlite_summaries(struct store *store, const struct digest *survey, const char *question,
                      int32_t month, const char *venue,
                      bool (*take)(void *, const struct store_summary *), void *context,
                      struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_summary summary = { .survey = *survey, .month = month };
    int64_t number;
    bool row = true;
    memcpy(summary.question, question, strnlen(question, sizeof summary.question - 1));
    USE_AUTO st = sqlite_use(s, venue == NULL ? SQL_SUMMARIES : SQL_SUMMARIES_VENUE, err);
    if (st == NULL || !sqlite_survey_number(s, survey, &number, err))
        return false;
    sqlite_put_int(st, 1, number);
    sqlite_put_text(st, 2, question);
    sqlite_put_int(st, 3, month);
    if (venue != NULL)
        sqlite_put_text(st, 4, venue);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        if (!summary_read(st, &summary, err))
            return false;
        if (!take(context, &summary))
            return true;
    }
    return false;
}

bool sqlite_summary_months(struct store *store, const struct digest *survey, bool *ret_any,
                           int32_t *ret_first, int32_t *ret_last, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    int64_t number;
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_SUMMARY_MONTHS, err);
    if (st == NULL || !sqlite_survey_number(s, survey, &number, err))
        return false;
    sqlite_put_int(st, 1, number);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret_any = row && sqlite3_column_type(st, 0) != SQLITE_NULL;
    *ret_first = (int32_t)sqlite_int(st, 0);
    *ret_last = (int32_t)sqlite_int(st, 1);
    return true;
}

/* ---- kiosks' days ---- */

static void kiosk_day_read(sqlite3_stmt *st, struct store_kiosk_day *ret)
{
    *ret = (struct store_kiosk_day){ .kiosk = (uint64_t)sqlite_int(st, 0),
                                     .day = (int32_t)sqlite_int(st, 2),
                                     .exchanges = (uint32_t)sqlite_int(st, 3),
                                     .woken = (uint32_t)sqlite_int(st, 4),
                                     .started = (uint32_t)sqlite_int(st, 5),
                                     .completed = (uint32_t)sqlite_int(st, 6),
                                     .restarts = (uint32_t)sqlite_int(st, 7),
                                     .responses = (uint32_t)sqlite_int(st, 8),
                                     .pending = (uint32_t)sqlite_int(st, 9),
                                     .write_ms = (uint32_t)sqlite_int(st, 10),
                                     .room_mib = (uint32_t)sqlite_int(st, 11),
                                     .dead = (uint32_t)sqlite_int(st, 13),
                                     .helped = (uint32_t)sqlite_int(st, 14) };
    sqlite_text(st, 1, ret->venue, sizeof ret->venue);
    sqlite_text(st, 12, ret->version, sizeof ret->version);
}

bool sqlite_kiosk_days(struct store *store, uint64_t kiosk, int32_t from, int32_t to,
                       bool (*take)(void *, const struct store_kiosk_day *), void *context,
                       struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_kiosk_day day;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_KIOSK_DAYS, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    sqlite_put_int(st, 3, from);
    sqlite_put_int(st, 4, to);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        kiosk_day_read(st, &day);
        if (!take(context, &day))
            return true;
    }
    return false;
}
