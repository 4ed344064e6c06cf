#pragma once
/*
 * What the screen asks, and everything that this stands on: the survey, the words, and the digests
 * that a response must name. A holding is made whole or not at all, and never changes.
 */
#include "kiosk.h"
#include "kiosk_trust.h"

struct holding {
    struct program program;
    struct survey *survey;
    struct wording *wordings[KIOSK_LANGUAGES_MAX];
    struct digest bundle; /* all zero for a desk look */
    struct digest survey_digest;
    uint64_t serial;
};

/* A survey file with the words that are built in: every language that is complete in both. */
MUST_CHECK bool holding_from_file(const char *path, struct holding **ret, struct err *err);

/* The bundle of this digest from DIR/courier/blobs, verified here against the hub keys that the
 * programme introduced: signature, every blob, survey and words. */
MUST_CHECK bool holding_from_bundle(const char *data, const struct trust *trust,
                                    const struct digest *bundle, struct holding **ret,
                                    struct err *err);
void holding_free(struct holding *holding); /* NULL is fine */

/* DIR/screen/active: the bundle that is asked, as its digest and its serial. ERR_MISSING when there
 * is none. */
struct active {
    struct digest bundle;
    uint64_t serial;
};
MUST_CHECK bool holding_active_load(const char *data, struct active *ret, struct err *err);
MUST_CHECK bool holding_active_save(const char *data, const struct active *active, struct err *err);
