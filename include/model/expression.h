#pragma once
/*
 * visibleIf: the strict grammar of a SurveyJS expression, parsed once into a flat array.
 *
 *   expr := or;  or := and {("or"|"||") and};  and := not {("and"|"&&") not};  not := ["!"] cmp
 *   cmp  := ref ("empty"|"notempty") | ref op lit | ref ("anyof"|"noneof"|"allof") "[" lit {","
 * lit} "]" | ref ("contains"|"notcontains") lit | "(" expr ")"        "!" stands only before "(" op
 * := = == != <> < <= > >= and the words equal(s) notequal less lessorequal greater greaterorequal
 *   ref  := "{" name "}";  lit := number | 'text' | "text" | true | false
 *
 * Keywords in any case; contain, notcontain, notequals, *=, => and =< are read as survey-core reads
 * them. A reference must name an earlier question, a literal one of its values. contains,
 * notcontains and allof are for checkboxes (elsewhere survey-core compares parts of words), < and
 * the like for ratings with numbers, and of comments only empty and notempty can be asked.
 */
#include "survey.h"

struct expression_error {
    size_t offset; /* bytes from the start of the text */
    char text[200];
    struct said said; /* which sentence the text is */
};

/* Parses `text` for the question at index `before`: only questions before it may be named. The
 * result lives in the survey's arena (survey_free). NULL with *ret_error set when it is refused. */
const struct expression *expression_parse(struct survey *survey, int before, struct span text,
                                          struct expression_error *ret_error);

/* The value, given the states of the questions (see answers.h). No allocation. */
bool expression_true(const struct survey *survey, const struct expression *expression,
                     const uint32_t *states);

/* Both must hold; lives in the survey's arena. Either may be NULL (always true). */
const struct expression *expression_both(struct survey *survey, const struct expression *a,
                                         const struct expression *b);

/* Bit i is set when the expression names question i. */
uint32_t expression_names(const struct expression *expression);
