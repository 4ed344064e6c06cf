/* What the operator allows hubs to call: see webhooks.h. */
#include "base64.h"
#include "paper.h"
#include "webhooks.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define SETTING "notify"
#define SEALED  "smtp password"

enum { SETTINGS_MAX = 32 * 1024, SEALED_MAX = 1024 };

static bool password_open(const struct digest *key, const json_t *json, struct notify_settings *ret,
                          struct err *err)
{
    char text[SEALED_MAX];
    BUF_AUTO sealed = buf_new(SEALED_MAX);
    BUF_AUTO open = buf_new(sizeof ret->password - 1);
    paper_text(json, "password", text, sizeof text);
    if (text[0] == '\0')
        return true;
    if (!base64_get(text, &sealed, err) || !secret_open(key, SEALED, buf_span(&sealed), &open, err))
        return err_wrap(err, "reading the password of the mail server");
    (void)snprintf(ret->password, sizeof ret->password, "%.*s", (int)open.size, buf_text(&open));
    seal_forget(open.data, open.size);
    return true;
}

static void read_hosts(const json_t *list, struct notify_settings *ret)
{
    for (size_t i = 0; i < json_array_size(list) && i < WEBHOOK_HOSTS_MAX; i++) {
        const char *host = json_string_value(json_array_get(list, i));
        if (host != NULL)
            (void)snprintf(ret->hosts[ret->host_count++], sizeof ret->hosts[0], "%s", host);
    }
}

bool notify_settings_get(struct store *store, const struct digest *key, struct notify_settings *ret,
                         struct err *err)
{
    BUF_AUTO text = buf_new(SETTINGS_MAX);
    *ret = (struct notify_settings){ .host_count = 0 };
    if (!store_setting_get(store, SETTING, &text, err))
        return err->kind == ERR_MISSING;
    JSON_AUTO *json = json_loadb((const char *)text.data, text.size, 0, NULL);
    if (json == NULL)
        return err_set(err, ERR_CORRUPT, "the settings for webhooks and mail cannot be read");
    read_hosts(json_object_get(json, "hosts"), ret);
    ret->private_addresses = json_is_true(json_object_get(json, "private"));
    paper_text(json, "ca", ret->ca_file, sizeof ret->ca_file);
    paper_text(json, "smtp", ret->smtp, sizeof ret->smtp);
    paper_text(json, "from", ret->from, sizeof ret->from);
    paper_text(json, "user", ret->user, sizeof ret->user);
    return password_open(key, json, ret, err);
}

static json_t *settings_json(const struct notify_settings *settings, const char *password)
{
    json_t *hosts = json_array();
    for (size_t i = 0; i < settings->host_count; i++)
        (void)json_array_append_new(hosts, json_string(settings->hosts[i]));
    return json_pack("{s:o, s:b, s:s, s:s, s:s, s:s, s:s}", "hosts", hosts, "private",
                     settings->private_addresses, "ca", settings->ca_file, "smtp", settings->smtp,
                     "from", settings->from, "user", settings->user, "password", password);
}

bool notify_settings_put(struct store *store, const struct digest *key,
                         const struct notify_settings *settings, struct err *err)
{
    BUF_AUTO sealed = buf_new(SEALED_MAX);
    BUF_AUTO password = buf_new(2 * SEALED_MAX);
    if (settings->password[0] != '\0') {
        if (!secret_seal(key, SEALED, span_text(settings->password), &sealed, err))
            return false;
        base64_put(&password, buf_span(&sealed));
    }
    JSON_AUTO *json = settings_json(settings, password.size == 0 ? "" : buf_text(&password));
    char *text = json_dumps(json, JSON_COMPACT);
    bool kept = text != NULL ? store_setting_put(store, SETTING, span_text(text), err)
                             : err_set(err, ERR_LATER, "there is no memory for settings");
    free(text);
    return kept;
}
