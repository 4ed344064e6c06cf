/*
 * The box with the words that are being written; see writing_box.h. Of a longer text it shows the
 * last lines, or, where the cursor stands above them, those from its line on.
 */
#include "writing_box.h"
#include <string.h>

enum { ALL_LETTERS_BYTES = 2 * KEYBOARD_ROWS * KEYBOARD_ROW_KEYS * (SPOKEN_LETTER + 1) + 1 };

static struct text writing_text(const char *text, enum type type, enum colour colour)
{
    return (struct text){
        .text = text,
        .largest = type,
        .smallest = type,
        .colour = colour,
        .fixed = true,
    };
}

/* The largest type of which the box holds a line, where possible two. */
static enum type writing_type(const struct canvas *canvas, const char *language, int height)
{
    for (int lines = 2; lines > 0; lines--)
        for (int type = TYPE_TEXT; type >= TYPE_TINY; type--) {
            struct text probe = writing_text("x", (enum type)type, COLOUR_INK);
            probe.language = language;
            if (canvas_fit(canvas, &probe, 0, 0).height * lines <= height)
                return (enum type)type;
        }
    return TYPE_TINY;
}

static bool is_latin(const char *written)
{
    enum { LATIN_END = 0xCD, PUNCTUATION = 0xE2, LATIN_ADDED = 0xE1 };
    for (const unsigned char *byte = (const unsigned char *)written; *byte != 0; byte++)
        if (*byte >= LATIN_END && *byte != PUNCTUATION && *byte != LATIN_ADDED)
            return false;
    return true;
}

const char *writing_language(const struct canvas *canvas)
{
    if (is_latin(kiosk_writing(canvas->kiosk)))
        return "en";
    const struct keyboard_layout *layout = keyboard_of(canvas->wording->tag);
    return layout->own_letters ? layout->set_like : NULL;
}

bool writing_right_to_left(const struct canvas *canvas)
{
    return canvas->wording->right_to_left && !is_latin(kiosk_writing(canvas->kiosk));
}

static int line_in(const struct canvas *canvas, const char *language)
{
    struct text probe = writing_text("x", TYPE_TINY, COLOUR_INK);
    probe.language = language;
    return canvas_fit(canvas, &probe, 0, 0).height;
}

/* The keyboard's own letters, or Latin ones: the higher, whichever are written, so that the page is
 * laid out alike before the first letter and behind it. */
int writing_line(const struct canvas *canvas)
{
    const struct keyboard_layout *layout = keyboard_of(canvas->wording->tag);
    int own = line_in(canvas, layout->own_letters ? layout->set_like : NULL);
    int latin = line_in(canvas, "en");
    return own > latin ? own : latin;
}

/* All letters of the keyboard, those behind shift too, each by itself: as high and as deep as they
 * reach. */
static void all_letters(const struct canvas *canvas, char ret[ALL_LETTERS_BYTES])
{
    const struct keyboard_layout *layout = keyboard_of(canvas->wording->tag);
    size_t used = 0;
    for (int layer = KEYBOARD_LETTERS; layer <= KEYBOARD_CAPITALS; layer++)
        for (int row = 0; row < KEYBOARD_ROWS; row++)
            for (const char32_t *letter = layout->layers[layer]->rows[row]; *letter != 0;
                 letter++) {
                spoken_letter(*letter, ret + used);
                used += strlen(ret + used);
                ret[used++] = ' ';
            }
    ret[used] = '\0';
}

static struct text_ink letters_ink(const struct canvas *canvas)
{
    enum { ENDLESS = 1 << 14 };
    char letters[ALL_LETTERS_BYTES];
    struct text probe = writing_text(letters, TYPE_TINY, COLOUR_INK);
    all_letters(canvas, letters);
    probe.language = keyboard_of(canvas->wording->tag)->set_like;
    return canvas_fit(canvas, &probe, ENDLESS, 0).ink;
}

int writing_box_least(const struct canvas *canvas)
{
    struct text_ink ink = letters_ink(canvas);
    return ink.above + ink.below + 2 * (2 * canvas->theme.edge + 1);
}

/* The written text in lines of the box. */
struct lines {
    const struct text_measure *measure;
    const char *text;
    struct text_style style;
    int width, count;
};

static size_t line_start(const struct lines *lines, int line)
{
    if (line >= lines->count)
        return strlen(lines->text);
    return line <= 0 ? 0
                     : lines->measure->line_start(lines->measure->self, lines->text, lines->style,
                                                  lines->width, line);
}

static int line_of(const struct lines *lines, size_t byte)
{
    int line = lines->count - 1;
    while (line > 0 && line_start(lines, line) > byte)
        line--;
    return line;
}

/* What of it is shown, and where the cursor stands in that. */
struct shown {
    size_t start, size, cursor;
};

/* Spaces at the end of a line belong to no line: behind the last one that is shown they go. */
static struct shown shown_lines(const struct lines *lines, int most, size_t cursor)
{
    int first = lines->count > most ? lines->count - most : 0, at = line_of(lines, cursor);
    first = at < first ? at : first;
    size_t start = line_start(lines, first), end = line_start(lines, first + most);
    while (first + most < lines->count && end > start && lines->text[end - 1] == ' ')
        end--;
    return (struct shown){ start, end - start, (cursor < end ? cursor : end) - start };
}

static struct shown shown_in(const struct canvas *canvas, const struct text *whole, int width,
                             int height)
{
    struct fitted fitted = canvas_fit(canvas, whole, width, 0);
    const char *own = canvas->wording->tag;
    struct lines lines = {
        .measure = canvas->measure,
        .text = whole->text,
        .style = { whole->language != NULL ? whole->language : own, fitted.size_px, whole->weight },
        .width = width,
        .count = fitted.lines,
    };
    int most = fitted.line_px > 0 ? height / fitted.line_px : 1;
    return shown_lines(&lines, most > 0 ? most : 1, kiosk_cursor(canvas->kiosk));
}

/* A box that is lower than a line of its letters: the ink of all of them stands in its middle. */
static void draw_low(struct canvas *canvas, const struct text *text, struct fitted fitted,
                     struct rect inner, size_t cursor)
{
    struct text_ink ink = letters_ink(canvas);
    fitted.line_px = (uint16_t)inner.h;
    fitted.fits = ink.above + ink.below <= inner.h;
    struct scene_item *item =
        canvas_fitted(canvas, text, fitted, inner, inner.y + (ink.above - ink.below) / 2);
    item->caret = (int16_t)cursor;
}

static void words_draw(struct canvas *canvas, struct rect inner)
{
    const char *written = kiosk_writing(canvas->kiosk), *language = writing_language(canvas);
    struct text text = writing_text(written, writing_type(canvas, language, inner.h), COLOUR_INK);
    text.language = language;
    struct shown shown = shown_in(canvas, &text, inner.w, inner.h);
    text.text = canvas_keep_part(canvas, written + shown.start, shown.size);
    struct fitted fitted = canvas_fit(canvas, &text, inner.w, 0);
    int spare = inner.h - fitted.lines * fitted.line_px;
    if (spare < 0 && fitted.lines == 1) {
        draw_low(canvas, &text, fitted, inner, shown.cursor);
        return;
    }
    fitted.fits = spare >= 0;
    struct scene_item *item = canvas_fitted(canvas, &text, fitted, inner,
                                            inner.y + (fitted.over < spare ? fitted.over : spare));
    item->caret = (int16_t)shown.cursor;
}

void writing_box(struct canvas *canvas, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    int pad = theme->compact ? theme->s16 : theme->s24;
    int above = theme->compact || at.h < theme->target * 3 / 2 ? theme->s8 : theme->s16;
    if (at.h - 2 * above < writing_line(canvas))
        above = at.h - 2 * theme->s8 < writing_line(canvas) ? theme->edge : theme->s8;
    struct rect inner = { at.x + pad, at.y + above, at.w - 2 * pad, at.h - 2 * above };
    canvas_box(canvas, at, COLOUR_CARD, COLOUR_ACCENT, theme->edge, theme->round_row);
    words_draw(canvas, inner);
}
