/*
 * GET /metrics, in Prometheus' text format: what an operator watches a hub by. Nothing in it is
 * about a person, and nothing about a single venue.
 */
#include "alerts.h"
#include "fleet_share.h"
#include "ingest.h"
#include "rest_state.h"
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

void metrics_note(struct rest *rest, int status)
{
    int class = status / 100;
    (void)pthread_mutex_lock(&rest->lock);
    if (class >= 0 && class < STATUS_CLASSES)
        rest->answers[class]++;
    (void)pthread_mutex_unlock(&rest->lock);
}

static void put_head(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void put_one(struct buf *out, const char *name, const char *type, const char *help,
                    double value)
{
    put_head(out, name, type, help);
    buf_printf(out, "%s %.17g\n", name, value);
}

/* ---- this process ---- */

static double open_files(void)
{
    double count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL)
        count++;
    if (folder != NULL)
        (void)closedir(folder);
    return count > 3 ? count - 3 : 0; /* ".", ".." and the folder itself */
}

static double resident_bytes(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    bool read = file != NULL && fscanf(file, "%*u %lu", &pages) == 1;
    if (file != NULL)
        (void)fclose(file);
    return read ? (double)pages * (double)sysconf(_SC_PAGESIZE) : 0;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void put_process(struct call *call)
{
    struct rusage usage = { 0 };
    struct err unknown;
    uint64_t room;
    struct buf *out = &call->text;
    (void)getrusage(RUSAGE_SELF, &usage);
    put_head(out, "yousaid_build_info", "gauge", "Which program this is.");
    buf_printf(out, "yousaid_build_info{version=\"%s\"} 1\n", YOUSAID_VERSION);
    put_one(out, "process_start_time_seconds", "gauge", "When it started.",
            (double)call->rest->started);
    put_one(out, "process_cpu_seconds_total", "counter", "Processor time that it used.",
            seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
    put_one(out, "process_resident_memory_bytes", "gauge", "Memory that it holds.",
            resident_bytes());
    if (rest_room(call->rest->data, &room, &unknown))
        put_one(out, "yousaid_disk_free_bytes", "gauge", "Room where this hub's folder lies.",
                (double)room);
    put_one(out, "process_open_fds", "gauge", "Files and connections that it has open.",
            open_files());
}

/* ---- what goes through it ---- */

static void put_traffic(struct call *call)
{
    size_t quick;
    size_t slow;
    uint64_t answers[STATUS_CLASSES];
    struct ingest_figures figures = { 0 };
    struct buf *out = &call->text;
    (void)pthread_mutex_lock(&call->rest->lock);
    memcpy(answers, call->rest->answers, sizeof answers);
    if (call->rest->ingest != NULL)
        ingest_figures(call->rest->ingest, &figures);
    (void)pthread_mutex_unlock(&call->rest->lock);
    rest_waiting(call->rest, &quick, &slow);
    put_one(out, "yousaid_batches_total", "counter", "Batches of kiosks that got a receipt.",
            (double)figures.batches);
    put_one(out, "yousaid_commits_total", "counter", "Commits that these took.",
            (double)figures.commits);
    put_head(out, "yousaid_api_answers_total", "counter", "Answers of the API, by status.");
    for (int i = 2; i < STATUS_CLASSES; i++)
        buf_printf(out, "yousaid_api_answers_total{status=\"%dxx\"} %" PRIu64 "\n", i, answers[i]);
    put_head(out, "yousaid_api_waiting", "gauge", "Calls that wait for their turn.");
    buf_printf(out,
               "yousaid_api_waiting{lane=\"quick\"} %zu\nyousaid_api_waiting{lane=\"slow\"} "
               "%zu\n",
               quick, slow);
}

/* ---- the programme ---- */

static void put_fleet(struct buf *out, const struct fleet *fleet)
{
    int states[FLEET_STATES] = { 0 };
    double pending = 0;
    for (size_t i = 0; i < fleet->count; i++) {
        states[fleet->list[i].state]++;
        pending += fleet->list[i].pending;
    }
    put_head(out, "yousaid_kiosks", "gauge", "Kiosks, by how they are.");
    for (int i = 0; i < FLEET_STATES; i++)
        buf_printf(out, "yousaid_kiosks{state=\"%s\"} %d\n", fleet_state_name((enum fleet_state)i),
                   states[i]);
    put_one(out, "yousaid_pending_responses", "gauge",
            "Responses that kiosks still had to send when they were heard last.", pending);
}

struct open_counts {
    int kinds[ALERT_KINDS];
};

static bool count_alert(void *context, const struct alert *alert)
{
    struct open_counts *counts = context;
    counts->kinds[alert->matter.kind] += alert->state != ALERT_CLOSED;
    return true;
}

static bool put_alerts(struct call *call, struct err *err)
{
    struct open_counts counts = { { 0 } };
    struct buf *out = &call->text;
    if (!alert_list(call->store, NULL, count_alert, &counts, err))
        return false;
    put_head(out, "yousaid_alerts", "gauge", "Alerts that are not over, by kind.");
    for (int i = 0; i < ALERT_KINDS; i++)
        buf_printf(out, "yousaid_alerts{kind=\"%s\"} %d\n", alert_kind_name((enum alert_kind)i),
                   counts.kinds[i]);
    return true;
}

bool op_metrics(struct call *call, struct err *err)
{
    const struct frame *frame = call_frame(call, err);
    SHARED_AUTO *shared = frame == NULL ? NULL : fleet_take(call, err);
    if (shared == NULL)
        return false;
    put_process(call);
    put_traffic(call);
    put_one(&call->text, "yousaid_venues", "gauge", "Venues of the programme.",
            (double)frame->place_count);
    put_fleet(&call->text, &shared->fleet);
    call->type = "text/plain; version=0.0.4; charset=utf-8";
    return put_alerts(call, err) && buf_ok(&call->text, "the metrics", err);
}
