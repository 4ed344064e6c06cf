/* The courier's end of its socket: see courier_listen.h. */
#include "courier_listen.h"
#include "courier_int.h"
#include "file.h"
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAITING_MAX = 8, SOCKET_MODE = 0660 };

static bool bind_socket(int fd, const struct sockaddr_un *name, struct err *err)
{
    (void)unlink(name->sun_path);
    mode_t before = umask(0777 & ~SOCKET_MODE);
    bool bound = bind(fd, (const struct sockaddr *)name, sizeof *name) == 0;
    (void)umask(before);
    if (bound && listen(fd, WAITING_MAX) == 0)
        return true;
    (void)err_errno(err, "listening on courier.sock");
    if (bound)
        (void)unlink(name->sun_path); /* nobody is to knock at a door behind which nobody is */
    return false;
}

static bool open_door(const char *data, struct listening *ret, struct err *err)
{
    struct sockaddr_un name;
    FD_AUTO folder = -1;
    if (!courier_socket_name(data, &folder, &name, err))
        return false;
    ret->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (ret->listener < 0)
        return err_errno(err, "making a socket");
    if (bind_socket(ret->listener, &name, err))
        return true;
    file_close(&ret->listener);
    return false;
}

bool listen_open(const char *data, struct listening *ret, struct err *err)
{
    *ret = (struct listening){ .listener = -1 };
    return open_door(data, ret, err);
}

bool listen_mend(struct listening *listening, const char *data)
{
    return listening->listener >= 0 || open_door(data, listening, NULL);
}

void listen_close(struct listening *listening, const char *data)
{
    char path[COURIER_PATH_MAX];
    for (int i = 0; i < listening->count; i++)
        file_close(&listening->clients[i]);
    listening->count = 0;
    if (courier_path(data, "courier.sock", path, NULL))
        (void)unlink(path);
    file_close(&listening->listener);
}

int listen_fds(const struct listening *listening, struct pollfd ret[LISTEN_CLIENTS_MAX + 1])
{
    ret[0] = (struct pollfd){ .fd = listening->listener, .events = POLLIN };
    for (int i = 0; i < listening->count; i++)
        ret[i + 1] = (struct pollfd){ .fd = listening->clients[i], .events = POLLIN };
    return listening->count + 1;
}

static void drop(struct listening *listening, int at)
{
    file_close(&listening->clients[at]);
    listening->count--;
    memmove(&listening->clients[at], &listening->clients[at + 1],
            (size_t)(listening->count - at) * sizeof listening->clients[0]);
}

bool listen_accept(struct listening *listening)
{
    bool came = false;
    while (listening->listener >= 0) {
        int fd = accept4(listening->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0 && errno != EAGAIN)
            file_close(&listening->listener);
        if (fd < 0)
            return came;
        if (listening->count == LISTEN_CLIENTS_MAX) {
            (void)close(fd);
            continue;
        }
        came = true;
        listening->clients[listening->count++] = fd;
    }
    return came;
}

int listen_hear(struct listening *listening, char ret[COURIER_MESSAGE_MAX])
{
    for (int i = 0; i < listening->count;) {
        int heard = courier_hear(listening->clients[i], ret);
        if (heard > 0)
            return listening->clients[i];
        if (heard < 0)
            drop(listening, i);
        else
            i++;
    }
    return -1;
}

void listen_tell(struct listening *listening, const char *message)
{
    for (int i = 0; i < listening->count; i++)
        (void)courier_say(listening->clients[i], message);
}
