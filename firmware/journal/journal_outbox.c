/*
 * The courier's view of the journal: see journal_outbox.h. It has no right to write any of the
 * journal's files and asks for none: SQLite is told that the shared index is read-only too. While
 * the screen runs that index is shared; when the screen is gone, SQLite makes one in memory from
 * the log.
 */
#include "journal_outbox.h"
#include "answers_given.h"
#include "meta.h"
#include "older.h"
#include "place.h"
#include "row.h"
#include "schema.h"
#include "segment.h"
#include "standing.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { READ_WAIT_MS = 1000 };

struct journal_reader {
    char path[PLACE_PATH_MAX];
    sqlite3 *db; /* NULL between two connections */
    dev_t device;
    ino_t inode;
    struct meta meta; /* of the snapshot that is being read, */
    struct standing standing;
    uint64_t older; /* of which life it speaks; 0: of the present one */
};

static const char read_sql[] =
    "SELECT " ROW_COLUMNS " FROM response WHERE seq >= ?1 AND open = 0 ORDER BY seq LIMIT ?2";
static const char find_sql[] = "SELECT " ROW_COLUMNS " FROM response WHERE seq = ?1";
static const char last_sql[] =
    "SELECT " ROW_COLUMNS " FROM response WHERE open = 0 ORDER BY seq DESC LIMIT 1";
static const char segments_sql[] =
    "SELECT " SEGMENT_COLUMNS " FROM segment WHERE number >= ?1 ORDER BY number";

static void disconnect(struct journal_reader *reader)
{
    (void)sqlite3_close(reader->db);
    reader->db = NULL;
}

/* A path as a file URI: what has a meaning there is written in hex. */
static void put_uri(struct buf *out, const char *path)
{
    buf_printf(out, "file:");
    for (const char *c = path; *c != '\0'; c++)
        if (*c == '%' || *c == '?' || *c == '#')
            buf_printf(out, "%%%02x", (unsigned)*c);
        else
            buf_put_byte(out, (uint8_t)*c);
    buf_printf(out, "?mode=ro&readonly_shm=1");
}

static bool connect_now(struct journal_reader *reader, struct err *err)
{
    BUF_AUTO uri = buf_new(PLACE_PATH_MAX * 3 + 64);
    struct stat at;
    if (stat(reader->path, &at) != 0 || at.st_size == 0)
        return err_set(err, ERR_MISSING, "the screen has not made its journal yet");
    put_uri(&uri, reader->path);
    if (!buf_ok(&uri, "the journal's path", err))
        return false;
    int code = sqlite3_open_v2(buf_text(&uri), &reader->db,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
    if (code != SQLITE_OK)
        return sql_error(reader->db, code, "opening the journal for reading", err);
    reader->device = at.st_dev;
    reader->inode = at.st_ino;
    (void)sqlite3_extended_result_codes(reader->db, 1);
    (void)sqlite3_busy_timeout(reader->db, READ_WAIT_MS);
    (void)sqlite3_db_config(reader->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return sql_exec(reader->db,
                    "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-1024;"
                    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON",
                    "opening the journal for reading", err);
}

/* A journal that was put aside and made anew is another file. */
static bool is_current(const struct journal_reader *reader)
{
    struct stat at;
    return reader->db != NULL && stat(reader->path, &at) == 0 && at.st_dev == reader->device &&
           at.st_ino == reader->inode;
}

static bool open_snapshot(struct journal_reader *reader, sqlite3 **ret_open, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    bool there = false;
    if (!is_current(reader)) {
        disconnect(reader);
        if (!connect_now(reader, err))
            return false;
    }
    if (!sql_exec(reader->db, "BEGIN", "beginning to read the journal", err))
        return false;
    tx = reader->db;
    if (!schema_check(reader->db, err) || !meta_load(reader->db, &reader->meta, &there, err) ||
        !standing_load(reader->db, &reader->standing, err))
        return false;
    if (!there)
        return err_set(err, ERR_MISSING, "the screen has not made its journal yet");
    *ret_open = tx;
    tx = NULL;
    return true;
}

/* One moment of the journal, to be read as a whole. A connection that the end of the screen has
 * left in the lurch is made anew, once. */
static bool snapshot(struct journal_reader *reader, sqlite3 **ret_open, struct err *err)
{
    struct err first = { 0 };
    if (open_snapshot(reader, ret_open, &first))
        return true;
    disconnect(reader);
    if (first.kind == ERR_LATER && open_snapshot(reader, ret_open, &first))
        return true;
    disconnect(reader);
    if (first.kind != ERR_LATER)
        return err_set(err, first.kind, "%s", first.text);
    return err_set(err, ERR_LATER,
                   "the screen has to start once before its journal can be read: %s", first.text);
}

bool journal_reader_open(const char *data, struct journal_reader **ret, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return err_set(err, ERR_LATER, "there is no memory to read the journal");
    seal_start();
    if (!place_path(data, reader->path, err) || !snapshot(reader, &tx, err)) {
        journal_reader_close(reader);
        return err_wrap(err, "reading the journal in %s", data);
    }
    *ret = reader;
    return true;
}

void journal_reader_close(struct journal_reader *reader)
{
    if (reader == NULL)
        return;
    disconnect(reader);
    free(reader);
}

typedef bool (*take_response)(void *context, const struct response *response,
                              const struct chain_point *after);

static bool gone(uint64_t seq, struct err *err)
{
    return err_set(err, ERR_MISSING, "response %llu was acknowledged and deleted",
                   (unsigned long long)seq);
}

/* The chain's point before `from`, so that what is read can be checked as it is read. */
static bool point_before(struct journal_reader *reader, uint64_t from, struct chain_point *ret,
                         struct err *err)
{
    SQL_STATEMENT_AUTO *find = NULL;
    struct row row;
    *ret = reader->meta.purged;
    if (from == 0 || from <= ret->seq)
        return gone(from, err);
    if (from == ret->seq + 1)
        return true;
    if (!sql_prepare(reader->db, find_sql, &find, err) || !row_find(find, from - 1, &row, err))
        return false;
    *ret = (struct chain_point){ .seq = row.seq, .hash = row.hash };
    return true;
}

/* The row at which the statement stands, as the response behind `point`, which moves on to it. */
static bool follow(sqlite3_stmt *rows, struct chain_point *point, struct response *ret,
                   struct err *err)
{
    struct row row;
    if (!row_get(rows, &row, err))
        return false;
    struct chain_point after = chain_next(point, row.body);
    if (row.seq != point->seq + 1 || !seal_equal(&after.hash, &row.hash, sizeof row.hash))
        return err_set(err, ERR_CORRUPT, "response %llu does not follow on the one before it",
                       (unsigned long long)row.seq);
    *point = after;
    return response_get(row.body, ret, err);
}

static bool read_rows(sqlite3_stmt *rows, struct chain_point point, take_response take,
                      void *context, struct err *err)
{
    struct response response;
    bool there = false;
    for (;;) {
        if (!sql_step(rows, "reading the journal", &there, err))
            return false;
        if (!there)
            return true;
        if (!follow(rows, &point, &response, err))
            return false;
        if (!take(context, &response, &point))
            return true;
    }
}

static bool last_point(struct journal_reader *reader, struct chain_point *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *last = NULL;
    struct row row;
    bool there = false;
    *ret = reader->meta.purged;
    if (!sql_prepare(reader->db, last_sql, &last, err) ||
        !sql_step(last, "reading the journal", &there, err))
        return false;
    if (!there)
        return true;
    if (!row_get(last, &row, err) || !row_is_behind(&row, &reader->meta.purged, err))
        return false;
    *ret = (struct chain_point){ .seq = row.seq, .hash = row.hash };
    return true;
}

static bool total_at(struct journal_reader *reader, uint64_t seq, uint64_t *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *find = NULL;
    struct row row;
    *ret = reader->meta.purged_total;
    if (seq == reader->meta.purged.seq)
        return true;
    if (seq < reader->meta.purged.seq)
        return gone(seq, err);
    if (!sql_prepare(reader->db, find_sql, &find, err) || !row_find(find, seq, &row, err))
        return false;
    *ret = row.total;
    return true;
}

bool journal_reader_counts(struct journal_reader *reader, uint64_t through,
                           struct journal_counts *ret, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct chain_point last;
    struct journal_counts counts = { .responses = through };
    if (!snapshot(reader, &tx, err) || !last_point(reader, &last, err))
        return false;
    if (through > last.seq)
        counts.responses = last.seq;
    if (counts.responses != 0 && !total_at(reader, counts.responses, &counts.answers, err))
        return false;
    *ret = counts;
    return true;
}

static bool count_bodies(sqlite3_stmt *rows, struct journal_counts *ret, struct err *err)
{
    struct response response;
    bool there = false;
    for (;;) {
        if (!sql_step(rows, "reading the journal", &there, err))
            return false;
        if (!there)
            return true;
        struct span body =
            span_of(sqlite3_column_blob(rows, 0), (size_t)sqlite3_column_bytes(rows, 0));
        if (!response_get(body, &response, err))
            return false;
        ret->responses++;
        ret->answers += response_answers(&response);
    }
}

bool journal_reader_aside(struct journal_reader *reader, struct journal_counts *ret,
                          struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    SQL_STATEMENT_AUTO *rows = NULL;
    struct journal_counts counts = { 0 };
    if (!snapshot(reader, &tx, err) ||
        !sql_prepare(reader->db, "SELECT body FROM aside WHERE life = ?1 AND seq <= ?2", &rows,
                     err))
        return false;
    int codes = sqlite3_bind_int64(rows, 1, (sqlite3_int64)reader->meta.own.life) |
                sqlite3_bind_int64(rows, 2, (sqlite3_int64)reader->meta.purged.seq);
    if (!sql_bound(rows, codes, "reading the journal", err) || !count_bodies(rows, &counts, err))
        return false;
    *ret = counts;
    return true;
}

static bool outbox_read(void *self, uint64_t from, size_t limit, take_response take, void *context,
                        struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    SQL_STATEMENT_AUTO *rows = NULL;
    struct journal_reader *reader = self;
    struct chain_point last;
    struct chain_point before;
    if (!snapshot(reader, &tx, err))
        return false;
    if (reader->older != 0)
        return older_read(reader->db, reader->older, from, limit, take, context, err);
    if (!last_point(reader, &last, err))
        return false;
    if (from > last.seq || limit == 0)
        return true;
    if (!point_before(reader, from, &before, err) || !sql_prepare(reader->db, read_sql, &rows, err))
        return false;
    sqlite3_int64 most = limit > INT32_MAX ? INT32_MAX : (sqlite3_int64)limit;
    int codes =
        sqlite3_bind_int64(rows, 1, (sqlite3_int64)from) | sqlite3_bind_int64(rows, 2, most);
    return sql_bound(rows, codes, "reading the journal", err) &&
           read_rows(rows, before, take, context, err);
}

static bool outbox_segments(void *self, uint32_t from,
                            bool (*take)(void *context, const struct segment *segment,
                                         const struct boot_id *boot, msec base),
                            void *context, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    SQL_STATEMENT_AUTO *rows = NULL;
    struct journal_reader *reader = self;
    struct boot_segment segment;
    bool there = false;
    if (!snapshot(reader, &tx, err) || !sql_prepare(reader->db, segments_sql, &rows, err) ||
        !sql_bound(rows, sqlite3_bind_int64(rows, 1, from), "reading the boot segments", err))
        return false;
    for (;;) {
        if (!sql_step(rows, "reading the boot segments", &there, err))
            return false;
        if (!there)
            return true;
        if (!segment_get(rows, &segment, err))
            return false;
        if (!take(context, &segment.known, &segment.boot, segment.base))
            return true;
    }
}

static bool outbox_ends(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                        struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = self;
    struct chain_point last;
    if (!snapshot(reader, &tx, err))
        return false;
    if (reader->older != 0)
        return older_ends(reader->db, reader->older, ret_purged, ret_last, err);
    if (!last_point(reader, &last, err))
        return false;
    *ret_purged = reader->meta.purged;
    *ret_last = last;
    return true;
}

static bool outbox_counters(void *self, struct counters *ret, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = self;
    if (!snapshot(reader, &tx, err))
        return false;
    *ret = reader->meta.counters;
    return true;
}

/* What is free on the disk a database does not know. */
static uint32_t outbox_room(void *self)
{
    (void)self;
    return 0;
}

static const enum outbox_leave leaves[] = { [MOVE_NOT] = OUTBOX_STAYS,
                                            [MOVE_UNSENT] = OUTBOX_LEAVES_WITH_UNSENT,
                                            [MOVE_ALL] = OUTBOX_LEAVES_WITH_ALL };

static bool outbox_lives(void *self, struct outbox_lives *ret, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = self;
    int64_t stranded = 0;
    if (!snapshot(reader, &tx, err) || !sql_number(reader->db, "SELECT count(*) FROM stranded",
                                                   "reading the journal", &stranded, err))
        return false;
    *ret = (struct outbox_lives){ .life = reader->meta.own.life,
                                  .former = reader->standing.former_life,
                                  .stranded = (uint64_t)stranded,
                                  .salvages = reader->standing.salvages,
                                  .leave = leaves[reader->standing.may_move] };
    return true;
}

static bool read_origins(sqlite3_stmt *rows, bool (*take)(void *, const struct life_origin *),
                         void *context, struct err *err)
{
    bool there = false;
    for (;;) {
        if (!sql_step(rows, "reading the journal", &there, err))
            return false;
        if (!there)
            return true;
        struct life_origin origin = { .through = (uint64_t)sqlite3_column_int64(rows, 0),
                                      .life = (uint64_t)sqlite3_column_int64(rows, 1),
                                      .first = (uint64_t)sqlite3_column_int64(rows, 2) };
        if (!take(context, &origin))
            return true;
    }
}

/* The one before the first that is needed says where that begins. */
static bool outbox_origins(void *self, uint64_t from,
                           bool (*take)(void *context, const struct life_origin *origin),
                           void *context, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    SQL_STATEMENT_AUTO *rows = NULL;
    struct journal_reader *reader = self;
    if (!snapshot(reader, &tx, err))
        return false;
    if (reader->older != 0)
        return older_origins(reader->db, reader->older, from, take, context, err);
    return sql_prepare(
               reader->db,
               "SELECT through, life, first FROM origin WHERE through >= (SELECT"
               " coalesce(max(through), 0) FROM origin WHERE through < ?1) ORDER BY through",
               &rows, err) &&
           sql_bound(rows, sqlite3_bind_int64(rows, 1, (sqlite3_int64)from), "reading the journal",
                     err) &&
           read_origins(rows, take, context, err);
}

static bool outbox_answers(void *self, uint64_t seq, bool *ret_known, uint64_t *ret,
                           struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = self;
    if (!snapshot(reader, &tx, err))
        return false;
    *ret_known = reader->standing.counts_all && reader->older == 0;
    return !*ret_known || total_at(reader, seq, ret, err);
}

static bool outbox_older(void *self, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                         size_t *ret_count, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct journal_reader *reader = self;
    return snapshot(reader, &tx, err) && older_list(reader->db, after, ret, ret_count, err);
}

static void outbox_turn(void *self, uint64_t life)
{
    struct journal_reader *reader = self;
    reader->older = life;
}

struct outbox journal_outbox(struct journal_reader *reader)
{
    return (struct outbox){ .self = reader,
                            .read = outbox_read,
                            .segments = outbox_segments,
                            .ends = outbox_ends,
                            .lives = outbox_lives,
                            .older = outbox_older,
                            .turn = outbox_turn,
                            .origins = outbox_origins,
                            .answers = outbox_answers,
                            .counters = outbox_counters,
                            .room_mib = outbox_room };
}
