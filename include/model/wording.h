#pragma once
/*
 * Every word that the kiosk's interface itself says, in one language. One JSON file a language in
 * assets/languages: {"tag": "cy", "name": "Cymraeg", "direction": "ltr", "reviewed": false,
 * "words": {"start": "Dechrau", ...}}; "digits": "০১২৩৪৫৬৭৮৯" where its readers expect their own.
 * A placeholder such as {seconds} must stand in every language in which it stands in English.
 * wording_keys.h lists the keys; adding a word is adding a line there. Every new word, placeholder
 * or member makes a new version, which "version" then says: programs that know an older one meet
 * these files in bundles (docs/LANGUAGES.md).
 */
#include "survey.h"
#include "wording_keys.h"

enum wording_key {
#define X(name, key, english) WORD_##name,
    WORDING_MAP(X)
#undef X
        WORD_COUNT
};

enum {
    WORDING_VERSION = 2, /* the newest that this program knows; a file that says none is of 1 */
    WORDING_DIGIT_BYTES = 5
};

struct wording {
    char tag[LANGUAGE_TAG_MAX + 1];
    char name[64]; /* in the language itself: "Cymraeg" */
    bool right_to_left;
    bool reviewed;
    char digit[10][WORDING_DIGIT_BYTES]; /* its own ones; empty for 0 to 9 */
    const char *word[WORD_COUNT];        /* never NULL */
    void *arena;                         /* private */
};

/* Loads one language file. Reports every missing, unknown or ill-placed word with its pointer; NULL
 * when there was an error. */
struct wording *wording_load(struct span bytes, struct problems *problems);
void wording_free(struct wording *wording); /* NULL is fine */

/* Copies a text, replacing {name} placeholders by values (name, value pairs, ends with NULL).
 * Returns the length; cuts at size - 1. No allocation. */
size_t wording_fill(char *ret, size_t size, const char *text, const char *const *pairs);

/* A number in the language's own digits: the same text with each of 0 to 9 replaced. Returns the
 * length; cuts at size - 1. No allocation. */
size_t wording_number(char *ret, size_t size, const struct wording *wording, const char *number);
