/*
 * What stands in the file: questions that no way of answering shows, languages that the kiosk has
 * no words for, and English that is hard to read. Texts of a few words are labels, which the
 * formula knows nothing of; one text alone is judged when it is long enough for it.
 */
#include "lint_int.h"
#include "reach.h"
#include "readability.h"
#include <math.h>
#include <stdio.h>

enum {
    WORDS_OF_A_SENTENCE = 5,
    WORDS_OF_A_TEXT = 12,
    AGE_AIM = 11,  /* plain English for everybody: 9 to 11 */
    AGE_MOST = 14, /* of one text that has to say something difficult */
    GROWN_UP = 18,
};

static void check_reach(struct lint *lint)
{
    for (int i = 0; i < lint->survey->question_count; i++) {
        enum reach reach = survey_reach(lint->survey, i);
        struct lint_met met = { .kind = reach == REACH_NONE ? LINT_UNREACHABLE : LINT_UNDECIDED,
                                .question = i,
                                .language = -1,
                                .panel = -1,
                                .display = -1 };
        if (reach != REACH_SOME)
            lint_add(lint, &met);
    }
}

static void check_words(struct lint *lint)
{
    const struct survey *survey = lint->survey;
    for (int i = 0; i < survey->language_count; i++) {
        struct lint_met met = {
            .kind = LINT_NO_WORDS, .question = -1, .language = i, .panel = -1, .display = -1
        };
        if ((lint->options->languages >> i & 1) && lint->options->speaks != NULL &&
            !lint->options->speaks(survey->languages[i].tag))
            lint_add(lint, &met);
    }
}

/* --- reading --- */

struct reader {
    struct lint *lint;
    int language;
    struct readability whole;
};

static void say_age(struct lint *lint, enum lint_kind kind, const char *pointer, int language,
                    double age)
{
    char years[16] = "over 18";
    if (age <= GROWN_UP)
        (void)snprintf(years, sizeof years, "%.0f", ceil(age));
    lint_add(lint, &(struct lint_met){ .kind = kind,
                                       .question = -1,
                                       .pointer = pointer,
                                       .about = years,
                                       .language = language,
                                       .panel = -1,
                                       .display = -1 });
}

static bool read_text(void *context, const char *pointer, const struct texts *texts)
{
    struct reader *reader = context;
    const char *text = texts->in[reader->language];
    struct readability own = { 0 };
    readability_add(&own, text);
    if (own.words >= WORDS_OF_A_SENTENCE)
        readability_add(&reader->whole, text);
    if (own.words >= WORDS_OF_A_TEXT && readability_age(&own) > AGE_MOST)
        say_age(reader->lint, LINT_HARD_TEXT, pointer, reader->language, readability_age(&own));
    return true;
}

static void read_language(struct lint *lint, int language)
{
    struct reader reader = { .lint = lint, .language = language };
    struct lint_report *report = lint->report;
    survey_texts_see(lint->survey, read_text, &reader);
    double age = readability_age(&reader.whole);
    report->readings[report->reading_count++] =
        (struct lint_reading){ language, reader.whole.sentences, reader.whole.words,
                               reader.whole.syllables, age };
    if (age > AGE_AIM)
        say_age(lint, LINT_READING_AGE, "", language, age);
}

static bool is_english(const char *tag)
{
    return strncmp(tag, "en", 2) == 0 && (tag[2] == '\0' || tag[2] == '-');
}

void lint_paper(struct lint *lint)
{
    const struct survey *survey = lint->survey;
    check_reach(lint);
    check_words(lint);
    for (int i = 0; i < survey->language_count; i++)
        if (survey->languages[i].complete && is_english(survey->languages[i].tag))
            read_language(lint, i);
}
