#pragma once
/*
 * Joining a few more questions to a survey: a module that its author adds (the equality questions),
 * or what a venue asks of its own. Both are survey files by themselves, which any tool can open;
 * the result is one survey file like any other, so that nothing else need know of it.
 */
#include "survey.h"

enum { LOCAL_QUESTIONS_MAX = 3 };

/* Appends the survey `survey` with the pages of `module` behind its own, and the module's roles.
 * Problems say what does not go together. */
MUST_CHECK bool survey_join_module(struct span survey, struct span module, struct buf *ret_survey,
                                   struct problems *problems);

/* Is this file fit to be a venue's own questions? At most LOCAL_QUESTIONS_MAX, each name begins
 * with "local_", none has a role. Adds to problems. */
bool survey_local_fits(struct span local, struct problems *problems);

/* The same with a venue's own questions, which come before the equality questions. Each language
 * that the survey has wholly must be there. */
MUST_CHECK bool survey_join_local(struct span survey, struct span local, struct buf *ret_survey,
                                  struct problems *problems);
