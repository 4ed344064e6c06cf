/* The listening socket: made by ourselves, so that "port taken" can be said in words. */
#include "http_int.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 512 };

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static bool address_parse(const char *text, uint16_t port, union address *ret, socklen_t *ret_size)
{
    *ret = (union address){ 0 };
    if (inet_pton(AF_INET, text, &ret->four.sin_addr) == 1) {
        ret->four.sin_family = AF_INET;
        ret->four.sin_port = htons(port);
        *ret_size = sizeof ret->four;
        return true;
    }
    if (inet_pton(AF_INET6, text, &ret->six.sin6_addr) == 1) {
        ret->six.sin6_family = AF_INET6;
        ret->six.sin6_port = htons(port);
        *ret_size = sizeof ret->six;
        return true;
    }
    return false;
}

/* The port behind a bound socket. */
static uint16_t port_of(int fd)
{
    union address bound = { 0 };
    socklen_t size = sizeof bound;
    if (getsockname(fd, &bound.any, &size) != 0)
        return 0;
    return ntohs(bound.any.sa_family == AF_INET6 ? bound.six.sin6_port : bound.four.sin_port);
}

static bool bind_and_listen(int fd, const union address *at, socklen_t size)
{
    const int yes = 1;
    const int no = 0;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0)
        return false;
    /* "::" stands for every address of the machine, the old kind too. */
    if (at->any.sa_family == AF_INET6)
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    return bind(fd, &at->any, size) == 0 && listen(fd, BACKLOG) == 0;
}

int listen_open(const char *address, uint16_t port, uint16_t *ret_port, struct err *err)
{
    union address at;
    socklen_t size;
    if (!address_parse(address, port, &at, &size)) {
        (void)err_set(
            err, ERR_USAGE,
            "\"%.60s\" is not an address of this machine such as 127.0.0.1 or ::", address);
        return -1;
    }
    int fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && bind_and_listen(fd, &at, size)) {
        *ret_port = port_of(fd);
        return fd;
    }
    if (errno == EADDRINUSE)
        (void)err_set(err, ERR_LATER,
                      "port %u at %s is taken by another program; choose another with --listen",
                      (unsigned)port, address);
    else
        (void)err_errno(err, "listening at %s port %u", address, (unsigned)port);
    if (fd >= 0)
        (void)close(fd);
    return -1;
}
