#pragma once
/* What one person of a made-up county answers. */
#include "county.h"
#include "response.h"
#include "survey.h"

/* In what language and how somebody taps, and how content they are: 1 when they are. */
struct person {
    char language[LANGUAGE_TAG_MAX + 1];
    enum access_mode access;
    bool assisted;
    bool content;
    bool leaves; /* before the end */
};

/* The nth language that people of the county speak, NULL past the last, and how many of a hundred
 * taps are in it at a usual place. */
const char *tongue_tag(size_t nth, double *ret_weight);

struct person person_make(const struct place *place, double mood, struct dice *dice);
/* Fills in states and ending. Returns the question at which they left, or -1. Questions of words
 * are skipped, but for those whose bit is set in *ret_words: words are to be written there. */
int person_answer(const struct person *person, const struct survey *survey, bool writes,
                  struct dice *dice, struct response *response, uint32_t *ret_words);
/* What somebody like this writes; static, never empty. */
const char *person_words(const struct person *person, struct dice *dice);
