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
    kiosk->behind_cursor = 0;
    if (kiosk->answers.state[question] == ANSWER_UNSEEN)
        (void)answers_set(kiosk_survey(kiosk), &kiosk->answers, question, ANSWER_SHOWN);
}

/* The question whether somebody wants to answer the equality questions is asked of the share of
 * people that the venue has set, and of the others as little as if it were not there; what stands
 * behind it hides itself then. Words are asked of nobody while there is little room for them. */
static bool is_passed_over(const struct kiosk *kiosk, int question)
{
    if (question < 0)
        return false;
    const struct question *asked = &kiosk_survey(kiosk)->questions[question];
    return (!kiosk->offers_equality && asked->role == ROLE_EQUALITY_OFFER) ||
           (kiosk->keeps_no_words && asked->type == QUESTION_COMMENT);
}

int visit_next(const struct kiosk *kiosk, int question)
{
    do
        question = answers_next(kiosk_survey(kiosk), &kiosk->answers, question);
    while (is_passed_over(kiosk, question));
    return question;
}

int visit_previous(const struct kiosk *kiosk)
{
    int question = kiosk->question;
    do
        question = answers_previous(kiosk_survey(kiosk), &kiosk->answers, question);
    while (is_passed_over(kiosk, question));
    return question;
}

/* Once for each person, also when they come back to the first screen. */
static void draw_offers(struct kiosk *kiosk)
{
    uint64_t percent = program_venue(kiosk->program)->equality_percent;
    if (!kiosk->drawn) {
        kiosk->offers_equality = ((uint64_t)kiosk->chance * 100 >> 32) < percent;
        kiosk->keeps_no_words = kiosk->short_of_room;
    }
    kiosk->drawn = true;
}

static void show_first(struct kiosk *kiosk)
{
    draw_offers(kiosk);
    int first = visit_next(kiosk, -1);
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
    int next = visit_next(kiosk, kiosk->question);
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
    if (ending != ENDING_COMPLETE)
        kiosk->left_at = kiosk->question;
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

struct effect visit_saved(struct kiosk *kiosk, msec now)
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
    case AFTER_STAFF:
        return door_opened(kiosk, now);
    }
    return effect_none();
}

struct effect visit_refused(struct kiosk *kiosk, msec now)
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
    case AFTER_STAFF:
        kiosk->unclosed = true;
        return door_opened(kiosk, now);
    }
    return effect_none();
}
