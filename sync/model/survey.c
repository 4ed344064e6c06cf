/* Loading a survey: the order in which a file is read, and looking things up in the result. */
#include "survey.h"
#include "survey_int.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* Texts, expressions and the bytes themselves; many times what a real survey takes. */
enum { MEMORY_MAX = 4 * 1024 * 1024 };

int survey_question(const struct survey *survey, const char *name)
{
    for (int i = 0; i < survey->question_count; i++)
        if (strcmp(survey->questions[i].name, name) == 0)
            return i;
    return -1;
}

static int language_of(const struct survey *survey, const char *tag, size_t size)
{
    for (int i = 0; i < survey->language_count; i++)
        if (strlen(survey->languages[i].tag) == size &&
            strncasecmp(survey->languages[i].tag, tag, size) == 0)
            return i;
    return -1;
}

int survey_language(const struct survey *survey, const char *tag)
{
    int exact = language_of(survey, tag, strlen(tag));
    return exact >= 0 ? exact : language_of(survey, tag, strcspn(tag, "-"));
}

bool survey_shows_pictures(const struct survey *survey, int language)
{
    static const char easy_read[] = "-x-easyread";
    const char *tag = survey->languages[language].tag;
    size_t size = strlen(tag), end = sizeof easy_read - 1;
    return survey->about.pictures_always ||
           (size > end && strcasecmp(tag + size - end, easy_read) == 0);
}

bool survey_offers(const struct survey *survey, int language, const char *const *accepted_languages)
{
    if (language < 0 || language >= survey->language_count || !survey->languages[language].complete)
        return false;
    bool offered = survey->languages[language].reviewed;
    for (; !offered && accepted_languages && *accepted_languages; accepted_languages++)
        offered = strcasecmp(*accepted_languages, survey->languages[language].tag) == 0;
    return offered;
}

/* Does any localised string have a text of its own in this language? Depth is bounded by reading.
 */
static bool has_texts_in(const json_t *json, const char *tag)
{
    const char *key;
    json_t *member;
    size_t i;
    if (json_object_get(json, tag) && json_object_get(json, "default"))
        return true;
    json_object_foreach((json_t *)(uintptr_t)json, key, member)
    {
        if (has_texts_in(member, tag))
            return true;
    }
    json_array_foreach(json, i, member)
    {
        if (has_texts_in(member, tag))
            return true;
    }
    return false;
}

/* `locale` says which language to start in. Plain texts are in it too, unless it has texts beside
 * "default": then they are English, as in survey-core. */
static void read_locale(struct reading *reading, const json_t *root)
{
    const json_t *json = json_object_get(root, "locale");
    struct path path = path_key(NULL, "locale");
    const char *tag = json_is_string(json) ? json_string_value(json) : "";
    if (json && !json_is_string(json))
        problems_error(reading->problems, &path, "write a language tag such as \"en\"");
    if (*tag == '\0' || has_texts_in(root, tag))
        (void)survey_texts_language(reading, "en", &path);
    int start = survey_texts_language(reading, *tag ? tag : "en", &path);
    if (start < 0)
        start = survey_texts_language(reading, "en", &path);
    reading->survey->default_language = (uint8_t)start;
}

static void read_clearing(struct reading *reading, const json_t *root)
{
    const json_t *json = json_object_get(root, "clearInvisibleValues");
    const char *word = json_is_string(json) ? json_string_value(json) : "";
    struct path path = path_key(NULL, "clearInvisibleValues");
    bool container = strcmp(word, "onHiddenContainer") == 0;
    if (json && !container && strcmp(word, "onHidden") != 0)
        problems_error(reading->problems, &path,
                       "answers of hidden questions go at once; write \"onHidden\"");
    if (json && !container && reading->conditional_container)
        problems_warning(reading->problems, &path,
                         "a page or panel with visibleIf hides its questions too: publishing "
                         "writes \"onHiddenContainer\", which says so to other tools");
}

static void read_all(struct reading *reading, const json_t *root)
{
    struct path title = path_key(NULL, "title"), about = path_key(NULL, "yousaid");
    const json_t *extension = json_object_get(root, "yousaid");
    reading->questions_about = json_object_get(extension, "questions");
    read_locale(reading, root);
    survey_rules_check(reading, root, KIND_SURVEY, NULL);
    survey_texts_read(reading, json_object_get(root, "title"), &title, &reading->survey->title);
    survey_elements_read(reading, root);
    read_clearing(reading, root);
    if (extension)
        survey_about_read(reading, extension, &about);
    survey_about_questions(reading, &about);
    survey_texts_resolve(reading);
}

static struct survey *survey_new(struct span bytes)
{
    struct survey *survey = calloc(1, sizeof *survey);
    struct survey_arena *arena = calloc(1, sizeof *arena);
    if (!survey || !arena) {
        free(survey);
        free(arena);
        return NULL;
    }
    arena->memory = arena_new(MEMORY_MAX);
    arena->entries_end = &arena->entries;
    survey->arena = arena;
    const char *copy = arena_text(&arena->memory, (const char *)bytes.data, bytes.size);
    survey->bytes = span_of(copy, arena->memory.failed ? 0 : bytes.size);
    return survey;
}

void survey_free(struct survey *survey)
{
    if (!survey)
        return;
    arena_finish(&survey->arena->memory);
    free(survey->arena);
    free(survey);
}

/* As much of it as can be read, for the caller to judge; NULL when nothing can. */
static struct survey *read_bytes(struct span bytes, struct problems *problems)
{
    JSON_AUTO *root = json_read_object(bytes, SURVEY_FILE_MAX, problems);
    struct survey *survey = root ? survey_new(bytes) : NULL;
    if (survey)
        read_all(&(struct reading){ .survey = survey, .problems = problems }, root);
    if (!root || (survey && !survey->arena->memory.failed))
        return survey;
    problems_starved(problems);
    survey_free(survey);
    return NULL;
}

/* The survey when there is nothing against it, which is counted in `found`. */
static struct survey *unless(int found, struct survey *survey)
{
    if (found == 0)
        return survey;
    survey_free(survey);
    return NULL;
}

struct survey *survey_load(struct span bytes, struct problems *problems)
{
    int first = problems->count, errors = problems->errors;
    struct survey *survey = read_bytes(bytes, problems);
    problems_place(problems, first, bytes);
    return unless(problems->errors - errors, survey);
}

struct survey *survey_load_publishable(struct span bytes, const char *const *accepted_languages,
                                       int32_t today, struct problems *problems)
{
    int first = problems->count, errors = problems->errors;
    struct survey *survey = read_bytes(bytes, problems);
    if (survey)
        (void)survey_publishable(survey, accepted_languages, today, problems);
    problems_place(problems, first, bytes);
    return unless(problems->errors - errors, survey);
}
