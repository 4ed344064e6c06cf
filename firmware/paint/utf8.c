/* UTF-8 decoding for the text layer; see utf8.h. */
#include "utf8.h"
#include <stdbool.h>

struct lead {
    uint8_t mask, value;
    uint8_t more;
    uint32_t least; /* shorter forms than needed are refused */
};

static const struct lead leads[] = {
    { 0x80, 0x00, 0, 0 },
    { 0xE0, 0xC0, 1, 0x80 },
    { 0xF0, 0xE0, 2, 0x800 },
    { 0xF8, 0xF0, 3, 0x10000 },
};

static uint32_t decode(const struct lead *lead, const char *text, size_t size, size_t *at)
{
    uint32_t c = (uint8_t)text[*at] & (uint8_t)~lead->mask;
    size_t next = *at + 1;
    for (int i = 0; i < lead->more; i++, next++) {
        if (next >= size || ((uint8_t)text[next] & 0xC0) != 0x80) {
            *at = next;
            return UTF8_REPLACEMENT;
        }
        c = c << 6 | ((uint8_t)text[next] & 0x3F);
    }
    *at = next;
    bool bad = c < lead->least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF);
    return bad ? UTF8_REPLACEMENT : c;
}

uint32_t utf8_next(const char *text, size_t size, size_t *at)
{
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (((uint8_t)text[*at] & leads[i].mask) == leads[i].value)
            return decode(&leads[i], text, size, at);
    *at += 1;
    return UTF8_REPLACEMENT;
}
