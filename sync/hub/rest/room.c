/* How much room the hub's own disk has. */
#include "rest_int.h"
#include <sys/statvfs.h>

bool rest_room(const char *data, uint64_t *ret_bytes, struct err *err)
{
    struct statvfs at;
    if (statvfs(data, &at) != 0)
        return err_errno(err, "measuring %s", data);
    *ret_bytes = (uint64_t)at.f_bavail * at.f_frsize;
    return true;
}
