/* A yousaid-stick that says what it is told to: see stick_keeper.h. */
#include "stick_keeper.h"
#include "stick_socket.h"
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static _Noreturn void keep(int listener, const char *const *answers, size_t count)
{
    char asked[STICK_MESSAGE_MAX];
    struct pollfd line = { .fd = accept(listener, NULL, NULL), .events = POLLIN };
    for (size_t i = 0; i < count; i++) {
        (void)poll(&line, 1, -1);
        if (stick_hear(line.fd, asked) < 0 || !stick_say(line.fd, answers[i]))
            break;
    }
    _exit(0);
}

pid_t stick_keeper_start(const char *path, const char *const *answers, size_t count)
{
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    assert_true(snprintf(name.sun_path, sizeof name.sun_path, "%s", path) <
                (int)sizeof name.sun_path);
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&name, sizeof name), 0);
    assert_int_equal(listen(listener, 1), 0);
    pid_t keeper = fork();
    if (keeper == 0)
        keep(listener, answers, count);
    (void)close(listener);
    return keeper;
}

void stick_keeper_end(pid_t keeper, const char *path)
{
    assert_int_equal(waitpid(keeper, NULL, 0), keeper);
    assert_int_equal(unlink(path), 0);
}
