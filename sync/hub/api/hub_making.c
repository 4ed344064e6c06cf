/* A hub's folder while it is made: see hub_making.h. */
#include "hub_making.h"
#include "file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static void close_listing(DIR **listing)
{
    if (*listing != NULL)
        (void)closedir(*listing);
}

/* Files alone, and no folder below: nothing else is ever made there. */
static void sweep_part(int folder, const char *part)
{
    int fd = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    __attribute__((cleanup(close_listing))) DIR *listing = fd < 0 ? NULL : fdopendir(fd);
    if (listing == NULL) {
        file_close(&fd);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;)
        (void)unlinkat(dirfd(listing), entry->d_name, 0);
    (void)unlinkat(folder, part, AT_REMOVEDIR);
}

/* By name: what somebody else has laid there stays, and is said to be in the way. */
static void sweep(int folder)
{
    static const char *const parts[] = { "keys", "tls", "words" };
    static const char *const files[] = { "hub.sqlite", "hub.sqlite-journal", "hub.sqlite-wal",
                                         "hub.sqlite-shm" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        sweep_part(folder, parts[i]);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)unlinkat(folder, files[i], 0);
}

/* Without the slashes at its end. */
static int length_of(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return length < HUB_PATH_MAX ? (int)length : HUB_PATH_MAX;
}

/* The folder that holds the path. */
static void parent_of(const char *path, char ret[HUB_PATH_MAX])
{
    (void)snprintf(ret, HUB_PATH_MAX, "%.*s", length_of(path), path);
    char *slash = strrchr(ret, '/');
    if (slash == NULL)
        (void)snprintf(ret, HUB_PATH_MAX, ".");
    else
        slash[slash == ret ? 1 : 0] = '\0';
}

/* Never made here: where a disk for backups is not mounted, the folder below it is missing. */
static bool has_parent(const char *path, struct err *err)
{
    char parent[HUB_PATH_MAX];
    parent_of(path, parent);
    return file_exists(parent) ||
           err_set(err, ERR_USAGE, "there is no folder %s: make it, or mount what is to hold it",
                   parent);
}

bool making_begin(const char *to, struct making *ret, struct err *err)
{
    *ret = (struct making){ .folder = -1 };
    int length = snprintf(ret->path, HUB_PATH_MAX, "%.*s.making", length_of(to), to);
    if (length < 0 || length >= HUB_PATH_MAX)
        return err_set(err, ERR_USAGE, "the path %.100s... is too long", to);
    if (!has_parent(to, err) || !file_make_folder(ret->path, 0700, err))
        return false;
    int folder = open(ret->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0)
        return err_errno(err, "opening %s", ret->path);
    if (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        file_close(&folder);
        return err_set(err, ERR_LATER, "%s is being made already", to);
    }
    ret->folder = folder;
    sweep(folder);
    return hub_folders_make(ret->path, err);
}

/* A new name is durable only when the folder that holds it is. */
static bool sync_parent(const char *path, struct err *err)
{
    char parent[HUB_PATH_MAX];
    parent_of(path, parent);
    FD_AUTO fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || err_errno(err, "making %s durable", path);
}

/* An empty folder of that name gives way, anything else does not. */
bool making_name(struct making *making, const char *to, struct err *err)
{
    if (rename(making->path, to) != 0)
        return err_errno(err, "there is something at %s", to);
    making->named = true;
    return sync_parent(to, err);
}

void making_end(struct making *making)
{
    if (making->folder >= 0 && !making->named) {
        sweep(making->folder);
        (void)rmdir(making->path);
    }
    file_close(&making->folder);
}
