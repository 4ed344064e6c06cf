/* Judges a response against its survey version and makes its row: see row.h. */
#include "row.h"
#include "local_time.h"
#include <strings.h>

enum { QUARTER_SECONDS = 900 };

static uint64_t mix(uint64_t hash, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u; /* FNV-1a: a likeness, no proof */
    return hash;
}

static uint64_t print_of(const struct response *response)
{
    uint64_t hash = mix(0xcbf29ce484222325u, response->survey.bytes, sizeof response->survey.bytes);
    return mix(hash, response->state, response->count * sizeof response->state[0]);
}

bool row_burst_next(struct row_burst *burst, const struct response *response)
{
    uint64_t print = print_of(response);
    bool joins = burst->run > 0 && response->gap <= ROW_BURST_GAP && print == burst->print;
    burst->run = joins ? burst->run + (burst->run < UINT32_MAX) : 1;
    burst->print = print;
    return burst->run >= ROW_BURST_LENGTH;
}

/* Zones change at quarters of an hour at the finest, so one look serves all that close within one.
 */
static void make_local(struct row_clock *clock, int64_t at)
{
    int64_t quarter = at - at % QUARTER_SECONDS;
    if (quarter == clock->hour_at)
        return;
    local_time(quarter, clock->time_zone, &clock->day, &clock->hour);
    clock->hour_at = quarter;
}

static bool language_fits(const struct survey *survey, const struct response *response,
                          struct err *err)
{
    int language = survey_language(survey, response->language);
    if (language >= 0 && strcasecmp(survey->languages[language].tag, response->language) == 0 &&
        survey->languages[language].complete)
        return true;
    return err_set(err, ERR_REFUSED, "its survey is not offered in \"%s\"", response->language);
}

/* What is sensitive must be sealed, and nothing else may be. */
static bool seals_fit(const struct survey *survey, const struct response *response, struct err *err)
{
    bool any = false;
    for (int i = 0; i < survey->question_count; i++) {
        bool must_be = survey->questions[i].sensitivity == SENSITIVITY_COUNTS;
        any = any || must_be;
        if (must_be != (response->state[i] == ANSWER_SEALED))
            return err_set(err, ERR_REFUSED, "\"%s\" %s", survey->questions[i].name,
                           must_be ? "is not sealed" : "is sealed and should not be");
    }
    return any || response->counts.size == 0 ||
           err_set(err, ERR_REFUSED, "it has a counts block and its survey no such question");
}

static bool has_words(const struct response *response, int question)
{
    for (int i = 0; i < response->words_count; i++)
        if (response->words[i].question == question)
            return true;
    return false;
}

static bool words_fit(const struct survey *survey, const struct response *response, struct err *err)
{
    for (int i = 0; i < survey->question_count; i++) {
        bool written =
            survey->questions[i].type == QUESTION_COMMENT && answer_given(response->state[i]);
        if (written != has_words(response, i))
            return err_set(err, ERR_REFUSED, "\"%s\" %s", survey->questions[i].name,
                           written ? "lacks its words" : "has words and is not answered with them");
    }
    return true;
}

static bool fits(const struct survey *survey, const struct response *response, struct err *err)
{
    struct answers answers = { 0 };
    if (response->count != survey->question_count)
        return err_set(err, ERR_REFUSED, "it has %d questions and its survey %d", response->count,
                       survey->question_count);
    memcpy(answers.state, response->state, sizeof answers.state);
    return language_fits(survey, response, err) && seals_fit(survey, response, err) &&
           words_fit(survey, response, err) && answers_consistent(survey, &answers, err);
}

bool row_judge(struct row_clock *clock, const struct survey *survey, const char *venue,
               const struct response *response, bool flagged, struct store_response *ret,
               struct err *err)
{
    enum time_quality quality;
    if (!fits(survey, response, err))
        return false;
    make_local(clock, row_date(clock, response, &quality));
    *ret = (struct store_response){ .seq = response->seq,
                                    .survey = response->survey,
                                    .day = clock->day,
                                    .hour = clock->hour,
                                    .quality = quality,
                                    .access = (uint8_t)response->access,
                                    .assisted = response->assisted,
                                    .ending = (uint8_t)response->ending,
                                    .flagged = flagged,
                                    .count = response->count };
    memcpy(ret->venue, venue, strnlen(venue, sizeof ret->venue - 1));
    memcpy(ret->language, response->language, sizeof ret->language);
    memcpy(ret->state, response->state, response->count * sizeof ret->state[0]);
    return true;
}
