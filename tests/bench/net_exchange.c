/*
 * The bytes of one exchange, counted at the socket: the courier's own transport posts batches of
 * three responses to a real hub through a relay, on a fresh connection, on one that resumes the
 * session before, and on one that was kept. Prints JSON lines; every receipt is checked.
 *
 *   net_exchange --data DIR --port N [--times N]
 */
#include "hub_crowd.h"
#include "leaning.h"
#include "net_relay.h"
#include "transport.h"
#include <stdio.h>
#include <stdlib.h>

struct trial {
    const char *data;
    uint16_t port;
    size_t times, next;
    struct crowd crowd;
    struct relay relay;
    struct transport transport;
    struct leaning leaning; /* as a courier has it: forgotten with the connection */
    size_t batch_bytes, reply_bytes;
};

static enum transport_result post_body(void *context, const char *path, struct span body,
                                       struct transport_answer *ret, struct err *err)
{
    struct trial *trial = context;
    char url[80];
    (void)snprintf(url, sizeof url, "https://localhost:%u%s", (unsigned)trial->relay.port, path);
    struct transport_request request = { .url = url, .body = body, .stop_fd = -1 };
    return trial->transport.post(trial->transport.self, &request, ret, err);
}

static void post(struct trial *trial)
{
    struct err err = { 0 };
    struct crowd_kiosk *kiosk = &trial->crowd.kiosks[0];
    struct crowd_batch *batch = &kiosk->batches[trial->next++];
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    if (leaning_send(&trial->leaning, clock_mono(), buf_span(&batch->message), post_body, trial,
                     &answer, &err) != TRANSPORT_ANSWERED ||
        answer.status != 200)
        bench_fail("posting a batch", &err);
    if (!crowd_receipt_holds(&trial->crowd, kiosk, batch, buf_span(&answer.body)))
        bench_fail("a batch got no receipt", NULL);
    trial->batch_bytes += batch->message.size;
    trial->reply_bytes += answer.body.size;
    buf_finish(&answer.body);
}

/* A courier that comes again after minutes leans on nothing. */
static void end_connection(struct trial *trial)
{
    relay_cut(&trial->relay);
    buf_clear(&trial->leaning.passed);
}

static void forget(struct trial *trial)
{
    end_connection(trial);
    trial->transport.renew(trial->transport.self);
}

static void keep_connection(struct trial *trial)
{
    (void)trial;
}

/* Posts so many times with `between` before each, and says what passed. */
static void measure(struct trial *trial, const char *name, void (*between)(struct trial *),
                    bool always_new)
{
    size_t up = atomic_load(&trial->relay.up);
    size_t down = atomic_load(&trial->relay.down);
    size_t connections = atomic_load(&trial->relay.connections);
    for (size_t i = 0; i < trial->times; i++) {
        post(trial);
        between(trial);
    }
    double n = (double)trial->times;
    connections = atomic_load(&trial->relay.connections) - connections;
    if (connections != (always_new ? trial->times : 0))
        bench_fail("connections were not as they should have been", NULL);
    up = atomic_load(&trial->relay.up) - up;
    down = atomic_load(&trial->relay.down) - down;
    (void)printf("{\"figure\":\"%s\",\"value\":%.0f,\"up\":%.0f,\"down\":%.0f,\"unit\":\"B\"}\n",
                 name, (double)(up + down) / n, (double)up / n, (double)down / n);
}

static void open_all(struct trial *trial)
{
    struct err err = { 0 };
    char path[4096];
    char database[CROWD_URL_MAX];
    crowd_database(trial->data, database);
    crowd_enrol(&trial->crowd, database, "bench", 1, 1);
    trial->crowd.plain = true; /* sealed words are noise, whose length says nothing here */
    crowd_pack_small(&trial->crowd, 3 * trial->times + 2, 3, 3);
    relay_start(&trial->relay, trial->port);
    leaning_open(&trial->leaning);
    (void)snprintf(path, sizeof path, "%s/tls/ca.pem", trial->data);
    if (!transport_curl_open(path, &trial->transport, &err))
        bench_fail("opening the transport", &err);
}

static void run(struct trial *trial)
{
    measure(trial, "fresh connection", forget, true);
    post(trial);
    end_connection(trial);
    measure(trial, "resumed connection", end_connection, true);
    post(trial);
    measure(trial, "kept connection", keep_connection, false);
    double n = (double)trial->next;
    (void)printf("{\"figure\":\"batch\",\"value\":%.0f,\"unit\":\"B\"}\n"
                 "{\"figure\":\"reply\",\"value\":%.0f,\"unit\":\"B\"}\n",
                 (double)trial->batch_bytes / n, (double)trial->reply_bytes / n);
}

int main(int count, char **words)
{
    struct trial trial = { .times = 5 };
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(words[i], "--data") == 0)
            trial.data = words[i + 1];
        else if (strcmp(words[i], "--port") == 0)
            trial.port = (uint16_t)atoi(words[i + 1]);
        else if (strcmp(words[i], "--times") == 0)
            trial.times = (size_t)atoi(words[i + 1]);
    }
    if (trial.data == NULL || trial.port == 0 || trial.times == 0)
        bench_fail("net_exchange --data DIR --port N [--times N]", NULL);
    open_all(&trial);
    run(&trial);
    trial.transport.close(trial.transport.self);
    leaning_close(&trial.leaning);
    relay_stop(&trial.relay);
    crowd_finish(&trial.crowd);
    return 0;
}
