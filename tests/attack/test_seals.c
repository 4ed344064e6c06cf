/*
 * Sealed words and counts that were moved: by a kiosk that gives one person's words to another, by
 * one that copies what it saw, by an operator who moves bytes in the database. Every move shows
 * where it is opened, and nothing that was moved is read or counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "hub_door.h"
#include "report.h"
#include <stdlib.h>

static const char secret_words[] = "the nurse was kind";

/* A response with the words, or the counts block, that were sealed for life, seq and survey. */
struct sealed {
    struct buf space[2];
    struct response response;
};

static struct sealed sealed_for(struct door *door, uint64_t life, uint64_t seq)
{
    struct sealed sealed;
    sealed.response =
        fixture_sealed(&door->f, life, seq, ANSWER_FIRST, secret_words, ANSWER_FIRST, sealed.space);
    return sealed;
}

static void sealed_finish(struct sealed *sealed)
{
    buf_finish(&sealed->space[0]);
    buf_finish(&sealed->space[1]);
}
#define SEALED_AUTO __attribute__((cleanup(sealed_finish))) struct sealed

/* What `words open` prints over the whole store; returns whether it was content. */
static bool open_words(struct door *door, char **ret_text, uint64_t *ret_opened)
{
    size_t size = 0;
    FILE *out = open_memstream(ret_text, &size);
    assert_non_null(out);
    bool whole = report_words(door->f.store, &door->f.words_public, &door->f.words_secret, out,
                              ret_opened, &door->f.err);
    (void)fclose(out);
    return whole;
}

static void assert_words_noticed(struct door *door)
{
    char *text = NULL;
    uint64_t opened = 99;
    assert_false(open_words(door, &text, &opened));
    assert_int_equal(opened, 0);
    assert_int_equal(door->f.err.kind, ERR_REFUSED);
    assert_non_null(strstr(text, "belongs to another response or question"));
    assert_null(strstr(text, secret_words));
    free(text);
}

/* Set aside, with a reason that the proof finds again in what is sealed. */
static void assert_not_counted(struct door *door)
{
    bool clean = false;
    char *text = door_verify(door, &clean);
    if (!clean || strstr(text, "0 responses, 1 set aside, 1 signed batches") == NULL)
        fail_msg("%s", text);
    free(text);
    assert_int_equal(door_rows(door), 0);
    assert_int_equal(door_asides(door), 1);
    assert_int_equal(door_tally(door, "age", "young"), 0);
    assert_int_equal(door_tally(door, "overall", "good"), 0);
}

static void what_stands_where_it_was_sealed_is_read_and_counted(void **state)
{
    struct door *door = *state;
    char *text = NULL;
    uint64_t opened = 0;
    SEALED_AUTO sealed = sealed_for(door, door->f.kiosk.life, 1);
    door_take(door, &door->f.kiosk, &sealed.response, 1);
    assert_true(open_words(door, &text, &opened));
    assert_int_equal(opened, 1);
    assert_non_null(strstr(text, secret_words));
    assert_int_equal(door_tally(door, "age", "young"), 1);
    free(text);
}

/* ---- words ---- */

static struct response with_words(struct door *door, uint64_t seq, struct span sealed)
{
    struct response response = fixture_response(&door->f, seq, ANSWER_FIRST);
    response.state[Q_WORDS] = ANSWER_FIRST;
    response.words_count = 1;
    response.words[0] = (struct sealed_words){ Q_WORDS, sealed };
    return response;
}

static void words_given_to_another_person_are_noticed(void **state)
{
    struct door *door = *state;
    SEALED_AUTO sealed = sealed_for(door, door->f.kiosk.life, 2);
    struct response moved = with_words(door, 1, sealed.response.words[0].sealed);
    door_take(door, &door->f.kiosk, &moved, 1);
    assert_words_noticed(door);
}

static void words_copied_from_another_kiosk_are_noticed(void **state)
{
    struct door *door = *state;
    SEALED_AUTO sealed = sealed_for(door, door->f.kiosk.life, 1);
    struct response copied = with_words(door, 1, sealed.response.words[0].sealed);
    door_take(door, &door->other, &copied, 1);
    assert_words_noticed(door);
}

/* Two comments and nothing else. */
static const char comments_json[] =
    "{\"title\":\"Two\",\"elements\":["
    "{\"type\":\"comment\",\"name\":\"liked\",\"title\":\"What did you like?\"},"
    "{\"type\":\"comment\",\"name\":\"disliked\",\"title\":\"And what not?\"}],"
    "\"yousaid\":{\"id\":\"two\"}}";

/* Words for one question of that survey at the place of another. */
static struct response answer_two(const struct digest *survey, uint8_t question, struct span sealed)
{
    return (struct response){ .seq = 1,
                              .survey = *survey,
                              .language = "en",
                              .segment = 1,
                              .minute = 10,
                              .gap = 60,
                              .count = 2,
                              .state = { question == 0 ? ANSWER_FIRST : ANSWER_SHOWN,
                                         question == 1 ? ANSWER_FIRST : ANSWER_SHOWN },
                              .words_count = 1,
                              .words = { { question, sealed } } };
}

static void words_given_to_another_question_are_noticed(void **state)
{
    struct door *door = *state;
    struct digest survey = fixture_publish(&door->f, "two", comments_json);
    struct seal_binding binding = { .life = door->f.kiosk.life, .seq = 1, .survey = survey };
    BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
    (void)snprintf(binding.question, sizeof binding.question, "liked");
    assert_true(words_seal(&door->f.words_public, &binding, span_text(secret_words), &sealed,
                           &door->f.err));
    struct response moved = answer_two(&survey, 1, buf_span(&sealed));
    door_take(door, &door->f.kiosk, &moved, 1);
    assert_words_noticed(door);
}

static void words_given_to_another_survey_are_noticed(void **state)
{
    struct door *door = *state;
    struct digest survey = fixture_publish(&door->f, "two", comments_json);
    struct seal_binding binding = { .life = door->f.kiosk.life,
                                    .seq = 1,
                                    .survey = door->f.survey };
    BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
    (void)snprintf(binding.question, sizeof binding.question, "liked");
    assert_true(words_seal(&door->f.words_public, &binding, span_text(secret_words), &sealed,
                           &door->f.err));
    struct response moved = answer_two(&survey, 0, buf_span(&sealed));
    door_take(door, &door->f.kiosk, &moved, 1);
    assert_words_noticed(door);
}

/* The operator has no kiosk's key: a stored batch that was changed opens no words at all. */
static void words_moved_in_the_database_break_the_signature_around_them(void **state)
{
    struct door *door = *state;
    char *text = NULL;
    uint64_t opened = 0;
    SEALED_AUTO one = sealed_for(door, door->f.kiosk.life, 1);
    SEALED_AUTO two = sealed_for(door, door->other.life, 1);
    door_take(door, &door->f.kiosk, &one.response, 1);
    door_take(door, &door->other, &two.response, 1);
    door_alter(door, "UPDATE batch SET bytes = (SELECT bytes FROM batch WHERE kiosk_id = 7001) "
                     "WHERE kiosk_id = 7002;"
                     "DELETE FROM response WHERE kiosk_id = 7001");
    assert_false(open_words(door, &text, &opened));
    assert_int_equal(opened, 0);
    assert_int_equal(door->f.err.kind, ERR_DENIED);
    assert_string_equal(text, "");
    free(text);
}

/* ---- counts ---- */

static void counts_given_to_another_person_are_not_counted(void **state)
{
    struct door *door = *state;
    SEALED_AUTO sealed = sealed_for(door, door->f.kiosk.life, 2);
    struct response moved = fixture_response(&door->f, 1, ANSWER_FIRST);
    moved.counts = sealed.response.counts;
    door_take(door, &door->f.kiosk, &moved, 1);
    assert_not_counted(door);
}

static void counts_copied_from_another_kiosk_are_not_counted(void **state)
{
    struct door *door = *state;
    SEALED_AUTO sealed = sealed_for(door, door->f.kiosk.life, 1);
    struct response copied = fixture_response(&door->f, 1, ANSWER_FIRST);
    copied.counts = sealed.response.counts;
    door_take(door, &door->other, &copied, 1);
    assert_not_counted(door);
}

static void words_in_the_place_of_counts_are_not_counted(void **state)
{
    struct door *door = *state;
    struct seal_binding binding = { .life = door->f.kiosk.life,
                                    .seq = 1,
                                    .survey = door->f.survey };
    BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
    assert_true(
        words_seal(&door->f.counts_public, &binding, span_of("\0\3", 2), &sealed, &door->f.err));
    struct response odd = fixture_response(&door->f, 1, ANSWER_FIRST);
    odd.counts = buf_span(&sealed);
    door_take(door, &door->f.kiosk, &odd, 1);
    assert_not_counted(door);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, door_open, door_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_stands_where_it_was_sealed_is_read_and_counted),
        CASE(words_given_to_another_person_are_noticed),
        CASE(words_copied_from_another_kiosk_are_noticed),
        CASE(words_given_to_another_question_are_noticed),
        CASE(words_given_to_another_survey_are_noticed),
        CASE(words_moved_in_the_database_break_the_signature_around_them),
        CASE(counts_given_to_another_person_are_not_counted),
        CASE(counts_copied_from_another_kiosk_are_not_counted),
        CASE(words_in_the_place_of_counts_are_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
