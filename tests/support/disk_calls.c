/* Calls that fail on order and are seen by a witness: see disk_calls.h. */
#include "disk_calls.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Atomic, because couriers and hubs have threads. */
static struct {
    atomic_uint kinds;
    atomic_long left;
    atomic_bool for_ever, fired;
    atomic_int failure;
} plan;
static const struct disk_witness *witness;

void disk_calls_arm(unsigned kinds, long n, int failure, bool for_ever)
{
    atomic_store(&plan.left, n);
    atomic_store(&plan.failure, failure);
    atomic_store(&plan.for_ever, for_ever);
    atomic_store(&plan.fired, false);
    atomic_store(&plan.kinds, kinds);
}

void disk_calls_disarm(void)
{
    atomic_store(&plan.kinds, 0);
}

bool disk_calls_fired(void)
{
    return atomic_load(&plan.fired);
}

void disk_calls_watch(const struct disk_witness *who)
{
    witness = who;
}

/* Is this the call that fails? */
static bool fails(enum call_kind kind)
{
    if ((atomic_load(&plan.kinds) & (unsigned)kind) == 0)
        return false;
    long left = atomic_fetch_sub(&plan.left, 1);
    if (left > 0 || (left < 0 && !atomic_load(&plan.for_ever)))
        return false;
    atomic_store(&plan.fired, true);
    errno = atomic_load(&plan.failure);
    return true;
}

static int without_power(void)
{
    errno = EIO;
    return -1;
}

/* ---- which file it is ---- */

enum { PATH_SIZE = PATH_MAX };

/* The path of a name beside an open folder, or of an open file when name is NULL. */
static const char *path_of(int fd, const char *name, char ret[PATH_SIZE])
{
    char link[64];
    if (name != NULL && (fd == AT_FDCWD || name[0] == '/'))
        return name;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, ret, PATH_SIZE - 1);
    if (length < 0)
        return "";
    ret[length] = '\0';
    if (name != NULL && strcmp(name, ".") != 0)
        (void)snprintf(ret + length, PATH_SIZE - (size_t)length, "/%s", name);
    return ret;
}

static bool is_folder(int fd)
{
    struct stat at;
    return fstat(fd, &at) == 0 && S_ISDIR(at.st_mode);
}

/* ---- files ---- */

int __real_open64(const char *path, int flags, ...);
int __real_openat64(int folder, const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_renameat(int from_folder, const char *from, int to_folder, const char *to);
int __real_unlink(const char *path);
int __real_unlinkat(int folder, const char *path, int flags);
int __real_link(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_openat64(int folder, const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to);
int __wrap_unlink(const char *path);
int __wrap_unlinkat(int folder, const char *path, int flags);
int __wrap_link(const char *from, const char *to);
int __wrap_mkdir(const char *path, mode_t mode);

/* Opening makes a file, or empties one: both are changes. */
static bool may_open(int folder, const char *path, int flags)
{
    struct stat at;
    char space[PATH_SIZE];
    if (witness == NULL || (flags & (O_CREAT | O_TRUNC)) == 0)
        return true;
    bool there = fstatat(folder, path, &at, AT_SYMLINK_NOFOLLOW) == 0;
    if (there ? (flags & O_TRUNC) == 0 : (flags & O_CREAT) == 0)
        return true;
    return witness->make(path_of(folder, path, space));
}

int __wrap_openat64(int folder, const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (fails(CALL_OPEN))
        return -1;
    return may_open(folder, path, flags) ? __real_openat64(folder, path, flags, mode)
                                         : without_power();
}

int __wrap_open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return __wrap_openat64(AT_FDCWD, path, flags, mode);
}

/* A full disk takes a part of it. */
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
    char space[PATH_SIZE];
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (fails(CALL_WRITE)) {
        if (errno == ENOSPC && size > 1 && at >= 0)
            return __real_write(fd, bytes, size / 2);
        return -1;
    }
    if (witness != NULL && at >= 0 &&
        !witness->write(path_of(fd, NULL, space), bytes, size, (uint64_t)at))
        return without_power();
    return __real_write(fd, bytes, size);
}

int __wrap_fsync(int fd)
{
    char space[PATH_SIZE];
    if (fails(CALL_SYNC))
        return -1;
    if (witness == NULL)
        return __real_fsync(fd);
    const char *path = path_of(fd, NULL, space);
    bool synced = is_folder(fd) ? witness->sync_folder(path) : witness->sync(path);
    return synced ? 0 : without_power();
}

int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    char from_space[PATH_SIZE];
    char to_space[PATH_SIZE];
    if (fails(CALL_RENAME))
        return -1;
    if (witness != NULL &&
        !witness->rename(path_of(from_folder, from, from_space), path_of(to_folder, to, to_space)))
        return without_power();
    return __real_renameat(from_folder, from, to_folder, to);
}

int __wrap_rename(const char *from, const char *to)
{
    return __wrap_renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int __wrap_unlinkat(int folder, const char *path, int flags)
{
    struct stat at;
    char space[PATH_SIZE];
    if (fails(CALL_REMOVE))
        return -1;
    if (witness != NULL && fstatat(folder, path, &at, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(at.st_mode) && !witness->remove(path_of(folder, path, space)))
        return without_power();
    return __real_unlinkat(folder, path, flags);
}

int __wrap_unlink(const char *path)
{
    return __wrap_unlinkat(AT_FDCWD, path, 0);
}

/* A second name is followed by the first one's end: a witness takes it for a change of name. */
int __wrap_link(const char *from, const char *to)
{
    struct stat at;
    if (fails(CALL_RENAME))
        return -1;
    if (witness != NULL && stat(to, &at) != 0 && !witness->rename(from, to))
        return without_power();
    return __real_link(from, to);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    return fails(CALL_FOLDER) ? -1 : __real_mkdir(path, mode);
}

/* ---- sockets ---- */

int __real_socket(int domain, int type, int protocol);
int __real_bind(int fd, const struct sockaddr *name, socklen_t size);
int __real_listen(int fd, int waiting);
int __real_accept4(int fd, struct sockaddr *name, socklen_t *size, int flags);
int __real_connect(int fd, const struct sockaddr *name, socklen_t size);
ssize_t __real_send(int fd, const void *bytes, size_t size, int flags);
ssize_t __real_recv(int fd, void *bytes, size_t size, int flags);
int __wrap_socket(int domain, int type, int protocol);
int __wrap_bind(int fd, const struct sockaddr *name, socklen_t size);
int __wrap_listen(int fd, int waiting);
int __wrap_accept4(int fd, struct sockaddr *name, socklen_t *size, int flags);
int __wrap_connect(int fd, const struct sockaddr *name, socklen_t size);
ssize_t __wrap_send(int fd, const void *bytes, size_t size, int flags);
ssize_t __wrap_recv(int fd, void *bytes, size_t size, int flags);

int __wrap_socket(int domain, int type, int protocol)
{
    return fails(CALL_SOCKET) ? -1 : __real_socket(domain, type, protocol);
}

int __wrap_bind(int fd, const struct sockaddr *name, socklen_t size)
{
    return fails(CALL_SOCKET) ? -1 : __real_bind(fd, name, size);
}

int __wrap_listen(int fd, int waiting)
{
    return fails(CALL_SOCKET) ? -1 : __real_listen(fd, waiting);
}

int __wrap_accept4(int fd, struct sockaddr *name, socklen_t *size, int flags)
{
    return fails(CALL_SOCKET) ? -1 : __real_accept4(fd, name, size, flags);
}

int __wrap_connect(int fd, const struct sockaddr *name, socklen_t size)
{
    return fails(CALL_SOCKET) ? -1 : __real_connect(fd, name, size);
}

ssize_t __wrap_send(int fd, const void *bytes, size_t size, int flags)
{
    return fails(CALL_SOCKET) ? -1 : __real_send(fd, bytes, size, flags);
}

ssize_t __wrap_recv(int fd, void *bytes, size_t size, int flags)
{
    return fails(CALL_SOCKET) ? -1 : __real_recv(fd, bytes, size, flags);
}
