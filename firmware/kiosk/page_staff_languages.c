/* The order of the languages here; the screen begins in the first. A touch puts one first. */
#include "kiosk_int.h"
#include <stdio.h>

static void list(const struct kiosk *kiosk, uint8_t language, struct local_settings *ret)
{
    (void)snprintf(ret->languages[ret->language_count++], sizeof ret->languages[0], "%s",
                   kiosk->program->wordings[language]->tag);
}

/* The others keep their order behind it. */
static struct effect put_first(struct kiosk *kiosk, uint8_t first)
{
    struct local_settings *settings = &kiosk->standing.settings;
    settings->language_count = 0;
    list(kiosk, first, settings);
    for (uint8_t i = 0; i < kiosk->program->language_count; i++)
        if (i != first)
            list(kiosk, i, settings);
    return effect_of(FX_KEEP_SETTINGS, 0);
}

static struct effect tap(struct kiosk *kiosk, struct target target, msec now)
{
    (void)now;
    if (target.kind == TARGET_LANGUAGE && kiosk->program != NULL &&
        target.value < kiosk->program->language_count)
        return put_first(kiosk, (uint8_t)target.value);
    if (target.kind != TARGET_STAFF)
        return effect_none();
    if (target.value == STAFF_USUAL) {
        kiosk->standing.settings.language_count = 0;
        return effect_of(FX_KEEP_SETTINGS, 0);
    }
    return target.value == STAFF_BACK ? staff_show(kiosk, PAGE_STAFF_MORE) : effect_none();
}

const struct page_rules page_staff_languages = { .tap = tap,
                                                 .timing = TIMING_RESETS,
                                                 .idle_ms = STAFF_IDLE_MS };
