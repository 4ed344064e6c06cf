/* The staff menu: how the kiosk does, in words first; then the rest. */
#include "staff_parts.h"
#include <stdio.h>

/* The last rows stand on the page behind "more" too. */
enum { ROWS = 7, ROWS_LEAST = 4, BUTTONS = 5 };

static const char *clock_text(struct canvas *canvas, const struct staff_status *status)
{
    int32_t day;
    uint16_t minute;
    bool known = kiosk_local_now(canvas->kiosk, &day, &minute);
    if (status->clock == CLOCK_SIGNED)
        return canvas_word(canvas, WORD_CLOCK_RIGHT);
    if (status->clock == CLOCK_BELIEVED && known)
        return staff_filled(canvas, WORD_CLOCK_UNCHECKED, "time", staff_time(canvas, minute));
    return canvas_word(canvas, WORD_STAFF_UNKNOWN);
}

static const char *room_text(struct canvas *canvas, const struct staff_status *status)
{
    enum { A_YEAR = 12 };
    if (status->room_months == STAFF_MONTHS_UNKNOWN)
        return canvas_word(canvas, WORD_STAFF_UNKNOWN);
    if (status->room_months > A_YEAR)
        return canvas_word(canvas, WORD_ROOM_YEAR);
    if (status->room_months == 0)
        return canvas_word(canvas, WORD_ROOM_LITTLE);
    return staff_filled(canvas, WORD_ROOM_MONTHS, "months",
                        canvas_count(canvas, status->room_months));
}

static const char *version_text(struct canvas *canvas, const struct staff_status *status)
{
    char bundle[24];
    if (status->bundle == 0)
        return canvas_number(canvas, status->version);
    (void)snprintf(bundle, sizeof bundle, "%llu", (unsigned long long)status->bundle);
    const char *const pairs[] = { "version", canvas_number(canvas, status->version), "number",
                                  canvas_number(canvas, bundle), NULL };
    return canvas_fill(canvas, WORD_VERSION_BUNDLE, pairs);
}

static const char *large_count(struct canvas *canvas, uint64_t count)
{
    return canvas_count(canvas, count > UINT32_MAX ? UINT32_MAX : (uint32_t)count);
}

static void row(struct canvas *canvas, struct staff_row *rows, int *count, enum wording_key label,
                const char *value)
{
    rows[(*count)++] = (struct staff_row){ canvas_word(canvas, label), value };
}

/* What does not hold is left out: why nothing is sent is said only when nothing is. */
static int rows_of(struct canvas *canvas, const struct staff_status *status,
                   struct staff_row ret[ROWS])
{
    int count = 0;
    if (status->enrolled) {
        row(canvas, ret, &count, WORD_ROW_TODAY,
            status->knows_today ? canvas_count(canvas, status->today)
                                : canvas_word(canvas, WORD_STAFF_UNKNOWN));
        row(canvas, ret, &count, WORD_ROW_PENDING, large_count(canvas, status->pending));
        row(canvas, ret, &count, WORD_ROW_SENT, staff_when(canvas, status->last_sent));
    }
    if (status->enrolled && status->failing)
        row(canvas, ret, &count, WORD_ROW_WHY, canvas_word(canvas, status->why));
    row(canvas, ret, &count, WORD_ROW_CLOCK, clock_text(canvas, status));
    row(canvas, ret, &count, WORD_ROW_ROOM, room_text(canvas, status));
    row(canvas, ret, &count, WORD_ROW_VERSION, version_text(canvas, status));
    return count;
}

static struct staff_page title_of(struct canvas *canvas)
{
    struct verdict verdict = kiosk_verdict(canvas->kiosk);
    struct staff_page page = { .title = canvas_word(canvas, verdict.title),
                               .more = canvas_word(canvas, verdict.more),
                               .out = STAFF_CLOSE };
    page.small = verdict.title == WORD_VERDICT_STUCK; /* it says since when, too */
    if (page.small)
        page.title = staff_filled(canvas, verdict.title, "when", staff_when(canvas, verdict.since));
    if (verdict.more == WORD_VERDICT_LOST)
        page.more = staff_filled(canvas, verdict.more, "count",
                                 large_count(canvas, canvas->kiosk->standing.status->lost));
    return page;
}

static int buttons_of(struct canvas *canvas, struct staff_button ret[BUTTONS])
{
    int count = 0;
    if (canvas->kiosk->program == NULL) {
        ret[count++] = staff_button(canvas, STAFF_SETUP, WORD_SETUP_START);
        ret[count++] = staff_button(canvas, STAFF_MORE, WORD_DO_MORE);
        return count;
    }
    ret[count++] = staff_button(canvas, STAFF_PRACTICE, WORD_DO_PRACTISE);
    ret[count++] = staff_button(canvas, STAFF_PAUSE, WORD_DO_PAUSE);
    ret[count++] = staff_button(canvas, STAFF_STICK, WORD_DO_STICK);
    ret[count++] = staff_button(canvas, STAFF_SAID, WORD_DO_SAID);
    ret[count++] = staff_button(canvas, STAFF_MORE, WORD_DO_MORE);
    return count;
}

/* Rows at the start and buttons at the end; on a low panel the title shares the start with the
 * rows; on a standing one all stands under one another. */
struct columns {
    struct rect words, rows, buttons;
};

static int bottom_of(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return canvas->panel.height - (theme->compact || theme->narrow ? theme->s16 : theme->s40);
}

static struct columns columns_of(const struct canvas *canvas, int top)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin, bottom = bottom_of(canvas);
    int gap = theme->compact ? theme->s24 : theme->margin;
    int left = theme->portrait ? whole : (whole - gap) * 3 / 5;
    struct columns columns = {
        .words = { theme->margin, top, theme->compact ? left : whole, 0 },
        .rows = { theme->margin, 0, left, bottom },
        .buttons = { theme->margin + left + gap, top, whole - left - gap, bottom },
    };
    if (theme->portrait)
        columns.buttons = (struct rect){ theme->margin, 0, whole, bottom };
    return columns;
}

/* What the menu shows. */
struct menu {
    struct staff_row rows[ROWS];
    struct staff_button buttons[BUTTONS];
    int row_count, button_count, least;
};

/* Beside one another, down to the same line. */
static void share_width(const struct canvas *canvas, int y, struct columns *columns)
{
    columns->rows.y = y;
    columns->rows.h -= y;
    if (!canvas->theme.compact)
        columns->buttons.y = y;
    columns->buttons.h -= columns->buttons.y;
}

/* Under one another: first the buttons have the room that they need, in two columns where so few
 * rows would be left that they say too little; the rows have the rest, and no more than they need.
 */
static void share_height(const struct canvas *canvas, int y, const struct menu *menu,
                         struct columns *columns)
{
    const struct theme *theme = &canvas->theme;
    int bottom = columns->buttons.h, most = menu->row_count * theme->target * 3 / 4;
    int air = theme->narrow ? theme->s16 : theme->s32;
    columns->rows.y = y;
    for (int across = 1; across <= 2; across++) {
        int left = bottom - y - air - staff_list_least(theme, menu->button_count, across);
        columns->rows.h = left < most ? left : most;
        if (staff_rows_held(canvas, columns->rows, menu->rows, menu->row_count) >= menu->least)
            break;
    }
    columns->buttons.y = y + columns->rows.h + air;
    columns->buttons.h = bottom - columns->buttons.y;
}

/* A small standing panel may not hold as much at once: first how the kiosk does, then what can be
 * done. */
static void in_parts(struct canvas *canvas, const struct staff_page *page, const struct menu *menu,
                     const struct columns *columns)
{
    const struct theme *theme = &canvas->theme;
    struct staff_page low = *page;
    low.small |= theme->narrow && canvas_is_tall(canvas);
    canvas_parts(canvas, 2);
    int y = canvas->parts.shown == 0 ? staff_title(canvas, &low, columns->words)
                                     : columns->words.y + theme->s16;
    int bottom = columns->buttons.h - theme->target;
    struct rect foot = { theme->margin, bottom, columns->rows.w, theme->target };
    struct rect body = { theme->margin, y, columns->rows.w, bottom - theme->s16 - y };
    int most = menu->row_count * theme->target * 3 / 4;
    if (canvas->parts.shown == 0) {
        body.h = body.h < most ? body.h : most;
        staff_rows(canvas, body, menu->rows, menu->row_count, menu->least);
    } else {
        staff_list(canvas, body, menu->buttons, menu->button_count, 1);
    }
    staff_turns(canvas, foot, WORD_BACK, WORD_MORE);
}

void screen_staff_menu(struct canvas *canvas)
{
    const struct staff_status *status = canvas->kiosk->standing.status;
    struct staff_page page = title_of(canvas);
    struct menu menu = { .row_count = 0 };
    menu.row_count = status != NULL ? rows_of(canvas, status, menu.rows) : 0;
    menu.button_count = buttons_of(canvas, menu.buttons);
    menu.least = menu.row_count < ROWS_LEAST ? menu.row_count : ROWS_LEAST;
    struct columns columns = columns_of(canvas, staff_head(canvas, page.out));
    columns.words.y += canvas->theme.narrow && canvas_is_tall(canvas) ? canvas->theme.s8 : 0;
    if (canvas->in_parts && canvas->theme.portrait) {
        in_parts(canvas, &page, &menu, &columns);
        return;
    }
    int y = staff_title(canvas, &page, columns.words);
    if (canvas->theme.portrait)
        share_height(canvas, y, &menu, &columns);
    else
        share_width(canvas, y, &columns);
    staff_rows(canvas, columns.rows, menu.rows, menu.row_count, menu.least);
    staff_list(canvas, columns.buttons, menu.buttons, menu.button_count, 1);
}

/* "Version: 1.4.0, survey 7 · Clock: right, from the hub · Room left: ... · 3f2a90c11b5e7d04" */
static void about_draw(struct canvas *canvas, struct rect *body)
{
    const struct theme *theme = &canvas->theme;
    const struct staff_status *status = canvas->kiosk->standing.status;
    char words[1600];
    if (status == NULL)
        return;
    (void)snprintf(words, sizeof words, "%s: %s · %s: %s · %s: %s%s%s",
                   canvas_word(canvas, WORD_ROW_VERSION), version_text(canvas, status),
                   canvas_word(canvas, WORD_ROW_CLOCK), clock_text(canvas, status),
                   canvas_word(canvas, WORD_ROW_ROOM), room_text(canvas, status),
                   status->kiosk[0] != '\0' ? " · " : "", status->kiosk);
    struct text text = {
        .text = canvas_keep(canvas, words),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = theme->narrow ? 4 : 2,
    };
    int height = canvas_fit(canvas, &text, body->w, 0).height;
    body->h -= height + theme->s8;
    (void)canvas_text(canvas, &text,
                      (struct rect){ body->x, body->y + body->h + theme->s8, body->w, height });
    canvas_say(canvas, text.text);
}

void screen_staff_more(struct canvas *canvas)
{
    struct staff_page page = { .title = canvas_word(canvas, WORD_SETTINGS_TITLE),
                               .more = "",
                               .out = STAFF_BACK,
                               .small = true };
    const struct staff_button buttons[] = {
        staff_button(canvas, STAFF_LANGUAGES, WORD_SET_LANGUAGES),
        staff_button(canvas, STAFF_SOUND, WORD_SET_SOUND),
        staff_button(canvas, STAFF_HOURS, WORD_SET_HOURS),
        staff_button(canvas, STAFF_LOG, WORD_SET_LOG),
        staff_button(canvas, STAFF_TEST, WORD_SET_TEST),
        staff_button(canvas, STAFF_TURN, WORD_SET_TURN),
        staff_button(canvas, STAFF_ADJUST, WORD_SET_ADJUST),
    };
    struct rect body = staff_list_page(canvas, &page);
    about_draw(canvas, &body);
    staff_list(canvas, body, buttons, sizeof buttons / sizeof buttons[0], 2);
}
