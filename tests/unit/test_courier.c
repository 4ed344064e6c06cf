/* The courier between a journal and a hub in memory: on good days and on bad ones. */
#include "courier.h"
#include "courier_socket.h"
#include "fake_hub.h"
#include "file.h"
#include "receipt.h"
#include "stick_keeper.h"
#include "survey.h"
#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

enum { CROWD = 300 };

static struct err err;

struct stage {
    char data[600];
    struct fake_hub hub;
    struct fake_journal journal;
    struct outbox outbox;
    struct courier *courier;
    struct courier_result result;
};

static void open_courier(struct stage *stage)
{
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &stage->courier, &err))
        fail_msg("opening: %s", err.text);
    courier_set_outbox(stage->courier, &stage->outbox);
}

static void reopen(struct stage *stage)
{
    courier_close(stage->courier);
    open_courier(stage);
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("stage"));
    fake_hub_init(&stage->hub);
    fake_journal_init(&stage->journal, 11, CROWD);
    stage->outbox = fake_journal_outbox(&stage->journal);
    open_courier(stage);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    fake_journal_finish(&stage->journal);
    fake_hub_finish(&stage->hub);
    free(stage);
    return 0;
}

static const struct courier_state *state_of(const struct stage *stage)
{
    return courier_state(stage->courier);
}

static void enrol(struct stage *stage)
{
    if (!courier_enrol(stage->courier, "https://hub.example:8443/", stage->hub.code, &err))
        fail_msg("enrolling: %s", err.text);
}

/* Enrolled, with so many closed responses waiting. */
static struct stage *ready(void **state, size_t closed)
{
    struct stage *stage = *state;
    enrol(stage);
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, closed);
    return stage;
}

static bool carry(struct stage *stage)
{
    stage->hub.now.mono += 1000;
    return courier_sync(stage->courier, &stage->result, &err);
}

static void carry_well(struct stage *stage)
{
    if (!carry(stage))
        fail_msg("carrying: %s", err.text);
}

/* It failed in this way, and the watermark stands where it stood. */
static void carry_badly(struct stage *stage, enum attempt_outcome outcome)
{
    struct chain_point mark = state_of(stage)->acknowledged;
    if (carry(stage))
        fail_msg("it passed for %s", attempt_word(stage->result.outcome));
    if (stage->result.outcome != outcome)
        fail_msg("%s: %s", attempt_word(stage->result.outcome), err.text);
    assert_int_equal(state_of(stage)->acknowledged.seq, mark.seq);
    assert_memory_equal(&state_of(stage)->acknowledged.hash, &mark.hash, sizeof mark.hash);
    const struct courier_state *now = state_of(stage);
    assert_int_equal(now->attempts[now->attempt_count - 1].outcome, outcome);
}

static const char *in(const struct stage *stage, const char *name)
{
    static char path[800];
    (void)snprintf(path, sizeof path, "%s/courier/%s", stage->data, name);
    return path;
}

static unsigned mode_of(const char *path)
{
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

/* --- enrolment --- */

static void enrolling_makes_a_key_and_keeps_whom_to_trust(void **state)
{
    struct stage *stage = *state;
    enrol(stage);
    assert_true(state_of(stage)->enrolled);
    assert_int_equal(state_of(stage)->kiosk, 5);
    assert_int_equal(state_of(stage)->life, stage->hub.life);
    assert_string_equal(state_of(stage)->hub_url, "https://hub.example:8443");
    assert_string_equal(stage->hub.last_url, "https://hub.example:8443/v1/enrol");
    assert_memory_equal(&state_of(stage)->words_key, &stage->hub.words_key, 32);
    assert_memory_equal(&state_of(stage)->hub_keys[0], &stage->hub.hub.public, 32);
    assert_int_equal(state_of(stage)->hub_time, stage->hub.time);
    assert_int_equal(mode_of(in(stage, "key")), 0600);
    assert_int_equal(mode_of(in(stage, "state")), 0640);
    assert_int_equal(mode_of(in(stage, "")), 02750);
    BUF_AUTO ca = read_bytes(in(stage, "ca.pem"));
    assert_string_equal(buf_text(&ca),
                        "-----BEGIN CERTIFICATE-----\nMAMCAQU=\n-----END CERTIFICATE-----\n");
    assert_int_equal(stage->hub.first_meetings, 1);
}

static void after_enrolment_every_certificate_is_judged(void **state)
{
    struct stage *stage = ready(state, 3);
    carry_well(stage);
    assert_int_equal(stage->hub.first_meetings, 1);
    assert_int_equal(stage->hub.renewals, 1);
}

static void only_the_programmes_own_certificates_judge_when_it_has_some(void **state)
{
    struct stage *stage = ready(state, 5);
    carry_well(stage);
    assert_int_equal(unlink(in(stage, "ca.pem")), 0);
    reopen(stage);
    carry_well(stage); /* the transport sees to what a missing file means: it was asked for it */
    assert_int_equal(stage->hub.system_trusted, 0);
}

static void a_programme_without_certificates_is_judged_by_the_systems(void **state)
{
    struct stage *stage = *state;
    stage->hub.public_ca = true;
    (void)ready(state, 5);
    assert_int_equal(stage->hub.system_trusted, 0); /* enrolment was a first meeting */
    carry_well(stage);
    assert_int_equal(stage->hub.system_trusted, 1);
    assert_int_equal(unlink(in(stage, "state")), 0);
    reopen(stage);
    carry_well(stage);
    assert_true(stage->hub.system_trusted > 1);
}

static void a_lost_reply_to_enrolment_burns_nothing(void **state)
{
    struct stage *stage = *state;
    stage->hub.trouble = FAKE_LOST_REPLY;
    stage->hub.trouble_count = 1;
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_false(state_of(stage)->enrolled);
    assert_true(stage->hub.enrolled);
    reopen(stage);
    enrol(stage);
    assert_true(state_of(stage)->enrolled);
}

static void the_same_code_again_keeps_the_progress(void **state)
{
    struct stage *stage = ready(state, 20);
    carry_well(stage);
    enrol(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 20);
    carry_well(stage);
}

static void a_hub_that_does_not_know_the_code_cannot_enrol_anybody(void **state)
{
    struct stage *stage = *state;
    struct invitation other;
    char code[CODE_SIZE];
    enrol(stage);
    /* The hub answers with what it made for its own code: the MAC is another. */
    invitation_new(77, &other);
    invitation_code(&other, code);
    courier_close(stage->courier);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("forged"));
    open_courier(stage);
    assert_false(courier_enrol(stage->courier, "https://hub.example", code, &err));
    assert_false(state_of(stage)->enrolled);
    assert_false(file_exists(in(stage, "state")));
}

static enum transport_result forged_post(void *self, const struct transport_request *request,
                                         struct transport_answer *answer, struct err *ret_err)
{
    struct fake_hub *hub = self;
    (void)request, (void)ret_err;
    answer->status = 200;
    (void)snprintf(answer->type, sizeof answer->type, "application/cbor");
    buf_put_span(&answer->body, buf_span(&hub->enrol_reply));
    return TRANSPORT_ANSWERED;
}

static void a_forged_mac_enrols_nobody(void **state)
{
    struct stage *stage = *state;
    struct courier_world world = fake_hub_world(&stage->hub);
    enrol(stage);
    stage->hub.enrol_reply.data[stage->hub.enrol_reply.size - 1] ^= 1;
    courier_close(stage->courier);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("forged-mac"));
    world.transport.post = forged_post;
    assert_true(courier_open_in(stage->data, &world, &stage->courier, &err));
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_non_null(strstr(err.text, "not from a hub that knows this code"));
    assert_false(state_of(stage)->enrolled);
    assert_false(file_exists(in(stage, "ca.pem")));
}

static void a_reply_to_another_kiosk_enrols_nobody(void **state)
{
    struct stage *stage = *state;
    struct courier_world world = fake_hub_world(&stage->hub);
    enrol(stage);
    courier_close(stage->courier);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("replayed"));
    world.transport.post = forged_post;
    assert_true(courier_open_in(stage->data, &world, &stage->courier, &err));
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_false(state_of(stage)->enrolled);
}

static void addresses_that_could_carry_a_secret_or_are_not_https_are_refused(void **state)
{
    static const char *const wrong[] = { "http://hub.example",
                                         "hub.example",
                                         "https://",
                                         "https://me:secret@hub.example",
                                         "https://hub/path",
                                         "https://hub?x=1",
                                         "https://hub example",
                                         "ftp://hub" };
    struct stage *stage = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(courier_enrol(stage->courier, wrong[i], stage->hub.code, &err));
        assert_null(strstr(err.text, "secret"));
    }
    assert_int_equal(stage->hub.posts, 0);
}

static void a_key_once_made_is_never_replaced(void **state)
{
    struct stage *stage = *state;
    fake_hub_down(&stage->hub, 1, TRANSPORT_NO_NETWORK);
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    BUF_AUTO before = read_bytes(in(stage, "key"));
    reopen(stage);
    enrol(stage);
    BUF_AUTO after = read_bytes(in(stage, "key"));
    assert_true(span_equal(buf_span(&before), buf_span(&after)));
}

static void a_key_that_others_can_read_is_not_used(void **state)
{
    struct stage *stage = ready(state, 1);
    struct courier_world world = fake_hub_world(&stage->hub);
    courier_close(stage->courier);
    stage->courier = NULL;
    assert_int_equal(chmod(in(stage, "key"), 0644), 0);
    assert_false(courier_open_in(stage->data, &world, &stage->courier, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void a_damaged_key_is_noticed(void **state)
{
    struct stage *stage = ready(state, 1);
    struct courier_world world = fake_hub_world(&stage->hub);
    courier_close(stage->courier);
    stage->courier = NULL;
    BUF_AUTO key = read_bytes(in(stage, "key"));
    for (size_t i = 0; i < key.size; i += 7) {
        key.data[i] ^= 4;
        write_bytes(in(stage, "key"), buf_span(&key));
        assert_false(courier_open_in(stage->data, &world, &stage->courier, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
        key.data[i] ^= 4;
    }
}

/* --- exchanges --- */

static void nothing_is_sent_before_enrolment(void **state)
{
    struct stage *stage = *state;
    assert_false(carry(stage));
    assert_int_equal(stage->hub.posts, 0);
    assert_int_equal(stage->result.outcome, ATTEMPT_NONE);
}

static void an_acknowledgement_moves_the_watermark(void **state)
{
    struct stage *stage = ready(state, 120);
    carry_well(stage);
    assert_int_equal(stage->result.sent, 120);
    assert_int_equal(stage->result.acknowledged, 120);
    assert_int_equal(stage->result.pending, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq, 120);
    assert_memory_equal(&state_of(stage)->acknowledged.hash, &stage->journal.points[120].hash, 32);
    assert_int_equal(stage->hub.responses_taken, 120);
    reopen(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 120);
    stage->journal.count = 121;
    carry_well(stage);
    assert_int_equal(stage->result.sent, 1);
    assert_int_equal(stage->hub.responses_taken, 121);
}

static void a_long_backlog_goes_in_several_batches(void **state)
{
    struct stage *stage = ready(state, CROWD);
    struct courier_settings settings = courier_settings_default();
    settings.batch_max = 37;
    courier_set_settings(stage->courier, &settings);
    carry_well(stage);
    assert_int_equal(stage->result.acknowledged, CROWD);
    assert_int_equal(stage->hub.posts, 1 + (CROWD + 36) / 37);
    assert_int_equal(stage->hub.responses_taken, CROWD);
}

static void without_responses_it_asks_for_news(void **state)
{
    struct stage *stage = ready(state, 0);
    carry_well(stage);
    assert_int_equal(stage->result.acknowledged, 0);
    assert_int_equal(stage->hub.last_head.after.seq, 0);
    assert_int_equal(stage->hub.last_head.now_segment, 200);
    assert_int_equal(stage->hub.last_head.now_ms, stage->hub.now.mono - 1000);
    assert_int_equal(stage->hub.last_head.now_wall, stage->hub.now.wall);
}

static void without_a_journal_it_still_asks_for_news(void **state)
{
    struct stage *stage = *state;
    enrol(stage);
    carry_well(stage);
    assert_int_equal(stage->result.pending, 0);
    assert_int_equal(stage->hub.last_head.now_segment, 0);
}

static void a_lost_reply_is_made_good_by_sending_again(void **state)
{
    struct stage *stage = ready(state, 50);
    stage->hub.trouble = FAKE_LOST_REPLY;
    stage->hub.trouble_count = 1;
    carry_badly(stage, ATTEMPT_NO_ANSWER);
    assert_int_equal(stage->hub.responses_taken, 50);
    stage->journal.count = 60;
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 60);
    assert_int_equal(stage->hub.responses_taken, 60);
}

static void twist_nonce(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->nonce.bytes[3] ^= 1;
}

static void twist_life(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->life ^= 1;
}

static void twist_kiosk(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->kiosk++;
}

static void a_reply_to_another_request_proves_nothing(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.twist = twist_nonce;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
}

static void a_receipt_of_another_life_or_kiosk_proves_nothing(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.twist = twist_life;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    stage->hub.twist = twist_kiosk;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
}

static void a_reply_signed_by_a_stranger_proves_nothing(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.stranger_signs = true;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
}

static void a_sign_in_page_is_no_success(void **state)
{
    struct stage *stage = ready(state, 5);
    fake_hub_page(&stage->hub, 1, 200, "text/html; charset=utf-8", 0);
    carry_badly(stage, ATTEMPT_SIGN_IN);
    fake_hub_page(&stage->hub, 1, 302, "text/html", 0);
    carry_badly(stage, ATTEMPT_SIGN_IN);
    fake_hub_page(&stage->hub, 1, 511, "text/html", 0);
    carry_badly(stage, ATTEMPT_SIGN_IN);
    fake_hub_page(&stage->hub, 1, 200, "application/cose", 0);
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    fake_hub_page(&stage->hub, 1, 204, "", 0);
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    assert_false(state_of(stage)->paused);
    carry_well(stage);
}

static void a_busy_hub_is_left_alone_as_long_as_it_asks(void **state)
{
    struct stage *stage = ready(state, 5);
    fake_hub_page(&stage->hub, 1, 503, "text/html", 600);
    carry_badly(stage, ATTEMPT_BUSY);
    assert_true(state_of(stage)->next_attempt >= stage->hub.now.wall + 600);
    assert_true(state_of(stage)->next_attempt <= stage->hub.now.wall + 760);
    fake_hub_page(&stage->hub, 1, 429, "application/problem+json", 0);
    carry_badly(stage, ATTEMPT_BUSY);
    assert_int_equal(state_of(stage)->failures, 2);
    assert_true(state_of(stage)->next_attempt <= stage->hub.now.wall + 10);
    carry_well(stage);
    assert_int_equal(state_of(stage)->failures, 0);
    assert_int_equal(state_of(stage)->next_attempt, 0);
}

/* Anybody on the way can say so; it must not keep the kiosk away for hours. */
static void a_refusal_that_nobody_signed_is_only_a_failure(void **state)
{
    struct stage *stage = ready(state, 5);
    for (int i = 0; i < 20; i++) {
        bool unknown = i % 2 != 0; /* and it is not adopted either */
        fake_hub_page(&stage->hub, unknown ? 2 : 1, unknown ? 403 : 401, "application/problem+json",
                      1000000);
        carry_badly(stage, ATTEMPT_UNPROVEN);
        assert_false(state_of(stage)->paused);
        assert_true(state_of(stage)->next_attempt <= stage->hub.now.wall + 80 * 60);
    }
    carry_well(stage);
    assert_int_equal(stage->hub.responses_taken, 5);
}

static void a_hub_that_does_not_adopt_is_asked_once_in_one_go(void **state)
{
    struct stage *stage = ready(state, 5);
    fake_hub_page(&stage->hub, 2, 403, "application/problem+json", 0);
    int before = stage->hub.posts;
    carry_badly(stage, ATTEMPT_UNPROVEN);
    assert_int_equal(stage->hub.posts, before + 2);
    assert_non_null(strstr(stage->result.detail, "nor does it adopt it"));
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
}

static void without_its_certificate_a_kiosk_is_turned_away_and_loses_nothing(void **state)
{
    struct stage *stage = ready(state, 5);
    assert_int_equal(unlink(in(stage, "certificate")), 0);
    stage->hub.forgot = true;
    carry_badly(stage, ATTEMPT_UNPROVEN);
    stage->hub.forgot = false;
    carry_well(stage);
    assert_int_equal(stage->hub.responses_taken, 5);
}

static void a_filter_on_the_way_does_not_pause(void **state)
{
    struct stage *stage = ready(state, 5);
    fake_hub_page(&stage->hub, 1, 403, "text/html", 0);
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    assert_false(state_of(stage)->paused);
}

static void each_way_of_not_being_reached_has_its_name(void **state)
{
    static const struct {
        enum transport_result result;
        enum attempt_outcome outcome;
    } ways[] = { { TRANSPORT_NO_NETWORK, ATTEMPT_NO_NETWORK },
                 { TRANSPORT_NO_NAME, ATTEMPT_NO_NAME },
                 { TRANSPORT_NOT_TRUSTED, ATTEMPT_NOT_TRUSTED },
                 { TRANSPORT_GARBLED, ATTEMPT_NOT_A_RECEIPT } };
    struct stage *stage = ready(state, 5);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        fake_hub_down(&stage->hub, 1, ways[i].result);
        carry_badly(stage, ways[i].outcome);
    }
    assert_int_equal(state_of(stage)->failures, 4);
}

static void a_clock_before_the_hubs_time_is_named_as_the_cause(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.now.wall = stage->hub.time + 1000;
    fake_hub_down(&stage->hub, 2, TRANSPORT_CERT_TIME);
    carry_badly(stage, ATTEMPT_NOT_TRUSTED);
    stage->hub.now.wall = 0; /* 1970 */
    fake_hub_down(&stage->hub, 1, TRANSPORT_CERT_TIME);
    carry_badly(stage, ATTEMPT_CLOCK);
    assert_int_equal(stage->hub.trouble_count, 0);
}

/* In 1970 by what was signed last; in 2039 by our clock first, and then by what was signed; by a
 * hub that was wrong itself, by our clock again. */
static void a_certificate_that_does_not_hold_by_one_clock_is_judged_by_the_other(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.now.wall = 0;
    carry_well(stage);
    assert_int_equal(stage->hub.last_judged_at, stage->hub.time);
    stage->hub.now.wall = stage->hub.time + 400000000;
    stage->hub.now.boot.bytes[0]++;
    fake_hub_down(&stage->hub, 1, TRANSPORT_CERT_TIME);
    carry_well(stage);
    assert_int_equal(stage->hub.last_judged_at, stage->hub.time);
    fake_hub_down(&stage->hub, 1, TRANSPORT_CERT_TIME);
    carry_well(stage);
    assert_int_equal(stage->hub.last_judged_at, stage->hub.now.wall);
}

/* A hub repeats its first reply byte for byte, however long ago that was. */
static void the_time_of_enrolment_is_only_a_floor(void **state)
{
    static const struct boot_id none = { { 0 } };
    struct stage *stage = *state;
    enrol(stage);
    assert_int_equal(state_of(stage)->hub_time, stage->hub.time);
    assert_memory_equal(&state_of(stage)->hub_time_boot, &none, sizeof none);
    assert_int_equal(state_of(stage)->hub_time_mono, 0);
    int64_t first = stage->hub.time;
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 5);
    stage->hub.time += 5000;
    carry_well(stage);
    stage->hub.time = first;
    enrol(stage);
    assert_int_equal(state_of(stage)->hub_time, first + 5000);
    assert_memory_equal(&state_of(stage)->hub_time_boot, &stage->hub.now.boot, 16);
}

static void a_signed_time_is_kept_as_the_clocks_floor(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->hub.time += 5000;
    carry_well(stage);
    assert_int_equal(state_of(stage)->hub_time, stage->hub.time);
    assert_int_equal(state_of(stage)->hub_time_mono, stage->hub.now.mono);
    assert_memory_equal(&state_of(stage)->hub_time_boot, &stage->hub.now.boot, 16);
    int64_t held = stage->hub.time;
    stage->hub.time = 12345; /* a hub in 1970 teaches nobody the time */
    carry_well(stage);
    assert_int_equal(state_of(stage)->hub_time, held);
}

static void send_from(struct fake_hub *hub, struct reply *reply)
{
    reply->instruction = INSTRUCTION_SEND_FROM;
    reply->instruction_value = hub->value;
}

static void a_restored_hub_gets_again_what_it_lacks(void **state)
{
    struct stage *stage = ready(state, 80);
    carry_well(stage);
    stage->hub.through = stage->journal.points[30];
    stage->hub.responses_taken = 30;
    stage->journal.count = 90;
    carry_well(stage);
    assert_int_equal(stage->hub.responses_taken, 90);
    assert_int_equal(state_of(stage)->acknowledged.seq, 90);
}

static void a_reply_to_another_request_cannot_lower_the_watermark(void **state)
{
    struct stage *stage = ready(state, 80);
    carry_well(stage);
    stage->hub.through = stage->journal.points[30];
    stage->hub.twist = twist_nonce;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(state_of(stage)->acknowledged.seq, 80);
}

static void a_hub_that_sends_back_for_ever_is_left_after_a_few_tries(void **state)
{
    struct stage *stage = ready(state, 80);
    carry_well(stage);
    stage->hub.twist = send_from;
    stage->hub.value = 10;
    int before = stage->hub.posts;
    (void)carry(stage);
    assert_true(stage->hub.posts - before <= 5);
}

/* The screen takes it from the receipt that what is kept must go on under another life. */
static void what_is_no_longer_kept_is_no_reason_to_stop(void **state)
{
    struct stage *stage = ready(state, 80);
    carry_well(stage);
    stage->journal.purged = stage->journal.points[80];
    stage->hub.through = stage->journal.points[30];
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_HUB_LACKS);
    assert_false(state_of(stage)->paused);
    assert_int_equal(state_of(stage)->acknowledged.seq, 80);
    BUF_AUTO kept = read_bytes(in(stage, "receipt"));
    struct reply reply = { 0 };
    assert_true(reply_open(buf_span(&kept), &stage->hub.hub.public, &reply, &err));
    assert_int_equal(reply.instruction, INSTRUCTION_SEND_FROM);
    assert_int_equal(reply.instruction_value, 31);
    reply_finish(&reply);
}

/* Opens the stored receipt with the hub's key. */
static struct reply stored_receipt(const struct stage *stage)
{
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    struct reply reply = { 0 };
    if (!courier_receipt_load(stage->data, &message, &err) ||
        !reply_open(buf_span(&message), &stage->hub.hub.public, &reply, &err))
        fail_msg("the receipt: %s", err.text);
    reply_finish(&reply);
    return reply;
}

static void the_last_signed_receipt_is_kept_for_the_screen(void **state)
{
    struct stage *stage = ready(state, 10);
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    assert_false(courier_receipt_load(stage->data, &message, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    carry_well(stage);
    assert_int_equal(stored_receipt(stage).through.seq, 10);
    assert_int_equal(mode_of(in(stage, "receipt")), 0640);
    stage->journal.count = 20;
    stage->hub.twist = twist_nonce;
    carry_badly(stage, ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(stored_receipt(stage).through.seq, 10);
}

static void a_receipt_that_cannot_be_kept_moves_nothing(void **state)
{
    struct stage *stage = ready(state, 10);
    assert_true(file_make_folder(in(stage, "receipt/in-the-way"), 0750, &err));
    carry_badly(stage, ATTEMPT_BROKEN);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
}

struct told {
    const struct fake_hub *hub;
    uint64_t numbers; /* a bit for each */
    size_t count;
};

static bool take_said(void *context, struct span message)
{
    struct told *said = context;
    struct statement statement;
    assert_true(statement_open(message, &said->hub->programme.public, &statement, &err));
    said->numbers |= UINT64_C(1) << statement.number;
    said->count++;
    return true;
}

static struct told stored_statements(const struct stage *stage)
{
    struct told said = { .hub = &stage->hub };
    if (!courier_statements_load(stage->data, take_said, &said, &err))
        fail_msg("the statements: %s", err.text);
    return said;
}

static void the_statements_of_enrolment_are_kept_for_the_screen(void **state)
{
    struct stage *stage = *state;
    struct told said = { .hub = &stage->hub };
    assert_false(courier_statements_load(stage->data, take_said, &said, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    enrol(stage);
    assert_int_equal(stored_statements(stage).numbers, 1 << 1 | 1 << 2 | 1 << 3);
    enrol(stage);
    assert_int_equal(stored_statements(stage).count, 3);
    assert_int_equal(mode_of(in(stage, "statements")), 0640);
}

static void set_aside_two(struct fake_hub *hub, struct reply *reply)
{
    static struct refusal refusals[2] = { { 3, "its survey is unknown" }, { 7, "no" } };
    (void)hub;
    reply->refusals = refusals;
    reply->refusal_count = 2;
}

static void refusals_are_counted_once_and_block_nothing(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = set_aside_two;
    carry_well(stage);
    assert_int_equal(stage->result.refused, 2);
    assert_non_null(strstr(stage->result.detail, "its survey is unknown"));
    assert_int_equal(state_of(stage)->refused_count, 2);
    stage->journal.count = 15;
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 15);
    assert_int_equal(state_of(stage)->refused_count, 2);
}

static void the_kiosk_can_say_which_responses_were_set_aside_and_why(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = set_aside_two;
    carry_well(stage);
    reopen(stage);
    assert_true(courier_state_refused(state_of(stage), 3));
    assert_false(courier_state_refused(state_of(stage), 4));
    assert_true(courier_state_refused(state_of(stage), 7));
    assert_int_equal(state_of(stage)->refused_listed, 2);
    assert_string_equal(state_of(stage)->refused[0].reason, "its survey is unknown");
}

static void what_is_judged_anew_is_no_longer_set_aside(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = set_aside_two;
    carry_well(stage);
    stage->hub.twist = NULL;
    stage->hub.through = stage->journal.points[5]; /* restored from a backup */
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 10);
    assert_true(courier_state_refused(state_of(stage), 3));
    assert_false(courier_state_refused(state_of(stage), 7));
    assert_int_equal(state_of(stage)->refused_count, 1);
}

static void set_aside_all(struct fake_hub *hub, struct reply *reply)
{
    static struct refusal refusals[250];
    for (size_t i = 0; i < 250; i++) {
        refusals[i].seq = hub->value + i + 1;
        (void)snprintf(refusals[i].reason, sizeof refusals[i].reason, "because\nof %zu", i);
    }
    reply->refusals = refusals;
    reply->refusal_count = 250;
}

static void only_the_newest_thousand_that_were_set_aside_are_listed(void **state)
{
    struct stage *stage = *state;
    fake_journal_finish(&stage->journal);
    fake_journal_init(&stage->journal, 12, 1250);
    (void)ready(state, 0);
    stage->hub.twist = set_aside_all;
    for (stage->hub.value = 0; stage->hub.value < 1250; stage->hub.value += 250) {
        stage->journal.count += 250;
        carry_well(stage);
    }
    reopen(stage);
    assert_int_equal(state_of(stage)->refused_count, 1250);
    assert_int_equal(state_of(stage)->refused_listed, COURIER_REFUSED_MAX);
    assert_false(courier_state_refused(state_of(stage), 250));
    assert_true(courier_state_refused(state_of(stage), 251));
    assert_true(courier_state_refused(state_of(stage), 1250));
    assert_string_equal(state_of(stage)->refused[0].reason, "because of 0");
}

static void another_chain(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->through.hash.bytes[0] ^= 1;
}

static void another_response_under_our_number_is_a_fork(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = another_chain;
    carry_badly(stage, ATTEMPT_FORK);
    assert_true(state_of(stage)->paused);
}

static void went_on_with_a_copy(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->through = (struct chain_point){ 6, { { 9 } } };
    reply->instruction = INSTRUCTION_SEND_FROM;
    reply->instruction_value = 7;
}

/* It was set back, and a copy of this card came first: where both part it can only see from further
 * back. */
static void a_hub_that_went_on_with_a_copy_is_asked_from_the_first_that_is_kept(void **state)
{
    struct stage *stage = ready(state, 10);
    carry_well(stage);
    stage->hub.twist = went_on_with_a_copy;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_BUSY);
    assert_false(state_of(stage)->paused);
    assert_int_equal(stage->hub.last_head.before.seq, 0);
    assert_int_equal(stage->hub.last_head.after.seq, 10);
}

static void ahead_of_us(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->through.seq += 5;
}

static void a_hub_ahead_of_the_journal_has_what_it_was_sent(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = ahead_of_us;
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 10);
}

static void a_journal_set_back_asks_how_far_both_agree(void **state)
{
    struct stage *stage = ready(state, 10);
    carry_well(stage);
    stage->journal.count = 4;
    carry_well(stage);
    assert_int_equal(stage->hub.last_head.before.seq, 4);
    assert_int_equal(state_of(stage)->acknowledged.seq, 4);
    assert_int_equal(stage->result.sent, 0);
}

/* The hub has another history behind response hub->value. */
static void new_life(struct fake_hub *hub, struct reply *reply)
{
    reply->instruction = INSTRUCTION_NEW_LIFE;
    reply->instruction_value = 99;
    reply->through = hub->parting;
}

static void a_fork_keeps_the_order_for_the_screen_and_tries_again_soon(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = new_life;
    stage->hub.parting = stage->journal.points[6];
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_NEW_LIFE);
    assert_int_equal(state_of(stage)->acknowledged.seq, 6);
    assert_false(state_of(stage)->paused);
    BUF_AUTO kept = read_bytes(in(stage, "receipt"));
    struct reply reply = { 0 };
    assert_true(reply_open(buf_span(&kept), &stage->hub.hub.public, &reply, &err));
    assert_int_equal(reply.instruction_value, 99);
    reply_finish(&reply);
}

/* Not even the beginning of the batch is what the hub has: it is asked from the first that is kept.
 */
static void a_fork_from_before_the_batch_is_looked_for_further_back(void **state)
{
    struct stage *stage = ready(state, 10);
    carry_well(stage);
    stage->hub.twist = new_life;
    stage->hub.parting = (struct chain_point){ 10, { { 3 } } };
    stage->journal.count = 12;
    assert_false(carry(stage));
    assert_int_equal(stage->hub.last_head.before.seq, 0);
    assert_int_equal(stage->result.outcome, ATTEMPT_NEW_LIFE);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
}

static void a_journal_in_a_new_life_is_followed_there(void **state)
{
    struct stage *stage = ready(state, 10);
    uint64_t former = state_of(stage)->life;
    carry_well(stage);
    fake_journal_begin(&stage->journal, 77, &state_of(stage)->kiosk_key, 3);
    stage->journal.lives.former = former;
    stage->journal.origin = (struct life_origin){ .life = former, .first = 11, .through = 3 };
    stage->hub.life = 77;
    stage->hub.through = stage->journal.points[0];
    carry_well(stage);
    assert_int_equal(state_of(stage)->life, 77);
    assert_int_equal(state_of(stage)->acknowledged.seq, 3);
    assert_int_equal(stage->hub.last_head.life, 77);
    assert_int_equal(stage->hub.last_head.origin_count, 1);
    assert_int_equal(stage->hub.last_head.origins[0].first, 11);
}

static void while_some_are_stranded_the_old_life_is_asked_for_its_end(void **state)
{
    struct stage *stage = ready(state, 10);
    uint64_t former = state_of(stage)->life;
    carry_well(stage);
    fake_journal_begin(&stage->journal, 77, &state_of(stage)->kiosk_key, 3);
    stage->journal.lives.former = former;
    stage->journal.lives.stranded = 4;
    stage->journal.lives.salvages = 1;
    carry_well(stage);
    assert_int_equal(state_of(stage)->life, former);
    assert_int_equal(stage->hub.last_head.life, former);
    assert_int_equal(stage->hub.last_head.after.seq, 0);
    assert_int_equal(stage->hub.last_head.health.trouble, TROUBLE_SALVAGED);
    assert_int_equal(stage->result.pending, 4);
    carry_well(stage);
    assert_int_equal(stage->hub.last_head.health.trouble, 0); /* it has been told */
}

static void a_journal_of_a_stranger_is_not_carried(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->journal.lives.life = 78;
    carry_badly(stage, ATTEMPT_BROKEN);
}

static void revoked(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->instruction = INSTRUCTION_REVOKED;
}

static void orders_for_people_pause_but_keep_the_receipt(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = revoked;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_REFUSED);
    assert_int_equal(state_of(stage)->acknowledged.seq, 10);
    stage->journal.count = 12;
    assert_true(state_of(stage)->paused);
    assert_non_null(strstr(state_of(stage)->pause_reason, "revoked"));
    assert_true(state_of(stage)->next_attempt >= stage->hub.now.wall + 3 * 3600);
    reopen(stage);
    assert_true(state_of(stage)->paused);
    stage->hub.twist = NULL;
    carry_well(stage);
    assert_false(state_of(stage)->paused);
}

static void new_life_refused(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->instruction = INSTRUCTION_NEW_LIFE;
    reply->instruction_value = 0;
}

static void a_signed_word_of_a_fork_pauses_with_its_reason(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.twist = new_life_refused;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_FORK);
    assert_true(state_of(stage)->paused);
    assert_non_null(strstr(state_of(stage)->pause_reason, "new life"));
    assert_true(state_of(stage)->next_attempt >= stage->hub.now.wall + 3 * 3600);
}

static void damage_is_told_until_a_batch_that_tells_of_it_is_taken(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->journal.lives.salvages = 1;
    stage->hub.twist = new_life_refused;
    assert_false(carry(stage));
    assert_int_equal(stage->hub.last_head.health.trouble, TROUBLE_SALVAGED);
    stage->hub.twist = NULL;
    carry_well(stage);
    assert_int_equal(stage->hub.last_head.health.trouble, TROUBLE_SALVAGED);
    carry_well(stage);
    assert_int_equal(stage->hub.last_head.health.trouble, 0);
}

static void counters_are_told_since_the_last_acknowledged_exchange(void **state)
{
    struct stage *stage = ready(state, 4);
    stage->journal.counters = (struct counters){ .woken = 10, .started = 6, .completed = 4 };
    carry_well(stage);
    assert_int_equal(stage->hub.last_health.woken, 10);
    assert_int_equal(stage->hub.last_health.pending, 4);
    assert_true(strlen(stage->hub.last_health.version) > 0);
    stage->journal.counters = (struct counters){ .woken = 13, .started = 6, .completed = 5 };
    stage->hub.trouble = FAKE_LOST_REPLY;
    stage->hub.trouble_count = 1;
    struct nonce first = stage->hub.last_head.nonce;
    carry_badly(stage, ATTEMPT_NO_ANSWER);
    struct nonce lost = stage->hub.last_head.nonce;
    carry_well(stage);
    struct nonce again = stage->hub.last_head.nonce;
    /* Told again, it begins from the same; the rest of a nonce is always another. */
    assert_memory_equal(&lost.bytes[12], &again.bytes[12], 4);
    assert_memory_not_equal(&first.bytes[12], &again.bytes[12], 4);
    assert_memory_not_equal(lost.bytes, again.bytes, 12);
    assert_int_equal(stage->hub.last_health.woken, 3);
    assert_int_equal(stage->hub.last_health.started, 0);
    assert_int_equal(stage->hub.last_health.completed, 1);
    assert_int_equal(stage->hub.last_health.room_mib, 1000);
}

/* The kiosk's own reconciliation, batch by batch. */
static void a_journal_whose_sums_are_not_its_responses_is_told_at_once(void **state)
{
    struct stage *stage = ready(state, 4);
    carry_well(stage);
    assert_int_equal(stage->hub.last_health.trouble & TROUBLE_MISCOUNT, 0);
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 8);
    stage->journal.miscount_at = 6;
    stage->journal.miscount = 1;
    int before = stage->hub.posts;
    carry_well(stage);
    assert_int_equal(stage->hub.posts, before + 2);
    assert_int_equal(stage->hub.last_health.trouble & TROUBLE_MISCOUNT, TROUBLE_MISCOUNT);
    assert_int_equal(stage->hub.responses_taken, 8);
    /* What lies behind it is counted rightly again. */
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 10);
    carry_well(stage);
    carry_well(stage);
    assert_int_equal(stage->hub.last_health.trouble & TROUBLE_MISCOUNT, 0);
    assert_int_equal(stage->hub.responses_taken, 10);
}

static void the_log_keeps_the_last_two_hundred_attempts(void **state)
{
    struct stage *stage = ready(state, 0);
    fake_hub_down(&stage->hub, 230, TRANSPORT_NO_NETWORK);
    for (int i = 0; i < 230; i++)
        (void)carry(stage);
    carry_well(stage);
    const struct courier_state *now = state_of(stage);
    assert_int_equal(now->attempt_count, 200);
    assert_int_equal(now->attempts_total, 231);
    assert_int_equal(now->attempts[199].outcome, ATTEMPT_ACKNOWLEDGED);
    assert_int_equal(now->attempts[198].outcome, ATTEMPT_NO_NETWORK);
}

static void a_lost_state_gets_its_progress_back_from_the_hub(void **state)
{
    struct stage *stage = ready(state, 60);
    carry_well(stage);
    courier_close(stage->courier);
    stage->journal.purged = stage->journal.points[20];
    write_bytes(in(stage, "state"), span_text("torn"));
    open_courier(stage);
    assert_true(strlen(courier_notice(stage->courier)) > 0);
    assert_true(file_exists(in(stage, "state.broken")));
    assert_true(state_of(stage)->enrolled);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
    carry_well(stage);
    assert_int_equal(stage->result.sent, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq, 60);
    assert_int_equal(stage->hub.responses_taken, 60);
}

static void without_a_journal_a_hub_that_knows_more_is_no_fork(void **state)
{
    struct stage *stage = ready(state, 60);
    carry_well(stage);
    courier_close(stage->courier);
    write_bytes(in(stage, "state"), span_text("torn"));
    stage->journal.missing = true;
    open_courier(stage);
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
    stage->journal.missing = false;
    carry_well(stage);
    assert_int_equal(stage->result.sent, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq, 60);
}

static void losing_state_and_twin_is_said_aloud_once(void **state)
{
    struct stage *stage = ready(state, 6);
    struct courier_world world = fake_hub_world(&stage->hub);
    courier_close(stage->courier);
    stage->courier = NULL;
    write_bytes(in(stage, "state"), span_text("torn"));
    write_bytes(in(stage, "identity"), span_text("torn"));
    assert_false(courier_open_in(stage->data, &world, &stage->courier, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_true(file_exists(in(stage, "identity.broken")));
    open_courier(stage);
    assert_false(state_of(stage)->enrolled);
    enrol(stage); /* the key is the same, so the same code still works */
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 6);
    carry_well(stage);
    assert_int_equal(stage->hub.responses_taken, 6);
}

static void a_damaged_twin_is_made_again(void **state)
{
    struct stage *stage = ready(state, 6);
    courier_close(stage->courier);
    write_bytes(in(stage, "identity"), span_text("torn"));
    open_courier(stage);
    courier_close(stage->courier);
    write_bytes(in(stage, "state"), span_text("torn"));
    open_courier(stage);
    assert_true(state_of(stage)->enrolled);
}

static void two_couriers_never_share_a_folder(void **state)
{
    struct stage *stage = *state;
    struct courier_world world = fake_hub_world(&stage->hub);
    struct courier *second = NULL;
    assert_false(courier_open_in(stage->data, &world, &second, &err));
    assert_int_equal(err.kind, ERR_LATER);
}

/* --- bundles --- */

static const char survey_text[] = "{\"title\":\"a survey of some length, so that it can be cut\"}";

/* Offers a bundle with a survey and a wording under this serial. */
static void offer(struct stage *stage, uint64_t serial)
{
    char wording[64];
    (void)snprintf(wording, sizeof wording, "{\"start\":\"%llu\"}", (unsigned long long)serial);
    struct digest survey = fake_hub_blob(&stage->hub, span_text(survey_text));
    struct digest words = fake_hub_blob(&stage->hub, span_text(wording));
    struct blob_name blobs[] = {
        fake_blob_name(BLOB_SURVEY, "gp_fft", &survey, strlen(survey_text)),
        fake_blob_name(BLOB_WORDING, "en", &words, strlen(wording)),
    };
    fake_hub_offer(&stage->hub, serial, blobs, 2);
}

static bool has_blob(const struct stage *stage, const struct digest *name)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    return courier_blob_load(stage->data, name, &bytes, &err);
}

static void the_first_bundle_comes_with_enrolment(void **state)
{
    struct stage *stage = *state;
    offer(stage, 1);
    enrol(stage);
    assert_int_equal(state_of(stage)->bundle_serial, 1);
    assert_memory_equal(&state_of(stage)->bundle, &stage->hub.bundle, 32);
    for (size_t i = 0; i < stage->hub.blob_count; i++)
        assert_true(has_blob(stage, &stage->hub.blobs[i].name));
    assert_int_equal(stage->hub.gets, 3);
}

static void a_first_bundle_that_fails_leaves_the_kiosk_enrolled(void **state)
{
    struct stage *stage = *state;
    struct digest nowhere = digest_of(span_text("no such blob"));
    struct blob_name blob = fake_blob_name(BLOB_SURVEY, "gp_fft", &nowhere, 12);
    fake_hub_offer(&stage->hub, 1, &blob, 1);
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_non_null(strstr(err.text, "enrolled"));
    assert_true(state_of(stage)->enrolled);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
    offer(stage, 2);
    carry_well(stage);
    assert_true(stage->result.new_bundle);
    assert_int_equal(state_of(stage)->bundle_serial, 2);
}

static void only_what_is_not_here_yet_is_fetched(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 3);
    carry_well(stage);
    assert_true(stage->result.new_bundle);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
    assert_memory_equal(&state_of(stage)->bundle, &stage->hub.bundle, 32);
    offer(stage, 4);
    int before = stage->hub.gets;
    carry_well(stage);
    assert_int_equal(stage->hub.gets - before, 2); /* the survey is here already */
}

static void cut_gets(struct fake_hub *hub, struct reply *reply)
{
    (void)reply;
    hub->trouble = FAKE_CUT;
    hub->trouble_count = 1;
}

static void a_fetch_that_was_cut_goes_on_where_it_stopped(void **state)
{
    struct stage *stage = ready(state, 2);
    offer(stage, 3);
    stage->hub.twist = cut_gets;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_NO_ANSWER);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq,
                     2); /* the responses are safe all the same */
    stage->hub.twist = NULL;
    reopen(stage);
    carry_well(stage);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
}

static void the_rest_of_a_cut_blob_is_asked_for_by_range(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 3);
    stage->hub.twist = cut_gets;
    for (int i = 0; i < 4; i++) {
        assert_false(carry(stage));
        assert_int_equal(stage->result.outcome, ATTEMPT_NO_ANSWER);
    }
    stage->hub.twist = NULL;
    carry_well(stage);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
    assert_true(stage->hub.farthest_from > 0);
}

static void a_blob_that_is_not_what_its_name_says_is_refused(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 3);
    for (size_t i = 0; i < stage->hub.blob_count; i++)
        if (stage->hub.blobs[i].bytes.size == strlen(survey_text))
            stage->hub.blobs[i].bytes.data[5] ^= 1;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
}

static void a_blob_longer_than_the_manifest_says_is_refused(void **state)
{
    struct stage *stage = ready(state, 0);
    struct digest survey = fake_hub_blob(&stage->hub, span_text(survey_text));
    struct blob_name blob = fake_blob_name(BLOB_SURVEY, "gp_fft", &survey, 10);
    fake_hub_offer(&stage->hub, 3, &blob, 1);
    assert_false(carry(stage));
    assert_int_equal(state_of(stage)->bundle_serial, 0);
}

static void an_older_bundle_is_never_taken(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 9);
    carry_well(stage);
    struct digest held = state_of(stage)->bundle;
    offer(stage, 8);
    carry_well(stage);
    assert_false(stage->result.new_bundle);
    assert_non_null(strstr(stage->result.detail, "was shown 9, which is held here"));
    assert_int_equal(state_of(stage)->bundle_serial, 9);
    assert_memory_equal(&state_of(stage)->bundle, &held, 32);
}

/* A hub that was restored from a backup older than this kiosk's enrolment. */
static void a_hub_that_does_not_know_this_kiosk_is_shown_who_enrolled_it(void **state)
{
    struct stage *stage = ready(state, 5);
    offer(stage, 9);
    carry_well(stage);
    assert_int_equal(stage->hub.adoptions, 0);
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 8);
    stage->hub.forgot = true;
    stage->hub.through = chain_start(stage->hub.life, &stage->hub.kiosk);
    stage->hub.responses_taken = 0;
    carry_well(stage);
    assert_int_equal(stage->hub.adoptions, 1);
    assert_int_equal(stage->hub.shown_serial, 9);
    assert_int_equal(stage->hub.responses_taken, 8);
    assert_int_equal(state_of(stage)->acknowledged.seq, 8);
    carry_well(stage);
    assert_int_equal(stage->hub.adoptions, 1);
    assert_int_equal(stage->hub.responses_taken, 8);
}

/* ---- leaving a hub ---- */

static bool may_leave(struct stage *stage)
{
    err = (struct err){ 0 };
    return courier_leave(stage->courier, &err);
}

static void a_kiosk_leaves_its_hub_when_its_journal_lets_it_go(void **state)
{
    struct stage *stage = ready(state, 5);
    struct public_key old = stage->hub.kiosk;
    carry_well(stage);
    assert_false(may_leave(stage));
    assert_int_equal(err.kind, ERR_CONFLICT);
    stage->journal.lives.leave = OUTBOX_LEAVES_WITH_ALL;
    assert_true(may_leave(stage));
    assert_false(state_of(stage)->enrolled);
    assert_int_equal(access(in(stage, "left/state"), F_OK), 0);
    assert_int_equal(access(in(stage, "left/key"), F_OK), 0);
    reopen(stage);
    assert_false(state_of(stage)->enrolled);
    assert_false(may_leave(stage));
    /* Another hub, as another kiosk. */
    stage->hub.enrolled = false;
    stage->hub.life++;
    enrol(stage);
    assert_memory_not_equal(&stage->hub.kiosk, &old, sizeof old);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
    fake_journal_begin(&stage->journal, stage->hub.life, &stage->hub.kiosk, 5);
    stage->hub.through = chain_start(stage->hub.life, &stage->hub.kiosk);
    carry_well(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 5);
    /* What it left lies beside what it had left before. */
    stage->journal.lives.leave = OUTBOX_LEAVES_WITH_ALL;
    assert_true(may_leave(stage));
    assert_int_equal(access(in(stage, "left.1/state"), F_OK), 0);
}

/* What the old hub has taken since would be counted at both. */
static void what_was_sent_since_keeps_a_kiosk_from_leaving(void **state)
{
    struct stage *stage = ready(state, 5);
    stage->journal.lives.leave = OUTBOX_LEAVES_WITH_UNSENT;
    carry_well(stage);
    assert_false(may_leave(stage));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_true(state_of(stage)->enrolled);
    stage->journal.purged = state_of(stage)->acknowledged;
    assert_true(may_leave(stage));
}

static void a_hub_that_forgot_its_bundle_is_shown_it_once(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 9);
    carry_well(stage);
    offer(stage, 8);
    for (int i = 0; i < 3; i++)
        carry_well(stage);
    assert_int_equal(stage->hub.adoptions, 1);
    assert_int_equal(stage->hub.shown_serial, 9);
    assert_int_equal(state_of(stage)->failures, 0);
    offer(stage, 10);
    carry_well(stage);
    assert_int_equal(state_of(stage)->bundle_serial, 10);
    assert_int_equal(stage->hub.adoptions, 1);
}

static void claims_twelve(struct fake_hub *hub, struct reply *reply)
{
    (void)hub;
    reply->bundle_serial = 12;
}

static void a_manifest_with_another_serial_than_announced_is_refused(void **state)
{
    struct stage *stage = ready(state, 0);
    offer(stage, 5);
    stage->hub.twist = claims_twelve;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
}

static void a_bundle_signed_by_a_stranger_is_refused(void **state)
{
    struct stage *stage = ready(state, 0);
    struct sample_keys hub = stage->hub.hub;
    stage->hub.hub = stage->hub.stranger;
    offer(stage, 5);
    stage->hub.hub = hub;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_NOT_A_RECEIPT);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
}

static void offer_statement(struct stage *stage, uint64_t serial, struct span message)
{
    struct digest name = fake_hub_blob(&stage->hub, message);
    struct blob_name blob = fake_blob_name(BLOB_STATEMENT, "4", &name, message.size);
    fake_hub_offer(&stage->hub, serial, &blob, 1);
}

static void keys_that_changed_come_with_a_bundle(void **state)
{
    struct stage *stage = ready(state, 0);
    BUF_AUTO said =
        fake_statement(&stage->hub, 4, STATEMENT_HUB_KEY, span_of(&stage->hub.stranger.public, 32));
    offer_statement(stage, 2, buf_span(&said));
    carry_well(stage);
    assert_int_equal(state_of(stage)->hub_key_count, 2);
    assert_int_equal(stored_statements(stage).numbers, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4);
    stage->hub.stranger_signs = true; /* who is none any more */
    carry_well(stage);
}

static void a_new_certificate_authority_is_added_to_the_old(void **state)
{
    static const uint8_t der[] = { 0x30, 0x04, 0x02, 0x02, 0x05, 0x06, 0x00 };
    struct stage *stage = ready(state, 0);
    BUF_AUTO said = fake_statement(&stage->hub, 4, STATEMENT_CA, span_of(der, sizeof der));
    int before = stage->hub.renewals;
    offer_statement(stage, 2, buf_span(&said));
    carry_well(stage);
    BUF_AUTO ca = read_bytes(in(stage, "ca.pem"));
    assert_non_null(strstr(buf_text(&ca), "MAMCAQU="));
    assert_non_null(strstr(buf_text(&ca), "MAQCAgUGAA=="));
    assert_int_equal(stage->hub.renewals, before + 1);
    offer_statement(stage, 3, buf_span(&said));
    carry_well(stage);
    BUF_AUTO again = read_bytes(in(stage, "ca.pem"));
    assert_true(span_equal(buf_span(&ca), buf_span(&again)));
}

static void an_old_words_key_never_replaces_a_newer_one(void **state)
{
    struct stage *stage = ready(state, 0);
    struct box_public fresh = { { 9 } };
    BUF_AUTO new_said = fake_statement(&stage->hub, 8, STATEMENT_WORDS_KEY, span_of(&fresh, 32));
    offer_statement(stage, 2, buf_span(&new_said));
    carry_well(stage);
    assert_memory_equal(&state_of(stage)->words_key, &fresh, 32);
    BUF_AUTO old_said =
        fake_statement(&stage->hub, 7, STATEMENT_WORDS_KEY, span_of(&stage->hub.words_key, 32));
    offer_statement(stage, 3, buf_span(&old_said));
    carry_well(stage);
    assert_memory_equal(&state_of(stage)->words_key, &fresh, 32);
    assert_int_equal(state_of(stage)->last_statement, 8);
}

static void a_statement_by_anybody_but_the_programme_introduces_nothing(void **state)
{
    struct stage *stage = ready(state, 0);
    struct sample_keys programme = stage->hub.programme;
    stage->hub.programme = stage->hub.hub; /* a hub that helps itself */
    BUF_AUTO said =
        fake_statement(&stage->hub, 4, STATEMENT_HUB_KEY, span_of(&stage->hub.stranger.public, 32));
    stage->hub.programme = programme;
    offer_statement(stage, 2, buf_span(&said));
    assert_false(carry(stage));
    assert_int_equal(state_of(stage)->hub_key_count, 1);
    assert_int_equal(state_of(stage)->bundle_serial, 0);
}

static void write_active(const struct stage *stage, const struct digest *name)
{
    char path[700];
    char hex[65];
    (void)snprintf(path, sizeof path, "%s/screen", stage->data);
    assert_true(file_make_folder(path, 0750, &err));
    (void)snprintf(path, sizeof path, "%s/screen/active", stage->data);
    digest_hex(name, hex);
    write_bytes(path, span_text(hex));
}

static void old_blobs_go_but_never_those_on_the_screen(void **state)
{
    struct stage *stage = ready(state, 0);
    struct digest manifests[6];
    for (uint64_t serial = 1; serial <= 5; serial++) {
        offer(stage, serial);
        manifests[serial] = stage->hub.bundle;
        carry_well(stage);
        if (serial == 2)
            write_active(stage, &manifests[2]);
    }
    assert_false(has_blob(stage, &manifests[1]));
    assert_true(has_blob(stage, &manifests[2]));
    assert_false(has_blob(stage, &manifests[3]));
    assert_true(has_blob(stage, &manifests[4]));
    assert_true(has_blob(stage, &manifests[5]));
    struct digest survey = digest_of(span_text(survey_text));
    assert_true(has_blob(stage, &survey));
    struct digest of_three = digest_of(span_text("{\"start\":\"3\"}"));
    struct digest of_two = digest_of(span_text("{\"start\":\"2\"}"));
    assert_false(has_blob(stage, &of_three));
    assert_true(has_blob(stage, &of_two));
}

/* The disk as the courier is told of it; 0: as it is. */
static uint64_t (*told_room)(void);
static const struct stage *told_stage;
static struct digest told_previous;

int __real_statvfs(const char *path, struct statvfs *ret);
int __wrap_statvfs(const char *path, struct statvfs *ret);

int __wrap_statvfs(const char *path, struct statvfs *ret)
{
    int code = __real_statvfs(path, ret);
    if (told_room != NULL) {
        ret->f_frsize = 1;
        ret->f_bavail = told_room();
    }
    return code;
}

/* 31 MiB while the bundle before is there, and two more without it. */
static uint64_t room_beside_previous(void)
{
    return (uint64_t)(has_blob(told_stage, &told_previous) ? 31 : 33) << 20;
}

/* Bundles 1 to 3, of which the screen shows the last. */
static void come_to_three(struct stage *stage, struct digest ret[4])
{
    for (uint64_t serial = 1; serial <= 3; serial++) {
        offer(stage, serial);
        ret[serial] = stage->hub.bundle;
        carry_well(stage);
    }
    write_active(stage, &ret[3]);
    assert_true(has_blob(stage, &ret[2]));
}

static void short_of_room_the_bundle_before_goes_and_what_is_asked_stays(void **state)
{
    struct stage *stage = ready(state, 0);
    struct digest manifests[4];
    struct digest survey = digest_of(span_text(survey_text));
    come_to_three(stage, manifests);
    stage->journal.room_mib = 16;
    carry_well(stage);
    assert_true(has_blob(stage, &manifests[2]));
    stage->journal.room_mib = 15;
    carry_well(stage);
    assert_int_equal(stage->hub.last_health.trouble, TROUBLE_ROOM);
    assert_false(has_blob(stage, &manifests[2]));
    assert_true(has_blob(stage, &manifests[3]));
    assert_true(has_blob(stage, &survey));
}

static void a_new_bundle_takes_the_room_of_the_one_before(void **state)
{
    struct stage *stage = ready(state, 0);
    struct digest manifests[4];
    come_to_three(stage, manifests);
    told_stage = stage;
    told_previous = manifests[2];
    told_room = room_beside_previous;
    offer(stage, 4);
    carry_well(stage);
    told_room = NULL;
    assert_int_equal(state_of(stage)->bundle_serial, 4);
    assert_false(has_blob(stage, &manifests[2]));
    assert_true(has_blob(stage, &manifests[3]));
}

/* --- stick --- */

/* A real survey of its own: the file with so many blanks behind it. */
static struct digest put_survey(const struct stage *stage, size_t blanks)
{
    char path[800];
    char hex[65];
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    assert_true(file_read(SOURCE_DIR "/assets/surveys/gp-fft.json", &bytes, &err));
    while (blanks-- > 0)
        buf_put_byte(&bytes, ' ');
    struct digest name = digest_of(buf_span(&bytes));
    digest_hex(&name, hex);
    (void)snprintf(path, sizeof path, "%s/courier/blobs", stage->data);
    assert_true(file_make_folder(path, 0750, &err));
    (void)snprintf(path, sizeof path, "%s/courier/blobs/%s", stage->data, hex);
    write_bytes(path, buf_span(&bytes));
    return name;
}

static void a_survey_that_the_hub_lacks_is_sent_and_the_responses_follow_at_once(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.lacks = put_survey(stage, 0);
    carry_well(stage);
    assert_int_equal(stage->hub.surveys_taken, 1);
    assert_int_equal(state_of(stage)->acknowledged.seq, 10);
    assert_int_equal(state_of(stage)->failures, 0);
    const struct courier_state *now = state_of(stage);
    assert_int_equal(now->attempts[now->attempt_count - 2].outcome, ATTEMPT_SURVEY_WANTED);
    assert_non_null(strstr(stage->result.detail, "has now been sent"));
}

static void a_survey_that_is_not_here_is_said_to_be_wanted(void **state)
{
    struct stage *stage = ready(state, 10);
    memset(&stage->hub.lacks, 9, sizeof stage->hub.lacks);
    offer(stage, 2);
    carry_badly(stage, ATTEMPT_SURVEY_WANTED);
    assert_int_equal(stage->hub.surveys_taken, 0);
    assert_false(state_of(stage)->paused);
    assert_int_equal(state_of(stage)->bundle_serial, 2); /* news are not held up by it */
}

static void nothing_but_a_survey_is_ever_given_to_a_hub_that_asks(void **state)
{
    struct stage *stage = ready(state, 10);
    offer(stage, 2);
    stage->hub.lacks = digest_of(span_text("{\"start\":\"2\"}"));
    carry_badly(stage, ATTEMPT_SURVEY_WANTED);
    assert_true(has_blob(stage, &stage->hub.lacks));
    int posts = stage->hub.posts;
    carry_badly(stage, ATTEMPT_SURVEY_WANTED);
    assert_int_equal(stage->hub.posts, posts + 1); /* the batch alone */
    assert_non_null(strstr(stage->result.detail, "no survey"));
}

static void a_survey_that_the_hub_refuses_is_said_in_its_words_and_tried_later(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.lacks = put_survey(stage, 0);
    stage->hub.trouble = FAKE_NO_SURVEYS;
    stage->hub.trouble_count = 2;
    stage->hub.status = 422;
    carry_badly(stage, ATTEMPT_SURVEY_WANTED);
    assert_non_null(strstr(stage->result.detail, "it asks nothing"));
    assert_false(state_of(stage)->paused);
    carry_well(stage);
    assert_int_equal(stage->hub.surveys_taken, 1);
    assert_int_equal(state_of(stage)->acknowledged.seq, 10);
}

static void insist(struct fake_hub *hub, struct reply *reply)
{
    if (hub->surveys_taken > 0) {
        reply->instruction = INSTRUCTION_SEND_SURVEY;
        reply->instruction_survey = hub->blobs[0].name;
    }
}

static void a_hub_that_lacks_a_survey_for_ever_is_sent_it_once(void **state)
{
    struct stage *stage = ready(state, 10);
    stage->hub.lacks = put_survey(stage, 0);
    stage->hub.blobs[0].name = stage->hub.lacks;
    stage->hub.twist = insist;
    assert_false(carry(stage));
    assert_int_equal(stage->result.outcome, ATTEMPT_SURVEY_WANTED);
    assert_int_equal(stage->hub.surveys_taken, 1);
    assert_non_null(strstr(stage->result.detail, "still lacks"));
}

static void old_surveys_stay_for_responses_that_name_them_but_only_the_newest(void **state)
{
    enum { OLD = 70 };
    struct stage *stage = ready(state, 0);
    struct digest names[OLD];
    for (size_t i = 0; i < OLD; i++) {
        char path[800];
        char hex[65];
        struct timespec times[2] = { { .tv_sec = 1000000 + (time_t)i }, { 0 } };
        times[1] = times[0];
        names[i] = put_survey(stage, i);
        digest_hex(&names[i], hex);
        (void)snprintf(path, sizeof path, "%s/courier/blobs/%s", stage->data, hex);
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
    offer(stage, 2);
    carry_well(stage);
    for (size_t i = 0; i < OLD; i++)
        assert_int_equal(has_blob(stage, &names[i]), i >= OLD - 64);
}

static const char *stick_folder(const struct stage *stage)
{
    static char path[700];
    (void)snprintf(path, sizeof path, "%s/stick", stage->data);
    assert_true(file_make_folder(path, 0755, &err));
    return path;
}

static struct courier_stick use_stick(struct stage *stage)
{
    struct courier_stick stick;
    if (!courier_stick(stage->courier, stick_folder(stage), &stick, &err))
        fail_msg("stick: %s", err.text);
    return stick;
}

/* What the hub's import does: takes a batch file, lays the receipt beside it. */
static void import_batch(struct stage *stage, unsigned from, unsigned to)
{
    char path[800];
    int length = snprintf(path, sizeof path, "%s/yousaid-0000000000000005-%016llx-%u-%u.batch",
                          stick_folder(stage), (unsigned long long)stage->hub.life, from, to);
    assert_true(length > 0);
    BUF_AUTO batch = read_bytes(path);
    struct courier_world world = fake_hub_world(&stage->hub);
    struct transport_answer answer = { .body = buf_new(REPLY_BYTES_MAX) };
    struct transport_request request = { .url = "https://x/v1/sync", .body = buf_span(&batch) };
    assert_int_equal(world.transport.post(world.transport.self, &request, &answer, &err),
                     TRANSPORT_ANSWERED);
    (void)snprintf(path + strlen(path) - strlen("batch"), 10, "receipt");
    write_bytes(path, buf_span(&answer.body));
    buf_finish(&answer.body);
}

static size_t files_like(const struct stage *stage, const char *pattern)
{
    char path[800];
    glob_t found = { 0 };
    (void)snprintf(path, sizeof path, "%s/%s", stick_folder(stage), pattern);
    (void)glob(path, 0, NULL, &found);
    size_t count = found.gl_pathc;
    globfree(&found);
    return count;
}

static void a_stick_carries_batches_out_and_receipts_back(void **state)
{
    struct stage *stage = ready(state, 100);
    struct courier_settings settings = courier_settings_default();
    settings.batch_max = 60;
    courier_set_settings(stage->courier, &settings);
    struct courier_stick out = use_stick(stage);
    assert_int_equal(out.files, 2);
    assert_int_equal(out.written, 100);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
    import_batch(stage, 1, 60);
    import_batch(stage, 61, 100);
    assert_int_equal(stage->hub.responses_taken, 100);
    struct courier_stick back = use_stick(stage);
    assert_int_equal(back.receipts, 2);
    assert_int_equal(back.acknowledged, 100);
    assert_int_equal(back.files, 0);
    assert_int_equal(back.pending, 0);
    assert_int_equal(files_like(stage, "yousaid-*.batch"), 0);
    assert_int_equal(files_like(stage, "yousaid-*.receipt"), 0);
    assert_int_equal(files_like(stage, "yousaid-*.adoption"), 0);
    assert_int_equal(files_like(stage, "*"), 1); /* the manifest */
    assert_int_equal(state_of(stage)->acknowledged.seq, 100);
    assert_int_equal(stored_receipt(stage).through.seq, 100);
    reopen(stage);
    assert_int_equal(state_of(stage)->acknowledged.seq, 100);
}

static void a_receipt_off_a_stick_never_lowers_the_watermark_or_gives_orders(void **state)
{
    struct stage *stage = ready(state, 40);
    (void)use_stick(stage);
    stage->hub.twist = revoked;
    import_batch(stage, 1, 40);
    stage->hub.twist = NULL;
    stage->journal.count = 50;
    carry_well(stage);
    int64_t known = state_of(stage)->hub_time;
    struct courier_stick back = use_stick(stage);
    assert_int_equal(back.receipts, 1);
    assert_int_equal(back.acknowledged, 0);
    assert_int_equal(stored_receipt(stage).through.seq, 50);
    assert_int_equal(state_of(stage)->acknowledged.seq, 50);
    assert_int_equal(state_of(stage)->hub_time, known);
    assert_false(state_of(stage)->paused);
}

/* The hub has another history behind the hub's `parting`, and names the life that follows from
 * ours, or from what `value` says instead. */
static void parts(struct fake_hub *hub, struct reply *reply)
{
    reply->instruction = INSTRUCTION_NEW_LIFE;
    reply->instruction_value = hub->value;
    reply->through = hub->parting;
}

static void part_behind(struct stage *stage, uint64_t seq)
{
    const struct courier_state *own = state_of(stage);
    stage->hub.twist = parts;
    stage->hub.parting = stage->journal.points[seq];
    stage->hub.value =
        chain_next_life(own->life, &own->kiosk_key, &stage->journal.points[seq + 1].hash);
}

static void a_new_life_comes_off_a_stick_too(void **state)
{
    struct stage *stage = ready(state, 40);
    (void)use_stick(stage);
    part_behind(stage, 25);
    import_batch(stage, 1, 40);
    struct courier_stick back = use_stick(stage);
    assert_true(back.new_life);
    assert_int_equal(back.files, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq, 25);
    assert_int_equal(stored_receipt(stage).instruction_value, stage->hub.value);
}

static void a_new_life_off_a_stick_must_follow_from_our_own_history(void **state)
{
    struct stage *stage = ready(state, 40);
    (void)use_stick(stage);
    part_behind(stage, 25);
    stage->hub.value++;
    import_batch(stage, 1, 40);
    struct courier_stick back = use_stick(stage);
    assert_false(back.new_life);
    assert_int_equal(back.foreign, 1);
    part_behind(stage, 25);
    stage->hub.parting.hash.bytes[3] ^= 1;
    import_batch(stage, 1, 40);
    back = use_stick(stage);
    assert_false(back.new_life);
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
}

/* The order is old: a hub has taken since what lies behind the point that it names. */
static void a_new_life_off_a_stick_takes_nothing_back(void **state)
{
    struct stage *stage = ready(state, 40);
    (void)use_stick(stage);
    part_behind(stage, 25);
    import_batch(stage, 1, 40);
    stage->hub.twist = NULL;
    carry_well(stage);
    struct courier_stick back = use_stick(stage);
    assert_false(back.new_life);
    assert_int_equal(state_of(stage)->acknowledged.seq, 40);
    assert_int_equal(stored_receipt(stage).through.seq, 40);
}

static void lacks_from_three(struct fake_hub *hub, struct reply *reply)
{
    reply->instruction = INSTRUCTION_SEND_FROM;
    reply->instruction_value = 3;
    reply->through = hub->parting;
}

/* A hub that asks by stick for what is gone: believed where it answers what was written since. */
static void what_is_gone_is_asked_for_by_stick_only_by_an_answer_that_is_young_enough(void **state)
{
    struct stage *stage = ready(state, 40);
    struct courier_lost lost;
    (void)use_stick(stage);
    stage->hub.twist = lacks_from_three;
    stage->hub.parting = stage->journal.points[2];
    import_batch(stage, 1, 40); /* an answer from before: the hub has all of it in the end */
    stage->hub.twist = NULL;
    carry_well(stage);
    stage->journal.purged = stage->journal.points[30];
    stage->journal.count = 45;
    struct courier_stick back = use_stick(stage);
    assert_false(back.new_life);
    stage->hub.twist = lacks_from_three;
    import_batch(stage, 31, 45);
    back = use_stick(stage);
    assert_true(back.new_life);
    assert_int_equal(stored_receipt(stage).through.seq, 2);
    assert_true(courier_lost_load(stage->data, &lost, &err));
    assert_int_equal(courier_lost_count(&lost, 0), 28);
}

static void a_list_of_what_is_lost_that_cannot_be_kept_keeps_no_kiosk_from_going_on(void **state)
{
    struct stage *stage = ready(state, 40);
    carry_well(stage);
    stage->journal.purged = stage->journal.points[30];
    stage->journal.count = 45;
    (void)use_stick(stage);
    stage->hub.twist = lacks_from_three;
    stage->hub.parting = stage->journal.points[2];
    import_batch(stage, 41, 45);
    assert_true(file_make_folder(in(stage, "lost"), 0750, &err));
    assert_true(file_make_folder(in(stage, "lost.broken"), 0750, &err));
    assert_true(file_make_folder(in(stage, "lost.broken/in-the-way"), 0750, &err));
    assert_true(use_stick(stage).new_life);
}

/* While one stick is at the hub, another is written: the reply comes home all the same. */
static void an_answer_to_the_stick_before_the_last_is_young_enough_too(void **state)
{
    struct stage *stage = ready(state, 40);
    carry_well(stage);
    stage->journal.purged = stage->journal.points[30];
    stage->journal.count = 45;
    (void)use_stick(stage);
    stage->hub.twist = lacks_from_three;
    stage->hub.parting = stage->journal.points[2];
    import_batch(stage, 41, 45);
    char path[800];
    char away[800];
    (void)snprintf(path, sizeof path, "%s", stick_folder(stage));
    (void)snprintf(away, sizeof away, "%s/away", stage->data);
    assert_int_equal(rename(path, away), 0);
    stage->journal.count = 50;
    (void)use_stick(stage); /* the other stick */
    (void)use_stick(stage); /* and once more */
    struct courier_stick back;
    if (!courier_stick(stage->courier, away, &back, &err))
        fail_msg("stick: %s", err.text);
    assert_true(back.new_life);
}

/* Through many sticks the list grows no further, and the newest are on it. */
static void of_the_batches_on_sticks_the_newest_are_known(void **state)
{
    struct stage *stage = ready(state, 300);
    struct courier_settings settings = courier_settings_default();
    settings.batch_max = 2;
    courier_set_settings(stage->courier, &settings);
    (void)use_stick(stage); /* 150 of them */
    BUF_AUTO first = read_bytes(in(stage, "carried"));
    (void)use_stick(stage);
    BUF_AUTO both = read_bytes(in(stage, "carried"));
    size_t line = first.size / 150;
    assert_int_equal(first.size, 150 * line);
    assert_int_equal(both.size, 256 * line);
    assert_memory_equal(both.data + 150 * line, first.data, 106 * line);
}

static void the_stick_has_what_a_hub_needs_that_does_not_know_the_kiosk(void **state)
{
    struct stage *stage = ready(state, 3);
    char path[800];
    struct span certificate;
    struct adoption adoption;
    (void)use_stick(stage);
    (void)snprintf(path, sizeof path, "%s/yousaid-0000000000000005.adoption", stick_folder(stage));
    BUF_AUTO message = read_bytes(path);
    assert_true(adoption_certificate(buf_span(&message), &certificate, &err));
    assert_true(adoption_open(buf_span(&message), &state_of(stage)->kiosk_key, &adoption, &err));
}

/* A venue that never has a network: its hub was set back to an older backup. */
static void what_a_hub_lacks_that_was_set_back_is_written_to_the_stick_again(void **state)
{
    struct stage *stage = ready(state, 40);
    (void)use_stick(stage);
    import_batch(stage, 1, 40);
    struct chain_point backup = stage->hub.through;
    stage->journal.count = 60;
    (void)use_stick(stage);
    import_batch(stage, 41, 60);
    stage->journal.count = 65;
    assert_int_equal(use_stick(stage).acknowledged, 20);
    stage->hub.through = backup;
    import_batch(stage, 61, 65);
    struct courier_stick back = use_stick(stage);
    assert_int_equal(back.acknowledged, 0);
    assert_int_equal(state_of(stage)->acknowledged.seq, 60);
    assert_int_equal(back.written, 25);
    import_batch(stage, 41, 65);
    assert_int_equal(stage->hub.through.seq, 65);
    assert_int_equal(use_stick(stage).acknowledged, 5);
    assert_int_equal(use_stick(stage).files, 0);
}

static void a_receipt_off_a_stick_that_cannot_be_kept_is_offered_again(void **state)
{
    struct stage *stage = ready(state, 40);
    struct courier_stick out;
    char path[800];
    (void)use_stick(stage);
    import_batch(stage, 1, 40);
    (void)snprintf(path, sizeof path, "%s", in(stage, "receipt/in-the-way"));
    assert_true(file_make_folder(path, 0750, &err));
    assert_false(courier_stick(stage->courier, stick_folder(stage), &out, &err));
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
    assert_int_equal(rmdir(path) | rmdir(in(stage, "receipt")), 0);
    assert_int_equal(use_stick(stage).acknowledged, 40);
}

static void foreign_and_damaged_files_on_a_stick_are_left_alone(void **state)
{
    struct stage *stage = ready(state, 40);
    char path[800];
    (void)use_stick(stage);
    (void)snprintf(path, sizeof path, "%s/holiday.receipt", stick_folder(stage));
    write_bytes(path, span_text("not a receipt"));
    stage->hub.twist = twist_life;
    import_batch(stage, 1, 40);
    struct courier_stick back = use_stick(stage);
    assert_int_equal(back.receipts, 0);
    assert_int_equal(back.foreign, 2);
    assert_true(file_exists(path));
    assert_int_equal(state_of(stage)->acknowledged.seq, 0);
}

/* What yousaid-stick answers, and how saving to its stick ends. */
static bool save_by(struct stage *stage, const char *first, const char *second, const char *folder)
{
    const char *const answers[] = { first, second };
    struct courier_stick stick;
    char path[100];
    (void)snprintf(path, sizeof path, "/tmp/keeper-%ld", (long)getpid());
    pid_t keeper = stick_keeper_start(path, answers, second == NULL ? 1 : 2);
    courier_set_stick_socket(stage->courier, path);
    bool saved = courier_stick(stage->courier, folder, &stick, &err);
    courier_set_stick_socket(stage->courier, NULL);
    stick_keeper_end(keeper, path);
    return saved;
}

static void a_stick_is_borrowed_and_given_back(void **state)
{
    struct stage *stage = ready(state, 40);
    assert_true(
        save_by(stage, "ok it may be written", "ok it is on the stick", stick_folder(stage)));
    import_batch(stage, 1, 40);
    assert_int_equal(use_stick(stage).acknowledged, 40);
}

static void what_is_not_on_the_stick_for_certain_is_not_said_to_be_saved(void **state)
{
    struct stage *stage = ready(state, 40);
    assert_false(save_by(stage, "ok it may be written", "failed lost it was pulled out",
                         stick_folder(stage)));
    assert_string_equal(courier_fault(stage->courier), FAULT_STICK_GONE);
    assert_non_null(strstr(err.text, "it was pulled out"));
}

static void a_stick_that_may_not_be_written_is_read_and_its_reason_is_told(void **state)
{
    struct stage *stage = ready(state, 40);
    assert_false(
        save_by(stage, "failed locked it is locked against writing", NULL, "/no/such/folder"));
    assert_string_equal(courier_fault(stage->courier), FAULT_STICK_GONE);
    assert_non_null(strstr(err.text, "it is locked against writing"));
    /* A folder that is none of its is written as its own rights say. */
    assert_true(
        save_by(stage, "failed not_ours no stick is mounted there", NULL, stick_folder(stage)));
}

#define on_stage(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    on_stage(enrolling_makes_a_key_and_keeps_whom_to_trust),
    on_stage(after_enrolment_every_certificate_is_judged),
    on_stage(only_the_programmes_own_certificates_judge_when_it_has_some),
    on_stage(a_programme_without_certificates_is_judged_by_the_systems),
    on_stage(a_lost_reply_to_enrolment_burns_nothing),
    on_stage(the_same_code_again_keeps_the_progress),
    on_stage(a_hub_that_does_not_know_the_code_cannot_enrol_anybody),
    on_stage(a_forged_mac_enrols_nobody),
    on_stage(a_reply_to_another_kiosk_enrols_nobody),
    on_stage(addresses_that_could_carry_a_secret_or_are_not_https_are_refused),
    on_stage(a_key_once_made_is_never_replaced),
    on_stage(a_key_that_others_can_read_is_not_used),
    on_stage(a_damaged_key_is_noticed),
    on_stage(nothing_is_sent_before_enrolment),
    on_stage(an_acknowledgement_moves_the_watermark),
    on_stage(a_long_backlog_goes_in_several_batches),
    on_stage(without_responses_it_asks_for_news),
    on_stage(without_a_journal_it_still_asks_for_news),
    on_stage(a_lost_reply_is_made_good_by_sending_again),
    on_stage(a_reply_to_another_request_proves_nothing),
    on_stage(a_receipt_of_another_life_or_kiosk_proves_nothing),
    on_stage(a_reply_signed_by_a_stranger_proves_nothing),
    on_stage(a_sign_in_page_is_no_success),
    on_stage(a_busy_hub_is_left_alone_as_long_as_it_asks),
    on_stage(a_refusal_that_nobody_signed_is_only_a_failure),
    on_stage(a_hub_that_does_not_know_this_kiosk_is_shown_who_enrolled_it),
    on_stage(a_hub_that_does_not_adopt_is_asked_once_in_one_go),
    on_stage(without_its_certificate_a_kiosk_is_turned_away_and_loses_nothing),
    on_stage(a_filter_on_the_way_does_not_pause),
    on_stage(each_way_of_not_being_reached_has_its_name),
    on_stage(a_clock_before_the_hubs_time_is_named_as_the_cause),
    on_stage(a_certificate_that_does_not_hold_by_one_clock_is_judged_by_the_other),
    on_stage(the_time_of_enrolment_is_only_a_floor),
    on_stage(a_signed_time_is_kept_as_the_clocks_floor),
    on_stage(a_restored_hub_gets_again_what_it_lacks),
    on_stage(a_reply_to_another_request_cannot_lower_the_watermark),
    on_stage(a_hub_that_sends_back_for_ever_is_left_after_a_few_tries),
    on_stage(what_is_no_longer_kept_is_no_reason_to_stop),
    on_stage(the_last_signed_receipt_is_kept_for_the_screen),
    on_stage(a_receipt_that_cannot_be_kept_moves_nothing),
    on_stage(the_statements_of_enrolment_are_kept_for_the_screen),
    on_stage(refusals_are_counted_once_and_block_nothing),
    on_stage(the_kiosk_can_say_which_responses_were_set_aside_and_why),
    on_stage(what_is_judged_anew_is_no_longer_set_aside),
    on_stage(only_the_newest_thousand_that_were_set_aside_are_listed),
    on_stage(another_response_under_our_number_is_a_fork),
    on_stage(a_hub_ahead_of_the_journal_has_what_it_was_sent),
    on_stage(a_journal_set_back_asks_how_far_both_agree),
    on_stage(a_fork_keeps_the_order_for_the_screen_and_tries_again_soon),
    on_stage(a_fork_from_before_the_batch_is_looked_for_further_back),
    on_stage(a_journal_in_a_new_life_is_followed_there),
    on_stage(while_some_are_stranded_the_old_life_is_asked_for_its_end),
    on_stage(a_hub_that_went_on_with_a_copy_is_asked_from_the_first_that_is_kept),
    on_stage(a_journal_of_a_stranger_is_not_carried),
    on_stage(orders_for_people_pause_but_keep_the_receipt),
    on_stage(a_signed_word_of_a_fork_pauses_with_its_reason),
    on_stage(damage_is_told_until_a_batch_that_tells_of_it_is_taken),
    on_stage(counters_are_told_since_the_last_acknowledged_exchange),
    on_stage(a_journal_whose_sums_are_not_its_responses_is_told_at_once),
    on_stage(the_log_keeps_the_last_two_hundred_attempts),
    on_stage(a_lost_state_gets_its_progress_back_from_the_hub),
    on_stage(without_a_journal_a_hub_that_knows_more_is_no_fork),
    on_stage(losing_state_and_twin_is_said_aloud_once),
    on_stage(a_damaged_twin_is_made_again),
    on_stage(two_couriers_never_share_a_folder),
    on_stage(the_first_bundle_comes_with_enrolment),
    on_stage(a_first_bundle_that_fails_leaves_the_kiosk_enrolled),
    on_stage(only_what_is_not_here_yet_is_fetched),
    on_stage(a_fetch_that_was_cut_goes_on_where_it_stopped),
    on_stage(the_rest_of_a_cut_blob_is_asked_for_by_range),
    on_stage(a_blob_that_is_not_what_its_name_says_is_refused),
    on_stage(a_blob_longer_than_the_manifest_says_is_refused),
    on_stage(an_older_bundle_is_never_taken),
    on_stage(a_hub_that_forgot_its_bundle_is_shown_it_once),
    on_stage(a_kiosk_leaves_its_hub_when_its_journal_lets_it_go),
    on_stage(what_was_sent_since_keeps_a_kiosk_from_leaving),
    on_stage(a_manifest_with_another_serial_than_announced_is_refused),
    on_stage(a_bundle_signed_by_a_stranger_is_refused),
    on_stage(keys_that_changed_come_with_a_bundle),
    on_stage(a_new_certificate_authority_is_added_to_the_old),
    on_stage(an_old_words_key_never_replaces_a_newer_one),
    on_stage(a_statement_by_anybody_but_the_programme_introduces_nothing),
    on_stage(old_blobs_go_but_never_those_on_the_screen),
    on_stage(short_of_room_the_bundle_before_goes_and_what_is_asked_stays),
    on_stage(a_new_bundle_takes_the_room_of_the_one_before),
    on_stage(a_survey_that_the_hub_lacks_is_sent_and_the_responses_follow_at_once),
    on_stage(a_survey_that_is_not_here_is_said_to_be_wanted),
    on_stage(nothing_but_a_survey_is_ever_given_to_a_hub_that_asks),
    on_stage(a_survey_that_the_hub_refuses_is_said_in_its_words_and_tried_later),
    on_stage(a_hub_that_lacks_a_survey_for_ever_is_sent_it_once),
    on_stage(old_surveys_stay_for_responses_that_name_them_but_only_the_newest),
    on_stage(a_stick_carries_batches_out_and_receipts_back),
    on_stage(a_receipt_off_a_stick_never_lowers_the_watermark_or_gives_orders),
    on_stage(a_new_life_comes_off_a_stick_too),
    on_stage(a_new_life_off_a_stick_must_follow_from_our_own_history),
    on_stage(a_new_life_off_a_stick_takes_nothing_back),
    on_stage(what_is_gone_is_asked_for_by_stick_only_by_an_answer_that_is_young_enough),
    on_stage(a_list_of_what_is_lost_that_cannot_be_kept_keeps_no_kiosk_from_going_on),
    on_stage(an_answer_to_the_stick_before_the_last_is_young_enough_too),
    on_stage(of_the_batches_on_sticks_the_newest_are_known),
    on_stage(the_stick_has_what_a_hub_needs_that_does_not_know_the_kiosk),
    on_stage(what_a_hub_lacks_that_was_set_back_is_written_to_the_stick_again),
    on_stage(a_receipt_off_a_stick_that_cannot_be_kept_is_offered_again),
    on_stage(foreign_and_damaged_files_on_a_stick_are_left_alone),
    on_stage(a_stick_is_borrowed_and_given_back),
    on_stage(what_is_not_on_the_stick_for_certain_is_not_said_to_be_saved),
    on_stage(a_stick_that_may_not_be_written_is_read_and_its_reason_is_told),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
