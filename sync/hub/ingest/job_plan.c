/*
 * Decides what is to be done with an opened batch, given where the watermark stands, and makes the
 * rows and tallies of what is new. The chain makes the decision small: the same hash at one number
 * means the same history up to it, so one comparison tells a resend from a fork.
 */
#include "ingest_int.h"
#include <stdio.h>
#include <stdlib.h>

/* What the fleet view remembers. */
static const char event_counts[] =
    "sealed answers that this hub's counts key does not open: kept and not counted";
static const char event_survey[] = "answers to a survey that was not known here: asked for it";
static const char event_serial[] = "reports a bundle that no hub has made: ignored";

/* ---- where the batch joins what is here ---- */

bool job_hash_within(const struct batch *batch, uint64_t seq, struct digest *ret, struct err *err)
{
    struct chain_point point = batch->head.before;
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    if (seq == batch->head.after.seq)
        point = batch->head.after;
    for (size_t i = 0; point.seq < seq; i++) {
        buf_clear(&canonical);
        if (!response_put(&batch->responses[i], &canonical, err))
            return false;
        point = chain_next(&point, buf_span(&canonical));
    }
    *ret = point.hash;
    return true;
}

static struct public_key key_of(const struct job *job)
{
    struct public_key key;
    memcpy(key.bytes, job->kiosk.key, sizeof key.bytes);
    return key;
}

/* The chain's value behind a response that was kept earlier, from the batch that brought it. */
static bool hash_stored(struct store *store, const struct job *job, uint64_t seq,
                        struct digest *ret, struct err *err)
{
    uint64_t first;
    uint64_t last;
    struct public_key key = key_of(job);
    __attribute__((cleanup(batch_finish))) struct batch batch = { 0 };
    BUF_AUTO bytes = buf_new(BATCH_PACKED_MAX);
    return store_batch_at(store, job->kiosk.id, job->at.life, seq, &bytes, &first, &last, err) &&
           batch_open(buf_span(&bytes), &key, &batch, err) &&
           job_hash_within(&batch, seq, ret, err);
}

static bool hash_here(struct store *store, const struct job *job, uint64_t seq, struct digest *ret,
                      struct err *err)
{
    struct public_key key = key_of(job);
    if (seq == job->at.seq)
        *ret = job->at.hash;
    else if (seq == 0)
        *ret = chain_start(job->at.life, &key).hash;
    else
        return hash_stored(store, job, seq, ret, err);
    return true;
}

/* Compares the batch with what is here at the last number both know. */
static bool decide(struct store *store, struct job *job, struct err *err)
{
    const struct batch_head *head = &job->batch.head;
    uint64_t common = head->after.seq < job->at.seq ? head->after.seq : job->at.seq;
    struct digest theirs;
    struct digest ours;
    if (head->before.seq > job->at.seq) {
        job->plan = PLAN_GAP;
        return true;
    }
    if (!job_hash_within(&job->batch, common, &theirs, err) ||
        !hash_here(store, job, common, &ours, err))
        return false;
    if (memcmp(&theirs, &ours, sizeof ours) != 0)
        job->plan = PLAN_FORK;
    else
        job->plan = head->after.seq > job->at.seq ? PLAN_KEEP : PLAN_KNOWN;
    return true;
}

/* ---- rows of what is new ---- */

/* Everything that judging one response after the other asks for. */
struct judging {
    struct ingest *ingest;
    struct store *store;
    struct job *job;
    struct row_clock clock;
    struct row_burst burst;
    struct tally_sum *sum;
};

static void judging_finish(struct judging *judging)
{
    row_clock_finish(&judging->clock);
    tally_sum_free(judging->sum);
}

static void set_aside(struct job *job, uint64_t seq, const char *reason)
{
    struct store_aside *aside = &job->asides[job->aside_count++];
    aside->seq = seq;
    (void)snprintf(aside->reason, sizeof aside->reason, "%.*s", (int)sizeof aside->reason - 1,
                   reason);
}

/* What was sealed in an earlier life is bound to its number there. */
static struct seal_binding binding_of(const struct batch_head *head,
                                      const struct response *response)
{
    struct seal_binding binding = { .life = head->life,
                                    .seq = response->seq,
                                    .survey = response->survey };
    if (response->seq <= head->origin.through) {
        binding.life = head->origin.life;
        binding.seq = response->seq + head->origin.shift;
    }
    return binding;
}

/* The same words are remembered once. */
static void note_event(struct job *job, const char *what)
{
    for (size_t i = 0; i < job->event_count; i++)
        if (job->events[i] == what)
            return;
    must(job->event_count < JOB_EVENTS_MAX, "a batch has more to tell than there is room for");
    job->events[job->event_count++] = what;
}

/* Counts a sealed block. One that is sealed to another key stays closed and uncounted, which is
 * remembered; one that is not this response's is a reason to set the response aside. */
static bool count_sealed(struct judging *judging, const struct survey *survey,
                         const struct response *response, const struct store_response *row,
                         struct err *err)
{
    const struct ingest_config *config = &judging->ingest->config;
    struct seal_binding binding = binding_of(&judging->job->batch.head, response);
    struct answers answers = { 0 };
    if (response->counts.size == 0 || !config->has_counts_key)
        return true;
    if (!counts_open(&config->counts_public, &config->counts_secret, &binding, survey,
                     response->counts, &answers, err)) {
        if (err->kind == ERR_DENIED)
            note_event(judging->job, event_counts);
        return err->kind == ERR_DENIED;
    }
    bool counted = tally_sum_add_sealed(judging->sum, survey, row, &answers, err);
    seal_forget(&answers, sizeof answers);
    return counted;
}

/* Revocation names a moment: what closed from then on does not count. */
static bool is_revoked(const struct judging *judging, const struct response *response)
{
    enum time_quality quality;
    int64_t from = judging->job->kiosk.revoked_from;
    return from != 0 && row_date(&judging->clock, response, &quality) >= from;
}

/* Sets aside what can never be counted; false only when it must all be tried again. */
static bool judge(struct judging *judging, const struct survey *survey,
                  const struct response *response, struct err *err)
{
    struct job *job = judging->job;
    struct store_response *row = &job->rows[job->row_count];
    bool flagged = row_burst_next(&judging->burst, response);
    struct err why = { 0 };
    if (row_judge(&judging->clock, survey, job->kiosk.venue, response, flagged, row, &why) &&
        count_sealed(judging, survey, response, row, &why)) {
        job->row_count++;
        return tally_sum_add(judging->sum, survey, row, err);
    }
    if (why.kind == ERR_LATER)
        return err_set(err, ERR_LATER, "%s", why.text);
    set_aside(job, response->seq, why.text);
    return true;
}

/* What a revoked kiosk has recorded is set aside whatever it answers. */
static void judge_revoked(struct judging *judging, const struct response *response)
{
    (void)row_burst_next(&judging->burst, response);
    set_aside(judging->job, response->seq, ROW_REVOKED);
}

/* Stops before the first response whose survey is not known here: what stands before it is good. */
static bool judge_all(struct judging *judging, size_t *at, struct err *err)
{
    struct job *job = judging->job;
    for (; *at < job->batch.response_count; ++*at) {
        const struct response *response = &job->batch.responses[*at];
        if (is_revoked(judging, response)) {
            judge_revoked(judging, response);
            continue;
        }
        const struct survey *survey =
            job_survey(judging->ingest, judging->store, job, &response->survey, err);
        if (survey == NULL && err->kind == ERR_MISSING) {
            job->plan = PLAN_SURVEY;
            job->wanted = response->survey;
            note_event(job, event_survey);
            return true;
        }
        if (survey == NULL || !judge(judging, survey, response, err))
            return false;
    }
    return true;
}

static bool judging_start(struct judging *judging, struct err *err)
{
    struct job *job = judging->job;
    const struct batch *batch = &job->batch;
    judging->clock = (struct row_clock){ .received = job->received,
                                         .enrolled = job->kiosk.enrolled,
                                         .carried = job->carried,
                                         .time_zone = job->venue.time_zone };
    judging->burst = (struct row_burst){ job->at.run, job->at.print };
    judging->sum = tally_sum_new();
    job->rows = calloc(batch->response_count + 1, sizeof *job->rows);
    job->asides = calloc(batch->response_count + 1, sizeof *job->asides);
    if (judging->sum == NULL || job->rows == NULL || job->asides == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a batch");
    return row_clock_start(&judging->clock, batch->segments, batch->segment_count, batch->responses,
                           batch->response_count, batch->head.now_segment, batch->head.now_ms, err);
}

static bool make_rows(struct ingest *ingest, struct store *store, struct job *job, struct err *err)
{
    __attribute__((cleanup(judging_finish))) struct judging judging = { .ingest = ingest,
                                                                        .store = store,
                                                                        .job = job };
    size_t end = (size_t)(job->at.seq - job->batch.head.before.seq);
    if (!judging_start(&judging, err) || !judge_all(&judging, &end, err))
        return false;
    job->end.seq = job->batch.head.before.seq + end;
    if (!job_hash_within(&job->batch, job->end.seq, &job->end.hash, err))
        return false;
    job->keep.after.run = judging.burst.run;
    job->keep.after.print = judging.burst.print;
    return tally_sum_list(judging.sum, &job->tallies, &job->tally_count, err);
}

/* ---- the plan ---- */

static void forget_plan(struct job *job)
{
    free(job->rows);
    free(job->asides);
    free(job->tallies);
    job->rows = NULL;
    job->asides = NULL;
    job->tallies = NULL;
    job->row_count = job->aside_count = job->tally_count = 0;
    job->event_count = 0;
}

/* The bundle that the kiosk says it holds, if any hub can have made it. */
static bool reported_serial(struct store *store, struct job *job, uint64_t *ret, struct err *err)
{
    uint64_t made;
    if (!store_counter(store, "bundle", &made, err))
        return false;
    *ret = job->batch.head.bundle_serial;
    if (*ret > made + STORE_SERIAL_MARGIN) {
        note_event(job, event_serial);
        *ret = job->kiosk.bundle_serial;
    }
    return true;
}

/* What is kept of every exchange: that the kiosk was heard. */
static void keep_nothing(struct job *job, uint64_t bundle_serial)
{
    const struct batch_head *head = &job->batch.head;
    job->keep = (struct store_keep){ .kiosk = job->kiosk.id,
                                     .life = job->at.life,
                                     .before = job->at,
                                     .after = job->at,
                                     .received = job->received,
                                     .batch = buf_span(&job->message),
                                     .carried = job->carried,
                                     .time_zone = job->venue.time_zone,
                                     .now_segment = head->now_segment,
                                     .now_ms = head->now_ms,
                                     .now_wall = head->now_wall,
                                     .bundle_serial = bundle_serial,
                                     .health = buf_span(&job->health) };
}

static void keep_rows(struct job *job)
{
    struct store_keep *keep = &job->keep;
    keep->after.seq = job->end.seq;
    keep->after.hash = job->end.hash;
    keep->responses = job->rows;
    keep->response_count = job->row_count;
    keep->tallies = job->tallies;
    keep->tally_count = job->tally_count;
    keep->asides = job->asides;
    keep->aside_count = job->aside_count;
}

bool job_plan(struct ingest *ingest, struct store *store, struct job *job,
              const struct store_watermark *at, struct err *err)
{
    uint64_t serial;
    forget_plan(job);
    job->at = *at;
    if (!reported_serial(store, job, &serial, err))
        return false;
    keep_nothing(job, serial);
    if (!decide(store, job, err))
        return false;
    if (job->plan != PLAN_KEEP)
        return true;
    if (!make_rows(ingest, store, job, err))
        return false;
    if (job->end.seq > job->at.seq)
        keep_rows(job);
    else
        keep_nothing(job, serial);
    return true;
}
