/* Summaries and kiosks' days of the PostgreSQL engine: see store_summary.h. */
#include "local_time.h"
#include "postgres_int.h"
#include "summary_pack.h"
#include <stdio.h>

enum { PAGE = 1000 };

/* ---- what is stale ---- */

static bool member_read(struct postgres_store *s, const PGresult *result, int row,
                        struct store_member *ret, struct err *err)
{
    *ret = (struct store_member){ .month = (int32_t)pg_int(result, row, 2),
                                  .kiosk = (uint64_t)pg_int(result, row, 3) };
    pg_text(result, row, 0, ret->venue, sizeof ret->venue);
    return pg_survey_digest(s, pg_int(result, row, 1), &ret->survey, err);
}

bool postgres_stale(struct store *store, size_t limit,
                    bool (*take)(void *, const struct store_stale *), void *context,
                    struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    struct store_stale stale;
    struct pg_args args = pg_args_of(PG_STALE);
    pg_put_int(&args, (int64_t)limit);
    RESULT_AUTO *result = pg_run(s, PG_STALE, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        if (!member_read(s, result, i, &stale.member, err))
            return false;
        stale.n = (uint64_t)pg_int(result, i, 4);
        if (!take(context, &stale))
            break;
    }
    return result != NULL;
}

bool postgres_stale_count(struct store *store, size_t *ret, struct err *err)
{
    struct pg_args args = pg_args_of(PG_STALE_COUNT);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_STALE_COUNT, &args, err);
    if (result == NULL)
        return false;
    *ret = (size_t)pg_int(result, 0, 0);
    return true;
}

static bool add_member(struct postgres_store *s, const struct store_member *member, int64_t survey,
                       struct err *err)
{
    struct pg_args args = pg_args_of(PG_MEMBER_ADD);
    pg_put_text(&args, member->venue);
    pg_put_int(&args, survey);
    pg_put_int(&args, member->month);
    pg_put_int(&args, (int64_t)member->kiosk);
    return pg_do(s, PG_MEMBER_ADD, &args, NULL, err);
}

bool postgres_stale_done(struct store *store, const struct store_stale *stale, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    const struct store_member *member = &stale->member;
    int64_t survey;
    if (!pg_survey_number(s, &member->survey, &survey, err))
        return false;
    struct pg_args args = pg_args_of(PG_STALE_DROP);
    pg_put_int(&args, (int64_t)member->kiosk);
    pg_put_text(&args, member->venue);
    pg_put_int(&args, survey);
    pg_put_int(&args, member->month);
    pg_put_int(&args, (int64_t)stale->n);
    return pg_do(s, PG_STALE_DROP, &args, NULL, err) && add_member(s, member, survey, err);
}

/* The members of one month of a venue. */
static bool members_of(struct postgres_store *s, const char *venue, const struct digest *survey,
                       int32_t month, bool (*take)(void *, const struct store_member *),
                       void *context, struct err *err)
{
    struct store_member member = { .survey = *survey, .month = month };
    int64_t number;
    if (!pg_survey_number(s, survey, &number, err))
        return false;
    struct pg_args args = pg_args_of(PG_MEMBERS);
    pg_put_text(&args, venue);
    pg_put_int(&args, number);
    pg_put_int(&args, month);
    RESULT_AUTO *result = pg_run(s, PG_MEMBERS, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        (void)snprintf(member.venue, sizeof member.venue, "%s", venue);
        member.kiosk = (uint64_t)pg_int(result, i, 0);
        if (!take(context, &member))
            break;
    }
    return result != NULL;
}

/* All members, a page at a time; in the order of the surveys' digests, as everywhere. */
static PGresult *members_page(struct postgres_store *s, const struct store_member *after,
                              struct err *err)
{
    struct pg_args args = pg_args_of(PG_MEMBERS_ALL);
    pg_put_text(&args, after->venue);
    pg_put_digest(&args, &after->survey);
    pg_put_int(&args, after->month);
    pg_put_int(&args, (int64_t)after->kiosk);
    pg_put_int(&args, PAGE);
    return pg_run(s, PG_MEMBERS_ALL, &args, err);
}

static bool members_all(struct postgres_store *s, bool (*take)(void *, const struct store_member *),
                        void *context, struct err *err)
{
    struct store_member member = { .month = INT32_MIN };
    for (int count = PAGE; count == PAGE;) {
        RESULT_AUTO *result = members_page(s, &member, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            if (!member_read(s, result, i, &member, err))
                return false;
            if (!take(context, &member))
                return true;
        }
    }
    return true;
}

bool postgres_members(struct store *store, const char *venue, const struct digest *survey,
                      int32_t month, bool (*take)(void *, const struct store_member *),
                      void *context, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    return venue == NULL ? members_all(s, take, context, err)
                         : members_of(s, venue, survey, month, take, context, err);
}

/* ---- a month's tallies ---- */

static void day_read(const PGresult *result, int row, struct store_tally *ret)
{
    ret->day = (int32_t)pg_int(result, row, 0);
    pg_text(result, row, 1, ret->question, sizeof ret->question);
    pg_text(result, row, 2, ret->value, sizeof ret->value);
    ret->flagged = pg_int(result, row, 3) != 0;
    ret->n = (uint32_t)pg_int(result, row, 4);
}

static void month_read(const PGresult *result, int row, struct store_tally *ret)
{
    pg_text(result, row, 0, ret->question, sizeof ret->question);
    pg_text(result, row, 1, ret->value, sizeof ret->value);
    pg_text(result, row, 2, ret->language, sizeof ret->language);
    ret->access = (uint8_t)pg_int(result, row, 3);
    ret->hour = (uint8_t)pg_int(result, row, 4);
    ret->n = (uint32_t)pg_int(result, row, 5);
}

static PGresult *month_ask(struct postgres_store *s, const struct store_member *member,
                           bool monthly, struct err *err)
{
    enum pg_sql which = monthly ? PG_MONTH_MONTHS : PG_MONTH_DAYS;
    int64_t survey;
    if (!pg_survey_number(s, &member->survey, &survey, err))
        return NULL;
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, (int64_t)member->kiosk);
    pg_put_int(&args, survey);
    pg_put_int(&args, member->month);
    if (!monthly)
        pg_put_int(&args, local_month_start(member->month + SUMMARY_DAYS) - 1);
    pg_put_text(&args, member->venue);
    return pg_run(s, which, &args, err);
}

bool postgres_month_tallies(struct store *store, const struct store_member *member, bool monthly,
                            bool (*take)(void *, uint64_t, const struct store_tally *),
                            void *context, struct err *err)
{
    struct store_tally tally = { .survey = member->survey,
                                 .day = member->month,
                                 .monthly = monthly };
    memcpy(tally.venue, member->venue, sizeof tally.venue);
    RESULT_AUTO *result = month_ask(postgres_of(store), member, monthly, err);
    for (int i = 0; i < PQntuples(result); i++) {
        (monthly ? month_read : day_read)(result, i, &tally);
        if (!take(context, member->kiosk, &tally))
            break;
    }
    return result != NULL;
}

/* ---- summaries ---- */

bool postgres_summary_put(struct store *store, const struct store_summary *row, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    uint8_t packed[SUMMARY_PACKED_MAX];
    int64_t survey;
    size_t size = summary_pack(row, packed);
    if (!pg_survey_number(s, &row->survey, &survey, err))
        return false;
    struct pg_args args = pg_args_of(PG_SUMMARY_PUT);
    pg_put_int(&args, survey);
    pg_put_text(&args, row->question);
    pg_put_int(&args, row->month);
    pg_put_text(&args, row->venue);
    pg_put_text(&args, row->value);
    pg_put_span(&args, span_of(packed, size));
    return pg_do(s, PG_SUMMARY_PUT, &args, NULL, err);
}

/* Into one summary, whose survey, question and month stay. */
static bool summary_read(const PGresult *result, int row, struct store_summary *ret,
                         struct err *err)
{
    pg_text(result, row, 0, ret->venue, sizeof ret->venue);
    pg_text(result, row, 1, ret->value, sizeof ret->value);
    return summary_unpack(pg_span(result, row, 2), ret) ||
           err_set(err, ERR_CORRUPT,
                   "a venue's month is damaged; rebuild it with yousaid-hub "
                   "verify --mend");
}

static PGresult *summaries_page(struct postgres_store *s, int64_t survey,
                                const struct store_summary *after, const char *venue,
                                struct err *err)
{
    enum pg_sql which = venue == NULL ? PG_SUMMARIES : PG_SUMMARIES_VENUE;
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, survey);
    pg_put_text(&args, after->question);
    pg_put_int(&args, after->month);
    pg_put_text(&args, venue == NULL ? after->venue : venue);
    if (venue == NULL) {
        pg_put_text(&args, after->value);
        pg_put_int(&args, PAGE);
    }
    return pg_run(s, which, &args, err);
}

/* A venue has few values: they come at once. */
bool postgres_summaries(struct store *store, const struct digest *survey, const char *question,
                        int32_t month, const char *venue,
                        bool (*take)(void *, const struct store_summary *), void *context,
                        struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    struct store_summary summary = { .survey = *survey, .month = month };
    int64_t number;
    (void)snprintf(summary.question, sizeof summary.question, "%s", question);
    if (!pg_survey_number(s, survey, &number, err))
        return false;
    for (bool more = true; more;) {
        RESULT_AUTO *result = summaries_page(s, number, &summary, venue, err);
        if (result == NULL)
            return false;
        int count = PQntuples(result);
        more = venue == NULL && count == PAGE;
        for (int i = 0; i < count; i++) {
            if (!summary_read(result, i, &summary, err))
                return false;
            if (!take(context, &summary))
                return true;
        }
    }
    return true;
}

bool postgres_summary_months(struct store *store, const struct digest *survey, bool *ret_any,
                             int32_t *ret_first, int32_t *ret_last, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    int64_t number;
    if (!pg_survey_number(s, survey, &number, err))
        return false;
    struct pg_args args = pg_args_of(PG_SUMMARY_MONTHS);
    pg_put_int(&args, number);
    RESULT_AUTO *result = pg_run(s, PG_SUMMARY_MONTHS, &args, err);
    if (result == NULL)
        return false;
    *ret_any = PQgetisnull(result, 0, 0) == 0;
    *ret_first = *ret_any ? (int32_t)pg_int(result, 0, 0) : 0;
    *ret_last = *ret_any ? (int32_t)pg_int(result, 0, 1) : 0;
    return true;
}

/* ---- kiosks' days ---- */

static void kiosk_day_read(const PGresult *result, int row, struct store_kiosk_day *ret)
{
    *ret = (struct store_kiosk_day){ .kiosk = (uint64_t)pg_int(result, row, 0),
                                     .day = (int32_t)pg_int(result, row, 2),
                                     .exchanges = (uint32_t)pg_int(result, row, 3),
                                     .woken = (uint32_t)pg_int(result, row, 4),
                                     .started = (uint32_t)pg_int(result, row, 5),
                                     .completed = (uint32_t)pg_int(result, row, 6),
                                     .restarts = (uint32_t)pg_int(result, row, 7),
                                     .responses = (uint32_t)pg_int(result, row, 8),
                                     .pending = (uint32_t)pg_int(result, row, 9),
                                     .write_ms = (uint32_t)pg_int(result, row, 10),
                                     .room_mib = (uint32_t)pg_int(result, row, 11),
                                     .dead = (uint32_t)pg_int(result, row, 13),
                                     .helped = (uint32_t)pg_int(result, row, 14) };
    pg_text(result, row, 1, ret->venue, sizeof ret->venue);
    pg_text(result, row, 12, ret->version, sizeof ret->version);
}

static PGresult *kiosk_days_page(struct postgres_store *s, uint64_t kiosk, int32_t from, int32_t to,
                                 const struct store_kiosk_day *after, struct err *err)
{
    struct pg_args args = pg_args_of(PG_KIOSK_DAYS);
    pg_put_kiosks(&args, kiosk);
    pg_put_int(&args, from);
    pg_put_int(&args, to);
    pg_put_int(&args, (int64_t)after->kiosk);
    pg_put_int(&args, after->day);
    pg_put_text(&args, after->venue);
    pg_put_int(&args, PAGE);
    return pg_run(s, PG_KIOSK_DAYS, &args, err);
}

bool postgres_kiosk_days(struct store *store, uint64_t kiosk, int32_t from, int32_t to,
                         bool (*take)(void *, const struct store_kiosk_day *), void *context,
                         struct err *err)
{
    struct store_kiosk_day day = { .kiosk = kiosk, .day = INT32_MIN };
    for (int count = PAGE; count == PAGE;) {
        RESULT_AUTO *result = kiosk_days_page(postgres_of(store), kiosk, from, to, &day, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            kiosk_day_read(result, i, &day);
            if (!take(context, &day))
                return true;
        }
    }
    return true;
}
