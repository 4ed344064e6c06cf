/*
 * The one theme: colours, and sizes that derive from millimetres. The numbers are pixels at 149
 * ppi, the pitch of a 10.1 inch panel of 1280x800.
 */
#include "view_int.h"
#include <string.h>

static const double reference_ppi = 149.0, low_ppi = 133.0, mm_an_inch = 25.4;

/* Where nobody knows the pitch, the usual panel of that size is taken. */
double theme_ppi(struct panel_size panel)
{
    if (panel.ppi > 0)
        return panel.ppi;
    if (panel.width == 800 && panel.height == 480)
        return low_ppi;
    if (panel.width == 1080 && panel.height == 1920)
        return 102.0;
    return reference_ppi;
}

/* EN 301 549, 5.1.4: the height of a capital H is 0.7 degrees of the eye's view, and by its formula
 * that is so many parts of the distance. Of an em of Noto Sans an H is 714 thousandths high. */
int theme_least(struct panel_size panel)
{
    static const double parts = 0.7 * 3.14159265358979 / 180, capital = 0.714;
    int distance_mm = panel.distance_mm > 0 ? panel.distance_mm : USUAL_DISTANCE_MM;
    double px = parts * distance_mm / capital * theme_ppi(panel) / mm_an_inch;
    int whole = (int)px;
    return whole < px ? whole + 1 : whole;
}

/* A lying screen holds at least what one of 800x480 at 7 inches does. */
static double most_unit(struct panel_size panel)
{
    double width = panel.width / 800.0, height = panel.height / 480.0;
    return (width < height ? width : height) * low_ppi / reference_ppi;
}

/* How many pixels one of the reference panel's is. A large panel is read from further away than its
 * pitch says; on a denser one everything comes out smaller sooner than not at all. */
static double unit_of(struct panel_size panel)
{
    double unit = theme_ppi(panel) / reference_ppi;
    int shorter = panel.width < panel.height ? panel.width : panel.height;
    if (shorter / 800.0 > unit)
        unit = shorter / 800.0;
    if (panel.height <= panel.width && unit > most_unit(panel))
        unit = most_unit(panel);
    return unit;
}

static int rounded(double value)
{
    return (int)(value + 0.5);
}

static int at_least(int size, int least)
{
    return size > least ? size : least;
}

/* Larger text begins nowhere under 50 where there is room, and is nowhere under the least. */
static void theme_type(struct theme *theme, double unit, int larger)
{
    static const int scale[TYPES + 1] = { 20, 22, 26, 30, 34, 44, 52, 72 };
    static const int most[TYPES] = { 38, 44, 50, 50, 54, 60, 72 };
    int step = theme->compact ? 0 : 1;
    for (int i = 0; i < TYPES; i++) {
        int size = scale[i + step];
        theme->usual[i] = at_least(rounded(size * unit), theme->least);
        if (size < most[i])
            size += (most[i] - size) * larger / LARGEST;
        theme->type[i] = at_least(rounded(size * unit), theme->least);
    }
    theme->title_least = at_least(rounded((theme->compact ? 27 : 30) * unit), theme->least);
    theme->tall_title_least = at_least(rounded((theme->compact ? 31 : 34) * unit), theme->least);
}

static void theme_spaces(struct theme *theme, double unit)
{
    double shrink = theme->compact ? unit * 0.75 : unit;
    theme->s8 = rounded(8 * shrink);
    theme->s16 = rounded(16 * shrink);
    theme->s24 = rounded(24 * shrink);
    theme->s32 = rounded(32 * shrink);
    theme->s40 = rounded(40 * shrink);
    theme->margin = rounded(theme->compact || theme->narrow ? 24 * unit : 56 * unit);
    theme->line = rounded(2 * unit);
    theme->edge = rounded(3 * unit);
    theme->thick = rounded((theme->compact ? 6 : 9) * unit);
    theme->round_key = rounded(14 * unit);
    theme->round_row = rounded(20 * unit);
    theme->round_tile = rounded(24 * unit);
}

/* Pixels of a millimetre of a key. A panel of 7 inches may be a little denser than what its layout
 * is drawn for: keys, which are the smallest, keep their true size there. On a smaller one they
 * cannot. */
static double key_mm(struct panel_size panel, double unit)
{
    static const double little = 1.05;
    double drawn = reference_ppi * unit, real = theme_ppi(panel);
    return (real > drawn && real < drawn * little ? real : drawn) / mm_an_inch;
}

/* How low keys may be where what is written has no room else: 12 mm of the real panel, but not much
 * lower than they are drawn for. */
static int key_lowest(const struct theme *theme, struct panel_size panel)
{
    int drawn = theme->key * 3 / 4, real = (int)(12 * theme_ppi(panel) / mm_an_inch) + 1;
    int lowest = at_least(drawn, real);
    return lowest < theme->key_least + 1 ? lowest : theme->key_least + 1;
}

static void theme_targets(struct theme *theme, double unit, double key, int words)
{
    double mm = reference_ppi / mm_an_inch * unit;
    theme->target = (int)(12.9 * mm) + 1;
    theme->tile = (int)(20 * mm) + 1;
    theme->gap = rounded(7 * mm);
    theme->key_least = (int)(12 * key);
    theme->key = theme->compact ? theme->key_least + 1 : (int)(13 * mm);
    theme->row = at_least(theme->target, words);
    theme->tool = theme->compact ? theme->target : theme->row;
    theme->bar = at_least(theme->compact ? theme->target : rounded(88 * unit), words);
}

/* From the top: the ribbon, the head, the air under it. A standing panel has the name above the
 * tools, each on a line of its own. */
static void theme_head(struct theme *theme, double unit, struct display display)
{
    theme->usual_ribbon = rounded((theme->compact ? 20 : 30) * unit);
    theme->ribbon = display.ribbon;
    theme->head_y = theme->compact ? rounded(10 * unit) : rounded(28 * unit);
    if (display.ribbon > 0)
        theme->head_y = theme->ribbon + rounded((theme->compact ? 2 : 6) * unit);
    int name = at_least(at_least(rounded(48 * unit), theme->least * 3 / 2), display.name);
    theme->name_h = theme->portrait && !display.nameless ? name : 0;
    theme->tools_y = theme->head_y + (theme->name_h > 0 ? theme->name_h + theme->s16 : 0);
    theme->head_h = theme->tools_y + theme->tool - theme->head_y;
    theme->under_head = theme->compact ? theme->s16 : theme->s32;
    theme->under_title = theme->compact ? theme->s16 : theme->s24;
}

/* Too narrow for wide margins: as it is, or for letters of the least size of larger text. */
static bool is_narrow(struct panel_size panel, double unit, bool large)
{
    enum { UNITS = 640, LETTERS = 17 };
    return panel.width / unit < UNITS || (large && panel.width < LETTERS * theme_least(panel));
}

void theme_make(struct theme *theme, struct panel_size panel, struct display display)
{
    double unit = unit_of(panel);
    memset(theme, 0, sizeof *theme);
    theme->portrait = panel.height > panel.width;
    theme->compact = display.compact || panel.height / unit < 740;
    theme->least = display.large ? theme_least(panel) * (100 - display.less) / 100 : 0;
    theme->narrow = theme->portrait && is_narrow(panel, unit, display.large);
    theme_type(theme, unit, display.larger);
    theme_spaces(theme, unit);
    theme_targets(theme, unit, key_mm(panel, unit), display.words);
    theme->key_lowest = key_lowest(theme, panel);
    theme_head(theme, unit, display);
    int below = theme->compact ? rounded(12 * unit) : rounded(32 * unit);
    theme->foot_rows = 1 + display.more_rows;
    theme->foot_y =
        panel.height - below - theme->bar - (theme->foot_rows - 1) * (theme->bar + theme->s16);
}

uint32_t view_colour(enum colour colour, bool contrast)
{
    static const uint32_t standard[COLOURS] = {
        [COLOUR_PAPER] = 0xFAF8F3,  [COLOUR_CARD] = 0xFFFFFF,       [COLOUR_SOFT] = 0xE9E4D8,
        [COLOUR_INK] = 0x18212F,    [COLOUR_MUTED] = 0x475162,      [COLOUR_EDGE] = 0x8B8677,
        [COLOUR_ACCENT] = 0x17456B, [COLOUR_ON_ACCENT] = 0xFFFFFF,  [COLOUR_TINT] = 0xE4EBF3,
        [COLOUR_FOCUS] = 0xFFD400,  [COLOUR_FOCUS_EDGE] = 0x000000, [COLOUR_VEIL] = 0xFAF8F3,
        [COLOUR_NIGHT] = 0x000000,  [COLOUR_NIGHT_INK] = 0x9AA3B1,
    };
    static const uint32_t contrasting[COLOURS] = {
        [COLOUR_PAPER] = 0x000000,  [COLOUR_CARD] = 0x000000,       [COLOUR_SOFT] = 0x000000,
        [COLOUR_INK] = 0xFFFFFF,    [COLOUR_MUTED] = 0xFFFFFF,      [COLOUR_EDGE] = 0xFFFFFF,
        [COLOUR_ACCENT] = 0xFFE14A, [COLOUR_ON_ACCENT] = 0x000000,  [COLOUR_TINT] = 0x332C00,
        [COLOUR_FOCUS] = 0xFFD400,  [COLOUR_FOCUS_EDGE] = 0x000000, [COLOUR_VEIL] = 0x000000,
        [COLOUR_NIGHT] = 0x000000,  [COLOUR_NIGHT_INK] = 0xFFFFFF,
    };
    if (colour >= COLOURS)
        return 0;
    return contrast ? contrasting[colour] : standard[colour];
}
