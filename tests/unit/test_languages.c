/* The languages of the tree: each has every word of the interface and every text of both surveys,
 * and both say alike whether a speaker has read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "file.h"
#include "surveys.h"
#include "wording.h"
#include <stdio.h>
#include <string.h>

static const char *const tags[] = { "en", "cy", "pl",
                                    "ro", "pa", "ur",
                                    "ar", "bn", "en-GB-x-easyread" };
static const char *const surveys[] = { "assets/surveys/gp-fft.json",
                                       "assets/surveys/jobcentre.json",
                                       "assets/surveys/modules/equality.json" };

enum { TAGS = sizeof tags / sizeof *tags, SURVEYS = sizeof surveys / sizeof *surveys };

static struct problems problems;

static struct wording *load(const char *tag)
{
    char path[500];
    struct err err = { 0 };
    BUF_AUTO file = buf_new(64 * 1024);
    (void)snprintf(path, sizeof path, "%s/assets/languages/%s.json", SOURCE_DIR, tag);
    assert_true(file_read(path, &file, &err));
    problems.count = problems.errors = 0;
    struct wording *wording = wording_load(buf_span(&file), &problems);
    if (wording == NULL)
        fail_msg("%s %s: %s", tag, problems.list[0].pointer, problems.list[0].text);
    return wording;
}

static void every_survey_speaks_every_language_whole(void **state)
{
    (void)state;
    for (int i = 0; i < SURVEYS; i++) {
        struct survey *survey = surveys_from_file(surveys[i]);
        assert_int_equal(survey->language_count, TAGS);
        for (int n = 0; n < TAGS; n++) {
            assert_string_equal(survey->languages[n].tag, tags[n]);
            assert_true(survey->languages[n].complete);
        }
        survey_free(survey);
    }
}

static void the_interface_and_the_surveys_agree_on_what_is_reviewed(void **state)
{
    (void)state;
    for (int n = 0; n < TAGS; n++) {
        struct wording *wording = load(tags[n]);
        assert_string_equal(wording->tag, tags[n]);
        for (int i = 0; i < SURVEYS; i++) {
            struct survey *survey = surveys_from_file(surveys[i]);
            int language = survey_language(survey, tags[n]);
            if (survey->languages[language].reviewed && !wording->reviewed)
                fail_msg("%s is reviewed in %s, but its own words are not", tags[n], surveys[i]);
            survey_free(survey);
        }
        wording_free(wording);
    }
}

/* Hardly a word is the same as the English one: such a word has been forgotten. (Easy Read, the
 * last one, is English.) */
static void no_sentence_is_left_in_english(void **state)
{
    (void)state;
    struct wording *english = load("en");
    for (int n = 1; n < TAGS - 1; n++) {
        struct wording *wording = load(tags[n]);
        for (int key = 0; key < WORD_COUNT; key++)
            if (strlen(english->word[key]) > 3 && key != WORD_KEY_ACCENTS && key != WORD_MENU &&
                strcmp(wording->word[key], english->word[key]) == 0)
                fail_msg("%s says \"%s\"", tags[n], english->word[key]);
        wording_free(wording);
    }
    wording_free(english);
}

/* One idea a sentence, in few and short words. */
static void easy_read_says_one_thing_at_a_time(void **state)
{
    enum { WORDS_MAX = 11 };
    struct wording *easy = load("en-GB-x-easyread");
    (void)state;
    for (int key = 0; key < WORD_COUNT; key++) {
        int words = 1;
        for (const char *at = easy->word[key]; *at != '\0'; at++) {
            words += *at == ' ';
            words = *at == '.' || *at == '?' || *at == ':' ? 0 : words;
            if (words > WORDS_MAX)
                fail_msg("too long: %s", easy->word[key]);
            if (*at == ';')
                fail_msg("two ideas: %s", easy->word[key]);
        }
    }
    wording_free(easy);
}

/* Romanian has a comma below, never a cedilla; Gurmukhi and Bengali end sentences with a danda. */
static void letters_are_those_of_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *never;
    } wrong[] = { { "ro", "\u015F" }, { "ro", "\u0163" }, { "ur", "\u064A" }, { "ur", "\u0643" },
                  { "ar", "\u06CC" }, { "ar", "\u06A9" }, { "ar", "?" },      { "ur", "?" } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct wording *wording = load(wrong[i].tag);
        for (int key = 0; key < WORD_COUNT; key++)
            if (strstr(wording->word[key], wrong[i].never))
                fail_msg("%s: %s stands in \"%s\"", wrong[i].tag, wrong[i].never,
                         wording->word[key]);
        wording_free(wording);
    }
}

/* --- what reviewers are given --- */

enum { DOCS_BYTES = 256 * 1024, ROWS_BYTES = 64 * 1024 };

/* The columns of both tables. */
static const char *const columns[] = { "en", "cy", "pl", "ro", "pa", "ur", "bn", "ar" };
enum { COLUMNS = sizeof columns / sizeof *columns };

static void read_docs(struct buf *ret)
{
    struct err err = { 0 };
    assert_true(file_read(SOURCE_DIR "/docs/LANGUAGES.md", ret, &err));
}

/* "| Good | Da | Dobrze | ... |" and a line end, unless it is there already. */
static void add_row(struct buf *rows, const struct survey *survey, const struct texts *texts)
{
    BUF_AUTO row = buf_new(4096);
    for (int i = 0; i < COLUMNS; i++)
        buf_printf(&row, "| %s ", texts->in[survey_language(survey, columns[i])]);
    buf_put_text(&row, "|\n");
    if (strstr(buf_text(rows), buf_text(&row)) == NULL)
        buf_put_text(rows, buf_text(&row));
}

static void add_answers(struct buf *rows, const struct survey *survey)
{
    for (int i = 0; i < survey->question_count; i++)
        for (int n = 0; n < survey->questions[i].choice_count; n++)
            if (!survey->questions[i].choices[n].is_number)
                add_row(rows, survey, &survey->questions[i].choices[n].text);
}

/* What stands in a table is what people see: a label that is changed in a survey and not there, or
 * a row of one that is no more, would have a reviewer read other words than are asked. */
static void reviewers_read_every_answer_as_it_is(void **state)
{
    (void)state;
    static const char head[] = "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    BUF_AUTO docs = buf_new(DOCS_BYTES);
    BUF_AUTO rows = buf_new(ROWS_BYTES);
    read_docs(&docs);
    for (int i = 0; i < SURVEYS; i++) {
        struct survey *survey = surveys_from_file(surveys[i]);
        add_answers(&rows, survey);
        survey_free(survey);
    }
    const char *part = strstr(buf_text(&docs), "## Answers, word for word\n");
    const char *before = part != NULL ? strstr(part, head) : NULL;
    const char *table = before != NULL ? before + strlen(head) : "";
    size_t size = strcspn(table, "#");
    if (size != rows.size || memcmp(table, buf_text(&rows), size) != 0) {
        (void)puts(buf_text(&rows));
        fail_msg("the answers in docs/LANGUAGES.md are not those of the surveys, which are above");
    }
}

/* What a button is called in the glossary, it is called on the screen. */
static void the_glossary_has_the_buttons_own_names(void **state)
{
    (void)state;
    static const enum wording_key keys[] = { WORD_START, WORD_CONTINUE, WORD_SKIP, WORD_BACK,
                                             WORD_LEAVE };
    BUF_AUTO docs = buf_new(DOCS_BYTES);
    read_docs(&docs);
    for (size_t key = 0; key < sizeof keys / sizeof *keys; key++) {
        BUF_AUTO row = buf_new(4096);
        buf_put_text(&row, "\n");
        for (int i = 0; i < COLUMNS; i++) {
            struct wording *wording = load(columns[i]);
            buf_printf(&row, "| %s ", wording->word[keys[key]]);
            wording_free(wording);
        }
        buf_put_text(&row, "|\n");
        if (strstr(buf_text(&docs), buf_text(&row)) == NULL)
            fail_msg("the glossary in docs/LANGUAGES.md has no such row: %s", buf_text(&row));
    }
}

static void numbers_stand_in_the_digits_of_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *number;
    } expected[] = { { "en", "-10.9" },
                     { "pa", "-10.9" },
                     { "ur", "-10.9" },
                     { "bn", "-১০.৯" },
                     { "ar", "-١٠.٩" } };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char text[32];
        struct wording *wording = load(expected[i].tag);
        assert_int_equal(wording_number(text, sizeof text, wording, "-10.9"),
                         strlen(expected[i].number));
        assert_string_equal(text, expected[i].number);
        wording_free(wording);
    }
}

static void a_number_that_does_not_fit_is_cut_between_digits(void **state)
{
    (void)state;
    char text[6];
    struct wording *wording = load("bn");
    assert_int_equal(wording_number(text, sizeof text, wording, "12"), 3);
    assert_string_equal(text, "১");
    assert_int_equal(wording_number(text, 0, wording, "12"), 0);
    wording_free(wording);
}

static void nine_or_eleven_digits_are_refused(void **state)
{
    (void)state;
    static const char *const digits[] = { "012345678", "0123456789a", "" };
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
        char file[256];
        bool named = false;
        (void)snprintf(file, sizeof file, "{\"tag\": \"xx\", \"digits\": \"%s\"}", digits[i]);
        problems.count = problems.errors = 0;
        assert_null(wording_load(span_text(file), &problems));
        for (int n = 0; n < problems.count; n++)
            named |= strcmp(problems.list[n].pointer, "/digits") == 0;
        assert_true(named);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_survey_speaks_every_language_whole),
        cmocka_unit_test(the_interface_and_the_surveys_agree_on_what_is_reviewed),
        cmocka_unit_test(no_sentence_is_left_in_english),
        cmocka_unit_test(easy_read_says_one_thing_at_a_time),
        cmocka_unit_test(letters_are_those_of_the_language),
        cmocka_unit_test(reviewers_read_every_answer_as_it_is),
        cmocka_unit_test(the_glossary_has_the_buttons_own_names),
        cmocka_unit_test(numbers_stand_in_the_digits_of_the_language),
        cmocka_unit_test(a_number_that_does_not_fit_is_cut_between_digits),
        cmocka_unit_test(nine_or_eleven_digits_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
