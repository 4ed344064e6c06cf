/* What was deleted, and what is kept in its place, in the PostgreSQL engine: see store_gone.h. */
#include "postgres_int.h"

enum { PAGE_RUNS = 1000, PAGE_FIGURES = 100 };

static struct pg_args args_of_run(enum pg_sql which, uint64_t kiosk, const struct store_gone *run)
{
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)run->life);
    pg_put_int(&args, (int64_t)run->first);
    pg_put_int(&args, (int64_t)run->last);
    return args;
}

/* Is the run so many whole batches, one behind the other? */
static bool covers(struct postgres_store *s, uint64_t kiosk, const struct store_gone *run,
                   bool *ret, struct err *err)
{
    struct pg_args args = args_of_run(PG_GONE_COVERS, kiosk, run);
    RESULT_AUTO *result = pg_run(s, PG_GONE_COVERS, &args, err);
    if (result == NULL)
        return false;
    *ret = pg_int(result, 0, 0) == run->batches &&
           pg_int(result, 0, 1) == (int64_t)(run->last - run->first + 1);
    return true;
}

static bool ends_so(struct postgres_store *s, uint64_t kiosk, const struct store_gone *run,
                    bool *ret, struct err *err)
{
    struct digest hash = { { 0 } };
    struct pg_args args = pg_args_of(PG_KEEP_KNOWN);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)run->life);
    pg_put_int(&args, (int64_t)run->last);
    RESULT_AUTO *result = pg_run(s, PG_KEEP_KNOWN, &args, err);
    if (result == NULL)
        return false;
    bool there = PQntuples(result) > 0;
    if (there)
        pg_bytes(result, 0, 0, hash.bytes, sizeof hash.bytes);
    *ret = there && memcmp(&hash, &run->hash, sizeof hash) == 0;
    return true;
}

static bool drop(struct postgres_store *s, enum pg_sql which, uint64_t kiosk,
                 const struct store_gone *run, uint32_t wanted, struct err *err)
{
    int64_t changed = 0;
    struct pg_args args = args_of_run(which, kiosk, run);
    if (!pg_do(s, which, &args, &changed, err))
        return false;
    return changed == wanted || store_gone_refuse(run, err);
}

static bool put_in_place(struct postgres_store *s, uint64_t kiosk, const struct store_gone *run,
                         struct err *err)
{
    struct pg_args args = args_of_run(PG_GONE_ADD, kiosk, run);
    pg_put_digest(&args, &run->hash);
    pg_put_digest(&args, &run->bytes);
    pg_put_int(&args, (int64_t)run->deletion);
    pg_put_int(&args, run->batches);
    pg_put_int(&args, run->responses);
    pg_put_int(&args, run->asides);
    pg_put_int(&args, run->unopened);
    return pg_do(s, PG_GONE_ADD, &args, NULL, err);
}

static bool replace(struct postgres_store *s, uint64_t kiosk, const struct store_gone *run,
                    struct err *err)
{
    bool whole;
    bool same;
    if (!covers(s, kiosk, run, &whole, err) || !ends_so(s, kiosk, run, &same, err))
        return false;
    if (!whole || !same)
        return store_gone_refuse(run, err);
    return drop(s, PG_GONE_BATCHES, kiosk, run, run->batches, err) &&
           drop(s, PG_GONE_RESPONSES, kiosk, run, run->responses, err) &&
           drop(s, PG_GONE_ASIDES, kiosk, run, run->asides, err) &&
           put_in_place(s, kiosk, run, err);
}

static bool add_figures(struct postgres_store *s, uint64_t kiosk,
                        const struct store_gone_figures *figures, struct err *err)
{
    struct pg_args args = pg_args_of(PG_GONE_FIGURES_ADD);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, (int64_t)figures->deletion);
    pg_put_digest(&args, &figures->survey);
    pg_put_int(&args, figures->month);
    pg_put_span(&args, figures->text);
    return pg_do(s, PG_GONE_FIGURES_ADD, &args, NULL, err);
}

bool postgres_gone_add(struct store *store, uint64_t kiosk, const struct store_gone *runs,
                       size_t run_count, const struct store_gone_figures *figures,
                       size_t figure_count, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    PG_TX_AUTO tx = NULL;
    if (!pg_begin(s, &tx, err))
        return false;
    for (size_t i = 0; i < run_count; i++)
        if (!replace(s, kiosk, &runs[i], err))
            return false;
    for (size_t i = 0; i < figure_count; i++)
        if (!add_figures(s, kiosk, &figures[i], err))
            return false;
    return pg_commit(&tx, err);
}

static void run_read(const PGresult *result, int row, struct store_gone *ret)
{
    *ret = (struct store_gone){ .kiosk = (uint64_t)pg_int(result, row, 0),
                                .life = (uint64_t)pg_int(result, row, 1),
                                .first = (uint64_t)pg_int(result, row, 2),
                                .last = (uint64_t)pg_int(result, row, 3),
                                .deletion = (uint64_t)pg_int(result, row, 6),
                                .batches = (uint32_t)pg_int(result, row, 7),
                                .responses = (uint32_t)pg_int(result, row, 8),
                                .asides = (uint32_t)pg_int(result, row, 9),
                                .unopened = (uint32_t)pg_int(result, row, 10) };
    pg_bytes(result, row, 4, ret->hash.bytes, sizeof ret->hash.bytes);
    pg_bytes(result, row, 5, ret->bytes.bytes, sizeof ret->bytes.bytes);
}

static PGresult *runs_page(struct postgres_store *s, uint64_t kiosk, const struct store_gone *after,
                           struct err *err)
{
    struct pg_args args = pg_args_of(PG_GONE);
    pg_put_kiosks(&args, kiosk);
    pg_put_int(&args, (int64_t)after->kiosk);
    pg_put_int(&args, (int64_t)after->life);
    pg_put_int(&args, (int64_t)after->first);
    pg_put_int(&args, PAGE_RUNS);
    return pg_run(s, PG_GONE, &args, err);
}

bool postgres_gone(struct store *store, uint64_t kiosk,
                   bool (*take)(void *, const struct store_gone *), void *context, struct err *err)
{
    struct store_gone run = { .kiosk = kiosk, .life = (uint64_t)INT64_MIN };
    for (int count = PAGE_RUNS; count == PAGE_RUNS;) {
        RESULT_AUTO *result = runs_page(postgres_of(store), kiosk, &run, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            run_read(result, i, &run);
            if (!take(context, &run))
                return true;
        }
    }
    return true;
}

static PGresult *figures_page(struct postgres_store *s, uint64_t kiosk,
                              const struct store_gone_figures *after, struct err *err)
{
    struct pg_args args = pg_args_of(PG_GONE_FIGURES);
    pg_put_kiosks(&args, kiosk);
    pg_put_int(&args, (int64_t)after->kiosk);
    pg_put_int(&args, (int64_t)after->deletion);
    pg_put_digest(&args, &after->survey);
    pg_put_int(&args, after->month);
    pg_put_int(&args, PAGE_FIGURES);
    return pg_run(s, PG_GONE_FIGURES, &args, err);
}

bool postgres_gone_figures(struct store *store, uint64_t kiosk,
                           bool (*take)(void *, const struct store_gone_figures *), void *context,
                           struct err *err)
{
    struct store_gone_figures figures = { .kiosk = kiosk, .month = INT32_MIN };
    for (int count = PAGE_FIGURES; count == PAGE_FIGURES;) {
        RESULT_AUTO *result = figures_page(postgres_of(store), kiosk, &figures, err);
        if (result == NULL)
            return false;
        count = PQntuples(result);
        for (int i = 0; i < count; i++) {
            figures = (struct store_gone_figures){ .kiosk = (uint64_t)pg_int(result, i, 0),
                                                   .deletion = (uint64_t)pg_int(result, i, 1),
                                                   .month = (int32_t)pg_int(result, i, 3),
                                                   .text = pg_span(result, i, 4) };
            pg_bytes(result, i, 2, figures.survey.bytes, sizeof figures.survey.bytes);
            if (!take(context, &figures))
                return true;
        }
    }
    return true;
}

static bool forget(struct postgres_store *s, enum pg_sql which, uint64_t kiosk, int64_t number,
                   int32_t month, struct err *err)
{
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_int(&args, number);
    pg_put_int(&args, month);
    return pg_do(s, which, &args, NULL, err);
}

static bool forget_gone(struct postgres_store *s, uint64_t kiosk, const struct digest *survey,
                        int32_t month, struct err *err)
{
    struct pg_args args = pg_args_of(PG_FORGET_GONE);
    pg_put_int(&args, (int64_t)kiosk);
    pg_put_digest(&args, survey);
    pg_put_int(&args, month);
    return pg_do(s, PG_FORGET_GONE, &args, NULL, err);
}

bool postgres_figures_forget(struct store *store, uint64_t kiosk, const struct digest *survey,
                             int32_t month, struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    int64_t number;
    PG_TX_AUTO tx = NULL;
    return pg_survey_number(s, survey, &number, err) && pg_begin(s, &tx, err) &&
           forget(s, PG_FORGET_DAYS, kiosk, number, month, err) &&
           forget(s, PG_FORGET_MONTHS, kiosk, number, month, err) &&
           forget(s, PG_FORGET_STALE, kiosk, number, month, err) &&
           forget_gone(s, kiosk, survey, month, err) && pg_commit(&tx, err);
}

static bool forget_months(struct postgres_store *s, enum pg_sql which, int64_t number,
                          int32_t month, struct err *err)
{
    struct pg_args args = pg_args_of(which);
    pg_put_int(&args, number);
    pg_put_int(&args, month);
    return pg_do(s, which, &args, NULL, err);
}

bool postgres_summaries_forget(struct store *store, const struct digest *survey, int32_t month,
                               struct err *err)
{
    struct postgres_store *s = postgres_of(store);
    int64_t number;
    PG_TX_AUTO tx = NULL;
    return pg_survey_number(s, survey, &number, err) && pg_begin(s, &tx, err) &&
           forget_months(s, PG_FORGET_SUMMARIES, number, month, err) &&
           forget_months(s, PG_FORGET_MEMBERS, number, month, err) && pg_commit(&tx, err);
}
