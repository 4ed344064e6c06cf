/*
 * The panel's own light, where the kernel shows one under /sys/class/backlight. What it says is
 * bounded and doubted; where there is none, or it may not be written, the picture alone is dark.
 */
#include "light.h"
#include "device.h"
#include "file.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NUMBER_BYTES_MAX = 32, PATH_SIZE = 1024, PERCENT = 100 };

static bool is_light(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The first by name that can be written. */
static bool find(const char *folder, char ret[PATH_SIZE])
{
    DIR *listing = opendir(folder);
    bool found = false;
    char path[PATH_SIZE];
    for (struct dirent *entry = listing != NULL ? readdir(listing) : NULL; entry != NULL;
         entry = readdir(listing)) {
        int length = snprintf(path, sizeof path, "%s/%s/brightness", folder, entry->d_name);
        if (!is_light(entry) || length >= (int)sizeof path || access(path, W_OK) != 0)
            continue;
        if (!found || strcmp(path, ret) < 0)
            memcpy(ret, path, (size_t)length + 1);
        found = true;
    }
    if (listing != NULL)
        (void)closedir(listing);
    return found;
}

static bool read_most(const char *brightness, long *ret)
{
    char path[PATH_SIZE + 8];
    BUF_AUTO text = buf_new(NUMBER_BYTES_MAX);
    const char *slash = strrchr(brightness, '/');
    (void)snprintf(path, sizeof path, "%.*s/max_brightness", (int)(slash - brightness), brightness);
    if (!file_read(path, &text, NULL))
        return false;
    *ret = strtol(buf_text(&text), NULL, 10);
    return *ret > 0 && *ret <= INT32_MAX;
}

int light_in(const char *folder)
{
    char path[PATH_SIZE];
    long most;
    BUF_AUTO text = buf_new(NUMBER_BYTES_MAX);
    if (!find(folder, path) || !read_most(path, &most) || !file_read(path, &text, NULL))
        return -1;
    long now = strtol(buf_text(&text), NULL, 10);
    return now < 0 || now > most ? -1 : (int)(now * PERCENT / most);
}

bool light_set_in(const char *folder, int percent)
{
    char path[PATH_SIZE], text[NUMBER_BYTES_MAX];
    long most;
    if (!find(folder, path) || !read_most(path, &most))
        return false;
    percent = percent < 0 ? 0 : percent > PERCENT ? PERCENT : percent;
    int length = snprintf(text, sizeof text, "%ld\n", most * percent / PERCENT);
    FD_AUTO fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, text, (size_t)length) == length;
}

bool light_is_there(const char *folder)
{
    char path[PATH_SIZE];
    long most;
    return find(folder, path) && read_most(path, &most);
}

static const char lights[] = "/sys/class/backlight";

bool device_light_set(int percent)
{
    return light_set_in(lights, percent);
}

int device_light(void)
{
    return light_in(lights);
}

bool device_has_light(void)
{
    return light_is_there(lights);
}
