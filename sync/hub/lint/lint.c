/* Findings and their table; see lint.h. */
#include "lint_int.h"
#include <stdio.h>

static const struct {
    const char *key, *text;
    enum problem_level own, elsewhere;
} kinds[LINT_KINDS] = {
#define X(name, key, own, elsewhere, text) { key, text, PROBLEM_##own, PROBLEM_##elsewhere },
    LINT_MAP(X)
#undef X
};

const char *lint_kind_name(enum lint_kind kind)
{
    return kinds[kind].key;
}

const char *lint_display_name(int display)
{
    static const char *const names[LINT_DISPLAYS] = { "standard", "large", "contrast" };
    return names[display];
}

/* The table's sentence with its one "%s" filled in. */
void lint_text(const struct lint_finding *finding, char *ret, size_t size)
{
    const char *text = kinds[finding->kind].text;
    const char *gap = strstr(text, "%s");
    if (gap == NULL)
        (void)snprintf(ret, size, "%s", text);
    else
        (void)snprintf(ret, size, "%.*s%s%s", (int)(gap - text), text, finding->about, gap + 2);
}

/* --- joining --- */

static uint32_t bit(int number)
{
    return number < 0 ? 0 : UINT32_C(1) << number;
}

static const char *pointer_of(const struct lint *lint, const struct lint_met *met)
{
    if (met->question >= 0)
        return lint->pointers[met->question];
    return met->pointer != NULL ? met->pointer : "";
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* Where there is no place, it is on the same screen. */
static bool is_same_place(const struct lint_finding *finding, const struct lint_met *met,
                          const char *pointer)
{
    bool same_screen = strcmp(finding->screen, or_empty(met->screen)) == 0;
    return strcmp(finding->pointer, pointer) == 0 && (*pointer != '\0' || same_screen);
}

/* The same kind at the same place of the same file. */
static struct lint_finding *find(struct lint *lint, const struct lint_met *met, const char *pointer)
{
    for (int i = 0; i < lint->report->count; i++) {
        struct lint_finding *finding = &lint->report->findings[i];
        if (finding->kind == met->kind && strcmp(finding->venue, or_empty(met->venue)) == 0 &&
            is_same_place(finding, met, pointer))
            return finding;
    }
    return NULL;
}

static struct lint_finding *open_finding(struct lint *lint, const struct lint_met *met,
                                         const char *pointer)
{
    struct lint_report *report = lint->report;
    bool own = *pointer != '\0';
    enum problem_level level = own ? kinds[met->kind].own : kinds[met->kind].elsewhere;
    if (met->venue != NULL)
        level = PROBLEM_WARNING;
    report->errors += level == PROBLEM_ERROR;
    report->warnings += level == PROBLEM_WARNING;
    if (report->count == LINT_FINDINGS_MAX)
        return NULL;
    struct lint_finding *finding = &report->findings[report->count++];
    *finding = (struct lint_finding){ .kind = met->kind, .level = level };
    (void)snprintf(finding->pointer, sizeof finding->pointer, "%s", pointer);
    (void)snprintf(finding->venue, sizeof finding->venue, "%s", or_empty(met->venue));
    (void)snprintf(finding->screen, sizeof finding->screen, "%s", or_empty(met->screen));
    (void)snprintf(finding->about, sizeof finding->about, "%s", or_empty(met->about));
    if (own && met->venue == NULL)
        (void)survey_place(lint->survey, pointer, &finding->line, &finding->column);
    return finding;
}

void lint_add(struct lint *lint, const struct lint_met *met)
{
    const char *pointer = pointer_of(lint, met);
    struct lint_finding *finding = find(lint, met, pointer);
    if (finding == NULL)
        finding = open_finding(lint, met, pointer);
    if (finding == NULL)
        return;
    finding->languages |= bit(met->language);
    finding->panels |= bit(met->panel);
    finding->displays |= bit(met->display);
}

/* --- where texts stand --- */

struct sought {
    const char *text;
    int language;
    const char *pointer;
    size_t size; /* of the longest that was found inside */
};

static bool is_it(void *context, const char *pointer, const struct texts *texts)
{
    struct sought *sought = context;
    const char *text = texts->in[sought->language];
    if (*text != '\0' && strcmp(text, sought->text) == 0)
        sought->pointer = pointer;
    return sought->pointer == NULL;
}

static bool begins_so(void *context, const char *pointer, const struct texts *texts)
{
    struct sought *sought = context;
    const char *text = texts->in[sought->language];
    if (*text != '\0' && strncmp(text, sought->text, strlen(sought->text)) == 0)
        sought->pointer = pointer;
    return sought->pointer == NULL;
}

/* "Da" is one answer and the beginning of another: what is the whole text comes first. */
const char *lint_pointer_of_text(const struct lint *lint, int language, const char *text)
{
    struct sought sought = { text, language, NULL, 0 };
    if (*text != '\0')
        survey_texts_see(lint->survey, is_it, &sought);
    if (*text != '\0' && sought.pointer == NULL)
        survey_texts_see(lint->survey, begins_so, &sought);
    return sought.pointer;
}

/* The longest one is what the sentence is made round. */
static bool is_inside(void *context, const char *pointer, const struct texts *texts)
{
    struct sought *sought = context;
    const char *text = texts->in[sought->language];
    size_t size = strlen(text);
    if (size > sought->size && strstr(sought->text, text) != NULL) {
        sought->pointer = pointer;
        sought->size = size;
    }
    return true;
}

const char *lint_pointer_in_sentence(const struct lint *lint, int language, const char *sentence)
{
    enum { WORD_BYTES = 4 }; /* a text of fewer may stand in any sentence by chance */
    struct sought sought = { sentence, language, NULL, WORD_BYTES };
    const char *whole = lint_pointer_of_text(lint, language, sentence);
    if (whole == NULL)
        survey_texts_see(lint->survey, is_inside, &sought);
    return whole != NULL ? whole : sought.pointer;
}

bool lint_looks_at(const struct lint *lint, int language)
{
    const char *tag = lint->survey->languages[language].tag;
    return (lint->options->languages >> language & 1) &&
           (lint->options->speaks == NULL || lint->options->speaks(tag));
}

/* --- the whole --- */

/* A question's title stands in its element; the element is what can be mended. */
static bool take_pointer(void *context, const char *pointer, const struct texts *texts)
{
    struct lint *lint = context;
    for (int i = 0; i < lint->survey->question_count; i++) {
        const struct question *question = &lint->survey->questions[i];
        bool html = question->type == QUESTION_INFORMATION && texts == &question->description;
        if (texts != &question->title && !html)
            continue;
        const char *end = strrchr(pointer, '/');
        (void)snprintf(lint->pointers[i], sizeof lint->pointers[i], "%.*s",
                       (int)(end != NULL ? end - pointer : 0), pointer);
    }
    return true;
}

bool lint_survey(const struct survey *survey, const struct lint_options *options,
                 struct lint_report *ret, struct err *err)
{
    struct lint lint = { .survey = survey, .options = options, .report = ret };
    *ret = (struct lint_report){ .count = 0 };
    survey_texts_see(survey, take_pointer, &lint);
    lint_paper(&lint);
    lint_texts(&lint);
    return (options->unspoken == NULL || lint_clips(&lint, err)) &&
           (options->kiosk == NULL || lint_screens(&lint, err)) &&
           (options->kiosk == NULL || options->venues == NULL || lint_venues(&lint, err));
}
