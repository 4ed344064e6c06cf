/*
 * One question on the screen. A single choice is saved and moves on; each toggle of a multiple
 * choice is saved and stays; words are saved by Continue. Back, skip and leave are always there.
 */
#include "kiosk_int.h"

static const struct question *question_of(const struct kiosk *kiosk)
{
    return &kiosk_survey(kiosk)->questions[kiosk->question];
}

static enum answer_verdict set(struct kiosk *kiosk, uint32_t state)
{
    return answers_set(kiosk_survey(kiosk), &kiosk->answers, kiosk->question, state);
}

static uint32_t state_of(const struct kiosk *kiosk)
{
    return kiosk->answers.state[kiosk->question];
}

static struct effect save_and_go_on(struct kiosk *kiosk)
{
    return visit_save(kiosk, visit_next(kiosk, kiosk->question));
}

static struct effect choose(struct kiosk *kiosk, uint32_t choice)
{
    return set(kiosk, ANSWER_FIRST + choice) == ANSWER_TAKEN ? save_and_go_on(kiosk)
                                                             : effect_none();
}

static struct effect toggle(struct kiosk *kiosk, uint32_t choice)
{
    uint32_t before = state_of(kiosk);
    uint32_t marked = answer_given(before) ? before - ANSWER_FIRST : 0;
    marked ^= UINT32_C(1) << choice;
    if (set(kiosk, marked != 0 ? ANSWER_FIRST + marked : ANSWER_SHOWN) != ANSWER_TAKEN)
        return effect_none();
    return visit_save(kiosk, kiosk->question);
}

static struct effect answer(struct kiosk *kiosk, uint32_t choice)
{
    const struct question *question = question_of(kiosk);
    if (choice >= question->choice_count)
        return effect_none();
    return question->type == QUESTION_CHECKBOX ? toggle(kiosk, choice) : choose(kiosk, choice);
}

/* An answer that was saved and is now taken back is a change like any other: saved at once. */
static struct effect leave_blank(struct kiosk *kiosk, uint32_t state)
{
    bool withdraws = answer_given(state_of(kiosk));
    if (set(kiosk, state) != ANSWER_TAKEN)
        return effect_none();
    return withdraws ? save_and_go_on(kiosk) : visit_go_on(kiosk);
}

static struct effect send_words(struct kiosk *kiosk)
{
    bool changed = writing_changed(kiosk);
    writing_send(kiosk);
    if (kiosk_writing(kiosk)[0] == '\0')
        return leave_blank(kiosk, ANSWER_SHOWN);
    if (!changed && answer_given(state_of(kiosk)))
        return visit_go_on(kiosk);
    return set(kiosk, ANSWER_FIRST) == ANSWER_TAKEN ? save_and_go_on(kiosk) : effect_none();
}

static struct effect go_on(struct kiosk *kiosk)
{
    if (!kiosk_has_continue(kiosk))
        return effect_none();
    return writing_open(kiosk) ? send_words(kiosk) : visit_go_on(kiosk);
}

static struct effect skip(struct kiosk *kiosk)
{
    if (question_of(kiosk)->type == QUESTION_INFORMATION)
        return effect_none();
    writing_drop(kiosk);
    return leave_blank(kiosk, ANSWER_SKIPPED);
}

/* Nothing is recorded yet when the first screen is reached again: what was shown is forgotten. */
static void back_to_start(struct kiosk *kiosk)
{
    struct comfort comfort = kiosk_comfort(kiosk);
    msec last_touch = kiosk->last_touch;
    kiosk_reset(kiosk);
    if (kiosk->page != PAGE_ATTRACT || comfort.language >= kiosk->program->language_count)
        return;
    kiosk_comfort_again(kiosk, &comfort);
    kiosk->woken = true;
    kiosk->last_touch = last_touch;
}

static struct effect back(struct kiosk *kiosk)
{
    int before = visit_previous(kiosk);
    if (before >= 0)
        visit_show(kiosk, before);
    else if (!kiosk->any_saved)
        back_to_start(kiosk);
    return effect_none();
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    switch (target.kind) {
    case TARGET_ANSWER:
        return answer(kiosk, target.value);
    case TARGET_CONTINUE:
        return go_on(kiosk);
    case TARGET_SKIP:
        return skip(kiosk);
    case TARGET_BACK:
        return back(kiosk);
    case TARGET_LEAVE:
        return visit_close(kiosk, ENDING_LEFT);
    default:
        writing_key(kiosk, target);
        return effect_none();
    }
}

const struct page_rules page_question = { .tap = tap, .timing = TIMING_WARNS, .tools = true };

bool kiosk_can_go_back(const struct kiosk *kiosk)
{
    if (kiosk->page != PAGE_QUESTION)
        return kiosk->page == PAGE_LANGUAGES;
    int before = visit_previous(kiosk);
    return before >= 0 || !kiosk->any_saved;
}

bool kiosk_has_continue(const struct kiosk *kiosk)
{
    if (kiosk->page != PAGE_QUESTION)
        return false;
    enum question_type type = question_of(kiosk)->type;
    return type == QUESTION_CHECKBOX || type == QUESTION_COMMENT || type == QUESTION_INFORMATION;
}
