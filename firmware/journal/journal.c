/*
 * The kiosk's durable record: see journal.h, and docs/JOURNAL.md for the bytes.
 *
 * Each save writes the visit as if the kiosk were to die right after it: canonical bytes that end
 * in "crashed", with the chain's value behind them. So what is on the disk is always a whole
 * response, closing after a crash is a flag, and no second of the clock is ever written.
 */
#include "journal_int.h"
#include "place.h"
#include "schema.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPEN_WAIT_MS = 2000, /* for another program that is just letting go */
    TAP_WAIT_MS = 50,
    FOLD_PAGES = 128,  /* a pause folds so much, */
    FOLD_MS = 1800000, /* or whatever there is after half an hour, */
    WAL_BOUND = 2048,  /* and so much is folded without a pause: 8 MiB */
    GAP_UNKNOWN = 60,
};

static const char write_sql[] =
    "INSERT INTO response(" ROW_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT(seq) DO UPDATE SET open = ?2, revision = ?3, segment = ?4, minute = ?5,"
    " total = ?6, hash = ?7, body = ?8 WHERE open = 1"; /* a closed response never changes */
static const char find_sql[] = "SELECT " ROW_COLUMNS " FROM response WHERE seq = ?1";
static const char newest_sql[] = "SELECT " ROW_COLUMNS " FROM response ORDER BY seq DESC LIMIT 1";
static const char recover_sql[] = "UPDATE response SET open = 0, revision = revision + 1 WHERE seq "
                                  "= (SELECT max(seq) FROM response)";

/* SQLite tells after each commit how long the log has become. */
static int wal_grew(void *self, sqlite3 *db, const char *name, int pages)
{
    struct journal *journal = self;
    (void)db;
    (void)name;
    journal->wal_pages = pages;
    return SQLITE_OK;
}

static bool set_wal(sqlite3 *db, struct err *err)
{
    SQL_STATEMENT_AUTO *mode = NULL;
    bool row = false;
    if (!sql_prepare(db, "PRAGMA journal_mode=WAL", &mode, err) ||
        !sql_step(mode, "opening the journal's log", &row, err))
        return false;
    const char *got = row ? (const char *)sqlite3_column_text(mode, 0) : NULL;
    if (got == NULL || strcmp(got, "wal") != 0)
        return err_set(err, ERR_LATER, "this file system cannot carry the journal's log");
    return true;
}

/* The page size counts only for a new file, so it stands first. */
static bool settle(struct journal *journal, struct err *err)
{
    static const char pragmas[] = "PRAGMA page_size=4096; PRAGMA secure_delete=ON;"
                                  "PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY;"
                                  "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;"
                                  "PRAGMA cell_size_check=ON; PRAGMA synchronous=FULL;";
    int keep = 1;
    (void)sqlite3_extended_result_codes(journal->db, 1);
    (void)sqlite3_busy_timeout(journal->db, OPEN_WAIT_MS);
    (void)sqlite3_db_config(journal->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (!sql_exec(journal->db, pragmas, "opening the journal", err))
        return false;
    if (journal->practice)
        return true;
    (void)sqlite3_file_control(journal->db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep);
    (void)sqlite3_wal_hook(journal->db, wal_grew, journal);
    return set_wal(journal->db, err);
}

static bool know_oneself(struct journal *journal, struct err *err)
{
    const struct journal_identity *identity = &journal->identity;
    struct meta *meta = &journal->meta;
    bool there = false;
    if (!meta_load(journal->db, meta, &there, err))
        return false;
    if (!there) {
        *meta = (struct meta){ .life = identity->life,
                               .kiosk = identity->kiosk,
                               .purged = chain_start(identity->life, &identity->kiosk) };
        return meta_save(journal->db, meta, err);
    }
    if (meta->life != identity->life ||
        !seal_equal(&meta->kiosk, &identity->kiosk, sizeof meta->kiosk))
        return err_set(err, ERR_REFUSED, "the journal belongs to another life of this kiosk");
    return true;
}

/* The point that a row must follow on: its neighbour's, or the last that was purged. */
static bool point_before(struct journal *journal, uint64_t seq, struct chain_point *ret_point,
                         uint64_t *ret_total, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct row row;
    *ret_point = journal->meta.purged;
    *ret_total = journal->meta.purged_total;
    if (seq == journal->meta.purged.seq + 1)
        return true;
    if (!row_find(find, seq - 1, &row, err))
        return false;
    *ret_point = (struct chain_point){ .seq = row.seq, .hash = row.hash };
    *ret_total = row.total;
    return true;
}

/* Reads where the chain ends. The newest row must follow on what stands before it. */
static bool find_end(struct journal *journal, struct recorded *ret_open, struct err *err)
{
    SQL_STATEMENT_AUTO *newest = NULL;
    bool there = false;
    struct row row = { .seq = journal->meta.purged.seq };
    *ret_open = (struct recorded){ 0 };
    journal->last = journal->meta.purged;
    journal->total = journal->meta.purged_total;
    if (!sql_prepare(journal->db, newest_sql, &newest, err) ||
        !sql_step(newest, "reading the journal", &there, err))
        return false;
    if (!there)
        return true;
    struct chain_point before;
    if (!row_get(newest, &row, err) ||
        !point_before(journal, row.seq, &before, &journal->total, err))
        return false;
    struct chain_point after = chain_next(&before, row.body);
    if (!seal_equal(&after.hash, &row.hash, sizeof row.hash))
        return err_set(err, ERR_CORRUPT, "response %llu does not follow on the one before it",
                       (unsigned long long)row.seq);
    journal->last = after;
    journal->total = row.total;
    if (row.open)
        *ret_open = (struct recorded){ .seq = row.seq, .revision = row.revision };
    return true;
}

/* A visit that a crash left open is closed as it was last saved: all but its flag is there. */
static bool recover(struct journal *journal, struct err *err)
{
    struct recorded *open = &journal->recovered;
    if (!find_end(journal, open, err))
        return false;
    if (open->seq == 0)
        return true;
    open->revision++;
    open->closed = true;
    return sql_exec(journal->db, recover_sql, "closing what a crash left open", err);
}

static bool prepare(struct journal *journal, struct err *err)
{
    return sql_prepare(journal->db, write_sql, &journal->write, err) &&
           sql_prepare(journal->db, find_sql, &journal->find, err);
}

/* Everything that opening writes is one transaction: after it the journal is whole, or as before.
 */
static bool begin_life(struct journal *journal, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct moment now = clock_now();
    return sql_begin(journal->db, &tx, err) && know_oneself(journal, err) &&
           recover(journal, err) && segment_enter(journal->db, &now, &journal->here, err) &&
           meta_save(journal->db, &journal->meta, err) &&
           sql_commit(&tx, "opening the journal", err);
}

static bool start(struct journal *journal, const char *path, struct err *err)
{
    int code =
        sqlite3_open_v2(path, &journal->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_error(journal->db, code, "opening the journal", err);
    if (!settle(journal, err) || !schema_migrate(journal->db, err) || !prepare(journal, err) ||
        !begin_life(journal, err))
        return false;
    (void)sqlite3_busy_timeout(journal->db, TAP_WAIT_MS);
    journal->folded_at = clock_mono();
    return true;
}

static struct journal *journal_new(const struct journal_identity *identity, struct err *err)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the journal");
        return NULL;
    }
    seal_start();
    journal->lock = -1;
    journal->identity = *identity;
    journal->seals = draft_seals_new();
    journal->canonical = buf_new(RESPONSE_BYTES_MAX);
    journal->wal_bound = WAL_BOUND;
    return journal;
}

bool journal_open(const char *data, const struct journal_identity *identity, struct journal **ret,
                  struct err *err)
{
    char path[PLACE_PATH_MAX];
    struct journal *journal = journal_new(identity, err);
    if (journal == NULL)
        return false;
    if (!place_path(data, path, err) || !place_prepare(data, &journal->lock, err) ||
        !start(journal, path, err)) {
        journal_close(journal);
        return err_wrap(err, "the journal in %s", data);
    }
    *ret = journal;
    return true;
}

/* What is said in practice is sealed like anything else, and to a key that nobody keeps. */
static void practise_sealing(struct journal_identity *identity)
{
    struct box_secret thrown_away;
    box_pair_new(&identity->words_key, &thrown_away);
    box_pair_new(&identity->counts_key, &thrown_away);
    seal_forget(&thrown_away, sizeof thrown_away);
    identity->has_words_key = true;
    identity->has_counts_key = true;
}

bool journal_open_practice(const struct journal_identity *identity, struct journal **ret,
                           struct err *err)
{
    struct journal *journal = journal_new(identity, err);
    if (journal == NULL)
        return false;
    journal->practice = true;
    practise_sealing(&journal->identity);
    if (!start(journal, ":memory:", err)) {
        journal_close(journal);
        return err_wrap(err, "the journal for practice");
    }
    *ret = journal;
    return true;
}

struct recorded journal_recovered(const struct journal *journal)
{
    return journal->recovered;
}

void journal_close(struct journal *journal)
{
    if (journal == NULL)
        return;
    /* Counters are worth a try; what was answered is durable already. */
    if (journal->unfolded && !journal->practice) {
        struct err ignored;
        bool folded = journal_fold(journal, SQLITE_CHECKPOINT_TRUNCATE, &ignored);
        (void)folded;
    }
    (void)sqlite3_finalize(journal->write);
    (void)sqlite3_finalize(journal->find);
    (void)sqlite3_close(journal->db);
    file_close(&journal->lock);
    draft_seals_finish(&journal->seals);
    buf_finish(&journal->canonical);
    free(journal);
}

/* When it closed, as far as anybody may know: the minute, and a gap that shows haste but no hour.
 */
static void stamp(const struct journal *journal, msec now, struct response *response)
{
    response->segment = journal->here.known.number;
    response->minute = segment_minute(&journal->here, now);
    response->gap = GAP_UNKNOWN;
    if (journal->knows_previous && now >= journal->previous &&
        (now - journal->previous) / 1000 < GAP_UNKNOWN)
        response->gap = (uint8_t)((now - journal->previous) / 1000);
}

/* The one commit of a tap. A row that was closed before is left alone, which would be our own
 * fault. */
static bool write_row(struct journal *journal, const struct row *row, struct err *err)
{
    SQL_RESET_AUTO *write = journal->write;
    if (!row_bind(write, row, err) || !sql_run(write, "saving the answer", err))
        return false;
    must(sqlite3_changes(journal->db) == 1, "a closed response would be written again");
    return true;
}

static void note_saved(struct journal *journal, const struct row *row, msec now)
{
    journal->revision = row->revision;
    journal->unfolded = true;
    journal->open = row->open;
    if (row->open)
        return;
    journal->last = (struct chain_point){ .seq = row->seq, .hash = row->hash };
    journal->total = row->total;
    journal->knows_previous = true;
    journal->previous = now;
    draft_seals_forget(&journal->seals);
}

/* Without any pause the log would grow for ever. The answer is durable whether this works or not.
 */
static void fold_when_long(struct journal *journal)
{
    struct err ignored;
    if (journal->wal_pages < journal->wal_bound)
        return;
    bool folded = journal_fold(journal, SQLITE_CHECKPOINT_PASSIVE, &ignored);
    journal->wal_bound = folded ? WAL_BOUND : journal->wal_bound + FOLD_PAGES;
}

static bool commit(struct journal *journal, struct response *response, uint64_t total, bool closing,
                   struct recorded *ret, struct err *err)
{
    msec now = clock_mono();
    stamp(journal, now, response);
    buf_clear(&journal->canonical);
    if (!response_put(response, &journal->canonical, err))
        return false;
    struct span body = buf_span(&journal->canonical);
    struct chain_point point = chain_next(&journal->last, body);
    struct row row = { .seq = response->seq,
                       .open = !closing,
                       .revision = journal->revision + 1,
                       .segment = response->segment,
                       .minute = response->minute,
                       .total = total,
                       .hash = point.hash,
                       .body = body };
    if (!write_row(journal, &row, err))
        return false;
    msec took = clock_mono() - now;
    if (took > journal->slowest_ms)
        journal->slowest_ms = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    note_saved(journal, &row, now);
    *ret = (struct recorded){ .seq = row.seq, .revision = journal->revision, .closed = closing };
    fold_when_long(journal);
    return true;
}

/* A visit is asked under one survey from its first tap to its last. */
static bool check_draft(const struct journal *journal, const struct draft *draft, struct err *err)
{
    if (draft->survey == NULL || draft->survey->question_count > SURVEY_QUESTIONS_MAX)
        return err_set(err, ERR_USAGE, "there is no survey to save answers to");
    if (journal->open &&
        !seal_equal(&journal->survey, &draft->survey_digest, sizeof journal->survey))
        return err_set(err, ERR_USAGE, "the survey cannot change during a visit");
    return true;
}

bool journal_save(struct journal *journal, const struct draft *draft, bool closing,
                  enum ending ending, struct recorded *ret, struct err *err)
{
    struct response response;
    uint32_t given = 0;
    uint64_t seq = journal->last.seq + 1;
    if (!check_draft(journal, draft, err) ||
        !draft_response(draft, &journal->identity, seq, &journal->seals, &response, &given, err))
        return false;
    response.ending = closing ? ending : ENDING_CRASHED;
    if (!journal->open) {
        journal->revision = 0;
        journal->survey = draft->survey_digest;
    }
    return commit(journal, &response, journal->total + given, closing, ret, err);
}

bool journal_end(struct journal *journal, enum ending ending, struct recorded *ret, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct response response;
    struct row row;
    *ret = (struct recorded){ 0 };
    if (!journal->open)
        return true;
    if (!row_find(find, journal->last.seq + 1, &row, err) ||
        !response_get(row.body, &response, err))
        return false;
    response.ending = ending;
    return commit(journal, &response, row.total, true, ret, err);
}

/*
 * The record of ourselves is written after the log was moved, not before: it starts the log anew,
 * so that the sync that a new log's head costs is paid here and not by the next tap.
 */
bool journal_fold(struct journal *journal, int mode, struct err *err)
{
    int pages = 0;
    int moved = 0;
    int code = sqlite3_wal_checkpoint_v2(journal->db, NULL, mode, &pages, &moved);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        return sql_error(journal->db, code, "moving the journal's log into its file", err);
    journal->meta.slowest_ms = journal->slowest_ms;
    if (!meta_save(journal->db, &journal->meta, err))
        return false;
    journal->unfolded = code != SQLITE_OK || moved < pages;
    journal->folded_at = clock_mono();
    return true;
}

/* A clock that was set right after the start teaches when the boot was, as far as it is believed.
 */
static bool believe(struct journal *journal, const struct moment *now, struct err *err)
{
    enum clock_class belief = segment_belief(now->wall);
    return journal->here.known.clock == CLOCK_SIGNED ||
           segment_teach(journal->db, &journal->here, belief, now->wall, now->mono, err);
}

bool journal_idle(struct journal *journal, struct err *err)
{
    struct moment now = clock_now();
    if (!believe(journal, &now, err))
        return err_wrap(err, "the journal at rest");
    bool due = journal->wal_pages >= FOLD_PAGES ||
               (journal->unfolded && now.mono - journal->folded_at >= FOLD_MS);
    if (journal->practice || !due)
        return true;
    return journal_fold(journal, SQLITE_CHECKPOINT_TRUNCATE, err) ||
           err_wrap(err, "the journal at rest");
}

bool journal_clock(struct journal *journal, enum clock_class clock, int64_t wall, msec mono,
                   struct err *err)
{
    return segment_teach(journal->db, &journal->here, clock, wall, mono, err) ||
           err_wrap(err, "keeping what is known of the time");
}

void journal_count(struct journal *journal, enum journal_counter counter)
{
    uint64_t *const counters[COUNTERS] = {
        [COUNT_WOKEN] = &journal->meta.woken,
        [COUNT_STARTED] = &journal->meta.started,
        [COUNT_COMPLETED] = &journal->meta.completed,
        [COUNT_RESTARTS] = &journal->meta.restarts,
    };
    must(counter < COUNTERS, "a counter that does not exist");
    *counters[counter] += 1;
    journal->unfolded = true;
}
