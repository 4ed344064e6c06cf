/* Sheets that lie over a page: are you still there, Display, help. */
#include "kiosk_int.h"

static struct effect close_sheet(struct kiosk *kiosk)
{
    kiosk->sheet = SHEET_NONE;
    kiosk->clears_at = NEVER;
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

static struct effect tap_help(struct kiosk *kiosk, struct target target)
{
    return target.kind == TARGET_CLOSE ? close_sheet(kiosk) : effect_none();
}

struct effect sheet_tap(struct kiosk *kiosk, struct target target, msec now)
{
    static struct effect (*const taps[SHEETS])(struct kiosk *, struct target) = {
        [SHEET_TIME] = tap_time,
        [SHEET_HELP] = tap_help,
        [SHEET_DISPLAY] = tap_display,
    };
    (void)now;
    return taps[kiosk->sheet](kiosk, target);
}
