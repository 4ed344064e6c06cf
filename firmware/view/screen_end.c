/* Screens that ask nothing: thanks, goodbye, the disk that refuses, and waiting for a survey. */
#include "view_int.h"
#include <stdio.h>

struct message {
    const char *title, *more;
    enum picture picture;
};

/* A large sentence with a smaller one under it, and perhaps a picture before them. */
static void message_draw(struct canvas *canvas, const struct message *message)
{
    const struct theme *theme = &canvas->theme;
    int top = theme->head_y + theme->head_h + theme->s40, bottom = theme->foot_y - theme->s24;
    int size = message->picture != PICTURE_NONE ? theme->type[TYPE_HUGE] * 2 : 0;
    int x = theme->margin + (size > 0 ? size + theme->s40 : 0);
    int width = canvas->panel.width - theme->margin - x;
    struct text title = {
        .text = message->title,
        .largest = TYPE_HUGE,
        .smallest = TYPE_TEXT,
        .weight = WEIGHT_BOLD,
        .colour = COLOUR_INK,
        .max_lines = 2,
    };
    struct text more = {
        .text = message->more,
        .largest = TYPE_TEXT,
        .smallest = TYPE_TINY,
        .colour = COLOUR_MUTED,
    };
    top += (bottom - top) / 8;
    if (size > 0)
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
