/* The small tables: see copy_tables.h. */
#include "copy_tables.h"
#include "chain.h"
#include "copy_rows.h"
#include "span.h"

static const char doing[] = "saving a damaged journal";

/* ---- what waits for the hub's word ---- */

#define STRANDED_COLUMNS "seq, life, first, segment, minute, hash, body"
enum { ROWID, SEQ, LIFE, FIRST, SEGMENT, MINUTE, HASH, BODY };

struct stranded {
    bool any;                 /* one was read */
    int64_t seq, life, first; /* the last */
    uint64_t lost;
};

/* What journal_settle_stranded asks of it: one that it cannot read would keep all the others. */
static bool sound(sqlite3_stmt *row)
{
    struct response response;
    struct err unreadable;
    struct digest hash;
    const uint8_t *body = sqlite3_column_blob(row, BODY);
    int size = sqlite3_column_bytes(row, BODY);
    return sql_blob(row, HASH, &hash, sizeof hash) && body != NULL && size > 0 &&
           size <= RESPONSE_BYTES_MAX &&
           response_get(span_of(body, (size_t)size), &response, &unreadable);
}

/* How many stood between the last one and this. Numbers of one life say so; between two lives there
 * may be a gap that was always there. */
static uint64_t between(const struct stranded *stranded, sqlite3_stmt *row)
{
    int64_t seq = sqlite3_column_int64(row, SEQ);
    int64_t first = sqlite3_column_int64(row, FIRST);
    if (!stranded->any)
        return 1;
    if (seq == stranded->seq + 1)
        return 0;
    if (stranded->life != sqlite3_column_int64(row, LIFE) || stranded->seq < 0 ||
        stranded->first < 0 || first <= stranded->first)
        return 1;
    int64_t gap = seq - stranded->seq < first - stranded->first ? seq - stranded->seq
                                                                : first - stranded->first;
    return (uint64_t)gap - 1;
}

static bool keep_stranded(void *context, sqlite3_stmt *row, bool behind_damage)
{
    struct stranded *stranded = context;
    if (row == NULL) {
        stranded->lost++;
        return false;
    }
    bool good = sound(row);
    stranded->lost += (behind_damage ? between(stranded, row) : 0) + (good ? 0 : 1);
    stranded->any = true;
    stranded->seq = sqlite3_column_int64(row, SEQ);
    stranded->life = sqlite3_column_int64(row, LIFE);
    stranded->first = sqlite3_column_int64(row, FIRST);
    return good;
}

/* ---- all of them ---- */

#define META_COLUMNS                                                                               \
    "one, life, kiosk, purged_seq, purged_hash, purged_total, woken, started, completed,"          \
    " restarts, slowest_ms, folds, programme, words_key, words_statement, counts_key,"             \
    " counts_statement"

static bool copy_each(sqlite3 *db, struct stranded *stranded, struct err *err)
{
    const struct copy_table tables[] = {
        { "segment", "number, boot, base_mono, base_wall, clock", NULL, NULL, NULL },
        { "origin", "through, life, first", NULL, NULL, NULL },
        { "former", "number, life, first, segment, minute, body, sent, seq, hash",
          "number, life, first, segment, minute, body, 0, 0, x''", NULL, NULL },
        { "older", "number, life, before, purged_seq, purged_hash, seq, hash", NULL, NULL, NULL },
        { "stranded", STRANDED_COLUMNS, NULL, keep_stranded, stranded },
        { "aside", "life, seq, segment, minute, hash, body, reason",
          "(SELECT life FROM old.meta), seq, segment, minute, hash, body, reason", NULL, NULL },
        { "standing", "one, former_life, clean, may_move, salvages, lost, counts_all", NULL, NULL,
          NULL },
        { "meta", META_COLUMNS ", counters", META_COLUMNS ", x''", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (!copy_rows(db, &tables[i], err))
            return false;
    return true;
}

static bool attach_old(sqlite3_stmt *attach, const char *path)
{
    struct err ignored;
    bool there = false;
    return sqlite3_bind_text(attach, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
           sql_step(attach, doing, &there, &ignored);
}

/* A file that SQLite does not know for one has nothing to copy. */
bool copy_tables(sqlite3 *db, const char *path, uint64_t *ret_lost, struct err *err)
{
    SQL_STATEMENT_AUTO *attach = NULL;
    struct stranded stranded = { 0 };
    *ret_lost = 0;
    if (!sql_prepare(db, "ATTACH ?1 AS old", &attach, err))
        return false;
    if (!attach_old(attach, path)) {
        int code = sqlite3_errcode(db);
        return !copy_refused(code) || sql_error(db, code, doing, err);
    }
    (void)sqlite3_reset(attach);
    bool copied = copy_each(db, &stranded, err);
    (void)sqlite3_exec(db, "DETACH old", NULL, NULL, NULL);
    *ret_lost = stranded.lost;
    return copied;
}
