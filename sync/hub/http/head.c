/*
 * The head of a request: finds its route, and refuses all that can be refused before a byte of the
 * body is read.
 */
#include "http_int.h"
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

enum { CROWD_SECONDS = 30 };

static bool path_fits(const struct http_route *route, const char *path)
{
    size_t length = strlen(route->path);
    if (strcmp(route->path, "*") == 0)
        return true;
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

/* The route, or NULL; ret_allow is then a method that the path has, unchanged when there is no such
 * path. */
static const struct http_route *route_find(const struct http_route *routes, const char *path,
                                           const char *method, const char **ret_allow)
{
    for (const struct http_route *r = routes; r != NULL && r->method != NULL; r++) {
        if (!path_fits(r, path))
            continue;
        if (method_fits(r, method))
            return r;
        *ret_allow = r->method;
    }
    return NULL;
}

static bool choose_route(struct http_exchange *exchange, const char *method, const char **ret_allow)
{
    const struct http_server *server = exchange->server;
    for (size_t i = 0; exchange->route == NULL && i < HTTP_TABLES; i++) {
        exchange->route =
            route_find(server->routes[i].list, exchange->request.path, method, ret_allow);
        exchange->context = server->routes[i].context;
    }
    return exchange->route != NULL;
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
        return exchange_refuse(exchange, MHD_HTTP_NOT_FOUND, "not there",
                               "There is nothing at this path.", NULL);
    return exchange_refuse(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "wrong method",
                           "This path has another method.", allow);
}

enum MHD_Result exchange_refuse_size(struct http_exchange *exchange)
{
    char detail[80];
    (void)snprintf(detail, sizeof detail, "The body may have at most %zu bytes.",
                   exchange->route->body_max);
    return exchange_refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE, err_meaning(ERR_TOO_LARGE), detail,
                           NULL);
}

enum MHD_Result exchange_refuse_crowd(struct http_exchange *exchange)
{
    return exchange_refuse_for(exchange, CROWD_SECONDS, err_meaning(ERR_LATER),
                               "Too much is being sent to the hub just now.");
}

/* Said before the body when there is no room already: what a client never sends takes none. */
static bool is_crowded(const struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    return exchange->route->body_max > 0 && server->bodies_max > 0 &&
           atomic_load(&server->bodies) >= server->bodies_max;
}

static bool too_many_headers(struct MHD_Connection *mhd)
{
    return MHD_get_connection_values(mhd, MHD_HEADER_KIND, NULL, NULL) > HTTP_HEADER_MAX;
}

/* A body that is not to be had: refused at once when the client waits to hear of it, or when there
 * is too much to throw away; otherwise after it has come, as the answer could be lost before. */
static enum MHD_Result judge_too_large(struct http_exchange *exchange, uint64_t announced)
{
    const char *expect = header_value(exchange->mhd, MHD_HTTP_HEADER_EXPECT);
    if (*expect != '\0' || announced > exchange->route->body_max + HTTP_OVERSHOOT_MAX)
        return exchange_refuse_size(exchange);
    exchange->announced_large = true;
    return MHD_YES;
}

/* What the header says of the body: two lengths at once is how requests are smuggled past proxies.
 */
static enum MHD_Result judge_length(struct http_exchange *exchange)
{
    const char *length = header_value(exchange->mhd, MHD_HTTP_HEADER_CONTENT_LENGTH);
    const char *coding = header_value(exchange->mhd, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    if (*coding != '\0' && (*length != '\0' || strcasecmp(coding, "chunked") != 0))
        return exchange_refuse(exchange, MHD_HTTP_BAD_REQUEST, err_meaning(ERR_USAGE),
                               "Content-Length and Transfer-Encoding contradict each other.", NULL);
    if (*length == '\0')
        return MHD_YES;
    uint64_t announced = whole_number(length, strlen(length));
    return announced > exchange->route->body_max ? judge_too_large(exchange, announced) : MHD_YES;
}

enum MHD_Result exchange_begin(struct http_exchange *exchange, const char *method)
{
    const char *allow = NULL;
    exchange->stage = STAGE_BODY;
    request_fill(exchange, method);
    if (exchange->uri_too_long || strlen(exchange->request.path) > HTTP_PATH_MAX)
        return exchange_refuse(exchange, MHD_HTTP_URI_TOO_LONG, err_meaning(ERR_TOO_LARGE),
                               "The path is too long.", NULL);
    if (too_many_headers(exchange->mhd))
        return exchange_refuse(exchange, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE,
                               err_meaning(ERR_TOO_LARGE), "There are too many header fields.",
                               NULL);
    if (!choose_route(exchange, method, &allow))
        return refuse_unknown(exchange, allow);
    if (is_crowded(exchange))
        return exchange_refuse_crowd(exchange);
    exchange->body = buf_new(exchange->route->body_max);
    return judge_length(exchange);
}
