#pragma once
/*
 * Texts that a venue or a programme writes itself, by language tag: where help is, a notice, who is
 * responsible. Unlike a survey's they need not be there in every language: what is not falls back,
 * and is then shown and spoken as the language that it really is in.
 */
#include "survey.h"

struct local_text {
    const char *tag;  /* NULL when there is no text */
    const char *text; /* never NULL */
};

struct local_texts {
    struct local_text in[SURVEY_LANGUAGES_MAX]; /* as they stand in the file */
    uint8_t count;
};

/* The text for readers of this language: of this very tag, else of what stands before its dash,
 * else the first one. With no text at all: NULL and "". */
struct local_text local_text_for(const struct local_texts *texts, const char *tag);
/* Is there one for these readers without falling back to another language? */
bool local_text_speaks(const struct local_texts *texts, const char *tag);
