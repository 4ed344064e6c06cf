/*
 * A short answer in one piece: libmicrohttpd hands head and body to TLS one after the other, and
 * each would be a record of its own (22 bytes) in a packet of its own. Until the answer is over
 * they are held back, then they go together.
 */
#include "http_int.h"
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum { SHORT_MAX = 4096 };

static gnutls_session_t session_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : info->tls_session;
}

void together_begin(struct http_exchange *exchange)
{
    gnutls_session_t session = session_of(exchange->mhd);
    exchange->together =
        session != NULL && exchange->connection != NULL && exchange->answer_size <= SHORT_MAX;
    if (exchange->together)
        gnutls_record_cork(session);
}

/* The library keeps its sockets corked, so that what is sent waits for more; this says that no more
 * comes. */
static void push_out(int fd)
{
    const int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void together_end(struct http_exchange *exchange)
{
    if (!exchange->together)
        return;
    exchange->together = false;
    /* So little always finds room but with a peer that has stopped to read: it is cut. */
    if (gnutls_record_uncork(session_of(exchange->mhd), 0) < 0)
        (void)shutdown(exchange->connection->fd, SHUT_RDWR);
    push_out(exchange->connection->fd);
}
