/*
 * The one thread that writes. Whatever has come while the last commit was on its way to the disk
 * goes into the next one, so that many connections share an fsync and a lone one does not wait for
 * company. An answer leaves only when its batch is on the disk.
 */
#include "ingest_int.h"
#include "log.h"
#include <stdlib.h>

enum { GROUP_MAX = 256, ROUNDS_MAX = 2 * GROUP_MAX };

/* What the fleet view remembers of a plan that cannot be kept: the kiosk's card may have been
 * copied or put back to an older state. */
static const struct {
    enum plan plan;
    const char *what;
} refusals[] = {
    { PLAN_FORK, "fork: another history under the same numbers" },
    { PLAN_LIFE, "a life that was never begun here" },
};

/* Of an engine that keeps a group in several commits. */
static const struct err not_kept = { .kind = ERR_LATER,
                                     .text = "the database could not keep this just now" };

static void answer_failure(struct ingest *ingest, struct job *job, const struct err *err)
{
    job->done(job->context, span_of(NULL, 0), err);
    job_free(ingest, job);
}

static void remember(struct ingest *ingest, const struct job *job, const char *what)
{
    struct err err;
    if (!store_event(ingest->store, job->kiosk.id, job->received, what, &err))
        log_line(LOG_WARN, "ingest", "an event is not remembered: %s", err.text);
}

/* Signs and gives the answer. */
static void answer(struct ingest *ingest, struct job *job)
{
    struct err err = { 0 };
    BUF_AUTO reply = buf_new(REPLY_BYTES_MAX);
    if (!job_reply(ingest, job, &reply, &err)) {
        answer_failure(ingest, job, &err);
        return;
    }
    job->done(job->context, buf_span(&reply), &(struct err){ 0 });
    job_free(ingest, job);
}

static void remember_lost(struct ingest *ingest, const struct job *job)
{
    if (job->lost[0] != '\0')
        remember(ingest, job, job->lost);
}

/* A hub that was set back learns from its kiosks which bundles it had made. A kiosk whose word is
 * not kept says it again next time. */
static void learn_serial(struct ingest *ingest, const struct job *job)
{
    struct err err;
    uint64_t kept, serial = job->keep.bundle_serial;
    if (job->carried || serial <= job->bundles_made || serial <= ingest->learnt)
        return;
    if (store_next(ingest->store, STORE_SERIAL_REPORTED, serial, &kept, &err))
        ingest->learnt = serial;
    else
        log_line(LOG_WARN, "ingest", "a bundle's number is not remembered: %s", err.text);
}

static void answer_kept(struct ingest *ingest, struct job *job)
{
    (void)pthread_mutex_lock(&ingest->lock);
    ingest->figures.batches++;
    (void)pthread_mutex_unlock(&ingest->lock);
    for (size_t i = 0; i < job->event_count; i++)
        remember(ingest, job, job->events[i]);
    remember_lost(ingest, job);
    learn_serial(ingest, job);
    answer(ingest, job);
}

/* Answers a job whose plan is a refusal; false when it is none. The receipt says what is here. */
static bool answer_refused(struct ingest *ingest, struct job *job)
{
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (refusals[i].plan != job->plan)
            continue;
        remember(ingest, job, refusals[i].what);
        remember_lost(ingest, job);
        job->keep.at = job->at;
        answer(ingest, job);
        return true;
    }
    return false;
}

/* A gap is none while what comes before it stands in the same group and is still to be kept. */
static bool gap_may_close(const struct job *job, struct job *const *left, size_t left_count)
{
    for (size_t i = 0; job->plan == PLAN_GAP && i < left_count; i++)
        if (left[i]->kiosk.id == job->kiosk.id)
            return true;
    return false;
}

/* After its keeping was tried: answered, or planned anew because the watermark had moved. Returns
 * true when the job is still to be kept, after those that are left of what came before it. */
static bool settle(struct ingest *ingest, struct job *job, const struct store_keep *keep,
                   struct job *const *left, size_t left_count)
{
    struct err err = { 0 };
    if (keep->verdict == KEEP_KEPT && gap_may_close(job, left, left_count))
        return true;
    if (keep->verdict == KEEP_LATER) {
        answer_failure(ingest, job, &not_kept);
        return false;
    }
    job->keep = *keep;
    if (keep->verdict == KEEP_KEPT) {
        answer_kept(ingest, job);
        return false;
    }
    if (!job_plan(ingest, ingest->store, job, &keep->at, &err)) {
        answer_failure(ingest, job, &err);
        return false;
    }
    return !answer_refused(ingest, job);
}

static bool commit(struct ingest *ingest, struct store_keep *keeps, size_t count, struct err *err)
{
    bool kept = store_keep(ingest->store, keeps, count, err);
    (void)pthread_mutex_lock(&ingest->lock);
    ingest->figures.commits += kept;
    (void)pthread_mutex_unlock(&ingest->lock);
    return kept;
}

/* The whole group failed: each on its own, so that one that cannot be kept fails alone. Returns how
 * many are still to be kept. */
static size_t keep_singly(struct ingest *ingest, struct job **jobs, struct store_keep *keeps,
                          size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        struct err err = { 0 };
        struct job *job = jobs[i];
        if (!commit(ingest, &keeps[i], 1, &err))
            answer_failure(ingest, job, &err);
        else if (settle(ingest, job, &keeps[i], jobs, left))
            jobs[left++] = job;
    }
    return left;
}

static size_t keep_round(struct ingest *ingest, struct job **jobs, struct store_keep *keeps,
                         size_t count)
{
    struct err err = { 0 };
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        keeps[i] = jobs[i]->keep;
    if (!commit(ingest, keeps, count, &err))
        return keep_singly(ingest, jobs, keeps, count);
    for (size_t i = 0; i < count; i++) {
        struct job *job = jobs[i];
        if (settle(ingest, job, &keeps[i], jobs, left))
            jobs[left++] = job;
    }
    return left;
}

static void keep_group(struct ingest *ingest, struct job **jobs, size_t count)
{
    static const struct err busy = { .kind = ERR_LATER,
                                     .text = "other writers were quicker every time" };
    struct store_keep keeps[GROUP_MAX];
    for (int round = 0; count > 0 && round < ROUNDS_MAX; round++)
        count = keep_round(ingest, jobs, keeps, count);
    for (size_t i = 0; i < count; i++)
        answer_failure(ingest, jobs[i], &busy);
}

/* What waits, in the order in which it came; nothing when it is time to stop. */
static size_t take_group(struct ingest *ingest, struct job *ret[GROUP_MAX])
{
    size_t count = 0;
    (void)pthread_mutex_lock(&ingest->lock);
    while (ingest->first == NULL && !ingest->stopping)
        (void)pthread_cond_wait(&ingest->some, &ingest->lock);
    while (ingest->first != NULL && count < GROUP_MAX) {
        struct job *job = ingest->first;
        ingest->first = job->next;
        ingest->waiting--;
        ingest->waiting_bytes -= job_bytes(job);
        ret[count++] = job;
    }
    if (ingest->first == NULL)
        ingest->end = &ingest->first;
    (void)pthread_mutex_unlock(&ingest->lock);
    return count;
}

void *writer_run(void *context)
{
    struct ingest *ingest = context;
    struct job *jobs[GROUP_MAX];
    for (size_t count; (count = take_group(ingest, jobs)) > 0;) {
        size_t left = 0;
        for (size_t i = 0; i < count; i++)
            if (!answer_refused(ingest, jobs[i]))
                jobs[left++] = jobs[i];
        keep_group(ingest, jobs, left);
    }
    return NULL;
}
