/* The parts of the staff screens: see staff_parts.h. */
#include "staff_parts.h"
#include <stdio.h>
#include <string.h>

/* --- words and numbers --- */

const char *staff_filled(struct canvas *canvas, enum wording_key word, const char *name,
                         const char *value)
{
    const char *const pairs[] = { name, value, NULL };
    return canvas_fill(canvas, word, pairs);
}

/* Days since 1970-01-01 as a date of the Gregorian calendar, counted from March of a year 0. */
struct date {
    int year, month, day;
};

static struct date date_of(int32_t day)
{
    enum { ERA_DAYS = 146097, TO_YEAR_0 = 719468 };
    int32_t z = day + TO_YEAR_0;
    int era = (z >= 0 ? z : z - ERA_DAYS + 1) / ERA_DAYS;
    int of_era = z - era * ERA_DAYS;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100);
    int shifted = (5 * of_year + 2) / 153;
    struct date date = { .day = of_year - (153 * shifted + 2) / 5 + 1,
                         .month = shifted < 10 ? shifted + 3 : shifted - 9,
                         .year = year + era * 400 };
    date.year += date.month <= 2;
    return date;
}

const char *staff_day(struct canvas *canvas, int32_t day)
{
    char text[40];
    struct date date = date_of(day);
    (void)snprintf(text, sizeof text, "%02d/%02d/%04d", date.day, date.month, date.year);
    return canvas_number(canvas, text);
}

const char *staff_time(struct canvas *canvas, uint32_t minute)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%02u:%02u", minute / 60, minute % 60);
    return canvas_number(canvas, text);
}

const char *staff_when(struct canvas *canvas, struct staff_when when)
{
    int32_t today;
    uint16_t minute;
    char text[80];
    if (!when.known)
        return canvas_word(canvas, WORD_STAFF_NEVER);
    const char *time = staff_time(canvas, when.minute);
    if (kiosk_local_now(canvas->kiosk, &today, &minute) && today == when.day)
        return staff_filled(canvas, WORD_STAFF_TODAY_AT, "time", time);
    const char *comma = canvas->wording->right_to_left ? "،" : ","; /* in Arabic letters */
    (void)snprintf(text, sizeof text, "%s%s %s", staff_day(canvas, when.day), comma, time);
    return canvas_keep(canvas, text);
}

void staff_say(struct canvas *canvas, const char *text, enum colour colour, struct rect at)
{
    struct text label = {
        .text = text,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = colour,
    };
    canvas_text_middle(canvas, &label, at);
    canvas_say(canvas, text);
}

/* --- head and title --- */

static int out_width(struct canvas *canvas, enum staff_item out)
{
    const struct theme *theme = &canvas->theme;
    struct button button = {
        .target = { TARGET_STAFF, (uint32_t)out },
        .text = canvas_word(canvas, out == STAFF_CLOSE ? WORD_CLOSE : WORD_BACK),
        .look = LOOK_OUTLINED,
        .type = TYPE_SMALL,
    };
    if (out == STAFF_ITEMS)
        return 0;
    int width = part_button_width(canvas, &button, theme->compact ? theme->s16 : theme->s24);
    int x = canvas->panel.width - theme->margin - width;
    part_button(canvas, &button, (struct rect){ x, theme->head_y, width, theme->target });
    return width;
}

/* "Staff menu · Riverside Surgery" */
static const char *place_text(struct canvas *canvas)
{
    char text[300];
    const struct program *program = canvas->kiosk->program;
    const char *venue = program != NULL ? program->venue_name : "";
    (void)snprintf(text, sizeof text, "%s%s%s", canvas_word(canvas, WORD_STAFF_MENU),
                   venue[0] != '\0' ? " · " : "", venue);
    return canvas_keep(canvas, text);
}

/* On a low panel a page of keys has its title in the head. */
int staff_head_title(struct canvas *canvas, const struct staff_page *page)
{
    const struct theme *theme = &canvas->theme;
    int width = out_width(canvas, page->out);
    int room = canvas->panel.width - 2 * theme->margin - width - theme->s24;
    struct text title = {
        .text = page->title,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 1,
    };
    struct text more = {
        .text = page->more,
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    if (!canvas_fit(canvas, &title, room, 0).fits) {
        title.largest = TYPE_TINY;
        title.max_lines = 2;
    }
    int y = theme->head_y;
    if (page->more[0] == '\0' && title.max_lines == 1)
        y += (theme->target - canvas_fit(canvas, &title, room, 0).height) / 2;
    y += canvas_text(canvas, &title, (struct rect){ theme->margin, y, room, 0 });
    y += canvas_text(canvas, &more, (struct rect){ theme->margin, y, room, 0 });
    canvas_say(canvas, page->title);
    canvas_say(canvas, page->more);
    int bottom = theme->head_y + theme->target;
    return (y > bottom ? y : bottom) + theme->s8;
}

int staff_head(struct canvas *canvas, enum staff_item out)
{
    const struct theme *theme = &canvas->theme;
    int width = out_width(canvas, out);
    int room = canvas->panel.width - 2 * theme->margin - width - theme->s24;
    struct text place = {
        .text = place_text(canvas),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    if (!canvas_fit(canvas, &place, room, theme->target).fits)
        place.text = canvas_word(canvas, WORD_STAFF_MENU);
    canvas_text_middle(canvas, &place,
                       (struct rect){ theme->margin, theme->head_y, room, theme->target });
    canvas_say(canvas, place.text);
    return theme->head_y + theme->target + theme->s8;
}

int staff_title(struct canvas *canvas, const struct staff_page *page, struct rect column)
{
    const struct theme *theme = &canvas->theme;
    struct text title = {
        .text = page->title,
        .largest = theme->compact ? TYPE_BUTTON
                   : page->small  ? TYPE_SUB
                                  : TYPE_HEAD,
        .smallest = theme->compact ? TYPE_SMALL : TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = theme->narrow ? 3 : 2,
        .balanced = true,
    };
    struct text more = {
        .text = page->more,
        .largest = theme->compact ? TYPE_SMALL : TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 3,
    };
    int y = column.y;
    y += canvas_text(canvas, &title, (struct rect){ column.x, y, column.w, 0 });
    y += canvas_text(canvas, &more, (struct rect){ column.x, y, column.w, 0 });
    canvas_say(canvas, page->title);
    canvas_say(canvas, page->more);
    return y + theme->s16;
}

struct rect staff_page(struct canvas *canvas, const struct staff_page *page)
{
    const struct theme *theme = &canvas->theme;
    int bottom = canvas->panel.height - (theme->compact ? theme->s16 : theme->s40);
    struct rect body = { theme->margin, staff_head(canvas, page->out),
                         canvas->panel.width - 2 * theme->margin, 0 };
    if (theme->narrow && canvas_is_tall(canvas))
        body.y += page->small ? theme->s8 : theme->s16; /* for what rises above a line */
    body.y = staff_title(canvas, page, body);
    body.h = bottom - body.y;
    return body;
}

struct rect staff_list_page(struct canvas *canvas, const struct staff_page *page)
{
    const struct theme *theme = &canvas->theme;
    if (!theme->compact)
        return staff_page(canvas, page);
    int y = staff_head_title(canvas, page);
    return (struct rect){ theme->margin, y, canvas->panel.width - 2 * theme->margin,
                          canvas->panel.height - theme->s16 - y };
}

/* --- rows --- */

/* Sizes of rows, largest first. */
enum { ROW_SIZES = 3 };

static int row_px(const struct canvas *canvas, int size)
{
    static const enum type types[] = { TYPE_TEXT, TYPE_SMALL, TYPE_TINY };
    return canvas->theme.type[types[size]];
}

/* Three lines only where nothing smaller is left to try. */
static int most_lines(const struct canvas *canvas, int px)
{
    return px > canvas->theme.type[TYPE_TINY] ? 2 : 3;
}

static struct text row_text(const char *words, bool value, int px, int lines)
{
    return (struct text){
        .text = words,
        .px = px,
        .weight = value ? WEIGHT_BOLD : WEIGHT_REGULAR,
        .colour = value ? COLOUR_INK : COLOUR_MUTED,
        .align = value ? ALIGN_END : ALIGN_START,
        .max_lines = lines,
        .inked = true,
    };
}

/* The label takes what it needs, at most half; the value has the rest. */
struct row_fit {
    struct text label, value;
    int label_w, value_w, lines;
    bool fits;
};

static struct row_fit row_fit(const struct canvas *canvas, const struct staff_row *row, int width,
                              int px)
{
    int gap = canvas->theme.s16, most = row->value[0] == '\0' ? width : (width - gap) / 2;
    int lines = most_lines(canvas, px);
    struct row_fit fit = { .label = row_text(row->label, false, px, lines),
                           .value = row_text(row->value, true, px, lines) };
    int needed = canvas_width_of(canvas, &fit.label) * 9 / 8 + canvas->theme.s8;
    fit.label_w = needed < most ? needed : most;
    fit.value_w = width - fit.label_w - gap;
    struct fitted label = canvas_fit(canvas, &fit.label, fit.label_w, 0);
    struct fitted value = canvas_fit(canvas, &fit.value, fit.value_w, 0);
    fit.lines = label.lines > value.lines ? label.lines : value.lines;
    fit.fits = label.fits && (row->value[0] == '\0' || value.fits);
    return fit;
}

/* In half lines: a row of two lines is as high as one and a half of one. */
static int row_weight(const struct row_fit *fit)
{
    return fit->lines + 1;
}

static bool row_holds(const struct canvas *canvas, const struct row_fit *fit, int height)
{
    return fit->fits && canvas_fit(canvas, &fit->label, fit->label_w, height).fits &&
           (fit->value.text[0] == '\0' ||
            canvas_fit(canvas, &fit->value, fit->value_w, height).fits);
}

/* How high half a line is when all rows fit in this size; 0 when they do not. */
static int rows_unit(const struct canvas *canvas, struct rect at, const struct staff_row *rows,
                     int count, int px)
{
    int weight = 0, line = canvas->theme.line;
    for (int i = 0; i < count; i++) {
        struct row_fit fit = row_fit(canvas, &rows[i], at.w, px);
        weight += row_weight(&fit);
    }
    int unit = weight > 0 ? at.h / weight : 0, most = canvas->theme.target / 2;
    unit = unit > most ? most : unit;
    if (2 * unit - line < px)
        return 0;
    for (int i = 0; i < count; i++) {
        struct row_fit fit = row_fit(canvas, &rows[i], at.w, px);
        if (!row_holds(canvas, &fit, unit * row_weight(&fit) - line))
            return 0;
    }
    return unit;
}

/* It leads the eye from a word to what stands far from it; nobody needs that more than whoever asks
 * for contrast. */
void staff_rule(struct canvas *canvas, int x, int y, int width)
{
    bool contrast = canvas->scene->contrast;
    canvas_box(canvas, (struct rect){ x, y, width, canvas->theme.line },
               contrast ? COLOUR_EDGE : COLOUR_SOFT, COLOUR_NONE, 0, 0);
}

static void row_draw(struct canvas *canvas, struct rect at, const struct row_fit *fit)
{
    at.h -= canvas->theme.line;
    canvas_text_middle(canvas, &fit->label, (struct rect){ at.x, at.y, fit->label_w, at.h });
    canvas_text_middle(canvas, &fit->value,
                       (struct rect){ at.x + at.w - fit->value_w, at.y, fit->value_w, at.h });
    staff_rule(canvas, at.x, at.y + at.h, at.w);
    canvas_say(canvas, fit->label.text);
    canvas_say(canvas, fit->value.text);
}

/* The largest size in which so many rows fit, and how high half a line is then. */
static int rows_size(const struct canvas *canvas, struct rect at, const struct staff_row *rows,
                     int count, int *ret_px)
{
    int unit = 0;
    for (int size = 0; size < ROW_SIZES && unit == 0; size++) {
        *ret_px = row_px(canvas, size);
        unit = rows_unit(canvas, at, rows, count, *ret_px);
    }
    return unit;
}

int staff_rows_held(const struct canvas *canvas, struct rect at, const struct staff_row *rows,
                    int count)
{
    int px;
    while (count > 0 && rows_size(canvas, at, rows, count, &px) == 0)
        count--;
    return count;
}

void staff_rows(struct canvas *canvas, struct rect at, const struct staff_row *rows, int count,
                int least)
{
    int px = 0, held = staff_rows_held(canvas, at, rows, count);
    int shown = held > least ? held : least;
    int unit = rows_size(canvas, at, rows, shown, &px);
    if (unit == 0 && shown > 0) {
        canvas->scene->overflow = true;
        unit = at.h / (2 * shown);
    }
    for (int i = 0; i < shown; i++) {
        struct row_fit fit = row_fit(canvas, &rows[i], at.w, px);
        at.h = unit * row_weight(&fit);
        row_draw(canvas, at, &fit);
        at.y += at.h;
    }
}

/* --- buttons --- */

struct staff_button staff_button(const struct canvas *canvas, enum staff_item item,
                                 enum wording_key word)
{
    return (struct staff_button){ .target = { TARGET_STAFF, (uint32_t)item },
                                  .text = canvas_word(canvas, word) };
}

static struct text button_text(const struct staff_button *button, enum align align)
{
    return (struct text){
        .text = button->text,
        .language = button->language,
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = align,
        .max_lines = 2,
        .inked = true,
    };
}

static struct rect button_inside(const struct canvas *canvas, struct rect at, enum align align)
{
    const struct theme *theme = &canvas->theme;
    int pad = align == ALIGN_CENTRE || theme->compact ? theme->s16 : theme->s32;
    return part_tile_inside(canvas, at, pad);
}

/* px: the size of its words, 0 for the largest that fits. */
static void button_draw(struct canvas *canvas, struct rect at, const struct staff_button *button,
                        enum align align, int px)
{
    struct text text = button_text(button, align);
    text.px = px;
    part_tile(canvas, button->target, at, button->on);
    canvas_text_middle(canvas, &text, button_inside(canvas, at, align));
    canvas_name(canvas, button->target, button->text, button->language);
    if (button->on)
        canvas_name(canvas, button->target, canvas_word(canvas, WORD_SAY_CHOSEN), NULL);
}

/* The size in which the words of all buttons of one width and height fit, with air above them. */
static int common_px(const struct canvas *canvas, const struct staff_button *buttons, int count,
                     struct rect at)
{
    struct rect inside = button_inside(canvas, at, ALIGN_START);
    int px = canvas->theme.type[TYPE_BUTTON];
    for (int i = 0; i < count; i++) {
        struct text text = button_text(&buttons[i], ALIGN_START);
        int own = canvas_fit(canvas, &text, inside.w, inside.h - canvas->theme.s8 / 2).size_px;
        px = own < px ? own : px;
    }
    return px;
}

/* Rows of buttons, and the gap between them. */
struct grid {
    int columns, rows, height, gap;
};

static struct grid grid_of(const struct theme *theme, struct rect at, int count, int columns)
{
    struct grid grid = { .columns = columns,
                         .rows = (count + columns - 1) / columns,
                         .gap = theme->compact ? theme->s8 : theme->s16 + 4 };
    int most = theme->compact ? theme->tile * 3 / 4 : theme->bar;
    grid.height = grid.rows > 0 ? (at.h - grid.gap * (grid.rows - 1)) / grid.rows : 0;
    grid.height = grid.height > most            ? most
                  : grid.height < theme->target ? theme->target
                                                : grid.height;
    int left = at.h - grid.rows * grid.height, widest = theme->s16 + 4;
    if (grid.rows > 1)
        grid.gap = left / (grid.rows - 1) < widest ? left / (grid.rows - 1) : widest;
    return grid;
}

/* Where rows would stand too near to one another, short words stand in one column more; the last
 * one, which is longer, has what is left of its row. */
static struct grid grid_with_room(const struct theme *theme, struct rect at, int count, int columns)
{
    int most = theme->portrait ? 2 : 4;
    struct grid grid = grid_of(theme, at, count, columns);
    while (columns < most && count > columns && grid.gap < theme->s8)
        grid = grid_of(theme, at, count, ++columns);
    return grid;
}

int staff_list_least(const struct theme *theme, int count, int columns)
{
    int rows = (count + columns - 1) / columns;
    return rows * theme->target + (rows - 1) * theme->s8;
}

void staff_list(struct canvas *canvas, struct rect at, const struct staff_button *buttons,
                int count, int columns)
{
    const struct theme *theme = &canvas->theme;
    columns = theme->portrait ? 1 : columns;
    struct grid grid = grid_with_room(theme, at, count, columns);
    int gap = grid.gap, height = grid.height;
    bool closer = grid.columns > columns;
    columns = grid.columns;
    int width = (at.w - gap * (columns - 1)) / columns;
    int px = common_px(canvas, buttons, count, (struct rect){ 0, 0, width, height });
    if (grid.rows > 0 && (height > at.h || gap < theme->s8 / 2))
        canvas->scene->overflow = true;
    for (int i = 0; i < count; i++) {
        int spans = closer && i == count - 1 ? columns - i % columns : 1;
        struct rect place = { at.x + i % columns * (width + gap),
                              at.y + i / columns * (height + gap),
                              width * spans + gap * (spans - 1), height };
        button_draw(canvas, place, &buttons[i], ALIGN_START, px);
    }
}

void staff_bar(struct canvas *canvas, struct rect at, const struct staff_button *buttons, int count)
{
    const struct theme *theme = &canvas->theme;
    int widths[4] = { 0 };
    for (int i = 0; i < count; i++) {
        struct button sized = { .text = buttons[i].text,
                                .look = LOOK_OUTLINED,
                                .type = TYPE_BUTTON };
        widths[i] = part_button_width(canvas, &sized, theme->compact ? theme->s24 : theme->s40);
    }
    part_squeeze(widths, count, theme->s16, at.w);
    for (int i = 0; i < count; i++) {
        button_draw(canvas, (struct rect){ at.x, at.y, widths[i], at.h }, &buttons[i], ALIGN_CENTRE,
                    0);
        at.x += widths[i] + theme->s16;
    }
}

static struct text step_text(const char *words, bool value)
{
    struct text text = row_text(words, value, 0, 2);
    text.colour = COLOUR_INK;
    text.largest = TYPE_TEXT;
    text.smallest = TYPE_TINY;
    return text;
}

/* What it is and how it stands in a line of their own, and under that the buttons, which share the
 * width: less stays at the start, more at the end. */
static void step_draw_high(struct canvas *canvas, struct rect at, const struct staff_step *step)
{
    const struct theme *theme = &canvas->theme;
    struct text label = step_text(step->label, false), value = step_text(step->value, true);
    int above = at.h - theme->target - theme->s8, width = (at.w - theme->s16) / 2;
    int words = step->value[0] != '\0' && step->label[0] != '\0' ? at.w * 2 / 3 : at.w;
    struct rect under = { at.x, at.y + above + theme->s8, width, theme->target };
    if (step->label[0] == '\0')
        value.align = ALIGN_CENTRE;
    canvas_text_middle(canvas, &label, (struct rect){ at.x, at.y, words, above });
    canvas_say(canvas, step->label);
    if (!step->least)
        button_draw(canvas, under, &step->less, ALIGN_CENTRE, 0);
    if (step->label[0] != '\0') {
        at.x += words + theme->s16;
        at.w -= words + theme->s16;
    }
    canvas_text_middle(canvas, &value, (struct rect){ at.x, at.y, at.w, above });
    canvas_say(canvas, step->value);
    under.x += width + theme->s16;
    if (!step->most)
        button_draw(canvas, under, &step->more, ALIGN_CENTRE, 0);
}

int staff_step_height(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return theme->narrow ? theme->target * 7 / 4 + theme->s8 : theme->bar;
}

void staff_step(struct canvas *canvas, struct rect at, const struct staff_step *step)
{
    const struct theme *theme = &canvas->theme;
    int height = theme->bar, width = theme->target * 2, gap = theme->s16;
    if (theme->narrow) {
        step_draw_high(canvas, at, step);
        return;
    }
    struct text label = step_text(step->label, false), value = step_text(step->value, true);
    value.align = ALIGN_CENTRE;
    int middle = step->value[0] != '\0' ? width * 5 / 4 : 0;
    int whole = 2 * width + middle + (middle > 0 ? 2 : 1) * gap;
    int x = step->label[0] != '\0' ? at.x + at.w - whole : at.x;
    at.y += (at.h - height) / 2;
    if (x > at.x)
        canvas_text_middle(canvas, &label, (struct rect){ at.x, at.y, x - gap - at.x, height });
    canvas_say(canvas, step->label);
    if (!step->least)
        button_draw(canvas, (struct rect){ x, at.y, width, height }, &step->less, ALIGN_CENTRE, 0);
    if (middle > 0)
        canvas_text_middle(canvas, &value, (struct rect){ x + width + gap, at.y, middle, height });
    canvas_say(canvas, step->value);
    struct rect end = { x + whole - width, at.y, width, height };
    if (!step->most)
        button_draw(canvas, end, &step->more, ALIGN_CENTRE, 0);
}

/* --- from part to part --- */

static struct button turn_of(const struct canvas *canvas, int part, enum wording_key word)
{
    return (struct button){
        .target = { TARGET_PART, (uint32_t)part },
        .text = canvas_word(canvas, word),
        .look = LOOK_OUTLINED,
        .type = TYPE_BUTTON,
    };
}

/* As wide as the wider of both, so that what stands between them does not move. */
static int turn_width(const struct canvas *canvas, enum wording_key back, enum wording_key on)
{
    struct button one = turn_of(canvas, 0, back), other = turn_of(canvas, 0, on);
    int padding = canvas->theme.narrow ? canvas->theme.s16 : canvas->theme.s32;
    int widths[] = { part_button_width(canvas, &one, padding),
                     part_button_width(canvas, &other, padding) };
    return widths[0] > widths[1] ? widths[0] : widths[1];
}

/* sign: an arrow in the place of the word. */
static void turn_draw(struct canvas *canvas, int part, enum wording_key word, enum picture sign,
                      struct rect at)
{
    struct button button = turn_of(canvas, part, word);
    if (sign != PICTURE_NONE) {
        button.said = button.text;
        button.text = "";
        button.arrow = sign;
    }
    part_button(canvas, &button, at);
}

void staff_turns(struct canvas *canvas, struct rect foot, enum wording_key back,
                 enum wording_key on)
{
    int shown = canvas->parts.shown, count = canvas->parts.count, gap = canvas->theme.s8;
    int width = turn_width(canvas, back, on);
    bool signs = foot.w - 2 * (width + gap) < foot.w / 4;
    const char *const pairs[] = { "number", canvas_count(canvas, (uint32_t)shown + 1), "count",
                                  canvas_count(canvas, (uint32_t)count), NULL };
    struct text page = {
        .text = canvas_fill(canvas, WORD_SAY_POSITION, pairs),
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .align = ALIGN_CENTRE,
        .max_lines = 2,
    };
    width = signs ? canvas->theme.target : width;
    struct rect middle = { foot.x + width + gap, foot.y, foot.w - 2 * (width + gap), foot.h };
    if (shown > 0)
        turn_draw(canvas, shown - 1, back, signs ? PICTURE_ARROW_BACK : PICTURE_NONE,
                  (struct rect){ foot.x, foot.y, width, foot.h });
    if (shown + 1 < count)
        turn_draw(canvas, shown + 1, on, signs ? PICTURE_ARROW_ON : PICTURE_NONE,
                  (struct rect){ foot.x + foot.w - width, foot.y, width, foot.h });
    canvas_text_middle(canvas, &page, middle);
    canvas_say(canvas, page.text);
}

/* --- typing --- */

static void key_draw(struct canvas *canvas, char key, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    bool deletes = key == '<';
    const char text[] = { key, '\0' };
    struct target target = { deletes ? TARGET_KEY_BACKSPACE : TARGET_KEY,
                             deletes ? 0 : (uint32_t)key };
    struct text label = {
        .text = deletes ? "" : canvas_keep(canvas, text),
        .language = "en",
        .largest = TYPE_SUB,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
    bool down = canvas_pressed(canvas, target);
    int size = theme->type[TYPE_SUB];
    canvas_box(canvas, at, down ? COLOUR_TINT : COLOUR_CARD, down ? COLOUR_ACCENT : COLOUR_EDGE,
               down ? theme->edge * 2 : theme->line, theme->round_key);
    canvas_target(canvas, target, at);
    canvas_text_middle(canvas, &label, at);
    canvas_name(canvas, target, deletes ? canvas_word(canvas, WORD_SAY_DELETE) : label.text,
                deletes ? NULL : label.language);
    if (deletes)
        canvas_picture(
            canvas, (struct rect){ at.x + (at.w - size) / 2, at.y + (at.h - size) / 2, size, size },
            PICTURE_BACKSPACE, COLOUR_INK);
}

static int key_gap(const struct theme *theme)
{
    return theme->compact ? theme->s8 : theme->s8 + theme->s8 / 2;
}

/* Keys in rows as they are written; or, where those would be too narrow to be hit, each row's
 * second half under its first. What deletes stands at the end of a row that is no longer than its
 * half. */
struct keys {
    int columns, rows, split;
};

/* How many keys a row has without the gaps between them. */
static int keys_on(const char *row)
{
    int count = 0;
    for (; *row != '\0'; row++)
        count += *row != ' ';
    return count;
}

static int rows_taken(const struct keys *keys, const char *row)
{
    return keys->split > 1 && keys_on(row) <= keys->columns ? 1 : keys->split;
}

static struct keys keys_of(const struct theme *theme, int width, const char *const *rows, int count)
{
    must(count > 0, "keys stand in rows");
    int columns = (int)strlen(rows[0]);
    bool narrow = (width - key_gap(theme) * (columns - 1)) / columns < theme->key_least;
    struct keys keys = { .split = narrow ? 2 : 1 };
    keys.columns = (columns + keys.split - 1) / keys.split;
    for (int i = 0; i < count; i++)
        keys.rows += rows_taken(&keys, rows[i]);
    return keys;
}

int staff_key_rows(const struct theme *theme, int width, const char *const *rows, int count)
{
    return keys_of(theme, width, rows, count).rows;
}

/* Where a key of a row stands, in keys from the row's start. */
static int place_of(const struct keys *keys, const char *row, int i)
{
    bool joined = rows_taken(keys, row) < keys->split;
    return joined && row[i] == '<' ? keys->columns - 1 : i;
}

/* Keys have one direction for everybody. */
void staff_keys(struct canvas *canvas, struct rect at, const char *const *rows, int count)
{
    const struct theme *theme = &canvas->theme;
    struct keys keys = keys_of(theme, at.w, rows, count);
    int gap = key_gap(theme), width = (at.w - gap * (keys.columns - 1)) / keys.columns;
    int height = (at.h - gap * (keys.rows - 1)) / keys.rows;
    height = height > theme->tile ? theme->tile : height;
    if (height < theme->key * 9 / 10)
        canvas->scene->overflow = true;
    canvas->unmirrored = true;
    for (int row = 0; row < count; row++) {
        for (int i = 0; rows[row][i] != '\0'; i++) {
            int place = place_of(&keys, rows[row], i);
            struct rect key = { at.x + place % keys.columns * (width + gap),
                                at.y + place / keys.columns * (height + gap), width, height };
            if (rows[row][i] != ' ')
                key_draw(canvas, rows[row][i], key);
        }
        at.y += rows_taken(&keys, rows[row]) * (height + gap);
    }
    canvas->unmirrored = false;
}

void staff_typed(struct canvas *canvas, const char *text, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    struct text label = {
        .text = text,
        .language = "en",
        .largest = TYPE_SUB,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
    canvas_box(canvas, at, COLOUR_CARD, COLOUR_ACCENT, theme->edge, theme->round_row);
    canvas_text_middle(canvas, &label, part_tile_inside(canvas, at, theme->s16));
}
