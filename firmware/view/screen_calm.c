/*
 * Screens on which there is nothing to answer: they say so calmly, and what to expect. The dark one
 * says how to wake it; a minute for a cloth counts down; the hold of the corner shows itself.
 */
#include "staff_parts.h"

void screen_asleep(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct rect all = { 0, 0, canvas->panel.width, canvas->panel.height };
    const struct wording *shown = canvas->wording;
    int languages[SIDE_BY_SIDE_MAX], count = view_side_by_side(canvas->kiosk, languages);
    struct rect at = { theme->margin, all.h / 3, all.w - 2 * theme->margin, all.h / 3 / count };
    canvas_box(canvas, all, COLOUR_NIGHT, COLOUR_NONE, 0, 0);
    for (int i = 0; i < count; i++, at.y += at.h) {
        if (count > 1)
            canvas->wording = canvas->kiosk->program->wordings[languages[i]];
        struct text words = {
            .text = canvas_word(canvas, WORD_ASLEEP_TITLE),
            .largest = TYPE_TEXT,
            .smallest = TYPE_TINY,
            .colour = COLOUR_NIGHT_INK,
            .align = ALIGN_CENTRE,
        };
        canvas_text_middle(canvas, &words, at);
        canvas_say(canvas, words.text);
    }
    canvas->wording = shown;
}

void screen_cleaning(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    uint32_t seconds = kiosk_seconds_left(canvas->kiosk, canvas->now);
    struct staff_page page = { .title = canvas_word(canvas, WORD_CLEANING_TITLE),
                               .more = staff_filled(canvas, WORD_CLEANING_MORE, "seconds",
                                                    canvas_count(canvas, seconds)) };
    struct rect column = { theme->margin, canvas->panel.height / 4,
                           canvas->panel.width - 2 * theme->margin, 0 };
    (void)staff_title(canvas, &page, column);
}

/* At the very top, from the corner on; the corner is at the same place in every language. */
void corner_hint(struct canvas *canvas)
{
    int step = kiosk_corner_step(canvas->kiosk);
    if (step == 0)
        return;
    struct rect line = { 0, 0, canvas->panel.width / 3 * step / CORNER_STEPS, canvas->theme.s8 };
    canvas->unmirrored = true;
    canvas_box(canvas, line, COLOUR_ACCENT, COLOUR_NONE, 0, 0);
    canvas->unmirrored = false;
}
