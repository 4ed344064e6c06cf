/* Finding and hearing the courier; see kiosk_link.h. */
#include "kiosk_link.h"
#include "courier_socket.h"
#include "file.h"
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, FIRST_RETRY_MS = 500, TRIES_MAX = 6 };

#define COMES (IN_CREATE | IN_MOVED_TO)

static void watch(const struct link *link, const char *folder)
{
    char path[PATH_SIZE];
    if (link->notify >= 0 && file_join(path, sizeof path, link->data, folder, NULL))
        (void)inotify_add_watch(link->notify, path, COMES);
}

static bool has_socket(const struct link *link)
{
    char path[PATH_SIZE];
    return file_join(path, sizeof path, link->data, "courier/courier.sock", NULL) &&
           file_exists(path);
}

/* A courier that has just made its socket may not listen yet; one that died leaves its socket
 * behind. So a few tries, each later than the last, and then silence until something comes. */
static void connect_or_try_later(struct link *link, msec now)
{
    link->retry_at = NEVER;
    if (!link->data || link->socket >= 0 || !has_socket(link))
        return;
    link->socket = courier_connect(link->data);
    if (link->socket < 0 && link->tries < TRIES_MAX)
        link->retry_at = now + ((msec)FIRST_RETRY_MS << link->tries++);
}

void link_open(struct link *link, const char *data, msec now)
{
    link->data = data;
    link->notify = link->socket = -1;
    link->retry_at = NEVER;
    link->tries = 0;
    if (!data)
        return;
    link->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch(link, ".");
    watch(link, "courier");
    connect_or_try_later(link, now);
}

void link_close(struct link *link)
{
    file_close(&link->notify);
    file_close(&link->socket);
    link->notify = link->socket = -1;
}

void link_fds(const struct link *link, int ret[LINK_FDS])
{
    ret[0] = link->notify;
    ret[1] = link->socket;
}

void link_retry(struct link *link, msec now)
{
    if (now >= link->retry_at)
        connect_or_try_later(link, now);
}

/* What has come into a folder, by its name. True for the state. */
static bool came(struct link *link, const char *name, msec now)
{
    if (strcmp(name, "courier") == 0)
        watch(link, "courier");
    if (strcmp(name, "courier") == 0 || strcmp(name, "courier.sock") == 0) {
        link->tries = 0;
        connect_or_try_later(link, now);
    }
    return strcmp(name, "courier") == 0 || strcmp(name, "state") == 0;
}

static bool hear_notify(struct link *link, msec now)
{
    _Alignas(struct inotify_event) char bytes[4096];
    bool changed = false;
    ssize_t size;
    while ((size = read(link->notify, bytes, sizeof bytes)) > 0) {
        for (ssize_t at = 0; at < size;) {
            struct inotify_event event;
            memcpy(&event, bytes + at, sizeof event);
            const char *name = bytes + at + sizeof event;
            changed |=
                (event.mask & IN_Q_OVERFLOW) != 0; /* what was lost may have been the state */
            changed |= event.len > 0 && came(link, name, now);
            at += (ssize_t)(sizeof event + event.len);
        }
    }
    return changed;
}

static void tell(const struct link *link, const char *message)
{
    if (link->heard != NULL)
        link->heard(link->self, message);
}

static bool hear_socket(struct link *link, msec now)
{
    char message[COURIER_MESSAGE_MAX];
    bool changed = false;
    int heard;
    while ((heard = courier_hear(link->socket, message)) > 0) {
        bool state = strcmp(message, "state") == 0;
        changed |= state;
        if (!state)
            tell(link, message);
    }
    if (heard < 0) {
        tell(link, "gone");
        file_close(&link->socket);
        link->socket = -1;
        link->tries = 0;
        connect_or_try_later(link, now);
    }
    return changed;
}

bool link_hear(struct link *link, int fd, msec now)
{
    if (fd == link->notify)
        return hear_notify(link, now);
    return fd == link->socket && hear_socket(link, now);
}

void link_say(struct link *link, const char *message)
{
    if (link->socket >= 0)
        (void)courier_say(link->socket, message);
}

bool link_is_up(const struct link *link)
{
    return link->socket >= 0;
}
