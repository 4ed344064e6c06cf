#pragma once
/* What a text from outside must be: readable, a tag, a date. */
#include <stdbool.h>

/* Its characters, or -1 when it holds what cannot be shown: controls but line breaks, and what
 * turns the rest of a text about. */
int text_characters(const char *text);
/* A language tag, BCP 47 as far as we take it: "cy", "en-GB-x-easyread". */
bool text_is_tag(const char *text);
/* "2027-05-01", a day that there is. */
bool text_is_date(const char *text);
