#pragma once
/* What the files on webhooks and mail share. */
#include "webhooks.h"

/* Is it an https address of a host that may be called? */
bool webhook_may_call(const struct notify_settings *settings, const char *url);
MUST_CHECK bool webhook_secret(struct store *store, const struct digest *key, const char *id,
                               struct buf *ret_secret, struct err *err);
MUST_CHECK bool webhook_write(struct store *store, const struct webhook *webhook, struct err *err);
MUST_CHECK bool delivery_read(struct store *store, const char *id, struct delivery *ret,
                              struct buf *ret_body, struct err *err);
MUST_CHECK bool delivery_write(struct store *store, const struct delivery *delivery,
                               const char *body, struct err *err);

/* ---- send_curl.c: the only file of the hub that calls others ---- */

struct posting {
    const char *url;
    const char *id, *timestamp, *signature; /* headers by the Standard Webhooks convention */
    const char *body;
};
/* False only when there was no answer; *ret_status otherwise. */
MUST_CHECK bool send_post(const struct notify_settings *settings, const struct posting *posting,
                          int *ret_status, struct err *err);

struct mailing {
    const char *to, *subject, *text;
    int64_t now;
};
MUST_CHECK bool send_mail(const struct notify_settings *settings, const struct mailing *mailing,
                          struct err *err);
