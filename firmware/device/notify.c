/*
 * Tells the supervisor how we are: one datagram to the socket that systemd names in NOTIFY_SOCKET.
 * The protocol is small and stable (sd_notify(3)), so that no library is needed for it.
 */
#include "device.h"
#include "file.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* A name that begins with @ stands in the abstract name space, where it begins with a zero. */
static bool address_of(const char *name, struct sockaddr_un *ret, socklen_t *ret_size)
{
    size_t length = strlen(name);
    *ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if ((name[0] != '/' && name[0] != '@') || length < 2 || length >= sizeof ret->sun_path)
        return false;
    memcpy(ret->sun_path, name, length);
    if (name[0] == '@')
        ret->sun_path[0] = '\0';
    *ret_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    return true;
}

void device_notify(const char *state)
{
    const char *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address;
    socklen_t size = 0;
    if (name == NULL || !address_of(name, &address, &size))
        return;
    FD_AUTO fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    /* A supervisor that does not listen is not ours to mend. */
    (void)sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&address, size);
}
