/* Every language by its own name, as tiles of one size. */
#include "view_int.h"

static void language_tile(struct canvas *canvas, int language, struct rect at)
{
    const struct wording *wording = canvas->kiosk->program->wordings[language];
    struct target target = { TARGET_LANGUAGE, (uint32_t)language };
    struct text name = {
        .text = wording->name,
        .language = wording->tag,
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .align = ALIGN_CENTRE,
        .max_lines = 1,
    };
    part_tile(canvas, target, at, language == canvas->kiosk->language);
    canvas_text_middle(canvas, &name, part_tile_inside(canvas, at, canvas->theme.s16));
    canvas_say(canvas, wording->name);
}

void screen_languages(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    int count = canvas->kiosk->program->language_count;
    int columns = theme->portrait ? 1 : count <= 6 ? 2 : 3;
    if (theme->portrait && count > 8)
        columns = 2;
    int rows = (count + columns - 1) / columns;
    part_head(canvas);
    int bottom = theme->foot_y - theme->s24;
    struct heading heading = { canvas_word(canvas, WORD_CHOOSE_LANGUAGE), "", TYPE_HEAD, 0 };
    int top = part_heading(canvas, &heading) + theme->under_title;
    int gap = theme->s24, whole = canvas->panel.width - 2 * theme->margin;
    int width = (whole - gap * (columns - 1)) / columns;
    int height = (bottom - top - gap * (rows - 1)) / rows;
    height = height > theme->tile ? theme->tile : height;
    if (height < theme->target)
        canvas->scene->overflow = true;
    for (int i = 0; i < count; i++)
        language_tile(canvas, i,
                      (struct rect){ theme->margin + i % columns * (width + gap),
                                     top + i / columns * (height + gap), width, height });
    struct button back = {
        .target = { TARGET_BACK, 0 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
    part_foot(canvas, &back, NULL, 0);
}
