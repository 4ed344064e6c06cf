/* The journal's tables: see schema.h. A step that was released is never edited: append a new one.
 */
#include "schema.h"
#include <stdio.h>

/* "Ysjl", so that `file` and we know a journal from any other SQLite file. */
enum { APPLICATION_ID = 0x59736a6c };

/* Each tap writes one row of `response` and nothing else; no index but the row's own number. */
static const char *const steps[] = {
    "CREATE TABLE response("
    " seq INTEGER PRIMARY KEY,"
    " open INTEGER NOT NULL,"     /* 1 while the visit goes on */
    " revision INTEGER NOT NULL," /* commits of this response so far */
    " segment INTEGER NOT NULL,"  /* the boot segment */
    " minute INTEGER NOT NULL,"   /* whole minutes from its base */
    " total INTEGER NOT NULL,"    /* answers since the life began, this response included */
    " hash BLOB NOT NULL,"        /* the chain behind this response */
    " body BLOB NOT NULL"         /* its canonical bytes */
    ") STRICT;"
    "CREATE TABLE segment("
    " number INTEGER PRIMARY KEY,"
    " boot BLOB NOT NULL,"
    " base_mono INTEGER NOT NULL,"
    " base_wall INTEGER NOT NULL,"
    " clock INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE meta("
    " one INTEGER PRIMARY KEY CHECK(one = 1),"
    " life INTEGER NOT NULL,"
    " kiosk BLOB NOT NULL,"
    " purged_seq INTEGER NOT NULL,"
    " purged_hash BLOB NOT NULL,"
    " purged_total INTEGER NOT NULL,"
    " woken INTEGER NOT NULL,"
    " started INTEGER NOT NULL,"
    " completed INTEGER NOT NULL,"
    " restarts INTEGER NOT NULL,"
    " slowest_ms INTEGER NOT NULL,"
    " folds INTEGER NOT NULL"
    ") STRICT;",
    "ALTER TABLE meta ADD COLUMN programme BLOB NOT NULL DEFAULT x'';" /* pinned; empty: not yet */
    "ALTER TABLE meta ADD COLUMN words_key BLOB NOT NULL DEFAULT x'';" /* empty: none yet */
    "ALTER TABLE meta ADD COLUMN words_statement INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE meta ADD COLUMN counts_key BLOB NOT NULL DEFAULT x'';"
    "ALTER TABLE meta ADD COLUMN counts_statement INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE aside(" /* what the hub set aside, when it is purged from `response` */
    " seq INTEGER PRIMARY KEY,"
    " segment INTEGER NOT NULL,"
    " minute INTEGER NOT NULL,"
    " hash BLOB NOT NULL,"
    " body BLOB NOT NULL,"
    " reason TEXT NOT NULL" /* the hub's */
    ") STRICT;",
    "ALTER TABLE meta ADD COLUMN counters BLOB NOT NULL DEFAULT x'';", /* courier's counters.h */
    /* New lives: where responses of this one came from, those of older ones that are kept, and
     * those of which nobody knows yet whether the hub has them. */
    "CREATE TABLE standing("
    " one INTEGER PRIMARY KEY CHECK(one = 1),"
    " former_life INTEGER NOT NULL,"
    " clean INTEGER NOT NULL,"
    " may_move INTEGER NOT NULL,"
    " salvages INTEGER NOT NULL,"
    " lost INTEGER NOT NULL,"
    " counts_all INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE origin(" /* a run ends at `through` and begins behind the one before it: */
    " through INTEGER PRIMARY KEY,"
    " life INTEGER NOT NULL," /* it was recorded in this life, */
    " first INTEGER NOT NULL" /* from this number on */
    ") STRICT;"
    "CREATE TABLE former(" /* acknowledged, of older lives; in the order of their time */
    " number INTEGER PRIMARY KEY,"
    " life INTEGER NOT NULL,"  /* in which it was recorded, */
    " first INTEGER NOT NULL," /* under this number */
    " segment INTEGER NOT NULL,"
    " minute INTEGER NOT NULL,"
    " body BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE stranded(" /* read out of a damaged file; of the life before */
    " seq INTEGER PRIMARY KEY,"
    " life INTEGER NOT NULL,"
    " first INTEGER NOT NULL,"
    " segment INTEGER NOT NULL,"
    " minute INTEGER NOT NULL,"
    " hash BLOB NOT NULL,"
    " body BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE moving(" /* empty but in the middle of a change of life */
    " number INTEGER PRIMARY KEY,"
    " life INTEGER NOT NULL,"
    " first INTEGER NOT NULL,"
    " body BLOB NOT NULL"
    ") STRICT;"
    "CREATE TABLE put_aside(" /* numbers may come again in another life */
    " life INTEGER NOT NULL,"
    " seq INTEGER NOT NULL,"
    " segment INTEGER NOT NULL,"
    " minute INTEGER NOT NULL,"
    " hash BLOB NOT NULL,"
    " body BLOB NOT NULL,"
    " reason TEXT NOT NULL,"
    " PRIMARY KEY(life, seq)"
    ") STRICT;"
    "INSERT INTO put_aside(life, seq, segment, minute, hash, body, reason)"
    " SELECT (SELECT life FROM meta), seq, segment, minute, hash, body, reason FROM aside"
    " WHERE EXISTS(SELECT 1 FROM meta);"
    "DROP TABLE aside; ALTER TABLE put_aside RENAME TO aside;",
    /* What a hub that is set back may lack of older lives: under which life and number it was sent
     * those that are kept, and how far it had each of these lives. */
    "ALTER TABLE former ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;" /* the life; 0: not known */
    "ALTER TABLE former ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE former ADD COLUMN hash BLOB NOT NULL DEFAULT x'';"
    "CREATE INDEX former_sent ON former(sent, seq);"
    "CREATE TABLE older("
    " number INTEGER PRIMARY KEY," /* in the order in which they ended */
    " life INTEGER NOT NULL UNIQUE,"
    " before INTEGER NOT NULL,"     /* the life before it; 0: none, or not known */
    " purged_seq INTEGER NOT NULL," /* behind this all is kept, through the next */
    " purged_hash BLOB NOT NULL,"
    " seq INTEGER NOT NULL," /* the last that the hub had */
    " hash BLOB NOT NULL"
    ") STRICT;",
};

enum { STEPS = sizeof steps / sizeof steps[0] };

struct stamp {
    int64_t application, version, tables;
};

static bool stamp_read(sqlite3 *db, struct stamp *ret, struct err *err)
{
    const char *doing = "reading the journal's version";
    return sql_number(db, "PRAGMA application_id", doing, &ret->application, err) &&
           sql_number(db, "PRAGMA user_version", doing, &ret->version, err) &&
           sql_number(db, "SELECT count(*) FROM sqlite_schema", doing, &ret->tables, err);
}

static bool stamp_is_empty(const struct stamp *stamp)
{
    return stamp->application == 0 && stamp->version == 0 && stamp->tables == 0;
}

static bool stamp_accept(const struct stamp *stamp, struct err *err)
{
    if (stamp_is_empty(stamp))
        return true;
    if (stamp->application != APPLICATION_ID || stamp->version < 1)
        return err_set(err, ERR_REFUSED, "journal.sqlite is not a journal of this program");
    if (stamp->version > STEPS)
        return err_set(
            err, ERR_REFUSED,
            "the journal was written by a newer program (format %lld, this program knows "
            "up to %d): start that one again",
            (long long)stamp->version, STEPS);
    return true;
}

bool schema_welcome(sqlite3 *db, struct err *err)
{
    struct stamp stamp = { 0 };
    return stamp_read(db, &stamp, err) && stamp_accept(&stamp, err);
}

static bool step_apply(sqlite3 *db, int number, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    char mark[120];
    (void)snprintf(mark, sizeof mark, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                   APPLICATION_ID, number);
    return sql_begin(db, &tx, err) &&
           sql_exec(db, steps[number - 1], "making the journal's tables", err) &&
           sql_exec(db, mark, "numbering the journal's format", err) &&
           sql_commit(&tx, "keeping the journal's tables", err);
}

bool schema_migrate(sqlite3 *db, struct err *err)
{
    struct stamp stamp = { 0 };
    if (!stamp_read(db, &stamp, err))
        return false;
    for (int number = (int)stamp.version + 1; number <= STEPS; number++)
        if (!step_apply(db, number, err))
            return err_wrap(err, "bringing the journal to format %d", number);
    return true;
}

bool schema_check(sqlite3 *db, struct err *err)
{
    struct stamp stamp = { 0 };
    if (!stamp_read(db, &stamp, err) || !stamp_accept(&stamp, err))
        return false;
    if (stamp_is_empty(&stamp))
        return err_set(err, ERR_MISSING, "the screen has not made its journal yet");
    if (stamp.version < STEPS)
        return err_set(err, ERR_LATER,
                       "the journal is of an older format: the screen has to start once");
    return true;
}
