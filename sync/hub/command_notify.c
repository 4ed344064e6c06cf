/* notify set, show: whom hubs may call, and through which server they send mail. */
#include "commands.h"
#include "webhooks.h"
#include <jansson.h>
#include <stdio.h>

static bool take_text(const struct cli_args *args, const char *option, char *ret, size_t size,
                      struct err *err)
{
    const char *text = cli_value(args, option, NULL);
    if (text == NULL)
        return true;
    int length = snprintf(ret, size, "%s", text);
    return (length >= 0 && (size_t)length < size) ||
           err_set(err, ERR_USAGE, "--%s is too long", option);
}

static bool take_hosts(const struct cli_args *args, struct notify_settings *settings,
                       struct err *err)
{
    const char *host;
    if (!cli_given(args, "host"))
        return true;
    settings->host_count = 0;
    for (int i = 0; (host = cli_nth(args, "host", i)) != NULL; i++) {
        if (i == WEBHOOK_HOSTS_MAX || strlen(host) > WEBHOOK_HOST_MAX ||
            strpbrk(host, "/:@ ") != NULL)
            return err_set(err, ERR_USAGE, "--host takes up to %d names such as hooks.example.org",
                           WEBHOOK_HOSTS_MAX);
        (void)snprintf(settings->hosts[settings->host_count++], sizeof settings->hosts[0], "%s",
                       host);
    }
    return true;
}

/* From a file, since what stands on a command line is seen by others. */
static bool take_password(const struct cli_args *args, struct notify_settings *settings,
                          struct err *err)
{
    const char *path = cli_value(args, "smtp-password-file", NULL);
    BUF_AUTO text = buf_new(sizeof settings->password - 1);
    if (path == NULL)
        return true;
    if (!file_read(path, &text, err))
        return false;
    size_t length = strcspn(buf_text(&text), "\r\n");
    (void)snprintf(settings->password, sizeof settings->password, "%.*s", (int)length,
                   buf_text(&text));
    seal_forget(text.data, text.size);
    return true;
}

static bool take_server(const struct cli_args *args, struct notify_settings *settings,
                        struct err *err)
{
    if (!take_text(args, "smtp", settings->smtp, sizeof settings->smtp, err) ||
        !take_text(args, "from", settings->from, sizeof settings->from, err) ||
        !take_text(args, "smtp-user", settings->user, sizeof settings->user, err) ||
        !take_text(args, "ca", settings->ca_file, sizeof settings->ca_file, err) ||
        !take_password(args, settings, err))
        return false;
    bool known = settings->smtp[0] == '\0' || strncmp(settings->smtp, "smtp://", 7) == 0 ||
                 strncmp(settings->smtp, "smtps://", 8) == 0;
    if (!known)
        return err_set(err, ERR_USAGE,
                       "--smtp takes smtps://HOST:PORT, or smtp://HOST:PORT for STARTTLS");
    return settings->smtp[0] == '\0' || strchr(settings->from, '@') != NULL ||
           err_set(err, ERR_USAGE, "a mail server needs --from ADDRESS");
}

/* Whom, and through what; no password. */
static bool note_settings(struct hub *hub, const struct notify_settings *settings, struct err *err)
{
    json_t *hosts = json_array();
    for (size_t i = 0; i < settings->host_count; i++)
        (void)json_array_append_new(hosts, json_string(settings->hosts[i]));
    return command_note(hub, DID_NOTIFY_CHANGED, "",
                        json_pack("{s:o, s:b, s:s, s:s}", "hosts", hosts, "private",
                                  (int)settings->private_addresses, "smtp", settings->smtp, "from",
                                  settings->from),
                        err);
}

static bool run_set(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct notify_settings settings;
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct digest key = hub_desk_key(hub);
    bool kept = notify_settings_get(hub_store(hub), &key, &settings, err) &&
                take_hosts(args, &settings, err) && take_server(args, &settings, err);
    if (cli_given(args, "private"))
        settings.private_addresses = true;
    if (cli_given(args, "no-private"))
        settings.private_addresses = false;
    kept = kept && notify_settings_put(hub_store(hub), &key, &settings, err) &&
           note_settings(hub, &settings, err);
    seal_forget(&settings, sizeof settings);
    return kept;
}

static const struct cli_option set_options[] = {
    OPTION_DATA,
    { "host", "NAME", "a host that webhooks may call; all of them, each time", false, true },
    { "private", NULL, "private addresses may be called too", false, false },
    { "no-private", NULL, "private addresses may not be called any more", false, false },
    { "smtp", "URL", "the mail server: smtps://HOST:465, or smtp://HOST:587; \"\" for none", false,
      false },
    { "from", "ADDRESS", "from whom mails come", false, false },
    { "smtp-user", "NAME", "who signs in there", false, false },
    { "smtp-password-file", "FILE", "with which password; it is kept sealed", false, false },
    { "ca", "FILE", "certificates to trust instead of the system's (PEM)", false, false },
    OPTION_END,
};

const struct cli_command command_notify_set = {
    "notify set",
    NULL,
    "Says whom hubs may call with alerts, and through which server they send mail.",
    set_options,
    0,
    0,
    run_set,
};

static bool run_show(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct notify_settings settings;
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct digest key = hub_desk_key(hub);
    if (!notify_settings_get(hub_store(hub), &key, &settings, err))
        return false;
    for (size_t i = 0; i < settings.host_count; i++)
        printf("host     %s\n", settings.hosts[i]);
    printf("private  %s\n", settings.private_addresses ? "may be called" : "may not be called");
    printf("mail     %s\n", settings.smtp[0] == '\0' ? "none" : settings.smtp);
    if (settings.smtp[0] != '\0')
        printf("from     %s\nsigns in %s\n", settings.from,
               settings.user[0] == '\0' ? "no" : settings.user);
    seal_forget(&settings, sizeof settings);
    return true;
}

static const struct cli_option show_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_notify_show = {
    "notify show", NULL, "Shows that.", show_options, 0, 0, run_show,
};
