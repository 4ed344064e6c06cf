#pragma once
/* Problems of a survey file, for people and for programs. */
#include "survey.h"
#include <stdio.h>

/* A line each: "error 12:3 /pages/0/elements/2/type: what is wrong and what to do". */
void problems_print(const struct problems *problems, FILE *out);
/* {"ok", "errors", "problems": [{"level", "pointer", "text", "line", "column"}]} */
void problems_print_json(const struct problems *problems, FILE *out);
