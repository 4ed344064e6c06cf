#pragma once
/*
 * What one person has answered so far, and the rules by which an answer is taken or refused: equal
 * to survey-core 3.1.1 on our subset as it is published (survey_canonical): what is hidden, by
 * itself or by its page or panel, loses its answer at once. Values, no allocation, no I/O.
 *
 * Each question has one state, a small number that also travels on the wire:
 *   0 never on the screen; 1 shown, no answer; 2 skipped;
 *   3 + i  the i-th choice (rating, radiogroup, boolean);
 *   3 + m  a set of choices, bit i for the i-th, m is not 0 (checkbox);
 *   3      words were written (comment; the words themselves are kept elsewhere)
 */
#include "survey.h"

enum { ANSWER_UNSEEN = 0, ANSWER_SHOWN = 1, ANSWER_SKIPPED = 2, ANSWER_FIRST = 3 };

struct answers {
    uint32_t state[SURVEY_QUESTIONS_MAX];
};

enum answer_verdict {
    ANSWER_TAKEN,
    ANSWER_HIDDEN,  /* the question is not visible now */
    ANSWER_INVALID, /* not one of its values */
};

static inline bool answer_given(uint32_t state)
{
    return state >= ANSWER_FIRST;
}

/* Is the question visible, given the answers? */
bool answers_visible(const struct survey *survey, const struct answers *answers, int question);

/* Could this state belong to this question (whatever its visibility)? */
bool answers_valid(const struct question *question, uint32_t state);

/* Takes a state, or refuses it and changes nothing. What depended on it follows: questions that are
 * hidden now lose their answer and go back to ANSWER_UNSEEN. */
enum answer_verdict answers_set(const struct survey *survey, struct answers *answers, int question,
                                uint32_t state);

/* The first visible item after `question` (-1: from the start); -1 when there is none. */
int answers_next(const struct survey *survey, const struct answers *answers, int question);
/* The visible item before `question`; -1 when there is none. */
int answers_previous(const struct survey *survey, const struct answers *answers, int question);

/* Could these answers be the end of a walk: every state valid, nothing answered that is hidden?
 * Names the question otherwise. What the hub asks of each response. Questions of sensitivity COUNTS
 * are not looked at: their states are sealed. */
MUST_CHECK bool answers_consistent(const struct survey *survey, const struct answers *answers,
                                   struct err *err);

/* A choice's state from its value as text ("very_good", "5", "true"), 0 when there is none such. */
uint32_t answers_from_value(const struct question *question, const char *value);
/* Appends the JSON of an answer: "good", 5, true, ["a","b"]; null when none is given. */
void answers_put_json(const struct question *question, uint32_t state, struct buf *out);

/* `survey walk`: applies a JSON object of answers in its own order and appends one JSON object,
 * {"visible": [...], "answers": {...}, "refused": [{"name","why"}]}. Words of comments are kept as
 * given. False only when the input is not a JSON object. */
MUST_CHECK bool answers_walk(const struct survey *survey, struct span json, struct buf *out,
                             struct err *err);
