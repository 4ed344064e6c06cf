/* What was deleted, in the store's model: see store_gone.h. */
#include "store_memory_int.h"

static bool within(const struct store_gone *run, uint64_t kiosk, uint64_t of, uint64_t life,
                   uint64_t seq)
{
    return of == kiosk && life == run->life && seq >= run->first && seq <= run->last;
}

/* Is it so many whole batches, one behind the other, with this hash at the end? */
static bool covers(struct memory *m, uint64_t kiosk, const struct store_gone *run)
{
    uint64_t held = 0;
    uint32_t batches = 0;
    bool ends = false;
    EACH(struct batch_row, b, m->batches)
    if (within(run, kiosk, b->batch.kiosk, b->batch.life, b->batch.first) &&
        b->batch.last <= run->last) {
        batches++;
        held += b->batch.last - b->batch.first + 1;
        ends |=
            b->batch.last == run->last && memcmp(&b->batch.hash, &run->hash, sizeof run->hash) == 0;
    }
    return ends && batches == run->batches && held == run->last - run->first + 1;
}

/* How many are within; with `drop` they go. */
static uint32_t rows_within(struct memory *m, uint64_t kiosk, const struct store_gone *run,
                            bool drop)
{
    uint32_t count = 0;
    for (size_t i = m->rows.count; i-- > 0;) {
        struct store_row *row = (struct store_row *)m->rows.items + i;
        if (!within(run, kiosk, row->kiosk, row->life, row->response.seq))
            continue;
        count++;
        if (drop)
            memory_take_away(&m->rows, row);
    }
    return count;
}

static uint32_t asides_within(struct memory *m, uint64_t kiosk, const struct store_gone *run,
                              bool drop)
{
    uint32_t count = 0;
    for (size_t i = m->asides.count; i-- > 0;) {
        struct aside_row *row = (struct aside_row *)m->asides.items + i;
        if (!within(run, kiosk, row->kiosk, row->life, row->aside.seq))
            continue;
        count++;
        if (drop)
            memory_take_away(&m->asides, row);
    }
    return count;
}

static void replace(struct memory *m, uint64_t kiosk, const struct store_gone *run)
{
    struct store_gone kept = *run;
    kept.kiosk = kiosk;
    (void)rows_within(m, kiosk, run, true);
    (void)asides_within(m, kiosk, run, true);
    for (size_t i = m->batches.count; i-- > 0;) {
        struct batch_row *row = (struct batch_row *)m->batches.items + i;
        if (within(run, kiosk, row->batch.kiosk, row->batch.life, row->batch.first))
            memory_take_away(&m->batches, row);
    }
    (void)memory_add(&m->gone, &kept);
}

static int by_place(const void *a, const void *b)
{
    const struct store_gone *left = a;
    const struct store_gone *right = b;
    const uint64_t l[] = { left->kiosk, left->life, left->first };
    const uint64_t r[] = { right->kiosk, right->life, right->first };
    for (int i = 0; i < 3; i++)
        if (l[i] != r[i])
            return (int64_t)l[i] < (int64_t)r[i] ? -1 : 1;
    return 0;
}

static int by_month(const void *a, const void *b)
{
    const struct store_gone_figures *left = &((const struct gone_figures_row *)a)->figures;
    const struct store_gone_figures *right = &((const struct gone_figures_row *)b)->figures;
    if (left->kiosk != right->kiosk)
        return left->kiosk < right->kiosk ? -1 : 1;
    if (left->deletion != right->deletion)
        return left->deletion < right->deletion ? -1 : 1;
    int order = memcmp(&left->survey, &right->survey, sizeof left->survey);
    return order != 0 ? order : (left->month > right->month) - (left->month < right->month);
}

bool memory_gone_add(struct store *store, uint64_t kiosk, const struct store_gone *runs,
                     size_t run_count, const struct store_gone_figures *figures,
                     size_t figure_count, struct err *err)
{
    struct memory *m = memory_of(store);
    for (size_t i = 0; i < run_count; i++)
        if (!covers(m, kiosk, &runs[i]) ||
            rows_within(m, kiosk, &runs[i], false) != runs[i].responses ||
            asides_within(m, kiosk, &runs[i], false) != runs[i].asides)
            return err_set(err, ERR_STALE, "these are not the batches that were to be deleted");
    for (size_t i = 0; i < run_count; i++)
        replace(m, kiosk, &runs[i]);
    for (size_t i = 0; i < figure_count; i++) {
        struct gone_figures_row row = { figures[i], memory_copy(m, figures[i].text) };
        row.figures.kiosk = kiosk;
        (void)memory_add(&m->gone_figures, &row);
    }
    memory_sort(&m->gone, by_place);
    memory_sort(&m->gone_figures, by_month);
    return true;
}

bool memory_gone(struct store *store, uint64_t kiosk,
                 bool (*take)(void *, const struct store_gone *), void *context, struct err *err)
{
    (void)err;
    EACH(struct store_gone, run, memory_of(store)->gone)
    if ((kiosk == 0 || run->kiosk == kiosk) && !take(context, run))
        break;
    return true;
}

bool memory_gone_figures(struct store *store, uint64_t kiosk,
                         bool (*take)(void *, const struct store_gone_figures *), void *context,
                         struct err *err)
{
    (void)err;
    EACH(struct gone_figures_row, row, memory_of(store)->gone_figures)
    {
        row->figures.text = buf_span(&row->text);
        if ((kiosk == 0 || row->figures.kiosk == kiosk) && !take(context, &row->figures))
            break;
    }
    return true;
}

static bool is_before(const struct digest *survey, int32_t month, const struct digest *of,
                      int32_t day)
{
    return day < month && memcmp(survey, of, sizeof *of) == 0;
}

bool memory_figures_forget(struct store *store, uint64_t kiosk, const struct digest *survey,
                           int32_t month, struct err *err)
{
    struct memory *m = memory_of(store);
    (void)err;
    for (size_t i = m->tallies.count; i-- > 0;) {
        struct tally_row *t = (struct tally_row *)m->tallies.items + i;
        if (t->kiosk == kiosk && is_before(survey, month, &t->tally.survey, t->tally.day))
            memory_take_away(&m->tallies, t);
    }
    for (size_t i = m->stales.count; i-- > 0;) {
        struct store_stale *s = (struct store_stale *)m->stales.items + i;
        if (s->member.kiosk == kiosk &&
            is_before(survey, month, &s->member.survey, s->member.month))
            memory_take_away(&m->stales, s);
    }
    for (size_t i = m->gone_figures.count; i-- > 0;) {
        struct gone_figures_row *g = (struct gone_figures_row *)m->gone_figures.items + i;
        if (g->figures.kiosk == kiosk &&
            is_before(survey, month, &g->figures.survey, g->figures.month))
            memory_take_away(&m->gone_figures, g);
    }
    return true;
}

bool memory_summaries_forget(struct store *store, const struct digest *survey, int32_t month,
                             struct err *err)
{
    struct memory *m = memory_of(store);
    (void)err;
    for (size_t i = m->summaries.count; i-- > 0;) {
        struct store_summary *s = (struct store_summary *)m->summaries.items + i;
        if (is_before(survey, month, &s->survey, s->month))
            memory_take_away(&m->summaries, s);
    }
    for (size_t i = m->members.count; i-- > 0;) {
        struct store_member *member = (struct store_member *)m->members.items + i;
        if (is_before(survey, month, &member->survey, member->month))
            memory_take_away(&m->members, member);
    }
    return true;
}
