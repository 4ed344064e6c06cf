/*
 * What a restored hub learns of a venue from a kiosk's bundle: its own signed manifest, of which it
 * has forgotten that it made it. The survey that is asked there goes on being asked; what else was
 * chosen since the backup is the desk's to choose again.
 */
#include "adopt.h"
#include "log.h"
#include <inttypes.h>

static const struct digest none;

/* When the bundle was made that is the venue's last here; 0 for none. */
static bool last_issued(const struct adopting *a, const struct store_bundle *last, int64_t *ret,
                        struct err *err)
{
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    struct manifest manifest = { 0 };
    *ret = 0;
    if (last->serial == 0)
        return true;
    if (!store_blob_get(a->store, &last->manifest, &bytes, err))
        return false;
    for (size_t i = 0; i < a->keys.count; i++)
        if (manifest_open(buf_span(&bytes), &a->keys.list[i], &manifest, NULL)) {
            *ret = manifest.issued;
            manifest_finish(&manifest);
            return true;
        }
    return true;
}

/* Newer by number and by date: what the desk has published since the restore is not undone. */
static bool is_newer(const struct adopting *a, struct store_bundle *last, bool *ret,
                     struct err *err)
{
    int64_t issued = 0;
    *last = (struct store_bundle){ 0 };
    *ret = false;
    if (!a->has_manifest || strcmp(a->manifest.venue, a->kiosk.venue) != 0)
        return true;
    if (!store_bundle_get(a->store, a->kiosk.venue, last, err) && err->kind != ERR_MISSING)
        return false;
    if (!last_issued(a, last, &issued, err))
        return false;
    *ret = a->manifest.serial > last->serial && a->manifest.issued >= issued;
    return true;
}

/* The languages that were offered are those that somebody has accepted. */
static bool accept_languages(const struct manifest *manifest, struct published_survey *survey,
                             struct err *err)
{
    const char *tags[BUNDLE_LANGUAGES_MAX + 1] = { NULL };
    for (int i = 0; i < manifest->language_count; i++)
        tags[i] = manifest->languages[i];
    return accepted_join(tags, survey->accepted, err);
}

/* From now on the venue asks it here too. *ret is false while the kiosk has not brought it. */
static bool ask_survey(const struct adopting *a, bool *ret, struct err *err)
{
    const struct digest *digest = &a->manifest.survey;
    struct published_survey survey;
    *ret = true;
    if (memcmp(digest, &none, sizeof none) == 0)
        return true;
    *ret = store_survey_get(a->store, digest, &survey, err);
    if (!*ret)
        return err->kind == ERR_MISSING;
    if (survey.published == 0) {
        survey.published = a->manifest.issued;
        if (!accept_languages(&a->manifest, &survey, err) ||
            !store_survey_publish(a->store, &survey, err))
            return false;
    }
    return store_venue_survey_put(a->store, a->kiosk.venue, digest, err);
}

bool adopt_bundle(const struct adopting *a, bool *ret_settled, struct err *err)
{
    struct store_bundle last;
    bool newer = false;
    *ret_settled = true;
    if (!is_newer(a, &last, &newer, err))
        return false;
    if (!newer)
        return true;
    if (!ask_survey(a, ret_settled, err))
        return false;
    if (!*ret_settled)
        return true;
    struct store_bundle bundle = { .serial = a->manifest.serial,
                                   .follows = last.serial,
                                   .manifest = manifest_digest(a->said.manifest) };
    log_line(LOG_WARN, "adopt",
             "venue %s goes on from bundle %" PRIu64 ", which this hub had forgotten; what was "
             "published there since the backup but its survey is to be published again",
             a->kiosk.venue, bundle.serial);
    return store_blob_put(a->store, &bundle.manifest, a->said.manifest, err) &&
           (store_bundle_put(a->store, a->kiosk.venue, &bundle, err) || err->kind == ERR_STALE);
}
