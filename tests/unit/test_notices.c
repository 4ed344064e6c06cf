/* "You said, we did" as a file, good and bad. */
#include "notices.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct problems problems;

static struct notices *load(const char *text)
{
    memset(&problems, 0, sizeof problems);
    return notices_load(span_text(text), &problems);
}

static struct notices *load_json(const json_t *json)
{
    char *text = json_dumps(json, JSON_ENCODE_ANY);
    assert_non_null(text);
    struct notices *notices = load(text);
    free(text);
    return notices;
}

static json_t *shared(void)
{
    json_t *all = json_load_file(SOURCE_DIR "/tests/vectors/files.json", 0, NULL);
    assert_non_null(all);
    return all;
}

static void a_notice_has_two_sides_and_their_dates(void **state)
{
    json_t *all = shared();
    const json_t *good = json_object_get(json_object_get(all, "notices"), "good");
    struct notices *notices = load_json(json_array_get(good, 1));
    (void)state;
    assert_non_null(notices);
    assert_int_equal(notices->count, 2);
    const struct notice *notice = &notices->list[0];
    assert_string_equal(local_text_for(&notice->did, "cy").text, "Dau berson arall ar y ffonau.");
    assert_int_equal(notice->said_on.month, 9);
    assert_int_equal(notice->said_on.day, 0);
    assert_int_equal(notice->did_on.year, 2026);
    assert_int_equal(notice->did_on.day, 1);
    assert_true(notice_speaks(notice, "cy"));
    assert_false(notice_speaks(notice, "ur"));
    notices_free(notices);
    json_decref(all);
}

static void dates_are_days_or_months_that_there_are(void **state)
{
    struct notice_date date;
    (void)state;
    assert_true(notice_date_read("2028-02-29", &date));
    assert_int_equal(date.day, 29);
    assert_true(notice_date_read("2028-02", &date));
    assert_int_equal(date.day, 0);
    assert_false(notice_date_read("2027-02-29", &date));
    assert_false(notice_date_read("2027-13", &date));
    assert_false(notice_date_read("2027-1", &date));
    assert_false(notice_date_read("27-01-01", &date));
    assert_false(notice_date_read("2127-01-01", &date));
    assert_false(notice_date_read("", &date));
}

static void what_the_shared_file_calls_bad_is_refused(void **state)
{
    json_t *all = shared();
    size_t i;
    json_t *bad;
    (void)state;
    json_array_foreach(json_object_get(json_object_get(all, "notices"), "bad"), i, bad)
    {
        struct notices *notices = load_json(json_object_get(bad, "file"));
        if (notices != NULL)
            fail_msg("taken: %s", json_string_value(json_object_get(bad, "why")));
        assert_true(problems.errors > 0);
    }
    assert_true(i >= 8);
    json_decref(all);
}

static void one_notice_is_read_by_itself(void **state)
{
    struct problems one = { 0 };
    (void)state;
    struct notices *notices = notice_load(
        span_text("{\"version\": 1, \"said\": {\"en\": \"Cold.\"}, \"said_on\": \"2026-01\", "
                  "\"did\": {\"en\": \"Heating.\"}, \"did_on\": \"2026-02-03\"}"),
        &one);
    assert_non_null(notices);
    assert_int_equal(notices->count, 1);
    notices_free(notices);
    assert_null(notice_load(span_text("{\"version\": 1}"), &one));
    assert_int_equal(one.errors, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_has_two_sides_and_their_dates),
        cmocka_unit_test(dates_are_days_or_months_that_there_are),
        cmocka_unit_test(what_the_shared_file_calls_bad_is_refused),
        cmocka_unit_test(one_notice_is_read_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
