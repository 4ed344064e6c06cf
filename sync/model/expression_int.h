#pragma once
/*
 * An expression in the order in which it is computed (postfix). Every comparison is worked out
 * while parsing: for which choices of its question it holds, and whether it holds without an
 * answer.
 */
#include "expression.h"

enum expression_op {
    OP_ONE, /* the chosen choice is one of mask; for comments: something is written (bit 0) */
    OP_ANY, /* at least one choice of mask is chosen (checkbox) */
    OP_ALL, /* every choice of mask is chosen (checkbox) */
    OP_AND,
    OP_OR,
    OP_NOT,
};

struct expression_node {
    uint8_t op;
    uint8_t question;
    bool negated;    /* ONE, ANY, ALL: turned round when there is an answer */
    bool when_empty; /* ONE, ANY, ALL: the value when there is none */
    uint32_t mask;
};

struct expression {
    uint32_t names;
    uint32_t count;
    struct expression_node nodes[];
};

enum { EXPRESSION_NODES_MAX = SURVEY_EXPRESSION_MAX / 2 };
