/* Responses that are lost: see fleet_lost.h. */
#include "fleet_lost.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* As ingest has written it (job_plan.c). */
static bool read_event(const struct store_event *event, struct fleet_lost_life *ret)
{
    uint64_t first;
    ret->kiosk = event->kiosk;
    return sscanf(event->what,
                  "lost: responses %20" SCNu64 " to %20" SCNu64 " of its life %16" SCNx64, &first,
                  &ret->last, &ret->life) == 3;
}

bool fleet_lost_hear(struct fleet_lost *lost, const struct store_event *event, struct err *err)
{
    struct fleet_lost_life life;
    if (!read_event(event, &life))
        return true;
    for (size_t i = 0; i < lost->count; i++) {
        struct fleet_lost_life *here = &lost->list[i];
        if (here->kiosk != life.kiosk || here->life != life.life)
            continue;
        if (here->last < life.last)
            here->last = life.last;
        return true;
    }
    struct fleet_lost_life *grown = realloc(lost->list, (lost->count + 1) * sizeof *grown);
    if (grown == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the fleet");
    lost->list = grown;
    lost->list[lost->count++] = life;
    return true;
}

bool fleet_lost_count(struct store *store, const struct fleet_lost_life *life, uint64_t *ret,
                      struct err *err)
{
    struct store_watermark here = { .seq = 0 };
    if (!store_watermark(store, life->kiosk, life->life, &here, err) && err->kind != ERR_MISSING)
        return false;
    *ret = life->last > here.seq ? life->last - here.seq : 0;
    return true;
}

void fleet_lost_finish(struct fleet_lost *lost)
{
    free(lost->list);
    *lost = (struct fleet_lost){ .list = NULL };
}
