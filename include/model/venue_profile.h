#pragma once
/*
 * What a venue chooses for its kiosks: hours, languages, sound, times, its name, colour and logo,
 * and its own texts on help, on taking part and on privacy. One strict JSON file a venue, which the
 * hub keeps and sends down (BLOB_VENUE); every member may be left out. docs/VENUE.md explains each
 * one.
 */
#include "brand.h"
#include "panel_name.h"

enum {
    VENUE_VERSION = 1,
    VENUE_FILE_MAX = 64 * 1024,
    VENUE_DAYS = 7,
    VENUE_OPENINGS_MAX = 3,
    VENUE_PANELS_MAX = 8,
};

/* Minutes of the venue's local day, from 0 to 1440; `to` is the first that is closed again. */
struct venue_opening {
    uint16_t from, to;
};

struct venue_day {
    struct venue_opening open[VENUE_OPENINGS_MAX]; /* in order, none touches the next */
    uint8_t count;
};

struct venue_profile {
    bool has_hours;                   /* false: always open */
    struct venue_day day[VENUE_DAYS]; /* Monday first */

    char languages[SURVEY_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1]; /* offered, in this order */
    uint8_t language_count;                                     /* 0: all, in the survey's order */
    char default_language[LANGUAGE_TAG_MAX + 1];                /* "": the survey's */
    bool welsh_equal; /* Welsh and English side by side, neither behind the other */

    uint16_t idle_seconds, warn_seconds, thanks_seconds; /* 0: the kiosk's own */
    uint16_t key_guard_ms;                               /* keys of the keyboard: 80 to 500 */
    uint16_t scan_ms;                                    /* one switch: time on each target */

    bool speech_offered;
    uint16_t volume; /* percent: where each person's begins */

    uint16_t viewing_mm; /* from how far away the screen is read */
    bool reduced_motion;
    char panels[VENUE_PANELS_MAX][PANEL_NAME_MAX + 1]; /* of its kiosks, for who checks a survey */
    uint8_t panel_count;                               /* 0: it has not said */

    bool calls_staff; /* a call for help is passed on and somebody there listens */
    struct local_texts help_where;
    struct local_texts taking_part; /* none: no such page */
    struct local_texts controller, contact, retention;

    struct brand brand;

    uint16_t equality_percent; /* of visits in which the equality questions are offered */

    void *arena; /* private */
};

/* What holds for a venue that has chosen nothing. */
extern const struct venue_profile venue_profile_usual;

/* Reads a venue's file. All problems are reported in one go; NULL when there was an error. */
struct venue_profile *venue_profile_load(struct span bytes, struct problems *problems);
void venue_profile_free(struct venue_profile *profile); /* NULL is fine */

/* weekday: 0 is Monday; minute of the local day. */
bool venue_profile_is_open(const struct venue_profile *profile, int weekday, int minute);
