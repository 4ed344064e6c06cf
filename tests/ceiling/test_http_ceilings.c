/*
 * The HTTPS server's ceilings: heads, bodies and connections that are too large, too many or too
 * slow. The guard's clock is the test's, so that a minute of crawling takes no minute.
 */
#include "clock.h"
#include "curl_run.h"
#include "file.h"
#include "http.h"
#include "tls_client.h"
#include "tls_files.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
/* cmocka wants these first. */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BODY_MAX = 10000,
    BODIES_MAX = 3 * BODY_MAX,
    EACH = 5,
    IDLE_SECONDS = 60,
    STEP_MS = 10 * 1000,
    STEPS = 30,
    ENDLESS = 4 * 1024 * 1024,
};
static const char address[] = "127.0.0.2";

static atomic_ullong shift; /* how far the guard's clock is ahead */
msec __real_clock_mono(void);
msec __wrap_clock_mono(void);
msec __wrap_clock_mono(void)
{
    return __real_clock_mono() + atomic_load(&shift);
}

struct rig {
    struct http_server *server;
    char folder[4096];
    uint16_t port;
    atomic_int handled;
    atomic_size_t body; /* of the last that was handled */
};

static void serve(void *context, const struct http_request *request, struct http_exchange *exchange)
{
    struct rig *rig = context;
    atomic_store(&rig->body, request->body.size);
    atomic_fetch_add(&rig->handled, 1);
    http_answer_static(exchange, 200, "text/plain", span_text("done"));
}

static const struct http_route routes[] = {
    { "GET", "/files/", 0, serve },
    { "POST", "/take", BODY_MAX, serve },
    { NULL, NULL, 0, NULL },
};

static void start(struct rig *rig)
{
    char cert[4200];
    char key[4200];
    struct err err;
    (void)snprintf(cert, sizeof cert, "%s/server.pem", rig->folder);
    (void)snprintf(key, sizeof key, "%s/server.key", rig->folder);
    struct http_config config = {
        .address = "127.0.0.1",
        .cert_file = cert,
        .key_file = key,
        .threads = 1,
        .connections_max = 4 * EACH,
        .connections_each = EACH,
        .bodies_max = BODIES_MAX,
        .idle_seconds = IDLE_SECONDS,
        .routes = routes,
        .context = rig,
    };
    if (!http_start(&config, &rig->server, &err))
        fail_msg("%s", err.text);
    rig->port = http_port(rig->server);
}

static int rig_open(void **state)
{
    static const char *const names[] = { "127.0.0.1", NULL };
    struct rig *rig = calloc(1, sizeof *rig);
    struct err err;
    assert_non_null(rig);
    atomic_store(&shift, 0);
    folder_new(rig->folder, sizeof rig->folder);
    assert_true(tls_files_make(rig->folder, names, &err));
    start(rig);
    *state = rig;
    return 0;
}

static int rig_close(void **state)
{
    struct rig *rig = *state;
    http_stop(rig->server);
    folder_remove(rig->folder);
    free(rig);
    return 0;
}

static struct tls_client visit(const struct rig *rig, const char *from)
{
    struct tls_client client;
    assert_true(tls_client_open(&client, from, rig->port));
    return client;
}

static bool say(struct tls_client *client, const char *text)
{
    return tls_client_say(client, text, strlen(text));
}

/* The status of the answer to what was said; 0 when the connection was cut without one. */
static int status_of(struct tls_client *client)
{
    char head[2000];
    int status = 0;
    assert_true(tls_client_hear_head(client, head, sizeof head));
    return sscanf(head, "HTTP/1.1 %3d", &status) == 1 ? status : 0;
}

static int ask(const struct rig *rig, struct span request)
{
    struct tls_client client = visit(rig, address);
    (void)tls_client_say(&client, request.data, request.size);
    int status = status_of(&client);
    tls_client_close(&client);
    return status;
}

/* ---- heads ---- */

static int ask_with_fields(const struct rig *rig, unsigned count)
{
    BUF_AUTO request = buf_new(64 * 1024);
    buf_printf(&request, "GET /files/x HTTP/1.1\r\nHost: h\r\n");
    for (unsigned i = 1; i < count; i++)
        buf_printf(&request, "X-%u: 1\r\n", i);
    buf_printf(&request, "\r\n");
    return ask(rig, buf_span(&request));
}

static void one_header_field_too_many_is_refused(void **state)
{
    assert_int_equal(ask_with_fields(*state, HTTP_HEADER_MAX), 200);
    assert_int_equal(ask_with_fields(*state, HTTP_HEADER_MAX + 1), 431);
    int thousands = ask_with_fields(*state, 5000);
    assert_true(thousands == 431 || thousands == 413 || thousands == 0);
}

static int ask_with_field_of(const struct rig *rig, size_t size)
{
    BUF_AUTO request = buf_new(2 * ENDLESS);
    buf_printf(&request, "GET /files/x HTTP/1.1\r\nHost: h\r\nX-Long: ");
    memset(buf_grow(&request, size), 'a', size);
    buf_printf(&request, "\r\n\r\n");
    return ask(rig, buf_span(&request));
}

static void a_header_over_the_connection_s_memory_is_refused(void **state)
{
    struct rig *rig = *state;
    assert_int_equal(ask_with_field_of(rig, 8 * 1024), 200);
    assert_int_equal(atomic_load(&rig->handled), 1);
    int over = ask_with_field_of(rig, 24 * 1024);
    assert_true(over == 431 || over == 413 || over == 0);
    int endless = ask_with_field_of(rig, ENDLESS);
    assert_true(endless == 431 || endless == 413 || endless == 0);
    assert_int_equal(atomic_load(&rig->handled), 1);
}

static int ask_path_of(const struct rig *rig, size_t size)
{
    static const char start_of_path[] = "/files/";
    BUF_AUTO request = buf_new(ENDLESS);
    size_t rest = size - strlen(start_of_path);
    buf_printf(&request, "GET %s", start_of_path);
    memset(buf_grow(&request, rest), 'a', rest);
    buf_printf(&request, " HTTP/1.1\r\nHost: h\r\n\r\n");
    return ask(rig, buf_span(&request));
}

static void a_path_one_letter_too_long_is_refused(void **state)
{
    assert_int_equal(ask_path_of(*state, HTTP_PATH_MAX), 200);
    assert_int_equal(ask_path_of(*state, HTTP_PATH_MAX + 1), 414);
    assert_int_equal(ask_path_of(*state, 4 * HTTP_PATH_MAX), 414);
    int endless = ask_path_of(*state, 100 * 1000);
    assert_true(endless == 414 || endless == 431 || endless == 0);
}

/* ---- bodies ---- */

static void more_than_was_announced_is_not_part_of_the_body(void **state)
{
    struct rig *rig = *state;
    char rest[4000];
    struct tls_client client = visit(rig, address);
    assert_true(say(&client, "POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12345"
                             "and what nobody asked for\r\n\r\n"));
    assert_int_equal(status_of(&client), 200);
    /* What follows is no request: it is refused and the connection ends. */
    assert_true(tls_client_hear(&client, rest, sizeof rest));
    tls_client_close(&client);
    assert_int_equal(atomic_load(&rig->handled), 1);
    assert_int_equal(atomic_load(&rig->body), 5);
}

static void chunks_without_end_are_cut(void **state)
{
    struct rig *rig = *state;
    char chunk[1100];
    size_t sent = 0;
    struct tls_client client = visit(rig, address);
    int length = snprintf(chunk, sizeof chunk, "400\r\n%01024d\r\n", 0);
    assert_true(
        say(&client, "POST /take HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"));
    while (sent < ENDLESS && tls_client_say(&client, chunk, (size_t)length))
        sent += 1024;
    assert_true(sent < ENDLESS);
    tls_client_close(&client);
    assert_int_equal(atomic_load(&rig->handled), 0);
    assert_int_equal(ask_with_fields(rig, 1), 200);
}

static void a_chunk_larger_than_the_world_is_refused(void **state)
{
    static const char *const sizes[] = { "FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFFFFFF",
                                         "7FFFFFFFFFFFFFFF", "-1", "" };
    struct rig *rig = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char request[300];
        char answer[4000];
        struct tls_client client = visit(rig, address);
        (void)snprintf(request, sizeof request,
                       "POST /take HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "%s\r\nabc\r\n0\r\n\r\n",
                       sizes[i]);
        (void)say(&client, request);
        if (strncmp(sizes[i], "F", 1) != 0 && strncmp(sizes[i], "7", 1) != 0) {
            assert_true(tls_client_hear(&client, answer, sizeof answer));
            assert_null(strstr(answer, " 200 "));
        }
        tls_client_close(&client);
    }
    assert_int_equal(atomic_load(&rig->handled), 0);
}

/* A body that is on its way and holds its place. */
static struct tls_client begin_body(const struct rig *rig, const char *from)
{
    char head[200];
    char body[BODY_MAX];
    struct tls_client client = visit(rig, from);
    memset(body, 'x', sizeof body);
    (void)snprintf(head, sizeof head,
                   "POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", BODY_MAX);
    assert_true(say(&client, head));
    assert_true(tls_client_say(&client, body, sizeof body - 1));
    return client;
}

static int post(const struct rig *rig, char *ret_head, size_t size)
{
    int status = 0;
    struct tls_client client = visit(rig, "127.0.0.3");
    (void)say(&client, "POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabcdefghi");
    assert_true(tls_client_hear_head(&client, ret_head, size));
    assert_int_equal(sscanf(ret_head, "HTTP/1.1 %3d", &status), 1);
    tls_client_close(&client);
    return status;
}

static void too_many_bodies_at_once_are_asked_to_come_later(void **state)
{
    struct rig *rig = *state;
    char head[2000];
    struct tls_client held[3];
    for (size_t i = 0; i < 3; i++)
        held[i] = begin_body(rig, address);
    /* Until the server has read what was sent. */
    int status = 200;
    for (int i = 0; i < 200 && status == 200; i++)
        status = post(rig, head, sizeof head);
    assert_int_equal(status, 503);
    assert_non_null(strstr(head, "Retry-After: "));
    for (size_t i = 0; i < 3; i++)
        tls_client_close(&held[i]);
    for (int i = 0; i < 2000 && status != 200; i++)
        status = post(rig, head, sizeof head);
    assert_int_equal(status, 200);
}

/* ---- slowness ---- */

/* Says one byte each ten seconds; how many were said before the line was cut. */
static int crawl(struct tls_client *client)
{
    char nothing[100];
    for (int i = 0; i < STEPS; i++) {
        if (!tls_client_say(client, "a", 1))
            return i;
        atomic_fetch_add(&shift, STEP_MS);
    }
    return tls_client_hear(client, nothing, sizeof nothing) ? STEPS : -1;
}

static void a_head_that_crawls_is_cut(void **state)
{
    struct rig *rig = *state;
    struct tls_client client = visit(rig, address);
    assert_true(say(&client, "GET /files/x HTTP/1.1\r\nHost: "));
    assert_true(crawl(&client) >= 0);
    tls_client_close(&client);
    assert_int_equal(atomic_load(&rig->handled), 0);
}

static void a_body_that_crawls_is_cut(void **state)
{
    struct rig *rig = *state;
    struct tls_client client = visit(rig, address);
    assert_true(say(&client, "POST /take HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n"));
    assert_true(crawl(&client) >= 0);
    tls_client_close(&client);
    assert_int_equal(atomic_load(&rig->handled), 0);
}

/* ---- crowds ---- */

static void one_address_has_only_so_many_connections(void **state)
{
    struct rig *rig = *state;
    struct tls_client crowd[EACH];
    struct tls_client more;
    for (size_t i = 0; i < EACH; i++)
        crowd[i] = visit(rig, address);
    assert_false(tls_client_open(&more, address, rig->port));
    struct tls_client other = visit(rig, "127.0.0.3");
    assert_true(say(&other, "GET /files/x HTTP/1.1\r\nHost: h\r\n\r\n"));
    assert_int_equal(status_of(&other), 200);
    tls_client_close(&other);
    for (size_t i = 0; i < EACH; i++)
        tls_client_close(&crowd[i]);
    /* Their places are free again as soon as the server has noticed. */
    bool let_in = false;
    for (int i = 0; i < 2000 && !let_in; i++)
        let_in = tls_client_open(&more, address, rig->port);
    assert_true(let_in);
    tls_client_close(&more);
}

#define RIGGED(test) cmocka_unit_test_setup_teardown(test, rig_open, rig_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RIGGED(one_header_field_too_many_is_refused),
        RIGGED(a_header_over_the_connection_s_memory_is_refused),
        RIGGED(a_path_one_letter_too_long_is_refused),
        RIGGED(more_than_was_announced_is_not_part_of_the_body),
        RIGGED(chunks_without_end_are_cut),
        RIGGED(a_chunk_larger_than_the_world_is_refused),
        RIGGED(too_many_bodies_at_once_are_asked_to_come_later),
        RIGGED(a_head_that_crawls_is_cut),
        RIGGED(a_body_that_crawls_is_cut),
        RIGGED(one_address_has_only_so_many_connections),
    };
    tls_client_start();
    int failed = cmocka_run_group_tests_name("http_ceilings", tests, NULL, NULL);
    tls_client_stop();
    return failed;
}
