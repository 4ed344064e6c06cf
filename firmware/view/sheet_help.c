/*
 * How to get help: where it is, as the venue says; whether staff have been told, which only stands
 * there when they have been; and whether somebody is helping with the answers already.
 */
#include "sheet.h"

static const char *call_words(const struct canvas *canvas)
{
    switch (canvas->kiosk->help) {
    case HELP_CALLING:
        return canvas_word(canvas, WORD_HELP_CALLING);
    case HELP_TOLD:
        return canvas_word(canvas, WORD_HELP_TOLD);
    case HELP_NOT_TOLD:
        return canvas_word(canvas, WORD_HELP_NOT_TOLD);
    case HELP_NOT_CALLED:
        break;
    }
    return "";
}

void sheet_help(struct canvas *canvas)
{
    static const struct settings settings = { { SETTING_ASSISTED }, 1 };
    const struct venue_profile *venue = program_venue(canvas->kiosk->program);
    struct local_text where = local_text_for(&venue->help_where, canvas->wording->tag);
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_HELP_TITLE),
        .lines = { call_words(canvas), where.text, canvas_word(canvas, WORD_HELP_MORE) },
        .language = { NULL, where.tag, NULL },
        .strong = true,
        .settings = settings_rows(canvas, &settings),
        .largest = TYPE_HEAD,
        .buttons = { part_word_button(canvas, TARGET_CLOSE, WORD_CLOSE, LOOK_PRIMARY) },
        .button_count = 1,
    };
    leaf.settings.above = canvas->theme.s24;
    leaf_draw(canvas, &leaf);
}
