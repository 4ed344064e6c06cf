/*
 * Many kiosks that never give up: each sends its batches one after the other, through the courier's
 * own transport, and each again until a hub's signed receipt for it has come. Meant for hubs and
 * databases that die under it. Prints how many batches have a receipt as it goes, and at the end
 * how many responses.
 *
 *   siege --data DIR --port N [--kiosks N] [--batches N] [--threads N]
 */
#include "hub_crowd.h"
#include "transport.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { THREADS_MAX = 32, REPLY_MAX = 4096, PATIENCE_SECONDS = 240, TELL_EACH = 50 };

struct siege {
    const char *data;
    char url[100], ca[4200];
    size_t port, kiosks, batches, threads;
    struct crowd crowd;
    pthread_mutex_t lock;
    size_t acknowledged, tries;
};

struct soldier {
    struct siege *siege;
    size_t first;
    pthread_t thread;
    struct transport transport;
};

static time_t seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static bool send_once(struct soldier *soldier, const struct crowd_kiosk *kiosk,
                      const struct crowd_batch *batch)
{
    struct err err = { 0 };
    struct transport_request request = { .url = soldier->siege->url,
                                         .type = "application/cose",
                                         .body = buf_span(&batch->message),
                                         .stop_fd = -1 };
    struct transport_answer answer = { .body = buf_new(REPLY_MAX) };
    enum transport_result result =
        soldier->transport.post(soldier->transport.self, &request, &answer, &err);
    bool holds = result == TRANSPORT_ANSWERED && answer.status == 200 &&
                 crowd_receipt_holds(&soldier->siege->crowd, kiosk, batch, buf_span(&answer.body));
    buf_finish(&answer.body);
    return holds;
}

static void note(struct siege *siege, size_t tries)
{
    (void)pthread_mutex_lock(&siege->lock);
    siege->tries += tries;
    if (++siege->acknowledged % TELL_EACH == 0) {
        (void)printf("%zu\n", siege->acknowledged);
        (void)fflush(stdout);
    }
    (void)pthread_mutex_unlock(&siege->lock);
}

/* A real courier would wait longer between two tries. */
static void send_until_acknowledged(struct soldier *soldier, const struct crowd_kiosk *kiosk,
                                    const struct crowd_batch *batch)
{
    const struct timespec pause = { .tv_nsec = 30 * 1000 * 1000 };
    time_t until = seconds() + PATIENCE_SECONDS;
    size_t tries = 1;
    while (!send_once(soldier, kiosk, batch)) {
        if (seconds() > until)
            bench_fail("waiting for a receipt", NULL);
        (void)nanosleep(&pause, NULL);
        tries++;
    }
    note(soldier->siege, tries);
}

static void *fight(void *context)
{
    struct soldier *soldier = context;
    const struct siege *siege = soldier->siege;
    for (size_t i = 0; i < siege->batches; i++)
        for (size_t k = soldier->first; k < siege->kiosks; k += siege->threads)
            send_until_acknowledged(soldier, &siege->crowd.kiosks[k],
                                    &siege->crowd.kiosks[k].batches[i]);
    return NULL;
}

static void besiege(struct siege *siege)
{
    struct soldier soldiers[THREADS_MAX] = { 0 };
    struct err err = { 0 };
    for (size_t i = 0; i < siege->threads; i++) {
        soldiers[i].siege = siege;
        soldiers[i].first = i;
        if (!transport_curl_open(siege->ca, &soldiers[i].transport, &err) ||
            pthread_create(&soldiers[i].thread, NULL, fight, &soldiers[i]) != 0)
            bench_fail("starting a thread", &err);
    }
    for (size_t i = 0; i < siege->threads; i++) {
        (void)pthread_join(soldiers[i].thread, NULL);
        soldiers[i].transport.close(soldiers[i].transport.self);
    }
}

static size_t *option_of(struct siege *siege, const char *name)
{
    const struct {
        const char *name;
        size_t *value;
    } options[] = { { "--port", &siege->port },
                    { "--kiosks", &siege->kiosks },
                    { "--batches", &siege->batches },
                    { "--threads", &siege->threads } };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (strcmp(options[i].name, name) == 0)
            return options[i].value;
    bench_fail(name, NULL);
}

int main(int count, char **words)
{
    static struct siege siege = { .kiosks = 16, .batches = 100, .threads = 8 };
    char database[CROWD_URL_MAX];
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(words[i], "--data") == 0)
            siege.data = words[i + 1];
        else
            *option_of(&siege, words[i]) = strtoul(words[i + 1], NULL, 10);
    }
    if (siege.data == NULL || siege.port == 0 || siege.threads > THREADS_MAX)
        bench_fail("siege --data DIR --port N [--kiosks N] [--batches N] [--threads N]", NULL);
    (void)pthread_mutex_init(&siege.lock, NULL);
    (void)snprintf(siege.url, sizeof siege.url, "https://127.0.0.1:%zu/v1/sync", siege.port);
    (void)snprintf(siege.ca, sizeof siege.ca, "%s/tls/ca.pem", siege.data);
    crowd_database(siege.data, database);
    crowd_enrol(&siege.crowd, database, "bench", 1, siege.kiosks);
    crowd_pack_small(&siege.crowd, siege.batches, 1, 3);
    besiege(&siege);
    (void)printf("all %zu batches in %zu tries: %zu responses\n", siege.acknowledged, siege.tries,
                 siege.crowd.responses);
    crowd_finish(&siege.crowd);
    return 0;
}
