/* The transport against a real HTTPS server: whom it trusts, what it refuses, how it gives up, and
 * that it resumes a session. */
#include "file.h"
#include "http.h"
#include "tls_files.h"
#include "transport.h"
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct err err;

/* What GnuTLS says at the server's end of each new connection: the linker leads it here. */
static atomic_int handshakes_resumed, handshakes_fresh;

int __real_gnutls_session_is_resumed(void *session);
int __wrap_gnutls_session_is_resumed(void *session);

int __wrap_gnutls_session_is_resumed(void *session)
{
    int resumed = __real_gnutls_session_is_resumed(session);
    (void)atomic_fetch_add(resumed != 0 ? &handshakes_resumed : &handshakes_fresh, 1);
    return resumed;
}

struct rig {
    char ours[600];   /* folder of the server's certificates */
    char others[600]; /* of a CA that has nothing to do with it */
    struct http_server *server;
    struct http_server *impostor; /* a right CA, another name */
    char base[80];
    char impostor_base[80];
};

static void answer_echo(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    (void)context;
    http_answer(exchange, 200, request->content_type, request->body, 0);
}

static void answer_blob(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    (void)context, (void)request;
    http_answer_part(exchange, "application/octet-stream", span_text("0123456789"));
}

static void answer_busy(void *context, const struct http_request *request,
                        struct http_exchange *exchange)
{
    (void)context, (void)request;
    http_answer(exchange, 503, "text/plain", span_text("later"), 120);
}

/* What it names in a header of its own. */
static void answer_takes(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    (void)context;
    bool help = strcmp(request->path, "/v1/takes/help") == 0;
    http_answer_with(exchange,
                     &(struct http_reply){ .status = 200,
                                           .content_type = "application/cose",
                                           .fields = { { "Takes", help ? "help" : "helping" } } });
}

static void answer_moved(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    (void)context, (void)request;
    http_answer(exchange, 302, "text/html", span_text("elsewhere"), 0);
}

static _Atomic(struct http_exchange *) held;

static void answer_never(void *context, const struct http_request *request,
                         struct http_exchange *exchange)
{
    (void)context, (void)request;
    held = exchange;
}

static const struct http_route routes[] = {
    { "POST", "/v1/echo", 100000, answer_echo },
    { "GET", "/v1/blob", 0, answer_blob },
    { "GET", "/v1/busy", 0, answer_busy },
    { "GET", "/v1/moved", 0, answer_moved },
    { "POST", "/v1/never", 100, answer_never },
    { "GET", "/v1/takes/", 0, answer_takes },
    { 0 },
};

static void make_folder(char path[600], const char *name, const char *const *names)
{
    (void)snprintf(path, 600, "%s/testing/transport-%s-%d", BINARY_DIR, name, (int)getpid());
    assert_true(file_make_folder(path, 0700, &err));
    assert_true(tls_files_make(path, names, &err));
}

static struct http_server *serve(const char *folder, char base[80])
{
    char cert[700];
    char key[700];
    struct http_server *server = NULL;
    (void)snprintf(cert, sizeof cert, "%s/server.pem", folder);
    (void)snprintf(key, sizeof key, "%s/server.key", folder);
    struct http_config config = { .address = "127.0.0.1",
                                  .cert_file = cert,
                                  .key_file = key,
                                  .threads = 1,
                                  .connections_max = 50,
                                  .idle_seconds = 30,
                                  .routes = routes };
    if (!http_start(&config, &server, &err))
        fail_msg("%s", err.text);
    (void)snprintf(base, 80, "https://127.0.0.1:%u", http_port(server));
    return server;
}

static int set_up(void **state)
{
    static const char *const right[] = { "localhost", "127.0.0.1", NULL };
    static const char *const wrong[] = { "elsewhere.example", NULL };
    struct rig *rig = calloc(1, sizeof *rig);
    char impostor[600];
    make_folder(rig->ours, "ours", right);
    make_folder(rig->others, "others", right);
    make_folder(impostor, "impostor", wrong);
    rig->server = serve(rig->ours, rig->base);
    rig->impostor = serve(impostor, rig->impostor_base);
    *state = rig;
    return 0;
}

static int tear_down(void **state)
{
    struct rig *rig = *state;
    if (held != NULL)
        http_answer(held, 200, "text/plain", span_text("at last"), 0);
    http_stop(rig->server);
    http_stop(rig->impostor);
    free(rig);
    return 0;
}

static struct transport trusting(const char *folder)
{
    struct transport transport;
    char ca[800];
    (void)snprintf(ca, sizeof ca, "%s/ca.pem", folder);
    assert_true(transport_curl_open(ca, &transport, &err));
    return transport;
}

/* One call; the answer's body is the caller's. */
static enum transport_result call(struct transport *transport, bool post, const char *base,
                                  const char *path, struct transport_request request,
                                  struct transport_answer *answer)
{
    char url[200];
    (void)snprintf(url, sizeof url, "%s%s", base, path);
    request.url = url;
    if (request.stop_fd == 0)
        request.stop_fd = -1;
    *answer = (struct transport_answer){ .body = buf_new(1000) };
    return post ? transport->post(transport->self, &request, answer, &err)
                : transport->get(transport->self, &request, answer, &err);
}

static const struct transport_request hello = { .type = "application/cose",
                                                .body = { (const uint8_t *)"hello", 5 } };

static void the_right_ca_is_accepted_and_bytes_come_back(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(call(&transport, true, rig->base, "/v1/echo", hello, &answer),
                         TRANSPORT_ANSWERED);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.type, "application/cose");
        assert_string_equal(buf_text(&answer.body), "hello");
        buf_finish(&answer.body);
    }
    transport.close(transport.self);
}

static void a_hub_that_takes_news_of_help_is_known_by_a_header(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    static const struct {
        const char *path;
        bool takes;
    } answers[] = { { "/v1/takes/help", true }, { "/v1/takes/all", false }, { "/v1/blob", false } };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct transport_request request = { .type = NULL };
        struct transport_answer answer;
        assert_int_equal(call(&transport, false, rig->base, answers[i].path, request, &answer),
                         TRANSPORT_ANSWERED);
        assert_int_equal(answer.takes_help, answers[i].takes);
        buf_finish(&answer.body);
    }
    transport.close(transport.self);
}

/* Whoever answers may put anything there, and it is said again in logs and on terminals. */
static void a_type_is_passed_on_in_plain_letters(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_request request = hello;
    struct transport_answer answer;
    request.type = "text/x; \x1b]0;owned\x07 \xc3";
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", request, &answer),
                     TRANSPORT_ANSWERED);
    assert_string_equal(answer.type, "text/x; ?]0;owned? ?");
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void a_certificate_of_another_ca_is_refused(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->others);
    struct transport_answer answer;
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", hello, &answer),
                     TRANSPORT_NOT_TRUSTED);
    assert_int_equal(answer.body.size, 0);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

/* A board that wakes in 1970 has a floor under its clock; so the time to judge by is given. */
static void a_certificate_is_judged_by_the_time_that_is_given(void **state)
{
    const struct rig *rig = *state;
    const unix_seconds built = clock_build_floor();
    const struct {
        unix_seconds at;
        enum transport_result result;
    } times[] = { { 0, TRANSPORT_ANSWERED },
                  { 86400, TRANSPORT_CERT_TIME },
                  { built, TRANSPORT_ANSWERED },
                  { built + INT64_C(40) * 366 * 86400, TRANSPORT_CERT_TIME } };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct transport transport = trusting(rig->ours);
        struct transport_answer answer = { .body = buf_new(1000) };
        char url[200];
        (void)snprintf(url, sizeof url, "%s/v1/echo", rig->base);
        struct transport_request request = { .url = url,
                                             .type = "application/cose",
                                             .body = span_text("x"),
                                             .judged_at = times[i].at,
                                             .stop_fd = -1 };
        assert_int_equal(transport.post(transport.self, &request, &answer, &err), times[i].result);
        buf_finish(&answer.body);
        transport.close(transport.self);
    }
}

/* One call with these bytes as the programme's certificates (none: no such file). */
static enum transport_result call_with_ca(const struct rig *rig, const char *pem,
                                          struct transport_request request)
{
    struct transport transport;
    struct transport_answer answer;
    char ca[700];
    (void)snprintf(ca, sizeof ca, "%s/odd.pem", rig->ours);
    (void)unlink(ca);
    assert_true(pem == NULL || file_write_durable(ca, span_text(pem), 0600, &err));
    assert_true(transport_curl_open(ca, &transport, &err));
    enum transport_result result = call(&transport, true, rig->base, "/v1/echo", request, &answer);
    assert_int_equal(answer.body.size, 0);
    buf_finish(&answer.body);
    transport.close(transport.self);
    return result;
}

/* Nobody is trusted then, and least of all everybody that the system trusts. */
static void a_missing_empty_or_odd_ca_file_trusts_nobody_and_is_named(void **state)
{
    static const char *const odd[] = {
        NULL, "", "\n\n", "what is this", "-----BEGIN PRIVATE KEY-----\nAAAA\n",
    };
    const struct rig *rig = *state;
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        assert_int_equal(call_with_ca(rig, odd[i], hello), TRANSPORT_NOT_TRUSTED);
        assert_non_null(strstr(err.text, "odd.pem"));
    }
    assert_int_equal(call_with_ca(rig, "-----BEGIN CERTIFICATE-----\nAAAA\n", hello),
                     TRANSPORT_NOT_TRUSTED);
    assert_non_null(strstr(err.text, "odd.pem"));
}

static void the_systems_certificates_judge_only_when_asked_for(void **state)
{
    const struct rig *rig = *state;
    struct transport_request request = hello;
    request.system_trust = true;
    assert_int_equal(call_with_ca(rig, NULL, request), TRANSPORT_NOT_TRUSTED);
    assert_null(strstr(err.text, "odd.pem")); /* it was this server's certificate they refused */
}

static void a_certificate_for_another_name_is_refused(void **state)
{
    struct rig *rig = *state;
    struct transport transport;
    struct transport_answer answer;
    char impostor[700];
    (void)snprintf(impostor, sizeof impostor, "%s/testing/transport-impostor-%d", BINARY_DIR,
                   (int)getpid());
    transport = trusting(impostor);
    assert_int_equal(call(&transport, true, rig->impostor_base, "/v1/echo", hello, &answer),
                     TRANSPORT_NOT_TRUSTED);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void the_first_meeting_alone_judges_no_certificate(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->others);
    struct transport_answer answer;
    struct transport_request first = hello;
    first.first_meeting = true;
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", first, &answer),
                     TRANSPORT_ANSWERED);
    buf_finish(&answer.body);
    /* Its connection and its session serve nothing else. */
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", hello, &answer),
                     TRANSPORT_NOT_TRUSTED);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void new_trust_counts_from_the_next_request_on(void **state)
{
    struct rig *rig = *state;
    char ca[700];
    char good[700];
    BUF_AUTO pem = buf_new(100000);
    struct transport_answer answer;
    (void)snprintf(ca, sizeof ca, "%s/changing.pem", rig->ours);
    (void)snprintf(good, sizeof good, "%s/ca.pem", rig->ours);
    struct transport transport;
    assert_true(transport_curl_open(ca, &transport, &err));
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", hello, &answer),
                     TRANSPORT_NOT_TRUSTED);
    buf_finish(&answer.body);
    assert_true(file_read(good, &pem, &err));
    assert_true(file_write_durable(ca, buf_span(&pem), 0600, &err));
    transport.renew(transport.self);
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", hello, &answer),
                     TRANSPORT_ANSWERED);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

/* The server's word for what the handshakes since the last time were. */
static const char *handshakes(void)
{
    bool resumed = atomic_exchange(&handshakes_resumed, 0) > 0;
    bool fresh = atomic_exchange(&handshakes_fresh, 0) > 0;
    return resumed && fresh ? "both" : resumed ? "resumed" : fresh ? "fresh" : "none";
}

static void say_hello(struct transport *transport, const char *base)
{
    struct transport_answer answer;
    assert_int_equal(call(transport, true, base, "/v1/echo", hello, &answer), TRANSPORT_ANSWERED);
    assert_string_equal(buf_text(&answer.body), "hello");
    buf_finish(&answer.body);
}

/* An answer that is too long: the transport hangs up. */
static void hang_up(struct transport *transport, const char *base)
{
    static const uint8_t many[50000];
    struct transport_request request = hello;
    struct transport_answer answer;
    request.body = span_of(many, sizeof many);
    assert_int_equal(call(transport, true, base, "/v1/echo", request, &answer), TRANSPORT_GARBLED);
    buf_finish(&answer.body);
}

static void a_second_connection_resumes_the_session_until_trust_is_new(void **state)
{
    const struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    (void)handshakes();
    say_hello(&transport, rig->base);
    assert_string_equal(handshakes(), "fresh");
    say_hello(&transport, rig->base);
    assert_string_equal(handshakes(), "none");
    for (int i = 0; i < 3; i++) {
        hang_up(&transport, rig->base);
        assert_string_equal(handshakes(), "none");
        say_hello(&transport, rig->base);
        assert_string_equal(handshakes(), "resumed");
    }
    transport.renew(transport.self);
    say_hello(&transport, rig->base);
    assert_string_equal(handshakes(), "fresh");
    transport.close(transport.self);
}

static void nothing_but_https_is_spoken(void **state)
{
    static const char *const bases[] = { "http://127.0.0.1:1", "ftp://127.0.0.1:1",
                                         "file:///etc/hostname?" };
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        assert_int_equal(call(&transport, false, bases[i], "/v1/blob", hello, &answer),
                         TRANSPORT_GARBLED);
        assert_int_equal(answer.body.size, 0);
        buf_finish(&answer.body);
    }
    transport.close(transport.self);
}

static void the_rest_of_a_blob_comes_by_range(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    struct transport_request rest = { .from = 7 };
    assert_int_equal(call(&transport, false, rig->base, "/v1/blob", rest, &answer),
                     TRANSPORT_ANSWERED);
    assert_int_equal(answer.status, 206);
    assert_string_equal(buf_text(&answer.body), "789");
    buf_finish(&answer.body);
    rest.from = 0;
    assert_int_equal(call(&transport, false, rig->base, "/v1/blob", rest, &answer),
                     TRANSPORT_ANSWERED);
    assert_int_equal(answer.status, 200);
    assert_string_equal(buf_text(&answer.body), "0123456789");
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void a_wish_to_wait_is_heard_and_a_move_is_not_followed(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    struct transport_request plain = { 0 };
    assert_int_equal(call(&transport, false, rig->base, "/v1/busy", plain, &answer),
                     TRANSPORT_ANSWERED);
    assert_int_equal(answer.status, 503);
    assert_int_equal(answer.retry_after, 120);
    buf_finish(&answer.body);
    assert_int_equal(call(&transport, false, rig->base, "/v1/moved", plain, &answer),
                     TRANSPORT_ANSWERED);
    assert_int_equal(answer.status, 302);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void a_body_whose_path_says_what_it_is_gets_no_type(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    struct transport_request untyped = { .body = hello.body };
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", untyped, &answer),
                     TRANSPORT_ANSWERED);
    assert_string_equal(answer.type, "");
    assert_string_equal(buf_text(&answer.body), "hello");
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void an_answer_longer_than_allowed_is_cut_off(void **state)
{
    static uint8_t large[50000];
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    struct transport_request request = { .type = "application/cose",
                                         .body = { large, sizeof large } };
    assert_int_equal(call(&transport, true, rig->base, "/v1/echo", request, &answer),
                     TRANSPORT_GARBLED);
    assert_true(answer.body.size <= 1000);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void a_closed_door_and_an_unknown_name_are_told_apart(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    assert_int_equal(call(&transport, false, "https://127.0.0.1:1", "/", hello, &answer),
                     TRANSPORT_NO_ANSWER);
    buf_finish(&answer.body);
    enum transport_result result =
        call(&transport, false, "https://no-such-hub.invalid", "/", hello, &answer);
    /* On a machine without any network the name cannot be the trouble. */
    assert_true(result == TRANSPORT_NO_NAME || result == TRANSPORT_NO_NETWORK);
    buf_finish(&answer.body);
    transport.close(transport.self);
}

static void *stop_soon(void *context)
{
    (void)usleep(200 * 1000);
    if (write(*(int *)context, "x", 1) != 1)
        abort();
    return NULL;
}

static void a_wait_for_an_answer_ends_when_the_program_is_to_stop(void **state)
{
    struct rig *rig = *state;
    struct transport transport = trusting(rig->ours);
    struct transport_answer answer;
    int ends[2];
    pthread_t thread;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pthread_create(&thread, NULL, stop_soon, &ends[1]), 0);
    struct transport_request request = hello;
    request.stop_fd = ends[0];
    assert_int_equal(call(&transport, true, rig->base, "/v1/never", request, &answer),
                     TRANSPORT_STOPPED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    buf_finish(&answer.body);
    transport.close(transport.self);
    assert_int_equal(close(ends[0]) | close(ends[1]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_ca_is_accepted_and_bytes_come_back),
        cmocka_unit_test(a_hub_that_takes_news_of_help_is_known_by_a_header),
        cmocka_unit_test(a_type_is_passed_on_in_plain_letters),
        cmocka_unit_test(a_certificate_of_another_ca_is_refused),
        cmocka_unit_test(a_certificate_is_judged_by_the_time_that_is_given),
        cmocka_unit_test(a_missing_empty_or_odd_ca_file_trusts_nobody_and_is_named),
        cmocka_unit_test(the_systems_certificates_judge_only_when_asked_for),
        cmocka_unit_test(a_certificate_for_another_name_is_refused),
        cmocka_unit_test(the_first_meeting_alone_judges_no_certificate),
        cmocka_unit_test(new_trust_counts_from_the_next_request_on),
        cmocka_unit_test(a_second_connection_resumes_the_session_until_trust_is_new),
        cmocka_unit_test(nothing_but_https_is_spoken),
        cmocka_unit_test(the_rest_of_a_blob_comes_by_range),
        cmocka_unit_test(a_wish_to_wait_is_heard_and_a_move_is_not_followed),
        cmocka_unit_test(a_body_whose_path_says_what_it_is_gets_no_type),
        cmocka_unit_test(an_answer_longer_than_allowed_is_cut_off),
        cmocka_unit_test(a_closed_door_and_an_unknown_name_are_told_apart),
        cmocka_unit_test(a_wait_for_an_answer_ends_when_the_program_is_to_stop),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
