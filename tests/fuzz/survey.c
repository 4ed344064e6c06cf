/* Survey files: loading, what publishing demands, and the form in which they are published. */
#include "survey.h"
#include "fuzz.h"
#include "reach.h"
#include "readability.h"
#include <stdlib.h>

enum { A_DAY = 20000, ROOM = SURVEY_FILE_MAX + 100 };

static struct problems problems;

static struct survey *load(struct span bytes)
{
    static const char *const accepted[] = { "cy", "ur", NULL };
    problems.count = problems.errors = 0;
    return survey_load_publishable(bytes, accepted, A_DAY, &problems);
}

/* What may not be published, for want of a translation or of a word on its owner, is a survey
 * still, as an author has it before it is finished. */
static struct survey *load_only(struct span bytes)
{
    problems.count = problems.errors = 0;
    return survey_load(bytes, &problems);
}

static void names_lead_back(const struct survey *survey)
{
    for (int i = 0; i < survey->question_count; i++)
        must(survey_question(survey, survey->questions[i].name) == i, "a name finds its question");
    for (int i = 0; i < survey->language_count; i++)
        must(survey_language(survey, survey->languages[i].tag) == i, "a tag finds its language");
    must(survey->default_language < survey->language_count, "the default is one of the languages");
}

/* What is published loads as the same survey, and publishing it again changes nothing. */
static void is_published_once(struct span bytes)
{
    struct problems *again = calloc(1, sizeof *again);
    BUF_AUTO once = buf_new(ROOM);
    BUF_AUTO twice = buf_new(ROOM);
    must(again != NULL && survey_canonical(bytes, &once, NULL), "what loads can be published");
    struct survey *survey = survey_load(buf_span(&once), again);
    must(survey != NULL || once.size > SURVEY_FILE_MAX, "what is published loads");
    must(survey == NULL || survey_canonical(buf_span(&once), &twice, NULL), "and again");
    must(survey == NULL || span_equal(buf_span(&once), buf_span(&twice)), "unchanged");
    survey_free(survey);
    free(again);
}

/* The linter's looks at a file come to an end, and a question without a condition is reached. */
static void ends_are_found(const struct survey *survey)
{
    for (int i = 0; i < survey->question_count; i++) {
        enum reach reach = survey_reach(survey, i);
        must(survey->questions[i].visible_if != NULL || reach == REACH_SOME, "it is reached");
    }
}

struct reading {
    const struct survey *survey;
    struct readability sum;
};

static bool read(void *context, const char *pointer, const struct texts *texts)
{
    struct reading *reading = context;
    int line = 1, column = 1;
    (void)survey_place(reading->survey, pointer, &line, &column);
    must(line > 0 && column > 0, "a place is counted from 1");
    readability_add(&reading->sum, texts->in[0]);
    must(reading->sum.sentences <= reading->sum.words &&
             reading->sum.words <= reading->sum.syllables,
         "a sentence has a word, and a word a syllable");
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct survey *survey = load(span_of(data, size));
    must(problems.count >= 0 && problems.count <= PROBLEMS_MAX, "no more problems than there fit");
    const char *way = survey == NULL ? "loaded" : "publishable";
    if (survey == NULL)
        survey = load_only(span_of(data, size));
    if (survey == NULL)
        return 0;
    struct reading reading = { .survey = survey };
    names_lead_back(survey);
    ends_are_found(survey);
    survey_texts_see(survey, read, &reading);
    is_published_once(span_of(data, size));
    fuzz_accepted(way);
    survey_free(survey);
    return 0;
}
