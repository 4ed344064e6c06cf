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

const char *part_last_together(struct canvas *canvas, const char *plain)
{
    enum { MOST = 1024 };
    char text[MOST];
    const char *last = last_sentence(plain);
    size_t first = (size_t)(last - plain);
    if (first == 0 || first >= MOST)
        return NULL;
    memcpy(text, plain, first);
    keep_together(last, text + first, MOST - first);
    return canvas_keep(canvas, text);
}

const char *part_seconds_text(struct canvas *canvas, uint32_t seconds, const struct text *like,
                              int width)
{
    const char *plain = part_seconds_said(canvas, seconds);
    const char *together = part_last_together(canvas, plain);
    struct text sentence = *like;
    sentence.text = together != NULL ? together + (last_sentence(plain) - plain) : plain;
    return together != NULL && canvas_width_of(canvas, &sentence) <= width ? together : plain;
}
