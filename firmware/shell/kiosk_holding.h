#pragma once
/*
 * What the screen asks, and everything that this stands on: the survey, the words, and the digests
 * that a response must name. A holding is made whole or not at all; but for the order of its
 * languages it never changes.
 */
#include "kiosk.h"
#include "kiosk_clips.h"
#include "kiosk_pin.h"
#include "kiosk_trust.h"

struct holding {
    struct program program; /* in the order that staff have chosen here */
    struct survey *survey;
    struct wording *wordings[KIOSK_LANGUAGES_MAX]; /* in the venue's order */
    uint8_t survey_language[KIOSK_LANGUAGES_MAX];
    uint8_t default_language; /* the venue's */
    char time_zone[48];       /* its; "" for a desk look */
    struct clips clips;
    struct venue_profile *venue; /* NULL: it has chosen nothing */
    struct notices *notices;     /* NULL: none */
    struct digest bundle;        /* all zero for a desk look */
    struct digest survey_digest;
    uint64_t serial;
};

/* Files for a look at a desk; all but the survey may be NULL. */
struct desk {
    const char *survey, *venue, *notices;
};

/* The same as bytes, each of no size where there is none, and the venue's name, NULL for that of
 * the survey's owner. */
struct desk_bytes {
    struct span survey, venue, notices;
    const char *name;
};

/* A survey file with the words that are built in: every language that is complete in both, or those
 * that the venue's file chooses. */
MUST_CHECK bool holding_from_file(const struct desk *desk, struct holding **ret, struct err *err);
MUST_CHECK bool holding_from_bytes(const struct desk_bytes *desk, struct holding **ret,
                                   struct err *err);
/* The same from one file, "-" for standard input: a JSON object with `survey`, and where they are
 * there `venue`, `notices` (each as its file is) and `name`. */
MUST_CHECK bool holding_from_whole(const char *path, struct holding **ret, struct err *err);

/* The bundle of this digest from DIR/courier/blobs, verified here against the hub keys that the
 * programme introduced: signature, every blob, survey and words. */
MUST_CHECK bool holding_from_bundle(const char *data, const struct trust *trust,
                                    const struct digest *bundle, struct holding **ret,
                                    struct err *err);
/* Clips from a folder of speech packs, for a look at a desk. */
MUST_CHECK bool holding_add_speech(struct holding *holding, const char *folder, struct err *err);
void holding_free(struct holding *holding); /* NULL is fine */
/* The languages that staff have put first come first, and the screen begins in the first of them;
 * with none the venue's own order holds. */
void holding_arrange(struct holding *holding, const struct local_settings *settings);
/* The hashes of this kiosk's PIN in that bundle: those of the invitation that it was enrolled with.
 */
MUST_CHECK bool holding_pin(const char *data, const struct trust *trust,
                            const struct digest *bundle, uint16_t invitation,
                            struct pin_hashes *ret, struct err *err);

/* DIR/screen/active: the bundle that is asked, as its digest and its serial, and as which kiosk:
 * one that has moved to another hub begins anew. ERR_MISSING when there is none. */
struct active {
    struct digest bundle;
    uint64_t serial;
    uint64_t kiosk; /* 0: an older program did not say */
};
MUST_CHECK bool holding_active_load(const char *data, struct active *ret, struct err *err);
MUST_CHECK bool holding_active_save(const char *data, const struct active *active, struct err *err);
