/*
 * Every allocation of the courier fails in turn while it opens, enrols, exchanges a batch, fetches
 * a bundle and fills a stick: it says so and stops there, its record on the disk stays good, and
 * the next attempt carries everything.
 */
#include "courier.h"
#include "fake_hub.h"
#include "short_memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Each exchange has somebody's answers to carry, however many there are. */
enum { CROWD = 1500, CLOSED = 20 };

static struct stage {
    char data[600];
    char stick[700];
    struct fake_hub hub;
    struct fake_journal journal;
    struct outbox outbox;
    struct courier_world world;
    uint64_t serial;
} stage;

/* The hub at the other end has all the memory it needs. */
static enum transport_result post(void *self, const struct transport_request *request,
                                  struct transport_answer *answer, struct err *err)
{
    memory_rest();
    enum transport_result result = fake_hub_world(self).transport.post(self, request, answer, err);
    memory_go_on();
    return result;
}

static enum transport_result get(void *self, const struct transport_request *request,
                                 struct transport_answer *answer, struct err *err)
{
    memory_rest();
    enum transport_result result = fake_hub_world(self).transport.get(self, request, answer, err);
    memory_go_on();
    return result;
}

static void open_stage(void)
{
    stage = (struct stage){ 0 };
    (void)snprintf(stage.data, sizeof stage.data, "%s", fresh_folder("memory"));
    (void)snprintf(stage.stick, sizeof stage.stick, "%s", fresh_folder("memory-stick"));
    fake_hub_init(&stage.hub);
    fake_journal_init(&stage.journal, 11, CROWD);
    stage.outbox = fake_journal_outbox(&stage.journal);
    stage.world = fake_hub_world(&stage.hub);
    stage.world.transport.post = post;
    stage.world.transport.get = get;
}

static void close_stage(void)
{
    fake_journal_finish(&stage.journal);
    fake_hub_finish(&stage.hub);
}

static bool open_courier(struct courier **ret, struct err *err)
{
    if (!courier_open_in(stage.data, &stage.world, ret, err))
        return false;
    courier_set_outbox(*ret, &stage.outbox);
    return true;
}

static void close_courier(struct courier **courier)
{
    courier_close(*courier);
}
#define COURIER_AUTO __attribute__((cleanup(close_courier))) struct courier

/* A new journal for the life that the hub gave, or the old one as far as it came. */
static void begin_journal(void)
{
    if (stage.journal.missing)
        fake_journal_begin(&stage.journal, stage.hub.life, &stage.hub.kiosk, CLOSED);
}

static bool enrol(void *context, struct err *err)
{
    COURIER_AUTO *courier = NULL;
    (void)context;
    if (!open_courier(&courier, err) ||
        !courier_enrol(courier, "https://hub.example:8443/", stage.hub.code, err))
        return false;
    assert_true(courier_state(courier)->enrolled);
    return true;
}

/* Enrolled for good; the next trial is of a new kiosk with a new code. */
static void judge_enrolled(void *context, bool fine)
{
    struct courier_state state;
    struct err err;
    (void)context;
    if (!courier_state_load(stage.data, &state, &err))
        fail_msg("the record is damaged: %s", err.text);
    assert_true(state.enrolled || !fine);
    if (!fine)
        return;
    fake_hub_finish(&stage.hub);
    fake_hub_init(&stage.hub);
    (void)snprintf(stage.data, sizeof stage.data, "%s", fresh_folder("memory"));
}

/* The hub has forgotten what it took, so that each trial carries the same. */
static void empty_hub(void)
{
    stage.hub.through = stage.journal.points[0];
    stage.hub.responses_taken = 0;
}

static bool carry(void *context, struct err *err)
{
    struct courier_result result;
    COURIER_AUTO *courier = NULL;
    (void)context;
    stage.hub.now.mono += 1000;
    if (!open_courier(&courier, err) || !courier_sync(courier, &result, err))
        return false;
    assert_int_equal(courier_state(courier)->acknowledged.seq, stage.journal.count);
    return true;
}

/* The record is whole and says nothing that the hub did not sign; one more person came by. */
static void judge_carried(void *context, bool fine)
{
    struct courier_state state;
    struct err err;
    (void)context;
    if (!courier_state_load(stage.data, &state, &err))
        fail_msg("the record is damaged: %s", err.text);
    assert_true(state.enrolled);
    assert_true(state.acknowledged.seq <= stage.hub.through.seq);
    if (!fine)
        return;
    assert_int_equal(state.acknowledged.seq, stage.journal.count);
    assert_true(stage.journal.count < CROWD);
    stage.journal.count++;
}

static void offer_a_bundle(void)
{
    char text[40];
    struct digest survey;
    memory_rest();
    for (size_t i = 0; i < stage.hub.blob_count; i++)
        buf_finish(&stage.hub.blobs[i].bytes);
    stage.hub.blob_count = 0;
    stage.serial++;
    (void)snprintf(text, sizeof text, "a survey %llu", (unsigned long long)stage.serial);
    survey = fake_hub_blob(&stage.hub, span_text(text));
    struct blob_name blobs[] = { fake_blob_name(BLOB_SURVEY, "fft", &survey, strlen(text)) };
    fake_hub_offer(&stage.hub, stage.serial, blobs, 1);
    memory_go_on();
}

static bool fetch(void *context, struct err *err)
{
    struct courier_result result;
    COURIER_AUTO *courier = NULL;
    (void)context;
    stage.hub.now.mono += 1000;
    if (!open_courier(&courier, err) || !courier_sync(courier, &result, err))
        return false;
    assert_int_equal(courier_state(courier)->bundle_serial, stage.serial);
    return true;
}

/* What the record names as held is there, whole. */
static void judge_fetched(void *context, bool fine)
{
    struct courier_state state;
    struct err err;
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    (void)context;
    if (!courier_state_load(stage.data, &state, &err))
        fail_msg("the record is damaged: %s", err.text);
    if (state.bundle_serial > 0 && !courier_blob_load(stage.data, &state.bundle, &bytes, &err))
        fail_msg("the bundle is not there: %s", err.text);
    if (fine)
        offer_a_bundle();
}

static bool fill_a_stick(void *context, struct err *err)
{
    struct courier_stick stick;
    COURIER_AUTO *courier = NULL;
    (void)context;
    if (!open_courier(&courier, err) || !courier_stick(courier, stage.stick, &stick, err))
        return false;
    assert_int_equal(stick.written, stage.journal.count - stage.hub.through.seq);
    return true;
}

static void enrol_in_peace(void)
{
    struct err err = { 0 };
    if (!enrol(NULL, &err))
        fail_msg("%s", err.text);
    begin_journal();
    empty_hub();
}

static void enrol_where_a_bundle_is_offered(void)
{
    offer_a_bundle();
    enrol_in_peace();
}

struct story {
    struct memory_trial trial;
    void (*prepare)(void);
};

static struct story stories[] = {
    { { .name = "enrolling", .run = enrol, .after = judge_enrolled }, NULL },
    { { .name = "an exchange", .run = carry, .after = judge_carried }, enrol_in_peace },
    { { .name = "a bundle", .run = fetch, .after = judge_fetched },
      enrol_where_a_bundle_is_offered },
    { { .name = "a stick", .run = fill_a_stick }, enrol_in_peace },
};

static void it_survives(void **state)
{
    const struct story *story = *state;
    open_stage();
    if (story->prepare != NULL)
        story->prepare();
    memory_survives(&story->trial);
    close_stage();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        { "enrolling_can_be_tried_again", it_survives, NULL, NULL, &stories[0] },
        { "an_exchange_moves_the_mark_wholly_or_not", it_survives, NULL, NULL, &stories[1] },
        { "a_bundle_is_held_whole_or_not", it_survives, NULL, NULL, &stories[2] },
        { "a_stick_is_filled_or_not", it_survives, NULL, NULL, &stories[3] },
    };
    return cmocka_run_group_tests_name("courier_memory", tests, NULL, NULL);
}
