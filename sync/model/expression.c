/*
 * Evaluating and joining parsed expressions. Values are bits that move through one word: left shift
 * pushes. Parsing bounds how many stand there at once (depth of brackets; page, panel, question).
 */
#include "answers.h"
#include "expression_int.h"
#include "survey_int.h"

static bool test_holds(const struct expression_node *node, uint32_t state)
{
    if (!answer_given(state) || state == UINT32_MAX)
        return node->when_empty;
    uint32_t value = state - ANSWER_FIRST;
    bool holds = false;
    if (node->op == OP_ONE)
        holds = value < 32 && (node->mask >> value & 1);
    else if (node->op == OP_ANY)
        holds = (node->mask & value) != 0;
    else
        holds = (node->mask & value) == node->mask;
    return holds != node->negated;
}

bool expression_true(const struct survey *survey, const struct expression *expression,
                     const uint32_t *states)
{
    (void)survey;
    uint64_t stack = 1; /* true when there is no expression */
    for (uint32_t i = 0; expression && i < expression->count; i++) {
        const struct expression_node *node = &expression->nodes[i];
        uint64_t top = stack & 1;
        if (node->op == OP_NOT)
            stack ^= 1;
        else if (node->op == OP_AND)
            stack = (stack >> 1) & (~UINT64_C(1) | top);
        else if (node->op == OP_OR)
            stack = (stack >> 1) | top;
        else
            stack = stack << 1 | test_holds(node, states[node->question]);
    }
    return stack & 1;
}

const struct expression *expression_both(struct survey *survey, const struct expression *a,
                                         const struct expression *b)
{
    if (!a || !b)
        return a ? a : b;
    size_t count = (size_t)a->count + b->count + 1;
    struct expression *both =
        arena_take(&survey->arena->memory, sizeof *both + count * sizeof both->nodes[0]);
    if (!both)
        return NULL;
    both->names = a->names | b->names;
    both->count = (uint32_t)count;
    memcpy(both->nodes, a->nodes, a->count * sizeof a->nodes[0]);
    memcpy(both->nodes + a->count, b->nodes, b->count * sizeof b->nodes[0]);
    both->nodes[count - 1] = (struct expression_node){ .op = OP_AND };
    return both;
}

uint32_t expression_names(const struct expression *expression)
{
    return expression ? expression->names : 0;
}
