/* The hub's folder: paths, key files, and the lock that one change at a time holds. */
#include "file.h"
#include "hub_int.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>

bool hub_path(const char *data, const char *name, char ret[HUB_PATH_MAX], struct err *err)
{
    return file_join(ret, HUB_PATH_MAX, data, name, err);
}

static bool key_path(const char *data, const char *name, char ret[HUB_PATH_MAX], struct err *err)
{
    char file[64];
    (void)snprintf(file, sizeof file, "keys/%s", name);
    return hub_path(data, file, ret, err);
}

bool hub_key_read(const char *data, const char *name, void *ret, size_t size, struct err *err)
{
    char path[HUB_PATH_MAX];
    BUF_AUTO bytes = buf_new(size);
    if (!key_path(data, name, path, err))
        return false;
    bool read = file_read(path, &bytes, err);
    bool whole = read && bytes.size == size;
    if (whole)
        memcpy(ret, bytes.data, size);
    if (bytes.data != NULL)
        seal_forget(bytes.data, bytes.size);
    if (!read && !file_exists(path))
        return err_set(err, ERR_MISSING, "the key %s is not there; put it back to run this command",
                       path);
    return whole ||
           (read ? err_set(err, ERR_CORRUPT, "the key %s has the wrong size", path) : false);
}

bool hub_key_write(const char *data, const char *name, const void *bytes, size_t size,
                   struct err *err)
{
    char path[HUB_PATH_MAX];
    return key_path(data, name, path, err) &&
           file_write_durable(path, span_of(bytes, size), 0600, err);
}

bool hub_lock(const struct hub *hub, int *ret_fd, struct err *err)
{
    char path[HUB_PATH_MAX];
    if (!hub_path(hub->data, "lock", path, err))
        return false;
    *ret_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*ret_fd < 0)
        return err_errno(err, "opening %s", path);
    int locked;
    do
        locked = flock(*ret_fd, LOCK_EX);
    while (locked != 0 && errno == EINTR);
    return locked == 0 || err_errno(err, "locking %s", path);
}
