#pragma once
/*
 * The hub's HTTPS server and its certificates: the only room that knows libmicrohttpd and GnuTLS.
 * A handler gets a whole, bounded request and answers it now or later, from any thread.
 */
#include "buf.h"

enum { HTTP_PATH_MAX = 512, HTTP_HEADER_MAX = 64 };

struct http_request {
    const char *method;       /* "GET", "POST" */
    const char *path;         /* decoded nowhere: as sent, at most HTTP_PATH_MAX */
    const char *query;        /* behind the question mark, or "" */
    const char *content_type; /* "" when there is none */
    const char *peer;         /* the address it came from, without the port */
    uint64_t range_from;      /* "Range: bytes=N-"; 0 without; http_answer_part honours it */
    struct span body;         /* borrowed until answered */
};

struct http_exchange; /* one request on its way */

/* Answers; the body is copied. Exactly once for each exchange, from any thread. retry_after in
 * seconds, 0 for none. */
void http_answer(struct http_exchange *exchange, int status, const char *content_type,
                 struct span body, unsigned retry_after);
/* Answers 200 with the whole body or, when the request asks for a range, 206 with the rest of it
 * from there on (416 behind its end). The body is copied. */
void http_answer_part(struct http_exchange *exchange, const char *content_type, struct span whole);
/* The same with a body that stays valid for ever (embedded files). */
void http_answer_static(struct http_exchange *exchange, int status, const char *content_type,
                        struct span body);
/* application/problem+json (RFC 9457) with the error's sentence; the status from its kind. */
void http_answer_error(struct http_exchange *exchange, const struct err *err, unsigned retry_after);

struct http_route {
    const char *method;
    const char *path; /* exact, or a prefix when it ends with a slash */
    size_t body_max;  /* more is 413 before it is read */
    /* Runs on one of the server's threads; must not block for long: hand over and http_answer
     * later. */
    void (*handle)(void *context, const struct http_request *request,
                   struct http_exchange *exchange);
};

struct http_config {
    const char *address;   /* "127.0.0.1" or "::" */
    uint16_t port;         /* 0: any free one */
    const char *cert_file; /* PEM, chain */
    const char *key_file;
    unsigned threads; /* 0: one a core */
    unsigned connections_max;
    unsigned connections_each; /* from one address; 0: as many as there may be at all */
    size_t bodies_max;         /* bytes of all bodies under way, more is 503; 0: no limit */
    unsigned idle_seconds;
    const struct http_route *routes; /* ends with a NULL method */
    void *context;
};

struct http_server; /* opaque */
/* Starts to serve. Session tickets are on; GnuTLS rotates their keys, made from one that never
 * leaves memory. SIGPIPE is ignored from then on. */
MUST_CHECK bool http_start(const struct http_config *config, struct http_server **ret,
                           struct err *err);
uint16_t http_port(const struct http_server *server);
/* Answers what is under way, then closes. NULL is fine. */
void http_stop(struct http_server *server);
