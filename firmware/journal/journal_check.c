/*
 * Looking through the journal: see journal.h. Once a day, and after a stop that was none, which may
 * have been a power cut on a card that has lost its way: each response is read, in slices between
 * two touches, and must follow on the one before it; so must the sums. Every page that holds
 * anything is read on the way.
 */
#include "answers_given.h"
#include "journal_int.h"
#include "renumber.h"
#include <string.h>

static bool astray(uint64_t seq, struct err *err)
{
    return err_set(err, ERR_CORRUPT, "response %llu does not follow on the one before it",
                   (unsigned long long)seq);
}

/* Moves the point that is proved on to this row. */
static bool prove(struct journal *journal, const struct row *row, struct err *err)
{
    struct response response;
    struct chain_point after = chain_next(&journal->checked, row->body);
    if (row->seq != journal->checked.seq + 1 ||
        !seal_equal(&after.hash, &row->hash, sizeof row->hash))
        return astray(row->seq, err);
    if (!response_get(row->body, &response, err))
        return err_wrap(err, "response %llu", (unsigned long long)row->seq);
    if (row->total != journal->checked_total + response_answers(&response))
        return err_set(err, ERR_CORRUPT, "the answers up to response %llu do not add up",
                       (unsigned long long)row->seq);
    journal->checked = after;
    journal->checked_total = row->total;
    return true;
}

static bool prove_rows(struct journal *journal, size_t most, struct err *err)
{
    const char *doing = "looking through the journal";
    SQL_STATEMENT_AUTO *rows = NULL;
    struct row row;
    bool there = false;
    if (!sql_prepare(journal->db,
                     "SELECT " ROW_COLUMNS " FROM response WHERE seq > ?1 AND open = 0"
                     " ORDER BY seq LIMIT ?2",
                     &rows, err))
        return false;
    int codes = sqlite3_bind_int64(rows, 1, (sqlite3_int64)journal->checked.seq) |
                sqlite3_bind_int64(rows, 2, (sqlite3_int64)most);
    if (!sql_bound(rows, codes, doing, err))
        return false;
    for (;;) {
        if (!sql_step(rows, doing, &there, err))
            return false;
        if (!there)
            return true;
        if (!row_get(rows, &row, err) || !prove(journal, &row, err))
            return false;
    }
}

/* The small tables are read whole. */
static bool read_others(struct journal *journal, struct err *err)
{
    static const char *const tables[] = {
        "SELECT sum(length(boot) + (base_mono & 255) + (base_wall & 255)) FROM segment",
        "SELECT sum(length(body)) FROM aside",
        "SELECT sum(length(body)) FROM former",
        "SELECT sum(length(hash)) FROM older",
        "SELECT sum(length(body)) FROM stranded",
        "SELECT sum(first & 255) FROM origin",
    };
    int64_t sum;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (!sql_number(journal->db, tables[i], "looking through the journal", &sum, err))
            return false;
    return true;
}

/* A file of the usual size is looked through by SQLite too, with the pages that hold nothing. */
enum { PAGES_AT_ONCE = 8192 };

static bool check_pages(struct journal *journal, struct err *err)
{
    const char *doing = "looking through the journal";
    SQL_STATEMENT_AUTO *check = NULL;
    int64_t pages = 0;
    bool there = false;
    if (!sql_number(journal->db, "PRAGMA page_count", doing, &pages, err))
        return false;
    if (pages > PAGES_AT_ONCE)
        return true;
    if (!sql_prepare(journal->db, "PRAGMA quick_check(1)", &check, err) ||
        !sql_step(check, doing, &there, err))
        return false;
    const char *said = there ? (const char *)sqlite3_column_text(check, 0) : NULL;
    return said == NULL || strcmp(said, "ok") == 0 ||
           err_set(err, ERR_CORRUPT, "%s: %s", doing, said);
}

/* What was purged meanwhile need not be proved. */
static void skip_purged(struct journal *journal)
{
    if (journal->checked.seq >= journal->meta.purged.seq)
        return;
    journal->checked = journal->meta.purged;
    journal->checked_total = journal->meta.purged_total;
}

bool journal_needs_check(const struct journal *journal)
{
    return journal->unclean && !journal->practice;
}

void journal_look_again(struct journal *journal)
{
    journal->unclean = true;
    journal->checked = journal->meta.purged;
    journal->checked_total = journal->meta.purged_total;
}

bool journal_check(struct journal *journal, size_t most, bool *ret_done, struct err *err)
{
    *ret_done = !journal_needs_check(journal);
    if (*ret_done)
        return true;
    skip_purged(journal);
    if (!prove_rows(journal, most, err) ||
        (journal->checked.seq >= journal->last.seq &&
         (!read_others(journal, err) || !check_pages(journal, err))))
        return err_wrap(err, "the journal after a stop that was none");
    *ret_done = journal->checked.seq >= journal->last.seq;
    journal->unclean = !*ret_done;
    return true;
}
