#pragma once
/* What the files of this room share. */
#include "clock.h"
#include "span.h"
#include "stick.h"
#include "stick_socket.h"
#include <poll.h>
#include <stdint.h>

enum {
    STICKS_MAX = 4,      /* mounted at one time */
    STICK_DISKS_MAX = 8, /* looked at */
    STICK_PARTS_MAX = 8, /* of one disk */
    STICK_NAME_SIZE = 32,
    STICK_PATH_SIZE = 300,
    STICK_CLIENTS_MAX = 8,
    STICK_FIELDS_MAX = 5
};

/* stick_kinds.c: the kinds of file system, and how each is mounted */

struct stick_kind {
    const char *name;
    bool has_owner; /* the mount says whose the files are, not the file system */
};
struct stick_kinds {
    const struct stick_kind *list[4];
    size_t count;
};
struct stick_field {
    char key[16], value[16];
};
/* Reads "vfat,exfat". */
MUST_CHECK bool stick_kinds_read(const char *text, struct stick_kinds *ret, struct err *err);
/* What the kernel is told beside the flags; returns how many. */
size_t stick_fields(const struct stick_kind *kind, uid_t uid, gid_t gid,
                    struct stick_field ret[STICK_FIELDS_MAX]);

/* stick_devices.c: which disks stand on the USB bus */

struct stick_part {
    char name[STICK_NAME_SIZE];
    unsigned major, minor;
    unsigned number; /* of the partition; 0: the bare disk */
};
struct stick_disk {
    struct stick_part whole;
    uint64_t sectors, sequence; /* another medium in the same drive has another sequence */
    struct stick_part parts[STICK_PARTS_MAX]; /* by number */
    size_t count;
};
/* The USB disks with a medium in them, by name; the first STICK_DISKS_MAX. */
MUST_CHECK bool stick_look(const char *devices, struct stick_disk ret[STICK_DISKS_MAX],
                           size_t *ret_count, struct err *err);

/* stick_events.c: the kernel's news */

/* A socket that becomes readable when a device comes or goes; -1 with *err set. */
int stick_events_open(struct err *err);
/* Takes what is there; true when something was about a block device, or was missed. */
bool stick_events_take(int fd);
/* Is one message about a block device? */
bool stick_event_matters(struct span message);

/* stick_words.c: what is asked */

enum stick_verb { STICK_VERB_WRITE, STICK_VERB_DONE, STICK_VERB_STATUS };
struct stick_request {
    enum stick_verb verb;
    unsigned slot; /* 1 to STICKS_MAX; 0: a folder that is none of ours */
};
/* False when it is no request. */
MUST_CHECK bool stick_request_read(const char *folder, const char *text, struct stick_request *ret);

/* stick_calls.c: what only the kernel can do; tests have others */

enum stick_probed { PROBED_NONE, PROBED_KIND, PROBED_IN_USE, PROBED_NOT_YET };
struct stick_calls {
    /* Looks what a part of a disk holds; nothing is looked at while a part of it is in use. */
    enum stick_probed (*probe)(const struct stick_settings *settings,
                               const struct stick_kinds *kinds, const struct stick_disk *disk,
                               const struct stick_part *part, const struct stick_kind **ret);
    bool (*mount)(const struct stick_settings *settings, const struct stick_part *part,
                  const struct stick_kind *kind, const char *point, struct err *err);
    bool (*let_write)(const char *point, bool may); /* errno says why not */
    bool (*flush)(const struct stick_part *part);   /* the device's own cache */
    bool (*unmount)(const char *point);             /* false: nothing was mounted there */
};
extern const struct stick_calls stick_calls_real;

/* stick_keep.c: the sticks that are in */

enum stick_state {
    STICK_EMPTY,
    STICK_READS,
    STICK_SAVES,
    STICK_RETURNS, /* to read-only, as soon as no file on it is open for writing */
    STICK_LEFT_UNREAD,
    STICK_LEFT_DAMAGED,
    STICK_LEFT_IN_USE
};
struct stick {
    enum stick_state state;
    struct stick_disk disk;
    struct stick_part part; /* what is mounted */
    const struct stick_kind *kind;
    unsigned slot; /* the folder's number; 0: none */
    int saver;     /* the asker's line; -1: none */
    msec give_up;  /* while something else uses it: until when it is asked again without news */
};
struct sticks {
    const struct stick_settings *settings;
    const struct stick_calls *calls;
    struct stick_kinds kinds;
    struct stick list[STICK_DISKS_MAX];
};

/* Clears what a predecessor left mounted in the folder. */
void sticks_clear(const struct sticks *sticks);
/* Compares what is there with what is known: mounts what came, lets go of what went. */
void sticks_look(struct sticks *sticks);
/* Carries out a request of the asker at `line`; writes "ok ..." or "failed ..." into ret. */
void sticks_answer(struct sticks *sticks, const struct stick_request *request, int line,
                   bool may_write, char ret[STICK_MESSAGE_MAX]);
/* One line of status for the nth known stick; false behind the last. */
bool sticks_describe(const struct sticks *sticks, size_t nth, char ret[STICK_MESSAGE_MAX]);
/* An asker's line has ended: what was lent to it returns. */
void sticks_line_ended(struct sticks *sticks, int line);
/* Tries again what could not return yet; true while something has to be tried again. */
bool sticks_return(struct sticks *sticks);
void sticks_close(struct sticks *sticks);

/* stick_door.c: the socket's own end */

struct stick_door {
    int listener;
    struct {
        int fd;
        bool may_write;
    } clients[STICK_CLIENTS_MAX];
    int count;
};
MUST_CHECK bool stick_door_open(const char *path, struct stick_door *ret, struct err *err);
void stick_door_close(struct stick_door *door, const char *path);
int stick_door_fds(const struct stick_door *door, struct pollfd ret[STICK_CLIENTS_MAX + 1]);
/* Lets in who may come in, and carries out what is asked. */
void stick_door_serve(struct stick_door *door, struct sticks *sticks);
