/*
 * One exchange without the network: a batch of what lies behind the watermark, and what the hub's
 * reply to it means. Every point that a reply names is looked up on this kiosk's own chain; one
 * that does not lie there is a fork, and nothing moves.
 */
#include "answers_given.h"
#include "courier_int.h"
#include "log.h"
#include "receipt.h"
#include <stdio.h>
#include <stdlib.h>

/* How far the boot segments of one batch may lie apart; they are written before anybody knows how
 * many the responses will need. */
enum { SEGMENTS_APART = 255 };
/* 2200-01-01: a hub whose clock shows more is wrong. */
#define TIME_CEILING INT64_C(7258118400)

struct taking {
    struct batch_writer *writer;
    uint64_t next;      /* the number that must come */
    uint32_t low, high; /* boot segments that the batch has */
    struct chain_point after;
    uint64_t answers; /* in them, counted here */
    size_t count;
    bool out_of_order;
};

static bool take_response(void *context, const struct response *response,
                          const struct chain_point *after)
{
    struct taking *taking = context;
    if (response->seq != taking->next || after->seq != response->seq) {
        taking->out_of_order = true;
        return false;
    }
    if (response->segment < taking->low || response->segment > taking->high)
        return false;
    if (!batch_writer_add(taking->writer, response))
        return false;
    taking->after = *after;
    taking->answers += response_answers(response);
    taking->next++;
    taking->count++;
    return true;
}

static bool take_first(void *context, const struct response *response,
                       const struct chain_point *after)
{
    struct taking *taking = context;
    (void)after;
    taking->low = response->segment;
    taking->high = response->segment > UINT32_MAX - SEGMENTS_APART
                       ? UINT32_MAX
                       : response->segment + SEGMENTS_APART;
    return false;
}

/* The present boot's segment, if the screen has begun one. */
struct present {
    struct moment now;
    uint32_t segment;
    uint64_t ms; /* since the segment's base */
};

static bool take_present(void *context, const struct segment *segment, const struct boot_id *boot,
                         msec base)
{
    struct present *present = context;
    if (memcmp(boot, &present->now.boot, sizeof *boot) == 0 && base <= present->now.mono) {
        present->segment = segment->number;
        present->ms = present->now.mono - base;
    }
    return true;
}

struct segment_walk {
    const struct taking *taking;
    uint32_t present;
};

/* Writes those of the responses, and the present one. */
static bool take_segment(void *context, const struct segment *segment, const struct boot_id *boot,
                         msec base)
{
    const struct segment_walk *walk = context;
    const struct taking *taking = walk->taking;
    (void)boot;
    (void)base;
    if ((segment->number >= taking->low && segment->number <= taking->high) ||
        segment->number == walk->present)
        batch_writer_segment(taking->writer, segment);
    return true;
}

struct one_point {
    uint64_t seq;
    struct chain_point point;
    bool found;
};

static bool take_point(void *context, const struct response *response,
                       const struct chain_point *after)
{
    struct one_point *one = context;
    one->found = response->seq == one->seq && after->seq == one->seq;
    one->point = *after;
    return false;
}

static bool read_point(struct courier *courier, uint64_t seq, struct chain_point *ret,
                       struct err *err)
{
    struct one_point one = { .seq = seq };
    if (!courier->outbox.read(courier->outbox.self, seq, 1, take_point, &one, err))
        return false;
    if (!one.found)
        return err_set(err, ERR_CORRUPT, "the journal lacks response %llu",
                       (unsigned long long)seq);
    *ret = one.point;
    return true;
}

bool exchange_point(struct courier *courier, const struct exchange *exchange, uint64_t seq,
                    struct chain_point *ret, struct err *err)
{
    struct chain_point start = chain_start(courier->state.life, &courier->state.kiosk_key);
    const struct chain_point *known[] = { &exchange->last, &exchange->purged, &exchange->before,
                                          &start };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i]->seq == seq) {
            *ret = *known[i];
            return true;
        }
    if (seq > exchange->last.seq)
        return err_set(err, ERR_MISSING, "the hub has %llu responses of this life, this kiosk %llu",
                       (unsigned long long)seq, (unsigned long long)exchange->last.seq);
    if (seq < exchange->purged.seq)
        return err_set(err, ERR_MISSING, "response %llu is no longer kept",
                       (unsigned long long)seq);
    return read_point(courier, seq, ret, err);
}

/* The journal's ends; without a journal the watermark stands for both. */
static bool read_ends(struct courier *courier, struct exchange *x, struct err *err)
{
    x->before = x->purged = x->last = courier->state.acknowledged;
    if (courier->outbox.ends == NULL)
        return true;
    struct err why = { 0 };
    x->has_journal = courier->outbox.ends(courier->outbox.self, &x->purged, &x->last, &why);
    if (x->has_journal || why.kind == ERR_MISSING)
        return true;
    *err = why;
    return false;
}

/* Where the batch begins: behind the watermark, where that is a point of the journal's own chain.
 * A card that was set back or copied shows here; the hub can tell how far both agree, so it is
 * asked from the last point that is certainly ours. */
static bool find_start(struct courier *courier, struct exchange *x, struct err *err)
{
    struct chain_point *mark = &courier->state.acknowledged;
    struct chain_point own = x->last;
    /* Only what was acknowledged is ever purged: a recovered state may know less than the journal.
     */
    if (mark->seq < x->purged.seq)
        *mark = x->purged;
    x->before = x->purged;
    if (mark->seq > x->last.seq) {
        x->before = x->last;
        return true;
    }
    if (!exchange_point(courier, x, mark->seq, &own, err))
        return false;
    if (memcmp(&own.hash, &mark->hash, sizeof own.hash) == 0)
        x->before = own;
    return true;
}

static bool fill_health(struct courier *courier, struct exchange *x, struct health *health,
                        struct err *err)
{
    const struct outbox *outbox = &courier->outbox;
    if (x->has_journal && !outbox->counters(outbox->self, &x->counted, err))
        return false;
    counters_since(&x->counted, &courier->state.counted, health);
    health->room_mib = x->has_journal ? outbox->room_mib(outbox->self) : 0;
    x->room_is_short = health->room_mib != 0 && health->room_mib < OUTBOX_ROOM_SHORT_MIB;
    health->trouble = courier_trouble(courier, x);
    if (x->has_journal && !x->asks_former &&
        !outbox->answers(outbox->self, x->before.seq, &health->knows_answers, &health->answers,
                         err))
        return false;
    uint64_t pending = courier->older ? 0 : x->last.seq - x->before.seq; /* of the present life */
    health->pending = pending > UINT32_MAX ? UINT32_MAX : (uint32_t)pending;
    (void)snprintf(health->version, sizeof health->version, "%s", YOUSAID_VERSION);
    health->helped = x->helped = courier_help_untold(courier);
    return true;
}

static bool write_segments(struct courier *courier, const struct taking *taking, uint32_t present,
                           struct err *err)
{
    struct segment_walk walk = { .taking = taking, .present = present };
    uint32_t from = present != 0 && present < taking->low ? present : taking->low;
    return courier->outbox.segments(courier->outbox.self, from, take_segment, &walk, err);
}

/* The first response tells where the boot segments of this batch begin; one whose segment lies
 * outside of what was written waits for the next batch. */
static bool fill_writer(struct courier *courier, const struct exchange *x, size_t limit,
                        uint32_t present, struct taking *taking, struct err *err)
{
    const struct outbox *outbox = &courier->outbox;
    taking->low = taking->high = present;
    if (!x->has_journal || x->asks_former)
        limit = 0;
    if (!x->has_journal)
        return true;
    if (limit > 0 && !outbox->read(outbox->self, taking->next, 1, take_first, taking, err))
        return false;
    if (!write_segments(courier, taking, present, err) ||
        (limit > 0 && !outbox->read(outbox->self, taking->next, limit, take_response, taking, err)))
        return false;
    if (taking->out_of_order)
        return err_set(err, ERR_CORRUPT, "the journal lacks response %llu",
                       (unsigned long long)taking->next);
    return true;
}

/* Nobody can foresee it, and its end names what the counters of this batch begin from: a hub whose
 * reply was lost adds what was told before no second time. */
static void make_nonce(const struct courier *courier, struct nonce *ret)
{
    seal_random(ret, sizeof *ret);
    counters_name(&courier->state.counted, &ret->bytes[sizeof ret->bytes - COUNTERS_NAME]);
}

static bool fill_head(struct courier *courier, struct exchange *x, struct batch_head *head,
                      struct err *err)
{
    struct present present = { .now = courier_now(courier) };
    if (x->has_journal && !courier->outbox.segments(courier->outbox.self, courier->last_segment,
                                                    take_present, &present, err))
        return false;
    courier->last_segment = present.segment;
    make_nonce(courier, &x->nonce);
    *head = (struct batch_head){
        .kiosk = courier->state.kiosk,
        .life = courier->state.life,
        .nonce = x->nonce,
        .before = x->before,
        .bundle_serial = courier->state.bundle_serial,
        .now_segment = present.segment,
        .now_ms = present.ms,
        .now_wall = present.now.wall,
    };
    if (x->has_journal && !x->asks_former && !courier_origins(courier, x, head, err))
        return false;
    return fill_health(courier, x, &head->health, err);
}

/* The kiosk's own reconciliation: what stands in the responses, and what the journal has added up
 * when each was given. The next exchange tells the hub of a difference; nothing waits for that. */
static void recount(struct courier *courier, struct exchange *x, const struct taking *taking)
{
    const struct outbox *outbox = &courier->outbox;
    uint64_t before = 0;
    uint64_t after = 0;
    bool known = false;
    struct err why = { 0 };
    if (taking->count == 0 ||
        !outbox->answers(outbox->self, x->before.seq, &known, &before, &why) || !known ||
        !outbox->answers(outbox->self, taking->after.seq, &known, &after, &why) || !known)
        return;
    x->miscounted = courier->miscounted = after - before != taking->answers;
    if (x->miscounted)
        log_line(LOG_WARN, "courier",
                 "The journal counts %llu answers in responses %llu to %llu, which hold %llu.",
                 (unsigned long long)(after - before), (unsigned long long)x->before.seq + 1,
                 (unsigned long long)taking->after.seq, (unsigned long long)taking->answers);
}

static void free_writer(struct batch_writer **writer)
{
    batch_writer_free(*writer);
}

/* The batch's own reckoning of the chain must come out where the journal's does. */
static bool finish_batch(struct courier *courier, struct exchange *x, const struct taking *taking,
                         struct buf *ret_message, struct err *err)
{
    if (!batch_writer_finish(taking->writer, &courier->key, ret_message, &x->after, err))
        return false;
    x->count = taking->count;
    if (x->after.seq != taking->after.seq ||
        memcmp(&x->after.hash, &taking->after.hash, sizeof x->after.hash) != 0)
        return err_set(err, ERR_CORRUPT, "the journal's chain is broken before response %llu",
                       (unsigned long long)taking->next);
    return true;
}

bool exchange_make(struct courier *courier, size_t limit, const struct chain_point *from,
                   struct exchange *ret, struct buf *ret_message, enum attempt_outcome *ret_outcome,
                   struct err *err)
{
    struct batch_head head;
    *ret = (struct exchange){ 0 };
    *ret_outcome = ATTEMPT_BROKEN;
    if (!courier_know_life(courier, ret, err) ||
        (!ret->asks_former && (!read_ends(courier, ret, err) || !find_start(courier, ret, err))))
        return false;
    if (from != NULL)
        ret->before = *from;
    if (!fill_head(courier, ret, &head, err))
        return false;
    __attribute__((cleanup(free_writer))) struct batch_writer *writer = batch_writer_new(&head);
    if (writer == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a batch");
    struct taking taking = { .writer = writer, .next = ret->before.seq + 1, .after = ret->before };
    if (ret->most < limit)
        limit = ret->most;
    if (!fill_writer(courier, ret, limit, head.now_segment, &taking, err))
        return false;
    recount(courier, ret, &taking);
    return finish_batch(courier, ret, &taking, ret_message, err);
}

/* The reply as one of the hubs known here has signed it. */
static bool open_reply(const struct courier_state *state, struct span message, struct reply *ret,
                       struct err *err)
{
    for (size_t i = 0; i < state->hub_key_count; i++) {
        struct err why = { 0 };
        if (reply_open(message, &state->hub_keys[i], ret, &why))
            return true;
        *err = why;
        if (why.kind != ERR_DENIED)
            return false;
    }
    return err_set(err, ERR_DENIED, "the reply is signed by nobody this kiosk knows");
}

static bool is_ours(const struct courier_state *state, const struct exchange *x,
                    const struct reply *reply, bool by_stick, struct err *err)
{
    if (reply->kiosk != state->kiosk || reply->life != state->life)
        return err_set(err, ERR_REFUSED, "the reply is for another kiosk or life");
    if (!by_stick && memcmp(&reply->nonce, &x->nonce, sizeof x->nonce) != 0)
        return err_set(err, ERR_REFUSED, "the reply answers another request");
    return true;
}

/* Through which number the hub has our life by this reply, as a point of our own chain. */
static bool find_mark(struct courier *courier, const struct exchange *x, const struct reply *reply,
                      bool by_stick, struct chain_point *ret, struct err *err)
{
    uint64_t seq = reply->through.seq;
    if (!x->has_journal || x->asks_former) { /* nothing can be checked, so nothing moves */
        *ret = courier->state.acknowledged;
        return true;
    }
    /* A card that was set back or copied: that the hub took this batch for known says that it is,
     * and no more. What lies behind it will show where histories part. */
    if (seq > x->last.seq && !by_stick) {
        *ret = x->after;
        return true;
    }
    if (seq < x->purged.seq) { /* what was deleted cannot be checked; nothing goes below it */
        *ret = x->purged;
    } else {
        if (!exchange_point(courier, x, seq, ret, err))
            return false;
        bool same = memcmp(&ret->hash, &reply->through.hash, sizeof ret->hash) == 0;
        if (!same && !by_stick && reply->instruction == INSTRUCTION_SEND_FROM) {
            *ret = x->purged; /* from there it can see where the two part, and says so */
            return true;
        }
        if (!same && (by_stick || seq <= x->after.seq))
            return err_set(err, ERR_REFUSED, "the hub has another response %llu of this life",
                           (unsigned long long)seq);
        if (!same)
            *ret = x->after;
    }
    bool again = reply->instruction == INSTRUCTION_SEND_FROM && reply->instruction_value > 0;
    uint64_t from = again ? reply->instruction_value - 1 : ret->seq;
    if (from >= ret->seq)
        return true;
    return from < x->purged.seq ? (*ret = x->purged, true)
                                : exchange_point(courier, x, from, ret, err);
}

static void keep_refusals(struct courier *courier, struct exchange *x, const struct reply *reply,
                          uint64_t before, uint64_t after)
{
    struct courier_state *state = &courier->state;
    for (size_t i = 0; i < reply->refusal_count; i++) {
        uint64_t seq = reply->refusals[i].seq;
        if (seq <= before || seq > after)
            continue;
        courier_refused_add(state, &reply->refusals[i]);
        if (x->refused++ == 0)
            (void)snprintf(x->remark, sizeof x->remark, "response %llu was set aside: %.140s",
                           (unsigned long long)seq, reply->refusals[i].reason);
    }
    for (char *c = x->remark; *c != '\0'; c++) /* one line of a log, whatever the hub wrote */
        if ((unsigned char)*c < ' ')
            *c = ' ';
}

/* No stick lowers the watermark, for it may be an old one. But a hub that was set back says on it
 * what it lacks, and to write that once more does no harm. */
static void note_lack(struct exchange *x, const struct reply *reply, const struct chain_point *mark)
{
    if (reply->instruction != INSTRUCTION_SEND_FROM || (x->lacks && x->lacks_from.seq <= mark->seq))
        return;
    x->lacks = true;
    x->lacks_from = *mark;
}

static void move_mark(struct courier *courier, struct exchange *x, const struct reply *reply,
                      const struct chain_point *mark, bool by_stick)
{
    struct chain_point *held = &courier->state.acknowledged;
    if (mark->seq > held->seq) {
        x->acknowledged = mark->seq - held->seq;
        keep_refusals(courier, x, reply, held->seq, mark->seq);
        *held = *mark;
    } else if (mark->seq < held->seq && !by_stick) {
        x->again = true;
        *held = *mark;
        courier_refused_forget(&courier->state, mark->seq);
    } else if (mark->seq < held->seq) {
        note_lack(x, reply, mark);
    }
}

static bool is_possible(int64_t hub_time)
{
    return hub_time >= clock_build_floor() && hub_time <= TIME_CEILING;
}

void courier_take_floor(struct courier_state *state, int64_t hub_time)
{
    if (!is_possible(hub_time) || hub_time <= state->hub_time)
        return;
    state->hub_time = hub_time;
    state->hub_time_boot = (struct boot_id){ { 0 } };
    state->hub_time_mono = 0;
}

/* A signed time sets the clock when it answers us now; off a stick it is only a floor. */
static void take_time(struct courier *courier, const struct reply *reply, bool by_stick)
{
    struct courier_state *state = &courier->state;
    if (by_stick) {
        courier_take_floor(state, reply->hub_time);
    } else if (is_possible(reply->hub_time)) {
        struct moment now = courier_now(courier);
        state->hub_time = reply->hub_time;
        state->hub_time_boot = now.boot;
        state->hub_time_mono = now.mono;
    }
}

/* An older life has no receipt of its own here: the screen goes by that of the present one. */
static bool keep_receipt(const struct courier *courier, struct span message, struct err *err)
{
    return courier->older || courier_receipt_save(courier->data, message, err);
}

static bool obey(struct exchange *x, const struct reply *reply, enum attempt_outcome *ret_outcome,
                 struct err *err)
{
    *ret_outcome = ATTEMPT_REFUSED;
    x->revoked = reply->instruction == INSTRUCTION_REVOKED;
    if (x->revoked)
        return err_set(err, ERR_DENIED, "the hub has revoked this kiosk");
    if (reply->instruction == INSTRUCTION_SEND_FROM && x->has_journal && !x->again &&
        x->acknowledged == 0 && reply->instruction_value <= x->before.seq) {
        *ret_outcome = ATTEMPT_HUB_LACKS;
        return err_set(err, ERR_LATER,
                       "the hub asks for responses from %llu on; those up to %llu are no longer "
                       "kept, and what is goes on under a new life",
                       (unsigned long long)reply->instruction_value,
                       (unsigned long long)x->before.seq);
    }
    *ret_outcome = ATTEMPT_ACKNOWLEDGED;
    return true;
}

/* What a batch tells beside its responses is noted with them, or not at all. */
static bool was_taken(const struct reply *reply)
{
    return reply->instruction != INSTRUCTION_NEW_LIFE &&
           reply->instruction != INSTRUCTION_SEND_FROM;
}

static void take_news(struct courier *courier, struct exchange *x, const struct reply *reply)
{
    x->bundle_serial = reply->bundle_serial;
    x->bundle = reply->bundle;
    courier->state.counted = x->counted;
    courier_help_told(courier, x->helped);
    if (x->has_journal && was_taken(reply))
        courier->state.salvages_told = x->lives.salvages;
    courier->ask_first = courier->ask_first && !x->has_journal;
}

/* The hub's history is another from some number on. Where ours still agrees is the receipt's to
 * say; the screen numbers anew what lies behind that, and says so by a new life in the journal. */
static bool take_new_life(struct courier *courier, struct exchange *x, const struct reply *reply,
                          struct span message, enum attempt_outcome *ret_outcome, struct err *err)
{
    struct chain_point own;
    uint64_t seq = reply->through.seq;
    *ret_outcome = ATTEMPT_BROKEN;
    bool ours = seq >= x->purged.seq && seq <= x->last.seq &&
                exchange_point(courier, x, seq, &own, err) &&
                memcmp(&own.hash, &reply->through.hash, sizeof own.hash) == 0;
    if (!ours && x->before.seq > x->purged.seq) {
        courier->state.acknowledged = x->purged; /* ask again from the first that is kept */
        x->again = true;
        *ret_outcome = ATTEMPT_ACKNOWLEDGED;
        return true;
    }
    if (!keep_receipt(courier, message, err))
        return false;
    take_news(courier, x, reply);
    *ret_outcome = reply->instruction_value == 0 && ours ? ATTEMPT_FORK : ATTEMPT_NEW_LIFE;
    if (*ret_outcome == ATTEMPT_FORK)
        return err_set(err, ERR_REFUSED, "the hub wants no new life of this kiosk");
    courier->state.acknowledged = ours ? own : x->purged;
    return err_set(err, ERR_LATER, "behind response %llu the hub has another history",
                   (unsigned long long)courier->state.acknowledged.seq);
}

/* Off a stick, nobody knows when it was said, so that it is obeyed only where it can do no harm
 * however old it is: it must name the life that follows from our own history, which nobody can have
 * named who has not seen what lies behind the point where both part; and no hub has acknowledged
 * anything behind that point. What is renumbered then was taken by nobody. */
static bool take_carried_life(struct courier *courier, struct exchange *x,
                              const struct reply *reply, struct span message,
                              enum attempt_outcome *ret_outcome, struct err *err)
{
    struct courier_state *state = &courier->state;
    struct chain_point own;
    struct chain_point branch;
    uint64_t seq = reply->through.seq;
    bool possible = x->has_journal && !x->asks_former && seq >= state->acknowledged.seq &&
                    seq >= x->purged.seq && seq < x->last.seq;
    if (!possible || !exchange_point(courier, x, seq, &own, err) ||
        memcmp(&own.hash, &reply->through.hash, sizeof own.hash) != 0 ||
        !read_point(courier, seq + 1, &branch, err) ||
        reply->instruction_value != chain_next_life(state->life, &state->kiosk_key, &branch.hash))
        return err_set(err, ERR_REFUSED, "an order for a new life that does not fit what is here");
    *ret_outcome = ATTEMPT_BROKEN;
    if (!keep_receipt(courier, message, err))
        return false;
    state->acknowledged = own;
    x->new_life = true;
    *ret_outcome = ATTEMPT_NEW_LIFE;
    return true;
}

/* Off a stick too a hub can ask for what is gone, where its reply is certain to be younger than the
 * receipt by which that was let go: it answers a batch that was made after it. The screen goes by
 * the stored reply and begins another life. */
static bool lacks_what_is_gone(const struct courier *courier, const struct exchange *x,
                               const struct reply *reply)
{
    uint64_t purged = 0;
    return reply->instruction == INSTRUCTION_SEND_FROM && x->has_journal && !x->asks_former &&
           reply->through.seq < x->purged.seq && reply->instruction_value <= x->purged.seq &&
           courier_carried_when(courier->data, &reply->nonce, &purged) &&
           purged >= reply->instruction_value;
}

static bool take_carried_lack(struct courier *courier, struct exchange *x,
                              const struct reply *reply, struct span message, struct err *err)
{
    bool news = false;
    struct courier_lost_run run = { courier->state.life, reply->instruction_value, x->purged.seq,
                                    courier_now(courier).wall };
    struct err why = { 0 };
    if (!courier_lost_note(courier->data, &run, &news, &why))
        log_line(LOG_WARN, "courier", "What is lost is not noted: %s.", why.text);
    if (!keep_receipt(courier, message, err))
        return false;
    x->new_life = true;
    return true;
}

bool exchange_take(struct courier *courier, struct exchange *exchange, struct span message,
                   bool by_stick, enum attempt_outcome *ret_outcome, struct err *err)
{
    __attribute__((cleanup(reply_finish))) struct reply reply = { 0 };
    struct chain_point mark;
    *ret_outcome = ATTEMPT_NOT_A_RECEIPT;
    if (!open_reply(&courier->state, message, &reply, err) ||
        !is_ours(&courier->state, exchange, &reply, by_stick, err))
        return false;
    take_time(courier, &reply, by_stick);
    exchange->heard = true;
    exchange->hub_has = reply.through.seq;
    if (reply.instruction == INSTRUCTION_NEW_LIFE)
        return by_stick ? take_carried_life(courier, exchange, &reply, message, ret_outcome, err)
                        : take_new_life(courier, exchange, &reply, message, ret_outcome, err);
    if (!find_mark(courier, exchange, &reply, by_stick, &mark, err)) {
        *ret_outcome = err->kind == ERR_REFUSED ? ATTEMPT_FORK : ATTEMPT_BROKEN;
        return false;
    }
    *ret_outcome = ATTEMPT_BROKEN;
    if ((!by_stick || mark.seq > courier->state.acknowledged.seq) &&
        !keep_receipt(courier, message, err))
        return false;
    if (by_stick && lacks_what_is_gone(courier, exchange, &reply))
        return take_carried_lack(courier, exchange, &reply, message, err);
    move_mark(courier, exchange, &reply, &mark, by_stick);
    *ret_outcome = ATTEMPT_ACKNOWLEDGED;
    exchange->lacks_survey = reply.instruction == INSTRUCTION_SEND_SURVEY;
    exchange->survey = reply.instruction_survey;
    if (by_stick)
        return true;
    take_news(courier, exchange, &reply);
    return obey(exchange, &reply, ret_outcome, err);
}
