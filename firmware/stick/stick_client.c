/* The asker's end of the socket: see stick_socket.h. */
#include "file.h"
#include "stick_socket.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The longest that a slow stick takes for what the machine still holds of it. */
enum { ANSWER_MS = 30 * 1000 };

int stick_connect(const char *path)
{
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof name.sun_path)
        return -1;
    (void)snprintf(name.sun_path, sizeof name.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&name, sizeof name) == 0)
        return fd;
    file_close(&fd);
    return -1;
}

bool stick_say(int fd, const char *message)
{
    size_t length = strlen(message);
    return length < STICK_MESSAGE_MAX &&
           send(fd, message, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length;
}

int stick_hear(int fd, char ret[STICK_MESSAGE_MAX])
{
    ssize_t length;
    do
        length = recv(fd, ret, STICK_MESSAGE_MAX - 1, MSG_DONTWAIT | MSG_TRUNC);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    if (length == 0)
        return -1;
    if (length >= STICK_MESSAGE_MAX)
        length = 0;
    for (ssize_t i = 0; i < length; i++)
        if ((unsigned char)ret[i] < ' ' || ret[i] == 127)
            ret[i] = '?';
    ret[length] = '\0';
    return 1;
}

int stick_ask(int fd, const char *message, void (*passed)(void *self, const char *line), void *self,
              bool *ret_fine, char ret[STICK_MESSAGE_MAX])
{
    struct pollfd waiting = { .fd = fd, .events = POLLIN };
    if (!stick_say(fd, message))
        return -1;
    for (;;) {
        int got = stick_hear(fd, ret);
        if (got < 0 || (got == 0 && poll(&waiting, 1, ANSWER_MS) <= 0))
            return -1;
        if (got == 0)
            continue;
        *ret_fine = strncmp(ret, "ok ", 3) == 0;
        if (*ret_fine || strncmp(ret, "failed ", 7) == 0)
            return 1;
        if (passed != NULL)
            passed(self, ret);
    }
}

/* What stands behind "failed WORD ". */
static const char *reason(const char *answer)
{
    const char *word = strchr(answer, ' ');
    const char *text = word == NULL ? NULL : strchr(word + 1, ' ');
    return text == NULL ? answer : text + 1;
}

static bool says(const char *answer, const char *word)
{
    static const char failed[] = "failed ";
    const char *at = answer + sizeof failed - 1;
    return strncmp(answer, failed, sizeof failed - 1) == 0 &&
           strncmp(at, word, strlen(word)) == 0 &&
           (at[strlen(word)] == ' ' || at[strlen(word)] == '\0');
}

static int ask_about(int line, const char *verb, const char *folder, bool *ret_fine,
                     char ret[STICK_MESSAGE_MAX])
{
    char message[STICK_MESSAGE_MAX];
    int length = snprintf(message, sizeof message, "%s %s", verb, folder);
    if (length >= (int)sizeof message)
        return -1;
    return stick_ask(line, message, NULL, NULL, ret_fine, ret);
}

bool stick_borrow(const char *path, const char *folder, struct stick_loan *ret, struct err *err)
{
    char answer[STICK_MESSAGE_MAX];
    bool fine = false;
    *ret = (struct stick_loan){ stick_connect(path), folder };
    /* A folder with a name as long as that is none of its. */
    if (ret->line < 0 || strlen(folder) >= STICK_MESSAGE_MAX - sizeof "write ")
        return stick_let_go(ret), true;
    int asked = ask_about(ret->line, "write", folder, &fine, answer);
    if (asked > 0 && fine)
        return true;
    stick_let_go(ret);
    if (asked > 0 && says(answer, STICK_NOT_OURS))
        return true;
    return err_set(err, ERR_LATER, "%s may not be written: %.300s", folder,
                   asked > 0 ? reason(answer) : "yousaid-stick does not answer");
}

bool stick_give_back(struct stick_loan *loan, struct err *err)
{
    char answer[STICK_MESSAGE_MAX];
    bool fine = false;
    if (loan->line < 0)
        return true;
    int asked = ask_about(loan->line, "done", loan->folder, &fine, answer);
    stick_let_go(loan);
    return (asked > 0 && fine) ||
           err_set(err, ERR_LATER, "nobody knows what is on the stick in %s: %.300s", loan->folder,
                   asked > 0 ? reason(answer) : "yousaid-stick does not answer");
}

void stick_let_go(struct stick_loan *loan)
{
    file_close(&loan->line);
}
