/* What kind of file system a device holds: see stick_probe.h. */
#include "stick_probe.h"
#include <blkid/blkid.h>
#include <stdio.h>

static void free_probe(blkid_probe *probe)
{
    blkid_free_probe(*probe);
}

int stick_probe_blkid(int fd, char *kinds[], char ret_kind[STICK_KIND_SIZE])
{
    const char *kind = NULL;
    __attribute__((cleanup(free_probe))) blkid_probe probe = blkid_new_probe();
    if (probe == NULL || blkid_probe_set_device(probe, fd, 0, 0) != 0 ||
        blkid_probe_enable_superblocks(probe, 1) != 0 ||
        blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_TYPE) != 0 ||
        blkid_probe_filter_superblocks_type(probe, BLKID_FLTR_ONLYIN, kinds) != 0)
        return -1;
    int found = blkid_do_safeprobe(probe);
    if (found < 0)
        return -1;
    if (found > 0 || blkid_probe_lookup_value(probe, "TYPE", &kind, NULL) != 0)
        return 0;
    (void)snprintf(ret_kind, STICK_KIND_SIZE, "%s", kind);
    return 1;
}
