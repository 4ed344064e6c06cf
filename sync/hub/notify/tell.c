/* Who is told of an alert, once: see webhooks.h. */
#include "paper.h"
#include "webhooks.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { AT_ONCE = 100, DAY_SECONDS = 86400 };

struct untold {
    struct alert *list; /* AT_ONCE of them */
    size_t count;
};

/* Newest first: what is older than a few days was told, or nobody wants to know any more. */
static bool take_untold(void *context, const struct alert *alert)
{
    struct untold *untold = context;
    if (!alert->told && alert->state == ALERT_OPEN)
        untold->list[untold->count++] = *alert;
    return untold->count < AT_ONCE;
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

/* Told and noted in one: nobody hears of it twice, nor never. */
bool alerts_tell(struct store *store, const struct alert_rules *rules, int64_t now,
                 bool (*mail)(void *context, const struct alert *alert, struct err *err),
                 void *context, struct err *err)
{
    struct untold untold = { .list = calloc(AT_ONCE, sizeof *untold.list) };
    bool told = untold.list != NULL ? alert_list(store, NULL, take_untold, &untold, err)
                                    : err_set(err, ERR_LATER, "there is no memory for alerts");
    for (size_t i = 0; told && i < untold.count; i++) {
        const struct alert *alert = &untold.list[i];
        enum alert_kind kind = alert->matter.kind;
        told = store_together(store, err);
        if (!told)
            break;
        TOGETHER_AUTO together = store;
        told = (!rules->kinds[kind].webhook || queue_all(store, alert, now, err)) &&
               (!rules->kinds[kind].mail || mail(context, alert, err)) &&
               alert_told(store, alert->id, err) && store_together_keep(store, err);
    }
    free(untold.list);
    return told;
}
