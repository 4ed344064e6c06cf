/* Sheets over a veiled page: are you still there, Display, help. What lies under them is asleep. */
#include "view_int.h"
#include <stdio.h>

struct leaf {
    const char *title;
    const char *lines[3];
    struct button buttons[3];
    int button_count;
};

static void put_to_sleep(struct canvas *canvas)
{
    struct scene *scene = canvas->scene;
    for (int i = 0; i < scene->target_count; i++)
        scene->targets[i].live = false;
    scene->spoken[0] = '\0';
    canvas_box(canvas, (struct rect){ 0, 0, scene->width, scene->height }, COLOUR_VEIL, COLOUR_NONE,
               0, 0);
}

static struct button leaf_button(const struct canvas *canvas, enum target_kind kind, uint32_t value,
                                 enum wording_key word, enum look look)
{
    return (struct button){
        .target = { kind, value },
        .text = canvas_word(canvas, word),
        .look = look,
        .type = TYPE_BUTTON,
    };
}

static struct leaf time_leaf(struct canvas *canvas)
{
    char seconds[16];
    (void)snprintf(seconds, sizeof seconds, "%u", kiosk_seconds_left(canvas->kiosk, canvas->now));
    const char *const pairs[] = { "seconds", seconds, NULL };
    bool safe = canvas->kiosk->any_saved, unsent = kiosk_has_unsent_words(canvas->kiosk);
    return (struct leaf){
        .title = canvas_word(canvas, WORD_STILL_THERE),
        .lines = { safe ? canvas_word(canvas, WORD_SAFE) : "",
                   unsent ? canvas_word(canvas, WORD_UNSENT) : "",
                   canvas_fill(canvas, WORD_SECONDS_LEFT, pairs) },
        .buttons = { leaf_button(canvas, TARGET_MORE_TIME, 0, WORD_MORE_TIME, LOOK_PRIMARY),
                     leaf_button(canvas, TARGET_FINISHED, 0, WORD_FINISHED, LOOK_OUTLINED) },
        .button_count = 2,
    };
}

static struct leaf help_leaf(struct canvas *canvas)
{
    return (struct leaf){
        .title = canvas_word(canvas, WORD_HELP_TITLE),
        .lines = { canvas_word(canvas, WORD_HELP_MORE), "", "" },
        .buttons = { leaf_button(canvas, TARGET_CLOSE, 0, WORD_CLOSE, LOOK_PRIMARY) },
        .button_count = 1,
    };
}

static void leaf_texts(struct canvas *canvas, const struct leaf *leaf, struct rect inner)
{
    int y = inner.y, bottom = inner.y + inner.h;
    struct text title = {
        .text = leaf->title,
        .largest = TYPE_HEAD,
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
    };
    y += canvas_text(canvas, &title, (struct rect){ inner.x, y, inner.w, bottom - y });
    y += canvas->theme.s8;
    canvas_say(canvas, leaf->title);
    for (int i = 0; i < 3; i++) {
        struct text line = {
            .text = leaf->lines[i],
            .largest = TYPE_TEXT,
            .smallest = TYPE_TINY,
            .colour = COLOUR_MUTED,
        };
        y += canvas_text(canvas, &line, (struct rect){ inner.x, y, inner.w, bottom - y });
        canvas_say(canvas, line.text);
    }
}

static struct rect leaf_card(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    int width = canvas->panel.width, height = canvas->panel.height;
    int w = theme->portrait || theme->compact || canvas->kiosk->large ? width - 2 * theme->margin
                                                                      : width * 11 / 16;
    int h = theme->portrait ? height / 3 : theme->compact ? height - 2 * theme->margin : height / 2;
    if (canvas->kiosk->large && !theme->compact && !theme->portrait)
        h = height - 2 * theme->margin;
    struct rect at = { (width - w) / 2, (height - h) / 2, w, h };
    canvas_box(canvas, at, COLOUR_CARD, COLOUR_INK, theme->edge + 1, theme->round_tile);
    return at;
}

static void leaf_draw(struct canvas *canvas, const struct leaf *leaf)
{
    const struct theme *theme = &canvas->theme;
    struct rect card = leaf_card(canvas);
    int pad = theme->compact ? theme->s32 : theme->margin;
    int foot = card.y + card.h - pad - theme->bar, x = card.x + pad;
    leaf_texts(
        canvas, leaf,
        (struct rect){ x, card.y + pad, card.w - 2 * pad, foot - card.y - pad - theme->s16 });
    for (int i = 0; i < leaf->button_count; i++) {
        int width = part_button_width(canvas, &leaf->buttons[i], theme->s40);
        part_button(canvas, &leaf->buttons[i], (struct rect){ x, foot, width, theme->bar });
        canvas_say(canvas, leaf->buttons[i].text);
        x += width + theme->s24;
    }
}

static void setting_row(struct canvas *canvas, enum setting setting, struct rect at)
{
    const struct theme *theme = &canvas->theme;
    const struct kiosk *kiosk = canvas->kiosk;
    bool on = setting == SETTING_LARGER ? kiosk->large : kiosk->contrast;
    int box = theme->type[TYPE_SUB], pad = theme->s32;
    struct text text = {
        .text =
            canvas_word(canvas, setting == SETTING_LARGER ? WORD_LARGER_TEXT : WORD_MORE_CONTRAST),
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 1,
    };
    part_tile(canvas, (struct target){ TARGET_SETTING, (uint32_t)setting }, at, on);
    canvas_picture(canvas, (struct rect){ at.x + pad, at.y + (at.h - box) / 2, box, box },
                   on ? PICTURE_BOX_TICKED : PICTURE_BOX, COLOUR_INK);
    int x = at.x + pad + box + theme->s24;
    canvas_text_middle(canvas, &text, (struct rect){ x, at.y, at.x + at.w - pad - x, at.h });
    canvas_say(canvas, text.text);
}

static void display_draw(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct rect card = leaf_card(canvas);
    int pad = theme->compact ? theme->s32 : theme->s40;
    struct rect inner = { card.x + pad, card.y + pad, card.w - 2 * pad, card.h - 2 * pad };
    struct button close = leaf_button(canvas, TARGET_CLOSE, 0, WORD_CLOSE, LOOK_PRIMARY);
    int foot = inner.y + inner.h - theme->target;
    struct text title = {
        .text = canvas_word(canvas, WORD_DISPLAY),
        .largest = TYPE_SUB,
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 1,
    };
    canvas_say(canvas, title.text);
    int top = inner.y + theme->s16 +
              canvas_text(canvas, &title, (struct rect){ inner.x, inner.y, inner.w, 0 });
    int row = (foot - top - 2 * theme->s16) / SETTINGS - theme->s16 / SETTINGS;
    for (int i = 0; i < SETTINGS; i++)
        setting_row(canvas, (enum setting)i,
                    (struct rect){ inner.x, top + i * (row + theme->s16), inner.w, row });
    int width = part_button_width(canvas, &close, theme->s40);
    part_button(canvas, &close, (struct rect){ inner.x, foot, width, theme->target });
    canvas_say(canvas, close.text);
}

void sheet_draw(struct canvas *canvas)
{
    put_to_sleep(canvas);
    if (canvas->kiosk->sheet == SHEET_DISPLAY) {
        display_draw(canvas);
        return;
    }
    bool time = canvas->kiosk->sheet == SHEET_TIME;
    struct leaf leaf = time ? time_leaf(canvas) : help_leaf(canvas);
    leaf_draw(canvas, &leaf);
}
