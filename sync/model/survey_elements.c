/* From pages and panels to the plain list of items that are asked one by one. */
#include "expression.h"
#include "survey_int.h"
#include <stdio.h>

/* What holds for everything inside a page or panel. */
struct container {
    const struct expression *visible_if;
    bool panel;
};

const struct expression *survey_elements_condition(struct reading *reading, const json_t *object,
                                                   const struct path *path)
{
    const json_t *json = json_object_get(object, "visibleIf");
    struct path here = path_key(path, "visibleIf");
    struct expression_error error;
    if (!json || (json_is_string(json) && json_string_length(json) == 0))
        return NULL;
    if (!json_is_string(json)) {
        problems_error(reading->problems, &here, "this is %s; write a condition in quotes",
                       json_read_kind(json));
        return NULL;
    }
    struct span text = span_of(json_string_value(json), json_string_length(json));
    const struct expression *condition =
        expression_parse(reading->survey, reading->survey->question_count, text, &error);
    if (!condition)
        problems_condition(reading->problems, &here, &error);
    return condition;
}

static bool read_flag(struct reading *reading, const json_t *element, const char *key,
                      bool otherwise, const struct path *path)
{
    const json_t *json = json_object_get(element, key);
    struct path here = path_key(path, key);
    if (json && !json_is_boolean(json))
        problems_error(reading->problems, &here, "write true or false");
    return json_is_boolean(json) ? json_is_true(json) : otherwise;
}

static void read_select(struct reading *reading, struct question *question, const json_t *element,
                        const struct path *path)
{
    struct path here = path_key(path, "choices");
    survey_choices_read(reading, question, json_object_get(element, "choices"), &here);
}

static void read_label(struct reading *reading, struct question *question, const json_t *element,
                       bool yes, const struct path *path)
{
    struct path here = path_key(path, yes ? "labelTrue" : "labelFalse");
    const json_t *label = json_object_get(element, here.key);
    struct choice *choice = &question->choices[yes];
    (void)snprintf(choice->value, sizeof choice->value, "%s", yes ? "true" : "false");
    if (label) {
        survey_texts_read(reading, label, &here, &choice->text);
        return;
    }
    problems_warning(reading->problems, &here, "not there: \"%s\" is shown; write it yourself",
                     yes ? "Yes" : "No");
    survey_texts_imply(reading, yes ? "Yes" : "No", false, &here, &choice->text);
}

static void read_boolean(struct reading *reading, struct question *question, const json_t *element,
                         const struct path *path)
{
    question->choice_count = 2;
    question->first_shown = read_flag(reading, element, "swapOrder", true, path);
    read_label(reading, question, element, false, path);
    read_label(reading, question, element, true, path);
}

static void read_comment(struct reading *reading, struct question *question, const json_t *element,
                         const struct path *path)
{
    enum { DEFAULT_LENGTH = SURVEY_COMMENT_MAX / 2 };
    const json_t *json = json_object_get(element, "maxLength");
    struct path here = path_key(path, "maxLength");
    struct survey *survey = reading->survey;
    json_int_t length = json ? json_integer_value(json) : DEFAULT_LENGTH;
    if (length < 1 || length > SURVEY_COMMENT_MAX)
        problems_error(reading->problems, &here, "write a whole number from 1 to %d",
                       SURVEY_COMMENT_MAX);
    if (survey->comment_count == SURVEY_COMMENTS_MAX)
        problems_error(reading->problems, path, "more than %d comments; leave one out",
                       SURVEY_COMMENTS_MAX);
    else
        question->comment = survey->comment_count++;
    question->max_length = (uint16_t)length;
    question->sensitivity = SENSITIVITY_WORDS;
}

static void read_html(struct reading *reading, struct question *question, const json_t *element,
                      const struct path *path)
{
    struct path here = path_key(path, "html");
    const json_t *html = json_object_get(element, "html");
    if (!html)
        problems_error(reading->problems, &here, "not there; write the text of the page");
    if (json_object_get(element, "description"))
        problems_error(reading->problems, path,
                       "an information page has only title and html; move description into html");
    survey_texts_read_html(reading, html, &here, &question->description);
}

struct element_type {
    const char *name;
    enum element_kind kind;
    void (*read)(struct reading *, struct question *, const json_t *, const struct path *);
};

static const struct element_type types[] = {
    [QUESTION_RATING] = { "rating", KIND_RATING, survey_rating_read },
    [QUESTION_RADIOGROUP] = { "radiogroup", KIND_RADIOGROUP, read_select },
    [QUESTION_CHECKBOX] = { "checkbox", KIND_CHECKBOX, read_select },
    [QUESTION_BOOLEAN] = { "boolean", KIND_BOOLEAN, read_boolean },
    [QUESTION_COMMENT] = { "comment", KIND_COMMENT, read_comment },
    [QUESTION_INFORMATION] = { "html", KIND_HTML, read_html },
};

enum { TYPES = sizeof types / sizeof types[0] };

const char *question_type_name(enum question_type type)
{
    return (unsigned)type < TYPES ? types[type].name : "unknown";
}

static void read_name(struct reading *reading, struct question *question, const json_t *element,
                      const struct path *path)
{
    const json_t *json = json_object_get(element, "name");
    struct path here = path_key(path, "name");
    if (!json_is_string(json))
        problems_error(reading->problems, &here, "every question needs a name; write one");
    else if (survey_names_check(reading, json_string_value(json), "a name", &here) &&
             survey_question(reading->survey, json_string_value(json)) >= 0)
        problems_error(reading->problems, &here, "the name \"%s\" is there twice; rename one",
                       json_string_value(json));
    else if (strlen(json_string_value(json)) <= SURVEY_NAME_MAX)
        (void)snprintf(question->name, sizeof question->name, "%s", json_string_value(json));
}

static void read_titles(struct reading *reading, struct question *question, const json_t *element,
                        const struct path *path)
{
    struct path title_path = path_key(path, "title");
    struct path line_path = path_key(path, "description");
    const json_t *title = json_object_get(element, "title");
    if (title || question->type == QUESTION_INFORMATION) {
        survey_texts_read(reading, title, &title_path, &question->title);
    } else {
        problems_warning(reading->problems, path, "it has no title; its name is shown");
        survey_texts_imply(reading, question->name, false, &title_path, &question->title);
    }
    if (question->type != QUESTION_INFORMATION)
        survey_texts_read(reading, json_object_get(element, "description"), &line_path,
                          &question->description);
}

static void read_question(struct reading *reading, enum question_type type, const json_t *element,
                          const struct container *container, const struct path *path)
{
    struct survey *survey = reading->survey;
    if (survey->question_count == SURVEY_QUESTIONS_MAX) {
        problems_error(reading->problems, path, "more than %d questions; leave some out",
                       SURVEY_QUESTIONS_MAX);
        return;
    }
    struct question *question = &survey->questions[survey->question_count];
    question->type = type;
    survey_rules_check(reading, element, types[type].kind, path);
    read_name(reading, question, element, path);
    read_titles(reading, question, element, path);
    types[type].read(reading, question, element, path);
    question->visible_if = expression_both(survey, container->visible_if,
                                           survey_elements_condition(reading, element, path));
    survey->question_count++;
}

static void read_list(struct reading *reading, const json_t *holder,
                      const struct container *container, const struct path *path);

static void read_panel(struct reading *reading, const json_t *element,
                       const struct container *outer, const struct path *path)
{
    if (outer->panel) {
        problems_error(reading->problems, path,
                       "a panel in a panel is not taken; join their visibleIf with and");
        return;
    }
    const struct expression *condition = survey_elements_condition(reading, element, path);
    struct container inner = { .panel = true };
    inner.visible_if = expression_both(reading->survey, outer->visible_if, condition);
    reading->conditional_container |= condition != NULL;
    survey_rules_check(reading, element, KIND_PANEL, path);
    read_list(reading, element, &inner, path);
}

static void refuse_type(struct reading *reading, const json_t *type, const struct path *path)
{
    struct path here = path_key(path, "type");
    const char *name = json_is_string(type) ? json_string_value(type) : NULL;
    const char *instead = name ? survey_rules_instead(name) : NULL;
    if (instead)
        problems_error(reading->problems, &here, "\"%s\" is not taken: %s", name, instead);
    else
        problems_error(reading->problems, &here,
                       "%s; write rating, radiogroup, checkbox, boolean, comment, html or panel",
                       name ? "no such type" : "the type is not there");
}

static void read_element(struct reading *reading, const json_t *element,
                         const struct container *container, const struct path *path)
{
    const json_t *type = json_object_get(element, "type");
    const char *name = json_is_string(type) ? json_string_value(type) : "";
    if (!json_is_object(element)) {
        problems_error(reading->problems, path, "this is %s; write a question, { ... }",
                       json_read_kind(element));
        return;
    }
    if (strcmp(name, "panel") == 0) {
        read_panel(reading, element, container, path);
        return;
    }
    for (size_t i = 0; i < TYPES; i++)
        if (strcmp(name, types[i].name) == 0) {
            read_question(reading, (enum question_type)i, element, container, path);
            return;
        }
    refuse_type(reading, type, path);
}

/* The elements of a page, a panel, or the whole survey; "questions" is their older name. */
static void read_list(struct reading *reading, const json_t *holder,
                      const struct container *container, const struct path *path)
{
    const json_t *elements = json_object_get(holder, "elements");
    const json_t *questions = json_object_get(holder, "questions");
    struct path here = path_key(path, elements ? "elements" : "questions");
    const json_t *list = elements ? elements : questions;
    size_t i;
    json_t *element;
    if (elements && questions)
        problems_error(reading->problems, path, "elements and questions are both here; keep one");
    if (list && !json_is_array(list))
        problems_error(reading->problems, &here, "this is %s; write a list, [ ... ]",
                       json_read_kind(list));
    json_array_foreach(list, i, element)
    {
        struct path item = path_index(&here, i);
        read_element(reading, element, container, &item);
    }
}

static void read_page(struct reading *reading, const json_t *page, const struct path *path)
{
    if (!json_is_object(page)) {
        problems_error(reading->problems, path, "this is %s; write a page, { ... }",
                       json_read_kind(page));
        return;
    }
    struct container container = { 0 };
    container.visible_if = survey_elements_condition(reading, page, path);
    reading->conditional_container |= container.visible_if != NULL;
    survey_rules_check(reading, page, KIND_PAGE, path);
    read_list(reading, page, &container, path);
}

static void read_pages(struct reading *reading, const json_t *pages)
{
    struct path path = path_key(NULL, "pages");
    size_t i;
    json_t *page;
    if (!json_is_array(pages))
        problems_error(reading->problems, &path, "this is %s; write a list of pages, [ ... ]",
                       json_read_kind(pages));
    json_array_foreach(pages, i, page)
    {
        struct path here = path_index(&path, i);
        read_page(reading, page, &here);
    }
}

void survey_elements_read(struct reading *reading, const json_t *root)
{
    const json_t *pages = json_object_get(root, "pages");
    if (pages)
        read_pages(reading, pages);
    if (pages && (json_object_get(root, "elements") || json_object_get(root, "questions")))
        problems_error(reading->problems, NULL,
                       "pages and elements are both here; move the elements into a page");
    else if (!pages)
        read_list(reading, root, &(struct container){ 0 }, NULL);
    if (reading->survey->question_count == 0)
        problems_error(reading->problems, NULL, "the survey asks nothing; add a question");
}
