/*
 * What goes from a stick: batches whose every response a hub has, by its receipt, with that
 * receipt; those of which the journal's next life tells otherwise; what lay beside the last of
 * them; and the question of a kiosk that is enrolled. A name is ours when it is the very one that
 * we would write.
 */
#include "courier_int.h"
#include "file.h"
#include "receipt.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct clearing {
    const struct courier *courier;
    int folder;
    size_t batches; /* of ours that are still needed */
};

static bool has_ending(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t tail = strlen(ending);
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

/* The end of an older life goes on under another. */
static bool is_beyond(const struct outbox *outbox, uint64_t life, uint64_t to)
{
    struct chain_point purged;
    struct chain_point last;
    struct err unknown = { 0 };
    if (life == 0 || outbox->older == NULL)
        return false;
    outbox->turn(outbox->self, life);
    bool known = outbox->ends(outbox->self, &purged, &last, &unknown);
    outbox->turn(outbox->self, 0);
    return known && to > last.seq;
}

static bool read_small(int folder, const char *name, struct buf *ret)
{
    FD_AUTO fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    uint8_t *space = buf_grow(ret, REPLY_BYTES_MAX);
    size_t size = 0;
    ssize_t got = -1;
    if (fd < 0 || space == NULL)
        return false;
    do {
        got = read(fd, space + size, REPLY_BYTES_MAX - size);
        size += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    ret->size = size;
    return got == 0 && size < REPLY_BYTES_MAX;
}

/* Of an older life nothing is remembered here but what the receipt itself proves: that a hub of the
 * programme durably has it through there. */
static bool is_receipted(const struct clearing *clearing, uint64_t life, uint64_t from, uint64_t to)
{
    const struct courier_state *state = &clearing->courier->state;
    __attribute__((cleanup(reply_finish))) struct reply reply = { 0 };
    BUF_AUTO message = buf_new(REPLY_BYTES_MAX);
    char name[STICK_NAME_MAX];
    bool opened = false;
    courier_batch_name(clearing->courier, life, from, to, "receipt", name);
    if (!read_small(clearing->folder, name, &message))
        return false;
    for (size_t i = 0; i < state->hub_key_count && !opened; i++)
        opened = reply_open(buf_span(&message), &state->hub_keys[i], &reply, NULL);
    return opened && reply.kiosk == state->kiosk && reply.life == life &&
           reply.instruction != INSTRUCTION_NEW_LIFE && reply.through.seq >= to;
}

static bool is_over(const struct clearing *clearing, uint64_t life, uint64_t from, uint64_t to)
{
    const struct courier *courier = clearing->courier;
    if (life == courier->state.life)
        return to <= courier->state.acknowledged.seq;
    return is_beyond(&courier->outbox, life, to) || is_receipted(clearing, life, from, to);
}

/* Both go with whichever is met first; a listing may name the other all the same. */
static void see_batch(struct clearing *clearing, const char *name)
{
    const struct courier *courier = clearing->courier;
    char batch[STICK_NAME_MAX];
    char receipt[STICK_NAME_MAX];
    uint64_t kiosk;
    uint64_t life;
    uint64_t from;
    uint64_t to;
    if (sscanf(name, "yousaid-%" SCNx64 "-%" SCNx64 "-%" SCNu64 "-%" SCNu64, &kiosk, &life, &from,
               &to) != 4)
        return;
    courier_batch_name(courier, life, from, to, "batch", batch);
    courier_batch_name(courier, life, from, to, "receipt", receipt);
    bool is_batch = strcmp(batch, name) == 0;
    if (!is_batch && strcmp(receipt, name) != 0)
        return;
    if (!is_over(clearing, life, from, to)) {
        clearing->batches += is_batch && faccessat(clearing->folder, name, F_OK, 0) == 0 ? 1 : 0;
        return;
    }
    (void)unlinkat(clearing->folder, batch, 0);
    (void)unlinkat(clearing->folder, receipt, 0);
}

/* For a hub that has forgotten us: of no use without a batch. The manifest stays, by which a hub
 * sees that we were here. */
static void see_paper(struct clearing *clearing, const char *name)
{
    char own[STICK_NAME_MAX];
    (void)snprintf(own, sizeof own, "yousaid-%016" PRIx64, clearing->courier->state.kiosk);
    size_t length = strlen(own);
    if (strncmp(name, own, length) != 0)
        return;
    if (strcmp(name + length, ".adoption") == 0 ||
        (name[length] == '-' && strlen(name) == length + 24 && has_ending(name, ".survey")))
        (void)unlinkat(clearing->folder, name, 0);
}

static void close_listing(DIR **listing)
{
    if (*listing != NULL)
        (void)closedir(*listing);
}

static void each(struct clearing *clearing,
                 void (*see)(struct clearing *clearing, const char *name))
{
    int fd = openat(clearing->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    __attribute__((cleanup(close_listing))) DIR *listing = fd < 0 ? NULL : fdopendir(fd);
    if (listing == NULL)
        file_close(&fd);
    for (int i = 0; listing != NULL && i < STICK_ENTRIES_MAX; i++) {
        const struct dirent *entry = readdir(listing);
        if (entry == NULL)
            return;
        see(clearing, entry->d_name);
    }
}

static void forget_question(const struct clearing *clearing)
{
    char name[STICK_NAME_SIZE];
    for (int answer = 0; answer < 2; answer++) {
        enrol_file_name(&clearing->courier->state.kiosk_key, answer == 1, name);
        (void)unlinkat(clearing->folder, name, 0);
    }
}

size_t courier_stick_clear(const struct courier *courier, int folder, bool idle)
{
    struct clearing clearing = { .courier = courier, .folder = folder };
    each(&clearing, see_batch);
    forget_question(&clearing);
    if (idle && clearing.batches == 0)
        each(&clearing, see_paper);
    return clearing.batches;
}
