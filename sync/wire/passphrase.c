/*
 * Passphrases: seven words of five letters, consonant and vowel in turn, sixteen bits each, so that
 * 112 random bits can be read aloud over a telephone and typed without a mistake. See seal.h.
 */
#include "seal.h"

enum { PASSPHRASE_WORDS = 7 };

/* Writes the five letters that stand for sixteen bits. */
static void word_put(uint16_t bits, char *to)
{
    static const char consonants[] = "bdfghjklmnprstvz";
    static const char vowels[] = "aiou";
    to[0] = consonants[bits >> 12 & 15];
    to[1] = vowels[bits >> 10 & 3];
    to[2] = consonants[bits >> 6 & 15];
    to[3] = vowels[bits >> 4 & 3];
    to[4] = consonants[bits & 15];
}

void passphrase_new(char ret[PASSPHRASE_SIZE])
{
    uint16_t bits[PASSPHRASE_WORDS];
    seal_random(bits, sizeof bits);
    for (size_t i = 0; i < PASSPHRASE_WORDS; i++) {
        word_put(bits[i], ret + 6 * i);
        ret[6 * i + 5] = '-';
    }
    ret[PASSPHRASE_SIZE - 1] = '\0';
    seal_forget(bits, sizeof bits);
}
