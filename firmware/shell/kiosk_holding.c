/* Loading surveys, words and bundles for the screen; see kiosk_holding.h. */
#include "kiosk_holding.h"
#include "file.h"
#include "kiosk_problems.h"
#include "kiosk_venue.h"
#include "kiosk_words.h"
#include "local_time.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { PATH_SIZE = 4096, ACTIVE_BYTES_MAX = 120 };

static void take_days(struct holding *holding)
{
    const struct survey *survey = holding->survey;
    struct program *program = &holding->program;
    struct err none;
    if (!survey->has_about)
        return;
    (void)!local_day_from_text(survey->about.review_date, &program->review_day, &none);
    (void)!local_day_from_text(survey->about.closing_date, &program->closing_day, &none);
}

static bool take_survey(struct holding *holding, struct span bytes, struct err *err)
{
    struct problems *problems = kiosk_problems_new(err);
    if (!problems)
        return false;
    holding->survey = survey_load(bytes, problems);
    if (holding->survey == NULL)
        (void)kiosk_problems_first(problems, "the survey", err);
    free(problems);
    if (holding->survey == NULL)
        return false;
    holding->survey_digest = digest_of(bytes);
    holding->program.survey = holding->survey;
    take_days(holding);
    return true;
}

/* Takes the words over, whether or not they can be offered. */
static bool take_wording(struct holding *holding, struct wording *wording, const char *tag,
                         struct err *err)
{
    struct program *program = &holding->program;
    int language = survey_language(holding->survey, tag);
    if (language < 0 || program->language_count == KIOSK_LANGUAGES_MAX) {
        wording_free(wording);
        return err_set(err, ERR_REFUSED, "the survey does not speak %s", tag);
    }
    uint8_t at = program->language_count++;
    holding->wordings[at] = wording;
    program->wordings[at] = wording;
    program->survey_language[at] = (uint8_t)language;
    if (language == holding->survey->default_language)
        program->default_language = at;
    return true;
}

void holding_free(struct holding *holding)
{
    if (!holding)
        return;
    for (int i = 0; i < KIOSK_LANGUAGES_MAX; i++)
        wording_free(holding->wordings[i]);
    survey_free(holding->survey);
    clips_finish(&holding->clips);
    venue_profile_free(holding->venue);
    notices_free(holding->notices);
    free(holding);
}

static void holding_drop(struct holding **holding)
{
    holding_free(*holding);
}
#define HOLDING_AUTO __attribute__((cleanup(holding_drop))) struct holding

static struct holding *holding_new(struct err *err)
{
    struct holding *holding = calloc(1, sizeof *holding);
    if (!holding)
        (void)err_set(err, ERR_LATER, "no memory for a survey");
    return holding;
}

/* What holding_arrange goes by. */
static void know_the_order(struct holding *holding)
{
    memcpy(holding->survey_language, holding->program.survey_language,
           sizeof holding->survey_language);
    holding->default_language = holding->program.default_language;
}

/* The venue's own choice of where to start, when that language is offered. */
static void take_default(struct holding *holding)
{
    struct program *program = &holding->program;
    const char *tag = program_venue(program)->default_language;
    for (uint8_t i = 0; i < program->language_count; i++)
        if (strcasecmp(program->survey->languages[program->survey_language[i]].tag, tag) == 0)
            program->default_language = i;
    know_the_order(holding);
}

static bool offers_something(const struct holding *holding, struct err *err)
{
    return holding->program.language_count > 0 ||
           err_set(err, ERR_REFUSED, "there is no language that survey and interface share");
}

/* A language is read aloud where there are clips of it. */
static void know_what_speaks(struct holding *holding)
{
    struct program *program = &holding->program;
    for (int i = 0; i < program->language_count; i++)
        program->speaks[i] = clips_speak(&holding->clips, program->wordings[i]->tag);
}

bool holding_add_speech(struct holding *holding, const char *folder, struct err *err)
{
    if (!clips_of_folder(&holding->clips, folder, err))
        return false;
    know_what_speaks(holding);
    return true;
}

/* --- the order of the languages --- */

static void put(struct holding *holding, uint8_t from)
{
    struct program *program = &holding->program;
    for (int i = 0; i < program->language_count; i++)
        if (program->wordings[i] == holding->wordings[from])
            return;
    uint8_t at = program->language_count++;
    program->wordings[at] = holding->wordings[from];
    program->survey_language[at] = holding->survey_language[from];
    if (from == holding->default_language)
        program->default_language = at;
}

static uint8_t count_of(const struct holding *holding)
{
    uint8_t count = 0;
    while (count < KIOSK_LANGUAGES_MAX && holding->wordings[count])
        count++;
    return count;
}

void holding_arrange(struct holding *holding, const struct local_settings *settings)
{
    struct program *program = &holding->program;
    uint8_t count = count_of(holding);
    program->language_count = 0;
    for (int i = 0; i < settings->language_count; i++)
        for (uint8_t from = 0; from < count; from++)
            if (strcmp(holding->wordings[from]->tag, settings->languages[i]) == 0)
                put(holding, from);
    bool chosen = program->language_count > 0;
    for (uint8_t from = 0; from < count; from++)
        put(holding, from);
    if (chosen)
        program->default_language = 0;
    know_what_speaks(holding);
}

/* --- a file on a desk --- */

static bool take_built_in(struct holding *holding, int language, struct err *err)
{
    struct wording *wording = NULL;
    const char *tag = holding->survey->languages[language].tag;
    if (!holding->survey->languages[language].complete)
        return true;
    return words_built_in(tag, &wording, err) &&
           (!wording || take_wording(holding, wording, tag, err));
}

/* In the venue's order, else in the survey's. */
static bool take_built_in_words(struct holding *holding, struct err *err)
{
    const struct survey *survey = holding->survey;
    const struct venue_profile *venue = program_venue(&holding->program);
    for (int i = 0; i < venue->language_count; i++)
        for (int language = 0; language < survey->language_count; language++)
            if (strcasecmp(survey->languages[language].tag, venue->languages[i]) == 0 &&
                !take_built_in(holding, language, err))
                return false;
    bool all = holding->program.language_count == 0;
    for (int language = 0; all && language < survey->language_count; language++)
        if (!take_built_in(holding, language, err))
            return false;
    take_default(holding);
    return offers_something(holding, err);
}

static void take_times(struct holding *holding)
{
    const struct venue_profile *venue = program_venue(&holding->program);
    holding->program.idle_ms = venue->idle_seconds * 1000u;
    holding->program.warn_ms = venue->warn_seconds * 1000u;
    holding->program.thanks_ms = venue->thanks_seconds * 1000u;
}

static bool take_choices(struct holding *holding, const struct desk_bytes *desk, struct err *err)
{
    if ((desk->venue.size > 0 && !venue_from_bytes(desk->venue, &holding->venue, err)) ||
        (desk->notices.size > 0 && !notices_from_bytes(desk->notices, &holding->notices, err)))
        return false;
    holding->program.venue = holding->venue;
    holding->program.notices = holding->notices;
    take_times(holding);
    return true;
}

static const char *owner_of(const struct survey *survey)
{
    return survey->has_about ? survey->about.owner.in[survey->default_language] : "";
}

bool holding_from_bytes(const struct desk_bytes *desk, struct holding **ret, struct err *err)
{
    HOLDING_AUTO *holding = holding_new(err);
    if (!holding || !take_choices(holding, desk, err) || !take_survey(holding, desk->survey, err) ||
        !take_built_in_words(holding, err))
        return false;
    (void)snprintf(holding->program.venue_name, sizeof holding->program.venue_name, "%s",
                   desk->name ? desk->name : owner_of(holding->survey));
    *ret = holding;
    holding = NULL;
    return true;
}

static bool read_if_named(const char *path, struct buf *ret, struct err *err)
{
    return !path || file_read(path, ret, err);
}

bool holding_from_file(const struct desk *desk, struct holding **ret, struct err *err)
{
    BUF_AUTO survey = buf_new(SURVEY_FILE_MAX);
    BUF_AUTO venue = buf_new(VENUE_FILE_MAX);
    BUF_AUTO notices = buf_new(NOTICES_FILE_MAX);
    if (!file_read(desk->survey, &survey, err) || !read_if_named(desk->venue, &venue, err) ||
        !read_if_named(desk->notices, &notices, err))
        return false;
    struct desk_bytes bytes = { buf_span(&survey), buf_span(&venue), buf_span(&notices), NULL };
    return holding_from_bytes(&bytes, ret, err) || err_wrap(err, "loading %s", desk->survey);
}

/* --- a bundle --- */

static void manifest_drop(struct manifest *manifest)
{
    manifest_finish(manifest);
}
#define MANIFEST_AUTO __attribute__((cleanup(manifest_drop))) struct manifest

/* Signed by any of the hub keys that programme statements have introduced. */
static bool open_manifest(const struct trust *trust, struct span message, struct manifest *ret,
                          struct err *err)
{
    for (size_t i = 0; i < trust->hub_key_count; i++)
        if (manifest_open(message, &trust->hub_keys[i], ret, err))
            return true;
    return err_set(err, ERR_DENIED, "the bundle is not signed by a hub that this kiosk knows");
}

/* Whole means that every blob is there and is what its name says. */
static bool check_blobs(const char *data, const struct manifest *manifest, struct err *err)
{
    for (size_t i = 0; i < manifest->blob_count; i++) {
        BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
        if (!courier_blob_load(data, &manifest->blobs[i].digest, &bytes, err))
            return err_wrap(err, "checking %s of the bundle", manifest->blobs[i].name);
        if (bytes.size != manifest->blobs[i].size)
            return err_set(err, ERR_CORRUPT, "%s of the bundle has another size",
                           manifest->blobs[i].name);
    }
    return true;
}

/* Takes over all of them, the more when one is refused: what is left is nobody's. */
static bool take_words(struct holding *holding, const struct manifest *manifest,
                       struct wording *words[BUNDLE_LANGUAGES_MAX], struct err *err)
{
    bool taken = true;
    for (int i = 0; i < manifest->language_count; i++)
        if (words[i] && !take_wording(holding, words[i], manifest->languages[i], err))
            taken = false;
    take_default(holding);
    return taken && offers_something(holding, err);
}

static bool take_bundle_words(struct holding *holding, const char *data,
                              const struct manifest *manifest, struct err *err)
{
    const struct survey *survey = holding->survey;
    const char *default_tag = survey->languages[survey->default_language].tag;
    struct wording *words[BUNDLE_LANGUAGES_MAX] = { NULL };
    if (words_of_bundle(data, manifest, default_tag, words, err))
        return take_words(holding, manifest, words, err);
    for (int i = 0; i < BUNDLE_LANGUAGES_MAX; i++)
        wording_free(words[i]);
    return false;
}

static bool take_bundle_survey(struct holding *holding, const char *data,
                               const struct manifest *manifest, struct err *err)
{
    static const struct digest none;
    if (seal_equal(&manifest->survey, &none, sizeof none))
        return true; /* no survey yet: the screen says so */
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    return courier_blob_load(data, &manifest->survey, &bytes, err) &&
           take_survey(holding, buf_span(&bytes), err) &&
           take_bundle_words(holding, data, manifest, err);
}

static void take_settings(struct holding *holding, const struct manifest *manifest)
{
    struct program *program = &holding->program;
    holding->serial = manifest->serial;
    (void)snprintf(holding->time_zone, sizeof holding->time_zone, "%s", manifest->time_zone);
    (void)snprintf(program->venue_name, sizeof program->venue_name, "%s", manifest->venue_name);
    program->idle_ms = manifest->settings.idle_seconds * 1000u;
    program->warn_ms = manifest->settings.warn_seconds * 1000u;
    program->thanks_ms = manifest->settings.thanks_seconds * 1000u;
}

bool holding_from_bundle(const char *data, const struct trust *trust, const struct digest *bundle,
                         struct holding **ret, struct err *err)
{
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    MANIFEST_AUTO manifest = { 0 };
    HOLDING_AUTO *holding = holding_new(err);
    if (!holding || !courier_blob_load(data, bundle, &message, err) ||
        !open_manifest(trust, buf_span(&message), &manifest, err) ||
        !check_blobs(data, &manifest, err) ||
        !venue_of_bundle(data, &manifest, &holding->venue, err) ||
        !notices_of_bundle(data, &manifest, &holding->notices, err))
        return err_wrap(err, "opening the bundle");
    holding->program.venue = holding->venue;
    holding->program.notices = holding->notices;
    if (!take_bundle_survey(holding, data, &manifest, err))
        return err_wrap(err, "opening the bundle");
    take_settings(holding, &manifest);
    clips_of_bundle(&holding->clips, data, &manifest);
    know_what_speaks(holding);
    holding->bundle = *bundle;
    *ret = holding;
    holding = NULL;
    return true;
}

bool holding_pin(const char *data, const struct trust *trust, const struct digest *bundle,
                 uint16_t invitation, struct pin_hashes *ret, struct err *err)
{
    BUF_AUTO message = buf_new(BUNDLE_BYTES_MAX);
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    MANIFEST_AUTO manifest = { 0 };
    char name[8];
    (void)snprintf(name, sizeof name, "%u", invitation);
    if (!courier_blob_load(data, bundle, &message, err) ||
        !open_manifest(trust, buf_span(&message), &manifest, err))
        return false;
    for (size_t i = 0; i < manifest.blob_count; i++)
        if (manifest.blobs[i].kind == BLOB_PIN && strcmp(manifest.blobs[i].name, name) == 0)
            return courier_blob_load(data, &manifest.blobs[i].digest, &bytes, err) &&
                   pin_hashes_read(buf_span(&bytes), ret, err);
    return err_set(err, ERR_MISSING, "the bundle has no PIN for this kiosk");
}

/* --- which bundle is asked --- */

static bool active_read(const char *text, struct active *ret)
{
    char hex[65];
    unsigned long long serial = 0;
    unsigned long long kiosk = 0;
    int end = 0;
    (void)snprintf(hex, sizeof hex, "%.64s", text);
    if (strlen(text) < 65 || !digest_from_hex(hex, &ret->bundle) ||
        sscanf(text + 64, " %20llu%n %16llx%n", &serial, &end, &kiosk, &end) < 1 ||
        text[64 + end] != '\n')
        return false;
    ret->serial = serial;
    ret->kiosk = kiosk;
    return true;
}

bool holding_active_load(const char *data, struct active *ret, struct err *err)
{
    char path[PATH_SIZE];
    BUF_AUTO bytes = buf_new(ACTIVE_BYTES_MAX);
    if (!file_join(path, sizeof path, data, "screen/active", err) || !file_read(path, &bytes, err))
        return false;
    return active_read(buf_text(&bytes), ret) || err_set(err, ERR_CORRUPT, "%s is damaged", path);
}

bool holding_active_save(const char *data, const struct active *active, struct err *err)
{
    char path[PATH_SIZE], hex[65], line[ACTIVE_BYTES_MAX];
    digest_hex(&active->bundle, hex);
    (void)snprintf(line, sizeof line, "%s %llu %016llx\n", hex, (unsigned long long)active->serial,
                   (unsigned long long)active->kiosk);
    return file_join(path, sizeof path, data, "screen/active", err) &&
           file_write_durable(path, span_text(line), 0640, err);
}
