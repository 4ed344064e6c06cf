/* Which questions a way of answering can show: found by trying, so that the answer is no guess. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "buf.h"
#include "reach.h"
#include "surveys.h"

static struct problems problems;

/* A yes or no, a rating of three, a set of three, a comment; then `last` with this condition. */
#define SURVEY(condition)                                                                          \
    "{\"elements\": ["                                                                             \
    "{\"type\": \"boolean\", \"name\": \"came\", \"title\": \"A\"},"                               \
    "{\"type\": \"rating\", \"name\": \"rate\", \"title\": \"B\", \"rateValues\": [\"a\", \"b\", " \
    "\"c\"], \"visibleIf\": \"{came} = true\"},"                                                   \
    "{\"type\": \"checkbox\", \"name\": \"set\", \"title\": \"C\", \"choices\": [\"x\", \"y\", "   \
    "\"z\"]},"                                                                                     \
    "{\"type\": \"comment\", \"name\": \"words\", \"title\": \"D\", \"visibleIf\": \"{rate} = "    \
    "'c'\"},"                                                                                      \
    "{\"type\": \"boolean\", \"name\": \"last\", \"title\": \"E\", \"visibleIf\": \"" condition    \
    "\"}]}"

enum { LAST = 4 };

static enum reach reach_of(const char *text, int question)
{
    struct survey *survey = surveys_from_text(text, &problems);
    assert_non_null(survey);
    enum reach reach = survey_reach(survey, question);
    survey_free(survey);
    return reach;
}

static void what_is_always_asked_is_reached(void **state)
{
    (void)state;
    for (int i = 0; i < LAST; i++)
        assert_int_equal(reach_of(SURVEY("{came} = true"), i), REACH_SOME);
}

static void a_way_is_found_through_choices_sets_and_words(void **state)
{
    (void)state;
    assert_int_equal(reach_of(SURVEY("{rate} = 'b' and {set} contains 'z'"), LAST), REACH_SOME);
    assert_int_equal(reach_of(SURVEY("{set} allof ['x', 'y'] and {set} notcontains 'z'"), LAST),
                     REACH_SOME);
    assert_int_equal(reach_of(SURVEY("{words} notempty and {came} = true"), LAST), REACH_SOME);
    assert_int_equal(reach_of(SURVEY("{rate} empty and {came} = true"), LAST), REACH_SOME);
    assert_int_equal(reach_of(SURVEY("{came} empty"), LAST), REACH_SOME);
}

static void a_contradiction_is_found(void **state)
{
    (void)state;
    assert_int_equal(reach_of(SURVEY("{came} = true and {came} = false"), LAST), REACH_NONE);
    assert_int_equal(reach_of(SURVEY("{set} contains 'x' and {set} empty"), LAST), REACH_NONE);
    assert_int_equal(reach_of(SURVEY("{set} allof ['x', 'y'] and !({set} anyof ['x', 'y'])"), LAST),
                     REACH_NONE);
}

/* Each condition for itself can hold; together they hide what the other needs. */
static void a_contradiction_behind_other_conditions_is_found(void **state)
{
    (void)state;
    assert_int_equal(reach_of(SURVEY("{rate} = 'a' and {came} = false"), LAST), REACH_NONE);
    assert_int_equal(reach_of(SURVEY("{words} notempty and {rate} = 'a'"), LAST), REACH_NONE);
    assert_int_equal(reach_of(SURVEY("{words} notempty and {rate} = 'c'"), LAST), REACH_SOME);
}

/* `count` sets of twelve, and a last question whose condition tells all choices of all apart. */
static void put_crowd(struct buf *text, int count)
{
    buf_printf(text, "{\"elements\": [");
    for (int i = 0; i < count; i++) {
        buf_printf(text,
                   "{\"type\": \"checkbox\", \"name\": \"q%d\", \"title\": \"Q\", "
                   "\"choices\": [",
                   i);
        for (int choice = 0; choice < SURVEY_CHOICES_MAX; choice++)
            buf_printf(text, "%s\"c%d\"", choice > 0 ? "," : "", choice);
        buf_printf(text, "], \"visibleIf\": \"");
        for (int choice = 0; i > 0 && choice < SURVEY_CHOICES_MAX; choice++)
            buf_printf(text, "%s{q%d} contains 'c%d'", choice > 0 ? " or " : "", i - 1, choice);
        buf_printf(text, "\"},");
    }
    buf_printf(text,
               "{\"type\": \"boolean\", \"name\": \"last\", \"title\": \"E\", \"visibleIf\": "
               "\"{q%d} contains 'c0' and {q%d} notcontains 'c0'\"}]}",
               count - 1, count - 1);
}

static void what_multiplies_beyond_all_bounds_is_given_up(void **state)
{
    (void)state;
    BUF_AUTO text = buf_new(SURVEY_FILE_MAX);
    put_crowd(&text, 6);
    assert_int_equal(reach_of(buf_text(&text), 6), REACH_UNKNOWN);
    assert_int_equal(reach_of(buf_text(&text), 5), REACH_SOME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_always_asked_is_reached),
        cmocka_unit_test(a_way_is_found_through_choices_sets_and_words),
        cmocka_unit_test(a_contradiction_is_found),
        cmocka_unit_test(a_contradiction_behind_other_conditions_is_found),
        cmocka_unit_test(what_multiplies_beyond_all_bounds_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
