/* Light and sound: how bright the panel is, how loud a voice begins, and whether there is one. */
#include "kiosk_int.h"

static uint8_t stepped(uint8_t now, int by, int most)
{
    int next = now + by;
    return (uint8_t)(next < 1 ? 1 : next > most ? most : next);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    struct local_settings *settings = &kiosk->standing.settings;
    (void)now;
    if (target.kind != TARGET_STAFF)
        return effect_none();
    if (target.value == STAFF_BACK)
        return staff_show(kiosk, PAGE_STAFF_MORE);
    if (target.value == STAFF_DARKER || target.value == STAFF_LIGHTER)
        settings->light = stepped(settings->light != 0 ? settings->light : LIGHT_STEPS,
                                  target.value == STAFF_LIGHTER ? 1 : -1, LIGHT_STEPS);
    else if (target.value == STAFF_SOFTER || target.value == STAFF_LOUDER)
        settings->volume = stepped(kiosk_usual_volume(kiosk), target.value == STAFF_LOUDER ? 1 : -1,
                                   SETTINGS_VOLUME_STEPS);
    else if (target.value == STAFF_ALOUD)
        settings->silent = !settings->silent;
    else
        return effect_none();
    return effect_of(FX_KEEP_SETTINGS, 0);
}

const struct page_rules page_staff_sound = { .tap = tap,
                                             .timing = TIMING_RESETS,
                                             .idle_ms = STAFF_IDLE_MS };
