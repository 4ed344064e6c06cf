/*
 * Choosing the words of the interface; see kiosk_words.h. A hub may be newer than this program and
 * send language files that this one does not know. That must not leave the screen with nothing to
 * ask, and no file is shown of which half was understood.
 */
#include "kiosk_words.h"
#include "courier_state.h"
#include "embedded.h"
#include "kiosk_problems.h"
#include "log.h"
#include <stdlib.h>

extern const struct embedded shell_languages[];

/* One bundle's languages in the making. */
struct selection {
    const char *data;
    const struct manifest *manifest;
    struct wording **words;
    struct err why[BUNDLE_LANGUAGES_MAX]; /* the bundle's own file does not load */
    int loaded;
};

static bool load(struct span bytes, struct wording **ret, struct err *err)
{
    struct problems *problems = kiosk_problems_new(err);
    if (!problems)
        return false;
    *ret = wording_load(bytes, problems);
    bool loaded = *ret || kiosk_problems_first(problems, "the words of the interface", err);
    free(problems);
    return loaded;
}

/* --- those of the program --- */

static const struct embedded *find_built_in(const char *tag, size_t length)
{
    for (const struct embedded *file = shell_languages; file->name; file++)
        if (strlen(file->name) == length && strncmp(file->name, tag, length) == 0)
            return file;
    return NULL;
}

bool words_built_in(const char *tag, struct wording **ret, struct err *err)
{
    const struct embedded *file = find_built_in(tag, strlen(tag));
    if (!file)
        file = find_built_in(tag, strcspn(tag, "-"));
    *ret = NULL;
    return !file || load(span_of(file->bytes, file->size), ret, err);
}

/* --- those of a bundle --- */

static const struct blob_name *find_words(const struct manifest *manifest, const char *tag)
{
    for (size_t i = 0; i < manifest->blob_count; i++)
        if (manifest->blobs[i].kind == BLOB_WORDING && strcmp(manifest->blobs[i].name, tag) == 0)
            return &manifest->blobs[i];
    return NULL;
}

/* Fails only for what is no fault of the file: a file at fault leaves its reason in `why`. */
static bool load_offered(struct selection *selection, int i, struct err *err)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    const struct blob_name *blob =
        find_words(selection->manifest, selection->manifest->languages[i]);
    if (!blob)
        return !err_set(&selection->why[i], ERR_REFUSED, "the bundle has no such file");
    if (!courier_blob_load(selection->data, &blob->digest, &bytes, err))
        return false;
    if (load(buf_span(&bytes), &selection->words[i], &selection->why[i]))
        selection->loaded++;
    else if (selection->why[i].kind != ERR_REFUSED)
        return err_set(err, selection->why[i].kind, "%s", selection->why[i].text);
    return true;
}

static bool speaks_alone(const struct selection *selection, int i, const char *default_tag)
{
    return selection->loaded == 0 || strcmp(selection->manifest->languages[i], default_tag) == 0;
}

/* Puts the program's own words in the place of a file that does not load, where it must. */
static bool replace(struct selection *selection, const char *default_tag, struct err *err)
{
    for (int i = 0; i < selection->manifest->language_count; i++) {
        if (selection->words[i] || !speaks_alone(selection, i, default_tag))
            continue;
        const char *tag = selection->manifest->languages[i];
        if (!words_built_in(tag, &selection->words[i], err))
            return false;
        if (!selection->words[i] && strcmp(tag, default_tag) == 0)
            return err_set(err, ERR_REFUSED, "loading the words of %s: %s", tag,
                           selection->why[i].text);
    }
    return true;
}

static void tell(const struct selection *selection)
{
    for (int i = 0; i < selection->manifest->language_count; i++) {
        const char *tag = selection->manifest->languages[i];
        if (selection->why[i].kind != ERR_NONE && selection->words[i])
            log_line(LOG_WARN, "kiosk", "%s speaks with the words built in, not the bundle's: %s",
                     tag, selection->why[i].text);
        else if (selection->why[i].kind != ERR_NONE)
            log_line(LOG_WARN, "kiosk", "%s is not offered: %s", tag, selection->why[i].text);
    }
}

bool words_of_bundle(const char *data, const struct manifest *manifest, const char *default_tag,
                     struct wording *ret[BUNDLE_LANGUAGES_MAX], struct err *err)
{
    struct selection selection = { .data = data, .manifest = manifest, .words = ret };
    for (int i = 0; i < manifest->language_count; i++)
        if (!load_offered(&selection, i, err))
            return err_wrap(err, "loading the words of %s", manifest->languages[i]);
    if (!replace(&selection, default_tag, err))
        return false;
    tell(&selection);
    return true;
}
