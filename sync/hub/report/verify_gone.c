/* What stands in the place of deleted batches, in the proof of one kiosk: see verify_int.h. Only
 * the ends of a run are known; the signed batch behind it says with which value of the chain it
 * begins, and that must be the run's. */
#include "grow.h"
#include "verify_int.h"
#include <inttypes.h>

static bool take_run(void *context, const struct store_gone *run)
{
    struct verify *verify = context;
    struct gone_runs *gone = &verify->gone;
    struct store_gone *grown = grow(gone->list, gone->count, sizeof *grown);
    verify->failed = grown == NULL;
    if (grown == NULL)
        return err_set(&verify->err, ERR_LATER, "there is no memory for the proof");
    gone->list = grown;
    gone->list[gone->count++] = *run;
    return true;
}

bool verify_gone_read(struct verify *verify, struct err *err)
{
    return store_gone(verify->store, verify->kiosk.id, take_run, verify, err);
}

/* Lives are ordered as the store orders them. */
static bool stands_before(const struct store_gone *run, uint64_t life, uint64_t seq)
{
    if (life == UINT64_MAX && seq == UINT64_MAX)
        return true;
    if (run->life != life)
        return (int64_t)run->life < (int64_t)life;
    return run->first < seq;
}

static void pass(struct verify *verify, const struct store_gone *run)
{
    verify_life(verify, run->life);
    if (run->first != verify->point.seq + 1)
        verify_doubt(verify, "responses %" PRIu64 " to %" PRIu64 " are in no signed batch",
                     verify->point.seq + 1, run->first - 1);
    verify->point = (struct chain_point){ run->last, run->hash };
    verify->burst = (struct row_burst){ 0 };
    verify->burst_open = verify->burst_edge = true;
    verify->deleted += run->responses;
    verify->unopened += run->unopened;
    if (verify->leaving != NULL)
        verify->leaving->went = false;
}

void verify_gone_before(struct verify *verify, uint64_t life, uint64_t seq)
{
    struct gone_runs *gone = &verify->gone;
    while (gone->at < gone->count && stands_before(&gone->list[gone->at], life, seq))
        pass(verify, &gone->list[gone->at++]);
}

bool verify_gone_has(const struct verify *verify, uint64_t life)
{
    for (size_t i = 0; i < verify->gone.count; i++)
        if (verify->gone.list[i].life == life)
            return true;
    return false;
}
