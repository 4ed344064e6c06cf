/*
 * A fleet that goes on syncing: many enrolled kiosks, each with a new connection of its own every
 * so many seconds, at moments that chance chooses, as people answer. A sync is due at its moment
 * whether or not the one before has ended, and its time counts from then, so that a hub that falls
 * behind cannot look quick. Batches are signed before they are due; all receipts are checked.
 *
 *   hub_fleet --data DIR --port N --pid PID [--kiosks N] [--venues N] [--every SECONDS]...
 *
 * Each --every is one round, in which every kiosk syncs once in this time. In the first round each
 * shakes hands in full; after it each resumes the session that it had. Prints JSON lines.
 */
#include "hub_crowd.h"
#include "hub_look.h"
#include "hub_talk.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    ROUNDS_MAX = 8,
    LINES = 48, /* at once: far fewer are under way unless the hub falls behind */
    REPLY_MAX = 4096,
    TICKET_MAX = 64 * 1024,
    RESPONSES_MOST = 8, /* in a quarter of an hour */
};

struct fleet {
    const char *data;
    uint16_t port;
    pid_t hub;
    size_t kiosks, venues;
    double every[ROUNDS_MAX];
    size_t rounds;
    struct crowd crowd;
    struct talk_place place;
    struct buf *tickets;  /* of each kiosk; empty before its first sync */
    double *milliseconds; /* of this round's syncs, as they came */
    pthread_mutex_t lock; /* over the rest, and over crowd */
    size_t begun, resumed, responses;
    double due, gap; /* of the next sync, and between two in the mean */
};

/* One sync that is to come. */
struct errand {
    size_t kiosk, at;
    double due;
    struct crowd_batch batch;
};

/* Seconds to the next arrival: what comes by chance comes apart exponentially. */
static double chance(double mean)
{
    uint32_t dice;
    seal_random(&dice, sizeof dice);
    return -mean * log(((double)dice + 1) / ((double)UINT32_MAX + 1));
}

/* False when each kiosk of this round has been taken. */
static bool take_errand(struct fleet *fleet, struct errand *ret)
{
    (void)pthread_mutex_lock(&fleet->lock);
    bool more = fleet->begun < fleet->kiosks;
    if (more) {
        *ret = (struct errand){ .kiosk = fleet->begun, .at = fleet->begun, .due = fleet->due };
        size_t before = fleet->crowd.responses;
        crowd_pack_next(&fleet->crowd, &fleet->crowd.kiosks[ret->kiosk], RESPONSES_MOST,
                        &ret->batch);
        fleet->responses += fleet->crowd.responses - before;
        fleet->begun++;
        fleet->due += chance(fleet->gap);
    }
    (void)pthread_mutex_unlock(&fleet->lock);
    return more;
}

static void wait_until(double moment)
{
    struct timespec at = { .tv_sec = (time_t)moment };
    at.tv_nsec = (long)((moment - (double)at.tv_sec) * 1e9);
    (void)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

/* From the moment that it was due until its receipt is here. */
static void run_errand(struct fleet *fleet, struct errand *errand)
{
    struct talk talk;
    struct buf *ticket = &fleet->tickets[errand->kiosk];
    BUF_AUTO reply = buf_new(REPLY_MAX);
    talk_open(&talk, &fleet->place, buf_span(ticket));
    int status =
        talk_post(&talk, "/v1/sync", "application/cose", buf_span(&errand->batch.message), &reply);
    fleet->milliseconds[errand->at] = (look_seconds() - errand->due) * 1000;
    ticket->size = 0;
    talk_ticket(&talk, ticket);
    bool resumed = talk.resumed;
    talk_close(&talk);
    if (status != 200 || !crowd_receipt_holds(&fleet->crowd, &fleet->crowd.kiosks[errand->kiosk],
                                              &errand->batch, buf_span(&reply)))
        bench_fail("a batch got no receipt", NULL);
    buf_finish(&errand->batch.message);
    (void)pthread_mutex_lock(&fleet->lock);
    fleet->resumed += resumed;
    (void)pthread_mutex_unlock(&fleet->lock);
}

static void *run_line(void *context)
{
    struct fleet *fleet = context;
    struct errand errand;
    while (take_errand(fleet, &errand)) {
        wait_until(errand.due);
        run_errand(fleet, &errand);
    }
    return NULL;
}

static void say_of_round(const char *what, size_t round, double value, const char *unit)
{
    char name[64];
    (void)snprintf(name, sizeof name, "round %zu %s", round + 1, what);
    look_say(name, value, unit);
}

static void say_round(struct fleet *fleet, size_t round, double wall, double cpu)
{
    qsort(fleet->milliseconds, fleet->kiosks, sizeof *fleet->milliseconds, look_by_size);
    say_of_round("syncs/s", round, (double)fleet->kiosks / wall, "/s");
    say_of_round("responses/s", round, (double)fleet->responses / wall, "/s");
    say_of_round("p50", round, fleet->milliseconds[fleet->kiosks / 2], "ms");
    say_of_round("p99", round, fleet->milliseconds[fleet->kiosks * 99 / 100], "ms");
    say_of_round("slowest", round, fleet->milliseconds[fleet->kiosks - 1], "ms");
    say_of_round("resumed", round, (double)fleet->resumed * 100 / (double)fleet->kiosks, "%");
    say_of_round("CPU", round, cpu * 100 / wall, "%");
    say_of_round("PSS", round, (double)look_pss(fleet->hub) / 1024, "MiB");
    (void)fflush(stdout);
}

static void run_round(struct fleet *fleet, size_t round)
{
    pthread_t lines[LINES];
    fleet->begun = fleet->resumed = fleet->responses = 0;
    fleet->gap = fleet->every[round] / (double)fleet->kiosks;
    double cpu = look_cpu(fleet->hub);
    double start = look_seconds();
    fleet->due = start + 0.1;
    for (size_t i = 0; i < LINES; i++)
        if (pthread_create(&lines[i], NULL, run_line, fleet) != 0)
            bench_fail("starting a line", NULL);
    for (size_t i = 0; i < LINES; i++)
        (void)pthread_join(lines[i], NULL);
    say_round(fleet, round, look_seconds() - start, look_cpu(fleet->hub) - cpu);
}

static void run(struct fleet *fleet)
{
    char database[CROWD_URL_MAX];
    crowd_database(fleet->data, database);
    double start = look_seconds();
    crowd_enrol(&fleet->crowd, database, "bench", fleet->venues, fleet->kiosks);
    look_say("enrolled", look_seconds() - start, "s");
    fleet->tickets = calloc(fleet->kiosks, sizeof *fleet->tickets);
    fleet->milliseconds = calloc(fleet->kiosks, sizeof *fleet->milliseconds);
    if (fleet->tickets == NULL || fleet->milliseconds == NULL)
        bench_fail("making room for a fleet", NULL);
    for (size_t i = 0; i < fleet->kiosks; i++)
        fleet->tickets[i] = buf_new(TICKET_MAX);
    look_say("PSS idle", (double)look_pss(fleet->hub) / 1024, "MiB");
    for (size_t i = 0; i < fleet->rounds; i++)
        run_round(fleet, i);
    for (size_t i = 0; i < fleet->kiosks; i++)
        buf_finish(&fleet->tickets[i]);
    free(fleet->tickets);
    free(fleet->milliseconds);
    crowd_finish(&fleet->crowd);
}

/* ---- options ---- */

static void take_option(struct fleet *fleet, const char *name, const char *value)
{
    double number = strtod(value, NULL);
    if (strcmp(name, "--data") == 0)
        fleet->data = value;
    else if (number <= 0)
        bench_fail("an option wants a number", NULL);
    else if (strcmp(name, "--port") == 0)
        fleet->port = (uint16_t)number;
    else if (strcmp(name, "--pid") == 0)
        fleet->hub = (pid_t)number;
    else if (strcmp(name, "--kiosks") == 0)
        fleet->kiosks = (size_t)number;
    else if (strcmp(name, "--venues") == 0)
        fleet->venues = (size_t)number;
    else if (strcmp(name, "--every") == 0 && fleet->rounds < ROUNDS_MAX)
        fleet->every[fleet->rounds++] = number;
    else
        bench_fail(name, NULL);
}

int main(int count, char **words)
{
    struct fleet fleet = { .kiosks = 1000, .venues = 20, .lock = PTHREAD_MUTEX_INITIALIZER };
    char ca[4096];
    for (int i = 1; i + 1 < count; i += 2)
        take_option(&fleet, words[i], words[i + 1]);
    if (fleet.data == NULL || fleet.port == 0 || fleet.hub == 0 || fleet.rounds == 0)
        bench_fail("hub_fleet --data DIR --port N --pid PID --every SECONDS", NULL);
    (void)snprintf(ca, sizeof ca, "%s/tls/ca.pem", fleet.data);
    talk_place_open(&fleet.place, fleet.port, ca);
    run(&fleet);
    talk_place_close(&fleet.place);
    return 0;
}
