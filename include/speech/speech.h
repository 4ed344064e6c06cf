#pragma once
/*
 * Clips of everything that a kiosk may have to read aloud: recorded by people and handed in, or
 * made by running espeak-ng and opusenc. Which sentences there are says the kiosk's own program,
 * which is asked once a language. Clips are kept by what they say, so that only new sentences cost
 * anything; what people recorded stands before what was made. docs/SPEECH.md says all of it for
 * people.
 */
#include "store.h"
#include <stdatomic.h>

/* What is run, each with its folder. */
struct speech_programs {
    const char *kiosk, *espeak, *opusenc;
    const atomic_bool *stop; /* once it is true, making ends with ERR_LATER; NULL: never */
};

enum speech_clip_state { SPEECH_RECORDED, SPEECH_MADE, SPEECH_MISSING };

/* How it went with one language of one source. */
struct speech_count {
    int sentences, recorded, made, fresh, missing; /* fresh: of those made, just now */
    size_t bytes;                                  /* of its packs */
};

/* One language to be read aloud: of the interface alone when there is no survey; of a survey; or of
 * what one venue adds to both: its name, its own texts, its notices. */
struct speech_source {
    const char *tag;
    const struct digest *survey; /* its digest and file; NULL: the interface */
    struct span file;
    const char *venue; /* its id; NULL: what all venues say */
    struct span
        whole; /* with a venue: the survey and all that it chose, as `spoken --whole` reads */
};

/* "interface", "survey" or "venue". */
const char *speech_source_name(const struct speech_source *source);

/* Makes what is missing and packs the source. A sentence that no voice can say is counted as
 * missing, no failure. */
MUST_CHECK bool speech_make(struct store *store, const struct speech_programs *programs,
                            const struct speech_source *source, struct speech_count *ret,
                            struct err *err);

/* Was this source made by this version from these very bytes? Then making it again would find
 * nothing new but what people have recorded since. */
MUST_CHECK bool speech_is_made(struct store *store, const struct speech_source *source, bool *ret,
                               struct err *err);

/* Every sentence of the source, and what there is of it; makes nothing. */
MUST_CHECK bool speech_list(struct store *store, const struct speech_programs *programs,
                            const struct speech_source *source,
                            void (*take)(void *context, const char *language, const char *text,
                                         enum speech_clip_state state),
                            void *context, struct err *err);

/* Keeps what a person has recorded of this sentence: one Ogg Opus file. */
MUST_CHECK bool speech_add(struct store *store, const char *language, const char *text,
                           struct span opus, struct err *err);

/* The packs of a source as they were last made: name for a bundle, blob and size. None is fine. Its
 * bytes are not looked at. */
MUST_CHECK bool speech_packs(struct store *store, const struct speech_source *source,
                             bool (*take)(void *context, const char *name,
                                          const struct digest *digest, size_t size),
                             void *context, struct err *err);
