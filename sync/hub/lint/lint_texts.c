/*
 * Texts that load, and that still say nothing: blank ones, two answers of the same words, and
 * translations that are none.
 */
#include "lint_int.h"
#include <ctype.h>
#include <strings.h>

/* Of so many words the same text in two languages is a translation that was forgotten, not a name.
 */
enum { WORDS_OF_NO_NAME = 3 };

static const struct lint_met nowhere = {
    .question = -1, .language = -1, .panel = -1, .display = -1
};

static bool is_read(const struct lint *lint, int language)
{
    return lint->survey->languages[language].complete;
}

/* --- is there something to see and to say? --- */

/* One character of UTF-8, which the survey's reader has judged to be sound. */
static uint32_t next_character(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    int more = byte[0] < 0x80 ? 0 : byte[0] < 0xe0 ? 1 : byte[0] < 0xf0 ? 2 : 3;
    uint32_t character = more == 0 ? byte[0] : byte[0] & (0x3fU >> more);
    for (int i = 1; i <= more; i++)
        character = character << 6 | (byte[i] & 0x3fU);
    *at += more + 1;
    return character;
}

/* Whole blocks of Unicode in which nothing has a sound: spaces, marks, arrows, pictures. */
static const struct {
    uint32_t first, last;
} soundless[] = {
    { 0x80, 0xa9 },     { 0xab, 0xb1 },     { 0xb4, 0xb4 },     { 0xb6, 0xb8 },
    { 0xbb, 0xbb },     { 0xbf, 0xbf },     { 0xd7, 0xd7 },     { 0xf7, 0xf7 },
    { 0x60c, 0x60d },   { 0x61b, 0x61f },   { 0x964, 0x965 },   { 0x2000, 0x206f },
    { 0x2190, 0x2bff }, { 0x3000, 0x303f }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
};

static bool has_sound(uint32_t character)
{
    if (character < 0x80)
        return isalnum((int)character);
    for (size_t i = 0; i < sizeof soundless / sizeof *soundless; i++)
        if (character >= soundless[i].first && character <= soundless[i].last)
            return false;
    return true;
}

static bool can_be_said(const char *text)
{
    while (*text != '\0')
        if (has_sound(next_character(&text)))
            return true;
    return false;
}

/* Titles and answers are needed; a line below them is not. */
static bool is_needed(const struct survey *survey, const struct texts *texts)
{
    for (int i = 0; i < survey->question_count; i++) {
        const struct question *question = &survey->questions[i];
        bool information = question->type == QUESTION_INFORMATION;
        if (texts == (information ? &question->description : &question->title))
            return true;
        for (int j = 0; j < question->choice_count; j++)
            if (texts == &question->choices[j].text)
                return true;
    }
    return false;
}

static void check_sound(struct lint *lint, const char *pointer, const struct texts *texts)
{
    bool needed = is_needed(lint->survey, texts);
    for (int i = 0; i < lint->survey->language_count; i++) {
        struct lint_met met = nowhere;
        met.kind = LINT_SILENT;
        met.pointer = pointer;
        met.language = i;
        bool there = needed || *texts->in[i] != '\0';
        if (is_read(lint, i) && there && !can_be_said(texts->in[i]))
            lint_add(lint, &met);
    }
}

/* --- is it translated? --- */

static bool is_same_language(const char *a, const char *b)
{
    size_t size = strcspn(a, "-");
    return size == strcspn(b, "-") && strncasecmp(a, b, size) == 0;
}

static int words_of(const char *text)
{
    int words = 0;
    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        text += strcspn(text, " ");
        words++;
    }
    return words;
}

static void check_translation(struct lint *lint, const char *pointer, const struct texts *texts)
{
    const struct survey *survey = lint->survey;
    int own = survey->default_language;
    for (int i = 0; i < survey->language_count; i++) {
        struct lint_met met = nowhere;
        met.kind = LINT_UNTRANSLATED;
        met.pointer = pointer;
        met.about = texts->in[i];
        met.language = i;
        bool other = is_read(lint, i) &&
                     !is_same_language(survey->languages[i].tag, survey->languages[own].tag);
        if (other && strcmp(texts->in[i], texts->in[own]) == 0 &&
            words_of(texts->in[i]) >= WORDS_OF_NO_NAME)
            lint_add(lint, &met);
    }
}

static bool check_text(void *context, const char *pointer, const struct texts *texts)
{
    check_sound(context, pointer, texts);
    check_translation(context, pointer, texts);
    return true;
}

/* --- can answers be told apart? --- */

/* The first answer before this one with its words, -1 for none. */
static int same_before(const struct question *question, int choice, int language)
{
    const char *text = question->choices[choice].text.in[language];
    for (int i = 0; i < choice; i++)
        if (strcasecmp(question->choices[i].text.in[language], text) == 0)
            return i;
    return -1;
}

static void check_answers(struct lint *lint, int number, int language)
{
    const struct question *question = &lint->survey->questions[number];
    for (int i = 1; i < question->choice_count; i++) {
        const char *text = question->choices[i].text.in[language];
        struct lint_met met = nowhere;
        met.kind = LINT_SAME_ANSWER;
        met.question = number;
        met.about = text;
        met.language = language;
        if (can_be_said(text) && same_before(question, i, language) >= 0)
            lint_add(lint, &met);
    }
}

void lint_texts(struct lint *lint)
{
    const struct survey *survey = lint->survey;
    survey_texts_see(survey, check_text, lint);
    for (int i = 0; i < survey->question_count; i++)
        for (int language = 0; language < survey->language_count; language++)
            if (is_read(lint, language))
                check_answers(lint, i, language);
}
