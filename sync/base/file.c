/* Whole files, bounded and durable: see file.h. */
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_LIMIT = 4096, NAME_LIMIT = 256, CHUNK = 65536, FOREIGN_MODE = 0644 };

void file_close(int *fd)
{
    int kept = errno;
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
    errno = kept;
}

/* What people meet every day is said in words; the rest as the machine says it. */
static bool cannot_read(const char *path, struct err *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return err_set(err, ERR_MISSING, "there is no file %s", path);
    if (errno == EACCES)
        return err_set(err, ERR_DENIED, "%s may not be read by this user", path);
    if (errno == EISDIR)
        return err_set(err, ERR_USAGE, "%s is a folder, not a file", path);
    return err_errno(err, "reading %s", path);
}

static bool read_all(int fd, const char *path, struct buf *buf, struct err *err)
{
    for (;;) {
        uint8_t chunk[CHUNK];
        ssize_t size = read(fd, chunk, sizeof chunk);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return cannot_read(path, err);
        if (size == 0)
            return true;
        buf_put(buf, chunk, (size_t)size);
        if (!buf_ok(buf, path, err))
            return false;
    }
}

bool file_read(const char *path, struct buf *buf, struct err *err)
{
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", buf, err);
    FD_AUTO fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_read(path, err);
    return read_all(fd, path, buf, err);
}

static bool write_all(int fd, struct span bytes)
{
    while (bytes.size > 0) {
        ssize_t size = write(fd, bytes.data, bytes.size);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return false;
        bytes.data += size;
        bytes.size -= (size_t)size;
    }
    return true;
}

/* A rename is durable only when the folder that holds the name is. */
static bool sync_folder_of(const char *path, struct err *err)
{
    char copy[PATH_LIMIT];
    (void)snprintf(copy, sizeof copy, "%s", path);
    FD_AUTO fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        return err_errno(err, "making %s durable", path);
    return true;
}

static bool write_beside(const char *beside, struct span bytes, mode_t mode, struct err *err)
{
    FD_AUTO fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0 && errno == ENOENT)
        return err_set(err, ERR_MISSING, "there is no folder for %s", beside);
    if (fd < 0)
        return err_errno(err, "writing %s", beside);
    if (fchmod(fd, mode) != 0 || !write_all(fd, bytes) || fsync(fd) != 0)
        return err_errno(err, "writing %s", beside);
    return true;
}

bool file_write_durable(const char *path, struct span bytes, mode_t mode, struct err *err)
{
    char beside[PATH_LIMIT];
    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
        return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
    if (!write_beside(beside, bytes, mode, err)) {
        (void)unlink(beside);
        return false;
    }
    if (rename(beside, path) != 0)
        return err_errno(err, "renaming %s", beside);
    return sync_folder_of(path, err);
}

/* What lies there under our name before may be anything; nothing of it is followed or kept. */
static bool write_foreign(int folder, const char *name, struct span bytes)
{
    (void)unlinkat(folder, name, 0);
    FD_AUTO fd =
        openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FOREIGN_MODE);
    if (fd < 0)
        return false;
    (void)fchmod(fd, FOREIGN_MODE); /* whatever the umask; where there are no modes it fails */
    return write_all(fd, bytes) && fsync(fd) == 0;
}

bool file_write_foreign(int folder, const char *name, struct span bytes, struct err *err)
{
    char beside[NAME_LIMIT];
    if (snprintf(beside, sizeof beside, "%s.new", name) >= (int)sizeof beside)
        return err_set(err, ERR_USAGE, "the name %.100s... is too long", name);
    if (!write_foreign(folder, beside, bytes)) {
        (void)err_errno(err, "writing %s", name);
        (void)unlinkat(folder, beside, 0);
        return false;
    }
    if (renameat(folder, beside, folder, name) != 0 || fsync(folder) != 0)
        return err_errno(err, "writing %s", name);
    return true;
}

bool file_make_folder(const char *path, mode_t mode, struct err *err)
{
    char copy[PATH_LIMIT];
    if (snprintf(copy, sizeof copy, "%s", path) >= (int)sizeof copy)
        return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
    /* The kernel gives a new folder its parent's set-group-id bit and ignores the one asked for; a
     * service that may make none (RestrictSUIDSGID) may not even ask. */
    mode &= 0777;
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, mode) != 0 && errno != EEXIST)
            return err_errno(err, "making the folder %s", copy);
        *slash = '/';
    }
    if (mkdir(copy, mode) != 0 && errno != EEXIST)
        return err_errno(err, "making the folder %s", copy);
    struct stat at;
    if (stat(copy, &at) != 0 || !S_ISDIR(at.st_mode))
        return err_set(err, ERR_USAGE, "%s is not a folder", copy);
    return true;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool file_join(char *ret, size_t size, const char *folder, const char *name, struct err *err)
{
    int length = snprintf(ret, size, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= size)
        return err_set(err, ERR_USAGE, "the path %.100s.../%s is too long", folder, name);
    return true;
}
