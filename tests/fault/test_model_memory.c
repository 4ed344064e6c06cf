/*
 * Every allocation of the room model fails in turn, jansson's too: a survey or a language is loaded
 * whole or not at all, and a lack of memory is never taken for a fault of the file.
 */
#include "answers.h"
#include "expression.h"
#include "file.h"
#include "notices.h"
#include "provision.h"
#include "short_memory.h"
#include "survey_join.h"
#include "venue_profile.h"
#include "wording.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILE_MAX = 1024 * 1024, TRIES = 400, TODAY = 20800 };

/* Small, so that each of its allocations can fail, and with everything that a survey can have. */
static const char small_json[] =
    "{\"title\":{\"default\":\"How was it?\",\"cy\":\"Sut oedd?\"},\"pages\":[{\"name\":\"first\","
    "\"elements\":["
    "{\"type\":\"html\",\"name\":\"intro\",\"html\":\"Thank you\"},"
    "{\"type\":\"rating\",\"name\":\"fft\",\"title\":\"Overall?\",\"rateType\":\"labels\","
    "\"rateValues\":[{\"value\":\"good\",\"text\":{\"default\":\"Good\",\"cy\":\"Da\"}},"
    "{\"value\":\"bad\",\"text\":\"Bad\"}]},"
    "{\"type\":\"boolean\",\"name\":\"first_time\",\"title\":\"The first time?\","
    "\"labelTrue\":\"Yes\",\"labelFalse\":\"No\"}]},"
    "{\"name\":\"second\",\"visibleIf\":\"{fft} notempty\",\"elements\":["
    "{\"type\":\"panel\",\"name\":\"more\",\"visibleIf\":\"{fft} = 'bad'\",\"elements\":["
    "{\"type\":\"checkbox\",\"name\":\"why\",\"title\":\"Why?\",\"description\":\"All of them\","
    "\"choices\":[\"wait\",{\"value\":\"staff\",\"text\":\"Staff\"}]},"
    "{\"type\":\"comment\",\"name\":\"fft_why\",\"title\":\"Tell us\"}]},"
    "{\"type\":\"radiogroup\",\"name\":\"age\",\"title\":\"Age?\",\"visibleIf\":"
    "\"!({why} contains 'wait') or {first_time} = true\",\"choices\":[\"young\",\"old\"]}]}],"
    "\"yousaid\":{\"id\":\"small\",\"owner\":\"We\",\"purpose\":\"To know\",\"outcome\":\"We read "
    "it\","
    "\"review\":\"2027-05-01\",\"questions\":{\"fft\":{\"role\":\"satisfaction\"},"
    "\"age\":{\"role\":\"equality\"}}}}";

static struct buf bytes;            /* of the file that a story loads */
static struct survey *survey;       /* the same, loaded in peace */
static const char *const *accepted; /* languages of the same */
static struct problems problems;

static void read_file(const char *name)
{
    char path[600];
    struct err err;
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    assert_true(file_join(path, sizeof path, SOURCE_DIR "/assets", name, &err));
    assert_true(file_read(path, &bytes, &err));
}

static bool same_texts(const struct texts *a, const struct texts *b, int languages)
{
    for (int i = 0; i < languages; i++)
        if (strcmp(a->in[i], b->in[i]) != 0)
            return false;
    return true;
}

static bool same_question(const struct question *a, const struct question *b, int languages)
{
    for (int i = 0; i < a->choice_count; i++)
        if (!same_texts(&a->choices[i].text, &b->choices[i].text, languages))
            return false;
    return strcmp(a->name, b->name) == 0 && a->choice_count == b->choice_count &&
           same_texts(&a->title, &b->title, languages) &&
           same_texts(&a->description, &b->description, languages) &&
           (a->visible_if == NULL) == (b->visible_if == NULL) &&
           expression_names(a->visible_if) == expression_names(b->visible_if);
}

/* What was loaded although memory had run short somewhere is still the whole survey. */
static void is_whole(const struct survey *other)
{
    assert_int_equal(other->question_count, survey->question_count);
    assert_int_equal(other->language_count, survey->language_count);
    assert_true(same_texts(&other->title, &survey->title, survey->language_count));
    for (int i = 0; i < survey->question_count; i++)
        assert_true(
            same_question(&other->questions[i], &survey->questions[i], survey->language_count));
}

/* Nothing is said against the file without the word that memory was wanting. */
static bool say_problems(struct err *err)
{
    assert_true(problems.errors > 0);
    return err_set(err, problems.starved ? ERR_LATER : ERR_CORRUPT, "%s: %s",
                   problems.list[0].pointer, problems.list[0].text);
}

static bool load_a_survey(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct survey *loaded = survey_load(buf_span(&bytes), &problems);
    if (loaded == NULL)
        return say_problems(err);
    if (survey != NULL)
        is_whole(loaded);
    survey_free(loaded);
    return true;
}

static bool judge_a_survey(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct survey *loaded = survey_load_publishable(buf_span(&bytes), accepted, TODAY, &problems);
    if (loaded == NULL)
        return say_problems(err);
    is_whole(loaded);
    survey_free(loaded);
    return true;
}

static bool write_a_survey(void *context, struct err *err)
{
    BUF_AUTO out = buf_new(FILE_MAX);
    (void)context;
    if (!survey_canonical(buf_span(&bytes), &out, err))
        return false;
    assert_true(out.size > bytes.size / 2);
    return true;
}

static bool load_a_language(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct wording *wording = wording_load(buf_span(&bytes), &problems);
    if (wording == NULL)
        return say_problems(err);
    for (int i = 0; i < WORD_COUNT; i++)
        assert_true(wording->word[i][0] != '\0');
    wording_free(wording);
    return true;
}

static bool load_a_venue(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct venue_profile *profile = venue_profile_load(buf_span(&bytes), &problems);
    if (profile == NULL)
        return say_problems(err);
    assert_string_equal(local_text_for(&profile->help_where, "cy").text, "Wrth y drws.");
    assert_int_equal(profile->volume, 70);
    venue_profile_free(profile);
    return true;
}

static bool parse_expressions(void *context, struct err *err)
{
    struct expression_error wrong;
    struct span text = span_text("{overall} anyof ['good', 'bad'] or !({overall} empty)");
    (void)context;
    memory_rest();
    problems = (struct problems){ 0 };
    struct survey *loaded = survey_load(
        span_text("{\"elements\":[{\"type\":\"rating\",\"name\":\"overall\",\"rateValues\":"
                  "[\"good\",\"bad\"]},{\"type\":\"comment\",\"name\":\"why\"}]}"),
        &problems);
    memory_go_on();
    assert_non_null(loaded);
    const struct expression *first = expression_parse(loaded, 1, text, &wrong);
    const struct expression *both = NULL;
    for (int i = 0; first != NULL && i < 1000; i++) {
        both = expression_both(loaded, first, first);
        first = both == NULL ? NULL : expression_parse(loaded, 1, text, &wrong);
    }
    bool fine = first != NULL;
    if (!fine)
        (void)err_set(err, ERR_LATER, "%s", "no memory for an expression");
    survey_free(loaded);
    return fine;
}

static bool walk_through_answers(void *context, struct err *err)
{
    BUF_AUTO out = buf_new(FILE_MAX);
    struct span answers = span_text("{\"fft\":\"good\",\"nothing\":1,\"fft_why\":[\"a\"]}");
    (void)context;
    if (!answers_walk(survey, answers, &out, err) || !buf_ok(&out, "a walk", err))
        return false;
    assert_non_null(strstr(buf_text(&out), "\"visible\""));
    return true;
}

/* The stories of the survey whose file is in `bytes`; at_most as of a trial. */
static void try_survey(const char *const *languages, long at_most)
{
    const struct memory_trial trials[] = {
        { .name = "loading a survey", .run = load_a_survey, .at_most = at_most },
        { .name = "judging a survey", .run = judge_a_survey, .at_most = at_most },
        { .name = "writing a survey", .run = write_a_survey, .at_most = at_most },
        { .name = "walking through answers", .run = walk_through_answers },
    };
    accepted = languages;
    problems = (struct problems){ 0 };
    survey = survey_load(buf_span(&bytes), &problems);
    assert_non_null(survey);
    for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++)
        memory_survives(&trials[i]);
    survey_free(survey);
    survey = NULL;
}

static void a_survey_with_one_of_each_is_whole_or_not_there(void **state)
{
    static const char *const languages[] = { "en", NULL };
    (void)state;
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    buf_put_span(&bytes, span_text(small_json));
    try_survey(languages, 0);
}

static void a_survey_is_whole_or_not_there(void **state)
{
    static const char *const languages[] = { "cy", "ur", NULL };
    (void)state;
    read_file("surveys/gp-fft.json");
    try_survey(languages, TRIES);
}

static void a_language_is_whole_or_not_there(void **state)
{
    (void)state;
    read_file("languages/ur.json");
    memory_survives(&(struct memory_trial){ .name = "a language", .run = load_a_language });
}

static void a_venue_s_file_is_whole_or_not_there(void **state)
{
    static const char file[] =
        "{\"version\": 1, \"hours\": {\"monday\": [\"09:00-17:00\"]}, \"speech\": {\"volume\": "
        "70}, "
        "\"help\": {\"where\": {\"en\": \"By the door.\", \"cy\": \"Wrth y drws.\"}}}";
    (void)state;
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    buf_put_span(&bytes, span_text(file));
    memory_survives(&(struct memory_trial){ .name = "a venue's file", .run = load_a_venue });
}

static bool load_a_brand(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct venue_profile *profile = venue_profile_load(buf_span(&bytes), &problems);
    if (profile == NULL)
        return say_problems(err);
    assert_string_equal(local_text_for(&profile->brand.name, "cy").text, "Meddygfa");
    assert_int_equal(profile->brand.logo_width, 40);
    venue_profile_free(profile);
    return true;
}

static bool load_notices(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct notices *notices = notices_load(buf_span(&bytes), &problems);
    if (notices == NULL)
        return say_problems(err);
    assert_int_equal(notices->count, 2);
    assert_string_equal(local_text_for(&notices->list[1].did, "en").text, "More chairs.");
    notices_free(notices);
    return true;
}

static bool read_a_setup_file(void *context, struct err *err)
{
    static struct provision file;
    (void)context;
    problems = (struct problems){ 0 };
    file = (struct provision){ 0 };
    if (!provision_read(buf_span(&bytes), &file, &problems))
        return say_problems(err);
    assert_string_equal(file.hub, "https://hub.example");
    return true;
}

/* The small survey and the questions that are joined to it. */
struct joining {
    bool (*join)(struct span survey, struct span other, struct buf *ret, struct problems *problems);
    const char *other;
};

static bool join_questions(void *context, struct err *err)
{
    const struct joining *joining = context;
    BUF_AUTO joined = buf_new(FILE_MAX);
    problems = (struct problems){ 0 };
    if (!joining->join(buf_span(&bytes), span_text(joining->other), &joined, &problems))
        return say_problems(err);
    assert_non_null(strstr(buf_text(&joined), "local_parking"));
    return true;
}

static void put_bytes(const char *text)
{
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    buf_put_span(&bytes, span_text(text));
}

static void a_brand_is_whole_or_not_there(void **state)
{
    (void)state;
    put_bytes("{\"version\":1,\"brand\":{\"name\":{\"en\":\"Surgery\",\"cy\":\"Meddygfa\"},"
              "\"colour\":\"#e87722\",\"logo\":{\"width\":40,\"height\":24,"
              "\"path\":\"M0 0H40V24H0ZM4 4.5l32 0v15h-32z\"}}}");
    memory_survives(&(struct memory_trial){ .name = "a brand", .run = load_a_brand });
}

static void notices_are_whole_or_not_there(void **state)
{
    (void)state;
    put_bytes("{\"version\":1,\"notices\":["
              "{\"said\":{\"en\":\"Slow.\",\"cy\":\"Araf.\"},\"did\":{\"en\":\"Two more.\"},"
              "\"said_on\":\"2026-09-01\",\"did_on\":\"2026-10-01\"},"
              "{\"said\":{\"en\":\"No seats.\"},\"did\":{\"en\":\"More chairs.\"},"
              "\"said_on\":\"2026-09-01\",\"did_on\":\"2026-10-01\"}]}");
    memory_survives(&(struct memory_trial){ .name = "notices", .run = load_notices });
}

static void a_setup_file_is_read_whole_or_not(void **state)
{
    (void)state;
    put_bytes("{\"version\":1,\"hub\":\"https://hub.example\",\"code\":\"7K2QF3M9TXA04WRD5H8C\","
              "\"ca\":\"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n\"}");
    memory_survives(&(struct memory_trial){ .name = "a setup file", .run = read_a_setup_file });
}

static void a_survey_is_joined_wholly_or_not(void **state)
{
    static const char local[] =
        "{\"elements\":[{\"type\":\"boolean\",\"name\":\"local_parking\",\"title\":"
        "{\"default\":\"Could you park?\",\"cy\":\"Parcio?\"},\"labelTrue\":\"Yes\","
        "\"labelFalse\":\"No\"}]}";
    struct joining ways[] = { { survey_join_module, local }, { survey_join_local, local } };
    (void)state;
    put_bytes(small_json);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        memory_survives(&(struct memory_trial){
            .name = "joined questions", .run = join_questions, .context = &ways[i] });
}

static void an_expression_is_there_or_not(void **state)
{
    (void)state;
    memory_survives(&(struct memory_trial){ .name = "expressions", .run = parse_expressions });
}

static void put_digit(unsigned i)
{
    buf_printf(&bytes, "%u", i % 10);
}

static void put_empty(unsigned i)
{
    (void)i;
    buf_put_span(&bytes, span_text("\"\""));
}

static void put_object(unsigned i)
{
    (void)i;
    buf_put_span(&bytes, span_text("{}"));
}

static void put_list(unsigned i)
{
    (void)i;
    buf_put_span(&bytes, span_text("[0]"));
}

static void put_member(unsigned i)
{
    buf_printf(&bytes, "\"%x\":%u", i, i % 10);
}

static void put_letters(unsigned i)
{
    (void)i;
    buf_put_span(&bytes, span_text("\"\\u00e9\""));
}

/* Fills a file of the greatest size with the same again and again. */
static void fill(const char *head, void (*put)(unsigned i), const char *tail)
{
    buf_clear(&bytes);
    buf_put_span(&bytes, span_text(head));
    for (unsigned i = 0; bytes.size + 40 < SURVEY_FILE_MAX; i++) {
        if (i > 0)
            buf_put_byte(&bytes, ',');
        put(i);
    }
    buf_put_span(&bytes, span_text(tail));
}

static bool load_what_is_no_survey(void *context, struct err *err)
{
    (void)context;
    problems = (struct problems){ 0 };
    struct survey *loaded = survey_load(buf_span(&bytes), &problems);
    survey_free(loaded);
    return problems.starved ? say_problems(err) : true;
}

/* jansson comes to its end with the reserve alone, whatever the file is made of. */
static void the_reserve_is_enough_for_any_file(void **state)
{
    (void)state;
    const struct memory_trial trial = { .name = "a file that is no survey",
                                        .run = load_what_is_no_survey,
                                        .at_most = 3 };
    void (*const puts[])(unsigned i) = { put_digit, put_empty, put_object, put_list, put_letters };
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    for (size_t i = 0; i < sizeof puts / sizeof puts[0]; i++) {
        fill("{\"a\":[", puts[i], "]}");
        memory_survives(&trial);
    }
    fill("{", put_member, "}");
    memory_survives(&trial);
}

/* Whose file it is must not be blamed: see say_problems. */
static void a_file_that_is_wrong_is_still_called_wrong(void **state)
{
    struct err err = { 0 };
    (void)state;
    buf_finish(&bytes);
    bytes = buf_new(FILE_MAX);
    buf_put_span(&bytes, span_text("{\"title\":"));
    assert_false(load_a_survey(NULL, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static int forget_bytes(void **state)
{
    (void)state;
    buf_finish(&bytes);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_survey_with_one_of_each_is_whole_or_not_there),
        cmocka_unit_test(a_survey_is_whole_or_not_there),
        cmocka_unit_test(a_language_is_whole_or_not_there),
        cmocka_unit_test(a_venue_s_file_is_whole_or_not_there),
        cmocka_unit_test(a_brand_is_whole_or_not_there),
        cmocka_unit_test(notices_are_whole_or_not_there),
        cmocka_unit_test(a_setup_file_is_read_whole_or_not),
        cmocka_unit_test(a_survey_is_joined_wholly_or_not),
        cmocka_unit_test(an_expression_is_there_or_not),
        cmocka_unit_test(the_reserve_is_enough_for_any_file),
        cmocka_unit_test(a_file_that_is_wrong_is_still_called_wrong),
    };
    return cmocka_run_group_tests_name("model_memory", tests, NULL, forget_bytes);
}
