/* The socket's own end: who may come in, and what is asked; see stick_socket.h. */
#include "file.h"
#include "stick_int.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WAITING_MAX = 8, SOCKET_MODE = 0660, MESSAGES_A_TURN = 16 };

static bool bind_door(int fd, const char *path, struct err *err)
{
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof name.sun_path)
        return err_set(err, ERR_USAGE, "the socket's name %.100s... is too long", path);
    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    (void)unlink(path);
    mode_t before = umask(0777 & ~SOCKET_MODE);
    bool bound = bind(fd, (const struct sockaddr *)&name, sizeof name) == 0;
    (void)umask(before);
    return (bound && listen(fd, WAITING_MAX) == 0) || err_errno(err, "listening on %s", path);
}

bool stick_door_open(const char *path, struct stick_door *ret, struct err *err)
{
    int running = stick_connect(path);
    *ret = (struct stick_door){ .listener = -1 };
    if (running >= 0) {
        (void)close(running);
        return err_set(err, ERR_CONFLICT, "another yousaid-stick listens on %s already", path);
    }
    ret->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (ret->listener < 0)
        return err_errno(err, "making a socket");
    if (bind_door(ret->listener, path, err))
        return true;
    file_close(&ret->listener);
    return false;
}

void stick_door_close(struct stick_door *door, const char *path)
{
    for (int i = 0; i < door->count; i++)
        (void)close(door->clients[i].fd);
    door->count = 0;
    file_close(&door->listener);
    (void)unlink(path);
}

int stick_door_fds(const struct stick_door *door, struct pollfd ret[STICK_CLIENTS_MAX + 1])
{
    ret[0] = (struct pollfd){ .fd = door->listener, .events = POLLIN };
    for (int i = 0; i < door->count; i++)
        ret[i + 1] = (struct pollfd){ .fd = door->clients[i].fd, .events = POLLIN };
    return door->count + 1;
}

/* The socket's mode says the same; this holds too where somebody has changed that. */
static bool may_enter(int fd, const struct stick_settings *settings, bool *ret_may_write)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || size != sizeof peer)
        return false;
    *ret_may_write = peer.uid == 0 || peer.uid == settings->uid;
    return *ret_may_write || peer.gid == settings->gid || peer.uid == geteuid();
}

static void let_in(struct stick_door *door, const struct stick_settings *settings)
{
    for (;;) {
        bool may_write = false;
        int fd = accept4(door->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0)
            return;
        if (door->count == STICK_CLIENTS_MAX || !may_enter(fd, settings, &may_write)) {
            (void)close(fd);
            continue;
        }
        door->clients[door->count].fd = fd;
        door->clients[door->count++].may_write = may_write;
    }
}

static void drop(struct stick_door *door, struct sticks *sticks, int at)
{
    sticks_line_ended(sticks, door->clients[at].fd);
    (void)close(door->clients[at].fd);
    door->count--;
    memmove(&door->clients[at], &door->clients[at + 1],
            (size_t)(door->count - at) * sizeof door->clients[0]);
}

static void tell_status(const struct sticks *sticks, int fd, char line[STICK_MESSAGE_MAX])
{
    size_t count = 0;
    for (; sticks_describe(sticks, count, line); count++)
        (void)stick_say(fd, line);
    (void)snprintf(line, STICK_MESSAGE_MAX, "ok %zu sticks", count);
}

/* Whoever does not listen is let go of, and with him what was lent to him. */
static bool answer(struct sticks *sticks, int fd, bool may_write, const char *message)
{
    struct stick_request request;
    char line[STICK_MESSAGE_MAX];
    if (!stick_request_read(sticks->settings->folder, message, &request))
        (void)snprintf(line, sizeof line, "failed " STICK_MISUSE " that is no request");
    else if (request.verb == STICK_VERB_STATUS)
        tell_status(sticks, fd, line);
    else
        sticks_answer(sticks, &request, fd, may_write, line);
    return stick_say(fd, line);
}

static bool serve_one(struct stick_door *door, struct sticks *sticks, int at)
{
    char message[STICK_MESSAGE_MAX];
    int fd = door->clients[at].fd;
    for (int i = 0; i < MESSAGES_A_TURN; i++) {
        int heard = stick_hear(fd, message);
        if (heard == 0)
            return true;
        if (heard < 0 || !answer(sticks, fd, door->clients[at].may_write, message))
            return false;
    }
    return true;
}

void stick_door_serve(struct stick_door *door, struct sticks *sticks)
{
    let_in(door, sticks->settings);
    for (int i = 0; i < door->count;)
        if (serve_one(door, sticks, i))
            i++;
        else
            drop(door, sticks, i);
}
