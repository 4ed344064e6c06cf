/*
 * The client's end of the courier's socket: see courier_socket.h. The socket is reached through its
 * folder's descriptor, because a socket's name may be 107 bytes long and a data folder's is longer.
 */
#include "courier_socket.h"
#include "courier_int.h"
#include "courier_listen.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The longest that a command waits for its answer: a backlog over a bad line. */
enum { ANSWER_MS = 20 * 60 * 1000 };

bool courier_socket_name(const char *data, int *ret_folder, struct sockaddr_un *ret,
                         struct err *err)
{
    char path[COURIER_PATH_MAX];
    if (!courier_path(data, "", path, err))
        return false;
    *ret_folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*ret_folder < 0)
        return err_errno(err, "opening %s", path);
    *ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
    (void)snprintf(ret->sun_path, sizeof ret->sun_path, "/proc/self/fd/%d/courier.sock",
                   *ret_folder);
    return true;
}

int courier_connect(const char *data)
{
    struct sockaddr_un name;
    FD_AUTO folder = -1;
    if (!courier_socket_name(data, &folder, &name, NULL))
        return -1;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&name, sizeof name) == 0)
        return fd;
    file_close(&fd);
    return -1;
}

bool courier_say(int fd, const char *message)
{
    size_t length = strlen(message);
    return length < COURIER_MESSAGE_MAX &&
           send(fd, message, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

/* One line of text; what is no text is taken for nothing said. */
static int only_text(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 127)
            text[i] = '?';
    text[length] = '\0';
    return 1;
}

int courier_hear(int fd, char ret[COURIER_MESSAGE_MAX])
{
    ssize_t length;
    do
        length = recv(fd, ret, COURIER_MESSAGE_MAX - 1, MSG_DONTWAIT | MSG_TRUNC);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    if (length == 0)
        return -1;
    if (length >= COURIER_MESSAGE_MAX)
        length = 0; /* too long to be one of ours */
    return only_text(ret, (size_t)length);
}

/* Takes messages until an answer comes; "state" and the like pass by. */
static int wait_answer(int fd, bool *ret_fine, char ret[COURIER_MESSAGE_MAX])
{
    static const char fine[] = "ok ";
    static const char failed[] = "failed ";
    char heard[COURIER_MESSAGE_MAX];
    struct pollfd waiting = { .fd = fd, .events = POLLIN };
    for (;;) {
        int got = courier_hear(fd, heard);
        if (got < 0)
            return -1;
        if (got == 0 && poll(&waiting, 1, ANSWER_MS) <= 0)
            return -1;
        if (got == 0)
            continue;
        *ret_fine = strncmp(heard, fine, sizeof fine - 1) == 0;
        bool is_answer = *ret_fine || strncmp(heard, failed, sizeof failed - 1) == 0;
        if (!is_answer)
            continue;
        (void)snprintf(ret, COURIER_MESSAGE_MAX, "%s", strchr(heard, ' ') + 1);
        return 1;
    }
}

int courier_ask(const char *data, const char *message, bool *ret_fine,
                char ret[COURIER_MESSAGE_MAX])
{
    FD_AUTO fd = courier_connect(data);
    if (fd < 0)
        return 0;
    return courier_say(fd, message) ? wait_answer(fd, ret_fine, ret) : -1;
}
