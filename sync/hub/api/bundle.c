/*
 * A venue's bundle, made from what the store holds: statements, survey, the interface's words in
 * the languages offered, PIN blobs. The manifest is compared with the last one under that one's
 * serial and date, so that nothing new is signed when nothing changed.
 */
#include "file.h"
#include "hub_int.h"
#include "wording.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* A manifest in the making. */
struct draft {
    const struct hub *hub;
    struct store *store;
    struct manifest manifest;
    struct blob_name blobs[BUNDLE_BLOBS_MAX];
    uint64_t made;           /* the last serial that this hub gave out */
    uint64_t highest_serial; /* that any kiosk reports, as far as a hub can have made it */
    unix_seconds now;
    struct err *err;
};

/* Lists a blob that is in the store. */
static bool list_blob(struct draft *draft, enum blob_kind kind, const char *name,
                      const struct digest *digest, size_t size)
{
    if (draft->manifest.blob_count == BUNDLE_BLOBS_MAX)
        return err_set(draft->err, ERR_FULL,
                       "the venue's bundle has more than %d parts; revoke kiosks that are gone",
                       BUNDLE_BLOBS_MAX);
    struct blob_name *blob = &draft->blobs[draft->manifest.blob_count++];
    *blob = (struct blob_name){ .kind = kind, .digest = *digest, .size = (uint32_t)size };
    (void)snprintf(blob->name, sizeof blob->name, "%s", name);
    return true;
}

static bool add_blob(struct draft *draft, enum blob_kind kind, const char *name, struct span bytes)
{
    struct digest digest = digest_of(bytes);
    return store_blob_put(draft->store, &digest, bytes, draft->err) &&
           list_blob(draft, kind, name, &digest, bytes.size);
}

/* ---- statements ---- */

static bool add_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct draft *draft = context;
    char name[24];
    (void)kind;
    (void)snprintf(name, sizeof name, "%" PRIu64, number);
    return add_blob(draft, BLOB_STATEMENT, name, message);
}

/* ---- PINs ---- */

static bool add_pin(struct draft *draft, uint16_t invitation, const struct digest *digest)
{
    char name[8];
    BUF_AUTO bytes = buf_new(PIN_BLOB_MAX);
    (void)snprintf(name, sizeof name, "%u", (unsigned)invitation);
    return store_blob_get(draft->store, digest, &bytes, draft->err) &&
           list_blob(draft, BLOB_PIN, name, digest, bytes.size);
}

static bool add_kiosk_pin(void *context, const struct store_kiosk *kiosk)
{
    struct draft *draft = context;
    if (kiosk->bundle_serial > draft->highest_serial &&
        kiosk->bundle_serial <= draft->made + STORE_SERIAL_MARGIN)
        draft->highest_serial = kiosk->bundle_serial;
    if (kiosk->revoked_from != 0 || strcmp(kiosk->venue, draft->manifest.venue) != 0)
        return true;
    return add_pin(draft, kiosk->invitation, &kiosk->pin_blob);
}

static bool add_invitation_pin(void *context, const struct store_invitation *invitation)
{
    struct draft *draft = context;
    if (invitation->used || invitation->expires <= draft->now ||
        strcmp(invitation->venue, draft->manifest.venue) != 0)
        return true;
    return add_pin(draft, invitation->id, &invitation->pin_blob);
}

/* Kiosks and invitations come in two lists; in the order of their names they make one, which does
 * not change when an invitation becomes a kiosk. */
static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct blob_name *)a)->name, ((const struct blob_name *)b)->name);
}

static bool add_pins(struct draft *draft)
{
    size_t before = draft->manifest.blob_count;
    if (!store_kiosks(draft->store, add_kiosk_pin, draft, draft->err) ||
        !store_invitations(draft->store, add_invitation_pin, draft, draft->err))
        return false;
    qsort(&draft->blobs[before], draft->manifest.blob_count - before, sizeof draft->blobs[0],
          by_name);
    return true;
}

/* ---- survey and words ---- */

/* Offers a language when the interface speaks it too, or what stands before its dash: the words are
 * then listed under the survey's own tag. */
static bool offer_language(struct draft *draft, const char *tag)
{
    const struct language_file *file = language_find(tag);
    struct manifest *manifest = &draft->manifest;
    if (file == NULL || manifest->language_count == BUNDLE_LANGUAGES_MAX)
        return true;
    char *offered = manifest->languages[manifest->language_count++];
    (void)snprintf(offered, sizeof manifest->languages[0], "%s", tag);
    return add_blob(draft, BLOB_WORDING, tag, span_of(file->bytes, file->size));
}

static bool offer_languages(struct draft *draft, const struct survey *survey,
                            const struct published_survey *published)
{
    struct accepted_list accepted;
    accepted_split(published->accepted, &accepted);
    for (int i = 0; i < survey->language_count; i++)
        if (survey_offers(survey, i, accepted.tags) &&
            !offer_language(draft, survey->languages[i].tag))
            return false;
    return true;
}

static void survey_drop(struct survey **survey)
{
    survey_free(*survey);
}

static bool add_survey(struct draft *draft, const struct digest *digest)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    struct published_survey published;
    struct problems *problems = calloc(1, sizeof *problems);
    if (problems == NULL)
        return err_set(draft->err, ERR_LATER, "there is no memory to read the survey");
    __attribute__((cleanup(survey_drop))) struct survey *survey = NULL;
    bool read = store_survey_get(draft->store, digest, &published, draft->err) &&
                store_blob_get(draft->store, digest, &bytes, draft->err);
    if (read)
        survey = survey_load(buf_span(&bytes), problems);
    free(problems);
    if (!read)
        return false;
    if (survey == NULL)
        return err_set(draft->err, ERR_CORRUPT, "the published survey %s cannot be read again",
                       published.id);
    draft->manifest.survey = *digest;
    return list_blob(draft, BLOB_SURVEY, published.id, digest, bytes.size) &&
           offer_languages(draft, survey, &published);
}

/* A venue without a survey still gets a bundle: its kiosk can say so in English. */
static bool add_venue_survey(struct draft *draft)
{
    struct digest survey;
    if (store_venue_survey_get(draft->store, draft->manifest.venue, &survey, draft->err))
        return add_survey(draft, &survey);
    return draft->err->kind == ERR_MISSING && offer_language(draft, "en");
}

/* ---- the manifest ---- */

static bool fill_venue(struct draft *draft, const char *venue_id)
{
    struct venue venue;
    if (!store_venue_get(draft->store, venue_id, &venue, draft->err))
        return draft->err->kind == ERR_MISSING
                   ? err_set(draft->err, ERR_MISSING,
                             "there is no venue \"%s\"; see yousaid-hub venue list", venue_id)
                   : false;
    struct manifest *manifest = &draft->manifest;
    (void)snprintf(manifest->venue, sizeof manifest->venue, "%s", venue.id);
    (void)snprintf(manifest->venue_name, sizeof manifest->venue_name, "%s", venue.name);
    (void)snprintf(manifest->time_zone, sizeof manifest->time_zone, "%s", venue.time_zone);
    (void)snprintf(manifest->programme, sizeof manifest->programme, "%s",
                   draft->hub->programme_name);
    return true;
}

static bool fill(struct draft *draft, const char *venue)
{
    draft->manifest.blobs = draft->blobs;
    return fill_venue(draft, venue) &&
           store_counter(draft->store, "bundle", &draft->made, draft->err) &&
           statements_needed(draft->store, add_statement, draft, draft->err) &&
           add_venue_survey(draft) && add_pins(draft);
}

/* Would this draft, signed under the last one's serial and date, be the very same bytes? */
static bool same_as_last(struct draft *draft, bool *ret_same)
{
    struct store_bundle last;
    struct manifest old;
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    BUF_AUTO again = buf_new(BUNDLE_BYTES_MAX);
    struct public_key key = key_public(&draft->hub->key);
    *ret_same = false;
    if (!store_bundle_get(draft->store, draft->manifest.venue, &last, draft->err))
        return draft->err->kind == ERR_MISSING;
    if (!store_blob_get(draft->store, &last.manifest, &bytes, draft->err) ||
        !manifest_open(buf_span(&bytes), &key, &old, draft->err))
        return false;
    if (old.serial > draft->highest_serial)
        draft->highest_serial = old.serial;
    draft->manifest.serial = old.serial;
    draft->manifest.issued = old.issued;
    manifest_finish(&old);
    if (!manifest_sign(&draft->manifest, &draft->hub->key, &again, draft->err))
        return false;
    *ret_same = span_equal(buf_span(&bytes), buf_span(&again));
    return true;
}

static bool publish(struct draft *draft)
{
    struct store_bundle bundle;
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    draft->manifest.issued = draft->now;
    if (!store_next(draft->store, "bundle", draft->highest_serial + 1, &draft->manifest.serial,
                    draft->err) ||
        !manifest_sign(&draft->manifest, &draft->hub->key, &bytes, draft->err))
        return false;
    bundle.serial = draft->manifest.serial;
    bundle.manifest = manifest_digest(buf_span(&bytes));
    return store_blob_put(draft->store, &bundle.manifest, buf_span(&bytes), draft->err) &&
           store_bundle_put(draft->store, draft->manifest.venue, &bundle, draft->err);
}

static bool refresh_locked(const struct hub *hub, struct store *store, const char *venue,
                           struct err *err)
{
    bool same = false;
    struct draft *draft = calloc(1, sizeof *draft);
    if (draft == NULL)
        return err_set(err, ERR_LATER, "there is no memory to make a bundle");
    draft->hub = hub;
    draft->store = store;
    draft->now = clock_now().wall;
    draft->err = err;
    bool done = fill(draft, venue) && same_as_last(draft, &same) && (same || publish(draft));
    free(draft);
    return done || err_wrap(err, "making the bundle of %s", venue);
}

/* One at a time in all processes: two would sign each other's content under the wrong serial. */
bool bundle_refresh(const struct hub *hub, struct store *store, const char *venue, struct err *err)
{
    FD_AUTO lock = -1;
    return hub_lock(hub, &lock, err) && refresh_locked(hub, store, venue, err);
}

/* What is in the way of one venue keeps nothing from the others; the first failure is told. */
bool bundle_refresh_all(const struct hub *hub, struct store *store, struct err *err)
{
    struct venue_list venues = { 0 };
    struct err one = { 0 };
    bool done = venue_list_read(store, &venues, err);
    for (size_t i = 0; i < venues.count; i++) {
        if (bundle_refresh(hub, store, venues.list[i].id, &one))
            continue;
        if (done)
            *err = one;
        done = false;
    }
    venue_list_finish(&venues);
    return done;
}
