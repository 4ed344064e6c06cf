/*
 * A hub's backup: a folder like its own, made while it serves, and the way back. Both are made
 * under another name and get their own when all of it is on the disk: half a backup is never taken
 * for one. What came since, kiosks send again (docs/RELIABILITY.md).
 */
#include "file.h"
#include "hub_making.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

static bool copy_parts(const char *from, const char *to, struct err *err)
{
    static const char *const parts[] = { "keys", "tls", "words" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (!hub_part_copy(from, to, parts[i], err))
            return false;
    return true;
}

bool hub_backup(struct hub *hub, const char *to, struct err *err)
{
    MAKING_AUTO making = { .folder = -1 };
    char copy[HUB_PATH_MAX];
    if (file_exists(to))
        return err_set(err, ERR_REFUSED, "there is something at %s already", to);
    return making_begin(to, &making, err) && copy_parts(hub->data, making.path, err) &&
           hub_path(making.path, "hub.sqlite", copy, err) && store_backup(hub->store, copy, err) &&
           making_name(&making, to, err);
}

static bool copy_whole(int in, int out, off_t size)
{
    while (size > 0) {
        ssize_t put = sendfile(out, in, NULL, (size_t)size);
        if (put <= 0)
            return false;
        size -= put;
    }
    return fsync(out) == 0;
}

static bool copy_database(const char *from, const char *to, struct err *err)
{
    char source[HUB_PATH_MAX];
    char target[HUB_PATH_MAX];
    struct stat at;
    if (!hub_path(from, "hub.sqlite", source, err) || !hub_path(to, "hub.sqlite", target, err))
        return false;
    FD_AUTO in = open(source, O_RDONLY | O_CLOEXEC);
    FD_AUTO out = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return (in >= 0 && out >= 0 && fstat(in, &at) == 0 && copy_whole(in, out, at.st_size)) ||
           err_errno(err, "copying %s", source);
}

/* It must open as a hub before it is called one; it is a drill from its first moment on. */
static bool look_at(const char *data, bool drill, struct err *err)
{
    struct hub *hub = NULL;
    if (!hub_open(data, &hub, err))
        return false;
    bool marked = !drill || store_setting_put(hub->store, SETTING_DRILL, span_text("1"), err);
    hub_close(hub);
    return marked;
}

/* A hub whose log was not worked into its file is no backup: copied, it would be half. */
static bool is_backup(const char *from, struct err *err)
{
    char path[HUB_PATH_MAX];
    if (!hub_path(from, "hub.sqlite", path, err))
        return false;
    if (!file_exists(path))
        return err_set(err, ERR_MISSING, "there is no backup of a hub in %s", from);
    if (!hub_path(from, "hub.sqlite-wal", path, err))
        return false;
    return !file_exists(path) ||
           err_set(err, ERR_REFUSED,
                   "%s is a hub in use; make a backup of it with yousaid-hub backup", from);
}

bool hub_restore(const char *data, const char *from, bool drill, struct err *err)
{
    MAKING_AUTO making = { .folder = -1 };
    return is_backup(from, err) && making_begin(data, &making, err) &&
           copy_parts(from, making.path, err) && copy_database(from, making.path, err) &&
           look_at(making.path, drill, err) && making_name(&making, data, err);
}
