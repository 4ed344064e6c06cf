/*
 * What goes from DIR/courier/blobs when a new bundle is whole, or room runs out: all that neither
 * the bundles in use name nor a response may. When any of those bundles cannot be read, everything
 * stays.
 */
#include "courier_int.h"
#include "file.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of files that must stay, as sorted text. */
struct names {
    char (*hex)[65];
    size_t count, room;
};

static void free_names(struct names *names)
{
    free(names->hex);
}

static bool add_name(struct names *names, const struct digest *name)
{
    if (names->count == names->room) {
        size_t room = names->room == 0 ? 64 : names->room * 2;
        char(*hex)[65] = realloc(names->hex, room * sizeof *hex);
        if (hex == NULL)
            return false;
        names->hex = hex;
        names->room = room;
    }
    digest_hex(name, names->hex[names->count++]);
    return true;
}

static bool add_bundle(const struct courier *courier, const struct digest *name,
                       struct names *names)
{
    static const struct digest none = { { 0 } };
    if (memcmp(name, &none, sizeof none) == 0)
        return true;
    __attribute__((cleanup(manifest_finish))) struct manifest manifest = { 0 };
    struct err err;
    if (!courier_manifest_open(courier, name, &manifest, &err) || !add_name(names, name))
        return false;
    for (size_t i = 0; i < manifest.blob_count; i++)
        if (!add_name(names, &manifest.blobs[i].digest))
            return false;
    return true;
}

/* The bundle that the screen shows just now, from DIR/screen/active; all zero when it shows none.
 */
static bool read_active(const struct courier *courier, struct digest *ret)
{
    char path[COURIER_PATH_MAX];
    char hex[65] = "";
    struct err err = { 0 };
    BUF_AUTO text = buf_new(200);
    *ret = (struct digest){ { 0 } };
    (void)snprintf(path, sizeof path, "%s/screen/active", courier->data);
    if (!file_read(path, &text, &err))
        return err.kind == ERR_MISSING;
    (void)snprintf(hex, sizeof hex, "%s", buf_text(&text));
    return digest_from_hex(hex, ret);
}

static int compare_names(const void *a, const void *b)
{
    return strncmp(a, b, 64);
}

/* Surveys of bundles long gone: responses that nobody has acknowledged yet may still name them, and
 * a hub that lacks one asks for it. Only the newest stay. */
struct old_surveys {
    struct {
        char name[65];
        int64_t since;
    } kept[COURIER_OLD_SURVEYS_MAX];
    size_t count;
};

static size_t oldest_of(const struct old_surveys *surveys)
{
    size_t oldest = 0;
    for (size_t i = 1; i < surveys->count; i++)
        if (surveys->kept[i].since < surveys->kept[oldest].since)
            oldest = i;
    return oldest;
}

static void keep_survey(struct old_surveys *surveys, int folder, const char *name)
{
    struct stat about = { 0 };
    size_t place = surveys->count;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    if (place == COURIER_OLD_SURVEYS_MAX) {
        place = oldest_of(surveys);
        bool older = about.st_mtime < surveys->kept[place].since;
        (void)unlinkat(folder, older ? name : surveys->kept[place].name, 0);
        if (older)
            return;
    } else {
        surveys->count++;
    }
    (void)snprintf(surveys->kept[place].name, sizeof surveys->kept[place].name, "%.64s", name);
    surveys->kept[place].since = about.st_mtime;
}

static bool names_survey(const struct courier *courier, const char *name)
{
    struct digest digest;
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    if (!digest_from_hex(name, &digest))
        return false;
    if (!courier_blob_load(courier->data, &digest, &bytes, &err))
        return err.kind == ERR_LATER;
    return courier_may_be_survey(buf_span(&bytes));
}

static bool is_named(const struct names *names, const char *name)
{
    return strlen(name) < 64 ||
           (names->count > 0 &&
            bsearch(name, names->hex, names->count, sizeof *names->hex, compare_names) != NULL);
}

static void remove_others(const struct courier *courier, const struct names *names)
{
    char folder[COURIER_PATH_MAX];
    struct err err;
    struct old_surveys surveys = { .count = 0 };
    if (!courier_path(courier->data, "blobs", folder, &err))
        return;
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return;
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (is_named(names, entry->d_name))
            continue;
        if (names_survey(courier, entry->d_name))
            keep_survey(&surveys, dirfd(listing), entry->d_name);
        else
            (void)unlinkat(dirfd(listing), entry->d_name, 0);
    }
    (void)closedir(listing);
}

/* What the screen shows, what it will show, and another one stay. */
static void keep_only(const struct courier *courier, const struct digest *other)
{
    __attribute__((cleanup(free_names))) struct names names = { 0 };
    struct digest active;
    if (!read_active(courier, &active) || !add_bundle(courier, &active, &names) ||
        !add_bundle(courier, &courier->state.bundle, &names) || !add_bundle(courier, other, &names))
        return;
    if (names.count > 0)
        qsort(names.hex, names.count, sizeof *names.hex, compare_names);
    remove_others(courier, &names);
}

void courier_tidy(const struct courier *courier)
{
    keep_only(courier, &courier->state.previous_bundle);
}

void courier_make_room(const struct courier *courier, const struct digest *coming)
{
    keep_only(courier, coming);
}
