/* A file that only holds room: see device.h. Its blocks are really taken, and given back at once.
 */
#include "device.h"
#include "file.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool device_reserve(const char *path, size_t bytes, struct err *err)
{
    struct stat at;
    if (lstat(path, &at) == 0 && S_ISREG(at.st_mode) && (size_t)at.st_size >= bytes)
        return true;
    FD_AUTO fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_errno(err, "making %s", path);
    int code = posix_fallocate(fd, 0, (off_t)bytes);
    if (code == 0)
        return true;
    (void)unlink(path); /* half a reserve only takes room away */
    errno = code;
    return err_errno(err, "holding room in %s", path);
}

bool device_reserve_give_up(const char *path)
{
    return unlink(path) == 0;
}
