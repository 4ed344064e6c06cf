/* What a screen counts: by how much it grew, whatever happened in between. */
#include "counters.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct counters filled(void)
{
    struct counters all = { .woken = 1, .started = 2, .completed = 3, .restarts = UINT32_MAX };
    for (int i = 0; i < HEALTH_REGIONS; i++)
        all.dead[i] = (uint32_t)(100 + i);
    for (int i = 0; i < COUNTERS_WRITES; i++)
        all.writes[i] = (uint32_t)(200 + i);
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        all.left[i] = (uint32_t)(300 + i);
    memset(&all.left_survey, 7, sizeof all.left_survey);
    return all;
}

static void bytes_bring_every_counter_back(void **state)
{
    (void)state;
    uint8_t bytes[COUNTERS_BYTES];
    struct counters all = filled(), again = { 0 };
    counters_put(&all, bytes);
    counters_get(bytes, &again);
    assert_memory_equal(&all, &again, sizeof all);
}

static void what_was_reported_is_not_reported_again(void **state)
{
    (void)state;
    struct counters then = filled(), now = filled();
    struct health health = { 0 };
    now.woken += 4;
    now.dead[8] += 2;
    now.left[3] += 1;
    counters_since(&now, &then, &health);
    assert_int_equal(health.woken, 4);
    assert_int_equal(health.started, 0);
    assert_int_equal(health.dead[8], 2);
    assert_int_equal(health.dead[0], 0);
    assert_int_equal(health.left.count, 4);
    assert_int_equal(health.left.at[3], 1);
    assert_int_equal(health.writes.count, 0);
}

static void a_new_journal_and_a_new_survey_count_from_nought(void **state)
{
    (void)state;
    struct counters then = filled(), now = { .woken = 1, .left = { 5 } };
    then.woken = 9;
    struct health health = { 0 };
    counters_since(&now, &then, &health);
    assert_int_equal(health.woken, 1);
    assert_int_equal(health.left.at[0], 5);
    assert_int_equal(health.left.count, 1);
}

static void a_visit_that_ends_early_is_counted_at_its_question(void **state)
{
    (void)state;
    struct digest first = { { 1 } }, second = { { 2 } };
    struct counters all = { 0 };
    counters_left(&all, &first, 2);
    counters_left(&all, &first, 2);
    counters_left(&all, &first, -1);
    counters_left(&all, &first, SURVEY_QUESTIONS_MAX);
    assert_int_equal(all.left[2], 2);
    counters_left(&all, &second, 0);
    assert_int_equal(all.left[2], 0);
    assert_int_equal(all.left[0], 1);
}

static struct write_times times_of(const uint64_t *ms, size_t count)
{
    struct counters none = { 0 }, all = { 0 };
    struct health health = { 0 };
    for (size_t i = 0; i < count; i++)
        counters_write(&all, ms[i]);
    counters_since(&all, &none, &health);
    return health.writes;
}

static void times_are_told_by_the_least_that_held_for_so_many(void **state)
{
    (void)state;
    uint64_t ms[100];
    for (int i = 0; i < 100; i++)
        ms[i] = i < 60 ? 3 : i < 96 ? 30 : 300;
    struct write_times times = times_of(ms, 100);
    assert_int_equal(times.count, 100);
    assert_int_equal(times.half_ms, 4);
    assert_int_equal(times.most_ms, 32);
    assert_int_equal(times.slowest_ms, 512);
}

static void the_quickest_and_the_slowest_have_a_place_too(void **state)
{
    (void)state;
    static const uint64_t quick[] = { 0, 1 }, slow[] = { 1024, 1025, UINT64_MAX };
    assert_int_equal(times_of(quick, 2).slowest_ms, 1);
    assert_int_equal(times_of(slow, 1).slowest_ms, 1024);
    assert_int_equal(times_of(slow, 3).half_ms, 2048);
    assert_int_equal(times_of(slow, 0).slowest_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_bring_every_counter_back),
        cmocka_unit_test(what_was_reported_is_not_reported_again),
        cmocka_unit_test(a_new_journal_and_a_new_survey_count_from_nought),
        cmocka_unit_test(a_visit_that_ends_early_is_counted_at_its_question),
        cmocka_unit_test(times_are_told_by_the_least_that_held_for_so_many),
        cmocka_unit_test(the_quickest_and_the_slowest_have_a_place_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
