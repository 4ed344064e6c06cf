#pragma once
/* What the files of the HTTP room share: the server, its open connections, and one exchange. */
#include "clock.h"
#include "http.h"
#include <gnutls/abstract.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    HTTP_MEMORY_MAX = 24 * 1024, /* of one connection: request line, headers and read buffer */
    HTTP_URI_MAX = 2 * HTTP_PATH_MAX,
    HTTP_TABLES = 3, /* of routes */
    /* Read and thrown away, so that a 413 can be said: a connection that is closed while bytes are
     * still coming in is reset, and the answer can be lost with it. */
    HTTP_OVERSHOOT_MAX = 64 * 1024,
};

/* One open connection, in the list of its guard. */
struct connection {
    int fd;
    msec due;      /* when it is cut unless it moves on; NEVER while the hub itself is thinking */
    char peer[64]; /* address without port; "" when it has none */
    bool ticket_sent;
    struct buf kept; /* by handlers, for its later requests */
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

/* Routes and what their handlers are given. */
struct http_routes {
    const struct http_route *list; /* NULL for none */
    void *context;
};

struct http_server {
    struct MHD_Daemon *daemon;
    int listening; /* the daemon closes it */
    struct http_routes routes[HTTP_TABLES];
    struct guard guard;
    struct certificate *_Atomic certificate; /* the one that is shown now */
    void *ticket_key;                        /* gnutls_datum_t */
    uint16_t port;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t bodies_max;
    atomic_size_t bodies;           /* bytes of the bodies under way, of whoever sends them */
    unsigned unanswered, unwritten; /* exchanges handed over; under lock, as is: */
    bool stopping;
};

/* The listening socket, and the port it really has. -1 on failure. */
int listen_open(const char *address, uint16_t port, uint16_t *ret_port, struct err *err);

/* The certificate: see certificate.c. What was read is shown from then on; on failure the one
 * before stays. One thread at a time. */
struct certificate;
MUST_CHECK bool certificate_read(struct http_server *server, const char *cert_file,
                                 const char *key_file, struct err *err);
void certificate_free(struct http_server *server);
/* For a connection that has just begun. */
void certificate_enable(struct http_server *server, struct MHD_Connection *mhd);
/* What the TLS library asks for each handshake: gnutls_certificate_retrieve_function2. */
int certificate_show(gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                     const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                     gnutls_pcert_st **ret_chain, unsigned *ret_length, gnutls_privkey_t *ret_key);

/* Session tickets: see tickets.c. */
MUST_CHECK bool tickets_new(struct span secret, void **ret_key, struct err *err);
void tickets_free(void *key); /* NULL is fine */
/* For a connection that has just begun. */
void tickets_enable(void *key, struct MHD_Connection *mhd);
/* With each request: a resumed session gets its one ticket with the first. */
void tickets_send(struct MHD_Connection *mhd, struct connection *connection);

/* A short answer's head and body in one piece: see together.c. */
struct http_exchange;
void together_begin(struct http_exchange *exchange);
void together_end(struct http_exchange *exchange);

/* How far a request has come. */
enum stage { STAGE_NEW, STAGE_BODY, STAGE_HANDED_OVER };

struct http_exchange {
    struct http_server *server;
    struct connection *connection; /* in the guard's list; may be NULL */
    struct MHD_Connection *mhd;
    char uri[HTTP_URI_MAX + 1]; /* as sent; cut into path and query */
    bool uri_too_long;
    enum stage stage;
    const struct http_route *route;
    void *context; /* its handler's */
    struct http_request request;
    struct buf body;
    size_t body_counted;  /* of the server's bodies */
    bool announced_large; /* its length is over the ceiling, by little: it is thrown away for 413 */
    bool crowded_out;     /* there was no room for the body: it is thrown away and 503 is said */
    size_t thrown_away;
    bool refused;  /* an answer was queued before the body was read */
    bool together; /* its answer is held back until it is whole */

    atomic_int holders; /* the library, and the handler until it has answered */
    pthread_mutex_t lock;
    bool answered, suspended;    /* these five under lock */
    struct MHD_Response *answer; /* NULL although answered: there was no memory, so it is cut */
    unsigned status;
    size_t answer_size;
};

struct http_exchange *exchange_new(struct http_server *server, const char *uri);
enum MHD_Result exchange_run(struct http_exchange *exchange, struct MHD_Connection *connection,
                             const char *method, const char *upload, size_t *upload_size);
void exchange_over(struct http_exchange *exchange);

/* ---- exchange.c ---- */
/* Keeps the answer and wakes the connection if it sleeps. From then on the exchange may be gone. */
void exchange_hand_back(struct http_exchange *exchange, int status, struct MHD_Response *response,
                        size_t size);

/* ---- pack.c: compression ---- */
enum coding { CODING_NONE, CODING_GZIP, CODING_ZSTD };
/* The best that an Accept-Encoding header takes. */
enum coding coding_choose(const char *accepted);
const char *coding_name(enum coding coding);

struct packer;                                 /* opaque */
struct packer *packer_new(enum coding coding); /* NULL when out of memory */
void packer_free(struct packer *packer);       /* NULL is fine */
/* Appends what came out of it so far; all of it when this is the last. */
MUST_CHECK bool packer_put(struct packer *packer, struct span bytes, bool last, struct buf *out);

/* ---- answer.c ---- */
/* The headers of an answer; coding CODING_NONE for one that is not compressed. */
void reply_put_fields(struct MHD_Response *response, const struct http_reply *reply,
                      enum coding coding);

/* ---- under way: exchange.c ---- */
/* One more thing that keeps the server from stopping, and its end. */
void under_way_more(struct http_server *server);
void under_way_over(struct http_server *server);
bool server_is_stopping(struct http_server *server);

/* ---- head.c ---- */
/* The head is whole: finds the route and refuses what can be refused without the body. */
enum MHD_Result exchange_begin(struct http_exchange *exchange, const char *method);
enum MHD_Result exchange_refuse_size(struct http_exchange *exchange);

/* ---- head.c ---- */
/* Too many bodies are under way: the client is to come again later. */
enum MHD_Result exchange_refuse_crowd(struct http_exchange *exchange);

/* ---- answer.c ---- */
/* Refuses on the spot, on the library's own thread. allow: the method that the path has, or NULL.
 */
enum MHD_Result exchange_refuse(struct http_exchange *exchange, unsigned status, const char *title,
                                const char *detail, const char *allow);
/* The same with Retry-After. */
enum MHD_Result exchange_refuse_for(struct http_exchange *exchange, unsigned seconds,
                                    const char *title, const char *detail);
