/*
 * The life of which the journal speaks. The screen begins a new one when the card was copied, set
 * back or damaged; the courier follows it there, once what waits of the old one is settled.
 */
#include "courier_int.h"
#include "log.h"

/* The hub says how far it has the old life; what is asked is empty and begins at its beginning. */
static void ask_former(const struct courier *courier, struct exchange *x)
{
    x->asks_former = true;
    x->before = x->purged = x->last = chain_start(courier->state.life, &courier->state.kiosk_key);
}

static bool follow(struct courier *courier, uint64_t life, struct err *err)
{
    struct courier_state state = courier->state;
    log_line(LOG_WARN, "courier",
             "The journal has begun another life, %016llx; what the hub lacks follows there.",
             (unsigned long long)life);
    state.life = life;
    state.acknowledged = chain_start(life, &state.kiosk_key);
    state.refused_count = 0;
    state.refused_listed = 0;
    state.paused = false;
    if (!courier_state_save(courier->data, &state, err))
        return false;
    courier->state = state;
    courier->last_segment = 0;
    courier->ask_first = false;
    courier_older_due(courier);
    return true;
}

bool courier_know_life(struct courier *courier, struct exchange *x, struct err *err)
{
    const struct outbox *outbox = &courier->outbox;
    struct err why = { 0 };
    x->most = SIZE_MAX;
    if (outbox->lives == NULL)
        return true;
    x->has_journal = outbox->lives(outbox->self, &x->lives, &why);
    if (!x->has_journal) {
        *err = why;
        return why.kind == ERR_MISSING;
    }
    if (x->lives.life == courier->state.life)
        return true;
    if (x->lives.former != courier->state.life)
        return err_set(err, ERR_REFUSED, "the journal belongs to another life of this kiosk");
    if (x->lives.stranded == 0)
        return follow(courier, x->lives.life, err);
    ask_former(courier, x);
    return true;
}

struct origins {
    struct batch_head *head;
    size_t count;
};

/* One more than there is room for says where the batch must end. */
static bool take_origin(void *context, const struct life_origin *origin)
{
    struct origins *origins = context;
    if (origins->count == BATCH_ORIGINS_MAX)
        return false;
    origins->head->origins[origins->count++] = *origin;
    return true;
}

bool courier_origins(struct courier *courier, struct exchange *x, struct batch_head *head,
                     struct err *err)
{
    const struct outbox *outbox = &courier->outbox;
    struct origins origins = { .head = head };
    if (!outbox->origins(outbox->self, head->before.seq + 1, take_origin, &origins, err))
        return false;
    head->origin_count = origins.count;
    if (origins.count == BATCH_ORIGINS_MAX)
        x->most = (size_t)(head->origins[BATCH_ORIGINS_MAX - 1].through - head->before.seq);
    return true;
}

uint32_t courier_trouble(const struct courier *courier, const struct exchange *x)
{
    uint32_t trouble = 0;
    if (x->has_journal && x->lives.salvages != 0 &&
        x->lives.salvages != courier->state.salvages_told)
        trouble |= TROUBLE_SALVAGED;
    if (courier->miscounted)
        trouble |= TROUBLE_MISCOUNT;
    if (x->room_is_short)
        trouble |= TROUBLE_ROOM;
    if (courier_clock_wrong(courier))
        trouble |= TROUBLE_CLOCK;
    return trouble;
}
