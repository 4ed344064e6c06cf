/* What screens have in common: buttons, the head with its tools, the foot, titles, tiles, cards. */
#include "view_int.h"
#include <string.h>

static struct text button_text(const struct button *button)
{
    return (struct text){
        .text = button->text,
        .language = button->language,
        .largest = button->type,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
}

static int arrow_px(const struct canvas *canvas, const struct button *button)
{
    return button->arrow == PICTURE_NONE ? 0 : canvas->theme.type[button->type];
}

int part_button_width(const struct canvas *canvas, const struct button *button, int padding)
{
    struct text text = button_text(button);
    int width = canvas_width_of(canvas, &text) + arrow_px(canvas, button) + 2 * padding;
    return width > canvas->theme.target ? width : canvas->theme.target;
}

static void button_box(struct canvas *canvas, const struct button *button, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    int radius = at.h > theme->target + theme->s8 ? theme->round_tile : theme->round_key;
    bool pressed = canvas_pressed(canvas, button->target);
    if (button->look == LOOK_PRIMARY)
        canvas_box(canvas, at, COLOUR_ACCENT, pressed ? COLOUR_INK : COLOUR_ACCENT,
                   pressed ? theme->thick : theme->edge, radius);
    else if (pressed)
        canvas_box(canvas, at, COLOUR_TINT, COLOUR_ACCENT, theme->thick, radius);
    else if (button->look == LOOK_OUTLINED)
        canvas_box(canvas, at, COLOUR_CARD, COLOUR_EDGE,
                   button->type == TYPE_SMALL ? theme->line : theme->edge, radius);
}

static enum colour button_ink(const struct button *button)
{
    static const enum colour inks[] = {
        [LOOK_PRIMARY] = COLOUR_ON_ACCENT,
        [LOOK_OUTLINED] = COLOUR_INK,
        [LOOK_PLAIN] = COLOUR_ACCENT,
    };
    return inks[button->look];
}

void part_button(struct canvas *canvas, const struct button *button, struct rect at)
{
    struct text text = button_text(button);
    int inner = canvas->theme.s8, arrow = arrow_px(canvas, button);
    text.colour = button_ink(button);
    button_box(canvas, button, at);
    if (arrow > 0) {
        struct text sizing = text;
        int whole = canvas_width_of(canvas, &sizing) + arrow;
        int x = at.x + (at.w - whole) / 2;
        canvas_picture(canvas, (struct rect){ x, at.y + (at.h - arrow) / 2, arrow, arrow },
                       button->arrow, text.colour);
        text.align = ALIGN_START;
        canvas_text_middle(canvas, &text,
                           (struct rect){ x + arrow, at.y, at.x + at.w - x - arrow, at.h });
    } else {
        canvas_text_middle(canvas, &text,
                           (struct rect){ at.x + inner, at.y, at.w - 2 * inner, at.h });
    }
    canvas_target(canvas, button->target, at);
}

static int tools(const struct canvas *canvas, struct button ret[3])
{
    const struct kiosk *kiosk = canvas->kiosk;
    int count = 0;
    bool languages = kiosk->program->language_count > 1 && kiosk->page != PAGE_LANGUAGES;
    struct button tool = { .look = LOOK_OUTLINED, .type = TYPE_SMALL };
    if (languages) {
        tool.target = (struct target){ TARGET_MORE_LANGUAGES, 0 };
        tool.text = canvas->wording->name;
        ret[count++] = tool;
    }
    tool.target = (struct target){ TARGET_DISPLAY, 0 };
    tool.text = canvas_word(canvas, WORD_DISPLAY);
    ret[count++] = tool;
    tool.target = (struct target){ TARGET_HELP, 0 };
    tool.text = canvas_word(canvas, WORD_HELP);
    ret[count++] = tool;
    return count;
}

/* The ribbon keeps its height whatever the display; its words are as large as it allows. */
void part_ribbon(struct canvas *canvas)
{
    struct canvas narrow = *canvas;
    struct rect band = { 0, 0, canvas->panel.width, canvas->theme.ribbon };
    struct text text = {
        .text = canvas_word(canvas, WORD_PRACTICE),
        .largest = TYPE_TINY,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_ON_ACCENT,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
        .fixed = true,
        .inked = true,
    };
    struct fitted fitted = { .fits = false };
    for (int size = band.h * 3 / 4; size > band.h / 3 && !fitted.fits; size--) {
        narrow.theme.type[TYPE_TINY] = size;
        fitted = canvas_fit(&narrow, &text, band.w, band.h + 2 * (canvas->theme.edge + 1));
    }
    canvas_box(canvas, band, COLOUR_ACCENT, COLOUR_NONE, 0, 0);
    int y = (band.h + fitted.ink.above - fitted.ink.below - fitted.line_px) / 2;
    (void)canvas_fitted(canvas, &text, fitted, band, y > 0 ? y : 0);
}

/* Narrows the buttons alike when together they are wider than the room; their words step down. */
void part_squeeze(int *widths, int count, int gap, int room)
{
    int whole = 0;
    for (int i = 0; i < count; i++)
        whole += widths[i];
    room -= gap * (count - 1);
    for (int i = 0; i < count && whole > room; i++)
        widths[i] = widths[i] * room / whole;
}

/* Where no venue has a name, the survey's owner stands in, in the language shown. */
static const char *venue_name(const struct canvas *canvas)
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

static void venue_draw(struct canvas *canvas, int right)
{
    const struct theme *theme = &canvas->theme;
    struct text venue = {
        .text = venue_name(canvas),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    struct rect room = { theme->margin, theme->head_y, right - theme->margin, theme->head_h };
    canvas_text_middle(canvas, &venue, room);
}

/* The venue's name stands at the start, the tools always at the same places at the end. With larger
 * text they keep their size: the room is for what is asked. */
void part_head(struct canvas *whole)
{
    struct canvas usual = canvas_usual(whole), *canvas = &usual;
    const struct theme *theme = &canvas->theme;
    struct button all[3];
    int widths[3], count = tools(canvas, all), right = canvas->panel.width - theme->margin;
    int room = (right - theme->margin) * 4 / 5;
    for (int i = 0; i < count; i++)
        widths[i] = part_button_width(canvas, &all[i], theme->compact ? theme->s16 : theme->s24);
    part_squeeze(widths, count, theme->s24, room);
    for (int i = count - 1; i >= 0; i--) {
        right -= widths[i];
        part_button(canvas, &all[i],
                    (struct rect){ right, theme->head_y, widths[i], theme->head_h });
        right -= theme->s24;
    }
    venue_draw(canvas, right);
}

static int foot_start_width(const struct canvas *canvas, const struct button *start)
{
    int side = canvas->theme.compact ? canvas->theme.s16 : canvas->theme.s24;
    return start != NULL ? part_button_width(canvas, start, side) : 0;
}

/* Its arrow, not its invisible edge, stands on the margin. */
static void foot_start(struct canvas *canvas, const struct button *start, int right)
{
    const struct theme *theme = &canvas->theme;
    int side = theme->compact ? theme->s16 : theme->s24, width = foot_start_width(canvas, start);
    int x = theme->margin - side - arrow_px(canvas, start) / 4;
    x = x < 0 ? 0 : x;
    if (x + width > right)
        canvas->scene->overflow = true;
    part_button(canvas, start, (struct rect){ x, theme->foot_y, width, theme->bar });
}

static int foot_gap(const struct canvas *canvas)
{
    return canvas->theme.portrait ? canvas->theme.s16 : canvas->theme.s24;
}

static void foot_widths(const struct canvas *canvas, const struct button *start,
                        const struct button *end, int count, int *ret_widths)
{
    const struct theme *theme = &canvas->theme;
    int padding = theme->compact || theme->portrait ? theme->s24 : theme->s40;
    int room = canvas->panel.width - 2 * theme->margin - foot_start_width(canvas, start);
    for (int i = 0; i < count; i++)
        ret_widths[i] = part_button_width(canvas, &end[i], padding);
    part_squeeze(ret_widths, count, foot_gap(canvas), room);
}

void part_foot(struct canvas *canvas, const struct button *start, const struct button *end,
               int count)
{
    const struct theme *theme = &canvas->theme;
    int widths[FOOT_BUTTONS_MAX], right = canvas->panel.width - theme->margin;
    foot_widths(canvas, start, end, count, widths);
    for (int i = count - 1; i >= 0; i--) {
        right -= widths[i];
        part_button(canvas, &end[i], (struct rect){ right, theme->foot_y, widths[i], theme->bar });
        right -= foot_gap(canvas);
    }
    if (start != NULL)
        foot_start(canvas, start, right + foot_gap(canvas));
}

static struct text heading_title(const struct heading *heading)
{
    return (struct text){
        .text = heading->title,
        .largest = heading->largest,
        .smallest = heading->largest < TYPE_TEXT ? heading->largest : TYPE_TEXT,
        .px = heading->px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 3,
        .balanced = true,
        .fixed = true,
    };
}

/* Smaller than its title, and with larger text not small. */
static int under_px(const struct canvas *canvas, const struct heading *heading)
{
    const struct theme *theme = &canvas->theme;
    int usual = theme->usual[heading->px < theme->usual[TYPE_BUTTON] ? TYPE_SMALL : TYPE_TEXT];
    int larger = heading->px * 3 / 4;
    return canvas->large && larger > usual ? larger : usual;
}

static struct text heading_under(const struct canvas *canvas, const struct heading *heading)
{
    return (struct text){
        .text = heading->description,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .px = heading->px > 0 ? under_px(canvas, heading) : 0,
        .colour = COLOUR_MUTED,
        .max_lines = 3,
    };
}

static int heading_top(const struct canvas *canvas)
{
    return canvas->theme.head_y + canvas->theme.head_h + canvas->theme.under_head;
}

int part_heading_measure(const struct canvas *canvas, const struct heading *heading)
{
    int width = canvas->panel.width - 2 * canvas->theme.margin, y = heading_top(canvas);
    struct text title = heading_title(heading), under = heading_under(canvas, heading);
    struct fitted head = canvas_fit(canvas, &title, width, 0);
    y += title.text[0] != '\0' ? head.height : 0;
    y += under.text[0] != '\0' ? canvas_fit(canvas, &under, width, 0).height : 0;
    return head.fits ? y : canvas->panel.height;
}

int part_heading(struct canvas *canvas, const struct heading *heading)
{
    int x = canvas->theme.margin, width = canvas->panel.width - 2 * x, y = heading_top(canvas);
    struct text title = heading_title(heading), under = heading_under(canvas, heading);
    y += canvas_text(canvas, &title, (struct rect){ x, y, width, 0 });
    y += canvas_text(canvas, &under, (struct rect){ x, y, width, 0 });
    canvas_say(canvas, heading->title);
    canvas_say(canvas, heading->description);
    return y;
}

struct rect part_tile_inside(const struct canvas *canvas, struct rect at, int pad)
{
    int edge = canvas->theme.thick - canvas->theme.edge;
    return (struct rect){ at.x + pad, at.y + edge, at.w - 2 * pad, at.h - 2 * edge };
}

void part_tile(struct canvas *canvas, struct target target, struct rect at, bool chosen)
{
    const struct theme *theme = &canvas->theme;
    bool thick = chosen || canvas_pressed(canvas, target);
    canvas_box(canvas, at, thick ? COLOUR_TINT : COLOUR_CARD, thick ? COLOUR_ACCENT : COLOUR_EDGE,
               thick ? theme->thick : theme->edge,
               at.h > theme->tile ? theme->round_tile : theme->round_row);
    canvas_target(canvas, target, at);
}

static struct text card_head(const char *heading)
{
    return (struct text){
        .text = heading,
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_ACCENT,
        .max_lines = 2,
    };
}

static struct text card_words(const char *body, enum type type)
{
    return (struct text){
        .text = body,
        .largest = type,
        .smallest = type,
        .colour = COLOUR_INK,
        .fixed = true,
    };
}

static int card_pad(const struct canvas *canvas)
{
    return canvas->theme.compact ? canvas->theme.s16 : canvas->theme.s32;
}

int part_card_height(const struct canvas *canvas, const struct card *card, int width)
{
    struct text head = card_head(card->heading), words = card_words(card->body, card->type);
    int pad = card_pad(canvas), inner = width - 2 * pad;
    return 2 * pad + canvas_fit(canvas, &head, inner, 0).height + canvas->theme.s8 / 2 +
           canvas_fit(canvas, &words, inner, 0).height;
}

void part_card(struct canvas *canvas, const struct card *card, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    int pad = card_pad(canvas);
    struct rect inner = { at.x + pad, at.y + pad, at.w - 2 * pad, at.h - 2 * pad };
    struct text head = card_head(card->heading), words = card_words(card->body, card->type);
    bool contrast = canvas->scene->contrast;
    canvas_box(canvas, at, COLOUR_SOFT, contrast ? COLOUR_EDGE : COLOUR_NONE,
               contrast ? theme->line : 0, theme->round_tile);
    int used = canvas_text(canvas, &head, inner) + theme->s8 / 2;
    inner.y += used;
    inner.h -= used;
    (void)canvas_text(canvas, &words, inner);
    canvas_say(canvas, card->heading);
    canvas_say(canvas, card->body);
}
