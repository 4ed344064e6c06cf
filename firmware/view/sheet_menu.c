/*
 * The menu: the tools as pictures with their words under them, or one under another with the words
 * beside, where no two have room side by side; and the way out, where the foot has no room for it.
 * Its rows are as full as one another, and what one lacks its buttons share, so that all of them
 * end at one line. That somebody helps is said here too: it would be a third tap from here to the
 * sheet on help.
 */
#include "sheet.h"

enum { ENTRIES_MAX = TOOLS_MAX + 1, COLUMNS_MAX = 4 };

struct menu {
    struct button entries[ENTRIES_MAX];
    int count, columns;
    int width, height, gap;
};

static struct button entry(const struct tool *tool)
{
    return (struct button){
        .target = tool->target,
        .text = tool->text,
        .look = LOOK_OUTLINED,
        .type = TYPE_TEXT,
        .icon = tool->picture,
    };
}

static struct menu menu_of(const struct canvas *canvas)
{
    struct tool tools[TOOLS_MAX];
    struct menu menu = { .gap = canvas->theme.s16 };
    int count = head_tools(canvas, tools);
    for (int i = 0; i < count; i++)
        if (tools[i].target.kind != TARGET_PRIVACY) /* it stands beside the menu */
            menu.entries[menu.count++] = entry(&tools[i]);
    struct tool leave = { .target = { TARGET_LEAVE, 0 },
                          .picture = PICTURE_LEAVE,
                          .text = canvas_word(canvas, WORD_LEAVE) };
    if (canvas->leaves_by_menu)
        menu.entries[menu.count++] = entry(&leave);
    return menu;
}

static bool words_fit(const struct canvas *canvas, const struct menu *menu)
{
    for (int i = 0; i < menu->count; i++)
        if (part_button_width(canvas, &menu->entries[i], canvas->theme.s8) > menu->width)
            return false;
    return true;
}

static void set_columns(const struct canvas *canvas, struct menu *menu, int columns)
{
    menu->columns = columns;
    menu->width = (leaf_width(canvas) - menu->gap * (columns - 1)) / columns;
}

static int highest(const struct canvas *canvas, const struct menu *menu)
{
    int height = canvas->theme.bar;
    for (int i = 0; i < menu->count; i++) {
        int own = part_button_height(canvas, &menu->entries[i], menu->width);
        height = own > height ? own : height;
    }
    return height;
}

static int rows_of(const struct menu *menu, int columns)
{
    return (menu->count + columns - 1) / columns;
}

/* No row is fuller than it must be for so many rows: four are two and two, never three and one. */
static int even_columns(const struct menu *menu, int columns)
{
    int rows = rows_of(menu, columns);
    return rows > 0 ? (menu->count + rows - 1) / rows : columns;
}

/* All words stand on one line of their row, and all pictures above them are of one size, half as
 * large again as the words. */
static int upright_height(const struct canvas *canvas, struct menu *menu, int px)
{
    int above = 0, below = 0, usual = px * 3 + canvas->theme.s32;
    for (int i = 0; i < menu->count; i++) {
        int own_above, own_below;
        part_button_reach(canvas, &menu->entries[i], &own_above, &own_below);
        above = own_above > above ? own_above : above;
        below = own_below > below ? own_below : below;
    }
    for (int i = 0; i < menu->count; i++) {
        menu->entries[i].above = above;
        menu->entries[i].below = below;
    }
    int spare = part_icon_px(canvas, &menu->entries[0], usual), icon = px * 3 / 2;
    return spare >= icon ? usual : usual + icon - spare;
}

/* So many columns; one column has the words beside the pictures. All words are of one size, and
 * many stand in one row only where they need not be small for that. */
static bool lay_out(const struct canvas *canvas, struct menu *menu, int columns)
{
    enum { MANY = 4 };
    const struct theme *theme = &canvas->theme;
    int least = columns >= MANY ? TYPE_SMALL : TYPE_TINY;
    set_columns(canvas, menu, columns);
    for (int type = TYPE_TEXT; type >= least; type--) {
        int px = theme->type[type];
        for (int i = 0; i < menu->count; i++) {
            menu->entries[i].px = px;
            menu->entries[i].upright = columns > 1;
            menu->entries[i].above = menu->entries[i].below = 0;
        }
        menu->height = columns > 1 ? upright_height(canvas, menu, px) : highest(canvas, menu);
        if (words_fit(canvas, menu))
            return true;
    }
    return false;
}

/* One column with words in two lines, where the longest have no room in one. */
static void lay_out_high(const struct canvas *canvas, struct menu *menu)
{
    set_columns(canvas, menu, 1);
    for (int i = 0; i < menu->count; i++) {
        menu->entries[i].px = canvas->theme.type[TYPE_TINY];
        menu->entries[i].upright = false;
        menu->entries[i].lines = 2;
    }
    menu->height = highest(canvas, menu);
}

static void draw_row(struct canvas *canvas, const void *context, int row, struct rect at)
{
    const struct menu *menu = context;
    int first = row * menu->columns, left = menu->count - first;
    int count = left < menu->columns ? left : menu->columns;
    int width = (at.w - menu->gap * (count - 1)) / count;
    for (int i = 0; i < count; i++)
        part_button(canvas, &menu->entries[first + i],
                    (struct rect){ at.x + i * (width + menu->gap), at.y, width, at.h });
}

void sheet_menu(struct canvas *canvas)
{
    static const struct settings helped = { { SETTING_ASSISTED }, 1 };
    struct menu menu = menu_of(canvas);
    int columns = COLUMNS_MAX;
    while (columns > 0 && !lay_out(canvas, &menu, even_columns(&menu, columns)))
        columns--;
    if (columns == 0)
        lay_out_high(canvas, &menu);
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_MENU),
        .rows = { .rows = rows_of(&menu, menu.columns),
                  .row_h = menu.height,
                  .row_gap = menu.gap,
                  .draw = draw_row,
                  .context = &menu,
                  .above = canvas->theme.s8 },
        .settings = settings_rows(canvas, &helped),
        .largest = TYPE_SUB,
        .buttons = { part_word_button(canvas, TARGET_CLOSE, WORD_CLOSE, LOOK_PRIMARY) },
        .button_count = 1,
    };
    if (canvas->large) { /* where there may be parts, it is on the first of them */
        struct piece tools = leaf.rows;
        leaf.rows = leaf.settings;
        leaf.rows.above = tools.above;
        leaf.settings = tools;
        leaf.settings.above = menu.gap;
        leaf.may_lack_title = true;
    }
    leaf_draw(canvas, &leaf);
}
