/* Cuts connections that crawl: see struct guard in http_int.h. */
#include "http_int.h"
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum {
    GRACE_MS = 20 * 1000,   /* for a handshake, a header, the first bytes of a body */
    SLOWEST_BYTES_A_MS = 1, /* 8 kbit/s: below the worst mobile network that still works */
    ROUND_MS = 500,
};

static void set_due(struct guard *guard, struct connection *connection, msec due)
{
    if (connection == NULL)
        return;
    (void)pthread_mutex_lock(&guard->lock);
    connection->due = due;
    (void)pthread_mutex_unlock(&guard->lock);
}

void guard_waiting(struct guard *guard, struct connection *connection)
{
    set_due(guard, connection, clock_mono() + guard->idle_ms + GRACE_MS);
}

void guard_moved(struct guard *guard, struct connection *connection, size_t bytes)
{
    if (connection == NULL)
        return;
    (void)pthread_mutex_lock(&guard->lock);
    if (connection->due != NEVER)
        connection->due += bytes / SLOWEST_BYTES_A_MS;
    (void)pthread_mutex_unlock(&guard->lock);
}

void guard_thinking(struct guard *guard, struct connection *connection)
{
    set_due(guard, connection, NEVER);
}

void guard_writing(struct guard *guard, struct connection *connection, size_t bytes)
{
    set_due(guard, connection, clock_mono() + GRACE_MS + bytes / SLOWEST_BYTES_A_MS);
}

static void name_peer(const struct sockaddr *peer, char *ret, size_t size)
{
    socklen_t length =
        peer->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    if (getnameinfo(peer, length, ret, (socklen_t)size, NULL, 0, NI_NUMERICHOST) != 0)
        ret[0] = '\0';
}

struct connection *guard_add(struct guard *guard, int fd, const struct sockaddr *peer)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return NULL;
    connection->fd = fd;
    connection->kept = buf_new(HTTP_KEPT_MAX);
    connection->due = clock_mono() + guard->idle_ms + GRACE_MS;
    if (peer != NULL)
        name_peer(peer, connection->peer, sizeof connection->peer);
    (void)pthread_mutex_lock(&guard->lock);
    connection->next = guard->first;
    if (guard->first != NULL)
        guard->first->previous = connection;
    guard->first = connection;
    (void)pthread_cond_signal(&guard->changed);
    (void)pthread_mutex_unlock(&guard->lock);
    return connection;
}

void guard_remove(struct guard *guard, struct connection *connection)
{
    if (connection == NULL)
        return;
    (void)pthread_mutex_lock(&guard->lock);
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        guard->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    (void)pthread_mutex_unlock(&guard->lock);
    buf_finish(&connection->kept);
    free(connection);
}

/* The descriptor is only shut down: the library sees the end and closes it in its own time, after
 * it has taken the connection out of the list under the same lock. */
static void cut_overdue(struct guard *guard, msec now)
{
    for (struct connection *c = guard->first; c != NULL; c = c->next)
        if (c->due <= now) {
            (void)shutdown(c->fd, SHUT_RDWR);
            c->due = NEVER;
        }
}

static void sleep_a_round(struct guard *guard)
{
    struct timespec until;
    if (guard->first == NULL) {
        (void)pthread_cond_wait(&guard->changed, &guard->lock);
        return;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ROUND_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_cond_timedwait(&guard->changed, &guard->lock, &until);
}

static void *guard_loop(void *argument)
{
    struct guard *guard = argument;
    (void)pthread_mutex_lock(&guard->lock);
    while (!guard->stopping) {
        cut_overdue(guard, clock_mono());
        sleep_a_round(guard);
    }
    (void)pthread_mutex_unlock(&guard->lock);
    return NULL;
}

bool guard_start(struct guard *guard, unsigned idle_seconds, struct err *err)
{
    pthread_condattr_t monotonic;
    guard->idle_ms = (msec)idle_seconds * 1000;
    (void)pthread_mutex_init(&guard->lock, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&guard->changed, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    if (pthread_create(&guard->thread, NULL, guard_loop, guard) == 0)
        return true;
    (void)pthread_cond_destroy(&guard->changed);
    (void)pthread_mutex_destroy(&guard->lock);
    return err_set(err, ERR_LATER, "no thread could be made to watch over connections");
}

void guard_stop(struct guard *guard)
{
    (void)pthread_mutex_lock(&guard->lock);
    guard->stopping = true;
    (void)pthread_cond_signal(&guard->changed);
    (void)pthread_mutex_unlock(&guard->lock);
    (void)pthread_join(guard->thread, NULL);
    (void)pthread_cond_destroy(&guard->changed);
    (void)pthread_mutex_destroy(&guard->lock);
}
