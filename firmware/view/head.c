/*
 * The head: who asks, at the start, and the tools, always in the same order at the end. Tools have
 * their words beside them, on a low panel under a picture; where the words of all of them have no
 * room they stand behind one button, the menu. On a standing panel the tools have a line of their
 * own.
 */
#include "view_int.h"
#include <string.h>

/* --- tools --- */

/* The first screen has the languages at its foot, and here what becomes of the answers. */
static bool has_languages(const struct canvas *canvas)
{
    const struct kiosk *kiosk = canvas->kiosk;
    bool elsewhere = kiosk->page == PAGE_LANGUAGES || kiosk->page == PAGE_ATTRACT;
    return kiosk->program->language_count > 1 && !elsewhere;
}

static bool has_privacy(const struct canvas *canvas)
{
    return canvas->kiosk->page == PAGE_ATTRACT;
}

static bool has_voice(const struct canvas *canvas)
{
    return kiosk_speaks(canvas->kiosk);
}

static bool always(const struct canvas *canvas)
{
    (void)canvas;
    return true;
}

/* In their order. A tool without a word has the language's name. */
static const struct {
    enum target_kind target;
    enum picture picture;
    enum wording_key word;
    bool (*is_here)(const struct canvas *canvas);
} tools[] = {
    { TARGET_MORE_LANGUAGES, PICTURE_LANGUAGE, WORD_COUNT, has_languages },
    { TARGET_PRIVACY, PICTURE_PRIVACY, WORD_PRIVACY_BUTTON, has_privacy },
    { TARGET_LISTEN, PICTURE_LISTEN, WORD_LISTEN, has_voice },
    { TARGET_DISPLAY, PICTURE_DISPLAY, WORD_DISPLAY, always },
    { TARGET_HELP, PICTURE_HELP, WORD_HELP, always },
};

int head_tools(const struct canvas *canvas, struct tool ret[TOOLS_MAX])
{
    int count = 0;
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (tools[i].is_here(canvas))
            ret[count++] = (struct tool){
                .target = { tools[i].target, 0 },
                .picture = tools[i].picture,
                .text = tools[i].word == WORD_COUNT ? canvas->wording->name
                                                    : canvas_word(canvas, tools[i].word),
            };
    return count;
}

/* The line of tools: how its buttons look, and how wide they are. */
struct bar {
    struct button buttons[TOOLS_MAX];
    int widths[TOOLS_MAX];
    int count, gap, whole;
};

static struct button tool_button(const struct tool *tool, int px, bool upright)
{
    return (struct button){
        .target = tool->target,
        .text = tool->text,
        .look = LOOK_OUTLINED,
        .type = TYPE_SMALL,
        .px = px,
        .icon = upright ? tool->picture : PICTURE_NONE,
        .upright = upright,
    };
}

/* All words of the row stand on one line, and all pictures above them are of one size. */
static void align_bar(const struct canvas *canvas, struct bar *bar)
{
    int above = 0, below = 0;
    for (int i = 0; i < bar->count; i++) {
        int own_above, own_below;
        part_button_reach(canvas, &bar->buttons[i], &own_above, &own_below);
        above = own_above > above ? own_above : above;
        below = own_below > below ? own_below : below;
    }
    for (int i = 0; i < bar->count; i++) {
        bar->buttons[i].above = above;
        bar->buttons[i].below = below;
    }
}

static struct bar bar_at(const struct canvas *canvas, int px, bool upright)
{
    const struct theme *theme = &canvas->theme;
    struct tool all[TOOLS_MAX];
    int padding = upright ? theme->s8 : theme->compact ? theme->s16 : theme->s24;
    struct bar bar = { .count = head_tools(canvas, all),
                       .gap = theme->compact || theme->portrait ? theme->s16 : theme->s24 };
    for (int i = 0; i < bar.count; i++) {
        bar.buttons[i] = tool_button(&all[i], px, upright);
        bar.widths[i] = part_button_width(canvas, &bar.buttons[i], padding);
        bar.whole += bar.widths[i] + (i > 0 ? bar.gap : 0);
    }
    if (upright)
        align_bar(canvas, &bar);
    return bar;
}

/* Has a picture above each word room to be as large as the word? */
static bool has_room_above(const struct canvas *canvas, const struct bar *bar)
{
    for (int i = 0; i < bar->count; i++)
        if (part_icon_px(canvas, &bar->buttons[i], canvas->theme.tool) < bar->buttons[i].px)
            return false;
    return true;
}

static bool holds_words(const struct canvas *canvas, const struct bar *bar)
{
    for (int i = 0; i < bar->count; i++)
        if (!part_button_holds(canvas, &bar->buttons[i], canvas->theme.tool))
            return false;
    return true;
}

static bool bar_holds(const struct canvas *canvas, int type, bool upright, struct bar *ret)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    *ret = bar_at(canvas, theme->type[type], upright);
    return ret->whole <= (theme->portrait ? whole : whole * 4 / 5) &&
           (upright ? has_room_above(canvas, ret) : holds_words(canvas, ret));
}

/* All words are of one size; pictures stand above them where the panel is small and their letters
 * are not too high, and on a standing panel rather than that the words of a language with long ones
 * are smaller or go into the menu. */
static bool bar_fits(const struct canvas *canvas, struct bar *ret)
{
    const struct theme *theme = &canvas->theme;
    bool small = theme->compact || theme->narrow;
    for (int type = TYPE_SMALL; type >= TYPE_TINY; type--)
        if ((small && bar_holds(canvas, type, true, ret)) || bar_holds(canvas, type, false, ret) ||
            (!small && theme->portrait && bar_holds(canvas, type, true, ret)))
            return true;
    return false;
}

static int menu_width(const struct canvas *canvas, const struct button *menu)
{
    const struct theme *theme = &canvas->theme;
    if (menu->text[0] == '\0')
        return theme->target;
    return part_button_width(canvas, menu, menu->upright ? theme->s8 : theme->s16);
}

/* Without its word, too, where that has no room, or leaves too little for all else. */
static struct button menu_button(const struct canvas *canvas, int height, bool worded)
{
    struct button menu = {
        .target = { TARGET_MENU, 0 },
        .text = canvas_word(canvas, WORD_MENU),
        .said = canvas_word(canvas, WORD_MENU),
        .look = LOOK_OUTLINED,
        .type = TYPE_SMALL,
        .icon = PICTURE_MENU,
    };
    bool small = canvas->theme.compact || canvas->theme.narrow;
    int least = canvas->theme.usual[TYPE_TINY];
    menu.px = small ? least : 0;
    menu.upright = small && part_icon_px(canvas, &menu, height) >= least;
    bool held = menu.upright || part_button_holds(canvas, &menu, height);
    int room = (canvas->panel.width - 2 * canvas->theme.margin) / 3;
    if (!worded || !held || menu_width(canvas, &menu) > room)
        menu.text = "";
    return menu;
}

int part_menu_start(const struct canvas *whole, int height, bool worded)
{
    struct canvas canvas = canvas_usual(whole);
    struct button menu = menu_button(&canvas, height, worded);
    return canvas.panel.width - canvas.theme.margin - menu_width(&canvas, &menu);
}

int part_menu_button(struct canvas *whole, int y, int height, bool worded)
{
    struct canvas canvas = canvas_usual(whole);
    struct button menu = menu_button(&canvas, height, worded);
    int width = menu_width(&canvas, &menu);
    int start = canvas.panel.width - canvas.theme.margin - width;
    part_button(&canvas, &menu, (struct rect){ start, y, width, height });
    return start;
}

/* What is to be one touch away stays beside the menu: as its picture alone. */
static int privacy_draw(struct canvas *canvas, int right)
{
    const struct theme *theme = &canvas->theme;
    struct button privacy = {
        .target = { TARGET_PRIVACY, 0 },
        .text = "",
        .said = canvas_word(canvas, WORD_PRIVACY_BUTTON),
        .look = LOOK_OUTLINED,
        .type = TYPE_SMALL,
        .icon = PICTURE_PRIVACY,
    };
    int x = right - theme->s16 - theme->tool;
    part_button(canvas, &privacy, (struct rect){ x, theme->tools_y, theme->tool, theme->tool });
    return x;
}

/* Across a standing panel the buttons share what is spare. */
static int bar_draw(struct canvas *canvas, struct bar *bar)
{
    const struct theme *theme = &canvas->theme;
    int right = canvas->panel.width - theme->margin;
    int spare = theme->portrait ? right - theme->margin - bar->whole : 0;
    for (int i = bar->count - 1; i >= 0; i--) {
        int width = bar->widths[i] + spare / bar->count;
        right -= width;
        part_button(canvas, &bar->buttons[i],
                    (struct rect){ right, theme->tools_y, width, theme->tool });
        right -= bar->gap;
    }
    return right;
}

/* --- who asks --- */

static const char *plain_name(const struct canvas *canvas)
{
    const struct program *program = canvas->kiosk->program;
    const struct survey *survey = program->survey;
    if (survey == NULL || !survey->has_about)
        return program->venue_name;
    const struct texts *owner = &survey->about.owner;
    bool stands_in = strcmp(program->venue_name, owner->in[survey->default_language]) == 0;
    return stands_in || program->venue_name[0] == '\0' ? canvas_survey_text(canvas, owner)
                                                       : program->venue_name;
}

struct local_text part_venue_name(const struct canvas *canvas)
{
    const struct brand *brand = &program_venue(canvas->kiosk->program)->brand;
    struct local_text name = local_text_for(&brand->name, canvas->wording->tag);
    if (name.tag == NULL)
        name.text = plain_name(canvas);
    return name;
}

/* While somebody helps with the answers, everybody at the screen can see that it is known. */
static struct local_text head_name(const struct canvas *canvas)
{
    if (canvas->kiosk->assisted)
        return (struct local_text){ NULL, canvas_word(canvas, WORD_WITH_HELP_MARK) };
    return part_venue_name(canvas);
}

/* As high as the line, before the name, in the accent's ink. Returns how much of the room it took.
 */
static int logo_draw(struct canvas *canvas, struct rect room)
{
    const struct brand *brand = &program_venue(canvas->kiosk->program)->brand;
    if (brand->logo == NULL)
        return 0;
    int height = room.h * 3 / 4, width = height * brand->logo_width / brand->logo_height;
    if (width > room.w)
        return 0;
    struct rect at = { room.x, room.y + (room.h - height) / 2, width, height };
    canvas_logo(canvas, at, brand->logo);
    return width + canvas->theme.s16;
}

static struct text name_text(const struct canvas *canvas)
{
    struct local_text name = head_name(canvas);
    return (struct text){
        .text = name.text,
        .language = name.tag,
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
        .inked = true,
    };
}

int part_name_height(const struct canvas *whole)
{
    struct canvas canvas = canvas_usual(whole);
    if (canvas.kiosk->program == NULL)
        return 0;
    struct text name = name_text(&canvas);
    int width = canvas.panel.width - 2 * canvas.theme.margin;
    name.max_lines = 1;
    bool held = name.text[0] != '\0' && canvas_fit(&canvas, &name, width, 0).fits;
    return held ? canvas_inked_height(&canvas, &name, width) : 0;
}

static bool name_fits(const struct canvas *canvas, const struct text *name, struct rect room)
{
    return name->text[0] != '\0' && room.w > 0 && room.h > 0 &&
           canvas_fit(canvas, name, room.w, room.h).fits;
}

/* A name that has no room is left out rather than cut: with larger text the room is for what is
 * asked, and the first screen says who asks. That somebody helps comes before a logo. */
static void venue_draw(struct canvas *canvas, struct rect room)
{
    int taken = canvas->kiosk->assisted || room.h == 0 ? 0 : logo_draw(canvas, room);
    room.x += taken;
    room.w -= taken;
    struct text venue = name_text(canvas);
    if (canvas->kiosk->assisted)
        canvas_say(canvas, venue.text);
    if (name_fits(canvas, &venue, room))
        canvas_text_middle(canvas, &venue, room);
}

/* Beside the tools, or above them. */
static struct rect name_room(const struct canvas *canvas, int right)
{
    const struct theme *theme = &canvas->theme;
    if (theme->portrait)
        return (struct rect){ theme->margin, theme->head_y, canvas->panel.width - 2 * theme->margin,
                              theme->name_h };
    return (struct rect){ theme->margin, theme->head_y, right - theme->s24 - theme->margin,
                          theme->tool };
}

bool part_head_names(const struct canvas *whole)
{
    struct canvas canvas = canvas_usual(whole);
    struct bar bar;
    int right = canvas.panel.width - canvas.theme.margin;
    right = bar_fits(&canvas, &bar) ? right - bar.whole - bar.gap
                                    : part_menu_start(whole, canvas.theme.tool, true);
    struct rect room = name_room(&canvas, right);
    struct text name = name_text(&canvas);
    return name_fits(&canvas, &name, room);
}

/* With larger text the tools keep their size, as far as it is large enough: the room is for what is
 * asked. */
void part_head(struct canvas *whole)
{
    struct canvas usual = canvas_usual(whole), *canvas = &usual;
    const struct theme *theme = &canvas->theme;
    struct bar bar;
    bool in_words = !canvas->leaves_by_menu && bar_fits(canvas, &bar);
    int right = in_words ? bar_draw(canvas, &bar)
                         : part_menu_button(whole, theme->tools_y, theme->tool, true);
    if (!in_words && has_privacy(canvas))
        right = privacy_draw(canvas, right);
    venue_draw(canvas, name_room(canvas, right));
}

/* --- the ribbon --- */

static struct text ribbon_text(enum wording_key word, const struct canvas *canvas, int px)
{
    return (struct text){
        .text = canvas_word(canvas, word),
        .px = px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_ON_ACCENT,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
        .inked = true,
    };
}

static int ribbon_room(const struct canvas *canvas)
{
    return canvas->panel.width - 2 * canvas->theme.s8;
}

/* The whole sentence, or a single word where even that is too long at the least size. */
static struct text ribbon_words(const struct canvas *canvas, int px)
{
    struct text text = ribbon_text(WORD_PRACTICE, canvas, px);
    bool fits = canvas_fit(canvas, &text, ribbon_room(canvas), 0).fits;
    return fits ? text : ribbon_text(WORD_PRACTICE_SHORT, canvas, px);
}

/* Its words are as large as its usual height allows, but not below the least. */
static struct text ribbon_at_size(const struct canvas *canvas)
{
    int usual = canvas->theme.usual_ribbon, most = canvas_floor(canvas, usual * 3 / 4);
    int least = canvas->theme.usual[TYPE_TINY];
    int air = canvas->theme.edge + 1;
    struct text text = ribbon_words(canvas, least);
    for (int px = most; px > least; px--) {
        struct text larger = ribbon_text(WORD_PRACTICE, canvas, px);
        if (canvas_fit(canvas, &larger, ribbon_room(canvas), usual + 2 * air).fits)
            return larger;
    }
    return text;
}

/* Where the line's top is when the ink stands in the middle; no line begins above the panel. */
static int ribbon_top(const struct fitted *fitted, int height)
{
    int y = (height + fitted->ink.above - fitted->ink.below - fitted->line_px) / 2;
    return y > 0 ? y : 0;
}

/* High enough for the ink: above its middle, below it, and below a line that begins at the top. */
int part_ribbon_height(const struct canvas *canvas)
{
    struct text text = ribbon_at_size(canvas);
    struct fitted fitted = canvas_fit(canvas, &text, ribbon_room(canvas), 0);
    int edge = canvas->theme.line, usual = canvas->theme.usual_ribbon;
    int height = fitted.ink.above + fitted.ink.below + 2 * edge;
    height = height > usual ? height : usual;
    int least = ribbon_top(&fitted, height) + fitted.line_px / 2 + fitted.ink.below + edge;
    return height > least ? height : least;
}

void part_ribbon(struct canvas *canvas)
{
    struct rect band = { 0, 0, canvas->panel.width, canvas->theme.ribbon };
    struct text text = ribbon_at_size(canvas);
    struct fitted fitted = canvas_fit(canvas, &text, ribbon_room(canvas), 0);
    canvas_box(canvas, band, COLOUR_ACCENT, COLOUR_NONE, 0, 0);
    int y = ribbon_top(&fitted, band.h);
    band.x = (band.w - ribbon_room(canvas)) / 2;
    band.w = ribbon_room(canvas);
    (void)canvas_fitted(canvas, &text, fitted, band, y);
    canvas_say(canvas, text.text);
}
