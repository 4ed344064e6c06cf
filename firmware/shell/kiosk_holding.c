/* Loading surveys, words and bundles for the screen; see kiosk_holding.h. */
#include "kiosk_holding.h"
#include "embedded.h"
#include "file.h"
#include "log.h"
#include "seal.h"
#include <stdio.h>
#include <stdlib.h>

extern const struct embedded shell_languages[];

enum { WORDS_BYTES_MAX = 256 * 1024, PATH_SIZE = 4096, ACTIVE_BYTES_MAX = 100 };

static bool first_problem(const struct problems *problems, const char *what, struct err *err)
{
    for (int i = 0; i < problems->count; i++)
        if (problems->list[i].level == PROBLEM_ERROR)
            return err_set(err, ERR_REFUSED, "%s: %s: %s", what, problems->list[i].pointer,
                           problems->list[i].text);
    return err_set(err, ERR_REFUSED, "%s cannot be used", what);
}

static struct problems *problems_new(struct err *err)
{
    struct problems *problems = calloc(1, sizeof *problems);
    if (!problems)
        (void)err_set(err, ERR_LATER, "no memory for loading a survey");
    return problems;
}

static bool take_survey(struct holding *holding, struct span bytes, struct err *err)
{
    struct problems *problems = problems_new(err);
    if (!problems)
        return false;
    holding->survey = survey_load(bytes, problems);
    bool loaded = holding->survey != NULL || first_problem(problems, "the survey", err);
    free(problems);
    if (!loaded)
        return false;
    holding->survey_digest = digest_of(bytes);
    holding->program.survey = holding->survey;
    return true;
}

static bool take_wording(struct holding *holding, struct span bytes, const char *tag,
                         struct err *err)
{
    struct program *program = &holding->program;
    int language = survey_language(holding->survey, tag);
    if (language < 0 || program->language_count == KIOSK_LANGUAGES_MAX)
        return err_set(err, ERR_REFUSED, "the survey does not speak %s", tag);
    struct problems *problems = problems_new(err);
    struct wording *wording = problems ? wording_load(bytes, problems) : NULL;
    if (!wording && problems)
        (void)first_problem(problems, "the words of the interface", err);
    free(problems);
    if (!wording)
        return false;
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

static bool offers_something(const struct holding *holding, struct err *err)
{
    return holding->program.language_count > 0 ||
           err_set(err, ERR_REFUSED, "there is no language that survey and interface share");
}

/* --- a file on a desk --- */

static const struct embedded *words_built_in(const char *tag)
{
    const struct embedded *file = shell_languages;
    while (file->name && strcmp(file->name, tag) != 0)
        file++;
    return file->name ? file : NULL;
}

static bool take_built_in_words(struct holding *holding, struct err *err)
{
    const struct survey *survey = holding->survey;
    for (int i = 0; i < survey->language_count; i++) {
        const struct embedded *file = words_built_in(survey->languages[i].tag);
        if (survey->languages[i].complete && file &&
            !take_wording(holding, span_of(file->bytes, file->size), survey->languages[i].tag, err))
            return false;
    }
    return offers_something(holding, err);
}

bool holding_from_file(const char *path, struct holding **ret, struct err *err)
{
    BUF_AUTO bytes = buf_new(SURVEY_FILE_MAX);
    HOLDING_AUTO *holding = holding_new(err);
    if (!holding || !file_read(path, &bytes, err))
        return false;
    if (!take_survey(holding, buf_span(&bytes), err) || !take_built_in_words(holding, err))
        return err_wrap(err, "loading %s", path);
    const char *owner = holding->survey->has_about
                            ? holding->survey->about.owner.in[holding->survey->default_language]
                            : "";
    (void)snprintf(holding->program.venue_name, sizeof holding->program.venue_name, "%s", owner);
    *ret = holding;
    holding = NULL;
    return true;
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

static const struct blob_name *find_words(const struct manifest *manifest, const char *tag)
{
    for (size_t i = 0; i < manifest->blob_count; i++)
        if (manifest->blobs[i].kind == BLOB_WORDING && strcmp(manifest->blobs[i].name, tag) == 0)
            return &manifest->blobs[i];
    return NULL;
}

static bool take_bundle_words(struct holding *holding, const char *data,
                              const struct manifest *manifest, struct err *err)
{
    for (int i = 0; i < manifest->language_count; i++) {
        const struct blob_name *blob = find_words(manifest, manifest->languages[i]);
        BUF_AUTO bytes = buf_new(WORDS_BYTES_MAX);
        if (!blob)
            return err_set(err, ERR_MISSING, "the bundle offers %s without its words",
                           manifest->languages[i]);
        if (!courier_blob_load(data, &blob->digest, &bytes, err) ||
            !take_wording(holding, buf_span(&bytes), manifest->languages[i], err))
            return err_wrap(err, "loading the words of %s", manifest->languages[i]);
    }
    return offers_something(holding, err);
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
        !check_blobs(data, &manifest, err) || !take_bundle_survey(holding, data, &manifest, err))
        return err_wrap(err, "opening the bundle");
    take_settings(holding, &manifest);
    holding->bundle = *bundle;
    *ret = holding;
    holding = NULL;
    return true;
}

/* --- which bundle is asked --- */

static bool active_read(const char *text, struct active *ret)
{
    char hex[65];
    char end;
    unsigned long long serial = 0;
    (void)snprintf(hex, sizeof hex, "%.64s", text);
    if (strlen(text) < 65 || !digest_from_hex(hex, &ret->bundle) ||
        sscanf(text + 64, " %20llu%c", &serial, &end) != 2)
        return false;
    ret->serial = serial;
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
    (void)snprintf(line, sizeof line, "%s %llu\n", hex, (unsigned long long)active->serial);
    return file_join(path, sizeof path, data, "screen/active", err) &&
           file_write_durable(path, span_text(line), 0640, err);
}
