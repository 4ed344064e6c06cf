#pragma once
/*
 * A stage for the screen's tests: a small survey with every type of question, the real surveys of
 * the tree, the three languages, and a text measure with fixed metrics.
 */
#include "kiosk.h"
#include "text_measure.h"

enum { STAGE_LANGUAGES = 3 };

struct stage {
    struct survey *survey;
    struct wording *wordings[STAGE_LANGUAGES];
    struct program program;
    struct venue_profile *venue;
    struct notices *notices;
};

/* Ends the test program with a sentence when something does not load. */
void stage_open(struct stage *stage, const char *survey_json);
void stage_open_asset(struct stage *stage, const char *name);
/* A venue with texts and notices of its own, where staff are called (tests/golden/content). */
void stage_add_venue(struct stage *stage);
void stage_close(struct stage *stage);

/* Every type of question; `why` follows a poor answer, `words` ends the survey. */
extern const char *const stage_every_type;

/* Letters as wide as half their size, wrapped at spaces; Urdu with lines twice their size. */
struct text_measure stage_measure(void);
