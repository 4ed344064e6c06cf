/* A venue's month as bytes: it comes back as it was, whatever was in what it is read into. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "summary_pack.h"
#include <string.h>

static const struct store_summary months[] = {
    { .sealed = 0 },
    { .days = { 1, 0, 300 }, .flagged = { 0, 0, 70000 }, .sealed = 9 },
    { .days = { [SUMMARY_DAYS - 1] = UINT32_MAX },
      .hours = { [SUMMARY_HOURS - 1] = 1 },
      .access = { 2, [ACCESS_MODES - 1] = 3 },
      .languages = { { "cy", 4 }, { "ur", 128 } } },
};

static struct span packed(const struct store_summary *month, uint8_t bytes[SUMMARY_PACKED_MAX])
{
    return span_of(bytes, summary_pack(month, bytes));
}

static void assert_same(const struct store_summary *found, const struct store_summary *wanted)
{
    assert_memory_equal(found->days, wanted->days, sizeof wanted->days);
    assert_memory_equal(found->flagged, wanted->flagged, sizeof wanted->flagged);
    assert_memory_equal(found->hours, wanted->hours, sizeof wanted->hours);
    assert_memory_equal(found->access, wanted->access, sizeof wanted->access);
    assert_int_equal(found->sealed, wanted->sealed);
    for (size_t i = 0; i < SUMMARY_LANGUAGES; i++) {
        assert_int_equal(found->languages[i].n, wanted->languages[i].n);
        if (wanted->languages[i].n > 0)
            assert_string_equal(found->languages[i].tag, wanted->languages[i].tag);
    }
}

static void nothing_of_the_month_before_stays(void **state)
{
    (void)state;
    uint8_t bytes[SUMMARY_PACKED_MAX];
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
        struct store_summary found;
        memset(&found, 0xff, sizeof found);
        assert_true(summary_unpack(packed(&months[i], bytes), &found));
        assert_same(&found, &months[i]);
    }
}

static void as_many_languages_as_there_is_room_for(void **state)
{
    (void)state;
    uint8_t bytes[SUMMARY_PACKED_MAX];
    struct store_summary found;
    struct store_summary full = { .sealed = 1 };
    for (size_t i = 0; i < SUMMARY_LANGUAGES; i++) {
        memset(full.languages[i].tag, 'a' + (int)(i % 26), LANGUAGE_TAG_MAX);
        full.languages[i].n = UINT32_MAX;
    }
    memset(&found, 0xff, sizeof found);
    assert_true(summary_unpack(packed(&full, bytes), &found));
    assert_same(&found, &full);
}

static void a_part_of_the_bytes_is_no_month(void **state)
{
    (void)state;
    uint8_t bytes[SUMMARY_PACKED_MAX + 1];
    struct store_summary found;
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
        struct span whole = packed(&months[i], bytes);
        for (size_t size = 0; size < whole.size; size++)
            assert_false(summary_unpack(span_of(bytes, size), &found));
        bytes[whole.size] = 0;
        assert_false(summary_unpack(span_of(bytes, whole.size + 1), &found));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_the_month_before_stays),
        cmocka_unit_test(as_many_languages_as_there_is_room_for),
        cmocka_unit_test(a_part_of_the_bytes_is_no_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
