/*
 * Letters as readers see them; see clusters.h. Unicode's grapheme clusters come from libunistring,
 * whose rules part consonants that a virama joins: what Bengali and Gurmukhi write as one is put
 * together here, as rule GB9c of newer Unicode does for Bengali.
 */
#include "clusters.h"
#include <string.h>
#include <unigbrk.h>

enum {
    LETTER_BYTES = 3, /* of the letters of India, and of what joins them */
    BENGALI_VIRAMA = 0x09CD,
    GURMUKHI_VIRAMA = 0x0A4D,
    JOINER = 0x200D,
};

struct range {
    uint32_t first, last;
};

static const struct range consonants[] = {
    { 0x0995, 0x09B9 }, { 0x09DC, 0x09DD }, { 0x09DF, 0x09DF },
    { 0x09F0, 0x09F1 }, { 0x0A15, 0x0A39 }, { 0x0A59, 0x0A5E },
};

/* The letter of three bytes there; 0 when it has another length. */
static uint32_t letter_at(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    if ((byte[0] & 0xF0) != 0xE0)
        return 0;
    return (uint32_t)(byte[0] & 0x0F) << 12 | (uint32_t)(byte[1] & 0x3F) << 6 | (byte[2] & 0x3F);
}

static bool is_consonant(uint32_t letter)
{
    for (size_t i = 0; i < sizeof consonants / sizeof *consonants; i++)
        if (letter >= consonants[i].first && letter <= consonants[i].last)
            return true;
    return false;
}

static bool ends_in_virama(const char *text, size_t size)
{
    if (size >= LETTER_BYTES && letter_at(text + size - LETTER_BYTES) == JOINER)
        size -= LETTER_BYTES;
    uint32_t last = size >= LETTER_BYTES ? letter_at(text + size - LETTER_BYTES) : 0;
    return last == BENGALI_VIRAMA || last == GURMUKHI_VIRAMA;
}

/* Does a letter begin at this byte, which is neither the first nor behind the last? */
static bool begins(const char *text, const char *breaks, size_t at)
{
    return breaks[at] != 0 && !(is_consonant(letter_at(text + at)) && ends_in_virama(text, at));
}

size_t cluster_before(const char *text, size_t end)
{
    char breaks[KIOSK_WORDS_BYTES];
    must(end < sizeof breaks, "the text is one that is being written");
    if (end == 0)
        return 0;
    u8_grapheme_breaks((const uint8_t *)text, end, breaks);
    size_t at = end - 1;
    while (at > 0 && !begins(text, breaks, at))
        at--;
    return at;
}

size_t cluster_after(const char *text, size_t start)
{
    char breaks[KIOSK_WORDS_BYTES];
    size_t size = strlen(text);
    must(size < sizeof breaks, "the text is one that is being written");
    if (start >= size)
        return size;
    u8_grapheme_breaks((const uint8_t *)text, size, breaks);
    size_t at = start + 1;
    while (at < size && !begins(text, breaks, at))
        at++;
    return at;
}
