#pragma once
/* What the files of operations share that deal with surveys. */
#include "rest_int.h"
#include "survey.h"

void survey_drop(struct survey **survey);
#define SURVEY_AUTO __attribute__((cleanup(survey_drop))) struct survey

/* A published survey, loaded. NULL with *err. */
struct survey *survey_of(struct call *call, const struct digest *digest, struct err *err);
/* How many of the venues that the asker may know of ask it, itself or with questions of their own;
 * they are added to `list` unless that is NULL. */
MUST_CHECK bool survey_venues(struct call *call, const struct digest *digest, json_t *list,
                              int *ret, struct err *err);
json_t *survey_version_json(const struct published_survey *published, const struct survey *survey,
                            int venues);
/* The version of an answer that has just been published or is asked for. NULL with *err. */
json_t *survey_published_json(struct call *call, const struct published_survey *published,
                              struct err *err);
/* Problems of a file that was sent as JSON: lines and columns say where in what was sent. */
json_t *survey_problems_json(const struct problems *problems);
json_t *survey_problem_json(const struct problem *problem);
/* Sets `code` and `values` of what the linter found. */
struct lint_finding;
void lint_said_json(json_t *json, const struct lint_finding *finding);
/* Is there no error in what stands in the file, apart from its screens? False with *err, and the
 * problems taken as those of this member. */
MUST_CHECK bool survey_file_is_sound(struct call *call, const char *member,
                                     const struct survey *survey, struct err *err);
/* The languages without a reviewer that it was published with all the same, by name. */
struct accepted_tags {
    char text[STORE_NAME_MAX];
    const char *tags[SURVEY_LANGUAGES_MAX + 1]; /* into text; ends with NULL */
};
void survey_accepted(const struct published_survey *published, struct accepted_tags *ret);
/* In which of the languages that it offers kiosks read it aloud, and in which not. NULL with *err.
 */
json_t *survey_speech_json(struct call *call, const struct published_survey *published,
                           struct err *err);
/* A survey that is a member of what was sent, as a file. False when it is none. */
MUST_CHECK bool survey_of_body(struct body *body, const char *name, struct buf *ret);
/* Problems of a member, as problems of the call, without places that the asker never saw. */
void survey_refuse(struct call *call, const char *member, const struct problems *problems);

/* The id of the survey that most venues within the asker's reach ask, of several that are asked by
 * as many the one that the list has first; "" while none is asked. */
MUST_CHECK bool survey_main(struct call *call, char ret[STORE_ID_MAX + 1], struct err *err);
