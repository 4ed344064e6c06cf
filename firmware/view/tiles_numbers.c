/* A scale of numbers, in one row, or in two when there are more than six. */
#include "tiles_int.h"

static struct text end_text(const struct canvas *canvas, const struct texts *words)
{
    return (struct text){
        .text = canvas_survey_text(canvas, words),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
}

static int half_width(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return (canvas->panel.width - 2 * theme->margin - theme->s32) / 2;
}

/* How much room both ends need; where they do not fit, as much as two lines. */
static int ends_height(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct texts *const ends[] = { &tiles->question->least, &tiles->question->most };
    int most = canvas->theme.type[TYPE_SMALL] * 5 / 2, highest = 0;
    for (int i = 0; i < 2; i++) {
        struct text text = end_text(canvas, ends[i]);
        struct fitted fitted = canvas_fit(canvas, &text, half_width(canvas), most);
        int height = fitted.fits ? fitted.height : most;
        highest = height > highest ? height : highest;
    }
    return highest;
}

/* Numbers: what the ends mean stands under the first and the last. */
static void number_ends(struct canvas *canvas, const struct tiles *tiles, int y, int height)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, half = half_width(canvas);
    struct text least = end_text(canvas, &tiles->question->least);
    struct text most = end_text(canvas, &tiles->question->most);
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
    struct text text = tiles_text(tiles_kept_words(canvas, tiles, place), px, 1, ALIGN_CENTRE);
    tiles_tile(canvas, tiles, place, at);
    canvas_text_middle(canvas, &text, part_tile_inside(canvas, at, canvas->theme.s8));
    tiles_name(canvas, tiles, place, text.text);
}

struct numbers numbers_measure(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, most = theme->tile * 3 / 2;
    struct numbers numbers = { .rows = tiles->count > 6 ? 2 : 1 };
    must(tiles->count > 0, "a scale has numbers");
    numbers.per_row = (tiles->count + numbers.rows - 1) / numbers.rows;
    numbers.gap = theme->compact ? theme->s16 : theme->s40;
    numbers.ends = ends_height(canvas, tiles);
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
    numbers.px = tiles_common_px(canvas, tiles, tiles->count, &words);
    numbers.fits =
        numbers.height >= theme->target && numbers.width >= theme->target && numbers.px > 0;
    return numbers;
}

void numbers_row_draw(struct canvas *canvas, const struct tiles *tiles,
                      const struct numbers *numbers, int row, int y)
{
    int whole = canvas->panel.width - 2 * canvas->theme.margin;
    int spare = whole - numbers->per_row * numbers->width, first = row * numbers->per_row;
    for (int i = 0; i < numbers->per_row && first + i < tiles->count; i++) {
        int gaps = numbers->per_row > 1 ? spare * i / (numbers->per_row - 1) : 0;
        number_tile(canvas, tiles, first + i, numbers->px,
                    (struct rect){ canvas->theme.margin + i * numbers->width + gaps, y,
                                   numbers->width, numbers->height });
    }
}

void numbers_draw(struct canvas *canvas, const struct tiles *tiles)
{
    struct numbers numbers = numbers_measure(canvas, tiles);
    int step = numbers.height + numbers.gap;
    canvas->scene->overflow |= !numbers.fits;
    for (int row = 0; row < numbers.rows; row++)
        numbers_row_draw(canvas, tiles, &numbers, row, tiles->top + row * step);
    number_ends(canvas, tiles, tiles->top + numbers.rows * step - numbers.gap + canvas->theme.s16,
                numbers.ends);
}

/* So high that the highest digits stand inside. */
static int height_for(const struct canvas *canvas, const struct tiles *tiles, int px)
{
    const struct theme *theme = &canvas->theme;
    int highest = theme->target;
    for (int i = 0; i < tiles->count; i++) {
        struct text text =
            tiles_text(tiles_words(canvas, tiles, tiles->order[i]), px, 1, ALIGN_CENTRE);
        int needed = canvas_inked_height(canvas, &text, 1 << 14) + 2 * theme->thick;
        highest = needed > highest ? needed : highest;
    }
    return highest;
}

/* Do so many in a row have room for these words? */
static bool fits_row(const struct canvas *canvas, const struct tiles *tiles,
                     struct numbers *numbers, int per_row)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    numbers->per_row = per_row;
    numbers->width = (whole - numbers->gap * (per_row - 1)) / per_row;
    struct words_room words = { .width = numbers->width - 2 * theme->s8,
                                .height = canvas->panel.height,
                                .lines = 1,
                                .most = tiles->most,
                                .least = tiles->least };
    numbers->px = tiles_common_px(canvas, tiles, tiles->count, &words);
    return numbers->width >= theme->target && numbers->px > 0;
}

struct numbers numbers_by_width(const struct canvas *canvas, const struct tiles *tiles)
{
    const struct theme *theme = &canvas->theme;
    struct numbers numbers = { .gap = theme->s16 };
    must(tiles->count > 0, "a scale has numbers");
    for (numbers.rows = 1; numbers.rows <= tiles->count && !numbers.fits; numbers.rows++)
        numbers.fits =
            fits_row(canvas, tiles, &numbers, (tiles->count + numbers.rows - 1) / numbers.rows);
    numbers.rows = (tiles->count + numbers.per_row - 1) / numbers.per_row;
    numbers.height = height_for(canvas, tiles, numbers.px);
    return numbers;
}
