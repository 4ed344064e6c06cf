#pragma once
/* Loading surveys in tests: from a text in the test or from a file of the tree. */
#include "survey.h"

/* The survey, or NULL; the problems of the last load are in *ret_problems. */
struct survey *surveys_from_text(const char *text, struct problems *ret_problems);
/* The survey of a file below the source folder; ends the test when it does not load. */
struct survey *surveys_from_file(const char *path);
/* Has a problem with this pointer and this part of its text been reported? */
bool surveys_reported(const struct problems *problems, enum problem_level level,
                      const char *pointer, const char *part);
