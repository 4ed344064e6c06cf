/*
 * The HTTPS server: libmicrohttpd with an epoll thread a core, TLS by GnuTLS. This file starts and
 * stops it; what happens to one request is exchange.c, to a crawling connection guard.c.
 */
#include "http_int.h"
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 64, STOP_SECONDS = 10 };

/* TLS 1.2 and above, forward secrecy and authenticated ciphers only. The group that clients guess
 * stands first: asking for another costs a round trip and half a kilobyte. */
static const char priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-CIPHER-ALL:"
    "+AES-128-GCM:+CHACHA20-POLY1305:+AES-256-GCM:-MAC-ALL:+AEAD:"
    "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:%SERVER_PRECEDENCE";

static struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void *on_request_line(void *context, const char *uri, struct MHD_Connection *connection)
{
    tickets_send(connection, connection_of(connection));
    return exchange_new(context, uri);
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange)
{
    (void)context;
    (void)url;
    (void)version;
    /* Without memory for the exchange there is none to refuse it with. */
    return *exchange == NULL ? MHD_NO
                             : exchange_run(*exchange, connection, method, upload, upload_size);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **exchange,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    if (*exchange != NULL)
        exchange_over(*exchange);
    *exchange = NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        guard_remove(&server->guard, *socket_context);
        return;
    }
    certificate_enable(server, connection);
    tickets_enable(server->ticket_key, connection);
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *socket_context =
        guard_add(&server->guard, fd->connect_fd, peer == NULL ? NULL : peer->client_addr);
}

/* Paths are compared as they were sent: nothing is decoded twice or differently from a proxy. */
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static unsigned threads_wanted(unsigned given)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (given == 0)
        given = cores < 1 ? 1 : (unsigned)cores;
    return given > THREADS_MAX ? THREADS_MAX : given;
}

static bool daemon_start(struct http_server *server, const struct http_config *config, int fd,
                         struct err *err)
{
    unsigned threads = threads_wanted(config->threads);
    unsigned limit = config->connections_max < threads ? threads : config->connections_max;
    struct MHD_OptionItem options[] = {
        { MHD_OPTION_LISTEN_SOCKET, fd, NULL },
        { MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? (intptr_t)threads : 0, NULL },
        { MHD_OPTION_CONNECTION_LIMIT, (intptr_t)limit, NULL },
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT, (intptr_t)config->connections_each, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)config->idle_seconds, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, HTTP_MEMORY_MAX, NULL },
        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, server },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, server },
        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server },
        { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_encoded, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    server->daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TLS | MHD_ALLOW_SUSPEND_RESUME |
                             MHD_USE_ITC | MHD_USE_SUPPRESS_DATE_NO_CLOCK,
                         0, NULL, NULL, on_request, server, MHD_OPTION_HTTPS_PRIORITIES, priorities,
                         MHD_OPTION_HTTPS_CERT_CALLBACK, certificate_show, MHD_OPTION_ARRAY,
                         options, MHD_OPTION_END);
    if (server->daemon != NULL)
        return true;
    return err_set(err, ERR_LATER, "the HTTPS server does not start");
}

static bool server_prepare(struct http_server *server, const struct http_config *config,
                           struct err *err)
{
    server->routes[0] = (struct http_routes){ config->routes, config->context };
    server->routes[1] = (struct http_routes){ config->more, config->more_context };
    server->routes[2] = (struct http_routes){ config->pages, NULL };
    server->bodies_max = config->bodies_max;
    atomic_init(&server->bodies, 0);
    (void)pthread_mutex_init(&server->lock, NULL);
    (void)pthread_cond_init(&server->changed, NULL);
    return certificate_read(server, config->cert_file, config->key_file, err) &&
           tickets_new(config->ticket_secret, &server->ticket_key, err);
}

static void server_free(struct http_server *server)
{
    tickets_free(server->ticket_key);
    certificate_free(server);
    (void)pthread_cond_destroy(&server->changed);
    (void)pthread_mutex_destroy(&server->lock);
    free(server);
}

static bool server_listen(struct http_server *server, const struct http_config *config,
                          struct err *err)
{
    int fd = listen_open(config->address, config->port, &server->port, err);
    if (fd < 0)
        return false;
    if (!guard_start(&server->guard, config->idle_seconds, err)) {
        (void)close(fd);
        return false;
    }
    server->listening = fd;
    if (daemon_start(server, config, fd, err))
        return true;
    guard_stop(&server->guard);
    (void)close(fd);
    return false;
}

bool http_start(const struct http_config *config, struct http_server **ret, struct err *err)
{
    struct http_server *server = calloc(1, sizeof *server);
    if (server == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the server");
    (void)signal(SIGPIPE, SIG_IGN);
    if (!server_prepare(server, config, err) || !server_listen(server, config, err)) {
        server_free(server);
        return false;
    }
    *ret = server;
    return true;
}

bool http_renew(struct http_server *server, const char *cert_file, const char *key_file,
                struct err *err)
{
    return certificate_read(server, cert_file, key_file, err);
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

/* Waits until all that was handed over is answered, and for a while until it is written: those who
 * do not read must not keep the hub from stopping. */
static void finish_under_way(struct http_server *server)
{
    struct timespec until;
    int waited = 0;
    (void)pthread_mutex_lock(&server->lock);
    server->stopping = true;
    while (server->unanswered > 0)
        (void)pthread_cond_wait(&server->changed, &server->lock);
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STOP_SECONDS;
    while (server->unwritten > 0 && waited == 0)
        waited = pthread_cond_timedwait(&server->changed, &server->lock, &until);
    (void)pthread_mutex_unlock(&server->lock);
}

void http_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    /* New callers are refused from here on. libmicrohttpd's own way, to quiesce, can end the
     * process: it takes the socket from threads that may be letting go of it at the same moment. */
    (void)shutdown(server->listening, SHUT_RDWR);
    finish_under_way(server);
    MHD_stop_daemon(server->daemon);
    guard_stop(&server->guard);
    server_free(server);
}
