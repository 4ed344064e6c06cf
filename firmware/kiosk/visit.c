/*
 * One person's visit: which question comes next, what is saved when, and how it ends. The only file
 * that makes FX_SAVE and FX_END, and the only one that leads to the thanks.
 */
#include "kiosk_int.h"

void visit_show(struct kiosk *kiosk, int question)
{
    kiosk_show(kiosk, PAGE_QUESTION);
    kiosk->question = question;
    kiosk->layer = KEYBOARD_LETTERS;
    if (kiosk->answers.state[question] == ANSWER_UNSEEN)
        (void)answers_set(kiosk_survey(kiosk), &kiosk->answers, question, ANSWER_SHOWN);
}

static int question_after(const struct kiosk *kiosk)
{
    return answers_next(kiosk_survey(kiosk), &kiosk->answers, kiosk->question);
}

static void show_first(struct kiosk *kiosk)
{
    int first = answers_next(kiosk_survey(kiosk), &kiosk->answers, -1);
    if (first >= 0)
        visit_show(kiosk, first);
    else
        kiosk_show(kiosk, PAGE_GOODBYE);
}

/* Closes, as it was last saved, a visit that the disk refused to close: a new one must not join it.
 */
struct effect visit_retry_end(struct kiosk *kiosk, enum after_save after)
{
    kiosk->after = after;
    return (struct effect){ .kind = FX_END, .ending = kiosk->unclosed_ending, .question = -1 };
}

struct effect visit_begin(struct kiosk *kiosk)
{
    if (kiosk->unclosed)
        return visit_retry_end(kiosk, AFTER_START);
    show_first(kiosk);
    return (struct effect){ .kind = FX_STARTED, .question = -1 };
}

/* Saves the answer to the question on the screen; -1 for next closes the visit in the same commit.
 */
struct effect visit_save(struct kiosk *kiosk, int next)
{
    kiosk->next_question = next;
    kiosk->after = next < 0 ? AFTER_THANKS : AFTER_SHOW;
    return (struct effect){
        .kind = FX_SAVE,
        .closing = next < 0,
        .ending = ENDING_COMPLETE,
        .question = kiosk->question,
    };
}

struct effect visit_go_on(struct kiosk *kiosk)
{
    int next = question_after(kiosk);
    if (next < 0)
        return visit_close(kiosk, ENDING_COMPLETE);
    visit_show(kiosk, next);
    return effect_none();
}

static struct effect close_unrecorded(struct kiosk *kiosk, enum ending ending)
{
    kiosk->under_way = effect_none();
    if (ending == ENDING_TIMEOUT)
        kiosk_reset(kiosk);
    else
        kiosk_show(kiosk, PAGE_GOODBYE);
    return effect_none();
}

/* Skipped and shown questions travel with the closing save; when the disk has just refused, the
 * visit is closed as it was last saved. */
struct effect visit_close(struct kiosk *kiosk, enum ending ending)
{
    bool refused = kiosk->under_way.kind != FX_NONE;
    if (!kiosk->any_saved)
        return close_unrecorded(kiosk, ending);
    kiosk->sheet = SHEET_NONE;
    kiosk->clears_at = NEVER;
    kiosk->unclosed_ending = ending;
    kiosk->after = refused ? AFTER_GOODBYE : AFTER_THANKS;
    if (ending == ENDING_TIMEOUT)
        kiosk->after = AFTER_RESET;
    return (struct effect){
        .kind = refused ? FX_END : FX_SAVE,
        .closing = true,
        .ending = ending,
        .question = -1,
    };
}

struct effect visit_saved(struct kiosk *kiosk)
{
    enum effect_kind kind = kiosk->under_way.kind;
    kiosk->under_way = effect_none();
    kiosk->unclosed = false;
    kiosk->any_saved = kind == FX_SAVE;
    switch (kiosk->after) {
    case AFTER_SHOW:
        visit_show(kiosk, kiosk->next_question);
        break;
    case AFTER_THANKS:
        kiosk_show(kiosk, PAGE_THANKS);
        break;
    case AFTER_GOODBYE:
        kiosk_show(kiosk, PAGE_GOODBYE);
        break;
    case AFTER_RESET:
        kiosk_reset(kiosk);
        break;
    case AFTER_START:
        return visit_begin(kiosk);
    }
    return effect_none();
}

struct effect visit_refused(struct kiosk *kiosk)
{
    switch (kiosk->after) {
    case AFTER_SHOW:
    case AFTER_THANKS:
    case AFTER_START:
        kiosk_show(kiosk, PAGE_DISK_REFUSES);
        break;
    case AFTER_GOODBYE:
        kiosk->unclosed = true;
        kiosk->under_way = effect_none();
        kiosk_show(kiosk, PAGE_GOODBYE);
        break;
    case AFTER_RESET:
        kiosk->unclosed = true;
        kiosk_reset(kiosk);
        break;
    }
    return effect_none();
}
