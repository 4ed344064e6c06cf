/* What happens to a batch on the way in, with real signed batches and a real store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"
#include "hub_fixture.h"
#include "ingest_wait.h"
#include "local_time.h"
#include "store_summary.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPECT_ERR hub->f.err
#include "expect.h"

struct hub {
    struct fixture f;
    struct ingest *ingest;
    struct public_key key;
    struct ingest_config config;
};

static int opens(void **state)
{
    struct hub *hub = calloc(1, sizeof *hub);
    assert_non_null(hub);
    fixture_open(&hub->f);
    key_pair_new(&hub->key, &hub->config.hub_key);
    hub->config.store_url = hub->f.url;
    hub->config.has_counts_key = true;
    hub->config.counts_public = hub->f.counts_public;
    hub->config.counts_secret = hub->f.counts_secret;
    OK(ingest_start(&hub->config, &hub->ingest, &hub->f.err));
    *state = hub;
    return 0;
}

static int closes(void **state)
{
    struct hub *hub = *state;
    ingest_stop(hub->ingest);
    fixture_close(&hub->f);
    free(hub);
    return 0;
}

/* ---- one exchange, waited for ---- */

/* Sends and waits; *ret is to be finished. Returns the kind of the answer. */
static enum err_kind send_by(struct hub *hub, struct span message, struct reply *ret,
                             ingest_door *door)
{
    BUF_AUTO bytes = buf_new(REPLY_BYTES_MAX);
    *ret = (struct reply){ 0 };
    struct err err = ingest_send(hub->ingest, door, message, &bytes);
    hub->f.err = err;
    if (err.kind == ERR_NONE)
        OK(reply_open(buf_span(&bytes), &hub->key, ret, &hub->f.err));
    return err.kind;
}

static enum err_kind send(struct hub *hub, const struct buf *message, struct reply *ret)
{
    return send_by(hub, buf_span(message), ret, ingest_batch);
}

/* Sends these responses; expects a receipt through their end. */
static uint64_t first_refused(const struct reply *reply)
{
    return reply->refusals != NULL ? reply->refusals[0].seq : 0;
}

static void send_fine(struct hub *hub, const struct response *responses, size_t count,
                      const struct fixture_batch *how)
{
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    fixture_sign(&hub->f.kiosk, responses, count, how, &message);
    if (send(hub, &message, &reply) != ERR_NONE)
        fail_msg("%s", hub->f.err.text);
    assert_int_equal(reply.through.seq, hub->f.kiosk.point.seq);
    reply_finish(&reply);
}

static void send_some(struct hub *hub, uint64_t first, size_t count)
{
    struct response *responses = calloc(count, sizeof *responses);
    assert_non_null(responses);
    for (size_t i = 0; i < count; i++)
        responses[i] = fixture_response(&hub->f, first + i, ANSWER_FIRST);
    send_fine(hub, responses, count, NULL);
    free(responses);
}

/* ---- what the store shows ---- */

static bool count_row(void *context, const struct store_row *row)
{
    (void)row;
    ++*(int *)context;
    return true;
}

static int rows(struct hub *hub)
{
    int count = 0;
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, count_row, &count, &hub->f.err));
    return count;
}

static bool copy_row(void *context, const struct store_row *row)
{
    struct store_response *list = context;
    list[row->response.seq] = row->response;
    return true;
}

struct tally_query {
    const char *question, *value;
    bool flagged_only;
    uint32_t n;
};

static bool add_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    struct tally_query *query = context;
    (void)kiosk;
    if (strcmp(tally->question, query->question) == 0 && strcmp(tally->value, query->value) == 0 &&
        (tally->flagged || !query->flagged_only))
        query->n += tally->n;
    return true;
}

static uint32_t tally(struct hub *hub, bool monthly, const char *question, const char *value)
{
    struct tally_query query = { question, value, false, 0 };
    OK(store_tallies(hub->f.store, 0, monthly, add_tally, &query, &hub->f.err));
    return query.n;
}

static bool note_aside(void *context, uint64_t kiosk, uint64_t life,
                       const struct store_aside *aside)
{
    (void)kiosk;
    (void)life;
    buf_printf(context, "%d: %s\n", (int)aside->seq, aside->reason);
    return true;
}

static bool note_event(void *context, const struct store_event *event)
{
    buf_printf(context, "%s", event->what);
    return true;
}

/* ---- the ordinary way ---- */

static void a_batch_is_kept_counted_and_answered(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response responses[3];
    struct store_bundle bundle = { .serial = 12, .manifest = { { 7 } } };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    OK(store_bundle_put(hub->f.store, "gp", &bundle, &hub->f.err));
    for (uint32_t i = 0; i < 3; i++)
        responses[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST + i);
    responses[2].state[Q_WHY] = ANSWER_FIRST + 3; /* both choices */
    fixture_sign(&hub->f.kiosk, responses, 3, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.kiosk, FIXTURE_KIOSK);
    assert_int_equal(reply.life, hub->f.kiosk.life);
    assert_int_equal(reply.through.seq, 3);
    assert_memory_equal(&reply.through.hash, &hub->f.kiosk.point.hash, sizeof(struct digest));
    assert_int_equal(reply.bundle_serial, 12);
    assert_int_equal(reply.bundle.bytes[0], 7);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    assert_int_equal(reply.refusal_count, 0);
    assert_true(reply.hub_time > 1700000000);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 3);
    for (int monthly = 0; monthly < 2; monthly++) {
        assert_int_equal(tally(hub, monthly, "overall", "good"), 1);
        assert_int_equal(tally(hub, monthly, "overall", "bad"), 1);
        assert_int_equal(tally(hub, monthly, "why", "wait"), 1);
        assert_int_equal(tally(hub, monthly, "why", "staff"), 1);
        assert_int_equal(tally(hub, monthly, "words", ".shown"), 3);
        assert_int_equal(tally(hub, monthly, "", "complete"), 3);
        assert_int_equal(tally(hub, monthly, "age", "young"), 0);
    }
}

static void the_reply_echoes_the_nonce(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct batch batch;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    OK(batch_open(buf_span(&message), &hub->f.kiosk.public, &batch, &hub->f.err));
    assert_memory_equal(&reply.nonce, &batch.head.nonce, sizeof(struct nonce));
    batch_finish(&batch);
    reply_finish(&reply);
}

static void a_question_for_news_gets_a_receipt(void **state)
{
    struct hub *hub = *state;
    struct store_kiosk kiosk;
    send_fine(hub, NULL, 0, NULL);
    send_some(hub, 1, 2);
    send_fine(hub, NULL, 0, NULL);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_true(kiosk.last_seen > 0);
    assert_int_equal(kiosk.bundle_serial, 3);
    assert_int_equal(rows(hub), 2);
}

/* ---- resends, overlaps, gaps, forks ---- */

static void a_resend_gets_the_same_receipt_and_counts_nothing(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send(hub, &message, &reply), ERR_NONE);
        assert_int_equal(reply.through.seq, 1);
        assert_memory_equal(&reply.through.hash, &hub->f.kiosk.point.hash, sizeof(struct digest));
        reply_finish(&reply);
    }
    send_some(hub, 2, 2);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE); /* out of order, too */
    assert_int_equal(reply.through.seq, 3);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 3);
    assert_int_equal(tally(hub, false, "overall", "good"), 3);
}

static void an_overlap_adds_only_what_is_new(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response responses[6];
    struct chain_point start = hub->f.kiosk.point;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    for (uint32_t i = 0; i < 6; i++)
        responses[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST + i % 2);
    send_fine(hub, responses, 3, NULL);
    hub->f.kiosk.point = start;
    fixture_sign(&hub->f.kiosk, responses, 6, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.through.seq, 6);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 6);
    assert_int_equal(tally(hub, false, "overall", "good"), 3);
    assert_int_equal(tally(hub, false, "overall", "fair"), 3);
    hub->f.kiosk.point = start; /* a part that ends at no batch's end: known by the chain */
    buf_clear(&message);
    fixture_sign(&hub->f.kiosk, responses, 2, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.through.seq, 6);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 6);
}

static void a_gap_is_asked_for(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response responses[2] = { fixture_response(&hub->f, 2, ANSWER_FIRST) };
    BUF_AUTO lost = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    struct response first = fixture_response(&hub->f, 1, ANSWER_FIRST);
    fixture_sign(&hub->f.kiosk, &first, 1, NULL, &lost);
    fixture_sign(&hub->f.kiosk, responses, 1, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_SEND_FROM);
    assert_int_equal(reply.instruction_value, 1);
    assert_int_equal(reply.through.seq, 0);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 0);
}

/* The answer is for this very batch, says that nothing of it was taken, how far both agree, and
 * under which life the kiosk goes on. */
static void assert_refused(struct hub *hub, const struct buf *message, struct reply *reply,
                           uint64_t here, uint64_t next_life)
{
    struct batch batch;
    OK(batch_open(buf_span(message), &hub->f.kiosk.public, &batch, &hub->f.err));
    assert_memory_equal(&reply->nonce, &batch.head.nonce, sizeof(struct nonce));
    assert_int_equal(reply->life, batch.head.life);
    assert_int_equal(reply->instruction, INSTRUCTION_NEW_LIFE);
    assert_true(reply->instruction_value == next_life);
    assert_int_equal(reply->through.seq, here);
    assert_int_equal(reply->refusal_count, 0);
    batch_finish(&batch);
    reply_finish(reply);
}

static void fork_at(struct hub *hub, uint64_t seq, struct chain_point before)
{
    struct reply reply;
    struct response response = fixture_response(&hub->f, seq, ANSWER_FIRST + 1);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO events = buf_new(1000);
    hub->f.kiosk.point = before;
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    uint64_t next =
        chain_next_life(hub->f.kiosk.life, &hub->f.kiosk.public, &hub->f.kiosk.point.hash);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_memory_equal(&reply.through.hash, &before.hash, sizeof before.hash);
    assert_refused(hub, &message, &reply, seq - 1, next);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "fork"));
}

/* Ten responses of which the kiosk's third and later ones are others: the hub says that two agree.
 */
static void a_fork_within_a_batch_is_found_to_the_number(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response responses[10];
    struct chain_point start = hub->f.kiosk.point;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    for (uint64_t seq = 1; seq <= 10; seq++)
        send_some(hub, seq, 1);
    hub->f.kiosk.point = start;
    for (uint64_t seq = 1; seq <= 10; seq++)
        responses[seq - 1] = fixture_response(&hub->f, seq, ANSWER_FIRST + (seq > 2 ? 1 : 0));
    fixture_sign(&hub->f.kiosk, responses, 10, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    assert_int_equal(reply.through.seq, 2);
    assert_true(reply.instruction_value != 0);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 10);
}

/* The same histories, but the batch begins behind their parting. */
static void a_fork_from_before_the_batch_says_what_is_here(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response response = fixture_response(&hub->f, 4, ANSWER_FIRST + 1);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    send_some(hub, 1, 4);
    struct digest other = { { 9 } };
    hub->f.kiosk.point = (struct chain_point){ 3, other };
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    assert_int_equal(reply.instruction_value, 0);
    assert_int_equal(reply.through.seq, 3);
    assert_memory_not_equal(&reply.through.hash, &other, sizeof other);
    reply_finish(&reply);
}

static void a_life_that_took_over_from_another_is_begun_and_counts(void **state)
{
    struct hub *hub = *state;
    struct store_kiosk kiosk;
    struct reply reply;
    struct fixture_batch how = { .now_segment = 1, .now_ms = 3600 * 1000 };
    struct response responses[2];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO events = buf_new(1000);
    send_some(hub, 1, 3);
    how.origin = (struct life_origin){ .life = hub->f.kiosk.life, .first = 4, .through = 2 };
    hub->f.kiosk.life = 4242;
    hub->f.kiosk.point = chain_start(4242, &hub->f.kiosk.public);
    for (uint64_t seq = 1; seq <= 2; seq++)
        responses[seq - 1] = fixture_response(&hub->f, seq, ANSWER_FIRST);
    fixture_sign(&hub->f.kiosk, responses, 2, &how, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    assert_int_equal(reply.through.seq, 2);
    assert_int_equal(reply.life, 4242);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 5);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.life, 4242);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "new life"));
}

/* A batch of no responses that begins where the kiosk's chain stood once. */
static void send_end(struct hub *hub, uint64_t life, struct chain_point end,
                     enum instruction instruction)
{
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    hub->f.kiosk.life = life;
    hub->f.kiosk.point = end;
    fixture_sign(&hub->f.kiosk, NULL, 0, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, instruction);
    reply_finish(&reply);
}

static void begin_next(struct hub *hub, uint64_t former, uint64_t first, uint64_t life)
{
    struct reply reply;
    struct fixture_batch how = { .now_segment = 1,
                                 .origin = { .life = former, .first = first, .through = 1 } };
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    hub->f.kiosk.life = life;
    hub->f.kiosk.point = chain_start(life, &hub->f.kiosk.public);
    fixture_sign(&hub->f.kiosk, &response, 1, &how, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    reply_finish(&reply);
}

static bool tells(struct hub *hub, const char *what)
{
    BUF_AUTO events = buf_new(4000);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    return strstr(buf_text(&events), what) != NULL;
}

/* A hub that was set back: the kiosk says where an older life of it ended, and has nothing of it to
 * send. */
static void what_is_lost_of_an_older_life_is_remembered_in_numbers(void **state)
{
    struct hub *hub = *state;
    uint64_t first = hub->f.kiosk.life;
    struct chain_point end = { .seq = 9, .hash = { { 9 } } };
    send_some(hub, 1, 3);
    send_end(hub, first, end, INSTRUCTION_SEND_FROM);
    assert_false(tells(hub, "lost:")); /* its present life: it sends again what it has */
    begin_next(hub, first, 10, 4242);
    send_end(hub, first, end, INSTRUCTION_SEND_FROM);
    assert_true(tells(hub, "lost: responses 4 to 9 of its life "));
    assert_int_equal(rows(hub), 4);
}

/* A life says with its first batch from which number of the one before it goes on. */
static void a_life_that_goes_on_behind_what_is_here_tells_of_a_loss(void **state)
{
    struct hub *hub = *state;
    struct fixture_batch how = { .now_segment = 1 };
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    send_some(hub, 1, 3);
    how.names_former = true;
    how.origin = (struct life_origin){ .life = hub->f.kiosk.life, .first = 8 };
    hub->f.kiosk.life = 4242;
    hub->f.kiosk.point = chain_start(4242, &hub->f.kiosk.public);
    fixture_sign(&hub->f.kiosk, NULL, 0, &how, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    reply_finish(&reply);
    assert_true(tells(hub, "lost: responses 4 to 7 of its life "));
}

/* It was begun here once, and the backup does not know it: its first question is no loss. */
static void a_question_in_a_life_that_is_not_known_tells_of_none(void **state)
{
    struct hub *hub = *state;
    send_end(hub, 77, (struct chain_point){ .seq = 5, .hash = { { 5 } } }, INSTRUCTION_SEND_FROM);
    assert_false(tells(hub, "lost:"));
}

/* The newest life comes first, and one between it and the first later: the newest stays the present
 * one. */
static void an_older_life_that_comes_late_is_not_the_present_one(void **state)
{
    struct hub *hub = *state;
    struct store_kiosk kiosk;
    uint64_t first = hub->f.kiosk.life;
    send_some(hub, 1, 3);
    begin_next(hub, 77, 4, 78);
    begin_next(hub, first, 4, 77);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.life, 78);
    assert_int_equal(rows(hub), 5);
}

static void a_fork_is_refused_and_remembered(void **state)
{
    struct hub *hub = *state;
    struct chain_point start = hub->f.kiosk.point;
    send_some(hub, 1, 3);
    struct chain_point third = hub->f.kiosk.point;
    send_some(hub, 4, 1);
    fork_at(hub, 1, start); /* inside an earlier batch */
    fork_at(hub, 4, third); /* at the watermark */
    assert_int_equal(rows(hub), 4);
    assert_int_equal(tally(hub, false, "overall", "fair"), 0);
}

static void a_life_never_begun_is_refused_and_remembered(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO events = buf_new(1000);
    hub->f.kiosk.life++;
    hub->f.kiosk.point = chain_start(hub->f.kiosk.life, &hub->f.kiosk.public);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    struct chain_point start = chain_start(hub->f.kiosk.life, &hub->f.kiosk.public);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_memory_equal(&reply.through.hash, &start.hash, sizeof start.hash);
    assert_refused(hub, &message, &reply, 0, 0);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "life"));
}

/* ---- who may send ---- */

static void an_unknown_kiosk_is_denied(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    hub->f.kiosk.id = 99;
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_DENIED);
}

static void a_batch_signed_by_another_key_is_denied(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct public_key other;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    key_pair_new(&other, &hub->f.kiosk.secret);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_DENIED);
    assert_int_equal(rows(hub), 0);
}

static void garbage_is_refused_whatever_it_is(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    uint8_t *big = calloc(1, BATCH_PACKED_MAX + 1);
    assert_int_not_equal(send_by(hub, span_text("hello"), &reply, ingest_batch), ERR_NONE);
    assert_int_not_equal(send_by(hub, span_of(NULL, 0), &reply, ingest_batch), ERR_NONE);
    assert_int_equal(send_by(hub, span_of(big, BATCH_PACKED_MAX + 1), &reply, ingest_batch),
                     ERR_TOO_LARGE);
    free(big);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    for (size_t i = 0; i < message.size; i++) {
        message.data[i] ^= 1;
        assert_int_not_equal(send(hub, &message, &reply), ERR_NONE);
        message.data[i] ^= 1;
    }
    assert_int_equal(rows(hub), 0);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    reply_finish(&reply);
}

static void a_revoked_kiosks_later_responses_are_set_aside(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    int64_t now = clock_now().wall;
    struct fixture_batch how = { .segments = { { 1, CLOCK_SIGNED, now - 7200 } },
                                 .segment_count = 1,
                                 .now_segment = 1,
                                 .now_ms = 7200 * 1000 };
    struct response responses[2] = { fixture_response(&hub->f, 1, ANSWER_FIRST),
                                     fixture_response(&hub->f, 2, ANSWER_FIRST) };
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    responses[1].minute = 100;
    OK(store_kiosk_revoke(hub->f.store, FIXTURE_KIOSK, now - 3600, &hub->f.err));
    fixture_sign(&hub->f.kiosk, responses, 2, &how, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_REVOKED);
    assert_int_equal(reply.through.seq, 2);
    assert_int_equal(reply.refusal_count, 1);
    assert_int_equal(first_refused(&reply), 2);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 1);
}

/* ---- judging ---- */

static void bad_responses_are_set_aside_and_never_in_the_way(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response list[8];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO asides = buf_new(4000);
    for (uint64_t i = 0; i < 8; i++)
        list[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
    list[1].state[Q_OVERALL] = ANSWER_FIRST + 3; /* there are three */
    list[2].state[Q_WHY] = ANSWER_FIRST + 1;     /* hidden */
    (void)snprintf(list[3].language, sizeof list[3].language, "cy");
    list[4].count = 3;
    list[5].state[Q_AGE] = ANSWER_FIRST;   /* in the clear */
    list[6].state[Q_WORDS] = ANSWER_FIRST; /* without its words */
    fixture_sign(&hub->f.kiosk, list, 8, NULL, &message);
    for (int i = 0; i < 2; i++) { /* the second time the reply says the same */
        assert_int_equal(send(hub, &message, &reply), ERR_NONE);
        assert_int_equal(reply.through.seq, 8);
        assert_int_equal(reply.refusal_count, 6);
        assert_int_equal(first_refused(&reply), 2);
        assert_int_equal(reply.refusals[5].seq, 7);
        reply_finish(&reply);
    }
    assert_int_equal(rows(hub), 2);
    assert_int_equal(tally(hub, false, "", "complete"), 2);
    assert_int_equal(tally(hub, true, "overall", "good"), 2);
    OK(store_asides(hub->f.store, FIXTURE_KIOSK, note_aside, &asides, &hub->f.err));
    assert_string_equal(buf_text(&asides), "2: the answer to \"overall\" is none of its values\n"
                                           "3: \"why\" is answered, but was not visible\n"
                                           "4: its survey is not offered in \"cy\"\n"
                                           "5: it has 3 questions and its survey 4\n"
                                           "6: \"age\" is not sealed\n"
                                           "7: \"words\" lacks its words\n");
}

static void an_unknown_survey_is_asked_for_and_nothing_is_lost(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    static const char json[] =
        "{\"title\":\"Later\",\"elements\":[{\"type\":\"boolean\",\"name\":\"fine\","
        "\"title\":\"Fine?\"}],\"yousaid\":{\"id\":\"test\"}}";
    struct response list[4];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO events = buf_new(1000);
    struct chain_point start = hub->f.kiosk.point;
    for (uint64_t i = 0; i < 4; i++)
        list[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
    list[2].survey = digest_of(span_text(json));
    list[2].count = 1;
    list[2].state[0] = ANSWER_FIRST + 1;
    fixture_sign(&hub->f.kiosk, list, 2, NULL, &message); /* to know the chain there */
    struct chain_point second = hub->f.kiosk.point;
    hub->f.kiosk.point = start;
    buf_clear(&message);
    fixture_sign(&hub->f.kiosk, list, 4, NULL, &message);
    for (int i = 0; i < 2; i++) { /* what stands before it is kept, once */
        assert_int_equal(send(hub, &message, &reply), ERR_NONE);
        assert_int_equal(reply.instruction, INSTRUCTION_SEND_SURVEY);
        assert_memory_equal(&reply.instruction_survey, &list[2].survey, sizeof(struct digest));
        assert_int_equal(reply.through.seq, 2);
        assert_memory_equal(&reply.through.hash, &second.hash, sizeof(struct digest));
        reply_finish(&reply);
        assert_int_equal(rows(hub), 2);
        assert_int_equal(tally(hub, false, "overall", "good"), 2);
    }
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "survey"));
    (void)fixture_publish(&hub->f, "test", json);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NONE);
    assert_int_equal(reply.through.seq, 4);
    assert_memory_equal(&reply.through.hash, &hub->f.kiosk.point.hash, sizeof(struct digest));
    reply_finish(&reply);
    assert_int_equal(rows(hub), 4);
    assert_int_equal(tally(hub, false, "fine", "true"), 1);
    assert_int_equal(tally(hub, false, "overall", "good"), 3);
}

static void more_refusals_than_a_reply_holds_are_told_one_reply_after_the_other(void **state)
{
    enum { COUNT = 2500 };
    struct hub *hub = *state;
    struct reply reply;
    uint64_t told = 0;
    struct chain_point start = hub->f.kiosk.point;
    struct response *list = calloc(COUNT, sizeof *list);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    assert_non_null(list);
    for (uint64_t i = 0; i < COUNT; i++) {
        list[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
        list[i].count = i == 0 ? 4 : 3; /* all but the first are bad */
    }
    fixture_sign(&hub->f.kiosk, list, COUNT, NULL, &message);
    for (uint64_t i = 0; i < 3; i++) { /* each receipt ends before what found no room */
        assert_int_equal(send(hub, &message, &reply), ERR_NONE);
        assert_int_equal(reply.refusals[0].seq, told < 2 ? 2 : told + 1);
        told = reply.refusals[reply.refusal_count - 1].seq;
        assert_int_equal(reply.through.seq, i == 2 ? COUNT : (i + 1) * REPLY_REFUSALS_MAX + 1);
        assert_int_equal(reply.through.seq, told);
        hub->f.kiosk.point = reply.through;
        reply_finish(&reply);
        buf_clear(&message);
        fixture_sign(&hub->f.kiosk, list + told, (size_t)(COUNT - told), NULL, &message);
    }
    hub->f.kiosk.point = start; /* refusals behind a shorter batch are told with the next */
    buf_clear(&message);
    fixture_sign(&hub->f.kiosk, list, 10, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.through.seq, 10);
    assert_int_equal(reply.refusal_count, 9);
    reply_finish(&reply);
    assert_int_equal(rows(hub), 1);
    free(list);
}

/* ---- what a kiosk says of itself ---- */

/* The highest bundle that kiosks have told of, above those that were made here. */
static uint64_t reported(struct hub *hub)
{
    uint64_t serial;
    OK(store_counter(hub->f.store, STORE_SERIAL_REPORTED, &serial, &hub->f.err));
    return serial;
}

static void a_serial_that_no_hub_has_made_is_no_report(void **state)
{
    struct hub *hub = *state;
    struct store_kiosk kiosk;
    uint64_t made;
    struct fixture_batch how = { .now_segment = 1, .bundle_serial = 57 };
    BUF_AUTO events = buf_new(1000);
    OK(store_next(hub->f.store, "bundle", 50, &made, &hub->f.err));
    how.now_ms = 1000;
    send_fine(hub, NULL, 0, &how);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_int_equal(events.size, 0);
    assert_int_equal(reported(hub), 57);
    how.now_ms = 2000;
    how.bundle_serial = 50 + STORE_SERIAL_MARGIN + 1;
    send_fine(hub, NULL, 0, &how);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.bundle_serial, 57);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "bundle"));
    how.now_ms = 3000;
    how.bundle_serial = 50 + STORE_SERIAL_MARGIN;
    send_fine(hub, NULL, 0, &how);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.bundle_serial, 50 + STORE_SERIAL_MARGIN);
    assert_int_equal(reported(hub), 50 + STORE_SERIAL_MARGIN);
    how.now_ms = 4000;
    how.bundle_serial = 60;
    send_fine(hub, NULL, 0, &how);
    assert_int_equal(reported(hub), 50 + STORE_SERIAL_MARGIN);
}

static void a_replayed_or_carried_batch_says_nothing_of_today(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct store_kiosk kiosk;
    struct fixture_batch how = { .now_segment = 1, .now_ms = 1000, .bundle_serial = 1 };
    BUF_AUTO old = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO carried = buf_new(BATCH_PACKED_MAX);
    fixture_sign(&hub->f.kiosk, NULL, 0, &how, &old);
    assert_int_equal(send(hub, &old, &reply), ERR_NONE);
    how = (struct fixture_batch){ .now_segment = 1, .now_ms = 2000, .bundle_serial = 2 };
    send_fine(hub, NULL, 0, &how);
    assert_int_equal(send(hub, &old, &reply), ERR_NONE);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.bundle_serial, 2);
    how = (struct fixture_batch){ .now_segment = 2, .now_ms = 1, .bundle_serial = 3 };
    fixture_sign(&hub->f.kiosk, NULL, 0, &how, &carried);
    assert_int_equal(send_by(hub, buf_span(&carried), &reply, ingest_carried), ERR_NONE);
    OK(store_kiosk_get(hub->f.store, FIXTURE_KIOSK, &kiosk, &hub->f.err));
    assert_int_equal(kiosk.bundle_serial, 2);
}

static bool add_day(void *context, const struct store_kiosk_day *day)
{
    struct store_counters *sum = context;
    sum->woken += day->woken;
    sum->started += day->started;
    sum->dead += day->dead;
    sum->helped += day->helped;
    return true;
}

static void told(struct hub *hub, size_t responses, uint64_t ms, uint32_t since, uint32_t woken,
                 uint32_t started)
{
    struct fixture_batch how = { .now_segment = 1,
                                 .now_ms = ms,
                                 .since = since,
                                 .woken = woken,
                                 .started = started,
                                 .dead = 10 * woken };
    struct response one = fixture_response(&hub->f, hub->f.kiosk.point.seq + 1, ANSWER_FIRST);
    send_fine(hub, &one, responses, &how);
}

static void counted(struct hub *hub, uint32_t woken, uint32_t started)
{
    struct store_counters sum = { 0 };
    OK(store_kiosk_days(hub->f.store, FIXTURE_KIOSK, INT32_MIN, INT32_MAX, add_day, &sum,
                        &hub->f.err));
    assert_int_equal(sum.woken, woken);
    assert_int_equal(sum.started, started);
    assert_int_equal(sum.dead, 10 * woken);
}

/* A reply is lost on its way back: the kiosk tells again what it told, and what came since. */
static void counters_that_are_told_again_count_once(void **state)
{
    struct hub *hub = *state;
    told(hub, 0, 1000, 0xaaaa0001, 3, 1);
    counted(hub, 3, 1);
    told(hub, 0, 2000, 0xaaaa0001, 3, 1);
    told(hub, 1, 3000, 0xaaaa0001, 5, 2);
    counted(hub, 5, 2);
    /* That reply arrived: what is told from now on begins anew. */
    told(hub, 0, 4000, 0xaaaa0002, 2, 1);
    counted(hub, 7, 3);
    told(hub, 1, 5000, 0xaaaa0002, 2, 1);
    counted(hub, 7, 3);
    /* A journal that was made anew counts from nought, and nothing is taken away. */
    told(hub, 0, 6000, 0xaaaa0002, 1, 1);
    counted(hub, 7, 3);
}

static void help_that_was_asked_for_is_remembered_unless_it_came_on_a_stick(void **state)
{
    struct hub *hub = *state;
    struct fixture_batch how = { .now_segment = 1, .now_ms = 1000, .helped = 2 };
    struct reply reply;
    BUF_AUTO carried = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO before = buf_new(1000);
    BUF_AUTO after = buf_new(1000);
    fixture_sign(&hub->f.kiosk, NULL, 0, &how, &carried);
    assert_int_equal(send_by(hub, buf_span(&carried), &reply, ingest_carried), ERR_NONE);
    reply_finish(&reply);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &before, &hub->f.err));
    assert_string_equal(buf_text(&before), "");
    send_fine(hub, NULL, 0, &how);
    struct store_counters sum = { 0 };
    OK(store_kiosk_days(hub->f.store, FIXTURE_KIOSK, INT32_MIN, INT32_MAX, add_day, &sum,
                        &hub->f.err));
    assert_int_equal(sum.helped, 2);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &after, &hub->f.err));
    assert_string_equal(buf_text(&after), "help was asked for");
}

static void counts_sealed_to_another_key_are_remembered(void **state)
{
    struct hub *hub = *state;
    struct box_secret other;
    struct buf space[2];
    BUF_AUTO events = buf_new(1000);
    struct box_public right = hub->f.counts_public;
    box_pair_new(&hub->f.counts_public, &other);
    struct response response =
        fixture_sealed(&hub->f, hub->f.kiosk.life, 1, ANSWER_FIRST, "words", ANSWER_FIRST, space);
    hub->f.counts_public = right;
    send_fine(hub, &response, 1, NULL);
    assert_int_equal(rows(hub), 1);
    assert_int_equal(tally(hub, true, "age", "young"), 0);
    OK(store_events(hub->f.store, FIXTURE_KIOSK, note_event, &events, &hub->f.err));
    assert_non_null(strstr(buf_text(&events), "counts key"));
    buf_finish(&space[0]);
    buf_finish(&space[1]);
}

static void sealed_answers_are_counted_by_month_alone(void **state)
{
    struct hub *hub = *state;
    struct reply reply;
    struct response list[3];
    struct buf space[3][2];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    uint64_t life = hub->f.kiosk.life;
    list[0] = fixture_sealed(&hub->f, life, 1, ANSWER_FIRST, "kind", ANSWER_FIRST + 1, space[0]);
    list[1] = fixture_sealed(&hub->f, life, 2, ANSWER_FIRST, "slow", ANSWER_SKIPPED, space[1]);
    list[2] = fixture_sealed(&hub->f, life, 9, ANSWER_FIRST, "moved", ANSWER_FIRST, space[2]);
    list[2].seq = 3; /* sealed for another number: somebody moved it */
    fixture_sign(&hub->f.kiosk, list, 3, NULL, &message);
    assert_int_equal(send(hub, &message, &reply), ERR_NONE);
    assert_int_equal(reply.refusal_count, 1);
    assert_int_equal(first_refused(&reply), 3);
    reply_finish(&reply);
    assert_int_equal(tally(hub, false, "age", "old"), 0);
    assert_int_equal(tally(hub, true, "age", "old"), 1);
    assert_int_equal(tally(hub, true, "age", ".skipped"), 1);
    assert_int_equal(tally(hub, true, "age", "young"), 0);
    assert_int_equal(tally(hub, true, "words", ""), 2);
    for (int i = 0; i < 6; i++)
        buf_finish(&space[i / 2][i % 2]);
}

static void bursts_are_flagged_across_batches(void **state)
{
    struct hub *hub = *state;
    struct store_response list[9];
    for (uint64_t seq = 1; seq <= 8; seq++) { /* one a batch, as an online kiosk sends */
        struct response response = fixture_response(&hub->f, seq, ANSWER_FIRST);
        response.gap = seq == 1 ? 60 : seq == 6 ? 20 : 2;
        if (seq >= 7)
            response.state[Q_OVERALL] = ANSWER_FIRST + 1;
        send_fine(hub, &response, 1, NULL);
    }
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, copy_row, list, &hub->f.err));
    const bool flagged[] = { false, false, false, true, true, true, false, false, false };
    for (int seq = 1; seq <= 8; seq++)
        assert_int_equal(list[seq].flagged, flagged[seq]);
    struct tally_query query = { "overall", "good", true, 0 };
    OK(store_tallies(hub->f.store, 0, false, add_tally, &query, &hub->f.err));
    assert_int_equal(query.n, 3);
}

/* ---- dating ---- */

static void times_are_dated_by_what_stands_behind_them(void **state)
{
    struct hub *hub = *state;
    struct store_response list[8];
    int64_t now = clock_now().wall;
    int32_t today;
    uint8_t hour;
    struct fixture_batch how = { .segments = { { 1, CLOCK_SIGNED, now - 20 * 86400 },
                                               { 2, CLOCK_BELIEVED, now - 10 * 86400 },
                                               { 3, CLOCK_BELIEVED,
                                                 1000 }, /* 1970: nobody believes that */
                                               { 4, CLOCK_UNKNOWN, 2000 } },
                                 .segment_count = 4,
                                 .now_segment = 4,
                                 .now_ms = (uint64_t)2 * 86400 * 1000 };
    struct response responses[7];
    for (uint32_t i = 0; i < 7; i++) {
        responses[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
        responses[i].segment = i < 4 ? i + 1 : 4;
        responses[i].minute = 0;
    }
    responses[4].minute = 2 * 24 * 60;  /* just now */
    responses[5].minute = 99 * 24 * 60; /* in the future: never after receipt */
    responses[6].segment = 1;
    responses[6].minute = 24 * 60;
    send_fine(hub, responses, 7, &how);
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, copy_row, list, &hub->f.err));
    local_time(now, "Europe/London", &today, &hour);
    const struct {
        int days_ago;
        enum time_quality quality;
    } wanted[] = { { 0, 0 },
                   { 20, TIME_EXACT },
                   { 10, TIME_BELIEVED },
                   { 2, TIME_ESTIMATED }, /* as late as it can be: when the next boot began */
                   { 2, TIME_EXACT },
                   { 0, TIME_EXACT },
                   { 0, TIME_ESTIMATED },
                   { 19, TIME_EXACT } };
    for (int seq = 1; seq <= 7; seq++) {
        int days = today - list[seq].day;
        assert_in_range(days, wanted[seq].days_ago > 0 ? wanted[seq].days_ago - 1 : 0,
                        wanted[seq].days_ago + 1); /* a change of the clocks may lie between */
        assert_int_equal(list[seq].quality, wanted[seq].quality);
    }
    assert_int_equal(list[5].hour, hour);
}

/* A clock that was set wrongly for one boot, ahead or behind, does not take it past another of
 * which the hub is certain: nobody answers tomorrow's questions yesterday. */
static void a_believed_clock_gives_way_to_boots_that_are_certain(void **state)
{
    enum { HOURS = 3600 };
    struct hub *hub = *state;
    struct store_response list[7];
    int64_t now = clock_now().wall;
    int32_t day;
    uint8_t hour;
    const int64_t certain = now - 5 * 86400;
    struct fixture_batch how = { .segments = { { 1, CLOCK_BELIEVED, certain - 2 * 86400 },
                                               { 2, CLOCK_BELIEVED, certain + 2 * 86400 },
                                               { 3, CLOCK_SIGNED, certain },
                                               { 4, CLOCK_BELIEVED, certain - 3 * 86400 },
                                               { 5, CLOCK_BELIEVED, certain + 2 * 86400 },
                                               { 6, CLOCK_UNKNOWN, 1000 } },
                                 .segment_count = 6,
                                 .now_segment = 6,
                                 .now_ms = 1000 };
    struct response responses[6];
    for (uint32_t i = 0; i < 6; i++) {
        responses[i] = fixture_response(&hub->f, i + 1, ANSWER_FIRST);
        responses[i].segment = i + 1;
        responses[i].minute = i == 5 ? 0 : 120;
    }
    send_fine(hub, responses, 6, &how);
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, copy_row, list, &hub->f.err));
    const struct {
        int64_t at;
        enum time_quality quality;
    } wanted[] = { { certain - 2 * 86400 + 2 * HOURS, TIME_BELIEVED },
                   { certain, TIME_ESTIMATED }, /* it ended before the next began */
                   { certain + 2 * HOURS, TIME_EXACT },
                   { certain + 4 * HOURS, TIME_ESTIMATED }, /* it began when that had ended */
                   { certain + 2 * 86400 + 2 * HOURS, TIME_BELIEVED },
                   { now - 1, TIME_EXACT } };
    for (int i = 0; i < 6; i++) {
        local_time(wanted[i].at, "Europe/London", &day, &hour);
        assert_int_equal(list[i + 1].quality, wanted[i].quality);
        assert_in_range(list[i + 1].day * 24 + list[i + 1].hour, day * 24 + hour - (i == 5 ? 1 : 0),
                        day * 24 + hour + (i == 5 ? 1 : 0));
    }
}

static void a_carried_batch_trusts_the_kiosks_clock_before_its_arrival(void **state)
{
    struct hub *hub = *state;
    struct store_response list[2];
    struct reply reply;
    int64_t now = clock_now().wall;
    int32_t then;
    uint8_t hour;
    struct fixture_batch how = { .segments = { { 1, CLOCK_BELIEVED, now - 5 * 86400 } },
                                 .segment_count = 1,
                                 .now_segment = 1,
                                 .now_ms = 86400 * 1000 };
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    response.minute = 60;
    fixture_sign(&hub->f.kiosk, &response, 1, &how, &message);
    assert_int_equal(send_by(hub, buf_span(&message), &reply, ingest_carried), ERR_NONE);
    reply_finish(&reply);
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, copy_row, list, &hub->f.err));
    local_time(now - 5 * 86400 + 3600, "Europe/London", &then, &hour);
    assert_int_equal(list[1].day, then);
    assert_int_equal(list[1].hour, hour);
    assert_int_equal(list[1].quality, TIME_BELIEVED);
}

static void nothing_is_dated_before_the_kiosk_was_enrolled(void **state)
{
    struct hub *hub = *state;
    struct store_response list[2];
    int64_t now = clock_now().wall;
    int32_t first_day;
    uint8_t hour;
    struct fixture_batch how = { .segments = { { 1, CLOCK_UNKNOWN, 5 } },
                                 .segment_count = 1,
                                 .now_segment = 2, /* a segment that is not in the batch */
                                 .now_ms = 1000 };
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    response.minute = UINT32_MAX;
    send_fine(hub, &response, 1, &how);
    OK(store_rows(hub->f.store, "test", 0, INT32_MAX, copy_row, list, &hub->f.err));
    local_time(now - FIXTURE_ENROLLED_AGO, "Europe/London", &first_day, &hour);
    assert_true(list[1].day >= first_day);
    assert_int_equal(list[1].quality, TIME_ESTIMATED);
}

/* ---- many at once ---- */

enum { THREADS = 8, BATCHES = 60 };

struct crowd {
    struct hub *hub;
    struct buf messages[BATCHES];
    int fine;
};

static void *send_all(void *context)
{
    struct crowd *crowd = context;
    struct reply reply;
    struct ingest_answer answers[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
        ingest_answer_init(&answers[i], buf_new(REPLY_BYTES_MAX));
        ingest_batch(crowd->hub->ingest, buf_span(&crowd->messages[i]), ingest_answer_take,
                     &answers[i]);
    }
    for (int i = 0; i < BATCHES; i++) {
        struct err err;
        ingest_answer_wait(&answers[i]);
        if (answers[i].err.kind == ERR_NONE &&
            reply_open(buf_span(&answers[i].reply), &crowd->hub->key, &reply, &err)) {
            crowd->fine += reply.through.seq >= (uint64_t)i + 1;
            reply_finish(&reply);
        } else {
            print_message("batch %d: %s\n", i, answers[i].err.text);
        }
        buf_finish(&answers[i].reply);
    }
    return NULL;
}

static void many_connections_share_commits(void **state)
{
    struct hub *hub = *state;
    static struct crowd crowds[THREADS];
    pthread_t threads[THREADS];
    struct ingest_figures figures;
    for (int t = 0; t < THREADS; t++) {
        struct fixture_kiosk kiosk;
        fixture_enrol(&hub->f, 8000 + (uint64_t)t, "gp", &kiosk);
        crowds[t] = (struct crowd){ .hub = hub };
        for (int i = 0; i < BATCHES; i++) {
            struct response response = fixture_response(&hub->f, (uint64_t)i + 1, ANSWER_FIRST);
            crowds[t].messages[i] = buf_new(BATCH_PACKED_MAX);
            fixture_sign(&kiosk, &response, 1, NULL, &crowds[t].messages[i]);
        }
    }
    for (int t = 0; t < THREADS; t++)
        assert_int_equal(pthread_create(&threads[t], NULL, send_all, &crowds[t]), 0);
    for (int t = 0; t < THREADS; t++) {
        (void)pthread_join(threads[t], NULL);
        assert_int_equal(crowds[t].fine, BATCHES);
        for (int i = 0; i < BATCHES; i++)
            buf_finish(&crowds[t].messages[i]);
    }
    ingest_figures(hub->ingest, &figures);
    assert_int_equal(figures.batches, THREADS * BATCHES);
    assert_true(figures.commits < figures.batches);
    assert_int_equal(rows(hub), THREADS * BATCHES);
    assert_int_equal(tally(hub, false, "overall", "good"), THREADS * BATCHES);
}

/* A second hub on the same database moves watermarks under the first one's plans. */
static void two_hubs_on_one_database_count_once(void **state)
{
    struct hub *hub = *state;
    static struct crowd crowds[2];
    struct hub second = { .f = hub->f, .config = hub->config, .key = hub->key };
    pthread_t threads[2];
    struct fixture_kiosk kiosk;
    OK(ingest_start(&second.config, &second.ingest, &hub->f.err));
    fixture_enrol(&hub->f, 9000, "gp", &kiosk);
    crowds[0].hub = hub;
    crowds[1].hub = &second;
    for (int i = 0; i < BATCHES; i++) {
        struct response response = fixture_response(&hub->f, (uint64_t)i + 1, ANSWER_FIRST);
        for (int t = 0; t < 2; t++)
            crowds[t].messages[i] = buf_new(BATCH_PACKED_MAX);
        fixture_sign(&kiosk, &response, 1, NULL, &crowds[0].messages[i]);
        buf_put_span(&crowds[1].messages[i], buf_span(&crowds[0].messages[i]));
    }
    for (int t = 0; t < 2; t++)
        assert_int_equal(pthread_create(&threads[t], NULL, send_all, &crowds[t]), 0);
    for (int t = 0; t < 2; t++)
        (void)pthread_join(threads[t], NULL);
    ingest_stop(second.ingest);
    for (int t = 0; t < 2; t++) {
        assert_int_equal(crowds[t].fine, BATCHES);
        for (int i = 0; i < BATCHES; i++)
            buf_finish(&crowds[t].messages[i]);
    }
    assert_int_equal(rows(hub), BATCHES);
    assert_int_equal(tally(hub, true, "overall", "good"), BATCHES);
}

static void a_backlog_of_20000_goes_in_whole(void **state)
{
    struct hub *hub = *state;
    send_some(hub, 1, BATCH_RESPONSES_MAX);
    assert_int_equal(rows(hub), BATCH_RESPONSES_MAX);
    assert_int_equal(tally(hub, false, "overall", "good"), BATCH_RESPONSES_MAX);
}

static void what_is_waiting_is_finished_at_the_stop(void **state)
{
    struct hub *hub = *state;
    struct ingest_answer answer;
    struct response response = fixture_response(&hub->f, 1, ANSWER_FIRST);
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    fixture_sign(&hub->f.kiosk, &response, 1, NULL, &message);
    ingest_answer_init(&answer, buf_new(REPLY_BYTES_MAX));
    ingest_batch(hub->ingest, buf_span(&message), ingest_answer_take, &answer);
    ingest_stop(hub->ingest);
    hub->ingest = NULL;
    assert_int_equal(answer.calls, 1);
    assert_int_equal(answer.err.kind, ERR_NONE);
    assert_int_equal(rows(hub), 1);
    buf_finish(&answer.reply);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, opens, closes)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_batch_is_kept_counted_and_answered),
        CASE(the_reply_echoes_the_nonce),
        CASE(a_question_for_news_gets_a_receipt),
        CASE(a_resend_gets_the_same_receipt_and_counts_nothing),
        CASE(an_overlap_adds_only_what_is_new),
        CASE(a_gap_is_asked_for),
        CASE(a_fork_is_refused_and_remembered),
        CASE(a_fork_within_a_batch_is_found_to_the_number),
        CASE(a_fork_from_before_the_batch_says_what_is_here),
        CASE(a_life_that_took_over_from_another_is_begun_and_counts),
        CASE(a_life_never_begun_is_refused_and_remembered),
        CASE(what_is_lost_of_an_older_life_is_remembered_in_numbers),
        CASE(a_life_that_goes_on_behind_what_is_here_tells_of_a_loss),
        CASE(a_question_in_a_life_that_is_not_known_tells_of_none),
        CASE(an_older_life_that_comes_late_is_not_the_present_one),
        CASE(an_unknown_kiosk_is_denied),
        CASE(a_batch_signed_by_another_key_is_denied),
        CASE(garbage_is_refused_whatever_it_is),
        CASE(a_revoked_kiosks_later_responses_are_set_aside),
        CASE(bad_responses_are_set_aside_and_never_in_the_way),
        CASE(an_unknown_survey_is_asked_for_and_nothing_is_lost),
        CASE(more_refusals_than_a_reply_holds_are_told_one_reply_after_the_other),
        CASE(a_serial_that_no_hub_has_made_is_no_report),
        CASE(a_replayed_or_carried_batch_says_nothing_of_today),
        CASE(counters_that_are_told_again_count_once),
        CASE(help_that_was_asked_for_is_remembered_unless_it_came_on_a_stick),
        CASE(counts_sealed_to_another_key_are_remembered),
        CASE(sealed_answers_are_counted_by_month_alone),
        CASE(bursts_are_flagged_across_batches),
        CASE(times_are_dated_by_what_stands_behind_them),
        CASE(a_believed_clock_gives_way_to_boots_that_are_certain),
        CASE(a_carried_batch_trusts_the_kiosks_clock_before_its_arrival),
        CASE(nothing_is_dated_before_the_kiosk_was_enrolled),
        CASE(many_connections_share_commits),
        CASE(two_hubs_on_one_database_count_once),
        CASE(a_backlog_of_20000_goes_in_whole),
        CASE(what_is_waiting_is_finished_at_the_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
