/*
 * A hub operator with the whole database in hand. That each row, tally, batch and watermark stands
 * under the proof is held by test_report; here is what a cleverer operator would try.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "clock.h"
#include "hub_door.h"
#include "statement.h"
#include <stdio.h>
#include <stdlib.h>

enum { GOOD = ANSWER_FIRST, BAD = ANSWER_FIRST + 2 };

static void assert_doubt(struct door *door, const char *says)
{
    bool clean = true;
    char *text = door_verify(door, &clean);
    if (clean || strstr(text, says) == NULL)
        fail_msg("the proof should say \"%s\" and says: %s", says, text);
    free(text);
}

static void assert_clean(struct door *door)
{
    bool clean = false;
    char *text = door_verify(door, &clean);
    if (!clean)
        fail_msg("%s", text);
    free(text);
}

static void copy_database(const struct door *door, const char *from, const char *to)
{
    char command[400];
    (void)snprintf(command, sizeof command, "cd %s && rm -f %s* && cp %s %s", door->f.folder, to,
                   from, to);
    assert_int_equal(system(command), 0);
}

/* ---- the end of a life ---- */

/* Everything that follows from the last batch goes, as if it had never come. The proof cannot see
 * that; the hub's own signature, which the kiosk keeps, says otherwise, and the kiosk's next batch
 * does not fit. */
static void an_end_that_was_dropped_is_missed_by_the_kiosk_and_proved_by_its_receipt(void **state)
{
    struct door *door = *state;
    struct reply receipt;
    struct reply reply;
    BUF_AUTO dropped = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO next = buf_new(BATCH_PACKED_MAX);
    door_take_plain(door, &door->f.kiosk, 3, GOOD);
    door_shut(door);
    copy_database(door, "hub.sqlite", "before");
    door_reopen(door);
    door_sign_plain(door, &door->f.kiosk, 2, BAD, &dropped);
    assert_int_equal(door_send(door, buf_span(&dropped), &receipt), ERR_NONE);
    door_shut(door);
    copy_database(door, "before", "hub.sqlite");
    door_reopen(door);

    struct store_watermark mark;
    assert_clean(door);
    assert_true(store_watermark(door->f.store, receipt.kiosk, receipt.life, &mark, &door->f.err));
    assert_int_equal(mark.seq, 3);
    assert_int_equal(receipt.through.seq, 5); /* signed by this very hub */
    door_sign_plain(door, &door->f.kiosk, 1, GOOD, &next);
    assert_int_equal(door_send(door, buf_span(&next), &reply), ERR_NONE);
    assert_int_equal(reply.instruction, INSTRUCTION_SEND_FROM);
    assert_int_equal(reply.instruction_value, 4);
    reply_finish(&reply);
    assert_int_equal(door_send(door, buf_span(&dropped), &reply), ERR_NONE);
    assert_memory_equal(&reply.through.hash, &receipt.through.hash, sizeof(struct digest));
    assert_int_equal(door_tally(door, "overall", "bad"), 2);
    reply_finish(&reply);
    reply_finish(&receipt);
}

/* ---- batches of the operator's own ---- */

static void put_hex(struct buf *out, struct span bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        buf_printf(out, "%02x", bytes.data[i]);
}

/* A batch with better answers, under the same numbers, signed with a key at hand. */
static void replace_batch(struct door *door, const struct secret_key *key)
{
    struct fixture_kiosk forged = door->f.kiosk;
    BUF_AUTO better = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO sql = buf_new(3 * BATCH_PACKED_MAX);
    forged.point = chain_start(forged.life, &forged.public);
    forged.secret = *key;
    door_sign_plain(door, &forged, 2, GOOD, &better);
    buf_printf(&sql, "UPDATE batch SET bytes = x'");
    put_hex(&sql, buf_span(&better));
    buf_printf(&sql, "', hash = x'");
    put_hex(&sql, span_of(&forged.point.hash, sizeof forged.point.hash));
    buf_printf(&sql, "' WHERE kiosk_id = 7001;");
    door_alter(door, buf_text(&sql));
}

static void a_batch_signed_by_the_hub_itself_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    assert_clean(door);
    replace_batch(door, &door->config.hub_key);
    assert_doubt(door, "the batch of responses 1 to 2");
}

static void a_batch_signed_by_another_kiosk_of_the_hub_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    replace_batch(door, &door->other.secret);
    assert_doubt(door, "the batch of responses 1 to 2");
}

/* Under another key nothing that was signed verifies, and what the kiosk sends next is denied. */
static void a_kiosk_whose_key_was_exchanged_is_shut_out_and_so_missed(void **state)
{
    struct door *door = *state;
    BUF_AUTO next = buf_new(BATCH_PACKED_MAX);
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, "UPDATE kiosk SET public_key = randomblob(32) WHERE kiosk_id = 7001");
    assert_doubt(door, "the batch of responses 1 to 2");
    door_sign_plain(door, &door->f.kiosk, 1, GOOD, &next);
    door_denies(door, buf_span(&next));
}

/* ---- moving what was said ---- */

static void a_batch_filed_under_another_kiosk_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, GOOD);
    door_alter(door, "UPDATE batch SET kiosk_id = 7002, life = life + 1;"
                     "UPDATE response SET kiosk_id = 7002, life = life + 1");
    assert_doubt(door, "DOUBT  0000000000001b5a");
}

/* Rows, tallies and venue all told as of another place: the batch was dated and filed for the
 * venue that the kiosk has, and that is where the proof looks. */
static void responses_moved_to_another_venue_are_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door,
               "UPDATE response SET venue = 'rival';"
               "UPDATE tally_day SET venue = 'rival'; UPDATE tally_month SET venue = 'rival'");
    assert_doubt(door, "the row of response 1 is not what was signed");
}

static const char whole_move[] =
    "UPDATE kiosk SET venue = 'rival' WHERE kiosk_id = 7001;"
    "UPDATE response SET venue = 'rival';"
    "UPDATE tally_day SET venue = 'rival'; UPDATE tally_month SET venue = 'rival'";

/* The same, and the kiosk too: but each response names the bundle that it was asked under, and
 * that names the venue. */
static void a_kiosk_moved_whole_to_another_venue_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, whole_move);
    assert_doubt(door, "response 1 was asked at gp and counts for rival");
}

static void a_kiosk_filed_under_another_venue_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, "UPDATE kiosk SET venue = 'rival' WHERE kiosk_id = 7001");
    assert_doubt(door, "the kiosk is filed under rival and its last response was asked at gp");
}

/* Old rows stay where they were asked, new ones name the new bundle. */
static void a_kiosk_that_went_to_another_venue_keeps_a_clean_history(void **state)
{
    struct door *door = *state;
    struct venue rival = { .id = "rival", .name = "Rival", .time_zone = "Europe/London" };
    struct response response;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    assert_true(store_venue_put(door->f.store, &rival, &door->f.err));
    door_alter(door, "UPDATE kiosk SET venue = 'rival' WHERE kiosk_id = 7001");
    response = fixture_response(&door->f, 3, GOOD);
    response.bundle = fixture_bundle(&door->f, "rival", "Europe/London");
    door_take(door, &door->f.kiosk, &response, 1);
    assert_int_equal(door_rows(door), 3);
    assert_clean(door);
}

static void assert_says(struct door *door, const char *says)
{
    bool clean = false;
    char *text = door_verify(door, &clean);
    if (!clean || strstr(text, says) == NULL)
        fail_msg("the proof should be clean with \"%s\" and says: %s", says, text);
    free(text);
}

static void a_move_whose_bundle_is_gone_is_said_to_be_unproved(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, whole_move);
    door_alter(door, "DELETE FROM blob WHERE digest NOT IN (SELECT digest FROM survey)");
    assert_says(door, "2 name a bundle that is not here, so their venue is not proved");
}

/* Another manifest, good in itself, under the name that the kiosk signed. */
static void a_bundle_exchanged_under_its_name_is_noticed(void **state)
{
    struct door *door = *state;
    struct digest rival = fixture_bundle(&door->f, "rival", "Europe/London");
    BUF_AUTO sql = buf_new(1000);
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, whole_move);
    buf_printf(&sql, "UPDATE blob SET bytes = (SELECT bytes FROM blob WHERE digest = x'");
    put_hex(&sql, span_of(&rival, sizeof rival));
    buf_printf(&sql, "') WHERE digest = x'");
    put_hex(&sql, span_of(&door->f.bundle, sizeof door->f.bundle));
    buf_printf(&sql, "'");
    door_alter(door, buf_text(&sql));
    assert_doubt(door, "the bundle of response 1 is not one of this programme");
}

/* A programme of the operator's own would let him state what he likes: but the bundles that kiosks
 * signed for name what the true one has stated. */
static void a_programme_exchanged_in_the_database_is_noticed(void **state)
{
    struct door *door = *state;
    struct public_key own;
    struct public_key hub = key_public(&door->f.hub);
    struct secret_key secret;
    struct statement statement = { .number = 1,
                                   .kind = STATEMENT_HUB_KEY,
                                   .subject = span_of(&hub, sizeof hub) };
    BUF_AUTO message = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO sql = buf_new(STATEMENT_BYTES_MAX);
    key_pair_new(&own, &secret);
    assert_true(statement_sign(&statement, &secret, &message, &door->f.err));
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    buf_printf(&sql, "UPDATE setting SET value = x'");
    put_hex(&sql, span_of(&own, sizeof own));
    buf_printf(&sql, "' WHERE key = 'programme.public'; UPDATE statement SET message = x'");
    put_hex(&sql, buf_span(&message));
    buf_printf(&sql, "' WHERE number = 1");
    door_alter(door, buf_text(&sql));
    assert_doubt(door, "the bundle of response 1 is not one of this programme");
}

/* Lisbon's clocks are London's: every day and hour comes out, and still the kiosk signed for
 * another zone. */
static void another_time_zone_than_the_bundles_is_said(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, "UPDATE batch SET time_zone = 'Europe/Lisbon'");
    assert_says(door, "2 dated by another time zone than their bundle's");
}

/* ---- revocation as a broom ---- */

static const char sweep[] =
    "UPDATE kiosk SET revoked_from = enrolled WHERE kiosk_id = 7001;"
    "INSERT INTO aside SELECT kiosk_id, life, seq, 'the kiosk was revoked before this' "
    "FROM response; DELETE FROM response; DELETE FROM tally_day; DELETE FROM tally_month";

static int64_t enrolled_at(struct door *door)
{
    struct store_kiosk kiosk;
    assert_true(store_kiosk_get(door->f.store, door->f.kiosk.id, &kiosk, &door->f.err));
    return kiosk.enrolled;
}

static void a_revocation_that_the_programme_never_stated_is_noticed(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door_alter(door, sweep);
    assert_doubt(door, "response 1 was set aside without reason");
}

/* A true revocation leaves alone what had been counted when it was made. */
static void what_had_come_before_a_revocation_must_still_count(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    fixture_revoke(&door->f, door->f.kiosk.id, clock_now().wall + 3600, enrolled_at(door));
    assert_clean(door);
    door_alter(door, sweep);
    assert_doubt(door, "response 1 was set aside without reason");
}

static void a_revocation_stated_by_the_hub_alone_is_none(void **state)
{
    struct door *door = *state;
    struct secret_key programme = door->f.programme;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    door->f.programme = door->f.hub;
    fixture_revoke(&door->f, door->f.kiosk.id, 1, enrolled_at(door));
    door->f.programme = programme;
    door_alter(door, sweep);
    assert_doubt(door, "response 1 was set aside without reason");
}

static void a_revocation_of_another_kiosk_sweeps_nothing(void **state)
{
    struct door *door = *state;
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    fixture_revoke(&door->f, door->other.id, 1, 1);
    door_alter(door, sweep);
    assert_doubt(door, "response 1 was set aside without reason");
}

static void a_revoked_kiosk_that_was_counted_all_the_same_is_noticed(void **state)
{
    struct door *door = *state;
    fixture_revoke(&door->f, door->f.kiosk.id, clock_now().wall - 3600, enrolled_at(door));
    door_alter(door, "UPDATE kiosk SET revoked_from = 0 WHERE kiosk_id = 7001");
    door_take_plain(door, &door->f.kiosk, 2, GOOD);
    assert_int_equal(door_rows(door), 2);
    door_alter(door, "UPDATE kiosk SET revoked_from = enrolled WHERE kiosk_id = 7001");
    assert_doubt(door, "response 1 counts and its kiosk was revoked before");
}

static void a_revocation_taken_back_leaves_what_was_set_aside_in_doubt(void **state)
{
    struct door *door = *state;
    fixture_revoke(&door->f, door->f.kiosk.id, clock_now().wall - 3600, 1);
    door_take_plain(door, &door->f.kiosk, 2, BAD);
    assert_int_equal(door_asides(door), 2);
    assert_says(door, "2 set aside by revocation");
    door_alter(door, "UPDATE kiosk SET revoked_from = 0");
    assert_doubt(door, "the kiosk's revocation is not as the programme has stated it");
    door_alter(door, "DELETE FROM statement WHERE number > 1");
    assert_doubt(door, "response 1 was set aside without reason");
}

/* ---- what is sealed: the hub's own key opens it again ---- */

static void take_sealed(struct door *door)
{
    struct buf space[2];
    struct response response =
        fixture_sealed(&door->f, door->f.kiosk.life, 1, GOOD, "words", ANSWER_FIRST, space);
    door_take(door, &door->f.kiosk, &response, 1);
    buf_finish(&space[0]);
    buf_finish(&space[1]);
    assert_clean(door);
}

static void a_changed_sum_of_sealed_answers_is_noticed(void **state)
{
    struct door *door = *state;
    take_sealed(door);
    door_alter(door, "UPDATE tally_month SET n = n + 1 WHERE question = 'age'");
    assert_doubt(door, "the monthly tally of \"age\" = \"young\"");
    door_alter(door, "DELETE FROM tally_month WHERE question = 'age'");
    assert_doubt(door, "says 0 and the signed responses 1");
}

static void a_good_sealed_response_set_aside_as_a_bad_one_is_noticed(void **state)
{
    struct door *door = *state;
    take_sealed(door);
    door_alter(door, "INSERT INTO aside SELECT kiosk_id, life, seq, "
                     "'what is sealed belongs to another response or question' FROM response;"
                     "DELETE FROM response; DELETE FROM tally_day; DELETE FROM tally_month");
    assert_doubt(door, "response 1 was set aside without reason");
}

/* Sealed to a key that is not the hub's: nothing was counted, and no sum is claimed to be proved.
 */
static void blocks_that_the_key_does_not_open_are_said_to_be_unproved(void **state)
{
    struct door *door = *state;
    bool clean = false;
    take_sealed(door);
    box_pair_new(&door->f.counts_public, &door->f.counts_secret);
    char *text = door_verify(door, &clean);
    assert_true(clean);
    assert_non_null(strstr(text, "1 sealed to another key, so sealed sums are not checked"));
    free(text);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, door_open, door_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_end_that_was_dropped_is_missed_by_the_kiosk_and_proved_by_its_receipt),
        CASE(a_batch_signed_by_the_hub_itself_is_noticed),
        CASE(a_batch_signed_by_another_kiosk_of_the_hub_is_noticed),
        CASE(a_kiosk_whose_key_was_exchanged_is_shut_out_and_so_missed),
        CASE(a_batch_filed_under_another_kiosk_is_noticed),
        CASE(responses_moved_to_another_venue_are_noticed),
        CASE(a_kiosk_moved_whole_to_another_venue_is_noticed),
        CASE(a_kiosk_filed_under_another_venue_is_noticed),
        CASE(a_kiosk_that_went_to_another_venue_keeps_a_clean_history),
        CASE(a_move_whose_bundle_is_gone_is_said_to_be_unproved),
        CASE(a_bundle_exchanged_under_its_name_is_noticed),
        CASE(a_programme_exchanged_in_the_database_is_noticed),
        CASE(another_time_zone_than_the_bundles_is_said),
        CASE(a_revocation_that_the_programme_never_stated_is_noticed),
        CASE(what_had_come_before_a_revocation_must_still_count),
        CASE(a_revocation_stated_by_the_hub_alone_is_none),
        CASE(a_revocation_of_another_kiosk_sweeps_nothing),
        CASE(a_revoked_kiosk_that_was_counted_all_the_same_is_noticed),
        CASE(a_changed_sum_of_sealed_answers_is_noticed),
        CASE(a_good_sealed_response_set_aside_as_a_bad_one_is_noticed),
        CASE(blocks_that_the_key_does_not_open_are_said_to_be_unproved),
        CASE(a_revocation_taken_back_leaves_what_was_set_aside_in_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
