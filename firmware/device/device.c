/* Room left and the clock's floor: see device.h. */
#include "device.h"
#include <sys/statvfs.h>

bool device_room(const char *path, uint32_t *ret_mib, struct err *err)
{
    struct statvfs at;
    if (statvfs(path, &at) != 0)
        return err_errno(err, "asking for the room left at %s", path);
    /* f_bavail is what this user may still take; root's reserve is not counted. */
    uint64_t block = at.f_frsize == 0 ? at.f_bsize : at.f_frsize;
    uint64_t mib = (uint64_t)at.f_bavail / 1024 * block / 1024;
    *ret_mib = mib > UINT32_MAX ? UINT32_MAX : (uint32_t)mib;
    return true;
}

unix_seconds device_clock_floor(unix_seconds last_signed)
{
    unix_seconds built = clock_build_floor();
    return last_signed > built ? last_signed : built;
}
