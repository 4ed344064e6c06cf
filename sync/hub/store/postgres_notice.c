/* Notices of the PostgreSQL engine: few rows, written by hand. */
#include "postgres_int.h"

bool postgres_notice_add(struct store *store, const struct store_notice *notice, struct err *err)
{
    struct pg_args args = pg_args_of(PG_NOTICE_ADD);
    pg_put_int(&args, (int64_t)notice->number);
    pg_put_text(&args, notice->venue);
    pg_put_int(&args, notice->added);
    pg_put_span(&args, notice->bytes);
    return pg_do(postgres_of(store), PG_NOTICE_ADD, &args, NULL, err);
}

bool postgres_notices(struct store *store, bool (*take)(void *, const struct store_notice *),
                      void *context, struct err *err)
{
    struct store_notice notice;
    struct pg_args args = pg_args_of(PG_NOTICES);
    RESULT_AUTO *result = pg_run(postgres_of(store), PG_NOTICES, &args, err);
    for (int i = 0; i < PQntuples(result); i++) {
        notice.number = (uint64_t)pg_int(result, i, 0);
        pg_text(result, i, 1, notice.venue, sizeof notice.venue);
        notice.added = pg_int(result, i, 2);
        notice.withdrawn = pg_int(result, i, 3);
        notice.bytes = pg_span(result, i, 4);
        if (!take(context, &notice))
            break;
    }
    return result != NULL;
}

bool postgres_notice_withdraw(struct store *store, uint64_t number, int64_t when, struct err *err)
{
    int64_t changed = 0;
    struct pg_args args = pg_args_of(PG_NOTICE_WITHDRAW);
    pg_put_int(&args, (int64_t)number);
    pg_put_int(&args, when);
    return pg_do(postgres_of(store), PG_NOTICE_WITHDRAW, &args, &changed, err) &&
           (changed == 1 || err_set(err, ERR_MISSING, "there is no such notice that is shown"));
}
