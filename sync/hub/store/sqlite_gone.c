/* What was deleted, and what is kept in its place, in the SQLite engine: see store_gone.h. */
#include "sqlite_int.h"

static void put_run(sqlite3_stmt *st, uint64_t kiosk, const struct store_gone *run)
{
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)run->life);
    sqlite_put_int(st, 3, (int64_t)run->first);
    sqlite_put_int(st, 4, (int64_t)run->last);
}

/* Is the run so many whole batches, one behind the other? */
static bool covers(struct sqlite_store *s, uint64_t kiosk, const struct store_gone *run, bool *ret,
                   struct err *err)
{
    bool row;
    USE_AUTO st = sqlite_use(s, SQL_GONE_COVERS, err);
    if (st == NULL)
        return false;
    put_run(st, kiosk, run);
    if (!sqlite_step(s, st, &row, err))
        return false;
    *ret = row && sqlite_int(st, 0) == run->batches &&
           sqlite_int(st, 1) == (int64_t)(run->last - run->first + 1);
    return true;
}

static bool ends_so(struct sqlite_store *s, uint64_t kiosk, const struct store_gone *run, bool *ret,
                    struct err *err)
{
    bool row;
    struct digest hash = { { 0 } };
    USE_AUTO st = sqlite_use(s, SQL_BATCH_END, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)run->life);
    sqlite_put_int(st, 3, (int64_t)run->last);
    if (!sqlite_step(s, st, &row, err))
        return false;
    if (row)
        sqlite_bytes(st, 0, hash.bytes, sizeof hash.bytes);
    *ret = row && memcmp(&hash, &run->hash, sizeof hash) == 0;
    return true;
}

static bool drop(struct sqlite_store *s, enum sql which, uint64_t kiosk,
                 const struct store_gone *run, uint32_t wanted, struct err *err)
{
    USE_AUTO st = sqlite_use(s, which, err);
    if (st == NULL)
        return false;
    put_run(st, kiosk, run);
    if (!sqlite_run(s, st, err))
        return false;
    return (uint32_t)sqlite3_changes(s->db) == wanted || store_gone_refuse(run, err);
}

static bool put_in_place(struct sqlite_store *s, uint64_t kiosk, const struct store_gone *run,
                         struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_GONE_ADD, err);
    if (st == NULL)
        return false;
    put_run(st, kiosk, run);
    sqlite_put_digest(st, 5, &run->hash);
    sqlite_put_digest(st, 6, &run->bytes);
    sqlite_put_int(st, 7, (int64_t)run->deletion);
    sqlite_put_int(st, 8, run->batches);
    sqlite_put_int(st, 9, run->responses);
    sqlite_put_int(st, 10, run->asides);
    sqlite_put_int(st, 11, run->unopened);
    return sqlite_run(s, st, err);
}

static bool replace(struct sqlite_store *s, uint64_t kiosk, const struct store_gone *run,
                    struct err *err)
{
    bool whole;
    bool same;
    if (!covers(s, kiosk, run, &whole, err) || !ends_so(s, kiosk, run, &same, err))
        return false;
    if (!whole || !same)
        return store_gone_refuse(run, err);
    return drop(s, SQL_GONE_BATCHES, kiosk, run, run->batches, err) &&
           drop(s, SQL_GONE_RESPONSES, kiosk, run, run->responses, err) &&
           drop(s, SQL_GONE_ASIDES, kiosk, run, run->asides, err) &&
           put_in_place(s, kiosk, run, err);
}

static bool add_figures(struct sqlite_store *s, uint64_t kiosk,
                        const struct store_gone_figures *figures, struct err *err)
{
    USE_AUTO st = sqlite_use(s, SQL_GONE_FIGURES_ADD, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    sqlite_put_int(st, 2, (int64_t)figures->deletion);
    sqlite_put_digest(st, 3, &figures->survey);
    sqlite_put_int(st, 4, figures->month);
    sqlite_put_span(st, 5, figures->text);
    return sqlite_run(s, st, err);
}

bool sqlite_gone_add(struct store *store, uint64_t kiosk, const struct store_gone *runs,
                     size_t run_count, const struct store_gone_figures *figures,
                     size_t figure_count, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    TX_AUTO tx = NULL;
    if (!sqlite_begin(s, &tx, err))
        return false;
    for (size_t i = 0; i < run_count; i++)
        if (!replace(s, kiosk, &runs[i], err))
            return false;
    for (size_t i = 0; i < figure_count; i++)
        if (!add_figures(s, kiosk, &figures[i], err))
            return false;
    return sqlite_commit(&tx, err);
}

static void run_read(sqlite3_stmt *st, struct store_gone *ret)
{
    *ret = (struct store_gone){ .kiosk = (uint64_t)sqlite_int(st, 0),
                                .life = (uint64_t)sqlite_int(st, 1),
                                .first = (uint64_t)sqlite_int(st, 2),
                                .last = (uint64_t)sqlite_int(st, 3),
                                .deletion = (uint64_t)sqlite_int(st, 6),
                                .batches = (uint32_t)sqlite_int(st, 7),
                                .responses = (uint32_t)sqlite_int(st, 8),
                                .asides = (uint32_t)sqlite_int(st, 9),
                                .unopened = (uint32_t)sqlite_int(st, 10) };
    sqlite_bytes(st, 4, ret->hash.bytes, sizeof ret->hash.bytes);
    sqlite_bytes(st, 5, ret->bytes.bytes, sizeof ret->bytes.bytes);
}

bool sqlite_gone(struct store *store, uint64_t kiosk,
                 bool (*take)(void *, const struct store_gone *), void *context, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_gone run;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_GONE, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        run_read(st, &run);
        if (!take(context, &run))
            return true;
    }
    return false;
}

bool sqlite_gone_figures(struct store *store, uint64_t kiosk,
                         bool (*take)(void *, const struct store_gone_figures *), void *context,
                         struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    struct store_gone_figures figures;
    bool row = true;
    USE_AUTO st = sqlite_use(s, SQL_GONE_FIGURES, err);
    if (st == NULL)
        return false;
    sqlite_put_kiosks(st, kiosk);
    while (sqlite_step(s, st, &row, err)) {
        if (!row)
            return true;
        figures = (struct store_gone_figures){ .kiosk = (uint64_t)sqlite_int(st, 0),
                                               .deletion = (uint64_t)sqlite_int(st, 1),
                                               .month = (int32_t)sqlite_int(st, 3),
                                               .text = sqlite_span(st, 4) };
        sqlite_bytes(st, 2, figures.survey.bytes, sizeof figures.survey.bytes);
        if (!take(context, &figures))
            return true;
    }
    return false;
}

static bool forget(struct sqlite_store *s, enum sql which, uint64_t kiosk, int64_t number,
                   const struct digest *survey, int32_t month, struct err *err)
{
    USE_AUTO st = sqlite_use(s, which, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, (int64_t)kiosk);
    if (survey != NULL)
        sqlite_put_digest(st, 2, survey);
    else
        sqlite_put_int(st, 2, number);
    sqlite_put_int(st, 3, month);
    return sqlite_run(s, st, err);
}

bool sqlite_figures_forget(struct store *store, uint64_t kiosk, const struct digest *survey,
                           int32_t month, struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    int64_t number;
    TX_AUTO tx = NULL;
    return sqlite_survey_number(s, survey, &number, err) && sqlite_begin(s, &tx, err) &&
           forget(s, SQL_FORGET_DAYS, kiosk, number, NULL, month, err) &&
           forget(s, SQL_FORGET_MONTHS, kiosk, number, NULL, month, err) &&
           forget(s, SQL_FORGET_STALE, kiosk, number, NULL, month, err) &&
           forget(s, SQL_FORGET_GONE, kiosk, 0, survey, month, err) && sqlite_commit(&tx, err);
}

static bool forget_months(struct sqlite_store *s, enum sql which, int64_t number, int32_t month,
                          struct err *err)
{
    USE_AUTO st = sqlite_use(s, which, err);
    if (st == NULL)
        return false;
    sqlite_put_int(st, 1, number);
    sqlite_put_int(st, 2, month);
    return sqlite_run(s, st, err);
}

bool sqlite_summaries_forget(struct store *store, const struct digest *survey, int32_t month,
                             struct err *err)
{
    struct sqlite_store *s = sqlite_of(store);
    int64_t number;
    TX_AUTO tx = NULL;
    return sqlite_survey_number(s, survey, &number, err) && sqlite_begin(s, &tx, err) &&
           forget_months(s, SQL_FORGET_SUMMARIES, number, month, err) &&
           forget_months(s, SQL_FORGET_MEMBERS, number, month, err) && sqlite_commit(&tx, err);
}
