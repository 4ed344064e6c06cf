/* Speech packs: see speech_pack.h. */
#include "speech_pack.h"
#include "bytes.h"
#include <stdlib.h>

static const uint8_t magic[8] = { 'Y', 'S', 'S', 'P', 'E', 'A', 'K', 1 };

enum { KEY = 16, OFFSET_AT = 32, SIZE_AT = 36 };

struct speech_key speech_key_of(const char *language, const char *text)
{
    static const char purpose[] = "yousaid clip";
    const struct span parts[] = {
        span_of(purpose, sizeof purpose),
        span_of(language, strlen(language) + 1),
        span_of(text, strlen(text) + 1),
    };
    struct digest digest = digest_of_all(parts, sizeof parts / sizeof *parts);
    struct speech_key key;
    memcpy(key.bytes, digest.bytes, sizeof key.bytes);
    return key;
}

bool speech_is_opus(struct span bytes)
{
    enum { HEAD_AT = 28 }; /* behind a page's head with one segment */
    return bytes.size > HEAD_AT + 8 && bytes.size <= SPEECH_CLIP_MAX &&
           memcmp(bytes.data, "OggS", 4) == 0 && memcmp(bytes.data + HEAD_AT, "OpusHead", 8) == 0;
}

static int by_key(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct speech_key)); /* the key stands first */
}

/* --- writing --- */

static void put_u32(struct buf *out, uint32_t number)
{
    uint8_t bytes[8];
    bytes_put_u64(bytes, number);
    buf_put(out, bytes + 4, 4);
}

static bool may_stand(const struct speech_clip *clips, size_t i, struct err *err)
{
    if (!speech_is_opus(clips[i].opus))
        return err_set(err, ERR_REFUSED, "a clip of %zu bytes is no Opus, or too long",
                       clips[i].opus.size);
    return i == 0 || by_key(&clips[i - 1], &clips[i]) != 0 ||
           err_set(err, ERR_REFUSED, "two clips say the same");
}

static void put_entry(const struct speech_clip *clip, size_t offset, struct buf *out)
{
    struct digest digest = digest_of(clip->opus);
    buf_put(out, clip->key.bytes, KEY);
    buf_put(out, digest.bytes, KEY);
    put_u32(out, (uint32_t)offset);
    put_u32(out, (uint32_t)clip->opus.size);
}

bool speech_pack_put(struct speech_clip *clips, size_t count, struct buf *ret, struct err *err)
{
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    size_t offset = SPEECH_HEAD + count * SPEECH_ENTRY;
    if (count > SPEECH_CLIPS_MAX)
        return err_set(err, ERR_TOO_LARGE, "a speech pack of %zu clips", count);
    if (count > 1)
        qsort(clips, count, sizeof *clips, by_key);
    buf_put(&pack, magic, sizeof magic);
    put_u32(&pack, (uint32_t)count);
    for (size_t i = 0; i < count; offset += clips[i++].opus.size) {
        if (!may_stand(clips, i, err))
            return false;
        put_entry(&clips[i], offset, &pack);
    }
    for (size_t i = 0; i < count; i++)
        buf_put_span(&pack, clips[i].opus);
    if (!buf_ok(&pack, "a speech pack", err))
        return false;
    buf_put_span(ret, buf_span(&pack));
    return buf_ok(ret, "a speech pack", err);
}

/* --- reading --- */

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static struct speech_entry get_entry(const uint8_t *at)
{
    struct speech_entry entry = { .offset = get_u32(at + OFFSET_AT),
                                  .size = get_u32(at + SIZE_AT) };
    memcpy(entry.key.bytes, at, KEY);
    memcpy(entry.digest, at + KEY, KEY);
    return entry;
}

/* One way to say each thing: no gap, no order but one. */
static bool follows(const struct speech_entry *entries, uint32_t i, size_t offset, struct span pack)
{
    const struct speech_entry *entry = &entries[i];
    bool rises = i == 0 || by_key(&entries[i - 1], entry) < 0;
    return rises && entry->offset == offset && entry->size <= SPEECH_CLIP_MAX &&
           entry->size <= pack.size - offset &&
           speech_is_opus(span_of(pack.data + offset, entry->size));
}

static bool get_entries(struct span pack, struct speech_entry *entries, uint32_t count)
{
    size_t offset = SPEECH_HEAD + (size_t)count * SPEECH_ENTRY;
    for (uint32_t i = 0; i < count; offset += entries[i++].size) {
        entries[i] = get_entry(pack.data + SPEECH_HEAD + (size_t)i * SPEECH_ENTRY);
        if (!follows(entries, i, offset, pack))
            return false;
    }
    return offset == pack.size;
}

static bool head_is_good(struct span pack, struct err *err)
{
    if (pack.size > SPEECH_PACK_MAX)
        return err_set(err, ERR_TOO_LARGE, "a speech pack of %zu bytes", pack.size);
    if (pack.size < SPEECH_HEAD || memcmp(pack.data, magic, sizeof magic) != 0)
        return err_set(err, ERR_REFUSED, "this is no speech pack of version 1");
    uint32_t count = get_u32(pack.data + sizeof magic);
    return (count <= SPEECH_CLIPS_MAX && (size_t)count * SPEECH_ENTRY <= pack.size - SPEECH_HEAD) ||
           err_set(err, ERR_REFUSED, "a speech pack of too many clips");
}

bool speech_pack_open(struct span pack, struct speech_entry **ret, uint32_t *ret_count,
                      struct err *err)
{
    if (!head_is_good(pack, err))
        return false;
    uint32_t count = get_u32(pack.data + sizeof magic);
    struct speech_entry *entries = count > 0 ? calloc(count, sizeof *entries) : NULL;
    if (count > 0 && entries == NULL)
        return err_set(err, ERR_LATER, "no memory for the index of a speech pack");
    if (!get_entries(pack, entries, count)) {
        free(entries);
        return err_set(err, ERR_REFUSED, "a speech pack whose index is not that of its clips");
    }
    *ret = entries;
    *ret_count = count;
    return true;
}

const struct speech_entry *speech_find(const struct speech_entry *entries, uint32_t count,
                                       const struct speech_key *key)
{
    return count > 0 ? bsearch(key, entries, count, sizeof *entries, by_key) : NULL;
}

bool speech_clip_is(const struct speech_entry *entry, struct span opus)
{
    struct digest digest = digest_of(opus);
    return opus.size == entry->size &&
           memcmp(digest.bytes, entry->digest, sizeof entry->digest) == 0;
}
