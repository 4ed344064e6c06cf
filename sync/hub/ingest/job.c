/* A batch on its way in, from bytes to an opened batch of a known kiosk: see ingest_int.h. */
#include "ingest_int.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEALTH_MAX = 1024 };

struct job *job_new(struct span message, bool carried, int64_t received, ingest_done *done,
                    void *context)
{
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL)
        return NULL;
    job->done = done;
    job->context = context;
    job->carried = carried;
    job->received = received;
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

/* Without printf, which would be a fiftieth of all the work for a small batch. */
static void put_number(struct buf *out, uint32_t number)
{
    char digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    buf_put(out, digits + at, sizeof digits - at);
}

static void put_list(struct buf *out, const uint32_t *numbers, size_t count)
{
    buf_put_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_put_byte(out, ',');
        put_number(out, numbers[i]);
    }
    buf_put_byte(out, ']');
}

uint32_t job_waiting(const struct job *job)
{
    const struct batch_head *head = &job->batch.head;
    uint64_t brought = head->after.seq - head->before.seq;
    return brought < head->health.pending ? head->health.pending - (uint32_t)brought : 0;
}

/* The last four bytes of the nonce (docs/WIRE.md). */
static uint32_t job_since(const struct job *job)
{
    const struct nonce *nonce = &job->batch.head.nonce;
    const uint8_t *name = &nonce->bytes[sizeof nonce->bytes - 4];
    return (uint32_t)name[0] << 24 | (uint32_t)name[1] << 16 | (uint32_t)name[2] << 8 | name[3];
}

static uint32_t sum_of(const uint32_t *numbers, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += numbers[i];
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

/* Touches that met nothing, in what put_health wrote; 0 when they are not there. */
static uint32_t dead_told(const char *health)
{
    static const char before[] = "\"dead\":[";
    uint32_t dead[HEALTH_REGIONS] = { 0 };
    const char *at = strstr(health, before);
    at = at == NULL ? NULL : at + strlen(before);
    for (size_t i = 0; at != NULL && i < HEALTH_REGIONS; i++) {
        char *end;
        dead[i] = (uint32_t)strtoul(at, &end, 10);
        at = *end == ',' ? end + 1 : NULL;
    }
    return sum_of(dead, HEALTH_REGIONS);
}

/* The number behind a name, in what put_health wrote; false when it is not there. */
static bool told(const char *health, const char *name, int base, uint32_t *ret)
{
    const char *at = strstr(health, name);
    if (at == NULL)
        return false;
    *ret = (uint32_t)strtoul(at + strlen(name), NULL, base);
    return true;
}

/* What was heard of the kiosk last, as put_health wrote it, when that began from the same. */
static bool was_told(const struct job *job, struct store_counters *ret)
{
    const char *health = job->kiosk.health;
    uint32_t since = 0;
    ret->dead = dead_told(health);
    return told(health, "{\"since\":\"", 16, &since) && since == job_since(job) &&
           told(health, "\"woken\":", 10, &ret->woken) &&
           told(health, "\"started\":", 10, &ret->started) &&
           told(health, "\"completed\":", 10, &ret->completed) &&
           told(health, "\"restarts\":", 10, &ret->restarts);
}

static uint32_t beyond(uint32_t now, uint32_t last)
{
    return now > last ? now - last : 0;
}

void job_count(const struct job *job, struct store_counters *ret)
{
    const struct health *health = &job->batch.head.health;
    struct store_counters last = { 0 };
    if (!was_told(job, &last))
        last = (struct store_counters){ 0 };
    *ret = (struct store_counters){ .woken = beyond(health->woken, last.woken),
                                    .started = beyond(health->started, last.started),
                                    .completed = beyond(health->completed, last.completed),
                                    .restarts = beyond(health->restarts, last.restarts),
                                    .dead = beyond(sum_of(health->dead, HEALTH_REGIONS), last.dead),
                                    .helped = health->helped,
                                    .pending = job_waiting(job),
                                    .room_mib = health->room_mib,
                                    .write_ms = health->writes.slowest_ms };
    memcpy(ret->version, health->version, sizeof ret->version);
}

static void put_words(struct buf *out, const char *words)
{
    buf_put(out, words, strlen(words));
}

static void put_named(struct buf *out, const char *name, uint32_t number)
{
    put_words(out, name);
    put_number(out, number);
}

static void put_numbers(struct buf *out, const struct job *job)
{
    const struct health *health = &job->batch.head.health;
    put_named(out, "\"woken\":", health->woken);
    put_named(out, ",\"started\":", health->started);
    put_named(out, ",\"completed\":", health->completed);
    put_named(out, ",\"restarts\":", health->restarts);
    put_named(out, ",\"pending\":", job_waiting(job));
    put_named(out, ",\"room_mib\":", health->room_mib);
    put_named(out, ",\"writes\":", health->writes.count);
    put_named(out, ",\"write_half_ms\":", health->writes.half_ms);
    put_named(out, ",\"write_most_ms\":", health->writes.most_ms);
    put_named(out, ",\"write_slowest_ms\":", health->writes.slowest_ms);
}

static void put_health(struct job *job)
{
    const struct health *health = &job->batch.head.health;
    struct buf *out = &job->health;
    buf_clear(out);
    buf_printf(out, "{\"since\":\"%08x\",", job_since(job));
    put_numbers(out, job);
    put_words(out, ",\"dead\":");
    put_list(out, health->dead, HEALTH_REGIONS);
    put_words(out, ",\"left\":");
    put_list(out, health->left.at, health->left.count);
    put_words(out, ",\"version\":\"");
    put_version(out, health->version);
    put_words(out, "\"}");
}

/* All that is known of the sender. */
static bool look_up(struct job *job, struct store *store, struct err *err)
{
    uint64_t kiosk;
    struct store_sender sender;
    if (!batch_sender(buf_span(&job->message), &kiosk, err))
        return false;
    bool possible = kiosk != 0 && kiosk <= INT64_MAX;
    if (!possible || !store_sender(store, kiosk, &sender, err))
        return !possible || err->kind == ERR_MISSING
                   ? err_set(err, ERR_DENIED, "this kiosk is not enrolled here")
                   : false;
    job->kiosk = sender.kiosk;
    job->venue = sender.venue;
    job->bundles_made = sender.bundles_made;
    job->bundle = sender.bundle;
    job->found = sender.found;
    job->at = sender.at;
    return true;
}

static bool open_batch(struct job *job, struct err *err)
{
    struct public_key key;
    memcpy(key.bytes, job->kiosk.key, sizeof key.bytes);
    return batch_open(buf_span(&job->message), &key, &job->batch, err);
}

void job_fold(struct job *job)
{
    struct batch_head head = job->batch.head;
    batch_finish(&job->batch);
    job->batch.head = head;
    job->folded = true;
}

bool job_unfold(struct job *job, struct err *err)
{
    if (job->folded && !open_batch(job, err))
        return false;
    job->folded = false;
    return true;
}

bool job_open(struct job *job, struct store *store, struct err *err)
{
    if (!buf_ok(&job->message, "a batch", err) || !look_up(job, store, err) ||
        !open_batch(job, err))
        return false;
    put_health(job);
    return buf_ok(&job->health, "what a kiosk says of its health", err);
}

size_t job_bytes(const struct job *job)
{
    return sizeof *job + job->message.capacity + job->row_count * sizeof *job->rows +
           job->aside_room * sizeof *job->asides + job->tally_count * sizeof *job->tallies;
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
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant. */
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
