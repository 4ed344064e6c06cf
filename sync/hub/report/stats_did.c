/*
 * Difference in differences over venues: each venue is one observation, its change. The interval is
 * Student's with as many degrees of freedom as there are venues less one; the p value is found by
 * dealing the labels anew, all deals when there are few enough. See stats.h.
 */
#include "stats.h"
#include <math.h>

enum { GROUPS_MAX = 1000, EXACT_MOST = 20000, DRAWS = 20000 };

struct sums {
    double sum[2], squares[2];
    size_t count[2];
};

static struct sums add_up(const struct stats_change *changes, size_t count, size_t but)
{
    struct sums sums = { { 0 }, { 0 }, { 0 } };
    for (size_t i = 0; i < count; i++) {
        if (i == but)
            continue;
        int side = changes[i].treated;
        sums.sum[side] += changes[i].points;
        sums.squares[side] += changes[i].points * changes[i].points;
        sums.count[side]++;
    }
    return sums;
}

static double mean(const struct sums *sums, int side)
{
    return sums->sum[side] / (double)sums->count[side];
}

static double difference(const struct sums *sums)
{
    return mean(sums, 1) - mean(sums, 0);
}

/* Of a side's mean, squared. */
static double variance(const struct sums *sums, int side)
{
    double n = (double)sums->count[side];
    double spread = sums->squares[side] - n * mean(sums, side) * mean(sums, side);
    return fmax(0, spread) / (n - 1) / n;
}

static void put_interval(const struct sums *sums, struct stats_did *ret)
{
    double error = sqrt(variance(sums, 0) + variance(sums, 1));
    double width = error * stats_t(0.95, (double)(sums->count[0] + sums->count[1]) - 1);
    ret->has_interval = true;
    ret->low = ret->points - width;
    ret->high = ret->points + width;
}

/* ---- the labels dealt anew ---- */

/* How many ways there are, as far as it matters. */
static double ways(size_t n, size_t k)
{
    double product = 1;
    for (size_t i = 0; i < k; i++)
        product *= (double)(n - i) / (double)(i + 1);
    return product;
}

struct dealing {
    const struct stats_change *changes;
    size_t count, treated;
    double all;  /* sum of all changes */
    double seen; /* the difference that was seen, as distance */
    unsigned draws, as_far;
};

static void judge_deal(struct dealing *dealing, double treated_sum)
{
    double t = (double)dealing->treated;
    double c = (double)(dealing->count - dealing->treated);
    double deal = treated_sum / t - (dealing->all - treated_sum) / c;
    dealing->draws++;
    dealing->as_far += fabs(deal) >= dealing->seen - 1e-9;
}

/* Every choice of so many among those from `from` on; as deep as there are treated venues. */
static void deal_all(struct dealing *dealing)
{
    size_t chosen[GROUPS_MAX] = { 0 };
    for (size_t i = 0; i < dealing->treated; i++)
        chosen[i] = i;
    for (;;) {
        double sum = 0;
        for (size_t i = 0; i < dealing->treated; i++)
            sum += dealing->changes[chosen[i]].points;
        judge_deal(dealing, sum);
        size_t at = dealing->treated;
        while (at > 0 && chosen[at - 1] == dealing->count - dealing->treated + at - 1)
            at--;
        if (at == 0)
            return;
        chosen[at - 1]++;
        for (size_t i = at; i < dealing->treated; i++)
            chosen[i] = chosen[i - 1] + 1;
    }
}

/* xorshift64*: the same deals every time, so that a report says the same twice. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static void deal_some(struct dealing *dealing)
{
    size_t order[GROUPS_MAX] = { 0 };
    uint64_t state = 0x9e3779b97f4a7c15;
    for (size_t i = 0; i < dealing->count; i++)
        order[i] = i;
    for (int draw = 0; draw < DRAWS; draw++) {
        double sum = 0;
        for (size_t i = 0; i < dealing->treated; i++) {
            size_t left = dealing->count - i;
            size_t pick = i + (left == 0 ? 0 : (size_t)(next_random(&state) >> 32) % left);
            size_t kept = order[i];
            order[i] = order[pick];
            order[pick] = kept;
            sum += dealing->changes[order[i]].points;
        }
        judge_deal(dealing, sum);
    }
}

static void put_permutation(const struct stats_change *changes, size_t count,
                            const struct sums *sums, struct stats_did *ret)
{
    struct dealing dealing = { .changes = changes,
                               .count = count,
                               .treated = sums->count[1],
                               .all = sums->sum[0] + sums->sum[1],
                               .seen = fabs(ret->points) };
    double all = ways(count, dealing.treated);
    ret->exact = all <= EXACT_MOST;
    if (ret->exact)
        deal_all(&dealing);
    else
        deal_some(&dealing);
    ret->has_permutation = true;
    ret->draws = dealing.draws;
    /* Among random draws the deal that was seen is one too. */
    ret->p = ret->exact ? (double)dealing.as_far / (double)dealing.draws
                        : ((double)dealing.as_far + 1) / ((double)dealing.draws + 1);
    ret->smallest_p = ret->exact ? 1 / all : 1.0 / (DRAWS + 1);
}

static void put_leave_out(const struct stats_change *changes, size_t count, struct stats_did *ret)
{
    for (size_t i = 0; i < count; i++) {
        struct sums sums = add_up(changes, count, i);
        double points = difference(&sums);
        ret->leave_low = i == 0 || points < ret->leave_low ? points : ret->leave_low;
        ret->leave_high = i == 0 || points > ret->leave_high ? points : ret->leave_high;
    }
    ret->has_leave_out = true;
}

bool stats_did(const struct stats_change *changes, size_t count, struct stats_did *ret)
{
    struct sums sums = add_up(changes, count, SIZE_MAX);
    *ret = (struct stats_did){ 0 };
    if (sums.count[0] == 0 || sums.count[1] == 0 || count > GROUPS_MAX)
        return false;
    ret->points = difference(&sums);
    if (sums.count[0] < STATS_GROUP_MIN || sums.count[1] < STATS_GROUP_MIN)
        return true;
    put_interval(&sums, ret);
    put_permutation(changes, count, &sums, ret);
    put_leave_out(changes, count, ret);
    return true;
}
