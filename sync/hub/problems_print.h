#pragma once
/* Problems of a survey file, for people and for programs. */
#include "survey.h"
#include <jansson.h>
#include <stdio.h>

/* "error" or "warning" */
const char *problem_level_word(enum problem_level level);
/* A line each: "error 12:3 /pages/0/elements/2/type: what is wrong and what to do". */
void problems_print(const struct problems *problems, FILE *out);
/* Appends each to a list: {"level", "kind", "pointer", "text", "line", "column"}; the kind is
 * "file".
 */
void problems_put_json(const struct problems *problems, json_t *list);
