/*
 * The sticks that are in: what came is mounted under a number of ours, what went is let go of, and
 * one is writable only while somebody saves to it. Nothing that a stick says of itself, its label
 * say, becomes a name here.
 */
#include "file.h"
#include "log.h"
#include "stick_int.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { POINT_SIZE = STICK_PATH_SIZE + 16, PATIENCE_MS = 60 * 1000, LAYERS_MAX = 8 };
static const char room[] = "stick";

static void point_of(const struct sticks *sticks, unsigned slot, char ret[POINT_SIZE])
{
    (void)snprintf(ret, POINT_SIZE, "%s/%u", sticks->settings->folder, slot);
}

static bool is_mounted(const struct stick *stick)
{
    return stick->state == STICK_READS || stick->state == STICK_SAVES ||
           stick->state == STICK_RETURNS;
}

/* Read-only first, so that what was written is on it. */
static void take_away(const struct sticks *sticks, const struct stick *stick)
{
    char point[POINT_SIZE];
    point_of(sticks, stick->slot, point);
    if (stick->state != STICK_READS && sticks->calls->let_write(point, false))
        (void)sticks->calls->flush(&stick->part);
    (void)sticks->calls->unmount(point);
    (void)rmdir(point);
}

static void forget(const struct sticks *sticks, struct stick *stick)
{
    if (is_mounted(stick))
        take_away(sticks, stick);
    *stick = (struct stick){ .state = STICK_EMPTY, .saver = -1 };
}

void sticks_clear(const struct sticks *sticks)
{
    char point[POINT_SIZE];
    for (unsigned slot = 1; slot <= STICKS_MAX; slot++) {
        point_of(sticks, slot, point);
        for (int i = 0; i < LAYERS_MAX && file_exists(point); i++) {
            (void)sticks->calls->let_write(point, false);
            if (!sticks->calls->unmount(point))
                break;
        }
        (void)rmdir(point);
    }
}

/* ---- what came and went ---- */

static bool same_part(const struct stick_part *a, const struct stick_part *b)
{
    return strcmp(a->name, b->name) == 0 && a->major == b->major && a->minor == b->minor &&
           a->number == b->number;
}

static bool same_disk(const struct stick_disk *a, const struct stick_disk *b)
{
    if (!same_part(&a->whole, &b->whole) || a->sectors != b->sectors ||
        a->sequence != b->sequence || a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_part(&a->parts[i], &b->parts[i]))
            return false;
    return true;
}

static struct stick *find_disk(struct sticks *sticks, const struct stick_disk *disk)
{
    for (size_t i = 0; i < STICK_DISKS_MAX; i++)
        if (sticks->list[i].state != STICK_EMPTY && same_disk(&sticks->list[i].disk, disk))
            return &sticks->list[i];
    return NULL;
}

static struct stick *find_slot(struct sticks *sticks, unsigned slot)
{
    for (size_t i = 0; i < STICK_DISKS_MAX; i++)
        if (is_mounted(&sticks->list[i]) && sticks->list[i].slot == slot)
            return &sticks->list[i];
    return NULL;
}

static struct stick *find_room(struct sticks *sticks)
{
    for (size_t i = 0; i < STICK_DISKS_MAX; i++)
        if (sticks->list[i].state == STICK_EMPTY)
            return &sticks->list[i];
    return NULL;
}

static unsigned free_slot(struct sticks *sticks)
{
    for (unsigned slot = 1; slot <= STICKS_MAX; slot++)
        if (find_slot(sticks, slot) == NULL)
            return slot;
    return 0;
}

static void mount_stick(struct sticks *sticks, struct stick *stick)
{
    char point[POINT_SIZE];
    struct err err;
    stick->slot = free_slot(sticks);
    if (stick->slot == 0) {
        log_line(LOG_WARN, room, "%s is left alone: %d sticks are in already.", stick->part.name,
                 STICKS_MAX);
        forget(sticks, stick);
        return;
    }
    point_of(sticks, stick->slot, point);
    bool made = mkdir(point, 0755) == 0 || errno == EEXIST || err_errno(&err, "making %s", point);
    if (made && sticks->calls->mount(sticks->settings, &stick->part, stick->kind, point, &err)) {
        stick->state = STICK_READS;
        log_line(LOG_INFO, room, "A stick is in: %s, %s, in %s.", stick->part.name,
                 stick->kind->name, point);
        return;
    }
    (void)rmdir(point);
    stick->slot = 0;
    stick->state = STICK_LEFT_DAMAGED;
    log_line(LOG_WARN, room, "%s is left alone: %s.", stick->part.name, err.text);
}

/* The first part that holds a kind we read; the bare disk where there are no parts. */
static enum stick_probed probe_disk(const struct sticks *sticks, struct stick *stick)
{
    const struct stick_disk *disk = &stick->disk;
    const struct stick_part *parts = disk->count > 0 ? disk->parts : &disk->whole;
    size_t count = disk->count > 0 ? disk->count : 1;
    enum stick_probed probed = PROBED_NONE;
    for (size_t i = 0; i < count && probed == PROBED_NONE; i++) {
        stick->part = parts[i];
        probed =
            sticks->calls->probe(sticks->settings, &sticks->kinds, disk, &parts[i], &stick->kind);
    }
    return probed;
}

static void leave(struct stick *stick, enum stick_state state, const char *why)
{
    bool is_news = stick->state != state;
    stick->state = state;
    if (is_news)
        log_line(LOG_WARN, room, "%s is left alone: %s.", stick->disk.whole.name, why);
}

static void came(struct sticks *sticks, struct stick *stick, const struct stick_disk *disk)
{
    stick->disk = *disk;
    stick->saver = -1;
    switch (probe_disk(sticks, stick)) {
    case PROBED_KIND:
        mount_stick(sticks, stick);
        break;
    case PROBED_NONE:
        leave(stick, STICK_LEFT_UNREAD, "no kind of file system that is read here is on it");
        break;
    case PROBED_IN_USE:
        if (stick->state != STICK_LEFT_IN_USE)
            stick->give_up = clock_mono() + PATIENCE_MS;
        leave(stick, STICK_LEFT_IN_USE, "something else uses it");
        break;
    case PROBED_NOT_YET:
        forget(sticks, stick);
        break;
    }
}

static bool is_seen(const struct stick *stick, const struct stick_disk *seen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same_disk(&stick->disk, &seen[i]))
            return true;
    return false;
}

/* Tells the screen, which has words for it, that a stick is in and cannot be read. */
static void tell_unread(const struct sticks *sticks)
{
    char path[POINT_SIZE];
    bool unread = false;
    (void)snprintf(path, sizeof path, "%s/" STICK_UNREAD, sticks->settings->folder);
    for (size_t i = 0; i < STICK_DISKS_MAX; i++)
        unread = unread || sticks->list[i].state == STICK_LEFT_UNREAD ||
                 sticks->list[i].state == STICK_LEFT_DAMAGED;
    int fd = unread ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644) : -1;
    file_close(&fd);
    if (!unread)
        (void)unlink(path);
}

void sticks_look(struct sticks *sticks)
{
    struct stick_disk seen[STICK_DISKS_MAX];
    size_t count = 0;
    struct err err;
    if (!stick_look(sticks->settings->devices, seen, &count, &err)) {
        log_line(LOG_WARN, room, "%s.", err.text);
        return;
    }
    for (size_t i = 0; i < STICK_DISKS_MAX; i++) {
        struct stick *stick = &sticks->list[i];
        if (stick->state == STICK_EMPTY || is_seen(stick, seen, count))
            continue;
        log_line(LOG_INFO, room, "%s is gone%s.", stick->disk.whole.name,
                 stick->state == STICK_SAVES ? " while it was saved to" : "");
        forget(sticks, stick);
    }
    for (size_t i = 0; i < count; i++) {
        struct stick *known = find_disk(sticks, &seen[i]);
        struct stick *stick = known == NULL ? find_room(sticks) : known;
        if (stick != NULL && (known == NULL || known->state == STICK_LEFT_IN_USE))
            came(sticks, stick, &seen[i]);
    }
    tell_unread(sticks);
}

/* ---- saving ---- */

static void say(char ret[STICK_MESSAGE_MAX], const char *word, const char *text)
{
    if (word == NULL)
        (void)snprintf(ret, STICK_MESSAGE_MAX, "ok %s", text);
    else
        (void)snprintf(ret, STICK_MESSAGE_MAX, "failed %s %s", word, text);
}

static void lend(struct sticks *sticks, struct stick *stick, int line, char ret[STICK_MESSAGE_MAX])
{
    char point[POINT_SIZE];
    point_of(sticks, stick->slot, point);
    if (stick->state == STICK_RETURNS || (stick->state == STICK_SAVES && stick->saver != line)) {
        say(ret, STICK_IN_USE, "somebody else saves to it");
        return;
    }
    if (!sticks->calls->let_write(point, true)) {
        bool locked = errno == EACCES || errno == EROFS;
        log_line(LOG_WARN, room, "%s may not be written: %s.", stick->part.name, strerror(errno));
        say(ret, locked ? STICK_LOCKED : STICK_LOST,
            locked ? "it is locked against writing" : "it cannot be reached any more");
        return;
    }
    stick->state = STICK_SAVES;
    stick->saver = line;
    say(ret, NULL, "it may be written");
}

/* Ends a saving as far as it can be ended now; the word for why it was not, or NULL. */
static const char *take_back(struct sticks *sticks, struct stick *stick)
{
    char point[POINT_SIZE];
    point_of(sticks, stick->slot, point);
    stick->saver = -1;
    if (sticks->calls->let_write(point, false)) {
        stick->state = STICK_READS;
        return sticks->calls->flush(&stick->part) ? NULL : STICK_LOST;
    }
    bool still = errno == EBUSY;
    stick->state = STICK_RETURNS;
    return still ? STICK_STILL : STICK_LOST;
}

static void end_saving(struct sticks *sticks, struct stick *stick, int line,
                       char ret[STICK_MESSAGE_MAX])
{
    const char *word = STICK_LOST;
    if (stick != NULL && stick->state == STICK_SAVES && stick->saver == line)
        word = take_back(sticks, stick);
    if (word == NULL)
        say(ret, NULL, "it is on the stick");
    else if (strcmp(word, STICK_STILL) == 0)
        say(ret, word, "a file on it is still open for writing");
    else
        say(ret, word, "it was pulled out, or it is broken");
}

void sticks_answer(struct sticks *sticks, const struct stick_request *request, int line,
                   bool may_write, char ret[STICK_MESSAGE_MAX])
{
    struct stick *stick = find_slot(sticks, request->slot);
    if (!may_write)
        say(ret, STICK_FORBIDDEN, "this user may not write sticks");
    else if (request->verb == STICK_VERB_DONE)
        end_saving(sticks, stick, line, ret);
    else if (stick == NULL)
        say(ret, STICK_NOT_OURS, "no stick is mounted there");
    else
        lend(sticks, stick, line, ret);
}

void sticks_line_ended(struct sticks *sticks, int line)
{
    for (size_t i = 0; i < STICK_DISKS_MAX; i++) {
        struct stick *stick = &sticks->list[i];
        if (stick->state != STICK_SAVES || stick->saver != line)
            continue;
        log_line(LOG_WARN, room, "Whoever saved to %s went away without a word.", stick->part.name);
        (void)take_back(sticks, stick);
    }
}

bool sticks_return(struct sticks *sticks)
{
    bool again = false, look = false;
    for (size_t i = 0; i < STICK_DISKS_MAX; i++) {
        struct stick *stick = &sticks->list[i];
        if (stick->state == STICK_RETURNS)
            (void)take_back(sticks, stick);
        look = look || (stick->state == STICK_LEFT_IN_USE && clock_mono() < stick->give_up);
        again = again || stick->state == STICK_RETURNS;
    }
    if (look)
        sticks_look(sticks);
    return again || look;
}

bool sticks_describe(const struct sticks *sticks, size_t nth, char ret[STICK_MESSAGE_MAX])
{
    static const char *const words[] = { "",       "reads",   "saves", "returns",
                                         "unread", "damaged", "in_use" };
    for (size_t i = 0; i < STICK_DISKS_MAX; i++) {
        const struct stick *stick = &sticks->list[i];
        if (stick->state == STICK_EMPTY || nth-- > 0)
            continue;
        if (is_mounted(stick))
            (void)snprintf(ret, STICK_MESSAGE_MAX, "stick %.200s/%u %s %s %s",
                           sticks->settings->folder, stick->slot, stick->kind->name,
                           stick->part.name, words[stick->state]);
        else
            (void)snprintf(ret, STICK_MESSAGE_MAX, "left %s %s", stick->disk.whole.name,
                           words[stick->state]);
        return true;
    }
    return false;
}

void sticks_close(struct sticks *sticks)
{
    for (size_t i = 0; i < STICK_DISKS_MAX; i++)
        forget(sticks, &sticks->list[i]);
    tell_unread(sticks);
}
