/* The exchanges in a row, until nothing is left to send: see courier_sync in courier.h. */
#include "courier_int.h"
#include "log.h"
#include "receipt.h"
#include <stdio.h>

/* How often in one go a hub may send the watermark back. */
enum { LOWERED_MAX = 3, NOT_KNOWN_HERE = 403 };

static enum transport_result post_batch(void *context, const char *path, struct span body,
                                        struct transport_answer *ret, struct err *err)
{
    return courier_post(context, path, body, ret, err);
}

static enum attempt_outcome send_batch(struct courier *courier, struct exchange *x,
                                       struct span message, struct err *err)
{
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    enum transport_result result = leaning_send(courier->leaning, courier_now(courier).mono,
                                                message, post_batch, courier, &answer, err);
    enum attempt_outcome outcome =
        courier_plan_outcome(result, &answer, "application/cose", courier_clock_wrong(courier));
    bool proven = false;
    courier->retry_after = answer.retry_after;
    courier->help.takes = answer.takes_help;
    if (outcome == ATTEMPT_ACKNOWLEDGED)
        proven = exchange_take(courier, x, buf_span(&answer.body), false, &outcome, err);
    else if (result == TRANSPORT_ANSWERED)
        courier_quote_answer(&answer, err);
    x->turned_away = outcome == ATTEMPT_UNPROVEN && answer.status == NOT_KNOWN_HERE;
    buf_finish(&answer.body);
    if (proven && x->count > 0 && x->acknowledged == 0 && !x->again && !x->lacks_survey) {
        (void)err_set(err, ERR_LATER, "the hub took none of the responses%s%s",
                      x->remark[0] == '\0' ? "" : "; ", x->remark);
        outcome = ATTEMPT_BUSY;
    }
    return outcome;
}

enum attempt_outcome courier_exchange(struct courier *courier, size_t limit,
                                      const struct chain_point *from, struct exchange *ret,
                                      struct err *err)
{
    enum attempt_outcome outcome;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    if (!exchange_make(courier, limit, from, ret, &message, &outcome, err)) {
        if (err->kind == ERR_TOO_LARGE && limit > 1)
            courier->batch = limit / 2;
        return outcome;
    }
    outcome = send_batch(courier, ret, buf_span(&message), err);
    courier->batch = courier_plan_batch(&courier->settings, courier->batch, outcome, ret->count);
    return outcome;
}

static void add_up(struct courier_result *ret, const struct courier *courier,
                   const struct exchange *x)
{
    uint64_t mark = courier->state.acknowledged.seq;
    ret->sent += x->count;
    ret->acknowledged += x->acknowledged;
    ret->refused += x->refused;
    ret->pending = x->last.seq > mark ? x->last.seq - mark : 0;
    if (x->asks_former)
        ret->pending = x->lives.stranded;
    if (x->remark[0] != '\0')
        (void)snprintf(ret->detail, sizeof ret->detail, "%s", x->remark);
}

static bool ended(struct courier *courier, enum attempt_outcome outcome, uint64_t responses,
                  struct courier_result *ret, struct err *err)
{
    struct err disk = { 0 };
    ret->outcome = outcome;
    /* An exchange that was broken off because this program ends is no failure of anybody's. */
    if (outcome != ATTEMPT_ACKNOWLEDGED && courier_stopping(courier))
        return false;
    if (outcome != ATTEMPT_ACKNOWLEDGED)
        (void)snprintf(ret->detail, sizeof ret->detail, "%.190s", err->text);
    if (courier_note(courier, outcome, responses, ret->detail, &disk))
        return outcome == ATTEMPT_ACKNOWLEDGED;
    ret->outcome = ATTEMPT_BROKEN;
    (void)snprintf(ret->detail, sizeof ret->detail, "%.190s", disk.text);
    *err = disk;
    return false;
}

/* The hub has forgotten what it published: each bundle is shown to it once. */
static void remind(struct courier *courier, const struct exchange *x, struct courier_result *ret)
{
    enum attempt_outcome outcome;
    struct err why = { 0 };
    uint64_t held = courier->state.bundle_serial;
    (void)snprintf(ret->detail, sizeof ret->detail,
                   "the hub offers bundle %llu, older than %llu held here; it is not taken",
                   (unsigned long long)x->bundle_serial, (unsigned long long)held);
    if (courier->shown_serial == held || courier_stopping(courier))
        return;
    courier->shown_serial = held;
    if (courier_introduce(courier, &outcome, &why))
        (void)snprintf(ret->detail, sizeof ret->detail,
                       "the hub offered bundle %llu and was shown %llu, which is held here",
                       (unsigned long long)x->bundle_serial, (unsigned long long)held);
    courier->retry_after = 0;
}

/* A newer bundle that the last reply offered. An older one is never taken. */
static bool take_bundle(struct courier *courier, const struct exchange *x,
                        struct courier_result *ret, struct err *err)
{
    enum attempt_outcome outcome;
    static const struct digest none;
    uint64_t held = courier->state.bundle_serial;
    if (x->room_is_short)
        courier_make_room(courier, &none);
    if (x->bundle_serial < held)
        remind(courier, x, ret);
    if (x->bundle_serial <= held)
        return true;
    ret->new_bundle = courier_bundle_fetch(courier, x->bundle_serial, &x->bundle, &outcome, err);
    return ret->new_bundle || ended(courier, outcome, 0, ret, err);
}

/* The responses wait for a survey: it is sent, and the attempt noted either way. True when they may
 * be sent again at once. */
static bool supply_survey(struct courier *courier, const struct exchange *x,
                          struct survey_errands *errands, struct courier_result *ret,
                          struct err *err)
{
    enum attempt_outcome outcome;
    bool supplied = courier_survey_send(courier, &x->survey, errands, &outcome, err);
    (void)ended(courier, outcome, x->acknowledged, ret, err);
    return supplied && ret->outcome == outcome && !courier_stopping(courier);
}

/* The hub does not know this kiosk: it is shown who enrolled it, once in one go. True when it may
 * be asked again at once; else the attempt has failed, and err says why in both answers. */
static bool make_known(struct courier *courier, struct err *err)
{
    enum attempt_outcome outcome;
    struct err why = { 0 };
    if (courier_stopping(courier))
        return false;
    if (courier_introduce(courier, &outcome, &why)) {
        log_line(LOG_WARN, "courier",
                 "The hub did not know this kiosk; it was shown who enrolled it, and took it in.");
        return true;
    }
    char said[sizeof err->text];
    memcpy(said, err->text, sizeof said);
    return err_set(err, ERR_LATER, "%.90s; nor does it adopt it: %.90s", said, why.text);
}

/* A hub that was set back may lack older lives too. They are looked at at once where the present
 * one goes back, or has nothing more to say until a person acts. */
static void look_back(struct courier *courier, const struct exchange *x,
                      enum attempt_outcome outcome)
{
    if (x->again || x->turned_away || outcome == ATTEMPT_HUB_LACKS)
        courier_older_due(courier);
    if ((x->again || x->revoked) && x->has_journal && !x->asks_former)
        courier_older_look(courier);
}

bool courier_sync(struct courier *courier, struct courier_result *ret, struct err *err)
{
    struct exchange x;
    struct survey_errands errands = { .count = 0 };
    unsigned lowered = 0;
    bool shown = false;
    *ret = (struct courier_result){ 0 };
    if (!courier->state.enrolled)
        return err_set(err, ERR_DENIED, "this kiosk is not enrolled yet");
    for (;;) {
        bool asking = courier->ask_first;
        size_t limit = asking ? 0 : courier->batch;
        enum attempt_outcome outcome = courier_exchange(courier, limit, NULL, &x, err);
        add_up(ret, courier, &x);
        look_back(courier, &x, outcome);
        if (x.turned_away && !shown) {
            shown = true;
            if (make_known(courier, err))
                continue;
        }
        if (outcome == ATTEMPT_ACKNOWLEDGED && x.lacks_survey) {
            if (supply_survey(courier, &x, &errands, ret, err))
                continue;
            /* The responses wait; what the hub has for this kiosk need not. */
            if (ret->outcome == ATTEMPT_SURVEY_WANTED)
                (void)take_bundle(courier, &x, ret, err);
            return false;
        }
        if (!ended(courier, outcome, x.acknowledged, ret, err))
            return false;
        lowered += x.again ? 1 : 0;
        bool moved = asking || x.acknowledged > 0 || (x.again && lowered <= LOWERED_MAX);
        if (courier_stopping(courier))
            return true;
        if (ret->pending == 0 && x.miscounted) /* found while this was made: it is told at once */
            continue;
        if (ret->pending == 0 || !moved) {
            if (x.has_journal && !x.asks_former)
                courier_older_look(courier);
            return take_bundle(courier, &x, ret, err);
        }
    }
}
