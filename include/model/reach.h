#pragma once
/*
 * Is there any way of answering that shows a question? Every choice that a condition can tell from
 * the others is tried, so that the answer is no guess; for surveys whose conditions multiply beyond
 * a bound, nobody knows.
 */
#include "survey.h"

enum reach { REACH_SOME, REACH_NONE, REACH_UNKNOWN };

/* No allocation; bounded, some ten milliseconds at the most. */
enum reach survey_reach(const struct survey *survey, int question);
