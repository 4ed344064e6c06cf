#pragma once
/* Which script a character belongs to, and how a language is written. */
#include <stdbool.h>
#include <stdint.h>

/* name, what HarfBuzz calls it */
#define SCRIPT_MAP(X)                                                                              \
    X(COMMON, "Zyyy")                                                                              \
    X(LATIN, "Latn")                                                                               \
    X(GREEK, "Grek")                                                                               \
    X(CYRILLIC, "Cyrl")                                                                            \
    X(ARABIC, "Arab")                                                                              \
    X(DEVANAGARI, "Deva")                                                                          \
    X(BENGALI, "Beng")                                                                             \
    X(GURMUKHI, "Guru")                                                                            \
    X(TAMIL, "Taml")

enum script {
#define X(name, tag) SCRIPT_##name,
    SCRIPT_MAP(X)
#undef X
        SCRIPTS
};

enum face {
    FACE_SANS,
    FACE_NASTALIQ,
    FACE_NASKH,
    FACE_DEVANAGARI,
    FACE_BENGALI,
    FACE_GURMUKHI,
    FACE_TAMIL,
    FACE_SYMBOLS,
    FACE_SYMBOLS_2,
    FACES
};

/* How a language is written: its direction, the face that leads, and where its lines stand. */
struct writing {
    const char *language; /* the tag's first part */
    bool right_to_left;
    enum script script; /* of characters that have none of their own */
    enum face face;
    uint16_t line_percent;  /* natural distance of base lines, of the em */
    int16_t middle_percent; /* from the base line up to the optical middle, of the em */
};

enum script script_of(uint32_t character);
const char *script_tag(enum script script);
/* Never NULL; what is not known is written like English. */
const struct writing *writing_of(const char *language);
/* The face that a script is set in, when the text is of this writing. */
enum face script_face(enum script script, const struct writing *writing);
/* Does the character sit on the one before it (accents, vowel signs, joiners)? */
bool script_joins_previous(uint32_t character);
