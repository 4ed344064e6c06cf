/*
 * The foot: the way back at the start, the ways on at the end, all words of one size. Where they
 * have no room side by side, words step down, then the way back is an arrow alone, then the way out
 * goes into the menu. In two rows the last way on stands below the others, beside the way back;
 * where a third one has been kept free, the upper row is as high as two, for words in two lines.
 */
#include "view_int.h"

enum { CONCESSIONS = 3 };

/* What is shown, and how. */
struct plan {
    struct button start, end[FOOT_BUTTONS_MAX];
    bool has_start;
    int count;
    int start_w, widths[FOOT_BUTTONS_MAX];
    int gap;
    int above;  /* so many of the ways on stand in a row above the others */
    bool hides; /* the way out */
    bool fits;
};

static struct button more_button(const struct canvas *canvas)
{
    return (struct button){
        .target = { TARGET_PART, (uint32_t)canvas->parts.shown + 1 },
        .text = canvas_word(canvas, WORD_MORE),
        .look = LOOK_PRIMARY,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_ON,
    };
}

static struct button part_before(const struct canvas *canvas)
{
    return (struct button){
        .target = { TARGET_PART, (uint32_t)canvas->parts.shown - 1 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
}

/* What leads through the parts, and of the foot's own buttons those that may be shown. */
static struct plan shown(const struct canvas *canvas, const struct foot *foot, bool hides)
{
    struct plan plan = { .hides = false };
    bool goes_on = canvas->parts.shown + 1 < canvas->parts.count;
    plan.has_start = foot->start != NULL || canvas->parts.shown > 0;
    if (canvas->parts.shown > 0)
        plan.start = part_before(canvas);
    else if (foot->start != NULL)
        plan.start = *foot->start;
    for (int i = 0; i < foot->count; i++) {
        bool hidden = hides && foot->end[i].may_hide;
        plan.hides |= hidden;
        if (!hidden && !(goes_on && foot->end[i].at_last))
            plan.end[plan.count++] = foot->end[i];
    }
    if (goes_on && plan.count < FOOT_BUTTONS_MAX)
        plan.end[plan.count++] = more_button(canvas);
    return plan;
}

static int start_side(const struct canvas *canvas)
{
    return canvas->theme.compact || canvas->theme.narrow ? canvas->theme.s16 : canvas->theme.s24;
}

static int sign_air(const struct plan *plan)
{
    return plan->start.px / 4;
}

/* The start button's arrow, not its invisible edge, stands on the margin. */
static int start_x(const struct canvas *canvas, const struct plan *plan)
{
    int x = canvas->theme.margin - start_side(canvas) - sign_air(plan);
    return x < 0 ? 0 : x;
}

static void widths(const struct canvas *canvas, struct plan *plan, int px, int padding)
{
    plan->start.px = px;
    plan->start_w =
        plan->has_start ? part_button_width(canvas, &plan->start, start_side(canvas)) : 0;
    for (int i = 0; i < plan->count; i++) {
        plan->end[i].px = px;
        plan->widths[i] = part_button_width(canvas, &plan->end[i], padding);
    }
}

static int room_of(const struct canvas *canvas, const struct foot *foot, const struct plan *plan)
{
    if (!plan->has_start)
        return foot->right - canvas->theme.margin;
    return foot->right - start_x(canvas, plan) - plan->start_w - plan->gap;
}

/* How high the upper row may be. */
static int upper_height(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return theme->foot_rows > 2 ? 2 * theme->bar + theme->s16 : theme->bar;
}

static bool holds(const struct canvas *canvas, const struct plan *plan)
{
    int bar = canvas->theme.bar;
    bool fits = !plan->has_start || part_button_holds(canvas, &plan->start, bar);
    for (int i = 0; i < plan->count && fits; i++) {
        int height = part_button_height(canvas, &plan->end[i], plan->widths[i]);
        fits = plan->end[i].lines > 1 ? height > 0 && height <= upper_height(canvas)
                                      : part_button_holds(canvas, &plan->end[i], bar);
    }
    return fits;
}

static int widths_of(const struct plan *plan, int first, int end)
{
    int whole = 0;
    for (int i = first; i < end; i++)
        whole += plan->widths[i] + (i > first ? plan->gap : 0);
    return whole;
}

static bool rows_fit(const struct canvas *canvas, const struct foot *foot, const struct plan *plan)
{
    int above = plan->above;
    return widths_of(plan, 0, above) <= foot->right - canvas->theme.margin &&
           widths_of(plan, above, plan->count) <= room_of(canvas, foot, plan);
}

/* One that is too wide by itself takes two lines where the upper row may be as high as two. */
static void break_words(const struct canvas *canvas, const struct foot *foot, struct plan *plan)
{
    int room = foot->right - canvas->theme.margin;
    bool wide = plan->above == 1 && plan->widths[0] > room;
    plan->end[0].lines = wide && canvas->theme.foot_rows > 2 ? 2 : 0;
    if (plan->end[0].lines > 1)
        plan->widths[0] = room;
}

/* The last way on stands beside the way back, or above it where there is no room for both. */
static bool fit_at(const struct canvas *canvas, const struct foot *foot, struct plan *plan, int px,
                   int padding)
{
    int all = canvas->theme.foot_rows > 1 ? plan->count : 0, usual = all > 0 ? all - 1 : 0;
    for (plan->above = usual; plan->above <= all; plan->above++) {
        widths(canvas, plan, px, padding);
        break_words(canvas, foot, plan);
        if (plan->above == all || rows_fit(canvas, foot, plan))
            break;
    }
    return rows_fit(canvas, foot, plan) && holds(canvas, plan);
}

/* How large its words are for whoever has not asked for larger text, if any of them stands there.
 */
static int words_before(const struct canvas *canvas, const struct plan *plan)
{
    int most = 0;
    for (int i = 0; i < plan->count; i++) {
        int px = usual_px(canvas, plan->end[i].text);
        most = px > most ? px : most;
    }
    return most;
}

/* As large, and as airy, as its room allows. */
static bool fit(const struct canvas *canvas, const struct foot *foot, struct plan *plan)
{
    const struct theme *theme = &canvas->theme;
    int wide = theme->compact || theme->portrait ? theme->s24 : theme->s40;
    int least = theme->narrow ? theme->s8 : theme->s16;
    int before = words_before(canvas, plan);
    plan->gap = theme->portrait || theme->compact ? theme->s16 : theme->s24;
    if (before > theme->type[TYPE_BUTTON] && fit_at(canvas, foot, plan, before, least))
        return true;
    for (int type = TYPE_BUTTON; type >= TYPE_TINY; type--)
        for (int padding = wide; padding >= least; padding -= theme->s8)
            if (fit_at(canvas, foot, plan, theme->type[type], padding))
                return true;
    return false;
}

static void arrow_alone(struct button *button)
{
    if (button->said == NULL)
        button->said = button->text;
    button->text = "";
}

static struct plan plan_of(const struct canvas *canvas, const struct foot *foot)
{
    struct plan plan = { .fits = false };
    for (int concession = 0; concession < CONCESSIONS && !plan.fits; concession++) {
        plan = shown(canvas, foot, concession > 1);
        if (concession > 0 && plan.start.arrow != PICTURE_NONE)
            arrow_alone(&plan.start);
        plan.fits = fit(canvas, foot, &plan);
    }
    return plan;
}

bool foot_plan(struct canvas *whole, const struct foot *foot)
{
    struct canvas canvas = canvas_usual(whole);
    struct plan plan = plan_of(&canvas, foot);
    whole->leaves_by_menu = plan.hides;
    return plan.fits;
}

/* Some of the ways on, from the end of a row at this height. */
static void row_draw(struct canvas *canvas, struct plan *plan, int first, int end, struct rect row)
{
    int right = row.x + row.w;
    part_squeeze(plan->widths + first, end - first, plan->gap, row.w);
    for (int i = end - 1; i >= first; i--) {
        right -= plan->widths[i];
        part_button(canvas, &plan->end[i], (struct rect){ right, row.y, plan->widths[i], row.h });
        right -= plan->gap;
    }
}

void foot_draw(struct canvas *whole, const struct foot *foot)
{
    struct canvas usual = canvas_usual(whole), *canvas = &usual;
    struct plan plan = plan_of(canvas, foot);
    int above = plan.above, margin = canvas->theme.margin;
    struct rect row = { margin, foot->y, foot->right - margin, canvas->theme.bar };
    canvas->scene->overflow |= !plan.fits;
    if (above > 0) {
        int upper = upper_height(canvas);
        bool high = plan.end[0].lines > 1;
        struct rect at = { row.x, high ? row.y : row.y + upper - row.h, row.w,
                           high ? upper : row.h };
        row_draw(canvas, &plan, 0, above, at);
        row.y += upper + canvas->theme.s16;
    }
    row.w = room_of(canvas, foot, &plan);
    row.x = foot->right - row.w;
    row_draw(canvas, &plan, above, plan.count, row);
    if (plan.has_start)
        part_button(canvas, &plan.start,
                    (struct rect){ start_x(canvas, &plan), row.y, plan.start_w, row.h });
}

int foot_ways_on(struct canvas *whole, const struct foot *foot)
{
    struct canvas usual = canvas_usual(whole), *canvas = &usual;
    struct plan plan = plan_of(canvas, foot);
    int x = foot->right - plan.gap * (plan.count - 1);
    part_squeeze(plan.widths, plan.count, plan.gap, room_of(canvas, foot, &plan));
    for (int i = 0; i < plan.count; i++)
        x -= plan.widths[i];
    return x;
}

void part_foot(struct canvas *canvas, const struct button *start, const struct button *end,
               int count)
{
    struct foot foot = { start, end, count, canvas->theme.foot_y,
                         canvas->panel.width - canvas->theme.margin };
    foot_draw(canvas, &foot);
}
