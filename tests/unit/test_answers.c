/* Which answers are taken, which are refused, and what goes when something before it changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "answers.h"
#include "surveys.h"

static const char *const text =
    "{\"elements\": ["
    "{\"type\": \"boolean\", \"name\": \"a\", \"title\": \"A\"},"
    "{\"type\": \"checkbox\", \"name\": \"b\", \"title\": \"B\", \"choices\": [\"x\", \"y\"],"
    " \"visibleIf\": \"{a} = true\"},"
    "{\"type\": \"panel\", \"visibleIf\": \"{b} contains 'y'\", \"elements\": ["
    "{\"type\": \"comment\", \"name\": \"c\", \"title\": \"C\", \"maxLength\": 5},"
    "{\"type\": \"rating\", \"name\": \"d\", \"title\": \"D\"}]},"
    "{\"type\": \"html\", \"name\": \"e\", \"html\": \"E\", \"visibleIf\": \"{d} = 5\"}]}";

enum { A, B, CC, D, E };
enum { NO = ANSWER_FIRST, YES = ANSWER_FIRST + 1, X = ANSWER_FIRST + 1, XY = ANSWER_FIRST + 3 };

static struct problems problems;
static struct survey *survey;

static int open_survey(void **state)
{
    (void)state;
    survey = surveys_from_text(text, &problems);
    return survey ? 0 : -1;
}

static int close_survey(void **state)
{
    (void)state;
    survey_free(survey);
    return 0;
}

static struct answers all_given(void)
{
    struct answers answers = { 0 };
    assert_int_equal(answers_set(survey, &answers, A, YES), ANSWER_TAKEN);
    assert_int_equal(answers_set(survey, &answers, B, XY), ANSWER_TAKEN);
    assert_int_equal(answers_set(survey, &answers, CC, ANSWER_FIRST), ANSWER_TAKEN);
    assert_int_equal(answers_set(survey, &answers, D, ANSWER_FIRST + 4), ANSWER_TAKEN);
    assert_int_equal(answers_set(survey, &answers, E, ANSWER_SHOWN), ANSWER_TAKEN);
    return answers;
}

static void an_answer_to_a_hidden_question_is_refused(void **state)
{
    (void)state;
    struct answers answers = { 0 };
    assert_int_equal(answers_set(survey, &answers, B, X), ANSWER_HIDDEN);
    assert_int_equal(answers.state[B], ANSWER_UNSEEN);
    assert_int_equal(answers_set(survey, &answers, -1, X), ANSWER_HIDDEN);
    assert_int_equal(answers_set(survey, &answers, SURVEY_QUESTIONS_MAX, X), ANSWER_HIDDEN);
}

static void a_state_that_is_no_value_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    struct answers answers = all_given();
    assert_int_equal(answers_set(survey, &answers, A, ANSWER_FIRST + 2), ANSWER_INVALID);
    assert_int_equal(answers_set(survey, &answers, B, ANSWER_FIRST), ANSWER_INVALID);
    assert_int_equal(answers_set(survey, &answers, B, ANSWER_FIRST + 4), ANSWER_INVALID);
    assert_int_equal(answers_set(survey, &answers, CC, ANSWER_FIRST + 1), ANSWER_INVALID);
    assert_int_equal(answers_set(survey, &answers, D, UINT32_MAX), ANSWER_INVALID);
    assert_int_equal(answers_set(survey, &answers, E, ANSWER_FIRST), ANSWER_INVALID);
    assert_int_equal(answers.state[B], XY);
}

static void what_depended_on_an_answer_follows_at_once(void **state)
{
    (void)state;
    struct answers answers = all_given();
    assert_int_equal(answers_set(survey, &answers, B, X), ANSWER_TAKEN);
    assert_int_equal(answers.state[CC], ANSWER_UNSEEN);
    assert_int_equal(answers.state[D], ANSWER_UNSEEN);
    assert_int_equal(answers.state[E], ANSWER_UNSEEN);
    assert_int_equal(answers.state[A], YES);
    answers = all_given();
    assert_int_equal(answers_set(survey, &answers, A, ANSWER_SKIPPED), ANSWER_TAKEN);
    for (int i = B; i <= E; i++)
        assert_int_equal(answers.state[i], ANSWER_UNSEEN);
}

static void next_and_previous_step_over_what_is_hidden(void **state)
{
    (void)state;
    struct answers answers = { 0 };
    assert_int_equal(answers_next(survey, &answers, -1), A);
    assert_int_equal(answers_next(survey, &answers, A), -1);
    answers = all_given();
    assert_int_equal(answers_next(survey, &answers, B), CC);
    assert_int_equal(answers_previous(survey, &answers, E), D);
    assert_int_equal(answers_previous(survey, &answers, A), -1);
    assert_int_equal(answers_set(survey, &answers, D, ANSWER_SKIPPED), ANSWER_TAKEN);
    assert_int_equal(answers_next(survey, &answers, D), -1);
}

static void only_what_a_walk_can_reach_is_consistent(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct answers answers = all_given();
    assert_true(answers_consistent(survey, &answers, &err));
    answers.state[A] = NO;
    assert_false(answers_consistent(survey, &answers, &err));
    assert_non_null(strstr(err.text, "\"b\""));
    answers = all_given();
    answers.state[D] = ANSWER_FIRST + 5;
    assert_false(answers_consistent(survey, &answers, &err));
    assert_non_null(strstr(err.text, "\"d\""));
}

static void a_value_in_words_finds_its_state(void **state)
{
    (void)state;
    assert_int_equal(answers_from_value(&survey->questions[A], "true"), YES);
    assert_int_equal(answers_from_value(&survey->questions[B], "y"), ANSWER_FIRST + 2);
    assert_int_equal(answers_from_value(&survey->questions[D], "5"), ANSWER_FIRST + 4);
    assert_int_equal(answers_from_value(&survey->questions[D], "6"), 0);
    assert_int_equal(answers_from_value(&survey->questions[CC], "x"), 0);
}

static void json_is(int question, uint32_t answer, const char *wanted)
{
    BUF_AUTO out = buf_new(100);
    answers_put_json(&survey->questions[question], answer, &out);
    assert_string_equal(buf_text(&out), wanted);
}

static void answers_are_written_as_survey_core_keeps_them(void **state)
{
    (void)state;
    json_is(A, NO, "false");
    json_is(B, XY, "[\"x\",\"y\"]");
    json_is(D, ANSWER_FIRST + 4, "5");
    json_is(D, ANSWER_SKIPPED, "null");
    json_is(D, 77, "null");
}

static void walk_is(const char *answers, const char *wanted)
{
    struct err err = { 0 };
    BUF_AUTO out = buf_new(2000);
    assert_true(answers_walk(survey, span_text(answers), &out, &err));
    assert_string_equal(buf_text(&out), wanted);
}

static void a_walk_tells_what_is_visible_taken_and_refused(void **state)
{
    (void)state;
    walk_is("{\"a\": true, \"b\": [\"y\", \"x\"], \"c\": \"h\xc3\xa9llo\", \"d\": 5, \"e\": 1}",
            "{\"visible\": [\"a\", \"b\", \"c\", \"d\", \"e\"], \"answers\": {\"a\": true, "
            "\"b\": [\"y\",\"x\"], \"c\": \"h\xc3\xa9llo\", \"d\": 5}, \"refused\": "
            "[{\"name\":\"e\",\"why\":\"it is read, not answered\"}]}");
    walk_is("{\"b\": [\"x\"], \"a\": 1, \"no\\\"body\": 2, \"c\": \"longer\"}",
            "{\"visible\": [\"a\"], \"answers\": {}, \"refused\": "
            "[{\"name\":\"b\",\"why\":\"it is not visible\"},"
            "{\"name\":\"a\",\"why\":\"this is none of its values\"},"
            "{\"name\":\"no\\\"body\",\"why\":\"there is no such question\"},"
            "{\"name\":\"c\",\"why\":\"it is not visible\"}]}");
}

static void a_walk_takes_only_an_object(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "[]", "3", "{", "{\"a\": true, \"a\": false}", "{} {}" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = { 0 };
        BUF_AUTO out = buf_new(1000);
        assert_false(answers_walk(survey, span_text(bad[i]), &out, &err));
        assert_int_not_equal(err.text[0], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_to_a_hidden_question_is_refused),
        cmocka_unit_test(a_state_that_is_no_value_is_refused_and_changes_nothing),
        cmocka_unit_test(what_depended_on_an_answer_follows_at_once),
        cmocka_unit_test(next_and_previous_step_over_what_is_hidden),
        cmocka_unit_test(only_what_a_walk_can_reach_is_consistent),
        cmocka_unit_test(a_value_in_words_finds_its_state),
        cmocka_unit_test(answers_are_written_as_survey_core_keeps_them),
        cmocka_unit_test(a_walk_tells_what_is_visible_taken_and_refused),
        cmocka_unit_test(a_walk_takes_only_an_object),
    };
    return cmocka_run_group_tests(tests, open_survey, close_survey);
}
