/*
 * The courier program: the network without a screen. Each verb asks a running courier when there is
 * one, because that one alone writes the courier's folder.
 */
#include "cli.h"
#include "courier.h"
#include "courier_journal.h"
#include "courier_socket.h"
#include "courier_status.h"
#include "device.h"
#include "file.h"
#include "log.h"
#include "stick_socket.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* A courier that is just starting or ending holds the folder but does not listen: ask again. */
enum { ASK_TRIES = 20, ASK_PAUSE_US = 100 * 1000 };

struct session {
    struct courier *courier;
    struct courier_journal *journal;
};

static void close_session(struct session *session)
{
    courier_close(session->courier);
    courier_journal_free(session->journal);
}
#define SESSION_AUTO __attribute__((cleanup(close_session))) struct session

static bool folder_is_there(const struct cli_args *args, struct err *err)
{
    return courier_folder_is_there(cli_value(args, "data", ""), err);
}

static bool open_session(const struct cli_args *args, struct session *ret, struct err *err)
{
    const char *data = cli_value(args, "data", "");
    if (!courier_open(data, &ret->courier, err) || !courier_journal_new(data, &ret->journal, err))
        return false;
    struct outbox outbox = courier_journal_outbox(ret->journal);
    courier_set_outbox(ret->courier, &outbox);
    courier_set_stick_socket(ret->courier, cli_value(args, "stick-socket", STICK_SOCKET));
    if (courier_notice(ret->courier)[0] != '\0')
        log_line(LOG_WARN, "courier", "%s", courier_notice(ret->courier));
    return true;
}

/* Asks a running courier: 1 it did it, 0 there is none, -1 it failed or went away. */
static int ask(const char *data, const char *message, struct err *err)
{
    char text[COURIER_MESSAGE_MAX];
    bool fine = false;
    int asked = courier_ask(data, message, &fine, text);
    if (asked == 0)
        return 0;
    if (asked < 0)
        (void)err_set(err, ERR_LATER, "the running courier went away without an answer");
    else if (fine)
        printf("%s\n", text);
    else
        (void)err_set(err, ERR_LATER, "%.390s", text);
    return asked > 0 && fine ? 1 : -1;
}

/* Does it by way of a running courier (true in *ret_done) or opens the folder to do it here. */
static bool ask_or_open(const struct cli_args *args, const char *message, struct session *ret,
                        bool *ret_done, struct err *err)
{
    const char *data = cli_value(args, "data", "");
    *ret_done = false;
    for (int i = 0;; i++) {
        int asked = ask(data, message, err);
        *ret_done = asked > 0;
        if (asked != 0)
            return asked > 0;
        if (open_session(args, ret, err))
            return true;
        if (err->kind != ERR_LATER || i == ASK_TRIES)
            return false;
        close_session(ret);
        *ret = (struct session){ 0 };
        (void)usleep(ASK_PAUSE_US);
    }
}

/* The first line without its spaces: people type the groups of a code as they stand on the sheet.
 */
static bool read_code(const char *path, char *ret, size_t size, struct err *err)
{
    BUF_AUTO text = buf_new(200);
    if (!file_read(path, &text, err))
        return false;
    size_t length = 0;
    const char *from = buf_text(&text) + strspn(buf_text(&text), " \t\r\n");
    for (; *from != '\0' && *from != '\n' && length + 1 < size; from++)
        if (strchr(" \t\r", *from) == NULL)
            ret[length++] = *from;
    ret[length] = '\0';
    seal_forget(text.data, text.size);
    return length > 0 || err_set(err, ERR_USAGE, "the file with the code is empty");
}

static bool say_who(const struct courier *courier)
{
    const struct courier_state *state = courier_state(courier);
    printf("this kiosk is %016llx of %s\n", (unsigned long long)state->kiosk,
           state->programme_name);
    return true;
}

static bool enrol_here(struct courier *courier, const char *hub, const char *code, struct err *err)
{
    return courier_enrol(courier, hub, code, err) && say_who(courier);
}

static bool enrol(const struct cli_args *args, int *ret_status, struct err *err)
{
    SESSION_AUTO session = { 0 };
    char code[64];
    char message[COURIER_MESSAGE_MAX];
    bool done;
    const char *hub = cli_value(args, "hub", "");
    (void)ret_status;
    if (!read_code(cli_value(args, "code-file", "-"), code, sizeof code, err))
        return false;
    (void)snprintf(message, sizeof message, "enrol %.600s %s", hub, code);
    bool fine = ask_or_open(args, message, &session, &done, err) &&
                (done || enrol_here(session.courier, hub, code, err));
    seal_forget(code, sizeof code);
    seal_forget(message, sizeof message);
    return fine;
}

/* Signals arrive as a readable descriptor, so that the loop needs no other way to be woken. */
static int stop_signals(struct err *err)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)signal(SIGPIPE, SIG_IGN);
    bool taken = sigprocmask(SIG_BLOCK, &set, NULL) == 0;
    int fd = taken ? signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK) : -1;
    if (fd < 0)
        (void)err_errno(err, "taking over signals");
    return fd;
}

static bool use_age(const struct cli_args *args, struct courier *courier, struct err *err)
{
    struct courier_settings settings = courier_settings_default();
    long seconds;
    if (!cli_number(args, "age", (long)(settings.age_max / 1000), 1, 24 * 3600, &seconds, err))
        return false;
    settings.age_max = (msec)seconds * 1000;
    if (settings.start_spread > settings.age_max)
        settings.start_spread = settings.age_max;
    if (settings.boot_spread > settings.age_max)
        settings.boot_spread = settings.age_max;
    courier_set_settings(courier, &settings);
    return true;
}

static bool run(const struct cli_args *args, int *ret_status, struct err *err)
{
    SESSION_AUTO session = { 0 };
    (void)ret_status;
    if (!folder_is_there(args, err))
        return false;
    FD_AUTO stop_fd = stop_signals(err);
    if (stop_fd < 0 || !open_session(args, &session, err) || !use_age(args, session.courier, err))
        return false;
    courier_set_bell(session.courier, cli_value(args, "bell", NULL));
    device_notify("READY=1");
    return courier_run(session.courier, stop_fd, err);
}

static bool sync_here(struct courier *courier, struct err *err)
{
    struct courier_result result;
    char text[COURIER_MESSAGE_MAX];
    bool fine = courier_sync(courier, &result, err);
    if (result.outcome == ATTEMPT_NONE)
        return fine;
    courier_result_words(&result, text, sizeof text);
    if (!fine)
        return err_set(err, err->kind, "%.390s", text);
    printf("%s\n", text);
    if (result.detail[0] != '\0')
        printf("%s\n", result.detail);
    return true;
}

static bool once(const struct cli_args *args, int *ret_status, struct err *err)
{
    SESSION_AUTO session = { 0 };
    bool done;
    (void)ret_status;
    return folder_is_there(args, err) && ask_or_open(args, "sync", &session, &done, err) &&
           (done || sync_here(session.courier, err));
}

static bool stick_here(struct courier *courier, const char *folder, struct err *err)
{
    struct courier_stick stick;
    char text[COURIER_MESSAGE_MAX];
    if (!courier_stick(courier, folder, &stick, err))
        return false;
    courier_stick_words(&stick, text, sizeof text);
    printf("%s\n", text);
    return true;
}

/* With a stick's folder; the running courier may stand in another than we do. */
static bool with_stick(const struct cli_args *args, const char *verb, const char *option,
                       bool (*here)(struct courier *courier, const char *folder, struct err *err),
                       struct err *err)
{
    SESSION_AUTO session = { 0 };
    char message[COURIER_MESSAGE_MAX];
    bool done = false;
    char *folder = realpath(cli_value(args, option, ""), NULL);
    if (folder == NULL)
        return err_errno(err, "opening %s", cli_value(args, option, ""));
    int length = snprintf(message, sizeof message, "%s %s", verb, folder);
    bool fine = length < (int)sizeof message
                    ? ask_or_open(args, message, &session, &done, err) &&
                          (done || here(session.courier, folder, err))
                    : err_set(err, ERR_USAGE, "the path %.100s... is too long", folder);
    free(folder);
    return fine;
}

static bool stick(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    return folder_is_there(args, err) && with_stick(args, "stick", "to", stick_here, err);
}

static bool provision_here(struct courier *courier, const char *folder, struct err *err)
{
    return courier_provision(courier, folder, err) && say_who(courier);
}

static bool provision(const struct cli_args *args, int *ret_status, struct err *err)
{
    (void)ret_status;
    return with_stick(args, "provision", "from", provision_here, err);
}

static bool leave_here(struct courier *courier, struct err *err)
{
    if (!courier_leave(courier, err))
        return false;
    printf("this kiosk belongs to no hub now\n");
    return true;
}

static bool leave(const struct cli_args *args, int *ret_status, struct err *err)
{
    SESSION_AUTO session = { 0 };
    bool done;
    (void)ret_status;
    return folder_is_there(args, err) && ask_or_open(args, "leave", &session, &done, err) &&
           (done || leave_here(session.courier, err));
}

static bool status(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct courier_state state;
    (void)ret_status;
    return folder_is_there(args, err) &&
           courier_state_load(cli_value(args, "data", ""), &state, err) &&
           courier_status_print(&state, cli_given(args, "json"), err);
}

#define STICK_SOCKET_OPTION                                                                        \
    {                                                                                              \
        "stick-socket", "FILE", "where yousaid-stick is asked (" STICK_SOCKET ")", false, false    \
    }
#define DATA_OPTION                                                                                \
    {                                                                                              \
        "data", "DIR", "the kiosk's data folder", true, false                                      \
    }

static const struct cli_option enrol_options[] = {
    DATA_OPTION,
    { "hub", "URL", "the hub's address, https://NAME:PORT", true, false },
    { "code-file", "FILE|-", "where the invitation's code stands; - reads standard input", true,
      false },
    { 0 },
};
static const struct cli_option run_options[] = {
    DATA_OPTION,
    { "bell", "PROGRAM", "is run when somebody asks for help; ends with 0 when staff know", false,
      false },
    { "age", "SECONDS", "how long a response may wait for company (900)", false, false },
    STICK_SOCKET_OPTION,
    { 0 },
};
static const struct cli_option once_options[] = { DATA_OPTION, { 0 } };
static const struct cli_option stick_options[] = {
    DATA_OPTION,
    { "to", "DIR", "the folder on the stick", true, false },
    STICK_SOCKET_OPTION,
    { 0 },
};
static const struct cli_option provision_options[] = {
    DATA_OPTION,
    { "from", "DIR", "the folder on the stick", true, false },
    STICK_SOCKET_OPTION,
    { 0 },
};
static const struct cli_option leave_options[] = { DATA_OPTION, { 0 } };
static const struct cli_option status_options[] = {
    DATA_OPTION,
    { "json", NULL, "as one JSON object", false, false },
    { 0 },
};

static const struct cli_command commands[] = {
    { "enrol", NULL, "Makes this kiosk known to a hub, by the code of a printed invitation.",
      enrol_options, 0, 0, enrol },
    { "provision", NULL,
      "The same by a stick: with its setup file, or with what a hub has laid there; where no hub "
      "can "
      "be reached, the stick is to be carried to it.",
      provision_options, 0, 0, provision },
    { "run", NULL, "Carries responses to the hub and brings bundles back, for ever.", run_options,
      0, 0, run },
    { "once", NULL, "Sends what there is now and prints what was acknowledged.", once_options, 0, 0,
      once },
    { "stick", NULL,
      "Puts what is pending onto a stick; takes the receipts and the bundle that lie there.",
      stick_options, 0, 0, stick },
    { "leave", NULL,
      "Leaves the hub, after yousaid-kiosk move, so that this kiosk can be enrolled at another.",
      leave_options, 0, 0, leave },
    { "status", NULL, "Says how far the hub has this kiosk's responses.", status_options, 0, 0,
      status },
    { 0 },
};

int main(int argc, char **argv)
{
    return cli_main(argc, argv, "yousaid-courier",
                    "carries a kiosk's responses to its hub, signed, and brings bundles back",
                    commands);
}
