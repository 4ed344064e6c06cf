/* Counts what passes between two programs: see net_relay.h. */
#include "net_relay.h"
#include "hub_crowd.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, LOOK_MS = 5 };

static struct sockaddr_in loopback(uint16_t port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons(port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void at_once(int fd)
{
    const int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static int connect_on(uint16_t port)
{
    struct sockaddr_in at = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0)
        bench_fail("the relay finds no hub", NULL);
    at_once(fd);
    return fd;
}

/* Passes on what there is; false at the end. */
static bool pass_on(int from, int to, atomic_size_t *counter)
{
    uint8_t piece[PIECE];
    ssize_t got = recv(from, piece, sizeof piece, 0);
    if (got <= 0)
        return false;
    (void)atomic_fetch_add(counter, (size_t)got);
    for (ssize_t sent = 0; sent < got;) {
        ssize_t now = send(to, piece + sent, (size_t)(got - sent), MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += now;
    }
    return true;
}

/* One connection until both sides have ended it. */
static void carry(struct relay *relay, int caller, int hub)
{
    struct pollfd ends[] = { { caller, POLLIN, 0 }, { hub, POLLIN, 0 } };
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (atomic_exchange(&relay->cut, false))
            (void)shutdown(hub, SHUT_WR);
        if (atomic_load(&relay->over))
            return;
        (void)poll(ends, 2, LOOK_MS);
        if (ends[0].revents != 0 && !pass_on(caller, hub, &relay->up)) {
            (void)shutdown(hub, SHUT_WR);
            ends[0].fd = -1;
        }
        if (ends[1].revents != 0 && !pass_on(hub, caller, &relay->down)) {
            (void)shutdown(caller, SHUT_RDWR);
            return;
        }
    }
}

static void *relay_run(void *context)
{
    struct relay *relay = context;
    while (!atomic_load(&relay->over)) {
        struct pollfd door = { relay->listening, POLLIN, 0 };
        if (poll(&door, 1, LOOK_MS) <= 0)
            continue;
        int caller = accept4(relay->listening, NULL, NULL, SOCK_CLOEXEC);
        if (caller < 0)
            continue;
        int hub = connect_on(relay->to);
        at_once(caller);
        (void)atomic_fetch_add(&relay->connections, 1);
        carry(relay, caller, hub);
        (void)close(caller);
        (void)close(hub);
        atomic_store(&relay->cut, false);
    }
    return NULL;
}

void relay_start(struct relay *relay, uint16_t to)
{
    struct sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    relay->to = to;
    relay->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (relay->listening < 0 ||
        bind(relay->listening, (const struct sockaddr *)&at, sizeof at) != 0 ||
        listen(relay->listening, 8) != 0 ||
        getsockname(relay->listening, (struct sockaddr *)&at, &size) != 0 ||
        pthread_create(&relay->thread, NULL, relay_run, relay) != 0)
        bench_fail("starting the relay", NULL);
    relay->port = ntohs(at.sin_port);
}

void relay_cut(struct relay *relay)
{
    atomic_store(&relay->cut, true);
    for (int i = 0; i < 400 && atomic_load(&relay->cut); i++)
        (void)usleep(LOOK_MS * 1000);
    (void)usleep(20 * LOOK_MS * 1000); /* until the goodbyes have passed */
}

void relay_stop(struct relay *relay)
{
    atomic_store(&relay->over, true);
    (void)pthread_join(relay->thread, NULL);
    (void)close(relay->listening);
}
