/*
 * The hub's HTTP surface. Nothing is remembered between requests but throttling: a venue, survey or
 * invitation that another process adds is there with the next request.
 */
#include "desks.h"
#include "enrol.h"
#include "http.h"
#include "hub_int.h"
#include "lean.h"
#include "log.h"
#include "serve_batch.h"
#include "throttle.h"
#include "tls_files.h"
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 2000,
    CONNECTIONS_EACH = 256,
    BODIES_MAX = 256 * 1024 * 1024,
    SURVEY_MESSAGE_MAX = SURVEY_FILE_MAX + 1024,
    DAY_MS = 24 * 60 * 60 * 1000,
    WARN_DAYS = 60,
    IDLE_SECONDS = 120,
    ENROL_REQUEST_MAX = 4096,
    ADDRESS_MAX = 64,
};

struct serve {
    const struct hub *hub;
    bool drill; /* what kiosks post is turned away: later, as from a hub that is busy */
    struct ingest *ingest;
    struct desks desks;
    pthread_mutex_t lock; /* over throttle */
    struct throttle throttle;
};

static bool is_type(const struct http_request *request, const char *type,
                    struct http_exchange *exchange)
{
    struct err err;
    if (strcmp(request->content_type, type) == 0)
        return true;
    (void)err_set(&err, ERR_USAGE, "the body must be %s", type);
    http_answer_error(exchange, &err, 0);
    return false;
}

/* What is signed needs no line that names its type: 32 bytes less with every exchange of a kiosk on
 * a metered line. Another type is refused all the same. */
static bool is_signed_type(const struct http_request *request, struct http_exchange *exchange)
{
    return request->content_type[0] == '\0' || is_type(request, "application/cose", exchange);
}

static bool is_drill(const struct serve *serve, struct http_exchange *exchange)
{
    struct err err;
    if (!serve->drill)
        return false;
    (void)err_set(&err, ERR_LATER, "This hub is a drill: it takes nothing in.");
    answer_failure(exchange, &err);
    return true;
}

/* ---- POST /v1/sync and /v1/next ---- */

static void serve_sync(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct serve *serve = context;
    if (!is_drill(serve, exchange) && is_signed_type(request, exchange))
        batch_take(serve->ingest, request->body, exchange);
}

static void serve_next(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct serve *serve = context;
    if (!is_drill(serve, exchange))
        batch_take_next(serve->ingest, request->body, exchange);
}

/* ---- POST /v1/enrol ---- */

static unsigned wait_seconds(struct serve *serve, const char *peer)
{
    (void)pthread_mutex_lock(&serve->lock);
    unsigned seconds = throttle_ask(&serve->throttle, peer, clock_mono());
    (void)pthread_mutex_unlock(&serve->lock);
    return seconds;
}

static void note_guess(struct serve *serve, const char *peer)
{
    (void)pthread_mutex_lock(&serve->lock);
    throttle_failed(&serve->throttle, peer, clock_mono());
    (void)pthread_mutex_unlock(&serve->lock);
}

static bool throttled(struct serve *serve, const struct http_request *request,
                      struct http_exchange *exchange)
{
    struct err err;
    unsigned seconds = wait_seconds(serve, request->peer);
    if (seconds == 0)
        return false;
    (void)err_set(&err, ERR_LATER, "There were too many wrong codes. Try again in %u seconds.",
                  seconds);
    http_answer_error(exchange, &err, seconds);
    return true;
}

static void enrol_with(struct serve *serve, struct store *store, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct err err = { 0 };
    bool guess = false;
    BUF_AUTO reply = buf_new(ENROL_BYTES_MAX);
    bool enrolled = hub_enrol(serve->hub, store, request->body, &reply, &guess, &err);
    if (guess)
        note_guess(serve, request->peer);
    if (enrolled)
        http_answer(exchange, 200, "application/cbor", buf_span(&reply), 0);
    else
        answer_failure(exchange, &err);
}

static void serve_enrol(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    struct serve *serve = context;
    struct err err = { 0 };
    if (is_drill(serve, exchange) || !is_type(request, "application/cbor", exchange) ||
        throttled(serve, request, exchange))
        return;
    struct store *store = desk_take(&serve->desks, &err);
    if (store == NULL) {
        answer_failure(exchange, &err);
        return;
    }
    enrol_with(serve, store, request, exchange);
    desk_give(&serve->desks, store);
}

/* ---- POST /v1/surveys/<kiosk> ---- */

static void serve_survey(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    struct serve *serve = context;
    struct err err = { 0 };
    if (is_drill(serve, exchange) || !is_signed_type(request, exchange))
        return;
    struct store *store = desk_take(&serve->desks, &err);
    bool taken = store != NULL && hub_survey_take(store, request->path + strlen("/v1/surveys/"),
                                                  request->body, &err);
    if (store != NULL)
        desk_give(&serve->desks, store);
    if (taken)
        http_answer(exchange, 204, NULL, span_of(NULL, 0), 0);
    else
        answer_failure(exchange, &err);
}

/* ---- POST /v1/adopt ---- */

static void serve_adopt(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    struct serve *serve = context;
    struct err err = { 0 };
    if (is_drill(serve, exchange) || !is_signed_type(request, exchange))
        return;
    struct store *store = desk_take(&serve->desks, &err);
    bool adopted = store != NULL && hub_adopt(serve->hub, store, request->body, NULL, &err);
    if (store != NULL)
        desk_give(&serve->desks, store);
    if (adopted)
        http_answer(exchange, 204, NULL, span_of(NULL, 0), 0);
    else
        answer_failure(exchange, &err);
}

/* ---- GET /v1/blobs/<digest> ---- */

static bool read_blob(struct serve *serve, const char *hex, struct buf *ret, struct err *err)
{
    struct digest name;
    if (!digest_from_hex(hex, &name))
        return err_set(err, ERR_MISSING, "There is no such blob.");
    struct store *store = desk_take(&serve->desks, err);
    if (store == NULL)
        return false;
    bool read = store_blob_get(store, &name, ret, err);
    desk_give(&serve->desks, store);
    if (!read && err->kind == ERR_MISSING)
        return err_set(err, ERR_MISSING, "There is no such blob.");
    return read;
}

static void serve_blob(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    if (read_blob(context, request->path + strlen("/v1/blobs/"), &bytes, &err))
        http_answer_part(exchange, "application/octet-stream", buf_span(&bytes));
    else
        answer_failure(exchange, &err);
}

/* ---- GET /healthz: the program answers; GET /readyz: its database does too ---- */

static void serve_health(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    (void)context;
    (void)request;
    http_answer_static(exchange, 200, "text/plain", span_text("ok\n"));
}

static bool store_answers(struct serve *serve, struct err *err)
{
    BUF_AUTO name = buf_new(HUB_PROGRAMME_MAX);
    struct store *store = desk_take(&serve->desks, err);
    if (store == NULL)
        return false;
    bool answers = store_setting_get(store, SETTING_PROGRAMME_NAME, &name, err);
    desk_give(&serve->desks, store);
    return answers;
}

static void serve_ready(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    struct err err = { 0 };
    (void)request;
    if (store_answers(context, &err))
        http_answer_static(exchange, 200, "text/plain", span_text("ok\n"));
    else
        answer_failure(exchange, &err);
}

static const struct http_route routes[] = {
    { "POST", "/v1/sync", BATCH_PACKED_MAX, serve_sync },
    { "POST", "/v1/next", LEAN_BODY_MAX, serve_next },
    { "POST", "/v1/enrol", ENROL_REQUEST_MAX, serve_enrol },
    { "POST", "/v1/surveys/", SURVEY_MESSAGE_MAX, serve_survey },
    { "POST", "/v1/adopt", ADOPTION_BYTES_MAX, serve_adopt },
    { "GET", "/v1/blobs/", 0, serve_blob },
    { "GET", "/healthz", 0, serve_health },
    { "GET", "/readyz", 0, serve_ready },
    { NULL, NULL, 0, NULL },
};

/* ---- starting and stopping ---- */

static bool parse_port(const char *text, uint16_t *ret)
{
    char *end = NULL;
    unsigned long port = strtoul(text, &end, 10);
    *ret = (uint16_t)port;
    return *text >= '0' && *text <= '9' && *end == '\0' && port <= UINT16_MAX;
}

/* "127.0.0.1:8443", "[::1]:8443". */
static bool parse_listen(const char *listen, char address[ADDRESS_MAX], uint16_t *ret_port,
                         struct err *err)
{
    const char *colon = strrchr(listen, ':');
    size_t length = colon == NULL ? 0 : (size_t)(colon - listen);
    bool bracketed = length >= 2 && listen[0] == '[' && listen[length - 1] == ']';
    const char *from = bracketed ? listen + 1 : listen;
    length -= bracketed ? 2 : 0;
    bool bare_six = !bracketed && memchr(from, ':', length) != NULL;
    if (length == 0 || length >= ADDRESS_MAX || bare_six || !parse_port(colon + 1, ret_port))
        return err_set(
            err, ERR_USAGE,
            "--listen takes ADDR:PORT such as 127.0.0.1:8443 or [::]:8443, not \"%.60s\"", listen);
    (void)snprintf(address, ADDRESS_MAX, "%.*s", (int)length, from);
    return true;
}

static void say_listening(const char *address, uint16_t port)
{
    bool six = strchr(address, ':') != NULL;
    (void)printf("listening on https://%s%s%s:%u\n", six ? "[" : "", address, six ? "]" : "",
                 (unsigned)port);
    (void)fflush(stdout);
}

/* A certificate that ends unseen silences every kiosk at once. */
static void warn_of_end(const char *cert)
{
    struct err err = { 0 };
    int days;
    if (!tls_file_days_left(cert, &days, &err))
        log_line(LOG_WARN, "serve", "%s", err.text);
    else if (days < WARN_DAYS)
        log_line(LOG_WARN, "serve", "the certificate %s ends in %d days", cert, days);
}

struct tls_paths {
    char cert[HUB_PATH_MAX];
    char key[HUB_PATH_MAX];
    char folder[HUB_PATH_MAX]; /* of the hub's own, "" with others */
};

/* Shows what lies in the files now; the hub's own is signed anew when it is about to end. */
static void renew(struct http_server *server, const struct tls_paths *tls)
{
    struct err err = { 0 };
    bool renewed = (tls->folder[0] == '\0' || tls_files_renew(tls->folder, &err)) &&
                   http_renew(server, tls->cert, tls->key, &err);
    int days = 0;
    if (!renewed)
        log_line(LOG_ERROR, "serve", "the certificate stays the one it was: %s", err.text);
    else if (tls_file_days_left(tls->cert, &days, &err))
        log_line(LOG_INFO, "serve", "the certificate %s was read again; it ends in %d days",
                 tls->cert, days);
}

/* Until it is told to stop; once a day, and when it is told to, the certificate is read again. */
static bool wait_for_stop(const struct hub_serving *how, struct http_server *server,
                          const struct tls_paths *tls, struct err *err)
{
    enum { STOP, RENEW, FDS };
    struct pollfd waited[FDS] = { { .fd = how->stop_fd, .events = POLLIN },
                                  { .fd = how->renew_fd > 0 ? how->renew_fd : -1,
                                    .events = POLLIN } };
    struct signalfd_siginfo told;
    for (;;) {
        warn_of_end(tls->cert);
        int ready = poll(waited, FDS, DAY_MS);
        if (ready < 0 && errno != EINTR)
            return err_errno(err, "waiting to be stopped");
        if (ready > 0 && waited[STOP].revents != 0)
            return true;
        if (ready > 0)
            (void)!read(how->renew_fd, &told, sizeof told);
        if (ready >= 0)
            renew(server, tls);
    }
}

static bool tls_paths_choose(const struct hub *hub, const struct hub_serving *how,
                             struct tls_paths *ret, struct err *err)
{
    if ((how->cert == NULL) != (how->key == NULL))
        return err_set(err, ERR_USAGE, "--tls-cert and --tls-key belong together; give both");
    if (how->cert == NULL)
        return hub_path(hub->data, "tls", ret->folder, err) && tls_files_renew(ret->folder, err) &&
               hub_path(hub->data, "tls/server.pem", ret->cert, err) &&
               hub_path(hub->data, "tls/server.key", ret->key, err);
    ret->folder[0] = '\0';
    (void)snprintf(ret->cert, sizeof ret->cert, "%s", how->cert);
    (void)snprintf(ret->key, sizeof ret->key, "%s", how->key);
    return true;
}

/* All hubs of a programme hold the counts key: from it follows a secret that none else knows, so
 * that a kiosk resumes its TLS session with any of them, and after a restart. */
static void ticket_secret(const struct hub *hub, uint8_t ret[HTTP_TICKET_SECRET])
{
    static const char *const halves[] = { "yousaid/1 session tickets, first half",
                                          "yousaid/1 session tickets, second half" };
    struct span key = span_of(hub->counts_secret.bytes, sizeof hub->counts_secret.bytes);
    for (size_t i = 0; i < 2; i++) {
        struct digest half = mac_of(key, span_text(halves[i]));
        memcpy(ret + i * sizeof half.bytes, half.bytes, sizeof half.bytes);
    }
}

/* Serves with everything made; the server stops before what its answers come from. */
static bool serve_until_stopped(struct serve *serve, const char *address, uint16_t port,
                                const struct tls_paths *tls, const struct hub_serving *how,
                                struct err *err)
{
    struct http_server *server = NULL;
    uint8_t secret[HTTP_TICKET_SECRET];
    ticket_secret(serve->hub, secret);
    struct http_config config = {
        .address = address,
        .port = port,
        .cert_file = tls->cert,
        .key_file = tls->key,
        .connections_max = how->connections == 0 ? CONNECTIONS_MAX : how->connections,
        .connections_each = how->connections_each == 0 ? CONNECTIONS_EACH : how->connections_each,
        .bodies_max = BODIES_MAX,
        .idle_seconds = IDLE_SECONDS,
        .ticket_secret = span_of(secret, sizeof secret),
        .routes = routes,
        .context = serve,
        .more = how->more,
        .more_context = how->more_context,
        .pages = how->pages,
    };
    bool started = http_start(&config, &server, err);
    seal_forget(secret, sizeof secret);
    if (!started)
        return false;
    say_listening(address, http_port(server));
    bool stopped = wait_for_stop(how, server, tls, err);
    http_stop(server);
    return stopped;
}

struct ingest_config hub_ingest_config(const struct hub *hub)
{
    return (struct ingest_config){
        .store_url = hub->database,
        .hub_key = hub->key,
        .has_counts_key = true,
        .counts_public = hub->counts_public,
        .counts_secret = hub->counts_secret,
    };
}

static void serve_init(struct serve *serve, const struct hub *hub)
{
    uint64_t seed;
    struct err drill = { 0 };
    *serve = (struct serve){ .hub = hub };
    serve->drill = !hub_takes_in(hub->store, &drill);
    if (serve->drill)
        log_line(LOG_WARN, "serve", "%s", drill.text);
    seal_random(&seed, sizeof seed);
    throttle_init(&serve->throttle, seed, clock_mono());
    (void)pthread_mutex_init(&serve->lock, NULL);
    desks_init(&serve->desks, hub->database);
}

/* Responses are taken in whatever is in the way of a bundle. */
static void refresh_bundles(const struct hub *hub)
{
    struct err err = { 0 };
    if (!bundle_refresh_all(hub, hub->store, &err))
        log_line(LOG_WARN, "serve", "not all bundles are up to date: %s", err.text);
}

bool hub_serve(struct hub *hub, const struct hub_serving *how, struct err *err)
{
    char address[ADDRESS_MAX];
    uint16_t port = 0;
    struct tls_paths tls;
    if (!parse_listen(how->listen, address, &port, err) || !tls_paths_choose(hub, how, &tls, err))
        return false;
    struct serve *serve = malloc(sizeof *serve);
    if (serve == NULL)
        return err_set(err, ERR_LATER, "there is no memory to serve");
    serve_init(serve, hub);
    refresh_bundles(hub);
    struct ingest_config config = hub_ingest_config(hub);
    bool started = ingest_start(&config, &serve->ingest, err);
    seal_forget(&config, sizeof config);
    if (started && how->ingesting != NULL)
        how->ingesting(how->more_context, serve->ingest);
    bool served = started && serve_until_stopped(serve, address, port, &tls, how, err);
    if (started && how->ingesting != NULL)
        how->ingesting(how->more_context, NULL);
    ingest_stop(serve->ingest);
    desks_finish(&serve->desks);
    (void)pthread_mutex_destroy(&serve->lock);
    free(serve);
    return served;
}
