#pragma once
/* UTF-8 to characters, one at a time. Damaged bytes become U+FFFD; nothing is ever read past the
 * end. */
#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The character at text[*at] (size bytes in all); moves *at behind it. */
uint32_t utf8_next(const char *text, size_t size, size_t *at);
