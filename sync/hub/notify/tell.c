/* Who is told of an alert, once: see webhooks.h. */
#include "paper.h"
#include "spread.h"
#include "webhooks.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct untold {
    struct alert *list; /* SPREAD_AT_ONCE of them */
    size_t count;
    struct alert last; /* that was looked at */
};

static bool take_untold(void *context, const struct alert *alert)
{
    struct untold *untold = context;
    untold->last = *alert;
    if (!alert->told)
        untold->list[untold->count++] = *alert;
    return untold->count < SPREAD_AT_ONCE;
}

static json_t *event_json(const struct alert *alert)
{
    char kiosk[17] = "";
    const struct alert_matter *matter = &alert->matter;
    if (matter->kiosk != 0)
        (void)snprintf(kiosk, sizeof kiosk, "%016" PRIx64, matter->kiosk);
    return json_pack("{s:s, s:I, s:{s:s, s:s, s:s, s:s, s:s, s:s}}", "type", "alert.raised",
                     "timestamp", (json_int_t)alert->raised, "data", "alert", alert->id, "kind",
                     alert_kind_name(matter->kind), "venue", matter->venue, "kiosk", kiosk, "code",
                     matter->code, "text", matter->text);
}

struct queueing {
    struct store *store;
    const struct alert *alert;
    const char *body;
    int64_t now;
    struct err *err;
    bool failed;
};

static bool queue_one(void *context, const struct webhook *webhook)
{
    struct queueing *queueing = context;
    struct delivery delivery;
    enum alert_kind kind = queueing->alert->matter.kind;
    if (!webhook->on || (webhook->kinds >> kind & 1) == 0)
        return true;
    queueing->failed = !delivery_queue(queueing->store, webhook->id, alert_kind_name(kind),
                                       queueing->body, queueing->now, &delivery, queueing->err);
    return !queueing->failed;
}

static bool queue_all(struct store *store, const struct alert *alert, int64_t now, struct err *err)
{
    JSON_AUTO *event = event_json(alert);
    char *body = json_dumps(event, JSON_COMPACT);
    struct queueing queueing = {
        .store = store, .alert = alert, .body = body, .now = now, .err = err
    };
    bool queued = body != NULL ? webhooks(store, queue_one, &queueing, err) && !queueing.failed
                               : err_set(err, ERR_LATER, "there is no memory for an event");
    free(body);
    return queued;
}

struct telling {
    struct store *store;
    const struct alert_rules *rules;
    int64_t now;
    const atomic_bool *over;
    alerts_mail *mail;
    void *context;
};

static bool note_told(const struct telling *telling, const struct alert *alert, struct err *err)
{
    bool hooked = telling->rules->kinds[alert->matter.kind].webhook;
    return (!hooked || queue_all(telling->store, alert, telling->now, err)) &&
           alert_told(telling->store, alert->id, err);
}

/* Those of which the rules say mail, to the front. */
static size_t mailed_first(const struct telling *telling, struct untold *untold)
{
    size_t mailed = 0;
    for (size_t i = 0; i < untold->count; i++) {
        struct alert alert = untold->list[i];
        if (!telling->rules->kinds[alert.matter.kind].mail)
            continue;
        untold->list[i] = untold->list[mailed];
        untold->list[mailed++] = alert;
    }
    return mailed;
}

/* Told and noted in one: nobody hears of it twice, nor never. */
static bool tell_some(const struct telling *telling, struct untold *untold, struct err *err)
{
    if (!store_together(telling->store, err))
        return false;
    TOGETHER_AUTO together = telling->store;
    for (size_t i = 0; i < untold->count; i++)
        if (!note_told(telling, &untold->list[i], err))
            return false;
    size_t mailed = mailed_first(telling, untold);
    return (mailed == 0 || telling->mail(telling->context, untold->list, mailed, err)) &&
           store_together_keep(telling->store, err);
}

static bool tell_all(const struct telling *telling, struct untold *untold, struct err *err)
{
    const struct alert *after = NULL;
    do {
        struct alert behind = untold->last;
        untold->count = 0;
        if (!alert_list_in(telling->store, ALERT_OPEN, after == NULL ? NULL : &behind, take_untold,
                           untold, err) ||
            (untold->count > 0 && !tell_some(telling, untold, err)))
            return false;
        after = &untold->last;
    } while (untold->count == SPREAD_AT_ONCE && spread_pause(telling->over));
    return true;
}

bool alerts_tell(struct store *store, const struct alert_rules *rules, int64_t now,
                 const atomic_bool *over, alerts_mail *mail, void *context, struct err *err)
{
    struct telling telling = {
        .store = store, .rules = rules, .now = now, .over = over, .mail = mail, .context = context
    };
    struct untold untold = { .list = calloc(SPREAD_AT_ONCE, sizeof *untold.list) };
    bool told = untold.list != NULL ? tell_all(&telling, &untold, err)
                                    : err_set(err, ERR_LATER, "there is no memory for alerts");
    free(untold.list);
    return told;
}
