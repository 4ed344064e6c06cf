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

/* A lying screen holds at least what one of 800x480 at 7 inches does. */
static double most_unit(struct panel_size panel)
{
    double width = panel.width / 800.0, height = panel.height / 480.0;
    return (width < height ? width : height) * low_ppi / reference_ppi;
}

static int rounded(double value)
{
    return (int)(value + 0.5);
}

static void theme_type(struct theme *theme, double unit, int larger)
{
    static const int scale[TYPES + 1] = { 20, 22, 26, 30, 34, 44, 52, 72 };
    /* With larger text nothing begins under 50; what is smaller is for words that must step down.
     */
    static const int most[2][TYPES] = { { 38, 44, 50, 50, 54, 60, 72 },
                                        { 24, 30, 40, 40, 44, 50, 60 } };
    int step = theme->compact ? 0 : 1;
    for (int i = 0; i < TYPES; i++) {
        int size = scale[i + step];
        theme->usual[i] = rounded(size * unit);
        if (size < most[theme->compact][i])
            size += (most[theme->compact][i] - size) * larger / LARGEST;
        theme->type[i] = rounded(size * unit);
    }
}

static void theme_spaces(struct theme *theme, double unit)
{
    double shrink = theme->compact ? unit * 0.75 : unit;
    theme->s8 = rounded(8 * shrink);
    theme->s16 = rounded(16 * shrink);
    theme->s24 = rounded(24 * shrink);
    theme->s32 = rounded(32 * shrink);
    theme->s40 = rounded(40 * shrink);
    theme->margin = rounded(theme->compact ? 24 * unit : 56 * unit);
    theme->line = rounded(2 * unit);
    theme->edge = rounded(3 * unit);
    theme->thick = rounded((theme->compact ? 6 : 9) * unit);
    theme->round_key = rounded(14 * unit);
    theme->round_row = rounded(20 * unit);
    theme->round_tile = rounded(24 * unit);
}

void theme_make(struct theme *theme, struct panel_size panel, int larger, bool practice)
{
    double unit = theme_ppi(panel) / reference_ppi, mm = reference_ppi / mm_an_inch;
    int shorter = panel.width < panel.height ? panel.width : panel.height;
    bool portrait = panel.height > panel.width;
    /* A large panel is read from further away than its pitch says. */
    if (shorter / 800.0 > unit)
        unit = shorter / 800.0;
    /* On a denser one everything comes out smaller sooner than not at all. */
    if (!portrait && unit > most_unit(panel))
        unit = most_unit(panel);
    mm *= unit;
    memset(theme, 0, sizeof *theme);
    theme->portrait = portrait;
    theme->compact = panel.height / unit < 780;
    theme_type(theme, unit, larger);
    theme->title_least = rounded((theme->compact ? 27 : 30) * unit);
    theme->tall_title_least = rounded((theme->compact ? 31 : 34) * unit);
    theme_spaces(theme, unit);
    theme->target = (int)(12.9 * mm) + 1;
    theme->tile = (int)(20 * mm) + 1;
    theme->gap = rounded(7 * mm);
    theme->key = theme->compact ? (int)(12 * mm) + 1 : (int)(13 * mm);
    theme->bar = theme->compact ? theme->target : rounded(88 * unit);
    theme->head_y = theme->compact ? rounded(10 * unit) : rounded(28 * unit);
    theme->head_h = theme->target;
    theme->ribbon = practice ? rounded((theme->compact ? 20 : 30) * unit) : 0;
    if (practice)
        theme->head_y = theme->ribbon + rounded((theme->compact ? 2 : 6) * unit);
    theme->under_head = theme->compact ? theme->s16 : theme->s32;
    theme->under_title = theme->compact ? theme->s16 : theme->s24;
    int below = theme->compact ? rounded(12 * unit) : rounded(32 * unit);
    theme->foot_y = panel.height - below - theme->bar;
}

uint32_t view_colour(enum colour colour, bool contrast)
{
    static const uint32_t standard[COLOURS] = {
        [COLOUR_PAPER] = 0xFAF8F3,  [COLOUR_CARD] = 0xFFFFFF,       [COLOUR_SOFT] = 0xE9E4D8,
        [COLOUR_INK] = 0x18212F,    [COLOUR_MUTED] = 0x475162,      [COLOUR_EDGE] = 0x8B8677,
        [COLOUR_ACCENT] = 0x17456B, [COLOUR_ON_ACCENT] = 0xFFFFFF,  [COLOUR_TINT] = 0xE4EBF3,
        [COLOUR_FOCUS] = 0xFFD400,  [COLOUR_FOCUS_EDGE] = 0x000000, [COLOUR_VEIL] = 0xFAF8F3,
    };
    static const uint32_t contrasting[COLOURS] = {
        [COLOUR_PAPER] = 0x000000,  [COLOUR_CARD] = 0x000000,       [COLOUR_SOFT] = 0x000000,
        [COLOUR_INK] = 0xFFFFFF,    [COLOUR_MUTED] = 0xFFFFFF,      [COLOUR_EDGE] = 0xFFFFFF,
        [COLOUR_ACCENT] = 0xFFE14A, [COLOUR_ON_ACCENT] = 0x000000,  [COLOUR_TINT] = 0x332C00,
        [COLOUR_FOCUS] = 0xFFD400,  [COLOUR_FOCUS_EDGE] = 0x000000, [COLOUR_VEIL] = 0x000000,
    };
    if (colour >= COLOURS)
        return 0;
    return contrast ? contrasting[colour] : standard[colour];
}
