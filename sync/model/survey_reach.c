/*
 * Looking for a walk that shows a question: depth first over the questions that its condition hangs
 * on, in the order in which they are asked. Choices that no condition tells apart are tried once.
 */
#include "answers.h"
#include "expression_int.h"
#include "reach.h"

enum { TRIES_MAX = 1000000 };

struct search {
    const struct survey *survey;
    int wanted;
    uint32_t matter; /* bit i: question i bears on the wanted one */
    /* The first choice that no condition on the way tells from this one. */
    uint8_t alike[SURVEY_QUESTIONS_MAX][SURVEY_CHOICES_MAX];
    struct answers answers;
    long tries;
};

/* What a condition names, what the conditions of those name, and so on: all stand earlier. */
static uint32_t all_that_matter(const struct survey *survey, int question)
{
    uint32_t names = expression_names(survey->questions[question].visible_if);
    for (int i = question - 1; i >= 0; i--)
        if (names >> i & 1)
            names |= expression_names(survey->questions[i].visible_if);
    return names;
}

static bool node_differs(const struct expression *condition, int question, int a, int b)
{
    for (uint32_t i = 0; condition && i < condition->count; i++) {
        const struct expression_node *node = &condition->nodes[i];
        bool tests = node->op == OP_ONE || node->op == OP_ANY || node->op == OP_ALL;
        if (tests && node->question == question && ((node->mask >> a ^ node->mask >> b) & 1))
            return true;
    }
    return false;
}

/* Does no condition on the way tell these two choices of the question apart? */
static bool are_alike(const struct search *search, int question, int a, int b)
{
    for (int i = question + 1; i <= search->wanted; i++)
        if ((i == search->wanted || (search->matter >> i & 1)) &&
            node_differs(search->survey->questions[i].visible_if, question, a, b))
            return false;
    return true;
}

static void find_alike(struct search *search)
{
    for (int i = 0; i < search->wanted; i++)
        for (int a = 0; (search->matter >> i & 1) && a < search->survey->questions[i].choice_count;
             a++) {
            uint8_t first = 0;
            while (first < a && !are_alike(search, i, first, a))
                first++;
            search->alike[i][a] = first;
        }
}

static bool try_from(struct search *search, int question);

static bool try_state(struct search *search, int question, uint32_t state)
{
    search->answers.state[question] = state;
    return try_from(search, question + 1);
}

static bool try_choices(struct search *search, int question)
{
    const struct question *asked = &search->survey->questions[question];
    for (int i = 0; i < asked->choice_count; i++)
        if (search->alike[question][i] == i &&
            try_state(search, question, ANSWER_FIRST + (uint32_t)i))
            return true;
    return false;
}

/* Of choices that are alike: none, one, or all of them. */
static bool try_sets(struct search *search, int question, int choice, uint32_t set)
{
    const struct question *asked = &search->survey->questions[question];
    if (choice == asked->choice_count)
        return set != 0 && try_state(search, question, ANSWER_FIRST + set);
    if (search->alike[question][choice] != choice)
        return try_sets(search, question, choice + 1, set);
    uint32_t alike = 0, one = UINT32_C(1) << choice;
    for (int i = choice; i < asked->choice_count; i++)
        if (search->alike[question][i] == choice)
            alike |= UINT32_C(1) << i;
    return try_sets(search, question, choice + 1, set) ||
           try_sets(search, question, choice + 1, set | one) ||
           (alike != one && try_sets(search, question, choice + 1, set | alike));
}

static bool try_answers(struct search *search, int question)
{
    switch (search->survey->questions[question].type) {
    case QUESTION_INFORMATION:
        return false;
    case QUESTION_COMMENT:
        return try_state(search, question, ANSWER_FIRST);
    case QUESTION_CHECKBOX:
        return try_sets(search, question, 0, 0);
    default:
        return try_choices(search, question);
    }
}

/* All ways of answering from this question on; what is hidden has no answer. */
static bool try_from(struct search *search, int question)
{
    const struct survey *survey = search->survey;
    while (question < search->wanted && !(search->matter >> question & 1))
        question++;
    if (++search->tries > TRIES_MAX)
        return false;
    if (question == search->wanted)
        return answers_visible(survey, &search->answers, question);
    if (!answers_visible(survey, &search->answers, question))
        return try_state(search, question, ANSWER_UNSEEN);
    return try_state(search, question, ANSWER_SHOWN) || try_answers(search, question);
}

enum reach survey_reach(const struct survey *survey, int question)
{
    struct search search = { .survey = survey,
                             .wanted = question,
                             .matter = all_that_matter(survey, question) };
    find_alike(&search);
    if (try_from(&search, 0))
        return REACH_SOME;
    return search.tries > TRIES_MAX ? REACH_UNKNOWN : REACH_NONE;
}
