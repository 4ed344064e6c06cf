/*
 * A call for help. Staff are told only where the venue has said that somebody listens, and the
 * screen says that they have been told only when whoever carried the call has said so.
 */
#include "kiosk_int.h"

enum { HELP_PATIENCE_MS = 20000 };

struct effect help_call(struct kiosk *kiosk, msec now)
{
    bool under_way = kiosk->help == HELP_CALLING || kiosk->help == HELP_TOLD;
    if (under_way || !program_venue(kiosk->program)->calls_staff)
        return effect_none();
    kiosk->help = HELP_CALLING;
    kiosk->help_until = now + HELP_PATIENCE_MS;
    return (struct effect){ .kind = FX_CALL_HELP, .question = -1 };
}

/* An answer that comes after the person has gone is nobody's any more. */
static void end(struct kiosk *kiosk, enum help_call outcome)
{
    if (kiosk->help != HELP_CALLING)
        return;
    kiosk->help = outcome;
    kiosk->help_until = 0;
    if (kiosk->sheet == SHEET_HELP)
        speech_say(kiosk, SAYING_SCREEN, (struct target){ TARGET_NONE, 0 });
}

struct effect help_told(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    end(kiosk, HELP_TOLD);
    return effect_none();
}

struct effect help_not_told(struct kiosk *kiosk, struct event event, msec now)
{
    (void)event;
    (void)now;
    end(kiosk, HELP_NOT_TOLD);
    return effect_none();
}

msec help_deadline(const struct kiosk *kiosk)
{
    return kiosk->help == HELP_CALLING ? kiosk->help_until : NEVER;
}

void help_tick(struct kiosk *kiosk, msec now)
{
    if (now >= help_deadline(kiosk))
        end(kiosk, HELP_NOT_TOLD);
}
