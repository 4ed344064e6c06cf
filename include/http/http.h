#pragma once
/*
 * The hub's HTTPS server and its certificates: the only room that knows libmicrohttpd and GnuTLS.
 * A handler gets a whole, bounded request and answers it now or later, from any thread.
 */
#include "buf.h"

enum { HTTP_PATH_MAX = 512, HTTP_HEADER_MAX = 64, HTTP_KEPT_MAX = 4096 };

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

/* A header of the request, "" when it is not there. Valid until it is answered. */
const char *http_header(const struct http_exchange *exchange, const char *name);

/* Bytes (HTTP_KEPT_MAX at most) that live as long as the connection over which the request came,
 * for handlers that remember something from one request to the next; NULL when there is no room for
 * any. Whoever handles the request may use them until it is answered. */
struct buf *http_kept(struct http_exchange *exchange);

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

/* A header of an answer. */
struct http_field {
    const char *name, *value;
};

enum { HTTP_FIELDS_MAX = 12 };

struct http_reply {
    int status;
    const char *content_type; /* NULL for none */
    struct span body;         /* copied */
    unsigned retry_after;     /* seconds, 0 for none */
    /* Compressed when the client takes that and it is worth it: zstd before gzip. An ETag among the
     * fields then ends in the coding's name, which http_etag_among knows. */
    bool pack;
    struct http_field fields[HTTP_FIELDS_MAX]; /* end with a NULL name */
};
/* Answers with all that. Once for each exchange, from any thread. */
void http_answer_with(struct http_exchange *exchange, const struct http_reply *reply);
/* Is this ETag (with its quotes) among those of an If-Match or If-None-Match header? "*" is any. */
bool http_etag_among(const char *header, const char *etag);

struct http_stream; /* an answer whose end is not known yet; for one thread */

/* Begins an answer that is written piece by piece (reply's body is not looked at). NULL when it
 * cannot be; the exchange is then still to be answered. */
struct http_stream *http_stream_begin(struct http_exchange *exchange,
                                      const struct http_reply *reply, struct err *err);
/* Waits while the client reads slowly. False when it has gone or the server stops: then only the
 * end is left to be called. */
MUST_CHECK bool http_stream_write(struct http_stream *stream, struct span bytes, struct err *err);
/* Ends it. What is not whole is cut, so that nobody takes it for the whole. */
void http_stream_end(struct http_stream *stream, bool whole);

struct http_route {
    const char *method;
    const char *path; /* exact, a prefix when it ends with a slash, or "*" for every one */
    size_t body_max;  /* more is 413 before it is read */
    /* Runs on one of the server's threads; must not block for long: hand over and http_answer
     * later. */
    void (*handle)(void *context, const struct http_request *request,
                   struct http_exchange *exchange);
};

enum { HTTP_TICKET_SECRET = 64 };

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
    struct span ticket_secret; /* HTTP_TICKET_SECRET bytes, or none: one of this server's own */
    const struct http_route *routes; /* ends with a NULL method */
    void *context;
    const struct http_route *more; /* asked when none of those fits; NULL for none */
    void *more_context;
    const struct http_route *pages; /* asked when none of those fits either; NULL for none */
};

struct http_server; /* opaque */
/* Starts to serve. Session tickets are on, one for a session that is resumed; GnuTLS derives their
 * keys from the secret and changes them as time goes by, so that servers with one secret and the
 * right time resume each other's sessions. SIGPIPE is ignored from then on. */
MUST_CHECK bool http_start(const struct http_config *config, struct http_server **ret,
                           struct err *err);
/* Shows another certificate (PEM, chain) to whoever connects from now on. What is wrong with it
 * leaves the one before: ERR_USAGE when the files hold none, or do not belong together. One thread
 * at a time. */
MUST_CHECK bool http_renew(struct http_server *server, const char *cert_file, const char *key_file,
                           struct err *err);
uint16_t http_port(const struct http_server *server);
/* Answers what is under way, then closes. NULL is fine. */
void http_stop(struct http_server *server);
