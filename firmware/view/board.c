/* The keys on the screen; see board.h. */
#include "clusters.h"
#include "writing_box.h"
#include <string.h>

enum {
    ROWS = KEYBOARD_ROWS + 1,
    KEYS_A_ROW = KEYBOARD_ROW_KEYS,
    HALF = KEYS_A_ROW / 2,
    HALVED_ROWS = 2 * KEYBOARD_ROWS + 2,
};

static size_t encode(char *ret, char32_t letter)
{
    if (letter < 0x80) {
        ret[0] = (char)letter;
        return 1;
    }
    if (letter < 0x800) {
        ret[0] = (char)(0xC0 | letter >> 6);
        ret[1] = (char)(0x80 | (letter & 0x3F));
        return 2;
    }
    ret[0] = (char)(0xE0 | letter >> 12);
    ret[1] = (char)(0x80 | (letter >> 6 & 0x3F));
    ret[2] = (char)(0x80 | (letter & 0x3F));
    return 3;
}

/* Arabic marks are too small to be known by themselves: on their keys they sit on a stroke. */
static bool is_arabic_mark(char32_t letter)
{
    return (letter >= 0x064B && letter <= 0x0652) || letter == 0x0670;
}

void spoken_letter(char32_t letter, char ret[SPOKEN_LETTER])
{
    enum { ARABIC_STROKE = 0x0640 };
    size_t used = is_arabic_mark(letter) ? encode(ret, ARABIC_STROKE) : 0;
    used += encode(ret + used, letter);
    ret[used] = '\0';
}

const char *board_letter(struct canvas *canvas, char32_t letter)
{
    char text[SPOKEN_LETTER];
    spoken_letter(letter, text);
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

static struct text key_words(struct target target, const char *words)
{
    return (struct text){
        .text = words,
        .language = target.kind == TARGET_KEY_SPACE ? NULL : "en",
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
        .inked = true,
    };
}

/* Between its edges. */
static struct rect inside_key(const struct canvas *canvas, struct rect at)
{
    int edge = canvas->theme.edge;
    return (struct rect){ at.x + edge, at.y, at.w - 2 * edge, at.h };
}

static void key_text(struct canvas *canvas, struct target target, const char *words, struct rect at)
{
    struct text text = key_words(target, words);
    key_box(canvas, target, at, false);
    canvas_text_middle(canvas, &text, inside_key(canvas, at));
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

/* Its word, or its sign where the word has no room. */
static void space_key(struct canvas *canvas, struct rect at)
{
    struct target target = { TARGET_KEY_SPACE, 0 };
    struct text text = key_words(target, canvas_word(canvas, WORD_SPACE));
    if (canvas_fit(canvas, &text, inside_key(canvas, at).w, at.h).fits)
        key_text(canvas, target, text.text, at);
    else
        key_picture(canvas, target, PICTURE_SPACE, at, false);
}

/* So many letters, or as many as there are; returns where the next key may stand. */
static int letters_draw(struct canvas *canvas, const struct board *board, const char32_t *letters,
                        int most, int x, int y)
{
    for (int i = 0; i < most && *letters != 0; i++, letters++) {
        struct target target = { TARGET_KEY, *letters };
        const char *text = board_letter(canvas, *letters);
        key_text(canvas, target, text, (struct rect){ x, y, board->key_w, board->key_h });
        canvas_name(canvas, target, text, spoken_voice(canvas->wording, *letters));
        x += board->key_w + board->gap;
    }
    return x;
}

static bool is_shifted(const struct canvas *canvas)
{
    enum keyboard_layer layer = canvas->kiosk->layer;
    return layer == KEYBOARD_CAPITALS || layer == KEYBOARD_ACCENT_CAPITALS;
}

static const struct keyboard_keys *keys_of(const struct canvas *canvas)
{
    return keyboard_of(canvas->wording->tag)->layers[canvas->kiosk->layer];
}

/* --- the keys that write nothing --- */

static void shift_key(struct canvas *canvas, struct rect at)
{
    key_picture(canvas, (struct target){ TARGET_KEY_SHIFT, 0 }, PICTURE_SHIFT, at,
                is_shifted(canvas));
}

static void backspace_key(struct canvas *canvas, struct rect at)
{
    key_picture(canvas, (struct target){ TARGET_KEY_BACKSPACE, 0 }, PICTURE_BACKSPACE, at, false);
}

/* The arrow points to where the cursor goes: back is to the right in words that begin there. */
static void cursor_key(struct canvas *canvas, struct rect at, bool left)
{
    bool back = left != writing_right_to_left(canvas);
    struct target target = { back ? TARGET_KEY_CURSOR_BACK : TARGET_KEY_CURSOR_ON, 0 };
    bool mirrors = canvas->scene->right_to_left;
    key_picture(canvas, target, left != mirrors ? PICTURE_ARROW_BACK : PICTURE_ARROW_ON, at, false);
}

static void left_key(struct canvas *canvas, struct rect at)
{
    cursor_key(canvas, at, true);
}

static void right_key(struct canvas *canvas, struct rect at)
{
    cursor_key(canvas, at, false);
}

/* Some of the letters that a key leads to: as many as have room, and at least one. */
static void some_letters(struct canvas *canvas, struct target target, enum wording_key word,
                         struct rect at)
{
    const char *letters = canvas_word(canvas, word);
    struct text text = key_words(target, letters);
    size_t size = strlen(letters), before = cluster_before(letters, size);
    for (; before > 0 && !canvas_fit(canvas, &text, inside_key(canvas, at).w, at.h).fits;
         before = cluster_before(letters, size)) {
        size = before;
        text.text = canvas_keep_part(canvas, letters, size);
    }
    key_text(canvas, target, text.text, at);
}

static void symbols_key(struct canvas *canvas, struct rect at)
{
    bool symbols = canvas->kiosk->layer == KEYBOARD_SYMBOLS;
    some_letters(canvas, (struct target){ TARGET_KEY_SYMBOLS, 0 },
                 symbols ? WORD_KEY_LETTERS : WORD_KEY_FIGURES, at);
}

static bool has_accents(const struct canvas *canvas)
{
    enum keyboard_layer layer = canvas->kiosk->layer;
    return layer == KEYBOARD_ACCENTS || layer == KEYBOARD_ACCENT_CAPITALS;
}

static void accents_key(struct canvas *canvas, struct rect at)
{
    some_letters(canvas, (struct target){ TARGET_KEY_ACCENTS, 0 },
                 has_accents(canvas) ? WORD_KEY_LETTERS : WORD_KEY_ACCENTS, at);
}

static void key_name(struct canvas *canvas, enum target_kind key, enum wording_key word)
{
    canvas_name(canvas, (struct target){ key, 0 }, canvas_word(canvas, word), NULL);
}

/* What the keys that write nothing are called. */
static void keys_name(struct canvas *canvas)
{
    enum keyboard_layer layer = canvas->kiosk->layer;
    key_name(canvas, TARGET_KEY_SHIFT, WORD_SAY_SHIFT);
    if (is_shifted(canvas))
        key_name(canvas, TARGET_KEY_SHIFT, WORD_SAY_CHOSEN);
    key_name(canvas, TARGET_KEY_BACKSPACE, WORD_SAY_DELETE);
    key_name(canvas, TARGET_KEY_CURSOR_BACK, WORD_SAY_CURSOR_BACK);
    key_name(canvas, TARGET_KEY_CURSOR_ON, WORD_SAY_CURSOR_ON);
    key_name(canvas, TARGET_KEY_SYMBOLS,
             layer == KEYBOARD_SYMBOLS ? WORD_SAY_LETTERS : WORD_SAY_FIGURES);
    key_name(canvas, TARGET_KEY_ACCENTS, has_accents(canvas) ? WORD_SAY_LETTERS : WORD_SAY_ACCENTS);
    key_name(canvas, TARGET_KEY_SPACE, WORD_SPACE);
}

/* --- ten in a row --- */

static void third_row(struct canvas *canvas, const struct board *board, int y)
{
    int x = board->x, right = board->x + board->whole - board->wide;
    shift_key(canvas, (struct rect){ x, y, board->wide, board->key_h });
    x += board->wide + board->gap;
    (void)letters_draw(canvas, board, keys_of(canvas)->rows[2], KEYS_A_ROW, x, y);
    backspace_key(canvas, (struct rect){ right, y, board->wide, board->key_h });
}

static void last_row(struct canvas *canvas, const struct board *board, int y)
{
    int x = board->x, ends = board->x + board->whole - 3 * board->key_w - 2 * board->gap;
    int step = board->key_w + board->gap, cursor = ends - 2 * step;
    symbols_key(canvas, (struct rect){ x, y, board->wide, board->key_h });
    x += board->wide + board->gap;
    accents_key(canvas, (struct rect){ x, y, board->wide, board->key_h });
    x += board->wide + board->gap;
    space_key(canvas, (struct rect){ x, y, cursor - board->gap - x, board->key_h });
    left_key(canvas, (struct rect){ cursor, y, board->key_w, board->key_h });
    right_key(canvas, (struct rect){ cursor + step, y, board->key_w, board->key_h });
    (void)letters_draw(canvas, board, keys_of(canvas)->ends, KEYBOARD_END_KEYS, ends, y);
}

static void whole_draw(struct canvas *canvas, const struct board *board)
{
    const struct keyboard_keys *keys = keys_of(canvas);
    int y = board->y, step = board->key_h + board->gap;
    (void)letters_draw(canvas, board, keys->rows[0], KEYS_A_ROW, board->x, y);
    (void)letters_draw(canvas, board, keys->rows[1], KEYS_A_ROW, board->x, y + step);
    third_row(canvas, board, y + 2 * step);
    last_row(canvas, board, y + 3 * step);
}

/* --- five in a row --- */

static size_t length_of(const char32_t *letters)
{
    size_t length = 0;
    while (letters[length] != 0)
        length++;
    return length;
}

/* A row's letters and what follows on it, in two lines. */
static void halves_draw(struct canvas *canvas, const struct board *board, const char32_t *letters,
                        const char32_t *more, int y)
{
    int step = board->key_h + board->gap, count = (int)length_of(letters);
    const char32_t *second = letters + (count < HALF ? count : HALF);
    (void)letters_draw(canvas, board, letters, HALF, board->x, y);
    int x = letters_draw(canvas, board, second, HALF, board->x, y + step);
    (void)letters_draw(canvas, board, more, HALF, x, y + step);
}

/* So many keys' width. */
static int across(const struct board *board, int keys)
{
    return keys * board->key_w + (keys - 1) * board->gap;
}

static void layers_draw(struct canvas *canvas, const struct board *board, int y)
{
    static void (*const keys[HALF])(struct canvas *, struct rect) = {
        shift_key, symbols_key, accents_key, left_key, right_key,
    };
    int step = board->key_w + board->gap;
    for (int i = 0; i < HALF; i++)
        keys[i](canvas, (struct rect){ board->x + i * step, y, board->key_w, board->key_h });
}

static void space_draw(struct canvas *canvas, const struct board *board, int y)
{
    int space = across(board, HALF - 1), x = board->x + space + board->gap;
    space_key(canvas, (struct rect){ board->x, y, space, board->key_h });
    backspace_key(canvas, (struct rect){ x, y, board->key_w, board->key_h });
}

static void halved_draw(struct canvas *canvas, const struct board *board)
{
    const struct keyboard_keys *keys = keys_of(canvas);
    int step = board->key_h + board->gap;
    halves_draw(canvas, board, keys->rows[0], U"", board->y);
    halves_draw(canvas, board, keys->rows[1], U"", board->y + 2 * step);
    halves_draw(canvas, board, keys->rows[2], keys->ends, board->y + 4 * step);
    layers_draw(canvas, board, board->y + 6 * step);
    space_draw(canvas, board, board->y + 7 * step);
}

/* --- the board --- */

void board_draw(struct canvas *canvas, const struct board *board)
{
    canvas->unmirrored = true;
    if (board->halved)
        halved_draw(canvas, board);
    else
        whole_draw(canvas, board);
    keys_name(canvas);
    canvas->unmirrored = false;
}

/* So many keys share the row. */
static struct board board_of(const struct canvas *canvas, int keys)
{
    const struct theme *theme = &canvas->theme;
    struct board board = { .halved = keys == HALF, .key_h = theme->key };
    int room = canvas->panel.width - 2 * theme->margin;
    board.gap = theme->compact ? theme->s8 : theme->s8 + theme->s8 / 2;
    board.key_w = (room - (keys - 1) * board.gap) / keys;
    board.whole = across(&board, keys);
    board.x = theme->margin + (room - board.whole) / 2;
    board.wide = (board.whole - 7 * board.key_w - 8 * board.gap) / 2;
    return board;
}

static void stand_on(struct board *board, int bottom)
{
    int rows = board->halved ? HALVED_ROWS : ROWS;
    board->y = bottom - rows * board->key_h - (rows - 1) * board->gap;
}

struct board board_below(const struct canvas *canvas, int top, int bottom)
{
    struct board board = board_between(canvas, 0, bottom);
    int rows = board.halved ? HALVED_ROWS : ROWS;
    int less = (top - board.y + rows - 1) / rows;
    int lowest = canvas->theme.key_lowest;
    if (less > 0) {
        board.key_h = board.key_h - less > lowest ? board.key_h - less : lowest;
        stand_on(&board, bottom);
    }
    return board;
}

struct board board_between(const struct canvas *canvas, int top, int bottom)
{
    const struct theme *theme = &canvas->theme;
    struct board board = board_of(canvas, KEYS_A_ROW);
    if (board.key_w < theme->key_least)
        board = board_of(canvas, HALF);
    stand_on(&board, bottom);
    if (board.y < top) {
        board.key_h = theme->key_least + 1;
        board.gap = theme->s8;
        stand_on(&board, bottom);
    }
    return board;
}
