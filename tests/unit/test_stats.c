/* The statistics: against published figures and against what was worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "stats.h"
#include <math.h>

static void near(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within))
        fail_msg("%f is not %f", value, wanted);
}

/* Wilson's interval at 95 %, to one decimal. */
static void wilson_is_as_published(void **state)
{
    static const struct {
        uint64_t part, n;
        double low, high;
    } vectors[] = {
        { 0, 10, 0.0, 27.8 },     { 5, 10, 23.7, 76.3 },    { 9, 10, 59.6, 98.2 },
        { 27, 30, 74.4, 96.5 },   { 45, 50, 78.6, 95.7 },   { 90, 100, 82.6, 94.5 },
        { 180, 200, 85.1, 93.4 }, { 450, 500, 87.1, 92.3 },
    };
    double low;
    double high;
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_true(stats_wilson(vectors[i].part, vectors[i].n, 1.96, &low, &high));
        near(low, vectors[i].low, 0.05);
        near(high, vectors[i].high, 0.05);
    }
    assert_false(stats_wilson(0, 0, 1.96, &low, &high));
    assert_true(stats_wilson(10, 10, 1.96, &low, &high));
    near(high, 100, 1e-9);
}

/* How many answers it takes for a half-width of ten points and of five. */
static void wilson_takes_as_many_answers_as_published(void **state)
{
    static const struct {
        double share, points;
        uint64_t n;
    } vectors[] = { { 0.5, 10, 92 }, { 0.8, 10, 60 }, { 0.9, 10, 34 },
                    { 0.5, 5, 374 }, { 0.8, 5, 241 }, { 0.9, 5, 140 } };
    double low;
    double high;
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        uint64_t n = vectors[i].n;
        assert_true(
            stats_wilson((uint64_t)lround(vectors[i].share * (double)n), n, 1.96, &low, &high));
        near((high - low) / 2, vectors[i].points, 0.35);
    }
}

/* Newcombe 1998, table II, method 10. */
static void newcombe_is_as_published(void **state)
{
    static const struct {
        uint64_t a, m, b, n;
        double points, low, high;
    } vectors[] = {
        { 56, 70, 48, 80, 20.00, 5.24, 33.39 }, { 9, 10, 3, 10, 60.00, 17.05, 80.90 },
        { 10, 10, 0, 20, 100.0, 67.91, 100.0 }, { 0, 10, 0, 10, 0.0, -27.75, 27.75 },
        { 5, 56, 0, 29, 8.93, -3.81, 19.26 },
    };
    double points;
    double low;
    double high;
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        assert_true(stats_newcombe(vectors[i].a, vectors[i].m, vectors[i].b, vectors[i].n, 1.96,
                                   &points, &low, &high));
        near(points, vectors[i].points, 0.01);
        near(low, vectors[i].low, 0.02);
        near(high, vectors[i].high, 0.02);
    }
    assert_false(stats_newcombe(1, 2, 0, 0, 1.96, &points, &low, &high));
}

static void students_t_is_as_tabled(void **state)
{
    static const struct {
        double df, t;
    } vectors[] = { { 1, 12.706 }, { 2, 4.303 },  { 5, 2.571 },
                    { 10, 2.228 }, { 30, 2.042 }, { 1000, 1.962 } };
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        near(stats_t(0.95, vectors[i].df), vectors[i].t, 0.001);
    near(stats_t(0.99, 4), 4.604, 0.001);
}

static void weeks(struct stats_point *points, size_t count, const int *parts, uint64_t n)
{
    for (size_t i = 0; i < count; i++)
        points[i] = (struct stats_point){ .part = (uint64_t)parts[i], .n = n, .counted = true };
}

static void a_p_chart_marks_what_counts_do_not_explain(void **state)
{
    static const int parts[] = { 80, 81, 79, 80, 82, 78, 80, 79, 81, 65, 80, 81 };
    struct stats_point points[12];
    double centre = 0;
    (void)state;
    weeks(points, 12, parts, 100);
    assert_int_equal(stats_control(points, 12, &centre), STATS_P);
    near(centre, 78.83, 0.01);
    near(points[0].lower, 78.83 - 3 * 4.085, 0.01);
    near(points[0].upper, 78.83 + 3 * 4.085, 0.01);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(points[i].signal, i == 9 ? -1 : 0);
}

static void a_chart_of_large_counts_looks_at_how_weeks_differ(void **state)
{
    static const int parts[] = { 8000, 8300, 7700, 8200, 7800, 8250, 7750, 8100, 7900, 8200 };
    struct stats_point points[10];
    double centre = 0;
    (void)state;
    weeks(points, 10, parts, 10000);
    assert_int_equal(stats_control(points, 10, &centre), STATS_XMR);
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(points[i].signal, 0);
    /* The mean moving range is 4.0 points. */
    near(points[0].upper - centre, 2.66 * 4, 0.01);
}

static void eight_on_one_side_are_a_run(void **state)
{
    static const int parts[] = { 78, 78, 78, 78, 78, 78, 82, 82, 82, 82, 82, 82, 82, 82, 82, 78 };
    struct stats_point points[16];
    double centre = 0;
    (void)state;
    weeks(points, 16, parts, 100);
    assert_int_equal(stats_control(points, 16, &centre), STATS_P);
    for (size_t i = 0; i < 16; i++)
        assert_int_equal(points[i].signal, i == 13 || i == 14 ? 2 : 0);
}

static void weeks_with_few_answers_take_no_part(void **state)
{
    static const int parts[] = { 80, 80, 80, 80, 0, 80, 80, 80, 80 };
    struct stats_point points[9];
    double centre = 0;
    (void)state;
    weeks(points, 9, parts, 100);
    points[4].counted = false;
    assert_int_equal(stats_control(points, 9, &centre), STATS_P);
    near(centre, 80, 0);
    assert_int_equal(points[4].signal, 0);
    points[3].counted = false;
    assert_int_equal(stats_control(points, 9, &centre), STATS_NONE);
    weeks(points, 9, (const int[9]){ 0 }, 100);
    assert_int_equal(stats_control(points, 9, &centre), STATS_P);
}

static void the_difference_of_differences_is_worked_out(void **state)
{
    const struct stats_change changes[] = { { true, 5 },  { true, 7 },  { true, 6 },
                                            { false, 1 }, { false, 0 }, { false, 2 } };
    struct stats_did did;
    (void)state;
    assert_true(stats_did(changes, 6, &did));
    near(did.points, 5, 1e-9);
    /* Both variances are 1: the error is sqrt(2/3); t with 5 degrees of freedom is 2.571. */
    near(did.high - did.points, 2.571 * sqrt(2.0 / 3), 0.01);
    assert_true(did.exact);
    assert_int_equal(did.draws, 20);
    near(did.smallest_p, 0.05, 1e-9);
    near(did.p, 0.1, 1e-9); /* the deal that was seen, and its mirror */
    near(did.leave_low, 4.5, 1e-9);
    near(did.leave_high, 5.5, 1e-9);
}

static void with_few_venues_there_is_no_inference(void **state)
{
    const struct stats_change changes[] = { { true, 5 }, { true, 7 }, { false, 1 }, { false, 0 } };
    struct stats_did did;
    (void)state;
    assert_true(stats_did(changes, 4, &did));
    near(did.points, 5.5, 1e-9);
    assert_false(did.has_interval);
    assert_false(did.has_permutation);
    assert_false(stats_did(changes, 2, &did));
    assert_false(stats_did(changes, 0, &did));
}

static void with_many_venues_labels_are_dealt_at_random_and_alike(void **state)
{
    struct stats_change changes[60];
    struct stats_did one;
    struct stats_did two;
    (void)state;
    for (int i = 0; i < 60; i++)
        changes[i] = (struct stats_change){ i < 30, (i * 7 % 10) + (i < 30 ? 0.2 : 0) };
    assert_true(stats_did(changes, 60, &one));
    assert_true(stats_did(changes, 60, &two));
    assert_false(one.exact);
    near(one.p, two.p, 0);
    assert_true(one.p > 0.3 && one.p <= 1);
    for (int i = 0; i < 30; i++)
        changes[i].points += 10;
    assert_true(stats_did(changes, 60, &one));
    near(one.p, one.smallest_p, 1e-9);
}

static void a_slope_is_that_of_the_line(void **state)
{
    const double values[] = { 1, 3, 5, 7 };
    double slope = 0;
    (void)state;
    assert_true(stats_slope(values, 4, &slope));
    near(slope, 2, 1e-12);
    assert_false(stats_slope(values, 2, &slope));
}

/* Counts and scores as the Ministry of Justice has published them. */
static void the_weighted_score_is_the_one_that_was_published(void **state)
{
    static const struct {
        uint64_t counts[STATS_STEPS];
        double score, top_two;
    } published[] = {
        { { 528, 419, 153, 46, 23 }, 79.58, 81.01 },
        { { 4434, 1276, 205, 73, 67 }, 91.03, 94.30 },
    };
    (void)state;
    double score;
    double se;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        uint64_t n = 0;
        for (int k = 0; k < STATS_STEPS; k++)
            n += published[i].counts[k];
        assert_true(stats_weighted(published[i].counts, &score, &se));
        assert_true(fabs(score - published[i].score) < 0.005);
        double two = (double)(published[i].counts[0] + published[i].counts[1]);
        assert_true(fabs(100 * two / (double)n - published[i].top_two) < 0.005);
        assert_true(se > 0 && se < 1);
    }
    assert_false(stats_weighted((const uint64_t[STATS_STEPS]){ 0 }, &score, &se));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_weighted_score_is_the_one_that_was_published),
        cmocka_unit_test(wilson_is_as_published),
        cmocka_unit_test(wilson_takes_as_many_answers_as_published),
        cmocka_unit_test(newcombe_is_as_published),
        cmocka_unit_test(students_t_is_as_tabled),
        cmocka_unit_test(a_p_chart_marks_what_counts_do_not_explain),
        cmocka_unit_test(a_chart_of_large_counts_looks_at_how_weeks_differ),
        cmocka_unit_test(eight_on_one_side_are_a_run),
        cmocka_unit_test(weeks_with_few_answers_take_no_part),
        cmocka_unit_test(the_difference_of_differences_is_worked_out),
        cmocka_unit_test(with_few_venues_there_is_no_inference),
        cmocka_unit_test(with_many_venues_labels_are_dealt_at_random_and_alike),
        cmocka_unit_test(a_slope_is_that_of_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
