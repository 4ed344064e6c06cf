/*
 * The writing screen: the question, what has been written, the line on privacy, our own keyboard.
 * On low panels, and on all that are not high with larger text, the way on stands at the top in
 * place of the tools, so that the keys keep their size.
 */
#include "view_int.h"
#include <stdio.h>
#include <string.h>
#include <uchar.h>

enum { ROWS = 4, KEYS_A_ROW = 10, LINE_BYTES_MAX = 480 };

struct layer {
    const char32_t *rows[3];
    const char32_t *ends;
};

static const struct layer layers[KEYBOARD_LAYERS] = {
    [KEYBOARD_LETTERS] = { { U"qwertyuiop", U"asdfghjkl’", U"zxcvbnm" }, U",.?" },
    [KEYBOARD_CAPITALS] = { { U"QWERTYUIOP", U"ASDFGHJKL’", U"ZXCVBNM" }, U",.?" },
    [KEYBOARD_SYMBOLS] = { { U"1234567890", U"-/:;()£&@\"", U"+=%*#_!" }, U",.?" },
    [KEYBOARD_ACCENTS] = { { U"âêîôûŵŷçñß", U"àáèéìíòóùú", U"äëïöüåø" }, U",.?" },
    [KEYBOARD_ACCENT_CAPITALS] = { { U"ÂÊÎÔÛŴŶÇÑẞ", U"ÀÁÈÉÌÍÒÓÙÚ", U"ÄËÏÖÜÅØ" }, U",.?" },
};

struct keyboard {
    int x, y, whole;
    int key_w, key_h, gap, wide;
};

static const char *letter_text(struct canvas *canvas, char32_t letter)
{
    char text[5] = { 0 };
    if (letter < 0x80) {
        text[0] = (char)letter;
    } else if (letter < 0x800) {
        text[0] = (char)(0xC0 | letter >> 6);
        text[1] = (char)(0x80 | (letter & 0x3F));
    } else {
        text[0] = (char)(0xE0 | letter >> 12);
        text[1] = (char)(0x80 | (letter >> 6 & 0x3F));
        text[2] = (char)(0x80 | (letter & 0x3F));
    }
    return canvas_keep(canvas, text);
}

static void key_box(struct canvas *canvas, struct target target, struct rect at, bool on)
{
    const struct theme *theme = &canvas->theme;
    bool down = on || canvas_pressed(canvas, target);
    canvas_box(canvas, at, down ? COLOUR_TINT : COLOUR_CARD, down ? COLOUR_ACCENT : COLOUR_EDGE,
               down ? theme->edge * 2 : theme->line, theme->round_key);
    canvas_target(canvas, target, at);
}

static void key_text(struct canvas *canvas, struct target target, const char *words, struct rect at)
{
    struct text text = {
        .text = words,
        .language = target.kind == TARGET_KEY_SPACE ? NULL : "en",
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
    key_box(canvas, target, at, false);
    canvas_text_middle(canvas, &text, at);
}

static void key_picture(struct canvas *canvas, struct target target, enum picture picture,
                        struct rect at, bool on)
{
    int size = canvas->theme.type[TYPE_BUTTON];
    key_box(canvas, target, at, on);
    canvas_picture(canvas,
                   (struct rect){ at.x + (at.w - size) / 2, at.y + (at.h - size) / 2, size, size },
                   picture, COLOUR_INK);
}

static int letters_draw(struct canvas *canvas, const struct keyboard *board,
                        const char32_t *letters, int x, int y)
{
    for (; *letters != 0; letters++) {
        struct target target = { TARGET_KEY, *letters };
        key_text(canvas, target, letter_text(canvas, *letters),
                 (struct rect){ x, y, board->key_w, board->key_h });
        x += board->key_w + board->gap;
    }
    return x;
}

static bool is_shifted(const struct canvas *canvas)
{
    enum keyboard_layer layer = canvas->kiosk->layer;
    return layer == KEYBOARD_CAPITALS || layer == KEYBOARD_ACCENT_CAPITALS;
}

static void third_row(struct canvas *canvas, const struct keyboard *board, int y)
{
    int x = board->x, right = board->x + board->whole - board->wide;
    key_picture(canvas, (struct target){ TARGET_KEY_SHIFT, 0 }, PICTURE_SHIFT,
                (struct rect){ x, y, board->wide, board->key_h }, is_shifted(canvas));
    x += board->wide + board->gap;
    (void)letters_draw(canvas, board, layers[canvas->kiosk->layer].rows[2], x, y);
    key_picture(canvas, (struct target){ TARGET_KEY_BACKSPACE, 0 }, PICTURE_BACKSPACE,
                (struct rect){ right, y, board->wide, board->key_h }, false);
}

static void last_row(struct canvas *canvas, const struct keyboard *board, int y)
{
    enum keyboard_layer layer = canvas->kiosk->layer;
    bool symbols = layer == KEYBOARD_SYMBOLS;
    bool accents = layer == KEYBOARD_ACCENTS || layer == KEYBOARD_ACCENT_CAPITALS;
    int x = board->x, ends = board->x + board->whole - 3 * board->key_w - 2 * board->gap;
    key_text(canvas, (struct target){ TARGET_KEY_SYMBOLS, 0 },
             canvas_word(canvas, symbols ? WORD_KEY_LETTERS : WORD_KEY_FIGURES),
             (struct rect){ x, y, board->wide, board->key_h });
    x += board->wide + board->gap;
    key_text(canvas, (struct target){ TARGET_KEY_ACCENTS, 0 },
             canvas_word(canvas, accents ? WORD_KEY_LETTERS : WORD_KEY_ACCENTS),
             (struct rect){ x, y, board->wide, board->key_h });
    x += board->wide + board->gap;
    key_text(canvas, (struct target){ TARGET_KEY_SPACE, 0 }, canvas_word(canvas, WORD_SPACE),
             (struct rect){ x, y, ends - board->gap - x, board->key_h });
    (void)letters_draw(canvas, board, layers[layer].ends, ends, y);
}

static void keyboard_draw(struct canvas *canvas, const struct keyboard *board)
{
    const struct layer *layer = &layers[canvas->kiosk->layer];
    int y = board->y, step = board->key_h + board->gap;
    canvas->unmirrored = true;
    (void)letters_draw(canvas, board, layer->rows[0], board->x, y);
    (void)letters_draw(canvas, board, layer->rows[1], board->x, y + step);
    third_row(canvas, board, y + 2 * step);
    last_row(canvas, board, y + 3 * step);
    canvas->unmirrored = false;
}

static struct keyboard keyboard_above(const struct canvas *canvas, int bottom)
{
    const struct theme *theme = &canvas->theme;
    struct keyboard board = { .x = theme->margin,
                              .whole = canvas->panel.width - 2 * theme->margin };
    board.gap = theme->compact ? theme->s8 : theme->s8 + theme->s8 / 2;
    board.key_h = theme->key;
    board.key_w = (board.whole - (KEYS_A_ROW - 1) * board.gap) / KEYS_A_ROW;
    board.x += (board.whole - KEYS_A_ROW * board.key_w - (KEYS_A_ROW - 1) * board.gap) / 2;
    board.whole = KEYS_A_ROW * board.key_w + (KEYS_A_ROW - 1) * board.gap;
    board.wide = (board.whole - 7 * board.key_w - 8 * board.gap) / 2;
    board.y = bottom - ROWS * board.key_h - (ROWS - 1) * board.gap;
    return board;
}

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

static bool is_letter_start(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* Does the beginning of the text, so many bytes of it, stand on one line? */
static bool fits_line(const struct canvas *canvas, struct text text, size_t bytes, int width)
{
    char line[LINE_BYTES_MAX + 1];
    while (bytes > 0 && !is_letter_start(text.text[bytes]))
        bytes--;
    memcpy(line, text.text, bytes);
    line[bytes] = '\0';
    text.text = line;
    return canvas_fit(canvas, &text, width, 0).lines <= 1;
}

/* Back to the start of a letter, and of a word where there is one. */
static size_t break_before(const char *text, size_t end)
{
    while (end > 0 && !is_letter_start(text[end]))
        end--;
    size_t word = end;
    while (word > 0 && text[word] != ' ' && text[word - 1] != ' ')
        word--;
    while (text[word] == ' ')
        word++;
    return word > 0 ? word : end;
}

/* How many bytes of the text stand on its first line; at least one letter. */
static size_t first_line(const struct canvas *canvas, struct text text, int width)
{
    size_t length = strlen(text.text), low = 1;
    size_t high = length < LINE_BYTES_MAX ? length : LINE_BYTES_MAX;
    while (low < high) {
        size_t middle = (low + high + 1) / 2;
        if (fits_line(canvas, text, middle, width))
            low = middle;
        else
            high = middle - 1;
    }
    size_t end = low < length ? break_before(text.text, low) : length;
    for (end = end > 0 ? end : 1; !is_letter_start(text.text[end]); end++)
        continue;
    return end;
}

/* The end of the text is what a writer needs to see: whole lines are left out at the top. */
static const char *visible_end(const struct canvas *canvas, struct text whole, int width,
                               int height)
{
    struct fitted fitted = canvas_fit(canvas, &whole, width, 0);
    int most = fitted.line_px > 0 ? height / fitted.line_px : 1;
    most = most > 0 ? most : 1;
    while (fitted.lines > most && whole.text[0] != '\0') {
        whole.text += first_line(canvas, whole, width);
        fitted = canvas_fit(canvas, &whole, width, 0);
    }
    return whole.text;
}

/* What is written may be of another script than the screen: it is shown, and sized, by its own. */
static const char *language_of(const char *written)
{
    enum { LATIN_END = 0xCD, PUNCTUATION = 0xE2, LATIN_ADDED = 0xE1 };
    for (const unsigned char *byte = (const unsigned char *)written; *byte != 0; byte++)
        if (*byte >= LATIN_END && *byte != PUNCTUATION && *byte != LATIN_ADDED)
            return NULL;
    return "en";
}

static void box_draw(struct canvas *canvas, struct rect at, bool hints)
{
    const struct theme *theme = &canvas->theme;
    const char *written = kiosk_writing(canvas->kiosk);
    int pad = theme->compact ? theme->s16 : theme->s24;
    int above = theme->compact || at.h < theme->target * 3 / 2 ? theme->s8 : theme->s16;
    struct rect inner = { at.x + pad, at.y + above, at.w - 2 * pad, at.h - 2 * above };
    canvas_box(canvas, at, COLOUR_CARD, COLOUR_ACCENT, theme->edge, theme->round_row);
    if (hints && written[0] == '\0') {
        struct text hint = writing_text(canvas_word(canvas, WORD_PRIVACY), TYPE_TEXT, COLOUR_MUTED);
        hint.smallest = TYPE_TINY;
        canvas_text_middle(canvas, &hint, (struct rect){ inner.x, at.y, inner.w, at.h });
        return;
    }
    const char *language = language_of(written);
    struct text text = writing_text(written, writing_type(canvas, language, inner.h), COLOUR_INK);
    text.language = language;
    text.text = canvas_keep(canvas, visible_end(canvas, text, inner.w, inner.h));
    struct fitted fitted = canvas_fit(canvas, &text, inner.w, 0);
    int spare = inner.h - fitted.lines * fitted.line_px;
    fitted.fits = spare >= 0;
    struct scene_item *item = canvas_fitted(canvas, &text, fitted, inner,
                                            inner.y + (fitted.over < spare ? fitted.over : spare));
    item->caret = (int16_t)strlen(text.text);
}

static int count_px(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return theme->compact ? theme->usual[TYPE_TINY]
                          : theme->usual[canvas->large ? TYPE_SMALL : TYPE_TINY];
}

static void count_draw(struct canvas *canvas, struct rect at)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%u", kiosk_characters_left(canvas->kiosk));
    const char *const pairs[] = { "count", number, NULL };
    struct text count = {
        .text = canvas_fill(canvas, WORD_CHARACTERS_LEFT, pairs),
        .px = count_px(canvas),
        .colour = COLOUR_MUTED,
        .align = ALIGN_END,
        .max_lines = 1,
    };
    struct fitted fitted = canvas_fit(canvas, &count, at.w, 0);
    int above = (at.h - fitted.height) / 2;
    at.y += above > 0 ? above : 0;
    (void)canvas_text(canvas, &count, (struct rect){ at.x, at.y, at.w, 0 });
}

static const struct question *question_of(const struct canvas *canvas)
{
    return &canvas->kiosk->program->survey->questions[canvas->kiosk->question];
}

/* The largest size from most down to least at which the text fits; fits is false when none does. */
static struct fitted largest_fit(const struct canvas *canvas, struct text *text, int most,
                                 int least, struct rect room)
{
    struct fitted fitted = { .fits = false };
    for (text->px = most; !fitted.fits && text->px >= least; text->px--)
        fitted = canvas_fit(canvas, text, room.w, room.h);
    text->px++;
    return fitted;
}

static struct text title_text(const struct canvas *canvas)
{
    return (struct text){
        .text = canvas_survey_text(canvas, &question_of(canvas)->title),
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .balanced = true,
    };
}

/* One line: it stays in sight while people write. */
static struct text privacy_text(const struct canvas *canvas)
{
    return (struct text){
        .text = canvas_word(canvas, WORD_PRIVACY),
        .colour = COLOUR_MUTED,
        .max_lines = 1,
    };
}

static int title_draw(struct canvas *canvas, struct rect room)
{
    const struct theme *theme = &canvas->theme;
    struct text title = title_text(canvas);
    (void)largest_fit(canvas, &title, theme->type[TYPE_SUB], theme->usual[TYPE_TINY] * 4 / 5, room);
    return canvas_text(canvas, &title, room);
}

static void speak(struct canvas *canvas)
{
    const struct question *question = question_of(canvas);
    canvas_say(canvas, canvas_survey_text(canvas, &question->title));
    canvas_say(canvas, canvas_survey_text(canvas, &question->description));
    canvas_say(canvas, canvas_word(canvas, WORD_PRIVACY));
    canvas_say(canvas, kiosk_writing(canvas->kiosk));
}

/* With room: head, question, box, the line on privacy with the count, keys, foot. */
static void roomy_draw(struct canvas *canvas)
{
    struct theme *theme = &canvas->theme;
    theme->bar = theme->target;
    theme->foot_y = canvas->panel.height - theme->s24 - theme->bar;
    struct keyboard board = keyboard_above(canvas, theme->foot_y - theme->s16);
    int whole = canvas->panel.width - 2 * theme->margin, count = theme->type[TYPE_TINY] * 6;
    int y = theme->head_y + theme->head_h + theme->s8;
    part_head(canvas);
    y += title_draw(canvas, (struct rect){ theme->margin, y, whole, (board.y - y) * 2 / 5 }) +
         theme->s8;
    struct text privacy = {
        .text = canvas_word(canvas, WORD_PRIVACY),
        .largest = TYPE_TINY,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
    };
    struct fitted fitted = canvas_fit(canvas, &privacy, whole - count, 0);
    int line_y = board.y - theme->s8 - fitted.height;
    box_draw(canvas, (struct rect){ theme->margin, y, whole, line_y - theme->s8 - y }, false);
    (void)canvas_fitted(canvas, &privacy, fitted,
                        (struct rect){ theme->margin, line_y, whole - count, fitted.height },
                        line_y + fitted.over);
    count_draw(canvas,
               (struct rect){ theme->margin + whole - count, line_y, count, fitted.height });
    keyboard_draw(canvas, &board);
    question_foot(canvas);
}

/* Without: the way on takes the place of the head. How high the lines above the keys are. */
struct tight {
    struct text title, privacy;
    int title_h, privacy_h;
    bool fits;
};

/* The least height of the box: one line. */
static int box_least(const struct canvas *canvas)
{
    struct text probe = writing_text("x", TYPE_TINY, COLOUR_INK);
    probe.language = language_of(kiosk_writing(canvas->kiosk));
    return canvas_fit(canvas, &probe, 0, 0).height + 2 * (canvas->theme.s8 + canvas->theme.edge);
}

/* Below a text, so that the tails of its letters reach nothing. */
static int tail_room(const struct canvas *canvas, const struct text *text)
{
    int tails = text->px / 6 + 1;
    return tails > canvas->theme.s8 / 2 ? tails : canvas->theme.s8 / 2;
}

static struct tight tight_measure(const struct canvas *canvas, struct rect title, int below)
{
    const struct theme *theme = &canvas->theme;
    struct tight tight = { .title = title_text(canvas), .privacy = privacy_text(canvas) };
    int whole = canvas->panel.width - 2 * theme->margin, tiny = theme->usual[TYPE_TINY];
    int most = canvas->large && !theme->compact ? theme->usual[TYPE_SMALL] : tiny;
    struct fitted privacy =
        largest_fit(canvas, &tight.privacy, most, tiny * 5 / 6, (struct rect){ .w = whole });
    tight.privacy_h = privacy.height + tail_room(canvas, &tight.privacy);
    title.h -= below + tight.privacy_h;
    struct fitted head = largest_fit(canvas, &tight.title, theme->type[TYPE_SUB], tiny, title);
    tight.title_h = head.height;
    tight.fits = title.h > 0 && head.fits && privacy.fits;
    return tight;
}

static void privacy_draw(struct canvas *canvas, const struct tight *tight, struct rect at)
{
    at.y -= tight->privacy_h - tail_room(canvas, &tight->privacy);
    at.h = 0;
    (void)canvas_text(canvas, &tight->privacy, at);
}

/* Where there is not even room for a line under the box, the line on privacy waits in it. */
static void tight_draw(struct canvas *canvas)
{
    struct theme *theme = &canvas->theme;
    theme->bar = theme->target;
    theme->foot_y = theme->head_y;
    struct keyboard board = keyboard_above(canvas, canvas->panel.height - theme->s8);
    int whole = canvas->panel.width - 2 * theme->margin, count = count_px(canvas) * 5;
    int gap = theme->s8;
    int y = theme->head_y + theme->bar + gap, bottom = board.y - theme->s8;
    struct rect title = { theme->margin, y, whole - count - theme->s16, bottom - y };
    struct tight tight = tight_measure(canvas, title, box_least(canvas) + gap);
    gap = tail_room(canvas, &tight.title);
    title.y = y = theme->head_y + theme->bar + gap;
    title.h = bottom - y;
    tight = tight_measure(canvas, title, box_least(canvas) + gap);
    if (!tight.fits) {
        gap = theme->type[TYPE_SUB] / 6 + 1;
        title.y = y = theme->head_y + theme->bar + gap;
        title.h = bottom - y;
    }
    question_foot(canvas);
    title.h = tight.fits ? tight.title_h : title.h * 8 / 20;
    int used = tight.fits ? canvas_text(canvas, &tight.title, title) : title_draw(canvas, title);
    count_draw(canvas, (struct rect){ theme->margin + whole - count, y, count, used });
    y += used + gap;
    if (tight.fits)
        privacy_draw(canvas, &tight, (struct rect){ theme->margin, bottom, whole, 0 });
    bottom -= tight.fits ? tight.privacy_h : 0;
    box_draw(canvas, (struct rect){ theme->margin, y, whole, bottom - y }, !tight.fits);
    keyboard_draw(canvas, &board);
}

void screen_writing(struct canvas *canvas)
{
    speak(canvas);
    if (canvas->theme.compact || (canvas->large && !canvas->theme.portrait))
        tight_draw(canvas);
    else
        roomy_draw(canvas);
}
