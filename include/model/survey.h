#pragma once
/*
 * A survey: the strict SurveyJS subset that both ends share. A survey is loaded once, checked
 * whole, and never changes; it is a plain value to read, with its texts resolved for every
 * language.
 *
 * Every element of the file that has a screen of its own (questions, and information pages made of
 * `html`) is an item of `questions`, in the order in which it is asked. Panels and pages leave no
 * trace but their visibleIf, which is joined to that of what they hold.
 */
#include "buf.h"
#include "pictogram.h"
#include "said.h"

enum {
    SURVEY_QUESTIONS_MAX = 30,
    SURVEY_CHOICES_MAX = 12,
    SURVEY_COMMENTS_MAX = 4,
    SURVEY_LANGUAGES_MAX = 16,
    SURVEY_NAME_MAX = 32,      /* letters of a name or a choice value */
    SURVEY_TEXT_MAX = 500,     /* characters of a text in one language */
    SURVEY_COMMENT_MAX = 1000, /* characters that a person can write; the default is 500 */
    SURVEY_FILE_MAX = 256 * 1024,
    SURVEY_EXPRESSION_MAX = 512,
    SURVEY_DEPTH_MAX = 8,
    LANGUAGE_TAG_MAX = 35, /* BCP 47: "en", "cy", "en-GB-x-easyread" */
};

enum question_type {
    QUESTION_RATING,
    QUESTION_RADIOGROUP,
    QUESTION_CHECKBOX,
    QUESTION_BOOLEAN,
    QUESTION_COMMENT,
    QUESTION_INFORMATION, /* html: read, not answered */
};

enum rating_look { RATING_LABELS, RATING_SMILEYS, RATING_NUMBERS };

/* What a question is for, so that reports need not guess from names. */
#define QUESTION_ROLE_MAP(X)                                                                       \
    X(NONE, "")                                                                                    \
    X(FFT_OVERALL, "fft_overall")                                                                  \
    X(FFT_WHY, "fft_why")                                                                          \
    X(SATISFACTION, "satisfaction")                                                                \
    X(DRIVER_RIGHT, "driver_get_it_right")                                                         \
    X(DRIVER_EASY, "driver_make_it_easy")                                                          \
    X(DRIVER_CLEAR, "driver_communicate_clearly")                                                  \
    X(DRIVER_SUPPORTIVE, "driver_professional_supportive")                                         \
    X(REASON, "reason")                                                                            \
    X(IMPROVE, "improve")                                                                          \
    X(EQUALITY, "equality")                                                                        \
    X(EQUALITY_OFFER, "equality_offer")

enum question_role {
#define X(name, text) ROLE_##name,
    QUESTION_ROLE_MAP(X)
#undef X
};

/* How an answer travels: in the clear, sealed to the words key, sealed in the counts block. */
enum sensitivity { SENSITIVITY_OPEN, SENSITIVITY_WORDS, SENSITIVITY_COUNTS };

/* One text in every language of the survey; entry i belongs to survey.languages[i]. Never NULL: a
 * text that the file leaves out is "", one that lacks a language falls back (exact tag, tag before
 * the dash, default). */
struct texts {
    const char *in[SURVEY_LANGUAGES_MAX];
};

struct choice {
    char value[SURVEY_NAME_MAX + 1]; /* as in exports: "very_good"; a number's decimal digits */
    bool is_number;                  /* an integer in the JSON (ratings) */
    int32_t number;
    enum pictogram picture; /* beside its words where pictures are shown; PICTOGRAM_NONE for none */
    struct texts text;
};

struct expression; /* expression.h */

struct question {
    char name[SURVEY_NAME_MAX + 1];
    enum question_type type;
    enum rating_look look; /* ratings only */
    enum question_role role;
    enum sensitivity sensitivity;
    struct texts title;       /* the question; for information pages the heading, may be "" */
    struct texts description; /* a line under it; for information pages the body as plain text */
    struct texts least, most; /* minRateDescription, maxRateDescription */
    struct choice choices[SURVEY_CHOICES_MAX];
    uint8_t choice_count;                /* booleans have two: index 0 is false, 1 is true */
    uint8_t first_shown;                 /* boolean: which of the two stands first (labelTrue: 1) */
    uint8_t comment;                     /* comments: which of the survey's comments, from 0 */
    uint16_t max_length;                 /* comments: characters */
    const struct expression *visible_if; /* NULL: always; panel's and page's joined in */
};

struct survey_language {
    char tag[LANGUAGE_TAG_MAX + 1];
    bool complete; /* every text is there in this very language */
    bool reviewed; /* yousaid.languages says a speaker has read it */
};

/* From our extension object, the member "yousaid" of the survey. has_about is false without it. */
struct survey_about {
    char id[SURVEY_NAME_MAX + 1];
    struct texts owner;    /* who asks: "Riverside Surgery" may be said by the venue instead */
    struct texts purpose;  /* why */
    struct texts outcome;  /* what happens to the answers */
    char review_date[11];  /* "2027-05-01"; alerts only */
    char closing_date[11]; /* stops asking; "" for none */
    char kinds[8][SURVEY_NAME_MAX + 1]; /* venue kinds it is for; none: for all */
    uint8_t kind_count;
    bool pictures_always; /* in every language, not in Easy Read alone */
};

struct survey {
    struct texts title; /* the attract screen's heading */
    struct survey_language languages[SURVEY_LANGUAGES_MAX];
    uint8_t language_count;
    uint8_t default_language; /* the one to start in: `locale`, else English */
    struct question questions[SURVEY_QUESTIONS_MAX];
    uint8_t question_count;
    uint8_t comment_count;
    bool has_about;
    struct survey_about about;
    struct span bytes;          /* the file as it was read: what is hashed and published */
    struct survey_arena *arena; /* private: owns all texts and expressions */
};

enum problem_level { PROBLEM_WARNING, PROBLEM_ERROR };

/* One thing wrong with a file. line and column are 0 where only the pointer is known. */
struct problem {
    enum problem_level level;
    char pointer[160]; /* JSON pointer, RFC 6901: "/pages/0/elements/2/type" */
    char text[240];    /* what is wrong and what to do */
    struct said said;  /* which sentence that is, and what fills it */
    int line, column;
};

enum { PROBLEMS_MAX = 200 };

struct problems {
    struct problem list[PROBLEMS_MAX];
    int count;
    int errors;   /* of them, not counting those that did not fit in the list */
    bool starved; /* memory was wanting: the file itself may be good */
};

/*
 * Loads and checks the bytes of a survey file; all problems are reported in one go. Returns the
 * survey (the caller's; survey_free) or NULL when problems->errors is not 0. Pure; any thread.
 */
struct survey *survey_load(struct span bytes, struct problems *problems);
void survey_free(struct survey *survey); /* NULL is fine */

/* What publishing demands beyond loading: our metadata in every language offered, FFT first and
 * word for word, unreviewed languages only when accepted by name (tags, ends with NULL; may be
 * NULL), a closing date that is not over. today: days since 1970-01-01. Adds to problems; true when
 * there was no error. */
bool survey_publishable(const struct survey *survey, const char *const *accepted_languages,
                        int32_t today, struct problems *problems);
/* Both in one: what publishing demands is said even when loading found errors. */
struct survey *survey_load_publishable(struct span bytes, const char *const *accepted_languages,
                                       int32_t today, struct problems *problems);

/* Is this language offered: complete, and reviewed or accepted by name? */
bool survey_offers(const struct survey *survey, int language,
                   const char *const *accepted_languages);

/* The file as it is published: clearInvisibleValues written in, otherwise as it was. It is
 * "onHidden"; "onHiddenContainer" where a page or panel has visibleIf, as survey-core means only
 * the question's own condition by the former. */
MUST_CHECK bool survey_canonical(struct span bytes, struct buf *ret_bytes, struct err *err);

/* Shows each text of the file with its JSON pointer, in the file's order, until see says false.
 * Texts that the file implies (yes and no, digits) have the pointer of what they belong to. */
void survey_texts_see(const struct survey *survey,
                      bool (*see)(void *context, const char *pointer, const struct texts *texts),
                      void *context);
/* Where in the file the value that a JSON pointer names begins, both from 1; false when it is not
 * there. */
bool survey_place(const struct survey *survey, const char *pointer, int *ret_line, int *ret_column);
/* Index of a language: exact tag, else the tag before the dash, else -1. */
int survey_language(const struct survey *survey, const char *tag);
/* Does this language show the pictures of answers: Easy Read, or where the survey says so? */
bool survey_shows_pictures(const struct survey *survey, int language);
/* Index of a question by name, or -1. */
int survey_question(const struct survey *survey, const char *name);
/* "rating" and so on. Static. */
const char *question_type_name(enum question_type type);
