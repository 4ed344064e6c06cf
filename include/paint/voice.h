#pragma once
/*
 * The loudspeaker: plays clips one behind the other, on a thread of its own, so that nothing here
 * ever keeps a touch waiting. The sound device is open while something is said and for a moment
 * after; a kiosk that nobody listens to has none open and is never woken. A machine without a sound
 * device says everything at once and is silent.
 */
#include "buf.h"

struct voice; /* opaque; every function is for the one thread of the screen */

enum { VOICE_CLIPS_MAX = 160, VOICE_STEPS = 8 };

/* What a clip is found by. */
struct voice_name {
    uint8_t bytes[16];
};

/* Where clips come from. load is called on the voice's own thread, one at a time, and appends one
 * Ogg Opus stream; false when there is no such clip: it is passed over. */
struct voice_source {
    void *self;
    bool (*load)(void *self, const struct voice_name *name, struct buf *ret);
};

enum voice_sound { VOICE_UNTRIED, VOICE_WORKS, VOICE_NO_DEVICE };

MUST_CHECK bool voice_open(struct voice **ret, struct err *err);
void voice_close(struct voice *voice); /* NULL is fine */
/* Hushes; from its return on, the source before is not used any more. */
void voice_use(struct voice *voice, struct voice_source source);
/* Ends what is being said and says this. step: loudness, 1 to VOICE_STEPS. */
void voice_say(struct voice *voice, const struct voice_name *names, int count, int step,
               uint32_t serial);
void voice_hush(struct voice *voice);
/* Readable when something has been said to its end; voice_said then tells which. */
int voice_fd(const struct voice *voice);
bool voice_said(struct voice *voice, uint32_t *ret_serial);
enum voice_sound voice_sound(struct voice *voice);
