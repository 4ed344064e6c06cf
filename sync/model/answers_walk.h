#pragma once
/* A walk one answer at a time: for `answers_walk` and for holding it against survey-core. */
#include "answers.h"
#include "json_read.h"

struct answers_walk {
    const struct survey *survey;
    struct answers answers;
    json_t *given[SURVEY_QUESTIONS_MAX]; /* the last answer taken of each question */
};

/* Applies one answer. NULL when it was taken, otherwise why not (static). */
const char *answers_walk_step(struct answers_walk *walk, const char *name, json_t *json);

/* Appends the members "visible" and "answers", without braces around. */
void answers_walk_put(const struct answers_walk *walk, struct buf *out);

/* Releases what was given; the walk is at its start again. */
void answers_walk_finish(struct answers_walk *walk);
