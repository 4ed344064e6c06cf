/*
 * The SQLite engine: one file in WAL mode, every commit on the disk before it counts. This file
 * opens it and holds what its sisters share; the verbs stand in sqlite_desk.c, sqlite_frame.c,
 * sqlite_kiosk.c, sqlite_keep.c and sqlite_read.c.
 */
#include "file.h"
#include "sqlite_int.h"
#include "sqlite_log.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUSY_MS = 10000, WAL_TRIES = 400, WAL_PAUSE_MS = 25 };

static const char *const sql_text[] = {
#define X(name, text) text,
    SQL_MAP(X)
#undef X
};

/* Another process may hold the file for a moment: that is LATER; only damage is damage. */
static const struct {
    int code;
    enum err_kind kind;
} code_kinds[] = {
    { SQLITE_FULL, ERR_FULL },        { SQLITE_CORRUPT, ERR_CORRUPT },
    { SQLITE_NOTADB, ERR_CORRUPT },   { SQLITE_READONLY, ERR_DENIED },
    { SQLITE_PERM, ERR_DENIED },      { SQLITE_AUTH, ERR_DENIED },
    { SQLITE_TOOBIG, ERR_TOO_LARGE }, { SQLITE_CONSTRAINT, ERR_REFUSED },
};

static enum err_kind kind_of(int code)
{
    for (size_t i = 0; i < sizeof code_kinds / sizeof code_kinds[0]; i++)
        if (code_kinds[i].code == (code & 0xff))
            return code_kinds[i].kind;
    return ERR_LATER;
}

bool sqlite_fail(struct sqlite_store *s, const char *what, struct err *err)
{
    return err_set(err, kind_of(sqlite3_extended_errcode(s->db)), "%s: %s", what,
                   sqlite3_errmsg(s->db));
}

sqlite3_stmt *sqlite_use(struct sqlite_store *s, enum sql which, struct err *err)
{
    sqlite3_stmt **slot = &s->statements[which];
    if (*slot == NULL && sqlite3_prepare_v3(s->db, sql_text[which], -1, SQLITE_PREPARE_PERSISTENT,
                                            slot, NULL) != SQLITE_OK) {
        (void)sqlite_fail(s, "preparing a statement", err);
        return NULL;
    }
    must(!sqlite3_stmt_busy(*slot), "a statement of the store was used inside itself");
    return *slot;
}

void sqlite_unuse(sqlite3_stmt **st)
{
    if (*st == NULL)
        return;
    (void)sqlite3_reset(*st); /* says again what the step said */
    (void)sqlite3_clear_bindings(*st);
}

void sqlite_put_int(sqlite3_stmt *st, int at, int64_t value)
{
    must(sqlite3_bind_int64(st, at, value) == SQLITE_OK, "binding a number");
}

void sqlite_put_text(sqlite3_stmt *st, int at, const char *text)
{
    must(sqlite3_bind_text(st, at, text, -1, SQLITE_STATIC) == SQLITE_OK, "binding a text");
}

void sqlite_put_span(sqlite3_stmt *st, int at, struct span bytes)
{
    const void *data =
        bytes.size == 0 ? "" : (const void *)bytes.data; /* NULL would be SQL's NULL */
    must(sqlite3_bind_blob64(st, at, data, bytes.size, SQLITE_STATIC) == SQLITE_OK,
         "binding bytes");
}

void sqlite_put_digest(sqlite3_stmt *st, int at, const struct digest *digest)
{
    sqlite_put_span(st, at, span_of(digest->bytes, sizeof digest->bytes));
}

void sqlite_put_kiosks(sqlite3_stmt *st, uint64_t kiosk)
{
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, kiosk == 0 ? INT64_MAX : (int64_t)kiosk);
}

bool sqlite_step(struct sqlite_store *s, sqlite3_stmt *st, bool *ret_row, struct err *err)
{
    int code = sqlite3_step(st);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sqlite_fail(s, "the database", err);
    *ret_row = code == SQLITE_ROW;
    return true;
}

bool sqlite_run(struct sqlite_store *s, sqlite3_stmt *st, struct err *err)
{
    bool row = true;
    while (row)
        if (!sqlite_step(s, st, &row, err))
            return false;
    return true;
}

int64_t sqlite_int(sqlite3_stmt *st, int column)
{
    return sqlite3_column_int64(st, column);
}

struct span sqlite_span(sqlite3_stmt *st, int column)
{
    const void *data = sqlite3_column_blob(st, column);
    return span_of(data, (size_t)sqlite3_column_bytes(st, column));
}

void sqlite_text(sqlite3_stmt *st, int column, char *ret, size_t size)
{
    struct span text = sqlite_span(st, column);
    size_t length = text.size < size ? text.size : size - 1;
    if (length > 0)
        memcpy(ret, text.data, length);
    ret[length] = '\0';
}

void sqlite_bytes(sqlite3_stmt *st, int column, void *ret, size_t size)
{
    struct span bytes = sqlite_span(st, column);
    memset(ret, 0, size);
    if (bytes.size == size)
        memcpy(ret, bytes.data, size);
}

static bool execute(struct sqlite_store *s, const char *sql, struct err *err)
{
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sqlite_fail(s, "the database", err);
    return true;
}

static bool run_plain(struct sqlite_store *s, enum sql which, struct err *err)
{
    USE_AUTO st = sqlite_use(s, which, err);
    return st != NULL && sqlite_run(s, st, err);
}

/* What could not be rolled back when it failed, for want of memory, is rolled back now. */
bool sqlite_begin(struct sqlite_store *s, struct sqlite_store **ret_tx, struct err *err)
{
    struct sqlite_store *left = s;
    if (!s->together) {
        sqlite_rollback(&left);
        if (!run_plain(s, SQL_BEGIN, err))
            return false;
    }
    *ret_tx = s;
    return true;
}

bool sqlite_look(struct sqlite_store *s, struct sqlite_store **ret_tx, struct err *err)
{
    struct sqlite_store *left = s;
    if (s->together)
        return true;
    sqlite_rollback(&left);
    if (!run_plain(s, SQL_LOOK, err))
        return false;
    *ret_tx = s;
    return true;
}

bool sqlite_commit(struct sqlite_store **tx, struct err *err)
{
    if (!(*tx)->together && !run_plain(*tx, SQL_COMMIT, err))
        return false;
    *tx = NULL;
    return true;
}

void sqlite_rollback(struct sqlite_store **tx)
{
    if (*tx == NULL)
        return;
    if ((*tx)->together)
        (*tx)->spoilt = true;
    else if (sqlite3_get_autocommit((*tx)->db) == 0)
        (void)run_plain(*tx, SQL_ROLLBACK, NULL);
}

/* ---- whole changes: the verbs' own transactions become part of one ---- */

bool sqlite_together(struct store *store, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct sqlite_store *tx = NULL;
    must(!s->together, "a whole change began inside another");
    if (!sqlite_begin(s, &tx, err))
        return false;
    s->together = true;
    s->spoilt = false;
    return true;
}

bool sqlite_together_keep(struct store *store, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    must(s->together, "a whole change ended that had not begun");
    if (s->spoilt)
        return err_set(err, ERR_LATER, "part of the change failed, so none of it is kept");
    if (!run_plain(s, SQL_COMMIT, err))
        return false;
    s->together = false;
    return true;
}

void sqlite_together_end(struct store *store)
{
    struct sqlite_store *s = sqlite_of(store);
    struct sqlite_store *tx = s;
    if (!s->together)
        return;
    s->together = false;
    sqlite_rollback(&tx);
}

/* SQLite would make the file with the umask's mode: it is made here, for the owner alone. A file
 * that is there is never opened beside SQLite: closing it would drop the locks that this process's
 * other connections hold (POSIX locks belong to the process), and the database would be damaged. */
static bool make_file(const char *path, bool create, struct err *err)
{
    if (access(path, R_OK | W_OK) == 0)
        return true;
    if (errno != ENOENT)
        return err_errno(err, "opening %s", path);
    if (!create)
        return err_set(err, ERR_MISSING, "there is no database at %s", path);
    FD_AUTO fd = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
    return fd >= 0 || errno == EEXIST ? true : err_errno(err, "making %s", path);
}

/* Switching to WAL needs the file alone for a moment, and SQLite does not always wait for that. */
static bool go_wal(struct sqlite_store *s, struct err *err)
{
    for (int i = 0; i < WAL_TRIES; i++) {
        int code = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (code == SQLITE_OK)
            return true;
        /* Among them SQLITE_BUSY_RECOVERY: another process has only just made the log. */
        if ((code & 0xff) != SQLITE_BUSY)
            break;
        (void)sqlite3_sleep(WAL_PAUSE_MS);
    }
    return sqlite_fail(s, "opening the database", err);
}

/* Made ready while there is memory: a transaction that failed for want of it must still end. */
static bool ready_to_roll_back(struct sqlite_store *s, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_ROLLBACK, err);
    return st != NULL;
}

/* FULL: a commit is on the disk when it returns. No foreign keys here (docs/DATABASE.md). Some
 * hundred busy kiosks touch a few pages each: the cache holds them, and the log takes several
 * seconds of their batches before it is worked into the file. */
static bool set_up(struct sqlite_store *s, struct err *err)
{
    (void)sqlite3_extended_result_codes(s->db, 1);
    (void)sqlite3_busy_timeout(s->db, BUSY_MS);
    (void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return go_wal(s, err) &&
           execute(s,
                   "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;"
                   "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
                   "PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -4096",
                   err) &&
           ready_to_roll_back(s, err);
}

static void sqlite_close(struct store *store)
{
    struct sqlite_store *s = sqlite_of(store);
    for (size_t i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(s->statements[i]);
    (void)sqlite3_close(s->db);
    free(s);
}

/* SQLite's sums of its own memory take a lock with every allocation, and nobody reads them. It
 * listens until the first database is open, which is this one or a tool's. */
static void keep_no_sums(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool start(struct sqlite_store *s, const char *where, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, keep_no_sums);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(where, &s->db, flags, sqlite_log_vfs()) != SQLITE_OK)
        return s->db == NULL ? err_set(err, ERR_LATER, "there is no memory for the database")
                             : sqlite_fail(s, "opening the database", err);
    return set_up(s, err) && sqlite_migrate(s, err);
}

static bool sqlite_open(const char *where, bool create, struct store **ret, struct err *err)
{
    if (!make_file(where, create, err))
        return false;
    struct sqlite_store *s = calloc(1, sizeof *s);
    if (s == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the database");
    s->base.engine = &sqlite_engine;
    if (!start(s, where, err)) {
        sqlite_close(&s->base);
        return err_wrap(err, "%s", where);
    }
    *ret = &s->base;
    return true;
}

/* SQLite syncs such a file not at all. */
static bool make_durable(const char *path, struct err *err)
{
    FD_AUTO fd = open(path, O_RDONLY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || err_errno(err, "making %s durable", path);
}

static bool copy_into(struct sqlite_store *s, const char *path, struct err *err)
{
    sqlite3_stmt *copy = NULL;
    int code = sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &copy, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(copy, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(copy);
    bool copied = code == SQLITE_DONE;
    if (!copied)
        (void)sqlite_fail(s, "copying the database", err);
    (void)sqlite3_finalize(copy);
    return copied;
}

/* The file is made first, for the owner alone; SQLite takes an empty one for a new one. */
static bool sqlite_backup(struct store *store, const char *path, struct err *err)
{
    FD_AUTO fd = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
    if (fd < 0)
        return err_errno(err, "making %s", path);
    return copy_into(sqlite_of(store), path, err) && make_durable(path, err);
}

const struct store_engine sqlite_engine = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .backup = sqlite_backup,
    .setting_get = sqlite_setting_get,
    .setting_put = sqlite_setting_put,
    .next = sqlite_next,
    .counter = sqlite_counter,
    .statement_add = sqlite_statement_add,
    .statements = sqlite_statements,
    .invitation_add = sqlite_invitation_add,
    .invitation_get = sqlite_invitation_get,
    .invitation_end = sqlite_invitation_end,
    .invitations = sqlite_invitations,
    .venue_put = sqlite_venue_put,
    .venue_get = sqlite_venue_get,
    .venues = sqlite_venues,
    .blob_put = sqlite_blob_put,
    .blob_get = sqlite_blob_get,
    .survey_publish = sqlite_survey_publish,
    .survey_get = sqlite_survey_get,
    .surveys = sqlite_surveys,
    .venue_surveys = sqlite_venue_surveys,
    .venue_survey_put = sqlite_venue_survey_put,
    .venue_survey_get = sqlite_venue_survey_get,
    .venue_file_put = sqlite_venue_file_put,
    .venue_file_get = sqlite_venue_file_get,
    .notice_add = sqlite_notice_add,
    .notices = sqlite_notices,
    .notice_withdraw = sqlite_notice_withdraw,
    .bundle_put = sqlite_bundle_put,
    .bundle_get = sqlite_bundle_get,
    .bundle_venue = sqlite_bundle_venue,
    .enrol = sqlite_enrol,
    .kiosk_get = sqlite_kiosk_get,
    .kiosks = sqlite_kiosks,
    .kiosk_move = sqlite_kiosk_move,
    .adopt = sqlite_adopt,
    .life_begin = sqlite_life_begin,
    .kiosk_revoke = sqlite_kiosk_revoke,
    .sender = sqlite_sender,
    .watermark = sqlite_watermark,
    .watermarks = sqlite_watermarks,
    .event = sqlite_event,
    .events = sqlite_events,
    .keep = sqlite_keep,
    .rows = sqlite_rows,
    .kiosk_rows = sqlite_kiosk_rows,
    .batches = sqlite_batches,
    .batch_at = sqlite_batch_at,
    .asides = sqlite_asides,
    .tallies = sqlite_tallies,
    .together = sqlite_together,
    .together_keep = sqlite_together_keep,
    .together_end = sqlite_together_end,
    .paper_put = sqlite_paper_put,
    .paper_get = sqlite_paper_get,
    .paper_find = sqlite_paper_find,
    .paper_remove = sqlite_paper_remove,
    .papers = sqlite_papers,
    .papers_remove = sqlite_papers_remove,
    .audit_head = sqlite_audit_head,
    .audit_add = sqlite_audit_add,
    .audits = sqlite_audits,
    .stale = sqlite_stale,
    .stale_count = sqlite_stale_count,
    .stale_done = sqlite_stale_done,
    .members = sqlite_members,
    .month_tallies = sqlite_month_tallies,
    .summary_put = sqlite_summary_put,
    .summaries = sqlite_summaries,
    .summary_months = sqlite_summary_months,
    .kiosk_days = sqlite_kiosk_days,
    .gone_add = sqlite_gone_add,
    .gone = sqlite_gone,
    .gone_figures = sqlite_gone_figures,
    .figures_forget = sqlite_figures_forget,
    .summaries_forget = sqlite_summaries_forget,
};
