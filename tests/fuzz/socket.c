/*
 * The one socket between screen and courier, from both ends: the courier's loop is told whatever
 * the input holds by several at once, and the screen's link hears the same from a courier.
 */
#include "courier_int.h"
#include "courier_socket.h"
#include "fake_hub.h"
#include "fuzz.h"
#include "kiosk_link.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESPONSES = 20, TURNS_MAX = 200, CLIENTS = 3 };

static struct {
    struct fake_hub hub;
    struct fake_journal journal;
    struct courier *courier;
    char data[300], stick[300];
    struct feed feed;
    int turns, stop[2];
    int clients[CLIENTS];
} rig;

int __real_poll(struct pollfd *fds, nfds_t count, int milliseconds);
int __wrap_poll(struct pollfd *fds, nfds_t count, int milliseconds);

/* The clock is the entry's own, so nobody sleeps by the machine's. */
int __wrap_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
    (void)milliseconds;
    return __real_poll(fds, count, 0);
}

bool __real_courier_stick(struct courier *courier, const char *folder, struct courier_stick *ret,
                          struct err *err);
bool __wrap_courier_stick(struct courier *courier, const char *folder, struct courier_stick *ret,
                          struct err *err);

/* Wherever a stranger wants the files: here they stay in the entry's own folder. */
bool __wrap_courier_stick(struct courier *courier, const char *folder, struct courier_stick *ret,
                          struct err *err)
{
    must(strlen(folder) < COURIER_MESSAGE_MAX, "a folder's name is no longer than a message");
    bool fine = __real_courier_stick(courier, folder[0] == 'x' ? "/nowhere" : rig.stick, ret, err);
    if (fine)
        fuzz_accepted("stick");
    return fine;
}

/* Says the next of the input; false when nobody could be reached, and the courier will not wake. */
static bool say(void)
{
    uint8_t which = feed_byte(&rig.feed);
    struct span message = feed_piece(&rig.feed);
    int *client = &rig.clients[which % CLIENTS];
    char answer[COURIER_MESSAGE_MAX];
    if (*client < 0)
        *client = courier_connect(rig.data);
    ssize_t sent = send(*client, message.data, message.size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (*client >= 0 && (which & 16) != 0)
        (void)courier_hear(*client, answer);
    if (*client >= 0 && (sent < 0 || (which & 32) != 0)) {
        (void)close(*client);
        *client = -1;
    }
    return sent >= 0;
}

/* The courier asks for the time in each of its turns: that is when the others speak. */
static struct moment now(void *self)
{
    (void)self;
    bool said = false;
    rig.hub.now.mono += 1000;
    while (!said && rig.feed.rest.size > 0 && rig.turns++ < TURNS_MAX)
        said = say();
    if (!said)
        must(write(rig.stop[1], "", 1) == 1, "the courier can be stopped");
    return rig.hub.now;
}

static void open_rig(void)
{
    struct err err = { 0 };
    (void)snprintf(rig.data, sizeof rig.data, "%s/data", fuzz_folder());
    (void)snprintf(rig.stick, sizeof rig.stick, "%s/stick", fuzz_folder());
    must(mkdir(rig.data, 0700) == 0 && mkdir(rig.stick, 0700) == 0, "there are folders");
    fake_hub_init(&rig.hub);
    struct courier_world world = fake_hub_world(&rig.hub);
    world.now = now;
    must(pipe2(rig.stop, O_NONBLOCK | O_CLOEXEC) == 0, "a way to stop");
    must(courier_open_in(rig.data, &world, &rig.courier, &err) &&
             courier_enrol(rig.courier, "https://hub.example", rig.hub.code, &err),
         err.text);
    fake_journal_init(&rig.journal, 3, RESPONSES);
    fake_journal_begin(&rig.journal, rig.courier->state.life, &rig.courier->state.kiosk_key,
                       RESPONSES);
    struct outbox outbox = fake_journal_outbox(&rig.journal);
    courier_set_outbox(rig.courier, &outbox);
}

static void as_courier(struct span bytes)
{
    struct err err = { 0 };
    char room[64];
    rig.feed = (struct feed){ bytes };
    rig.turns = 0;
    for (int i = 0; i < CLIENTS; i++)
        rig.clients[i] = -1;
    must(courier_run(rig.courier, rig.stop[0], &err), err.text);
    for (int i = 0; i < CLIENTS; i++)
        if (rig.clients[i] >= 0)
            (void)close(rig.clients[i]);
    while (read(rig.stop[0], room, sizeof room) == (ssize_t)sizeof room)
        continue;
}

static void heard(void *self, const char *message)
{
    (void)self;
    if (strcmp(message, "gone") != 0)
        fuzz_accepted("heard");
}

static void as_screen(struct span bytes)
{
    int pair[2];
    struct feed feed = { bytes };
    struct link link = { .data = rig.data, .notify = -1, .retry_at = NEVER, .heard = heard };
    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0, "a pair");
    link.socket = pair[0];
    for (int i = 0; i < 20 && feed.rest.size > 0; i++) {
        struct span message = feed_piece(&feed);
        (void)send(pair[1], message.data, message.size, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    (void)close(pair[1]);
    (void)link_hear(&link, pair[0], 0);
    must(link.socket < 0 || link.socket != pair[0], "a courier that is gone is known to be gone");
    link_close(&link);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (rig.courier == NULL)
        open_rig();
    as_courier(span_of(data, size));
    as_screen(span_of(data, size));
    return 0;
}
