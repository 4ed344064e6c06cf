/* The way back and the ways on below a question, the same where it is answered in words. */
#include "view_int.h"

static int end_buttons(const struct canvas *canvas, struct button ret[FOOT_BUTTONS_MAX])
{
    const struct kiosk *kiosk = canvas->kiosk;
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    int count = 0;
    ret[count++] = (struct button){ .target = { TARGET_LEAVE, 0 },
                                    .text = canvas_word(canvas, WORD_LEAVE),
                                    .look = LOOK_PLAIN,
                                    .type = TYPE_BUTTON,
                                    .may_hide = true };
    if (question->type != QUESTION_INFORMATION)
        ret[count++] = (struct button){ .target = { TARGET_SKIP, 0 },
                                        .text = canvas_word(canvas, WORD_SKIP),
                                        .look = LOOK_OUTLINED,
                                        .type = TYPE_BUTTON };
    if (kiosk_has_continue(kiosk))
        ret[count++] = (struct button){ .target = { TARGET_CONTINUE, 0 },
                                        .text = canvas_word(canvas, WORD_CONTINUE),
                                        .look = LOOK_PRIMARY,
                                        .type = TYPE_BUTTON,
                                        .at_last = true };
    return count;
}

void question_foot(const struct canvas *canvas, struct question_foot *ret)
{
    *ret = (struct question_foot){
        .back = { .target = { TARGET_BACK, 0 },
                  .text = canvas_word(canvas, WORD_BACK),
                  .look = LOOK_PLAIN,
                  .type = TYPE_BUTTON,
                  .arrow = PICTURE_ARROW_BACK },
    };
    ret->foot = (struct foot){ .start = kiosk_can_go_back(canvas->kiosk) ? &ret->back : NULL,
                               .end = ret->end,
                               .count = end_buttons(canvas, ret->end),
                               .y = canvas->theme.foot_y,
                               .right = canvas->panel.width - canvas->theme.margin };
}
