/*
 * The hub's whole HTTP surface, in this process: the kiosks' routes, the API and the console behind
 * libmicrohttpd, with the TLS taken off so that bytes reach it as they are. The first byte says
 * whether the rest is raw, a body to be sent to one of the kiosks' routes in good order, signed
 * where that takes a signature, or a call of the API over a token.
 */
#include "api.h"
#include "asked.h"
#include "cbor_io.h"
#include "clock.h"
#include "console.h"
#include "fuzz.h"
#include "people.h"
#include "rest.h"
#include "wire_messages.h"
#include <linux/sockios.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 15 * 1000, ANSWER_ROOM = 8 * 1024 * 1024, KIOSK = 7, CALLS_A_TOKEN = 50 };

static struct {
    struct hub *hub, *serving;
    struct MHD_Daemon *_Atomic daemon; /* set by the thread that serves */
    struct invitation invitation;
    struct rest *rest;
    struct api_token token;
    char secret[TOKEN_SIZE]; /* of the token */
    int calls;               /* with it */
    pthread_t thread;
    int stop[2];
    bool served;
} rig;

/* ---- the hub ---- */

struct MHD_Daemon *__real_MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback,
                                           void *, MHD_AccessHandlerCallback, void *, ...);
struct MHD_Daemon *__wrap_MHD_start_daemon(unsigned flags, uint16_t port,
                                           MHD_AcceptPolicyCallback accept, void *accept_context,
                                           MHD_AccessHandlerCallback handle, void *context, ...);
unsigned __wrap_throttle_ask(void *throttle, const char *peer, msec now);

/* As the hub starts it, without TLS; what it is told about certificates it passes over. */
struct MHD_Daemon *__wrap_MHD_start_daemon(unsigned flags, uint16_t port,
                                           MHD_AcceptPolicyCallback accept, void *accept_context,
                                           MHD_AccessHandlerCallback handle, void *context, ...)
{
    va_list more;
    va_start(more, context);
    int priorities = va_arg(more, int);
    const char *which = va_arg(more, const char *);
    int certificate = va_arg(more, int);
    bool shows = va_arg(more, void (*)(void)) != NULL;
    int array = va_arg(more, int);
    struct MHD_OptionItem *options = va_arg(more, struct MHD_OptionItem *);
    va_end(more);
    must(priorities == MHD_OPTION_HTTPS_PRIORITIES && which != NULL &&
             certificate == MHD_OPTION_HTTPS_CERT_CALLBACK && shows && array == MHD_OPTION_ARRAY,
         "the hub starts its server as this entry knows it");
    rig.daemon =
        __real_MHD_start_daemon(flags & ~(unsigned)MHD_USE_TLS, port, accept, accept_context,
                                handle, context, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    return rig.daemon;
}

/* Everybody here is a stranger who guesses, and would soon be heard no more. */
unsigned __wrap_throttle_ask(void *throttle, const char *peer, msec now)
{
    (void)throttle, (void)peer, (void)now;
    return 0;
}

static void *serve(void *unused)
{
    struct err err;
    struct hub_serving how = { .listen = "127.0.0.1:0",
                               .more = rest_routes,
                               .more_context = rig.rest,
                               .pages = console_routes,
                               .stop_fd = rig.stop[0] };
    (void)unused;
    rig.served = hub_serve(rig.serving, &how, &err);
    return NULL;
}

static void stop_serving(void)
{
    must(write(rig.stop[1], "", 1) == 1, "the hub can be told to stop");
    (void)pthread_join(rig.thread, NULL);
    must(rig.served, "and stops");
    rest_close(rig.rest);
    hub_close(rig.serving);
    hub_close(rig.hub);
}

/* A blob that can be asked for. */
static void put_blob(struct store *store)
{
    struct span bytes = span_text(asked_json());
    struct digest name = digest_of(bytes);
    must(store_blob_put(store, &name, bytes, NULL), "a blob");
}

/* A kiosk of a known key, as if it had been enrolled long ago. */
static void enrol_sample(struct store *store)
{
    struct sample_keys kiosk = sample_kiosk();
    struct chain_point start = chain_start(UINT64_C(0x0123456789abcdef), &kiosk.public);
    struct store_invitation used = { .expires = INT64_MAX, .venue = "riverside" };
    struct store_kiosk known = { .id = KIOSK,
                                 .life = UINT64_C(0x0123456789abcdef),
                                 .venue = "riverside",
                                 .enrolled = clock_now().wall - 100000 };
    BUF_AUTO reply = buf_new(16);
    memcpy(known.key, kiosk.public.bytes, sizeof known.key);
    must(store_invitation_add(store, &used, 0, NULL), "a place to enrol from");
    must(store_enrol(store, used.id, &known, &start.hash, span_text("r"), &reply, NULL), "a kiosk");
}

static void start_serving(void)
{
    static const char *const names[] = { "localhost", NULL };
    char data[300];
    struct err err = { 0 };
    struct invite invite;
    struct venue venue = { .id = "riverside", .name = "Riverside", .time_zone = "Europe/London" };
    (void)snprintf(data, sizeof data, "%s/hub", fuzz_folder());
    must(hub_init(data, &(struct hub_making){ .programme = "Northshire", .tls_names = names },
                  &err) &&
             hub_open(data, &rig.hub, &err) && hub_open(data, &rig.serving, &err) &&
             rest_open(data, 60, &rig.rest, &err) && hub_venue_put(rig.hub, &venue, &err) &&
             hub_invite(rig.hub, "riverside", &invite, &err) &&
             invitation_from_code(invite.code, &rig.invitation, &err),
         err.text);
    enrol_sample(hub_store(rig.hub));
    put_blob(hub_store(rig.hub));
    must(pipe(rig.stop) == 0 && pthread_create(&rig.thread, NULL, serve, NULL) == 0, "it serves");
    (void)atexit(stop_serving);
    for (int i = 0; i < 1000 && rig.daemon == NULL; i++)
        (void)usleep(10000);
    must(rig.daemon != NULL, "before long");
}

/* ---- a client ---- */

static int connect_to_hub(void)
{
    int pair[2];
    struct sockaddr_in peer = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002) };
    must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0, "a pair");
    must(MHD_add_connection(rig.daemon, pair[1], (const struct sockaddr *)&peer, sizeof peer) ==
             MHD_YES,
         "the hub takes a connection");
    return pair[0];
}

/* How much of what was sent the hub has not read yet. */
static int unread(int fd)
{
    int bytes = 0;
    must(ioctl(fd, SIOCOUTQ, &bytes) == 0, "the socket knows what it holds");
    return bytes;
}

/* Sends what the hub takes just now, and the end when it has read all: libmicrohttpd's epoll does
 * not see an end that comes together with the last bytes, and would wait for its time-out. */
static void send_some(int fd, struct span *request, bool *ended)
{
    ssize_t sent = request->size == 0 ? 0 : send(fd, request->data, request->size, MSG_NOSIGNAL);
    if (sent > 0)
        *request = span_of(request->data + sent, request->size - (size_t)sent);
    if (!*ended && request->size == 0 && unread(fd) == 0) {
        (void)shutdown(fd, SHUT_WR);
        *ended = true;
    }
}

/* Sends all and takes what comes, until the hub closes; it has to before long. */
static void talk(int fd, struct span request, struct buf *answer)
{
    uint8_t room[16 * 1024];
    bool ended = false;
    msec patience = clock_mono() + PATIENCE_MS;
    for (ssize_t got = -1; got != 0 && !answer->failed;) {
        send_some(fd, &request, &ended);
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        (void)poll(&ready, 1, ended ? PATIENCE_MS : 1);
        must(clock_mono() < patience, "the hub does not leave a client hanging");
        got = recv(fd, room, sizeof room, 0);
        if (got > 0)
            buf_put(answer, room, (size_t)got);
        if (got < 0 && (ready.revents & (POLLHUP | POLLERR)) != 0)
            return;
    }
}

static void ask(const char *way, struct span request)
{
    BUF_AUTO answer = buf_new(ANSWER_ROOM);
    int status = 0;
    int fd = connect_to_hub();
    talk(fd, request, &answer);
    (void)close(fd);
    if (answer.size == 0)
        return;
    must(sscanf(buf_text(&answer), "HTTP/1.%*1[01] %3d ", &status) == 1, "what comes is HTTP");
    must(status >= 100 && status < 600 && status != 500, "and no request breaks the hub");
    if (status < 300)
        fuzz_accepted(way);
}

/* ---- bodies in good order ---- */

static void post(const char *path, const char *type, struct span body)
{
    BUF_AUTO request = buf_new(body.size + 400);
    buf_printf(&request,
               "POST %s HTTP/1.1\r\nHost: hub\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
               "Connection: close\r\n\r\n",
               path, type, body.size);
    buf_put_span(&request, body);
    ask(path, buf_span(&request));
}

static void post_sync(struct span packed)
{
    struct sample_keys kiosk = sample_kiosk();
    BUF_AUTO message = fuzz_signed(PURPOSE_BATCH, &kiosk.secret, packed);
    post("/v1/sync", "application/cose", buf_span(&message));
}

static void post_survey(struct span file)
{
    struct sample_keys kiosk = sample_kiosk();
    BUF_AUTO message = fuzz_signed(PURPOSE_SURVEY, &kiosk.secret, file);
    post("/v1/surveys/0000000000000007", "application/cose", buf_span(&message));
}

/* Kiosk key, nonce and version from the input, with the code that the hub has given out. */
static void post_enrol(struct span about)
{
    struct feed feed = { about };
    struct digest key = invitation_key(&rig.invitation);
    struct enrol_request request = { .invitation = rig.invitation.id };
    struct span own = feed_take(&feed, 32);
    BUF_AUTO body = buf_new(ENROL_BYTES_MAX);
    if (own.size > 0)
        memcpy(request.kiosk.bytes, own.data, own.size);
    request.nonce.bytes[0] = feed_byte(&feed);
    (void)fuzz_text(feed.rest, request.version, sizeof request.version);
    if (enrol_request_put(&request, &key, &body, NULL))
        post("/v1/enrol", "application/cbor", buf_span(&body));
}

/* ---- the API ---- */

/* What reads, and what writes down bodies; nobody who could shut the entry out or call others. */
static const enum permission granted[] = {
    MAY_SEE_REPORTS, MAY_SEE_WORDS,   MAY_SEE_ROWS,     MAY_SEE_SURVEYS,      MAY_EDIT_SURVEYS,
    MAY_SEE_VENUES,  MAY_EDIT_VENUES, MAY_ENTER_COUNTS, MAY_SEE_KIOSKS,       MAY_EDIT_NOTICES,
    MAY_SEE_ALERTS,  MAY_SEE_AUDIT,   MAY_SEE_METRICS,  MAY_EDIT_INITIATIVES,
};

/* A token is heard so often in a second; a new one is heard anew. */
static void renew_token(void)
{
    struct err err = { 0 };
    struct people people = { .store = hub_store(rig.hub),
                             .key = hub_desk_key(rig.hub),
                             .actor = audit_command_line,
                             .now = clock_now().wall };
    if (rig.calls++ % CALLS_A_TOKEN != 0)
        return;
    must(rig.calls == 1 || people_token_end(&people, rig.token.id, &err), err.text);
    rig.token = (struct api_token){ .name = "stranger" };
    for (size_t i = 0; i < sizeof granted / sizeof granted[0]; i++)
        rig.token.may |= may(granted[i]);
    must(people_token_new(&people, &rig.token, rig.secret, &err), err.text);
}

/* A line with the method and the path below /api/v1, and a body behind it. */
static void call_api(struct span input)
{
    const uint8_t *end = input.size == 0 ? NULL : memchr(input.data, '\n', input.size);
    size_t line = end == NULL ? input.size : (size_t)(end - input.data);
    struct span body = span_of(input.data + line, input.size - line);
    BUF_AUTO request = buf_new(input.size + 400);
    const uint8_t *gap = line == 0 ? NULL : memchr(input.data, ' ', line);
    size_t method = gap == NULL ? line : (size_t)(gap - input.data);
    if (body.size > 0)
        body = span_of(body.data + 1, body.size - 1);
    renew_token();
    buf_put(&request, input.data, method);
    buf_printf(&request, " /api/v1");
    if (gap != NULL)
        buf_put(&request, gap + 1, line - method - 1);
    buf_printf(&request,
               " HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nIf-Match: *\r\n"
               "Content-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n",
               rig.secret, body.size);
    buf_put_span(&request, body);
    ask(body.size > 0 ? "api-body" : "api", buf_span(&request));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        uint8_t kind;
        void (*send)(struct span bytes);
    } kinds[] = {
        { 's', post_sync }, { 'v', post_survey }, { 'e', post_enrol }, { 'a', call_api }
    };
    struct feed feed = { span_of(data, size) };
    uint8_t kind = feed_byte(&feed);
    if (rig.daemon == NULL)
        start_serving();
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind == kind) {
            kinds[i].send(feed.rest);
            return 0;
        }
    }
    ask("raw", feed.rest);
    return 0;
}
