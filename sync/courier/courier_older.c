/*
 * Lives before the present one. A hub that was set back to before their last responses lacks these,
 * and no exchange of the present life would show it: so it is asked how far it has each, and sent
 * what it lacks exactly as it was sent before, same life, numbers and chain, so that what it has
 * already it knows. What is no longer kept here is said in words, to it and to people here.
 */
#include "courier_int.h"
#include "log.h"
#include <stdlib.h>

enum { ASK_EACH_MS = 24 * 3600 * 1000, EXCHANGES_MAX = 10000, LOWERED_MAX = 3 };
static const char room[] = "courier";

/* Speaks of one older life as if it were the present one; nothing of that is saved. */
struct older_work {
    struct courier *courier; /* whose copy `other` is */
    struct courier *other;
    struct chain_point last;
    struct survey_errands errands;
    unsigned lowered;
    bool silent; /* nobody heard the last exchange, and would hear no other */
    uint64_t sent;
};

/* What the screen has counted was told beside the answers of whatever life. */
static void keep_told(struct older_work *work)
{
    work->courier->state.counted = work->other->state.counted;
    work->courier->small_packets = work->other->small_packets;
}

/* A kiosk that is revoked pauses in its present life; of older ones the hub takes what was recorded
 * before that day, and sets aside the rest. */
static enum attempt_outcome exchange(struct older_work *work, size_t limit,
                                     const struct chain_point *from, struct exchange *x,
                                     struct err *err)
{
    enum attempt_outcome outcome = courier_exchange(work->other, limit, from, x, err);
    keep_told(work);
    work->silent = (outcome >= ATTEMPT_NO_NETWORK && outcome <= ATTEMPT_SIGN_IN) ||
                   (outcome == ATTEMPT_BUSY && !x->heard);
    return x->revoked ? ATTEMPT_ACKNOWLEDGED : outcome;
}

/* An exchange with no responses behind that point of the life. */
static enum attempt_outcome ask(struct older_work *work, const struct chain_point *point,
                                struct exchange *x, struct err *err)
{
    return exchange(work, 0, point, x, err);
}

/* What is kept of the life cannot be read: it is as good as gone. */
static bool is_unreadable(enum attempt_outcome outcome, const struct err *err)
{
    return outcome == ATTEMPT_BROKEN && (err->kind == ERR_CORRUPT || err->kind == ERR_MISSING);
}

/* One exchange of what it lacks; true while there may be more. What stands before a response that
 * cannot be read is found by ever smaller batches. */
static bool send_some(struct older_work *work, enum attempt_outcome *ret, struct err *err)
{
    struct exchange x;
    struct courier *other = work->other;
    *ret = exchange(work, other->batch, NULL, &x, err);
    work->sent += x.acknowledged;
    work->lowered += x.again ? 1 : 0;
    if (courier_stopping(work->courier))
        return false;
    if (is_unreadable(*ret, err) && other->batch > 1)
        return other->batch /= 2, true;
    if (*ret != ATTEMPT_ACKNOWLEDGED)
        return false;
    if (x.lacks_survey)
        return courier_survey_send(other, &x.survey, &work->errands, ret, err);
    bool moved = x.acknowledged > 0 || (x.again && work->lowered <= LOWERED_MAX);
    if (!moved && x.count > 0)
        *ret = x.revoked && x.hub_has < x.before.seq ? ATTEMPT_HUB_LACKS : ATTEMPT_BUSY;
    return moved && other->state.acknowledged.seq < work->last.seq;
}

/* The hub lacks what lies behind the mark, and cannot be given it: it hears where this life ended,
 * from which it sees how much that is. */
static void tell_lost(struct older_work *work, uint64_t first)
{
    struct exchange x;
    struct courier_lost_run run = { work->other->state.life, first, work->last.seq,
                                    courier_now(work->courier).wall };
    bool news = false;
    struct err why = { 0 };
    (void)ask(work, &work->last, &x, &why);
    if (!courier_lost_note(work->courier->data, &run, &news, &why))
        log_line(LOG_WARN, room, "What is lost is not noted: %s.", why.text);
    if (news)
        log_line(
            LOG_WARN, room,
            "The hub lacks responses %llu to %llu of life %016llx, and they are no longer kept "
            "here.",
            (unsigned long long)first, (unsigned long long)run.last, (unsigned long long)run.life);
}

/* What the hub lacks cannot be joined to what it has, or is not here: the rest of a life that gives
 * nothing more, and is not over. */
static bool is_lost(const struct older_work *work, enum attempt_outcome outcome, bool ended,
                    const struct err *err)
{
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        return ended && !courier_stopping(work->courier) &&
               work->other->state.acknowledged.seq < work->last.seq;
    return outcome == ATTEMPT_HUB_LACKS || outcome == ATTEMPT_FORK || outcome == ATTEMPT_NEW_LIFE ||
           is_unreadable(outcome, err);
}

/* It was told so before, and has not been set back since. */
static bool knows_lost(const struct older_work *work, uint64_t has)
{
    struct courier_lost lost;
    struct err unread = { 0 };
    if (work->courier->set_back || !courier_lost_load(work->courier->data, &lost, &unread))
        return false;
    for (size_t i = 0; i < lost.count; i++)
        if (lost.runs[i].life == work->other->state.life && lost.runs[i].first == has + 1)
            return true;
    return false;
}

static void forget_lost(const struct older_work *work)
{
    struct err why = { 0 };
    if (!courier_lost_forget(work->courier->data, work->other->state.life, &why))
        log_line(LOG_WARN, room, "What was lost stays noted: %s.", why.text);
}

static void say_sent(const struct older_work *work)
{
    if (work->sent > 0)
        log_line(LOG_INFO, room, "The hub lacked %llu responses of life %016llx; it has them now.",
                 (unsigned long long)work->sent, (unsigned long long)work->other->state.life);
}

/* Whether the hub has the life as far as it had it, or was told that it never will. */
static bool carry(struct older_work *work, struct err *err)
{
    struct exchange x;
    struct courier *other = work->other;
    struct chain_point start = chain_start(other->state.life, &other->state.kiosk_key);
    enum attempt_outcome outcome = ask(work, &start, &x, err);
    uint64_t has = x.hub_has;
    bool lacks = outcome == ATTEMPT_ACKNOWLEDGED && has < work->last.seq;
    bool more = lacks;
    if (!x.heard || courier_stopping(work->courier))
        return false;
    if (lacks && knows_lost(work, has))
        return true;
    for (int i = 0; more && i < EXCHANGES_MAX; i++)
        more = send_some(work, &outcome, err);
    say_sent(work);
    bool lost = is_lost(work, outcome, lacks && !more, err);
    if (lost)
        tell_lost(work, (work->sent > 0 ? other->state.acknowledged.seq : has) + 1);
    else if (outcome == ATTEMPT_ACKNOWLEDGED)
        forget_lost(work);
    return lost || outcome == ATTEMPT_ACKNOWLEDGED;
}

static void turn_copy(const struct courier *courier, const struct outbox_older *older,
                      struct courier *ret)
{
    *ret = *courier;
    ret->older = true;
    ret->outbox.lives = NULL;
    ret->ask_first = false;
    ret->state.life = older->life;
    ret->state.acknowledged = older->last;
    ret->state.refused_count = 0;
    ret->state.refused_listed = 0;
    courier->outbox.turn(courier->outbox.self, older->life);
}

static bool
see_one(struct courier *courier, struct courier *other, const struct outbox_older *older,
        bool (*see)(void *context, struct courier *other, const struct outbox_older *older),
        void *context)
{
    turn_copy(courier, older, other);
    bool goes_on = see(context, other, older);
    courier->outbox.turn(courier->outbox.self, 0);
    seal_forget(&other->key, sizeof other->key);
    return goes_on;
}

static void free_copy(struct courier **other)
{
    free(*other);
}

bool courier_older_each(struct courier *courier,
                        bool (*see)(void *context, struct courier *other,
                                    const struct outbox_older *older),
                        void *context, struct err *err)
{
    struct outbox_older lives[OUTBOX_OLDER_MAX];
    size_t count = 0;
    uint64_t after = 0;
    bool goes_on = true;
    __attribute__((cleanup(free_copy))) struct courier *other = malloc(sizeof *other);
    if (other == NULL)
        return err_set(err, ERR_LATER, "there is no memory to speak of older lives");
    do {
        if (!courier->outbox.older(courier->outbox.self, after, lives, &count, err))
            return false;
        for (size_t i = 0; i < count && goes_on; i++) {
            goes_on = see_one(courier, other, &lives[i], see, context);
            after = lives[i].number;
        }
    } while (goes_on && count == OUTBOX_OLDER_MAX);
    return true;
}

struct carrying {
    struct courier *courier;
    bool all;
};

/* Whether the next may be tried: one that fails is no reason not to, but where nobody hears. */
static bool carry_life(void *context, struct courier *other, const struct outbox_older *older)
{
    struct carrying *carrying = context;
    struct courier *courier = carrying->courier;
    struct err err = { 0 };
    struct older_work work = { .courier = courier, .other = other, .last = older->last };
    bool carried = carry(&work, &err);
    carrying->all = carrying->all && carried;
    if (!carried && !courier_stopping(courier))
        log_line(LOG_WARN, room, "What the hub has of life %016llx is not known: %s.",
                 (unsigned long long)older->life, err.text);
    return !work.silent && !courier_stopping(courier);
}

void courier_older_due(struct courier *courier)
{
    courier->older_due = 0;
    courier->set_back = true;
}

void courier_older_look(struct courier *courier)
{
    struct err err = { 0 };
    struct carrying carrying = { .courier = courier, .all = true };
    msec now = courier_now(courier).mono;
    if (courier->outbox.older == NULL || now < courier->older_due || courier_stopping(courier))
        return;
    if (!courier_older_each(courier, carry_life, &carrying, &err)) {
        log_line(LOG_WARN, room, "What the hub has of older lives is not known: %s.", err.text);
    } else if (carrying.all) {
        if (!courier_again_save(courier->data, 0, &err))
            log_line(LOG_WARN, room, "What goes by stick again stays noted: %s.", err.text);
        courier->older_due = now + ASK_EACH_MS;
        courier->set_back = false;
    }
}
