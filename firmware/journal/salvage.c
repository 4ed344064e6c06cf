/*
 * Saving what can be read of a damaged journal into a new one: see journal.h. Responses are read
 * page by page (pages.h) and proved by the chain; the small tables row by row (copy_tables.h).
 * When the chain is whole, the life goes on. When something in it is lost, what is left waits in
 * `stranded` until the hub has said how much of it it has, and a new life begins meanwhile.
 *
 * The new file has another name until it is whole and on the disk. From then on it takes the place
 * of the damaged one whatever happens (place_prepare), which is kept as `.broken`.
 */
#include "salvage.h"
#include "answers_given.h"
#include "copy_tables.h"
#include "file.h"
#include "journal_int.h"
#include "pages.h"
#include "place.h"
#include "renumber.h"
#include "schema.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char doing[] = "saving a damaged journal";

enum { WAIT_MS = 2000 };

struct salvage {
    sqlite3 *db; /* the new file */
    struct meta meta;
    bool knows_meta; /* it could be read */
    struct standing standing;
    uint64_t old_life;
    bool unsent; /* the courier has not followed into it: no hub has anything of it */
    sqlite3_stmt *put;
    struct err *err;
    bool failed;
    struct chain_point proved; /* the chain as far as it is whole */
    uint64_t total;
    bool broken_off; /* something is missing behind that */
    uint64_t rows, lost;
    uint64_t before; /* the number of the row before, */
    struct digest before_hash;
    bool before_good;
};

static void salvage_finish(struct salvage *salvage)
{
    sql_finalize(&salvage->put);
    (void)sqlite3_close(salvage->db);
}

/* ---- whose it is ---- */

/* How often it was salvaged before cannot be read. That the number is another one is all that
 * matters: the courier tells the hub of each that it has not told last. */
static uint64_t beyond_any_count(void)
{
    int64_t now = clock_now().wall;
    return now > 0 ? (uint64_t)now : 0;
}

/* Whose journal it is; what is lost of that, the courier knows. */
static bool know_whose(struct salvage *salvage, const struct journal_identity *given,
                       struct err *err)
{
    int64_t stood = 0;
    struct err unreadable;
    struct meta *meta = &salvage->meta;
    if (!meta_load(salvage->db, meta, &salvage->knows_meta, &unreadable))
        salvage->knows_meta = false;
    if (!salvage->knows_meta)
        *meta = (struct meta){ .own = *given, .purged = chain_start(given->life, &given->kiosk) };
    if (!standing_load(salvage->db, &salvage->standing, &unreadable))
        salvage->standing = (struct standing){ .counts_all = salvage->knows_meta };
    if (!sql_number(salvage->db, "SELECT count(*) FROM standing", doing, &stood, &unreadable) ||
        stood == 0)
        salvage->standing.salvages = beyond_any_count();
    salvage->old_life = meta->own.life;
    if (salvage->standing.former_life == 0 && meta->own.life != given->life)
        salvage->standing.former_life = given->life;
    salvage->unsent = salvage->standing.former_life != 0 &&
                      salvage->standing.former_life == given->life && given->life != meta->own.life;
    salvage->proved = meta->purged;
    salvage->total = meta->purged_total;
    return sql_exec(salvage->db, "DELETE FROM meta; DELETE FROM standing", doing, err);
}

/* ---- responses ---- */

/* The last form of each: the commit before it may still stand somewhere. */
static const char put_sql[] =
    "INSERT INTO response(" ROW_COLUMNS ") VALUES(?1, 0, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT(seq) DO UPDATE SET revision = ?3, segment = ?4, minute = ?5, total = ?6,"
    " hash = ?7, body = ?8 WHERE ?3 > revision";

static bool take_row(void *context, const struct row *row)
{
    struct salvage *salvage = context;
    struct response response;
    SQL_RESET_AUTO *put = salvage->put;
    struct err unreadable;
    if (row->seq <= salvage->meta.purged.seq || !response_get(row->body, &response, &unreadable) ||
        response.seq != row->seq || response.segment != row->segment)
        return true;
    salvage->failed = !row_bind(put, row, salvage->err) || !sql_run(put, doing, salvage->err);
    return !salvage->failed;
}

static bool gather_rows(struct salvage *salvage, const char *path, struct err *err)
{
    bool stopped = false;
    salvage->err = err;
    return sql_prepare(salvage->db, put_sql, &salvage->put, err) &&
           pages_read(path, take_row, salvage, &stopped, err) && !salvage->failed;
}

/* Does it follow on the row before it, if that is there to be asked? */
static bool follows(const struct salvage *salvage, const struct row *row)
{
    struct chain_point before = { salvage->before, salvage->before_hash };
    if (row->seq != salvage->before + 1 || !salvage->before_good)
        return true;
    struct chain_point after = chain_next(&before, row->body);
    return seal_equal(&after.hash, &row->hash, sizeof row->hash);
}

/* Counts what is missing before this row, and says whether it is to be kept. */
static bool judge_row(struct salvage *salvage, const struct row *row)
{
    bool good = follows(salvage, row);
    salvage->lost += row->seq - salvage->before - 1 + (good ? 0 : 1);
    if (row->seq != salvage->before + 1 || !good)
        salvage->broken_off = true;
    salvage->before = row->seq;
    salvage->before_hash = row->hash;
    salvage->before_good = good;
    salvage->rows += good;
    return good;
}

/* Whether it goes on or not, the sums must. */
static bool mend_row(struct salvage *salvage, const struct row *row, bool good, struct err *err)
{
    SQL_STATEMENT_AUTO *mend = NULL;
    struct response response;
    uint64_t total = salvage->total;
    if (good && !response_get(row->body, &response, err))
        return false;
    if (good)
        salvage->total = total += response_answers(&response);
    if (good && total == row->total)
        return true;
    if (!sql_prepare(salvage->db,
                     good ? "UPDATE response SET total = ?2 WHERE seq = ?1"
                          : "DELETE FROM response WHERE seq = ?1 AND ?2 >= 0",
                     &mend, err))
        return false;
    int codes = sqlite3_bind_int64(mend, 1, (sqlite3_int64)row->seq) |
                sqlite3_bind_int64(mend, 2, (sqlite3_int64)total);
    return sql_bound(mend, codes, doing, err) && sql_run(mend, doing, err);
}

static bool judge_rows(struct salvage *salvage, struct err *err)
{
    SQL_STATEMENT_AUTO *rows = NULL;
    struct row row;
    bool there = false;
    salvage->before = salvage->meta.purged.seq;
    salvage->before_hash = salvage->meta.purged.hash;
    salvage->before_good = true;
    if (!sql_prepare(salvage->db, "SELECT " ROW_COLUMNS " FROM response ORDER BY seq", &rows, err))
        return false;
    for (;;) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return true;
        if (!row_get(rows, &row, err) || !mend_row(salvage, &row, judge_row(salvage, &row), err))
            return false;
    }
}

/* ---- a life that cannot go on ---- */

/* What no hub can have stands behind all that one may have. */
static bool first_place(const struct salvage *salvage, int64_t *ret, struct err *err)
{
    *ret = 0;
    return !salvage->unsent ||
           sql_number(salvage->db, "SELECT max(coalesce(max(seq), 0), 1 << 62) FROM stranded",
                      doing, ret, err);
}

static bool strand_row(struct salvage *salvage, sqlite3_stmt *statement, const struct row *row,
                       int64_t place, struct err *err)
{
    SQL_RESET_AUTO *put = statement;
    struct bound bound;
    if (!bound_find(salvage->db, salvage->old_life, row->seq, &bound, err))
        return false;
    int codes = sqlite3_bind_int64(put, 1, place + (sqlite3_int64)row->seq) |
                sqlite3_bind_int64(put, 2, (sqlite3_int64)bound.life) |
                sqlite3_bind_int64(put, 3, (sqlite3_int64)bound.seq) |
                sqlite3_bind_int64(put, 4, row->segment) | sqlite3_bind_int64(put, 5, row->minute) |
                sqlite3_bind_blob(put, 6, row->body.data, (int)row->body.size, SQLITE_STATIC) |
                sqlite3_bind_blob(put, 7, &row->hash, sizeof row->hash, SQLITE_STATIC);
    return sql_bound(put, codes, doing, err) && sql_run(put, doing, err);
}

static bool strand_rows(struct salvage *salvage, struct err *err)
{
    SQL_STATEMENT_AUTO *rows = NULL;
    SQL_STATEMENT_AUTO *put = NULL;
    struct row row;
    int64_t place = 0;
    bool there = false;
    if (!first_place(salvage, &place, err) ||
        !sql_prepare(salvage->db, "SELECT " ROW_COLUMNS " FROM response ORDER BY seq", &rows,
                     err) ||
        !sql_prepare(salvage->db,
                     "INSERT OR IGNORE INTO stranded(seq, life, first, segment, minute, body, hash)"
                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                     &put, err))
        return false;
    for (;;) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return true;
        if (!row_get(rows, &row, err) || !strand_row(salvage, put, &row, place, err))
            return false;
    }
}

/* A number that nobody has used. */
static uint64_t new_life(void)
{
    uint64_t life;
    do {
        seal_random(&life, sizeof life);
        life &= INT64_MAX;
    } while (life == 0);
    return life;
}

static bool begin_anew(struct salvage *salvage, struct err *err)
{
    struct meta *meta = &salvage->meta;
    if (!strand_rows(salvage, err) ||
        !sql_exec(salvage->db, "DELETE FROM response; DELETE FROM origin", doing, err) ||
        !origin_begin(salvage->db, salvage->old_life, 1, err))
        return false;
    if (!salvage->unsent)
        salvage->standing.former_life = salvage->old_life;
    salvage->standing.counts_all = true;
    meta->own.life = new_life();
    meta->purged = chain_start(meta->own.life, &meta->own.kiosk);
    meta->purged_total = 0;
    return true;
}

/* A hub that has never heard of this life wants to know behind which other it began. */
static bool note_former(struct salvage *salvage, struct err *err)
{
    int64_t there = 0;
    return salvage->standing.former_life == 0 ||
           (sql_number(salvage->db, "SELECT count(*) FROM origin WHERE through = 0", doing, &there,
                       err) &&
            (there != 0 || origin_begin(salvage->db, salvage->standing.former_life, 1, err)));
}

static bool note_all(struct salvage *salvage, struct err *err)
{
    salvage->standing.clean = true;
    salvage->standing.salvages++;
    salvage->standing.lost += salvage->lost;
    return note_former(salvage, err) && meta_save(salvage->db, &salvage->meta, err) &&
           standing_save(salvage->db, &salvage->standing, err);
}

/* ---- the new file ---- */

/* It counts for nothing until it is whole, so that it needs no log of its own. */
static bool open_new(struct salvage *salvage, const char *making, struct err *err)
{
    (void)unlink(making);
    FD_AUTO fd = open(making, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (fd < 0 || fchmod(fd, 0640) != 0)
        return err_errno(err, "making %s", making);
    int code =
        sqlite3_open_v2(making, &salvage->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_error(salvage->db, code, "making a new journal", err);
    /* A courier that has just begun to read holds the damaged file for a moment. */
    (void)sqlite3_busy_timeout(salvage->db, WAIT_MS);
    /* The damaged file is only read. */
    (void)sqlite3_db_config(salvage->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return sql_exec(salvage->db,
                    "PRAGMA page_size=1024; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                    "PRAGMA cache_size=-1024; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF",
                    "making a new journal", err) &&
           schema_migrate(salvage->db, err);
}

static bool fill_new(struct salvage *salvage, const char *path,
                     const struct journal_identity *given, struct err *err)
{
    return know_whose(salvage, given, err) && gather_rows(salvage, path, err) &&
           judge_rows(salvage, err) && (!salvage->broken_off || begin_anew(salvage, err)) &&
           note_all(salvage, err) && sql_exec(salvage->db, "COMMIT", doing, err);
}

static bool make_durable(const char *making, const char *whole, struct err *err)
{
    FD_AUTO fd = open(making, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fsync(fd) != 0 || rename(making, whole) != 0)
        return err_errno(err, "keeping %s", making);
    return true;
}

static bool make_new(struct salvage *salvage, const char *data,
                     const struct journal_identity *given, struct err *err)
{
    char path[PLACE_PATH_MAX];
    char making[PLACE_PATH_MAX];
    char whole[PLACE_PATH_MAX];
    if (!place_path(data, path, err) || !place_name(data, SALVAGE_MAKING, making, err) ||
        !place_name(data, SALVAGE_WHOLE, whole, err) || !open_new(salvage, making, err))
        return false;
    if (!copy_tables(salvage->db, path, &salvage->lost, err) ||
        !sql_exec(salvage->db, "BEGIN", doing, err) || !fill_new(salvage, path, given, err))
        return false;
    (void)sqlite3_finalize(salvage->put);
    salvage->put = NULL;
    (void)sqlite3_close(salvage->db);
    salvage->db = NULL;
    return make_durable(making, whole, err);
}

bool journal_salvage(const char *data, const struct journal_identity *identity,
                     struct journal_salvaged *ret, struct err *err)
{
    __attribute__((cleanup(salvage_finish))) struct salvage salvage = { 0 };
    FD_AUTO lock = -1;
    seal_start();
    if (!place_prepare(data, &lock, err) || !make_new(&salvage, data, identity, err) ||
        !place_take_salvaged(data, err))
        return err_wrap(err, "saving the journal in %s", data);
    *ret = (struct journal_salvaged){ .kept = salvage.rows,
                                      .lost = salvage.lost,
                                      .new_life = salvage.broken_off };
    return true;
}
