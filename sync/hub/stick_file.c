/* Files on a stick: see stick_file.h. */
#include "stick_file.h"
#include "bundle_file.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is written for kiosks is no secret, and a courier reads it as another user; where there are
 * no modes, as on a stick, none are asked for. */
enum { STICK_MODE = 0644 };

bool stick_file_begin(const char *path, struct stick_file *ret, struct err *err)
{
    ret->fd = -1;
    if (snprintf(ret->path, sizeof ret->path, "%s", path) >= (int)sizeof ret->path)
        return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
    (void)snprintf(ret->beside, sizeof ret->beside, "%s.new", path);
    (void)unlink(ret->beside);
    mode_t kept = umask(022);
    ret->fd = open(ret->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, STICK_MODE);
    (void)umask(kept);
    return ret->fd >= 0 || err_errno(err, "writing %s", ret->beside);
}

bool stick_file_put(void *self, struct span bytes, struct err *err)
{
    const struct stick_file *file = self;
    for (size_t at = 0; at < bytes.size;) {
        ssize_t written = write(file->fd, bytes.data + at, bytes.size - at);
        if (written < 0 && errno != EINTR)
            return err_errno(err, "writing %s", file->path);
        at += written < 0 ? 0 : (size_t)written;
    }
    return true;
}

bool stick_file_keep(struct stick_file *file, struct err *err)
{
    char copy[STICK_FILE_PATH_MAX];
    if (fsync(file->fd) != 0 || rename(file->beside, file->path) != 0)
        return err_errno(err, "writing %s", file->path);
    file_close(&file->fd);
    (void)snprintf(copy, sizeof copy, "%s", file->path);
    FD_AUTO folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (folder >= 0 && fsync(folder) == 0) || err_errno(err, "making %s durable", file->path);
}

void stick_file_drop(struct stick_file *file)
{
    if (file->fd < 0)
        return;
    file_close(&file->fd);
    (void)unlink(file->beside);
}

bool stick_file_write(const char *path, struct span bytes, struct err *err)
{
    STICK_FILE_AUTO file = { .fd = -1 };
    return stick_file_begin(path, &file, err) && stick_file_put(&file, bytes, err) &&
           stick_file_keep(&file, err);
}

bool stick_file_bundle(struct hub *hub, const char *folder, uint64_t kiosk, uint64_t *ret_serial,
                       struct err *err)
{
    char name[STICK_NAME_SIZE];
    char path[STICK_FILE_PATH_MAX];
    STICK_FILE_AUTO file = { .fd = -1 };
    const struct bundle_sink to = { .put = stick_file_put, .self = &file };
    bundle_file_name(kiosk, name);
    return file_join(path, sizeof path, folder, name, err) && stick_file_begin(path, &file, err) &&
           hub_stick_bundle(hub, hub_store(hub), kiosk, &to, ret_serial, err) &&
           stick_file_keep(&file, err);
}
