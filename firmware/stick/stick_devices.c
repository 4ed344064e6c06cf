/*
 * Which disks stand on the USB bus, by a tree like /sys. The bus is in the path that a disk really
 * has there: .../usb1/1-2/.../block/sdb.
 */
#include "buf.h"
#include "file.h"
#include "stick_int.h"
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 64, SECTORS_LEAST = 64 };

/* The kernel's names; anything else is no node that we would open. */
static bool is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
    return length > 0 && length < STICK_NAME_SIZE && name[length] == '\0';
}

static bool read_value(const char *folder, const char *name, char ret[VALUE_MAX])
{
    char path[PATH_MAX];
    BUF_AUTO bytes = buf_new(VALUE_MAX - 1);
    if (!file_join(path, sizeof path, folder, name, NULL) || !file_read(path, &bytes, NULL))
        return false;
    (void)snprintf(ret, VALUE_MAX, "%s", buf_text(&bytes));
    return true;
}

static bool read_number(const char *folder, const char *name, uint64_t *ret)
{
    char text[VALUE_MAX];
    char *end = text;
    if (!read_value(folder, name, text) || text[0] < '0' || text[0] > '9')
        return false;
    *ret = strtoull(text, &end, 10);
    return *end == '\n' || *end == '\0';
}

static bool read_part(const char *folder, const char *name, struct stick_part *ret,
                      uint64_t *ret_sectors)
{
    char text[VALUE_MAX];
    *ret = (struct stick_part){ .number = 0 };
    (void)snprintf(ret->name, sizeof ret->name, "%.31s", name);
    return read_value(folder, "dev", text) &&
           sscanf(text, "%7u:%7u", &ret->major, &ret->minor) == 2 &&
           read_number(folder, "size", ret_sectors) && *ret_sectors >= SECTORS_LEAST;
}

/* "usb" and digits, as a name of its own in the path. */
static bool is_on_usb(const char *path)
{
    for (const char *at = path; (at = strstr(at, "/usb")) != NULL; at++) {
        size_t digits = strspn(at + 4, "0123456789");
        if (digits > 0 && at[4 + digits] == '/')
            return true;
    }
    return false;
}

/* A modem's CD of its drivers is no stick: SCSI calls a disk type 0, a CD 5. */
static bool is_disk(const char *folder)
{
    uint64_t type = 0;
    return !read_number(folder, "device/type", &type) || type == 0;
}

static int is_listed(const struct dirent *entry)
{
    return is_name(entry->d_name);
}

/* By number, the lowest ones when there are too many. */
static void keep_part(struct stick_disk *disk, const struct stick_part *part)
{
    size_t at = disk->count;
    while (at > 0 && disk->parts[at - 1].number > part->number)
        at--;
    if (at == STICK_PARTS_MAX)
        return;
    if (disk->count < STICK_PARTS_MAX)
        disk->count++;
    memmove(&disk->parts[at + 1], &disk->parts[at], (disk->count - 1 - at) * sizeof disk->parts[0]);
    disk->parts[at] = *part;
}

static void see_part(const char *folder, const char *name, struct stick_disk *disk)
{
    char path[PATH_MAX];
    struct stick_part part;
    uint64_t number, sectors;
    if (!file_join(path, sizeof path, folder, name, NULL) ||
        !read_number(path, "partition", &number) || number == 0 || number > UINT32_MAX ||
        !read_part(path, name, &part, &sectors))
        return;
    part.number = (unsigned)number;
    keep_part(disk, &part);
}

static void each(const char *folder, void (*see)(void *self, const char *name), void *self)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_listed, alphasort);
    for (int i = 0; i < count; i++) {
        see(self, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

struct looking {
    const char *folder;
    struct stick_disk *list;
    size_t *count;
};

static void see_name(void *self, const char *name)
{
    const struct looking *looking = self;
    see_part(looking->folder, name, looking->list);
}

static void see_disk(void *self, const char *name)
{
    const struct looking *looking = self;
    char path[PATH_MAX], real[PATH_MAX];
    struct stick_disk disk = { .count = 0 };
    if (*looking->count == STICK_DISKS_MAX ||
        !file_join(path, sizeof path, looking->folder, name, NULL) ||
        realpath(path, real) == NULL || !is_on_usb(real) || !is_disk(real) ||
        !read_part(real, name, &disk.whole, &disk.sectors))
        return;
    (void)read_number(real, "diskseq", &disk.sequence);
    struct looking inside = { real, &disk, NULL };
    each(real, see_name, &inside);
    looking->list[(*looking->count)++] = disk;
}

bool stick_look(const char *devices, struct stick_disk ret[STICK_DISKS_MAX], size_t *ret_count,
                struct err *err)
{
    char folder[STICK_PATH_SIZE];
    *ret_count = 0;
    if (!file_join(folder, sizeof folder, devices, "block", err))
        return false;
    if (!file_exists(folder))
        return err_set(err, ERR_MISSING, "there is no folder %s, where disks would show", folder);
    struct looking looking = { folder, ret, ret_count };
    each(folder, see_disk, &looking);
    return true;
}
