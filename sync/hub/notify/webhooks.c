/* Webhooks and what is sent to them, as papers: see webhooks.h. */
#include "webhooks.h"
#include "base64.h"
#include "paper.h"
#include "webhooks_int.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { SECRET_BYTES = 32, SEALED_MAX = 256 };

static const char *const state_names[] = { "waiting", "delivered", "dead" };

const char *delivery_state_name(enum delivery_state state)
{
    return state_names[state];
}

static void new_id(char ret[ALERT_ID_SIZE])
{
    uint64_t id;
    seal_random(&id, sizeof id);
    (void)snprintf(ret, ALERT_ID_SIZE, "%016" PRIx64, id);
}

/* ---- which addresses ---- */

/* The host's name of "https://HOST[:PORT][/...]"; false for any other form. */
static bool host_of(const char *url, char ret[WEBHOOK_HOST_MAX + 1])
{
    static const char scheme[] = "https://";
    if (strncmp(url, scheme, sizeof scheme - 1) != 0)
        return false;
    const char *from = url + sizeof scheme - 1;
    size_t length = strcspn(from, ":/?#");
    if (length == 0 || length > WEBHOOK_HOST_MAX || strcspn(from, "@\\ ") < strlen(from))
        return false;
    (void)snprintf(ret, WEBHOOK_HOST_MAX + 1, "%.*s", (int)length, from);
    return true;
}

bool webhook_may_call(const struct notify_settings *settings, const char *url)
{
    char host[WEBHOOK_HOST_MAX + 1];
    if (!host_of(url, host))
        return false;
    for (size_t i = 0; i < settings->host_count; i++)
        if (strcasecmp(settings->hosts[i], host) == 0)
            return true;
    return false;
}

/* ---- webhooks ---- */

static bool read_webhook(const struct store_paper *paper, struct webhook *ret, struct err *err)
{
    JSON_AUTO *json = paper_json(paper, err);
    if (json == NULL)
        return false;
    *ret = (struct webhook){ .created = paper->rank, .version = paper->version };
    (void)snprintf(ret->id, sizeof ret->id, "%.16s", paper->id);
    paper_text(json, "url", ret->url, sizeof ret->url);
    ret->kinds = (uint32_t)paper_number(json, "kinds");
    ret->on = json_is_true(json_object_get(json, "on"));
    ret->last_delivery = paper_number(json, "last_delivery");
    ret->failing_since = paper_number(json, "failing_since");
    return true;
}

bool webhook_get(struct store *store, const char *id, struct webhook *ret, struct err *err)
{
    struct store_paper paper;
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    if (store_paper_get(store, "webhook", id, &paper, &body, err))
        return read_webhook(&paper, ret, err);
    return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such webhook.")
                                    : false;
}

/* Writes what changes over what is there, the secret untouched. */
bool webhook_write(struct store *store, const struct webhook *webhook, struct err *err)
{
    struct store_paper paper;
    json_t *json = NULL;
    if (!paper_read(store, "webhook", webhook->id, "webhook", &paper, &json, err))
        return false;
    (void)json_object_set_new(json, "kinds", json_integer((json_int_t)webhook->kinds));
    (void)json_object_set_new(json, "on", json_boolean(webhook->on));
    (void)json_object_set_new(json, "last_delivery", json_integer(webhook->last_delivery));
    (void)json_object_set_new(json, "failing_since", json_integer(webhook->failing_since));
    return paper_write(store, &paper, json, paper.version, err);
}

bool webhook_change(struct store *store, const struct webhook *webhook, struct err *err)
{
    return webhook_write(store, webhook, err);
}

static bool seal_new_secret(const struct digest *key, const char *id,
                            char ret_secret[WEBHOOK_SECRET_SIZE], struct buf *ret_sealed,
                            struct err *err)
{
    uint8_t secret[SECRET_BYTES];
    BUF_AUTO text = buf_new(WEBHOOK_SECRET_SIZE);
    BUF_AUTO sealed = buf_new(SEALED_MAX);
    seal_random(secret, sizeof secret);
    base64_put(&text, span_of(secret, sizeof secret));
    (void)snprintf(ret_secret, WEBHOOK_SECRET_SIZE, "whsec_%s", buf_text(&text));
    bool done = secret_seal(key, id, span_of(secret, sizeof secret), &sealed, err);
    seal_forget(secret, sizeof secret);
    base64_put(ret_sealed, buf_span(&sealed));
    return done && buf_ok(ret_sealed, "a webhook's secret", err);
}

bool webhook_add(struct store *store, const struct digest *key,
                 const struct notify_settings *settings, struct webhook *webhook,
                 char ret_secret[WEBHOOK_SECRET_SIZE], struct err *err)
{
    struct store_paper paper = { .kind = "webhook", .rank = webhook->created };
    BUF_AUTO sealed = buf_new(2 * SEALED_MAX);
    if (!webhook_may_call(settings, webhook->url))
        return err_tell(err, ERR_REFUSED,
                        "Only https addresses of hosts that the operator has named may be called "
                        "(yousaid-hub notify set --host HOST).");
    new_id(webhook->id);
    webhook->on = true;
    memcpy(paper.id, webhook->id, sizeof webhook->id);
    return seal_new_secret(key, webhook->id, ret_secret, &sealed, err) &&
           paper_write(store, &paper,
                       json_pack("{s:s, s:I, s:b, s:s, s:i, s:i}", "url", webhook->url, "kinds",
                                 (json_int_t)webhook->kinds, "on", 1, "secret", buf_text(&sealed),
                                 "last_delivery", 0, "failing_since", 0),
                       PAPER_NEW, err);
}

bool webhook_secret(struct store *store, const struct digest *key, const char *id,
                    struct buf *ret_secret, struct err *err)
{
    struct store_paper paper;
    json_t *json = NULL;
    char text[2 * SEALED_MAX];
    BUF_AUTO sealed = buf_new(SEALED_MAX);
    if (!paper_read(store, "webhook", id, "webhook", &paper, &json, err))
        return false;
    paper_text(json, "secret", text, sizeof text);
    json_decref(json);
    return base64_get(text, &sealed, err) &&
           secret_open(key, id, buf_span(&sealed), ret_secret, err);
}

struct listing {
    bool (*webhook)(void *context, const struct webhook *webhook);
    bool (*delivery)(void *context, const struct delivery *delivery);
    void *context;
    struct err *err;
    bool failed;
};

static bool list_webhook(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct webhook webhook;
    listing->failed = !read_webhook(paper, &webhook, listing->err);
    return !listing->failed && listing->webhook(listing->context, &webhook);
}

bool webhooks(struct store *store, bool (*take)(void *context, const struct webhook *webhook),
              void *context, struct err *err)
{
    struct listing listing = { .webhook = take, .context = context, .err = err };
    struct paper_query query = { .kind = "webhook" };
    return store_papers(store, &query, list_webhook, &listing, err) && !listing.failed;
}

bool webhook_remove(struct store *store, const char *id, struct err *err)
{
    return store_papers_remove(store, "delivery", id, INT64_MAX, err) &&
           store_papers_remove(store, "due", id, INT64_MAX, err) &&
           store_paper_remove(store, "webhook", id, err);
}

/* ---- deliveries ---- */

static bool read_delivery(const struct store_paper *paper, struct delivery *ret,
                          struct buf *ret_body, struct err *err)
{
    char state[16];
    JSON_AUTO *json = paper_json(paper, err);
    if (json == NULL)
        return false;
    *ret = (struct delivery){ .made = paper->rank, .version = paper->version };
    (void)snprintf(ret->id, sizeof ret->id, "%.16s", paper->id);
    (void)snprintf(ret->webhook, sizeof ret->webhook, "%.16s", paper->part);
    paper_text(json, "event", ret->event, sizeof ret->event);
    paper_text(json, "kind", ret->kind, sizeof ret->kind);
    paper_text(json, "state", state, sizeof state);
    while (ret->state < DELIVERY_DEAD && strcmp(state_names[ret->state], state) != 0)
        ret->state++;
    ret->attempts = (int)paper_number(json, "attempts");
    ret->next = paper_number(json, "next");
    ret->last_status = (int)paper_number(json, "last_status");
    paper_text(json, "last_error", ret->last_error, sizeof ret->last_error);
    const char *body = json_string_value(json_object_get(json, "body"));
    if (ret_body != NULL && body != NULL)
        buf_put_span(ret_body, span_text(body));
    return true;
}

bool delivery_read(struct store *store, const char *id, struct delivery *ret, struct buf *ret_body,
                   struct err *err)
{
    struct store_paper paper;
    BUF_AUTO bytes = buf_new(PAPER_BODY_MAX);
    if (store_paper_get(store, "delivery", id, &paper, &bytes, err))
        return read_delivery(&paper, ret, ret_body, err);
    return err->kind == ERR_MISSING ? err_set(err, ERR_MISSING, "There is no such delivery.")
                                    : false;
}

/* The delivery, and while it waits a paper in the order in which it is due. */
bool delivery_write(struct store *store, const struct delivery *delivery, const char *body,
                    struct err *err)
{
    struct store_paper paper = { .kind = "delivery", .rank = delivery->made };
    struct store_paper due = { .kind = "due", .rank = delivery->next };
    memcpy(paper.id, delivery->id, sizeof delivery->id);
    memcpy(paper.part, delivery->webhook, sizeof delivery->webhook);
    memcpy(due.id, delivery->id, sizeof delivery->id);
    memcpy(due.part, delivery->webhook, sizeof delivery->webhook);
    if (!paper_write(store, &paper,
                     json_pack("{s:s, s:s, s:s, s:i, s:I, s:i, s:s, s:s}", "event", delivery->event,
                               "kind", delivery->kind, "state", state_names[delivery->state],
                               "attempts", delivery->attempts, "next", (json_int_t)delivery->next,
                               "last_status", delivery->last_status, "last_error",
                               delivery->last_error, "body", body),
                     PAPER_ANY, err))
        return false;
    return delivery->state == DELIVERY_WAITING
               ? paper_write(store, &due, json_object(), PAPER_ANY, err)
               : store_paper_remove(store, "due", delivery->id, err);
}

bool delivery_queue(struct store *store, const char *webhook, const char *kind, const char *body,
                    int64_t now, struct delivery *ret, struct err *err)
{
    char id[ALERT_ID_SIZE];
    *ret = (struct delivery){ .made = now, .next = now };
    new_id(ret->id);
    new_id(id);
    (void)snprintf(ret->event, sizeof ret->event, "msg_%s", id);
    (void)snprintf(ret->webhook, sizeof ret->webhook, "%.16s", webhook);
    (void)snprintf(ret->kind, sizeof ret->kind, "%s", kind);
    return delivery_write(store, ret, body, err);
}

bool delivery_replay(struct store *store, const char *webhook, const char *id, int64_t now,
                     struct delivery *ret, struct err *err)
{
    BUF_AUTO body = buf_new(PAPER_BODY_MAX);
    if (!delivery_read(store, id, ret, &body, err))
        return false;
    if (strcmp(ret->webhook, webhook) != 0)
        return err_set(err, ERR_MISSING, "There is no such delivery.");
    ret->state = DELIVERY_WAITING;
    ret->attempts = 0;
    ret->next = now;
    return delivery_write(store, ret, buf_text(&body), err);
}

static bool list_delivery(void *context, const struct store_paper *paper)
{
    struct listing *listing = context;
    struct delivery delivery;
    listing->failed = !read_delivery(paper, &delivery, NULL, listing->err);
    return !listing->failed && listing->delivery(listing->context, &delivery);
}

bool deliveries(struct store *store, const char *webhook, const struct delivery *after,
                bool (*take)(void *context, const struct delivery *delivery), void *context,
                struct err *err)
{
    struct listing listing = { .delivery = take, .context = context, .err = err };
    struct paper_query query = { .kind = "delivery", .part = webhook, .backwards = true };
    if (after != NULL) {
        query.after_rank = after->made;
        query.after_id = after->id;
    }
    return store_papers(store, &query, list_delivery, &listing, err) && !listing.failed;
}

bool deliveries_tidy(struct store *store, int64_t before, struct err *err)
{
    return store_papers_remove(store, "delivery", NULL, before, err);
}
