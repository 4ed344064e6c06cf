/* Sheets over a veiled page: are you still there, Display, Listen, help, the menu. What lies under
 * them is asleep. A sheet is as large as its words need, and has parts where it cannot hold them at
 * once.
 */
#include "sheet.h"
#include <string.h>

static void put_to_sleep(struct canvas *canvas)
{
    struct scene *scene = canvas->scene;
    for (int i = 0; i < scene->target_count; i++)
        scene->targets[i].live = false;
    scene->said_count = 0;
    canvas_box(canvas, (struct rect){ 0, 0, scene->width, scene->height }, COLOUR_VEIL, COLOUR_NONE,
               0, 0);
}

/* --- how a leaf is laid out --- */

static int card_width(const struct canvas *canvas)
{
    bool wide = canvas->theme.portrait || canvas->theme.compact || canvas->large;
    return wide ? canvas->panel.width - 2 * canvas->theme.margin : canvas->panel.width * 11 / 16;
}

static int pad_of(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return theme->compact || theme->narrow ? theme->s24 : theme->s40 + theme->s16;
}

int leaf_width(const struct canvas *canvas)
{
    return card_width(canvas) - 2 * pad_of(canvas);
}

static struct text leaf_title(const struct canvas *canvas, const struct leaf *leaf, enum type type)
{
    int px = canvas->theme.type[type];
    return (struct text){
        .text = leaf->title,
        .px = px > usual_title(canvas) ? px : usual_title(canvas),
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .balanced = true,
        .fixed = true,
    };
}

static struct text leaf_line(const struct leaf *leaf, int line, enum type type)
{
    bool strong = leaf->strong && line == 0;
    return (struct text){
        .text = leaf->lines[line],
        .language = leaf->language[line],
        .largest = type,
        .smallest = type,
        .weight = strong ? WEIGHT_BOLD : WEIGHT_REGULAR,
        .colour = strong ? COLOUR_INK : COLOUR_MUTED,
        .fixed = true,
    };
}

static struct flow words_flow(const struct canvas *canvas, const struct leaf *leaf, enum type title)
{
    struct flow flow = { .count = 0 };
    enum type words = title > TYPE_TEXT ? TYPE_TEXT : title > TYPE_TINY ? title - 1 : TYPE_TINY;
    flow_text(&flow, leaf_title(canvas, leaf, title), 0);
    for (int i = 0; i < LEAF_LINES; i++)
        if (leaf->lines[i] != NULL && leaf->lines[i][0] != '\0')
            flow_add(&flow, (struct piece){ .text = leaf_line(leaf, i, words),
                                            .above = i > 0 ? 0 : canvas->theme.s8,
                                            .said = leaf->said[i] });
    if (leaf->rows.rows > 0)
        flow_add(&flow, leaf->rows);
    if (leaf->settings.rows > 0)
        flow_add(&flow, leaf->settings);
    return flow;
}

/* --- its buttons --- */

enum { ALL_BUTTONS = LEAF_BUTTONS + 2 };

/* In as many rows as they need, all of one height and all words of one size. */
struct buttons {
    struct button all[ALL_BUTTONS];
    struct rect places[ALL_BUTTONS]; /* from the corner of their room */
    int count, height;
    bool fits;
};

static int bar_height(const struct canvas *canvas, const struct buttons *buttons)
{
    int highest = canvas->theme.bar;
    for (int i = 0; i < buttons->count; i++) {
        int own = part_button_height(canvas, &buttons->all[i], buttons->places[i].w);
        highest = own > highest ? own : highest;
    }
    return highest;
}

/* Which row each stands in, x from its start, no wider than the row. Returns how many rows. */
static int place_in_rows(const struct canvas *canvas, struct buttons *buttons, int width,
                         int padding)
{
    const struct theme *theme = &canvas->theme;
    int x = 0, row = 0;
    for (int i = 0; i < buttons->count; i++) {
        int own = part_button_width(canvas, &buttons->all[i], padding);
        bool wraps = x > 0 && x + own > width;
        x = wraps ? 0 : x;
        row += wraps;
        buttons->places[i] = (struct rect){ x, row, own < width ? own : width, 0 };
        x += own + theme->s24;
    }
    return row + 1;
}

/* Rows one under another end at one line. */
static void fill_rows(struct buttons *buttons, int width)
{
    for (int first = 0, end; first < buttons->count; first = end) {
        struct rect *places = buttons->places;
        for (end = first + 1; end < buttons->count && places[end].y == places[first].y;)
            end++;
        int count = end - first, spare = width - places[end - 1].x - places[end - 1].w;
        for (int i = first; i < end; i++) {
            places[i].x += spare * (i - first) / count;
            places[i].w += spare / count;
        }
    }
}

static void place_all(const struct canvas *canvas, struct buttons *buttons, int width)
{
    const struct theme *theme = &canvas->theme;
    int padding = theme->compact || theme->narrow ? theme->s24 : theme->s40;
    int rows = place_in_rows(canvas, buttons, width, padding), step = theme->s16;
    if (rows > 1)
        rows = place_in_rows(canvas, buttons, width, theme->s24);
    if (rows > 1)
        fill_rows(buttons, width);
    int bar = bar_height(canvas, buttons);
    for (int i = 0; i < buttons->count; i++) {
        buttons->places[i].y *= bar + step;
        buttons->places[i].h = bar;
    }
    buttons->height = rows * (bar + step) - step;
}

static bool words_have_room(const struct canvas *canvas, const struct buttons *buttons)
{
    for (int i = 0; i < buttons->count; i++)
        if (part_button_height(canvas, &buttons->all[i], buttons->places[i].w) == 0)
            return false;
    return true;
}

/* From part to part. */
static int ways(const struct canvas *canvas, struct parts parts, struct button ret[2])
{
    int count = 0;
    if (parts.shown > 0)
        ret[count++] = (struct button){ .target = { TARGET_PART, (uint32_t)parts.shown - 1 },
                                        .text = "",
                                        .said = canvas_word(canvas, WORD_BACK),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON,
                                        .arrow = PICTURE_ARROW_BACK };
    if (parts.shown + 1 < parts.count)
        ret[count++] = (struct button){ .target = { TARGET_PART, (uint32_t)parts.shown + 1 },
                                        .text = canvas_word(canvas, WORD_MORE),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON,
                                        .arrow = PICTURE_ARROW_ON };
    return count;
}

/* What they look like with words of this size, which may take so many lines. */
static struct buttons buttons_as(const struct canvas *canvas, const struct leaf *leaf,
                                 struct parts parts, struct button look)
{
    struct buttons buttons = { .count = 0 };
    struct button between[2];
    int way_count = ways(canvas, parts, between);
    for (int i = 0; i < leaf->button_count + way_count; i++) {
        bool own = i < leaf->button_count;
        struct button *button = &buttons.all[buttons.count++];
        *button = own ? leaf->buttons[i] : between[i - leaf->button_count];
        button->px = look.px;
        button->lines = own ? look.lines : 1;
    }
    place_all(canvas, &buttons, leaf_width(canvas));
    buttons.fits = words_have_room(canvas, &buttons);
    return buttons;
}

/* Smaller, down to the least, before they take a row more, and a second line only where none holds
 * them in one. */
static struct buttons buttons_of(const struct canvas *canvas, const struct leaf *leaf,
                                 struct parts parts, enum type least)
{
    enum { LINES_MOST = 2 };
    struct buttons best = { .height = 0 };
    for (int lines = 1; lines <= LINES_MOST && !best.fits; lines++)
        for (int type = TYPE_BUTTON; type >= (int)least; type--) {
            struct button look = { .px = canvas->theme.type[type], .lines = lines };
            struct buttons buttons = buttons_as(canvas, leaf, parts, look);
            if (!best.fits || (buttons.fits && buttons.height < best.height))
                best = buttons;
        }
    return best;
}

/* --- the card --- */

/* As wide as reads well, as high as its words need. */
struct layout {
    struct rect card;
    int pad;
    struct flow flow;
    struct rect words;
    struct buttons buttons;
    struct parts parts;
    bool untitled;
    bool fits;
};

static struct rect card_of(const struct canvas *canvas, int height)
{
    int width = card_width(canvas);
    return (struct rect){ (canvas->panel.width - width) / 2, (canvas->panel.height - height) / 2,
                          width, height };
}

static int most_height(const struct canvas *canvas)
{
    return canvas->panel.height - canvas->theme.ribbon - 2 * canvas->theme.s16;
}

/* Of one part, its card no higher than it must be, its buttons' words no smaller than this. */
static bool lay_out_at_once(const struct canvas *canvas, const struct leaf *leaf, enum type least,
                            struct layout *ret)
{
    ret->parts = (struct parts){ 0, 1 };
    ret->buttons = buttons_of(canvas, leaf, ret->parts, least);
    int fixed = 2 * ret->pad + canvas->theme.s24 + ret->buttons.height, width = leaf_width(canvas);
    for (int title = (int)leaf->largest; title >= TYPE_SMALL && !ret->fits; title--) {
        ret->flow = words_flow(canvas, leaf, (enum type)title);
        int words = flow_height(canvas, &ret->flow, width);
        struct rect room = { 0, 0, width, words };
        ret->card = card_of(canvas, fixed + words);
        ret->words = (struct rect){ ret->card.x + ret->pad, ret->card.y + ret->pad, width, words };
        ret->fits = ret->buttons.fits && fixed + words <= most_height(canvas) &&
                    flow_parts(canvas, &ret->flow, room) == 1;
    }
    return ret->fits;
}

static struct flow without_title(const struct flow *flow)
{
    struct flow rest = { .count = flow->count - 1 };
    memcpy(rest.pieces, flow->pieces + 1, (size_t)rest.count * sizeof *rest.pieces);
    return rest;
}

/* A title that would fill a part by itself is left out where the sheet is known without it. */
static void lay_out_words(const struct canvas *canvas, const struct leaf *leaf, struct layout *ret)
{
    ret->flow = words_flow(canvas, leaf, TYPE_TEXT);
    ret->parts.count = flow_parts(canvas, &ret->flow, ret->words);
    if (!leaf->may_lack_title || ret->parts.count < 2)
        return;
    struct flow rest = without_title(&ret->flow);
    int parts = flow_parts(canvas, &rest, ret->words);
    ret->untitled = parts > 0 && parts < ret->parts.count;
    if (ret->untitled) {
        ret->flow = rest;
        ret->parts.count = parts;
    }
}

/* As high as the panel, with room for the ways between its parts on each of them. */
static void lay_out_in_parts(const struct canvas *canvas, const struct leaf *leaf,
                             struct layout *ret)
{
    uint32_t wanted = canvas->kiosk->sheet_part;
    ret->buttons = buttons_of(canvas, leaf, (struct parts){ 1, 3 }, TYPE_TINY);
    ret->card = card_of(canvas, most_height(canvas));
    ret->card.y = canvas->theme.ribbon + canvas->theme.s16;
    ret->words =
        (struct rect){ ret->card.x + ret->pad, ret->card.y + ret->pad, leaf_width(canvas),
                       ret->card.h - 2 * ret->pad - ret->buttons.height - canvas->theme.s16 };
    lay_out_words(canvas, leaf, ret);
    ret->fits = ret->parts.count > 0 && ret->buttons.fits;
    int last = ret->parts.count > 0 ? ret->parts.count - 1 : 0;
    ret->parts.shown = wanted < (uint32_t)last ? (int)wanted : last;
    ret->buttons = buttons_of(canvas, leaf, ret->parts, TYPE_TINY);
}

/* A sheet for whose words the panel is too small makes them smaller, as a page does. */
static struct layout layout_of(struct canvas *canvas, const struct leaf *leaf)
{
    struct display display = canvas->display;
    struct layout layout = { .pad = pad_of(canvas) };
    if (lay_out_at_once(canvas, leaf, TYPE_TEXT, &layout) ||
        lay_out_at_once(canvas, leaf, TYPE_TINY, &layout))
        return layout;
    lay_out_in_parts(canvas, leaf, &layout);
    while (!layout.fits && display.large && display.less < LESS_MOST) {
        display.less += LESS_STEP;
        canvas_dress(canvas, display);
        lay_out_in_parts(canvas, leaf, &layout);
    }
    return layout;
}

void leaf_draw(struct canvas *canvas, const struct leaf *leaf)
{
    struct layout layout = layout_of(canvas, leaf);
    canvas->scene->overflow |= !layout.fits;
    canvas->scene->part = layout.parts.shown;
    canvas->scene->parts = layout.parts.count;
    canvas_box(canvas, layout.card, COLOUR_CARD, COLOUR_INK, canvas->theme.edge + 1,
               canvas->theme.round_tile);
    if (layout.untitled && layout.parts.shown == 0)
        canvas_say(canvas, leaf->title);
    flow_draw(canvas, &layout.flow, layout.words, layout.parts.shown);
    const struct buttons *buttons = &layout.buttons;
    int y = layout.card.y + layout.card.h - layout.pad - buttons->height;
    for (int i = 0; i < buttons->count; i++) {
        struct rect at = buttons->places[i];
        at.x += layout.words.x;
        at.y += y;
        part_button(canvas, &buttons->all[i], at);
    }
}

/* --- the sheets --- */

static void time_draw(struct canvas *canvas)
{
    uint32_t seconds = kiosk_seconds_left(canvas->kiosk, canvas->now);
    struct text like = { .largest = TYPE_TEXT, .smallest = TYPE_TEXT };
    bool safe = canvas->kiosk->any_saved, unsent = kiosk_has_unsent_words(canvas->kiosk);
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_STILL_THERE),
        .lines = { safe ? canvas_word(canvas, WORD_SAFE) : "",
                   unsent ? canvas_word(canvas, WORD_UNSENT) : "",
                   part_seconds_text(canvas, seconds, &like, leaf_width(canvas)) },
        .said = { NULL, NULL, part_seconds_said(canvas, spoken_seconds(seconds)) },
        .largest = TYPE_HEAD,
        .buttons = { part_word_button(canvas, TARGET_MORE_TIME, WORD_MORE_TIME, LOOK_PRIMARY),
                     part_word_button(canvas, TARGET_FINISHED, WORD_FINISHED, LOOK_OUTLINED) },
        .button_count = 2,
    };
    leaf_draw(canvas, &leaf);
}

void sheet_draw(struct canvas *canvas)
{
    static void (*const sheets[SHEETS])(struct canvas *) = {
        [SHEET_TIME] = time_draw,      [SHEET_HELP] = sheet_help, [SHEET_DISPLAY] = sheet_display,
        [SHEET_LISTEN] = sheet_listen, [SHEET_MENU] = sheet_menu,
    };
    put_to_sleep(canvas);
    sheets[canvas->kiosk->sheet](canvas);
}
