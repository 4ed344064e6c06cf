/* What follows from an event: the kiosk's step, and the effects that it asks for, until none is
 * left. */
#include "kiosk_shell.h"
#include <string.h>

static struct effect save(struct shell *shell, struct effect effect)
{
    shell_show(shell); /* the hand sees its press before the disk is asked */
    bool kept = keep_effect(shell, effect);
    struct event event = { .kind = kept ? EV_SAVED : EV_SAVE_FAILED };
    return kiosk_step(&shell->kiosk, event, clock_mono());
}

static struct effect call_help(struct shell *shell, struct effect effect)
{
    (void)effect;
    if (!link_is_up(&shell->link))
        return kiosk_step(&shell->kiosk, (struct event){ .kind = EV_HELP_NOT_TOLD }, clock_mono());
    link_say(&shell->link, "help");
    return (struct effect){ .kind = FX_NONE };
}

void help_heard(void *self, const char *message)
{
    bool told = strcmp(message, "told") == 0;
    if (told || strcmp(message, "untold") == 0 || strcmp(message, "gone") == 0)
        shell_give(self, (struct event){ .kind = told ? EV_HELP_TOLD : EV_HELP_NOT_TOLD });
}

static struct effect count(struct shell *shell, struct effect effect)
{
    if (shell->journal && !keep_is_practice(shell))
        journal_count(shell->journal, effect.kind == FX_WOKEN ? COUNT_WOKEN : COUNT_STARTED);
    return (struct effect){ .kind = FX_NONE };
}

/* A touch that met nothing, where there was something to meet: by the ninth of the screen. */
static void count_dead(struct shell *shell, const struct event *event)
{
    bool dead = event->kind == EV_PRESS && event->target.kind == TARGET_NONE;
    enum page page = shell->kiosk.page;
    bool asks = page == PAGE_ATTRACT || page == PAGE_LANGUAGES || page == PAGE_QUESTION ||
                page == PAGE_THANKS;
    if (!dead || !asks || !shell->journal || keep_is_practice(shell))
        return;
    int column = event->place.x * 3 / TOUCH_ONE, row = event->place.y * 3 / TOUCH_ONE;
    bool on = column >= 0 && column < 3 && row >= 0 && row < 3;
    if (on)
        journal_count_dead(shell->journal, row * 3 + column);
}

static void count_left(struct shell *shell)
{
    int question = kiosk_take_left(&shell->kiosk);
    if (question >= 0 && shell->journal && shell->held && !keep_is_practice(shell))
        journal_count_left(shell->journal, &shell->held->survey_digest, question);
}

static struct effect (*const doers[])(struct shell *, struct effect) = {
    [FX_SAVE] = save,
    [FX_END] = save,
    [FX_CALL_HELP] = call_help,
    [FX_WOKEN] = count,
    [FX_STARTED] = count,
    [FX_LOOK] = staff_look,
    [FX_PEOPLE] = people_ask,
    [FX_CHECK_PIN] = staff_check_pin,
    [FX_CHECK_CODE] = staff_check_code,
    [FX_ENROL] = task_enrol,
    [FX_PROVISION] = task_provision,
    [FX_STICK] = task_stick,
    [FX_PRACTICE] = staff_practise,
    [FX_TRY_SETTINGS] = staff_settings,
    [FX_KEEP_SETTINGS] = staff_settings,
};

void shell_give(struct shell *shell, struct event event)
{
    count_dead(shell, &event);
    scene_stops(shell->shown, &shell->stops);
    event.stops = &shell->stops;
    event.short_of_room = shell->short_of_room;
    seal_random(&event.chance, sizeof event.chance);
    enum page before = shell->kiosk.page;
    struct effect effect = kiosk_step(&shell->kiosk, event, clock_mono());
    if (shell->kiosk.page == PAGE_ATTRACT && before != PAGE_ATTRACT)
        pitch_ask(shell);
    while (effect.kind != FX_NONE)
        effect = doers[effect.kind](shell, effect);
    count_left(shell);
    news_settle(shell);
}
