/*
 * New lives: see journal.h. A kiosk whose card was copied or set back, whose file was damaged or
 * whose hub is gone goes on under another life: what the hub lacks is numbered anew, what it has is
 * kept for as long as anything is. Each change is one transaction.
 */
#include "journal_int.h"
#include "older.h"
#include "renumber.h"

static const char doing[] = "beginning a new life";

/* Where an older life's response goes that the hub has, with the name under which it has it. */
static const char former_sql[] =
    "INSERT INTO former(life, first, segment, minute, body, sent, seq, hash)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
/* And one that it lacks: its body says all else. */
static const char moving_sql[] = "INSERT INTO moving(life, first, body) VALUES(?1, ?2, ?5)";

/* Of those that stay behind as an older life's: the name under which the hub has it. */
static int bind_sent(sqlite3_stmt *put, uint64_t life, const struct row *row)
{
    enum { SENT = 6, SEQ, HASH };
    return sqlite3_bind_parameter_count(put) < HASH
               ? SQLITE_OK
               : sqlite3_bind_int64(put, SENT, (sqlite3_int64)life) |
                     sqlite3_bind_int64(put, SEQ, (sqlite3_int64)row->seq) |
                     sqlite3_bind_blob(put, HASH, &row->hash, sizeof row->hash, SQLITE_STATIC);
}

static bool put_row(struct journal *journal, const struct row *row, sqlite3_stmt *statement,
                    struct err *err)
{
    SQL_RESET_AUTO *put = statement;
    struct bound bound;
    if (!bound_find(journal->db, journal->meta.own.life, row->seq, &bound, err))
        return false;
    int codes = sqlite3_bind_int64(put, 1, (sqlite3_int64)bound.life) |
                sqlite3_bind_int64(put, 2, (sqlite3_int64)bound.seq) |
                sqlite3_bind_int64(put, 3, row->segment) | sqlite3_bind_int64(put, 4, row->minute) |
                sqlite3_bind_blob(put, 5, row->body.data, (int)row->body.size, SQLITE_STATIC) |
                bind_sent(put, journal->meta.own.life, row);
    return sql_bound(put, codes, doing, err) && sql_run(put, doing, err);
}

/* Each response of this life from one number through another. */
static bool each_row(struct journal *journal, uint64_t from, uint64_t through, const char *into,
                     struct err *err)
{
    SQL_STATEMENT_AUTO *rows = NULL;
    SQL_STATEMENT_AUTO *put = NULL;
    struct row row;
    bool there = false;
    if (!sql_prepare(journal->db,
                     "SELECT " ROW_COLUMNS
                     " FROM response WHERE seq BETWEEN ?1 AND ?2 AND NOT EXISTS"
                     "(SELECT 1 FROM aside a WHERE a.life = ?3 AND a.seq = response.seq)"
                     " ORDER BY seq",
                     &rows, err) ||
        !sql_prepare(journal->db, into, &put, err))
        return false;
    int codes = sqlite3_bind_int64(rows, 1, (sqlite3_int64)from) |
                sqlite3_bind_int64(rows, 2, (sqlite3_int64)through) |
                sqlite3_bind_int64(rows, 3, (sqlite3_int64)journal->meta.own.life);
    if (!sql_bound(rows, codes, doing, err))
        return false;
    for (;;) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return true;
        if (!row_get(rows, &row, err) || !put_row(journal, &row, put, err))
            return false;
    }
}

/* Everything that waits in a table of (life, first, body) is numbered anew, in its order. */
static bool renumber_all(struct journal *journal, const char *select, int64_t behind,
                         struct renumber *renumber, struct err *err)
{
    SQL_STATEMENT_AUTO *rows = NULL;
    bool there = false;
    if (!sql_prepare(journal->db, select, &rows, err) ||
        !sql_bound(rows, sqlite3_bind_int64(rows, 1, behind), doing, err))
        return false;
    for (;;) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return renumber_end(renumber, err);
        struct bound bound = { (uint64_t)sqlite3_column_int64(rows, 0),
                               (uint64_t)sqlite3_column_int64(rows, 1) };
        struct span body =
            span_of(sqlite3_column_blob(rows, 2), (size_t)sqlite3_column_bytes(rows, 2));
        if (!renumber_add(renumber, &bound, body, err))
            return false;
    }
}

static const char moving_rows[] =
    "SELECT life, first, body FROM moving WHERE number > ?1 ORDER BY number";
/* What was gathered in `moving` becomes the beginning of this life, which goes on from that number
 * of the one before. */
static bool fill_life(struct journal *journal, struct meta *meta, uint64_t life, uint64_t from,
                      struct renumber *renumber, struct err *err)
{
    const struct public_key *kiosk = &meta->own.kiosk;
    meta->purged = chain_start(life, kiosk);
    meta->purged_total = 0;
    return sql_exec(journal->db, "DELETE FROM response; DELETE FROM origin", doing, err) &&
           origin_begin(journal->db, meta->own.life, from, err) &&
           ((meta->own.life = life), true) &&
           renumber_begin(journal->db, life, &meta->purged, 0, renumber, err) &&
           renumber_all(journal, moving_rows, 0, renumber, err) &&
           sql_exec(journal->db, "DELETE FROM moving", doing, err);
}

/* What the last commit has made true. */
static void take_up(struct journal *journal, const struct meta *meta,
                    const struct standing *standing, const struct renumber *renumber)
{
    journal->meta = *meta;
    journal->standing = *standing;
    journal->last = renumber->last;
    journal->total = renumber->total;
    journal->knows_previous = false;
    journal->unfolded = true;
    journal->checked = meta->purged;
    journal->checked_total = 0;
    draft_seals_forget(&journal->seals);
}

static bool between_visits(const struct journal *journal, struct err *err)
{
    return !journal->open || err_set(err, ERR_LATER, "somebody is answering");
}

bool journal_begin_life(struct journal *journal, uint64_t life,
                        const struct journal_receipt *receipt, struct err *err)
{
    RENUMBER_AUTO renumber = { 0 };
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct meta meta = journal->meta;
    struct standing standing = journal->standing;
    uint64_t through = receipt->through.seq;
    size_t kept = 0;
    struct older_life older = { .life = meta.own.life,
                                .purged = meta.purged,
                                .last = receipt->through };
    standing.former_life = meta.own.life;
    standing.counts_all = true;
    if (life == 0 || life == meta.own.life)
        return err_set(err, ERR_USAGE, "a new life has another number");
    if (!between_visits(journal, err) || !journal_knows(journal, &receipt->through, err) ||
        !sql_begin(journal->db, &tx, err) ||
        !journal_set_aside(journal, receipt, through, &kept, err) ||
        !each_row(journal, 1, through, former_sql, err) ||
        !each_row(journal, through + 1, INT64_MAX, moving_sql, err) ||
        !older_note(journal->db, &older, err) ||
        !fill_life(journal, &meta, life, through + 1, &renumber, err) ||
        !meta_save(journal->db, &meta, err) || !standing_save(journal->db, &standing, err) ||
        !sql_commit(&tx, doing, err))
        return err_wrap(err, "the journal's new life");
    take_up(journal, &meta, &standing, &renumber);
    return true;
}

/* Two cards that were in the same place come to the same life. */
static bool first_kept(struct journal *journal, struct digest *ret, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    struct row row;
    *ret = journal->meta.purged.hash;
    if (journal->last.seq == journal->meta.purged.seq)
        return true;
    if (!row_find(find, journal->meta.purged.seq + 1, &row, err))
        return false;
    *ret = row.hash;
    return true;
}

bool journal_begin_kept(struct journal *journal, struct err *err)
{
    const struct journal_identity *own = &journal->meta.own;
    struct journal_receipt receipt = { .through = journal->meta.purged };
    struct digest first;
    return first_kept(journal, &first, err) &&
           journal_begin_life(journal, chain_next_life(own->life, &own->kiosk, &first), &receipt,
                              err);
}

/* Runs a statement about what lies up to, or behind, a number. */
static bool about(struct journal *journal, const char *sql, uint64_t number, struct err *err)
{
    SQL_STATEMENT_AUTO *statement = NULL;
    int64_t bound = number > INT64_MAX ? INT64_MAX : (int64_t)number;
    return sql_prepare(journal->db, sql, &statement, err) &&
           sql_bound(statement, sqlite3_bind_int64(statement, 1, bound), doing, err) &&
           sql_run(statement, doing, err);
}

/* Under which life the rest goes on: that which a hub would give out that knew of it, so that two
 * copies of a card come to the same. 0 when there is no rest. */
static bool life_of_rest(struct journal *journal, uint64_t through, uint64_t *ret, struct err *err)
{
    SQL_STATEMENT_AUTO *first = NULL;
    struct digest branch;
    bool there = false;
    int64_t known = through > INT64_MAX ? INT64_MAX : (int64_t)through;
    *ret = 0;
    if (!sql_prepare(journal->db, "SELECT hash FROM stranded WHERE seq > ?1 ORDER BY seq LIMIT 1",
                     &first, err) ||
        !sql_bound(first, sqlite3_bind_int64(first, 1, known), doing, err) ||
        !sql_step(first, doing, &there, err))
        return false;
    if (!there)
        return true;
    if (!sql_blob(first, 0, &branch, sizeof branch))
        return err_set(err, ERR_CORRUPT, "what was saved of a damaged journal is damaged");
    *ret = chain_next_life(journal->standing.former_life, &journal->meta.own.kiosk, &branch);
    return true;
}

/* Behind a hole no chain can be shown to a hub, so what was saved of a damaged life stays here;
 * that a hub lacks it can still be told. */
static bool part_stranded(struct journal *journal, const struct chain_point *known, struct err *err)
{
    uint64_t through = known->seq;
    struct older_life older = { .life = journal->standing.former_life,
                                .purged = *known,
                                .last = *known };
    return older_note(journal->db, &older, err) &&
           about(journal,
                 "INSERT INTO former(life, first, segment, minute, body) SELECT life, first,"
                 " segment, minute, body FROM stranded WHERE seq <= ?1 ORDER BY seq",
                 through, err) &&
           about(journal,
                 "INSERT INTO moving(life, first, body)"
                 " SELECT life, first, body FROM stranded WHERE seq > ?1 ORDER BY seq",
                 through, err) &&
           sql_exec(journal->db, "DELETE FROM stranded", doing, err);
}

/* The rest first, as it was given first; then what was given since. */
static bool go_on(struct journal *journal, uint64_t life, uint64_t through, struct meta *meta,
                  struct renumber *renumber, struct err *err)
{
    uint64_t former = journal->standing.former_life;
    if (!each_row(journal, 1, INT64_MAX, moving_sql, err))
        return false;
    meta->own.life = former;
    return fill_life(journal, meta, life, through + 1, renumber, err) &&
           meta_save(journal->db, meta, err);
}

bool journal_settle_stranded(struct journal *journal, const struct chain_point *known,
                             struct err *err)
{
    uint64_t through = known->seq;
    RENUMBER_AUTO renumber = { 0 };
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct meta meta = journal->meta;
    struct standing standing = journal->standing;
    uint64_t life = 0;
    if (!between_visits(journal, err) || !life_of_rest(journal, through, &life, err) ||
        !sql_begin(journal->db, &tx, err) || !part_stranded(journal, known, err) ||
        (life != 0 && !go_on(journal, life, through, &meta, &renumber, err)) ||
        !sql_commit(&tx, doing, err))
        return err_wrap(err, "what a damaged journal left");
    if (life != 0)
        take_up(journal, &meta, &standing, &renumber);
    return true;
}

bool journal_stranded(struct journal *journal, uint64_t *ret, struct err *err)
{
    int64_t count = 0;
    if (!sql_number(journal->db, "SELECT count(*) FROM stranded", doing, &count, err))
        return false;
    *ret = (uint64_t)count;
    return true;
}

uint64_t journal_former_life(const struct journal *journal)
{
    return journal->standing.former_life;
}

/* ---- another enrolment ---- */

/* What the hub has need not go along. */
static bool part_from(struct journal *journal, const struct journal_receipt *receipt,
                      struct meta *meta, struct err *err)
{
    SQL_RESET_AUTO *find = journal->find;
    SQL_STATEMENT_AUTO *gone = NULL;
    struct row row;
    uint64_t through = receipt->through.seq;
    size_t kept = 0;
    if (through <= meta->purged.seq)
        return true;
    if (!journal_knows(journal, &receipt->through, err) || !row_find(find, through, &row, err) ||
        !journal_set_aside(journal, receipt, through, &kept, err) ||
        !each_row(journal, 1, through, former_sql, err) ||
        !sql_prepare(journal->db, "DELETE FROM response WHERE seq <= ?1", &gone, err))
        return false;
    meta->purged = (struct chain_point){ row.seq, row.hash };
    meta->purged_total = row.total;
    return sql_bound(gone, sqlite3_bind_int64(gone, 1, (sqlite3_int64)through), doing, err) &&
           sql_run(gone, doing, err);
}

bool journal_let_move(struct journal *journal, enum journal_take take,
                      const struct journal_receipt *receipt, struct err *err)
{
    SQL_ROLLBACK_AUTO *tx = NULL;
    struct meta meta = journal->meta;
    struct standing standing = journal->standing;
    standing.may_move = take == TAKE_ALL ? MOVE_ALL : MOVE_UNSENT;
    if (!between_visits(journal, err) || !sql_begin(journal->db, &tx, err) ||
        (take == TAKE_UNSENT && !part_from(journal, receipt, &meta, err)) ||
        !meta_save(journal->db, &meta, err) || !standing_save(journal->db, &standing, err) ||
        !sql_commit(&tx, doing, err))
        return err_wrap(err, "letting the kiosk be enrolled anew");
    journal->meta = meta;
    journal->standing = standing;
    return true;
}

bool journal_leaving(struct journal *journal, struct journal_leaving *ret, struct err *err)
{
    static const char rows[] = "SELECT (SELECT count(*) FROM response WHERE NOT EXISTS"
                               "(SELECT 1 FROM aside a WHERE a.life ="
                               " (SELECT life FROM meta) AND a.seq = response.seq))"
                               " + (SELECT count(*) FROM stranded)";
    int64_t present = 0;
    int64_t former = 0;
    if (!sql_number(journal->db, rows, doing, &present, err) ||
        !sql_number(journal->db, "SELECT count(*) FROM former", doing, &former, err))
        return false;
    bool all = journal->standing.may_move == MOVE_ALL;
    ret->along = (uint64_t)(all ? present + former : present);
    ret->behind = all ? 0 : (uint64_t)former;
    return true;
}

/* What older lives left comes first, in the order of time. */
static bool gather(struct journal *journal, struct err *err)
{
    static const char older[] = "INSERT INTO moving(life, first, body)"
                                " SELECT life, first, body FROM former ORDER BY number;"
                                "DELETE FROM former";
    static const char stranded[] = "INSERT INTO moving(life, first, body)"
                                   " SELECT life, first, body FROM stranded ORDER BY seq;"
                                   "DELETE FROM stranded";
    return (journal->standing.may_move != MOVE_ALL || sql_exec(journal->db, older, doing, err)) &&
           sql_exec(journal->db, stranded, doing, err) &&
           each_row(journal, 1, INT64_MAX, moving_sql, err);
}

bool journal_move(struct journal *journal, const struct journal_identity *given, struct err *err)
{
    RENUMBER_AUTO renumber = { 0 };
    struct meta meta = journal->meta;
    struct standing standing = journal->standing;
    standing.may_move = MOVE_NOT;
    standing.former_life = 0;
    standing.counts_all = true;
    if (!gather(journal, err))
        return false;
    uint64_t former = meta.own.life;
    meta.own = *given;
    meta.own.life = former;
    if (!older_drop(journal->db, err) ||
        !fill_life(journal, &meta, given->life, 1, &renumber, err) ||
        !meta_save(journal->db, &meta, err) || !standing_save(journal->db, &standing, err))
        return false;
    take_up(journal, &meta, &standing, &renumber);
    return true;
}
