/*
 * What yousaid-stick hears: the kernel's news of devices, and what up to three askers say over
 * their lines while sticks come and go. The kernel's part is played here.
 */
#include "file.h"
#include "fuzz.h"
#include "stick_int.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CLIENTS = 3,
    DISKS = 2,
    TURNS_MAX = 100,
    BUSY_BIT = 32,
    LOOK_BIT = 16,
    END_BIT = 8,
    FORM_SHIFT = 6
};

static struct {
    char tree[300], folder[300];
    struct stick_settings settings;
    struct sticks sticks;
    struct stick_door door;
    int askers[CLIENTS];
    bool writable[STICKS_MAX + 1], busy;
} rig;

static enum stick_probed probe(const struct stick_settings *settings,
                               const struct stick_kinds *kinds, const struct stick_disk *disk,
                               const struct stick_part *part, const struct stick_kind **ret)
{
    (void)settings, (void)disk, (void)part;
    *ret = kinds->list[0];
    return PROBED_KIND;
}

static bool mount_part(const struct stick_settings *settings, const struct stick_part *part,
                       const struct stick_kind *kind, const char *point, struct err *err)
{
    (void)settings, (void)part, (void)kind, (void)point, (void)err;
    return true;
}

static bool *writable_at(const char *point)
{
    size_t length = strlen(rig.folder);
    must(strncmp(point, rig.folder, length) == 0 && point[length] == '/' &&
             point[length + 1] >= '1' && point[length + 1] <= '0' + STICKS_MAX &&
             point[length + 2] == '\0',
         "only its own folders are touched");
    return &rig.writable[point[length + 1] - '0'];
}

static bool let_write(const char *point, bool may)
{
    bool *writable = writable_at(point);
    errno = EBUSY;
    if (!may && rig.busy)
        return false;
    *writable = may;
    if (may)
        fuzz_accepted("lent");
    return true;
}

static bool flush(const struct stick_part *part)
{
    (void)part;
    return true;
}

static bool unmount(const char *point)
{
    *writable_at(point) = false;
    return true;
}

static const struct stick_calls calls = { probe, mount_part, let_write, flush, unmount };

static void put_value(const char *folder, const char *name, const char *value)
{
    char path[600];
    struct err err = { 0 };
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    must(file_write_durable(path, span_text(value), 0644, &err), err.text);
}

static void link_name(int disk, char ret[400])
{
    (void)snprintf(ret, 400, "%s/block/sd%c", rig.tree, 'a' + disk);
}

/* In when it was out, out when it was in. */
static void turn_disk(int disk)
{
    char link[400], target[64];
    link_name(disk, link);
    if (unlink(link) == 0)
        return;
    (void)snprintf(target, sizeof target, "../usb1/sd%c", 'a' + disk);
    must(symlink(target, link) == 0, "a disk can be plugged in");
}

static void open_rig(void)
{
    struct err err = { 0 };
    (void)snprintf(rig.tree, sizeof rig.tree, "%.200s/sys", fuzz_folder());
    (void)snprintf(rig.folder, sizeof rig.folder, "%.200s/sticks", fuzz_folder());
    for (int i = 0; i < DISKS; i++) {
        char folder[400], device[12];
        (void)snprintf(folder, sizeof folder, "%s/usb1/sd%c", rig.tree, 'a' + i);
        (void)snprintf(device, sizeof device, "8:%d\n", 16 * i);
        must(file_make_folder(folder, 0700, &err), err.text);
        put_value(folder, "dev", device);
        put_value(folder, "size", "2048\n");
    }
    char block[400];
    (void)snprintf(block, sizeof block, "%s/block", rig.tree);
    must(file_make_folder(block, 0700, &err) && file_make_folder(rig.folder, 0700, &err), err.text);
    rig.settings = (struct stick_settings){ .folder = rig.folder, .devices = rig.tree };
    must(stick_kinds_read("vfat", &rig.sticks.kinds, &err), err.text);
    rig.sticks.settings = &rig.settings;
    rig.sticks.calls = &calls;
}

static void let_in(int which)
{
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0,
         "a pair");
    rig.askers[which] = pair[0];
    rig.door.clients[rig.door.count].fd = pair[1];
    rig.door.clients[rig.door.count++].may_write = which != CLIENTS - 1;
}

/* Each answer is one line of the words that there are. */
static void hear_answers(int asker)
{
    char line[STICK_MESSAGE_MAX];
    while (stick_hear(asker, line) > 0) {
        must(strncmp(line, "ok ", 3) == 0 || strncmp(line, "failed ", 7) == 0 ||
                 strncmp(line, "stick ", 6) == 0 || strncmp(line, "left ", 5) == 0,
             "an answer has one of four first words");
        if (strncmp(line, "stick ", 6) == 0)
            fuzz_accepted("status");
    }
}

/* What is writable is lent, or on its way back. */
static void check_lent(void)
{
    bool lent[STICKS_MAX + 1] = { false };
    for (size_t i = 0; i < STICK_DISKS_MAX; i++) {
        const struct stick *stick = &rig.sticks.list[i];
        if (stick->state == STICK_SAVES || stick->state == STICK_RETURNS)
            lent[stick->slot] = true;
    }
    for (unsigned slot = 1; slot <= STICKS_MAX; slot++)
        must(!rig.writable[slot] || lent[slot], "nothing is writable that is lent to nobody");
}

/* As it comes, or behind the words that no stranger guesses: where this process has its folder. */
static void send_piece(int asker, uint8_t form, struct span piece)
{
    static const char *const verbs[] = { "", "write ", "done " };
    char message[2 * STICK_MESSAGE_MAX];
    size_t length = 0;
    if (form >= 1 && form < 3)
        length = (size_t)snprintf(message, sizeof message, "%s%s/", verbs[form], rig.folder);
    size_t size = piece.size < sizeof message - length ? piece.size : sizeof message - length;
    if (size > 0)
        memcpy(message + length, piece.data, size);
    (void)send(asker, message, length + size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void turn(struct feed *feed)
{
    uint8_t how = feed_byte(feed);
    int which = (how & 7) % CLIENTS;
    struct span message = feed_piece(feed);
    rig.busy = (how & BUSY_BIT) != 0;
    if ((how & LOOK_BIT) != 0) {
        turn_disk(which % DISKS);
        sticks_look(&rig.sticks);
    }
    if (rig.askers[which] < 0)
        let_in(which);
    send_piece(rig.askers[which], how >> FORM_SHIFT, message);
    if ((how & END_BIT) != 0)
        file_close(&rig.askers[which]);
    stick_door_serve(&rig.door, &rig.sticks);
    (void)sticks_return(&rig.sticks);
    if (rig.askers[which] >= 0)
        hear_answers(rig.askers[which]);
    check_lent();
}

static void as_askers(struct span bytes)
{
    struct feed feed = { bytes };
    rig.door = (struct stick_door){ .listener = -1 };
    for (int i = 0; i < CLIENTS; i++)
        rig.askers[i] = -1;
    for (int i = 0; i < TURNS_MAX && feed.rest.size > 0; i++)
        turn(&feed);
    rig.busy = false;
    for (int i = 0; i < CLIENTS; i++)
        file_close(&rig.askers[i]);
    stick_door_serve(&rig.door, &rig.sticks);
    (void)sticks_return(&rig.sticks);
    must(rig.door.count == 0, "whoever is gone is let go of");
    for (unsigned slot = 1; slot <= STICKS_MAX; slot++)
        must(!rig.writable[slot], "when all are gone nothing is writable");
    sticks_close(&rig.sticks);
    for (int i = 0; i < DISKS; i++) {
        char link[400];
        link_name(i, link);
        (void)unlink(link);
    }
}

static void as_kernel(struct span bytes)
{
    static const char wanted[] = "SUBSYSTEM=block";
    bool matters = stick_event_matters(bytes);
    if (!matters)
        return;
    must(memmem(bytes.data, bytes.size, wanted, sizeof wanted) != NULL, "it says so itself");
    fuzz_accepted("event");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (rig.sticks.settings == NULL)
        open_rig();
    as_kernel(span_of(data, size));
    as_askers(span_of(data, size));
    return 0;
}
