/*
 * Where clips are kept: each is a blob, and a setting of the store says which blob says a sentence:
 * one for what people recorded, one for what was made. A made one of no bytes is a sentence that no
 * voice can say. The packs of a source are blobs too, listed in a setting.
 */
#include "speech_int.h"
#include <stdio.h>
#include <stdlib.h>

enum { LISTED = 36, PARTS_MAX = 8 };

/* --- clips --- */

static void clip_name(const struct sentence *sentence, enum speech_clip_state state,
                      char ret[KEY_TEXT])
{
    int used = snprintf(ret, KEY_TEXT, "speech.%s.%s.",
                        state == SPEECH_RECORDED ? "recorded" : "made", sentence->language);
    for (size_t i = 0; i < sizeof sentence->key.bytes; i++)
        used += snprintf(ret + used, (size_t)(KEY_TEXT - used), "%02x", sentence->key.bytes[i]);
}

static bool find_one(struct store *store, struct sentence *sentence, enum speech_clip_state state,
                     bool *ret_known, struct err *err)
{
    char name[KEY_TEXT];
    BUF_AUTO value = buf_new(sizeof(struct digest));
    clip_name(sentence, state, name);
    *ret_known = false;
    if (!store_setting_get(store, name, &value, err))
        return err->kind == ERR_MISSING;
    *ret_known = true;
    sentence->state = value.size == sizeof(struct digest) ? state : SPEECH_MISSING;
    sentence->has_clip = sentence->state != SPEECH_MISSING;
    if (sentence->has_clip)
        memcpy(&sentence->clip, value.data, sizeof sentence->clip);
    return true;
}

bool clips_find(struct store *store, struct sentences *sentences, struct err *err)
{
    for (int i = 0; i < sentences->count; i++) {
        struct sentence *sentence = &sentences->list[i];
        bool known = false;
        sentence->state = SPEECH_MISSING;
        if (!find_one(store, sentence, SPEECH_RECORDED, &known, err) ||
            (!known && !find_one(store, sentence, SPEECH_MADE, &known, err)))
            return false;
        sentence->fresh = !known; /* nobody has tried yet */
    }
    return true;
}

bool clips_keep(struct store *store, struct sentence *sentence, enum speech_clip_state state,
                struct span opus, struct err *err)
{
    char name[KEY_TEXT];
    clip_name(sentence, state, name);
    if (opus.size == 0)
        return store_setting_put(store, name, opus, err);
    sentence->clip = digest_of(opus);
    sentence->has_clip = true;
    sentence->state = state;
    return store_blob_put(store, &sentence->clip, opus, err) &&
           store_setting_put(store, name, span_of(&sentence->clip, sizeof sentence->clip), err);
}

bool speech_add(struct store *store, const char *language, const char *text, struct span opus,
                struct err *err)
{
    struct sentence sentence = { .text = (char *)(uintptr_t)text,
                                 .language = (char *)(uintptr_t)language,
                                 .key = speech_key_of(language, text) };
    if (strlen(language) > LANGUAGE_TAG_MAX)
        return err_set(err, ERR_USAGE, "\"%.40s\" is no language", language);
    if (!speech_is_opus(opus))
        return err_set(err, ERR_REFUSED,
                       "this is no Ogg Opus file of at most %d KiB; make one with opusenc",
                       SPEECH_CLIP_MAX / 1024);
    return clips_keep(store, &sentence, SPEECH_RECORDED, opus, err);
}

/* --- packs --- */

const char *speech_source_name(const struct speech_source *source)
{
    return source->venue != NULL ? "venue" : source->survey != NULL ? "survey" : "interface";
}

/* What is kept of a source: "packs", or "made", which says from what. */
static void source_key(const char *what, const struct speech_source *source, char ret[KEY_TEXT])
{
    char hex[65] = "interface";
    if (source->survey != NULL)
        digest_hex(source->survey, hex);
    if (source->venue != NULL)
        (void)snprintf(ret, KEY_TEXT, "speech.%s.%s.at.%s", what, source->tag, source->venue);
    else
        (void)snprintf(ret, KEY_TEXT, "speech.%s.%s.%.32s", what, source->tag, hex);
}

static struct digest made_from(const struct speech_source *source)
{
    const struct span parts[] = { span_text(YOUSAID_VERSION), source->file, source->whole };
    return digest_of_all(parts, sizeof parts / sizeof *parts);
}

bool clips_note_made(struct store *store, const struct speech_source *source, struct err *err)
{
    char key[KEY_TEXT];
    struct digest from = made_from(source);
    source_key("made", source, key);
    return store_setting_put(store, key, span_of(&from, sizeof from), err);
}

bool speech_is_made(struct store *store, const struct speech_source *source, bool *ret,
                    struct err *err)
{
    char key[KEY_TEXT];
    struct digest from = made_from(source);
    BUF_AUTO noted = buf_new(sizeof from);
    source_key("made", source, key);
    *ret = false;
    if (!store_setting_get(store, key, &noted, err))
        return err->kind == ERR_MISSING;
    *ret = span_equal(buf_span(&noted), span_of(&from, sizeof from));
    return true;
}

/* Packs in the making: a new one is begun when the next clip would not fit. */
struct packing {
    struct store *store;
    struct speech_clip *clips;
    struct buf bytes; /* of the clips */
    size_t starts[SENTENCES_MAX];
    size_t count, whole;
    struct buf list; /* of the packs that are kept */
    struct err *err;
};

static bool close_pack(struct packing *packing)
{
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    for (size_t i = 0; i < packing->count; i++)
        packing->clips[i].opus.data = packing->bytes.data + packing->starts[i];
    if (!speech_pack_put(packing->clips, packing->count, &pack, packing->err))
        return false;
    struct digest digest = digest_of(buf_span(&pack));
    const uint8_t size[4] = { (uint8_t)(pack.size >> 24), (uint8_t)(pack.size >> 16),
                              (uint8_t)(pack.size >> 8), (uint8_t)pack.size };
    buf_put(&packing->list, &digest, sizeof digest);
    buf_put(&packing->list, size, sizeof size);
    packing->count = 0;
    packing->whole += pack.size;
    buf_clear(&packing->bytes);
    return store_blob_put(packing->store, &digest, buf_span(&pack), packing->err);
}

static bool put_clip(struct packing *packing, const struct sentence *sentence)
{
    BUF_AUTO clip = buf_new(SPEECH_CLIP_MAX);
    if (!store_blob_get(packing->store, &sentence->clip, &clip, packing->err))
        return err_wrap(packing->err, "reading the clip of \"%.60s\"", sentence->text);
    size_t room = SPEECH_PACK_MAX - SPEECH_HEAD - (packing->count + 1) * SPEECH_ENTRY;
    if (packing->count > 0 && packing->bytes.size + clip.size > room && !close_pack(packing))
        return false;
    packing->starts[packing->count] = packing->bytes.size;
    packing->clips[packing->count++] =
        (struct speech_clip){ sentence->key, span_of(NULL, clip.size) };
    buf_put_span(&packing->bytes, buf_span(&clip));
    return true;
}

static bool pack_all(struct packing *packing, const struct sentences *sentences)
{
    for (int i = 0; i < sentences->count; i++)
        if (sentences->list[i].has_clip && !put_clip(packing, &sentences->list[i]))
            return false;
    return packing->count == 0 || close_pack(packing);
}

static void packing_drop(struct packing **packing)
{
    if (*packing != NULL) {
        buf_finish(&(*packing)->bytes);
        buf_finish(&(*packing)->list);
        free((*packing)->clips);
    }
    free(*packing);
}
#define PACKING_AUTO __attribute__((cleanup(packing_drop))) struct packing

bool clips_pack(struct store *store, const struct speech_source *source,
                const struct sentences *sentences, size_t *ret_bytes, struct err *err)
{
    char name[KEY_TEXT];
    PACKING_AUTO *packing = calloc(1, sizeof *packing);
    if (packing == NULL)
        return err_set(err, ERR_LATER, "no memory to pack clips");
    packing->store = store;
    packing->err = err;
    packing->bytes = buf_new(2 * SPEECH_PACK_MAX);
    packing->list = buf_new(PARTS_MAX * LISTED);
    packing->clips = calloc((size_t)sentences->count + 1, sizeof *packing->clips);
    if (packing->clips == NULL)
        return err_set(err, ERR_LATER, "no memory to pack clips");
    source_key("packs", source, name);
    bool packed = pack_all(packing, sentences) &&
                  buf_ok(&packing->list, "the speech packs of a language", err) &&
                  store_setting_put(store, name, buf_span(&packing->list), err);
    *ret_bytes = packing->whole;
    return packed;
}

bool speech_packs(struct store *store, const struct speech_source *source,
                  bool (*take)(void *context, const char *name, const struct digest *digest,
                               size_t size),
                  void *context, struct err *err)
{
    char key[KEY_TEXT], name[KEY_TEXT];
    BUF_AUTO list = buf_new(PARTS_MAX * LISTED);
    source_key("packs", source, key);
    if (!store_setting_get(store, key, &list, err))
        return err->kind == ERR_MISSING;
    for (size_t at = 0; at + LISTED <= list.size; at += LISTED) {
        struct digest digest;
        const uint8_t *size = list.data + at + sizeof digest;
        memcpy(&digest, list.data + at, sizeof digest);
        (void)snprintf(name, sizeof name, "%s/%s-%zu", source->tag, speech_source_name(source),
                       at / LISTED + 1);
        if (!take(context, name, &digest,
                  (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3]))
            return true;
    }
    return true;
}
