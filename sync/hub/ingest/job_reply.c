/* The signed answer to a batch: the receipt through where the life is here, what was set aside,
 * what the kiosk should do, and which bundle its venue has now. */
#include "clock.h"
#include "ingest_int.h"
#include <stdlib.h>

static bool is_refused(const struct job *job)
{
    return job->plan == PLAN_FORK || job->plan == PLAN_LIFE;
}

static void instruct(const struct job *job, struct reply *reply)
{
    bool revoked = job->kiosk.revoked_from != 0 && job->received >= job->kiosk.revoked_from;
    if (job->plan == PLAN_GAP) {
        reply->instruction = INSTRUCTION_SEND_FROM;
        reply->instruction_value = job->at.seq + 1;
    } else if (job->plan == PLAN_SURVEY) {
        reply->instruction = INSTRUCTION_SEND_SURVEY;
        reply->instruction_survey = job->wanted;
    } else if (revoked) {
        reply->instruction = INSTRUCTION_REVOKED;
    } else if (job->plan == PLAN_LIFE && job->batch.head.before.seq > 0) {
        reply->instruction = INSTRUCTION_SEND_FROM; /* what it took over stands at its beginning */
        reply->instruction_value = 1;
    } else if (is_refused(job)) {
        reply->instruction = INSTRUCTION_NEW_LIFE;
        reply->instruction_value = job->plan == PLAN_FORK ? job->next_life : 0;
    }
}

/* Gathers what was set aside among the batch's numbers, whether now or when it was sent before: the
 * answer that said so may have been lost. */
struct gathering {
    const struct job *job;
    struct reply *reply;
    uint64_t through; /* what is set aside up to here is told now */
};

/* What finds no room in this reply, or was not in this batch, is told next time: the receipt ends
 * before it. */
static bool gather(void *context, uint64_t kiosk, uint64_t life, const struct store_aside *aside)
{
    struct gathering *gathering = context;
    const struct batch_head *head = &gathering->job->batch.head;
    struct reply *reply = gathering->reply;
    (void)kiosk;
    if (life != head->life || aside->seq <= head->before.seq || aside->seq > gathering->through)
        return true;
    if (aside->seq > head->after.seq || reply->refusal_count == REPLY_REFUSALS_MAX) {
        gathering->through = aside->seq > head->after.seq ? head->after.seq : aside->seq - 1;
        return false;
    }
    struct refusal *refusal = &reply->refusals[reply->refusal_count++];
    refusal->seq = aside->seq;
    memcpy(refusal->reason, aside->reason, sizeof refusal->reason);
    return true;
}

/* Only a batch that was here before, in part or whole, makes the store be asked. */
static bool gather_all(struct ingest *ingest, struct gathering *gathering, struct err *err)
{
    const struct job *job = gathering->job;
    if (job->batch.head.before.seq < job->at.seq)
        return store_asides(ingest->store, job->kiosk.id, gather, gathering, err);
    for (size_t i = 0; i < job->aside_count; i++)
        if (!gather(gathering, job->kiosk.id, job->at.life, &job->asides[i]))
            break;
    return true;
}

static bool put_refusals(struct ingest *ingest, struct job *job, struct reply *reply,
                         struct err *err)
{
    struct gathering gathering = { job, reply, reply->through.seq };
    bool seen = job->batch.head.before.seq < job->at.seq;
    if (is_refused(job) || (!seen && job->aside_count == 0))
        return true;
    reply->refusals = calloc(REPLY_REFUSALS_MAX, sizeof *reply->refusals);
    if (reply->refusals == NULL)
        return err_set(err, ERR_LATER, "there is no memory for a reply");
    if (!gather_all(ingest, &gathering, err))
        return false;
    if (gathering.through == reply->through.seq)
        return true;
    reply->through.seq = gathering.through;
    return job_unfold(job, err) &&
           job_hash_within(&job->batch, gathering.through, &reply->through.hash, err);
}

bool job_reply(struct ingest *ingest, struct job *job, struct buf *ret, struct err *err)
{
    struct reply reply = { .kiosk = job->kiosk.id,
                           .life = job->batch.head.life,
                           .nonce = job->batch.head.nonce,
                           .through =
                               job->plan == PLAN_FORK
                                   ? job->parting
                                   : (struct chain_point){ job->keep.at.seq, job->keep.at.hash },
                           .hub_time = clock_now().wall,
                           .bundle_serial = job->bundle.serial,
                           .bundle = job->bundle.manifest };
    instruct(job, &reply);
    bool signed_ = put_refusals(ingest, job, &reply, err) &&
                   reply_sign(&reply, &ingest->config.hub_key, ret, err);
    free(reply.refusals);
    return signed_;
}
