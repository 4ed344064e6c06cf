/* Notices of the SQLite engine: few rows, written by hand. */
#include "sqlite_int.h"

bool sqlite_notice_add(struct store *store, const struct store_notice *notice, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    USE_AUTO st = sqlite_use(s, SQL_NOTICE_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)notice->number);
    sqlite_put_text(st, 2, notice->venue);
    sqlite_put_int(st, 3, notice->added);
    sqlite_put_span(st, 4, notice->bytes);
    return sqlite_run(s, st, err);
}

bool sqlite_notices(struct store *store, bool (*take)(void *, const struct store_notice *),
                    void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_notice notice;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_NOTICES, err);
    if (st == NULL)
        return false;
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        notice.number = (uint64_t)sqlite_int(st, 0);
        sqlite_text(st, 1, notice.venue, sizeof notice.venue);
        notice.added = sqlite_int(st, 2);
        notice.withdrawn = sqlite_int(st, 3);
        notice.bytes = sqlite_span(st, 4);
        if (!take(context, &notice))
            return true;
    }
    return false;
}

bool sqlite_notice_withdraw(struct store *store, uint64_t number, int64_t when, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_NOTICE_WITHDRAW, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)number);
    sqlite_put_int(st, 2, when);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (!row)
        return err_set(err, ERR_MISSING, "there is no such notice that is shown");
    return sqlite_run(s, st, err);
}
