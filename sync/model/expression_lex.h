#pragma once
/* The words of an expression, one at a time. Borrowed bytes; no allocation. */
#include "expression.h"

enum token_kind {
    TOKEN_END,
    TOKEN_REF,    /* {name}; text is the name */
    TOKEN_TEXT,   /* 'text'; text is what stands between the quotes */
    TOKEN_NUMBER, /* -1.5 */
    TOKEN_TRUE,
    TOKEN_FALSE,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_LIST_OPEN,
    TOKEN_LIST_CLOSE,
    TOKEN_COMMA,
    TOKEN_BANG,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_EMPTY,
    TOKEN_NOTEMPTY,
    TOKEN_EQUAL,
    TOKEN_NOTEQUAL,
    TOKEN_LESS,
    TOKEN_LESSOREQUAL,
    TOKEN_GREATER,
    TOKEN_GREATEROREQUAL,
    TOKEN_CONTAINS,
    TOKEN_NOTCONTAINS,
    TOKEN_ANYOF,
    TOKEN_ALLOF,
    TOKEN_NONEOF,
    TOKEN_BAD, /* text is what cannot be read */
};

struct token {
    enum token_kind kind;
    struct span text;
    size_t offset, end; /* within the expression */
};

/* The token that starts at or after `at`. */
struct token expression_lex(struct span text, size_t at);
