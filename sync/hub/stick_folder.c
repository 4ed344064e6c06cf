/* A folder of a stick: see stick_folder.h. */
#include "stick_folder.h"
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 10000 };

static bool has_ending(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_ours(const char *name)
{
    return has_ending(name, ".batch") || has_ending(name, ".enrol");
}

/* Where a file lies: what stands before its last slash. */
static void folder_of(const char *path, char ret[STICK_PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    int length = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
    (void)snprintf(ret, STICK_PATH_MAX, "%.*s", length, slash == NULL ? "." : path);
}

static struct stick_kiosk *place_of(struct stick_kiosks *met, const char *folder, uint64_t kiosk)
{
    for (size_t i = 0; i < met->count; i++)
        if (met->list[i].id == kiosk && strcmp(met->list[i].folder, folder) == 0)
            return &met->list[i];
    if (met->count == STICK_KIOSKS_MAX)
        return NULL;
    struct stick_kiosk *place = &met->list[met->count++];
    *place = (struct stick_kiosk){ .id = kiosk, .by_name = true };
    memcpy(place->folder, folder, sizeof place->folder);
    return place;
}

void stick_kiosks_add(struct stick_kiosks *met, const char *path, uint64_t kiosk, uint64_t held,
                      bool is_new)
{
    char folder[STICK_PATH_MAX] = "";
    folder_of(path, folder);
    struct stick_kiosk *place = place_of(met, folder, kiosk);
    if (place == NULL)
        return;
    place->by_name = false;
    place->held = held > place->held ? held : place->held;
    place->is_new = place->is_new || is_new;
}

/* "yousaid-0123456789abcdef" and whatever follows: only a hint, by which nothing is believed. */
static void note_name(struct stick_kiosks *met, const char *folder, const char *name)
{
    char path[STICK_PATH_MAX] = "";
    uint64_t kiosk = 0;
    int read = 0;
    if (sscanf(name, "yousaid-%16" SCNx64 "%n", &kiosk, &read) != 1 || read != 24 ||
        strchr("-.", name[read]) == NULL || name[read] == '\0')
        return;
    (void)snprintf(path, sizeof path, "%s", folder);
    (void)place_of(met, path, kiosk);
}

bool stick_folder_is(const char *path)
{
    struct stat about;
    return !is_ours(path) && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

void stick_folder_finish(struct stick_folder *folder)
{
    for (int i = 0; i < folder->count; i++)
        free(folder->paths[i]);
    free(folder->paths);
    *folder = (struct stick_folder){ .count = 0 };
}

static int any(const struct dirent *entry)
{
    return strncmp(entry->d_name, "yousaid-", 8) == 0 || is_ours(entry->d_name);
}

static bool keep_path(struct stick_folder *ret, const char *folder, const char *name)
{
    char path[STICK_PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return true; /* a stick's names are shorter */
    ret->paths[ret->count] = strdup(path);
    return ret->paths[ret->count] != NULL && ++ret->count > 0;
}

bool stick_folder_read(const char *path, struct stick_folder *ret, struct stick_kiosks *met,
                       struct err *err)
{
    struct dirent **entries = NULL;
    char folder[STICK_PATH_MAX];
    bool kept = snprintf(folder, sizeof folder, "%s", path) < (int)sizeof folder;
    for (size_t end = strlen(folder); end > 1 && folder[end - 1] == '/'; end--)
        folder[end - 1] = '\0';
    int count = kept ? scandir(folder, &entries, any, versionsort) : -1;
    if (count < 0)
        return err_errno(err, "reading %s", path);
    ret->paths = calloc((size_t)count + 1, sizeof *ret->paths);
    kept = ret->paths != NULL;
    for (int i = 0; i < count; i++) {
        note_name(met, folder, entries[i]->d_name);
        if (kept && i < FILES_MAX && is_ours(entries[i]->d_name))
            kept = keep_path(ret, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return kept || err_set(err, ERR_LATER, "there is no memory for the files of %s", path);
}
