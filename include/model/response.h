#pragma once
/*
 * A response: one person's visit, closed and numbered. The value that the journal keeps, a batch
 * carries, and the hub counts. Its canonical bytes are wire/batch.h's business.
 */
#include "answers.h"

struct digest {
    uint8_t bytes[32];
};

/* A state that is not in the clear because the question's answer is in the counts block. */
#define ANSWER_SEALED UINT32_MAX

enum access_mode {
    ACCESS_TOUCH,
    ACCESS_KEYPAD,
    ACCESS_SWITCH,
    ACCESS_SPEECH,
    ACCESS_LARGE,
    ACCESS_MODES
};
enum ending { ENDING_COMPLETE, ENDING_LEFT, ENDING_TIMEOUT, ENDING_CRASHED, ENDINGS };

/* Words of one question, sealed (wire/seal.h). The span is borrowed. */
struct sealed_words {
    uint8_t question;
    struct span sealed;
};

struct response {
    uint64_t seq;         /* from 1 within a life */
    struct digest bundle; /* the manifest it was asked under: names venue, survey, presentation */
    struct digest survey; /* BLAKE2b-256 of the survey file */
    char language[LANGUAGE_TAG_MAX + 1];
    enum access_mode access;
    bool assisted;
    enum ending ending;
    uint32_t segment; /* boot segment, a number of this life's journal */
    uint32_t minute;  /* whole minutes from the segment's base to closing */
    uint8_t gap;      /* seconds since the previous response closed, when under 60; else 60 */
    uint8_t count;    /* questions of the survey, information pages included */
    uint32_t state[SURVEY_QUESTIONS_MAX]; /* answers.h, or ANSWER_SEALED */
    uint8_t words_count;
    struct sealed_words words[SURVEY_COMMENTS_MAX];
    struct span counts; /* the counts block; empty when the survey has no such question */
};

/* A stretch of time between two boots. Responses count minutes from its base. */
enum clock_class { CLOCK_UNKNOWN, CLOCK_BELIEVED, CLOCK_SIGNED };

struct segment {
    uint32_t number;
    enum clock_class clock; /* what stands behind base_wall */
    int64_t base_wall;      /* seconds since 1970 at the base, as the kiosk believed */
};

/* "touch" and so on, as in exports. Static. */
const char *access_mode_name(enum access_mode access);
const char *ending_name(enum ending ending);
