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

/* How a leaf is laid out: as wide as reads well, as high as its words need. */
struct leaf_layout {
    struct rect card;
    int pad;
    enum type title, words;
};

enum { LEAF_LINES = 3 };

static struct text leaf_title(const struct leaf *leaf, enum type type)
{
    return (struct text){
        .text = leaf->title,
        .largest = type,
        .smallest = type,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .fixed = true,
    };
}

static struct text leaf_line(const char *text, enum type type)
{
    return (struct text){
        .text = text,
        .largest = type,
        .smallest = type,
        .colour = COLOUR_MUTED,
        .fixed = true,
    };
}

static int words_height(const struct canvas *canvas, const struct leaf *leaf, enum type title,
                        enum type words, int width)
{
    struct text head = leaf_title(leaf, title);
    int height = canvas_fit(canvas, &head, width, 0).height + canvas->theme.s8;
    for (int i = 0; i < LEAF_LINES; i++) {
        struct text line = leaf_line(leaf->lines[i], words);
        height += line.text[0] != '\0' ? canvas_fit(canvas, &line, width, 0).height : 0;
    }
    return height;
}

static int card_width(const struct canvas *canvas)
{
    bool wide = canvas->theme.portrait || canvas->theme.compact || canvas->large;
    return wide ? canvas->panel.width - 2 * canvas->theme.margin : canvas->panel.width * 11 / 16;
}

static struct rect card_of(const struct canvas *canvas, int height)
{
    int width = card_width(canvas);
    return (struct rect){ (canvas->panel.width - width) / 2, (canvas->panel.height - height) / 2,
                          width, height };
}

static struct leaf_layout leaf_layout(const struct canvas *canvas, const struct leaf *leaf)
{
    const struct theme *theme = &canvas->theme;
    struct leaf_layout layout = { .pad = theme->compact ? theme->s32 : theme->s40 + theme->s16,
                                  .title = TYPE_HEAD };
    int width = card_width(canvas) - 2 * layout.pad,
        fixed = 2 * layout.pad + theme->s24 + theme->bar;
    int most = canvas->panel.height - 2 * theme->s16;
    for (; layout.title > TYPE_SMALL; layout.title--) {
        layout.words = layout.title > TYPE_TEXT ? TYPE_TEXT : layout.title - 1;
        int height = fixed + words_height(canvas, leaf, layout.title, layout.words, width);
        layout.card = card_of(canvas, height);
        if (height <= most)
            break;
    }
    return layout;
}

static void leaf_words(struct canvas *canvas, const struct leaf *leaf,
                       const struct leaf_layout *layout)
{
    int x = layout->card.x + layout->pad, y = layout->card.y + layout->pad;
    int width = layout->card.w - 2 * layout->pad;
    struct text title = leaf_title(leaf, layout->title);
    y += canvas_text(canvas, &title, (struct rect){ x, y, width, 0 }) + canvas->theme.s8;
    canvas_say(canvas, leaf->title);
    for (int i = 0; i < LEAF_LINES; i++) {
        struct text line = leaf_line(leaf->lines[i], layout->words);
        y += canvas_text(canvas, &line, (struct rect){ x, y, width, 0 });
        canvas_say(canvas, line.text);
    }
}

static void card_box(struct canvas *canvas, struct rect card)
{
    canvas_box(canvas, card, COLOUR_CARD, COLOUR_INK, canvas->theme.edge + 1,
               canvas->theme.round_tile);
}

static void leaf_buttons(struct canvas *canvas, const struct leaf *leaf,
                         const struct leaf_layout *layout)
{
    const struct theme *theme = &canvas->theme;
    int x = layout->card.x + layout->pad,
        y = layout->card.y + layout->card.h - layout->pad - theme->bar;
    int widths[3], room = layout->card.w - 2 * layout->pad;
    for (int i = 0; i < leaf->button_count; i++)
        widths[i] = part_button_width(canvas, &leaf->buttons[i], theme->s40);
    part_squeeze(widths, leaf->button_count, theme->s24, room);
    for (int i = 0; i < leaf->button_count; i++) {
        part_button(canvas, &leaf->buttons[i], (struct rect){ x, y, widths[i], theme->bar });
        canvas_say(canvas, leaf->buttons[i].text);
        x += widths[i] + theme->s24;
    }
}

static void leaf_draw(struct canvas *canvas, const struct leaf *leaf)
{
    struct leaf_layout layout = leaf_layout(canvas, leaf);
    card_box(canvas, layout.card);
    leaf_words(canvas, leaf, &layout);
    leaf_buttons(canvas, leaf, &layout);
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
    struct rect words = part_tile_inside(canvas, at, pad);
    words.x += box + theme->s24;
    words.w -= box + theme->s24;
    canvas_text_middle(canvas, &text, words);
    canvas_say(canvas, text.text);
}

static void display_draw(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct leaf leaf = {
        .title = canvas_word(canvas, WORD_DISPLAY),
        .lines = { "", "", "" },
        .buttons = { leaf_button(canvas, TARGET_CLOSE, 0, WORD_CLOSE, LOOK_PRIMARY) },
        .button_count = 1,
    };
    int row = theme->compact ? theme->target : theme->bar, step = row + theme->s16;
    struct leaf_layout layout = { .pad = theme->compact ? theme->s32 : theme->s40 + theme->s16,
                                  .title = TYPE_SUB };
    int width = card_width(canvas) - 2 * layout.pad;
    int title = words_height(canvas, &leaf, layout.title, TYPE_TEXT, width);
    layout.card =
        card_of(canvas, 2 * layout.pad + title + SETTINGS * step + theme->s8 + theme->bar);
    card_box(canvas, layout.card);
    leaf_words(canvas, &leaf, &layout);
    for (int i = 0; i < SETTINGS; i++)
        setting_row(canvas, (enum setting)i,
                    (struct rect){ layout.card.x + layout.pad,
                                   layout.card.y + layout.pad + title + i * step, width, row });
    leaf_buttons(canvas, &leaf, &layout);
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
