#pragma once
/*
 * The survey linter: what a survey that loads is still wrong with, for those who are to read, touch
 * and hear it. Some stands in the file (questions that nobody can reach, sentences that are hard to
 * read); the rest is seen on the screens, which the kiosk's own program lays out: it runs as a
 * child that is given the survey and nothing else, once a language, side by side. docs/CHECKING.md
 * says all of it for people.
 */
#include "survey.h"

/* name, key for programs, level on a screen of the survey's own questions and texts, level
 * elsewhere, what is wrong and what to do ("%s" is what it was first met on) */
#define LINT_MAP(X)                                                                                \
    X(TOO_FULL, "too_full", ERROR, WARNING, "the texts do not fit the screen; shorten them")       \
    X(BROKEN_WORD, "broken_word", ERROR, WARNING,                                                  \
      "\"%s\" has a word that is wider than its room; use a shorter one")                          \
    X(HIGH_TEXT, "high_text", ERROR, WARNING, "\"%s\" is higher than its room; shorten it")        \
    X(NO_LETTER, "no_letter", ERROR, WARNING,                                                      \
      "\"%s\" has a letter that none of the kiosk's fonts has, and that nobody would see; write "  \
      "it without, or install a font")                                                             \
    X(SMALL_TEXT, "small_text", WARNING, WARNING,                                                  \
      "larger text comes out smaller than 0.7 degrees at the stated distance, \"%s\" first; "      \
      "shorten the texts or take a larger panel")                                                  \
    X(SMALL_TARGET, "small_target", ERROR, WARNING,                                                \
      "what is to be touched is smaller than 12 mm, %s first; offer fewer answers or take a "      \
      "larger panel")                                                                              \
    X(BEYOND_SCREEN, "beyond_screen", ERROR, WARNING,                                              \
      "%s reaches beyond the screen; shorten the texts")                                           \
    X(LOW_CONTRAST, "low_contrast", ERROR, WARNING,                                                \
      "\"%s\" is hard to tell from what lies behind it; choose other colours")                     \
    X(SILENT, "silent", ERROR, WARNING, "there is nothing that a voice could say; write a text")   \
    X(NO_CLIP, "no_clip", WARNING, WARNING,                                                        \
      "no clip says \"%s\", so that nobody hears it; have it recorded, or run yousaid-hub speech " \
      "make")                                                                                      \
    X(NOT_SEEN, "not_seen", ERROR, ERROR, "the screens could not be looked at: %s")                \
    X(NO_WORDS, "no_words", WARNING, WARNING,                                                      \
      "the kiosk's own words are not there in this language, so that it is not offered")           \
    X(SAME_ANSWER, "same_answer", ERROR, ERROR,                                                    \
      "two answers are both called \"%s\", so that nobody can tell them apart; name each in its "  \
      "own words")                                                                                 \
    X(UNTRANSLATED, "untranslated", WARNING, WARNING,                                              \
      "\"%s\" is what it says in the survey's own language too; translate it")                     \
    X(UNREACHABLE, "unreachable", ERROR, ERROR,                                                    \
      "no way of answering shows this question; mend its condition")                               \
    X(UNDECIDED, "undecided", WARNING, WARNING,                                                    \
      "its conditions hang together in too many ways to try them all; make them simpler")          \
    X(READING_AGE, "reading_age", WARNING, WARNING,                                                \
      "a reader must be %s to follow the survey, and 9 to 11 is the aim; write shorter sentences " \
      "and words")                                                                                 \
    X(HARD_TEXT, "hard_text", WARNING, WARNING,                                                    \
      "a reader must be %s to follow this text; write shorter sentences and words")

enum lint_kind {
#define X(name, key, own, elsewhere, text) LINT_##name,
    LINT_MAP(X)
#undef X
        LINT_KINDS
};

enum { LINT_FINDINGS_MAX = 400, LINT_PANELS_MAX = 16, LINT_PANEL_BYTES = 24, LINT_DISPLAYS = 3 };

/* Where nobody says other ones: every size that screens are made for. Ends with NULL. */
extern const char *const lint_usual_panels[];

/* One thing that is wrong, wherever it was met. */
struct lint_finding {
    enum lint_kind kind;
    enum problem_level level;
    char venue[SURVEY_NAME_MAX + 1]; /* whose own texts it is about, by id; "": the survey's */
    char pointer[160];  /* JSON pointer; "" when it is about no place in the file. Of a venue: into
                           an object with its `name`, `venue`, `notices` and `survey` */
    int line, column;   /* 0 where only the pointer is known, or not even that */
    char screen[80];    /* first met on; "" when it was met in the file itself */
    char about[200];    /* what it was first met on, or what its text names */
    uint32_t languages; /* bit i: the survey's language i; none: it is about no language */
    uint32_t panels;    /* bit i: of the report's panels */
    uint32_t displays;  /* bit i: lint_display_name(i) */
};

/* How hard the English is, or one kind of it: readability.h. */
struct lint_reading {
    int language; /* of the survey */
    int sentences, words, syllables;
    double age;
};

struct lint_report {
    struct lint_finding findings[LINT_FINDINGS_MAX];
    int count;
    int errors, warnings; /* of them, and of those that did not fit in the list */
    struct lint_reading readings[SURVEY_LANGUAGES_MAX];
    int reading_count;
    char panels[LINT_PANELS_MAX][LINT_PANEL_BYTES];
    int panel_count;
    uint32_t seen; /* bit i: the screens of language i were looked at */
    int screens;
    int venues; /* whose own texts were looked at */
};

/* What one venue's kiosks would show with the survey. */
struct lint_venue {
    const char *id;
    struct span whole;         /* as yousaid-kiosk's --whole takes it */
    const char *const *panels; /* its own, of those that are looked at; NULL: all of them */
};

struct lint_options {
    const char *kiosk;         /* yousaid-kiosk with its folder; NULL: no screen is looked at */
    const char *const *panels; /* "1280x800", "800x480@120", ends with NULL; NULL or empty: usual */
    uint32_t languages;        /* bit i: look at language i, as it is to be offered */
    bool (*speaks)(const char *tag); /* are the kiosk's own words there? NULL: always */
    /* Gives `take` each sentence of the survey's screens, in this language, that no clip says; NULL
     * where there is no hub that could have any. */
    bool (*unspoken)(void *context, const struct survey *survey, const char *tag,
                     void (*take)(void *to, const char *text), void *to, struct err *err);
    /* Gives `take` each venue that is to ask the survey; NULL where there is no hub that has any.
     * What it finds of their own texts only warns: it is not the survey's. */
    bool (*venues)(void *context, const struct survey *survey,
                   bool (*take)(void *to, const struct lint_venue *venue, struct err *err),
                   void *to, struct err *err);
    void *context;
};

/* Reports all that it finds. False only when nothing could be looked at at all. */
MUST_CHECK bool lint_survey(const struct survey *survey, const struct lint_options *options,
                            struct lint_report *ret, struct err *err);

/* The finding's sentence. */
void lint_text(const struct lint_finding *finding, char *ret, size_t size);
const char *lint_kind_name(enum lint_kind kind);
/* "standard", "large", "contrast" */
const char *lint_display_name(int display);
