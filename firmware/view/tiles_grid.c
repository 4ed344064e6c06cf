/* Answers row by row, as people read: the mark at the start, the words beside it. */
#include "tiles_int.h"

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

/* Between the mark and the picture behind it. */
static int picture_air(const struct canvas *canvas)
{
    return canvas->theme.compact ? canvas->theme.s8 : canvas->theme.s16;
}

/* What stands before the words: the mark, and the picture behind it. */
static int before_words(const struct canvas *canvas, const struct grid *grid)
{
    const struct theme *theme = &canvas->theme;
    int picture = grid->picture > 0 ? grid->picture + picture_air(canvas) : 0;
    int wider = grid->picture > grid->mark ? grid->picture : grid->mark;
    return (grid->under ? wider : grid->mark + picture) +
           (theme->compact ? theme->s16 : theme->s24);
}

/* Words of a low panel reach as near to the end of their tile as its thick edge lets them. */
static int words_width(const struct canvas *canvas, const struct grid *grid)
{
    const struct theme *theme = &canvas->theme;
    int least = theme->thick + theme->s8 / 2;
    int end = theme->compact && least < grid->pad ? least : grid->pad;
    return grid->width - grid->pad - before_words(canvas, grid) - end;
}

/* A picture takes the place of the mark, but where many can be chosen: there it stands behind it.
 */
static void grid_pictures(const struct tiles *tiles, struct grid *grid, int height)
{
    bool many = tiles->question->type == QUESTION_CHECKBOX;
    if (tiles_pictured(tiles) && !many)
        grid->mark = height * 3 / 5;
    else if (tiles_pictured(tiles))
        grid->picture = height * 3 / 5;
}

static int grid_words_px(const struct canvas *canvas, const struct tiles *tiles,
                         const struct grid *grid)
{
    struct rect words =
        part_tile_inside(canvas, (struct rect){ 0, 0, grid->width, grid->height }, grid->pad);
    struct words_room room = { .width = words_width(canvas, grid),
                               .height = words.h,
                               .lines = grid->lines,
                               .most = tiles->most,
                               .least = tiles->least };
    return tiles_common_px(canvas, tiles, tiles->question->choice_count, &room);
}

/* All but its heights. Words in many columns are no towers of three lines. */
static struct grid grid_of(const struct canvas *canvas, int count, int columns)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    struct grid grid = { .columns = columns,
                         .rows = (count + columns - 1) / columns,
                         .lines = columns > 3 ? 2 : TILES_GRID_LINES };
    grid.gap_x = columns <= 2 ? theme->s32 : theme->compact ? theme->s16 : theme->s24;
    grid.pad = columns > 2 || theme->compact || theme->narrow ? theme->s16 : theme->s32;
    grid.mark = theme->usual[columns > 2 ? TYPE_BUTTON : TYPE_SUB];
    grid.width = (whole - grid.gap_x * (columns - 1)) / columns;
    return grid;
}

struct grid grid_measure(const struct canvas *canvas, const struct tiles *tiles, int columns)
{
    const struct theme *theme = &canvas->theme;
    int room = tiles->bottom - tiles->top;
    int count = tiles->question->choice_count;
    struct grid grid = grid_of(canvas, count, columns);
    grid.height = grid_height(canvas, grid.rows, room);
    grid_pictures(tiles, &grid, grid.height);
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
    bool chosen = tiles_is_chosen(canvas, tiles->question, tiles->order[place]);
    if (tiles->question->type == QUESTION_CHECKBOX)
        return chosen ? PICTURE_BOX_TICKED : PICTURE_BOX;
    if (tiles_pictured(tiles))
        return tiles_picture(tiles, place);
    return chosen ? PICTURE_RADIO_CHOSEN : PICTURE_RADIO;
}

static void grid_picture(struct canvas *canvas, enum picture picture, int size, int x,
                         struct rect at)
{
    if (picture != PICTURE_NONE && size > 0)
        canvas_picture(canvas, (struct rect){ x, at.y + (at.h - size) / 2, size, size }, picture,
                       COLOUR_INK);
}

/* The mark, and beside it or under it the picture. */
static void grid_marks(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                       int place, struct rect at)
{
    int x = at.x + grid->pad, beside = x + grid->mark + picture_air(canvas);
    struct rect upper = at, lower = at;
    int apart = grid->under ? grid->picture + canvas->theme.s8 : 0;
    upper.h -= apart;
    lower.y += grid->under ? grid->mark + canvas->theme.s8 : 0;
    lower.h -= grid->under ? grid->mark + canvas->theme.s8 : 0;
    grid_picture(canvas, mark_of(canvas, tiles, place), grid->mark, x, upper);
    grid_picture(canvas, tiles_picture(tiles, place), grid->picture, grid->under ? x : beside,
                 lower);
}

/* Beside faces, an answer that has none stands in the middle. */
static void grid_tile(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                      int place, struct rect at)
{
    enum picture mark = mark_of(canvas, tiles, place);
    struct rect words = part_tile_inside(canvas, at, grid->pad);
    struct text text = tiles_text(tiles_kept_words(canvas, tiles, place), grid->px, grid->lines,
                                  mark != PICTURE_NONE ? ALIGN_START : ALIGN_CENTRE);
    tiles_tile(canvas, tiles, place, at);
    grid_marks(canvas, tiles, grid, place, at);
    if (mark != PICTURE_NONE) {
        words.x += before_words(canvas, grid);
        words.w = words_width(canvas, grid);
    }
    text.balanced = !canvas_is_tall(canvas);
    canvas_text_middle(canvas, &text, words);
    tiles_name(canvas, tiles, place, text.text);
}

/* The last column ends at the margin: the pixels that do not divide go between the columns. */
static int column_x(const struct canvas *canvas, const struct grid *grid, int column)
{
    int whole = canvas->panel.width - 2 * canvas->theme.margin, gaps = grid->columns - 1;
    int spare = gaps > 0 ? whole - grid->columns * grid->width : 0;
    return canvas->theme.margin + column * grid->width + (gaps > 0 ? spare * column / gaps : 0);
}

void grid_row_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid,
                   int row, int y)
{
    for (int i = row * grid->columns; i < (row + 1) * grid->columns; i++)
        if (i < tiles->question->choice_count)
            grid_tile(canvas, tiles, grid, i,
                      (struct rect){ column_x(canvas, grid, i % grid->columns), y, grid->width,
                                     grid->height });
}

void grid_draw(struct canvas *canvas, const struct tiles *tiles, const struct grid *grid)
{
    for (int row = 0; row < grid->rows; row++)
        grid_row_draw(canvas, tiles, grid, row, tiles->top + row * (grid->height + grid->gap_y));
}

/* How high the highest words are in a tile of this width; 0 when a word is too wide. */
static int highest_words(const struct canvas *canvas, const struct tiles *tiles,
                         const struct grid *grid, int px)
{
    int width = words_width(canvas, grid), highest = 0;
    for (int i = 0; i < tiles->question->choice_count && width > 0; i++) {
        struct text text =
            tiles_text(tiles_words(canvas, tiles, tiles->order[i]), px, 0, ALIGN_START);
        if (!canvas_fit(canvas, &text, width, 0).fits)
            return 0;
        int height = canvas_inked_height(canvas, &text, width);
        highest = height > highest ? height : highest;
    }
    return highest;
}

/* The largest words that have room beside the mark; px 0 when none have. */
static void grid_words(const struct canvas *canvas, const struct tiles *tiles, struct grid *grid)
{
    const struct theme *theme = &canvas->theme;
    int marks = grid->under ? grid->mark + theme->s8 + grid->picture : 0;
    for (int px = tiles->most; px >= tiles->least; px = canvas_step_down(px, tiles->least)) {
        int words = highest_words(canvas, tiles, grid, px);
        grid->height = (words > marks ? words : marks) + 2 * (theme->thick + 1);
        grid->height = grid->height > theme->target ? grid->height : theme->target;
        grid->px = words > 0 ? px : 0;
        if (grid->px > 0)
            return;
    }
}

struct grid grid_by_words(const struct canvas *canvas, const struct tiles *tiles, int columns)
{
    struct grid grid = grid_of(canvas, tiles->question->choice_count, columns);
    grid.lines = 0;
    grid.gap_y = canvas->theme.s16;
    grid_pictures(tiles, &grid, canvas->theme.target);
    grid_words(canvas, tiles, &grid);
    if (grid.px == 0 && grid.picture > 0 && canvas->theme.narrow) {
        grid.under = true;
        grid_words(canvas, tiles, &grid);
    }
    return grid;
}

static void set_pictures(struct grid *grid, int size)
{
    if (grid->picture > 0)
        grid->picture = size;
    else
        grid->mark = size;
}

void grid_grow_pictures(const struct canvas *canvas, const struct tiles *tiles, struct grid *grid)
{
    const struct theme *theme = &canvas->theme;
    int edges = 2 * (theme->thick + 1), px = grid->px;
    if (!tiles_pictured(tiles) || px == 0 || grid->under)
        return;
    for (int size = grid->height * 3 / 5; size > theme->target * 3 / 5; size -= theme->line) {
        struct grid larger = *grid;
        set_pictures(&larger, size);
        int words = highest_words(canvas, tiles, &larger, px);
        if (words > 0 && words + edges <= grid->height) {
            *grid = larger;
            return;
        }
    }
}
