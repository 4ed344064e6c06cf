/* A question: its title, its answers in the middle, the way on at the foot. */
#include "view_int.h"

int question_buttons(const struct canvas *canvas, struct button ret[3])
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

void question_foot(struct canvas *canvas)
{
    struct button back = {
        .target = { TARGET_BACK, 0 },
        .text = canvas_word(canvas, WORD_BACK),
        .look = LOOK_PLAIN,
        .type = TYPE_BUTTON,
        .arrow = PICTURE_ARROW_BACK,
    };
    struct button end[3];
    int count = question_buttons(canvas, end);
    part_foot(canvas, kiosk_can_go_back(canvas->kiosk) ? &back : NULL, end, count);
}

static void information_draw(struct canvas *canvas, const struct question *question)
{
    const struct theme *theme = &canvas->theme;
    int bottom = theme->foot_y - theme->s24;
    int top = part_title(canvas, canvas_survey_text(canvas, &question->title), "", bottom);
    struct text body = {
        .text = canvas_survey_text(canvas, &question->description),
        .largest = TYPE_BUTTON,
        .smallest = TYPE_TINY,
        .colour = COLOUR_INK,
    };
    top += theme->s16;
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

void screen_question(struct canvas *canvas)
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    if (question->type == QUESTION_COMMENT) {
        screen_writing(canvas);
        return;
    }
    part_head(canvas);
    if (question->type == QUESTION_INFORMATION) {
        information_draw(canvas, question);
    } else {
        const struct theme *theme = &canvas->theme;
        int half = theme->head_y + theme->head_h + (theme->foot_y - theme->head_h) / 2;
        int top = part_title(canvas, canvas_survey_text(canvas, &question->title),
                             description_of(canvas, question), half);
        tiles_draw(canvas, question, top + theme->s24, theme->foot_y - theme->s24);
    }
    question_foot(canvas);
}
