/* A question: its title, its answers in the middle, the way on at the foot. */
#include "view_int.h"

static int end_buttons(const struct canvas *canvas, struct button ret[FOOT_BUTTONS_MAX])
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    int count = 0;
    ret[count++] = (struct button){ .target = { TARGET_LEAVE, 0 },
                                    .text = canvas_word(canvas, WORD_LEAVE),
                                    .look = LOOK_PLAIN,
                                    .type = TYPE_BUTTON };
    if (question->type != QUESTION_INFORMATION)
        ret[count++] = (struct button){ .target = { TARGET_SKIP, 0 },
                                        .text = canvas_word(canvas, WORD_SKIP),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON };
    if (kiosk_has_continue(kiosk))
        ret[count++] = (struct button){ .target = { TARGET_CONTINUE, 0 },
                                        .text = canvas_word(canvas, WORD_CONTINUE),
                                        .look = LOOK_PRIMARY,
                                        .type = TYPE_BUTTON };
    return count;
}

static struct button back_button(const struct canvas *canvas)
{
    return (struct button){
        .target = { TARGET_BACK, 0 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
}

void question_foot(struct canvas *canvas)
{
    struct button back = back_button(canvas), end[FOOT_BUTTONS_MAX];
    int count = end_buttons(canvas, end);
    part_foot(canvas, kiosk_can_go_back(canvas->kiosk) ? &back : NULL, end, count);
}

static void information_draw(struct canvas *canvas, const struct question *question)
{
    const struct theme *theme = &canvas->theme;
    int bottom = theme->foot_y - theme->s24;
    struct heading heading = { canvas_survey_text(canvas, &question->title), "", TYPE_HEAD };
    int top = part_heading(canvas, &heading) + theme->s16;
    struct text body = {
        .text = canvas_survey_text(canvas, &question->description),
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
    };
    (void)canvas_text(
        canvas, &body,
        (struct rect){ theme->margin, top, canvas->panel.width - 2 * theme->margin, bottom - top });
    canvas_say(canvas, body.text);
}

static const char *description_of(const struct canvas *canvas, const struct question *question)
{
    const char *own = canvas_survey_text(canvas, &question->description);
    bool hint = own[0] == '\0' && question->type == QUESTION_CHECKBOX;
    return hint ? canvas_word(canvas, WORD_CHOOSE_ALL) : own;
}

enum { TITLE_COLUMNS = 3 };

/* The largest title that leaves the tiles their room. A row, and then a grid of few columns, goes
 * before a large title. */
static enum type title_type(const struct canvas *canvas, const struct question *question,
                            struct heading heading, int bottom)
{
    int least = canvas->large ? TYPE_SMALL : TYPE_BUTTON;
    for (int columns = 0; columns <= TITLE_COLUMNS; columns++)
        for (int type = TYPE_HEAD; type >= (columns < TITLE_COLUMNS ? least : TYPE_TINY); type--) {
            heading.largest = (enum type)type;
            int top = part_heading_measure(canvas, &heading) + canvas->theme.under_title;
            if (tiles_fit(canvas, question, top, bottom, columns))
                return heading.largest;
        }
    return TYPE_TINY;
}

static void answers_draw(struct canvas *canvas, const struct question *question)
{
    const struct theme *theme = &canvas->theme;
    int bottom = theme->foot_y - theme->under_title;
    struct heading heading = {
        .title = canvas_survey_text(canvas, &question->title),
        .description = description_of(canvas, question),
    };
    heading.largest = title_type(canvas, question, heading, bottom);
    int top = part_heading(canvas, &heading) + theme->under_title;
    tiles_draw(canvas, question, top, bottom);
}

void screen_question(struct canvas *canvas)
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    if (question->type == QUESTION_COMMENT) {
        screen_writing(canvas);
        return;
    }
    part_head(canvas);
    if (question->type == QUESTION_INFORMATION)
        information_draw(canvas, question);
    else
        answers_draw(canvas, question);
    question_foot(canvas);
}
