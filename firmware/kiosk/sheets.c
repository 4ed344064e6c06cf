/* Sheets that lie over a page: are you still there, Display, Listen, help, the menu. */
#include "kiosk_int.h"

void sheet_close(struct kiosk *kiosk)
{
    kiosk->sheet = SHEET_NONE;
    kiosk->clears_at = NEVER;
}

static struct effect close_sheet(struct kiosk *kiosk)
{
    sheet_close(kiosk);
    return effect_none();
}

static struct effect tap_time(struct kiosk *kiosk, struct target target)
{
    if (target.kind == TARGET_MORE_TIME)
        return close_sheet(kiosk);
    if (target.kind == TARGET_FINISHED)
        return visit_close(kiosk, ENDING_LEFT);
    return effect_none();
}

static struct effect tap_display(struct kiosk *kiosk, struct target target)
{
    if (target.kind == TARGET_SETTING && target.value == SETTING_LARGER)
        kiosk->large = !kiosk->large;
    if (target.kind == TARGET_SETTING && target.value == SETTING_CONTRAST)
        kiosk->contrast = !kiosk->contrast;
    return target.kind == TARGET_CLOSE ? close_sheet(kiosk) : effect_none();
}

/* Whether somebody helps is said where help is asked for, and in the menu that help is behind where
 * the head has no room for it, such as over a keyboard: two taps from any screen. */
static struct effect tap_help(struct kiosk *kiosk, struct target target)
{
    if (target.kind == TARGET_SETTING && target.value == SETTING_ASSISTED)
        kiosk->assisted = !kiosk->assisted;
    return target.kind == TARGET_CLOSE ? close_sheet(kiosk) : effect_none();
}

/* Again closes the sheet: the screen under it is then read from its start. */
static struct effect tap_listen(struct kiosk *kiosk, struct target target)
{
    if (target.kind == TARGET_SETTING && target.value == SETTING_VOLUME)
        speech_louder(kiosk);
    if (target.kind == TARGET_SETTING && target.value == SETTING_SPEECH && kiosk->voice.on)
        speech_turn_off(kiosk);
    else if (target.kind == TARGET_SETTING && target.value == SETTING_SPEECH)
        speech_turn_on(kiosk);
    bool closes = target.kind == TARGET_CLOSE || target.kind == TARGET_REPEAT;
    return closes ? close_sheet(kiosk) : effect_none();
}

struct effect sheet_tap(struct kiosk *kiosk, struct target target, msec now)
{
    static struct effect (*const taps[SHEETS])(struct kiosk *, struct target) = {
        [SHEET_TIME] = tap_time,     [SHEET_HELP] = tap_help, [SHEET_DISPLAY] = tap_display,
        [SHEET_LISTEN] = tap_listen, [SHEET_MENU] = tap_help, /* its tools kiosk.c knows */
    };
    (void)now;
    return taps[kiosk->sheet](kiosk, target);
}
