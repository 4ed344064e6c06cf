/* A proxy that inspects TLS: see proxy.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "curl_run.h"
#include "proxy.h"
#include "tls_files.h"
#include <stdio.h>

enum { BODY_MAX = 4 * 1024 * 1024 };

/* One request to the hub over the proxy's own connection. */
static int go_on(struct proxy *proxy, const char *path, const char *type, struct span body,
                 struct transport_answer *answer)
{
    char url[200 + HTTP_PATH_MAX];
    struct err err = { 0 };
    struct transport_request request = { .url = url, .type = type, .body = body, .stop_fd = -1 };
    struct transport *onward = &proxy->onward;
    (void)snprintf(url, sizeof url, "%s%s", proxy->hub_url, path);
    enum transport_result result = type == NULL
                                       ? onward->get(onward->self, &request, answer, &err)
                                       : onward->post(onward->self, &request, answer, &err);
    return result == TRANSPORT_ANSWERED ? answer->status : 502;
}

int proxy_asks(struct proxy *proxy, const char *path, const char *type, struct span body,
               struct buf *ret_reply)
{
    struct transport_answer answer = { .body = buf_new(BODY_MAX) };
    int status = go_on(proxy, path, type, body, &answer);
    *ret_reply = answer.body;
    return status;
}

static void keep(struct buf *kept, struct span bytes)
{
    buf_clear(kept);
    buf_put_span(kept, bytes);
}

static void see_request(struct proxy *proxy, const struct http_request *request)
{
    proxy->requests++;
    proxy->syncs += strcmp(request->path, "/v1/sync") == 0;
    (void)snprintf(proxy->path, sizeof proxy->path, "%s", request->path);
    if (request->body.size > 0)
        keep(&proxy->request, request->body);
}

static void pass_on(void *context, const struct http_request *request,
                    struct http_exchange *exchange)
{
    struct proxy *proxy = context;
    bool posted = strcmp(request->method, "POST") == 0;
    struct transport_answer answer = { .body = buf_new(BODY_MAX) };
    BUF_AUTO body = buf_new(BODY_MAX);
    see_request(proxy, request);
    buf_put_span(&body, request->body);
    if (proxy->change_request != NULL)
        proxy->change_request(proxy, &body);
    int status = go_on(proxy, request->path, posted ? request->content_type : NULL, buf_span(&body),
                       &answer);
    if (posted)
        keep(&proxy->reply, buf_span(&answer.body));
    if (proxy->change_reply != NULL)
        proxy->change_reply(proxy, &status, &answer.body);
    if (proxy->loses_replies)
        http_answer(exchange, 502, "text/html", span_text("Bad gateway"), 0);
    else
        http_answer(exchange, status, answer.type, buf_span(&answer.body), 0);
    buf_finish(&answer.body);
}

static const struct http_route routes[] = {
    { "POST", "/v1/sync", BODY_MAX, pass_on },
    { "POST", "/v1/enrol", BODY_MAX, pass_on },
    { "GET", "/v1/blobs/", 0, pass_on },
    { NULL, NULL, 0, NULL },
};

void proxy_open(struct proxy *proxy, const char *hub_url, const char *hub_ca)
{
    static const char *const names[] = { "localhost", "127.0.0.1", NULL };
    char cert[4200];
    char key[4200];
    struct err err = { 0 };
    *proxy = (struct proxy){ .request = buf_new(BODY_MAX), .reply = buf_new(BODY_MAX) };
    folder_new(proxy->folder, sizeof proxy->folder);
    assert_true(tls_files_make(proxy->folder, names, &err));
    (void)snprintf(proxy->ca, sizeof proxy->ca, "%s/ca.pem", proxy->folder);
    (void)snprintf(cert, sizeof cert, "%s/server.pem", proxy->folder);
    (void)snprintf(key, sizeof key, "%s/server.key", proxy->folder);
    (void)snprintf(proxy->hub_url, sizeof proxy->hub_url, "%s", hub_url);
    assert_true(transport_curl_open(hub_ca, &proxy->onward, &err));
    struct http_config config = { .address = "127.0.0.1",
                                  .cert_file = cert,
                                  .key_file = key,
                                  .threads = 1,
                                  .connections_max = 20,
                                  .idle_seconds = 30,
                                  .routes = routes,
                                  .context = proxy };
    if (!http_start(&config, &proxy->server, &err))
        fail_msg("%s", err.text);
    (void)snprintf(proxy->base, sizeof proxy->base, "https://127.0.0.1:%u",
                   http_port(proxy->server));
}

void proxy_close(struct proxy *proxy)
{
    http_stop(proxy->server);
    proxy->onward.close(proxy->onward.self);
    buf_finish(&proxy->request);
    buf_finish(&proxy->reply);
    folder_remove(proxy->folder);
}
