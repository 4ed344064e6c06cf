#pragma once
/*
 * What staff have set on this very screen. It outlives restarts in one small file
 * (DIR/screen/settings), and nothing that matters is in it: a kiosk that loses it works on as its
 * venue has chosen.
 */
#include "survey.h"
#include "touch_map.h"

#define PAUSE_MAP(X)                                                                               \
    X(NONE, "none")                                                                                \
    X(OUT_OF_ORDER, "out_of_order")                                                                \
    X(CLOSED_TODAY, "closed_today")                                                                \
    X(BACK_AT, "back_at")

enum pause_kind {
#define X(name, word) PAUSE_##name,
    PAUSE_MAP(X)
#undef X
        PAUSES
};

/* Minutes of local days; days since 1970-01-01. */
struct pause {
    enum pause_kind kind;
    int32_t day;     /* CLOSED_TODAY: this day; BACK_AT: the day of `minute` */
    uint16_t minute; /* BACK_AT: until then */
};

/* Other hours for one day; `from` equal to `to`: closed. */
struct other_hours {
    int32_t day; /* 0: none */
    uint16_t from, to;
};

enum { LIGHT_STEPS = 10, SETTINGS_VOLUME_STEPS = 8 };

struct local_settings {
    char languages[SURVEY_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1]; /* first; the others follow */
    uint8_t language_count;                                     /* 0: as the venue chooses */
    uint8_t light;  /* of LIGHT_STEPS; 0: the panel's own */
    uint8_t volume; /* of SETTINGS_VOLUME_STEPS, where each person's begins; 0: the venue's */
    bool silent;    /* nothing is read aloud here */
    enum turn turn;
    struct touch_map touch;
    struct pause pause;
    struct other_hours today;
};

struct local_settings local_settings_usual(void);
