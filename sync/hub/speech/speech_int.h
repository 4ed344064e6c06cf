#pragma once
/* What the files of this room share: sentences, and where clips are kept. */
#include "limited.h"
#include "speech.h"
#include "speech_pack.h"

enum { SENTENCES_MAX = 4096, KEY_TEXT = 128 };

/* One thing to be said. Lives in its list. */
struct sentence {
    char *text, *language;
    struct speech_key key;
    bool has_clip;
    enum speech_clip_state state;
    struct digest clip; /* the blob that holds it */
    bool fresh;
};

struct sentences {
    struct sentence *list;
    int count;
};

/* sentences.c: asks the kiosk's program. Those of a survey are without what its interface says,
 * those of a venue without what either says. */
MUST_CHECK bool sentences_of(const struct speech_programs *programs,
                             const struct speech_source *source, struct sentences *ret,
                             struct err *err);
void sentences_finish(struct sentences *sentences);

/* clips.c: which blob says a sentence. */
MUST_CHECK bool clips_find(struct store *store, struct sentences *sentences, struct err *err);
MUST_CHECK bool clips_keep(struct store *store, struct sentence *sentence,
                           enum speech_clip_state state, struct span opus, struct err *err);
MUST_CHECK bool clips_pack(struct store *store, const struct speech_source *source,
                           const struct sentences *sentences, size_t *ret_bytes, struct err *err);
/* Notes from what the source was made. */
MUST_CHECK bool clips_note_made(struct store *store, const struct speech_source *source,
                                struct err *err);

/* voices.c: makes the clips that are missing. */
MUST_CHECK bool voices_make(struct store *store, const struct speech_programs *programs,
                            struct sentences *sentences, struct err *err);
