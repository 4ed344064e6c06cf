/*
 * Every allocation on a batch's way into the hub fails in turn, those of jansson and of SQLite too:
 * the kiosk is told to come again, nothing of the batch is kept or all of it, and when it comes
 * again it is taken whole.
 */
#include "hub_fixture.h"
#include "ingest_wait.h"
#include "receipt.h"
#include "short_memory.h"
#include "short_sqlite.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { EACH = 3, TRIES = 720 };

static struct stage {
    struct fixture f;
    struct ingest_config config;
    struct public_key hub;
    struct ingest *ingest; /* NULL: each story starts its own */
    struct buf message;
    struct buf reply;       /* with its room: to take an answer is not what runs short */
    struct chain_point end; /* of what is in it */
} stage;

/* ---- one exchange ---- */

static bool judge_reply(struct span message)
{
    struct reply reply = { 0 };
    struct err err = { 0 };
    memory_rest();
    if (!reply_open(message, &stage.hub, &reply, &err))
        fail_msg("%s", err.text);
    assert_int_equal(reply.through.seq, stage.end.seq);
    reply_finish(&reply);
    memory_go_on();
    return true;
}

/* Sends the message; an answer comes once, whatever happens. */
static bool send(struct ingest *ingest, struct err *err)
{
    buf_clear(&stage.reply);
    *err = ingest_send(ingest, ingest_batch, buf_span(&stage.message), &stage.reply);
    return err->kind == ERR_NONE && judge_reply(buf_span(&stage.reply));
}

static bool send_to_a_hub_that_runs(void *context, struct err *err)
{
    (void)context;
    return send(stage.ingest, err);
}

static bool start_and_send(void *context, struct err *err)
{
    struct ingest *ingest = NULL;
    (void)context;
    bool fine = ingest_start(&stage.config, &ingest, err) && send(ingest, err);
    ingest_stop(ingest);
    return fine;
}

/* ---- what the store shows ---- */

static void next_message(void)
{
    struct response responses[EACH];
    for (size_t i = 0; i < EACH; i++)
        responses[i] = fixture_response(&stage.f, stage.f.kiosk.point.seq + 1 + i, ANSWER_FIRST);
    buf_clear(&stage.message);
    fixture_sign(&stage.f.kiosk, responses, EACH, NULL, &stage.message);
    stage.end = stage.f.kiosk.point;
}

static bool count_row(void *context, const struct store_row *row)
{
    (void)row;
    ++*(uint64_t *)context;
    return true;
}

static bool add_tally(void *context, uint64_t kiosk, const struct store_tally *tally)
{
    (void)kiosk;
    if (tally->question[0] == '\0')
        *(uint64_t *)context += tally->n;
    return true;
}

/* The watermark, the rows and the tallies speak of the same responses: none of the batch, or all.
 */
static void judge_store(void *context, bool fine)
{
    struct store_watermark at;
    uint64_t rows = 0;
    uint64_t counted = 0;
    struct err err = { 0 };
    (void)context;
    if (!store_watermark(stage.f.store, FIXTURE_KIOSK, stage.f.kiosk.life, &at, &err) ||
        !store_rows(stage.f.store, "test", 0, INT32_MAX, count_row, &rows, &err) ||
        !store_tallies(stage.f.store, FIXTURE_KIOSK, false, add_tally, &counted, &err))
        fail_msg("%s", err.text);
    assert_true(at.seq == stage.end.seq || (!fine && at.seq == stage.end.seq - EACH));
    assert_int_equal(rows, at.seq);
    assert_int_equal(counted, at.seq);
    if (fine)
        next_message();
}

static int set_up(void **state)
{
    (void)state;
    stage =
        (struct stage){ .message = buf_new(BATCH_PACKED_MAX), .reply = buf_new(REPLY_BYTES_MAX) };
    assert_non_null(buf_grow(&stage.reply, REPLY_BYTES_MAX));
    fixture_open(&stage.f);
    key_pair_new(&stage.hub, &stage.config.hub_key);
    stage.config.store_url = stage.f.url;
    stage.config.has_counts_key = true;
    stage.config.counts_public = stage.f.counts_public;
    stage.config.counts_secret = stage.f.counts_secret;
    next_message();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buf_finish(&stage.message);
    buf_finish(&stage.reply);
    fixture_close(&stage.f);
    return 0;
}

static void a_batch_is_kept_whole_or_asked_for_again(void **state)
{
    const struct memory_trial trial = {
        .name = "a batch",
        .run = send_to_a_hub_that_runs,
        .after = judge_store,
        .may_grow = true,
    };
    (void)state;
    long before = memory_alive();
    if (!ingest_start(&stage.config, &stage.ingest, &stage.f.err))
        fail_msg("%s", stage.f.err.text);
    memory_survives(&trial);
    ingest_stop(stage.ingest);
    /* What is left is the watching store's own statements. */
    assert_true(memory_alive() - before < 1000);
}

static void a_hub_that_starts_without_memory_says_so(void **state)
{
    const struct memory_trial trial = {
        .name = "a hub that starts, and a batch",
        .run = start_and_send,
        .after = judge_store,
        .at_most = TRIES,
        .may_grow = true,
    };
    (void)state;
    long before = memory_alive();
    memory_survives(&trial);
    assert_true(memory_alive() - before < 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_batch_is_kept_whole_or_asked_for_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_hub_that_starts_without_memory_says_so, set_up,
                                        tear_down),
    };
    short_sqlite();
    return cmocka_run_group_tests_name("ingest_memory", tests, NULL, NULL);
}
