/*
 * The answers of a question as tiles, by rule: a row of tall tiles where the words fit under one
 * another, else a grid of rows, filled column by column; numbers in one row or two. All tiles of a
 * question are equal, and so is the size of their words.
 */
#include "view_int.h"

enum { COLUMNS_MAX = 4, FACES = 5, WORDS_LINES = 3 };

/* One question's tiles: what is shown where. */
struct tiles {
    const struct question *question;
    int order[SURVEY_CHOICES_MAX]; /* place -> choice */
    int count;                     /* in the row or grid */
    int steps;                     /* of the scale: those that have a face */
    bool sixth;                    /* five faces and one more choice without a face ... */
    bool apart;                    /* ... that stands by itself under the row */
    bool faces;
    int top, bottom;
};

static const char *words_of(const struct canvas *canvas, const struct question *question,
                            int choice)
{
    const char *text = canvas_survey_text(canvas, &question->choices[choice].text);
    if (text[0] != '\0')
        return text;
    if (question->type == QUESTION_BOOLEAN)
        return canvas_word(canvas, choice == 1 ? WORD_YES : WORD_NO);
    return question->choices[choice].value;
}

static bool is_chosen(const struct canvas *canvas, const struct question *question, int choice)
{
    const struct kiosk *kiosk = canvas->kiosk;
    uint32_t state = kiosk->answers.state[kiosk->question];
    if (!answer_given(state))
        return false;
    uint32_t value = state - ANSWER_FIRST;
    if (question->type == QUESTION_CHECKBOX)
        return (value >> choice & 1) != 0;
    return value == (uint32_t)choice;
}

static bool has_faces(const struct question *question)
{
    return question->type == QUESTION_RATING && question->look == RATING_SMILEYS &&
           question->choice_count >= 2 && question->choice_count <= FACES + 1;
}

/* Best first, as people read; a scale of numbers rises, so that its first step is the worst. */
static enum picture face_of(const struct tiles *tiles, int place)
{
    static const enum picture faces[FACES + 1][FACES] = {
        [0] = { PICTURE_NONE },
        [1] = { PICTURE_FACE_3 },
        [2] = { PICTURE_FACE_1, PICTURE_FACE_5 },
        [3] = { PICTURE_FACE_1, PICTURE_FACE_3, PICTURE_FACE_5 },
        [4] = { PICTURE_FACE_1, PICTURE_FACE_2, PICTURE_FACE_4, PICTURE_FACE_5 },
        [5] = { PICTURE_FACE_1, PICTURE_FACE_2, PICTURE_FACE_3, PICTURE_FACE_4, PICTURE_FACE_5 },
    };
    bool rising = tiles->question->choices[0].is_number;
    if (!tiles->faces || place >= tiles->steps)
        return PICTURE_NONE;
    return faces[tiles->steps][rising ? tiles->steps - 1 - place : place];
}

static struct tiles tiles_of(const struct question *question, int top, int bottom, bool compact)
{
    struct tiles tiles = { .question = question, .top = top, .bottom = bottom };
    tiles.faces = has_faces(question);
    tiles.sixth = tiles.faces && question->choice_count == FACES + 1;
    tiles.apart = tiles.sixth && !compact;
    tiles.count = question->choice_count - (tiles.apart ? 1 : 0);
    tiles.steps = question->choice_count - (tiles.sixth ? 1 : 0);
    bool turned = question->type == QUESTION_BOOLEAN && question->first_shown == 1;
    for (int i = 0; i < question->choice_count; i++)
        tiles.order[i] = turned ? question->choice_count - 1 - i : i;
    return tiles;
}

static struct text tile_text(const char *text, enum type type, enum align align)
{
    return (struct text){
        .text = text,
        .largest = type,
        .smallest = type,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = align,
        .max_lines = WORDS_LINES,
        .fixed = true,
        .inked = true,
    };
}

/* The largest size at which the words of every tile fit this room; below zero when none does. */
static int common_type(const struct canvas *canvas, const struct tiles *tiles, int count, int width,
                       int height, enum type largest)
{
    for (int type = (int)largest; type >= TYPE_TINY && width > 0 && height > 0; type--) {
        bool fits = true;
        for (int i = 0; i < count && fits; i++) {
            struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[i]),
                                         (enum type)type, ALIGN_CENTRE);
            fits = canvas_fit(canvas, &text, width, height).fits;
        }
        if (fits)
            return type;
    }
    return -1;
}

static struct target answer_target(const struct tiles *tiles, int place)
{
    return (struct target){ TARGET_ANSWER, (uint32_t)tiles->order[place] };
}

static void tile_draw(struct canvas *canvas, const struct tiles *tiles, int place, struct rect at)
{
    part_tile(canvas, answer_target(tiles, place), at,
              is_chosen(canvas, tiles->question, tiles->order[place]));
}

/* A row of tall tiles. */
struct row {
    int width, height, gap, y;
    int face, words_h;
    int type;
};

static int apart_room(const struct canvas *canvas, const struct tiles *tiles)
{
    return tiles->apart ? canvas->theme.target + canvas->theme.s24 : 0;
}

static int apart_width(const struct canvas *canvas, const struct tiles *tiles, enum type type)
{
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[tiles->count]),
                                 type, ALIGN_CENTRE);
    int width = canvas_width_of(canvas, &text) + 3 * canvas->theme.s32;
    return width < canvas->theme.tile * 2 ? canvas->theme.tile * 2 : width;
}

static struct row row_measure(const struct canvas *canvas, const struct tiles *tiles, int gap)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, pad = theme->s16;
    int room = tiles->bottom - tiles->top - apart_room(canvas, tiles);
    int most = theme->tile * (tiles->faces ? 12 : 8) / 5;
    struct row row = { .gap = gap, .type = -1 };
    row.width = (whole - gap * (tiles->count - 1)) / tiles->count;
    row.height = room < most ? room : most;
    row.y = tiles->top + (room - row.height) / 3;
    row.face = tiles->faces ? row.height * 18 / 50 : 0;
    if (row.face > row.width - 2 * pad)
        row.face = row.width - 2 * pad;
    int face_room = tiles->faces ? row.face + theme->s24 : 0;
    row.words_h = row.height - face_room - theme->s8 - theme->thick;
    if (row.height >= theme->tile && row.width >= theme->tile)
        row.type =
            common_type(canvas, tiles, tiles->count, row.width - 2 * pad, row.words_h, TYPE_BUTTON);
    return row;
}

static void row_tile(struct canvas *canvas, const struct tiles *tiles, const struct row *row,
                     int place, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    int pad = theme->s16;
    tile_draw(canvas, tiles, place, at);
    if (face_of(tiles, place) != PICTURE_NONE)
        canvas_picture(
            canvas,
            (struct rect){ at.x + (at.w - row->face) / 2, at.y + theme->s24, row->face, row->face },
            face_of(tiles, place), COLOUR_INK);
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[place]),
                                 (enum type)row->type, ALIGN_CENTRE);
    struct rect words = { at.x + pad, at.y + at.h - row->words_h - theme->thick, at.w - 2 * pad,
                          row->words_h };
    if (face_of(tiles, place) == PICTURE_NONE)
        words = part_tile_inside(canvas, at, pad);
    canvas_text_middle(canvas, &text, words);
    canvas_say(canvas, text.text);
}

static void apart_draw(struct canvas *canvas, const struct tiles *tiles, int y, int type)
{
    const struct theme *theme = &canvas->theme;
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[tiles->count]),
                                 (enum type)type, ALIGN_CENTRE);
    int width = apart_width(canvas, tiles, (enum type)type);
    struct rect at = { (canvas->panel.width - width) / 2, y, width, theme->target };
    text.smallest = TYPE_TINY;
    tile_draw(canvas, tiles, tiles->count, at);
    canvas_text_middle(canvas, &text, part_tile_inside(canvas, at, theme->s16));
    canvas_say(canvas, text.text);
}

static void row_draw(struct canvas *canvas, const struct tiles *tiles, const struct row *row)
{
    int whole = canvas->panel.width - 2 * canvas->theme.margin;
    int spare = whole - tiles->count * row->width;
    for (int i = 0; i < tiles->count; i++) {
        int gaps = tiles->count > 1 ? spare * i / (tiles->count - 1) : 0;
        row_tile(canvas, tiles, row, i,
                 (struct rect){ canvas->theme.margin + i * row->width + gaps, row->y, row->width,
                                row->height });
    }
    if (tiles->apart)
        apart_draw(canvas, tiles, row->y + row->height + canvas->theme.s24, row->type);
}

/* The gaps at which the words come out largest, wide ones first; a type below zero: it does not
 * fit. */
static struct row row_best(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct theme *theme = &canvas->theme;
    const int gaps[] = { theme->gap, theme->s24, theme->s16 };
    struct row best = { .type = -1 };
    if (theme->portrait || canvas->large)
        return best;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        struct row row = row_measure(canvas, tiles, gaps[i]);
        best = row.type > best.type ? row : best;
    }
    return best;
}

/* A grid of rows: the mark at the start, the words beside it. */
struct grid {
    int columns, rows;
    int width, height, gap_x, gap_y;
    int mark, pad;
    int type;
};

static struct grid grid_measure(const struct canvas *canvas, const struct tiles *tiles, int count,
                                int columns)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, room = tiles->bottom - tiles->top;
    struct grid grid = { .columns = columns, .rows = (count + columns - 1) / columns, .type = -1 };
    grid.gap_x = columns > 2 ? theme->s24 : theme->s32;
    grid.pad = columns > 2 || theme->compact ? theme->s16 : theme->s32;
    grid.mark = theme->type[columns > 2 ? TYPE_BUTTON : TYPE_SUB];
    grid.width = (whole - grid.gap_x * (columns - 1)) / columns;
    int least_gap = theme->s16, most = theme->tile * 11 / 10;
    grid.height = (room - least_gap * (grid.rows - 1)) / grid.rows;
    if (grid.height < theme->target)
        return grid;
    if (grid.height > most)
        grid.height = most;
    if (tiles->faces)
        grid.mark = grid.height * 3 / 5;
    int left = room - grid.height * grid.rows;
    grid.gap_y = grid.rows > 1 ? left / (grid.rows - 1) : 0;
    if (grid.gap_y > theme->s32)
        grid.gap_y = theme->s32;
    struct rect words =
        part_tile_inside(canvas, (struct rect){ 0, 0, grid.width, grid.height }, grid.pad);
    words.w -= grid.mark + theme->s24;
    grid.type = common_type(canvas, tiles, count, words.w, words.h, TYPE_BUTTON);
    return grid;
}

static enum picture mark_of(const struct canvas *canvas, const struct tiles *tiles, int place)
{
    bool chosen = is_chosen(canvas, tiles->question, tiles->order[place]);
    if (tiles->faces)
        return face_of(tiles, place);
    if (tiles->question->type == QUESTION_CHECKBOX)
        return chosen ? PICTURE_BOX_TICKED : PICTURE_BOX;
    return chosen ? PICTURE_RADIO_CHOSEN : PICTURE_RADIO;
}

static void grid_tile(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                      int place, struct rect at)
{
    enum picture mark = mark_of(canvas, tiles, place);
    tile_draw(canvas, tiles, place, at);
    if (mark != PICTURE_NONE)
        canvas_picture(canvas,
                       (struct rect){ at.x + grid->pad, at.y + (at.h - grid->mark) / 2, grid->mark,
                                      grid->mark },
                       mark, COLOUR_INK);
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[place]),
                                 (enum type)grid->type, ALIGN_START);
    struct rect words = part_tile_inside(canvas, at, grid->pad);
    words.x += grid->mark + canvas->theme.s24;
    words.w -= grid->mark + canvas->theme.s24;
    canvas_text_middle(canvas, &text, words);
    canvas_say(canvas, text.text);
}

static void grid_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                      int count)
{
    for (int i = 0; i < count; i++) {
        int column = i / grid->rows, row = i % grid->rows;
        grid_tile(canvas, tiles, grid, i,
                  (struct rect){ canvas->theme.margin + column * (grid->width + grid->gap_x),
                                 tiles->top + row * (grid->height + grid->gap_y), grid->width,
                                 grid->height });
    }
}

/* The fewest columns at which everything fits, but no single long column where two read as well. */
static struct grid grid_best(const struct canvas *canvas, const struct tiles *tiles, int last)
{
    int count = tiles->question->choice_count;
    int first = canvas->theme.portrait || count <= 3 ? 1 : 2;
    struct grid grid = { .type = -1 };
    for (int columns = first; columns <= last && grid.type < 0; columns++)
        grid = grid_measure(canvas, tiles, count, columns);
    return grid;
}

/* Numbers: what the ends mean stands under the first and the last. */
static void number_ends(struct canvas *canvas, const struct tiles *tiles, int y, int height)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, half = (whole - theme->s32) / 2;
    struct text least = {
        .text = canvas_survey_text(canvas, &tiles->question->least),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    struct text most = least;
    most.text = canvas_survey_text(canvas, &tiles->question->most);
    most.align = ALIGN_END;
    (void)canvas_text(canvas, &least, (struct rect){ theme->margin, y, half, height });
    (void)canvas_text(canvas, &most,
                      (struct rect){ theme->margin + whole - half, y, half, height });
    canvas_say(canvas, least.text);
    canvas_say(canvas, most.text);
}

static void number_tile(struct canvas *canvas, const struct tiles *tiles, int place, struct rect at)
{
    struct text text =
        tile_text(words_of(canvas, tiles->question, tiles->order[place]), TYPE_SUB, ALIGN_CENTRE);
    text.smallest = TYPE_TINY;
    tile_draw(canvas, tiles, place, at);
    canvas_text_middle(canvas, &text, part_tile_inside(canvas, at, canvas->theme.s8));
    canvas_say(canvas, text.text);
}

/* Numbers stand in one row, or in two when there are more than six. */
struct numbers {
    int rows, per_row;
    int width, height, gap, ends;
    bool fits;
};

static struct numbers numbers_measure(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, most = theme->tile * 3 / 2;
    struct numbers numbers = { .rows = tiles->count > 6 ? 2 : 1 };
    numbers.per_row = (tiles->count + numbers.rows - 1) / numbers.rows;
    numbers.gap = theme->compact ? theme->s16 : theme->s40;
    numbers.ends = theme->type[TYPE_SMALL] * 5 / 2;
    int room = tiles->bottom - tiles->top - numbers.ends - theme->s16;
    numbers.width = (whole - numbers.gap * (numbers.per_row - 1)) / numbers.per_row;
    numbers.height = (room - numbers.gap * (numbers.rows - 1)) / numbers.rows;
    numbers.height = numbers.height > most ? most : numbers.height;
    numbers.fits = numbers.height >= theme->target && numbers.width >= theme->target;
    return numbers;
}

static void numbers_draw(struct canvas *canvas, const struct tiles *tiles)
{
    struct numbers numbers = numbers_measure(canvas, tiles);
    int whole = canvas->panel.width - 2 * canvas->theme.margin;
    int spare = whole - numbers.per_row * numbers.width, step = numbers.height + numbers.gap;
    canvas->scene->overflow |= !numbers.fits;
    for (int i = 0; i < tiles->count; i++) {
        int place = i % numbers.per_row;
        int gaps = numbers.per_row > 1 ? spare * place / (numbers.per_row - 1) : 0;
        number_tile(canvas, tiles, i,
                    (struct rect){ canvas->theme.margin + place * numbers.width + gaps,
                                   tiles->top + i / numbers.per_row * step, numbers.width,
                                   numbers.height });
    }
    number_ends(canvas, tiles, tiles->top + numbers.rows * step - numbers.gap + canvas->theme.s16,
                numbers.ends);
}

static bool wants_row(const struct tiles *tiles)
{
    enum question_type type = tiles->question->type;
    return (type == QUESTION_RATING || type == QUESTION_BOOLEAN) && tiles->steps <= FACES;
}

static bool wants_numbers(const struct question *question)
{
    return question->type == QUESTION_RATING && question->look == RATING_NUMBERS;
}

bool tiles_fit(const struct canvas *canvas, const struct question *question, int top, int bottom,
               int columns)
{
    struct tiles tiles = tiles_of(question, top, bottom, canvas->theme.compact);
    if (wants_numbers(question))
        return numbers_measure(canvas, &tiles).fits;
    if (wants_row(&tiles) && row_best(canvas, &tiles).type >= 0)
        return true;
    return columns > 0 && grid_best(canvas, &tiles, columns).type >= 0;
}

void tiles_draw(struct canvas *canvas, const struct question *question, int top, int bottom)
{
    struct tiles tiles = tiles_of(question, top, bottom, canvas->theme.compact);
    if (wants_numbers(question)) {
        numbers_draw(canvas, &tiles);
        return;
    }
    struct row row = { .type = -1 };
    if (wants_row(&tiles))
        row = row_best(canvas, &tiles);
    if (row.type >= 0) {
        row_draw(canvas, &tiles, &row);
        return;
    }
    struct grid grid = grid_best(canvas, &tiles, COLUMNS_MAX);
    canvas->scene->overflow |= grid.type < 0;
    grid.type = grid.type < 0 ? TYPE_TINY : grid.type;
    grid_draw(canvas, &tiles, &grid, question->choice_count);
}
