/* Webhooks: where events are sent, what was sent, and sending it again. */
#include "rest_state.h"
#include "webhooks.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- as JSON ---- */

static json_t *kinds_json(uint32_t kinds)
{
    json_t *list = json_array();
    for (int i = 0; i < ALERT_KINDS; i++)
        if (kinds >> i & 1)
            (void)json_array_append_new(list, json_string(alert_kind_name((enum alert_kind)i)));
    return list;
}

struct tally {
    int waiting, dead;
};

static bool count(void *context, const struct delivery *delivery)
{
    struct tally *tally = context;
    tally->waiting += delivery->state == DELIVERY_WAITING;
    tally->dead += delivery->state == DELIVERY_DEAD;
    return true;
}

/* NULL with *err. */
static json_t *webhook_json(struct call *call, const struct webhook *webhook, struct err *err)
{
    struct tally tally = { 0 };
    if (!deliveries(call->store, webhook->id, NULL, count, &tally, err))
        return NULL;
    return json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:i, s:i}", "id", webhook->id, "url",
                     webhook->url, "kinds", kinds_json(webhook->kinds), "state",
                     webhook->on ? "on" : "off", "created", value_time(webhook->created),
                     "last_delivery", value_time(webhook->last_delivery), "failing_since",
                     value_time(webhook->failing_since), "waiting", tally.waiting, "dead",
                     tally.dead);
}

static json_t *delivery_json(const struct delivery *delivery)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:s}", "id", delivery->id, "event",
                     delivery->event, "kind", delivery->kind, "state",
                     delivery_state_name(delivery->state), "attempts", delivery->attempts, "made",
                     value_time(delivery->made), "next", value_time(delivery->next), "last_status",
                     delivery->last_status == 0 ? json_null() : json_integer(delivery->last_status),
                     "last_error", delivery->last_error);
}

/* ---- webhooks ---- */

struct listing {
    struct call *call;
    struct webhook *list;
    size_t count;
    bool failed;
};

static bool take_webhook(void *context, const struct webhook *webhook)
{
    struct listing *listing = context;
    struct webhook *grown = realloc(listing->list, (listing->count + 1) * sizeof *grown);
    listing->failed = grown == NULL;
    if (grown == NULL)
        return false;
    listing->list = grown;
    grown[listing->count++] = *webhook;
    return true;
}

static bool settings_of(struct call *call, struct notify_settings *ret, struct err *err)
{
    struct digest key = hub_desk_key(call->hub);
    return notify_settings_get(call->store, &key, ret, err);
}

static json_t *hosts_json(const struct notify_settings *settings)
{
    json_t *hosts = json_array();
    for (size_t i = 0; i < settings->host_count; i++)
        (void)json_array_append_new(hosts, json_string(settings->hosts[i]));
    return hosts;
}

static bool answer_list(struct call *call, const struct listing *listing, struct err *err)
{
    struct notify_settings settings;
    if (!settings_of(call, &settings, err))
        return false;
    json_t *items = json_array();
    call->answer = json_pack("{s:o, s:o}", "items", items, "hosts", hosts_json(&settings));
    seal_forget(&settings, sizeof settings);
    for (size_t i = 0; i < listing->count; i++) {
        json_t *json = webhook_json(call, &listing->list[i], err);
        if (json == NULL)
            return false;
        (void)json_array_append_new(items, json);
    }
    return true;
}

bool op_webhooks(struct call *call, struct err *err)
{
    struct listing listing = { .call = call };
    bool listed = webhooks(call->store, take_webhook, &listing, err) &&
                  (!listing.failed || err_set(err, ERR_LATER, "there is no memory for a list")) &&
                  answer_list(call, &listing, err);
    free(listing.list);
    return listed;
}

/* At least one kind; what was not given stays. */
static void body_kinds(struct body *body, bool needed, uint32_t *kinds)
{
    enum alert_kind kind;
    const json_t *list = body_array(body, "kinds", needed, ALERT_KINDS);
    if (list == NULL)
        return;
    body_alert_kinds(body, "kinds", list);
    *kinds = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        if (name != NULL && alert_kind_from_name(name, &kind))
            *kinds |= UINT32_C(1) << kind;
    }
    if (*kinds == 0)
        body_problem(body, "kinds", "It must name a kind of alert at least.");
}

static bool add(struct call *call, struct webhook *webhook, char secret[WEBHOOK_SECRET_SIZE],
                struct err *err)
{
    struct notify_settings settings;
    struct digest key = hub_desk_key(call->hub);
    if (!settings_of(call, &settings, err) || !store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    bool added = webhook_add(call->store, &key, &settings, webhook, secret, err);
    seal_forget(&settings, sizeof settings);
    return added &&
           call_note(call, DID_WEBHOOK_MADE, webhook->id, json_pack("{s:s}", "url", webhook->url),
                     err) &&
           store_together_keep(call->store, err);
}

bool op_webhook_new(struct call *call, struct err *err)
{
    char secret[WEBHOOK_SECRET_SIZE];
    struct webhook webhook = { .created = call->people.now };
    struct body body = body_of(call);
    body_text(&body, "url", true, webhook.url, sizeof webhook.url);
    body_kinds(&body, true, &webhook.kinds);
    if (!body_end(&body, err))
        return false;
    if (!add(call, &webhook, secret, err)) {
        if (err->kind == ERR_REFUSED)
            body_problem(&body, "url", "The hub may not send there: %s", err->text);
        return false;
    }
    json_t *json = webhook_json(call, &webhook, err);
    if (json == NULL)
        return false;
    call->answer = json_pack("{s:o, s:s}", "webhook", json, "secret", secret);
    seal_forget(secret, sizeof secret);
    call->status = 201;
    (void)snprintf(call->location, sizeof call->location, "/api/v1/webhooks/%s", webhook.id);
    return true;
}

bool op_webhook_change(struct call *call, struct err *err)
{
    char state[8];
    struct webhook webhook;
    struct body body = body_of(call);
    if (!webhook_get(call->store, call->values[0], &webhook, err))
        return false;
    body_text(&body, "state", false, state, sizeof state);
    body_kinds(&body, false, &webhook.kinds);
    if (state[0] != '\0' && strcmp(state, "on") != 0 && strcmp(state, "off") != 0)
        body_problem(&body, "state", "It is on or off.");
    webhook.on = state[0] == '\0' ? webhook.on : strcmp(state, "on") == 0;
    if (!body_end(&body, err) || !store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    if (!webhook_change(call->store, &webhook, err) ||
        !call_note(call, DID_WEBHOOK_CHANGED, webhook.id, json_incref(call->body), err) ||
        !store_together_keep(call->store, err))
        return false;
    call->answer = webhook_json(call, &webhook, err);
    return call->answer != NULL;
}

bool op_webhook_remove(struct call *call, struct err *err)
{
    struct webhook webhook;
    if (!webhook_get(call->store, call->values[0], &webhook, err) ||
        !store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return webhook_remove(call->store, webhook.id, err) &&
           call_note(call, DID_WEBHOOK_REMOVED, webhook.id, json_pack("{s:s}", "url", webhook.url),
                     err) &&
           store_together_keep(call->store, err);
}

/* ---- deliveries ---- */

/* Within store_together, which it ends. */
static bool begun(struct call *call, const struct delivery *delivery, enum audit_action action,
                  struct err *err)
{
    if (!call_note(call, action, call->values[0], NULL, err) ||
        !store_together_keep(call->store, err))
        return false;
    call->status = 202;
    call->answer = delivery_json(delivery);
    watch_poke(call->rest);
    return true;
}

bool op_webhook_test(struct call *call, struct err *err)
{
    struct webhook webhook;
    struct delivery delivery;
    static const char body[] =
        "{\"type\":\"test\",\"data\":{\"text\":\"This is a test of a webhook.\"}}";
    if (!webhook_get(call->store, call->values[0], &webhook, err) ||
        !store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return delivery_queue(call->store, webhook.id, "test", body, call->people.now, &delivery,
                          err) &&
           begun(call, &delivery, DID_WEBHOOK_TESTED, err);
}

bool op_delivery_replay(struct call *call, struct err *err)
{
    struct delivery delivery;
    if (!store_together(call->store, err))
        return false;
    TOGETHER_AUTO together = call->store;
    return delivery_replay(call->store, call->values[0], call->values[1], call->people.now,
                           &delivery, err) &&
           begun(call, &delivery, DID_WEBHOOK_REPLAYED, err);
}

struct paging {
    struct page page;
    char state[16];
};

static bool take_delivery(void *context, const struct delivery *delivery)
{
    struct paging *paging = context;
    if (paging->state[0] != '\0' &&
        strcmp(paging->state, delivery_state_name(delivery->state)) != 0)
        return true;
    return page_take(&paging->page, delivery->made, delivery->id, delivery_json(delivery));
}

bool op_deliveries(struct call *call, struct err *err)
{
    struct webhook webhook;
    struct delivery after = { 0 };
    struct paging paging = { .state = "" };
    if (!webhook_get(call->store, call->values[0], &webhook, err) ||
        !query_text(call, "state", paging.state, sizeof paging.state, err) ||
        !page_begin(call, &paging.page, err))
        return false;
    after.made = paging.page.rank;
    (void)snprintf(after.id, sizeof after.id, "%.16s", paging.page.id);
    bool listed = deliveries(call->store, webhook.id, paging.page.continues ? &after : NULL,
                             take_delivery, &paging, err);
    page_end(call, &paging.page);
    return listed;
}
