/*
 * A question that does not fit at once, in parts: its words, then its answers row by row. The title
 * stands on every part where that costs no more than one part.
 */
#include "tiles_int.h"
#include <stdio.h>

/* One way to lay it out. */
struct
try {
    struct flow flow;
    int columns, repeated;
    int parts;
};

/* What the rows are made of, while the page is drawn. */
struct rows {
    const struct tiles *tiles;
    struct grid grid;
    struct numbers numbers;
};

static void draw_grid_row(struct canvas *canvas, const void *context, int row, struct rect at)
{
    const struct rows *rows = context;
    grid_row_draw(canvas, rows->tiles, &rows->grid, row, at.y);
}

static void draw_numbers_row(struct canvas *canvas, const void *context, int row, struct rect at)
{
    const struct rows *rows = context;
    numbers_row_draw(canvas, rows->tiles, &rows->numbers, row, at.y);
}

static struct text title_text(const struct canvas *canvas, const struct heading *heading,
                              enum type type)
{
    int px = canvas->theme.usual[type];
    return (struct text){
        .text = heading->title,
        .px = px > usual_title(canvas) ? px : usual_title(canvas),
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .balanced = true,
    };
}

static struct text other_text(const struct canvas *canvas, const char *words)
{
    int px = canvas->theme.usual[TYPE_SMALL], before = usual_px(canvas, words);
    return (struct text){
        .text = words,
        .px = px > before ? px : before,
        .colour = COLOUR_MUTED,
    };
}

/* "0: not at all", since the ends of a scale may stand on other parts than what is said of them. */
static void add_end(struct canvas *canvas, struct flow *flow, const struct tiles *tiles, int place,
                    const struct texts *words)
{
    char text[FLOW_TEXT_MAX];
    const char *said = canvas_survey_text(canvas, words);
    if (said[0] == '\0')
        return;
    (void)snprintf(text, sizeof text, "%s: %s", tiles_words(canvas, tiles, place), said);
    flow_text(flow, other_text(canvas, canvas_keep(canvas, text)), canvas->theme.s8);
}

static struct flow words_of(struct canvas *canvas, const struct tiles *tiles,
                            const struct heading *heading, enum type title)
{
    struct flow flow = { .count = 0 };
    flow_text(&flow, title_text(canvas, heading, title), 0);
    flow_text(&flow, other_text(canvas, heading->description), canvas->theme.s8);
    if (tiles_are_numbers(tiles->question)) {
        add_end(canvas, &flow, tiles, 0, &tiles->question->least);
        add_end(canvas, &flow, tiles, tiles->count - 1, &tiles->question->most);
    }
    return flow;
}

static struct piece rows_piece(const struct canvas *canvas, const struct rows *rows)
{
    const struct theme *theme = &canvas->theme;
    bool numbers = tiles_are_numbers(rows->tiles->question);
    return (struct piece){
        .rows = numbers ? rows->numbers.rows : rows->grid.rows,
        .row_h = numbers ? rows->numbers.height : rows->grid.height,
        .row_gap = theme->s16,
        .draw = numbers ? draw_numbers_row : draw_grid_row,
        .context = rows,
        .above = theme->s16,
        .together = tiles_are_scale(rows->tiles->question),
    };
}

/* Do the steps of a scale stand on more than one part? Whoever sees the good ones alone answers
 * otherwise. */
static bool is_split(const struct canvas *canvas, const struct try *try)
{
    const struct piece *rows = &try->flow.pieces[try->flow.count - 1];
    struct flow alone = try->flow;
    struct rect body = flow_body(canvas);
    alone.pieces[try->repeated] = *rows;
    alone.count = try->repeated + 1;
    return rows->together && flow_height(canvas, &alone, body.w) > body.h;
}

/* 0 parts when the answers have no room at this width. */
static void try_rows(const struct canvas *canvas, struct try *try, struct rows *rows)
{
    const struct tiles *tiles = rows->tiles;
    bool numbers = tiles_are_numbers(tiles->question);
    if (numbers)
        rows->numbers = numbers_by_width(canvas, tiles);
    else
        rows->grid = grid_by_words(canvas, tiles, try->columns);
    flow_add(&try->flow, rows_piece(canvas, rows));
    try->flow.repeated = try->repeated;
    bool fits = numbers ? rows->numbers.fits : rows->grid.px > 0;
    try->parts = fits ? flow_parts(canvas, &try->flow, flow_body(canvas)) : 0;
}

/* A title on every part is worth a part more; that a scale is seen as a whole, any number. */
static int cost_of(const struct canvas *canvas, const struct try *try)
{
    enum { SPLIT = 1000 };
    return try->parts * 2 + (try->repeated > 0 ? 0 : 3) + (is_split(canvas, try) ? SPLIT : 0);
}

enum { COLUMNS_MAX = 3 };

static struct try best_try(const struct canvas *canvas, const struct flow *words,
                           struct rows *ret_rows)
{
    struct try best = { .parts = 0 };
    struct rows tried = *ret_rows;
    int columns = tiles_are_numbers(ret_rows->tiles->question) ? 1 : COLUMNS_MAX;
    for (int i = 1; i <= columns; i++)
        for (int repeated = words->count > 0; repeated >= 0; repeated--) {
            struct try try = { .flow = *words, .columns = i, .repeated = repeated };
            try_rows(canvas, &try, &tried);
            if (try.parts == 0 ||
                (best.parts > 0 && cost_of(canvas, &try) >= cost_of(canvas, &best)))
                continue;
            best = try;
            *ret_rows = tried;
        }
    return best;
}

/* Higher, as a finger likes it, as far as that costs no part. */
static void raise_rows(const struct canvas *canvas, struct try *try, struct rows *rows)
{
    struct try higher = *try;
    struct piece *piece = &higher.flow.pieces[higher.flow.count - 1];
    bool numbers = tiles_are_numbers(rows->tiles->question);
    int *height = numbers ? &rows->numbers.height : &rows->grid.height;
    const struct theme *theme = &canvas->theme;
    int most = theme->compact ? theme->tile : theme->tile * 13 / 10, step = theme->s8;
    while (try->parts > 0 && *height < most) {
        piece->row_h = *height + step < most ? *height + step : most;
        if (flow_parts(canvas, &higher.flow, flow_body(canvas)) != try->parts ||
            is_split(canvas, &higher) != is_split(canvas, try))
            return;
        *try = higher;
        *height = piece->row_h;
    }
}

/* The title is as large as costs no part, and does not leave the answers for that. */
static struct try best_page(struct canvas *canvas, const struct heading *heading,
                            struct rows *ret_rows)
{
    struct try best = { .parts = 0 };
    for (int type = TYPE_TEXT; type <= TYPE_HUGE; type++) {
        struct rows rows = *ret_rows;
        struct flow words = words_of(canvas, rows.tiles, heading, (enum type)type);
        struct try try = best_try(canvas, &words, &rows);
        bool worse = best.parts > 0 && (try.parts > best.parts || try.repeated < best.repeated ||
                                        (is_split(canvas, &try) && !is_split(canvas, &best)));
        if (try.parts == 0 || worse)
            continue;
        best = try;
        *ret_rows = rows;
    }
    return best;
}

/* No answer's words are smaller than without larger text. */
static void keep_words(const struct canvas *canvas, struct tiles *tiles)
{
    for (int i = 0; i < tiles->count; i++) {
        int before = usual_px(canvas, tiles_words(canvas, tiles, i));
        tiles->least = before > tiles->least ? before : tiles->least;
    }
    tiles->most = tiles->least > tiles->most ? tiles->least : tiles->most;
}

void tiles_page(struct canvas *canvas, const struct question *question,
                const struct heading *heading, const struct foot *foot)
{
    const struct theme *theme = &canvas->theme;
    struct tiles_room room = { .most = theme->usual[TYPE_TEXT], .least = theme->usual[TYPE_TINY] };
    struct tiles tiles = tiles_of(canvas, question, &room);
    struct rows rows = { .tiles = &tiles };
    tiles.count = question->choice_count;
    keep_words(canvas, &tiles);
    struct try best = best_page(canvas, heading, &rows);
    if (best.parts > 0) {
        raise_rows(canvas, &best, &rows);
        grid_grow_pictures(canvas, &tiles, &rows.grid);
        best.flow.pieces[best.flow.count - 1].context = &rows;
    } else {
        best.flow = words_of(canvas, &tiles, heading, TYPE_TEXT);
        canvas->scene->overflow = true;
    }
    flow_page(canvas, &best.flow, foot);
}
