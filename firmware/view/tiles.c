/*
 * The answers of a question as tiles, by rule: a scale is one row of tall tiles or one column where
 * its words fit, else it is read row by row as everything else; numbers in one row or two. All
 * tiles of a question are equal, and so is the size of their words.
 */
#include "view_int.h"
#include <string.h>

enum { FACES = 5, SCALE_MAX = 6, ROW_LINES = 4, GRID_LINES = 3 };

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
    int most, least; /* sizes of the words */
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

static struct tiles tiles_of(const struct question *question, const struct tiles_room *room,
                             bool compact)
{
    struct tiles tiles = { .question = question,
                           .top = room->top,
                           .bottom = room->bottom,
                           .most = room->most,
                           .least = room->least };
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

static struct text tile_text(const char *text, int px, int lines, enum align align)
{
    return (struct text){
        .text = text,
        .px = px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = align,
        .max_lines = lines,
        .inked = true,
    };
}

/* Where the words of every tile stand, and in what sizes. */
struct words_room {
    int width, height, lines;
    int most, least;
};

static bool words_fit(const struct canvas *canvas, const struct tiles *tiles, int count,
                      const struct words_room *room, int px)
{
    bool fits = true;
    for (int i = 0; i < count && fits; i++) {
        struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[i]), px,
                                     room->lines, ALIGN_CENTRE);
        fits = canvas_fit(canvas, &text, room->width, room->height).fits;
    }
    return fits;
}

/* The largest size at which the words of every tile fit this room; 0 when none does. */
static int common_px(const struct canvas *canvas, const struct tiles *tiles, int count,
                     const struct words_room *room)
{
    if (room->width <= 0 || room->height <= 0)
        return 0;
    for (int px = room->most; px >= room->least; px = canvas_step_down(px, room->least))
        if (words_fit(canvas, tiles, count, room, px))
            return px;
    return 0;
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
    int width, height, gap, pad, y;
    int face, words_h;
    int px;
};

static int apart_room(const struct canvas *canvas, const struct tiles *tiles)
{
    return tiles->apart ? canvas->theme.target + canvas->theme.s24 : 0;
}

static struct text apart_text(const struct canvas *canvas, const struct tiles *tiles, int px)
{
    return tile_text(words_of(canvas, tiles->question, tiles->order[tiles->count]), px, 1,
                     ALIGN_CENTRE);
}

static int apart_width(const struct canvas *canvas, const struct tiles *tiles, int px)
{
    struct text text = apart_text(canvas, tiles, px);
    int width = canvas_width_of(canvas, &text) + 3 * canvas->theme.s32;
    return width < canvas->theme.tile * 2 ? canvas->theme.tile * 2 : width;
}

static bool apart_fits(const struct canvas *canvas, const struct tiles *tiles, int px)
{
    if (!tiles->apart)
        return true;
    struct rect at = { 0, 0, apart_width(canvas, tiles, px), canvas->theme.target };
    struct rect words = part_tile_inside(canvas, at, canvas->theme.s16);
    struct text text = apart_text(canvas, tiles, px);
    return at.w <= canvas->panel.width - 2 * canvas->theme.margin &&
           canvas_fit(canvas, &text, words.w, words.h).fits;
}

static int row_words_px(const struct canvas *canvas, const struct tiles *tiles,
                        const struct row *row)
{
    struct words_room words = { .width = row->width - 2 * row->pad,
                                .height = row->words_h,
                                .lines = ROW_LINES,
                                .most = tiles->most,
                                .least = tiles->least };
    int px = common_px(canvas, tiles, tiles->count, &words);
    while (px > 0 && !apart_fits(canvas, tiles, px)) {
        words.most = canvas_step_down(px, words.least);
        px = common_px(canvas, tiles, tiles->count, &words);
    }
    return px;
}

static struct row row_measure(const struct canvas *canvas, const struct tiles *tiles, int gap,
                              int pad)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    int room = tiles->bottom - tiles->top - apart_room(canvas, tiles);
    int most = theme->tile * (tiles->faces ? 12 : 8) / 5;
    struct row row = { .gap = gap, .pad = pad };
    row.width = (whole - gap * (tiles->count - 1)) / tiles->count;
    row.height = room < most ? room : most;
    row.y = tiles->top + (room - row.height) / 3;
    row.face = tiles->faces ? row.height * 18 / 50 : 0;
    if (row.face > row.width - 2 * pad)
        row.face = row.width - 2 * pad;
    int face_room = tiles->faces ? row.face + theme->s24 : 0;
    row.words_h = row.height - face_room - theme->s8 - theme->thick;
    if (row.height >= theme->tile && row.width >= theme->tile)
        row.px = row_words_px(canvas, tiles, &row);
    return row;
}

static void row_tile(struct canvas *canvas, const struct tiles *tiles, const struct row *row,
                     int place, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    tile_draw(canvas, tiles, place, at);
    if (face_of(tiles, place) != PICTURE_NONE)
        canvas_picture(
            canvas,
            (struct rect){ at.x + (at.w - row->face) / 2, at.y + theme->s24, row->face, row->face },
            face_of(tiles, place), COLOUR_INK);
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[place]), row->px,
                                 ROW_LINES, ALIGN_CENTRE);
    struct rect words = { at.x + row->pad, at.y + at.h - row->words_h - theme->thick,
                          at.w - 2 * row->pad, row->words_h };
    if (face_of(tiles, place) == PICTURE_NONE)
        words = part_tile_inside(canvas, at, row->pad);
    canvas_text_middle(canvas, &text, words);
    canvas_say(canvas, text.text);
}

static void apart_draw(struct canvas *canvas, const struct tiles *tiles, int y, int px)
{
    const struct theme *theme = &canvas->theme;
    struct text text = apart_text(canvas, tiles, px);
    int width = apart_width(canvas, tiles, px);
    struct rect at = { (canvas->panel.width - width) / 2, y, width, theme->target };
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
        apart_draw(canvas, tiles, row->y + row->height + canvas->theme.s24, row->px);
}

/* The widest gaps, unless the words come out much larger at narrower ones. */
static struct row row_best(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct theme *theme = &canvas->theme;
    const struct {
        int gap, pad;
    } tries[] = { { theme->gap, theme->s16 },
                  { theme->s24, theme->s16 },
                  { theme->s16, theme->s16 },
                  { theme->s16, theme->s8 } };
    struct row best = { .px = 0 };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct row row = row_measure(canvas, tiles, tries[i].gap, tries[i].pad);
        best = row.px * 10 > best.px * 11 ? row : best;
    }
    return best;
}

/* A grid of rows: the mark at the start, the words beside it. */
struct grid {
    int columns, rows;
    int width, height, gap_x, gap_y;
    int mark, pad;
    int px;
};

/* Between rows there is less air before there are more columns. */
static int grid_height(const struct canvas *canvas, int rows, int room)
{
    const struct theme *theme = &canvas->theme;
    int most = theme->tile * (canvas->large ? 15 : 11) / 10;
    int height = (room - theme->s16 * (rows - 1)) / rows;
    if (height < theme->target)
        height = (room - theme->s8 * (rows - 1)) / rows;
    return height < most ? height : most;
}

static int grid_words_px(const struct canvas *canvas, const struct tiles *tiles,
                         const struct grid *grid)
{
    struct rect words =
        part_tile_inside(canvas, (struct rect){ 0, 0, grid->width, grid->height }, grid->pad);
    struct words_room room = { .width = words.w - grid->mark - canvas->theme.s24,
                               .height = words.h,
                               .lines = GRID_LINES,
                               .most = tiles->most,
                               .least = tiles->least };
    return common_px(canvas, tiles, tiles->question->choice_count, &room);
}

static struct grid grid_measure(const struct canvas *canvas, const struct tiles *tiles, int columns)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, room = tiles->bottom - tiles->top;
    int count = tiles->question->choice_count;
    struct grid grid = { .columns = columns, .rows = (count + columns - 1) / columns };
    grid.gap_x = columns > 2 ? theme->s24 : theme->s32;
    grid.pad = columns > 2 || theme->compact ? theme->s16 : theme->s32;
    grid.mark = theme->usual[columns > 2 ? TYPE_BUTTON : TYPE_SUB];
    grid.width = (whole - grid.gap_x * (columns - 1)) / columns;
    grid.height = grid_height(canvas, grid.rows, room);
    if (tiles->faces)
        grid.mark = grid.height * 3 / 5;
    int left = room - grid.height * grid.rows;
    grid.gap_y = grid.rows > 1 ? left / (grid.rows - 1) : 0;
    if (grid.gap_y > theme->s32)
        grid.gap_y = theme->s32;
    if (grid.height >= theme->target)
        grid.px = grid_words_px(canvas, tiles, &grid);
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

/* Beside faces, an answer that has none stands in the middle. */
static void grid_tile(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                      int place, struct rect at)
{
    enum picture mark = mark_of(canvas, tiles, place);
    struct rect words = part_tile_inside(canvas, at, grid->pad);
    struct text text = tile_text(words_of(canvas, tiles->question, tiles->order[place]), grid->px,
                                 GRID_LINES, mark != PICTURE_NONE ? ALIGN_START : ALIGN_CENTRE);
    tile_draw(canvas, tiles, place, at);
    if (mark != PICTURE_NONE) {
        canvas_picture(canvas,
                       (struct rect){ at.x + grid->pad, at.y + (at.h - grid->mark) / 2, grid->mark,
                                      grid->mark },
                       mark, COLOUR_INK);
        words.x += grid->mark + canvas->theme.s24;
        words.w -= grid->mark + canvas->theme.s24;
    }
    canvas_text_middle(canvas, &text, words);
    canvas_say(canvas, text.text);
}

/* Row by row, as people read. */
static void grid_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid)
{
    for (int i = 0; i < tiles->question->choice_count; i++) {
        int row = i / grid->columns, column = i % grid->columns;
        grid_tile(canvas, tiles, grid, i,
                  (struct rect){ canvas->theme.margin + column * (grid->width + grid->gap_x),
                                 tiles->top + row * (grid->height + grid->gap_y), grid->width,
                                 grid->height });
    }
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

static void number_tile(struct canvas *canvas, const struct tiles *tiles, int place, int px,
                        struct rect at)
{
    struct text text =
        tile_text(words_of(canvas, tiles->question, tiles->order[place]), px, 1, ALIGN_CENTRE);
    tile_draw(canvas, tiles, place, at);
    canvas_text_middle(canvas, &text, part_tile_inside(canvas, at, canvas->theme.s8));
    canvas_say(canvas, text.text);
}

/* Numbers stand in one row, or in two when there are more than six. */
struct numbers {
    int rows, per_row;
    int width, height, gap, ends;
    int px;
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
    struct rect inside =
        part_tile_inside(canvas, (struct rect){ 0, 0, numbers.width, numbers.height }, theme->s8);
    struct words_room words = { .width = inside.w,
                                .height = inside.h,
                                .lines = 1,
                                .most = theme->type[TYPE_SUB],
                                .least = theme->usual[TYPE_TINY] };
    numbers.px = common_px(canvas, tiles, tiles->count, &words);
    numbers.fits =
        numbers.height >= theme->target && numbers.width >= theme->target && numbers.px > 0;
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
        number_tile(canvas, tiles, i, numbers.px,
                    (struct rect){ canvas->theme.margin + place * numbers.width + gaps,
                                   tiles->top + i / numbers.per_row * step, numbers.width,
                                   numbers.height });
    }
    number_ends(canvas, tiles, tiles->top + numbers.rows * step - numbers.gap + canvas->theme.s16,
                numbers.ends);
}

static bool wants_numbers(const struct question *question)
{
    return question->type == QUESTION_RATING && question->look == RATING_NUMBERS;
}

/* So many choices may be a scale, and are read in one line where that is possible. */
static bool is_scale(const struct question *question)
{
    return question->type != QUESTION_CHECKBOX && question->choice_count <= SCALE_MAX;
}

enum reading { READ_ACROSS, READ_DOWN, READ_FEW, READ_MANY, READ_TALL };

static const struct {
    int good, columns[TILES_LAYOUTS_MAX];
} layouts[] = {
    [READ_ACROSS] = { 2, { 0, 1, 2, 3 } }, [READ_DOWN] = { 2, { 1, 0, 2, 3 } },
    [READ_FEW] = { 2, { 1, 2, 3, 4 } },    [READ_MANY] = { 1, { 2, 3, 4, 1 } },
    [READ_TALL] = { 1, { 1, 2, 3, 4 } },
};

static enum reading reading_of(const struct canvas *canvas, const struct question *question)
{
    if (canvas->theme.portrait)
        return READ_TALL;
    if (is_scale(question))
        return question->type == QUESTION_RADIOGROUP ? READ_DOWN : READ_ACROSS;
    return question->choice_count <= 3 ? READ_FEW : READ_MANY;
}

int tiles_layouts(const struct canvas *canvas, const struct question *question,
                  int ret[TILES_LAYOUTS_MAX], int *ret_count)
{
    enum reading reading = reading_of(canvas, question);
    memcpy(ret, layouts[reading].columns, sizeof layouts[reading].columns);
    *ret_count = TILES_LAYOUTS_MAX;
    return layouts[reading].good;
}

int tiles_fit(const struct canvas *canvas, const struct question *question,
              const struct tiles_room *room)
{
    struct tiles tiles = tiles_of(question, room, canvas->theme.compact);
    if (wants_numbers(question)) {
        struct numbers numbers = numbers_measure(canvas, &tiles);
        return numbers.fits && numbers.px >= room->least ? numbers.px : 0;
    }
    return room->columns == 0 ? row_best(canvas, &tiles).px
                              : grid_measure(canvas, &tiles, room->columns).px;
}

void tiles_draw(struct canvas *canvas, const struct question *question,
                const struct tiles_room *room)
{
    struct tiles tiles = tiles_of(question, room, canvas->theme.compact);
    if (wants_numbers(question)) {
        numbers_draw(canvas, &tiles);
        return;
    }
    if (room->columns == 0) {
        struct row row = row_best(canvas, &tiles);
        canvas->scene->overflow |= row.px == 0;
        row_draw(canvas, &tiles, &row);
        return;
    }
    struct grid grid = grid_measure(canvas, &tiles, room->columns);
    canvas->scene->overflow |= grid.px == 0;
    grid_draw(canvas, &tiles, &grid);
}
