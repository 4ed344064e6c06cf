/*
 * Decides what is to be done with an opened batch, given where the watermark stands, and makes the
 * rows and tallies of what is new. The chain makes the decision small: the same hash at one number
 * means the same history up to it, so one comparison tells a resend from a fork.
 */
#include "ingest_int.h"
#include "local_time.h"
#include "store_gone.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* What the fleet view remembers. */
static const char event_counts[] =
    "sealed answers that this hub's counts key does not open: kept and not counted";
static const char event_survey[] = "answers to a survey that was not known here: asked for it";
static const char event_help[] = "help was asked for"; /* fleet.c knows it */
static const char event_life[] =
    "a new life was begun: what was sent twice under one name counts once";
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

struct seeking {
    uint64_t life, seq;
    bool found;
};

static bool take_gone(void *context, const struct store_gone *run)
{
    struct seeking *seeking = context;
    seeking->found |=
        run->life == seeking->life && run->first <= seeking->seq && seeking->seq <= run->last;
    return !seeking->found;
}

/* What was deleted because its time was over cannot be compared any more: a history is taken for
 * the one that was here, so that nobody's old copy counts twice. */
static bool hash_of_gone(struct store *store, const struct job *job, uint64_t seq,
                         struct digest *ret, struct err *err)
{
    struct seeking seeking = { job->at.life, seq, false };
    if (!store_gone(store, job->kiosk.id, take_gone, &seeking, err))
        return false;
    return seeking.found ? job_hash_within(&job->batch, seq, ret, err)
                         : err_set(err, ERR_CORRUPT, "the batch of response %llu is not here",
                                   (unsigned long long)seq);
}

static bool hash_here(struct store *store, const struct job *job, uint64_t seq, struct digest *ret,
                      struct err *err)
{
    struct public_key key = key_of(job);
    if (seq == job->at.seq)
        *ret = job->at.hash;
    else if (seq == 0)
        *ret = chain_start(job->at.life, &key).hash;
    else if (!hash_stored(store, job, seq, ret, err))
        return err->kind == ERR_MISSING && hash_of_gone(store, job, seq, ret, err);
    return true;
}

/* Is this number of the batch what is here? */
static bool agrees_at(struct store *store, struct job *job, uint64_t seq, struct digest *ret_theirs,
                      struct digest *ret_ours, bool *ret, struct err *err)
{
    if (!job_hash_within(&job->batch, seq, ret_theirs, err) ||
        !hash_here(store, job, seq, ret_ours, err))
        return false;
    *ret = memcmp(ret_theirs, ret_ours, sizeof *ret_ours) == 0;
    return true;
}

/* Up to which number two histories are one: at `low` they agree, at `high` they do not. */
static bool find_parting(struct store *store, struct job *job, uint64_t low, uint64_t high,
                         struct err *err)
{
    struct digest theirs;
    struct digest ours;
    bool agrees = true;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (!agrees_at(store, job, middle, &theirs, &ours, &agrees, err))
            return false;
        *(agrees ? &low : &high) = middle;
    }
    struct public_key key = key_of(job);
    if (!agrees_at(store, job, low, &theirs, &ours, &agrees, err) ||
        !job_hash_within(&job->batch, high, &theirs, err))
        return false;
    job->parting = (struct chain_point){ low, ours };
    job->next_life = chain_next_life(job->at.life, &key, &theirs);
    return true;
}

/* Where the kiosk's history and ours part. When they did so before this batch begins, the receipt
 * says what is here under that number, and the kiosk asks again from further back. */
static bool part_ways(struct store *store, struct job *job, uint64_t common, struct err *err)
{
    uint64_t before = job->batch.head.before.seq;
    struct digest theirs;
    struct digest ours;
    bool agrees = false;
    job->plan = PLAN_FORK;
    job->next_life = 0;
    if (!agrees_at(store, job, before, &theirs, &ours, &agrees, err))
        return false;
    if (agrees)
        return find_parting(store, job, before, common, err);
    job->parting = (struct chain_point){ before, ours };
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
        return part_ways(store, job, common, err);
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
    struct digest bundle; /* that the last response was asked under, */
    bool placed;
    char venue[STORE_ID_MAX + 1]; /* and for which venue it was made */
};

static void judging_finish(struct judging *judging)
{
    row_clock_finish(&judging->clock);
    tally_sum_free(judging->sum);
}

/* Hardly any batch has something to set aside, so there is no room for it until then. */
static bool make_aside_room(struct job *job, struct err *err)
{
    if (job->aside_count < job->aside_room)
        return true;
    size_t room = job->aside_room == 0 ? 16 : job->aside_room * 2;
    struct store_aside *grown = realloc(job->asides, room * sizeof *grown);
    if (grown == NULL)
        return err_set(err, ERR_LATER, "there is no memory for what is set aside");
    job->asides = grown;
    job->aside_room = room;
    return true;
}

static bool set_aside(struct job *job, uint64_t seq, const char *reason, struct err *err)
{
    if (!make_aside_room(job, err))
        return false;
    struct store_aside *aside = &job->asides[job->aside_count++];
    aside->seq = seq;
    (void)snprintf(aside->reason, sizeof aside->reason, "%.*s", (int)sizeof aside->reason - 1,
                   reason);
    return true;
}

/* What was sealed in an earlier life is bound to its number there. */
static struct seal_binding binding_of(const struct batch_head *head,
                                      const struct response *response)
{
    struct seal_binding binding = { .survey = response->survey };
    batch_bound(head, response->seq, &binding.life, &binding.seq);
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

/* Where it was asked, as the bundle says that the kiosk held: a kiosk may have moved since. Where
 * nobody can say any more, where the kiosk stands. */
static bool place(struct judging *judging, const struct response *response, struct err *err)
{
    const struct job *job = judging->job;
    bool same =
        judging->placed && memcmp(&judging->bundle, &response->bundle, sizeof judging->bundle) == 0;
    if (same)
        return true;
    judging->placed = true;
    judging->bundle = response->bundle;
    memcpy(judging->venue, job->kiosk.venue, sizeof judging->venue);
    if (memcmp(&job->bundle.manifest, &response->bundle, sizeof response->bundle) == 0 ||
        store_bundle_venue(judging->store, &response->bundle, judging->venue, err))
        return true;
    memcpy(judging->venue, job->kiosk.venue, sizeof judging->venue);
    return err->kind == ERR_MISSING;
}

/* Sets aside what can never be counted; false only when it must all be tried again. */
static bool judge(struct judging *judging, const struct survey *survey,
                  const struct response *response, struct err *err)
{
    struct job *job = judging->job;
    struct store_response *row = &job->rows[job->row_count];
    bool flagged = row_burst_next(&judging->burst, response);
    struct err why = { 0 };
    if (!place(judging, response, err))
        return false;
    if (row_judge(&judging->clock, survey, judging->venue, response, flagged, row, &why) &&
        count_sealed(judging, survey, response, row, &why)) {
        job->row_count++;
        return tally_sum_add(judging->sum, survey, row, err);
    }
    if (why.kind == ERR_LATER)
        return err_set(err, ERR_LATER, "%s", why.text);
    return set_aside(job, response->seq, why.text, err);
}

/* What a revoked kiosk has recorded is set aside whatever it answers. */
static bool judge_revoked(struct judging *judging, const struct response *response, struct err *err)
{
    (void)row_burst_next(&judging->burst, response);
    return set_aside(judging->job, response->seq, ROW_REVOKED, err);
}

/* Stops before the first response whose survey is not known here: what stands before it is good. */
static bool judge_all(struct judging *judging, size_t *at, struct err *err)
{
    struct job *job = judging->job;
    for (; *at < job->batch.response_count; ++*at) {
        const struct response *response = &job->batch.responses[*at];
        if (is_revoked(judging, response)) {
            if (!judge_revoked(judging, response, err))
                return false;
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
    if (judging->sum == NULL || job->rows == NULL)
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
    job->row_count = job->aside_count = job->aside_room = job->tally_count = 0;
    job->event_count = 0;
    if (!job->life_begun)
        job->lost[0] = '\0';
}

/* What the kiosk wants people to look into. */
static void note_troubles(struct job *job)
{
    static const struct {
        enum health_trouble trouble;
        const char *what;
    } troubles[] = {
        { TROUBLE_SALVAGED, "its journal was damaged; what could be read of it was saved" },
        { TROUBLE_MISCOUNT, "its own counts of responses do not agree: look into it" },
        { TROUBLE_ROOM, "little room is left: it asks for no words any more" },
        { TROUBLE_CLOCK, "its clock shows less than is possible" },
    };
    for (size_t i = 0; i < sizeof troubles / sizeof troubles[0]; i++)
        if ((job->batch.head.health.trouble & troubles[i].trouble) != 0)
            note_event(job, troubles[i].what);
}

/* Whoever hears of it on a stick is too late. One whose reply was lost is told again, and rings
 * twice rather than not at all. */
static void note_help(struct job *job)
{
    if (job->batch.head.health.helped > 0 && !job->carried)
        note_event(job, event_help);
}

/* The bundle that the kiosk says it holds, if any hub can have made it. */
static uint64_t reported_serial(struct job *job)
{
    uint64_t serial = job->batch.head.bundle_serial;
    if (serial <= job->bundles_made + STORE_SERIAL_MARGIN)
        return serial;
    note_event(job, event_serial);
    return job->kiosk.bundle_serial;
}

/* The kiosk's words about itself, and on which day of its venue they were heard. */
static void keep_counters(struct job *job)
{
    uint8_t hour;
    job_count(job, &job->keep.counters);
    local_time(job->received, job->venue.time_zone, &job->keep.day, &hour);
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
                                     .health = buf_span(&job->health),
                                     .venue = job->venue.id };
    keep_counters(job);
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

void job_note_lost(struct job *job, uint64_t life, uint64_t here, uint64_t last)
{
    if (here < last)
        (void)snprintf(job->lost, sizeof job->lost,
                       "lost: responses %" PRIu64 " to %" PRIu64 " of its life %016" PRIx64
                       " are missing here; what it still keeps of them comes again",
                       here + 1, last, life);
}

/* A kiosk that no longer keeps what is missing here of an older life says where that ended, by a
 * batch of no responses that begins there. */
static void hear_end(struct job *job)
{
    const struct batch_head *head = &job->batch.head;
    bool states_end = head->before.seq == head->after.seq && head->life != job->kiosk.life;
    if (job->plan == PLAN_GAP && states_end)
        job_note_lost(job, head->life, job->at.seq, head->before.seq);
}

bool job_plan(struct ingest *ingest, struct store *store, struct job *job,
              const struct store_watermark *at, struct err *err)
{
    forget_plan(job);
    job->at = *at;
    uint64_t serial = reported_serial(job);
    keep_nothing(job, serial);
    note_troubles(job);
    note_help(job);
    if (job->life_begun)
        note_event(job, event_life);
    if (!job_unfold(job, err) || !decide(store, job, err))
        return false;
    hear_end(job);
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
