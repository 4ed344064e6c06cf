/*
 * One request from its first line to its last byte. The library calls exchange_run several times:
 * once when the header is whole, for each piece of the body, when the body is whole, and again
 * after an answer that came later.
 */
#include "http_int.h"
#include <stdio.h>
#include <stdlib.h>

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

/* Gives the body's memory back, and its share of what all bodies may take. */
static void drop_body(struct http_exchange *exchange)
{
    (void)atomic_fetch_sub(&exchange->server->bodies, exchange->body_counted);
    exchange->body_counted = 0;
    buf_finish(&exchange->body);
}

static void exchange_release(struct http_exchange *exchange)
{
    if (atomic_fetch_sub(&exchange->holders, 1) != 1)
        return;
    if (exchange->answer != NULL)
        MHD_destroy_response(exchange->answer);
    drop_body(exchange);
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

void under_way_more(struct http_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    server->unanswered++;
    (void)pthread_mutex_unlock(&server->lock);
}

bool server_is_stopping(struct http_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    bool stopping = server->stopping;
    (void)pthread_mutex_unlock(&server->lock);
    return stopping;
}

static void under_way_less(struct http_server *server, unsigned *counter)
{
    (void)pthread_mutex_lock(&server->lock);
    *counter -= 1;
    (void)pthread_cond_signal(&server->changed);
    (void)pthread_mutex_unlock(&server->lock);
}

void under_way_over(struct http_server *server)
{
    under_way_less(server, &server->unanswered);
}

void exchange_over(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    bool counted = exchange->stage == STAGE_HANDED_OVER;
    together_end(exchange);
    guard_waiting(&server->guard, exchange->connection);
    exchange_release(exchange);
    if (counted)
        under_way_less(server, &server->unwritten);
}

void exchange_hand_back(struct http_exchange *exchange, int status, struct MHD_Response *response,
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
    under_way_over(server);
}

/* Takes a share of what all bodies may take together. */
static bool count_body(struct http_exchange *exchange, size_t size)
{
    struct http_server *server = exchange->server;
    size_t before = atomic_fetch_add(&server->bodies, size);
    exchange->body_counted += size;
    return server->bodies_max == 0 || before + size <= server->bodies_max;
}

/* Keeps a piece of the body, or none of it when there is no room for it. */
static void keep_body(struct http_exchange *exchange, const char *data, size_t size)
{
    bool room = count_body(exchange, size);
    if (room)
        buf_put(&exchange->body, data, size);
    if (room && !exchange->body.starved)
        return;
    exchange->crowded_out = true;
    drop_body(exchange);
}

/* A body over its ceiling is thrown away for a while, so that 413 can be said; one for which there
 * is no room is thrown away as far as it may go. A sender that goes on is cut. */
static enum MHD_Result take_body(struct http_exchange *exchange, const char *data, size_t *size)
{
    bool unwanted = exchange->announced_large || exchange->thrown_away > 0;
    size_t patience = HTTP_OVERSHOOT_MAX;
    guard_moved(&exchange->server->guard, exchange->connection, *size);
    if (!unwanted)
        keep_body(exchange, data, *size);
    if (unwanted || exchange->crowded_out || exchange->body.failed)
        exchange->thrown_away += *size;
    if (exchange->announced_large || exchange->crowded_out)
        patience += exchange->route->body_max;
    *size = 0;
    return exchange->thrown_away > patience ? MHD_NO : MHD_YES;
}

static enum MHD_Result queue_answer(struct http_exchange *exchange)
{
    if (exchange->answer == NULL)
        return MHD_NO;
    guard_writing(&exchange->server->guard, exchange->connection, exchange->answer_size);
    together_begin(exchange);
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
    if (exchange->crowded_out)
        return exchange_refuse_crowd(exchange);
    if (exchange->thrown_away > 0)
        return exchange_refuse_size(exchange);
    if (!under_way_begin(exchange->server))
        return exchange_refuse(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, err_meaning(ERR_LATER),
                               "The hub is stopping.", NULL);
    exchange->stage = STAGE_HANDED_OVER;
    exchange->request.body = buf_span(&exchange->body);
    guard_thinking(&exchange->server->guard, exchange->connection);
    (void)atomic_fetch_add(&exchange->holders, 1);
    exchange->route->handle(exchange->context, &exchange->request, exchange);
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
