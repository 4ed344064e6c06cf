/* visibleIf: the parser, and the value for many answers. */
#include "expression.h"
#include "asked.h"
#include "fuzz.h"
#include <string.h>

enum { BEFORE = 5, DEALS = 16, PARSED_AT_MOST = 500 };

/* Answers that hang on the round alone. */
static void deal(const struct survey *survey, uint32_t round, uint32_t *states)
{
    for (int i = 0; i < survey->question_count; i++) {
        round = round * 1103515245u + 12345u;
        states[i] = (round >> 16) % (3 + (1u << survey->questions[i].choice_count));
    }
}

static void evaluate(const struct survey *survey, const struct expression *expression)
{
    uint32_t states[SURVEY_QUESTIONS_MAX] = { 0 };
    must(expression_names(expression) < 1u << BEFORE, "only earlier questions are named");
    for (uint32_t round = 0; round < DEALS; round++) {
        deal(survey, round, states);
        bool value = expression_true(survey, expression, states);
        must(value == expression_true(survey, expression, states), "one value");
    }
    fuzz_accepted("whole");
}

/* What is parsed stays in the survey's memory, so now and then it begins anew. */
static struct survey *a_survey(void)
{
    static struct survey *survey;
    static int parsed;
    if (parsed++ % PARSED_AT_MOST == 0) {
        survey_free(survey);
        survey = asked_survey();
    }
    return survey;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct expression_error error;
    struct survey *survey = a_survey();
    const struct expression *expression =
        expression_parse(survey, BEFORE, span_of(data, size), &error);
    if (expression != NULL)
        evaluate(survey, expression);
    must(expression != NULL || error.text[0] != '\0', "a refusal has its reason");
    must(expression != NULL || error.offset <= size, "which stands in the text");
    must(memchr(error.text, '\0', sizeof error.text) != NULL, "and ends");
    return 0;
}
