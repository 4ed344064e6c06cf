/* How many seconds are left before the screen clears, as it is read and as it is said. */
#include "view_int.h"
#include <string.h>

const char *part_seconds_said(struct canvas *canvas, uint32_t seconds)
{
    const char *const pairs[] = { "seconds", canvas_count(canvas, seconds), NULL };
    return canvas_fill(canvas, WORD_SECONDS_LEFT, pairs);
}

/* Where the last sentence begins, or the whole text. */
static const char *last_sentence(const char *text)
{
    static const char *const ends[] = { ". ", "۔ ", "। " };
    const char *last = text;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (const char *at = text; (at = strstr(at, ends[i])) != NULL; last = at)
            at += strlen(ends[i]);
    return last;
}

/* The same with spaces at which no line ends. */
static void keep_together(const char *text, char *ret, size_t size)
{
    static const char space[] = "\xC2\xA0";
    size_t used = 0;
    for (; *text != '\0' && used + sizeof space < size; text++) {
        if (*text == ' ') {
            memcpy(ret + used, space, sizeof space - 1);
            used += sizeof space - 1;
        } else {
            ret[used++] = *text;
        }
    }
    ret[used] = '\0';
}

const char *part_seconds_text(struct canvas *canvas, uint32_t seconds, const struct text *like,
                              int width)
{
    enum { MOST = 1024 };
    char text[MOST];
    const char *plain = part_seconds_said(canvas, seconds), *last = last_sentence(plain);
    size_t first = (size_t)(last - plain);
    struct text sentence = *like;
    if (first >= MOST)
        return plain;
    memcpy(text, plain, first);
    keep_together(last, text + first, MOST - first);
    sentence.text = text + first;
    return canvas_width_of(canvas, &sentence) <= width ? canvas_keep(canvas, text) : plain;
}
