/* The keeper's loop: the only place of this room that sleeps. */
#include "file.h"
#include "log.h"
#include "stick_int.h"
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* How soon a stick that could not return to read-only, or that something else uses, is asked again;
 * else nobody is woken. */
enum { AGAIN_MS = 500, FOLDER_MODE = 0755, FOLDER_MAX = 200 };

static int take_signals(struct err *err)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    bool taken = sigprocmask(SIG_BLOCK, &set, NULL) == 0;
    int fd = taken ? signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK) : -1;
    if (fd < 0)
        (void)err_errno(err, "taking over signals");
    return fd;
}

/* False when it is time to end. */
static bool hear_signals(int fd, bool *ret_look)
{
    struct signalfd_siginfo heard;
    while (read(fd, &heard, sizeof heard) == (ssize_t)sizeof heard) {
        if (heard.ssi_signo != SIGHUP)
            return false;
        *ret_look = true;
    }
    return true;
}

static void look_after(struct sticks *sticks, struct stick_door *door, int signals, int events)
{
    struct pollfd fds[STICK_CLIENTS_MAX + 3];
    bool look = true;
    while (hear_signals(signals, &look)) {
        if (stick_events_take(events) || look)
            sticks_look(sticks);
        look = false;
        stick_door_serve(door, sticks);
        int wait = sticks_return(sticks) ? AGAIN_MS : -1;
        int count = stick_door_fds(door, fds);
        fds[count++] = (struct pollfd){ .fd = signals, .events = POLLIN };
        fds[count++] = (struct pollfd){ .fd = events, .events = POLLIN };
        (void)poll(fds, (nfds_t)count, wait);
    }
}

static bool is_folder_name(const char *folder, struct err *err)
{
    return (folder[0] == '/' && folder[1] != '\0' && strlen(folder) < FOLDER_MAX) ||
           err_set(err, ERR_USAGE, "\"%.60s\" is no folder for sticks: a whole path is wanted",
                   folder);
}

bool stick_run(const struct stick_settings *settings, struct err *err)
{
    struct sticks sticks = { .settings = settings, .calls = &stick_calls_real };
    struct stick_door door;
    if (!is_folder_name(settings->folder, err) ||
        !stick_kinds_read(settings->kinds, &sticks.kinds, err) ||
        !file_make_folder(settings->folder, FOLDER_MODE, err))
        return false;
    FD_AUTO signals = take_signals(err);
    FD_AUTO events = signals < 0 ? -1 : stick_events_open(err);
    if (events < 0 || !stick_door_open(settings->socket, &door, err))
        return false;
    sticks_clear(&sticks);
    sticks_look(&sticks);
    if (settings->ready != NULL)
        settings->ready();
    look_after(&sticks, &door, signals, events);
    sticks_close(&sticks);
    stick_door_close(&door, settings->socket);
    log_line(LOG_INFO, "stick", "No stick is mounted any more.");
    return true;
}
