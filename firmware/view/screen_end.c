/* Screens that ask nothing: thanks, goodbye, the disk that refuses, and waiting for a survey. */
#include "view_int.h"
#include <stdio.h>

struct message {
    const char *title, *more;
    enum picture picture;
};

static struct text message_title(const struct message *message, enum type type)
{
    return (struct text){
        .text = message->title,
        .largest = type,
        .smallest = type,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
        .balanced = true,
        .fixed = true,
    };
}

static struct text message_more(const struct message *message, enum type title)
{
    enum type type = title > TYPE_TEXT ? TYPE_TEXT : TYPE_SMALL;
    return (struct text){
        .text = message->more,
        .largest = type,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
    };
}

/* The largest title on one line, or on two, that leaves room for what stands under it. */
static enum type message_type(const struct canvas *canvas, const struct message *message, int width,
                              int height)
{
    for (int type = TYPE_HUGE; type > TYPE_SMALL; type--) {
        struct text title = message_title(message, (enum type)type);
        struct text more = message_more(message, (enum type)type);
        struct fitted head = canvas_fit(canvas, &title, width, height);
        int left = height - head.height - canvas->theme.s16;
        bool small_enough = head.lines == 1 || type <= TYPE_HEAD;
        if (head.fits && small_enough && left > 0 && canvas_fit(canvas, &more, width, left).fits)
            return (enum type)type;
    }
    return TYPE_SMALL;
}

static void tick_draw(struct canvas *canvas, struct rect at)
{
    int inner = at.w * 11 / 20, off = (at.w - inner) / 2;
    canvas_box(canvas, at, COLOUR_NONE, COLOUR_ACCENT, at.w / 18, at.w / 2);
    canvas_picture(canvas, (struct rect){ at.x + off, at.y + off, inner, inner }, PICTURE_TICK,
                   COLOUR_ACCENT);
}

/* A large sentence with a smaller one under it, and perhaps a picture before them. */
static void message_draw(struct canvas *canvas, const struct message *message)
{
    const struct theme *theme = &canvas->theme;
    int top = theme->head_y + theme->head_h + theme->under_head,
        bottom = theme->foot_y - theme->s16;
    int size = message->picture != PICTURE_NONE ? theme->tile * 6 / 5 : 0;
    int x = theme->margin + (size > 0 ? size + theme->s40 : 0);
    int width = canvas->panel.width - theme->margin - x;
    if (!theme->compact)
        top += (bottom - top) / 10;
    enum type type = message_type(canvas, message, width, bottom - top);
    struct text title = message_title(message, type), more = message_more(message, type);
    if (message->picture == PICTURE_TICK)
        tick_draw(canvas, (struct rect){ theme->margin, top, size, size });
    else if (size > 0)
        canvas_picture(canvas, (struct rect){ theme->margin, top, size, size }, message->picture,
                       COLOUR_ACCENT);
    int y = top + canvas_text(canvas, &title, (struct rect){ x, top, width, bottom - top });
    y += theme->s16;
    (void)canvas_text(canvas, &more, (struct rect){ x, y, width, bottom - y });
    canvas_say(canvas, message->title);
    canvas_say(canvas, message->more);
}

static const char *seconds_text(struct canvas *canvas)
{
    char seconds[16];
    (void)snprintf(seconds, sizeof seconds, "%u", kiosk_seconds_left(canvas->kiosk, canvas->now));
    const char *const pairs[] = { "seconds", seconds, NULL };
    return canvas_fill(canvas, WORD_SECONDS_LEFT, pairs);
}

static void clearing_foot(struct canvas *canvas)
{
    const struct theme *theme = &canvas->theme;
    struct button done = {
        .target = { TARGET_DONE, 0 },
        .text = canvas_word(canvas, WORD_DONE),
        .look = LOOK_PRIMARY,
        .type = TYPE_BUTTON,
    };
    struct text seconds = {
        .text = seconds_text(canvas),
        .largest = TYPE_SMALL,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
        .max_lines = 2,
    };
    int room = canvas->panel.width * 2 / 3 - theme->margin;
    part_foot(canvas, NULL, &done, 1);
    canvas_text_middle(canvas, &seconds,
                       (struct rect){ theme->margin, theme->foot_y, room, theme->bar });
}

void screen_end(struct canvas *canvas)
{
    bool thanks = canvas->kiosk->page == PAGE_THANKS;
    const struct survey *survey = canvas->kiosk->program->survey;
    struct message message = {
        .title = canvas_word(canvas, thanks ? WORD_THANKS : WORD_GOODBYE),
        .more = canvas_word(canvas, WORD_GOODBYE_MORE),
        .picture = thanks ? PICTURE_TICK : PICTURE_NONE,
    };
    if (thanks)
        message.more = survey->has_about ? canvas_survey_text(canvas, &survey->about.outcome) : "";
    part_head(canvas);
    message_draw(canvas, &message);
    clearing_foot(canvas);
}

void screen_refuses(struct canvas *canvas)
{
    struct message message = {
        .title = canvas_word(canvas, WORD_REFUSED),
        .more = canvas_word(canvas, WORD_REFUSED_MORE),
    };
    struct button leave = {
        .target = { TARGET_LEAVE, 0 },
        .text = canvas_word(canvas, WORD_LEAVE),
        .look = LOOK_OUTLINED,
        .type = TYPE_BUTTON,
    };
    struct button again = {
        .target = { TARGET_CONTINUE, 0 },
        .text = canvas_word(canvas, WORD_TRY_AGAIN),
        .look = LOOK_PRIMARY,
        .type = TYPE_BUTTON,
    };
    part_head(canvas);
    message_draw(canvas, &message);
    part_foot(canvas, NULL, (struct button[]){ leave, again }, 2);
}

void screen_waiting(struct canvas *canvas)
{
    bool enrolled = canvas->kiosk->page == PAGE_NO_SURVEY;
    struct message message = {
        .title = canvas_word(canvas, enrolled ? WORD_NO_SURVEY : WORD_NOT_ENROLLED),
        .more = canvas_word(canvas, enrolled ? WORD_NO_SURVEY_MORE : WORD_NOT_ENROLLED_MORE),
        .picture = PICTURE_PLUG,
    };
    message_draw(canvas, &message);
}
