/*
 * Batches from hostile hands: without a kiosk's key, with another kiosk's, and with the kiosk's own
 * after it was stolen. Whatever is refused leaves no row, no tally and no receipt behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"
#include "hub_door.h"
#include <stdlib.h>

enum { GOOD = ANSWER_FIRST, BAD = ANSWER_FIRST + 2 };

static void assert_nothing_kept(struct door *door)
{
    assert_int_equal(door_rows(door), 0);
    assert_int_equal(door_asides(door), 0);
    assert_int_equal(door_tally(door, "overall", "good"), 0);
}

static struct span payload_of(struct span message)
{
    struct key_id key;
    struct span payload;
    struct err err;
    assert_true(envelope_open(message, &key, &payload, &err));
    return payload;
}

static void sign_as(enum envelope_purpose purpose, const struct secret_key *key,
                    struct span payload, struct buf *ret)
{
    struct err err;
    assert_true(envelope_sign(purpose, key, payload, ret, &err));
}

/* ---- without the key ---- */

static void a_batch_cut_short_anywhere_is_refused(void **state)
{
    struct door *door = *state;
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    door_sign_plain(door, &door->f.kiosk, 3, GOOD, &message);
    for (size_t size = 0; size < message.size; size++)
        assert_int_not_equal(door_send(door, span_of(message.data, size), &reply), ERR_NONE);
    assert_nothing_kept(door);
}

static void a_batch_signed_anew_by_anybody_else_is_denied(void **state)
{
    struct door *door = *state;
    struct public_key public;
    struct secret_key stranger;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    key_pair_new(&public, &stranger);
    const struct secret_key *others[] = { &stranger, &door->other.secret, &door->config.hub_key };
    door_sign_plain(door, &door->f.kiosk, 2, GOOD, &message);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        BUF_AUTO anew = buf_new(BATCH_PACKED_MAX);
        sign_as(PURPOSE_BATCH, others[i], payload_of(buf_span(&message)), &anew);
        door_denies(door, buf_span(&anew));
    }
    assert_nothing_kept(door);
}

static void a_message_signed_for_another_purpose_is_no_batch(void **state)
{
    static const enum envelope_purpose others[] = { PURPOSE_REPLY, PURPOSE_BUNDLE,
                                                    PURPOSE_STATEMENT, PURPOSE_CERTIFICATE,
                                                    PURPOSE_SURVEY };
    struct door *door = *state;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    door_sign_plain(door, &door->f.kiosk, 2, GOOD, &message);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        BUF_AUTO anew = buf_new(BATCH_PACKED_MAX);
        sign_as(others[i], &door->f.kiosk.secret, payload_of(buf_span(&message)), &anew);
        door_denies(door, buf_span(&anew));
    }
    assert_nothing_kept(door);
}

/* ---- another kiosk of the same hub ---- */

static void one_kiosk_cannot_speak_in_the_name_of_another(void **state)
{
    struct door *door = *state;
    struct fixture_kiosk forged = door->f.kiosk;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    forged.secret = door->other.secret;
    door_sign_plain(door, &forged, 2, GOOD, &message);
    door_denies(door, buf_span(&message));
    assert_nothing_kept(door);
}

static void one_kiosk_cannot_go_on_with_the_life_of_another(void **state)
{
    struct door *door = *state;
    struct reply reply;
    struct fixture_kiosk thief = door->other;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    thief.life = door->f.kiosk.life;
    thief.point = door->f.kiosk.point;
    door_sign_plain(door, &thief, 2, GOOD, &message);
    assert_int_equal(door_send(door, buf_span(&message), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    assert_int_equal(reply.through.seq, 0);
    reply_finish(&reply);
    assert_nothing_kept(door);
    assert_true(door_has_event(door, door->other.id, "life"));
    door_take_plain(door, &door->f.kiosk, 1, GOOD); /* whose life it is has lost nothing */
}

/* ---- the kiosk's own key, in other hands ---- */

static void a_batch_packed_anew_for_another_life_is_refused_and_remembered(void **state)
{
    struct door *door = *state;
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    door_take_plain(door, &door->f.kiosk, 3, GOOD);
    struct fixture_kiosk again = door->f.kiosk;
    again.life++;
    again.point = chain_start(again.life, &again.public);
    door_sign_plain(door, &again, 3, GOOD, &message);
    assert_int_equal(door_send(door, buf_span(&message), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    reply_finish(&reply);
    assert_int_equal(door_rows(door), 3);
    assert_int_equal(door_tally(door, "overall", "good"), 3);
    assert_true(door_has_event(door, door->f.kiosk.id, "life"));
}

static void a_chain_that_begins_elsewhere_is_a_fork(void **state)
{
    struct door *door = *state;
    struct reply reply;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    struct fixture_kiosk odd = door->f.kiosk;
    odd.point = chain_start(odd.life, &door->other.public);
    door_sign_plain(door, &odd, 2, GOOD, &message);
    assert_int_equal(door_send(door, buf_span(&message), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    reply_finish(&reply);
    assert_nothing_kept(door);
    assert_true(door_has_event(door, door->f.kiosk.id, "fork"));
}

/* A history with one response dropped or two exchanged has another hash from there on. */
static void a_history_told_otherwise_is_a_fork(void **state)
{
    struct door *door = *state;
    struct reply reply;
    struct response list[2];
    struct fixture_kiosk liar = door->f.kiosk;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    list[0] = fixture_response(&door->f, 1, GOOD);
    list[1] = fixture_response(&door->f, 2, BAD);
    door_take(door, &door->f.kiosk, list, 2);
    list[0] = fixture_response(&door->f, 1, BAD);
    list[1] = fixture_response(&door->f, 2, GOOD);
    fixture_sign(&liar, list, 2, NULL, &message);
    assert_int_equal(door_send(door, buf_span(&message), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_NEW_LIFE);
    assert_int_equal(reply.through.seq, 0); /* up to there both are one */
    struct chain_point start = chain_start(door->f.kiosk.life, &door->f.kiosk.public);
    assert_memory_equal(&reply.through.hash, &start.hash, sizeof(struct digest));
    assert_int_not_equal(reply.instruction_value, 0);
    reply_finish(&reply);
    assert_int_equal(door_rows(door), 2);
    assert_true(door_has_event(door, door->f.kiosk.id, "fork"));
}

static void batches_in_any_order_and_number_count_once(void **state)
{
    static const int order[] = { 2, 1, 0, 2, 1, 1, 2, 0, 2 };
    struct door *door = *state;
    struct reply reply = { 0 };
    struct buf messages[3];
    for (int i = 0; i < 3; i++) {
        messages[i] = buf_new(BATCH_PACKED_MAX);
        door_sign_plain(door, &door->f.kiosk, 2, GOOD, &messages[i]);
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        reply_finish(&reply);
        assert_int_equal(door_send(door, buf_span(&messages[order[i]]), &reply), ERR_NONE);
        assert_int_equal(reply.instruction, i < 2 ? INSTRUCTION_SEND_FROM : reply.instruction);
    }
    assert_int_equal(reply.through.seq, 6);
    reply_finish(&reply);
    assert_int_equal(door_rows(door), 6);
    assert_int_equal(door_tally(door, "overall", "good"), 6);
    for (int i = 0; i < 3; i++)
        buf_finish(&messages[i]);
}

/* ---- a stolen kiosk ---- */

static void revoke(struct door *door, int64_t from)
{
    fixture_revoke(&door->f, door->f.kiosk.id, clock_now().wall, from);
}

/* A thief who has the key chooses what the kiosk's clock says: only a revocation since the
 * enrolment leaves nowhere to date back to. */
static void a_thief_who_dates_back_is_stopped_by_revoking_since_the_enrolment(void **state)
{
    struct door *door = *state;
    struct reply reply;
    int64_t enrolled = clock_now().wall - FIXTURE_ENROLLED_AGO;
    struct fixture_batch long_ago = { .segments = { { 1, CLOCK_SIGNED, enrolled - 9 * 86400 } },
                                      .segment_count = 1 };
    struct response response;
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    door_take_plain(door, &door->f.kiosk, 2, GOOD);
    revoke(door, enrolled - 86400);
    response = fixture_response(&door->f, 3, BAD);
    fixture_sign(&door->f.kiosk, &response, 1, &long_ago, &message);
    assert_int_equal(door_send(door, buf_span(&message), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_REVOKED);
    assert_int_equal(reply.refusal_count, 1);
    reply_finish(&reply);
    assert_int_equal(door_rows(door), 2); /* what was counted before stays */
    assert_int_equal(door_asides(door), 1);
    assert_int_equal(door_tally(door, "overall", "bad"), 0);
}

static void what_a_revoked_kiosk_sends_stays_evidence_and_the_proof_stays_clean(void **state)
{
    struct door *door = *state;
    bool clean = false;
    door_take_plain(door, &door->f.kiosk, 2, GOOD);
    revoke(door, clock_now().wall - 2 * 3600);
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    assert_int_equal(door_rows(door), 2);
    assert_int_equal(door_asides(door), 2);
    assert_int_equal(door_tally(door, "overall", "bad"), 0);
    char *text = door_verify(door, &clean);
    if (!clean)
        fail_msg("%s", text);
    assert_non_null(strstr(text, "2 responses, 2 set aside, 2 signed batches"));
    free(text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, door_open, door_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_batch_cut_short_anywhere_is_refused),
        CASE(a_batch_signed_anew_by_anybody_else_is_denied),
        CASE(a_message_signed_for_another_purpose_is_no_batch),
        CASE(one_kiosk_cannot_speak_in_the_name_of_another),
        CASE(one_kiosk_cannot_go_on_with_the_life_of_another),
        CASE(a_batch_packed_anew_for_another_life_is_refused_and_remembered),
        CASE(a_chain_that_begins_elsewhere_is_a_fork),
        CASE(a_history_told_otherwise_is_a_fork),
        CASE(batches_in_any_order_and_number_count_once),
        CASE(a_thief_who_dates_back_is_stopped_by_revoking_since_the_enrolment),
        CASE(what_a_revoked_kiosk_sends_stays_evidence_and_the_proof_stays_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
