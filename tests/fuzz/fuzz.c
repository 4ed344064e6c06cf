/* What the fuzz entries share: see fuzz.h. */
#include "fuzz.h"
#include "file.h"
#include "log.h"
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FRAME_ROOM = 256, WAYS_MAX = 16 };

static char folder[200];

void __wrap_log_line(enum log_level level, const char *room, const char *fmt, ...) PRINTF(3, 4);

/* A million strangers a minute would fill a log. */
void __wrap_log_line(enum log_level level, const char *room, const char *fmt, ...)
{
    (void)level, (void)room, (void)fmt;
}

uint8_t feed_byte(struct feed *feed)
{
    return (uint8_t)feed_number(feed, 1);
}

uint64_t feed_number(struct feed *feed, int bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < bytes && feed->rest.size > 0; i++) {
        value = value << 8 | feed->rest.data[0];
        feed->rest = span_of(feed->rest.data + 1, feed->rest.size - 1);
    }
    return value;
}

struct span feed_take(struct feed *feed, size_t size)
{
    struct span taken = feed->rest;
    taken.size = size < taken.size ? size : taken.size;
    if (taken.size > 0)
        feed->rest = span_of(taken.data + taken.size, feed->rest.size - taken.size);
    return taken;
}

struct span feed_piece(struct feed *feed)
{
    size_t size = (size_t)feed_number(feed, 2);
    return feed_take(feed, size);
}

const char *fuzz_text(struct span bytes, char *space, size_t room)
{
    size_t size = bytes.size < room ? bytes.size : room - 1;
    if (size > 0)
        memcpy(space, bytes.data, size);
    space[size] = '\0';
    return space;
}

struct buf fuzz_signed(enum envelope_purpose purpose, const struct secret_key *key,
                       struct span payload)
{
    struct buf message = buf_new(payload.size + FRAME_ROOM);
    must(envelope_sign(purpose, key, payload, &message, NULL), "whatever is signed can be framed");
    return message;
}

static struct {
    const char *name;
    size_t accepted;
} ways[WAYS_MAX];

void fuzz_accepted(const char *way)
{
    for (size_t i = 0; i < WAYS_MAX; i++) {
        if (ways[i].name != NULL && strcmp(ways[i].name, way) != 0)
            continue;
        ways[i].name = way;
        ways[i].accepted++;
        return;
    }
    must(false, "an entry has no more ways than there is room for");
}

size_t fuzz_accepted_count(const char *way)
{
    for (size_t i = 0; i < WAYS_MAX && ways[i].name != NULL; i++)
        if (strcmp(ways[i].name, way) == 0)
            return ways[i].accepted;
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    return remove(path);
}

static void remove_folder(void)
{
    (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *fuzz_folder(void)
{
    const char *at = getenv("TMPDIR");
    if (folder[0] != '\0')
        return folder;
    if (at == NULL)
        at = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(folder, sizeof folder, "%.150s/yousaid-fuzz-XXXXXX", at);
    must(mkdtemp(folder) != NULL, "there is a place for files");
    (void)atexit(remove_folder);
    return folder;
}

void fuzz_write(const char *name, struct span bytes)
{
    char path[4096];
    must(file_join(path, sizeof path, fuzz_folder(), name, NULL), "the path fits");
    FD_AUTO fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    must(fd >= 0 && write(fd, bytes.data, bytes.size) == (ssize_t)bytes.size,
         "a file of the entry's own can be written");
}
