/*
 * One request from its first line to its last byte. The library calls exchange_run several times:
 * once when the header is whole, for each piece of the body, when the body is whole, and again
 * after an answer that came later. Every refusal that can be made before the body is read is made
 * there.
 */
#include "http_int.h"
#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum stage { STAGE_NEW, STAGE_BODY, STAGE_HANDED_OVER };

struct http_exchange {
    struct http_server *server;
    struct connection *connection; /* in the guard's list; may be NULL */
    struct MHD_Connection *mhd;
    char uri[HTTP_URI_MAX + 1]; /* as sent; cut into path and query */
    bool uri_too_long;
    enum stage stage;
    const struct http_route *route;
    struct http_request request;
    struct buf body;
    size_t thrown_away;
    bool refused; /* an answer was queued before the body was read */

    atomic_int holders; /* the library, and the handler until it has answered */
    pthread_mutex_t lock;
    bool answered, suspended;    /* these five under lock */
    struct MHD_Response *answer; /* NULL although answered: there was no memory, so it is cut */
    unsigned status;
    size_t answer_size;
};

struct http_exchange *exchange_new(struct http_server *server, const char *uri)
{
    struct http_exchange *exchange = calloc(1, sizeof *exchange);
    if (exchange == NULL)
        return NULL;
    int length = snprintf(exchange->uri, sizeof exchange->uri, "%s", uri);
    exchange->uri_too_long = length > HTTP_URI_MAX;
    exchange->server = server;
    atomic_init(&exchange->holders, 1);
    (void)pthread_mutex_init(&exchange->lock, NULL);
    return exchange;
}

static void exchange_release(struct http_exchange *exchange)
{
    if (atomic_fetch_sub(&exchange->holders, 1) != 1)
        return;
    if (exchange->answer != NULL)
        MHD_destroy_response(exchange->answer);
    buf_finish(&exchange->body);
    (void)pthread_mutex_destroy(&exchange->lock);
    free(exchange);
}

/* Counts an exchange as under way unless the server is stopping. */
static bool under_way_begin(struct http_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    bool begun = !server->stopping;
    if (begun) {
        server->unanswered++;
        server->unwritten++;
    }
    (void)pthread_mutex_unlock(&server->lock);
    return begun;
}

static void under_way_less(struct http_server *server, unsigned *counter)
{
    (void)pthread_mutex_lock(&server->lock);
    *counter -= 1;
    (void)pthread_cond_signal(&server->changed);
    (void)pthread_mutex_unlock(&server->lock);
}

void exchange_over(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    bool counted = exchange->stage == STAGE_HANDED_OVER;
    guard_waiting(&server->guard, exchange->connection);
    exchange_release(exchange);
    if (counted)
        under_way_less(server, &server->unwritten);
}

/* ---- answers ---- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (response != NULL && value != NULL)
        (void)MHD_add_response_header(response, name, value);
}

/* Keeps the answer and wakes the connection if it sleeps. From here on the exchange may be gone. */
static void hand_back(struct http_exchange *exchange, int status, struct MHD_Response *response,
                      size_t size)
{
    struct http_server *server = exchange->server;
    (void)pthread_mutex_lock(&exchange->lock);
    must(!exchange->answered, "an exchange was answered twice");
    exchange->answered = true;
    exchange->answer = response;
    exchange->status = (unsigned)status;
    exchange->answer_size = size;
    if (exchange->suspended)
        MHD_resume_connection(exchange->mhd);
    (void)pthread_mutex_unlock(&exchange->lock);
    exchange_release(exchange);
    under_way_less(server, &server->unanswered);
}

/* NULL when there is no memory. */
static struct MHD_Response *response_of(struct span body, enum MHD_ResponseMemoryMode mode)
{
    /* The library takes a pointer that it may write to, but copies or only reads it in these modes.
     */
    union {
        const void *from;
        void *to;
    } bytes = { .from = body.size == 0 ? "" : (const void *)body.data };
    return MHD_create_response_from_buffer(body.size, bytes.to, mode);
}

void http_answer(struct http_exchange *exchange, int status, const char *content_type,
                 struct span body, unsigned retry_after)
{
    struct MHD_Response *response = response_of(body, MHD_RESPMEM_MUST_COPY);
    char seconds[16];
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    (void)snprintf(seconds, sizeof seconds, "%u", retry_after);
    if (retry_after > 0)
        add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
    hand_back(exchange, status, response, body.size);
}

void http_answer_static(struct http_exchange *exchange, int status, const char *content_type,
                        struct span body)
{
    struct MHD_Response *response = response_of(body, MHD_RESPMEM_PERSISTENT);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    hand_back(exchange, status, response, body.size);
}

static void answer_range(struct http_exchange *exchange, const char *content_type,
                         struct span whole, uint64_t from)
{
    char range[80];
    bool behind = from >= whole.size;
    struct span rest =
        behind ? span_of(NULL, 0) : span_of(whole.data + from, whole.size - (size_t)from);
    struct MHD_Response *response = response_of(rest, MHD_RESPMEM_MUST_COPY);
    if (behind)
        (void)snprintf(range, sizeof range, "bytes */%zu", whole.size);
    else
        (void)snprintf(range, sizeof range, "bytes %zu-%zu/%zu", (size_t)from, whole.size - 1,
                       whole.size);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
    add_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, range);
    hand_back(exchange, behind ? MHD_HTTP_RANGE_NOT_SATISFIABLE : MHD_HTTP_PARTIAL_CONTENT,
              response, rest.size);
}

void http_answer_part(struct http_exchange *exchange, const char *content_type, struct span whole)
{
    if (exchange->request.range_from > 0)
        answer_range(exchange, content_type, whole, exchange->request.range_from);
    else
        http_answer(exchange, MHD_HTTP_OK, content_type, whole, 0);
}

/* A JSON string: what stands in an error may have come from outside. */
static void put_json_text(struct buf *out, const char *text)
{
    buf_put_byte(out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            buf_printf(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            buf_put_byte(out, (uint8_t)*c);
    }
    buf_put_byte(out, '"');
}

static void put_problem(struct buf *out, int status, const char *title, const char *detail)
{
    buf_put_span(out, span_text("{\"title\":"));
    put_json_text(out, title);
    buf_printf(out, ",\"status\":%d,\"detail\":", status);
    put_json_text(out, detail);
    buf_put_span(out, span_text("}\n"));
}

static const char problem_type[] = "application/problem+json";

void http_answer_error(struct http_exchange *exchange, const struct err *err, unsigned retry_after)
{
    BUF_AUTO body = buf_new(8 * sizeof err->text);
    put_problem(&body, err_http(err->kind), err_meaning(err->kind), err->text);
    http_answer(exchange, err_http(err->kind), problem_type, buf_span(&body), retry_after);
}

/* Refuses on the spot, on the library's own thread. */
static enum MHD_Result refuse(struct http_exchange *exchange, unsigned status, const char *title,
                              const char *detail, const char *allow)
{
    BUF_AUTO body = buf_new(4096);
    put_problem(&body, (int)status, title, detail);
    struct MHD_Response *response = response_of(buf_span(&body), MHD_RESPMEM_MUST_COPY);
    add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, problem_type);
    add_header(response, MHD_HTTP_HEADER_ALLOW, allow);
    exchange->refused = true;
    if (response == NULL)
        return MHD_NO;
    guard_writing(&exchange->server->guard, exchange->connection, body.size);
    enum MHD_Result queued = MHD_queue_response(exchange->mhd, status, response);
    MHD_destroy_response(response);
    return queued;
}

/* ---- the header ---- */

static bool path_fits(const struct http_route *route, const char *path)
{
    size_t length = strlen(route->path);
    if (route->path[length - 1] == '/' && length > 1)
        return strncmp(route->path, path, length) == 0;
    return strcmp(route->path, path) == 0;
}

/* HEAD is GET whose body the library leaves out. */
static bool method_fits(const struct http_route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

/* The route, or NULL; ret_allow is then the method that the path has, NULL when there is no such
 * path. */
static const struct http_route *route_find(const struct http_route *routes, const char *path,
                                           const char *method, const char **ret_allow)
{
    *ret_allow = NULL;
    for (const struct http_route *r = routes; r->method != NULL; r++) {
        if (!path_fits(r, path))
            continue;
        if (method_fits(r, method))
            return r;
        *ret_allow = r->method;
    }
    return NULL;
}

static const char *header_value(struct MHD_Connection *mhd, const char *name)
{
    const char *value = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, name);
    return value == NULL ? "" : value;
}

/* A whole number of digits only; UINT64_MAX when it is none or too long. */
static uint64_t whole_number(const char *text, size_t length)
{
    uint64_t value = 0;
    if (length == 0 || length > 18)
        return UINT64_MAX;
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return UINT64_MAX;
        value = value * 10 + (uint64_t)(text[i] - '0');
    }
    return value;
}

/* Only "bytes=N-" is understood; any other range is answered with the whole, as HTTP permits. */
static uint64_t range_from(const char *value)
{
    size_t length = strlen(value);
    if (strncmp(value, "bytes=", 6) != 0 || length < 8 || value[length - 1] != '-')
        return 0;
    uint64_t from = whole_number(value + 6, length - 7);
    return from == UINT64_MAX ? 0 : from;
}

static void request_fill(struct http_exchange *exchange, const char *method)
{
    char *question = strchr(exchange->uri, '?');
    if (question != NULL)
        *question = '\0';
    exchange->request = (struct http_request){
        .method = method,
        .path = exchange->uri,
        .query = question == NULL ? "" : question + 1,
        .content_type = header_value(exchange->mhd, MHD_HTTP_HEADER_CONTENT_TYPE),
        .peer = exchange->connection == NULL ? "" : exchange->connection->peer,
        .range_from = range_from(header_value(exchange->mhd, MHD_HTTP_HEADER_RANGE)),
    };
}

static enum MHD_Result refuse_unknown(struct http_exchange *exchange, const char *allow)
{
    if (allow == NULL)
        return refuse(exchange, MHD_HTTP_NOT_FOUND, "not there", "There is nothing at this path.",
                      NULL);
    return refuse(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "wrong method",
                  "This path has another method.", allow);
}

static enum MHD_Result refuse_size(struct http_exchange *exchange)
{
    char detail[80];
    (void)snprintf(detail, sizeof detail, "The body may have at most %zu bytes.",
                   exchange->route->body_max);
    return refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, err_meaning(ERR_TOO_LARGE), detail, NULL);
}

static bool too_many_headers(struct MHD_Connection *mhd)
{
    return MHD_get_connection_values(mhd, MHD_HEADER_KIND, NULL, NULL) > HTTP_HEADER_MAX;
}

/* What the header says of the body: two lengths at once is how requests are smuggled past proxies.
 */
static enum MHD_Result judge_length(struct http_exchange *exchange)
{
    const char *length = header_value(exchange->mhd, MHD_HTTP_HEADER_CONTENT_LENGTH);
    const char *coding = header_value(exchange->mhd, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    if (*coding != '\0' && (*length != '\0' || strcasecmp(coding, "chunked") != 0))
        return refuse(exchange, MHD_HTTP_BAD_REQUEST, err_meaning(ERR_USAGE),
                      "Content-Length and Transfer-Encoding contradict each other.", NULL);
    if (*length != '\0' && whole_number(length, strlen(length)) > exchange->route->body_max)
        return refuse_size(exchange);
    return MHD_YES;
}

/* The header is whole: finds the route and refuses what can be refused without its body. */
static enum MHD_Result exchange_begin(struct http_exchange *exchange, const char *method)
{
    const char *allow = NULL;
    exchange->stage = STAGE_BODY;
    request_fill(exchange, method);
    if (exchange->uri_too_long || strlen(exchange->request.path) > HTTP_PATH_MAX)
        return refuse(exchange, MHD_HTTP_URI_TOO_LONG, err_meaning(ERR_TOO_LARGE),
                      "The path is too long.", NULL);
    if (too_many_headers(exchange->mhd))
        return refuse(exchange, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
                      err_meaning(ERR_TOO_LARGE), "There are too many header fields.", NULL);
    exchange->route = route_find(exchange->server->routes, exchange->request.path, method, &allow);
    if (exchange->route == NULL)
        return refuse_unknown(exchange, allow);
    exchange->body = buf_new(exchange->route->body_max);
    return judge_length(exchange);
}

/* ---- the body ---- */

/* A chunked body over its ceiling is thrown away for a while, so that 413 can be said; a sender
 * that goes on is cut. */
static enum MHD_Result take_body(struct http_exchange *exchange, const char *data, size_t *size)
{
    guard_moved(&exchange->server->guard, exchange->connection, *size);
    if (exchange->thrown_away == 0)
        buf_put(&exchange->body, data, *size);
    if (exchange->body.failed)
        exchange->thrown_away += *size;
    *size = 0;
    return exchange->thrown_away > HTTP_OVERSHOOT_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result queue_answer(struct http_exchange *exchange)
{
    if (exchange->answer == NULL)
        return MHD_NO;
    guard_writing(&exchange->server->guard, exchange->connection, exchange->answer_size);
    return MHD_queue_response(exchange->mhd, exchange->status, exchange->answer);
}

/* Sleeps unless the answer is there by now. */
static enum MHD_Result wait_for_answer(struct http_exchange *exchange)
{
    (void)pthread_mutex_lock(&exchange->lock);
    bool answered = exchange->answered;
    if (!answered) {
        exchange->suspended = true;
        MHD_suspend_connection(exchange->mhd);
    }
    (void)pthread_mutex_unlock(&exchange->lock);
    return answered ? queue_answer(exchange) : MHD_YES;
}

static enum MHD_Result hand_over(struct http_exchange *exchange)
{
    if (exchange->thrown_away > 0)
        return refuse_size(exchange);
    if (!under_way_begin(exchange->server))
        return refuse(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, err_meaning(ERR_LATER),
                      "The hub is stopping.", NULL);
    exchange->stage = STAGE_HANDED_OVER;
    exchange->request.body = buf_span(&exchange->body);
    guard_thinking(&exchange->server->guard, exchange->connection);
    (void)atomic_fetch_add(&exchange->holders, 1);
    exchange->route->handle(exchange->server->context, &exchange->request, exchange);
    return wait_for_answer(exchange);
}

static void remember_connection(struct http_exchange *exchange, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->mhd = mhd;
    exchange->connection = info == NULL ? NULL : info->socket_context;
}

enum MHD_Result exchange_run(struct http_exchange *exchange, struct MHD_Connection *connection,
                             const char *method, const char *upload, size_t *upload_size)
{
    if (exchange->stage == STAGE_NEW) {
        remember_connection(exchange, connection);
        return exchange_begin(exchange, method);
    }
    if (exchange->refused) {
        *upload_size = 0;
        return MHD_YES;
    }
    if (*upload_size > 0)
        return take_body(exchange, upload, upload_size);
    return exchange->stage == STAGE_BODY ? hand_over(exchange) : wait_for_answer(exchange);
}
