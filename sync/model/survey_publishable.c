/* What publishing asks beyond loading: who, why and what for in every language that people can
 * choose, and the Friends and Family Test exactly as it is defined. */
#include "expression.h"
#include "local_time.h"
#include "survey_int.h"
#include <strings.h>

struct check {
    const struct survey *survey;
    const char *const *accepted;
    int32_t today;
    struct problems *problems;
};

static void ask(const struct check *check, bool there, const char *key, const char *what)
{
    struct path about = path_key(NULL, "yousaid"), here = path_key(&about, key);
    if (!there)
        problems_error(check->problems, &here, "not there; %s", what);
}

static bool in_any(const struct texts *texts)
{
    return texts->in[PLAIN_LANGUAGE][0] != '\0';
}

static void check_about(const struct check *check)
{
    const struct survey_about *about = &check->survey->about;
    struct path path = path_key(NULL, "yousaid"), title = path_key(NULL, "title");
    if (!in_any(&check->survey->title))
        problems_error(check->problems, &title, "not there; write what the survey is about");
    if (!check->survey->has_about) {
        problems_error(check->problems, &path,
                       "not there; add it with id, owner, purpose, outcome, review and languages");
        return;
    }
    ask(check, about->id[0], "id", "write a short name in small letters");
    ask(check, in_any(&about->owner), "owner", "write who asks");
    ask(check, in_any(&about->purpose), "purpose", "write why you ask");
    ask(check, in_any(&about->outcome), "outcome", "write what happens to the answers");
    ask(check, about->review_date[0], "review", "write when to look at it again, \"2027-05-01\"");
}

/* Is the date before today? One that is left out never is. */
static bool is_over(const struct check *check, const char *date)
{
    int32_t day;
    struct err err;
    return *date && local_day_from_text(date, &day, &err) && day < check->today;
}

static void check_dates(const struct check *check)
{
    const struct survey_about *about = &check->survey->about;
    struct path path = path_key(NULL, "yousaid");
    struct path closes = path_key(&path, "closes"), review = path_key(&path, "review");
    if (is_over(check, about->closing_date))
        problems_error(check->problems, &closes,
                       "it closed on %s, and would be asked nowhere; write a later date",
                       about->closing_date);
    if (is_over(check, about->review_date))
        problems_warning(check->problems, &review,
                         "it was to be looked at again on %s; do so, and write the next date",
                         about->review_date);
}

static void check_language(const struct check *check, int i)
{
    const struct survey_language *language = &check->survey->languages[i];
    struct path about = path_key(NULL, "yousaid"), languages = path_key(&about, "languages");
    struct path here = path_key(&languages, language->tag);
    if (survey_offers(check->survey, i, check->accepted)) {
        if (check->survey->arena->about_missing >> i & 1)
            problems_error(check->problems, &about,
                           "owner, purpose and outcome are not all there in \"%s\", which is "
                           "offered; translate them",
                           language->tag);
        return;
    }
    if (language->complete)
        problems_warning(check->problems, &here,
                         "not offered, as no speaker has reviewed it; accept it by name (%s)",
                         language->tag);
}

static void check_accepted(const struct check *check)
{
    for (const char *const *tag = check->accepted; tag && *tag; tag++) {
        int i = survey_language(check->survey, *tag);
        bool known = i >= 0 && strcasecmp(check->survey->languages[i].tag, *tag) == 0;
        if (!known)
            problems_error(check->problems, NULL, "\"%.35s\" is accepted, but has no texts here",
                           *tag);
        else if (!check->survey->languages[i].complete)
            problems_error(check->problems, NULL,
                           "\"%s\" is accepted, but lacks texts; translate them", *tag);
    }
}

static void check_languages(const struct check *check)
{
    int offered = 0;
    if (!check->survey->has_about)
        return; /* that it is not there says it all */
    for (int i = 0; i < check->survey->language_count; i++) {
        offered += survey_offers(check->survey, i, check->accepted);
        check_language(check, i);
    }
    if (offered == 0)
        problems_error(check->problems, NULL,
                       "no language is offered; say in yousaid.languages which are reviewed");
}

/* The Friends and Family Test, word for word. */
static const char *const fft_question = "Overall, how was your experience of our service?";
static const char *const fft_responses[] = { "Very good", "Good",      "Neither good nor poor",
                                             "Poor",      "Very poor", "Don't know" };

enum { FFT_RESPONSES = sizeof fft_responses / sizeof fft_responses[0] };

/* Equal but for the shape of the apostrophe. */
static bool same_words(const char *text, const char *wanted)
{
    while (*wanted) {
        if (*wanted == '\'' && strncmp(text, "\u2019", 3) == 0)
            text += 2;
        else if (*text != *wanted)
            return false;
        text++;
        wanted++;
    }
    return *text == '\0';
}

static int with_role(const struct survey *survey, enum question_role role)
{
    for (int i = 0; i < survey->question_count; i++)
        if (survey->questions[i].role == role)
            return i;
    return -1;
}

static void check_fft_words(const struct check *check, const struct question *question,
                            const struct path *path)
{
    int english = survey_language(check->survey, "en");
    if (english < 0) {
        problems_error(check->problems, path,
                       "the Friends and Family Test is asked in English too");
        return;
    }
    if (!same_words(question->title.in[english], fft_question))
        problems_error(check->problems, path, "the question must be word for word: \"%s\"",
                       fft_question);
    bool same = question->choice_count == FFT_RESPONSES;
    for (int i = 0; same && i < FFT_RESPONSES; i++)
        same = same_words(question->choices[i].text.in[english], fft_responses[i]);
    if (!same)
        problems_error(check->problems, path,
                       "the responses must be, in this order: Very good, Good, Neither good nor "
                       "poor, Poor, Very poor, Don't know");
}

static int first_asked(const struct survey *survey)
{
    int i = 0;
    while (i < survey->question_count && survey->questions[i].type == QUESTION_INFORMATION)
        i++;
    return i;
}

static void check_fft(const struct check *check)
{
    struct path about = path_key(NULL, "yousaid"), questions = path_key(&about, "questions");
    int fft = with_role(check->survey, ROLE_FFT_OVERALL);
    int why = with_role(check->survey, ROLE_FFT_WHY);
    if (fft < 0 && why < 0)
        return;
    if (fft < 0) {
        problems_error(check->problems, &questions, "fft_why is there, but fft_overall is not");
        return;
    }
    const struct question *question = &check->survey->questions[fft];
    struct path here = path_key(&questions, question->name);
    if (fft != first_asked(check->survey) || question->visible_if)
        problems_error(check->problems, &here,
                       "the Friends and Family Test must be the first question, always asked");
    check_fft_words(check, question, &here);
    if (why < 0)
        problems_error(check->problems, &questions,
                       "the Friends and Family Test needs a comment with the role \"fft_why\"");
    else if (expression_names(check->survey->questions[why].visible_if) & ~(UINT32_C(1) << fft))
        problems_error(check->problems, &questions,
                       "the comment \"%s\" may depend on the Friends and Family Test only",
                       check->survey->questions[why].name);
}

bool survey_publishable(const struct survey *survey, const char *const *accepted_languages,
                        int32_t today, struct problems *problems)
{
    int first = problems->count, errors = problems->errors;
    struct check check = { survey, accepted_languages, today, problems };
    check_about(&check);
    check_dates(&check);
    check_languages(&check);
    check_accepted(&check);
    check_fft(&check);
    problems_place(problems, first, survey->bytes);
    return problems->errors == errors;
}
