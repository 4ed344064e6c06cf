/* The sheets on which a person sets the screen for themselves: Display and Listen. */
#include "sheet.h"

static bool is_on(const struct kiosk *kiosk, enum setting setting)
{
    switch (setting) {
    case SETTING_LARGER:
        return kiosk->large;
    case SETTING_CONTRAST:
        return kiosk->contrast;
    case SETTING_SPEECH:
        return kiosk->voice.on;
    case SETTING_ASSISTED:
        return kiosk->assisted;
    default:
        return false;
    }
}

static const char *setting_words(struct canvas *canvas, enum setting setting)
{
    static const enum wording_key words[SETTINGS] = {
        [SETTING_LARGER] = WORD_LARGER_TEXT, [SETTING_CONTRAST] = WORD_MORE_CONTRAST,
        [SETTING_SPEECH] = WORD_READ_ALOUD,  [SETTING_VOLUME] = WORD_VOLUME,
        [SETTING_ASSISTED] = WORD_WITH_HELP,
    };
    const char *const pairs[] = { "number", canvas_count(canvas, canvas->kiosk->voice.volume),
                                  NULL };
    return setting == SETTING_VOLUME ? canvas_fill(canvas, WORD_VOLUME, pairs)
                                     : canvas_word(canvas, words[setting]);
}

/* In two lines, or in three where it has no room otherwise. */
static struct text setting_text(struct canvas *canvas, enum setting setting, int width)
{
    struct text text = {
        .text = setting_words(canvas, setting),
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .inked = true,
    };
    text.max_lines += !canvas_fit(canvas, &text, width, 0).fits;
    return text;
}

static void setting_name(struct canvas *canvas, enum setting setting, const char *text)
{
    struct target target = { TARGET_SETTING, (uint32_t)setting };
    enum wording_key state = is_on(canvas->kiosk, setting) ? WORD_SAY_ON : WORD_SAY_OFF;
    canvas_name(canvas, target, text, NULL);
    if (setting != SETTING_VOLUME)
        canvas_name(canvas, target, canvas_word(canvas, state), NULL);
}

static enum picture setting_mark(enum setting setting, bool on)
{
    if (setting == SETTING_VOLUME)
        return PICTURE_LISTEN;
    return on ? PICTURE_BOX_TICKED : PICTURE_BOX;
}

static int box_px(const struct canvas *canvas)
{
    return canvas->theme.usual[TYPE_SUB];
}

static int row_pad(const struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    return theme->compact || theme->narrow ? theme->s16 : theme->s32;
}

/* Beside the box. */
static struct rect words_room(const struct canvas *canvas, struct rect at)
{
    struct rect words = part_tile_inside(canvas, at, row_pad(canvas));
    int start = box_px(canvas) + canvas->theme.s24;
    words.x += start;
    words.w -= start;
    return words;
}

static void setting_row(struct canvas *canvas, const void *context, int row, struct rect at)
{
    const struct settings *settings = context;
    enum setting setting = settings->list[row];
    bool on = is_on(canvas->kiosk, setting);
    struct rect words = words_room(canvas, at);
    struct text text = setting_text(canvas, setting, words.w);
    int box = box_px(canvas);
    part_tile(canvas, (struct target){ TARGET_SETTING, (uint32_t)setting }, at, on);
    canvas_picture(canvas,
                   (struct rect){ at.x + row_pad(canvas), at.y + (at.h - box) / 2, box, box },
                   setting_mark(setting, on), COLOUR_INK);
    canvas_text_middle(canvas, &text, words);
    setting_name(canvas, setting, text.text);
}

/* All rows are as high as the one that needs most. */
static int row_height(struct canvas *canvas, const struct settings *settings)
{
    const struct theme *theme = &canvas->theme;
    int height = theme->bar;
    int width = words_room(canvas, (struct rect){ 0, 0, leaf_width(canvas), height }).w;
    for (int i = 0; i < settings->count; i++) {
        struct text text = setting_text(canvas, settings->list[i], width);
        int words = canvas_inked_height(canvas, &text, width);
        int needed = words + 2 * theme->thick;
        height = needed > height ? needed : height;
    }
    return height;
}

struct piece settings_rows(struct canvas *canvas, const struct settings *settings)
{
    return (struct piece){ .rows = settings->count,
                           .row_h = row_height(canvas, settings),
                           .row_gap = canvas->theme.s16,
                           .draw = setting_row,
                           .context = settings,
                           .above = canvas->theme.s16 };
}

void sheet_display(struct canvas *canvas)
{
    static const struct settings settings = { { SETTING_LARGER, SETTING_CONTRAST }, 2 };
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_DISPLAY),
        .settings = settings_rows(canvas, &settings),
        .largest = TYPE_SUB,
        .buttons = { part_word_button(canvas, TARGET_CLOSE, WORD_CLOSE, LOOK_PRIMARY) },
        .button_count = 1,
    };
    leaf_draw(canvas, &leaf);
}

void sheet_listen(struct canvas *canvas)
{
    static const struct settings settings = { { SETTING_SPEECH, SETTING_VOLUME }, 2 };
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_LISTEN),
        .settings = settings_rows(canvas, &settings),
        .largest = TYPE_SUB,
        .buttons = { part_word_button(canvas, TARGET_REPEAT, WORD_AGAIN, LOOK_PRIMARY),
                     part_word_button(canvas, TARGET_CLOSE, WORD_CLOSE, LOOK_OUTLINED) },
        .button_count = 2,
    };
    leaf_draw(canvas, &leaf);
}
