/* See stage.h. */
#include "stage.h"
#include "file.h"
#include <stdio.h>
#include <stdlib.h>

static const char *const tags[STAGE_LANGUAGES] = { "en", "cy", "ur" };

const char *const stage_every_type =
    "{\"title\": \"How was it?\", \"elements\": ["
    "{\"type\": \"html\", \"name\": \"about\", \"html\": \"Before we begin\"},"
    "{\"type\": \"rating\", \"name\": \"overall\", \"title\": \"Overall?\", \"rateType\": "
    "\"smileys\","
    " \"rateValues\": [{\"value\": \"good\", \"text\": \"Good\"}, {\"value\": \"fair\", \"text\": "
    "\"Fair\"},"
    " {\"value\": \"poor\", \"text\": \"Poor\"}]},"
    "{\"type\": \"radiogroup\", \"name\": \"why\", \"title\": \"Why?\", \"visibleIf\": \"{overall} "
    "= 'poor'\","
    " \"choices\": [{\"value\": \"wait\", \"text\": \"The wait\"}, {\"value\": \"staff\", "
    "\"text\": \"Staff\"}]},"
    "{\"type\": \"checkbox\", \"name\": \"better\", \"title\": \"What could be better?\","
    " \"choices\": [{\"value\": \"a\", \"text\": \"Letters\"}, {\"value\": \"b\", \"text\": "
    "\"Phones\"},"
    " {\"value\": \"c\", \"text\": \"Rooms\"}]},"
    "{\"type\": \"boolean\", \"name\": \"again\", \"title\": \"Would you come again?\"},"
    "{\"type\": \"comment\", \"name\": \"words\", \"title\": \"In your words\", \"maxLength\": "
    "20}]}";

static void fail(const char *what, const struct problems *problems)
{
    (void)fprintf(stderr, "%s: %s %s\n", what, problems->count > 0 ? problems->list[0].pointer : "",
                  problems->count > 0 ? problems->list[0].text : "");
    exit(1);
}

static void read_asset(const char *folder, const char *name, struct buf *bytes)
{
    char path[512];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, SOURCE_DIR "/%s/%s.json", folder, name);
    if (file_read(path, bytes, &err))
        return;
    (void)fprintf(stderr, "%s\n", err.text);
    exit(1);
}

static struct problems problems;

static void open_bytes(struct stage *stage, struct span bytes)
{
    *stage = (struct stage){ .survey = survey_load(bytes, &problems) };
    if (stage->survey == NULL)
        fail("survey", &problems);
    stage->program = (struct program){
        .survey = stage->survey,
        .language_count = STAGE_LANGUAGES,
        .venue_name = "Riverside Surgery",
    };
    for (int i = 0; i < STAGE_LANGUAGES; i++) {
        BUF_AUTO words = buf_new(1 << 16);
        read_asset("assets/languages", tags[i], &words);
        stage->wordings[i] = wording_load(buf_span(&words), &problems);
        if (stage->wordings[i] == NULL)
            fail(tags[i], &problems);
        int language = survey_language(stage->survey, tags[i]);
        stage->program.wordings[i] = stage->wordings[i];
        stage->program.survey_language[i] = (uint8_t)(language < 0 ? 0 : language);
    }
}

void stage_open(struct stage *stage, const char *survey_json)
{
    open_bytes(stage, span_text(survey_json));
}

void stage_open_asset(struct stage *stage, const char *name)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    read_asset("assets/surveys", name, &bytes);
    open_bytes(stage, buf_span(&bytes));
}

void stage_add_venue(struct stage *stage)
{
    BUF_AUTO venue = buf_new(VENUE_FILE_MAX), notices = buf_new(NOTICES_FILE_MAX);
    read_asset("tests/golden/content", "venue", &venue);
    read_asset("tests/golden/content", "notices", &notices);
    stage->venue = venue_profile_load(buf_span(&venue), &problems);
    stage->notices = notices_load(buf_span(&notices), &problems);
    if (stage->venue == NULL || stage->notices == NULL)
        fail("venue", &problems);
    stage->program.venue = stage->venue;
    stage->program.notices = stage->notices;
}

void stage_close(struct stage *stage)
{
    venue_profile_free(stage->venue);
    notices_free(stage->notices);
    for (int i = 0; i < STAGE_LANGUAGES; i++)
        wording_free(stage->wordings[i]);
    survey_free(stage->survey);
}

static int letters(const char *text, size_t bytes)
{
    int count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* Greedy wrapping, word by word, up to the start of a line. */
struct wrap {
    struct text_size size;
    size_t start; /* of the line asked for */
};

static struct wrap wrap(const char *text, struct text_style style, int max_width, int asked)
{
    bool tall = strcmp(style.language, "ur") == 0;
    int letter = style.size_px * (style.weight == WEIGHT_BOLD ? 11 : 10) / 20, line = 0;
    struct wrap wrap = { { .lines = 1, .line_px = style.size_px * (tall ? 42 : 27) / 20 }, 0 };
    struct text_size *size = &wrap.size;
    for (size_t at = 0; text[at] != '\0';) {
        size_t bytes = strcspn(text + at, " \n");
        int word = letters(text + at, bytes) * letter;
        bool wraps = max_width > 0 && line > 0 && line + letter + word > max_width;
        size->lines += wraps;
        if (wraps && size->lines - 1 == asked)
            wrap.start = at;
        line = wraps || line == 0 ? word : line + letter + word;
        size->width = line > size->width ? line : size->width;
        size->longest_word = word > size->longest_word ? word : size->longest_word;
        at += bytes;
        at += text[at] != '\0';
    }
    return wrap;
}

static struct text_size measure(void *self, const char *text, struct text_style style,
                                int max_width)
{
    (void)self;
    return wrap(text, style, max_width, 0).size;
}

static size_t line_start(void *self, const char *text, struct text_style style, int max_width,
                         int line)
{
    (void)self;
    return wrap(text, style, max_width, line).start;
}

struct text_measure stage_measure(void)
{
    return (struct text_measure){ .self = NULL, .measure = measure, .line_start = line_start };
}
