/*
 * The door of ingest: see ingest.h. The thread that brings a batch does all that costs time
 * (signature, chain, unpacking, judging); the writer only keeps, signs and answers.
 */
#include "clock.h"
#include "ingest_int.h"
#include <stdlib.h>

enum { WAITING_MAX = 4096 };
static const size_t waiting_bytes_max = (size_t)256 * 1024 * 1024;

static void ingest_free(struct ingest *ingest)
{
    store_close(ingest->store);
    readers_free(ingest->readers);
    survey_cache_free(ingest->surveys);
    (void)pthread_cond_destroy(&ingest->some);
    (void)pthread_mutex_destroy(&ingest->lock);
    seal_forget(&ingest->config, sizeof ingest->config);
    free(ingest);
}

static bool start(struct ingest *ingest, struct err *err)
{
    ingest->readers = readers_new(ingest->config.store_url);
    ingest->surveys = survey_cache_new(SURVEY_CACHE_BYTES);
    if (ingest->readers == NULL || ingest->surveys == NULL)
        return err_set(err, ERR_LATER, "there is no memory for ingest");
    if (!store_open(ingest->config.store_url, false, &ingest->store, err))
        return false;
    return pthread_create(&ingest->writer, NULL, writer_run, ingest) == 0 ||
           err_set(err, ERR_LATER, "the writer's thread cannot be started");
}

bool ingest_start(const struct ingest_config *config, struct ingest **ret, struct err *err)
{
    seal_start();
    struct ingest *ingest = calloc(1, sizeof *ingest);
    if (ingest == NULL)
        return err_set(err, ERR_LATER, "there is no memory for ingest");
    ingest->config = *config;
    ingest->end = &ingest->first;
    (void)pthread_mutex_init(&ingest->lock, NULL);
    (void)pthread_cond_init(&ingest->some, NULL);
    if (!start(ingest, err)) {
        ingest_free(ingest);
        return false;
    }
    ingest->config.store_url = NULL; /* the caller's: nothing needs it any more */
    *ret = ingest;
    return true;
}

void ingest_stop(struct ingest *ingest)
{
    if (ingest == NULL)
        return;
    (void)pthread_mutex_lock(&ingest->lock);
    ingest->stopping = true;
    (void)pthread_cond_signal(&ingest->some);
    (void)pthread_mutex_unlock(&ingest->lock);
    (void)pthread_join(ingest->writer, NULL);
    ingest_free(ingest);
}

void ingest_figures(struct ingest *ingest, struct ingest_figures *ret)
{
    (void)pthread_mutex_lock(&ingest->lock);
    *ret = ingest->figures;
    (void)pthread_mutex_unlock(&ingest->lock);
}

/* Hands a job to the writer, unless too much waits already. */
static bool push(struct ingest *ingest, struct job *job, struct err *err)
{
    size_t bytes = job_bytes(job);
    (void)pthread_mutex_lock(&ingest->lock);
    bool room = !ingest->stopping && ingest->waiting < WAITING_MAX &&
                ingest->waiting_bytes + bytes <= waiting_bytes_max;
    if (room) {
        *ingest->end = job;
        ingest->end = &job->next;
        ingest->waiting++;
        ingest->waiting_bytes += bytes;
        (void)pthread_cond_signal(&ingest->some);
    }
    (void)pthread_mutex_unlock(&ingest->lock);
    return room || err_set(err, ERR_LATER, "the hub has too much to write just now");
}

/* Nothing is here of a life that was never begun. */
static struct store_watermark start_of(const struct job *job)
{
    struct public_key key;
    memcpy(key.bytes, job->kiosk.key, sizeof key.bytes);
    struct chain_point start = chain_start(job->batch.head.life, &key);
    return (struct store_watermark){ .life = job->batch.head.life, .hash = start.hash };
}

/* A kiosk begins a life of its own accord only behind another, which its first batch names. */
enum { LIVES_MAX = 256 };

static bool count_life(void *context, const struct store_watermark *watermark)
{
    (void)watermark;
    ++*(int *)context;
    return true;
}

/* A hub that was set back may meet a life that ended behind the one that goes on now: the kiosk's
 * present life is another only when the new one goes on in its place, or in that of one that is not
 * known here. */
static bool is_present(struct store *store, const struct job *job, bool *ret, struct err *err)
{
    struct store_watermark before;
    uint64_t named = job->batch.head.origins[0].life;
    *ret = named == job->kiosk.life;
    if (*ret || store_watermark(store, job->kiosk.id, named, &before, err))
        return true;
    *ret = true;
    return err->kind == ERR_MISSING;
}

static bool put_life(struct store *store, const struct job *job,
                     const struct store_watermark *start, struct err *err)
{
    struct store_watermark present;
    bool goes_on = true;
    if (!is_present(store, job, &goes_on, err) ||
        !store_life_begin(store, job->kiosk.id, start->life, &start->hash, err))
        return false;
    return goes_on || (store_watermark(store, job->kiosk.id, job->kiosk.life, &present, err) &&
                       store_life_begin(store, job->kiosk.id, present.life, &present.hash, err));
}

/* Begins it here too, unless there are too many. *ret says whether. */
static bool begin_life(struct store *store, struct job *job, bool *ret, struct err *err)
{
    int lives = 0;
    struct store_watermark start = start_of(job);
    *ret = false;
    if (job->batch.head.origin_count == 0 || job->batch.head.before.seq > 0 || start.life == 0 ||
        start.life > INT64_MAX)
        return true;
    if (!store_watermarks(store, job->kiosk.id, count_life, &lives, err))
        return false;
    if (lives >= LIVES_MAX)
        return true;
    *ret = job->life_begun = put_life(store, job, &start, err);
    return *ret;
}

/* It goes on behind a number of the one before: what is missing here up to that is no longer this
 * life's to bring. */
static bool look_behind(struct store *store, struct job *job, struct err *err)
{
    const struct life_origin *origin = &job->batch.head.origins[0];
    struct store_watermark before = { .seq = 0 };
    if (origin->through != 0)
        return true;
    if (!store_watermark(store, job->kiosk.id, origin->life, &before, err) &&
        err->kind != ERR_MISSING)
        return false;
    job_note_lost(job, origin->life, before.seq, origin->first - 1);
    return true;
}

/* Of a life that is not known here. */
static bool prepare_life(struct ingest *ingest, struct store *store, struct job *job,
                         struct err *err)
{
    bool begun = false;
    struct store_watermark at = start_of(job);
    if (!begin_life(store, job, &begun, err))
        return false;
    if (begun)
        return look_behind(store, job, err) && job_plan(ingest, store, job, &at, err);
    job->plan = PLAN_LIFE;
    job->at = at;
    return true;
}

/* Opens the batch and makes a plan that is right unless the watermark moves before the writer
 * comes. */
static bool prepare(struct ingest *ingest, struct store *store, struct job *job, struct err *err)
{
    if (!job_open(job, store, err))
        return false;
    struct store_watermark at = job->at;
    uint64_t life = job->batch.head.life;
    if ((job->found && at.life == life) || store_watermark(store, job->kiosk.id, life, &at, err))
        return job_plan(ingest, store, job, &at, err);
    return err->kind == ERR_MISSING && prepare_life(ingest, store, job, err);
}

static bool take_in(struct ingest *ingest, struct job *job, struct err *err)
{
    struct store *store = readers_take(ingest->readers, err);
    if (store == NULL)
        return false;
    bool prepared = prepare(ingest, store, job, err);
    readers_give(ingest->readers, store);
    if (!prepared)
        return false;
    job_fold(job);
    return push(ingest, job, err);
}

enum how { BY_NETWORK, CARRIED };

static void take(struct ingest *ingest, struct span message, enum how how, int64_t received,
                 ingest_done *done, void *context)
{
    struct err err = { 0 };
    struct job *job = NULL;
    if (message.size > BATCH_PACKED_MAX)
        (void)err_set(&err, ERR_TOO_LARGE, "a batch is at most %d bytes", BATCH_PACKED_MAX);
    else if ((job = job_new(message, how == CARRIED, received, done, context)) == NULL)
        (void)err_set(&err, ERR_LATER, "there is no memory for a batch");
    else if (take_in(ingest, job, &err))
        return;
    job_free(ingest, job);
    done(context, span_of(NULL, 0), &err);
}

void ingest_batch(struct ingest *ingest, struct span message, ingest_done *done, void *context)
{
    take(ingest, message, BY_NETWORK, clock_now().wall, done, context);
}

void ingest_carried(struct ingest *ingest, struct span message, ingest_done *done, void *context)
{
    take(ingest, message, CARRIED, clock_now().wall, done, context);
}

void ingest_as_of(struct ingest *ingest, struct span message, int64_t received, ingest_done *done,
                  void *context)
{
    take(ingest, message, BY_NETWORK, received, done, context);
}
