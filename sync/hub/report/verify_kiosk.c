/* Signatures, chain, watermarks, rows and what was set aside of one kiosk: see verify_int.h. */
#include "answers_given.h"
#include "audit_actions.h"
#include "grow.h"
#include "store_desk.h"
#include "verify_int.h"
#include <inttypes.h>
#include <stdio.h>

/* ---- what stands in the store ---- */

static void put_number(struct buf *out, uint64_t number)
{
    buf_put(out, &number, sizeof number);
}

/* Every member of a row, none left out. */
static struct row_print print_of(uint64_t life, const struct store_response *row)
{
    struct row_print print = { .life = life, .seq = row->seq };
    BUF_AUTO bytes = buf_new(1024);
    buf_put(&bytes, row->survey.bytes, sizeof row->survey.bytes);
    put_number(&bytes, (uint64_t)row->day);
    put_number(&bytes, row->hour);
    put_number(&bytes, row->quality);
    put_number(&bytes, row->access);
    put_number(&bytes, row->assisted);
    put_number(&bytes, row->ending);
    put_number(&bytes, row->flagged);
    put_number(&bytes, row->count);
    buf_put(&bytes, row->state, row->count * sizeof row->state[0]);
    buf_printf(&bytes, "%s/%s", row->venue, row->language);
    struct digest digest = digest_of(buf_span(&bytes));
    memcpy(print.print, digest.bytes, sizeof print.print);
    return print;
}

static bool take_row(void *context, const struct store_row *row)
{
    struct verify *verify = context;
    struct row_print *grown = grow(verify->rows, verify->row_count, sizeof *grown);
    verify->failed = grown == NULL;
    if (verify->failed)
        return err_set(&verify->err, ERR_LATER, "there is no memory for the proof");
    verify->rows = grown;
    verify->rows[verify->row_count++] = print_of(row->life, &row->response);
    return true;
}

static bool take_aside(void *context, uint64_t kiosk, uint64_t life,
                       const struct store_aside *aside)
{
    struct verify *verify = context;
    struct aside_here *grown = grow(verify->asides, verify->aside_count, sizeof *grown);
    (void)kiosk;
    verify->failed = grown == NULL;
    if (verify->failed)
        return err_set(&verify->err, ERR_LATER, "there is no memory for the proof");
    verify->asides = grown;
    verify->asides[verify->aside_count++] = (struct aside_here){ life, *aside };
    return true;
}

/* The stored row of this number when it is the next one; rows before it belong to nothing signed.
 */
static const struct row_print *next_row(struct verify *verify, uint64_t life, uint64_t seq)
{
    for (; verify->row_at < verify->row_count; verify->row_at++) {
        const struct row_print *row = &verify->rows[verify->row_at];
        if (row->life == life && row->seq == seq)
            return &verify->rows[verify->row_at++];
        if (row->life != life || row->seq > seq)
            return NULL;
        verify_doubt(verify, "response %" PRIu64 " is in no signed batch", row->seq);
    }
    return NULL;
}

static const struct store_aside *next_aside(struct verify *verify, uint64_t life, uint64_t seq)
{
    for (; verify->aside_at < verify->aside_count; verify->aside_at++) {
        const struct aside_here *here = &verify->asides[verify->aside_at];
        if (here->life == life && here->aside.seq == seq)
            return &verify->asides[verify->aside_at++].aside;
        if (here->life != life || here->aside.seq > seq)
            return NULL;
        verify_doubt(verify, "response %" PRIu64 " was set aside and is in no signed batch",
                     here->aside.seq);
    }
    return NULL;
}

/* ---- one response ---- */

/* What the programme's statements leave open, given when the batch came and the response closed. */
static struct papers_verdict revocation(const struct verify *verify, const struct row_clock *clock,
                                        const struct response *response)
{
    enum time_quality quality;
    return papers_judge(verify->papers, verify->kiosk.id, verify->received,
                        row_date(clock, response, &quality));
}

/* Was it set aside because the programme had revoked the kiosk, and from before it closed? */
static bool revocation_holds(struct verify *verify, const struct row_clock *clock,
                             const struct response *response, const struct store_aside *aside)
{
    bool holds = strcmp(aside->reason, ROW_REVOKED) == 0 &&
                 revocation(verify, clock, response).may_be_revoked;
    verify->revoked += holds;
    return holds;
}

/* Reasons beside those that judging the row finds again. */
static bool reason_holds(struct verify *verify, const struct row_clock *clock,
                         const struct survey *survey, const struct response *response,
                         const struct store_aside *aside)
{
    return revocation_holds(verify, clock, response, aside) ||
           verify_sealed_aside(verify, survey, response, aside);
}

/* The row is not the expected one: would it be, filed under the kiosk's own venue? */
static void doubt_row(struct verify *verify, const struct row_print *row,
                      const struct store_response *expected)
{
    struct store_response filed = *expected;
    memcpy(filed.venue, verify->kiosk.venue, sizeof filed.venue);
    struct row_print print = print_of(verify->life, &filed);
    if (memcmp(row->print, print.print, sizeof print.print) == 0)
        verify_doubt(verify, "response %" PRIu64 " was asked at %s and counts for %s",
                     expected->seq, expected->venue, filed.venue);
    else
        verify_doubt(verify, "the row of response %" PRIu64 " is not what was signed",
                     expected->seq);
}

static bool is_print(const struct verify *verify, const struct row_print *row,
                     const struct store_response *expected)
{
    struct row_print print = print_of(verify->life, expected);
    return memcmp(row->print, print.print, sizeof print.print) == 0;
}

static void add_up(struct verify *verify, const struct survey *survey,
                   const struct store_response *expected)
{
    struct leaving *leaving = verify->leaving;
    if (!tally_sum_add(verify->sum, survey, expected, &verify->err))
        verify->failed = true;
    if (leaving == NULL || !leaving->goes)
        return;
    leaving->runs[leaving->run_count - 1].responses++;
    if (!tally_sum_add(leaving->sum, survey, expected, &verify->err))
        verify->failed = true;
}

/* Where what came before is gone, the row alone can say that a burst went on. */
static void check_kept(struct verify *verify, const struct response *response,
                       const struct row_print *row, struct store_response *expected,
                       const struct survey *survey)
{
    if (verify->burst_open && !is_print(verify, row, expected))
        expected->flagged = true;
    if (!is_print(verify, row, expected))
        doubt_row(verify, row, expected);
    verify->responses++;
    add_up(verify, survey, expected);
    verify_sealed_kept(verify, survey, response, expected);
}

/* The response as judging makes it again: a row, or the reason why it is none. */
struct verdict {
    bool good;
    struct store_response row;
    struct err why;
};

static void check_aside(struct verify *verify, const struct row_clock *clock,
                        const struct survey *survey, const struct response *response,
                        const struct store_aside *aside, const struct verdict *verdict)
{
    if (verify->leaving != NULL && verify->leaving->goes)
        verify->leaving->runs[verify->leaving->run_count - 1].asides++;
    bool same =
        !verdict->good && strncmp(aside->reason, verdict->why.text, sizeof aside->reason - 1) == 0;
    if (same || reason_holds(verify, clock, survey, response, aside))
        return;
    if (verdict->good)
        verify_doubt(verify, "response %" PRIu64 " was set aside without reason", response->seq);
    else
        verify_doubt(verify, "the reason for setting response %" PRIu64 " aside was changed",
                     response->seq);
}

/* The venue and the time zone that the kiosk signed for, by naming its bundle; where nobody can say
 * any more, those under which it was filed. */
static const char *place_of(struct verify *verify, const struct row_clock *clock,
                            const struct response *response, bool counts,
                            struct papers_bundle *bundle)
{
    if (!papers_bundle(verify->papers, &response->bundle, bundle, &verify->err))
        verify->failed = true;
    else if (bundle->state == PAPERS_FALSE)
        verify_doubt(verify, "the bundle of response %" PRIu64 " is not one of this programme",
                     response->seq);
    if (bundle->state != PAPERS_PROVED) {
        verify->unplaced += counts;
        return verify->kiosk.venue;
    }
    verify->rezoned += counts && strcmp(bundle->time_zone, clock->time_zone) != 0;
    if (verify->life == verify->kiosk.life)
        memcpy(verify->venue, bundle->venue, sizeof verify->venue);
    return bundle->venue;
}

static void check_against(struct verify *verify, struct row_clock *clock,
                          const struct survey *survey, const struct response *response,
                          bool flagged)
{
    struct verdict verdict = { 0 };
    const struct row_print *row = next_row(verify, verify->life, response->seq);
    const struct store_aside *aside = next_aside(verify, verify->life, response->seq);
    struct papers_bundle bundle;
    const char *venue = place_of(verify, clock, response, row != NULL, &bundle);
    verdict.good = row_judge(clock, survey, venue, response, flagged, &verdict.row, &verdict.why);
    if (row != NULL && aside != NULL)
        verify_doubt(verify, "response %" PRIu64 " counts and was set aside", response->seq);
    else if (row == NULL && aside == NULL)
        verify_doubt(verify, "response %" PRIu64 " was signed and is nowhere", response->seq);
    else if (row != NULL && !verdict.good)
        verify_doubt(verify, "response %" PRIu64 " counts and should have been set aside",
                     response->seq);
    else if (row != NULL && !revocation(verify, clock, response).may_count)
        verify_doubt(verify, "response %" PRIu64 " counts and its kiosk was revoked before",
                     response->seq);
    if (row != NULL && verdict.good)
        check_kept(verify, response, row, &verdict.row, survey);
    else if (row == NULL && aside != NULL)
        check_aside(verify, clock, survey, response, aside, &verdict);
}

/* Without its survey nothing can be said of a response but whether its kiosk was revoked by then.
 */
static void check_unknown(struct verify *verify, const struct row_clock *clock,
                          const struct response *response)
{
    const struct row_print *row = next_row(verify, verify->life, response->seq);
    const struct store_aside *aside = next_aside(verify, verify->life, response->seq);
    if (row != NULL || aside == NULL || !revocation_holds(verify, clock, response, aside))
        verify_doubt(verify, "response %" PRIu64 " answers a survey that is not here",
                     response->seq);
}

/* A burst whose beginning is gone is open until something cannot belong to it. */
static bool next_in_burst(struct verify *verify, const struct response *response)
{
    bool flagged = row_burst_next(&verify->burst, response);
    bool joins = verify->burst_edge ? response->gap <= ROW_BURST_GAP : verify->burst.run > 1;
    verify->burst_open = verify->burst_open && joins;
    verify->burst_edge = false;
    return flagged;
}

static void check_response(struct verify *verify, struct row_clock *clock,
                           const struct response *response)
{
    bool flagged = next_in_burst(verify, response);
    const struct book_entry *entry = book_find(verify->book, &response->survey);
    if (entry == NULL)
        check_unknown(verify, clock, response);
    else
        check_against(verify, clock, entry->survey, response, flagged);
}

/* ---- one batch ---- */

static bool start_clock(const struct verify *verify, const struct store_batch *stored,
                        const struct batch *batch, struct row_clock *ret, struct err *err)
{
    *ret = (struct row_clock){ .received = stored->received,
                               .enrolled = verify->kiosk.enrolled,
                               .carried = stored->carried,
                               .time_zone = stored->time_zone };
    return row_clock_start(ret, batch->segments, batch->segment_count, batch->responses,
                           batch->response_count, batch->head.now_segment, batch->head.now_ms, err);
}

static bool check_responses(struct verify *verify, const struct store_batch *stored,
                            const struct batch *batch)
{
    __attribute__((cleanup(row_clock_finish))) struct row_clock clock = { 0 };
    if (!start_clock(verify, stored, batch, &clock, &verify->err)) {
        verify->failed = true;
        return false;
    }
    for (size_t i = 0; i < batch->response_count && !verify->failed; i++)
        if (batch->responses[i].seq >= stored->first && batch->responses[i].seq <= stored->last)
            check_response(verify, &clock, &batch->responses[i]);
    return !verify->failed;
}

/* The chain's value behind response `seq`, which lies within the batch. */
static bool walk_to(const struct batch *batch, uint64_t seq, struct chain_point *ret)
{
    BUF_AUTO canonical = buf_new(RESPONSE_BYTES_MAX);
    *ret = batch->head.before;
    for (size_t i = 0; i < batch->response_count && ret->seq < seq; i++) {
        buf_clear(&canonical);
        if (!response_put(&batch->responses[i], &canonical, NULL))
            return false;
        *ret = chain_next(ret, buf_span(&canonical));
    }
    return ret->seq == seq;
}

/* Does the batch go on where the one before it ended? Its own end may be behind what was kept of
 * it: the rest came again with a later batch. */
static void check_chain(struct verify *verify, const struct store_batch *stored,
                        const struct batch *batch)
{
    struct chain_point joint;
    struct chain_point end;
    if (stored->first != verify->point.seq + 1)
        verify_doubt(verify, "responses %" PRIu64 " to %" PRIu64 " are in no signed batch",
                     verify->point.seq + 1, stored->first - 1);
    else if (!walk_to(batch, stored->first - 1, &joint) ||
             memcmp(&joint.hash, &verify->point.hash, sizeof joint.hash) != 0)
        verify_doubt(verify, "the chain breaks before response %" PRIu64, stored->first);
    if (batch->head.life != stored->life || !walk_to(batch, stored->last, &end) ||
        memcmp(&end.hash, &stored->hash, sizeof end.hash) != 0)
        verify_doubt(verify, "the batch of response %" PRIu64 " is kept under other numbers",
                     stored->first);
}

/* Both sides have counted: the kiosk says how many answers it has up to where this batch begins. */
static void check_answers(struct verify *verify, const struct store_batch *stored,
                          const struct batch *batch)
{
    const struct batch_head *head = &batch->head;
    if (verify->knows_answers && head->health.knows_answers &&
        head->before.seq == verify->point.seq && head->health.answers != verify->answers)
        verify_doubt(verify,
                     "the kiosk has counted %" PRIu64 " answers up to response %" PRIu64
                     ", and %" PRIu64 " are here",
                     head->health.answers, head->before.seq, verify->answers);
    for (size_t i = 0; i < batch->response_count; i++)
        if (batch->responses[i].seq >= stored->first && batch->responses[i].seq <= stored->last)
            verify->answers += response_answers(&batch->responses[i]);
}

/* A batch that can no longer be opened proves nothing: its rows are passed over. */
static void pass_over(struct verify *verify, const struct store_batch *stored, const char *why)
{
    verify->knows_answers = false;
    verify_doubt(verify, "the batch of responses %" PRIu64 " to %" PRIu64 ": %s", stored->first,
                 stored->last, why);
    while (verify->row_at < verify->row_count &&
           verify->rows[verify->row_at].life == stored->life &&
           verify->rows[verify->row_at].seq <= stored->last)
        verify->row_at++;
    while (verify->aside_at < verify->aside_count &&
           verify->asides[verify->aside_at].life == stored->life &&
           verify->asides[verify->aside_at].aside.seq <= stored->last)
        verify->aside_at++;
}

static struct public_key key_of(const struct verify *verify)
{
    struct public_key key;
    memcpy(key.bytes, verify->kiosk.key, sizeof key.bytes);
    return key;
}

static bool take_watermark(void *context, const struct store_watermark *watermark);

static void end_life(struct verify *verify)
{
    struct store_watermark watermark;
    if (verify->life == 0)
        return;
    if (store_watermark(verify->store, verify->kiosk.id, verify->life, &watermark, &verify->err))
        (void)take_watermark(verify, &watermark);
    else if (verify->err.kind == ERR_MISSING)
        verify_doubt(verify, "a life has batches and no watermark");
    else
        verify->failed = true;
}

void verify_life(struct verify *verify, uint64_t life)
{
    struct public_key key = key_of(verify);
    if (life == verify->life)
        return;
    end_life(verify);
    verify->life = life;
    verify->point = chain_start(life, &key);
    verify->answers = 0;
    verify->knows_answers = true;
    verify->burst = (struct row_burst){ 0 };
    verify->burst_open = verify->burst_edge = false;
    if (verify->leaving != NULL)
        verify->leaving->went = false;
}

/* A life says with its first batch behind which number of the one before it goes on. What is not
 * here through that number has been missing since this hub was set back. */
static void count_lost(struct verify *verify, const struct store_batch *stored,
                       const struct batch_head *head)
{
    const struct life_origin *origin = &head->origins[0];
    struct store_watermark before = { .seq = 0 };
    struct err why = { 0 };
    if (stored->first != 1 || head->origin_count == 0 || origin->through != 0)
        return;
    if (!store_watermark(verify->store, verify->kiosk.id, origin->life, &before, &why) &&
        why.kind != ERR_MISSING) {
        verify->err = why;
        verify->failed = true;
    } else if (origin->first - 1 > before.seq) {
        verify->lost += origin->first - 1 - before.seq;
    }
}

static bool take_batch(void *context, const struct store_batch *stored)
{
    struct verify *verify = context;
    struct public_key key = key_of(verify);
    struct err why = { 0 };
    __attribute__((cleanup(batch_finish))) struct batch batch = { 0 };
    verify_gone_before(verify, stored->life, stored->first);
    verify_life(verify, stored->life);
    verify->batches++;
    verify->received = stored->received;
    if (batch_open(stored->bytes, &key, &batch, &why)) {
        verify->head = batch.head;
        leaving_batch(verify, stored, &batch);
        count_lost(verify, stored, &batch.head);
        check_chain(verify, stored, &batch);
        check_answers(verify, stored, &batch);
        (void)check_responses(verify, stored, &batch);
    } else {
        pass_over(verify, stored, why.text);
    }
    verify->point = (struct chain_point){ stored->last, stored->hash };
    return !verify->failed;
}

/* ---- watermarks ---- */

/* Of the life that was just read. */
static bool take_watermark(void *context, const struct store_watermark *watermark)
{
    struct verify *verify = context;
    if (watermark->seq != verify->point.seq ||
        memcmp(&watermark->hash, &verify->point.hash, sizeof watermark->hash) != 0)
        verify_doubt(verify,
                     "the watermark says %" PRIu64 " and the signed batches end at %" PRIu64,
                     watermark->seq, verify->point.seq);
    else if (!verify->burst_open &&
             (watermark->run != verify->burst.run || watermark->print != verify->burst.print))
        verify_doubt(verify, "the watermark's burst is not that of the last responses");
    return true;
}

/* A life without a batch must stand at its beginning. */
static bool take_idle(void *context, const struct store_watermark *watermark)
{
    struct verify *verify = context;
    struct public_key key = key_of(verify);
    struct chain_point start = chain_start(watermark->life, &key);
    uint64_t first;
    uint64_t last;
    BUF_AUTO bytes = buf_new(BATCH_PACKED_MAX);
    struct err err = { 0 };
    if (store_batch_at(verify->store, verify->kiosk.id, watermark->life, 1, &bytes, &first, &last,
                       &err) ||
        verify_gone_has(verify, watermark->life))
        return true;
    if (watermark->seq != 0 || memcmp(&watermark->hash, &start.hash, sizeof start.hash) != 0)
        verify_doubt(verify, "the watermark says %" PRIu64 " and the batch of response 1 is gone",
                     watermark->seq);
    return true;
}

static bool take_move(void *context, const struct store_audit *line)
{
    (void)line;
    *(bool *)context = true;
    return false;
}

/* Does the audit log know of its being moved? */
static bool was_moved(struct verify *verify)
{
    char id[17];
    bool moved = false;
    (void)snprintf(id, sizeof id, "%016" PRIx64, verify->kiosk.id);
    struct audit_query query = { .action = audit_action_code(DID_KIOSK_MOVED), .subject = id };
    if (!store_audits(verify->store, &query, take_move, &moved, &verify->err))
        verify->failed = true;
    return moved;
}

/* What the kiosk's own row says of venue and revocation is the operator's to write. */
static void check_kiosk(struct verify *verify)
{
    const struct store_kiosk *kiosk = &verify->kiosk;
    if (verify->venue[0] != '\0' && strcmp(verify->venue, kiosk->venue) != 0 && !was_moved(verify))
        verify_doubt(verify, "the kiosk is filed under %s and its last response was asked at %s",
                     kiosk->venue, verify->venue);
    if (kiosk->revoked_from != papers_revoked_from(verify->papers, kiosk->id))
        verify_doubt(verify, "the kiosk's revocation is not as the programme has stated it");
}

static void check_rest(struct verify *verify)
{
    if (verify->row_at < verify->row_count)
        verify_doubt(verify, "response %" PRIu64 " is in no signed batch",
                     verify->rows[verify->row_at].seq);
    if (verify->aside_at < verify->aside_count)
        verify_doubt(verify, "response %" PRIu64 " was set aside and is in no signed batch",
                     verify->asides[verify->aside_at].aside.seq);
}

bool verify_batches(struct verify *verify, struct err *err)
{
    uint64_t kiosk = verify->kiosk.id;
    if (!verify_gone_read(verify, err) ||
        !store_kiosk_rows(verify->store, kiosk, take_row, verify, err) ||
        !store_asides(verify->store, kiosk, take_aside, verify, err) ||
        !store_batches(verify->store, kiosk, take_batch, verify, err) ||
        !store_watermarks(verify->store, kiosk, take_idle, verify, err))
        return false;
    verify_gone_before(verify, UINT64_MAX, UINT64_MAX);
    end_life(verify);
    check_rest(verify);
    check_kiosk(verify);
    return !verify->failed || err_set(err, verify->err.kind, "%s", verify->err.text);
}
