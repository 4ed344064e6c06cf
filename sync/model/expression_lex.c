/*
 * Splitting an expression into tokens. Stricter than survey-core, which reads keywords without word
 * boundaries and takes bare words for texts: whatever is read here means the same there.
 */
#include "expression_lex.h"
#include <ctype.h>
#include <strings.h>

struct spelling {
    const char *text;
    enum token_kind kind;
};

/* Of two signs of which one starts the other, the longer stands first. */
static const struct spelling signs[] = {
    { "<=", TOKEN_LESSOREQUAL },    { "=<", TOKEN_LESSOREQUAL }, { ">=", TOKEN_GREATEROREQUAL },
    { "=>", TOKEN_GREATEROREQUAL }, { "==", TOKEN_EQUAL },       { "!=", TOKEN_NOTEQUAL },
    { "<>", TOKEN_NOTEQUAL },       { "||", TOKEN_OR },          { "&&", TOKEN_AND },
    { "*=", TOKEN_CONTAINS },       { "=", TOKEN_EQUAL },        { "<", TOKEN_LESS },
    { ">", TOKEN_GREATER },         { "!", TOKEN_BANG },         { "(", TOKEN_OPEN },
    { ")", TOKEN_CLOSE },           { "[", TOKEN_LIST_OPEN },    { "]", TOKEN_LIST_CLOSE },
    { ",", TOKEN_COMMA },
};

static const struct spelling words[] = {
    { "and", TOKEN_AND },
    { "or", TOKEN_OR },
    { "true", TOKEN_TRUE },
    { "false", TOKEN_FALSE },
    { "empty", TOKEN_EMPTY },
    { "notempty", TOKEN_NOTEMPTY },
    { "equal", TOKEN_EQUAL },
    { "equals", TOKEN_EQUAL },
    { "notequal", TOKEN_NOTEQUAL },
    { "notequals", TOKEN_NOTEQUAL },
    { "less", TOKEN_LESS },
    { "lessorequal", TOKEN_LESSOREQUAL },
    { "greater", TOKEN_GREATER },
    { "greaterorequal", TOKEN_GREATEROREQUAL },
    { "contain", TOKEN_CONTAINS },
    { "contains", TOKEN_CONTAINS },
    { "notcontain", TOKEN_NOTCONTAINS },
    { "notcontains", TOKEN_NOTCONTAINS },
    { "anyof", TOKEN_ANYOF },
    { "allof", TOKEN_ALLOF },
    { "noneof", TOKEN_NONEOF },
};

static uint8_t at_or_zero(struct span text, size_t at)
{
    return at < text.size ? text.data[at] : 0;
}

static struct token token(struct span text, enum token_kind kind, size_t start, size_t end)
{
    return (struct token){ kind, span_of(text.data + start, end - start), start, end };
}

/* {name} and quoted texts: text leaves the delimiters out. */
static struct token enclosed(struct span text, size_t start, uint8_t closing, enum token_kind kind)
{
    size_t end = start + 1;
    while (end < text.size && text.data[end] != closing && text.data[end] != '\\')
        end++;
    if (at_or_zero(text, end) != closing)
        return token(text, TOKEN_BAD, start, end);
    struct token found = token(text, kind, start + 1, end);
    found.offset = start;
    found.end = end + 1;
    return found;
}

static size_t after_digits(struct span text, size_t at)
{
    while (isdigit(at_or_zero(text, at)))
        at++;
    return at;
}

/* Decimal only, no leading zeros: 05 and 0x1f are read in other ways elsewhere. */
static struct token number(struct span text, size_t start)
{
    size_t first = start + (text.data[start] == '-');
    size_t end = after_digits(text, first);
    bool good = end > first && (end == first + 1 || text.data[first] != '0');
    if (at_or_zero(text, end) == '.') {
        size_t fraction = end + 1;
        end = after_digits(text, fraction);
        good = good && end > fraction;
    }
    uint8_t next = at_or_zero(text, end);
    good = good && !isalnum(next) && next != '_' && next != '.' && end - start <= 12;
    return token(text, good ? TOKEN_NUMBER : TOKEN_BAD, start, end);
}

static struct token word(struct span text, size_t start)
{
    size_t end = start;
    while (isalnum(at_or_zero(text, end)) || at_or_zero(text, end) == '_')
        end++;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].text) == end - start &&
            strncasecmp(words[i].text, (const char *)text.data + start, end - start) == 0)
            return token(text, words[i].kind, start, end);
    return token(text, TOKEN_BAD, start, end > start ? end : start + 1);
}

static struct token sign(struct span text, size_t start)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t size = strlen(signs[i].text);
        if (size <= text.size - start && memcmp(signs[i].text, text.data + start, size) == 0)
            return token(text, signs[i].kind, start, start + size);
    }
    return word(text, start);
}

struct token expression_lex(struct span text, size_t at)
{
    while (at < text.size && strchr(" \t\r\n", text.data[at]) && text.data[at])
        at++;
    uint8_t c = at_or_zero(text, at);
    if (at >= text.size)
        return token(text, TOKEN_END, text.size, text.size);
    if (c == '{')
        return enclosed(text, at, '}', TOKEN_REF);
    if (c == '\'' || c == '"')
        return enclosed(text, at, c, TOKEN_TEXT);
    if (isdigit(c) || c == '-')
        return number(text, at);
    return sign(text, at);
}
