#pragma once
/*
 * The bundle's manifest: all that the hub sends down, signed by a hub key, with a serial. It names
 * blobs by their digest; they are fetched one by one and each is checked against its name.
 */
#include "envelope.h"

enum blob_kind {
    BLOB_SURVEY,  /* a survey file; name is its id */
    BLOB_WORDING, /* words of the interface; name is the language tag */
    BLOB_NOTICES, /* "you said, we did" */
    BLOB_CLIP,    /* a speech pack; name is "LANGUAGE/interface-1" or "LANGUAGE/survey-1" */
    BLOB_PICTURE,
    BLOB_FONT,
    BLOB_THEME,
    BLOB_PIN,       /* staff PIN and recovery code hashes */
    BLOB_STATEMENT, /* a programme statement: keys that changed since enrolment */
    BLOB_VENUE,     /* what the venue chooses: model/venue_profile.h */
    BLOB_KINDS
};

enum {
    BUNDLE_BLOBS_MAX = 512,
    BUNDLE_LANGUAGES_MAX = SURVEY_LANGUAGES_MAX,
    BUNDLE_BYTES_MAX = 128 * 1024,
    BLOB_BYTES_MAX = 4 * 1024 * 1024,
};

struct blob_name {
    enum blob_kind kind;
    char name[72];
    struct digest digest;
    uint32_t size;
};

/* A venue's times as its file states them, so that they hold for every screen; 0 means the kiosk's
 * default. What else a venue chooses stands in that file (BLOB_VENUE). */
struct venue_settings {
    uint16_t idle_seconds; /* 30 to 300, default 60 */
    uint16_t warn_seconds; /* 20 or more */
    uint16_t thanks_seconds;
    uint8_t flags; /* none are defined in version 1: 0 */
};

struct manifest {
    uint64_t serial; /* never lower than the one held */
    int64_t issued;
    char venue[SURVEY_NAME_MAX + 1];
    char venue_name[200];
    char time_zone[48]; /* "Europe/London" */
    char programme[200];
    struct digest survey; /* the survey to ask; all zero when there is none yet */
    uint8_t language_count;
    char languages[BUNDLE_LANGUAGES_MAX][LANGUAGE_TAG_MAX + 1]; /* offered, in the venue's order */
    struct venue_settings settings;
    struct blob_name *blobs; /* borrowed when writing; the caller's after open: manifest_finish */
    size_t blob_count;
};

MUST_CHECK bool manifest_sign(const struct manifest *manifest, const struct secret_key *hub,
                              struct buf *ret_message, struct err *err);
MUST_CHECK bool manifest_open(struct span message, const struct public_key *hub,
                              struct manifest *ret, struct err *err);
void manifest_finish(struct manifest *manifest);
/* A bundle's name in responses and replies: the digest of its signed manifest. */
struct digest manifest_digest(struct span message);
