/* A TLS client for tests: see tls_client.h. */
#include "tls_client.h"
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 10 };

static gnutls_certificate_credentials_t credentials;

void tls_client_start(void)
{
    must(gnutls_certificate_allocate_credentials(&credentials) == GNUTLS_E_SUCCESS, "no memory");
}

void tls_client_stop(void)
{
    gnutls_certificate_free_credentials(credentials);
}

static int connect_from(const char *from, uint16_t port)
{
    struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
    const int yes = 1;
    struct sockaddr_in here = { .sin_family = AF_INET };
    struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(port) };
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0 && inet_pton(AF_INET, from, &here.sin_addr) == 1, "no socket");
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (bind(fd, (const struct sockaddr *)&here, sizeof here) == 0 &&
        connect(fd, (const struct sockaddr *)&there, sizeof there) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

static bool shake_hands(gnutls_session_t session)
{
    int code;
    do
        code = gnutls_handshake(session);
    while (code == GNUTLS_E_INTERRUPTED);
    return code == GNUTLS_E_SUCCESS;
}

bool tls_client_open(struct tls_client *client, const char *from, uint16_t port)
{
    gnutls_session_t session;
    client->session = NULL;
    client->fd = connect_from(from, port);
    if (client->fd < 0)
        return false;
    must(gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL) == GNUTLS_E_SUCCESS, "no memory");
    (void)gnutls_set_default_priority(session);
    (void)gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(session, client->fd);
    client->session = session;
    if (shake_hands(session))
        return true;
    tls_client_close(client);
    return false;
}

void tls_client_close(struct tls_client *client)
{
    if (client->session != NULL)
        gnutls_deinit(client->session);
    if (client->fd >= 0)
        (void)close(client->fd);
    client->session = NULL;
    client->fd = -1;
}

bool tls_client_say(struct tls_client *client, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t count = gnutls_record_send(client->session, at, size);
        if (count == GNUTLS_E_INTERRUPTED)
            continue;
        if (count <= 0)
            return false;
        at += count;
        size -= (size_t)count;
    }
    return true;
}

static bool something_comes(const struct tls_client *client)
{
    struct pollfd come = { .fd = client->fd, .events = POLLIN };
    return poll(&come, 1, PATIENCE_SECONDS * 1000) > 0;
}

/* Reads on until `enough` of what is there, the end, or no more room. */
static bool hear(struct tls_client *client, char *ret, size_t size, const char *enough)
{
    size_t at = 0;
    ret[0] = '\0';
    while (at + 1 < size && (enough == NULL || strstr(ret, enough) == NULL)) {
        ssize_t count = gnutls_record_recv(client->session, ret + at, size - 1 - at);
        /* A session ticket came, which is nothing to hear, or nothing came. */
        if (count == GNUTLS_E_AGAIN && !something_comes(client))
            return false;
        if (count < 0 && gnutls_error_is_fatal((int)count) == 0)
            continue;
        if (count <= 0)
            return true;
        at += (size_t)count;
        ret[at] = '\0';
    }
    return true;
}

bool tls_client_hear(struct tls_client *client, char *ret, size_t size)
{
    return hear(client, ret, size, NULL);
}

bool tls_client_hear_head(struct tls_client *client, char *ret, size_t size)
{
    return hear(client, ret, size, "\r\n\r\n");
}
