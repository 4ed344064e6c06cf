/*
 * How long the journal keeps what is acknowledged, and what it knows of itself: journal_purge and
 * journal_status of journal.h. Responses stand in the order of their time, so that all questions of
 * age are a search by halves and cost the same with a million rows.
 */
#include "journal_int.h"
#include "older.h"

enum { PURGE_AT_ONCE = 2000, DAY_MINUTES = 24 * 60 };

/* The clock at the base of the first segment behind `number` whose time is known; no later one can
 * have begun before it. */
static const char later_sql[] =
    "SELECT min(base_wall) FROM segment WHERE number > ?1 AND clock > 0";
static const char own_sql[] = "SELECT " SEGMENT_COLUMNS " FROM segment WHERE number = ?1";

/* What a search for age holds on to. */
struct ages {
    struct journal *journal;
    sqlite3_stmt *later, *own;
    int64_t minutes_here; /* since the base of this boot's segment */
    int64_t wall;         /* now; only when clock is known */
    bool knows_wall;
};

static void ages_finish(struct ages *ages)
{
    sql_finalize(&ages->later);
    sql_finalize(&ages->own);
}

static bool ages_start(struct journal *journal, struct ages *ret, struct err *err)
{
    const struct boot_segment *here = &journal->here;
    msec now = clock_mono();
    int64_t since = now < here->base ? 0 : (int64_t)((now - here->base) / 1000);
    *ret = (struct ages){ .journal = journal,
                          .minutes_here = since / 60,
                          .wall = here->known.base_wall + since,
                          .knows_wall = here->known.clock != CLOCK_UNKNOWN };
    return sql_prepare(journal->db, later_sql, &ret->later, err) &&
           sql_prepare(journal->db, own_sql, &ret->own, err);
}

static bool at_segment(sqlite3_stmt *statement, uint32_t number, bool *ret_row, struct err *err)
{
    const char *doing = "reading the boot segments";
    return sql_bound(statement, sqlite3_bind_int64(statement, 1, number), doing, err) &&
           sql_step(statement, doing, ret_row, err);
}

/* The latest that a response of an earlier boot can have closed, as far as any clock says. */
static bool latest_close(struct ages *ages, const struct row *row, int64_t *ret_wall,
                         struct err *err)
{
    SQL_RESET_AUTO *later = ages->later;
    SQL_RESET_AUTO *own = ages->own;
    struct boot_segment segment;
    bool there = false;
    *ret_wall = INT64_MAX;
    if (!at_segment(later, row->segment, &there, err))
        return false;
    if (there && sqlite3_column_type(later, 0) == SQLITE_INTEGER)
        *ret_wall = sqlite3_column_int64(later, 0);
    if (!at_segment(own, row->segment, &there, err) || (there && !segment_get(own, &segment, err)))
        return false;
    if (!there || segment.known.clock == CLOCK_UNKNOWN)
        return true;
    int64_t closed = segment.known.base_wall + (int64_t)row->minute * 60;
    if (closed < *ret_wall)
        *ret_wall = closed;
    return true;
}

/* At least so many minutes have passed since it closed: of this boot by its own clock; of an
 * earlier one since this boot began, or more where the wall clock is known. */
static bool age_of(struct ages *ages, const struct row *row, int64_t *ret_minutes, struct err *err)
{
    int64_t closed = INT64_MAX;
    if (row->segment == ages->journal->here.known.number) {
        *ret_minutes = ages->minutes_here - row->minute;
        return true;
    }
    if (!latest_close(ages, row, &closed, err))
        return false;
    *ret_minutes = ages->minutes_here;
    if (ages->knows_wall && closed != INT64_MAX && (ages->wall - closed) / 60 > *ret_minutes)
        *ret_minutes = (ages->wall - closed) / 60;
    return true;
}

static bool is_older(struct ages *ages, uint64_t seq, int64_t minutes, bool *ret, struct err *err)
{
    SQL_RESET_AUTO *find = ages->journal->find;
    struct row row;
    int64_t age = 0;
    if (!row_find(find, seq, &row, err) || !age_of(ages, &row, &age, err))
        return false;
    *ret = age >= minutes;
    return true;
}

/* The last response up to `end` that closed so many minutes ago or more; what was purged did. */
static bool last_older(struct journal *journal, uint64_t end, int64_t minutes, uint64_t *ret,
                       struct err *err)
{
    __attribute__((cleanup(ages_finish))) struct ages ages = { 0 };
    uint64_t low = journal->meta.purged.seq;
    uint64_t high = end;
    if (!ages_start(journal, &ages, err))
        return false;
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        bool older = false;
        if (!is_older(&ages, middle, minutes, &older, err))
            return false;
        if (older)
            low = middle;
        else
            high = middle - 1;
    }
    *ret = low;
    return true;
}

static bool fork_seen(uint64_t seq, struct err *err)
{
    return err_set(err, ERR_REFUSED,
                   "the hub acknowledges another response %llu than this journal has",
                   (unsigned long long)seq);
}

static bool same_point(const struct chain_point *a, const struct chain_point *b, struct err *err)
{
    return seal_equal(&a->hash, &b->hash, sizeof a->hash) || fork_seen(a->seq, err);
}

/* What the hub acknowledges must be ours: else one of two cards was copied or set back. */
bool journal_knows(struct journal *journal, const struct chain_point *acknowledged, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct row row;
    if (acknowledged->seq > journal->last.seq)
        return fork_seen(acknowledged->seq, err);
    if (acknowledged->seq == journal->meta.purged.seq)
        return same_point(acknowledged, &journal->meta.purged, err);
    if (acknowledged->seq < journal->meta.purged.seq)
        return true;
    if (!row_find(find, acknowledged->seq, &row, err))
        return false;
    struct chain_point ours = { .seq = row.seq, .hash = row.hash };
    return same_point(acknowledged, &ours, err);
}

static bool point_at(struct journal *journal, uint64_t seq, struct meta *meta, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct row row;
    if (!row_find(find, seq, &row, err))
        return false;
    meta->purged = (struct chain_point){ .seq = row.seq, .hash = row.hash };
    meta->purged_total = row.total;
    return true;
}

static int reason_bind(sqlite3_stmt *row, int parameter, const struct refusal *refused)
{
    int size = (int)strnlen(refused->reason, sizeof refused->reason);
    return sqlite3_bind_text(row, parameter, refused->reason, size, SQLITE_STATIC);
}

/* What the hub set aside leaves the chain of responses, but never this file. */
bool journal_set_aside(struct journal *journal, const struct journal_receipt *receipt, uint64_t end,
                       size_t *ret_count, struct err *err)
{
    static const char sql[] = "INSERT INTO aside(life, seq, segment, minute, hash, body, reason)"
                              " SELECT ?4, seq, segment, minute, hash, body, ?2 FROM response"
                              " WHERE seq = ?1 AND seq <= ?3 ON CONFLICT(life, seq) DO NOTHING";
    const char *doing = "setting a response aside";
    SQL_STATEMENT_AUTO *row = NULL;
    if (!sql_prepare(journal->db, sql, &row, err))
        return false;
    for (size_t i = 0; i < receipt->refused_count; i++) {
        const struct refusal *refused = &receipt->refused[i];
        int codes = sqlite3_bind_int64(row, 1, (sqlite3_int64)refused->seq) |
                    reason_bind(row, 2, refused) | sqlite3_bind_int64(row, 3, (sqlite3_int64)end) |
                    sqlite3_bind_int64(row, 4, (sqlite3_int64)journal->meta.own.life);
        if (!sql_bound(row, codes, doing, err) || !sql_run(row, doing, err))
            return false;
        *ret_count += (size_t)sqlite3_changes(journal->db);
        (void)sqlite3_reset(row);
    }
    return true;
}

static bool delete_rows(struct journal *journal, uint64_t end, struct err *err)
{
    const char *doing = "deleting what was acknowledged";
    SQL_STATEMENT_AUTO *rows = NULL;
    SQL_STATEMENT_AUTO *segments = NULL;
    if (!sql_exec(
            journal->db,
            "DELETE FROM origin WHERE through > 0 AND through < (SELECT max(through) FROM origin"
            " WHERE through <= (SELECT purged_seq FROM meta))",
            "deleting what was acknowledged", err) ||
        !sql_prepare(journal->db, "DELETE FROM response WHERE seq <= ?1", &rows, err) ||
        !sql_prepare(journal->db,
                     "DELETE FROM segment WHERE number < min(?1, coalesce("
                     "(SELECT min(segment) FROM former), ?1), coalesce("
                     "(SELECT min(segment) FROM stranded), ?1), coalesce("
                     "(SELECT min(segment) FROM aside), ?1), coalesce("
                     "(SELECT segment FROM response ORDER BY seq LIMIT 1), ?1))",
                     &segments, err))
        return false;
    int codes = sqlite3_bind_int64(rows, 1, (sqlite3_int64)end);
    int codes_too = sqlite3_bind_int64(segments, 1, journal->here.known.number);
    return sql_bound(rows, codes, doing, err) && sql_bound(segments, codes_too, doing, err) &&
           sql_run(rows, doing, err) && sql_run(segments, doing, err);
}

static bool delete_former(struct journal *journal, int64_t end, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    SQL_STATEMENT_AUTO *rows = NULL;
    const char *doing = "deleting what older lives left";
    return sql_begin(journal->db, &tx, err) && older_shorten(journal->db, end, err) &&
           sql_prepare(journal->db, "DELETE FROM former WHERE number <= ?1", &rows, err) &&
           sql_bound(rows, sqlite3_bind_int64(rows, 1, end), doing, err) &&
           sql_run(rows, doing, err) && sql_commit(&tx, doing, err);
}

static bool purge_to(struct journal *journal, const struct journal_receipt *receipt, uint64_t end,
                     size_t *ret_deleted, struct err *err)
{
    size_t kept = 0;
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct meta meta = journal->meta;
    if (!point_at(journal, end, &meta, err) || !sql_begin(journal->db, &tx, err) ||
        !journal_set_aside(journal, receipt, end, &kept, err) || !delete_rows(journal, end, err) ||
        !meta_save(journal->db, &meta, err) ||
        !sql_commit(&tx, "deleting what was acknowledged", err))
        return false;
    *ret_deleted += (size_t)(end - journal->meta.purged.seq) - kept;
    journal->meta = meta;
    journal->unfolded = true;
    return true;
}

/* Of older lives: they are acknowledged, and only their age keeps them. */
static bool forget_former(struct journal *journal, int64_t minutes, size_t *ret_deleted,
                          struct err *err)
{
    __attribute__((cleanup(ages_finish))) struct ages ages = { 0 };
    SQL_STATEMENT_AUTO *rows = NULL;
    int64_t end = 0;
    bool there = false;
    const char *doing = "looking at what older lives left";
    if (!sql_prepare(journal->db,
                     "SELECT number, segment, minute FROM former ORDER BY number LIMIT ?1", &rows,
                     err) ||
        !sql_bound(rows, sqlite3_bind_int(rows, 1, PURGE_AT_ONCE), doing, err) ||
        !ages_start(journal, &ages, err) || !sql_step(rows, doing, &there, err))
        return false;
    while (there) {
        int64_t age = 0;
        struct row row = { .segment = (uint32_t)sqlite3_column_int64(rows, 1),
                           .minute = (uint32_t)sqlite3_column_int64(rows, 2) };
        if (!age_of(&ages, &row, &age, err))
            return false;
        if (age < minutes)
            break;
        end = sqlite3_column_int64(rows, 0);
        *ret_deleted += 1;
        if (!sql_step(rows, doing, &there, err))
            return false;
    }
    (void)sqlite3_reset(rows);
    return end == 0 || delete_former(journal, end, err);
}

/* No more than some at once, so that nobody waits for it. */
bool journal_purge(struct journal *journal, const struct journal_receipt *receipt,
                   uint32_t keep_minutes, size_t *ret_deleted, struct err *err)
{
    const struct chain_point *acknowledged = &receipt->through;
    uint64_t start = journal->meta.purged.seq;
    uint64_t end = start;
    *ret_deleted = 0;
    if (!forget_former(journal, keep_minutes, ret_deleted, err))
        return false;
    if (acknowledged->seq == 0)
        return true;
    if (!journal_knows(journal, acknowledged, err))
        return false;
    if (acknowledged->seq <= start)
        return true;
    if (!last_older(journal, acknowledged->seq, keep_minutes, &end, err))
        return err_wrap(err, "looking for what need not be kept");
    if (end > start + PURGE_AT_ONCE)
        end = start + PURGE_AT_ONCE;
    return end == start || purge_to(journal, receipt, end, ret_deleted, err);
}

bool journal_newer(struct journal *journal, uint32_t minutes, uint64_t *ret, struct err *err)
{
    uint64_t older = 0;
    if (!last_older(journal, journal->last.seq, minutes, &older, err))
        return err_wrap(err, "counting responses");
    *ret = journal->last.seq - older;
    return true;
}

/* The clock at a segment's base; INT64_MIN when nobody knows. Rows of one segment stand together.
 */
struct bases {
    sqlite3_stmt *own;
    uint32_t number;
    int64_t wall;
};

static void bases_finish(struct bases *bases)
{
    sql_finalize(&bases->own);
}

static bool base_of(struct bases *bases, uint32_t number, struct err *err)
{
    SQL_RESET_AUTO *own = bases->own;
    struct boot_segment segment;
    bool there = false;
    if (bases->number == number)
        return true;
    if (!at_segment(own, number, &there, err) || (there && !segment_get(own, &segment, err)))
        return false;
    bases->number = number;
    bases->wall =
        there && segment.known.clock != CLOCK_UNKNOWN ? segment.known.base_wall : INT64_MIN;
    return true;
}

static bool each_row(sqlite3_stmt *rows, struct bases *bases,
                     void (*take)(void *, const struct response *, unix_seconds), void *context,
                     struct err *err)
{
    struct response response;
    struct row row;
    bool there = false;
    for (;;) {
        if (!sql_step(rows, "reading the journal", &there, err))
            return false;
        if (!there)
            return true;
        if (!row_get(rows, &row, err) || !response_get(row.body, &response, err) ||
            !base_of(bases, row.segment, err))
            return false;
        bool known = bases->wall != INT64_MIN;
        take(context, &response, known ? bases->wall + (int64_t)row.minute * 60 : INT64_MIN);
    }
}

bool journal_each(struct journal *journal, uint64_t from, size_t limit,
                  void (*take)(void *, const struct response *, unix_seconds), void *context,
                  struct err *err)
{
    static const char sql[] =
        "SELECT " ROW_COLUMNS " FROM response WHERE seq >= ?1 AND open = 0 ORDER BY seq LIMIT ?2";
    const char *doing = "reading the journal";
    __attribute__((cleanup(bases_finish))) struct bases bases = { 0 };
    SQL_STATEMENT_AUTO *rows = NULL;
    if (!sql_prepare(journal->db, own_sql, &bases.own, err) ||
        !sql_prepare(journal->db, sql, &rows, err))
        return false;
    int codes = sqlite3_bind_int64(rows, 1, (sqlite3_int64)from) |
                sqlite3_bind_int64(rows, 2, limit > INT32_MAX ? INT32_MAX : (sqlite3_int64)limit);
    return sql_bound(rows, codes, doing, err) && each_row(rows, &bases, take, context, err);
}

bool journal_status(struct journal *journal, struct journal_status *ret, struct err *err)
{
    uint64_t yesterday = 0;
    if (!last_older(journal, journal->last.seq, DAY_MINUTES, &yesterday, err))
        return err_wrap(err, "counting today's responses");
    *ret = (struct journal_status){ .last = journal->last,
                                    .purged = journal->meta.purged,
                                    .closed_answers = journal->total,
                                    .responses_today = journal->last.seq - yesterday,
                                    .open = journal->open,
                                    .slowest_ms = journal->slowest_ms };
    return true;
}
