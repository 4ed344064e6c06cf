/*
 * Leaving a hub: all that the courier knows of it is laid aside under one name, so that the kiosk
 * can be enrolled at another. Nothing is deleted, and the blobs stay: the other hub may ask for the
 * surveys of what goes along. The state goes before all that rests on it, so that a cut leaves a
 * kiosk that belongs to the old hub, or to none.
 */
#include "courier_int.h"
#include "file.h"
#include "log.h"
#include <errno.h>
#include <stdio.h>

enum { LEFT_MAX = 1000 };

/* The first name that is free: left, left.1, left.2 ... */
static bool find_place(const struct courier *courier, char ret_name[24], struct err *err)
{
    const char *name = ret_name;
    char path[COURIER_PATH_MAX];
    for (int i = 0; i < LEFT_MAX; i++) {
        (void)snprintf(ret_name, 24, i == 0 ? "left" : "left.%d", i);
        if (!courier_path(courier->data, name, path, err))
            return false;
        if (!file_exists(path))
            return courier_folder_make(courier->data, name, err);
    }
    return err_set(err, ERR_FULL, "this kiosk has left %d hubs: remove some of courier/left.*",
                   LEFT_MAX);
}

static bool lay_aside(const struct courier *courier, const char *place, const char *name,
                      struct err *err)
{
    char from[COURIER_PATH_MAX];
    char to[COURIER_PATH_MAX];
    char inside[64];
    (void)snprintf(inside, sizeof inside, "%.24s/%.30s", place, name);
    return courier_path(courier->data, name, from, err) &&
           courier_path(courier->data, inside, to, err) &&
           (rename(from, to) == 0 || errno == ENOENT || err_errno(err, "laying %s aside", from));
}

/* May it go? Only the screen can say so: what goes along is its to choose. */
static bool may_leave(const struct courier *courier, struct err *err)
{
    const struct outbox *outbox = &courier->outbox;
    struct chain_point purged;
    struct chain_point last;
    struct outbox_lives lives;
    struct err why = { 0 };
    if (!courier->state.enrolled)
        return err_set(err, ERR_CONFLICT, "this kiosk belongs to no hub; it can be enrolled");
    if (outbox->lives == NULL)
        return true;
    if (!outbox->lives(outbox->self, &lives, &why) ||
        !outbox->ends(outbox->self, &purged, &last, &why)) {
        *err = why;
        return why.kind == ERR_MISSING; /* it has never recorded anything */
    }
    if (lives.leave == OUTBOX_STAYS)
        return err_set(err, ERR_CONFLICT,
                       "the journal does not let this kiosk go: run yousaid-kiosk move first");
    if (lives.leave == OUTBOX_LEAVES_WITH_UNSENT && lives.life == courier->state.life &&
        courier->state.acknowledged.seq > purged.seq)
        return err_set(err, ERR_CONFLICT,
                       "the hub has taken more since yousaid-kiosk move: run that again");
    return true;
}

bool courier_leave(struct courier *courier, struct err *err)
{
    static const char *const names[] = { "identity",   "state",  "certificate", "receipt",
                                         "statements", "ca.pem", "key",         "lost",
                                         "carried",    "again" };
    char place[24];
    if (!may_leave(courier, err) || !find_place(courier, place, err))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!lay_aside(courier, place, names[i], err))
            return false;
    log_line(LOG_WARN, "courier", "This kiosk has left %s; what was known of it is in courier/%s.",
             courier->state.hub_url, place);
    courier_pending_forget(courier);
    courier->state = (struct courier_state){ 0 };
    seal_forget(&courier->key, sizeof courier->key);
    courier->has_key = false;
    courier->ask_first = false;
    courier->last_segment = 0;
    courier->not_before = 0;
    courier->world.transport.renew(courier->world.transport.self);
    return true;
}
