/* Every language by its own name, as tiles of one size. */
#include "view_int.h"

/* Where the tiles stand. */
struct tiles_grid {
    int columns, rows;
    int width, height, gap;
    int px; /* of all names */
};

static struct text name_text(const struct canvas *canvas, int language)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    return (struct text){
        .text = wording->name,
        .language = wording->tag,
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
}

/* The largest size in which every name stands in its tile: none is to look like less. */
static int names_px(const struct canvas *canvas, const struct tiles_grid *grid)
{
    int px = canvas->theme.type[TYPE_BUTTON];
    struct rect tile = { 0, 0, grid->width, grid->height };
    struct rect inside = part_tile_inside(canvas, tile, canvas->theme.s16);
    for (int i = 0; i < canvas->kiosk->program->language_count; i++) {
        struct text name = name_text(canvas, i);
        struct fitted fitted = canvas_fit(canvas, &name, inside.w, inside.h);
        px = fitted.size_px < px ? fitted.size_px : px;
    }
    return px;
}

static void language_tile(struct canvas *canvas, int language, int px, struct rect at)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    struct target target = { TARGET_LANGUAGE, (uint32_t)language };
    struct text name = name_text(canvas, language);
    name.px = px;
    part_tile(canvas, target, at, language == canvas->kiosk->language);
    canvas_text_middle(canvas, &name, part_tile_inside(canvas, at, canvas->theme.s16));
    canvas_name(canvas, target, wording->name, wording->tag);
    if (language == canvas->kiosk->language)
        canvas_name(canvas, target, canvas_word(canvas, WORD_SAY_CHOSEN), NULL);
    canvas_name_position(canvas, target, language + 1, canvas->kiosk->program->language_count);
}

/* A low panel holds two rows. */
static int columns_for(const struct theme *theme, int count)
{
    if (theme->portrait)
        return count > 8 ? 2 : 1;
    int lying = count <= 6 ? 2 : 3;
    int low = (count + 1) / 2;
    return theme->compact && low > lying ? low : lying;
}

static struct tiles_grid grid_of(const struct canvas *canvas, int columns)
{
    const struct theme *theme = &canvas->theme;
    int count = canvas->kiosk->program->language_count;
    struct tiles_grid grid = { .columns = columns,
                               .rows = (count + columns - 1) / columns,
                               .height = theme->tile,
                               .gap = theme->s24 };
    int whole = canvas->panel.width - 2 * theme->margin;
    grid.width = (whole - grid.gap * (columns - 1)) / columns;
    return grid;
}

/* So high that every name stands in its tile at the least size. */
static int row_height(const struct canvas *canvas)
{
    int height = canvas->theme.target;
    for (int i = 0; i < canvas->kiosk->program->language_count; i++) {
        const struct wording *wording = canvas->kiosk->program->wordings[i];
        struct text name = { .text = wording->name,
                             .language = wording->tag,
                             .px = canvas->theme.usual[TYPE_TINY],
                             .weight = WEIGHT_BOLD,
                             .inked = true };
        struct rect tile = { 0, 0, 1 << 14, height };
        while (!canvas_fit(canvas, &name, tile.w, part_tile_inside(canvas, tile, 0).h).fits &&
               tile.h < canvas->panel.height)
            tile.h += canvas->theme.s8;
        height = tile.h;
    }
    return height;
}

static void row_draw(struct canvas *canvas, const void *context, int row, struct rect at)
{
    const struct tiles_grid *grid = context;
    for (int i = 0; i < grid->columns; i++) {
        int language = row * grid->columns + i;
        if (language < canvas->kiosk->program->language_count)
            language_tile(
                canvas, language, grid->px,
                (struct rect){ at.x + i * (grid->width + grid->gap), at.y, grid->width, at.h });
    }
}

static struct button back_button(const struct canvas *canvas)
{
    return (struct button){
        .target = { TARGET_BACK, 0 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
}

/* In two columns where the longest name has room in one, and more parts. */
static void in_parts(struct canvas *canvas)
{
    struct button back = back_button(canvas);
    struct flow flow = { .count = 0 };
    struct tiles_grid grid = grid_of(canvas, canvas->theme.narrow ? 1 : 2);
    struct text title = { .text = canvas_word(canvas, WORD_CHOOSE_LANGUAGE),
                          .largest = TYPE_TEXT,
                          .smallest = TYPE_TINY,
                          .weight = WEIGHT_BOLD,
                          .colour = COLOUR_INK };
    struct foot foot = { .start = &back,
                         .y = canvas->theme.foot_y,
                         .right = canvas->panel.width - canvas->theme.margin };
    grid.height = row_height(canvas);
    grid.px = names_px(canvas, &grid);
    flow_title(canvas, &flow, (struct piece){ .text = title });
    flow_add(&flow, (struct piece){ .rows = grid.rows,
                                    .row_h = grid.height,
                                    .row_gap = canvas->theme.s16,
                                    .draw = row_draw,
                                    .context = &grid,
                                    .above = canvas->theme.s16 });
    flow.repeated = 1;
    if (flow_parts(canvas, &flow, flow_body(canvas)) == 0)
        flow.repeated = 0;
    flow_page(canvas, &flow, &foot);
}

static void at_once(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct tiles_grid grid =
        grid_of(canvas, columns_for(theme, canvas->kiosk->program->language_count));
    struct heading heading = { canvas_word(canvas, WORD_CHOOSE_LANGUAGE), "", TYPE_HEAD, 0 };
    struct button back = back_button(canvas);
    part_head(canvas);
    int bottom = theme->foot_y - theme->s24;
    int top = part_heading(canvas, &heading) + theme->under_title;
    int height = (bottom - top - grid.gap * (grid.rows - 1)) / grid.rows;
    height = height > theme->tile ? theme->tile : height;
    canvas->scene->overflow |= height < theme->target;
    grid.height = height;
    grid.px = names_px(canvas, &grid);
    for (int i = 0; i < grid.rows; i++)
        row_draw(canvas, &grid, i,
                 (struct rect){ theme->margin, top + i * (height + grid.gap), 0, height });
    part_foot(canvas, &back, NULL, 0);
}

void screen_languages(struct canvas *canvas)
{
    if (canvas->in_parts)
        in_parts(canvas);
    else
        at_once(canvas);
}
