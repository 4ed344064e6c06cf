/* What publishing asks beyond loading. Each test takes a survey of the tree and spoils one thing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "buf.h"
#include "surveys.h"

static struct problems problems;
enum { TODAY = 20780 }; /* 2026-11-23 */
static const char *const all[] = { "cy", "pl", "ro", "pa", "ur", "ar", "bn", "en-GB-x-easyread",
                                   NULL };

/* The file with the first `old` replaced; is it publishable? */
static bool publishable(const char *file, const char *old, const char *changed,
                        const char *const *accepted)
{
    struct survey *whole = surveys_from_file(file);
    BUF_AUTO text = buf_new(SURVEY_FILE_MAX);
    buf_put_span(&text, whole->bytes);
    survey_free(whole);
    char *at = strstr(buf_text(&text), old);
    assert_non_null(at);
    BUF_AUTO spoilt = buf_new(SURVEY_FILE_MAX);
    buf_put(&spoilt, text.data, (size_t)(at - buf_text(&text)));
    buf_printf(&spoilt, "%s%s", changed, at + strlen(old));
    struct survey *survey = surveys_from_text(buf_text(&spoilt), &problems);
    if (!survey)
        fail_msg("%s %s", problems.list[0].pointer, problems.list[0].text);
    bool ready = survey_publishable(survey, accepted, TODAY, &problems);
    survey_free(survey);
    return ready;
}

static const char *const gp = "assets/surveys/gp-fft.json";
static const char *const job = "assets/surveys/jobcentre.json";

static void both_surveys_of_the_tree_are_publishable(void **state)
{
    (void)state;
    assert_true(publishable(gp, "T", "T", NULL));
    assert_true(surveys_reported(&problems, PROBLEM_WARNING, "/yousaid/languages/cy", "by name"));
    assert_true(publishable(job, "T", "T", all));
    assert_int_equal(problems.count, 0);
}

static void their_languages_are_complete(void **state)
{
    (void)state;
    static const char *const files[] = { "assets/surveys/gp-fft.json",
                                         "assets/surveys/jobcentre.json" };
    for (int i = 0; i < 2; i++) {
        struct survey *survey = surveys_from_file(files[i]);
        assert_int_equal(survey->language_count, 9);
        for (int n = 0; n < survey->language_count; n++)
            assert_true(survey->languages[n].complete);
        assert_int_equal(survey->languages[0].reviewed, true);
        assert_true(survey_offers(survey, survey_language(survey, "ur"), all));
        assert_false(survey_offers(survey, survey_language(survey, "ur"), NULL));
        survey_free(survey);
    }
}

struct spoiling {
    const char *old, *changed, *pointer, *part;
};

static const struct spoiling fft[] = {
    { "Overall, how was your experience of our service?", "How was it?", "/yousaid/questions/fft",
      "word for word" },
    { "\"Neither good nor poor\"", "\"Neutral\"", "/yousaid/questions/fft", "in this order" },
    { "{\"role\": \"fft_why\"}", "{}", "/yousaid/questions", "needs a comment" },
    { "{\"role\": \"fft_overall\"}", "{}", "/yousaid/questions", "fft_overall is not" },
    { "\"id\": \"gp_fft\",", "", "/yousaid/id", "not there" },
    { "\"review\": \"2027-05-01\",", "", "/yousaid/review", "not there" },
    { "\"yousaid\"", "\"cookieName\"", "/yousaid", "not there" },
};

static void what_publishing_asks_is_named_when_it_is_not_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fft / sizeof fft[0]; i++) {
        const char *const english[] = { "en", NULL };
        assert_false(publishable(gp, fft[i].old, fft[i].changed, english));
        assert_true(surveys_reported(&problems, PROBLEM_ERROR, fft[i].pointer, fft[i].part));
    }
}

static void the_friends_and_family_test_comes_first(void **state)
{
    (void)state;
    assert_false(publishable(gp, "{\n      \"name\": \"overall\",\n      \"elements\": [",
                             "{\"name\": \"overall\", \"elements\": [{\"type\": \"boolean\", "
                             "\"name\": \"zero\", \"title\": \"Zero\"},",
                             NULL));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/questions/fft", "first"));
    assert_true(publishable(gp, "{\n      \"name\": \"overall\",\n      \"elements\": [",
                            "{\"name\": \"overall\", \"elements\": [{\"type\": \"html\", "
                            "\"name\": \"zero\", \"html\": \"Welcome\"},",
                            NULL));
}

static void a_curly_apostrophe_is_an_apostrophe(void **state)
{
    (void)state;
    assert_true(publishable(gp, "Don't know", "Don\u2019t know", NULL));
}

static void an_unreviewed_default_language_alone_offers_nothing(void **state)
{
    (void)state;
    assert_false(
        publishable(gp, "\"en\": {\"reviewed\": true}", "\"en\": {\"reviewed\": false}", NULL));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "", "no language is offered"));
    assert_true(
        publishable(gp, "\"en\": {\"reviewed\": true}", "\"en\": {\"reviewed\": false}", all));
}

static void an_accepted_language_must_be_there_and_complete(void **state)
{
    (void)state;
    const char *const french[] = { "fr", NULL };
    assert_false(publishable(gp, "T", "T", french));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "", "no texts"));
    assert_false(publishable(gp, "\"cy\": \"Da iawn\",", "", all));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "", "lacks texts"));
}

static void the_metadata_must_be_there_in_every_language_offered(void **state)
{
    (void)state;
    static const char *const welsh = "\"cy\": \"Eich meddygfa\",";
    assert_true(publishable(gp, welsh, "", NULL));
    assert_false(publishable(gp, welsh, "", all));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid", "\"cy\""));
}

static void a_survey_that_is_over_is_not_published(void **state)
{
    (void)state;
    static const char *const review = "\"review\": \"2027-05-01\"";
    assert_false(
        publishable(gp, review, "\"review\": \"2027-05-01\", \"closes\": \"2026-11-22\"", NULL));
    assert_true(
        surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/closes", "closed on 2026-11-22"));
    assert_true(
        publishable(gp, review, "\"review\": \"2027-05-01\", \"closes\": \"2026-11-23\"", NULL));
    assert_false(surveys_reported(&problems, PROBLEM_WARNING, "/yousaid/review", ""));
    assert_true(publishable(gp, review, "\"review\": \"2026-11-22\"", NULL));
    assert_true(surveys_reported(&problems, PROBLEM_WARNING, "/yousaid/review", "2026-11-22"));
}

static void without_metadata_nothing_is_said_of_languages(void **state)
{
    (void)state;
    assert_false(publishable(gp, "\"yousaid\"", "\"cookieName\"", NULL));
    assert_int_equal(problems.errors, 1);
    for (int i = 0; i < problems.count; i++)
        assert_null(strstr(problems.list[i].text, "not offered"));
}

static void errors_of_loading_hide_nothing_of_publishing(void **state)
{
    (void)state;
    static const char *const text =
        "{\"title\": \"T\", \"elements\": [{\"type\": \"rating\", \"name\": \"fft\", "
        "\"title\": {\"default\": \"Overall, how was your experience of our service?\", "
        "\"en\": \"How was it?\"}}], \"yousaid\": {\"closes\": \"2026-01-01\", "
        "\"questions\": {\"fft\": {\"role\": \"fft_overall\"}}}}";
    problems = (struct problems){ 0 };
    assert_null(survey_load_publishable(span_text(text), NULL, TODAY, &problems));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/elements/0/title/en", "keep one"));
    assert_true(
        surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/questions/fft", "word for word"));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/closes", "closed"));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/id", "not there"));
    for (int i = 0; i < problems.count; i++)
        for (int n = 0; n < i; n++)
            assert_false(strcmp(problems.list[i].pointer, problems.list[n].pointer) == 0 &&
                         strcmp(problems.list[i].text, problems.list[n].text) == 0);
    problems = (struct problems){ 0 };
    assert_null(survey_load_publishable(span_text("{"), NULL, TODAY, &problems));
    assert_int_equal(problems.errors, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_surveys_of_the_tree_are_publishable),
        cmocka_unit_test(their_languages_are_complete),
        cmocka_unit_test(what_publishing_asks_is_named_when_it_is_not_there),
        cmocka_unit_test(the_friends_and_family_test_comes_first),
        cmocka_unit_test(a_curly_apostrophe_is_an_apostrophe),
        cmocka_unit_test(an_unreviewed_default_language_alone_offers_nothing),
        cmocka_unit_test(an_accepted_language_must_be_there_and_complete),
        cmocka_unit_test(the_metadata_must_be_there_in_every_language_offered),
        cmocka_unit_test(a_survey_that_is_over_is_not_published),
        cmocka_unit_test(without_metadata_nothing_is_said_of_languages),
        cmocka_unit_test(errors_of_loading_hide_nothing_of_publishing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
