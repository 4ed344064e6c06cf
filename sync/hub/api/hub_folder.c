/* The hub's folder: paths, key files, and the file that says where the database is. */
#include "file.h"
#include "hub_int.h"
#include <dirent.h>
#include <stdio.h>

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

enum { URL_MAX = 2048 };

bool hub_database_write(const char *data, const char *url, struct err *err)
{
    char path[HUB_PATH_MAX];
    BUF_AUTO line = buf_new(URL_MAX);
    buf_printf(&line, "%s\n", url);
    return buf_ok(&line, "the database's URL", err) && hub_path(data, "database", path, err) &&
           file_write_durable(path, buf_span(&line), 0600, err);
}

/* The one line of the file. */
static bool read_url(const char *path, char ret[HUB_URL_MAX], struct err *err)
{
    BUF_AUTO text = buf_new(URL_MAX);
    if (!file_read(path, &text, err))
        return false;
    size_t length = strcspn(buf_text(&text), "\r\n");
    if (length == 0)
        return err_set(err, ERR_CORRUPT, "%s should hold the database's URL and is empty", path);
    (void)snprintf(ret, HUB_URL_MAX, "%.*s", (int)length, buf_text(&text));
    return true;
}

bool hub_database_read(const char *data, char ret[HUB_URL_MAX], struct err *err)
{
    char path[HUB_PATH_MAX];
    if (!hub_path(data, "database", path, err))
        return false;
    if (file_exists(path))
        return read_url(path, ret, err);
    if (!hub_path(data, "hub.sqlite", path, err))
        return false;
    (void)snprintf(ret, HUB_URL_MAX, "sqlite:%s", path);
    return file_exists(path) ||
           err_set(err, ERR_MISSING, "there is no hub in %s; make one with yousaid-hub init", data);
}

/* ---- copies ---- */

enum { COPY_MAX = 64 * 1024 };

bool hub_file_copy(const char *data, const char *to, const char *name, struct err *err)
{
    char from[HUB_PATH_MAX];
    char path[HUB_PATH_MAX];
    BUF_AUTO bytes = buf_new(COPY_MAX);
    bool copied = hub_path(data, name, from, err) && file_read(from, &bytes, err) &&
                  hub_path(to, name, path, err) &&
                  file_write_durable(path, buf_span(&bytes), 0600, err);
    if (bytes.data != NULL)
        seal_forget(bytes.data, bytes.capacity);
    return copied;
}

static void folder_drop(DIR **folder)
{
    if (*folder != NULL)
        (void)closedir(*folder);
}

bool hub_part_copy(const char *data, const char *to, const char *part, struct err *err)
{
    char path[HUB_PATH_MAX];
    if (!hub_path(data, part, path, err))
        return false;
    __attribute__((cleanup(folder_drop))) DIR *folder = opendir(path);
    if (folder == NULL)
        return err_errno(err, "opening %s", path);
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char name[HUB_PATH_MAX];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(name, sizeof name, "%s/%s", part, entry->d_name);
        if (!hub_file_copy(data, to, name, err))
            return false;
    }
    return true;
}
