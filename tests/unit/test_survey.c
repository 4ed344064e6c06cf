/* Loading surveys: what is honoured, what is only warned of, what is refused, and every limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "buf.h"
#include "expression.h"
#include "json_depth.h"
#include "surveys.h"
#include <stdio.h>

static struct problems problems;

/* A survey around some elements. */
static struct survey *with_elements(const char *elements)
{
    BUF_AUTO file = buf_new(2 * SURVEY_FILE_MAX);
    buf_printf(&file, "{\"title\": \"T\", \"elements\": [%s]}", elements);
    return surveys_from_text(buf_text(&file), &problems);
}

#define RATING "\"type\": \"rating\", \"name\": \"r\", \"title\": \"R\""
#define RADIO                                                                                      \
    "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", \"y\"]"
#define CHECK                                                                                      \
    "\"type\": \"checkbox\", \"name\": \"c\", \"title\": \"C\", \"choices\": [\"x\", \"y\"]"
#define YES_NO "\"type\": \"boolean\", \"name\": \"b\", \"title\": \"B\""
#define WORDS  "\"type\": \"comment\", \"name\": \"t\", \"title\": \"T\""
#define INFO   "\"type\": \"html\", \"name\": \"h\", \"html\": \"H\""

struct refusal {
    const char *members, *pointer, *part;
};

/* One element each; its members, the pointer below it, and part of the text. */
static const struct refusal refusals[] = {
    { "\"type\": \"dropdown\", \"name\": \"x\"", "/type", "radiogroup" },
    { "\"type\": \"text\", \"name\": \"x\"", "/type", "comment" },
    { "\"type\": \"matrix\", \"name\": \"x\"", "/type", "each row" },
    { "\"type\": \"file\", \"name\": \"x\"", "/type", "not taken" },
    { "\"type\": \"oracle\", \"name\": \"x\"", "/type", "no such type" },
    { "\"name\": \"x\"", "/type", "not there" },
    { RATING ", \"isRequired\": true", "/isRequired", "skipped" },
    { RATING ", \"requiredIf\": \"{a} = 1\"", "/requiredIf", "skipped" },
    { RATING ", \"validators\": [{\"type\": \"numeric\"}]", "/validators", "skipped" },
    { RATING ", \"defaultValue\": 3", "/defaultValue", "beforehand" },
    { RATING ", \"enableIf\": \"{a} = 1\"", "/enableIf", "visibleIf" },
    { RATING ", \"visible\": false", "/visible", "visibleIf" },
    { RATING ", \"readOnly\": true", "/readOnly", "asks" },
    { RATING ", \"valueName\": \"q\"", "/valueName", "name" },
    { RATING ", \"setValueExpression\": \"1\"", "/setValueExpression", "calculated" },
    { RATING ", \"clearIfInvisible\": \"none\"", "/clearIfInvisible", "at once" },
    { RATING ", \"showCommentArea\": true", "/showCommentArea", "comment" },
    { RATING ", \"hasComment\": true", "/hasComment", "comment" },
    { RATING ", \"rateStep\": 2", "/rateStep", "rateValues" },
    { RATING ", \"rateType\": \"stars\"", "/rateType", "smileys" },
    { RATING ", \"rateDisplayMode\": 1", "/rateDisplayMode", "smileys" },
    { RATING ", \"rateMin\": 5", "", "greater" },
    { RATING ", \"rateMax\": 13", "", "at most 12" },
    { RATING ", \"rateMax\": 2.5", "/rateMax", "whole number" },
    { RATING ", \"rateCount\": 3", "/rateCount", "rateMax" },
    { RATING ", \"rateMin\": 1, \"rateMax\": 3, \"rateCount\": 4", "/rateCount", "1 to 3" },
    { RATING ", \"rateValues\": [1, \"x\"]", "", "numbers and words" },
    { RATING ", \"rateValues\": [1, 1]", "/rateValues/1", "twice" },
    { RATING ", \"rateValues\": [1, 2.5]", "/rateValues/1", "whole number" },
    { RATING ", \"rateValues\": [1, 2], \"autoGenerate\": true", "/autoGenerate", "false" },
    { RATING ", \"rateType\": \"smileys\", \"rateMax\": 11", "", "smileys" },
    { RADIO ", \"choicesOrder\": \"random\"", "/choicesOrder", "order" },
    { RADIO ", \"showOtherItem\": true", "/showOtherItem", "ordinary choice" },
    { RADIO ", \"hasNone\": true", "/hasNone", "ordinary choice" },
    { RADIO ", \"choicesByUrl\": {\"url\": \"x\"}", "/choicesByUrl", "list" },
    { RADIO ", \"choicesVisibleIf\": \"{item} = 1\"", "/choicesVisibleIf", "list" },
    { CHECK ", \"maxSelectedChoices\": 2", "/maxSelectedChoices", "any number" },
    { CHECK ", \"showSelectAllItem\": true", "/showSelectAllItem", "leave it out" },
    { CHECK ", \"valuePropertyName\": \"v\"", "/valuePropertyName", "list" },
    { YES_NO ", \"valueTrue\": \"yes\"", "/valueTrue", "true" },
    { YES_NO ", \"valueFalse\": 0", "/valueFalse", "false" },
    { YES_NO ", \"swapOrder\": 1", "/swapOrder", "true or false" },
    { WORDS ", \"maxLength\": 1001", "/maxLength", "1000" },
    { WORDS ", \"maxLength\": \"9\"", "/maxLength", "whole number" },
    { WORDS ", \"oops\": 1", "/oops", "no such property" },
    { WORDS ", \"maxlength\": 5", "/maxlength", "\"maxLength\"" },
    { INFO ", \"description\": \"D\"", "", "into html" },
    { "\"type\": \"html\", \"name\": \"h\"", "/html", "not there" },
    { "\"type\": \"html\", \"name\": \"h\", \"html\": \"<a href='x'>x</a>\"", "/html", "links" },
    { "\"type\": \"html\", \"name\": \"h\", \"html\": \"<script>x</script>\"", "/html", "scripts" },
    { "\"type\": \"html\", \"name\": \"h\", \"html\": \"a<p\"", "/html", "only text" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": \"Hi {name}\"", "/title", "quote" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": \"a\\tb\"", "/title", "control" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": \"a\\u202eb\"", "/title", "control" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": {\"english\": \"a\"}", "/title/english",
      "language tag" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": {\"default\": \"a\", \"en\": \"b\"}",
      "/title/en", "same language" },
    { "\"type\": \"comment\", \"name\": \"t\", \"title\": {\"cy\": 3}", "/title/cy", "a number" },
    { "\"type\": \"comment\", \"name\": \"T\", \"title\": \"T\"", "/name", "small letters" },
    { "\"type\": \"comment\", \"name\": \"9t\", \"title\": \"T\"", "/name", "small letters" },
    { "\"type\": \"comment\", \"name\": \"\", \"title\": \"T\"", "/name", "small letters" },
    { "\"type\": \"comment\", \"name\": \"notempty\", \"title\": \"T\"", "/name", "another word" },
    { "\"type\": \"comment\", \"title\": \"T\"", "/name", "needs a name" },
    { "\"type\": \"comment\", \"name\": \"abcdefghijklmnopqrstuvwxyzabcdefg\", \"title\": \"T\"",
      "/name", "32" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [1, 2]",
      "/choices/0", "only ratings" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", \"true\"]",
      "/choices/1", "another word" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", \"X\"]",
      "/choices/1", "small letters" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\"]",
      "/choices", "at least two" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\"", "/choices", "list" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", "
      "{\"value\": \"y\", \"visibleIf\": \"{r} = 1\"}]",
      "/choices/1/visibleIf", "always shown" },
    { "\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", "
      "{\"text\": \"y\"}]",
      "/choices/1/value", "without a value" },
    { RATING ", \"visibleIf\": \"{nobody} = 1\"", "/visibleIf", "at character 1" },
    { RATING ", \"visibleIf\": \"{r} = 1\"", "/visibleIf", "earlier" },
    { RATING ", \"visibleIf\": true", "/visibleIf", "true" },
    { "\"type\": \"panel\", \"elements\": [{\"type\": \"panel\", \"elements\": []}]", "/elements/0",
      "panel in a panel" },
    { "\"type\": \"panel\", \"elements\": 5", "/elements", "a number" },
    { "\"type\": \"panel\", \"isRequired\": true", "/isRequired", "skipped" },
    { "\"type\": \"panel\", \"questionOrder\": \"random\"", "/questionOrder", "order" },
};

static void refuse_one(const struct refusal *refusal)
{
    char element[1000], pointer[200];
    (void)snprintf(element, sizeof element, "{%s}", refusal->members);
    (void)snprintf(pointer, sizeof pointer, "/elements/0%s", refusal->pointer);
    struct survey *survey = with_elements(element);
    if (survey)
        fail_msg("taken: %s", element);
    if (!surveys_reported(&problems, PROBLEM_ERROR, pointer, refusal->part))
        fail_msg("not reported: %s", element);
}

static void what_would_change_a_survey_s_meaning_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        refuse_one(&refusals[i]);
}

/* Members of the survey itself. */
static const struct refusal whole_refusals[] = {
    { "\"clearInvisibleValues\": \"none\"", "/clearInvisibleValues", "onHidden" },
    { "\"clearInvisibleValues\": \"onComplete\"", "/clearInvisibleValues", "onHidden" },
    { "\"triggers\": [{\"type\": \"complete\"}]", "/triggers", "visibleIf" },
    { "\"calculatedValues\": [{\"name\": \"x\"}]", "/calculatedValues", "calculated" },
    { "\"firstPageIsStartPage\": true", "/firstPageIsStartPage", "first screen" },
    { "\"questionOrder\": \"random\"", "/questionOrder", "order" },
    { "\"mode\": \"display\"", "/mode", "asks" },
    { "\"timeLimit\": 60", "/timeLimit", "waits" },
    { "\"maxTextLength\": 60", "/maxTextLength", "each comment" },
    { "\"navigateToUrl\": \"https://example.org\"", "/navigateToUrl", "nowhere" },
    { "\"locale\": \"english\"", "/locale", "language tag" },
    { "\"locale\": 3", "/locale", "language tag" },
    { "\"pages\": []", "", "both here" },
    { "\"pages\": 3", "/pages", "a number" },
    { "\"questions\": []", "", "both here" },
    { "\"yousaid\": 3", "/yousaid", "a number" },
    { "\"yousaid\": {\"id\": \"A B\"}", "/yousaid/id", "small letters" },
    { "\"yousaid\": {\"onwer\": \"x\"}", "/yousaid/onwer", "no such property" },
    { "\"yousaid\": {\"review\": \"2027-02-29\"}", "/yousaid/review", "date" },
    { "\"yousaid\": {\"closes\": \"1 May\"}", "/yousaid/closes", "date" },
    { "\"yousaid\": {\"kinds\": \"gp\"}", "/yousaid/kinds", "list" },
    { "\"yousaid\": {\"kinds\": [\"G P\"]}", "/yousaid/kinds/0", "small letters" },
    { "\"yousaid\": {\"languages\": {\"cy\": {\"reviewed\": true}}}", "/yousaid/languages/cy",
      "no text" },
    { "\"yousaid\": {\"languages\": {\"en\": true}}", "/yousaid/languages/en", "reviewed" },
    { "\"yousaid\": {\"questions\": {\"x\": {}}}", "/yousaid/questions/x", "no question" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"role\": \"queen\"}}}", "/yousaid/questions/r/role",
      "no such role" },
    { "\"yousaid\": {\"questions\": {\"t\": {\"role\": \"equality\"}}}",
      "/yousaid/questions/t/role", "comment cannot" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"role\": \"fft_why\"}}}", "/yousaid/questions/r/role",
      "rating cannot" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"sensitivity\": \"secret\"}}}",
      "/yousaid/questions/r/sensitivity", "open" },
    { "\"yousaid\": {\"questions\": {\"t\": {\"sensitivity\": \"counts\"}}}",
      "/yousaid/questions/t/sensitivity", "always" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"sensitivity\": \"words\"}}}",
      "/yousaid/questions/r/sensitivity", "always" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"role\": \"equality\", \"sensitivity\": \"open\"}}}",
      "/yousaid/questions/r/sensitivity", "always" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"role\": \"equality\"}}}", "/yousaid/questions/t",
      "depends on \"r\"" },
    { "\"yousaid\": {\"questions\": {\"r\": {\"role\": \"satisfaction\"}, \"w\": {\"role\": "
      "\"satisfaction\"}}}",
      "/yousaid/questions/w", "already" },
};

static void whole_survey_with(const char *member)
{
    char text[1500];
    (void)snprintf(text, sizeof text,
                   "{%s, \"elements\": [{" RATING "}, {" RADIO "}, {" WORDS
                   ", \"visibleIf\": \"{r} = 5\"}]}",
                   member);
    survey_free(surveys_from_text(text, &problems));
}

static void what_the_survey_as_a_whole_may_not_say_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof whole_refusals / sizeof whole_refusals[0]; i++) {
        const struct refusal *refusal = &whole_refusals[i];
        whole_survey_with(refusal->members);
        if (!surveys_reported(&problems, PROBLEM_ERROR, refusal->pointer, refusal->part))
            fail_msg("not reported: %s", refusal->members);
    }
}

static const char *const harmless[] = {
    RATING ", \"isRequired\": false, \"visible\": true, \"rateStep\": 1, \"validators\": []",
    RATING ", \"rateMax\": 4, \"rateCount\": 4, \"autoGenerate\": false",
    RADIO ", \"choicesOrder\": \"none\", \"showOtherItem\": false, \"enableIf\": \"\"",
    CHECK ", \"maxSelectedChoices\": 0, \"clearIfInvisible\": \"onHidden\"",
    YES_NO ", \"valueTrue\": true, \"valueFalse\": false, \"visibleIf\": \"\"",
    "\"type\": \"panel\", \"questionOrder\": \"default\", \"elements\": [{" INFO "}]",
};

static void a_refused_property_that_changes_nothing_is_let_through(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        char element[500];
        (void)snprintf(element, sizeof element, "{%s}", harmless[i]);
        struct survey *survey = with_elements(element);
        if (!survey)
            fail_msg("%s: %s %s", element, problems.list[0].pointer, problems.list[0].text);
        survey_free(survey);
    }
}

static void cosmetic_properties_are_warned_of_and_load(void **state)
{
    (void)state;
    struct survey *survey = surveys_from_text(
        "{\"title\": \"T\", \"logoPosition\": \"right\", \"showProgressBar\": true, \"pages\": "
        "[{\"name\": \"page1\", \"title\": \"P\", \"elements\": [{" RATING
        ", \"width\": \"50%\", \"titleLocation\": \"left\"}, {" WORDS ", \"rows\": 4}]}]}",
        &problems);
    assert_non_null(survey);
    assert_int_equal(problems.errors, 0);
    static const char *const pointers[] = { "/logoPosition",
                                            "/showProgressBar",
                                            "/pages/0/title",
                                            "/pages/0/elements/0/width",
                                            "/pages/0/elements/0/titleLocation",
                                            "/pages/0/elements/1/rows" };
    assert_int_equal(problems.count, 6);
    for (int i = 0; i < 6; i++)
        assert_true(surveys_reported(&problems, PROBLEM_WARNING, pointers[i], "ignored"));
    survey_free(survey);
}

static void put_questions(struct buf *out, int count, const char *type)
{
    for (int i = 0; i < count; i++)
        buf_printf(out, "%s{\"type\": \"%s\", \"name\": \"q%d\", \"title\": \"Q\"}", i ? "," : "",
                   type, i);
}

static void numbers_up_to_the_limits_load_and_one_more_does_not(void **state)
{
    (void)state;
    static const struct {
        int most;
        const char *type;
    } limits[] = { { SURVEY_QUESTIONS_MAX, "rating" }, { SURVEY_COMMENTS_MAX, "comment" } };
    for (int i = 0; i < 2; i++)
        for (int over = 0; over < 2; over++) {
            BUF_AUTO elements = buf_new(10000);
            put_questions(&elements, limits[i].most + over, limits[i].type);
            struct survey *survey = with_elements(buf_text(&elements));
            assert_int_equal(survey == NULL, over);
            survey_free(survey);
        }
}

static void choices_up_to_the_limit_load_and_one_more_does_not(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        BUF_AUTO element = buf_new(10000);
        buf_printf(&element, "{\"type\": \"checkbox\", \"name\": \"c\", \"choices\": [\"x\"");
        for (int i = 1; i < SURVEY_CHOICES_MAX + over; i++)
            buf_printf(&element, ", \"x%d\"", i);
        buf_printf(&element, "]}");
        struct survey *survey = with_elements(buf_text(&element));
        assert_int_equal(survey == NULL, over);
        survey_free(survey);
    }
}

static void texts_are_measured_in_characters(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        BUF_AUTO element = buf_new(10000);
        buf_printf(&element, "{\"type\": \"rating\", \"name\": \"r\", \"title\": \"");
        for (int i = 0; i < SURVEY_TEXT_MAX + over; i++)
            buf_printf(&element, "\u0634");
        buf_printf(&element, "\"}");
        struct survey *survey = with_elements(buf_text(&element));
        assert_int_equal(survey == NULL, over);
        survey_free(survey);
    }
}

static void more_languages_than_the_limit_are_refused(void **state)
{
    (void)state;
    BUF_AUTO element = buf_new(10000);
    buf_printf(&element, "{\"type\": \"rating\", \"name\": \"r\", \"title\": {\"default\": \"x\"");
    for (int i = 0; i < SURVEY_LANGUAGES_MAX; i++)
        buf_printf(&element, ", \"x%c\": \"x\"", 'a' + i);
    buf_printf(&element, "}}");
    assert_null(with_elements(buf_text(&element)));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/elements/0/title/xp", "languages"));
}

static void size_and_depth_are_bounded_before_parsing(void **state)
{
    (void)state;
    static char big[SURVEY_FILE_MAX + 2];
    memset(big, ' ', sizeof big - 1);
    assert_null(surveys_from_text(big, &problems));
    assert_non_null(strstr(problems.list[0].text, "at most"));
    memset(big, '[', SURVEY_FILE_MAX);
    big[SURVEY_FILE_MAX] = '\0';
    assert_null(surveys_from_text(big, &problems));
    assert_non_null(strstr(problems.list[0].text, "nested"));
    assert_int_equal(problems.list[0].column, 17);
}

static void depth_counts_open_brackets_outside_strings(void **state)
{
    size_t offset = 99;
    (void)state;
    assert_true(json_is_shallow(span_text("[[[1]]]"), 3, &offset));
    assert_int_equal(offset, 99);
    assert_false(json_is_shallow(span_text("[{\"a\":[[1]]}]"), 3, &offset));
    assert_int_equal(offset, 7);
    assert_false(json_is_shallow(span_text("[[[1]]]"), 2, NULL));
    assert_true(json_is_shallow(span_text("[1],[2],{},[[3]]"), 2, NULL));
    assert_true(json_is_shallow(span_text("[\"[[[\\\"[[{{\"]"), 1, NULL));
    assert_false(json_is_shallow(span_text("[\"\\\\\",[]]"), 1, NULL));
    assert_true(json_is_shallow(span_text("\"[[["), 0, NULL));
    assert_true(json_is_shallow(span_text(""), 0, NULL));
}

static void broken_syntax_has_a_line_and_a_column(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
    } broken[] = { { "{\n\"a\": 1,\n}", 3 },
                   { "{\n\"a\": 1,\n\n\"a\": 2}", 4 },
                   { "{\"a\": \"\xff\"}", 1 },
                   { "[1]", 1 },
                   { "", 1 },
                   { "{} x", 1 },
                   { "{\"a\": \"\\u0000\"}", 1 } };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        assert_null(surveys_from_text(broken[i].text, &problems));
        assert_int_equal(problems.errors, 1);
        assert_int_equal(problems.list[0].line, broken[i].line);
        assert_true(problems.list[0].column >= 1);
    }
}

static void every_problem_has_the_line_where_it_stands(void **state)
{
    (void)state;
    assert_null(surveys_from_text("{\"elements\": [\n{" RATING "},\n{" WORDS ",\n   \"oops\": 1}]}",
                                  &problems));
    assert_int_equal(problems.list[0].line, 4);
    assert_int_equal(problems.list[0].column, 12);
}

static void ratings_come_in_three_looks(void **state)
{
    (void)state;
    struct survey *survey = with_elements(
        "{\"type\": \"rating\", \"name\": \"a\", \"title\": \"A\", \"rateMin\": 0, \"rateMax\": "
        "10},"
        "{\"type\": \"rating\", \"name\": \"b\", \"title\": \"B\", \"rateDisplayMode\": "
        "\"smileys\"},"
        "{\"type\": \"rating\", \"name\": \"c\", \"title\": \"C\", \"rateValues\": [{\"value\": 1, "
        "\"text\": \"Bad\"}, {\"value\": 2, \"text\": \"Good\"}]},"
        "{\"type\": \"rating\", \"name\": \"d\", \"title\": \"D\", \"rateMin\": 2, \"rateCount\": "
        "3}");
    assert_non_null(survey);
    assert_int_equal(survey->questions[0].look, RATING_NUMBERS);
    assert_int_equal(survey->questions[0].choice_count, 11);
    assert_string_equal(survey->questions[0].choices[10].value, "10");
    assert_int_equal(survey->questions[1].look, RATING_SMILEYS);
    assert_int_equal(survey->questions[1].choice_count, 5);
    assert_int_equal(survey->questions[2].look, RATING_LABELS);
    assert_string_equal(survey->questions[2].choices[0].text.in[0], "Bad");
    assert_int_equal(survey->questions[3].choices[2].number, 4);
    survey_free(survey);
}

static void texts_fall_back_from_region_to_language_to_default(void **state)
{
    (void)state;
    struct survey *survey = with_elements(
        "{\"type\": \"comment\", \"name\": \"t\", \"title\": {\"default\": \"Hello\", \"cy\": "
        "\"Helo\", \"cy-GB\": \"Shwmae\"}, \"description\": {\"default\": \"D\", \"cy\": \"C\"}}");
    assert_non_null(survey);
    int gb = survey_language(survey, "cy-gb");
    assert_int_equal(gb, 2);
    assert_int_equal(survey_language(survey, "cy-PA"), 1);
    assert_int_equal(survey_language(survey, "ur"), -1);
    assert_string_equal(survey->questions[0].title.in[gb], "Shwmae");
    assert_string_equal(survey->questions[0].description.in[gb], "C");
    assert_string_equal(survey->questions[0].least.in[gb], "");
    assert_true(survey->languages[0].complete);
    assert_false(survey->languages[gb].complete);
    assert_false(survey_offers(survey, 0, NULL));
    assert_true(survey_offers(survey, 0, (const char *const[]){ "en", NULL }));
    assert_false(survey_offers(survey, gb, (const char *const[]){ "cy-GB", NULL }));
    survey_free(survey);
}

static void locale_is_where_to_start_and_default_is_english_beside_it(void **state)
{
    (void)state;
    struct survey *survey = surveys_from_text(
        "{\"locale\": \"cy\", \"title\": {\"default\": \"Hello\", \"cy\": \"Helo\"}, "
        "\"elements\": [{" RATING "}]}",
        &problems);
    assert_non_null(survey);
    assert_string_equal(survey->languages[survey->default_language].tag, "cy");
    assert_string_equal(survey->title.in[survey_language(survey, "en")], "Hello");
    assert_string_equal(survey->title.in[survey_language(survey, "cy")], "Helo");
    survey_free(survey);
    survey = surveys_from_text("{\"locale\": \"cy\", \"elements\": [{" RATING "}]}", &problems);
    assert_non_null(survey);
    assert_int_equal(survey->language_count, 1);
    assert_string_equal(survey->languages[0].tag, "cy");
    survey_free(survey);
}

static void html_is_shown_as_plain_text(void **state)
{
    (void)state;
    struct survey *survey = with_elements(
        "{\"type\": \"html\", \"name\": \"h\", \"html\": \"<h2>Fish &amp; chips</h2> <p>1 < 2,\\n  "
        "<b>not</b> &lt;b&gt;</p>A & B<br/>\"}");
    assert_non_null(survey);
    assert_string_equal(survey->questions[0].description.in[0],
                        "Fish & chips\n1 < 2, not <b>\nA & B");
    assert_string_equal(survey->questions[0].title.in[0], "");
    survey_free(survey);
}

static void conditions_of_pages_and_panels_are_joined(void **state)
{
    (void)state;
    struct survey *survey = surveys_from_text(
        "{\"pages\": [{\"elements\": [{" RATING "}, {" RADIO "}, {" YES_NO "}]}, {\"visibleIf\": "
        "\"{r} = 1\", \"elements\": [{\"type\": \"panel\", \"visibleIf\": \"{w} = 'x'\", "
        "\"elements\": [{" INFO ", \"visibleIf\": \"{b} = true\"}]}]}]}",
        &problems);
    assert_non_null(survey);
    assert_int_equal(expression_names(survey->questions[3].visible_if), 7);
    survey_free(survey);
}

static void canonical_is(const char *file, const char *wanted)
{
    struct err err = { 0 };
    BUF_AUTO out = buf_new(SURVEY_FILE_MAX);
    assert_true(survey_canonical(span_text(file), &out, &err));
    assert_string_equal(buf_text(&out), wanted);
}

static void publishing_writes_in_what_happens_to_hidden_answers(void **state)
{
    (void)state;
    canonical_is("{\"x\": 1}", "{\n  \"clearInvisibleValues\": \"onHidden\",\"x\": 1}");
    canonical_is("{\"clearInvisibleValues\":\"onHidden\"}",
                 "{\"clearInvisibleValues\":\"onHidden\"}");
    canonical_is("{\"clearInvisibleValues\": \"onHidden\", \"pages\": [{\"visibleIf\": \"x\"}]}",
                 "{\"clearInvisibleValues\": \"onHiddenContainer\", \"pages\": [{\"visibleIf\": "
                 "\"x\"}]}");
    struct err err = { 0 };
    BUF_AUTO out = buf_new(SURVEY_FILE_MAX);
    assert_false(survey_canonical(span_text("{"), &out, &err));
}

static void every_cut_of_a_real_file_is_refused_without_harm(void **state)
{
    (void)state;
    struct survey *whole = surveys_from_file("assets/surveys/gp-fft.json");
    for (size_t size = 0; size + 2 < whole->bytes.size; size += 7) {
        problems.count = problems.errors = 0;
        assert_null(survey_load(span_of(whole->bytes.data, size), &problems));
        assert_int_equal(problems.errors, 1);
    }
    survey_free(whole);
}

/* Single bytes turned into others: whatever comes out, it loads or says why not, and publishing
 * asks no less. */
static void damaged_files_load_or_say_why_not(void **state)
{
    (void)state;
    struct survey *whole = surveys_from_file("assets/surveys/jobcentre.json");
    static uint8_t bytes[SURVEY_FILE_MAX];
    uint32_t random = 12345;
    for (int i = 0; i < 1500; i++) {
        memcpy(bytes, whole->bytes.data, whole->bytes.size);
        for (int n = 0; n < 3; n++) {
            random = random * 1664525 + 1013904223;
            bytes[(random >> 8) % whole->bytes.size] =
                (uint8_t) "{}[]\",:0'!( \xc3\x01t"[random % 16];
        }
        problems.count = problems.errors = 0;
        struct survey *survey = survey_load(span_of(bytes, whole->bytes.size), &problems);
        int errors = problems.errors;
        assert_int_equal(survey == NULL, errors > 0);
        survey_free(survey);
        problems.count = problems.errors = 0;
        survey = survey_load_publishable(span_of(bytes, whole->bytes.size), NULL, 0, &problems);
        assert_int_equal(survey == NULL, problems.errors > 0);
        assert_true(problems.errors >= errors);
        survey_free(survey);
    }
    survey_free(whole);
}

static void more_problems_than_fit_are_counted(void **state)
{
    (void)state;
    BUF_AUTO elements = buf_new(100000);
    for (int i = 0; i < 2 * PROBLEMS_MAX; i++)
        buf_printf(&elements, "%s1", i ? "," : "");
    assert_null(with_elements(buf_text(&elements)));
    assert_int_equal(problems.count, PROBLEMS_MAX);
    assert_true(problems.errors >= 2 * PROBLEMS_MAX);
}

static void pictures_stand_beside_answers(void **state)
{
    (void)state;
    struct survey *survey = surveys_from_file("assets/surveys/gp-fft.json");
    const struct question *question = &survey->questions[survey_question(survey, "went_well")];
    assert_int_equal(question->choices[0].picture, PICTOGRAM_CALENDAR);
    assert_int_equal(survey->questions[0].choices[0].picture, PICTOGRAM_NONE);
    assert_true(survey_shows_pictures(survey, survey_language(survey, "en-GB-x-easyread")));
    assert_false(survey_shows_pictures(survey, survey_language(survey, "en")));
    survey_free(survey);
}

static void pictures_are_of_the_set_and_of_the_question(void **state)
{
    (void)state;
    static const char *const file =
        "{\"elements\": [{\"type\": \"boolean\", \"name\": \"a\", \"title\": \"A?\", "
        "\"labelTrue\": \"Yes\", \"labelFalse\": \"No\"}], \"yousaid\": {\"pictures\": \"%s\", "
        "\"questions\": {\"a\": {\"pictures\": {\"%s\": \"%s\"}}}}}";
    char text[400];
    (void)snprintf(text, sizeof text, file, "always", "true", "yes");
    struct survey *survey = surveys_from_text(text, &problems);
    assert_non_null(survey);
    assert_true(survey_shows_pictures(survey, 0));
    survey_free(survey);
    (void)snprintf(text, sizeof text, file, "never", "maybe", "yes");
    assert_null(surveys_from_text(text, &problems));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/pictures", "easy_read"));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/questions/a/pictures/maybe",
                                 "no such answer"));
    (void)snprintf(text, sizeof text, file, "easy_read", "true", "cat");
    assert_null(surveys_from_text(text, &problems));
    assert_true(surveys_reported(&problems, PROBLEM_ERROR, "/yousaid/questions/a/pictures/true",
                                 "no such picture"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_would_change_a_survey_s_meaning_is_refused),
        cmocka_unit_test(what_the_survey_as_a_whole_may_not_say_is_refused),
        cmocka_unit_test(a_refused_property_that_changes_nothing_is_let_through),
        cmocka_unit_test(cosmetic_properties_are_warned_of_and_load),
        cmocka_unit_test(numbers_up_to_the_limits_load_and_one_more_does_not),
        cmocka_unit_test(choices_up_to_the_limit_load_and_one_more_does_not),
        cmocka_unit_test(texts_are_measured_in_characters),
        cmocka_unit_test(more_languages_than_the_limit_are_refused),
        cmocka_unit_test(size_and_depth_are_bounded_before_parsing),
        cmocka_unit_test(depth_counts_open_brackets_outside_strings),
        cmocka_unit_test(broken_syntax_has_a_line_and_a_column),
        cmocka_unit_test(every_problem_has_the_line_where_it_stands),
        cmocka_unit_test(ratings_come_in_three_looks),
        cmocka_unit_test(texts_fall_back_from_region_to_language_to_default),
        cmocka_unit_test(locale_is_where_to_start_and_default_is_english_beside_it),
        cmocka_unit_test(html_is_shown_as_plain_text),
        cmocka_unit_test(conditions_of_pages_and_panels_are_joined),
        cmocka_unit_test(publishing_writes_in_what_happens_to_hidden_answers),
        cmocka_unit_test(every_cut_of_a_real_file_is_refused_without_harm),
        cmocka_unit_test(damaged_files_load_or_say_why_not),
        cmocka_unit_test(more_problems_than_fit_are_counted),
        cmocka_unit_test(pictures_stand_beside_answers),
        cmocka_unit_test(pictures_are_of_the_set_and_of_the_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
