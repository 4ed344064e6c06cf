/* A scale as one row of tall tiles, face above the words; a sixth answer stands apart under it. */
#include "tiles_int.h"

enum { ROW_LINES = 4 };

/* The letters of a tall script have room in a bar, as at the foot. */
static int apart_height(const struct canvas *canvas)
{
    return canvas_is_tall(canvas) ? canvas->theme.bar : canvas->theme.target;
}

static int apart_room(const struct canvas *canvas, const struct tiles *tiles)
{
    return tiles->apart ? apart_height(canvas) + canvas->theme.s24 : 0;
}

static struct text apart_text(const struct canvas *canvas, const struct tiles *tiles, int px)
{
    return tiles_text(tiles_words(canvas, tiles, tiles->order[tiles->count]), px, 1, ALIGN_CENTRE);
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
    struct rect at = { 0, 0, apart_width(canvas, tiles, px), apart_height(canvas) };
    struct rect words = part_tile_inside(canvas, at, canvas->theme.s16);
    struct text text = apart_text(canvas, tiles, px);
    return at.w <= canvas->panel.width - 2 * canvas->theme.margin &&
           canvas_fit(canvas, &text, words.w, words.h).fits;
}

/* The words stay clear of the edge that a pressed tile has. */
static int row_words_px(const struct canvas *canvas, const struct tiles *tiles,
                        const struct row *row)
{
    int thick = canvas->theme.thick;
    struct words_room words = { .width = row->width - 2 * (row->pad > thick ? row->pad : thick),
                                .height = row->words_h,
                                .lines = ROW_LINES,
                                .most = tiles->most,
                                .least = tiles->least };
    int px = tiles_common_px(canvas, tiles, tiles->count, &words);
    while (px > 0 && !apart_fits(canvas, tiles, px)) {
        words.most = canvas_step_down(px, words.least);
        px = tiles_common_px(canvas, tiles, tiles->count, &words);
    }
    return px;
}

/* The room of the words in a tile of this row. */
static int words_room(const struct canvas *canvas, const struct tiles *tiles, const struct row *row)
{
    const struct theme *theme = &canvas->theme;
    int face_room = tiles_pictured(tiles) ? row->face + theme->s24 : 0;
    return row->height - face_room - theme->s8 - theme->thick;
}

/* Faces take so much of the highest tile. */
static int face_of_height(int height)
{
    return height * 18 / 50;
}

/* The height that words in one line leave over goes to the faces, up to those of the highest tile.
 */
static void row_larger_faces(const struct canvas *canvas, const struct tiles *tiles,
                             struct row *row, int most)
{
    int needed = 0, width = row->width - 2 * row->pad;
    for (int i = 0; i < tiles->count; i++) {
        struct text text = tiles_text(tiles_words(canvas, tiles, tiles->order[i]), row->px,
                                      ROW_LINES, ALIGN_CENTRE);
        int height = canvas_inked_height(canvas, &text, width);
        needed = height > needed ? height : needed;
    }
    int face = row->face + row->words_h - needed;
    face = face < width ? face : width;
    face = face < face_of_height(most) ? face : face_of_height(most);
    row->face = face > row->face ? face : row->face;
    row->words_h = words_room(canvas, tiles, row);
}

static struct row row_measure(const struct canvas *canvas, const struct tiles *tiles, int gap,
                              int pad)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    int room = tiles->bottom - tiles->top - apart_room(canvas, tiles);
    int most = theme->tile * (tiles_pictured(tiles) ? 12 : 8) / 5;
    struct row row = { .gap = gap, .pad = pad };
    row.width = (whole - gap * (tiles->count - 1)) / tiles->count;
    row.height = room < most ? room : most;
    row.y = tiles->top + (room - row.height) / 3;
    row.face = tiles_pictured(tiles) ? face_of_height(row.height) : 0;
    if (row.face > row.width - 2 * pad)
        row.face = row.width - 2 * pad;
    row.words_h = words_room(canvas, tiles, &row);
    if (row.height >= theme->tile && row.width >= theme->tile)
        row.px = row_words_px(canvas, tiles, &row);
    if (row.px > 0 && tiles_pictured(tiles))
        row_larger_faces(canvas, tiles, &row, most);
    return row;
}

static void row_tile(struct canvas *canvas, const struct tiles *tiles, const struct row *row,
                     int place, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    tiles_tile(canvas, tiles, place, at);
    if (tiles_picture(tiles, place) != PICTURE_NONE)
        canvas_picture(
            canvas,
            (struct rect){ at.x + (at.w - row->face) / 2, at.y + theme->s24, row->face, row->face },
            tiles_picture(tiles, place), COLOUR_INK);
    struct text text =
        tiles_text(tiles_kept_words(canvas, tiles, place), row->px, ROW_LINES, ALIGN_CENTRE);
    struct rect words = { at.x + row->pad, at.y + at.h - row->words_h - theme->thick,
                          at.w - 2 * row->pad, row->words_h };
    if (tiles_picture(tiles, place) == PICTURE_NONE)
        words = part_tile_inside(canvas, at, row->pad);
    text.balanced = !canvas_is_tall(canvas);
    canvas_text_middle(canvas, &text, words);
    tiles_name(canvas, tiles, place, text.text);
}

static void apart_draw(struct canvas *canvas, const struct tiles *tiles, int y, int px)
{
    struct text text =
        tiles_text(tiles_kept_words(canvas, tiles, tiles->count), px, 1, ALIGN_CENTRE);
    int width = apart_width(canvas, tiles, px);
    struct rect at = { (canvas->panel.width - width) / 2, y, width, apart_height(canvas) };
    tiles_tile(canvas, tiles, tiles->count, at);
    canvas_text_middle(canvas, &text, part_tile_inside(canvas, at, canvas->theme.s16));
    tiles_name(canvas, tiles, tiles->count, text.text);
}

void row_draw(struct canvas *canvas, const struct tiles *tiles, const struct row *row)
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
struct row row_best(const struct canvas *canvas, const struct tiles *tiles)
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
