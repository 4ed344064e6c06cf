/*
 * Localised strings: a plain text is the default language, an object has a text for each tag and
 * perhaps "default". Languages are learnt while reading, so that what falls back is filled in at
 * the end, when all are known.
 */
#include "survey_int.h"
#include "text_check.h"
#include <stdio.h>
#include <strings.h>

enum text_source { FROM_PLAIN, FROM_HTML };

static int known_language(const struct survey *survey, const char *tag)
{
    for (int i = 0; i < survey->language_count; i++)
        if (strcasecmp(survey->languages[i].tag, tag) == 0)
            return i;
    return -1;
}

int survey_texts_language(struct reading *reading, const char *tag, const struct path *path)
{
    struct survey *survey = reading->survey;
    int known = known_language(survey, tag);
    if (known >= 0)
        return known;
    if (!text_is_tag(tag)) {
        problems_error(reading->problems, path,
                       "this is no language tag; write \"default\", \"cy\", \"en-GB\" and so on");
        return -1;
    }
    if (survey->language_count == SURVEY_LANGUAGES_MAX) {
        problems_error(reading->problems, path, "more than %d languages; leave some out",
                       SURVEY_LANGUAGES_MAX);
        return -1;
    }
    struct survey_language *language = &survey->languages[survey->language_count];
    (void)snprintf(language->tag, sizeof language->tag, "%s", tag);
    return survey->language_count++;
}

static bool check_text(struct reading *reading, const char *text, const struct path *path)
{
    int count = text_characters(text);
    const char *brace = strchr(text, '{');
    if (count < 0)
        problems_error(reading->problems, path,
                       "it holds a control character; write it as plain text");
    if (count > SURVEY_TEXT_MAX)
        problems_error(reading->problems, path, "it has %d characters; at most %d fit a screen",
                       count, SURVEY_TEXT_MAX);
    if (brace && strchr(brace, '}'))
        problems_error(reading->problems, path,
                       "texts do not quote answers; write it without the part in braces");
    return count >= 0;
}

static const char *plain(struct reading *reading, const char *html, const struct path *path)
{
    bool had_tags = false;
    const char *text = html;
    if (!survey_html_plain(&reading->survey->arena->memory, html, &text, &had_tags))
        problems_error(reading->problems, path,
                       "only text can be shown; take out links, pictures, scripts and forms");
    else if (had_tags)
        problems_warning(reading->problems, path, "tags are taken out: it is shown as plain text");
    return text;
}

static void keep(struct reading *reading, int language, const char *text, enum text_source source,
                 const struct path *path, struct texts *texts)
{
    if (source == FROM_HTML)
        text = plain(reading, text, path);
    if (check_text(reading, text, path) && *text)
        texts->in[language] = arena_text(&reading->survey->arena->memory, text, strlen(text));
}

static void keep_in(struct reading *reading, const char *tag, const json_t *json,
                    enum text_source source, const struct path *path, struct texts *texts)
{
    int language =
        strcmp(tag, "default") == 0 ? PLAIN_LANGUAGE : survey_texts_language(reading, tag, path);
    if (language < 0)
        return;
    if (!json_is_string(json)) {
        problems_error(reading->problems, path, "this is %s; write a text", json_read_kind(json));
        return;
    }
    if (texts->in[language])
        problems_error(reading->problems, path,
                       "\"default\" and this tag are the same language; keep one of the two");
    /* The later of two is looked at as well: it may be the one to be kept. */
    keep(reading, language, json_string_value(json), source, path, texts);
}

static void add_entry(struct reading *reading, const struct path *path, struct texts *texts,
                      bool about, bool every)
{
    struct survey_arena *arena = reading->survey->arena;
    struct text_entry *entry = arena_take(&arena->memory, sizeof *entry);
    char pointer[sizeof reading->problems->list[0].pointer];
    problems_pointer(path, pointer, sizeof pointer);
    if (!entry)
        return;
    entry->texts = texts;
    entry->about = about;
    entry->every = every;
    entry->pointer = arena_text(&arena->memory, pointer, strlen(pointer));
    *arena->entries_end = entry;
    arena->entries_end = &entry->next;
}

static bool any_text(const struct texts *texts)
{
    for (int i = 0; i < SURVEY_LANGUAGES_MAX; i++)
        if (texts->in[i])
            return true;
    return false;
}

static void read_texts(struct reading *reading, const json_t *json, enum text_source source,
                       bool about, const struct path *path, struct texts *texts)
{
    const char *tag;
    json_t *text;
    if (json_is_object(json)) {
        json_object_foreach((json_t *)(uintptr_t)json, tag, text)
        {
            struct path here = path_key(path, tag);
            keep_in(reading, tag, text, source, &here, texts);
        }
    } else if (json) {
        keep_in(reading, "default", json, source, path, texts);
    }
    add_entry(reading, path, texts, about, !about && !any_text(texts));
}

void survey_texts_read(struct reading *reading, const json_t *json, const struct path *path,
                       struct texts *ret_texts)
{
    read_texts(reading, json, FROM_PLAIN, false, path, ret_texts);
}

void survey_texts_read_about(struct reading *reading, const json_t *json, const struct path *path,
                             struct texts *ret_texts)
{
    read_texts(reading, json, FROM_PLAIN, true, path, ret_texts);
}

void survey_texts_read_html(struct reading *reading, const json_t *json, const struct path *path,
                            struct texts *ret_texts)
{
    read_texts(reading, json, FROM_HTML, false, path, ret_texts);
}

void survey_texts_imply(struct reading *reading, const char *text, bool every_language,
                        const struct path *path, struct texts *ret_texts)
{
    ret_texts->in[PLAIN_LANGUAGE] = arena_text(&reading->survey->arena->memory, text, strlen(text));
    add_entry(reading, path, ret_texts, false, every_language);
}

/* The text that a language falls back to: "en-GB" to "en", then the default. */
static const char *fallback(const struct survey *survey, const struct texts *texts, int language)
{
    const char *tag = survey->languages[language].tag;
    for (int i = 0; i < survey->language_count; i++) {
        size_t size = strlen(survey->languages[i].tag);
        if (texts->in[i] && size < strlen(tag) && tag[size] == '-' &&
            strncasecmp(tag, survey->languages[i].tag, size) == 0)
            return texts->in[i];
    }
    const char *other = texts->in[PLAIN_LANGUAGE];
    return other ? other : "";
}

struct missing {
    int count[SURVEY_LANGUAGES_MAX];
    const char *first[SURVEY_LANGUAGES_MAX];
};

static void note_missing(struct survey *survey, const struct text_entry *entry, int language,
                         struct missing *missing)
{
    if (entry->every)
        return;
    if (entry->about) {
        survey->arena->about_missing |= UINT32_C(1) << language;
        return;
    }
    if (missing->count[language]++ == 0)
        missing->first[language] = entry->pointer;
}

/* Which languages lack this text must be known before any of them is filled in. */
static void resolve_entry(struct survey *survey, const struct text_entry *entry,
                          struct missing *missing)
{
    struct texts whole = { 0 };
    for (int i = 0; i < survey->language_count; i++) {
        whole.in[i] = entry->texts->in[i];
        if (whole.in[i])
            continue;
        note_missing(survey, entry, i, missing);
        whole.in[i] = fallback(survey, entry->texts, i);
    }
    for (int i = survey->language_count; i < SURVEY_LANGUAGES_MAX; i++)
        whole.in[i] = "";
    *entry->texts = whole;
}

static void report_language(struct reading *reading, int i, const struct missing *missing)
{
    struct survey_language *language = &reading->survey->languages[i];
    language->complete = missing->count[i] == 0;
    if (language->complete)
        return;
    problems_at(
        reading->problems, PROBLEM_WARNING, missing->first[i],
        "\"%s\" lacks %d of the texts, this one first; it is not offered until all are there",
        language->tag, missing->count[i]);
}

static void make_blank(struct texts *texts)
{
    for (int i = 0; i < SURVEY_LANGUAGES_MAX; i++)
        if (!texts->in[i])
            texts->in[i] = "";
}

/* What a type of question does not have, or a file without our extension object, reads as "". */
static void make_all_blank(struct survey *survey)
{
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++) {
        struct question *question = &survey->questions[i];
        make_blank(&question->title);
        make_blank(&question->description);
        make_blank(&question->least);
        make_blank(&question->most);
        for (int n = 0; n < SURVEY_CHOICES_MAX; n++)
            make_blank(&question->choices[n].text);
    }
    make_blank(&survey->title);
    make_blank(&survey->about.owner);
    make_blank(&survey->about.purpose);
    make_blank(&survey->about.outcome);
}

void survey_texts_resolve(struct reading *reading)
{
    struct survey *survey = reading->survey;
    struct missing missing = { 0 };
    for (const struct text_entry *entry = survey->arena->entries; entry; entry = entry->next)
        resolve_entry(survey, entry, &missing);
    for (int i = 0; i < survey->language_count; i++)
        report_language(reading, i, &missing);
    make_all_blank(survey);
}

void survey_texts_see(const struct survey *survey,
                      bool (*see)(void *context, const char *pointer, const struct texts *texts),
                      void *context)
{
    for (const struct text_entry *entry = survey->arena->entries; entry; entry = entry->next)
        if (!see(context, entry->pointer, entry->texts))
            return;
}
