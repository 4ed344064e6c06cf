#pragma once
/*
 * A speech pack: clips in one language from one source, each found by what it says. A bundle has
 * one for each language and source (BLOB_CLIP). A reader keeps the index alone, and reads one clip
 * at a time from where the pack lies; each clip is checked against its digest in the index.
 *
 *   bytes 0 to 7     "YSSPEAK" and the version, 1
 *   bytes 8 to 11    how many clips, big-endian, as all numbers
 *   then for each    16 bytes of key, 16 of digest, 4 of offset, 4 of size; keys rise
 *   then the clips   Ogg Opus, in the order of their keys and without a gap
 *
 * key: the first 16 bytes of BLAKE2b-256 of "yousaid clip", the language's tag and the text, each
 * with a closing zero. digest: the first 16 bytes of BLAKE2b-256 of the clip.
 */
#include "seal.h"

enum {
    SPEECH_PACK_MAX = 4 * 1024 * 1024, /* a blob of a bundle */
    SPEECH_CLIPS_MAX = 4096,
    SPEECH_CLIP_MAX = 256 * 1024, /* about a minute and a half */
    SPEECH_HEAD = 12,
    SPEECH_ENTRY = 40,
};

struct speech_key {
    uint8_t bytes[16];
};

struct speech_key speech_key_of(const char *language, const char *text);

/* Does it look like one Ogg Opus stream? What a person hands in is no other file. */
bool speech_is_opus(struct span bytes);

/* ---- writing ---- */
struct speech_clip {
    struct speech_key key;
    struct span opus;
};
/* Puts the clips into the order of their keys. ERR_TOO_LARGE over a limit; ERR_REFUSED when two say
 * the same. */
MUST_CHECK bool speech_pack_put(struct speech_clip *clips, size_t count, struct buf *ret,
                                struct err *err);

/* ---- reading ---- */
struct speech_entry {
    struct speech_key key;
    uint8_t digest[16];
    uint32_t offset, size; /* in the pack */
};
/* Judges a whole pack and gives its index, the caller's to free; NULL and 0 for an empty one. */
MUST_CHECK bool speech_pack_open(struct span pack, struct speech_entry **ret, uint32_t *ret_count,
                                 struct err *err);
/* NULL when nothing says this. */
const struct speech_entry *speech_find(const struct speech_entry *entries, uint32_t count,
                                       const struct speech_key *key);
/* Are these the bytes that the index means? */
bool speech_clip_is(const struct speech_entry *entry, struct span opus);
