/* Targets by name, as `run --script` and tests say them. */
#include "kiosk_int.h"
#include <stdio.h>

static const char *const plain[TARGET_KINDS] = {
    [TARGET_NONE] = "none",
    [TARGET_START] = "start",
    [TARGET_CONTINUE] = "continue",
    [TARGET_SKIP] = "skip",
    [TARGET_BACK] = "back",
    [TARGET_LEAVE] = "leave",
    [TARGET_DONE] = "done",
    [TARGET_FINISHED] = "finished",
    [TARGET_MORE_TIME] = "more-time",
    [TARGET_MORE_LANGUAGES] = "more-languages",
    [TARGET_DISPLAY] = "display",
    [TARGET_HELP] = "help",
    [TARGET_LISTEN] = "listen",
    [TARGET_REPEAT] = "repeat",
    [TARGET_KEY_SPACE] = "key:space",
    [TARGET_KEY_BACKSPACE] = "key:backspace",
    [TARGET_KEY_CURSOR_BACK] = "key:cursor-back",
    [TARGET_KEY_CURSOR_ON] = "key:cursor-on",
    [TARGET_KEY_SHIFT] = "key:shift",
    [TARGET_KEY_SYMBOLS] = "key:symbols",
    [TARGET_KEY_ACCENTS] = "key:accents",
    [TARGET_CLOSE] = "close",
    [TARGET_MENU] = "menu",
    [TARGET_PRIVACY] = "privacy",
    [TARGET_TAKE_PART] = "take-part",
};

static const char *answer_value(const struct kiosk *kiosk, uint32_t choice)
{
    if (kiosk->program == NULL || kiosk->program->survey == NULL || kiosk->question < 0)
        return "";
    const struct question *question = &kiosk->program->survey->questions[kiosk->question];
    return choice < question->choice_count ? question->choices[choice].value : "";
}

static const char *language_tag(const struct kiosk *kiosk, uint32_t language)
{
    bool offered = kiosk->program != NULL && language < kiosk->program->language_count;
    return offered ? kiosk->program->wordings[language]->tag : "";
}

static void key_name(uint32_t character, char *ret, size_t size)
{
    if (character < 0x80)
        (void)snprintf(ret, size, "key:%c", (int)character);
    else if (character < 0x800)
        (void)snprintf(ret, size, "key:%c%c", (int)(0xC0 | character >> 6),
                       (int)(0x80 | (character & 0x3F)));
    else
        (void)snprintf(ret, size, "key:%c%c%c", (int)(0xE0 | (character >> 12 & 0x0F)),
                       (int)(0x80 | (character >> 6 & 0x3F)), (int)(0x80 | (character & 0x3F)));
}

void target_name(const struct kiosk *kiosk, struct target target, char *ret, size_t size)
{
    static const char *const settings[SETTINGS] = { "larger", "contrast", "speech", "volume",
                                                    "assisted" };
    if (target.kind == TARGET_ANSWER)
        (void)snprintf(ret, size, "answer:%s", answer_value(kiosk, target.value));
    else if (target.kind == TARGET_START && target.value > 0)
        (void)snprintf(ret, size, "start:%s", language_tag(kiosk, target.value - 1));
    else if (target.kind == TARGET_LANGUAGE)
        (void)snprintf(ret, size, "language:%s", language_tag(kiosk, target.value));
    else if (target.kind == TARGET_KEY)
        key_name(target.value, ret, size);
    else if (target.kind == TARGET_SETTING)
        (void)snprintf(ret, size, "setting:%s",
                       target.value < SETTINGS ? settings[target.value] : "");
    else if (target.kind == TARGET_STAFF)
        (void)snprintf(ret, size, "staff:%s", staff_item_name((enum staff_item)target.value));
    else if (target.kind == TARGET_PART)
        (void)snprintf(ret, size, "part:%u", target.value + 1);
    else
        (void)snprintf(ret, size, "%s", plain[target.kind]);
}
