/*
 * Every allocation of the courier fails in turn while it opens, enrols, exchanges a batch, fetches
 * a bundle, brings a survey that the hub lacks, follows a journal into a new life, fills a stick
 * and takes a bundle off one: it says so and stops there, its record on the disk stays good, and
 * the next attempt carries everything.
 */
#include "bundle_file.h"
#include "courier.h"
#include "fake_hub.h"
#include "file.h"
#include "short_memory.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Each exchange has somebody's answers to carry, however many there are. */
enum { KIOSK = 5, CROWD = 1500, CLOSED = 20, SURVEY_TRIES = 300 };

static struct stage {
    char data[600];
    char stick[700];
    struct fake_hub hub;
    struct fake_journal journal;
    struct outbox outbox;
    struct courier_world world;
    uint64_t serial;
    struct digest survey; /* that the hub will lack */
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

static void put_survey(void)
{
    static const char json[] = "{\"elements\":[{\"type\":\"boolean\",\"name\":\"again\"}]}";
    char path[900];
    char hex[65];
    struct err err = { 0 };
    stage.survey = digest_of(span_text(json));
    digest_hex(&stage.survey, hex);
    (void)snprintf(path, sizeof path, "%s/courier/blobs", stage.data);
    assert_true(file_make_folder(path, 0750, &err));
    (void)snprintf(path, sizeof path, "%s/courier/blobs/%s", stage.data, hex);
    write_bytes(path, span_text(json));
}

/* The hub lacks the survey of what it is sent, and asks for it in between; when it has taken all
 * before, there is nothing to lack it for. */
static bool bring_a_survey(void *context, struct err *err)
{
    int taken = stage.hub.surveys_taken + (stage.hub.through.seq < stage.journal.count);
    stage.hub.lacks = stage.survey;
    if (!carry(context, err))
        return false;
    assert_int_equal(stage.hub.surveys_taken, taken);
    return true;
}

/* The journal has begun the next life, unless the courier still has to follow it into the last. */
static void begin_life(void)
{
    struct courier_state state;
    struct err err = { 0 };
    if (!courier_state_load(stage.data, &state, &err))
        fail_msg("the record is damaged: %s", err.text);
    if (state.life != stage.journal.lives.life)
        return;
    fake_journal_begin(&stage.journal, state.life + 1, &state.kiosk_key, CLOSED);
    stage.journal.lives.former = state.life;
    stage.journal.origin =
        (struct life_origin){ .life = state.life, .first = 1, .through = CLOSED };
    stage.hub.life = stage.journal.lives.life;
    empty_hub();
}

static bool follow_into_a_new_life(void *context, struct err *err)
{
    struct courier_result result;
    COURIER_AUTO *courier = NULL;
    (void)context;
    memory_rest();
    begin_life();
    memory_go_on();
    stage.hub.now.mono += 1000;
    if (!open_courier(&courier, err) || !courier_sync(courier, &result, err))
        return false;
    assert_int_equal(courier_state(courier)->life, stage.journal.lives.life);
    assert_int_equal(courier_state(courier)->acknowledged.seq, CLOSED);
    return true;
}

/* Whichever life the record names, what it says to be with the hub is of that one. */
static void judge_followed(void *context, bool fine)
{
    struct courier_state state;
    struct err err;
    (void)context;
    if (!courier_state_load(stage.data, &state, &err))
        fail_msg("the record is damaged: %s", err.text);
    assert_true(state.enrolled);
    if (state.life == stage.journal.lives.life)
        assert_memory_equal(&state.acknowledged.hash,
                            &stage.journal.points[state.acknowledged.seq].hash,
                            sizeof state.acknowledged.hash);
    else
        assert_int_equal(state.life, stage.journal.lives.former);
    assert_true(!fine || state.life == stage.journal.lives.life);
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

/* The hub's memory is not what fails. */
static void lay_the_bundle(void)
{
    char name[STICK_NAME_SIZE];
    char path[900];
    memory_rest();
    BUF_AUTO file = fake_bundle_file(&stage.hub, KIOSK, 1);
    bundle_file_name(KIOSK, name);
    (void)snprintf(path, sizeof path, "%s/%s", stage.stick, name);
    write_bytes(path, buf_span(&file));
    memory_go_on();
}

static bool take_off_a_stick(void *context, struct err *err)
{
    struct courier_stick stick;
    COURIER_AUTO *courier = NULL;
    (void)context;
    if (!open_courier(&courier, err) || !courier_stick(courier, stage.stick, &stick, err))
        return false;
    if (stick.bundle_bad)
        return err_set(err, ERR_LATER, "%s", stick.bundle_why);
    assert_int_equal(courier_state(courier)->bundle_serial, stage.serial);
    return true;
}

static void judge_taken(void *context, bool fine)
{
    judge_fetched(context, fine);
    if (fine)
        lay_the_bundle();
}

static void enrol_in_peace(void)
{
    struct err err = { 0 };
    if (!enrol(NULL, &err))
        fail_msg("%s", err.text);
    begin_journal();
    empty_hub();
}

static void enrol_with_a_survey(void)
{
    enrol_in_peace();
    put_survey();
}

static void enrol_where_a_bundle_is_offered(void)
{
    offer_a_bundle();
    enrol_in_peace();
}

static void enrol_and_lay_a_bundle(void)
{
    enrol_where_a_bundle_is_offered();
    offer_a_bundle();
    lay_the_bundle();
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
    { { .name = "a survey that the hub lacks",
        .run = bring_a_survey,
        .at_most = SURVEY_TRIES,
        .after = judge_carried },
      enrol_with_a_survey },
    { { .name = "a new life", .run = follow_into_a_new_life, .after = judge_followed },
      enrol_in_peace },
    { { .name = "a bundle off a stick", .run = take_off_a_stick, .after = judge_taken },
      enrol_and_lay_a_bundle },
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
        { "a_survey_is_brought_or_not", it_survives, NULL, NULL, &stories[4] },
        { "a_new_life_is_followed_or_not", it_survives, NULL, NULL, &stories[5] },
        { "a_bundle_is_taken_off_a_stick_or_not", it_survives, NULL, NULL, &stories[6] },
    };
    return cmocka_run_group_tests_name("courier_memory", tests, NULL, NULL);
}
