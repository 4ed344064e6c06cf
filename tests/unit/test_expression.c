/* visibleIf: what parses, what is refused and where, and what it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "answers.h"
#include "expression.h"
#include "surveys.h"

static const char *const base =
    "{\"elements\": ["
    "{\"type\": \"rating\", \"name\": \"r\", \"title\": \"R\", \"rateMin\": 0, \"rateMax\": 5},"
    "{\"type\": \"radiogroup\", \"name\": \"w\", \"title\": \"W\", \"choices\": [\"x\", \"xy\"]},"
    "{\"type\": \"checkbox\", \"name\": \"c\", \"title\": \"C\", \"choices\": [\"x\", \"y\", "
    "\"z\"]},"
    "{\"type\": \"boolean\", \"name\": \"b\", \"title\": \"B\"},"
    "{\"type\": \"comment\", \"name\": \"t\", \"title\": \"T\"},"
    "{\"type\": \"html\", \"name\": \"h\", \"html\": \"H\"},"
    "{\"type\": \"boolean\", \"name\": \"later\", \"title\": \"L\"}]}";

enum { R, W, C, B, T, H, LATER };

static struct problems problems;
static struct survey *survey;

static int open_survey(void **state)
{
    (void)state;
    survey = surveys_from_text(base, &problems);
    return survey ? 0 : -1;
}

static int close_survey(void **state)
{
    (void)state;
    survey_free(survey);
    return 0;
}

/* The states of r, w, c, b and t as values; NULL for no answer, "x+y" for a set. */
struct given {
    const char *r, *w, *c, *b;
    bool t;
};

static uint32_t set_of(const struct question *question, const char *text)
{
    uint32_t set = 0;
    for (int i = 0; i < question->choice_count; i++)
        if (text && strstr(text, question->choices[i].value))
            set |= UINT32_C(1) << i;
    return set ? ANSWER_FIRST + set : ANSWER_SHOWN;
}

static bool holds(const char *text, struct given given)
{
    struct expression_error error;
    const struct expression *expression = expression_parse(survey, LATER, span_text(text), &error);
    if (!expression)
        fail_msg("%s, at %zu: %s", text, error.offset, error.text);
    uint32_t states[SURVEY_QUESTIONS_MAX] = { 0 };
    if (given.r)
        states[R] = answers_from_value(&survey->questions[R], given.r);
    if (given.w)
        states[W] = answers_from_value(&survey->questions[W], given.w);
    if (given.b)
        states[B] = answers_from_value(&survey->questions[B], given.b);
    states[C] = set_of(&survey->questions[C], given.c);
    states[T] = given.t ? ANSWER_FIRST : ANSWER_SKIPPED;
    return expression_true(survey, expression, states);
}

static void comparisons_hold_for_the_answers_they_name(void **state)
{
    (void)state;
    assert_true(holds("{r} = 3", (struct given){ .r = "3" }));
    assert_true(holds("{r} equals '3'", (struct given){ .r = "3" }));
    assert_false(holds("{r} = 3", (struct given){ .r = "4" }));
    assert_true(holds("{r} <> 3", (struct given){ .r = "4" }));
    assert_true(holds("{r} lessorequal 2.5", (struct given){ .r = "2" }));
    assert_false(holds("{r} > 2.5", (struct given){ .r = "2" }));
    assert_true(holds("{w} anyof ['x']", (struct given){ .w = "x" }));
    assert_false(holds("{w} anyof ['x']", (struct given){ .w = "xy" }));
    assert_true(holds("{b} = false", (struct given){ .b = "false" }));
    assert_true(holds("{t} notempty", (struct given){ .t = true }));
    assert_true(holds("{t} empty", (struct given){ .t = false }));
}

static void sets_are_compared_as_sets(void **state)
{
    (void)state;
    assert_true(holds("{c} contains 'x'", (struct given){ .c = "x+z" }));
    assert_true(holds("{c} notcontains 'y'", (struct given){ .c = "x+z" }));
    assert_true(holds("{c} allof ['x', 'z']", (struct given){ .c = "x+z" }));
    assert_false(holds("{c} allof ['x', 'y']", (struct given){ .c = "x+z" }));
    assert_true(holds("{c} anyof ['y', 'z']", (struct given){ .c = "x+z" }));
    assert_false(holds("{c} noneof ['y', 'z']", (struct given){ .c = "x+z" }));
}

static void without_an_answer_only_denials_hold(void **state)
{
    (void)state;
    static const char *const hold[] = { "{r} empty",           "{r} != 3",
                                        "{b} != false",        "{w} noneof ['x']",
                                        "{c} notcontains 'x'", "{c} noneof ['x']" };
    static const char *const fail[] = { "{r} notempty",     "{r} = 0",        "{r} <= 0",
                                        "{r} >= 0",         "{b} = false",    "{w} anyof ['x']",
                                        "{c} contains 'x'", "{c} allof ['x']" };
    for (size_t i = 0; i < sizeof hold / sizeof hold[0]; i++)
        assert_true(holds(hold[i], (struct given){ 0 }));
    for (size_t i = 0; i < sizeof fail / sizeof fail[0]; i++)
        assert_false(holds(fail[i], (struct given){ 0 }));
}

static void and_binds_more_than_or_and_brackets_more_than_both(void **state)
{
    (void)state;
    struct given given = { .r = "1", .b = "false" };
    assert_true(holds("{r} = 1 or {b} = true and {w} = 'x'", given));
    assert_false(holds("({r} = 1 || {b} = true) && {w} = 'x'", given));
    assert_true(holds("!({b} = true AND {r} = 1)", given));
    assert_false(holds("!(!({b} = true))", given));
}

struct refusal {
    const char *text;
    size_t offset;
    const char *part;
};

static const struct refusal refusals[] = {
    { "", 0, "a question in braces" },
    { "{r}", 3, "a comparison" },
    { "{r} =", 5, "a value" },
    { "{r} = good", 6, "a value" },
    { "{r} = 6", 6, "no answer" },
    { "{r} = 03", 6, "a value" },
    { "{r} = 0x3", 6, "a value" },
    { "{r} < '3'", 6, "without quotes" },
    { "{w} = x", 6, "a value" },
    { "{w} = 'z'", 6, "no answer" },
    { "{w} = 'x", 6, "a value" },
    { "{w} < 3", 4, "order" },
    { "{w} contains 'x'", 4, "use = or anyof" },
    { "{w} allof ['x']", 4, "use anyof" },
    { "{c} = 'x'", 4, "contains" },
    { "{c} anyof 'x'", 10, "a list" },
    { "{c} anyof []", 11, "a value" },
    { "{c} anyof ['x' 'y']", 15, "a comma" },
    { "{t} = 'x'", 4, "empty or notempty" },
    { "{t} contains 'x'", 4, "empty or notempty" },
    { "{h} empty", 0, "information" },
    { "{later} = true", 0, "no earlier question" },
    { "{R} = 3", 0, "no earlier question" },
    { "{r.x} = 3", 0, "no earlier question" },
    { "{r} = 3 {b} = true", 8, "and, or, or the end" },
    { "{r} = 3 and", 11, "a question in braces" },
    { "({r} = 3", 8, "closing bracket" },
    { "!{b} = true", 0, "before a bracket" },
    { "not ({b} = true)", 0, "a question in braces" },
    { "iif({b}, 1, 2) = 1", 0, "a question in braces" },
    { "{r} + 1 = 3", 4, "a comparison" },
    { "3 = {r}", 0, "a question in braces" },
    { "{b} = truely", 6, "a value" },
    { "(((((((((({r} = 3))))))))))", 8, "brackets within each other" },
};

static void what_could_be_read_in_two_ways_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        struct expression_error error;
        const struct refusal *refusal = &refusals[i];
        if (expression_parse(survey, LATER, span_text(refusal->text), &error))
            fail_msg("%s is taken", refusal->text);
        if (error.offset != refusal->offset || !strstr(error.text, refusal->part))
            fail_msg("%s: at %zu \"%s\"", refusal->text, error.offset, error.text);
    }
}

static void an_expression_over_its_limit_is_refused(void **state)
{
    (void)state;
    char text[SURVEY_EXPRESSION_MAX + 20];
    struct expression_error error;
    memset(text, ' ', sizeof text);
    (void)memccpy(text, "{r} = 3", '3', sizeof text);
    struct span whole = span_of(text, SURVEY_EXPRESSION_MAX);
    assert_non_null(expression_parse(survey, LATER, whole, &error));
    whole.size++;
    assert_null(expression_parse(survey, LATER, whole, &error));
    assert_non_null(strstr(error.text, "512"));
}

static void the_longest_chain_is_computed_right(void **state)
{
    (void)state;
    char text[SURVEY_EXPRESSION_MAX + 1] = "{r}=1";
    for (size_t at = 5; at + 8 <= SURVEY_EXPRESSION_MAX; at += 7)
        (void)memccpy(text + at, "&&{r}=1", '\0', 8);
    assert_true(holds(text, (struct given){ .r = "1" }));
    assert_false(holds(text, (struct given){ .r = "2" }));
}

static void names_tells_which_questions_matter(void **state)
{
    (void)state;
    struct expression_error error;
    const struct expression *a =
        expression_parse(survey, LATER, span_text("{r} = 1 or {c} empty"), &error);
    const struct expression *b = expression_parse(survey, LATER, span_text("{b} = true"), &error);
    assert_int_equal(expression_names(a), 1 << R | 1 << C);
    assert_int_equal(expression_names(expression_both(survey, a, b)), 1 << R | 1 << C | 1 << B);
    assert_ptr_equal(expression_both(survey, NULL, b), b);
    assert_int_equal(expression_names(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_hold_for_the_answers_they_name),
        cmocka_unit_test(sets_are_compared_as_sets),
        cmocka_unit_test(without_an_answer_only_denials_hold),
        cmocka_unit_test(and_binds_more_than_or_and_brackets_more_than_both),
        cmocka_unit_test(what_could_be_read_in_two_ways_is_refused_with_its_place),
        cmocka_unit_test(an_expression_over_its_limit_is_refused),
        cmocka_unit_test(the_longest_chain_is_computed_right),
        cmocka_unit_test(names_tells_which_questions_matter),
    };
    return cmocka_run_group_tests(tests, open_survey, close_survey);
}
