/* The journal's place on the disk: see place.h. */
#include "place.h"
#include "salvage.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The group reads and walks in, and what is made here belongs to the group. */
enum { FOLDER_MODE = 02750, FILE_MODE = 0640, LOCK_MODE = 0600 };

static bool place_in(const char *data, const char *name, char ret[PLACE_PATH_MAX], struct err *err)
{
    char folder[PLACE_PATH_MAX];
    return file_join(folder, sizeof folder, data, "screen", err) &&
           (*name == '\0' ? file_join(ret, PLACE_PATH_MAX, data, "screen", err)
                          : file_join(ret, PLACE_PATH_MAX, folder, name, err));
}

bool place_path(const char *data, char ret[PLACE_PATH_MAX], struct err *err)
{
    return place_in(data, "journal.sqlite", ret, err);
}

bool place_name(const char *data, const char *name, char ret[PLACE_PATH_MAX], struct err *err)
{
    return place_in(data, name, ret, err);
}

/* mkdir leaves out the group bit, and umask may leave out more. */
static bool make_folder(const char *path, struct err *err)
{
    struct stat at;
    if (!file_make_folder(path, FOLDER_MODE & 0777, err))
        return false;
    if (stat(path, &at) != 0)
        return err_errno(err, "looking at %s", path);
    if ((at.st_mode & 07777) != FOLDER_MODE && at.st_uid == geteuid() &&
        chmod(path, FOLDER_MODE) != 0)
        return err_errno(err, "setting the mode of %s", path);
    return true;
}

/* Only the screen's user can open the lock, so nobody else can hold the screen up with it. */
static bool take_lock(const char *path, int *ret_lock, struct err *err)
{
    FD_AUTO fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);
    if (fd < 0)
        return err_errno(err, "opening %s", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? err_set(err, ERR_LATER, "another kiosk program has this journal open")
                   : err_errno(err, "locking %s", path);
    *ret_lock = fd;
    fd = -1;
    return true;
}

/* SQLite gives the files beside it the mode of this one. One that is there is not opened here:
 * closing it would drop the locks that this process may hold on it. */
static bool make_file(const char *path, bool *ret_new, struct err *err)
{
    struct stat at;
    *ret_new = lstat(path, &at) != 0;
    if (*ret_new) {
        FD_AUTO fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
        return (fd >= 0 && fchmod(fd, FILE_MODE) == 0) || err_errno(err, "making %s", path);
    }
    if (!S_ISREG(at.st_mode))
        return err_set(err, ERR_REFUSED, "%s is not a file", path);
    return (at.st_mode & 07777) == FILE_MODE || at.st_uid != geteuid() ||
           chmod(path, FILE_MODE) == 0 || err_errno(err, "setting the mode of %s", path);
}

/* A new name is durable only when the folder that holds it is. */
static bool sync_folder(const char *path, struct err *err)
{
    FD_AUTO fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || err_errno(err, "making %s durable", path);
}

enum { BROKEN_MAX = 100 };

/* A free name for the damaged file: .broken, .broken.2 ... The log of one that is half moved has
 * its name already. */
static bool broken_name(const char *path, char ret[PLACE_PATH_MAX], struct err *err)
{
    for (int i = 1; i < BROKEN_MAX; i++) {
        char number[16] = "";
        if (i > 1)
            (void)snprintf(number, sizeof number, ".%d", i);
        if (snprintf(ret, PLACE_PATH_MAX, "%s.broken%s", path, number) >= PLACE_PATH_MAX)
            return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
        if (!file_exists(ret))
            return true;
    }
    return err_set(err, ERR_FULL, "there are %d damaged journals already", BROKEN_MAX);
}

static bool move_beside(const char *from, const char *to, const char *suffix, struct err *err)
{
    char old[PLACE_PATH_MAX + 8];
    char new[PLACE_PATH_MAX + 8];
    (void)snprintf(old, sizeof old, "%s%s", from, suffix);
    (void)snprintf(new, sizeof new, "%s%s", to, suffix);
    return !file_exists(old) || rename(old, new) == 0 || err_errno(err, "setting %s aside", old);
}

/* The log first: it must never be found beside the new file. */
static bool set_broken_aside(const char *path, struct err *err)
{
    char broken[PLACE_PATH_MAX];
    char index[PLACE_PATH_MAX + 8];
    (void)snprintf(index, sizeof index, "%s-shm", path);
    (void)unlink(index);
    return broken_name(path, broken, err) && move_beside(path, broken, "-wal", err) &&
           move_beside(path, broken, "", err);
}

bool place_take_salvaged(const char *data, struct err *err)
{
    char folder[PLACE_PATH_MAX];
    char path[PLACE_PATH_MAX];
    char whole[PLACE_PATH_MAX];
    if (!place_in(data, "", folder, err) || !place_path(data, path, err) ||
        !place_name(data, SALVAGE_WHOLE, whole, err))
        return false;
    if (!file_exists(whole))
        return true;
    return sync_folder(folder, err) && set_broken_aside(path, err) && sync_folder(folder, err) &&
           (rename(whole, path) == 0 || err_errno(err, "taking up %s", whole)) &&
           sync_folder(folder, err);
}

bool place_prepare(const char *data, int *ret_lock, struct err *err)
{
    char folder[PLACE_PATH_MAX];
    char lock[PLACE_PATH_MAX];
    char file[PLACE_PATH_MAX];
    FD_AUTO held = -1;
    if (!place_in(data, "", folder, err) || !place_in(data, "lock", lock, err) ||
        !place_path(data, file, err) || !make_folder(folder, err) || !take_lock(lock, &held, err))
        return false;
    bool is_new = false;
    if (!place_take_salvaged(data, err) || !make_file(file, &is_new, err) ||
        (is_new && (!sync_folder(folder, err) || !sync_folder(data, err))))
        return false;
    *ret_lock = held;
    held = -1;
    return true;
}
