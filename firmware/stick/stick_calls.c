/*
 * What only the kernel can do. Whether a stick may be written is a property of the mounted file
 * system (its superblock), never of the mount: the courier's service has copies of our mounts in a
 * namespace of its own, and a copy keeps the flags of the mount it was made of, but has the same
 * superblock. So the mounts are made by the calls that tell the two apart (fsopen(2) and its kin).
 */
#include "file.h"
#include "stick_int.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void node_of(const struct stick_part *part, char ret[STICK_PATH_SIZE])
{
    (void)snprintf(ret, STICK_PATH_SIZE, "/dev/%s", part->name);
}

/* The device that /sys spoke of, and no other that has its name by now; -1 with errno. */
static int open_part(const struct stick_part *part, int flags)
{
    char node[STICK_PATH_SIZE];
    struct stat about;
    node_of(part, node);
    int fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | flags);
    if (fd < 0)
        return -1;
    if (fstat(fd, &about) == 0 && S_ISBLK(about.st_mode) && major(about.st_rdev) == part->major &&
        minor(about.st_rdev) == part->minor)
        return fd;
    (void)close(fd);
    errno = ENXIO;
    return -1;
}

/* Opened for itself alone, a disk shows whether a part of it is mounted, swapped to or joined to
 * something: that is the kernel's own bookkeeping, and the machine's own disk may be on USB. */
static enum stick_probed why_not(void)
{
    if (errno == EBUSY)
        return PROBED_IN_USE;
    /* udev has not opened its node to us yet, or it is gone already: there will be news. Or it is
     * of a kind that our service may not touch. */
    return errno == EACCES || errno == EPERM || errno == ENOENT || errno == ENXIO ? PROBED_NOT_YET
                                                                                  : PROBED_NONE;
}

static enum stick_probed probe(const struct stick_settings *settings,
                               const struct stick_kinds *kinds, const struct stick_disk *disk,
                               const struct stick_part *part, const struct stick_kind **ret)
{
    char names[4][STICK_KIND_SIZE] = { "" };
    char *list[5] = { NULL };
    char found[STICK_KIND_SIZE] = "";
    FD_AUTO whole = open_part(&disk->whole, O_EXCL);
    if (whole < 0)
        return why_not();
    FD_AUTO own = part->number == 0 ? -1 : open_part(part, 0);
    if (part->number != 0 && own < 0)
        return why_not();
    for (size_t i = 0; i < kinds->count; i++) {
        (void)snprintf(names[i], sizeof names[i], "%s", kinds->list[i]->name);
        list[i] = names[i];
    }
    if (settings->probe(own < 0 ? whole : own, list, found) <= 0)
        return PROBED_NONE;
    for (size_t i = 0; i < kinds->count; i++)
        if (strcmp(kinds->list[i]->name, found) == 0)
            return *ret = kinds->list[i], PROBED_KIND;
    return PROBED_NONE;
}

static bool make_system(int fs, const struct stick_settings *settings,
                        const struct stick_part *part, const struct stick_kind *kind)
{
    char node[STICK_PATH_SIZE];
    struct stick_field fields[STICK_FIELDS_MAX];
    size_t count = stick_fields(kind, settings->uid, settings->gid, fields);
    node_of(part, node);
    if (fsconfig(fs, FSCONFIG_SET_STRING, "source", node, 0) != 0 ||
        fsconfig(fs, FSCONFIG_SET_FLAG, "ro", NULL, 0) != 0)
        return false;
    for (size_t i = 0; i < count; i++)
        if (fsconfig(fs, FSCONFIG_SET_STRING, fields[i].key, fields[i].value, 0) != 0)
            return false;
    return fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0;
}

static bool mount_part(const struct stick_settings *settings, const struct stick_part *part,
                       const struct stick_kind *kind, const char *point, struct err *err)
{
    FD_AUTO fs = fsopen(kind->name, FSOPEN_CLOEXEC);
    if (fs < 0)
        return err_errno(err, "this kernel reads no %s", kind->name);
    if (!make_system(fs, settings, part, kind))
        return err_errno(err, "reading %s as %s", part->name, kind->name);
    FD_AUTO mounted =
        fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (mounted < 0 || move_mount(mounted, "", AT_FDCWD, point, MOVE_MOUNT_F_EMPTY_PATH) != 0)
        return err_errno(err, "mounting %s on %s", part->name, point);
    return true;
}

static bool let_write(const char *point, bool may)
{
    FD_AUTO fs = fspick(AT_FDCWD, point, FSPICK_CLOEXEC | FSPICK_SYMLINK_NOFOLLOW);
    return fs >= 0 && fsconfig(fs, FSCONFIG_SET_FLAG, may ? "rw" : "ro", NULL, 0) == 0 &&
           fsconfig(fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0) == 0;
}

static bool flush(const struct stick_part *part)
{
    FD_AUTO fd = open_part(part, 0);
    return fd >= 0 && fsync(fd) == 0;
}

/* Whoever is still in it keeps what he has open, and nobody else comes in. */
static bool unmount(const char *point)
{
    return umount2(point, MNT_DETACH | UMOUNT_NOFOLLOW) == 0;
}

const struct stick_calls stick_calls_real = { probe, mount_part, let_write, flush, unmount };
