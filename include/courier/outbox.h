#pragma once
/*
 * What the courier may know of the journal: a queue of closed responses, read and never written.
 * The journal fills this in (journal_outbox.h); tests fill it in with a list in memory. Owned by
 * courier, because sync must not know the device.
 */
#include "clock.h"
#include "counters.h"

/* Whether the kiosk may leave its hub, and what goes along. */
enum outbox_leave { OUTBOX_STAYS, OUTBOX_LEAVES_WITH_UNSENT, OUTBOX_LEAVES_WITH_ALL };

/* Whose responses these are. */
struct outbox_lives {
    uint64_t life;     /* the present one */
    uint64_t former;   /* the one before, while a courier may still speak of it; 0 for none */
    uint64_t stranded; /* responses of that one of which nobody knows whether the hub has them */
    uint64_t salvages; /* 0, or another each time that the journal is salvaged */
    enum outbox_leave leave;
};

/* A life that ended, and the last of its responses that the hub had. */
struct outbox_older {
    uint64_t number; /* above that of each that ended before it */
    uint64_t life;
    struct chain_point last;
};
enum { OUTBOX_OLDER_MAX = 16 };

/* With less room than this a kiosk asks for no words. */
enum { OUTBOX_ROOM_SHORT_MIB = 16 };

struct outbox {
    void *self;

    /* Calls `take` for each closed response from seq `from` on, in order, with its canonical bytes,
     * the chain's point behind it and its boot segment's number; stops when take returns false,
     * when there are no more, or after `limit`. Spans are valid during the call. One read
     * transaction. */
    bool (*read)(void *self, uint64_t from, size_t limit,
                 bool (*take)(void *context, const struct response *response,
                              const struct chain_point *after),
                 void *context, struct err *err);
    /* All boot segments with a number of `from` or above, and the base of each on its boot's
     * monotonic clock. */
    bool (*segments)(void *self, uint32_t from,
                     bool (*take)(void *context, const struct segment *segment,
                                  const struct boot_id *boot, msec base),
                     void *context, struct err *err);
    /* The chain's point behind the last closed response, and behind the last one purged.
     * ERR_MISSING while the screen has not made its journal: there is nothing to send yet. */
    bool (*ends)(void *self, struct chain_point *ret_purged, struct chain_point *ret_last,
                 struct err *err);
    bool (*lives)(void *self, struct outbox_lives *ret, struct err *err);
    /* Lives before the present one with a number above `after`, in the order in which they ended;
     * when they are as many as fit there may be more behind the last. One whose record is damaged
     * is left out. NULL: none. */
    bool (*older)(void *self, uint64_t after, struct outbox_older ret[OUTBOX_OLDER_MAX],
                  size_t *ret_count, struct err *err);
    /* From now on read, ends, origins and answers speak of that older life; 0: of the present one
     * again. */
    void (*turn)(void *self, uint64_t life);
    /* Where responses of this life from `from` on were recorded, in the order of their numbers,
     * until take returns false; first the run before them, if there is one, whose end is their
     * beginning. None for those that were recorded in it. */
    bool (*origins)(void *self, uint64_t from,
                    bool (*take)(void *context, const struct life_origin *origin), void *context,
                    struct err *err);
    /* How many answers responses 1 to seq of this life hold; false in *ret_known when nobody knows.
     */
    bool (*answers)(void *self, uint64_t seq, bool *ret_known, uint64_t *ret, struct err *err);
    /* What the screen has counted since the journal began. */
    bool (*counters)(void *self, struct counters *ret, struct err *err);
    /* MiB free where the journal lies; 0 when nobody knows. */
    uint32_t (*room_mib)(void *self);
};
