/*
 * Loads a hub that serves on this machine, through its real door, and prints JSON lines: small
 * batches or a month's backlogs on kept connections, or new connections without end. All batches
 * are packed and signed before the clock starts; all receipts are checked after it has stopped.
 *
 *   hub_load small|backlog|connect --data DIR --port N --pid PID [--kiosks N] [--batches N]
 *            [--connections N] [--receipts no]
 */
#include "hub_crowd.h"
#include "hub_look.h"
#include "hub_talk.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 64, REPLY_MAX = 4096, DAYS = 30, PSS_PAUSE_US = 250000 };

struct load {
    const char *data;
    uint16_t port;
    pid_t hub;
    size_t kiosks, batches, connections;
    bool any_answer; /* the peer's: it gives no receipts */
    struct crowd crowd;
    struct talk_place place;
    struct buf *replies; /* of kiosk k, batch i: [k * batches + i] */
    double *latencies;   /* the same, in milliseconds */
    int *statuses;
    size_t shakes; /* each connection's, when connecting is measured */
    bool resume;
    size_t up, down;
    long pss_kib; /* the most that was seen */
};

/* One connection and its kiosks: every so-many-th from `first` on. */
struct line {
    struct load *load;
    size_t first;
    pthread_t thread;
    struct talk talk;
    size_t resumed;
};

/* ---- lines ---- */

static void each_line(struct load *load, struct line *lines, void *(*run)(void *))
{
    for (size_t i = 0; i < load->connections; i++) {
        lines[i].load = load;
        lines[i].first = i;
        if (pthread_create(&lines[i].thread, NULL, run, &lines[i]) != 0)
            bench_fail("starting a line", NULL);
    }
}

static void join_lines(const struct load *load, const struct line *lines)
{
    for (size_t i = 0; i < load->connections; i++)
        (void)pthread_join(lines[i].thread, NULL);
}

static void post_one(struct line *line, size_t kiosk, size_t i)
{
    struct load *load = line->load;
    size_t at = kiosk * load->batches + i;
    double start = look_seconds();
    load->replies[at] = buf_new(REPLY_MAX);
    load->statuses[at] =
        talk_post(&line->talk, "/v1/sync", "application/cose",
                  buf_span(&load->crowd.kiosks[kiosk].batches[i].message), &load->replies[at]);
    load->latencies[at] = (look_seconds() - start) * 1000;
}

static void *post_all(void *context)
{
    struct line *line = context;
    struct load *load = line->load;
    for (size_t i = 0; i < load->batches; i++)
        for (size_t k = line->first; k < load->kiosks; k += load->connections)
            post_one(line, k, i);
    return NULL;
}

/* ---- batches ---- */

static void check_receipts(struct load *load)
{
    for (size_t k = 0; k < load->kiosks; k++)
        for (size_t i = 0; i < load->batches; i++) {
            size_t at = k * load->batches + i;
            struct crowd_kiosk *kiosk = &load->crowd.kiosks[k];
            if (load->statuses[at] != 200 ||
                !crowd_receipt_holds(&load->crowd, kiosk, &kiosk->batches[i],
                                     buf_span(&load->replies[at])))
                bench_fail("a batch got no receipt", NULL);
        }
}

static void replies_alloc(struct load *load)
{
    size_t count = load->kiosks * load->batches;
    load->replies = calloc(count, sizeof *load->replies);
    load->latencies = calloc(count, sizeof *load->latencies);
    load->statuses = calloc(count, sizeof *load->statuses);
    if (load->replies == NULL || load->latencies == NULL || load->statuses == NULL)
        bench_fail("making room for replies", NULL);
}

static void replies_free(struct load *load)
{
    for (size_t i = 0; i < load->kiosks * load->batches; i++)
        buf_finish(&load->replies[i]);
    free(load->replies);
    free(load->latencies);
    free(load->statuses);
}

/* Looks at the hub's memory until all is sent. */
static void *watch_memory(void *context)
{
    struct load *load = context;
    for (;;) {
        long kib = look_pss(load->hub);
        if (kib > load->pss_kib)
            load->pss_kib = kib;
        (void)usleep(PSS_PAUSE_US);
    }
    return NULL;
}

struct outcome {
    double wall, cpu; /* seconds */
};

/* Sends everything over kept connections. */
static struct outcome send_all(struct load *load)
{
    struct line lines[CONNECTIONS_MAX] = { 0 };
    pthread_t watch;
    for (size_t i = 0; i < load->connections; i++)
        talk_open(&lines[i].talk, &load->place, span_of(NULL, 0));
    if (pthread_create(&watch, NULL, watch_memory, load) != 0)
        bench_fail("watching the hub", NULL);
    double cpu = look_cpu(load->hub);
    double start = look_seconds();
    each_line(load, lines, post_all);
    join_lines(load, lines);
    struct outcome outcome = { look_seconds() - start, look_cpu(load->hub) - cpu };
    (void)pthread_cancel(watch);
    (void)pthread_join(watch, NULL);
    for (size_t i = 0; i < load->connections; i++) {
        load->up += lines[i].talk.up;
        load->down += lines[i].talk.down;
        talk_close(&lines[i].talk);
    }
    return outcome;
}

static void say_batches(struct load *load, const struct outcome *outcome, const char *what)
{
    char name[100];
    size_t count = load->kiosks * load->batches;
    qsort(load->latencies, count, sizeof *load->latencies, look_by_size);
    (void)snprintf(name, sizeof name, "%s/s", what);
    look_say_whole(name, (double)count / outcome->wall, "batches/s");
    look_say("hub CPU a batch", outcome->cpu * 1000 / (double)count, "ms");
    look_say("hub CPU a response", outcome->cpu * 1e6 / (double)load->crowd.responses, "us");
    look_say_whole("responses/s", (double)load->crowd.responses / outcome->wall, "responses/s");
    look_say_whole("responses a second of the hub's CPU",
                   (double)load->crowd.responses / outcome->cpu, "responses");
    look_say("p50", load->latencies[count / 2], "ms");
    look_say("p99", load->latencies[count * 99 / 100], "ms");
    look_say("bytes at the socket a batch", (double)(load->up + load->down) / (double)count, "B");
    look_say("PSS under load", (double)load->pss_kib / 1024, "MiB");
}

static void measure_batches(struct load *load, void (*pack)(struct load *load), const char *what)
{
    char database[CROWD_URL_MAX];
    crowd_database(load->data, database);
    crowd_enrol(&load->crowd, database, "bench", 1, load->kiosks);
    pack(load);
    replies_alloc(load);
    look_say("PSS idle", (double)look_pss(load->hub) / 1024, "MiB");
    struct outcome outcome = send_all(load);
    if (!load->any_answer)
        check_receipts(load);
    say_batches(load, &outcome, what);
    replies_free(load);
    crowd_finish(&load->crowd);
}

static void pack_small(struct load *load)
{
    crowd_pack_small(&load->crowd, load->batches, 1, 3);
}

static void small(struct load *load)
{
    measure_batches(load, pack_small, "small batches");
}

static void pack_backlog(struct load *load)
{
    crowd_pack_backlog(&load->crowd, DAYS);
}

static void backlog(struct load *load)
{
    load->batches = 1;
    measure_batches(load, pack_backlog, "backlogs");
}

/* ---- connections ---- */

/* One connection that asks for something the hub does not have, which brings the tickets. */
static void get_ticket(struct load *load, struct buf *ret)
{
    struct talk talk;
    BUF_AUTO body = buf_new(REPLY_MAX);
    talk_open(&talk, &load->place, span_of(NULL, 0));
    (void)talk_post(&talk, "/nothing", "text/plain", span_of(NULL, 0), &body);
    talk_ticket(&talk, ret);
    talk_close(&talk);
}

static void *shake_all(void *context)
{
    struct line *line = context;
    BUF_AUTO ticket = buf_new(64 * 1024);
    if (line->load->resume)
        get_ticket(line->load, &ticket);
    for (size_t i = 0; i < line->load->shakes; i++) {
        talk_open(&line->talk, &line->load->place, buf_span(&ticket));
        line->resumed += line->talk.resumed;
        talk_close(&line->talk);
    }
    return NULL;
}

static void measure_shakes(struct load *load, bool resume, const char *what)
{
    struct line lines[CONNECTIONS_MAX] = { 0 };
    char name[100];
    size_t count = load->connections * load->shakes;
    size_t resumed = 0;
    load->resume = resume;
    double cpu = look_cpu(load->hub);
    double start = look_seconds();
    each_line(load, lines, shake_all);
    join_lines(load, lines);
    double wall = look_seconds() - start;
    cpu = look_cpu(load->hub) - cpu;
    for (size_t i = 0; i < load->connections; i++)
        resumed += lines[i].resumed;
    if (resumed != (resume ? count : 0))
        bench_fail("not every connection was what it should have been", NULL);
    (void)snprintf(name, sizeof name, "new connections, %s", what);
    look_say_whole(name, (double)count / wall, "connections/s");
    (void)snprintf(name, sizeof name, "hub CPU a connection, %s", what);
    look_say(name, cpu * 1000 / (double)count, "ms");
}

static void connections(struct load *load)
{
    load->shakes = load->batches;
    measure_shakes(load, false, "full");
    measure_shakes(load, true, "resumed");
}

/* ---- options ---- */

static const struct {
    const char *name;
    void (*run)(struct load *load);
} modes[] = { { "small", small }, { "backlog", backlog }, { "connect", connections } };

static size_t number(const char *text)
{
    char *end = NULL;
    unsigned long value = strtoul(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value == 0)
        bench_fail("an option wants a number", NULL);
    return value;
}

static void take_option(struct load *load, const char *name, const char *value)
{
    if (strcmp(name, "--data") == 0)
        load->data = value;
    else if (strcmp(name, "--port") == 0)
        load->port = (uint16_t)number(value);
    else if (strcmp(name, "--pid") == 0)
        load->hub = (pid_t)number(value);
    else if (strcmp(name, "--kiosks") == 0)
        load->kiosks = number(value);
    else if (strcmp(name, "--batches") == 0)
        load->batches = number(value);
    else if (strcmp(name, "--connections") == 0)
        load->connections = number(value);
    else if (strcmp(name, "--receipts") == 0)
        load->any_answer = strcmp(value, "no") == 0;
    else
        bench_fail(name, NULL);
}

int main(int count, char **words)
{
    struct load load = { .kiosks = 64, .batches = 100, .connections = 8 };
    char ca[4096];
    for (int i = 2; i + 1 < count; i += 2)
        take_option(&load, words[i], words[i + 1]);
    if (count < 2 || load.data == NULL || load.port == 0 || load.hub == 0 ||
        load.connections > CONNECTIONS_MAX)
        bench_fail("hub_load small|backlog|connect --data DIR --port N --pid PID", NULL);
    (void)snprintf(ca, sizeof ca, "%s/tls/ca.pem", load.data);
    talk_place_open(&load.place, load.port, ca);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcmp(modes[i].name, words[1]) == 0)
            modes[i].run(&load);
    talk_place_close(&load.place);
    return 0;
}
