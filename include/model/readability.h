#pragma once
/*
 * How old an English reader must be: the Flesch-Kincaid grade level (J. P. Kincaid, R. P.
 * Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new readability formulas", Research
 * Branch Report 8-75, 1975), 0.39 words a sentence + 11.8 syllables a word - 15.59, and five years
 * for the age at which a first grade begins. A measure for a text of some sentences; of a single
 * short one it says little.
 */
#include <stddef.h>

/* What is counted; adds up over texts. */
struct readability {
    int sentences, words, syllables;
};

/* Counts a text. A text has one sentence at least. */
void readability_add(struct readability *sum, const char *text);
/* Years; 0 when there are no words. */
double readability_age(const struct readability *sum);

/* Syllables of one English word: the groups of vowels in it, corrected by endings and beginnings
 * that are spelt with more or fewer. Letters in capitals alone are spelt out, as are digits. */
int readability_syllables(const char *word, size_t size);
