/*
 * A walk through a survey on paper: answers given one after the other as JSON, and what is visible,
 * taken and refused as JSON. Only here do words stand beside states.
 */
#include "answers_walk.h"
#include <stdio.h>
#include <stdlib.h>

enum { WALK_MAX = 256 * 1024 };

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Each reads one JSON value as a state; false when it is none of the question's values. */

static bool read_one(const struct question *question, const json_t *json, uint32_t *ret_state)
{
    char digits[24] = "";
    bool numbers = question->choices[0].is_number;
    double number = json_number_value(json);
    if (numbers && json_is_number(json) && number > -1e6 && number < 1e6 && number == (int)number)
        (void)snprintf(digits, sizeof digits, "%d", (int)number);
    const char *value = numbers ? digits : json_string_value(json);
    if (question->type == QUESTION_BOOLEAN)
        value = json_is_true(json) ? "true" : json_is_false(json) ? "false" : NULL;
    *ret_state = value ? answers_from_value(question, value) : 0;
    return *ret_state != 0;
}

static bool read_set(const struct question *question, const json_t *json, uint32_t *ret_state)
{
    uint32_t set = 0;
    size_t i;
    json_t *entry;
    if (!json_is_array(json))
        return false;
    json_array_foreach(json, i, entry)
    {
        uint32_t state =
            json_is_string(entry) ? answers_from_value(question, json_string_value(entry)) : 0;
        uint32_t bit = state ? state - ANSWER_FIRST : 0;
        if (bit == 0 || set & bit)
            return false;
        set |= bit;
    }
    *ret_state = set ? ANSWER_FIRST + set : ANSWER_SHOWN;
    return true;
}

static bool read_words(const struct question *question, const json_t *json, uint32_t *ret_state)
{
    if (!json_is_string(json) || characters(json_string_value(json)) > question->max_length)
        return false;
    *ret_state = json_string_length(json) ? ANSWER_FIRST : ANSWER_SHOWN;
    return true;
}

static bool read_state(const struct question *question, const json_t *json, uint32_t *ret_state)
{
    *ret_state = ANSWER_SHOWN;
    if (question->type == QUESTION_INFORMATION)
        return false;
    if (json_is_null(json))
        return true;
    if (question->type == QUESTION_CHECKBOX)
        return read_set(question, json, ret_state);
    if (question->type == QUESTION_COMMENT)
        return read_words(question, json, ret_state);
    return read_one(question, json, ret_state);
}

static const char *const none_of_its_values = "this is none of its values";

const char *answers_walk_step(struct answers_walk *walk, const char *name, json_t *json)
{
    int index = survey_question(walk->survey, name);
    uint32_t state;
    if (index < 0)
        return "there is no such question";
    const struct question *question = &walk->survey->questions[index];
    if (!answers_visible(walk->survey, &walk->answers, index))
        return "it is not visible";
    if (question->type == QUESTION_INFORMATION)
        return "it is read, not answered";
    if (!read_state(question, json, &state) ||
        answers_set(walk->survey, &walk->answers, index, state) != ANSWER_TAKEN)
        return none_of_its_values;
    json_decref(walk->given[index]);
    walk->given[index] = json_incref(json);
    return NULL;
}

void answers_walk_finish(struct answers_walk *walk)
{
    for (int i = 0; i < SURVEY_QUESTIONS_MAX; i++)
        json_decref(walk->given[i]);
    *walk = (struct answers_walk){ .survey = walk->survey };
}

static void put_dump(struct buf *out, const json_t *json)
{
    char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
    buf_put(out, text ? text : "null", text ? strlen(text) : 4);
    free(text);
}

static void put_visible(const struct answers_walk *walk, struct buf *out)
{
    const char *before = "";
    int i = -1;
    while ((i = answers_next(walk->survey, &walk->answers, i)) >= 0) {
        buf_printf(out, "%s\"%s\"", before, walk->survey->questions[i].name);
        before = ", ";
    }
}

/* Words and sets stay as they were given, with the words themselves and in the order of choosing.
 */
static void put_answers(const struct answers_walk *walk, struct buf *out)
{
    const char *before = "";
    for (int i = 0; i < walk->survey->question_count; i++) {
        const struct question *question = &walk->survey->questions[i];
        if (!answer_given(walk->answers.state[i]))
            continue;
        buf_printf(out, "%s\"%s\": ", before, question->name);
        before = ", ";
        if (question->type == QUESTION_COMMENT || question->type == QUESTION_CHECKBOX)
            put_dump(out, walk->given[i]);
        else
            answers_put_json(question, walk->answers.state[i], out);
    }
}

void answers_walk_put(const struct answers_walk *walk, struct buf *out)
{
    buf_printf(out, "\"visible\": [");
    put_visible(walk, out);
    buf_printf(out, "], \"answers\": {");
    put_answers(walk, out);
    buf_printf(out, "}");
}

/* Appends one refusal; names come from outside and are escaped. */
static bool refuse(json_t *refused, const char *name, const char *why)
{
    return json_array_append_new(refused, json_pack("{s:s, s:s}", "name", name, "why", why)) == 0;
}

static bool walk_all(struct answers_walk *walk, const json_t *root, json_t *refused)
{
    const char *name;
    json_t *json;
    json_object_foreach((json_t *)(uintptr_t)root, name, json)
    {
        const char *why = answers_walk_step(walk, name, json);
        if (why && !refuse(refused, name, why))
            return false;
    }
    return true;
}

static json_t *read_answers(struct span json, struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (!problems) {
        err_set(err, ERR_LATER, "there is not enough memory");
        return NULL;
    }
    json_t *root = json_read_object(json, WALK_MAX, problems);
    if (!root)
        err_set(err, problems->starved ? ERR_LATER : ERR_USAGE,
                "the answers, line %d column %d: %s", problems->list[0].line,
                problems->list[0].column, problems->list[0].text);
    free(problems);
    return root;
}

bool answers_walk(const struct survey *survey, struct span json, struct buf *out, struct err *err)
{
    JSON_AUTO *root = read_answers(json, err);
    if (!root)
        return false;
    JSON_AUTO *refused = json_array();
    __attribute__((cleanup(answers_walk_finish))) struct answers_walk walk = { .survey = survey };
    if (!refused || !walk_all(&walk, root, refused))
        return err_set(err, ERR_LATER, "there is not enough memory");
    buf_printf(out, "{");
    answers_walk_put(&walk, out);
    buf_printf(out, ", \"refused\": ");
    put_dump(out, refused);
    buf_printf(out, "}");
    return buf_ok(out, "the result of the walk", err);
}
