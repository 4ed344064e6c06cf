/*
 * Making clips: espeak-ng says a sentence into a wave file and opusenc makes it small. Both are run
 * as programs of their own, in narrow limits, as many at once as there are processors. The same
 * sentence makes the same bytes.
 */
#include "speech_int.h"
#include <stdio.h>
#include <unistd.h>

enum { SIDE_BY_SIDE_MAX = 16, WAVE_MAX = 32 * 1024 * 1024, LETTER_BYTES = 4, VOICE_BYTES = 16 };

/* Libraries of espeak-ng make a file of 64 MiB for sound that it will never play. */
static const struct limits saying = { .processor_seconds = 20,
                                      .memory_bytes = (size_t)512 * 1024 * 1024,
                                      .output_bytes = (size_t)80 * 1024 * 1024,
                                      .time_ms = 60000 };

/* One sentence under way: first it is said, then it is made small. */
struct work {
    struct sentence *sentence; /* NULL: nothing is under way here */
    bool packing;
};

struct workshop {
    struct store *store;
    const struct speech_programs *programs;
    struct work works[SIDE_BY_SIDE_MAX];
    struct limited children[SIDE_BY_SIDE_MAX];
    int places;
    struct err *err;
};

/* The voice of a language is called as its tag up to the dash; English is that of Britain. */
static void voice_of(const char *language, char ret[VOICE_BYTES])
{
    size_t length = strcspn(language, "-");
    if (strncmp(language, "en", length) == 0 && length == 2)
        (void)snprintf(ret, VOICE_BYTES, "en-gb");
    else
        (void)snprintf(ret, VOICE_BYTES, "%.*s",
                       (int)(length < VOICE_BYTES ? length : VOICE_BYTES - 1), language);
}

/* A sign that stands alone is called by its name. */
static bool say(struct workshop *shop, int place, struct sentence *sentence)
{
    char voice[VOICE_BYTES];
    bool letter = strlen(sentence->text) <= LETTER_BYTES;
    voice_of(sentence->language, voice);
    const char *arguments[] = {
        "-v", voice, "-s", "150", "--stdin", "--stdout", letter ? "--punct" : NULL, NULL
    };
    struct limited_program program = { .path = shop->programs->espeak, .arguments = arguments };
    shop->works[place].sentence = sentence;
    shop->works[place].packing = false;
    return limited_start(&program, span_text(sentence->text), &saying, &shop->children[place],
                         shop->err);
}

static bool make_small(struct workshop *shop, int place, struct span wave)
{
    static const char *const arguments[] = {
        "--quiet", "--ignorelength",     "--speech", "--bitrate", "16", "--padding",
        "0",       "--discard-comments", "--serial", "1",         "-",  "-",
        NULL
    };
    struct limited_program program = { .path = shop->programs->opusenc, .arguments = arguments };
    shop->works[place].packing = true;
    return limited_start(&program, wave, &saying, &shop->children[place], shop->err);
}

/* What cannot be said is remembered as that, and not tried again. */
static bool keep(struct workshop *shop, int place, struct span opus)
{
    struct sentence *sentence = shop->works[place].sentence;
    shop->works[place].sentence = NULL;
    bool fits = speech_is_opus(opus);
    return clips_keep(shop->store, sentence, SPEECH_MADE, fits ? opus : span_of(NULL, 0),
                      shop->err);
}

/* A wave file without any sound in it: its head alone, or hardly more. */
static bool is_silent(struct span wave)
{
    enum { HEAD = 44, SOUND_LEAST = 1000 };
    return wave.size < HEAD + SOUND_LEAST;
}

static bool take_result(struct workshop *shop, int place)
{
    int status = 0;
    struct err why = { 0 };
    BUF_AUTO out = buf_new(WAVE_MAX);
    bool ended = limited_finish(&shop->children[place], &status, &out, &why) && status == 0;
    if (!ended && why.kind == ERR_LATER)
        return err_set(shop->err, why.kind, "making a clip: %s", why.text);
    if (!ended || is_silent(buf_span(&out)))
        if (!shop->works[place].packing)
            return keep(shop, place, span_of(NULL, 0));
    return shop->works[place].packing ? keep(shop, place, buf_span(&out))
                                      : make_small(shop, place, buf_span(&out));
}

static struct sentence *next_missing(struct sentences *sentences, int *at)
{
    while (*at < sentences->count) {
        struct sentence *sentence = &sentences->list[(*at)++];
        if (!sentence->has_clip && sentence->fresh)
            return sentence;
    }
    return NULL;
}

static bool fill_places(struct workshop *shop, struct sentences *sentences, int *at)
{
    for (int i = 0; i < shop->places; i++) {
        struct sentence *next =
            shop->works[i].sentence == NULL ? next_missing(sentences, at) : NULL;
        if (next != NULL && !say(shop, i, next))
            return false;
    }
    return true;
}

static bool goes_on(struct workshop *shop)
{
    return shop->programs->stop == NULL || !atomic_load(shop->programs->stop) ||
           err_set(shop->err, ERR_LATER, "it was told to stop");
}

static void stop_all(struct workshop *shop)
{
    for (int i = 0; i < shop->places; i++)
        limited_stop(&shop->children[i]);
}

static int processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > SIDE_BY_SIDE_MAX ? SIDE_BY_SIDE_MAX : (int)count;
}

bool voices_make(struct store *store, const struct speech_programs *programs,
                 struct sentences *sentences, struct err *err)
{
    struct workshop shop = {
        .store = store, .programs = programs, .places = processors(), .err = err
    };
    for (int i = 0; i < shop.places; i++)
        shop.children[i] = (struct limited){ .ended = -1, .said = -1, .complained = -1 };
    int at = 0, ended = 0;
    bool fine = goes_on(&shop) && fill_places(&shop, sentences, &at);
    while (fine && goes_on(&shop) && (ended = limited_wait(shop.children, shop.places)) >= 0)
        fine = take_result(&shop, ended) && fill_places(&shop, sentences, &at);
    stop_all(&shop);
    return fine && goes_on(&shop);
}
