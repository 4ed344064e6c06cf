/* The hub's HTTPS server, asked by the curl and openssl programs and by raw sockets. */
#include "curl_run.h"
#include "file.h"
#include "http.h"
#include "tls_files.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ECHO_MAX = 1000, FILE_SIZE = 3000 };

struct rig {
    struct http_server *server;
    char folder[4096];
    char ca[4200], cert[4200], key[4200];
    char url[64];
    uint8_t file[FILE_SIZE];
    atomic_int handled;
    pthread_mutex_t lock;
    char last_peer[64]; /* of /echo */
    char last_query[64];
    /* /held: requests wait until they are let go. */
    pthread_cond_t changed;
    struct http_exchange *held;
};

static void serve_hello(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    (void)context;
    (void)request;
    http_answer_static(exchange, 200, "text/plain", span_text("hello"));
}

static void serve_echo(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct rig *rig = context;
    (void)pthread_mutex_lock(&rig->lock);
    (void)snprintf(rig->last_peer, sizeof rig->last_peer, "%s", request->peer);
    (void)snprintf(rig->last_query, sizeof rig->last_query, "%s", request->query);
    (void)pthread_mutex_unlock(&rig->lock);
    atomic_fetch_add(&rig->handled, 1);
    http_answer(exchange, 200, "application/octet-stream", request->body, 0);
}

static void serve_file(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct rig *rig = context;
    (void)request;
    http_answer_part(exchange, "application/octet-stream", span_of(rig->file, FILE_SIZE));
}

static void serve_error(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    struct err err;
    (void)context;
    (void)request;
    (void)err_set(&err, ERR_LATER, "a \"quoted\" \\ thing\nwith two lines");
    http_answer_error(exchange, &err, 7);
}

static void *answer_soon(void *exchange)
{
    (void)usleep(2000);
    http_answer(exchange, 200, "text/plain", span_text("later"), 0);
    return NULL;
}

static void serve_later(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    pthread_t thread;
    struct rig *rig = context;
    (void)request;
    atomic_fetch_add(&rig->handled, 1);
    must(pthread_create(&thread, NULL, answer_soon, exchange) == 0, "no thread");
    (void)pthread_detach(thread);
}

static void serve_held(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    struct rig *rig = context;
    (void)request;
    (void)pthread_mutex_lock(&rig->lock);
    rig->held = exchange;
    (void)pthread_cond_signal(&rig->changed);
    (void)pthread_mutex_unlock(&rig->lock);
}

/* The text of /text and the length of each piece of /stream. */
enum { TEXT_SIZE = 20000, STREAM_PIECES = 400, PIECE_SIZE = 10000 };

static void serve_text(void *context, const struct http_request *request,
                       struct http_exchange *exchange)
{
    char text[TEXT_SIZE];
    (void)context;
    (void)request;
    memset(text, 'a', sizeof text);
    struct http_reply reply = {
        .status = 200,
        .content_type = "text/plain",
        .body = span_of(text, sizeof text),
        .pack = true,
        .fields = { { "ETag", "\"v1\"" }, { "X-Asked", http_header(exchange, "X-Asks") } },
    };
    http_answer_with(exchange, &reply);
}

struct streaming {
    struct rig *rig;
    struct http_stream *stream;
    bool whole, endless;
};

/* Writes so many pieces, each filled with its number. */
static void *write_stream(void *argument)
{
    struct streaming *streaming = argument;
    struct err err;
    uint8_t piece[PIECE_SIZE];
    bool written = true;
    for (int i = 0; written && (streaming->endless || i < STREAM_PIECES); i++) {
        memset(piece, 'a' + i % 26, sizeof piece);
        written = http_stream_write(streaming->stream, span_of(piece, sizeof piece), &err);
        atomic_fetch_add(&streaming->rig->handled, written);
    }
    http_stream_end(streaming->stream, written && streaming->whole);
    free(streaming);
    return NULL;
}

static void serve_stream(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    struct http_reply reply = { .status = 200, .content_type = "text/plain", .pack = true };
    struct streaming *streaming = calloc(1, sizeof *streaming);
    pthread_t thread;
    struct err err;
    must(streaming != NULL, "no memory");
    streaming->rig = context;
    streaming->whole = strcmp(request->query, "cut") != 0;
    streaming->endless = strcmp(request->query, "endless") == 0;
    streaming->stream = http_stream_begin(exchange, &reply, &err);
    must(streaming->stream != NULL, "no stream");
    must(pthread_create(&thread, NULL, write_stream, streaming) == 0, "no thread");
    (void)pthread_detach(thread);
}

static const struct http_route routes[] = {
    { "GET", "/text", 0, serve_text },
    { "GET", "/stream", 0, serve_stream },
    { "GET", "/hello", 0, serve_hello },
    { "POST", "/echo", ECHO_MAX, serve_echo },
    { "GET", "/files/", 0, serve_file },
    { "GET", "/error", 0, serve_error },
    { "POST", "/later", ECHO_MAX, serve_later },
    { "POST", "/held", ECHO_MAX, serve_held },
    { NULL, NULL, 0, NULL },
};

static struct http_config config_of(const struct rig *rig)
{
    return (struct http_config){
        .address = "127.0.0.1",
        .cert_file = rig->cert,
        .key_file = rig->key,
        .threads = 2,
        .connections_max = 300,
        .idle_seconds = 60,
        .routes = routes,
        .context = (void *)(uintptr_t)rig,
    };
}

static void rig_paths(struct rig *rig)
{
    (void)snprintf(rig->ca, sizeof rig->ca, "%s/ca.pem", rig->folder);
    (void)snprintf(rig->cert, sizeof rig->cert, "%s/server.pem", rig->folder);
    (void)snprintf(rig->key, sizeof rig->key, "%s/server.key", rig->folder);
}

static int rig_open(void **state)
{
    static const char *const names[] = { "localhost", "127.0.0.1", "::1", "hub.example", NULL };
    struct rig *rig = calloc(1, sizeof *rig);
    struct err err;
    assert_non_null(rig);
    (void)pthread_mutex_init(&rig->lock, NULL);
    (void)pthread_cond_init(&rig->changed, NULL);
    for (size_t i = 0; i < FILE_SIZE; i++)
        rig->file[i] = (uint8_t)(i * 7 + i / 256);
    folder_new(rig->folder, sizeof rig->folder);
    rig_paths(rig);
    assert_true(tls_files_make(rig->folder, names, &err));
    struct http_config config = config_of(rig);
    assert_true(http_start(&config, &rig->server, &err));
    (void)snprintf(rig->url, sizeof rig->url, "https://127.0.0.1:%u", http_port(rig->server));
    *state = rig;
    return 0;
}

static int rig_close(void **state)
{
    struct rig *rig = *state;
    http_stop(rig->server);
    folder_remove(rig->folder);
    (void)pthread_cond_destroy(&rig->changed);
    (void)pthread_mutex_destroy(&rig->lock);
    free(rig);
    return 0;
}

static struct curl_result ask(struct rig *rig, const char *options, const char *path)
{
    char url[1200];
    (void)snprintf(url, sizeof url, "%s%s", rig->url, path);
    return curl_run(rig->folder, rig->ca, options, url);
}

static bool has(const struct buf *text, const char *part)
{
    return strstr(buf_text(text), part) != NULL;
}

static void an_answer_has_its_body_its_type_and_few_headers(void **state)
{
    CURL_AUTO result = ask(*state, "", "/hello");
    assert_int_equal(result.status, 200);
    assert_string_equal(buf_text(&result.body), "hello");
    assert_true(has(&result.headers, "Content-Type: text/plain\r\n"));
    assert_true(result.headers.size < 90);
}

static void head_is_get_without_the_body(void **state)
{
    CURL_AUTO result = ask(*state, "-I", "/hello");
    assert_int_equal(result.status, 200);
    assert_true(has(&result.headers, "Content-Length: 5\r\n"));
}

static void an_unknown_path_is_404_and_a_wrong_method_405_naming_the_right_one(void **state)
{
    CURL_AUTO unknown = ask(*state, "", "/hellos");
    assert_int_equal(unknown.status, 404);
    assert_true(has(&unknown.headers, "application/problem+json"));
    CURL_AUTO method = ask(*state, "-X PUT", "/echo");
    assert_int_equal(method.status, 405);
    assert_true(has(&method.headers, "Allow: POST\r\n"));
    CURL_AUTO inside = ask(*state, "", "/files");
    assert_int_equal(inside.status, 404);
}

static void paths_are_compared_as_they_were_sent(void **state)
{
    CURL_AUTO encoded = ask(*state, "", "/%68ello");
    assert_int_equal(encoded.status, 404);
    CURL_AUTO climbing = ask(*state, "--path-as-is", "/files/../hello");
    assert_int_equal(climbing.status, 200);
    assert_int_equal(climbing.body.size, FILE_SIZE);
}

static void an_error_is_a_problem_with_its_sentence_escaped(void **state)
{
    CURL_AUTO result = ask(*state, "", "/error");
    assert_int_equal(result.status, 503);
    assert_true(has(&result.headers, "Retry-After: 7\r\n"));
    assert_string_equal(buf_text(&result.body),
                        "{\"type\":\"urn:yousaid:problem:later\","
                        "\"title\":\"try again, nothing changed\",\"status\":503,"
                        "\"detail\":\"a \\\"quoted\\\" \\\\ thing\\u000awith two lines\"}\n");
}

static void an_answer_is_compressed_for_those_who_take_it(void **state)
{
    static const char *const codings[] = { "gzip", "zstd" };
    CURL_AUTO plain = ask(*state, "-H 'X-Asks: this'", "/text");
    assert_int_equal(plain.body.size, TEXT_SIZE);
    assert_true(has(&plain.headers, "ETag: \"v1\"\r\n"));
    assert_true(has(&plain.headers, "X-Asked: this\r\n"));
    assert_true(has(&plain.headers, "Vary: Accept-Encoding\r\n"));
    for (size_t i = 0; i < 2; i++) {
        char options[100];
        char says[100];
        (void)snprintf(options, sizeof options, "--compressed -H 'Accept-Encoding: br, %s;q=0.5'",
                       codings[i]);
        (void)snprintf(says, sizeof says, "Content-Encoding: %s\r\n", codings[i]);
        CURL_AUTO packed = ask(*state, options, "/text");
        assert_int_equal(packed.body.size, TEXT_SIZE);
        assert_true(has(&packed.headers, says));
        (void)snprintf(says, sizeof says, "ETag: \"v1-%s\"\r\n", codings[i]);
        assert_true(has(&packed.headers, says));
    }
    CURL_AUTO refused = ask(*state, "-H 'Accept-Encoding: gzip;q=0, zstd;q=0.0'", "/text");
    assert_int_equal(refused.body.size, TEXT_SIZE);
}

static void an_entity_tag_is_known_in_each_of_its_forms(void **state)
{
    (void)state;
    assert_true(http_etag_among("\"v1\"", "\"v1\""));
    assert_true(http_etag_among("\"v0\", W/\"v1-gzip\"", "\"v1\""));
    assert_true(http_etag_among("\"v1-zstd\"", "\"v1\""));
    assert_true(http_etag_among("*", "\"v1\""));
    assert_false(http_etag_among("", "\"v1\""));
    assert_false(http_etag_among("\"v11\"", "\"v1\""));
    assert_false(http_etag_among("\"v1-br\"", "\"v1\""));
    assert_false(http_etag_among("\"v1", "\"v1\""));
    assert_false(http_etag_among("v1", "\"v1\""));
}

static bool is_the_stream(const struct buf *body)
{
    for (size_t i = 0; i < body->size; i++)
        if (body->data[i] != 'a' + i / PIECE_SIZE % 26)
            return false;
    return body->size == (size_t)STREAM_PIECES * PIECE_SIZE;
}

static void a_long_answer_comes_piece_by_piece(void **state)
{
    CURL_AUTO plain = ask(*state, "", "/stream");
    assert_int_equal(plain.exit, 0);
    assert_true(is_the_stream(&plain.body));
    CURL_AUTO packed = ask(*state, "--compressed", "/stream");
    assert_int_equal(packed.exit, 0);
    assert_true(is_the_stream(&packed.body));
}

static void a_long_answer_that_is_not_whole_is_seen_to_be_cut(void **state)
{
    CURL_AUTO cut = ask(*state, "", "/stream?cut");
    assert_int_not_equal(cut.exit, 0);
}

/* Who stops reading makes the writer wait, so that little is on its way; who goes away ends it,
 * else the server could not stop. */
static void a_long_answer_waits_for_its_reader_and_ends_without_one(void **state)
{
    struct rig *rig = *state;
    CURL_AUTO gone = ask(rig, "--max-time 1 --limit-rate 1000", "/stream?endless");
    assert_int_not_equal(gone.exit, 0);
    http_stop(rig->server);
    rig->server = NULL;
    assert_true(atomic_load(&rig->handled) < 10 * STREAM_PIECES);
}

static void write_file(struct rig *rig, const char *name, size_t size)
{
    char path[4300];
    struct err err;
    BUF_AUTO bytes = buf_new(size);
    for (size_t i = 0; i < size; i++)
        buf_put_byte(&bytes, (uint8_t)(i * 31 + 1));
    (void)snprintf(path, sizeof path, "%s/%s", rig->folder, name);
    assert_true(file_write_durable(path, buf_span(&bytes), 0600, &err));
}

static struct curl_result post(struct rig *rig, const char *options, size_t size, const char *path)
{
    char words[4600];
    write_file(rig, "post", size);
    (void)snprintf(words, sizeof words,
                   "-H 'Expect:' -H 'Content-Type: application/cbor' %s --data-binary '@%s/post'",
                   options, rig->folder);
    return ask(rig, words, path);
}

static void a_body_at_its_ceiling_comes_whole_and_unchanged(void **state)
{
    struct rig *rig = *state;
    CURL_AUTO result = post(rig, "", ECHO_MAX, "/echo?a=%20b&c");
    assert_int_equal(result.status, 200);
    assert_int_equal(result.body.size, ECHO_MAX);
    for (size_t i = 0; i < ECHO_MAX; i++)
        assert_int_equal(result.body.data[i], (uint8_t)(i * 31 + 1));
    (void)pthread_mutex_lock(&rig->lock);
    assert_string_equal(rig->last_query, "a=%20b&c");
    assert_string_equal(rig->last_peer, "127.0.0.1");
    (void)pthread_mutex_unlock(&rig->lock);
}

static void a_chunked_body_at_its_ceiling_comes_too(void **state)
{
    CURL_AUTO result = post(*state, "-H 'Transfer-Encoding: chunked'", ECHO_MAX, "/echo");
    assert_int_equal(result.status, 200);
    assert_int_equal(result.body.size, ECHO_MAX);
}

static void a_body_over_its_ceiling_is_refused_and_not_handled(void **state)
{
    struct rig *rig = *state;
    CURL_AUTO told = post(rig, "", ECHO_MAX + 1, "/echo");
    assert_int_equal(told.status, 413);
    CURL_AUTO chunked = post(rig, "-H 'Transfer-Encoding: chunked'", ECHO_MAX + 1, "/echo");
    assert_int_equal(chunked.status, 413);
    CURL_AUTO endless = post(rig, "-H 'Transfer-Encoding: chunked'", 2000000, "/echo");
    assert_true(endless.status == 413 || endless.status == 0);
    CURL_AUTO with_get = post(rig, "-X GET", 1, "/hello");
    assert_int_equal(with_get.status, 413);
    assert_int_equal(atomic_load(&rig->handled), 0);
}

/* Sends these lines of a request's head and nothing more: an answer can come only from them. */
static bool head_alone_is_refused(struct rig *rig, const char *lines)
{
    BUF_AUTO out = buf_new(65536);
    (void)shell_run(&out,
                    "printf 'POST /echo HTTP/1.1\\r\\nHost: h\\r\\n%s\\r\\n' | "
                    "timeout 20 openssl s_client -quiet -connect 127.0.0.1:%u 2>/dev/null",
                    lines, http_port(rig->server));
    return has(&out, "HTTP/1.1 413 ");
}

static void an_announced_body_over_its_ceiling_is_refused_before_it_is_sent(void **state)
{
    assert_true(head_alone_is_refused(*state, "Content-Length: 500000\\r\\n"));
    assert_true(
        head_alone_is_refused(*state, "Content-Length: 5000\\r\\nExpect: 100-continue\\r\\n"));
    assert_int_equal(atomic_load(&((struct rig *)*state)->handled), 0);
}

/* A client that sends all it has before it looks for an answer must find one, and no reset: with
 * bytes left unread when it closes, a socket resets the connection and the answer can be lost. */
static void a_body_a_little_too_large_is_heard_out_and_the_connection_stays(void **state)
{
    struct rig *rig = *state;
    BUF_AUTO out = buf_new(65536);
    (void)shell_run(
        &out,
        "(printf 'POST /echo HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: %d\\r\\n\\r\\n';"
        " head -c %d /dev/zero; printf 'GET /hello HTTP/1.1\\r\\nHost: h\\r\\nConnection: "
        "close\\r\\n\\r\\n') | "
        "timeout 20 openssl s_client -quiet -connect 127.0.0.1:%u "
        "2>/dev/null",
        ECHO_MAX + 60000, ECHO_MAX + 60000, http_port(rig->server));
    assert_true(has(&out, "HTTP/1.1 413 "));
    assert_true(has(&out, "HTTP/1.1 200 "));
}

static void two_lengths_at_once_are_refused(void **state)
{
    struct rig *rig = *state;
    BUF_AUTO out = buf_new(65536);
    (void)shell_run(&out,
                    "printf 'POST /echo HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 5\\r\\n"
                    "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n' | timeout 20 "
                    "openssl s_client -quiet -connect 127.0.0.1:%u 2>/dev/null",
                    http_port(rig->server));
    assert_true(has(&out, "HTTP/1.1 400 "));
    assert_int_equal(atomic_load(&rig->handled), 0);
}

static void a_range_gives_the_rest_and_behind_the_end_416(void **state)
{
    struct rig *rig = *state;
    CURL_AUTO rest = ask(rig, "-H 'Range: bytes=2500-'", "/files/x");
    assert_int_equal(rest.status, 206);
    assert_int_equal(rest.body.size, FILE_SIZE - 2500);
    assert_memory_equal(rest.body.data, rig->file + 2500, FILE_SIZE - 2500);
    assert_true(has(&rest.headers, "Content-Range: bytes 2500-2999/3000\r\n"));
    CURL_AUTO behind = ask(rig, "-H 'Range: bytes=3000-'", "/files/x");
    assert_int_equal(behind.status, 416);
    assert_true(has(&behind.headers, "Content-Range: bytes */3000\r\n"));
}

static void a_range_of_another_shape_gives_the_whole(void **state)
{
    static const char *const odd[] = {
        "bytes=0-10", "bytes=-5", "bytes=1-,4-", "lines=5-", "bytes=99999999999999999999-",
        "bytes=-",    "bytes=+5-"
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        char header[80];
        (void)snprintf(header, sizeof header, "-H 'Range: %s'", odd[i]);
        CURL_AUTO result = ask(*state, header, "/files/x");
        assert_int_equal(result.status, 200);
        assert_int_equal(result.body.size, FILE_SIZE);
    }
}

static void long_paths_and_heaps_of_headers_are_refused(void **state)
{
    char path[700] = "/files/";
    memset(path + strlen(path), 'a', 600);
    CURL_AUTO long_path = ask(*state, "", path);
    assert_int_equal(long_path.status, 414);
    CURL_AUTO many =
        ask(*state, "$(for i in $(seq 80); do printf -- '-H X-%s:1 ' $i; done)", "/hello");
    assert_int_equal(many.status, 431);
    CURL_AUTO big = ask(*state, "-H \"X-Big: $(head -c 40000 /dev/zero | tr '\\0' a)\"", "/hello");
    assert_true(big.status == 431 || big.status == 413);
}

static void an_answer_may_come_later_from_another_thread(void **state)
{
    CURL_AUTO result = post(*state, "", 10, "/later");
    assert_int_equal(result.status, 200);
    assert_string_equal(buf_text(&result.body), "later");
}

static void a_hundred_at_once_are_all_answered(void **state)
{
    struct rig *rig = *state;
    BUF_AUTO out = buf_new(65536);
    int status = shell_run(&out,
                           "curl -s --cacert '%s' -Z --parallel-max 100 --parallel-immediate "
                           "-d x -o /dev/null -w '%%{http_code}\\n' '%s/later?[1-100]' | sort | "
                           "uniq -c",
                           rig->ca, rig->url);
    assert_int_equal(status, 0);
    assert_true(has(&out, "100 200\n"));
    assert_int_equal(atomic_load(&rig->handled), 100);
}

/* ---- stopping ---- */

static void *stop_it(void *argument)
{
    struct rig *rig = argument;
    http_stop(rig->server);
    return NULL;
}

static void *ask_held(void *argument)
{
    struct rig *rig = argument;
    struct curl_result *result = calloc(1, sizeof *result);
    *result = ask(rig, "-d x", "/held");
    return result;
}

static struct http_exchange *await_held(struct rig *rig)
{
    (void)pthread_mutex_lock(&rig->lock);
    while (rig->held == NULL)
        (void)pthread_cond_wait(&rig->changed, &rig->lock);
    (void)pthread_mutex_unlock(&rig->lock);
    return rig->held;
}

static bool port_answers(uint16_t port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port) };
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    FD_AUTO fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, (const struct sockaddr *)&at, sizeof at) == 0;
}

static void stopping_waits_for_what_is_under_way(void **state)
{
    struct rig *rig = *state;
    pthread_t asking;
    pthread_t stopping;
    void *asked = NULL;
    uint16_t port = http_port(rig->server);
    assert_int_equal(pthread_create(&asking, NULL, ask_held, rig), 0);
    struct http_exchange *held = await_held(rig);
    assert_int_equal(pthread_create(&stopping, NULL, stop_it, rig), 0);
    while (port_answers(port))
        (void)usleep(1000);
    http_answer(held, 200, "text/plain", span_text("after all"), 0);
    assert_int_equal(pthread_join(asking, &asked), 0);
    assert_int_equal(pthread_join(stopping, NULL), 0);
    struct curl_result *result = asked;
    assert_int_equal(result->status, 200);
    assert_string_equal(buf_text(&result->body), "after all");
    curl_finish(result);
    free(result);
    rig->server = NULL;
}

static void *ask_many(void *argument)
{
    struct rig *rig = argument;
    (void)shell_run(NULL,
                    "curl -s --cacert '%s' -Z --parallel-max 30 -d x -o /dev/null "
                    "'%s/later?[1-600]'",
                    rig->ca, rig->url);
    return NULL;
}

static void stopping_under_load_leaves_nothing_unanswered(void **state)
{
    struct rig *rig = *state;
    pthread_t asking;
    assert_int_equal(pthread_create(&asking, NULL, ask_many, rig), 0);
    while (atomic_load(&rig->handled) < 50)
        (void)usleep(1000);
    http_stop(rig->server);
    rig->server = NULL;
    assert_int_equal(pthread_join(asking, NULL), 0);
}

static void a_client_that_goes_away_while_it_waits_does_no_harm(void **state)
{
    struct rig *rig = *state;
    CURL_AUTO gone = ask(rig, "--max-time 1 -d x", "/held");
    assert_int_equal(gone.status, 0);
    http_answer(await_held(rig), 200, "text/plain", span_text("nobody"), 0);
    CURL_AUTO next = ask(rig, "", "/hello");
    assert_int_equal(next.status, 200);
}

/* ---- TLS ---- */

static bool resumes(struct rig *rig, const char *version)
{
    BUF_AUTO out = buf_new(65536);
    unsigned port = http_port(rig->server);
    (void)shell_run(&out,
                    "cd '%s' && request='GET /hello HTTP/1.1\\r\\nHost: h\\r\\nConnection: "
                    "close\\r\\n\\r\\n'; for way in out in; do printf \"$request\" | "
                    "timeout 20 openssl s_client -connect 127.0.0.1:%u -CAfile ca.pem -%s "
                    "-sess_$way session -ign_eof 2>/dev/null | grep -E '^(New|Reused),'; done",
                    rig->folder, port, version);
    const char *reused = strstr(buf_text(&out), "Reused,");
    const char *fresh = strstr(buf_text(&out), "New,");
    return fresh != NULL && reused != NULL && fresh < reused;
}

/* Asks for /hello, keeping or using sessions as `options` say; how often this message passed. */
static int messages(struct rig *rig, const char *options, const char *message)
{
    BUF_AUTO out = buf_new(16 * 1024);
    (void)shell_run(&out,
                    "printf 'GET /hello HTTP/1.1\\r\\nHost: localhost\\r\\n"
                    "Connection: close\\r\\n\\r\\n' | "
                    "timeout 10 openssl s_client -connect %s -CAfile '%s' -tls1_3 -msg -ign_eof "
                    "%s 2>/dev/null | grep -c '%s'",
                    rig->url + strlen("https://"), rig->ca, options, message);
    return atoi(buf_text(&out));
}

static void a_resumed_session_gets_one_ticket_which_is_good_again(void **state)
{
    struct rig *rig = *state;
    char options[9000];
    (void)snprintf(options, sizeof options, "-sess_out %s/first", rig->folder);
    assert_true(messages(rig, options, "NewSessionTicket") > 0);
    (void)snprintf(options, sizeof options, "-sess_in %s/first -sess_out %s/second", rig->folder,
                   rig->folder);
    assert_int_equal(messages(rig, options, "NewSessionTicket"), 1);
    (void)snprintf(options, sizeof options, "-sess_in %s/second", rig->folder);
    assert_int_equal(messages(rig, options, "^Reused"), 1);
}

static void a_client_is_not_asked_for_a_second_hello(void **state)
{
    assert_int_equal(messages(*state, "", ", ClientHello"), 1);
}

static void a_session_is_resumed_by_its_ticket(void **state)
{
    assert_true(resumes(*state, "tls1_3"));
    assert_true(resumes(*state, "tls1_2"));
}

/* The server starts anew, on another port, with this secret behind its tickets. */
static void serve_anew(struct rig *rig, struct span secret)
{
    struct err err;
    struct http_config config = config_of(rig);
    config.ticket_secret = secret;
    http_stop(rig->server);
    assert_true(http_start(&config, &rig->server, &err));
    (void)snprintf(rig->url, sizeof rig->url, "https://127.0.0.1:%u", http_port(rig->server));
}

static void servers_with_one_secret_resume_each_others_sessions(void **state)
{
    struct rig *rig = *state;
    char out[5000];
    char in[5000];
    uint8_t secret[HTTP_TICKET_SECRET] = { 1, 2, 3 };
    (void)snprintf(out, sizeof out, "-sess_out %s/there", rig->folder);
    (void)snprintf(in, sizeof in, "-sess_in %s/there", rig->folder);
    serve_anew(rig, span_of(secret, sizeof secret));
    assert_true(messages(rig, out, "NewSessionTicket") > 0);
    serve_anew(rig, span_of(secret, sizeof secret));
    assert_int_equal(messages(rig, in, "^Reused"), 1);
    secret[40] = 4;
    serve_anew(rig, span_of(secret, sizeof secret));
    assert_int_equal(messages(rig, in, "^Reused"), 0);
}

static void tls_below_1_2_is_not_spoken(void **state)
{
    struct rig *rig = *state;
    BUF_AUTO out = buf_new(65536);
    (void)shell_run(&out,
                    "timeout 20 openssl s_client -cipher 'ALL:@SECLEVEL=0' -tls1_1 -connect "
                    "127.0.0.1:%u </dev/null 2>&1",
                    http_port(rig->server));
    assert_true(has(&out, "Cipher is (NONE)"));
    CURL_AUTO plain = curl_run(rig->folder, rig->ca, "", "http://127.0.0.1:1/");
    assert_int_equal(plain.status, 0);
}

static void the_certificates_verify_for_every_name_given(void **state)
{
    struct rig *rig = *state;
    static const char *const good[] = { "-verify_hostname localhost",
                                        "-verify_hostname hub.example", "-verify_ip 127.0.0.1",
                                        "-verify_ip ::1" };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_int_equal(shell_run(NULL,
                                   "openssl verify -x509_strict -purpose sslserver %s -CAfile '%s' "
                                   "'%s' 2>&1",
                                   good[i], rig->ca, rig->cert),
                         0);
    assert_int_not_equal(shell_run(NULL,
                                   "openssl verify -verify_hostname other.example -CAfile '%s' "
                                   "'%s' 2>&1",
                                   rig->ca, rig->cert),
                         0);
}

static void keys_are_for_their_owner_alone_and_files_are_made_once(void **state)
{
    struct rig *rig = *state;
    static const char *const names[] = { "other.example", NULL };
    struct stat at;
    struct err err;
    BUF_AUTO before = buf_new(65536);
    BUF_AUTO after = buf_new(65536);
    assert_int_equal(stat(rig->key, &at), 0);
    assert_int_equal(at.st_mode & 0777, 0600);
    assert_true(file_read(rig->cert, &before, &err));
    assert_true(tls_files_make(rig->folder, names, &err));
    assert_true(file_read(rig->cert, &after, &err));
    assert_true(span_equal(buf_span(&before), buf_span(&after)));
}

static bool renews(struct rig *rig, const char *offset_seconds)
{
    struct err err;
    BUF_AUTO before = buf_new(65536);
    BUF_AUTO after = buf_new(65536);
    assert_true(file_read(rig->cert, &before, &err));
    (void)setenv("YOUSAID_CLOCK_OFFSET", offset_seconds, 1);
    bool renewed = tls_files_renew(rig->folder, &err);
    (void)unsetenv("YOUSAID_CLOCK_OFFSET");
    assert_true(renewed);
    assert_true(file_read(rig->cert, &after, &err));
    return !span_equal(buf_span(&before), buf_span(&after));
}

static void a_certificate_near_its_end_is_signed_anew_for_the_same_key_and_names(void **state)
{
    struct rig *rig = *state;
    BUF_AUTO end = buf_new(4096);
    assert_false(renews(rig, "0"));
    assert_false(renews(rig, "57456000")); /* 665 days */
    assert_true(renews(rig, "60480000"));  /* 700 days */
    assert_int_equal(shell_run(NULL,
                               "openssl verify -x509_strict -purpose sslserver -verify_hostname "
                               "hub.example -verify_ip ::1 -CAfile '%s' '%s' 2>&1",
                               rig->ca, rig->cert),
                     0);
    assert_int_equal(shell_run(&end, "openssl x509 -in '%s' -noout -checkend 120960000", rig->cert),
                     0);
    assert_int_equal(shell_run(NULL,
                               "test \"$(openssl x509 -in '%s' -noout -pubkey)\" = "
                               "\"$(openssl pkey -in '%s' -pubout)\"",
                               rig->cert, rig->key),
                     0);
    assert_false(renews(rig, "60480000"));
}

static void without_the_ca_s_key_a_certificate_stays(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(shell_run(NULL, "rm '%s/ca.key'", rig->folder), 0);
    assert_false(renews(rig, "60480000"));
}

static void the_der_of_a_certificate_is_what_openssl_says_it_is(void **state)
{
    struct rig *rig = *state;
    struct err err;
    BUF_AUTO ours = buf_new(65536);
    BUF_AUTO theirs = buf_new(65536);
    assert_true(tls_file_der(rig->ca, &ours, &err));
    assert_int_equal(shell_run(&theirs, "openssl x509 -in '%s' -outform DER", rig->ca), 0);
    assert_true(span_equal(buf_span(&ours), buf_span(&theirs)));
    assert_false(tls_file_der(rig->key, &ours, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

/* ---- starting ---- */

static void a_taken_port_is_said_in_words(void **state)
{
    struct rig *rig = *state;
    struct http_server *second = NULL;
    struct http_config config = config_of(rig);
    struct err err;
    config.port = http_port(rig->server);
    assert_false(http_start(&config, &second, &err));
    assert_non_null(strstr(err.text, "is taken by another program"));
}

static void a_key_of_another_certificate_is_refused(void **state)
{
    struct rig *rig = *state;
    char other[4300];
    struct http_server *second = NULL;
    struct http_config config = config_of(rig);
    struct err err;
    (void)snprintf(other, sizeof other, "%s/ca.key", rig->folder);
    config.key_file = other;
    assert_false(http_start(&config, &second, &err));
    assert_non_null(strstr(err.text, "belong together"));
}

static void an_address_that_is_none_is_wrong_use(void **state)
{
    struct http_server *second = NULL;
    struct http_config config = config_of(*state);
    struct err err;
    config.address = "localhost";
    assert_false(http_start(&config, &second, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

#define RIGGED(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGGED(an_answer_has_its_body_its_type_and_few_headers),
        RIGGED(head_is_get_without_the_body),
        RIGGED(an_unknown_path_is_404_and_a_wrong_method_405_naming_the_right_one),
        RIGGED(paths_are_compared_as_they_were_sent),
        RIGGED(an_error_is_a_problem_with_its_sentence_escaped),
        RIGGED(an_answer_is_compressed_for_those_who_take_it),
        cmocka_unit_test(an_entity_tag_is_known_in_each_of_its_forms),
        RIGGED(a_long_answer_comes_piece_by_piece),
        RIGGED(a_long_answer_that_is_not_whole_is_seen_to_be_cut),
        RIGGED(a_long_answer_waits_for_its_reader_and_ends_without_one),
        RIGGED(a_body_at_its_ceiling_comes_whole_and_unchanged),
        RIGGED(a_chunked_body_at_its_ceiling_comes_too),
        RIGGED(a_body_over_its_ceiling_is_refused_and_not_handled),
        RIGGED(an_announced_body_over_its_ceiling_is_refused_before_it_is_sent),
        RIGGED(a_body_a_little_too_large_is_heard_out_and_the_connection_stays),
        RIGGED(two_lengths_at_once_are_refused),
        RIGGED(a_range_gives_the_rest_and_behind_the_end_416),
        RIGGED(a_range_of_another_shape_gives_the_whole),
        RIGGED(long_paths_and_heaps_of_headers_are_refused),
        RIGGED(an_answer_may_come_later_from_another_thread),
        RIGGED(a_hundred_at_once_are_all_answered),
        RIGGED(stopping_waits_for_what_is_under_way),
        RIGGED(stopping_under_load_leaves_nothing_unanswered),
        RIGGED(a_client_that_goes_away_while_it_waits_does_no_harm),
        RIGGED(a_session_is_resumed_by_its_ticket),
        RIGGED(servers_with_one_secret_resume_each_others_sessions),
        RIGGED(a_resumed_session_gets_one_ticket_which_is_good_again),
        RIGGED(a_client_is_not_asked_for_a_second_hello),
        RIGGED(tls_below_1_2_is_not_spoken),
        RIGGED(the_certificates_verify_for_every_name_given),
        RIGGED(keys_are_for_their_owner_alone_and_files_are_made_once),
        RIGGED(a_certificate_near_its_end_is_signed_anew_for_the_same_key_and_names),
        RIGGED(without_the_ca_s_key_a_certificate_stays),
        RIGGED(the_der_of_a_certificate_is_what_openssl_says_it_is),
        RIGGED(a_taken_port_is_said_in_words),
        RIGGED(a_key_of_another_certificate_is_refused),
        RIGGED(an_address_that_is_none_is_wrong_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
