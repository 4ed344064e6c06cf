/* What screens have in common: buttons, titles, tiles, cards. */
#include "view_int.h"
#include <string.h>

static struct text button_text(const struct button *button)
{
    return (struct text){
        .text = button->text,
        .language = button->language,
        .largest = button->type,
        .smallest = TYPE_TINY,
        .px = button->px,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = button->lines > 0 ? button->lines : 1,
        .balanced = button->lines > 1,
    };
}

static enum picture sign_of(const struct button *button)
{
    return button->icon != PICTURE_NONE ? button->icon : button->arrow;
}

static int sign_px(const struct canvas *canvas, const struct button *button)
{
    if (sign_of(button) == PICTURE_NONE)
        return 0;
    return button->px > 0 ? button->px : canvas->theme.type[button->type];
}

/* Between an icon and its word; an arrow has its air in its drawing. */
static int sign_gap(const struct canvas *canvas, const struct button *button)
{
    return button->icon != PICTURE_NONE && button->text[0] != '\0' ? canvas->theme.s8 : 0;
}

static int words_width(const struct canvas *canvas, const struct button *button)
{
    struct text text = button_text(button);
    return text.text[0] != '\0' ? canvas_width_of(canvas, &text) : 0;
}

int part_button_width(const struct canvas *canvas, const struct button *button, int padding)
{
    int words = words_width(canvas, button);
    int sign = sign_px(canvas, button) + sign_gap(canvas, button);
    int width = (button->upright ? words : words + sign) + 2 * padding;
    return width > canvas->theme.target ? width : canvas->theme.target;
}

/* Between the words and the edges beside them. */
static int words_room(const struct canvas *canvas, const struct button *button, int width)
{
    return width - 2 * canvas->theme.s8 - sign_px(canvas, button) - sign_gap(canvas, button);
}

int part_button_height(const struct canvas *canvas, const struct button *button, int width)
{
    struct text text = button_text(button);
    int room = words_room(canvas, button, width);
    text.inked = true;
    if (text.text[0] == '\0')
        return canvas->theme.bar;
    if (room <= 0 || !canvas_fit(canvas, &text, room, 0).fits)
        return 0;
    bool lines = canvas_fit(canvas, &text, room, 0).lines > 1;
    int height = canvas_inked_height(canvas, &text, room) + (lines ? canvas->theme.s16 : 0);
    return height > canvas->theme.bar ? height : canvas->theme.bar;
}

bool part_button_holds(const struct canvas *canvas, const struct button *button, int height)
{
    enum { ENDLESS = 1 << 14 };
    struct text text = button_text(button);
    text.inked = true;
    return text.text[0] == '\0' || canvas_fit(canvas, &text, ENDLESS, height).fits;
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

/* Sign and word in one line, in the middle together. */
static void button_line(struct canvas *canvas, const struct button *button, struct text *text,
                        struct rect at)
{
    int sign = sign_px(canvas, button), gap = sign_gap(canvas, button);
    int most = at.w - sign - gap - 2 * canvas->theme.s8, words = words_width(canvas, button);
    words = button->lines > 1 && words > most ? most : words;
    int whole = words + gap + sign;
    int x = at.x + (at.w - whole) / 2, y = at.y + (at.h - sign) / 2;
    bool behind = sign_of(button) == PICTURE_ARROW_ON;
    struct rect picture = { behind ? x + words : x, y, sign, sign };
    struct rect room = { behind ? at.x : x + sign + gap, at.y, 0, at.h };
    room.w = behind ? x + words - room.x : at.x + at.w - room.x;
    if (button->lines > 1 && !behind)
        room.w = words;
    canvas_picture(canvas, picture, sign_of(button), text->colour);
    text->align = behind ? ALIGN_END : ALIGN_START;
    canvas_text_middle(canvas, text, room);
}

static int upright_pad(const struct canvas *canvas)
{
    return canvas->theme.line + canvas->theme.s8 / 2;
}

/* Words without a letter that reaches below the line stand on it as those beside them do. */
static int ink_below(const struct fitted *fitted)
{
    int tails = fitted->size_px * 6 / 10;
    return fitted->ink.below > tails ? fitted->ink.below : tails;
}

void part_button_reach(const struct canvas *canvas, const struct button *button, int *ret_above,
                       int *ret_below)
{
    struct text text = button_text(button);
    struct fitted fitted = canvas_fit(canvas, &text, 1 << 14, 0);
    int below = ink_below(&fitted);
    *ret_above = button->above > fitted.ink.above ? button->above : fitted.ink.above;
    *ret_below = button->below > below ? button->below : below;
}

int part_icon_px(const struct canvas *canvas, const struct button *button, int height)
{
    int above, below;
    part_button_reach(canvas, button, &above, &below);
    return height - above - below - 3 * upright_pad(canvas);
}

/* The word at the foot of the button, by its ink, and the icon in the room above it. */
static void button_upright(struct canvas *canvas, const struct button *button,
                           const struct text *text, struct rect at)
{
    struct fitted fitted = canvas_fit(canvas, text, at.w, 0);
    int above, below, pad = upright_pad(canvas);
    part_button_reach(canvas, button, &above, &below);
    int icon = part_icon_px(canvas, button, at.h), middle = at.y + at.h - pad - below;
    canvas_picture(canvas, (struct rect){ at.x + (at.w - icon) / 2, at.y + pad, icon, icon },
                   button->icon, text->colour);
    (void)canvas_fitted(canvas, text, fitted, at, middle - fitted.line_px / 2);
}

static void button_name(struct canvas *canvas, const struct button *button)
{
    bool own = button->said == NULL;
    canvas_name(canvas, button->target, own ? button->text : button->said,
                own ? button->language : NULL);
    if (button->target.kind == TARGET_MORE_LANGUAGES)
        canvas_name(canvas, button->target, canvas_word(canvas, WORD_CHOOSE_LANGUAGE), NULL);
}

void part_button(struct canvas *canvas, const struct button *button, struct rect at)
{
    struct text text = button_text(button);
    int inner = canvas->theme.s8;
    text.colour = button_ink(button);
    button_box(canvas, button, at);
    if (button->upright)
        button_upright(canvas, button, &text, at);
    else if (sign_of(button) != PICTURE_NONE)
        button_line(canvas, button, &text, at);
    else
        canvas_text_middle(canvas, &text,
                           (struct rect){ at.x + inner, at.y, at.w - 2 * inner, at.h });
    canvas_target(canvas, button->target, at);
    button_name(canvas, button);
}

struct button part_word_button(const struct canvas *canvas, enum target_kind kind,
                               enum wording_key word, enum look look)
{
    return (struct button){
        .target = { kind, 0 },
        .text = canvas_word(canvas, word),
        .look = look,
        .type = TYPE_BUTTON,
    };
}

void part_squeeze(int *widths, int count, int gap, int room)
{
    int whole = 0;
    for (int i = 0; i < count; i++)
        whole += widths[i];
    room -= gap * (count - 1);
    for (int i = 0; i < count && whole > room; i++)
        widths[i] = widths[i] * room / whole;
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

/* A standing panel has height for more lines of what stands under a title. */
static int most_lines_under(const struct canvas *canvas)
{
    return canvas->theme.portrait ? 6 : 3;
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
        .max_lines = most_lines_under(canvas),
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
    int top = y;
    y += canvas_text(canvas, &title, (struct rect){ x, y, width, 0 });
    y += canvas_text(canvas, &under, (struct rect){ x, y, width, 0 });
    canvas_words(canvas, (struct rect){ x, top, width, y - top });
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

/* No larger than the words under it. */
static struct text card_head(const struct card *card)
{
    return (struct text){
        .text = card->heading,
        .largest = card->type < TYPE_SMALL ? card->type : TYPE_SMALL,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_ACCENT,
        .max_lines = 2,
        .fixed = true,
    };
}

static struct text card_words(const struct card *card)
{
    return (struct text){
        .text = card->body,
        .language = card->language,
        .largest = card->type,
        .smallest = card->type,
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
    struct text head = card_head(card), words = card_words(card);
    int pad = card_pad(canvas), inner = width - 2 * pad;
    return 2 * pad + canvas_fit(canvas, &head, inner, 0).height + canvas->theme.s8 / 2 +
           canvas_fit(canvas, &words, inner, 0).height;
}

void part_card(struct canvas *canvas, const struct card *card, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    int pad = card_pad(canvas);
    struct rect inner = { at.x + pad, at.y + pad, at.w - 2 * pad, at.h - 2 * pad };
    struct text head = card_head(card), words = card_words(card);
    bool contrast = canvas->scene->contrast;
    canvas_box(canvas, at, COLOUR_SOFT, contrast ? COLOUR_EDGE : COLOUR_NONE,
               contrast ? theme->line : 0, theme->round_tile);
    int used = canvas_text(canvas, &head, inner) + theme->s8 / 2;
    inner.y += used;
    inner.h -= used;
    (void)canvas_text(canvas, &words, inner);
    canvas_say(canvas, card->heading);
    canvas_say_in(canvas, card->body,
                  card->language != NULL ? card->language : canvas->wording->tag);
}
