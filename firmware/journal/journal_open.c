/*
 * Opening and closing the journal: see journal.h. All that opening writes is one transaction, so
 * that the journal is whole after it, or as it was before.
 */
#include "journal_int.h"
#include "place.h"
#include "schema.h"
#include <stdlib.h>
#include <string.h>

enum {
    OPEN_WAIT_MS = 2000, /* for another program that is just letting go */
    TAP_WAIT_MS = 50,
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

/*
 * The page size counts only for a new file, so it stands first. A tap writes one page behind the
 * head of its frame: at 4,096 bytes that is never less than two of the disk's blocks, at 1,024 it
 * is mostly one. A file that is not ours is left as it is: even switching its log on would write
 * to it.
 */
static bool settle(struct journal *journal, struct err *err)
{
    static const char pragmas[] = "PRAGMA page_size=1024; PRAGMA secure_delete=ON;"
                                  "PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY;"
                                  "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;"
                                  "PRAGMA cell_size_check=ON; PRAGMA synchronous=FULL;";
    int keep = 1;
    (void)sqlite3_extended_result_codes(journal->db, 1);
    (void)sqlite3_busy_timeout(journal->db, OPEN_WAIT_MS);
    (void)sqlite3_db_config(journal->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_file_control(journal->db, NULL, SQLITE_FCNTL_PERSIST_WAL, &keep);
    if (!sql_exec(journal->db, pragmas, "opening the journal", err) ||
        !schema_welcome(journal->db, err))
        return false;
    if (journal->practice)
        return true;
    (void)sqlite3_wal_hook(journal->db, wal_grew, journal);
    return set_wal(journal->db, err);
}

/* What is pinned stays as it was first written, whoever says otherwise later. */
static bool check_pins(struct journal *journal, const struct journal_identity *given,
                       struct err *err)
{
    static const struct public_key unpinned;
    struct journal_identity *own = &journal->meta.own;
    if (seal_equal(&own->programme, &unpinned, sizeof unpinned))
        own->programme = given->programme; /* a journal of format 1 */
    bool may_move = journal->standing.may_move != MOVE_NOT;
    if (!seal_equal(&own->programme, &given->programme, sizeof own->programme))
        return may_move ? journal_move(journal, given, err)
                        : err_set(err, ERR_REFUSED, "this kiosk was enrolled in another programme");
    if (seal_equal(&own->kiosk, &given->kiosk, sizeof own->kiosk) &&
        (own->life == given->life || given->life == journal->standing.former_life))
        return true;
    return may_move
               ? journal_move(journal, given, err)
               : err_set(err, ERR_REFUSED, "the journal belongs to another life of this kiosk");
}

/* Numbers never go back: a key is followed only by that of a higher statement. */
static bool take_newer_keys(struct journal_identity *own, const struct journal_identity *given)
{
    bool words = given->has_words_key &&
                 (!own->has_words_key || given->words_statement > own->words_statement);
    bool counts = given->has_counts_key &&
                  (!own->has_counts_key || given->counts_statement > own->counts_statement);
    if (words) {
        own->has_words_key = true;
        own->words_key = given->words_key;
        own->words_statement = given->words_statement;
    }
    if (counts) {
        own->has_counts_key = true;
        own->counts_key = given->counts_key;
        own->counts_statement = given->counts_statement;
    }
    return words || counts;
}

static bool know_oneself(struct journal *journal, const struct journal_identity *given,
                         struct err *err)
{
    struct meta *meta = &journal->meta;
    bool there = false;
    if (!meta_load(journal->db, meta, &there, err) ||
        !standing_load(journal->db, &journal->standing, err))
        return false;
    journal->unclean = !journal->standing.clean;
    if (there)
        return true;
    *meta = (struct meta){ .own = *given, .purged = chain_start(given->life, &given->kiosk) };
    return meta_save(journal->db, meta, err);
}

/* Whose it is now; until it is closed in order, its stop counts as none. */
static bool take_identity(struct journal *journal, const struct journal_identity *given,
                          struct err *err)
{
    struct standing *standing = &journal->standing;
    if (!check_pins(journal, given, err))
        return false;
    (void)take_newer_keys(&journal->meta.own, given);
    if (given->life == journal->meta.own.life)
        standing->former_life = 0; /* the courier has followed */
    standing->clean = false;
    journal->checked = journal->meta.purged;
    journal->checked_total = journal->meta.purged_total;
    return standing_save(journal->db, standing, err);
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
    if (!row_get(newest, &row, err) || !row_is_behind(&row, &journal->meta.purged, err) ||
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
static bool begin_life(struct journal *journal, const struct journal_identity *given,
                       struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct moment now = clock_now();
    return sql_begin(journal->db, &tx, err) && know_oneself(journal, given, err) &&
           recover(journal, err) && take_identity(journal, given, err) &&
           segment_enter(journal->db, &now, &journal->here, err) &&
           meta_save(journal->db, &journal->meta, err) &&
           sql_commit(&tx, "opening the journal", err);
}

static bool start(struct journal *journal, const char *path, const struct journal_identity *given,
                  struct err *err)
{
    int code =
        sqlite3_open_v2(path, &journal->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_error(journal->db, code, "opening the journal", err);
    if (!settle(journal, err) || !schema_migrate(journal->db, err) || !prepare(journal, err) ||
        !begin_life(journal, given, err))
        return false;
    journal->begun = true;
    (void)sqlite3_busy_timeout(journal->db, TAP_WAIT_MS);
    journal->folded_at = journal->noted_at = clock_mono();
    return true;
}

static struct journal *journal_new(struct err *err)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for the journal");
        return NULL;
    }
    seal_start();
    journal->lock = -1;
    journal->seals = draft_seals_new();
    journal->canonical = buf_new(RESPONSE_BYTES_MAX);
    journal->wal_bound = JOURNAL_WAL_BOUND;
    return journal;
}

bool journal_open(const char *data, const struct journal_identity *identity, struct journal **ret,
                  struct err *err)
{
    char path[PLACE_PATH_MAX];
    struct journal *journal = journal_new(err);
    if (journal == NULL)
        return false;
    if (!place_path(data, path, err) || !place_prepare(data, &journal->lock, err) ||
        !start(journal, path, identity, err)) {
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
    struct journal_identity own = *identity;
    struct journal *journal = journal_new(err);
    if (journal == NULL)
        return false;
    journal->practice = true;
    practise_sealing(&own);
    if (!start(journal, ":memory:", &own, err)) {
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

struct journal_identity journal_identity(const struct journal *journal)
{
    return journal->meta.own;
}

/* They are written at once, or, when the disk refuses, with the next record of ourselves. */
bool journal_set_keys(struct journal *journal, const struct journal_identity *identity)
{
    if (journal->open)
        return false;
    if (journal->practice) /* has keys of its own */
        return true;
    if (!take_newer_keys(&journal->meta.own, identity))
        return true;
    struct err ignored;
    bool written = meta_save(journal->db, &journal->meta, &ignored);
    (void)written;
    journal->unfolded = true;
    /* What a refused save has sealed already was sealed to the old ones. */
    draft_seals_forget(&journal->seals);
    return true;
}

/* The next start need not look through everything. What could not be looked through yet still must
 * be. */
static void note_clean(struct journal *journal)
{
    struct standing standing = journal->standing;
    struct err ignored;
    standing.clean = !journal->unclean;
    if (journal->begun && !journal->practice && standing.clean) {
        bool noted = standing_save(journal->db, &standing, &ignored);
        (void)noted;
    }
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
    note_clean(journal);
    (void)sqlite3_finalize(journal->write);
    (void)sqlite3_finalize(journal->find);
    (void)sqlite3_close(journal->db);
    file_close(&journal->lock);
    draft_seals_finish(&journal->seals);
    buf_finish(&journal->canonical);
    free(journal);
}
