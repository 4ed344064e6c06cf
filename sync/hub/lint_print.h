#pragma once
/* What the linter found, for people and for programs. */
#include "lint.h"
#include <jansson.h>
#include <stdio.h>

/* A line each: "error 12:3 /pages/0/elements/2: question-fft: what is wrong and what to do (cy, ur;
 * 800x480; large)". */
void lint_print(const struct lint_report *report, const struct survey *survey, FILE *out);
/* ", and what 3 venues say of their own", where any was looked at; ends the line. */
void lint_print_venues(const struct lint_report *report, FILE *out);
/* Appends each finding to a list of problems: those of problems_print.h with more members. */
void lint_put_json(const struct lint_report *report, const struct survey *survey, json_t *list);
/* How hard the English is, an object a language. */
json_t *lint_readings_json(const struct lint_report *report, const struct survey *survey);
