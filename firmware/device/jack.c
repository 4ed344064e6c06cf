/* The headphone jack: a switch of one of the machine's input devices, where it tells of one. */
#include "device.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool has_jack(int fd)
{
    unsigned char switches[SW_CNT / 8 + 1] = { 0 };
    if (ioctl(fd, EVIOCGBIT(EV_SW, sizeof switches), switches) < 0)
        return false;
    return (switches[SW_HEADPHONE_INSERT / 8] >> SW_HEADPHONE_INSERT % 8 & 1) != 0;
}

static int open_if_jack(const char *folder, const char *name)
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%.200s", folder, name);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && !has_jack(fd)) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

int device_jack_open(void)
{
    static const char folder[] = "/dev/input";
    DIR *list = opendir(folder);
    int fd = -1;
    const struct dirent *entry;
    while (list != NULL && fd < 0 && (entry = readdir(list)) != NULL)
        if (strncmp(entry->d_name, "event", 5) == 0)
            fd = open_if_jack(folder, entry->d_name);
    if (list != NULL)
        (void)closedir(list);
    return fd;
}

enum device_jack device_jack_read(int fd)
{
    struct input_event event;
    enum device_jack seen = DEVICE_JACK_QUIET;
    ssize_t size;
    while ((size = read(fd, &event, sizeof event)) == (ssize_t)sizeof event)
        if (event.type == EV_SW && event.code == SW_HEADPHONE_INSERT)
            seen = event.value != 0 ? DEVICE_JACK_IN : DEVICE_JACK_OUT;
    bool waits = size < 0 && (errno == EAGAIN || errno == EINTR);
    return waits ? seen : DEVICE_JACK_GONE;
}
