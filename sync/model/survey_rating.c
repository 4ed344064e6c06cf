/*
 * The values of a rating: listed in rateValues, or counted from rateMin to rateMax. survey-core has
 * odd corners here (rateCount alone changes nothing); they are refused with what to write instead.
 */
#include "survey_int.h"
#include <stdio.h>

enum { NUMBER_LIMIT = 1000, SMILEYS_MAX = 10 };

static bool read_number(struct reading *reading, const json_t *element, const char *key,
                        const struct path *path, int *ret_number)
{
    const json_t *json = json_object_get(element, key);
    struct path here = path_key(path, key);
    if (!json)
        return false;
    json_int_t value = json_integer_value(json);
    if (!json_is_integer(json) || value < -NUMBER_LIMIT || value > NUMBER_LIMIT) {
        problems_error(reading->problems, &here, "write a whole number between -%d and %d",
                       NUMBER_LIMIT, NUMBER_LIMIT);
        return false;
    }
    *ret_number = (int)value;
    return true;
}

static void read_look(struct reading *reading, struct question *question, const json_t *element,
                      const char *key, const struct path *path)
{
    const json_t *json = json_object_get(element, key);
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    struct path here = path_key(path, key);
    if (strcmp(text, "smileys") == 0)
        question->look = RATING_SMILEYS;
    else if (json && strcmp(text, "labels") != 0)
        problems_error(reading->problems, &here,
                       "not taken: write \"smileys\", or \"labels\" for words and numbers");
}

/* rateMin to rateMax as survey-core counts them, given that at most one of three is left out. */
static void count_range(struct reading *reading, struct question *question, const json_t *element,
                        const struct path *path)
{
    int low = 1, high = 5, count = 0;
    bool has_low = read_number(reading, element, "rateMin", path, &low);
    bool has_high = read_number(reading, element, "rateMax", path, &high);
    bool has_count = read_number(reading, element, "rateCount", path, &count);
    struct path count_path = path_key(path, "rateCount");
    if (has_count && has_low && !has_high)
        high = low + count - 1;
    else if (has_count && has_high && !has_low)
        low = high - count + 1;
    if (has_count && count != high - low + 1)
        problems_error(reading->problems, &count_path,
                       "this does not fit the numbers %d to %d; write rateMin and rateMax", low,
                       high);
    else if (high <= low)
        problems_error(reading->problems, path, "rateMax must be greater than rateMin");
    else if (high - low >= SURVEY_CHOICES_MAX)
        problems_error(reading->problems, path, "%d numbers from rateMin to rateMax; at most %d",
                       high - low + 1, SURVEY_CHOICES_MAX);
    else
        for (int number = low; number <= high; number++) {
            struct choice choice = { .is_number = true, .number = number };
            (void)snprintf(choice.value, sizeof choice.value, "%d", number);
            struct choice *added = survey_choices_add(reading, question, &choice, path);
            if (added)
                survey_texts_imply(reading, choice.value, true, path, &added->text);
        }
}

static void check_listed(struct reading *reading, struct question *question, const json_t *element,
                         const struct path *path)
{
    static const char *const keys[] = { "rateMin", "rateMax" };
    struct path generate = path_key(path, "autoGenerate");
    struct path count_path = path_key(path, "rateCount");
    int count;
    for (int i = 0; i < 2; i++) {
        struct path here = path_key(path, keys[i]);
        if (json_object_get(element, keys[i]))
            problems_warning(reading->problems, &here, "ignored: rateValues lists the values");
    }
    if (json_is_true(json_object_get(element, "autoGenerate")))
        problems_error(reading->problems, &generate,
                       "with true rateValues would be left out; write false");
    if (read_number(reading, element, "rateCount", path, &count) && count != question->choice_count)
        problems_warning(reading->problems, &count_path, "ignored: rateValues lists the values");
}

static bool all_numbers_or_none(const struct question *question)
{
    for (int i = 1; i < question->choice_count; i++)
        if (question->choices[i].is_number != question->choices[0].is_number)
            return false;
    return true;
}

static bool only_digits(const struct question *question, int language)
{
    for (int i = 0; i < question->choice_count; i++) {
        const char *text = question->choices[i].text.in[language];
        if (!question->choices[i].is_number || !text ||
            strcmp(text, question->choices[i].value) != 0)
            return false;
    }
    return question->choice_count > 0;
}

static void check_values(struct reading *reading, struct question *question,
                         const struct path *path)
{
    if (!all_numbers_or_none(question))
        problems_error(reading->problems, path,
                       "values are numbers and words; write all in the one or the other way");
    if (question->look == RATING_SMILEYS && question->choice_count > SMILEYS_MAX)
        problems_error(reading->problems, path, "%d smileys; at most %d can be told apart",
                       question->choice_count, SMILEYS_MAX);
    if (question->look != RATING_SMILEYS && only_digits(question, PLAIN_LANGUAGE))
        question->look = RATING_NUMBERS;
}

void survey_rating_read(struct reading *reading, struct question *question, const json_t *element,
                        const struct path *path)
{
    struct path least = path_key(path, "minRateDescription");
    struct path most = path_key(path, "maxRateDescription");
    struct path values = path_key(path, "rateValues");
    const json_t *listed = json_object_get(element, "rateValues");
    bool none = !listed || (json_is_array(listed) && json_array_size(listed) == 0);
    read_look(reading, question, element, "rateType", path);
    read_look(reading, question, element, "rateDisplayMode", path);
    if (none) {
        count_range(reading, question, element, path);
    } else {
        survey_choices_read(reading, question, listed, &values);
        check_listed(reading, question, element, path);
    }
    check_values(reading, question, path);
    survey_texts_read(reading, json_object_get(element, "minRateDescription"), &least,
                      &question->least);
    survey_texts_read(reading, json_object_get(element, "maxRateDescription"), &most,
                      &question->most);
}
