/*
 * What is to be heard: a part of the state, as what is to be seen is one. Whoever performs it looks
 * at the serial: a new one ends what is being said. Nothing is said unless a person has asked to
 * listen, and nothing of that outlives the visit.
 */
#include "kiosk_int.h"

static const struct target nowhere = { TARGET_NONE, 0 };

_Static_assert((int)SETTINGS_VOLUME_STEPS == (int)VOLUME_STEPS, "staff set what a voice has");

uint8_t kiosk_usual_volume(const struct kiosk *kiosk)
{
    uint8_t set = kiosk->standing.settings.volume;
    uint32_t step = (program_venue(kiosk->program)->volume * VOLUME_STEPS + 50U) / 100;
    return set != 0 ? set : (uint8_t)(step < 1 ? 1 : step);
}

bool kiosk_speaks(const struct kiosk *kiosk)
{
    const struct program *program = kiosk->program;
    bool offered = program != NULL && kiosk->language < program->language_count;
    return offered && program->speaks[kiosk->language] && program_venue(program)->speech_offered &&
           !kiosk->standing.settings.silent;
}

void speech_say(struct kiosk *kiosk, enum saying saying, struct target about)
{
    struct listening *voice = &kiosk->voice;
    if (!voice->on || !kiosk_speaks(kiosk))
        return;
    voice->saying = saying;
    voice->about = about;
    voice->serial++;
}

void speech_hush(struct kiosk *kiosk)
{
    if (kiosk->voice.saying == SAYING_NOTHING)
        return;
    kiosk->voice.saying = SAYING_NOTHING;
    kiosk->voice.about = nowhere;
    kiosk->voice.serial++;
}

void speech_turn_on(struct kiosk *kiosk)
{
    if (!kiosk_speaks(kiosk))
        return;
    kiosk->voice.on = true;
    speech_say(kiosk, SAYING_SCREEN, nowhere);
}

void speech_turn_off(struct kiosk *kiosk)
{
    speech_hush(kiosk);
    kiosk->voice.on = false;
}

/* With one key: behind the loudest comes the quietest. */
void speech_louder(struct kiosk *kiosk)
{
    kiosk->voice.volume = (uint8_t)(kiosk->voice.volume % VOLUME_STEPS + 1);
    speech_say(kiosk, SAYING_VOLUME, nowhere);
}

/* A screen that has come anew is read by itself; what stays says what became of it. */
void speech_chose(struct kiosk *kiosk, struct target target)
{
    bool speaks_for_itself = target.kind == TARGET_LISTEN || target.kind == TARGET_REPEAT ||
                             (target.kind == TARGET_SETTING && target.value == SETTING_VOLUME);
    if (!speaks_for_itself)
        speech_say(kiosk, SAYING_TARGET, target);
}

/* The sheet has said how long there is when it came; these are the reminders. */
void speech_countdown(struct kiosk *kiosk, msec now)
{
    uint32_t left = kiosk_seconds_left(kiosk, now);
    bool reminds = kiosk->sheet == SHEET_TIME && (left == 10 || left == 5);
    if (reminds && kiosk->voice.reminded != left)
        speech_say(kiosk, SAYING_TIME, nowhere);
    kiosk->voice.reminded = reminds ? (uint8_t)left : 0;
}

/* Reads it; the next one ends that, and nobody is listening any more. */
struct effect speech_still(struct kiosk *kiosk)
{
    bool reading = kiosk->voice.saying != SAYING_NOTHING;
    speech_turn_off(kiosk);
    if (!reading)
        speech_turn_on(kiosk);
    return effect_none();
}

/* Whoever plugs headphones in wants to listen; in the dark they wake the screen first. */
struct effect speech_jack(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    kiosk->standing.headphones = true;
    if (kiosk->saving || kiosk_is_deaf(kiosk))
        return effect_none();
    if (kiosk->page == PAGE_ASLEEP)
        kiosk_show(kiosk, PAGE_ATTRACT);
    if (kiosk_is_still(kiosk))
        return speech_still(kiosk);
    kiosk_touched(kiosk, now);
    speech_turn_on(kiosk);
    return kiosk_woken(kiosk);
}

/* What was for one person's ears is not for the room's: also while a save is under way, whose
 * answer would be said when it is kept. */
struct effect speech_unplugged(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    kiosk->standing.headphones = false;
    if (!kiosk->voice.on)
        return effect_none();
    speech_turn_off(kiosk);
    scan_said(kiosk, now);
    return effect_none();
}

/* A person has time from the end of what was read to them. */
struct effect speech_said(struct kiosk *kiosk, struct event event, msec now)
{
    if (event.target.value != kiosk->voice.serial || kiosk->voice.saying == SAYING_NOTHING)
        return effect_none();
    if (kiosk->voice.saying == SAYING_SCREEN)
        kiosk->last_touch = now;
    kiosk->voice.saying = SAYING_NOTHING;
    kiosk->voice.on &= !kiosk_is_still(kiosk);
    scan_said(kiosk, now);
    return effect_none();
}
