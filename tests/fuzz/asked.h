#pragma once
/* A small survey with a question of every type, for entries that need one to ask about. */
#include "survey.h"

struct survey *asked_survey(void); /* the caller's */
const char *asked_json(void);      /* the file that it is loaded from */
