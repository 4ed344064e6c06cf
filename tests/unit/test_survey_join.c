/* Joining questions to a survey: the equality module, and what a venue asks of its own. */
#include "answers.h"
#include "file.h"
#include "survey_join.h"
#include "surveys.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct problems problems;
static struct buf survey_bytes, module_bytes, joined;

static const char own[] =
    "{\"elements\": [{\"type\": \"boolean\", \"name\": \"local_parking\", \"title\": {\"default\": "
    "\"Could you park?\", \"cy\": \"Parcio?\", \"ga\": \"?\"}, \"labelTrue\": {\"default\": "
    "\"Yes\", "
    "\"cy\": \"Do\", \"ga\": \"?\"}, \"labelFalse\": {\"default\": \"No\", \"cy\": \"Naddo\", "
    "\"ga\": \"?\"}}], \"yousaid\": {\"languages\": {\"en\": {\"reviewed\": true}, \"cy\": "
    "{\"reviewed\": false}, \"ga\": {\"reviewed\": false}}}}";

static const char small[] =
    "{\"title\": {\"default\": \"How was it?\", \"cy\": \"Sut oedd?\"}, \"elements\": [{\"type\": "
    "\"boolean\", \"name\": \"again\", \"title\": {\"default\": \"Again?\", \"cy\": \"Eto?\"}, "
    "\"labelTrue\": {\"default\": \"Yes\", \"cy\": \"Do\"}, \"labelFalse\": {\"default\": \"No\", "
    "\"cy\": \"Naddo\"}}], \"yousaid\": {\"id\": \"small\", \"languages\": {\"en\": "
    "{\"reviewed\": true}, \"cy\": {\"reviewed\": true}}}}";

static void read_tree(const char *name, struct buf *ret)
{
    char path[500];
    struct err err;
    *ret = buf_new(SURVEY_FILE_MAX);
    assert_true(file_join(path, sizeof path, SOURCE_DIR "/assets/surveys", name, &err));
    assert_true(file_read(path, ret, &err));
}

static int begin(void **state)
{
    (void)state;
    problems = (struct problems){ 0 };
    joined = buf_new(SURVEY_FILE_MAX);
    read_tree("gp-fft.json", &survey_bytes);
    read_tree("modules/equality.json", &module_bytes);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_finish(&joined);
    buf_finish(&survey_bytes);
    buf_finish(&module_bytes);
    return 0;
}

static struct survey *result(void)
{
    struct survey *survey = surveys_from_text(buf_text(&joined), &problems);
    assert_non_null(survey);
    return survey;
}

static void add_module(struct span survey)
{
    if (!survey_join_module(survey, buf_span(&module_bytes), &joined, &problems))
        fail_msg("%s", problems.list[0].text);
}

static bool add_own(struct span survey, const char *local)
{
    buf_clear(&joined);
    problems = (struct problems){ 0 };
    return survey_join_local(survey, span_text(local), &joined, &problems);
}

static bool complains(const char *part)
{
    for (int i = 0; i < problems.count; i++)
        if (strstr(problems.list[i].text, part) != NULL)
            return problems.errors > 0;
    return false;
}

static void the_module_stands_behind_the_survey_and_is_sealed(void **state)
{
    (void)state;
    add_module(buf_span(&survey_bytes));
    struct survey *survey = result();
    int offer = survey_question(survey, "equality_offer");
    assert_int_equal(offer, 6);
    assert_int_equal(survey->questions[offer].role, ROLE_EQUALITY_OFFER);
    assert_int_equal(survey->questions[offer].sensitivity, SENSITIVITY_OPEN);
    for (int i = offer + 1; i < survey->question_count; i++)
        assert_int_equal(survey->questions[i].sensitivity, SENSITIVITY_COUNTS);
    assert_int_equal(survey->question_count, 11);
    assert_int_equal(survey->questions[0].role, ROLE_FFT_OVERALL);
    survey_free(survey);
}

static void prefer_not_to_say_is_always_the_last_choice(void **state)
{
    (void)state;
    add_module(buf_span(&survey_bytes));
    struct survey *survey = result();
    for (int i = 0; i < survey->question_count; i++) {
        const struct question *question = &survey->questions[i];
        if (question->role == ROLE_EQUALITY)
            assert_string_equal(question->choices[question->choice_count - 1].text.in[0],
                                "Prefer not to say");
    }
    survey_free(survey);
}

static void the_module_is_skipped_as_a_whole(void **state)
{
    (void)state;
    add_module(buf_span(&survey_bytes));
    struct survey *survey = result();
    struct answers answers = { .state = { 0 } };
    int offer = survey_question(survey, "equality_offer");
    assert_int_equal(answers_next(survey, &answers, offer), -1);
    assert_int_equal(answers_set(survey, &answers, offer, ANSWER_FIRST), ANSWER_TAKEN); /* no */
    assert_int_equal(answers_next(survey, &answers, offer), -1);
    assert_int_equal(answers_set(survey, &answers, offer, ANSWER_FIRST + 1), ANSWER_TAKEN);
    assert_int_equal(answers_next(survey, &answers, offer), offer + 1);
    survey_free(survey);
}

static void what_the_survey_does_not_speak_is_left_out_of_the_module(void **state)
{
    (void)state;
    add_module(span_text(small));
    struct survey *survey = result();
    assert_int_equal(survey->language_count, 2);
    assert_true(survey->languages[0].complete && survey->languages[1].complete);
    survey_free(survey);
}

static void what_is_reviewed_in_one_file_alone_is_not_reviewed(void **state)
{
    (void)state;
    add_module(span_text(small));
    struct survey *survey = result();
    assert_true(survey->languages[survey_language(survey, "en")].reviewed);
    assert_false(survey->languages[survey_language(survey, "cy")].reviewed);
    survey_free(survey);
}

static void what_is_written_first_needs_no_second_reader(void **state)
{
    static const char untold[] =
        "{\"elements\": [{\"type\": \"boolean\", \"name\": \"local_parking\", \"title\": "
        "{\"default\": \"Could you park?\", \"cy\": \"Parcio?\"}, \"labelTrue\": {\"default\": "
        "\"Yes\", \"cy\": \"Do\"}, \"labelFalse\": {\"default\": \"No\", \"cy\": "
        "\"Naddo\"}}]}";
    (void)state;
    buf_clear(&joined);
    assert_true(survey_join_local(span_text(small), span_text(untold), &joined, &problems));
    struct survey *survey = result();
    assert_true(survey->languages[survey_language(survey, "en")].reviewed);
    assert_false(survey->languages[survey_language(survey, "cy")].reviewed);
    survey_free(survey);
}

static void the_same_files_make_the_same_bytes(void **state)
{
    (void)state;
    BUF_AUTO again = buf_new(SURVEY_FILE_MAX);
    add_module(buf_span(&survey_bytes));
    assert_true(
        survey_join_module(buf_span(&survey_bytes), buf_span(&module_bytes), &again, &problems));
    assert_true(span_equal(buf_span(&joined), buf_span(&again)));
}

static void a_module_is_not_added_twice(void **state)
{
    (void)state;
    BUF_AUTO again = buf_new(SURVEY_FILE_MAX);
    add_module(span_text(small));
    assert_false(survey_join_module(buf_span(&joined), buf_span(&module_bytes), &again, &problems));
    assert_true(complains("is there twice"));
}

static void a_venue_s_own_questions_come_before_the_equality_questions(void **state)
{
    (void)state;
    BUF_AUTO whole = buf_new(SURVEY_FILE_MAX);
    add_module(span_text(small));
    buf_put_span(&whole, buf_span(&joined));
    assert_true(add_own(buf_span(&whole), own));
    struct survey *survey = result();
    assert_int_equal(survey_question(survey, "again"), 0);
    assert_int_equal(survey_question(survey, "local_parking"), 1);
    assert_int_equal(survey_question(survey, "equality_offer"), 2);
    assert_int_equal(survey->language_count, 2); /* and no "ga" */
    survey_free(survey);
}

static void nobody_loses_a_language_by_a_venue_s_own_questions(void **state)
{
    (void)state;
    assert_false(add_own(buf_span(&survey_bytes), own));
    assert_true(complains("the survey speaks \"pl\", and so must these questions"));
}

static void a_venue_s_own_questions_are_few_and_known_as_its_own(void **state)
{
    (void)state;
    assert_false(add_own(span_text(small),
                         "{\"elements\": [{\"type\": \"comment\", \"name\": \"local_a\"}, "
                         "{\"type\": \"html\", \"name\": \"local_b\", \"html\": \"B\"}, "
                         "{\"type\": \"comment\", \"name\": \"local_c\"}, {\"type\": "
                         "\"comment\", \"name\": \"local_d\"}]}"));
    assert_true(complains("a venue has 1 to 3 questions of its own"));
    assert_false(add_own(span_text(small),
                         "{\"elements\": [{\"type\": \"comment\", \"name\": \"parking\", "
                         "\"title\": {\"default\": \"Parking?\", \"cy\": \"Parcio?\"}}]}"));
    assert_true(complains("\"parking\" must begin with \"local_\""));
    assert_false(
        add_own(span_text(small),
                "{\"elements\": [{\"type\": \"comment\", \"name\": \"local_a\", \"title\": "
                "{\"default\": \"A?\", \"cy\": \"A?\"}}], \"yousaid\": {\"questions\": "
                "{\"local_a\": {\"role\": \"improve\"}}}}"));
    assert_true(complains("has no role"));
}

static void default_means_the_same_in_both(void **state)
{
    (void)state;
    assert_false(add_own(span_text(small),
                         "{\"locale\": \"cy\", \"elements\": [{\"type\": \"comment\", \"name\": "
                         "\"local_a\", \"title\": {\"default\": \"A?\", \"en\": \"A?\"}}]}"));
    assert_true(complains("\"default\" is \"en\" in the survey"));
}

static void together_they_keep_to_the_limits_of_a_survey(void **state)
{
    (void)state;
    static const char comments[] =
        "{\"elements\": [{\"type\": \"comment\", \"name\": \"local_a\", \"title\": \"A?\"}, "
        "{\"type\": \"comment\", \"name\": \"local_b\", \"title\": \"B?\"}, {\"type\": "
        "\"comment\", \"name\": \"local_c\", \"title\": \"C?\"}]}";
    static const char survey[] =
        "{\"elements\": [{\"type\": \"comment\", \"name\": \"a\", \"title\": \"A?\"}, {\"type\": "
        "\"comment\", \"name\": \"b\", \"title\": \"B?\"}]}";
    assert_false(add_own(span_text(survey), comments));
    assert_true(complains("more than 4 comments"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_module_stands_behind_the_survey_and_is_sealed),
        TEST(prefer_not_to_say_is_always_the_last_choice),
        TEST(the_module_is_skipped_as_a_whole),
        TEST(what_the_survey_does_not_speak_is_left_out_of_the_module),
        TEST(what_is_reviewed_in_one_file_alone_is_not_reviewed),
        TEST(what_is_written_first_needs_no_second_reader),
        TEST(the_same_files_make_the_same_bytes),
        TEST(a_module_is_not_added_twice),
        TEST(a_venue_s_own_questions_come_before_the_equality_questions),
        TEST(nobody_loses_a_language_by_a_venue_s_own_questions),
        TEST(a_venue_s_own_questions_are_few_and_known_as_its_own),
        TEST(default_means_the_same_in_both),
        TEST(together_they_keep_to_the_limits_of_a_survey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
