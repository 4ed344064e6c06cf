#pragma once
/* What the files of the HTTP room share: the server, its open connections, and one exchange. */
#include "clock.h"
#include "http.h"
#include <microhttpd.h>
#include <pthread.h>

enum {
    HTTP_MEMORY_MAX = 24 * 1024, /* of one connection: request line, headers and read buffer */
    HTTP_URI_MAX = 2 * HTTP_PATH_MAX,
    HTTP_OVERSHOOT_MAX = 64 * 1024, /* read and thrown away so that a 413 can be said politely */
};

/* One open connection, in the list of its guard. */
struct connection {
    int fd;
    msec due;      /* when it is cut unless it moves on; NEVER while the hub itself is thinking */
    char peer[64]; /* address without port; "" when it has none */
    struct connection *next, *previous;
};

/* Cuts connections whose request or answer crawls. The idle time-out of the library sees only
 * complete silence; a client that sends one byte a second must not hold a place either. */
struct guard {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    struct connection *first;
    msec idle_ms;
    bool stopping;
};

MUST_CHECK bool guard_start(struct guard *guard, unsigned idle_seconds, struct err *err);
void guard_stop(struct guard *guard);
/* NULL when out of memory: the connection is then unguarded. */
struct connection *guard_add(struct guard *guard, int fd, const struct sockaddr *peer);
void guard_remove(struct guard *guard, struct connection *connection);
/* A new request may come; it has the idle time and then some. */
void guard_waiting(struct guard *guard, struct connection *connection);
/* So many more bytes of a body came, which earns the time that they may take. */
void guard_moved(struct guard *guard, struct connection *connection, size_t bytes);
/* The request is whole: time is the hub's own now. */
void guard_thinking(struct guard *guard, struct connection *connection);
/* An answer of so many bytes is being written. */
void guard_writing(struct guard *guard, struct connection *connection, size_t bytes);

struct http_server {
    struct MHD_Daemon *daemon;
    const struct http_route *routes;
    void *context;
    struct guard guard;
    struct buf cert, key;
    void *ticket_key; /* gnutls_datum_t */
    uint16_t port;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned unanswered, unwritten; /* exchanges handed over; under lock, as is: */
    bool stopping;
};

/* The listening socket, and the port it really has. -1 on failure. */
int listen_open(const char *address, uint16_t port, uint16_t *ret_port, struct err *err);

/* Session tickets: see tickets.c. */
MUST_CHECK bool tickets_new(void **ret_key, struct err *err);
void tickets_free(void *key); /* NULL is fine */
void tickets_enable(void *key, struct MHD_Connection *connection);

/* ---- exchange.c: one request from its first line to its last byte ---- */
struct http_exchange *exchange_new(struct http_server *server, const char *uri);
enum MHD_Result exchange_run(struct http_exchange *exchange, struct MHD_Connection *connection,
                             const char *method, const char *upload, size_t *upload_size);
void exchange_over(struct http_exchange *exchange);
