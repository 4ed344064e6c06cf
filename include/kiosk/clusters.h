#pragma once
/*
 * What a reader takes for one letter: a base with its accents, vowel signs and marks, and several
 * consonants that are written as one. The cursor passes a letter, and delete takes it, at once. For
 * texts that are being written, shorter than KIOSK_WORDS_BYTES.
 */
#include "kiosk.h"

/* Where the letter begins that ends the first `end` bytes of the text; 0 at its start. What stands
 * behind `end` does not count. */
size_t cluster_before(const char *text, size_t end);
/* Where the letter ends that stands at this byte; the length of the text at its end. */
size_t cluster_after(const char *text, size_t start);
