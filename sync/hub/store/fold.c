/*
 * Folding: the months that batches have added to are added up again from their kiosks' tallies. See
 * store_summary.h. One month is one transaction, so that batches seldom wait; what becomes stale
 * again meanwhile stays noted.
 */
#include "local_time.h"
#include "store_int.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    ROWS_MAX = SURVEY_QUESTIONS_MAX * (SURVEY_CHOICES_MAX + 4) + 8,
    STALE_MAX = 1024,
};

/* A month of a venue in the making: a row for each value that was ever counted in it. */
struct sum {
    struct store_summary *rows;
    size_t count;
    const struct store_member *member;
    struct store *store;
    bool failed;
    struct err *err;
};

static struct store_summary *row_of(struct sum *sum, const struct store_tally *tally)
{
    for (size_t i = 0; i < sum->count; i++)
        if (strcmp(sum->rows[i].question, tally->question) == 0 &&
            strcmp(sum->rows[i].value, tally->value) == 0)
            return &sum->rows[i];
    if (sum->count == ROWS_MAX)
        return NULL;
    struct store_summary *row = &sum->rows[sum->count++];
    memset(row, 0, sizeof *row);
    row->survey = tally->survey;
    row->month = sum->member->month;
    memcpy(row->venue, tally->venue, sizeof row->venue);
    memcpy(row->question, tally->question, sizeof row->question);
    memcpy(row->value, tally->value, sizeof row->value);
    return row;
}

/* Languages over the bound are seen in the other counts only. */
static void add_language(struct store_summary *row, const char *tag, uint32_t n)
{
    for (size_t i = 0; i < SUMMARY_LANGUAGES; i++) {
        if (row->languages[i].n > 0 && strcmp(row->languages[i].tag, tag) != 0)
            continue;
        (void)snprintf(row->languages[i].tag, sizeof row->languages[i].tag, "%s", tag);
        row->languages[i].n += n;
        return;
    }
}

static void add_month(struct store_summary *row, const struct store_tally *tally)
{
    if (tally->language[0] == '\0') { /* sealed: nothing but the month is known */
        row->sealed += tally->n;
        return;
    }
    add_language(row, tally->language, tally->n);
    if (tally->access < ACCESS_MODES)
        row->access[tally->access] += tally->n;
    if (tally->hour < SUMMARY_HOURS)
        row->hours[tally->hour] += tally->n;
}

static void add_day(struct store_summary *row, const struct store_tally *tally)
{
    int32_t day = tally->day - row->month;
    if (day < 0 || day >= SUMMARY_DAYS)
        return;
    row->days[day] += tally->n;
    row->flagged[day] += tally->flagged ? tally->n : 0;
}

static bool take_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct sum *sum = context;
    struct store_summary *row = row_of(sum, tally);
    (void)kiosk;
    sum->failed = row == NULL;
    if (row == NULL)
        return err_set(sum->err, ERR_CORRUPT, "a venue's month has more values than a survey can");
    if (tally->monthly)
        add_month(row, tally);
    else
        add_day(row, tally);
    return true;
}

static bool take_member(void *context, const struct store_member *member)
{
    struct sum *sum = context;
    for (int monthly = 0; monthly < 2 && !sum->failed; monthly++)
        if (!sum->store->engine->month_tallies(sum->store, member, monthly, take_tally, sum,
                                               sum->err))
            sum->failed = true;
    return !sum->failed;
}

static bool add_up(struct store *store, const struct store_member *member, struct sum *ret,
                   struct err *err)
{
    *ret = (struct sum){ .member = member, .store = store, .err = err };
    ret->rows = calloc(ROWS_MAX, sizeof *ret->rows);
    if (ret->rows == NULL)
        return err_set(err, ERR_LATER, "there is no memory to add up a month");
    return store->engine->members(store, member->venue, &member->survey, member->month, take_member,
                                  ret, err) &&
           !ret->failed;
}

static int by_value(const void *a, const void *b)
{
    const struct store_summary *left = a;
    const struct store_summary *right = b;
    int order = strcmp(left->question, right->question);
    return order != 0 ? order : strcmp(left->value, right->value);
}

bool store_summary_again(struct store *store, const char *venue, const struct digest *survey,
                         int32_t month,
                         bool (*take)(void *context, const struct store_summary *row),
                         void *context, struct err *err)
{
    struct store_member member = { .survey = *survey, .month = month };
    struct sum sum;
    (void)snprintf(member.venue, sizeof member.venue, "%s", venue);
    bool added = add_up(store, &member, &sum, err);
    if (added)
        qsort(sum.rows, sum.count, sizeof *sum.rows, by_value);
    for (size_t i = 0; added && i < sum.count; i++)
        if (!take(context, &sum.rows[i]))
            break;
    free(sum.rows);
    return added;
}

/* Counts only grow, so that no row of a month ever has to go. */
static bool write_sum(struct store *store, const struct sum *sum, struct err *err)
{
    for (size_t i = 0; i < sum->count; i++)
        if (!store->engine->summary_put(store, &sum->rows[i], err))
            return false;
    return true;
}

/* One month, and all of its kiosks that made it stale. */
static bool fold_month(struct store *store, const struct store_stale *stale, size_t count,
                       struct err *err)
{
    struct sum sum = { 0 };
    if (!store_together(store, err))
        return false;
    TOGETHER_AUTO together = store;
    bool folded = true;
    for (size_t i = 0; folded && i < count; i++)
        folded = store->engine->stale_done(store, &stale[i], err);
    folded = folded && add_up(store, &stale->member, &sum, err) && write_sum(store, &sum, err) &&
             store_together_keep(store, err);
    free(sum.rows);
    return folded;
}

struct waiting {
    struct store_stale list[STALE_MAX];
    size_t count;
};

static bool note_stale(void *context, const struct store_stale *stale)
{
    struct waiting *waiting = context;
    waiting->list[waiting->count++] = *stale;
    return waiting->count < STALE_MAX;
}

static int by_month(const void *a, const void *b)
{
    const struct store_member *left = &((const struct store_stale *)a)->member;
    const struct store_member *right = &((const struct store_stale *)b)->member;
    int order = strcmp(left->venue, right->venue);
    if (order == 0)
        order = memcmp(&left->survey, &right->survey, sizeof left->survey);
    return order != 0 ? order : (left->month > right->month) - (left->month < right->month);
}

static bool fold_waiting(struct store *store, struct waiting *waiting, struct err *err)
{
    qsort(waiting->list, waiting->count, sizeof waiting->list[0], by_month);
    for (size_t at = 0, end; at < waiting->count; at = end) {
        for (end = at + 1; end < waiting->count; end++)
            if (by_month(&waiting->list[at], &waiting->list[end]) != 0)
                break;
        if (!fold_month(store, &waiting->list[at], end - at, err))
            return false;
    }
    return true;
}

bool store_fold(struct store *store, size_t limit, size_t *ret_left, struct err *err)
{
    struct waiting *waiting = calloc(1, sizeof *waiting);
    if (waiting == NULL)
        return err_set(err, ERR_LATER, "there is no memory to add up months");
    bool folded = store->engine->stale(store, limit < STALE_MAX ? limit : STALE_MAX, note_stale,
                                       waiting, err) &&
                  fold_waiting(store, waiting, err);
    free(waiting);
    return folded && store->engine->stale_count(store, ret_left, err);
}

bool store_fold_all(struct store *store, struct err *err)
{
    size_t left;
    size_t rounds;
    if (!store->engine->stale_count(store, &rounds, err))
        return false;
    for (rounds = rounds / STALE_MAX + 1, left = 1; left > 0 && rounds > 0; rounds--)
        if (!store_fold(store, STALE_MAX, &left, err))
            return false;
    return true;
}
