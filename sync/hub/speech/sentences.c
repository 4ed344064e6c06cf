/* What a kiosk may have to say, asked of its own program: `yousaid-kiosk spoken`. */
#include "speech_int.h"
#include <jansson.h>
#include <stdlib.h>

enum { OUTPUT_MAX = 4 * 1024 * 1024 };

static const struct limits limits = { .processor_seconds = 30,
                                      .memory_bytes = (size_t)512 * 1024 * 1024,
                                      .output_bytes = OUTPUT_MAX,
                                      .time_ms = 60000 };

void sentences_finish(struct sentences *sentences)
{
    for (int i = 0; i < sentences->count; i++) {
        free(sentences->list[i].text);
        free(sentences->list[i].language);
    }
    free(sentences->list);
    *sentences = (struct sentences){ NULL, 0 };
}

static bool holds(const struct sentences *sentences, const struct speech_key *key)
{
    for (int i = 0; i < sentences->count; i++)
        if (memcmp(&sentences->list[i].key, key, sizeof *key) == 0)
            return true;
    return false;
}

/* Takes one line; those that `without` holds are passed over. */
static bool add_line(struct sentences *sentences, const struct sentences *without,
                     const json_t *line, struct err *err)
{
    const char *text = json_string_value(json_object_get(line, "text"));
    const char *language = json_string_value(json_object_get(line, "language"));
    if (text == NULL || language == NULL || strlen(language) > LANGUAGE_TAG_MAX)
        return err_set(err, ERR_REFUSED, "the kiosk's program says what is no sentence");
    struct speech_key key = speech_key_of(language, text);
    if (holds(sentences, &key) || holds(without, &key))
        return true;
    if (sentences->count == SENTENCES_MAX)
        return err_set(err, ERR_TOO_LARGE, "there are more than %d sentences", SENTENCES_MAX);
    struct sentence *sentence = &sentences->list[sentences->count++];
    *sentence = (struct sentence){ .text = strdup(text), .language = strdup(language), .key = key };
    return (sentence->text != NULL && sentence->language != NULL) ||
           err_set(err, ERR_LATER, "no memory for a sentence");
}

static bool read_lines(struct span said, struct sentences *sentences,
                       const struct sentences *without, struct err *err)
{
    const char *at = (const char *)said.data, *end = at + said.size;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((stop != NULL ? stop : end) - at);
        json_t *line = json_loadb(at, size, 0, NULL);
        bool added = add_line(sentences, without, line, err);
        json_decref(line);
        if (!added)
            return false;
        at += size + 1;
    }
    return true;
}

static bool ask(const struct speech_programs *programs, const struct speech_source *source,
                struct buf *ret, struct err *err)
{
    const char *interface[] = { "spoken", "--language", source->tag, NULL };
    const char *survey[] = { "spoken", "--language", source->tag, "--survey", "-", NULL };
    const char *venue[] = { "spoken", "--language", source->tag, "--whole", "-", NULL };
    struct limited_program program = { .path = programs->kiosk,
                                       .arguments = source->venue != NULL    ? venue
                                                    : source->survey != NULL ? survey
                                                                             : interface };
    struct limited child;
    int status = 0;
    struct span input = source->venue != NULL ? source->whole : source->file;
    if (!limited_start(&program, input, &limits, &child, err))
        return false;
    (void)limited_wait(&child, 1);
    if (!limited_finish(&child, &status, ret, err))
        return err_wrap(err, "asking yousaid-kiosk what is said in %s", source->tag);
    return true;
}

/* Adds those of the source that are in neither list. */
static bool sentences_read(const struct speech_programs *programs,
                           const struct speech_source *source, const struct sentences *without,
                           struct sentences *sentences, struct err *err)
{
    BUF_AUTO said = buf_new(OUTPUT_MAX);
    if (sentences->list == NULL)
        sentences->list = calloc(SENTENCES_MAX, sizeof *sentences->list);
    if (sentences->list == NULL)
        return err_set(err, ERR_LATER, "no memory for sentences");
    return ask(programs, source, &said, err) &&
           read_lines(buf_span(&said), sentences, without, err);
}

/* What others say already: the interface's, and behind a venue's the survey's. */
static bool sentences_known(const struct speech_programs *programs,
                            const struct speech_source *source, struct sentences *known,
                            struct err *err)
{
    static const struct sentences none = { NULL, 0 };
    struct speech_source interface = { .tag = source->tag };
    struct speech_source survey = { source->tag, source->survey, source->file, NULL, { NULL, 0 } };
    return (source->survey == NULL || sentences_read(programs, &interface, &none, known, err)) &&
           (source->venue == NULL || sentences_read(programs, &survey, &none, known, err));
}

bool sentences_of(const struct speech_programs *programs, const struct speech_source *source,
                  struct sentences *ret, struct err *err)
{
    struct sentences known = { NULL, 0 }, own = { NULL, 0 };
    bool read = sentences_known(programs, source, &known, err) &&
                sentences_read(programs, source, &known, &own, err);
    sentences_finish(&known);
    if (!read)
        sentences_finish(&own);
    *ret = own;
    return read;
}
