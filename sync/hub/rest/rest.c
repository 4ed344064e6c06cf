/*
 * The API's door: see rest.h. A request waits in one of two lanes, for quick and for slow calls,
 * and runs on a thread of that lane: whoever exports millions of rows, hashes a password or draws
 * pictures is in nobody's way.
 */
#include "rest.h"
#include "fleet_share.h"
#include "log.h"
#include "openapi.h"
#include "rest_state.h"
#include "survey_cache.h"
#include "watch.h"
#include <stdlib.h>

enum { QUICK_THREADS = 4, SLOW_THREADS = 2, QUICK_WAITING = 512, SLOW_WAITING = 32 };

/* One that waits for its turn. */
struct waiting {
    struct waiting *next;
    struct call call;
};

struct lane {
    struct rest *rest;
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct waiting *first;
    struct waiting **end;
    size_t count, most;
    bool stopping;
    pthread_t threads[QUICK_THREADS];
    size_t thread_count;
};

struct rest_lanes {
    struct lane quick, slow;
};

/* ---- a lane's threads ---- */

static struct waiting *take(struct lane *lane)
{
    (void)pthread_mutex_lock(&lane->lock);
    while (lane->first == NULL && !lane->stopping)
        (void)pthread_cond_wait(&lane->some, &lane->lock);
    struct waiting *waiting = lane->first;
    if (waiting != NULL) {
        lane->first = waiting->next;
        lane->count--;
        if (lane->first == NULL)
            lane->end = &lane->first;
    }
    (void)pthread_mutex_unlock(&lane->lock);
    return waiting;
}

static void answer_failure(struct http_exchange *exchange, const struct err *err)
{
    http_answer_error(exchange, err, err->kind == ERR_LATER ? 5 : 0);
}

static void run_one(struct hub **hub, struct lane *lane, struct waiting *waiting)
{
    struct err err = { 0 };
    if (*hub == NULL && !hub_open(lane->rest->data, hub, &err)) {
        log_line(LOG_ERROR, "rest", "%s", err.text);
        answer_failure(waiting->call.exchange, &err);
        return;
    }
    waiting->call.hub = *hub;
    waiting->call.store = hub_store(*hub);
    call_run(&waiting->call);
}

static void *lane_run(void *context)
{
    struct lane *lane = context;
    struct hub *hub = NULL;
    for (struct waiting *waiting; (waiting = take(lane)) != NULL;) {
        run_one(&hub, lane, waiting);
        free(waiting);
    }
    hub_close(hub);
    return NULL;
}

/* False when too much waits already. */
static bool push(struct lane *lane, struct waiting *waiting)
{
    (void)pthread_mutex_lock(&lane->lock);
    bool room = !lane->stopping && lane->count < lane->most;
    if (room) {
        *lane->end = waiting;
        lane->end = &waiting->next;
        lane->count++;
        (void)pthread_cond_signal(&lane->some);
    }
    (void)pthread_mutex_unlock(&lane->lock);
    return room;
}

static bool lane_start(struct lane *lane, struct rest *rest, size_t threads, size_t most,
                       struct err *err)
{
    *lane = (struct lane){ .rest = rest, .most = most };
    lane->end = &lane->first;
    (void)pthread_mutex_init(&lane->lock, NULL);
    (void)pthread_cond_init(&lane->some, NULL);
    for (; lane->thread_count < threads; lane->thread_count++)
        if (pthread_create(&lane->threads[lane->thread_count], NULL, lane_run, lane) != 0)
            return err_set(err, ERR_LATER, "no thread could be made for the API");
    return true;
}

/* What waits is run first. */
static void lane_stop(struct lane *lane)
{
    (void)pthread_mutex_lock(&lane->lock);
    lane->stopping = true;
    (void)pthread_cond_broadcast(&lane->some);
    (void)pthread_mutex_unlock(&lane->lock);
    for (size_t i = 0; i < lane->thread_count; i++)
        (void)pthread_join(lane->threads[i], NULL);
    (void)pthread_cond_destroy(&lane->some);
    (void)pthread_mutex_destroy(&lane->lock);
}

/* ---- the door ---- */

static bool start(struct rest *rest, const char *data, int look_seconds, struct err *err)
{
    struct hub *hub = NULL;
    uint64_t seed;
    rest->data = strdup(data);
    rest->started = clock_now().wall;
    rest->lanes = calloc(1, sizeof *rest->lanes);
    rest->surveys = survey_cache_new(SURVEY_CACHE_BYTES);
    if (rest->data == NULL || rest->lanes == NULL || rest->surveys == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the API");
    rest->parameters = parameters_read(err);
    if (rest->parameters == NULL || !hub_open(data, &hub, err))
        return false;
    hub_close(hub);
    seal_random(&seed, sizeof seed);
    throttle_init(&rest->guesses, seed, clock_mono());
    return lane_start(&rest->lanes->quick, rest, QUICK_THREADS, QUICK_WAITING, err) &&
           lane_start(&rest->lanes->slow, rest, SLOW_THREADS, SLOW_WAITING, err) &&
           watch_start(data, look_seconds, rest, &rest->watch, err);
}

void watch_poke(struct rest *rest)
{
    watch_wake(rest->watch);
}

bool rest_open(const char *data, int look_seconds, struct rest **ret, struct err *err)
{
    struct rest *rest = calloc(1, sizeof *rest);
    if (rest == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the API");
    (void)pthread_mutex_init(&rest->lock, NULL);
    *ret = rest;
    if (start(rest, data, look_seconds, err))
        return true;
    rest_close(rest);
    *ret = NULL;
    return false;
}

bool rest_address(struct rest *rest, const char *address, struct err *err)
{
    static const char begin[] = "https://";
    size_t length = strlen(address);
    if (strncmp(address, begin, sizeof begin - 1) != 0 || length < sizeof begin ||
        length >= sizeof rest->address ||
        strcspn(address + sizeof begin - 1, "/?# \"\\<>") != length - (sizeof begin - 1))
        return err_set(err, ERR_USAGE, "\"%.80s\" is no address as in https://hub.example.org:8443",
                       address);
    memcpy(rest->address, address, length + 1);
    return true;
}

void rest_close(struct rest *rest)
{
    if (rest == NULL)
        return;
    watch_stop(rest->watch);
    if (rest->lanes != NULL && rest->lanes->quick.rest != NULL)
        lane_stop(&rest->lanes->quick);
    if (rest->lanes != NULL && rest->lanes->slow.rest != NULL)
        lane_stop(&rest->lanes->slow);
    frame_give(rest, rest->frame);
    fleet_give(rest, rest->fleet);
    survey_cache_free(rest->surveys);
    json_decref(rest->parameters);
    (void)pthread_mutex_destroy(&rest->lock);
    free(rest->lanes);
    free(rest->data);
    free(rest);
}

/* Without a place in docs/openapi.json: it is for the operator's own programs. */
static const struct operation metrics_operation = { "GET", "/metrics", 0, MAY_SEE_METRICS,
                                                    op_metrics };

static void serve_metrics(void *context, const struct http_request *request,
                          struct http_exchange *exchange)
{
    struct rest *rest = context;
    struct err err = { 0 };
    struct waiting *waiting = calloc(1, sizeof *waiting);
    if (waiting != NULL) {
        waiting->call = (struct call){ .rest = rest, .request = request, .exchange = exchange };
        waiting->call.operation = &metrics_operation;
        if (push(&rest->lanes->quick, waiting))
            return;
    }
    free(waiting);
    (void)err_set(&err, ERR_LATER, "The hub has many requests just now.");
    answer_failure(exchange, &err);
}

static size_t lane_waiting(struct lane *lane)
{
    (void)pthread_mutex_lock(&lane->lock);
    size_t count = lane->count;
    (void)pthread_mutex_unlock(&lane->lock);
    return count;
}

void rest_waiting(struct rest *rest, size_t *ret_quick, size_t *ret_slow)
{
    *ret_quick = lane_waiting(&rest->lanes->quick);
    *ret_slow = lane_waiting(&rest->lanes->slow);
}

void rest_ingest(struct rest *rest, struct ingest *ingest)
{
    (void)pthread_mutex_lock(&rest->lock);
    rest->ingest = ingest;
    (void)pthread_mutex_unlock(&rest->lock);
}

static void answer_wrong_method(struct http_exchange *exchange, const struct err *err,
                                const char *allow)
{
    JSON_AUTO *problem =
        json_pack("{s:s, s:s, s:i, s:s}", "type", "urn:yousaid:problem:wrong-method", "title",
                  err_meaning(err->kind), "status", err_http(err->kind), "detail", err->text);
    char *text = problem == NULL ? NULL : json_dumps(problem, JSON_COMPACT);
    struct http_reply reply = { .status = err_http(err->kind),
                                .content_type = "application/problem+json",
                                .body = span_text(text == NULL ? "{}" : text),
                                .fields = { { "Allow", allow } } };
    http_answer_with(exchange, &reply);
    free(text);
}

static void serve(void *context, const struct http_request *request, struct http_exchange *exchange)
{
    struct rest *rest = context;
    struct err err = { 0 };
    struct waiting *waiting = calloc(1, sizeof *waiting);
    if (waiting == NULL) {
        (void)err_set(&err, ERR_LATER, "there is no memory for a request");
        answer_failure(exchange, &err);
        return;
    }
    waiting->call = (struct call){ .rest = rest, .request = request, .exchange = exchange };
    bool found = call_find(&waiting->call, &err);
    bool slow = found && (waiting->call.operation->flags & OP_SLOW) != 0;
    if (found && push(slow ? &rest->lanes->slow : &rest->lanes->quick, waiting))
        return;
    if (found)
        (void)err_set(&err, ERR_LATER, "The hub has many requests just now.");
    if (err.kind == ERR_METHOD)
        answer_wrong_method(exchange, &err, waiting->call.allow);
    else
        answer_failure(exchange, &err);
    free(waiting);
}

static void serve_openapi(void *context, const struct http_request *request,
                          struct http_exchange *exchange)
{
    struct http_reply reply = { .status = 200,
                                .content_type = "application/json",
                                .body = span_of(openapi_text, openapi_size),
                                .pack = true };
    char etag[CALL_ETAG_SIZE];
    (void)context;
    (void)request;
    call_etag_of(reply.body, etag);
    reply.fields[0] = (struct http_field){ "ETag", etag };
    reply.fields[1] = (struct http_field){ "Cache-Control", "no-cache" };
    if (http_etag_among(http_header(exchange, "If-None-Match"), etag)) {
        reply.status = 304;
        reply.body = span_of(NULL, 0);
    }
    http_answer_with(exchange, &reply);
}

#define API "/api/v1/"
/* The largest body is a batch from a stick. */
const struct http_route rest_routes[] = {
    { "GET", "/metrics", 0, serve_metrics },
    { "GET", "/api/v1/openapi.json", 0, serve_openapi },
    { "GET", API, 0, serve },
    { "POST", API, CALL_RAW_MAX, serve },
    { "PUT", API, CALL_BODY_MAX, serve },
    { "PATCH", API, CALL_BODY_MAX, serve },
    { "DELETE", API, 0, serve },
    { NULL, NULL, 0, NULL },
};
