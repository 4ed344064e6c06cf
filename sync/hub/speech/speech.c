/* A language to be read aloud; see speech.h. */
#include "speech_int.h"

static struct speech_count count(const struct sentences *sentences)
{
    struct speech_count count = { .sentences = sentences->count };
    for (int i = 0; i < sentences->count; i++) {
        const struct sentence *sentence = &sentences->list[i];
        count.recorded += sentence->state == SPEECH_RECORDED;
        count.made += sentence->state == SPEECH_MADE;
        count.fresh += sentence->state == SPEECH_MADE && sentence->fresh;
        count.missing += sentence->state == SPEECH_MISSING;
    }
    return count;
}

bool speech_make(struct store *store, const struct speech_programs *programs,
                 const struct speech_source *source, struct speech_count *ret, struct err *err)
{
    struct sentences sentences = { NULL, 0 };
    size_t bytes = 0;
    bool made =
        sentences_of(programs, source, &sentences, err) && clips_find(store, &sentences, err) &&
        voices_make(store, programs, &sentences, err) &&
        clips_pack(store, source, &sentences, &bytes, err) && clips_note_made(store, source, err);
    *ret = count(&sentences);
    ret->bytes = bytes;
    sentences_finish(&sentences);
    return made;
}

bool speech_list(struct store *store, const struct speech_programs *programs,
                 const struct speech_source *source,
                 void (*take)(void *context, const char *language, const char *text,
                              enum speech_clip_state state),
                 void *context, struct err *err)
{
    struct sentences sentences = { NULL, 0 };
    bool found =
        sentences_of(programs, source, &sentences, err) && clips_find(store, &sentences, err);
    for (int i = 0; found && i < sentences.count; i++)
        take(context, sentences.list[i].language, sentences.list[i].text, sentences.list[i].state);
    sentences_finish(&sentences);
    return found;
}
