#pragma once
/* What the files of this room share: a look at one survey, and how a finding joins the others. */
#include "limited.h"
#include "lint.h"
#include <jansson.h>

struct lint {
    const struct survey *survey;
    const struct lint_options *options;
    struct lint_report *report;
    char pointers[SURVEY_QUESTIONS_MAX][160]; /* of the questions' elements */
};

/* What was met once. */
struct lint_met {
    enum lint_kind kind;
    int question;        /* -1: it is about none */
    const char *venue;   /* NULL: it is about the survey */
    const char *pointer; /* where there is no question; NULL for none */
    const char *screen;  /* NULL: in the file */
    const char *about;
    int language, panel, display; /* -1: about none */
};

/* Joins it to what was found of the same kind at the same place. */
void lint_add(struct lint *lint, const struct lint_met *met);
/* Does it hold room for this kind of finding, whatever the place? Same place: see lint_add. */

/* lint_paper.c: what stands in the file. */
void lint_paper(struct lint *lint);
/* lint_clips.c: what no clip says. False when it could not be looked for. */
MUST_CHECK bool lint_clips(struct lint *lint, struct err *err);
/* Is this language offered, with words that the kiosk has? */
bool lint_looks_at(const struct lint *lint, int language);
/* Where in the file these words stand, which a screen may have cut; NULL when they are not the
 * survey's. */
const char *lint_pointer_of_text(const struct lint *lint, int language, const char *text);
/* The same of a sentence that the kiosk may have made round one of the survey's texts. */
const char *lint_pointer_in_sentence(const struct lint *lint, int language, const char *sentence);
/* lint_screens.c, for whoever looks at screens too: a child's report, taken fault by fault. */
bool lint_take_report(struct span text, int *add_screens,
                      void (*take)(void *context, const json_t *fault), void *context,
                      struct err *err);
const char *lint_member(const json_t *fault, const char *key); /* "" for none */
/* What is wrong, with its kind, panel and display; false for a kind of a newer kiosk. */
bool lint_met_of(const struct lint *lint, const json_t *fault, struct lint_met *ret);
int lint_processors(void);
extern const struct limits lint_limits;
enum { LINT_SIDE_BY_SIDE_MAX = 16, LINT_OUTPUT_MAX = 4 * 1024 * 1024 };
/* lint_venues.c: what venues say of their own, on their screens. */
MUST_CHECK bool lint_venues(struct lint *lint, struct err *err);
/* lint_texts.c: what its texts say, and whether they say it. */
void lint_texts(struct lint *lint);
/* lint_screens.c: what is seen. False when there is no program or no panel to see it with. */
MUST_CHECK bool lint_screens(struct lint *lint, struct err *err);
