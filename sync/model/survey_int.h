#pragma once
/* What the files that build a survey share. Nobody outside this room sees it. */
#include "arena.h"
#include "json_read.h"
#include "problems.h"
#include "survey.h"

/* The language of plain texts and of "default", always the first one. */
enum { PLAIN_LANGUAGE = 0 };

/* A text that must be resolved once all languages are known. */
struct text_entry {
    struct text_entry *next;
    struct texts *texts;
    const char *pointer;
    bool about; /* of the extension object: publishing asks for it, `complete` does not */
    bool every; /* the same in every language: digits */
};

struct survey_arena {
    struct arena memory;
    struct text_entry *entries, **entries_end;
    uint32_t about_missing; /* bit i: the extension object lacks a text in language i */
};

/* One reading of a file. */
struct reading {
    struct survey *survey;
    struct problems *problems;
    const json_t *questions_about; /* yousaid.questions, or NULL */
    bool conditional_container;    /* a page or panel has visibleIf */
};

enum element_kind {
    KIND_SURVEY,
    KIND_PAGE,
    KIND_PANEL,
    KIND_RATING,
    KIND_RADIOGROUP,
    KIND_CHECKBOX,
    KIND_BOOLEAN,
    KIND_COMMENT,
    KIND_HTML,
    KIND_CHOICE,
    KIND_ABOUT,
    KIND_ABOUT_QUESTION,
    KIND_ABOUT_LANGUAGE,
};

/* Holds every property of the object against the table; adds a problem for each that is cosmetic,
 * refused or unknown. */
void survey_rules_check(struct reading *reading, const json_t *object, enum element_kind kind,
                        const struct path *path);
/* What to use instead of an element type that is not taken; NULL when it is no SurveyJS type. */
const char *survey_rules_instead(const char *type);

/* [a-z][a-z0-9_]{0,31}, and no word that an expression would read as something else. Adds a problem
 * and returns false otherwise. */
bool survey_names_check(struct reading *reading, const char *name, const char *what,
                        const struct path *path);

/* Reads a localised string (NULL: none) into texts. Languages not met before join the survey. */
void survey_texts_read(struct reading *reading, const json_t *json, const struct path *path,
                       struct texts *ret_texts);
/* The same for the extension object. */
void survey_texts_read_about(struct reading *reading, const json_t *json, const struct path *path,
                             struct texts *ret_texts);
/* The same for html: tags are taken out. */
void survey_texts_read_html(struct reading *reading, const json_t *json, const struct path *path,
                            struct texts *ret_texts);
/* A text that the file leaves out and that is implied, in the default language or in every one. */
void survey_texts_imply(struct reading *reading, const char *text, bool every_language,
                        const struct path *path, struct texts *ret_texts);
/* Index of a tag, joining it to the survey; -1 with a problem when it is none or one too many. */
int survey_texts_language(struct reading *reading, const char *tag, const struct path *path);
/* After everything is read: fills in what falls back and finds which languages are complete. */
void survey_texts_resolve(struct reading *reading);

/* From html to plain text: paragraphs become lines. False when it holds what a kiosk cannot show.
 */
bool survey_html_plain(struct arena *arena, const char *html, const char **ret_text,
                       bool *ret_had_tags);

/* Choices of one question. */
void survey_choices_read(struct reading *reading, struct question *question, const json_t *list,
                         const struct path *path);
void survey_rating_read(struct reading *reading, struct question *question, const json_t *element,
                        const struct path *path);
/* Adds a choice whose value is set; NULL with a problem when there are too many or it is known. */
struct choice *survey_choices_add(struct reading *reading, struct question *question,
                                  const struct choice *choice, const struct path *path);

/* Pages, panels and questions. */
void survey_elements_read(struct reading *reading, const json_t *root);
/* visibleIf of an object, NULL when it has none. */
const struct expression *survey_elements_condition(struct reading *reading, const json_t *object,
                                                   const struct path *path);

/* The extension object. */
void survey_about_read(struct reading *reading, const json_t *json, const struct path *path);
/* Roles and sensitivities, and what they demand of each other. */
void survey_about_questions(struct reading *reading, const struct path *path);
