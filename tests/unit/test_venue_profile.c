/* What a venue chooses: the file that everybody shares (tests/vectors/files.json), its defaults,
 * and what only a program can see is wrong. */
#include "venue_profile.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct problems problems;

static struct venue_profile *load(const char *text)
{
    memset(&problems, 0, sizeof problems);
    return venue_profile_load(span_text(text), &problems);
}

static struct venue_profile *load_json(const json_t *json)
{
    char *text = json_dumps(json, JSON_ENCODE_ANY);
    assert_non_null(text);
    struct venue_profile *profile = load(text);
    free(text);
    return profile;
}

static json_t *shared(void)
{
    json_t *all = json_load_file(SOURCE_DIR "/tests/vectors/files.json", 0, NULL);
    assert_non_null(all);
    return all;
}

static void refuses(const char *text, const char *pointer)
{
    struct venue_profile *profile = load(text);
    assert_null(profile);
    assert_int_equal(problems.errors, 1);
    assert_string_equal(problems.list[0].pointer, pointer);
}

static void a_venue_that_chooses_nothing_has_the_usual(void **state)
{
    struct venue_profile *profile = load("{\"version\": 1}");
    (void)state;
    assert_non_null(profile);
    assert_int_equal(profile->key_guard_ms, venue_profile_usual.key_guard_ms);
    assert_int_equal(profile->viewing_mm, 500);
    assert_int_equal(profile->equality_percent, 0);
    assert_true(profile->speech_offered);
    assert_false(profile->calls_staff);
    assert_true(venue_profile_is_open(profile, 6, 0));
    assert_null(local_text_for(&profile->help_where, "en").tag);
    venue_profile_free(profile);
}

static void a_venue_chooses_everything(void **state)
{
    json_t *all = shared();
    json_t *good = json_object_get(json_object_get(all, "venue"), "good");
    struct venue_profile *profile = load_json(json_array_get(good, 1));
    (void)state;
    assert_non_null(profile);
    assert_int_equal(profile->language_count, 3);
    assert_string_equal(profile->languages[2], "en-GB-x-easyread");
    assert_string_equal(profile->default_language, "cy");
    assert_true(profile->welsh_equal && profile->reduced_motion && profile->calls_staff);
    assert_false(profile->speech_offered);
    assert_int_equal(profile->idle_seconds, 90);
    assert_int_equal(profile->warn_seconds, 30);
    assert_int_equal(profile->thanks_seconds, 12);
    assert_int_equal(profile->key_guard_ms, 200);
    assert_int_equal(profile->scan_ms, 3000);
    assert_int_equal(profile->volume, 70);
    assert_int_equal(profile->viewing_mm, 650);
    assert_int_equal(profile->panel_count, 2);
    assert_string_equal(profile->panels[0], "1280x800@149");
    assert_string_equal(profile->panels[1], "1080x1920");
    assert_int_equal(profile->equality_percent, 20);
    assert_string_equal(local_text_for(&profile->retention, "en").text, "Two years.");
    venue_profile_free(profile);
    json_decref(all);
}

static void a_panel_is_named_once_and_exactly(void **state)
{
    static const char *const wrong[] = {
        "",          "x",           "1280x",          "x800",      "1280X800",      "01280x800",
        "1280x0800", "+1280x800",   " 1280x800",      "1280x800@", "1280x800@0149", "1280x800@49",
        "1280x800x", "1280x800@1e", "99999999999x800"
    };
    struct panel_name name;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (panel_name_read(wrong[i], &name))
            fail_msg("\"%s\" is no panel", wrong[i]);
    assert_true(panel_name_read("4096x4096@600", &name));
    assert_int_equal(name.width, PANEL_SIDE_MAX);
    assert_int_equal(name.ppi, PANEL_PPI_MAX);
    assert_true(panel_name_read("320x320", &name));
    assert_int_equal(name.ppi, 0);
    refuses("{\"version\": 1, \"display\": {\"panels\": [\"800x480\", \"800x480\"]}}",
            "/display/panels/1");
}

static void a_venue_brings_its_name_colour_and_logo(void **state)
{
    json_t *all = shared();
    json_t *good = json_object_get(json_object_get(all, "venue"), "good");
    struct venue_profile *profile = load_json(json_array_get(good, 1));
    (void)state;
    assert_non_null(profile);
    const struct brand *brand = &profile->brand;
    assert_string_equal(local_text_for(&brand->name, "cy").text, "Meddygfa Glan yr Afon");
    assert_true(brand->has_colour);
    assert_int_equal(brand->colour, 0xE87722);
    assert_int_equal(brand->logo_width, 40);
    assert_int_equal(brand->logo_height, 24);
    assert_string_equal(brand->logo, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                     "viewBox=\"0 0 40 24\" width=\"40\" height=\"24\"><path "
                                     "fill-rule=\"evenodd\" "
                                     "d=\"M0 0H40V24H0ZM4 4.5l32 0v15h-32z\"/></svg>");
    venue_profile_free(profile);
    json_decref(all);
}

static void a_logo_stands_in_a_line_of_words(void **state)
{
    (void)state;
    refuses("{\"version\": 1, \"brand\": {\"logo\": "
            "{\"width\": 24, \"height\": 40, \"path\": \"M0 0Z\"}}}",
            "/brand/logo");
    refuses("{\"version\": 1, \"brand\": {\"logo\": "
            "{\"width\": 61, \"height\": 10, \"path\": \"M0 0Z\"}}}",
            "/brand/logo");
    struct venue_profile *profile = load("{\"version\": 1, \"brand\": {}}");
    assert_non_null(profile);
    assert_false(profile->brand.has_colour);
    assert_null(profile->brand.logo);
    venue_profile_free(profile);
}

static void a_path_has_a_length(void **state)
{
    char text[LOGO_PATH_MAX + 200];
    (void)state;
    for (int more = 0; more < 2; more++) {
        int used = snprintf(text, sizeof text,
                            "{\"version\": 1, \"brand\": {\"logo\": {\"width\": 9, \"height\": 9, "
                            "\"path\": \"M%*s\"}}}",
                            LOGO_PATH_MAX - 1 + more, "Z");
        assert_in_range(used, 1, sizeof text - 1);
        struct venue_profile *profile = load(text);
        assert_true((profile != NULL) == (more == 0));
        venue_profile_free(profile);
    }
}

static void opening_hours_end_with_their_minute(void **state)
{
    struct venue_profile *profile =
        load("{\"version\": 1, \"hours\": {\"monday\": [\"08:00-12:30\", \"13:30-24:00\"]}}");
    (void)state;
    assert_non_null(profile);
    assert_false(venue_profile_is_open(profile, 0, 8 * 60 - 1));
    assert_true(venue_profile_is_open(profile, 0, 8 * 60));
    assert_true(venue_profile_is_open(profile, 0, 12 * 60 + 29));
    assert_false(venue_profile_is_open(profile, 0, 12 * 60 + 30));
    assert_true(venue_profile_is_open(profile, 0, 24 * 60 - 1));
    assert_false(venue_profile_is_open(profile, 1, 9 * 60)); /* a day that is left out is closed */
    venue_profile_free(profile);
}

static void a_text_falls_back_to_the_language_that_it_is_in(void **state)
{
    struct venue_profile *profile =
        load("{\"version\": 1, \"taking_part\": {\"en\": \"Come.\", \"cy\": \"Dewch.\"}}");
    (void)state;
    assert_non_null(profile);
    const struct local_texts *texts = &profile->taking_part;
    assert_string_equal(local_text_for(texts, "CY").text, "Dewch.");
    assert_string_equal(local_text_for(texts, "en-GB-x-easyread").text, "Come.");
    assert_string_equal(local_text_for(texts, "ur").tag, "en");
    assert_true(local_text_speaks(texts, "en-GB"));
    assert_false(local_text_speaks(texts, "ur"));
    venue_profile_free(profile);
}

static void what_the_shared_file_calls_bad_is_refused(void **state)
{
    json_t *all = shared();
    size_t i;
    json_t *bad;
    (void)state;
    json_array_foreach(json_object_get(json_object_get(all, "venue"), "bad"), i, bad)
    {
        struct venue_profile *profile = load_json(json_object_get(bad, "file"));
        if (profile != NULL)
            fail_msg("taken: %s", json_string_value(json_object_get(bad, "why")));
        assert_int_equal(problems.errors, 1);
    }
    assert_true(i > 20);
    json_decref(all);
}

static void what_only_a_reader_can_see_is_refused(void **state)
{
    (void)state;
    refuses("{\"version\": 1, \"hours\": {\"monday\": [\"12:00-09:00\"]}}", "/hours/monday/0");
    refuses("{\"version\": 1, \"hours\": {\"monday\": [\"09:00-12:00\", \"12:00-13:00\"]}}",
            "/hours/monday/1");
    refuses("{\"version\": 1, \"languages\": {\"offered\": [\"en\", \"EN\"]}}",
            "/languages/offered/1");
    refuses("{\"version\": 1, \"languages\": {\"offered\": [\"en\"], \"default\": \"cy\"}}",
            "/languages/default");
    refuses("{\"version\": 1, \"taking_part\": {\"en\": \"a\", \"EN\": \"b\"}}", "/taking_part/EN");
    refuses("{\"version\": 1, \"taking_part\": {\"en\": \"a\\u202eb\"}}", "/taking_part/en");
    refuses("{\"version\": 1, \"version\": 1}", "");
    refuses("[]", "");
    refuses("", "");
}

static void a_file_over_its_limit_is_not_read(void **state)
{
    char *text = malloc(VENUE_FILE_MAX + 2);
    (void)state;
    assert_non_null(text);
    memset(text, ' ', VENUE_FILE_MAX + 1);
    text[VENUE_FILE_MAX + 1] = '\0';
    refuses(text, "");
    free(text);
}

static void a_place_has_line_and_column(void **state)
{
    (void)state;
    refuses("{\n \"version\": 1,\n \"speech\": {\"volume\": 200}\n}", "/speech/volume");
    assert_int_equal(problems.list[0].line, 3);
    assert_int_equal(problems.list[0].column, 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_venue_that_chooses_nothing_has_the_usual),
        cmocka_unit_test(a_venue_chooses_everything),
        cmocka_unit_test(a_panel_is_named_once_and_exactly),
        cmocka_unit_test(a_venue_brings_its_name_colour_and_logo),
        cmocka_unit_test(a_logo_stands_in_a_line_of_words),
        cmocka_unit_test(a_path_has_a_length),
        cmocka_unit_test(opening_hours_end_with_their_minute),
        cmocka_unit_test(a_text_falls_back_to_the_language_that_it_is_in),
        cmocka_unit_test(what_the_shared_file_calls_bad_is_refused),
        cmocka_unit_test(what_only_a_reader_can_see_is_refused),
        cmocka_unit_test(a_file_over_its_limit_is_not_read),
        cmocka_unit_test(a_place_has_line_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
