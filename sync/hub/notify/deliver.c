/*
 * Sending what is due to webhooks: signed anew each time, sent again later and later for three days
 * with some chance in between, then dead. See webhooks.h.
 */
#include "base64.h"
#include "webhooks_int.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DUE_AT_ONCE = 50, SECRET_MAX = 128, BODY_MAX = 64 * 1024 };

/* Seconds until the next attempt, at least: three days in all. */
static const int waits[] = { 5, 60, 300, 1800, 7200, 18000, 36000, 50400, 64800, 82800 };
enum { ATTEMPTS_MAX = sizeof waits / sizeof waits[0] + 1 };

/* The wait and up to a quarter more, by chance: those that failed together do not come back
 * together. */
static int64_t wait_after(int attempts)
{
    uint32_t dice;
    int wait = waits[attempts - 1];
    seal_random(&dice, sizeof dice);
    return wait + (int64_t)(dice % (uint32_t)(wait / 4 + 1));
}

/* ---- one attempt ---- */

/* "v1,BASE64": HMAC-SHA-256 over id, time and body with dots between. */
static bool sign(struct store *store, const struct digest *key, const struct delivery *delivery,
                 const char *timestamp, const char *body, struct buf *ret, struct err *err)
{
    BUF_AUTO secret = buf_new(SECRET_MAX);
    BUF_AUTO text = buf_new(BODY_MAX + 200);
    if (!webhook_secret(store, key, delivery->webhook, &secret, err))
        return false;
    buf_printf(&text, "%s.%s.", delivery->event, timestamp);
    buf_put_span(&text, span_text(body));
    struct digest mac = hmac_of(buf_span(&secret), buf_span(&text));
    seal_forget(secret.data, secret.size);
    buf_printf(ret, "v1,");
    base64_put(ret, span_of(&mac, sizeof mac));
    return buf_ok(&text, "an event", err) && buf_ok(ret, "a signature", err);
}

static bool attempt(struct store *store, const struct digest *key,
                    const struct notify_settings *settings, const struct webhook *webhook,
                    struct delivery *delivery, const char *body, int64_t now)
{
    char timestamp[24];
    struct err why = { 0 };
    BUF_AUTO signature = buf_new(256);
    (void)snprintf(timestamp, sizeof timestamp, "%" PRId64, now);
    delivery->last_status = 0;
    bool allowed = webhook_may_call(settings, webhook->url) ||
                   err_set(&why, ERR_REFUSED, "The operator does not allow this host any more.");
    bool answered = allowed && sign(store, key, delivery, timestamp, body, &signature, &why) &&
                    send_post(settings,
                              &(struct posting){ .url = webhook->url,
                                                 .id = delivery->event,
                                                 .timestamp = timestamp,
                                                 .signature = buf_text(&signature),
                                                 .body = body },
                              &delivery->last_status, &why);
    bool taken = answered && delivery->last_status >= 200 && delivery->last_status < 300;
    (void)snprintf(delivery->last_error, sizeof delivery->last_error, "%.199s",
                   taken      ? ""
                   : answered ? "It answered with another status than 2xx."
                              : why.text);
    return taken;
}

static void settle(struct delivery *delivery, bool taken, int64_t now)
{
    delivery->attempts++;
    delivery->next = 0;
    if (taken)
        delivery->state = DELIVERY_DELIVERED;
    else if (delivery->attempts >= (int)ATTEMPTS_MAX)
        delivery->state = DELIVERY_DEAD;
    else
        delivery->next = now + wait_after(delivery->attempts);
}

/* A matter until it is replayed, or something else is taken there. */
static bool note_dead(struct store *store, const struct webhook *webhook, int64_t now,
                      struct err *err)
{
    struct alert alert;
    bool is_new;
    struct alert_matter matter = { .kind = ALERT_WEBHOOK_DEAD, .code = "webhook_dead" };
    (void)snprintf(matter.key, sizeof matter.key, "%s", webhook->id);
    (void)snprintf(matter.text, sizeof matter.text,
                   "An event was sent to %.150s for days and never taken; it can be replayed.",
                   webhook->url);
    alert_values(&matter, json_pack("{s:s}", "url", webhook->url));
    return alert_raise(store, &matter, now, &alert, &is_new, err);
}

/* What became of it, in the webhook as it is now: it may have been changed while it was called. */
static bool keep_all(struct store *store, const struct delivery *delivery, const char *body,
                     int64_t now, struct err *err)
{
    struct webhook webhook;
    bool taken = delivery->state == DELIVERY_DELIVERED;
    if (!webhook_get(store, delivery->webhook, &webhook, err))
        return false;
    webhook.last_delivery = taken ? now : webhook.last_delivery;
    webhook.failing_since = taken ? 0 : webhook.failing_since == 0 ? now : webhook.failing_since;
    return delivery_write(store, delivery, body, err) && webhook_write(store, &webhook, err) &&
           (delivery->state != DELIVERY_DEAD || note_dead(store, &webhook, now, err)) &&
           (!taken || alert_close(store, ALERT_WEBHOOK_DEAD, webhook.id, now, err));
}

/* Whether it was replayed while it was sent: then the replay stands, and it is sent again. */
static bool was_replayed(struct store *store, const struct delivery *sent, bool *ret,
                         struct err *err)
{
    struct delivery now;
    *ret = false;
    if (!delivery_read(store, sent->id, &now, NULL, err))
        return false;
    *ret = now.version != sent->version;
    return true;
}

/* All at once, or a reader finds an event delivered and its webhook still failing. What was removed
 * with its webhook meanwhile stays away. */
static bool keep(struct store *store, struct delivery *delivery, bool taken, const char *body,
                 int64_t now, struct err *err)
{
    bool replayed;
    if (!store_together(store, err))
        return false;
    TOGETHER_AUTO together = store;
    if (!was_replayed(store, delivery, &replayed, err))
        return err->kind == ERR_MISSING;
    if (replayed && !taken)
        return true;
    settle(delivery, taken, now);
    return keep_all(store, delivery, body, now, err) && store_together_keep(store, err);
}

/* ret_failed: nothing more to this webhook for now. One that is gone, or off, gets nothing. */
static bool deliver(struct store *store, const struct digest *key,
                    const struct notify_settings *settings, const char *id, int64_t now,
                    bool *ret_failed, struct err *err)
{
    struct delivery delivery;
    struct webhook webhook;
    BUF_AUTO body = buf_new(BODY_MAX);
    *ret_failed = false;
    if (!delivery_read(store, id, &delivery, &body, err) ||
        !webhook_get(store, delivery.webhook, &webhook, err))
        return err->kind == ERR_MISSING && store_paper_remove(store, "due", id, err);
    if (!webhook.on)
        return true;
    bool taken = attempt(store, key, settings, &webhook, &delivery, buf_text(&body), now);
    *ret_failed = !taken;
    return keep(store, &delivery, taken, buf_text(&body), now, err);
}

/* ---- all that is due ---- */

struct due {
    char id[ALERT_ID_SIZE], webhook[ALERT_ID_SIZE];
};
struct dues {
    struct due list[DUE_AT_ONCE];
    size_t count;
};

static bool take_due(void *context, const struct store_paper *paper)
{
    struct dues *dues = context;
    struct due *due = &dues->list[dues->count++];
    (void)snprintf(due->id, sizeof due->id, "%.16s", paper->id);
    (void)snprintf(due->webhook, sizeof due->webhook, "%.16s", paper->part);
    return dues->count < DUE_AT_ONCE;
}

static void skip_webhook(struct dues *dues, const char *webhook)
{
    for (size_t i = 0; i < dues->count; i++)
        if (strcmp(dues->list[i].webhook, webhook) == 0)
            dues->list[i].id[0] = '\0';
}

bool deliveries_send(struct store *store, const struct digest *key, int64_t now, struct err *err)
{
    struct dues dues = { .count = 0 };
    struct notify_settings settings;
    struct paper_query query = { .kind = "due", .lowest = 1, .below = now + 1 };
    if (!store_papers(store, &query, take_due, &dues, err) ||
        !notify_settings_get(store, key, &settings, err))
        return false;
    for (size_t i = 0; i < dues.count; i++) {
        char webhook[ALERT_ID_SIZE];
        bool failed = false;
        memcpy(webhook, dues.list[i].webhook, sizeof webhook);
        if (dues.list[i].id[0] != '\0' &&
            !deliver(store, key, &settings, dues.list[i].id, now, &failed, err))
            return false;
        if (failed)
            skip_webhook(&dues, webhook);
    }
    seal_forget(&settings, sizeof settings);
    return true;
}
