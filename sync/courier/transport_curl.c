/*
 * The transport over HTTPS; the only file that knows curl. One handle for everything but enrolment,
 * so that the connection is kept and TLS sessions are resumed; enrolment has a handle of its own,
 * whose unjudged connection can never serve anything else.
 */
#include "courier_int.h"
#include "file.h"
#include "transport.h"
#include "transport_tls.h"
#include <curl/curl.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    CONNECT_MS = 60 * 1000, /* TLS too, over 1 kbit/s or 5 s of delay each way */
    SMALL_SEGMENT = 516,    /* 576 with the headers of IPv4 and TCP: what any line carries */
    SLOW_BYTES = 4,         /* a second; a line of 1 kbit/s carries thirty times that */
    SLOW_SECONDS = 60,
    WHOLE_SECONDS = 15 * 60,
    KEPT_SECONDS = 100,
    CA_FILE_MAX = 1024 * 1024,
};

struct net {
    CURL *kept;
    char ca_file[COURIER_PATH_MAX];
};

/* One request under way. */
struct call {
    const struct transport_request *request;
    struct transport_answer *answer;
    CURL *curl;
    struct curl_slist *headers;
    char why[CURL_ERROR_SIZE];
    bool stopped, too_large;
};

static size_t take_body(char *data, size_t one, size_t count, void *context)
{
    struct call *call = context;
    buf_put(&call->answer->body, data, one * count);
    call->too_large = call->answer->body.failed;
    return call->too_large ? 0 : one * count;
}

static int look_for_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct call *call = context;
    struct pollfd stop = { .fd = call->request->stop_fd, .events = POLLIN };
    (void)a, (void)b, (void)c, (void)d;
    call->stopped = stop.fd >= 0 && poll(&stop, 1, 0) > 0;
    return call->stopped ? 1 : 0;
}

/* Does the file hold at least one certificate? The library's own words for a missing or empty one
 * differ from build to build, and some take it for no wish at all. */
static bool has_certificate(const char *ca_file, struct err *err)
{
    struct err why = { 0 };
    BUF_AUTO pem = buf_new(CA_FILE_MAX);
    if (!file_read(ca_file, &pem, &why))
        return err_set(err, ERR_MISSING, "the programme's certificates are missing: %s", why.text);
    if (pem.size == 0 || strstr(buf_text(&pem), "-----BEGIN CERTIFICATE-----") == NULL)
        return err_set(err, ERR_CORRUPT, "there is no certificate in %s", ca_file);
    return true;
}

/* A short list, since each name more is sent with every handshake: what any server of TLS 1.3 can
 * do, quick on machines with and without AES, and of TLS 1.2 what the proxies of venues can do.
 * Forward secrecy and authenticated ciphers only. */
static bool set_ciphers(CURL *curl)
{
    return curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TLS13_CIPHERS,
                            "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST,
                            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                            "ECDHE-RSA-AES256-GCM-SHA384") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_EC_CURVES, "X25519:P-256") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_ENABLE_ALPN, 0L) == CURLE_OK;
}

/* The programme's certificates alone; without any the system's, and beside those what a setup file
 * has added (the system's stand in a folder too, which is still looked into). */
static bool set_trust(const struct net *net, struct call *call)
{
    CURL *curl = call->curl;
    bool ok = set_ciphers(curl);
    long judged = call->request->first_meeting ? 0 : 1;
    ok = ok && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, judged) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, judged * 2) == CURLE_OK;
    struct err none;
    bool own = !call->request->system_trust, extra = !own && has_certificate(net->ca_file, &none);
    if (own || extra)
        ok = ok && curl_easy_setopt(curl, CURLOPT_CAINFO, net->ca_file) == CURLE_OK;
    if (own)
        ok = ok && curl_easy_setopt(curl, CURLOPT_CAPATH, NULL) == CURLE_OK;
    return ok;
}

static CURLcode judge_at(CURL *curl, void *context, void *call)
{
    (void)curl;
    transport_tls_judge_at(context, ((const struct call *)call)->request->judged_at);
    return CURLE_OK;
}

static bool set_clock(struct call *call)
{
    CURL *curl = call->curl;
    return call->request->judged_at == 0 ||
           (curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, judge_at) == CURLE_OK &&
            curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, call) == CURLE_OK);
}

/* Both ends keep to what either says at the beginning. */
static int keep_small(void *context, curl_socket_t fd, curlsocktype purpose)
{
    const int segment = SMALL_SEGMENT;
    (void)context, (void)purpose;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    return CURL_SOCKOPT_OK;
}

static bool set_packets(struct call *call)
{
    return !call->request->small_packets ||
           curl_easy_setopt(call->curl, CURLOPT_SOCKOPTFUNCTION, keep_small) == CURLE_OK;
}

static bool set_limits(struct call *call)
{
    CURL *curl = call->curl;
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, (long)KEPT_SECONDS) == CURLE_OK;
}

static bool set_callbacks(struct call *call)
{
    CURL *curl = call->curl;
    return curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, call) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_for_stop) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_XFERINFODATA, call) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, call->why) == CURLE_OK;
}

static bool add_header(struct call *call, const char *line)
{
    struct curl_slist *headers = curl_slist_append(call->headers, line);
    if (headers != NULL)
        call->headers = headers;
    return headers != NULL;
}

static bool set_body(struct call *call)
{
    char type[120]; /* without a type no such line is sent: curl would make one up */
    const char *said = call->request->type == NULL ? "" : call->request->type;
    (void)snprintf(type, sizeof type, "Content-Type:%s%.90s", said[0] == '\0' ? "" : " ", said);
    return add_header(call, type) &&
           add_header(call, "Expect:") && /* no waiting for a go-ahead before the body */
           curl_easy_setopt(call->curl, CURLOPT_POSTFIELDSIZE_LARGE,
                            (curl_off_t)call->request->body.size) == CURLE_OK &&
           curl_easy_setopt(call->curl, CURLOPT_POSTFIELDS, call->request->body.data) == CURLE_OK;
}

static bool set_range(struct call *call)
{
    char range[40];
    if (call->request->from == 0)
        return true;
    (void)snprintf(range, sizeof range, "%zu-", call->request->from);
    return curl_easy_setopt(call->curl, CURLOPT_RANGE, range) == CURLE_OK;
}

static bool set_request(struct call *call, bool post)
{
    return curl_easy_setopt(call->curl, CURLOPT_URL, call->request->url) == CURLE_OK &&
           add_header(call, "Accept:") && (post ? set_body(call) : set_range(call)) &&
           curl_easy_setopt(call->curl, CURLOPT_HTTPHEADER, call->headers) == CURLE_OK;
}

/* Is there any interface but the loopback that is up and has an address? */
static bool has_network(void)
{
    struct ifaddrs *all;
    bool found = false;
    if (getifaddrs(&all) != 0)
        return true;
    for (struct ifaddrs *at = all; at != NULL; at = at->ifa_next)
        if (at->ifa_addr != NULL && (at->ifa_flags & IFF_LOOPBACK) == 0 &&
            (at->ifa_flags & IFF_RUNNING) != 0 &&
            (at->ifa_addr->sa_family == AF_INET || at->ifa_addr->sa_family == AF_INET6))
            found = true;
    freeifaddrs(all);
    return found;
}

static enum transport_result no_name(const struct call *call)
{
    (void)call;
    return has_network() ? TRANSPORT_NO_NAME : TRANSPORT_NO_NETWORK;
}

static enum transport_result no_way(const struct call *call)
{
    long code = 0;
    (void)curl_easy_getinfo(call->curl, CURLINFO_OS_ERRNO, &code);
    bool unreachable = code == ENETUNREACH || code == EHOSTUNREACH || code == ENETDOWN;
    return unreachable ? TRANSPORT_NO_NETWORK : TRANSPORT_NO_ANSWER;
}

static enum transport_result not_trusted(const struct call *call)
{
    enum { NOT_YET_VALID = 9, EXPIRED = 10 }; /* X.509 verification results of the TLS library */
    long code = 0;
    (void)curl_easy_getinfo(call->curl, CURLINFO_SSL_VERIFYRESULT, &code);
    return code == NOT_YET_VALID || code == EXPIRED ? TRANSPORT_CERT_TIME : TRANSPORT_NOT_TRUSTED;
}

/* A proxy that refuses a name says 407, or, as some do, 401. */
static enum transport_result proxy_or_cut(const struct call *call)
{
    long code = 0;
    (void)curl_easy_getinfo(call->curl, CURLINFO_HTTP_CONNECTCODE, &code);
    return code == 407 || code == 401 ? TRANSPORT_SIGN_IN : TRANSPORT_NO_ANSWER;
}

static enum transport_result broke_off(const struct call *call)
{
    if (call->stopped)
        return TRANSPORT_STOPPED;
    return call->too_large ? TRANSPORT_GARBLED : TRANSPORT_NO_ANSWER;
}

static const struct {
    CURLcode code;
    enum transport_result (*judge)(const struct call *call);
} judges[] = {
    { CURLE_COULDNT_RESOLVE_HOST, no_name },   { CURLE_COULDNT_RESOLVE_PROXY, no_name },
    { CURLE_COULDNT_CONNECT, no_way },         { CURLE_PEER_FAILED_VERIFICATION, not_trusted },
    { CURLE_SSL_CACERT_BADFILE, not_trusted }, { CURLE_RECV_ERROR, proxy_or_cut },
    { CURLE_WRITE_ERROR, broke_off },          { CURLE_ABORTED_BY_CALLBACK, broke_off },
};

static enum transport_result judge(struct call *call, CURLcode code, struct err *err)
{
    const char *why = call->why[0] != '\0' ? call->why : curl_easy_strerror(code);
    (void)err_set(err, ERR_LATER, "%s",
                  call->too_large ? "the answer was longer than allowed" : why);
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
        (void)err_set(err, ERR_USAGE, "only https:// is spoken here");
    if (code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL)
        return TRANSPORT_GARBLED;
    for (size_t i = 0; i < sizeof judges / sizeof judges[0]; i++)
        if (judges[i].code == code)
            return judges[i].judge(call);
    return TRANSPORT_NO_ANSWER;
}

/* A stranger's words, which go on into logs and onto terminals: letters and signs alone. */
static void copy_type(const char *type, char *ret, size_t size)
{
    (void)snprintf(ret, size, "%s", type == NULL ? "" : type);
    for (; *ret != '\0'; ret++)
        if (*ret < ' ' || *ret > '~')
            *ret = '?';
}

/* A hub of before that was thought of says nothing, and is told nothing. */
static bool takes_help(CURL *curl)
{
    struct curl_header *said = NULL;
    return curl_easy_header(curl, "Takes", 0, CURLH_HEADER, -1, &said) == CURLHE_OK &&
           strcmp(said->value, "help") == 0;
}

/* Status, type and wish to wait, as far as they came. */
static void read_frame(struct call *call)
{
    struct transport_answer *answer = call->answer;
    long status = 0;
    char *type = NULL;
    curl_off_t wait = 0;
    (void)curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(call->curl, CURLINFO_CONTENT_TYPE, &type);
    (void)curl_easy_getinfo(call->curl, CURLINFO_RETRY_AFTER, &wait);
    answer->status = status >= 0 && status <= 999 ? (int)status : 0;
    copy_type(type, answer->type, sizeof answer->type);
    answer->retry_after = wait > 0 && wait < INT32_MAX ? (uint32_t)wait : 0;
    answer->takes_help = takes_help(call->curl);
}

static enum transport_result perform(struct net *net, struct call *call, bool post, struct err *err)
{
    const struct transport_request *request = call->request;
    if (!request->first_meeting && !request->system_trust && !has_certificate(net->ca_file, err))
        return TRANSPORT_NOT_TRUSTED;
    curl_easy_reset(call->curl); /* options go; connections and sessions stay */
    if (!set_trust(net, call) || !set_clock(call) || !set_packets(call) || !set_limits(call) ||
        !set_callbacks(call) || !set_request(call, post)) {
        (void)err_set(err, ERR_LATER, "the request could not be made");
        return TRANSPORT_NO_ANSWER;
    }
    CURLcode code = curl_easy_perform(call->curl);
    read_frame(call);
    return code == CURLE_OK ? TRANSPORT_ANSWERED : judge(call, code, err);
}

static enum transport_result run_call(struct net *net, const struct transport_request *request,
                                      struct transport_answer *answer, bool post, struct err *err)
{
    struct call call = { .request = request, .answer = answer };
    if (!request->first_meeting && net->kept == NULL)
        net->kept = curl_easy_init();
    call.curl = request->first_meeting ? curl_easy_init() : net->kept;
    if (call.curl == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for a connection");
        return TRANSPORT_NO_ANSWER;
    }
    enum transport_result result = perform(net, &call, post, err);
    curl_slist_free_all(call.headers);
    if (request->first_meeting)
        curl_easy_cleanup(call.curl);
    else
        curl_easy_reset(call.curl); /* nothing of this call may be pointed at later */
    return result;
}

static enum transport_result net_post(void *self, const struct transport_request *request,
                                      struct transport_answer *answer, struct err *err)
{
    return run_call(self, request, answer, true, err);
}

static enum transport_result net_get(void *self, const struct transport_request *request,
                                     struct transport_answer *answer, struct err *err)
{
    return run_call(self, request, answer, false, err);
}

static void net_renew(void *self)
{
    struct net *net = self;
    curl_easy_cleanup(net->kept);
    net->kept = NULL;
}

static void net_close(void *self)
{
    net_renew(self);
    free(self);
    curl_global_cleanup();
}

bool transport_curl_open(const char *ca_file, struct transport *ret, struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_LATER, "the network library does not start");
    struct net *net = calloc(1, sizeof *net);
    bool fits = net != NULL && snprintf(net->ca_file, sizeof net->ca_file, "%s", ca_file) <
                                   (int)sizeof net->ca_file;
    if (!fits) {
        free(net);
        curl_global_cleanup();
        return err_set(err, ERR_LATER,
                       "there is no memory for the network, or %.80s... is too long", ca_file);
    }
    *ret = (struct transport){
        .self = net, .post = net_post, .get = net_get, .renew = net_renew, .close = net_close
    };
    return true;
}
