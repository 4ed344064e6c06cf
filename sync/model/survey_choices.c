/* The choices of a question: a word or number alone, or {"value": ..., "text": ...}. */
#include "survey_int.h"
#include <stdio.h>

enum { NUMBER_LIMIT = 1000 };

struct choice *survey_choices_add(struct reading *reading, struct question *question,
                                  const struct choice *choice, const struct path *path)
{
    for (int i = 0; i < question->choice_count; i++)
        if (strcmp(question->choices[i].value, choice->value) == 0) {
            problems_error(reading->problems, path, "the value \"%s\" is there twice; rename one",
                           choice->value);
            return NULL;
        }
    if (question->choice_count == SURVEY_CHOICES_MAX) {
        problems_error(reading->problems, path, "this is choice number %d; at most %d fit a screen",
                       SURVEY_CHOICES_MAX + 1, SURVEY_CHOICES_MAX);
        return NULL;
    }
    question->choices[question->choice_count] = *choice;
    return &question->choices[question->choice_count++];
}

static bool read_integer(struct reading *reading, const struct question *question,
                         const json_t *json, const struct path *path, struct choice *ret_choice)
{
    json_int_t value = json_integer_value(json);
    if (question->type != QUESTION_RATING) {
        problems_error(reading->problems, path,
                       "only ratings have numbers as values; write a word such as \"n5\"");
        return false;
    }
    if (value < -NUMBER_LIMIT || value > NUMBER_LIMIT) {
        problems_error(reading->problems, path, "write a number between -%d and %d", NUMBER_LIMIT,
                       NUMBER_LIMIT);
        return false;
    }
    ret_choice->is_number = true;
    ret_choice->number = (int32_t)value;
    (void)snprintf(ret_choice->value, sizeof ret_choice->value, "%d", (int)value);
    return true;
}

static bool read_value(struct reading *reading, const struct question *question, const json_t *json,
                       const struct path *path, struct choice *ret_choice)
{
    if (json_is_integer(json))
        return read_integer(reading, question, json, path, ret_choice);
    if (!json_is_string(json)) {
        problems_error(reading->problems, path, "%s; write a word in small letters%s",
                       json ? json_read_kind(json) : "a choice without a value",
                       question->type == QUESTION_RATING ? " or a whole number" : "");
        return false;
    }
    if (!survey_names_check(reading, json_string_value(json), "a choice's value", path))
        return false;
    (void)snprintf(ret_choice->value, sizeof ret_choice->value, "%s", json_string_value(json));
    return true;
}

/* True when the text had to be made from the value. */
static bool read_choice(struct reading *reading, struct question *question, const json_t *json,
                        const struct path *path)
{
    struct choice choice = { 0 };
    struct path value_path = path_key(path, "value");
    struct path text_path = path_key(path, "text");
    bool object = json_is_object(json);
    if (object)
        survey_rules_check(reading, json, KIND_CHOICE, path);
    if (!read_value(reading, question, object ? json_object_get(json, "value") : json,
                    object ? &value_path : path, &choice))
        return false;
    struct choice *added = survey_choices_add(reading, question, &choice, path);
    const json_t *text = object ? json_object_get(json, "text") : NULL;
    if (added && text)
        survey_texts_read(reading, text, &text_path, &added->text);
    else if (added)
        survey_texts_imply(reading, choice.value, choice.is_number, path, &added->text);
    return added && !text && !choice.is_number;
}

void survey_choices_read(struct reading *reading, struct question *question, const json_t *list,
                         const struct path *path)
{
    size_t i;
    json_t *json;
    bool bare = false;
    if (!json_is_array(list) || json_array_size(list) == 0) {
        problems_error(reading->problems, path, "write the list of choices, [ ... ]");
        return;
    }
    if (json_array_size(list) == 1)
        problems_error(reading->problems, path, "one choice is none; write at least two");
    json_array_foreach(list, i, json)
    {
        struct path here = path_index(path, i);
        bare |= read_choice(reading, question, json, &here);
    }
    if (bare)
        problems_warning(reading->problems, path, "choices without text show their value");
}
