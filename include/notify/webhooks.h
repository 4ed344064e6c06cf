#pragma once
/*
 * Webhooks by the Standard Webhooks convention: an event is signed, sent, and sent again for days
 * until it is taken; what nobody took is dead and can be replayed. Only hosts that the operator
 * names are called, only over HTTPS, never where a redirect leads, and no private address unless
 * that is configured.
 */
#include "alerts.h"
#include "seal.h"
#include <stdatomic.h>

enum {
    WEBHOOK_URL_MAX = 499,
    WEBHOOK_SECRET_SIZE = 60,
    WEBHOOK_HOSTS_MAX = 32,
    WEBHOOK_HOST_MAX = 255
};

/* ---- what the operator allows ---- */

struct notify_settings {
    char hosts[WEBHOOK_HOSTS_MAX][WEBHOOK_HOST_MAX + 1];
    size_t host_count;
    bool private_addresses; /* they may be called too */
    char ca_file[256];      /* certificates to trust; "": the system's */
    char smtp[256]; /* "smtps://host:465" or "smtp://host:587", with TLS in any case; "": none */
    char from[256];
    char user[128];
    char password[256];
};
/* The password is sealed with the key where it is kept. */
MUST_CHECK bool notify_settings_get(struct store *store, const struct digest *key,
                                    struct notify_settings *ret, struct err *err);
MUST_CHECK bool notify_settings_put(struct store *store, const struct digest *key,
                                    const struct notify_settings *settings, struct err *err);

/* ---- webhooks ---- */

struct webhook {
    char id[ALERT_ID_SIZE];
    char url[WEBHOOK_URL_MAX + 1];
    uint32_t kinds; /* bit i: enum alert_kind */
    bool on;
    int64_t created, last_delivery, failing_since; /* 0: never */
    uint64_t version;
};
/* ERR_REFUSED when the address is none that may be called. ret_secret is shown once. */
MUST_CHECK bool webhook_add(struct store *store, const struct digest *key,
                            const struct notify_settings *settings, struct webhook *webhook,
                            char ret_secret[WEBHOOK_SECRET_SIZE], struct err *err);
MUST_CHECK bool webhook_get(struct store *store, const char *id, struct webhook *ret,
                            struct err *err);
/* Keeps kinds and whether it is on. */
MUST_CHECK bool webhook_change(struct store *store, const struct webhook *webhook, struct err *err);
/* With what still waits for it. */
MUST_CHECK bool webhook_remove(struct store *store, const char *id, struct err *err);
MUST_CHECK bool webhooks(struct store *store,
                         bool (*take)(void *context, const struct webhook *webhook), void *context,
                         struct err *err);

/* ---- deliveries ---- */

enum delivery_state { DELIVERY_WAITING, DELIVERY_DELIVERED, DELIVERY_DEAD, DELIVERY_STATES };
const char *delivery_state_name(enum delivery_state state);

struct delivery {
    char id[ALERT_ID_SIZE];
    char webhook[ALERT_ID_SIZE];
    char event[40]; /* the webhook-id, the same for every attempt */
    char kind[40];
    enum delivery_state state;
    int attempts;
    int64_t made, next; /* next 0: none */
    int last_status;    /* 0: there was no answer */
    char last_error[200];
    uint64_t version; /* as read; a replay raises it */
};
/* One event to one webhook; body is JSON. */
MUST_CHECK bool delivery_queue(struct store *store, const char *webhook, const char *kind,
                               const char *body, int64_t now, struct delivery *ret,
                               struct err *err);
/* ERR_MISSING when it is not this webhook's. */
MUST_CHECK bool delivery_replay(struct store *store, const char *webhook, const char *delivery,
                                int64_t now, struct delivery *ret, struct err *err);
/* Newest first, behind `after` (NULL: from the newest). */
MUST_CHECK bool deliveries(struct store *store, const char *webhook, const struct delivery *after,
                           bool (*take)(void *context, const struct delivery *delivery),
                           void *context, struct err *err);
MUST_CHECK bool deliveries_tidy(struct store *store, int64_t before, struct err *err);

/* ---- mail ---- */

/* Goes on its way when the watch sends; nothing happens without a mail server. */
MUST_CHECK bool mail_queue(struct store *store, const char *to, const char *subject,
                           const char *text, int64_t now, struct err *err);
/* Sends what is due; after one failure the rest waits. */
MUST_CHECK bool mails_send(struct store *store, const struct digest *key, int64_t now,
                           struct err *err);

/* ---- what the watch does ---- */

/* Mails these alerts, which came in one look, to whoever wants to know (within store_together). It
 * is called again for more of the same look. */
typedef bool alerts_mail(void *context, const struct alert *list, size_t count, struct err *err);

/* Alerts that nobody was told of yet, to the webhooks that want them and, where the rules say mail,
 * to `mail`. Once `over` is true (NULL: never) the rest waits for the next look. */
MUST_CHECK bool alerts_tell(struct store *store, const struct alert_rules *rules, int64_t now,
                            const atomic_bool *over, alerts_mail *mail, void *context,
                            struct err *err);
/* Sends what is due; after one failure nothing more to that webhook this time. */
MUST_CHECK bool deliveries_send(struct store *store, const struct digest *key, int64_t now,
                                struct err *err);
