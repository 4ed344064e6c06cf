/* The rules by which answers are taken, refused and dropped. See answers.h. */
#include "answers.h"
#include "expression.h"

bool answers_visible(const struct survey *survey, const struct answers *answers, int question)
{
    return expression_true(survey, survey->questions[question].visible_if, answers->state);
}

bool answers_valid(const struct question *question, uint32_t state)
{
    if (!answer_given(state))
        return state != ANSWER_SKIPPED || question->type != QUESTION_INFORMATION;
    uint32_t value = state - ANSWER_FIRST;
    switch (question->type) {
    case QUESTION_INFORMATION:
        return false;
    case QUESTION_COMMENT:
        return value == 0;
    case QUESTION_CHECKBOX:
        return value != 0 && value >> question->choice_count == 0;
    default:
        return value < question->choice_count;
    }
}

/* Conditions name earlier questions only, so that one pass in order settles everything. */
static void settle(const struct survey *survey, struct answers *answers, int from)
{
    for (int i = from; i < survey->question_count; i++)
        if (!answers_visible(survey, answers, i))
            answers->state[i] = ANSWER_UNSEEN;
}

enum answer_verdict answers_set(const struct survey *survey, struct answers *answers, int question,
                                uint32_t state)
{
    if (question < 0 || question >= survey->question_count ||
        !answers_visible(survey, answers, question))
        return ANSWER_HIDDEN;
    if (!answers_valid(&survey->questions[question], state))
        return ANSWER_INVALID;
    answers->state[question] = state;
    settle(survey, answers, question + 1);
    return ANSWER_TAKEN;
}

int answers_next(const struct survey *survey, const struct answers *answers, int question)
{
    for (int i = question + 1; i < survey->question_count; i++)
        if (answers_visible(survey, answers, i))
            return i;
    return -1;
}

int answers_previous(const struct survey *survey, const struct answers *answers, int question)
{
    for (int i = question - 1; i >= 0; i--)
        if (answers_visible(survey, answers, i))
            return i;
    return -1;
}

bool answers_consistent(const struct survey *survey, const struct answers *answers, struct err *err)
{
    for (int i = 0; i < survey->question_count; i++) {
        const struct question *question = &survey->questions[i];
        if (question->sensitivity == SENSITIVITY_COUNTS)
            continue;
        if (!answers_valid(question, answers->state[i]))
            return err_set(err, ERR_REFUSED, "the answer to \"%s\" is none of its values",
                           question->name);
        if (answer_given(answers->state[i]) && !answers_visible(survey, answers, i))
            return err_set(err, ERR_REFUSED, "\"%s\" is answered, but was not visible",
                           question->name);
    }
    return true;
}

uint32_t answers_from_value(const struct question *question, const char *value)
{
    for (uint32_t i = 0; i < question->choice_count; i++)
        if (strcmp(question->choices[i].value, value) == 0)
            return question->type == QUESTION_CHECKBOX ? ANSWER_FIRST + (1U << i)
                                                       : ANSWER_FIRST + i;
    return 0;
}

static void put_set(const struct question *question, uint32_t set, struct buf *out)
{
    const char *before = "[";
    for (int i = 0; i < question->choice_count; i++)
        if (set >> i & 1) {
            buf_printf(out, "%s\"%s\"", before, question->choices[i].value);
            before = ",";
        }
    buf_printf(out, "]");
}

/* Values are small letters, digits and _, so that nothing needs escaping. */
void answers_put_json(const struct question *question, uint32_t state, struct buf *out)
{
    if (!answer_given(state) || !answers_valid(question, state)) {
        buf_printf(out, "null");
        return;
    }
    uint32_t value = state - ANSWER_FIRST;
    if (question->type == QUESTION_CHECKBOX)
        put_set(question, value, out);
    else if (question->type == QUESTION_COMMENT)
        buf_printf(out, "true");
    else if (question->type == QUESTION_BOOLEAN || question->choices[value].is_number)
        buf_printf(out, "%s", question->choices[value].value);
    else
        buf_printf(out, "\"%s\"", question->choices[value].value);
}
