/* init and serve. */
#include "commands.h"
#include "console.h"
#include "rest.h"
#include "speaker.h"
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    DESCRIPTORS_BESIDE = 6192, /* files, databases, and what the API asks */
    CONNECTIONS_EACH_MAX = 2000,
    CONNECTIONS = 2000,
    CONNECTIONS_MOST = 60000,
    LOOK_SECONDS = 60,
    LOOK_SECONDS_MAX = 3600,
    PROGRAMME_NAME_MAX = STORE_NAME_MAX - 1,
};

static void print_next_steps(const char *data)
{
    printf(
        "The hub is in %s.\n\n"
        "The programme key, %s/keys/programme.key, introduces every other key. Take it off this\n"
        "machine once the hub is set up, and keep two copies where two people can find them.\n"
        "Only \"words new\" and \"kiosk revoke\" ask for it again.\n\n"
        "Next:\n"
        "  yousaid-hub words new --data %s --passphrase-file FILE    who may read what is written\n"
        "  yousaid-hub venue add --data %s ID --name NAME            a place with a kiosk\n"
        "  yousaid-hub survey publish --data %s FILE                 what is asked there\n"
        "  yousaid-hub kiosk invite --data %s --venue ID             a code for the kiosk\n"
        "  yousaid-hub serve --data %s                               and let it call\n",
        data, data, data, data, data, data, data);
}

static bool run_init(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct command_values given = command_values_of(args, "tls-name");
    const char *names[COMMAND_VALUES_MAX + 4] = { "localhost", "127.0.0.1", "::1" };
    const char *data = cli_value(args, "data", "");
    (void)ret_status;
    for (size_t i = 0; given.list[i] != NULL; i++)
        names[i + 3] = given.list[i];
    struct hub_making making = {
        .programme = cli_value(args, "programme", ""),
        .database = cli_value(args, "database", NULL),
        .tls_names = names,
    };
    if (!command_text_is_sound("the programme's name", making.programme, PROGRAMME_NAME_MAX, err) ||
        !hub_init(data, &making, err))
        return false;
    print_next_steps(data);
    return true;
}

static const struct cli_option init_options[] = {
    OPTION_DATA,
    { "programme", "NAME", "who runs the kiosks, as citizens know it", true, false },
    { "database", "URL", "postgres://HOST/NAME, empty and there; SQLite in DIR unless given", false,
      false },
    { "tls-name", "NAME", "a name or address of this machine that kiosks call", false, true },
    OPTION_END,
};

const struct cli_command command_init = {
    "init", NULL,     "Makes a hub: its folder, keys, certificates and database.", init_options, 0,
    0,      run_init,
};

/* Two signals as a descriptor; blocked before any thread starts, so that all inherit it. */
static int signals(int one, int other, struct err *err)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, one);
    (void)sigaddset(&set, other);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_CLOEXEC);
    if (fd < 0)
        (void)err_errno(err, "waiting for signals");
    return fd;
}

/* Every kiosk that calls holds a descriptor: takes as many as the machine permits. */
static void raise_descriptors(long connections)
{
    rlim_t wanted = (rlim_t)connections + DESCRIPTORS_BESIDE;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void tell_ingest(void *context, struct ingest *ingest)
{
    rest_ingest(context, ingest);
}

static bool start_helpers(const struct cli_args *args, int look, struct rest **ret_rest,
                          struct speaker **ret_speaker, struct err *err)
{
    char kiosk[KIOSK_PATH_MAX];
    const char *data = cli_value(args, "data", "");
    if (!command_kiosk(args, kiosk, err) || !rest_open(data, look, ret_rest, err))
        return false;
    const char *address = cli_value(args, "address", NULL);
    if ((address == NULL || rest_address(*ret_rest, address, err)) &&
        speaker_start(data, kiosk, ret_speaker, err))
        return true;
    rest_close(*ret_rest);
    return false;
}

static bool run_serve(const struct cli_args *args, int *ret_status, struct err *err)
{
    long each;
    long all;
    long look;
    (void)ret_status;
    if (!cli_number(args, "connections-each", 256, 1, CONNECTIONS_EACH_MAX, &each, err) ||
        !cli_number(args, "connections", CONNECTIONS, 1, CONNECTIONS_MOST, &all, err) ||
        !cli_number(args, "look-every", LOOK_SECONDS, 1, LOOK_SECONDS_MAX, &look, err))
        return false;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    raise_descriptors(all);
    FD_AUTO stop = signals(SIGTERM, SIGINT, err);
    FD_AUTO renew = signals(SIGHUP, SIGHUP, err);
    struct hub_serving how = {
        .listen = cli_value(args, "listen", "127.0.0.1:8443"),
        .cert = cli_value(args, "tls-cert", NULL),
        .key = cli_value(args, "tls-key", NULL),
        .connections = (unsigned)all,
        .connections_each = (unsigned)each,
        .more = rest_routes,
        .pages = console_routes,
        .stop_fd = stop,
        .renew_fd = renew,
    };
    struct rest *rest = NULL;
    struct speaker *speaker = NULL;
    if (stop < 0 || renew < 0 || !start_helpers(args, (int)look, &rest, &speaker, err))
        return false;
    how.more_context = rest;
    how.ingesting = tell_ingest;
    bool served = hub_serve(hub, &how, err);
    speaker_stop(speaker);
    rest_close(rest);
    return served;
}

static const struct cli_option serve_options[] = {
    OPTION_DATA,
    { "listen", "ADDR:PORT", "where; 127.0.0.1:8443 unless given, port 0 is any free one", false,
      false },
    { "address", "URL",
      "what kiosks are to call, for the sheets of invitations; as the console is called unless "
      "given",
      false, false },
    { "tls-cert", "FILE", "the certificate chain to show instead of the hub's own (PEM)", false,
      false },
    { "tls-key", "FILE", "its key (PEM)", false, false },
    { "connections", "N",
      "that there may be at all; 2000 unless given. An idle one costs some 40 KiB", false, false },
    { "connections-each", "N",
      "that one address may hold; 256 unless given, more where a proxy stands in front", false,
      false },
    { "look-every", "SECONDS",
      "how often to look at kiosks, notices, roll-outs and alerts; 60 unless given", false, false },
    OPTION_END,
};

const struct cli_command command_serve = {
    "serve", NULL, "Serves kiosks until it is told to stop.", serve_options, 0, 0, run_serve,
};
