/*
 * Our extension object, the member "yousaid": who asks, why, what happens with the answers, and
 * what each question is for. Everything in it is optional here; publishing is stricter.
 */
#include "answers.h"
#include "expression.h"
#include "survey_int.h"
#include "text_check.h"
#include <stdio.h>

#define OF(type)     (1U << QUESTION_##type)
#define ONE_ANSWER   (OF(RATING) | OF(RADIOGROUP))
#define ANY_QUESTION (ONE_ANSWER | OF(CHECKBOX) | OF(BOOLEAN) | OF(COMMENT))

struct role {
    const char *word;
    unsigned types;
    bool once;
};

static const struct role roles[] = {
#define X(name, text) [ROLE_##name] = { text, ONE_ANSWER, true },
    QUESTION_ROLE_MAP(X)
#undef X
};

/* What the table above does not say. */
static struct role role_of(enum question_role role)
{
    struct role found = roles[role];
    if (role == ROLE_FFT_WHY)
        found.types = OF(COMMENT);
    if (role == ROLE_NONE || role == ROLE_REASON || role == ROLE_IMPROVE)
        found = (struct role){ found.word, ANY_QUESTION, false };
    if (role == ROLE_EQUALITY_OFFER)
        found.types = OF(BOOLEAN) | OF(RADIOGROUP);
    if (role == ROLE_EQUALITY)
        found = (struct role){ found.word, ANY_QUESTION & ~OF(COMMENT), false };
    return found;
}

enum { ROLES = sizeof roles / sizeof roles[0] };

static bool read_word(struct reading *reading, const json_t *json, const char *what,
                      const struct path *path, char *ret_word)
{
    if (!json_is_string(json)) {
        problems_error(reading->problems, path, "this is %s; write a word in small letters",
                       json_read_kind(json));
        return false;
    }
    if (!survey_names_check(reading, json_string_value(json), what, path))
        return false;
    (void)snprintf(ret_word, SURVEY_NAME_MAX + 1, "%s", json_string_value(json));
    return true;
}

static void read_date(struct reading *reading, const json_t *about, const char *key,
                      const struct path *path, char ret_date[11])
{
    const json_t *json = json_object_get(about, key);
    struct path here = path_key(path, key);
    if (!json)
        return;
    if (json_is_string(json) && text_is_date(json_string_value(json)))
        (void)snprintf(ret_date, 11, "%s", json_string_value(json));
    else
        problems_error(reading->problems, &here, "write a date such as \"2027-05-01\"");
}

static void read_kinds(struct reading *reading, const json_t *list, const struct path *path)
{
    struct survey_about *about = &reading->survey->about;
    enum { KINDS_MAX = sizeof about->kinds / sizeof about->kinds[0] };
    size_t i;
    json_t *kind;
    if (list && !json_is_array(list))
        problems_error(reading->problems, path, "write a list of kinds of venue, [ ... ]");
    json_array_foreach(list, i, kind)
    {
        struct path here = path_index(path, i);
        if (i == KINDS_MAX)
            problems_error(reading->problems, path, "more than %d kinds; leave some out",
                           KINDS_MAX);
        if (i < KINDS_MAX &&
            read_word(reading, kind, "a kind of venue", &here, about->kinds[about->kind_count]))
            about->kind_count++;
    }
}

static void read_language(struct reading *reading, const char *tag, const json_t *json,
                          const struct path *path)
{
    const json_t *reviewed = json_object_get(json, "reviewed");
    int language = survey_language(reading->survey, tag);
    bool known = language >= 0 && strlen(reading->survey->languages[language].tag) == strlen(tag);
    if (!json_is_object(json) || !json_is_boolean(reviewed)) {
        problems_error(reading->problems, path, "write {\"reviewed\": true} or false");
        return;
    }
    survey_rules_check(reading, json, KIND_ABOUT_LANGUAGE, path);
    if (!known)
        problems_error(reading->problems, path,
                       "the survey has no text in this language; leave it out or translate");
    else
        reading->survey->languages[language].reviewed = json_is_true(reviewed);
}

static void read_languages(struct reading *reading, const json_t *languages,
                           const struct path *path)
{
    const char *tag;
    json_t *json;
    if (languages && !json_is_object(languages))
        problems_error(reading->problems, path, "write an object of language tags, { ... }");
    json_object_foreach((json_t *)(uintptr_t)languages, tag, json)
    {
        struct path here = path_key(path, tag);
        read_language(reading, tag, json, &here);
    }
}

static void read_when_pictures(struct reading *reading, const json_t *json, const struct path *path)
{
    const char *word = json_is_string(json) ? json_string_value(json) : "";
    struct path here = path_key(path, "pictures");
    bool always = strcmp(word, "always") == 0;
    if (json && !always && strcmp(word, "easy_read") != 0)
        problems_error(reading->problems, &here, "write \"easy_read\" or \"always\"");
    reading->survey->about.pictures_always = always;
}

void survey_about_read(struct reading *reading, const json_t *json, const struct path *path)
{
    struct survey_about *about = &reading->survey->about;
    struct path id = path_key(path, "id"), kinds = path_key(path, "kinds");
    struct path owner = path_key(path, "owner"), purpose = path_key(path, "purpose");
    struct path outcome = path_key(path, "outcome"), languages = path_key(path, "languages");
    if (!json_is_object(json)) {
        problems_error(reading->problems, path, "this is %s; write an object, { ... }",
                       json_read_kind(json));
        return;
    }
    reading->survey->has_about = true;
    survey_rules_check(reading, json, KIND_ABOUT, path);
    if (json_object_get(json, "id"))
        (void)read_word(reading, json_object_get(json, "id"), "the id", &id, about->id);
    survey_texts_read_about(reading, json_object_get(json, "owner"), &owner, &about->owner);
    survey_texts_read_about(reading, json_object_get(json, "purpose"), &purpose, &about->purpose);
    survey_texts_read_about(reading, json_object_get(json, "outcome"), &outcome, &about->outcome);
    read_date(reading, json, "review", path, about->review_date);
    read_date(reading, json, "closes", path, about->closing_date);
    read_when_pictures(reading, json_object_get(json, "pictures"), path);
    read_kinds(reading, json_object_get(json, "kinds"), &kinds);
    read_languages(reading, json_object_get(json, "languages"), &languages);
}

static void read_role(struct reading *reading, struct question *question, const json_t *json,
                      const struct path *path)
{
    const char *word = json_is_string(json) ? json_string_value(json) : "";
    enum question_role found = ROLE_NONE;
    for (int i = 1; i < ROLES; i++)
        if (strcmp(roles[i].word, word) == 0)
            found = (enum question_role)i;
    question->role = found;
    if (found == ROLE_NONE)
        problems_error(reading->problems, path,
                       "no such role; write \"fft_overall\", \"fft_why\", "
                       "\"satisfaction\", \"driver_...\", \"reason\", "
                       "\"improve\", \"equality\" or \"equality_offer\"");
    else if (!(role_of(found).types >> question->type & 1))
        problems_error(reading->problems, path, "a %s cannot have the role \"%s\"",
                       question_type_name(question->type), word);
    if (found == ROLE_EQUALITY)
        question->sensitivity = SENSITIVITY_COUNTS;
}

static void read_sensitivity(struct reading *reading, struct question *question, const json_t *json,
                             const struct path *path)
{
    static const char *const words[] = { "open", "words", "counts" };
    const char *word = json_is_string(json) ? json_string_value(json) : "";
    int found = -1;
    for (int i = 0; i < 3; i++)
        if (strcmp(words[i], word) == 0)
            found = i;
    if (found < 0)
        problems_error(reading->problems, path, "write \"open\", \"words\" or \"counts\"");
    else if ((question->type == QUESTION_COMMENT) != (found == SENSITIVITY_WORDS))
        problems_error(reading->problems, path, "comments are always \"words\", and only they are");
    else if (question->role == ROLE_EQUALITY && found != SENSITIVITY_COUNTS)
        problems_error(reading->problems, path, "equality questions are always \"counts\"");
    else
        question->sensitivity = (enum sensitivity)found;
}

static enum pictogram pictogram_named(const char *name)
{
    static const char *const names[PICTOGRAMS] = { [PICTOGRAM_NONE] = "",
#define X(name, text) [PICTOGRAM_##name] = text,
                                                   PICTOGRAM_MAP(X)
#undef X
    };
    for (int i = 1; i < PICTOGRAMS; i++)
        if (strcmp(names[i], name) == 0)
            return (enum pictogram)i;
    return PICTOGRAM_NONE;
}

static struct choice *choice_of(struct question *question, const char *value)
{
    for (int i = 0; i < question->choice_count; i++)
        if (strcmp(question->choices[i].value, value) == 0)
            return &question->choices[i];
    return NULL;
}

static void read_pictures(struct reading *reading, struct question *question, const json_t *json,
                          const struct path *path)
{
    const char *value;
    json_t *name;
    if (json && !json_is_object(json))
        problems_error(reading->problems, path, "write an object of answers, { ... }");
    json_object_foreach((json_t *)(uintptr_t)json, value, name)
    {
        struct path here = path_key(path, value);
        struct choice *choice = choice_of(question, value);
        enum pictogram picture =
            pictogram_named(json_is_string(name) ? json_string_value(name) : "");
        if (!choice)
            problems_error(reading->problems, &here, "the question has no such answer");
        else if (picture == PICTOGRAM_NONE)
            problems_error(reading->problems, &here,
                           "no such picture; docs/LANGUAGES.md names those that there are");
        else
            choice->picture = picture;
    }
}

static void read_about_question(struct reading *reading, const char *name, const json_t *json,
                                const struct path *path)
{
    int index = survey_question(reading->survey, name);
    struct path role = path_key(path, "role"), sensitivity = path_key(path, "sensitivity");
    struct path pictures = path_key(path, "pictures");
    if (index < 0 || !json_is_object(json)) {
        problems_error(reading->problems, path,
                       index < 0 ? "no question has this name; correct it"
                                 : "write an object, {\"role\": ...}");
        return;
    }
    struct question *question = &reading->survey->questions[index];
    survey_rules_check(reading, json, KIND_ABOUT_QUESTION, path);
    if (json_object_get(json, "role"))
        read_role(reading, question, json_object_get(json, "role"), &role);
    if (json_object_get(json, "sensitivity"))
        read_sensitivity(reading, question, json_object_get(json, "sensitivity"), &sensitivity);
    read_pictures(reading, question, json_object_get(json, "pictures"), &pictures);
}

/* A question that is only shown after some answer tells that answer by having been shown. */
static void check_dependence(struct reading *reading, int index, const struct path *path)
{
    const struct survey *survey = reading->survey;
    const struct question *question = &survey->questions[index];
    uint32_t names = expression_names(question->visible_if);
    struct path here = path_key(path, question->name);
    for (int i = 0; i < index; i++)
        if ((names >> i & 1) && survey->questions[i].sensitivity == SENSITIVITY_COUNTS &&
            question->sensitivity != SENSITIVITY_COUNTS)
            problems_error(reading->problems, &here,
                           "it depends on \"%s\", so that it must be \"counts\" too (a comment "
                           "cannot be)",
                           survey->questions[i].name);
}

static void check_once(struct reading *reading, int index, const struct path *path)
{
    const struct question *questions = reading->survey->questions;
    struct path here = path_key(path, questions[index].name);
    for (int i = 0; i < index && role_of(questions[index].role).once; i++)
        if (questions[i].role == questions[index].role)
            problems_error(reading->problems, &here, "\"%s\" has this role already",
                           questions[i].name);
}

void survey_about_questions(struct reading *reading, const struct path *path)
{
    const char *name;
    json_t *json;
    struct path questions = path_key(path, "questions");
    if (reading->questions_about && !json_is_object(reading->questions_about))
        problems_error(reading->problems, &questions, "write an object of questions, { ... }");
    json_object_foreach((json_t *)(uintptr_t)reading->questions_about, name, json)
    {
        struct path here = path_key(&questions, name);
        read_about_question(reading, name, json, &here);
    }
    for (int i = 0; i < reading->survey->question_count; i++) {
        check_once(reading, i, &questions);
        check_dependence(reading, i, &questions);
    }
}
