/*
 * A venue's bundle, made from what the store holds: statements, what the venue chooses, survey, the
 * interface's words in the languages offered, PIN blobs. The manifest is compared with the last one
 * under that one's serial and date, so that nothing new is signed when nothing changed.
 */
#include "file.h"
#include "hub_int.h"
#include "notices.h"
#include "speech.h"
#include "wording.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* A manifest in the making. */
struct draft {
    const struct hub *hub;
    struct store *store;
    struct venue_profile *profile; /* what the venue chooses; never NULL once it is read */
    struct manifest manifest;
    struct blob_name blobs[BUNDLE_BLOBS_MAX];
    struct hub_keys keys;     /* of all hubs of the programme */
    struct store_bundle last; /* that was there before anything else was read; serial 0: none */
    uint64_t highest_serial;  /* that any kiosk reports, as far as a hub can have made it */
    unix_seconds now;
    bool unlisted; /* a speech pack found no room */
    struct err *err;
};

/* So often is it tried again when others make bundles of the same venue. */
enum { BUNDLE_TRIES = 20 };

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

/* ---- what the venue chooses ---- */

static bool add_profile(struct draft *draft)
{
    BUF_AUTO bytes = buf_new(VENUE_FILE_MAX);
    if (!venue_profile_read(draft->store, draft->manifest.venue, &bytes, &draft->profile,
                            draft->err))
        return false;
    draft->manifest.settings = (struct venue_settings){
        .idle_seconds = draft->profile->idle_seconds,
        .warn_seconds = draft->profile->warn_seconds,
        .thanks_seconds = draft->profile->thanks_seconds,
    };
    return bytes.size == 0 || add_blob(draft, BLOB_VENUE, "venue", buf_span(&bytes));
}

static bool add_notices(struct draft *draft)
{
    BUF_AUTO bytes = buf_new(NOTICES_FILE_MAX);
    return notices_file(draft->store, draft->manifest.venue, &bytes, draft->err) &&
           (bytes.size == 0 || add_blob(draft, BLOB_NOTICES, "notices", buf_span(&bytes)));
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

/* Of a kiosk that was adopted before it had a bundle, nobody knows the PIN any more. */
static const struct digest no_pin;

static bool add_kiosk_pin(void *context, const struct store_kiosk *kiosk)
{
    struct draft *draft = context;
    bool has_pin = memcmp(&kiosk->pin_blob, &no_pin, sizeof no_pin) != 0;
    if (kiosk->revoked_from != 0 || !has_pin)
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
    if (!store_kiosks_at(draft->store, draft->manifest.venue, add_kiosk_pin, draft, draft->err) ||
        !store_invitations(draft->store, add_invitation_pin, draft, draft->err))
        return false;
    qsort(&draft->blobs[before], draft->manifest.blob_count - before, sizeof draft->blobs[0],
          by_name);
    return true;
}

/* ---- survey and words ---- */

static bool list_pack(void *context, const char *name, const struct digest *digest, size_t size)
{
    struct draft *draft = context;
    draft->unlisted = draft->unlisted || !list_blob(draft, BLOB_CLIP, name, digest, size);
    return !draft->unlisted;
}

/* The clips of the interface in this language, of the survey that is asked, and of what the venue
 * says of its own. */
static bool add_speech(struct draft *draft, const char *tag)
{
    static const struct digest none;
    const struct digest *survey = &draft->manifest.survey;
    bool asks = memcmp(survey, &none, sizeof none) != 0;
    const struct speech_source sources[] = {
        { .tag = tag },
        { .tag = tag, .survey = survey },
        { .tag = tag, .survey = survey, .venue = draft->manifest.venue },
    };
    for (int i = 0; i < (asks ? 3 : 1); i++)
        if (!speech_packs(draft->store, &sources[i], list_pack, draft, draft->err))
            return false;
    return !draft->unlisted;
}

/* Offers a language when the interface speaks it too, or what stands before its dash: the words are
 * then listed under the survey's own tag. */
static bool offer_language(struct draft *draft, const char *tag)
{
    const struct embedded_file *file = language_find(tag);
    struct manifest *manifest = &draft->manifest;
    if (file == NULL || manifest->language_count == BUNDLE_LANGUAGES_MAX)
        return true;
    char *offered = manifest->languages[manifest->language_count++];
    (void)snprintf(offered, sizeof manifest->languages[0], "%s", tag);
    return add_blob(draft, BLOB_WORDING, tag, span_of(file->bytes, file->size)) &&
           add_speech(draft, tag);
}

static bool offer_if_accepted(struct draft *draft, const struct survey *survey, int language,
                              const struct accepted_list *accepted)
{
    return !survey_offers(survey, language, accepted->tags) ||
           offer_language(draft, survey->languages[language].tag);
}

/* Those that the venue names, in its order. */
static bool offer_chosen(struct draft *draft, const struct survey *survey,
                         const struct accepted_list *accepted)
{
    const struct venue_profile *profile = draft->profile;
    for (int i = 0; i < profile->language_count; i++)
        for (int language = 0; language < survey->language_count; language++)
            if (strcasecmp(survey->languages[language].tag, profile->languages[i]) == 0 &&
                !offer_if_accepted(draft, survey, language, accepted))
                return false;
    return true;
}

/* All that there are where the venue names none, or only such as cannot be offered. */
static bool offer_languages(struct draft *draft, const struct survey *survey,
                            const struct published_survey *published)
{
    struct accepted_list accepted;
    accepted_split(published->accepted, &accepted);
    if (!offer_chosen(draft, survey, &accepted))
        return false;
    bool all = draft->manifest.language_count == 0;
    for (int i = 0; all && i < survey->language_count; i++)
        if (!offer_if_accepted(draft, survey, i, &accepted))
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
    enum err_kind why = problems->starved ? ERR_LATER : ERR_CORRUPT;
    free(problems);
    if (!read)
        return false;
    if (survey == NULL)
        return err_set(draft->err, why, "the published survey %s cannot be read again",
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

/* The last bundle is read first: what another hub makes of newer things must not be followed by
 * what was read before. */
static bool read_last(struct draft *draft, const char *venue)
{
    return store_bundle_get(draft->store, venue, &draft->last, draft->err) ||
           draft->err->kind == ERR_MISSING;
}

/* What the hub makes must be newer than what any kiosk holds: one that was set back has learnt that
 * from its kiosks. */
static bool read_highest(struct draft *draft)
{
    uint64_t made, reported;
    if (!store_counter(draft->store, "bundle", &made, draft->err) ||
        !store_counter(draft->store, STORE_SERIAL_REPORTED, &reported, draft->err))
        return false;
    uint64_t most = made + STORE_SERIAL_MARGIN;
    draft->highest_serial = reported < most ? reported : most;
    if (draft->last.serial > draft->highest_serial)
        draft->highest_serial = draft->last.serial;
    return true;
}

static bool fill(struct draft *draft, const char *venue)
{
    draft->manifest.blobs = draft->blobs;
    return read_last(draft, venue) && fill_venue(draft, venue) && read_highest(draft) &&
           hub_keys_read(draft->hub, draft->store, &draft->keys, draft->err) &&
           statements_needed(draft->store, add_statement, draft, draft->err) &&
           add_profile(draft) && add_notices(draft) && add_venue_survey(draft) && add_pins(draft);
}

/* What any hub of the programme has signed: its payload and what it says. */
static bool open_any(const struct draft *draft, struct span message, struct span *ret_payload,
                     struct manifest *ret)
{
    for (size_t i = 0; i < draft->keys.count; i++)
        if (manifest_open(message, &draft->keys.list[i], ret, NULL))
            return envelope_verify(PURPOSE_BUNDLE, &draft->keys.list[i], message, ret_payload,
                                   NULL);
    return false;
}

/* Would this draft, under the last one's serial and date, say the very same? */
static bool says_the_same(struct draft *draft, struct span message, bool *ret_same)
{
    struct manifest old;
    struct span theirs = { 0 };
    struct span ours = { 0 };
    struct public_key key = key_public(&draft->hub->key);
    BUF_AUTO again = buf_new(BUNDLE_BYTES_MAX);
    if (!open_any(draft, message, &theirs, &old))
        return true; /* nobody's: it is made anew */
    draft->manifest.serial = old.serial;
    draft->manifest.issued = old.issued;
    manifest_finish(&old);
    if (!manifest_sign(&draft->manifest, &draft->hub->key, &again, draft->err) ||
        !envelope_verify(PURPOSE_BUNDLE, &key, buf_span(&again), &ours, draft->err))
        return false;
    *ret_same = span_equal(theirs, ours);
    return true;
}

static bool same_as_last(struct draft *draft, bool *ret_same)
{
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    *ret_same = false;
    if (draft->last.serial == 0)
        return true;
    return store_blob_get(draft->store, &draft->last.manifest, &bytes, draft->err) &&
           says_the_same(draft, buf_span(&bytes), ret_same);
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
    bundle.follows = draft->last.serial;
    return store_blob_put(draft->store, &bundle.manifest, buf_span(&bytes), draft->err) &&
           store_bundle_put(draft->store, draft->manifest.venue, &bundle, draft->err);
}

static bool refresh_once(const struct hub *hub, struct store *store, const char *venue,
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
    venue_profile_free(draft->profile);
    free(draft);
    return done;
}

/* No lock is held: the store keeps a bundle only behind the one that was the last when it was
 * begun, whoever else makes some. */
bool bundle_refresh(const struct hub *hub, struct store *store, const char *venue, struct err *err)
{
    for (int i = 0; i < BUNDLE_TRIES; i++) {
        if (refresh_once(hub, store, venue, err))
            return true;
        if (err->kind != ERR_STALE)
            return err_wrap(err, "making the bundle of %s", venue);
    }
    return err_set(err, ERR_LATER, "others were quicker with every bundle of %s", venue);
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
