#pragma once
/*
 * The clips of what is asked: speech packs that lie on the disk. Their indexes are kept, a clip is
 * read when it is wanted and checked against its index, for the folder is not the screen's alone.
 */
#include "bundle.h"
#include "speech_pack.h"
#include "voice.h"

enum { CLIPS_PACKS_MAX = 64 };

struct clips {
    struct clips_pack {
        int fd;
        char language[LANGUAGE_TAG_MAX + 1];
        struct speech_entry *entries;
        uint32_t count;
    } packs[CLIPS_PACKS_MAX];
    int count;
};

/* The packs that a bundle of DIR/courier names. One that cannot be used is said in the log: what it
 * holds is not spoken. */
void clips_of_bundle(struct clips *clips, const char *data, const struct manifest *manifest);
/* Every LANGUAGE.*.pack of a folder, for a look at a desk. */
MUST_CHECK bool clips_of_folder(struct clips *clips, const char *folder, struct err *err);
void clips_finish(struct clips *clips); /* fine on zeroes */
/* Is there any clip in this language? */
bool clips_speak(const struct clips *clips, const char *language);
/* self is the clips. */
bool clips_load(void *self, const struct voice_name *name, struct buf *ret);
