/*
 * Giving the disk back what the file no longer needs: see journal.h. A file of SQLite keeps the
 * pages of what was deleted for what comes next. After months without a network these may be most
 * of a small disk, where nothing else can use them.
 */
#include "journal_int.h"

/* Less is not worth the writing; and what is left is written anew, so that must be little. */
enum { FREE_LEAST = 1024 * 1024, USED_MOST = 2 * 1024 * 1024 };

static bool is_worth_it(struct journal *journal, bool *ret, struct err *err)
{
    const char *doing = "looking at the journal's free pages";
    int64_t size = 0;
    int64_t pages = 0;
    int64_t unused = 0;
    if (!sql_number(journal->db, "PRAGMA page_size", doing, &size, err) ||
        !sql_number(journal->db, "PRAGMA page_count", doing, &pages, err) ||
        !sql_number(journal->db, "PRAGMA freelist_count", doing, &unused, err))
        return false;
    *ret = unused * size >= FREE_LEAST && (pages - unused) * size <= USED_MOST;
    return true;
}

/* The file is written anew through its log, so that a power cut leaves the one or the other. */
bool journal_shrink(struct journal *journal, bool *ret_smaller, struct err *err)
{
    bool worth = false;
    *ret_smaller = false;
    if (journal->practice || journal->open)
        return true;
    if (!is_worth_it(journal, &worth, err))
        return err_wrap(err, "the journal's room");
    if (!worth)
        return true;
    *ret_smaller = sql_exec(journal->db, "VACUUM", "writing the journal anew", err) &&
                   journal_fold(journal, SQLITE_CHECKPOINT_TRUNCATE, err);
    return *ret_smaller || err_wrap(err, "the journal's room");
}
