/* A small HTTPS client for benchmarks: see hub_talk.h. */
#include "hub_talk.h"
#include "hub_crowd.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_MAX = 4096 };

static const char priorities[] =
    "NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+GROUP-X25519:+SIGN-ECDSA-SECP256R1-SHA256:"
    "+CTYPE-X509";

static void check(int code, const char *what)
{
    struct err err = { 0 };
    if (code >= 0)
        return;
    (void)err_set(&err, ERR_LATER, "%s", gnutls_strerror(code));
    bench_fail(what, &err);
}

void talk_place_open(struct talk_place *place, uint16_t port, const char *ca_file)
{
    place->port = port;
    check(gnutls_certificate_allocate_credentials(&place->trust), "making room for trust");
    check(gnutls_certificate_set_x509_trust_file(place->trust, ca_file, GNUTLS_X509_FMT_PEM),
          "reading the hub's CA");
}

void talk_place_close(struct talk_place *place)
{
    gnutls_certificate_free_credentials(place->trust);
}

static ssize_t push(gnutls_transport_ptr_t context, const void *data, size_t size)
{
    struct talk *talk = context;
    ssize_t sent = send(talk->fd, data, size, MSG_NOSIGNAL);
    if (sent > 0)
        talk->up += (size_t)sent;
    return sent;
}

static ssize_t pull(gnutls_transport_ptr_t context, void *data, size_t size)
{
    struct talk *talk = context;
    ssize_t got = recv(talk->fd, data, size, 0);
    if (got > 0)
        talk->down += (size_t)got;
    return got;
}

static int wait_to_pull(gnutls_transport_ptr_t context, unsigned ms)
{
    const struct talk *talk = context;
    struct pollfd ready = { .fd = talk->fd, .events = POLLIN };
    return poll(&ready, 1, ms == GNUTLS_INDEFINITE_TIMEOUT ? -1 : (int)ms);
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof at) != 0)
        bench_fail("connecting to the hub", NULL);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return fd;
}

void talk_open(struct talk *talk, const struct talk_place *place, struct span ticket)
{
    int code;
    *talk = (struct talk){ .fd = connect_to(place->port) };
    check(gnutls_init(&talk->tls, GNUTLS_CLIENT), "starting TLS");
    check(gnutls_priority_set_direct(talk->tls, priorities, NULL), "choosing ciphers");
    check(gnutls_credentials_set(talk->tls, GNUTLS_CRD_CERTIFICATE, place->trust), "trusting");
    gnutls_session_set_verify_cert(talk->tls, "localhost", 0);
    if (ticket.size > 0)
        check(gnutls_session_set_data(talk->tls, ticket.data, ticket.size), "resuming");
    gnutls_transport_set_ptr(talk->tls, talk);
    gnutls_transport_set_push_function(talk->tls, push);
    gnutls_transport_set_pull_function(talk->tls, pull);
    gnutls_transport_set_pull_timeout_function(talk->tls, wait_to_pull);
    do
        code = gnutls_handshake(talk->tls);
    while (code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED);
    check(code, "shaking hands with the hub");
    talk->resumed = gnutls_session_is_resumed(talk->tls) != 0;
}

void talk_ticket(struct talk *talk, struct buf *ret)
{
    gnutls_datum_t data = { 0 };
    check(gnutls_session_get_data2(talk->tls, &data), "keeping a session");
    buf_put(ret, data.data, data.size);
    gnutls_free(data.data);
}

void talk_close(struct talk *talk)
{
    (void)gnutls_bye(talk->tls, GNUTLS_SHUT_WR);
    gnutls_deinit(talk->tls);
    (void)close(talk->fd);
}

static void send_all(struct talk *talk, struct span bytes)
{
    while (bytes.size > 0) {
        ssize_t sent = gnutls_record_send(talk->tls, bytes.data, bytes.size);
        if (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED)
            continue;
        check((int)sent, "sending to the hub");
        bytes = span_of(bytes.data + sent, bytes.size - (size_t)sent);
    }
}

/* One more piece of the answer behind what there is. */
static void receive(struct talk *talk, struct buf *ret)
{
    uint8_t piece[16 * 1024];
    ssize_t got;
    do
        got = gnutls_record_recv(talk->tls, piece, sizeof piece);
    while (got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED);
    check((int)got, "receiving from the hub");
    if (got == 0)
        bench_fail("the hub ended the connection", NULL);
    buf_put(ret, piece, (size_t)got);
}

/* What Content-Length says; the head ends with a zero. */
static size_t length_of(const char *head)
{
    for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, "Content-Length:", 15) == 0)
            return (size_t)strtoul(line + 2 + 15, NULL, 10);
    return 0;
}

static int read_answer(struct talk *talk, struct buf *ret_body)
{
    BUF_AUTO all = buf_new(HEAD_MAX + ret_body->ceiling);
    const char *end = NULL;
    while (end == NULL) {
        receive(talk, &all);
        end = strstr(buf_text(&all), "\r\n\r\n");
    }
    size_t head = (size_t)(end + 4 - buf_text(&all));
    int status = atoi(buf_text(&all) + strlen("HTTP/1.1 "));
    size_t whole = head + length_of(buf_text(&all));
    while (all.size < whole)
        receive(talk, &all);
    buf_put(ret_body, all.data + head, whole - head);
    return status;
}

int talk_post(struct talk *talk, const char *path, const char *type, struct span body,
              struct buf *ret_body)
{
    BUF_AUTO request = buf_new(HEAD_MAX + body.size);
    buf_printf(&request,
               "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n"
               "Content-Length: %zu\r\n\r\n",
               path, type, body.size);
    buf_put_span(&request, body);
    send_all(talk, buf_span(&request));
    return read_answer(talk, ret_body);
}
