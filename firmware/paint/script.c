/* Tables of scripts and writings; see script.h. A new script is a line in each. */
#include "script.h"
#include <stddef.h>
#include <string.h>

struct range {
    uint32_t first, last;
    enum script script;
};

/* In rising order. Digits, punctuation and spaces are in none: they go with their neighbours. */
static const struct range ranges[] = {
    { 0x0041, 0x005A, SCRIPT_LATIN },      { 0x0061, 0x007A, SCRIPT_LATIN },
    { 0x00AA, 0x00AA, SCRIPT_LATIN },      { 0x00BA, 0x00BA, SCRIPT_LATIN },
    { 0x00C0, 0x00D6, SCRIPT_LATIN },      { 0x00D8, 0x00F6, SCRIPT_LATIN },
    { 0x00F8, 0x02B8, SCRIPT_LATIN },      { 0x0370, 0x03FF, SCRIPT_GREEK },
    { 0x0400, 0x052F, SCRIPT_CYRILLIC },   { 0x0600, 0x06FF, SCRIPT_ARABIC },
    { 0x0750, 0x077F, SCRIPT_ARABIC },     { 0x0870, 0x08FF, SCRIPT_ARABIC },
    { 0x0900, 0x0963, SCRIPT_DEVANAGARI }, { 0x0966, 0x097F, SCRIPT_DEVANAGARI },
    { 0x0980, 0x09FF, SCRIPT_BENGALI },    { 0x0A00, 0x0A7F, SCRIPT_GURMUKHI },
    { 0x0B80, 0x0BFF, SCRIPT_TAMIL },      { 0x1E00, 0x1EFF, SCRIPT_LATIN },
    { 0x1F00, 0x1FFF, SCRIPT_GREEK },      { 0x2C60, 0x2C7F, SCRIPT_LATIN },
    { 0xA720, 0xA7FF, SCRIPT_LATIN },      { 0xFB50, 0xFDFF, SCRIPT_ARABIC },
    { 0xFE70, 0xFEFE, SCRIPT_ARABIC },
};

static const char *const tags[SCRIPTS] = {
#define X(name, tag) tag,
    SCRIPT_MAP(X)
#undef X
};

static const struct writing writings[] = {
    { "en", false, SCRIPT_LATIN, FACE_SANS, 136, 36 },
    { "ur", true, SCRIPT_ARABIC, FACE_NASTALIQ, 190, 40 },
    { "ks", true, SCRIPT_ARABIC, FACE_NASTALIQ, 190, 40 },
    { "ar", true, SCRIPT_ARABIC, FACE_NASKH, 160, 28 },
    { "fa", true, SCRIPT_ARABIC, FACE_NASKH, 160, 28 },
    { "ckb", true, SCRIPT_ARABIC, FACE_NASKH, 160, 28 },
    { "ps", true, SCRIPT_ARABIC, FACE_NASKH, 160, 28 },
    { "sd", true, SCRIPT_ARABIC, FACE_NASKH, 160, 28 },
    { "hi", false, SCRIPT_DEVANAGARI, FACE_DEVANAGARI, 145, 33 },
    { "ne", false, SCRIPT_DEVANAGARI, FACE_DEVANAGARI, 145, 33 },
    { "bn", false, SCRIPT_BENGALI, FACE_BENGALI, 145, 33 },
    { "pa", false, SCRIPT_GURMUKHI, FACE_GURMUKHI, 145, 33 },
    { "ta", false, SCRIPT_TAMIL, FACE_TAMIL, 145, 33 },
    { "el", false, SCRIPT_GREEK, FACE_SANS, 136, 36 },
    { "uk", false, SCRIPT_CYRILLIC, FACE_SANS, 136, 36 },
    { "ru", false, SCRIPT_CYRILLIC, FACE_SANS, 136, 36 },
    { "bg", false, SCRIPT_CYRILLIC, FACE_SANS, 136, 36 },
};

static const enum face faces[SCRIPTS] = {
    [SCRIPT_COMMON] = FACE_SANS,     [SCRIPT_LATIN] = FACE_SANS,
    [SCRIPT_GREEK] = FACE_SANS,      [SCRIPT_CYRILLIC] = FACE_SANS,
    [SCRIPT_ARABIC] = FACE_NASKH,    [SCRIPT_DEVANAGARI] = FACE_DEVANAGARI,
    [SCRIPT_BENGALI] = FACE_BENGALI, [SCRIPT_GURMUKHI] = FACE_GURMUKHI,
    [SCRIPT_TAMIL] = FACE_TAMIL,
};

/* Marks that never begin anything, for breaking a word that is wider than its box. */
static const struct range joining[] = {
    { 0x0300, 0x036F, 0 }, { 0x0610, 0x061A, 0 }, { 0x064B, 0x065F, 0 }, { 0x0670, 0x0670, 0 },
    { 0x06D6, 0x06ED, 0 }, { 0x0900, 0x0903, 0 }, { 0x093A, 0x094F, 0 }, { 0x0981, 0x0983, 0 },
    { 0x09BC, 0x09CD, 0 }, { 0x0A01, 0x0A03, 0 }, { 0x0A3C, 0x0A4D, 0 }, { 0x0A70, 0x0A71, 0 },
    { 0x0BBE, 0x0BCD, 0 }, { 0x200C, 0x200D, 0 }, { 0xFE00, 0xFE0F, 0 }, { 0x1F3FB, 0x1F3FF, 0 },
};

static const struct range *range_of(const struct range *list, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count && list[i].first <= character; i++)
        if (character <= list[i].last)
            return &list[i];
    return NULL;
}

enum script script_of(uint32_t character)
{
    const struct range *range = range_of(ranges, sizeof ranges / sizeof ranges[0], character);
    return range ? range->script : SCRIPT_COMMON;
}

const char *script_tag(enum script script)
{
    return tags[script];
}

const struct writing *writing_of(const char *language)
{
    size_t first = language ? strcspn(language, "-") : 0;
    for (size_t i = 0; i < sizeof writings / sizeof writings[0]; i++)
        if (first && strlen(writings[i].language) == first &&
            memcmp(writings[i].language, language, first) == 0)
            return &writings[i];
    return &writings[0];
}

enum face script_face(enum script script, const struct writing *writing)
{
    return script == writing->script ? writing->face : faces[script];
}

bool script_joins_previous(uint32_t character)
{
    return range_of(joining, sizeof joining / sizeof joining[0], character) != NULL;
}
