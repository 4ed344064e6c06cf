/* import: batches that came on a stick go the same way as those that come by network. */
#include "commands.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMMAND_PATH_MAX = 4096 };

/* "0001.batch" gets "0001.receipt" beside it; any other name just gets the ending. */
static bool receipt_path(const char *path, char ret[COMMAND_PATH_MAX], struct err *err)
{
    static const char ending[] = ".batch";
    size_t length = strlen(path);
    if (length > sizeof ending - 1 && strcmp(path + length - (sizeof ending - 1), ending) == 0)
        length -= sizeof ending - 1;
    if (snprintf(ret, COMMAND_PATH_MAX, "%.*s.receipt", (int)length, path) < COMMAND_PATH_MAX)
        return true;
    return err_set(err, ERR_USAGE, "the path %.100s... is too long", path);
}

/* Reads to the end, or one byte more than there is room for. */
static bool read_all(int fd, const char *path, struct buf *ret, struct err *err)
{
    uint8_t part[16 * 1024];
    for (;;) {
        ssize_t count = read(fd, part, sizeof part);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return err_errno(err, "reading %s", path);
        buf_put(ret, part, (size_t)count);
        if (count == 0 || ret->failed)
            return buf_ok(ret, path, err);
    }
}

/* A stick is somebody else's: a name on it may be anything but a file. What is looked at is what
 * was opened, and opening waits for nobody at the other end of a pipe. */
static bool read_batch(const char *path, struct buf *ret, struct err *err)
{
    struct stat at;
    FD_AUTO fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_REFUSED, "%s is not a file", path);
    if (fd < 0 || fstat(fd, &at) != 0)
        return err_errno(err, "opening %s", path);
    if (!S_ISREG(at.st_mode))
        return err_set(err, ERR_REFUSED, "%s is not a file", path);
    return read_all(fd, path, ret, err);
}

static bool write_beside(const char *beside, struct span bytes, struct err *err)
{
    (void)unlink(beside);
    FD_AUTO fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return err_errno(err, "writing %s", beside);
    for (size_t at = 0; at < bytes.size;) {
        ssize_t written = write(fd, bytes.data + at, bytes.size - at);
        if (written < 0 && errno != EINTR)
            return err_errno(err, "writing %s", beside);
        at += written < 0 ? 0 : (size_t)written;
    }
    return fsync(fd) == 0 || err_errno(err, "writing %s", beside);
}

/* Like file_write_durable but for sticks, whose file system may know no modes; a receipt is no
 * secret and the courier reads it as another user. */
static bool write_receipt(const char *path, struct span bytes, struct err *err)
{
    char beside[COMMAND_PATH_MAX + 8];
    char copy[COMMAND_PATH_MAX];
    (void)snprintf(beside, sizeof beside, "%s.new", path);
    (void)snprintf(copy, sizeof copy, "%s", path);
    mode_t kept = umask(022);
    bool written = write_beside(beside, bytes, err);
    (void)umask(kept);
    if (!written)
        return false;
    if (rename(beside, path) != 0)
        return err_errno(err, "writing %s", path);
    FD_AUTO folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (folder >= 0 && fsync(folder) == 0) || err_errno(err, "making %s durable", path);
}

/* What the receipt says beside what was taken. The kiosk gets it in any case. */
static bool judge_reply(const struct public_key *hub, struct span message, const char *path,
                        struct err *err)
{
    static const char *const said[] = {
        [INSTRUCTION_NEW_LIFE] =
            "is refused: the kiosk's history differs from what is here already; its card may have "
            "been copied or put back to an older state",
        [INSTRUCTION_SEND_FROM] = "is not taken: what comes before it is missing; import that "
                                  "first, or bring the stick to "
                                  "the kiosk, which then writes it again",
        [INSTRUCTION_SEND_SURVEY] =
            "is not wholly taken: it answers a survey that is not here; publish that, or let the "
            "kiosk bring it by network",
    };
    struct reply reply;
    if (!reply_open(message, hub, &reply, err))
        return false;
    enum instruction instruction = reply.instruction;
    reply_finish(&reply);
    if (instruction >= sizeof said / sizeof said[0] || said[instruction] == NULL)
        return true;
    return err_set(err, ERR_REFUSED, "%s %s", path, said[instruction]);
}

static bool import_one(struct ingest *ingest, const struct public_key *hub, const char *path,
                       struct err *err)
{
    char receipt[COMMAND_PATH_MAX];
    BUF_AUTO message = buf_new(BATCH_PACKED_MAX);
    BUF_AUTO reply = { 0 };
    if (!receipt_path(path, receipt, err) || !read_batch(path, &message, err))
        return false;
    if (!ingest_carried_wait(ingest, buf_span(&message), &reply, err))
        return err_wrap(err, "%s", path);
    return write_receipt(receipt, buf_span(&reply), err) &&
           judge_reply(hub, buf_span(&reply), path, err);
}

/* One bad file keeps none of the others out. */
static bool import_all(struct ingest *ingest, const struct public_key *hub,
                       const struct cli_args *args, struct err *err)
{
    int failed = 0;
    struct err one = { 0 };
    for (int i = 0; i < args->file_count; i++) {
        if (import_one(ingest, hub, args->files[i], &one)) {
            printf("imported %s\n", args->files[i]);
            continue;
        }
        failed++;
        (void)fprintf(stderr, "not imported: %s\n", one.text);
    }
    if (failed == 0)
        return true;
    return err_set(
        err, ERR_REFUSED,
        "%d of %d files were not imported, for the reasons above; those of a kiosk end in .batch",
        failed, args->file_count);
}

static bool run_import(const struct cli_args *args, int *ret_status, struct err *err)
{
    struct ingest *ingest = NULL;
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    struct ingest_config config = hub_ingest_config(hub);
    struct public_key key = key_public(&config.hub_key);
    bool started = ingest_start(&config, &ingest, err);
    seal_forget(&config, sizeof config);
    bool imported = started && import_all(ingest, &key, args, err);
    ingest_stop(ingest);
    return imported;
}

static const struct cli_option import_options[] = { OPTION_DATA, OPTION_END };

const struct cli_command command_import = {
    "import",       "FILE...", "Takes in batches from a stick and writes receipts beside them.",
    import_options, 1,         CLI_FILES_MAX,
    run_import,
};
