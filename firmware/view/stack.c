/*
 * A standing panel has height to spare, but little width: there the languages stand in rows of
 * equal buttons under the start, so that nobody looks for theirs behind "More".
 */
#include "stack.h"

enum { COLUMNS = 4 };

int stack_others(const struct canvas *canvas, int ret[KIOSK_LANGUAGES_MAX])
{
    int count = 0;
    for (int i = 0; i < canvas->kiosk->program->language_count; i++)
        if (i != canvas->kiosk->language)
            ret[count++] = i;
    return count;
}

struct button stack_language(const struct canvas *canvas, int language, enum type type)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    return (struct button){
        .target = { TARGET_LANGUAGE, (uint32_t)language },
        .text = wording->name,
        .language = wording->tag,
        .look = LOOK_OUTLINED,
        .type = type,
    };
}

struct button stack_more(const struct canvas *canvas, enum type type)
{
    return (struct button){
        .target = { TARGET_MORE_LANGUAGES, 0 },
        .text = canvas_word(canvas, WORD_MORE_LANGUAGES),
        .look = LOOK_OUTLINED,
        .type = type,
        .icon = PICTURE_LANGUAGE,
    };
}

static int cells(const struct stack *stack)
{
    return stack->own + (stack->own < stack->count ? 1 : 0);
}

static struct button cell(const struct canvas *canvas, const struct stack *stack, int number)
{
    struct button button = number < stack->own
                               ? stack_language(canvas, stack->languages[number], TYPE_SMALL)
                               : stack_more(canvas, TYPE_SMALL);
    button.px = stack->px;
    return button;
}

static bool holds(const struct canvas *canvas, const struct stack *stack)
{
    const struct theme *theme = &canvas->theme;
    for (int i = 0; i < cells(stack); i++) {
        struct button button = cell(canvas, stack, i);
        if (part_button_width(canvas, &button, theme->s8) > stack->width ||
            !part_button_holds(canvas, &button, theme->row))
            return false;
    }
    return true;
}

/* In these columns, all names of one size, the largest that fits. */
static bool fits_in(const struct canvas *canvas, struct stack *stack, int columns, int rows)
{
    const struct theme *theme = &canvas->theme;
    int whole = canvas->panel.width - 2 * theme->margin;
    stack->own = stack->count <= columns * rows ? stack->count : columns * rows - 1;
    stack->columns = columns;
    stack->rows = rows;
    stack->width = (whole - theme->s16 * (columns - 1)) / columns;
    int least = canvas->large ? TYPE_TINY : TYPE_SMALL;
    for (int type = TYPE_BUTTON; type >= least; type--) {
        stack->px = theme->type[type];
        if (holds(canvas, stack))
            return true;
    }
    return false;
}

/* No more rows than are needed, and those as full as one another. */
struct stack stack_of(const struct canvas *canvas, int most)
{
    struct stack stack = { .count = 0 };
    stack.count = stack_others(canvas, stack.languages);
    for (int columns = COLUMNS; columns > 1 && stack.count > 0; columns--) {
        int rows = (stack.count + columns - 1) / columns;
        rows = rows < most ? rows : most;
        int even = (stack.count + rows - 1) / rows;
        if (fits_in(canvas, &stack, even < columns ? even : columns, rows))
            return stack;
    }
    stack.rows = 0;
    return stack;
}

int stack_height(const struct canvas *canvas, const struct stack *stack)
{
    return stack->rows * canvas->theme.row + (stack->rows - 1) * canvas->theme.s16;
}

void stack_draw(struct canvas *canvas, const struct stack *stack, int top)
{
    const struct theme *theme = &canvas->theme;
    for (int i = 0; i < cells(stack); i++) {
        struct button button = cell(canvas, stack, i);
        part_button(canvas, &button,
                    (struct rect){ theme->margin + i % stack->columns * (stack->width + theme->s16),
                                   top + i / stack->columns * (theme->row + theme->s16),
                                   stack->width, theme->row });
    }
}
