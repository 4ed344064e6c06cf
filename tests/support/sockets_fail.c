/*
 * Sockets that fail under a program of the test's, whatever library asks: the n-th call, once or
 * from then on, with an error that such a call may have. The count goes to a file at the end.
 *
 *   YOUSAID_SOCKETS_FAIL=12 LD_PRELOAD=.../libsockets_fail.so yousaid-courier once ...
 *   YOUSAID_SOCKETS_FAIL=12+ ...                       the twelfth, and all that follow
 *   YOUSAID_SOCKETS_COUNT=FILE ...                     how many calls there were
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static atomic_long calls;
static long first_to_fail; /* 0: none */
static bool goes_on;

__attribute__((constructor)) static void read_wish(void)
{
    const char *wish = getenv("YOUSAID_SOCKETS_FAIL");
    char *end = NULL;
    if (wish == NULL)
        return;
    first_to_fail = strtol(wish, &end, 10);
    goes_on = *end == '+';
}

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("YOUSAID_SOCKETS_COUNT");
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL)
        return;
    (void)fprintf(file, "%ld\n", atomic_load(&calls));
    (void)fclose(file);
}

static bool fails(int error)
{
    long call = atomic_fetch_add(&calls, 1) + 1;
    bool is_due = first_to_fail > 0 && (goes_on ? call >= first_to_fail : call == first_to_fail);
    if (is_due)
        errno = error;
    return is_due;
}

/* The function of that name which stands behind this one. */
static void *behind(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    return found;
}

/* The C library spells an address as a union of pointers, so it is spelled so here.
 * FAILING(type, name, error, parameters, arguments): one call that may fail. */
#define FAILING(type, name, error, parameters, arguments)                                          \
    type name parameters                                                                           \
    {                                                                                              \
        static type(*real) parameters;                                                             \
        if (fails(error))                                                                          \
            return -1;                                                                             \
        if (real == NULL)                                                                          \
            *(void **)(void *)&real = behind(#name);                                               \
        return real arguments;                                                                     \
    }

/* Parameters are called as in the C library. */
FAILING(int, socket, EMFILE, (int domain, int type, int protocol), (domain, type, protocol))
FAILING(int, bind, EADDRINUSE, (int fd, __CONST_SOCKADDR_ARG addr, socklen_t len), (fd, addr, len))
FAILING(int, listen, EADDRINUSE, (int fd, int n), (fd, n))
FAILING(int, accept, EMFILE, (int fd, __SOCKADDR_ARG addr, socklen_t *restrict addr_len),
        (fd, addr, addr_len))
FAILING(int, accept4, EMFILE,
        (int fd, __SOCKADDR_ARG addr, socklen_t *restrict addr_len, int flags),
        (fd, addr, addr_len, flags))
FAILING(int, connect, ENETUNREACH, (int fd, __CONST_SOCKADDR_ARG addr, socklen_t len),
        (fd, addr, len))
FAILING(int, shutdown, ENOTCONN, (int fd, int how), (fd, how))
FAILING(int, getsockname, ENOBUFS, (int fd, __SOCKADDR_ARG addr, socklen_t *restrict len),
        (fd, addr, len))
FAILING(int, getpeername, ENOTCONN, (int fd, __SOCKADDR_ARG addr, socklen_t *restrict len),
        (fd, addr, len))
FAILING(int, setsockopt, ENOBUFS,
        (int fd, int level, int optname, const void *optval, socklen_t optlen),
        (fd, level, optname, optval, optlen))
FAILING(int, getsockopt, ENOBUFS,
        (int fd, int level, int optname, void *restrict optval, socklen_t *restrict optlen),
        (fd, level, optname, optval, optlen))
FAILING(ssize_t, send, EPIPE, (int fd, const void *buf, size_t n, int flags), (fd, buf, n, flags))
FAILING(ssize_t, sendto, ENETDOWN,
        (int fd, const void *buf, size_t n, int flags, __CONST_SOCKADDR_ARG addr,
         socklen_t addr_len),
        (fd, buf, n, flags, addr, addr_len))
FAILING(ssize_t, sendmsg, EPIPE, (int fd, const struct msghdr *message, int flags),
        (fd, message, flags))
FAILING(ssize_t, recv, ECONNRESET, (int fd, void *buf, size_t n, int flags), (fd, buf, n, flags))
FAILING(ssize_t, recvfrom, ECONNRESET,
        (int fd, void *restrict buf, size_t n, int flags, __SOCKADDR_ARG addr,
         socklen_t *restrict addr_len),
        (fd, buf, n, flags, addr, addr_len))
FAILING(ssize_t, recvmsg, ECONNRESET, (int fd, struct msghdr *message, int flags),
        (fd, message, flags))
FAILING(int, epoll_create1, EMFILE, (int flags), (flags))

/* A kernel refuses to watch one more, and always lets go of one. */
int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    static int (*real)(int epfd, int op, int fd, struct epoll_event *event);
    if (op == EPOLL_CTL_ADD && fails(ENOSPC))
        return -1;
    if (real == NULL)
        *(void **)(void *)&real = behind("epoll_ctl");
    return real(epfd, op, fd, event);
}
