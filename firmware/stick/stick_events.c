/*
 * The kernel's news of devices. A message is no more than a reason to look at /sys again, so that
 * nothing in it has to be believed, and one that was missed costs nothing. Both groups are heard:
 * the kernel says that a device is there, udev that its node may be opened now.
 */
#include "file.h"
#include "stick_int.h"
#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

enum { EVENT_MAX = 8192, GROUP_KERNEL = 1, GROUP_UDEV = 2, EVENTS_A_TURN = 256 };

int stick_events_open(struct err *err)
{
    struct sockaddr_nl name = { .nl_family = AF_NETLINK, .nl_groups = GROUP_KERNEL | GROUP_UDEV };
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)&name, sizeof name) == 0)
        return fd;
    (void)err_errno(err, "listening for devices");
    file_close(&fd);
    return -1;
}

/* Properties end with a zero each; what stands before them, udev's head, is passed over. */
bool stick_event_matters(struct span message)
{
    static const char wanted[] = "SUBSYSTEM=block"; /* with its zero */
    const uint8_t *at = message.data;
    size_t left = message.size;
    while (left >= sizeof wanted) {
        if (memcmp(at, wanted, sizeof wanted) == 0)
            return true;
        const uint8_t *end = memchr(at, '\0', left);
        if (end == NULL)
            return false;
        left -= (size_t)(end - at) + 1;
        at = end + 1;
    }
    return false;
}

bool stick_events_take(int fd)
{
    uint8_t message[EVENT_MAX];
    bool matters = false;
    for (int i = 0; i < EVENTS_A_TURN; i++) {
        ssize_t size = recv(fd, message, sizeof message, MSG_DONTWAIT | MSG_TRUNC);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return matters || errno == ENOBUFS;
        bool whole = (size_t)size <= sizeof message;
        matters = matters || !whole || stick_event_matters(span_of(message, (size_t)size));
    }
    return matters;
}
