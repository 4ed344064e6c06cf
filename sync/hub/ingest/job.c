/* A batch on its way in, from bytes to an opened batch of a known kiosk: see ingest_int.h. */
#include "clock.h"
#include "ingest_int.h"
#include <stdlib.h>

enum { HEALTH_MAX = 512 };

struct job *job_new(struct span message, bool carried, ingest_done *done, void *context)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL)
        return NULL;
    job->done = done;
    job->context = context;
    job->carried = carried;
    job->received = clock_now().wall;
    job->message = buf_new(BATCH_PACKED_MAX);
    job->health = buf_new(HEALTH_MAX);
    buf_put_span(&job->message, message);
    return job;
}

void job_free(struct ingest *ingest, struct job *job)
{
    if (job == NULL)
        return;
    for (size_t i = 0; i < job->survey_count; i++)
        survey_cache_give(ingest->surveys, job->surveys[i]);
    free(job->surveys);
    free(job->rows);
    free(job->asides);
    free(job->tallies);
    batch_finish(&job->batch);
    buf_finish(&job->message);
    buf_finish(&job->health);
    free(job);
}

/* The kiosk's words about itself go into text that others read: nothing odd passes. */
static void put_version(struct buf *out, const char *version)
{
    for (; *version != '\0'; version++)
        buf_put_byte(out, *version > ' ' && *version < 127 && *version != '"' && *version != '\\'
                              ? (uint8_t)*version
                              : (uint8_t)'?');
}

static void put_health(struct job *job)
{
    const struct health *health = &job->batch.head.health;
    buf_clear(&job->health);
    buf_printf(&job->health,
               "{\"woken\":%u,\"started\":%u,\"completed\":%u,\"restarts\":%u,\"pending\":%u,"
               "\"room_mib\":%u,\"write_ms\":%u,\"version\":\"",
               health->woken, health->started, health->completed, health->restarts, health->pending,
               health->room_mib, health->write_ms);
    put_version(&job->health, health->version);
    buf_printf(&job->health, "\"}");
}

static bool find_kiosk(struct job *job, struct store *store, struct err *err)
{
    uint64_t kiosk;
    if (!batch_sender(buf_span(&job->message), &kiosk, err))
        return false;
    if (kiosk != 0 && kiosk <= INT64_MAX) {
        if (store_kiosk_get(store, kiosk, &job->kiosk, err))
            return true;
        if (err->kind != ERR_MISSING)
            return false;
    }
    return err_set(err, ERR_DENIED, "this kiosk is not enrolled here");
}

bool job_open(struct job *job, struct store *store, struct err *err)
{
    struct public_key key;
    if (!buf_ok(&job->message, "a batch", err) || !find_kiosk(job, store, err))
        return false;
    memcpy(key.bytes, job->kiosk.key, sizeof key.bytes);
    if (!batch_open(buf_span(&job->message), &key, &job->batch, err) ||
        !store_venue_get(store, job->kiosk.venue, &job->venue, err))
        return false;
    put_health(job);
    return buf_ok(&job->health, "what a kiosk says of its health", err);
}

size_t job_bytes(const struct job *job)
{
    size_t each = sizeof(struct response) + sizeof(struct store_response);
    return sizeof *job + job->message.capacity + job->batch.open.capacity +
           job->batch.response_count * each + job->tally_count * sizeof(struct store_tally);
}

static const struct survey *find_held(const struct job *job, const struct digest *digest)
{
    for (size_t i = job->survey_count; i-- > 0;)
        if (memcmp(&job->surveys[i]->digest, digest, sizeof *digest) == 0)
            return job->surveys[i]->survey;
    return NULL;
}

const struct survey *job_survey(struct ingest *ingest, struct store *store, struct job *job,
                                const struct digest *digest, struct err *err)
{
    const struct survey *held = find_held(job, digest);
    if (held != NULL)
        return held;
    size_t size = (job->survey_count + 1) * sizeof *job->surveys;
    const struct known_survey **grown = realloc(job->surveys, size);
    if (grown == NULL) {
        (void)err_set(err, ERR_LATER, "there is no memory for a survey");
        return NULL;
    }
    job->surveys = grown;
    const struct known_survey *known = survey_cache_take(ingest->surveys, store, digest, err);
    if (known == NULL)
        return NULL;
    job->surveys[job->survey_count++] = known;
    return known->survey;
}
