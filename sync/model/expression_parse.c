/*
 * Recursive descent over the grammar in expression.h, straight into postfix. Comparisons are worked
 * out here by survey-core's rules, so that nothing is left to compare when a person answers.
 */
#include "answers.h"
#include "expression_int.h"
#include "expression_lex.h"
#include "survey_int.h"
#include <stdio.h>
#include <stdlib.h>

struct parser {
    const struct survey *survey;
    int before;
    struct span text;
    struct token token; /* the next one */
    int depth;          /* of round brackets */
    struct expression_error *error;
    bool failed;
    uint32_t names;
    uint32_t count;
    struct expression_node nodes[EXPRESSION_NODES_MAX];
};

static bool fail(struct parser *p, size_t offset, const char *fmt, ...) PRINTF(3, 4);

/* Keeps the first thing that is wrong. Returns false. */
static bool fail(struct parser *p, size_t offset, const char *fmt, ...)
{
    if (p->failed)
        return false;
    p->failed = true;
    p->error->offset = offset;
    va_list args;
    va_start(args, fmt);
    said_note(&p->error->said, fmt, args);
    (void)vsnprintf(p->error->text, sizeof p->error->text, fmt, args);
    va_end(args);
    return false;
}

static void advance(struct parser *p)
{
    p->token = expression_lex(p->text, p->token.end);
}

static bool take(struct parser *p, enum token_kind kind)
{
    if (p->failed || p->token.kind != kind)
        return false;
    advance(p);
    return true;
}

static void emit(struct parser *p, struct expression_node node)
{
    if (p->count == EXPRESSION_NODES_MAX)
        fail(p, 0, "it has too many parts");
    else
        p->nodes[p->count++] = node;
}

static bool has_text(struct span text, const char *part)
{
    return memmem(text.data, text.size, part, strlen(part)) != NULL;
}

static const struct question *referenced(struct parser *p, int *ret_index)
{
    struct token ref = p->token;
    char name[SURVEY_NAME_MAX + 1];
    if (!take(p, TOKEN_REF)) {
        fail(p, ref.offset, "a question in braces, such as {name}, must stand here");
        return NULL;
    }
    (void)snprintf(name, sizeof name, "%.*s", (int)ref.text.size, (const char *)ref.text.data);
    int index = ref.text.size <= SURVEY_NAME_MAX ? survey_question(p->survey, name) : -1;
    if (index < 0 || index >= p->before)
        fail(p, ref.offset,
             "{%s} is no earlier question; only questions that stand before this "
             "one can be named, in the same small letters",
             name);
    else if (p->survey->questions[index].type == QUESTION_INFORMATION)
        fail(p, ref.offset, "{%s} is an information page and has no answer", name);
    else if (has_text(ref.text, "equals"))
        fail(p, ref.offset, "a name with \"equals\" in it cannot stand in a condition; rename it");
    if (p->failed || index < 0)
        return NULL;
    p->names |= UINT32_C(1) << index;
    *ret_index = index;
    return &p->survey->questions[index];
}

/* Which choice a literal is: its index, or -1 with an error. */
static int literal_choice(struct parser *p, const struct question *question)
{
    struct token lit = p->token;
    char value[SURVEY_NAME_MAX + 1];
    bool boolean = lit.kind == TOKEN_TRUE || lit.kind == TOKEN_FALSE;
    if (!boolean && lit.kind != TOKEN_TEXT && lit.kind != TOKEN_NUMBER) {
        fail(p, lit.offset, "a value such as 'good', 5 or true must stand here");
        return -1;
    }
    advance(p);
    (void)snprintf(value, sizeof value, "%.*s", (int)lit.text.size, (const char *)lit.text.data);
    if (boolean)
        (void)snprintf(value, sizeof value, "%s", lit.kind == TOKEN_TRUE ? "true" : "false");
    bool words = question->type != QUESTION_BOOLEAN && question->choice_count > 0 &&
                 !question->choices[0].is_number;
    for (int i = 0; i < question->choice_count; i++)
        if (lit.text.size <= SURVEY_NAME_MAX && strcmp(question->choices[i].value, value) == 0 &&
            (!words || lit.kind == TOKEN_TEXT) && !has_text(lit.text, "equals"))
            return i;
    fail(p, lit.offset, "%.40s is no answer to \"%s\"; write one of its values%s", value,
         question->name, words ? " in quotes" : "");
    return -1;
}

static bool needs(struct parser *p, const struct token *op, const struct question *question,
                  bool fits, const char *instead)
{
    if (fits)
        return true;
    return fail(p, op->offset, "\"%.*s\" cannot be asked of \"%s\", a %s; %s", (int)op->text.size,
                (const char *)op->text.data, question->name, question_type_name(question->type),
                instead);
}

static const char *instead_of_single(const struct question *question)
{
    return question->type == QUESTION_COMMENT ? "use empty or notempty"
                                              : "use contains, anyof, allof or noneof";
}

static bool is_single(const struct question *question)
{
    return question->type != QUESTION_CHECKBOX && question->type != QUESTION_COMMENT;
}

/* = and !=. */
static void parse_equality(struct parser *p, const struct token *op,
                           const struct question *question, struct expression_node node)
{
    if (!needs(p, op, question, is_single(question), instead_of_single(question)))
        return;
    int choice = literal_choice(p, question);
    if (choice < 0)
        return;
    node.mask = UINT32_C(1) << choice;
    node.negated = node.when_empty = op->kind == TOKEN_NOTEQUAL;
    emit(p, node);
}

static bool ordered(enum token_kind op, double left, double right)
{
    switch (op) {
    case TOKEN_LESS:
        return left < right;
    case TOKEN_LESSOREQUAL:
        return left <= right;
    case TOKEN_GREATER:
        return left > right;
    default:
        return left >= right;
    }
}

static void parse_order(struct parser *p, const struct token *op, const struct question *question,
                        struct expression_node node)
{
    bool numbers = is_single(question) && question->choice_count && question->choices[0].is_number;
    if (!needs(p, op, question, numbers,
               "only ratings with numbers have an order; name the values"))
        return;
    struct token lit = p->token;
    if (!take(p, TOKEN_NUMBER)) {
        fail(p, lit.offset, "a number without quotes must stand here");
        return;
    }
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%.*s", (int)lit.text.size, (const char *)lit.text.data);
    double right = strtod(digits, NULL);
    for (int i = 0; i < question->choice_count; i++)
        if (ordered(op->kind, question->choices[i].number, right))
            node.mask |= UINT32_C(1) << i;
    emit(p, node);
}

/* "[" lit {"," lit} "]" as a set of choices. */
static uint32_t parse_list(struct parser *p, const struct question *question)
{
    uint32_t mask = 0;
    if (!take(p, TOKEN_LIST_OPEN))
        fail(p, p->token.offset, "a list such as ['good', 'poor'] must stand here");
    do {
        int choice = p->failed ? -1 : literal_choice(p, question);
        mask |= choice < 0 ? 0 : UINT32_C(1) << choice;
    } while (!p->failed && take(p, TOKEN_COMMA));
    if (!take(p, TOKEN_LIST_CLOSE))
        fail(p, p->token.offset, "a comma or ] must stand here");
    return mask;
}

static void parse_set(struct parser *p, const struct token *op, const struct question *question,
                      struct expression_node node)
{
    bool checkbox = question->type == QUESTION_CHECKBOX;
    bool fits = checkbox || (op->kind != TOKEN_ALLOF && is_single(question));
    const char *instead =
        question->type == QUESTION_COMMENT ? "use empty or notempty" : "use anyof";
    if (!needs(p, op, question, fits, instead))
        return;
    node.op = !checkbox ? OP_ONE : op->kind == TOKEN_ALLOF ? OP_ALL : OP_ANY;
    node.mask = parse_list(p, question);
    node.negated = node.when_empty = op->kind == TOKEN_NONEOF;
    emit(p, node);
}

static void parse_contains(struct parser *p, const struct token *op,
                           const struct question *question, struct expression_node node)
{
    const char *instead =
        question->type == QUESTION_COMMENT ? "use empty or notempty" : "use = or anyof";
    if (!needs(p, op, question, question->type == QUESTION_CHECKBOX, instead))
        return;
    int choice = literal_choice(p, question);
    if (choice < 0)
        return;
    node.op = OP_ANY;
    node.mask = UINT32_C(1) << choice;
    node.negated = node.when_empty = op->kind == TOKEN_NOTCONTAINS;
    emit(p, node);
}

/* empty and notempty: any answer has some bit, so the mask of all tells. */
static void parse_empty(struct parser *p, const struct token *op, const struct question *question,
                        struct expression_node node)
{
    node.op = question->type == QUESTION_CHECKBOX ? OP_ANY : OP_ONE;
    node.mask = UINT32_MAX;
    node.negated = node.when_empty = op->kind == TOKEN_EMPTY;
    emit(p, node);
}

typedef void parse_operator(struct parser *p, const struct token *op,
                            const struct question *question, struct expression_node node);

static parse_operator *const operators[TOKEN_BAD + 1] = {
    [TOKEN_EMPTY] = parse_empty,       [TOKEN_NOTEMPTY] = parse_empty,
    [TOKEN_EQUAL] = parse_equality,    [TOKEN_NOTEQUAL] = parse_equality,
    [TOKEN_LESS] = parse_order,        [TOKEN_LESSOREQUAL] = parse_order,
    [TOKEN_GREATER] = parse_order,     [TOKEN_GREATEROREQUAL] = parse_order,
    [TOKEN_CONTAINS] = parse_contains, [TOKEN_NOTCONTAINS] = parse_contains,
    [TOKEN_ANYOF] = parse_set,         [TOKEN_ALLOF] = parse_set,
    [TOKEN_NONEOF] = parse_set,
};

static void parse_or(struct parser *p);

static void parse_brackets(struct parser *p, size_t offset)
{
    if (++p->depth > SURVEY_DEPTH_MAX)
        fail(p, offset, "more than %d brackets within each other", SURVEY_DEPTH_MAX);
    else
        parse_or(p);
    p->depth--;
    if (!take(p, TOKEN_CLOSE))
        fail(p, p->token.offset, "and, or, or a closing bracket must stand here");
}

static void parse_comparison(struct parser *p)
{
    struct token open = p->token;
    int index;
    if (take(p, TOKEN_OPEN)) {
        parse_brackets(p, open.offset);
        return;
    }
    const struct question *question = referenced(p, &index);
    if (!question)
        return;
    struct token op = p->token;
    if (!operators[op.kind]) {
        fail(p, op.offset, "a comparison such as =, empty or contains must stand here");
        return;
    }
    advance(p);
    operators[op.kind](p, &op, question, (struct expression_node){ .question = (uint8_t)index });
}

static void parse_not(struct parser *p)
{
    size_t offset = p->token.offset;
    if (!take(p, TOKEN_BANG)) {
        parse_comparison(p);
        return;
    }
    if (p->token.kind != TOKEN_OPEN)
        fail(p, offset, "! must stand before a bracket: !({name} = 'good')");
    else
        parse_comparison(p);
    emit(p, (struct expression_node){ .op = OP_NOT });
}

static void parse_and(struct parser *p)
{
    parse_not(p);
    while (take(p, TOKEN_AND)) {
        parse_not(p);
        emit(p, (struct expression_node){ .op = OP_AND });
    }
}

static void parse_or(struct parser *p)
{
    parse_and(p);
    while (take(p, TOKEN_OR)) {
        parse_and(p);
        emit(p, (struct expression_node){ .op = OP_OR });
    }
}

static const struct expression *parsed(struct survey *survey, const struct parser *p)
{
    size_t size = p->count * sizeof p->nodes[0];
    struct expression *expression = arena_take(&survey->arena->memory, sizeof *expression + size);
    if (!expression)
        return NULL;
    expression->names = p->names;
    expression->count = p->count;
    memcpy(expression->nodes, p->nodes, size);
    return expression;
}

const struct expression *expression_parse(struct survey *survey, int before, struct span text,
                                          struct expression_error *ret_error)
{
    struct parser p = { .survey = survey, .before = before, .text = text, .error = ret_error };
    *ret_error = (struct expression_error){ 0 };
    if (text.size > SURVEY_EXPRESSION_MAX) {
        fail(&p, 0, "it has %zu bytes; at most %d are taken", text.size, SURVEY_EXPRESSION_MAX);
        return NULL;
    }
    advance(&p);
    parse_or(&p);
    if (!p.failed && p.token.kind != TOKEN_END)
        fail(&p, p.token.offset, "and, or, or the end must stand here");
    if (p.failed)
        return NULL;
    const struct expression *expression = parsed(survey, &p);
    if (!expression)
        fail(&p, 0, "there is not enough memory");
    return expression;
}
