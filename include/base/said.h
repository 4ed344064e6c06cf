#pragma once
/*
 * What a sentence says, for whoever says it in another language. The hub's sentences are English; a
 * program that has words of its own needs to know which sentence it is and what stands in its gaps.
 * The code is made of the sentence's own words, so that none has to be kept beside it: "at most %d
 * fit a screen" is "at_most_fit_a_screen", with one value.
 */
#include <stdarg.h>

enum { SAID_CODE_MAX = 63, SAID_VALUES_MAX = 6, SAID_VALUES_BYTES = 320 };

struct said {
    char code[SAID_CODE_MAX + 1]; /* small letters, digits and _; "": it has no words of its own */
    int count;                    /* of values */
    char values[SAID_VALUES_BYTES]; /* one behind the other, each ends with NUL */
};

/* Notes the code of a format and what its conversions (s, d, i, u and x with their lengths) are
 * filled with; what does not fit is cut. Pure; any thread. */
void said_note(struct said *ret, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

/* The value of this number, from 0; "" when there is none. Valid as long as `said`. */
const char *said_value(const struct said *said, int number);
